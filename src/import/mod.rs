//! Reading the publisher's formats: text in, events and located problems out. No files are opened here.

pub mod markdown;
pub mod wikitext;

use crate::model::{Event, Problem};

/// A format that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Event pages and day pages of a Markdown news archive.
    Markdown,
    /// Day pages of Wikipedia's *Portal:Current events*.
    Wikitext,
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
