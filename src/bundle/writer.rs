//! Events to the files of a bundle.

use std::cmp::Reverse;
use std::collections::HashMap;

use serde::Serialize;

use super::files::{self, MANIFEST};
use super::split::{Part, groups, split};
use crate::model::{
    Alias, Entity, EntityFile, Event, FORMAT_NAME, FORMAT_VERSION, IndexFile, Licence, Manifest, Shard,
};

/// What the publisher says about an archive: see [`Manifest`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// [`Manifest::title`].
    pub title: String,
    /// [`Manifest::description`].
    pub description: String,
    /// [`Manifest::language`].
    pub language: String,
    /// [`Manifest::licence`].
    pub licence: Licence,
}

/// A file of a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BundleFile {
    /// Relative to the bundle's folder, with `/` between folders.
    pub path: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// Why no bundle can be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The manifest counts in 32 bits.
    #[error("{0} events are more than a bundle can hold")]
    TooMany(usize),
    /// The events could not be put into JSON.
    #[error("the events cannot be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
}

/// Makes an index of events, which come newest first, in the order of the archive within a day. It is told the other names of an entity
/// by its own. The numbers are the bytes of each event's line in its shard, in the order of the shards (newest first) and of each shard
/// (oldest first); see [`crate::model::IndexFile`] for what comes back: its bytes, and how many of them are its head.
pub type Indexer = fn(&[Event], &dyn Fn(&str) -> Vec<String>, Vec<u32>) -> (Vec<u8>, u32);

/// The files of a bundle, the manifest last; with an index if there is something to make it and more than one shard.
///
/// Events are sorted by date; the order given is kept within a day, and so is the order of `entities`, which the format
/// wants sorted by name. Same input, same bytes. Every file is held in memory.
pub fn write(
    about: &About,
    mut events: Vec<Event>,
    entities: &[Entity],
    indexer: Option<Indexer>,
) -> Result<Vec<BundleFile>, WriteError> {
    events.sort_by_key(|event| event.date);
    let parts: Vec<_> = split(&events).into_iter().rev().collect();
    let mut files = Vec::new();
    let mut shards = Vec::new();
    for part in &parts {
        let (shard, file) = write_shard(part)?;
        shards.push(shard);
        files.push(file);
    }
    let mut indexes = Vec::new();
    if let Some(indexer) = indexer.filter(|_| parts.len() > 1) {
        let others: HashMap<&str, &[Alias]> =
            entities.iter().map(|entity| (entity.name.as_str(), entity.aliases.as_slice())).collect();
        let other_names = |name: &str| -> Vec<String> {
            others.get(name).copied().unwrap_or_default().iter().map(|alias| alias.name.clone()).collect()
        };
        for group in groups(&parts) {
            let index = |events: &[Event], line_bytes| indexer(events, &other_names, line_bytes);
            let (index, file) = write_index(&parts[group.clone()], &files[group], index)?;
            indexes.push((index, file));
        }
    }
    let (indexes, index_files): (Vec<_>, Vec<_>) = indexes.into_iter().unzip();
    files.extend(index_files);
    let table = write_entities(entities)?;
    let manifest = Manifest {
        format: FORMAT_NAME.to_owned(),
        version: FORMAT_VERSION,
        title: about.title.clone(),
        description: about.description.clone(),
        language: about.language.clone(),
        licence: about.licence.clone(),
        events: count(events.len())?,
        first: events.first().map(|event| event.date),
        last: events.last().map(|event| event.date),
        shards,
        entities: table.0,
        indexes,
    };
    files.push(table.1);
    files.push(BundleFile { path: MANIFEST.to_owned(), bytes: pretty(&manifest)? });
    Ok(files)
}

fn write_shard(part: &Part<'_>) -> Result<(Shard, BundleFile), WriteError> {
    let bytes = one_a_line(part.events)?;
    let sha256 = files::sha256(&bytes);
    let path = files::shard_path(&part.label, &sha256);
    let events = count(part.events.len())?;
    let shard =
        Shard { path: path.clone(), first: part.first, last: part.last, events, bytes: bytes.len() as u64, sha256 };
    Ok((shard, BundleFile { path, bytes }))
}

fn write_index(
    parts: &[Part<'_>],
    files: &[BundleFile],
    indexer: impl Fn(&[Event], Vec<u32>) -> (Vec<u8>, u32),
) -> Result<(IndexFile, BundleFile), WriteError> {
    let mut events: Vec<Event> = parts.iter().flat_map(|part| part.events).cloned().collect();
    events.sort_by_key(|event| Reverse(event.date));
    let (bytes, head) = indexer(&events, files.iter().flat_map(|file| line_bytes(&file.bytes)).collect());
    let sha256 = files::sha256(&bytes);
    let path = files::index_path(&sha256);
    let index = IndexFile { path: path.clone(), shards: count(parts.len())?, bytes: bytes.len() as u64, head, sha256 };
    Ok((index, BundleFile { path, bytes }))
}

/// The bytes of each event's line in a shard, as [`one_a_line`] writes it: what is before the first counts with it, what is behind
/// the last with that.
fn line_bytes(json: &[u8]) -> Vec<u32> {
    let mut lines: Vec<u32> = json.split_inclusive(|byte| *byte == b'\n').map(|line| line.len() as u32).collect();
    let (Some(last), true) = (lines.pop(), !lines.is_empty()) else { return Vec::new() };
    let first = lines.remove(0);
    if let Some(line) = lines.first_mut() {
        *line += first;
    }
    if let Some(line) = lines.last_mut() {
        *line += last;
    }
    lines
}

fn write_entities(entities: &[Entity]) -> Result<(EntityFile, BundleFile), WriteError> {
    let bytes = one_a_line(entities)?;
    let sha256 = files::sha256(&bytes);
    let path = files::entities_path(&sha256);
    Ok((EntityFile { path: path.clone(), bytes: bytes.len() as u64, sha256 }, BundleFile { path, bytes }))
}

/// A JSON array with one item a line: as short as can be, yet people and `diff` can read it.
fn one_a_line<T: Serialize>(items: &[T]) -> Result<Vec<u8>, WriteError> {
    let mut json = b"[".to_vec();
    for (position, item) in items.iter().enumerate() {
        json.extend_from_slice(if position == 0 { b"\n" } else { b",\n" });
        serde_json::to_writer(&mut json, item)?;
    }
    json.extend_from_slice(if items.is_empty() { b"]\n" } else { b"\n]\n" });
    Ok(json)
}

fn pretty<T: Serialize>(value: &T) -> Result<Vec<u8>, WriteError> {
    let mut json = serde_json::to_vec_pretty(value)?;
    json.push(b'\n');
    Ok(json)
}

fn count(events: usize) -> Result<u32, WriteError> {
    u32::try_from(events).map_err(|_| WriteError::TooMany(events))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(id: &str, date: &str) -> Event {
        Event::new(id, date.parse().unwrap(), "A headline")
    }

    #[test]
    fn one_event_a_line_by_date_then_as_given() {
        let events = vec![event("c", "2016-12-05"), event("b", "2016-12-04"), event("a", "2016-12-04")];
        let files = write(&About::default(), events, &[], None).unwrap();
        let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, ["events/all-e593c582773263f0.json", "entities-37517e5f3dc66819.json", "manifest.json"]);
        assert_eq!(
            String::from_utf8_lossy(&files[0].bytes),
            "[\n{\"id\":\"b\",\"date\":\"2016-12-04\",\"headline\":\"A headline\"},\n\
             {\"id\":\"a\",\"date\":\"2016-12-04\",\"headline\":\"A headline\"},\n\
             {\"id\":\"c\",\"date\":\"2016-12-05\",\"headline\":\"A headline\"}\n]\n"
        );
        assert_eq!(files[1].bytes, b"[]\n");
    }

    #[test]
    fn an_empty_archive_has_no_shards_and_no_dates() {
        let files = write(&About::default(), Vec::new(), &[], None).unwrap();
        let manifest = Manifest::from_json(&files.last().unwrap().bytes).unwrap();
        assert_eq!((manifest.events, manifest.first, manifest.last), (0, None, None));
        assert!(manifest.shards.is_empty());
    }
}
