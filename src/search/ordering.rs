//! The best of many.

use std::collections::BinaryHeap;

use crate::protocol::{Facet, Sort};
use crate::sorting::sort_by;

use super::index::{Address, Index, Numbered};
use super::matching::Found;
use super::scoring::Scorer;

/// An event in its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranked {
    /// Where it is.
    pub address: Address,
    /// How well it matches; 0 where nothing was scored.
    pub score: f32,
}

/// How matches are ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    /// By what.
    pub sort: Sort,
    /// With [`Sort::Relevance`]: of equally good matches the newer comes first.
    pub prefers_recent: bool,
}

/// What decides the order of events, most important first: less comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    /// The bits of the score, turned round. Scores are not negative, and the bits of such numbers are in their order.
    worse: u32,
    /// The day, as a number; with the sign turned round where the newest comes first.
    day: i32,
    rank: u32,
    doc: u32,
    /// Follows from the rank.
    batch: u32,
}

impl Index {
    /// The matches from `offset` on, `limit` at most, in order. Ties: newest first, then the order of the archive.
    ///
    /// Cost: the lists of the words again, where any match is that may be among the best; memory for `offset + limit` of them.
    pub fn best(&self, found: &Found<'_>, order: Order, offset: u32, limit: u32) -> Vec<Ranked> {
        let wanted = offset.saturating_add(limit).min(found.total()) as usize;
        if limit == 0 || wanted == 0 {
            return Vec::new();
        }
        let is_scored = order.sort == Sort::Relevance && found.plan.words.iter().any(|word| word.is_wanted);
        let scorer = is_scored.then(|| Scorer::new(self, found, order.prefers_recent, wanted));
        let mut best = Best::new(wanted);
        for (batch, (numbered, matches)) in (0..).zip(self.segments.iter().zip(&found.matches)) {
            let docs = &matches.all;
            match &scorer {
                _ if docs.is_empty() => {}
                Some(scorer) => {
                    let scored = scorer.scores(batch as usize, numbered, docs, best.least());
                    for (doc, score) in scored.docs.iter().zip(&scored.scores) {
                        best.offer(Key { worse: !score.to_bits(), ..key(numbered, batch, doc, order.sort) });
                    }
                }
                // Documents are in this order, and none after as many as are wanted can be among them.
                None if order.sort != Sort::Oldest => {
                    docs.iter().take(wanted).for_each(|doc| best.offer(key(numbered, batch, doc, order.sort)));
                }
                None => docs.iter().for_each(|doc| best.offer(key(numbered, batch, doc, order.sort))),
            }
        }
        let ranked = |key: Key| Ranked { address: key.address(), score: f32::from_bits(!key.worse) };
        best.into_sorted().into_iter().skip(offset as usize).map(ranked).collect()
    }

    /// All events with a value of a facet, oldest first, in the order of the archive within a day. Entities by their
    /// canonical names.
    pub fn events_with(&self, facet: Facet, value: &str) -> Vec<Address> {
        let mut keys = Vec::new();
        for (batch, numbered) in (0..).zip(&self.segments) {
            let segment = &numbered.segment;
            let list = segment.find_value(facet, value).and_then(|local| segment.value_list(facet, local));
            let mut add = |doc| keys.push(key(numbered, batch, doc, Sort::Oldest));
            list.into_iter().for_each(|list| list.for_each_doc(&mut add));
        }
        sort_by(&mut keys, Key::cmp);
        keys.into_iter().map(Key::address).collect()
    }

    /// All events of a day, in the order of the archive. Cost: linear in the events of the batches that have the day.
    pub fn events_of_day(&self, date: crate::model::Date) -> Vec<Address> {
        let mut keys = Vec::new();
        for (batch, numbered) in (0..).zip(&self.segments) {
            if numbered.span.is_some_and(|(first, last)| (first..=last).contains(&date)) {
                let days = numbered.segment.days();
                let docs = (0..numbered.segment.len() as u32).filter(|doc| days.day(*doc) == date.day_number());
                keys.extend(docs.map(|doc| key(numbered, batch, doc, Sort::Oldest)));
            }
        }
        sort_by(&mut keys, Key::cmp);
        keys.into_iter().map(Key::address).collect()
    }
}

/// The key of a document without a score.
fn key(numbered: &Numbered, batch: u32, doc: u32, sort: Sort) -> Key {
    let day = numbered.segment.day(doc);
    let day = if sort == Sort::Oldest { day } else { day.saturating_neg() };
    Key { worse: !0_f32.to_bits(), day, rank: numbered.rank, doc, batch }
}

impl Key {
    fn address(self) -> Address {
        Address { batch: self.batch, doc: self.doc }
    }
}

/// The first of the keys offered, up to a number: a heap with the last of them on top.
struct Best {
    keys: BinaryHeap<Key>,
    most: usize,
}

impl Best {
    fn new(most: usize) -> Self {
        Self { keys: BinaryHeap::with_capacity(most), most }
    }

    /// The score of the last of them, once there are as many as wanted: no other gets in with less.
    fn least(&self) -> f32 {
        let last = self.keys.peek().filter(|_| self.keys.len() == self.most);
        last.map_or(0.0, |key| f32::from_bits(!key.worse))
    }

    fn offer(&mut self, key: Key) {
        if self.keys.len() < self.most {
            self.keys.push(key);
        } else if let Some(mut last) = self.keys.peek_mut()
            && key < *last
        {
            *last = key;
        }
    }

    fn into_sorted(self) -> Vec<Key> {
        self.keys.into_sorted_vec()
    }
}
