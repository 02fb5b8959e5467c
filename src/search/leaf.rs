//! A word of the query in a segment: the lists in which it is found, and how near each comes to it.

use std::ops::Range;

use crate::protocol::Facet;

use super::bitset::{BitSet, Ranks};
use super::impact::worth;
use super::index::{Index, Numbered};
use super::names::Named;
use super::query::{Closeness, Form, Word};

/// What a word in the name of a story or entity of the event is worth, of the 1 that a word in its text approaches.
pub const NAME_SCORE: f32 = 0.3;
/// The same in the name of its category or of a source, which it shares with thousands.
pub const LABEL_SCORE: f32 = 0.1;
/// What a word that only begins as asked is worth, of a whole one. Not above [`NAME_SCORE`], so that whole words lead.
pub const PREFIX_FACTOR: f32 = 0.25;
const _: () = assert!(PREFIX_FACTOR <= NAME_SCORE);
/// Beginnings of fewer characters stand in so many events that what they are worth in each is not looked up.
pub const WEIGHED_PREFIX_CHARS: usize = 3;
/// What is taken for it: the middle between nothing and everything.
const UNWEIGHED: f32 = 0.5;

/// A word of the query, looked up.
#[derive(Clone, Debug)]
pub(super) struct Leaf<'q> {
    pub(super) word: &'q Word,
    /// The entities in whose other names it stands.
    pub(super) named: Named,
    /// For every segment.
    pub(super) found: Vec<FoundIn>,
    /// The number of events that have it in any way.
    pub(super) events: u32,
}

/// Where a word is found in a segment.
#[derive(Clone, Debug, Default)]
pub(super) struct FoundIn {
    /// Lists of words in the texts that are looked into for their impacts, with the factor of each.
    weighed: Vec<(u32, f32)>,
    /// Lists of words in the texts whose documents are all worth the same.
    flat: Range<u32>,
    flat_worth: f32,
    /// Values in whose names it stands, with what that is worth.
    values: Vec<(Facet, u32, f32)>,
    /// All documents that have it.
    pub(super) docs: BitSet,
}

impl Index {
    pub(super) fn look_up<'q>(&self, word: &'q Word) -> Leaf<'q> {
        let entities = &self.values[Facet::Entity as usize];
        let named = self.names.with_word(word, entities.len());
        let mut found: Vec<_> = self.segments.iter().map(|numbered| FoundIn::new(word, numbered)).collect();
        for (set, closeness) in [(&named.exact, Closeness::Exact), (&named.prefix, Closeness::Prefix)] {
            entities.for_each_place(set.iter(), |segment, local| {
                let worth = name_worth(Facet::Entity, closeness);
                found.get_mut(segment).into_iter().for_each(|found| found.values.push((Facet::Entity, local, worth)));
            });
        }
        let mut events = 0;
        for (found, numbered) in found.iter_mut().zip(&self.segments) {
            found.gather(numbered);
            events += found.docs.count();
        }
        Leaf { word, named, found, events }
    }
}

impl FoundIn {
    fn new(word: &Word, numbered: &Numbered) -> Self {
        let mut found = Self::default();
        let segment = &numbered.segment;
        segment.find_word(&word.text).into_iter().for_each(|ordinal| found.weighed.push((ordinal, 1.0)));
        segment.for_each_named(&word.text, false, |facet, value| found.name(facet, value, Closeness::Exact));
        if word.form != Form::Whole {
            found.complete(word, numbered);
        }
        found
    }

    /// Adds what begins with the word.
    fn complete(&mut self, word: &Word, numbered: &Numbered) {
        let closeness = if word.form == Form::Character { Closeness::Exact } else { Closeness::Prefix };
        let ordinals = numbered.segment.words_with_prefix(&word.text);
        if word.form == Form::Prefix && word.text.chars().count() < WEIGHED_PREFIX_CHARS {
            self.flat = ordinals;
            self.flat_worth = PREFIX_FACTOR * text_worth(UNWEIGHED);
        } else {
            self.weighed.extend(ordinals.map(|ordinal| (ordinal, factor(closeness))));
        }
        numbered.segment.for_each_named(&word.text, true, |facet, value| self.name(facet, value, closeness));
    }

    fn name(&mut self, facet: Facet, value: u32, closeness: Closeness) {
        self.values.push((facet, value, name_worth(facet, closeness)));
    }

    fn gather(&mut self, numbered: &Numbered) {
        let segment = &numbered.segment;
        let mut docs = BitSet::none(segment.len());
        self.for_each_weighed(numbered, |_, list| list.for_each_doc(|doc| docs.insert(doc)));
        segment.for_each_list(self.flat.clone(), |_, list| list.for_each_doc(|doc| docs.insert(doc)));
        for (facet, value, _) in &self.values {
            segment.value_list(*facet, *value).into_iter().for_each(|list| list.for_each_doc(|doc| docs.insert(doc)));
        }
        self.docs = docs;
    }

    fn for_each_weighed<'n>(&self, numbered: &'n Numbered, mut visit: impl FnMut(f32, super::segment::List<'n>)) {
        for run in self.weighed.chunk_by(|a, b| a.0 + 1 == b.0) {
            let Some((first, _)) = run.first() else { continue };
            let mut factors = run.iter().map(|(_, factor)| *factor);
            numbered.segment.for_each_list(*first..first + run.len() as u32, |_, list| {
                visit(factors.next().unwrap_or(0.0), list);
            });
        }
    }

    /// For every one of some documents how near it comes to the word: the best of all ways in which it has it.
    pub(super) fn closeness(&self, numbered: &Numbered, docs: &BitSet, ranks: &Ranks<'_>, best: &mut [f32]) {
        best.fill(0.0);
        let mut offer = |doc, worth: f32| {
            if let Some(best) = ranks.get(doc).and_then(|rank| best.get_mut(rank)) {
                *best = best.max(worth);
            }
        };
        let segment = &numbered.segment;
        segment.for_each_list(self.flat.clone(), |_, list| list.for_each_doc(|doc| offer(doc, self.flat_worth)));
        for (facet, value, worth) in &self.values {
            let list = segment.value_list(*facet, *value);
            list.into_iter().for_each(|list| list.for_each_doc(|doc| offer(doc, *worth)));
        }
        self.for_each_weighed(numbered, |factor, list| {
            for block in list.blocks().filter(|block| docs.may_touch(block.span().0, block.span().1)) {
                block.for_each_impact(|doc, impact| offer(doc, factor * text_worth(worth(impact))));
            }
        });
    }
}

/// What a word in the texts is worth: more than one in a name.
fn text_worth(worth: f32) -> f32 {
    NAME_SCORE + (1.0 - NAME_SCORE) * worth
}

fn name_worth(facet: Facet, closeness: Closeness) -> f32 {
    let score = match facet {
        Facet::Story | Facet::Entity => NAME_SCORE,
        Facet::Category | Facet::Source => LABEL_SCORE,
    };
    factor(closeness) * score
}

fn factor(closeness: Closeness) -> f32 {
    match closeness {
        Closeness::Exact => 1.0,
        Closeness::Prefix => PREFIX_FACTOR,
    }
}
