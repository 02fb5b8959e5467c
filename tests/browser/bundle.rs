//! The bundle the scenarios run on: an invented archive, see `tests/data/browser-bundle`.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;
use sha2::{Digest, Sha256};
use throughline::model::{Entity, EntityFile, Event, FORMAT_NAME, FORMAT_VERSION, Licence, Manifest, Shard};

/// The title of the archive.
pub(crate) const TITLE: &str = "Port Lark Chronicle";
/// The years that have a shard, newest first.
pub(crate) const YEARS: [u32; 3] = [2017, 2016, 2015];
/// The number of events in it.
pub(crate) const EVENTS: usize = 20;

/// The files of a bundle by their paths.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// The bundle as it should be.
pub(crate) fn good() -> Result<Files> {
    let mut files = Files::new();
    let shards = YEARS.into_iter().map(|year| shard(year, &mut files)).collect::<Result<Vec<_>>>()?;
    let text = source("entities.json")?;
    let _: Vec<Entity> = serde_json::from_slice(&text)?;
    let entities = EntityFile { path: "entities.json".to_owned(), bytes: text.len() as u64, sha256: sha256(&text) };
    files.insert(entities.path.clone(), text);

    let manifest = Manifest {
        format: FORMAT_NAME.to_owned(),
        version: FORMAT_VERSION,
        title: TITLE.to_owned(),
        description: "What happened in a town that does not exist.".to_owned(),
        language: "en".to_owned(),
        licence: Licence {
            name: "CC0".to_owned(),
            url: "https://creativecommons.org/publicdomain/zero/1.0/".to_owned(),
        },
        events: shards.iter().map(|shard| shard.events).sum(),
        first: shards.last().map(|shard| shard.first),
        last: shards.first().map(|shard| shard.last),
        shards,
        entities,
        indexes: Vec::new(),
    };
    files.insert("manifest.json".to_owned(), serde_json::to_vec(&manifest)?);
    Ok(files)
}

/// The bundle with the manifest changed.
pub(crate) fn with_manifest(change: impl FnOnce(&mut Value)) -> Result<Files> {
    let mut files = good()?;
    let mut manifest = serde_json::from_slice(files.get("manifest.json").context("there is a manifest")?)?;
    change(&mut manifest);
    files.insert("manifest.json".to_owned(), serde_json::to_vec(&manifest)?);
    Ok(files)
}

/// The path of a year's shard, for faults.
pub(crate) fn shard_path(year: u32) -> String {
    format!("events/{year}.json")
}

/// The bundle with words in the newest shard replaced, and its hash right.
pub(crate) fn with_words(old: &str, new: &str) -> Result<Files> {
    let path = shard_path(YEARS[0]);
    let mut text = Vec::new();
    let mut files = good()?;
    if let Some(shard) = files.get_mut(&path) {
        *shard = String::from_utf8(shard.clone())?.replace(old, new).into_bytes();
        text.clone_from(shard);
    }
    let manifest = with_manifest(|manifest| {
        manifest["shards"][0]["bytes"] = text.len().into();
        manifest["shards"][0]["sha256"] = sha256(&text).into();
    })?;
    files.extend(manifest.into_iter().filter(|(name, _)| name == "manifest.json"));
    Ok(files)
}

fn shard(year: u32, files: &mut Files) -> Result<Shard> {
    let text = source(&format!("events-{year}.json"))?;
    let events: Vec<Event> = serde_json::from_slice(&text)?;
    let (first, last) = (events.last().context("no events")?.date, events.first().context("no events")?.date);
    let path = shard_path(year);
    let shard = Shard {
        path: path.clone(),
        first,
        last,
        events: u32::try_from(events.len())?,
        bytes: text.len() as u64,
        sha256: sha256(&text),
    };
    files.insert(path, text);
    Ok(shard)
}

fn source(name: &str) -> Result<Vec<u8>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/browser-bundle").join(name);
    std::fs::read(&path).with_context(|| path.display().to_string())
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
