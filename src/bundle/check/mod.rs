//! Every rule of the format, over all files of a bundle: for publishers, who want to know it all at once.
//!
//! A fault is named once, where it is: what cannot be judged because something else is broken (links to events while a
//! shard is missing) is not judged.

mod archive;
mod entities;
mod event;
mod manifest;

use std::collections::{HashMap, HashSet};

use archive::Archive;
pub use manifest::is_language_tag;

use super::files::{self, MANIFEST, stays_inside};
use super::items::{self, Located};
use super::reader::ReadError;
use crate::model::{Entity, Event, Manifest, Problem, ProblemKind};

/// What [`check()`] found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The number of events that could be read.
    pub events: u64,
    /// What is wrong: first in the manifest, then in the shards as the manifest lists them, then in the entities.
    pub problems: Vec<Problem>,
    /// Files whose content cannot be verified because the manifest has no hash for them.
    pub unverified: Vec<String>,
}

/// Checks a whole bundle. `read` gives the content of a file by its path below the bundle's folder, or a sentence that
/// says why not; it is never asked for a path that leads out of the folder. All events are held in memory.
pub fn check(mut read: impl FnMut(&str) -> Result<Vec<u8>, String>) -> Report {
    let mut checker = Checker { read: &mut read, report: Report::default() };
    if let Some((manifest, json)) = checker.manifest() {
        checker.report.problems.extend(manifest::problems(&manifest, &json));
        checker.files(&manifest);
    }
    checker.report
}

struct Checker<'a> {
    read: &'a mut dyn FnMut(&str) -> Result<Vec<u8>, String>,
    report: Report,
}

/// A file that the manifest names, with what it says of its content.
struct Listed<'a> {
    path: &'a str,
    bytes: u64,
    sha256: &'a str,
}

impl Checker<'_> {
    fn manifest(&mut self) -> Option<(Manifest, String)> {
        let bytes = self.open(MANIFEST)?;
        match Manifest::from_json(&bytes) {
            Ok(manifest) => Some((manifest, String::from_utf8_lossy(&bytes).into_owned())),
            Err(error) => {
                self.report.problems.push(manifest::unusable(&bytes, &error));
                None
            }
        }
    }

    fn files(&mut self, manifest: &Manifest) {
        let mut archive = Archive::default();
        let mut seen = HashSet::new();
        for shard in &manifest.shards {
            // The manifest's own rules have told of a path that stands twice: the shard that is meant is not there.
            if !seen.insert(shard.path.as_str()) {
                archive.whole = false;
                continue;
            }
            let file = Listed { path: &shard.path, bytes: shard.bytes, sha256: &shard.sha256 };
            match self.items::<Event>(&file) {
                Some((events, whole)) => {
                    self.report.events += events.len() as u64;
                    if whole {
                        self.report.problems.extend(manifest::shard_counts(shard, &events));
                    }
                    archive.add(&shard.path, events, whole);
                }
                None => archive.whole = false,
            }
        }
        self.indexes(manifest);
        let file = &manifest.entities;
        let table = self.items::<Entity>(&Listed { path: &file.path, bytes: file.bytes, sha256: &file.sha256 });
        let mut found = archive.problems();
        if let Some((table, whole)) = table {
            found.extend(entities::table_problems(&file.path, &table));
            if whole {
                found.extend(entities::name_problems(&table, &archive));
                found.extend(entities::count_problems(&file.path, &table, &archive));
            }
        }
        self.report.problems.extend(found);
        sort(&mut self.report.problems, manifest);
    }

    fn indexes(&mut self, manifest: &Manifest) {
        for index in manifest.indexes.iter().filter(|index| stays_inside(&index.path)) {
            if let Some(bytes) = self.open(&index.path) {
                self.verify(&Listed { path: &index.path, bytes: index.bytes, sha256: &index.sha256 }, &bytes);
            }
        }
    }

    /// The items of a file that can be read, and whether these are all. `None` if the file cannot be read at all.
    fn items<T: serde::de::DeserializeOwned>(&mut self, file: &Listed<'_>) -> Option<(Vec<Located<T>>, bool)> {
        // The manifest's own rules have told of such a path.
        if !stays_inside(file.path) {
            return None;
        }
        let bytes = self.open(file.path)?;
        self.verify(file, &bytes);
        match items::parse(file.path, &bytes) {
            Ok(items) => {
                let whole = items.bad.is_empty();
                self.report.problems.extend(items.bad);
                Some((items.good, whole))
            }
            Err(error) => {
                self.report.problems.push(unreadable(file.path, &error));
                None
            }
        }
    }

    fn open(&mut self, path: &str) -> Option<Vec<u8>> {
        let problem = |reason| Problem::in_file(path, ProblemKind::Unreadable, reason);
        (self.read)(path).map_err(|reason| self.report.problems.push(problem(reason))).ok()
    }

    fn verify(&mut self, file: &Listed<'_>, bytes: &[u8]) {
        let (length, sha256) = (bytes.len() as u64, files::sha256(bytes));
        if file.bytes != 0 && file.bytes != length {
            let message = format!("it has {length} bytes, but the manifest says {}", file.bytes);
            self.report.problems.push(Problem::in_file(file.path, ProblemKind::Count, message));
        }
        if file.sha256.is_empty() {
            self.report.unverified.push(file.path.to_owned());
        } else if file.sha256 != sha256 {
            let message = format!("its SHA-256 is {sha256}, but the manifest says {}", file.sha256);
            self.report.problems.push(Problem::in_file(file.path, ProblemKind::Hash, message));
        }
    }
}

fn unreadable(path: &str, error: &ReadError) -> Problem {
    match error {
        ReadError::Json { line, column, message, .. } => {
            Problem::at(path, *line, ProblemKind::Syntax, format!("not a JSON array at column {column}: {message}"))
        }
        ReadError::Encoding { .. } => Problem::in_file(path, ProblemKind::Encoding, "not UTF-8 text"),
        other => Problem::in_file(path, ProblemKind::Unreadable, other.to_string()),
    }
}

/// Sorts problems by file, in the order of [`Report::problems`], then by line.
fn sort(problems: &mut [Problem], manifest: &Manifest) {
    let mut order = HashMap::from([(MANIFEST, 0)]);
    let shards = manifest.shards.iter().map(|shard| shard.path.as_str());
    let indexes = manifest.indexes.iter().map(|index| index.path.as_str());
    let listed = shards.chain(indexes).chain([manifest.entities.path.as_str()]);
    for (position, path) in listed.enumerate() {
        order.entry(path).or_insert(position + 1);
    }
    problems.sort_by_key(|problem| (order.get(problem.file.as_str()).copied(), problem.line));
}
