//! Reading the publisher's formats: text in, events and located problems out. No files are opened here.
//!
//! Each format has a module with a `Reader` that takes one file at a time; [`Collector`] is the front that tells the
//! formats apart and puts together what the readers found.

mod collector;
pub mod markdown;
mod merge;
pub mod wikitext;

pub use collector::Collector;

use crate::model::{Event, Problem};

/// A format that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Event pages and day pages of a Markdown news archive.
    Markdown,
    /// Day pages of Wikipedia's *Portal:Current events*.
    Wikitext,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 2] = [Self::Markdown, Self::Wikitext];

    /// The name in options and messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Markdown => "markdown",
            Self::Wikitext => "wikitext",
        }
    }

    /// The format of a file, by its content; where that fits several, by the end of its name.
    pub fn detect(path: &str, text: &str) -> Option<Self> {
        let named = Self::ALL.into_iter().filter(|format| format.has_extension(path));
        let others = Self::ALL.into_iter().filter(|format| !format.has_extension(path));
        named.chain(others).find(|format| format.looks_like(path, text))
    }

    fn has_extension(self, path: &str) -> bool {
        let extensions: &[&str] = match self {
            Self::Markdown => &["md", "markdown"],
            Self::Wikitext => &["wiki", "wikitext", "mediawiki"],
        };
        let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
        extensions.iter().any(|known| known.eq_ignore_ascii_case(extension))
    }

    fn looks_like(self, path: &str, text: &str) -> bool {
        match self {
            Self::Markdown => markdown::looks_like(path, text),
            Self::Wikitext => wikitext::looks_like(path, text),
        }
    }
}

/// What was read.
#[derive(Clone, Debug, Default)]
pub struct Import {
    /// Events with the entity names of the source, sorted by date (oldest first), in the source's order within a day.
    pub events: Vec<Event>,
    /// What could not be read, or not whole, in the order of files and lines.
    pub problems: Vec<Problem>,
    /// The number of events or other pieces that were left out, each with a problem of its own.
    pub skipped: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_are_of_one_format_each() {
        let of = |path: &str| Format::ALL.into_iter().filter(|format| format.has_extension(path)).collect::<Vec<_>>();
        assert_eq!(of("2016/12/4/index.md"), [Format::Markdown]);
        assert_eq!(of("04.WIKI"), [Format::Wikitext]);
        assert_eq!(of("wiki"), []);
        assert_eq!(of("a.txt"), []);
    }

    #[test]
    fn other_texts_are_of_no_format() {
        for text in ["", "\n\n", "fn main() {}", "{\"a\": 1}", "Dear diary,\nnothing happened."] {
            assert_eq!(Format::detect("notes.txt", text), None, "{text:?}");
        }
    }
}
