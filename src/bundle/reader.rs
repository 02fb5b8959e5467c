//! The files of a bundle to what can be used of them.
//!
//! A fault costs as little as can be: a file that is not the one the manifest means is refused whole, an event that
//! cannot be read is left out, an address that could run code is emptied. What is left can be trusted by those who
//! show it, and every loss is told.

use super::files::{self, stays_inside};
use super::items::{self, Items, Located};
use super::pieces::PieceReader;
use crate::model::{Entity, EntityFile, Event, Manifest, ManifestError, Problem, ProblemKind, Shard, safe_url};
use crate::sorting::sort_by_key;

/// Why a file of a bundle cannot be used, in words for the person who opened the archive.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// The manifest asks for a file elsewhere.
    #[error("the manifest asks for “{file}”, which is not in the archive's folder")]
    Outside {
        /// The path as the manifest has it.
        file: String,
    },
    /// Bytes are missing, or there are too many.
    #[error("{file} is damaged or of another edition of the archive: it has {actual} bytes instead of {expected}")]
    Length {
        /// The path.
        file: String,
        /// The length according to the manifest.
        expected: u64,
        /// The length of what came.
        actual: u64,
    },
    /// The content is not what the manifest was made for.
    #[error(
        "{file} is damaged or of another edition of the archive: its content does not have the hash in the manifest"
    )]
    Hash {
        /// The path.
        file: String,
    },
    /// Not text.
    #[error("{file} is not UTF-8 text")]
    Encoding {
        /// The path.
        file: String,
    },
    /// Not the JSON expected.
    #[error("{file} is not a JSON array of what it should hold: {message} (line {line}, column {column})")]
    Json {
        /// The path.
        file: String,
        /// From 1.
        line: u32,
        /// From 1, in bytes.
        column: u32,
        /// What is wrong.
        message: String,
    },
}

/// What could be read of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loaded<T> {
    /// In the order the reader of the file may rely on.
    pub items: Vec<T>,
    /// What was left out or mended, in the order of lines.
    pub problems: Vec<Problem>,
}

/// Reads a manifest. An address of its licence that is not `http` or `https` is emptied.
pub fn read_manifest(json: &[u8]) -> Result<Manifest, ManifestError> {
    let mut manifest = Manifest::from_json(json)?;
    if !safe_url(&manifest.licence.url) {
        manifest.licence.url.clear();
    }
    Ok(manifest)
}

/// The path of a file, to be asked before it is fetched: refuses one that leads out of the bundle's folder.
pub fn locate(path: &str) -> Result<&str, ReadError> {
    if stays_inside(path) { Ok(path) } else { Err(ReadError::Outside { file: path.to_owned() }) }
}

/// Reads a shard, after checking that these are the bytes the manifest means.
///
/// The events are in order of date, and in that of the file within a day. Each has an id, and only addresses that
/// may be shown as links: unsafe ones are emptied, so that the name of the source stays as text. Ids may still be those
/// of events in other shards. Linear in the number of bytes; a file with faults costs about three times as much.
pub fn read_shard(shard: &Shard, bytes: &[u8]) -> Result<Loaded<Event>, ReadError> {
    verify(&shard.path, shard.bytes, &shard.sha256, bytes)?;
    let mut reader = events_in_pieces();
    reader.read(bytes);
    finish_events(reader, &shard.path, || bytes)
}

/// Reads the table of entities, after checking that these are the bytes the manifest means. Cost as [`read_shard`].
pub fn read_entities(file: &EntityFile, bytes: &[u8]) -> Result<Loaded<Entity>, ReadError> {
    verify(&file.path, file.bytes, &file.sha256, bytes)?;
    let mut reader = entities_in_pieces();
    reader.read(bytes);
    finish_entities(reader, &file.path, || bytes)
}

fn verify(file: &str, length: u64, sha256: &str, bytes: &[u8]) -> Result<(), ReadError> {
    check_length(file, length, bytes.len() as u64)?;
    check_hash(file, sha256, || files::sha256(bytes))
}

/// A reader of a shard in pieces, for those who have other work between them: with the checks of length and hash and with
/// [`finish_events`], this is [`read_shard`].
pub fn events_in_pieces() -> PieceReader<Event> {
    PieceReader::new(is_sound)
}

/// The events that were read in pieces. `bytes` are those of the file, looked at again if there is any fault.
#[inline(never)] // It is loaded later: see xtask, shrink.
pub fn finish_events<B: AsRef<[u8]>>(
    reader: PieceReader<Event>,
    file: &str,
    bytes: impl FnOnce() -> B,
) -> Result<Loaded<Event>, ReadError> {
    let mut loaded = match reader.finish() {
        Some(items) => Loaded { items, problems: Vec::new() },
        None => mend(file, items::parse(file, bytes().as_ref())?),
    };
    sort_by_key(&mut loaded.items, |event| event.date);
    Ok(loaded)
}

/// As [`events_in_pieces`], for the table of entities.
pub fn entities_in_pieces() -> PieceReader<Entity> {
    PieceReader::new(|_| true)
}

/// As [`finish_events`], for the table of entities.
#[inline(never)] // It is loaded later: see xtask, shrink.
pub fn finish_entities<B: AsRef<[u8]>>(
    reader: PieceReader<Entity>,
    file: &str,
    bytes: impl FnOnce() -> B,
) -> Result<Loaded<Entity>, ReadError> {
    if let Some(items) = reader.finish() {
        return Ok(Loaded { items, problems: Vec::new() });
    }
    let Items { good, bad } = items::parse(file, bytes().as_ref())?;
    Ok(Loaded { items: good.into_iter().map(|entity| entity.item).collect(), problems: bad })
}

/// Whether a file has the length that the manifest tells, if it tells any: 0 is none.
pub fn check_length(file: &str, expected: u64, actual: u64) -> Result<(), ReadError> {
    match expected == 0 || expected == actual {
        true => Ok(()),
        false => Err(ReadError::Length { file: file.to_owned(), expected, actual }),
    }
}

/// Whether a file has the SHA-256 that the manifest tells, if it tells any.
pub fn check_hash(file: &str, expected: &str, actual: impl FnOnce() -> String) -> Result<(), ReadError> {
    match expected.is_empty() || expected == actual() {
        true => Ok(()),
        false => Err(ReadError::Hash { file: file.to_owned() }),
    }
}

/// Reads the line of one event of a shard, with what separates it from its neighbours; `None` if that is not what it is. Unsafe
/// addresses are emptied. The bytes are not verified.
pub fn read_line(line: &[u8]) -> Option<Event> {
    let around = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'[' | b']' | b',');
    let start = line.iter().position(|byte| !around(byte))?;
    let end = line.iter().rposition(|byte| !around(byte))?;
    let mut event: Event = serde_json::from_slice(line.get(start..=end)?).ok()?;
    let unsafe_sources = event.sources.iter_mut().filter(|source| !source_is_safe(&source.url));
    unsafe_sources.for_each(|source| source.url.clear());
    Some(event).filter(|event| !event.id.is_empty())
}

pub(super) fn is_sound(event: &Event) -> bool {
    !event.id.is_empty() && event.sources.iter().all(|source| source_is_safe(&source.url))
}

/// Whether the address of a source may stand: none at all is fine.
pub(super) fn source_is_safe(url: &str) -> bool {
    url.is_empty() || safe_url(url)
}

/// Takes the danger out of events, and tells what it did.
#[inline(never)] // It is loaded later: see xtask, shrink.
fn mend(file: &str, events: Items<Event>) -> Loaded<Event> {
    let mut problems = events.bad;
    let mut items = Vec::with_capacity(events.good.len());
    for Located { line, item: mut event } in events.good {
        if event.id.is_empty() {
            problems.push(Problem::at(file, line, ProblemKind::MissingId, "left out: the event's id is empty"));
            continue;
        }
        for source in event.sources.iter_mut().filter(|source| !source_is_safe(&source.url)) {
            let message = format!("“{}”: “{}” is not shown as a link: not a web address", event.id, source.url);
            problems.push(Problem::at(file, line, ProblemKind::UnsafeUrl, message));
            source.url.clear();
        }
        items.push(event);
    }
    sort_by_key(&mut problems, |problem| problem.line);
    Loaded { items, problems }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shard(bytes: &[u8]) -> Shard {
        let date = "2016-12-04".parse().unwrap();
        let (path, sha256) = ("events/a.json".to_owned(), files::sha256(bytes));
        Shard { path, first: date, last: date, events: 1, bytes: bytes.len() as u64, sha256 }
    }

    const DANGEROUS: &[u8] = br#"[
        {"id":"b","date":"2016-12-05","headline":"h"},
        {"id":"","date":"2016-12-04","headline":"h"},
        {"id":"a","date":"2016-12-04","headline":"h",
         "sources":[{"name":"S","url":"javascript:alert(1)"},{"name":"T","url":""},{"name":"U","url":"http://u/"}]},
        {"id":"c","date":"2016-02-31","headline":"h"}
    ]"#;

    #[test]
    fn takes_the_danger_out_and_keeps_the_rest() {
        let loaded = read_shard(&shard(DANGEROUS), DANGEROUS).unwrap();
        let ids: Vec<&str> = loaded.items.iter().map(|event| event.id.as_str()).collect();
        assert_eq!(ids, ["a", "b"]);
        let sources: Vec<_> = loaded.items[0].sources.iter().map(|s| (s.name.as_str(), s.url.as_str())).collect();
        assert_eq!(sources, [("S", ""), ("T", ""), ("U", "http://u/")]);
        let problems: Vec<_> = loaded.problems.iter().map(|p| (p.line.unwrap(), p.kind)).collect();
        assert_eq!(problems, [(3, ProblemKind::MissingId), (4, ProblemKind::UnsafeUrl), (6, ProblemKind::BadDate)]);
    }

    #[test]
    fn refuses_other_bytes_unless_nobody_told() {
        let told = shard(b"[]\n");
        assert_eq!(
            read_shard(&told, b"[ ]").unwrap_err(),
            ReadError::Hash { file: told.path.clone() },
            "same length, other content"
        );
        let sentence = read_shard(&told, b"[]").unwrap_err().to_string();
        assert!(sentence.contains("events/a.json") && sentence.contains("2 bytes instead of 3"), "{sentence}");
        let untold = Shard { bytes: 0, sha256: String::new(), ..told };
        assert_eq!(read_shard(&untold, b"[ ]").unwrap().items, []);
    }

    #[test]
    fn says_where_json_ends_being_json() {
        let bytes = b"[\n{\"id\": nonsense}]";
        let error = read_shard(&shard(bytes), bytes).unwrap_err();
        assert!(matches!(error, ReadError::Json { line: 2, .. }), "{error}");
        let bytes = b"\xff";
        assert!(matches!(read_shard(&shard(bytes), bytes), Err(ReadError::Encoding { .. })));
        let file = EntityFile { path: "e".into(), bytes: 0, sha256: String::new() };
        assert!(matches!(read_entities(&file, b"{}"), Err(ReadError::Json { line: 1, .. })));
    }

    #[test]
    fn a_licence_elsewhere_than_on_the_web_is_no_link() {
        let json = br#"{"format":"throughline-bundle","version":1,"title":"T","events":0,"shards":[],
            "entities":{"path":"e.json"},"licence":{"name":"L","url":"javascript:alert(1)"}}"#;
        let licence = read_manifest(json).unwrap().licence;
        assert_eq!((licence.name.as_str(), licence.url.as_str()), ("L", ""));
    }
}
