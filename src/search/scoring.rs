//! How well events match.
//!
//! The score of an event is the sum over the words of *idf* × *closeness*.
//!
//! - *idf* = ln(1 + (N − n + ½) / (n + ½)), for n of N events that have the word in any way, so that a rare ending of an
//!   unfinished word is not worth more than the word itself.
//! - *closeness*, for a word in the texts, is [`NAME_SCORE`] + (1 − [`NAME_SCORE`]) × its worth there (see [`super::impact`]); for a
//!   word in a name of one of the event's stories or entities it is [`NAME_SCORE`], in that of its category or a source
//!   [`LABEL_SCORE`]. A term that only begins with the word gets [`PREFIX_FACTOR`] of that. The best term counts.
//!
//! So, for one word: itself in the text, before itself in a name, before a beginning in the text, before one in a name.
//! The added [`NAME_SCORE`] is the same for all events that have all words in their texts: among those BM25F decides.
//!
//! [`NAME_SCORE`]: super::leaf::NAME_SCORE
//! [`LABEL_SCORE`]: super::leaf::LABEL_SCORE
//! [`PREFIX_FACTOR`]: super::leaf::PREFIX_FACTOR

use super::bitset::Ranks;
use super::index::{Index, Numbered};
use super::matching::{Found, Matches};

/// What depends on the whole archive, computed once for a query.
pub(super) struct Scorer {
    /// For every word of the query.
    idf: Vec<f32>,
}

impl Scorer {
    pub(super) fn new(index: &Index, found: &Found<'_>) -> Self {
        Self { idf: found.leaves.iter().map(|leaf| idf(index.len(), leaf.events)).collect() }
    }

    /// The scores of all matches in a segment, in their order.
    pub(super) fn scores(&self, segment: usize, numbered: &Numbered, found: &Found<'_>, matches: &Matches) -> Vec<f32> {
        let docs = &matches.all;
        let mut scores = vec![0.0; docs.count() as usize];
        let mut closeness = vec![0.0; scores.len()];
        let ranks = Ranks::new(docs);
        for (leaf, idf) in found.leaves.iter().zip(&self.idf) {
            let Some(found) = leaf.found.get(segment) else { continue };
            found.closeness(numbered, docs, &ranks, &mut closeness);
            scores.iter_mut().zip(&closeness).for_each(|(score, closeness)| *score += idf * closeness);
        }
        scores
    }
}

fn idf(events: usize, with_word: u32) -> f32 {
    let (events, with_word) = (events as f32, with_word as f32);
    ((events - with_word + 0.5) / (with_word + 0.5)).ln_1p()
}
