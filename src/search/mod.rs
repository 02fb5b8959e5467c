//! Finding events by words and filters: segments, query, ranking, facets, highlights.
//!
//! The way of a query:
//!
//! 1. [`Query::parse`] makes words of what was typed, with the same analysis as the events' texts.
//! 2. [`Index::find`] finds, segment by segment, the set of events for every word (in the texts, and through the names of
//!    entities) and for every filter; what is in all of them matches.
//! 3. [`Index::best`] scores the matches (BM25F) and keeps the best; or only looks at their dates.
//! 4. [`Index::facet_counts`] and [`Index::histogram`] count over all matches.
//! 5. [`Index::highlight`] marks the words in the texts that are shown.

mod bitset;
mod facets;
mod field;
mod filter;
pub mod fuzzy;
mod highlight;
mod histogram;
mod impact;
mod index;
mod leaf;
pub mod language;
mod matching;
mod names;
mod ordering;
mod query;
mod scoring;
mod segment;
mod values;

pub use field::Field;
pub use highlight::Highlight;
pub use histogram::HISTOGRAM_MAX_BARS;
pub use impact::{BM25_B, BM25_K1};
pub use index::{Address, Index};
pub use leaf::{LABEL_SCORE, NAME_SCORE, PREFIX_FACTOR, WEIGHED_PREFIX_CHARS};
pub use matching::Found;
pub use ordering::Ranked;
pub use query::{Closeness, Form, MAX_QUERY_WORDS, Query, Word};
pub use segment::{Segment, SegmentError};
