//! How well events match: BM25F, with entities' names below words in the text.
//!
//! The score of an event is the sum over the words of *idf* × *closeness*.
//!
//! - *idf* = ln(1 + (N − n + ½) / (n + ½)), for n of N events that have the word in any way, so that a rare ending of an
//!   unfinished word is not worth more than the word itself.
//! - *closeness*, for a word in the texts, is [`NAME_SCORE`] + (1 − [`NAME_SCORE`]) × f / ([`BM25_K1`] + f). Here f is
//!   the sum over the fields of [`Field::weight`] × occurrences / (1 − [`BM25_B`] + [`BM25_B`] × length / average length);
//!   the average is over events that have the field. For a word in a name of one of the event's entities it is
//!   [`NAME_SCORE`]. A term that only begins with the word gets [`PREFIX_FACTOR`] of that. The best term counts.
//!
//! So, for one word: itself in the text, before itself in a name, before a beginning in the text, before one in a name.
//! The added [`NAME_SCORE`] is the same for all events that have all words in their texts: among those BM25F decides.
//!
//! Source: S. Robertson, H. Zaragoza, M. Taylor, “Simple BM25 extension to multiple weighted fields”, CIKM 2004.

use super::bitset::BitSet;
use super::field::{FIELDS, Field};
use super::index::{Index, Numbered};
use super::matching::{Evidence, Found, for_each_evidence};
use super::postings::Frequencies;
use super::query::Closeness;

/// How soon more occurrences of a word count for less. The usual value.
pub const BM25_K1: f32 = 1.2;
/// How far occurrences in long fields count for less, from 0 (not at all) to 1. The usual value.
pub const BM25_B: f32 = 0.75;
/// What a word in the name of an entity of the event is worth, of the 1 that a word in its text approaches.
pub const NAME_SCORE: f32 = 0.3;
/// What a word that only begins as asked is worth, of a whole one. Not above [`NAME_SCORE`], so that whole words lead.
pub const PREFIX_FACTOR: f32 = 0.3;
const _: () = assert!(PREFIX_FACTOR <= NAME_SCORE);

/// The number of different stored lengths of a field.
const LENGTHS: usize = 256;

/// What depends on the whole archive, computed once for a query.
pub(super) struct Scorer {
    /// For every field and stored length what an occurrence adds to f.
    occurrence: [[f32; LENGTHS]; FIELDS],
    /// For every word of the query.
    idf: Vec<f32>,
}

impl Scorer {
    pub(super) fn new(index: &Index, found: &Found<'_>) -> Self {
        let occurrence = Field::ALL.map(|field| {
            let totals = index.totals[field as usize];
            let average = (totals.words as f32 / totals.events.max(1) as f32).max(1.0);
            std::array::from_fn(|length| field.weight() / (1.0 - BM25_B + BM25_B * length as f32 / average))
        });
        let idf = found.words.iter().map(|word| idf(index.len(), word.events)).collect();
        Self { occurrence, idf }
    }

    /// The scores of the documents of a segment, 0 for those not asked for.
    pub(super) fn scores(&self, segment: usize, numbered: &Numbered, found: &Found<'_>, docs: &BitSet) -> Vec<f32> {
        let mut scores = vec![0.0; numbered.segment.len()];
        let mut best = vec![0.0_f32; scores.len()];
        for (word, idf) in found.words.iter().zip(&self.idf) {
            best.fill(0.0);
            for_each_evidence(segment, numbered, word, |doc, evidence| {
                if docs.contains(doc)
                    && let Some(best) = best.get_mut(doc as usize)
                {
                    *best = best.max(self.closeness(numbered, doc, &evidence));
                }
            });
            scores.iter_mut().zip(&best).for_each(|(score, best)| *score += idf * best);
        }
        scores
    }

    #[inline]
    fn closeness(&self, numbered: &Numbered, doc: u32, evidence: &Evidence) -> f32 {
        match evidence {
            Evidence::Name(closeness) => factor(*closeness) * NAME_SCORE,
            Evidence::Text(frequencies, closeness) => {
                let f = self.weighted_frequency(numbered, doc, frequencies);
                factor(*closeness) * (NAME_SCORE + (1.0 - NAME_SCORE) * f / (BM25_K1 + f))
            }
        }
    }

    #[inline]
    fn weighted_frequency(&self, numbered: &Numbered, doc: u32, frequencies: &Frequencies) -> f32 {
        let Some(lengths) = numbered.segment.lengths.get(doc as usize) else { return 0.0 };
        let fields = self.occurrence.iter().zip(frequencies).zip(lengths);
        fields.map(|((occurrence, count), length)| f32::from(*count) * occurrence[usize::from(*length)]).sum()
    }
}

fn idf(events: usize, with_word: u32) -> f32 {
    let (events, with_word) = (events as f32, with_word as f32);
    ((events - with_word + 0.5) / (with_word + 0.5)).ln_1p()
}

fn factor(closeness: Closeness) -> f32 {
    match closeness {
        Closeness::Exact => 1.0,
        Closeness::Prefix => PREFIX_FACTOR,
    }
}
