//! How well events match.
//!
//! The score of an event is the sum of three things:
//!
//! - for every word that is asked for, *idf* × *closeness*. *idf* = ln(1 + (N − n + ½) / (n + ½)), for N events, of which n have the
//!   word in any way, so that a rare ending of an unfinished word is not worth more than the word itself. (An event that has it
//!   in several ways counts as several: n is the number of pairs of an event and a different word of its texts, a different word in
//!   the names of its stories and entities, one in those of its category and sources, or an entity of it that goes by the word
//!   otherwise, but N at most. Where the word is asked for exactly, every story counts.) *Closeness* is, for a word in the texts, [`NAME_SCORE`] + (1 − [`NAME_SCORE`]) × its worth there (see
//!   [`super::impact`]); for one in a name of a story or entity of the event [`NAME_SCORE`], in that of its category or a source
//!   [`LABEL_SCORE`]. One that begins with it is worth a part of that, [`PREFIX_FACTOR`]; so is one that it may be a misspelling of,
//!   [`TYPO_FACTOR`], and, in the texts alone, another form of it, [`STEM_FACTOR`]. The best of all counts. So, for one word:
//!   itself in the text, before itself in a name, before its other forms, before beginnings, before misspellings. (A word that is
//!   asked for exactly is looked for in the texts and the names of stories, a phrase in the texts.)
//! - for every two words that follow each other in the query, [`PROXIMITY_WEIGHT`] × the lesser idf / (1 + *gap*), where gap is the
//!   number of words between them in the texts, at least, and one more where the second comes before the first: 0 as typed, 1 with
//!   a word between them or the other way round. The texts of an event count as one, with sixteen words between each and the
//!   next. Beginnings that are too short to be weighed ([`WEIGHED_PREFIX_CHARS`]) are near nothing.
//! - [`RECENCY_WEIGHT`] × the sum of idf / (1 + age / [`RECENCY_DAYS`]), with the age counted from the newest event. Can be
//!   switched off.
//!
//! Not every match is scored to the end: words come in the order of their idf, and a match that could not be among the best even
//! if it had all that is still to come is dropped, as in *MaxScore* (H. Turtle, J. Flood, “Query evaluation: strategies and
//! optimizations”, 1995). Where there is only one list to look into, blocks of it whose bound says so are left out. What is
//! returned is the same.
//!
//! [`NAME_SCORE`]: super::lookup::NAME_SCORE
//! [`LABEL_SCORE`]: super::lookup::LABEL_SCORE
//! [`STEM_FACTOR`]: super::lookup::STEM_FACTOR
//! [`PREFIX_FACTOR`]: super::lookup::PREFIX_FACTOR
//! [`TYPO_FACTOR`]: super::lookup::TYPO_FACTOR
//! [`WEIGHED_PREFIX_CHARS`]: super::lookup::WEIGHED_PREFIX_CHARS

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::sorting::sort_by;

use super::bitset::{BitSet, Ranks};
use super::condition::Plan;
use super::index::{Index, Numbered};
use super::lookup::Steps;
use super::matching::Found;
use super::phrase;
use super::segment::{List, Segment};

/// What two words as typed, one right after the other, are worth besides, of the lesser idf. As much as the most that the length
/// of a headline makes for a word; with twice that, known items of the portal archive, asked for in any order, have (simulated) an MRR lower by
/// 0.002.
pub const PROXIMITY_WEIGHT: f32 = 0.25;
/// What an event of the newest day is worth besides, of the sum of idf: enough to decide between equals.
pub const RECENCY_WEIGHT: f32 = 0.05;
/// The age of which half of that is left, in days: five years.
pub const RECENCY_DAYS: f32 = 1826.0;

/// Fewer matches than so many times those wanted are not worth sorting out.
const PRUNE_FACTOR: usize = 4;
/// What rounding may make of sums and differences of scores, of the greatest of them.
const ROUNDING: f32 = 1e-5;

/// What depends on the whole archive, computed once for a query.
pub(super) struct Scorer<'f, 'q> {
    plan: &'f Plan<'q>,
    /// For every word of the plan; 0 for words that are excluded.
    idf: Vec<f32>,
    /// The numbers of the words that are asked for, rarest first.
    order: Vec<usize>,
    /// The words that follow each other in the query, with the most that their nearness is worth.
    pairs: Vec<(usize, usize, f32)>,
    newest_day: i32,
    /// What being of the newest day is worth.
    recency: f32,
    /// The number of events wanted.
    wanted: usize,
}

/// Documents of a segment with their scores, in the order of documents. What is missing is not among the best.
pub(super) struct Scored {
    pub(super) docs: BitSet,
    pub(super) scores: Vec<f32>,
}

impl<'f, 'q> Scorer<'f, 'q> {
    pub(super) fn new(index: &Index, found: &'f Found<'q>, prefers_recent: bool, wanted: usize) -> Self {
        let plan = &found.plan;
        let idf_of = |events: u32| idf(index.len(), events);
        let idf: Vec<f32> =
            plan.words.iter().map(|word| if word.is_wanted { idf_of(word.lookup.events) } else { 0.0 }).collect();
        let in_query: Vec<usize> =
            (0..idf.len()).filter(|word| plan.words.get(*word).is_some_and(|word| word.is_wanted)).collect();
        let of = |word: usize| idf.get(word).copied().unwrap_or(0.0);
        let has_places = |word: usize| {
            plan.words.get(word).is_some_and(|word| word.lookup.found.iter().any(super::lookup::FoundIn::has_places))
        };
        let pairs = in_query.iter().copied().zip(in_query.iter().copied().skip(1));
        let pairs = pairs.filter(|(a, b)| has_places(*a) && has_places(*b));
        let pairs = pairs.map(|(a, b)| (a, b, PROXIMITY_WEIGHT * of(a).min(of(b)))).collect();
        let mut order = in_query.clone();
        sort_by(&mut order, |a, b| of(*b).total_cmp(&of(*a)));
        let recency = if prefers_recent { RECENCY_WEIGHT * idf.iter().sum::<f32>() } else { 0.0 };
        let newest_day = index.days.keys().next_back().map_or(0, |date| date.day_number());
        Self { plan, idf, order, pairs, newest_day, recency, wanted }
    }

    /// The scores of those of some matches of a segment that may be among the best; `least` is what it takes to be so far.
    pub(super) fn scores(&self, number: usize, numbered: &Numbered, matches: &BitSet, least: f32) -> Scored {
        let segment = &numbered.segment;
        if let Some((idf, steps, list)) = self.only_list(number, segment) {
            return self.scan(segment, matches, least, idf, &steps, &list);
        }
        let mut scored = Scored { docs: matches.clone(), scores: vec![0.0; matches.count() as usize] };
        let for_words: f32 = self.order.iter().map(|word| self.idf_of(*word)).sum();
        let most = for_words + self.recency + self.most_for_nearness();
        let mut to_come = most;
        let mut closeness = Vec::new();
        for word in &self.order {
            let Some(planned) = self.plan.words.get(*word) else { continue };
            let Some(found) = planned.lookup.found.get(number) else { continue };
            closeness.resize(scored.scores.len(), 0.0);
            found.closeness(segment, &Ranks::new(&scored.docs), planned.is_required, &mut closeness);
            let idf = self.idf_of(*word);
            scored.scores.iter_mut().zip(&closeness).for_each(|(score, closeness)| *score += idf * closeness);
            to_come -= idf;
            scored.prune(self.wanted, least, to_come, most);
        }
        let days = segment.days();
        let scores = scored.docs.iter().zip(&mut scored.scores);
        scores.for_each(|(doc, score)| *score += self.recency_of(days.day(doc)));
        scored.prune(self.wanted, least, to_come - self.recency, most);
        self.add_nearness(number, numbered, &mut scored);
        scored
    }

    /// The only list there is to look into, with the idf of its word and what its impacts are worth.
    fn only_list<'n>(&self, number: usize, segment: &'n Segment) -> Option<(f32, Steps, List<'n>)> {
        let [word] = self.order.as_slice() else { return None };
        let planned = self.plan.words.get(*word).filter(|planned| planned.is_required)?;
        let (factor, list) = planned.lookup.found.get(number)?.only_list(segment)?;
        Some((self.idf_of(*word), Steps::new(factor), list))
    }

    /// The same for one list, without blocks whose bound says that they hold none of the best.
    fn scan(&self, segment: &Segment, docs: &BitSet, least: f32, idf: f32, steps: &Steps, list: &List<'_>) -> Scored {
        let mut scored = Scored { docs: BitSet::none(segment.len()), scores: Vec::new() };
        let mut best = Greatest::new(self.wanted);
        let days = segment.days();
        for block in list.blocks().filter(|block| docs.may_touch(block.span().0, block.span().1)) {
            if (idf * steps.get(block.bound()) + self.recency) * (1.0 + ROUNDING) < best.least().max(least) {
                continue;
            }
            block.for_each_impact(|doc, impact| {
                if docs.contains(doc) {
                    let score = idf * steps.get(impact) + self.recency_of(days.day(doc));
                    scored.docs.insert(doc);
                    scored.scores.push(score);
                    best.offer(score);
                }
            });
        }
        scored
    }

    fn idf_of(&self, word: usize) -> f32 {
        self.idf.get(word).copied().unwrap_or(0.0)
    }

    fn recency_of(&self, day: i32) -> f32 {
        self.recency / (1.0 + self.newest_day.abs_diff(day) as f32 / RECENCY_DAYS)
    }

    fn most_for_nearness(&self) -> f32 {
        self.pairs.iter().map(|(.., most)| most).sum()
    }

    fn add_nearness(&self, number: usize, numbered: &Numbered, scored: &mut Scored) {
        if self.pairs.is_empty() || scored.docs.is_empty() {
            return;
        }
        let ranks = Ranks::new(&scored.docs);
        let places: Vec<phrase::Places> = (self.plan.words.iter())
            .map(|word| match word.lookup.found.get(number) {
                Some(found) if word.is_wanted => phrase::places(&numbered.segment, found, &ranks),
                _ => Vec::new(),
            })
            .collect();
        for (first, second, most) in &self.pairs {
            let (Some(first), Some(second)) = (places.get(*first), places.get(*second)) else { continue };
            phrase::for_each_gap(first, second, |rank, gap| {
                scored.scores.get_mut(rank).into_iter().for_each(|score| *score += most / (1.0 + gap as f32));
            });
        }
    }
}

impl Scored {
    /// Drops documents that cannot be among the best, even with all that is still to come, of the most that there is.
    fn prune(&mut self, wanted: usize, least: f32, to_come: f32, most: f32) {
        if self.scores.len() <= wanted.saturating_mul(PRUNE_FACTOR) {
            return;
        }
        let mut best = Greatest::new(wanted);
        self.scores.iter().for_each(|score| best.offer(*score));
        let reached = best.least();
        // A document with less falls behind `wanted` others, or behind those of other segments.
        let needed = reached.max(least) - to_come.max(0.0) - most * ROUNDING;
        let mut kept = BitSet::none(self.docs.bound());
        let mut scores = Vec::new();
        for (doc, score) in self.docs.iter().zip(&self.scores) {
            if *score >= needed {
                kept.insert(doc);
                scores.push(*score);
            }
        }
        (self.docs, self.scores) = (kept, scores);
    }
}

/// The greatest of some scores.
struct Greatest {
    /// The bits of scores, which are not negative, are in their order.
    heap: BinaryHeap<Reverse<u32>>,
    most: usize,
}

impl Greatest {
    fn new(most: usize) -> Self {
        Self { heap: BinaryHeap::new(), most }
    }

    fn offer(&mut self, score: f32) {
        let bits = Reverse(score.to_bits());
        if self.heap.len() < self.most {
            self.heap.push(bits);
        } else if let Some(mut least) = self.heap.peek_mut()
            && bits < *least
        {
            *least = bits;
        }
    }

    /// The least of them; 0 while there are fewer than asked for.
    fn least(&self) -> f32 {
        let least = self.heap.peek().filter(|_| self.heap.len() == self.most);
        least.map_or(0.0, |Reverse(bits)| f32::from_bits(*bits))
    }
}

fn idf(events: usize, with_word: u32) -> f32 {
    let (events, with_word) = (events as f32, with_word as f32);
    ((events - with_word + 0.5) / (with_word + 0.5)).ln_1p()
}
