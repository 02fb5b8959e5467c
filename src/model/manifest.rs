//! The table of contents of a bundle: `manifest.json`.

use serde::{Deserialize, Serialize};

use super::Date;

/// What `format` says in the manifest of a bundle.
pub const FORMAT_NAME: &str = "throughline-bundle";
/// The version of the format that this code reads and writes.
pub const FORMAT_VERSION: u32 = 1;

/// What a bundle holds and where: its title, its licence, its files with their hashes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Always [`FORMAT_NAME`].
    pub format: String,
    /// [`FORMAT_VERSION`].
    pub version: u32,
    /// The name of the archive.
    pub title: String,
    /// A sentence or two about the archive; may be empty.
    #[serde(default)]
    pub description: String,
    /// The language of the headlines, a BCP 47 tag such as `en` or `zh`.
    #[serde(default)]
    pub language: String,
    /// The terms the archive is published under.
    #[serde(default)]
    pub licence: Licence,
    /// The number of events in all shards.
    pub events: u32,
    /// The date of the oldest event; absent in an empty archive.
    #[serde(default)]
    pub first: Option<Date>,
    /// The date of the newest event; absent in an empty archive.
    #[serde(default)]
    pub last: Option<Date>,
    /// The files of events, newest first.
    pub shards: Vec<Shard>,
    /// The file of entities.
    pub entities: EntityFile,
    /// Indexes of the shards, in their order: each of as many as it says, which follow those of the one before. What is in the shards
    /// counts; with indexes it is found sooner. A bundle need not have any.
    #[serde(default)]
    pub indexes: Vec<IndexFile>,
}

/// The terms of an archive; both may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Licence {
    /// A short name such as “CC BY-SA 4.0”.
    #[serde(default)]
    pub name: String,
    /// Where the terms can be read.
    #[serde(default)]
    pub url: String,
}

/// One file of events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shard {
    /// Relative to the manifest, with `/` between folders; carries the hash of the content.
    pub path: String,
    /// The date of the oldest event in it.
    pub first: Date,
    /// The date of the newest event in it.
    pub last: Date,
    /// The number of events in it.
    pub events: u32,
    /// Its length in bytes, unpacked; 0 or left out where nobody counted.
    #[serde(default)]
    pub bytes: u64,
    /// SHA-256 of its bytes, in lower-case hexadecimal; empty or left out where the file cannot be verified.
    #[serde(default)]
    pub sha256: String,
}

/// The file of entities: an array of [`super::Entity`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntityFile {
    /// Relative to the manifest.
    pub path: String,
    /// Its length in bytes, unpacked; 0 or left out where nobody counted.
    #[serde(default)]
    pub bytes: u64,
    /// SHA-256 of its bytes, in lower-case hexadecimal; empty or left out where the file cannot be verified.
    #[serde(default)]
    pub sha256: String,
}

/// One file with the index of some shards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexFile {
    /// Relative to the manifest; carries the hash of the content.
    pub path: String,
    /// The number of shards that it is of.
    pub shards: u32,
    /// Its length in bytes.
    pub bytes: u64,
    /// The bytes at its beginning that are needed before anything else of it can be used.
    pub head: u32,
    /// SHA-256 of its bytes, in lower-case hexadecimal.
    pub sha256: String,
}

/// Why a `manifest.json` cannot be used, in words for the person who opened the archive.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ManifestError {
    /// It is not JSON, or lacks something that every manifest has.
    #[error("manifest.json cannot be read: {0}")]
    Unreadable(String),
    /// It is JSON, but of something else.
    #[error("manifest.json is not the manifest of a Throughline archive (its “format” is not “{FORMAT_NAME}”)")]
    OtherFormat,
    /// It was made by a newer builder.
    #[error(
        "this archive is of format version {0}, which this version of Throughline does not know (it reads version {FORMAT_VERSION}); \
         update Throughline, or build the archive again with this version"
    )]
    OtherVersion(u64),
}

impl Manifest {
    /// Reads a manifest. The format and the version are looked at first, so that an archive of a later version
    /// is refused for being that, not for whatever else has changed in it.
    pub fn from_json(json: &[u8]) -> Result<Self, ManifestError> {
        #[derive(Deserialize)]
        struct Head {
            #[serde(default)]
            format: serde_json::Value,
            #[serde(default)]
            version: serde_json::Value,
        }
        let unreadable = |error: serde_json::Error| ManifestError::Unreadable(error.to_string());
        let head: Head = serde_json::from_slice(json).map_err(unreadable)?;
        if head.format != FORMAT_NAME {
            return Err(ManifestError::OtherFormat);
        }
        match head.version.as_u64() {
            Some(version) if version == u64::from(FORMAT_VERSION) => {}
            Some(version) => return Err(ManifestError::OtherVersion(version)),
            None => return Err(ManifestError::Unreadable("“version” is not a whole number".to_owned())),
        }
        serde_json::from_slice(json).map_err(unreadable)
    }

    /// The indexes with the shards that each is of, newest first; none if they are not of all shards and no others.
    pub fn indexed(&self) -> Vec<(&IndexFile, &[Shard])> {
        let mut rest = self.shards.as_slice();
        let mut indexed = Vec::new();
        for index in &self.indexes {
            let Some((shards, others)) = rest.split_at_checked(index.shards as usize) else { return Vec::new() };
            indexed.push((index, shards));
            rest = others;
        }
        if rest.is_empty() { indexed } else { Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_other_formats_and_versions_in_words() {
        let refusal = |json: &str| Manifest::from_json(json.as_bytes()).unwrap_err().to_string();
        assert!(
            refusal(r#"{"format":"throughline-bundle","version":2,"shards":"elsewhere"}"#).contains("format version 2")
        );
        assert!(refusal(r#"{"format":"other","version":1}"#).contains("not the manifest"));
        assert!(refusal("{}").contains("not the manifest"));
        assert!(refusal("<!doctype html>").contains("line 1 column 1"));
        assert!(refusal(r#"{"format":"throughline-bundle","version":1}"#).contains("missing field"));
    }
}
