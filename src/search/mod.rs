//! Finding events by words and filters: segments, query, ranking, facets, highlights.
//!
//! The way of a query:
//!
//! 1. [`language::Query::parse`] makes a tree of what was typed, with the same analysis as the events' texts.
//! 2. [`Index::find`] looks every word up (`lookup`: itself, other forms, names, spellings; `segment`: the lists of a batch) and
//!    finds, segment by segment, the events that meet the tree (`condition`, `phrase`) and the filters (`filter`).
//! 3. [`Index::best`] scores the matches (`scoring`, `impact`) and keeps the best; or only looks at their dates.
//! 4. [`Index::facet_counts`] and [`Index::timeline`] count over all matches.
//! 5. [`Index::highlight`] marks the words in the texts that are shown; [`Index::readings`] says what they were taken for.
//!
//! [`Index::richest`] finds the events that have most of many words: an article's. [`Index::suggestions`] completes names while a
//! reader types; `naming` tells which entity a name means. `connections` and `headwords` tell what events have in common, of all
//! events together: related events are found by it.

mod bitset;
mod condition;
mod connections;
mod facets;
mod field;
mod filter;
pub mod fuzzy;
mod headwords;
mod highlight;
mod histogram;
mod impact;
mod index;
pub mod language;
mod lookup;
mod matching;
mod naming;
mod ordering;
mod phrase;
mod reading;
mod richness;
mod scoring;
mod segment;
mod strings;
mod suggest;
mod values;

pub use field::Field;
pub use headwords::{Headwords, for_each_headword};
pub use highlight::Highlight;
pub use histogram::HISTOGRAM_MAX_BARS;
pub use impact::{BM25_B, BM25_K1, COUNTED_LETTERS_FROM, COUNTED_LETTERS_MOST, LETTERS_OF_A_WORD, REPEAT_FACTOR};
pub use index::{Address, Index};
pub use lookup::{LABEL_SCORE, NAME_SCORE, PREFIX_FACTOR, STEM_FACTOR, TYPO_FACTOR, WEIGHED_PREFIX_CHARS};
pub use matching::Found;
pub use ordering::{Order, Ranked};
pub use scoring::{PROXIMITY_WEIGHT, RECENCY_DAYS, RECENCY_WEIGHT};
pub use segment::{Line, Origin, OtherNames, Segment, SegmentError};

/// The bytes of the index of events that are in files too, and how many of them are its head: see [`Segment::write`].
pub fn write_index(
    events: &[crate::model::Event],
    other_names: OtherNames<'_>,
    line_bytes: Vec<u32>,
) -> (Vec<u8>, u32) {
    Segment::write(events, other_names, &Origin { line_bytes })
}
