//! Names and hashes of the files of a bundle.

use sha2::{Digest, Sha256};

/// The path of the manifest; all other paths are relative to its folder.
pub const MANIFEST: &str = "manifest.json";
/// The folder of the shards.
pub const SHARD_FOLDER: &str = "events";

/// Hexadecimal digits of the hash in a file name: 64 bits, so that a name never means two contents in practice.
const HASH_DIGITS: usize = 16;
const SHARD_PREFIX: &str = "events/";
const ENTITIES_PREFIX: &str = "entities-";
const EXTENSION: &str = ".json";
const INDEX_PREFIX: &str = "index-";
const INDEX_EXTENSION: &str = ".bin";

/// SHA-256 of a file's bytes in lower-case hexadecimal, as the manifest gives it.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes in lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The path of a shard: `events/2020-12-0123456789abcdef.json`.
pub(super) fn shard_path(label: &str, sha256: &str) -> String {
    format!("{SHARD_PREFIX}{label}-{}{EXTENSION}", short(sha256))
}

/// The path of the table of entities: `entities-0123456789abcdef.json`.
pub(super) fn entities_path(sha256: &str) -> String {
    format!("{ENTITIES_PREFIX}{}{EXTENSION}", short(sha256))
}

/// The path of an index: `index-0123456789abcdef.bin`.
pub(super) fn index_path(sha256: &str) -> String {
    format!("{INDEX_PREFIX}{}{INDEX_EXTENSION}", short(sha256))
}

fn short(sha256: &str) -> &str {
    sha256.get(..HASH_DIGITS).unwrap_or(sha256)
}

/// Whether the writer gives such names to shards, indexes and tables of entities. A builder that replaces a bundle may
/// remove these, and nothing else.
pub fn is_written_name(path: &str) -> bool {
    if let Some(hash) = path.strip_prefix(INDEX_PREFIX).and_then(|name| name.strip_suffix(INDEX_EXTENSION)) {
        return is_hash(hash);
    }
    let Some(stem) = path.strip_suffix(EXTENSION) else { return false };
    let hash = match stem.strip_prefix(SHARD_PREFIX).map(|name| name.rsplit_once('-')) {
        Some(Some((label, hash))) if is_label(label) => hash,
        Some(_) => return false,
        None => stem.strip_prefix(ENTITIES_PREFIX).unwrap_or_default(),
    };
    is_hash(hash)
}

fn is_hash(text: &str) -> bool {
    text.len() == HASH_DIGITS && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn is_label(label: &str) -> bool {
    let dated = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'-' | b'x');
    label == super::split::ALL || (!label.is_empty() && label.bytes().all(dated))
}

/// Whether a path of the manifest names a file below the manifest's folder, whatever the host: no absolute path, no
/// URL, no `..`, nothing that a server or a file system may read as one of these.
pub fn stays_inside(path: &str) -> bool {
    let foreign = |c: char| c.is_control() || matches!(c, '\\' | ':' | '?' | '#' | '%');
    !path.contains(foreign) && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_those_of_everyone_else() {
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn only_names_the_writer_gives_are_its_own() {
        let hash = sha256(b"abc");
        for label in ["all", "20xx", "199x", "2020", "2020-12", "2020-12-1x", "2020-12-04", "-0043-03"] {
            assert!(is_written_name(&shard_path(label, &hash)), "{label}");
        }
        assert!(is_written_name(&entities_path(&hash)));
        assert!(is_written_name(&index_path(&hash)));
        for path in [
            "manifest.json",
            "entities.json",
            "entities-0123.json",
            "entities-0123456789ABCDEF.json",
            "events/notes-0123456789abcdef.json",
            "events/0123456789abcdef.json",
            "events/-0123456789abcdef.json",
            "events/2020-0123456789abcdef.txt",
            "other/2020-0123456789abcdef.json",
            "2020-0123456789abcdef.json",
        ] {
            assert!(!is_written_name(path), "{path}");
        }
    }

    #[test]
    fn paths_stay_in_the_folder() {
        for path in ["a.json", "events/a.json", "events/新闻.json", "a/b/c", "..a", "a b.json"] {
            assert!(stays_inside(path), "{path}");
        }
        for path in [
            "",
            "/etc/passwd",
            "../a.json",
            "events/../../a.json",
            "./a.json",
            "a//b",
            "a/",
            "//host/a",
            "https://example.org/a.json",
            "C:\\a",
            "events\\a",
            "%2e%2e/a",
            "a?b",
            "a#b",
            "a\n",
        ] {
            assert!(!stays_inside(path), "{path}");
        }
    }
}
