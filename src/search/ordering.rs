//! The best of many.

use std::collections::BinaryHeap;

use crate::protocol::{Facet, Sort};

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
    /// Cost: every match is scored if need be; memory for `offset + limit` of them.
    pub fn best(&self, found: &Found<'_>, sort: Sort, offset: u32, limit: u32) -> Vec<Ranked> {
        if limit == 0 {
            return Vec::new();
        }
        let scorer = (sort == Sort::Relevance && !found.leaves.is_empty()).then(|| Scorer::new(self, found));
        let mut best = Best::new(offset.saturating_add(limit).min(found.total()) as usize);
        for (batch, (numbered, matches)) in (0..).zip(self.segments.iter().zip(&found.matches)) {
            if matches.all.is_empty() {
                continue;
            }
            let scores = scorer.as_ref().map(|scorer| scorer.scores(batch as usize, numbered, found, matches));
            for (rank, doc) in matches.all.iter().enumerate() {
                let score = scores.as_ref().and_then(|scores| scores.get(rank)).copied().unwrap_or(0.0);
                best.offer(Key { worse: !score.to_bits(), ..key(numbered, batch, doc, sort) });
            }
        }
        let ranked = |key: Key| Ranked { address: key.address(), score: f32::from_bits(!key.worse) };
        best.into_sorted().into_iter().skip(offset as usize).map(ranked).collect()
    }

    /// All events with a value of a facet, oldest first, in the order of the archive within a day. Entities by their
    /// canonical names.
    pub fn events_with(&self, facet: Facet, value: &str) -> Vec<Address> {
        let values = &self.values[facet as usize];
        let mut keys = Vec::new();
        values.for_each_place(values.find(value).into_iter(), |segment, local| {
            if let Some(numbered) = self.segments.get(segment) {
                let list = numbered.segment.value_list(facet, local);
                list.into_iter().for_each(|list| {
                    list.for_each_doc(|doc| keys.push(key(numbered, segment as u32, doc, Sort::Oldest)));
                });
            }
        });
        keys.sort_unstable();
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
        keys.sort_unstable();
        keys.into_iter().map(Key::address).collect()
    }
}

/// The key of a document without a score.
fn key(numbered: &Numbered, batch: u32, doc: u32, sort: Sort) -> Key {
    let day = numbered.segment.day(doc);
    let day = if sort == Sort::Oldest { day } else { -day };
    Key { worse: 0, day, rank: numbered.rank, doc, batch }
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
