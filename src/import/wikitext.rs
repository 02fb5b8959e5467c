//! Wikipedia's *Portal:Current events*.

use super::Import;

/// Reads day pages, one file at a time.
#[derive(Debug, Default)]
pub struct Reader {}

/// Whether a text is a day page of the portal.
pub fn looks_like(path: &str, text: &str) -> bool {
    let _ = (path, text);
    false
}

impl Reader {
    /// Reads a file. `path` names it in problems and may tell its date.
    pub fn add(&mut self, path: &str, text: &str) {
        let _ = (path, text);
    }

    /// All that was read.
    pub fn finish(self) -> Import {
        Import::default()
    }
}
