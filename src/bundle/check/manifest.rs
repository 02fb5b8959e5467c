//! Rules of the manifest, and of what it says about its shards.

use std::collections::HashSet;

use super::super::files::{MANIFEST, stays_inside};
use super::super::items::Located;
use crate::model::{Event, Manifest, ManifestError, Problem, ProblemKind, Shard, safe_url};

/// A manifest that cannot be used at all, with the line where JSON or a type breaks.
pub(super) fn unusable(json: &[u8], error: &ManifestError) -> Problem {
    let line = match error {
        ManifestError::Unreadable(_) => serde_json::from_slice::<Manifest>(json).err().map(|error| error.line()),
        _ => None,
    };
    let line = line.and_then(|line| u32::try_from(line).ok());
    Problem { file: MANIFEST.to_owned(), line, kind: ProblemKind::Manifest, message: error.to_string() }
}

/// Whether a text has the form of a BCP 47 tag: `en`, `zh-Hant`. Whether the language exists is not asked.
pub fn is_language_tag(text: &str) -> bool {
    text.split('-').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Everything that is wrong in the manifest itself.
pub(super) fn problems(manifest: &Manifest, json: &str) -> Vec<Problem> {
    let mut found = Found { json, problems: Vec::new() };
    found.words(manifest);
    found.paths(manifest);
    found.order(&manifest.shards);
    found.totals(manifest);
    found.problems
}

struct Found<'a> {
    json: &'a str,
    problems: Vec<Problem>,
}

impl Found<'_> {
    fn add(&mut self, key: &str, kind: ProblemKind, message: impl Into<String>) {
        let line = self.line_of(key);
        self.problems.push(Problem { file: MANIFEST.to_owned(), line, kind, message: message.into() });
    }

    /// The first line with this string in it, as JSON writes it: good enough to lead the eye.
    fn line_of(&self, text: &str) -> Option<u32> {
        let written = serde_json::to_string(text).ok()?;
        let line = self.json.lines().position(|line| line.contains(&written))?;
        u32::try_from(line + 1).ok()
    }

    fn words(&mut self, manifest: &Manifest) {
        if manifest.title.trim().is_empty() {
            self.add("title", ProblemKind::Manifest, "the archive has no title");
        }
        let language = &manifest.language;
        if !language.is_empty() && !is_language_tag(language) {
            let message = format!("“{language}” is not a language tag such as “en” or “zh-Hant”");
            self.add("language", ProblemKind::Manifest, message);
        }
        let url = &manifest.licence.url;
        if !url.is_empty() && !safe_url(url) {
            self.add(url, ProblemKind::UnsafeUrl, format!("the licence's address “{url}” is not a web address"));
        }
    }

    fn paths(&mut self, manifest: &Manifest) {
        let mut seen = HashSet::from([MANIFEST]);
        let shards = manifest.shards.iter().map(|shard| shard.path.as_str());
        let indexes = manifest.indexes.iter().map(|index| index.path.as_str());
        for path in shards.chain(indexes).chain([manifest.entities.path.as_str()]) {
            if !stays_inside(path) {
                self.add(path, ProblemKind::Manifest, format!("“{path}” is not a path below the bundle's folder"));
            } else if !seen.insert(path) {
                self.add(path, ProblemKind::Manifest, format!("“{path}” stands for two files"));
            }
        }
    }

    fn order(&mut self, shards: &[Shard]) {
        for shard in shards.iter().filter(|shard| shard.first > shard.last) {
            let message = format!("“{}”: “first” ({}) is later than “last” ({})", shard.path, shard.first, shard.last);
            self.add(&shard.path, ProblemKind::Order, message);
        }
        for pair in shards.windows(2) {
            let [newer, older] = pair else { continue };
            if newer.first <= older.last {
                let message = format!(
                    "“{}” reaches to {}, so it is not wholly older than “{}” before it, which begins on {}: shards are \
                     listed newest first, and share no day",
                    older.path, older.last, newer.path, newer.first
                );
                self.add(&older.path, ProblemKind::Order, message);
            }
        }
    }

    fn totals(&mut self, manifest: &Manifest) {
        let events: u64 = manifest.shards.iter().map(|shard| u64::from(shard.events)).sum();
        if events != u64::from(manifest.events) {
            let message = format!("“events” is {}, but the shards have {events} together", manifest.events);
            self.add("events", ProblemKind::Count, message);
        }
        let indexed: u64 = manifest.indexes.iter().map(|index| u64::from(index.shards)).sum();
        if !manifest.indexes.is_empty() && indexed != manifest.shards.len() as u64 {
            let shards = manifest.shards.len();
            self.add(
                "indexes",
                ProblemKind::Count,
                format!("the indexes are of {indexed} shards, but there are {shards}"),
            );
        }
        let first = manifest.shards.iter().map(|shard| shard.first).min();
        let last = manifest.shards.iter().map(|shard| shard.last).max();
        for (key, said, found) in [("first", manifest.first, first), ("last", manifest.last, last)] {
            if said != found {
                let name = |date: Option<crate::model::Date>| date.map_or("absent".to_owned(), |date| date.to_string());
                let message = format!("“{key}” is {}, but {} according to the shards", name(said), name(found));
                self.add(key, ProblemKind::Count, message);
            }
        }
    }
}

/// What the manifest says about a shard, against its events. Only for a shard that was read whole.
pub(super) fn shard_counts(shard: &Shard, events: &[Located<Event>]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut add = |kind, message| problems.push(Problem::in_file(&shard.path, kind, message));
    if shard.events as usize != events.len() {
        let message = format!("it has {} events, but the manifest says {}", events.len(), shard.events);
        add(ProblemKind::Count, message);
    }
    let dates = || events.iter().map(|event| event.item.date);
    for (what, said, found) in [("oldest", shard.first, dates().min()), ("newest", shard.last, dates().max())] {
        if let Some(found) = found.filter(|found| *found != said) {
            add(ProblemKind::Count, format!("its {what} event is of {found}, but the manifest says {said}"));
        }
    }
    problems
}
