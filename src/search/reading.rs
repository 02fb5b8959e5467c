//! What a word of the query was taken for, besides itself.

use crate::protocol::{Facet, Mark, Reading};
use crate::sorting::sort_by;

use super::index::{Index, Numbered};
use super::lookup::{FoundIn, Lookup};
use super::matching::Found;
use super::segment::Segment;

/// The most entities told of a word.
const MAX_NAMES: usize = 5;
/// The most spellings told of a word.
const MAX_SPELLINGS: usize = 3;

impl Index {
    /// The words that were looked for under other names or spellings too, in the order of the query.
    pub fn readings(&self, found: &Found<'_>) -> Vec<Reading> {
        let wanted = found.plan.words.iter().filter(|word| word.is_wanted);
        let readings = wanted.map(|word| self.reading(&word.lookup));
        readings.filter(|reading| !reading.names.is_empty() || !reading.spellings.is_empty()).collect()
    }

    fn reading(&self, lookup: &Lookup<'_>) -> Reading {
        let range = &lookup.word.range.0;
        let word = Mark { start: range.start as u32, end: range.end as u32 };
        Reading { word, names: self.named_by(lookup), spellings: self.spellings(lookup) }
    }

    /// The entities that go by a word under another name.
    fn named_by(&self, lookup: &Lookup<'_>) -> Vec<String> {
        let values = &self.values[Facet::Entity as usize];
        let mut named: Vec<(u32, &str)> = Vec::new();
        for entity in lookup.named.exact.iter() {
            let events = self.events_with_value(Facet::Entity, entity);
            if events > 0 && !lookup.is_in(values.name(entity)) {
                named.push((events, values.name(entity)));
            }
        }
        sort_by(&mut named, |a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
        named.into_iter().take(MAX_NAMES).map(|(_, name)| name.to_owned()).collect()
    }

    /// The words that it may be a misspelling of: those in the texts of most events first, then in the order of the alphabet.
    ///
    /// Segments know words by numbers of their own, and few are spelt out: those in most events of a segment, until no other
    /// can be in as many. Source: R. Fagin, A. Lotem, M. Naor, “Optimal aggregation algorithms for middleware” (2003), the
    /// threshold algorithm.
    fn spellings(&self, lookup: &Lookup<'_>) -> Vec<String> {
        let mut ahead = Ahead::new(lookup, self);
        let mut best: Vec<(u32, String)> = Vec::new();
        while best.get(MAX_SPELLINGS - 1).is_none_or(|(events, _)| *events <= ahead.most()) {
            let Some(word) = ahead.next() else { break };
            if best.iter().all(|(_, known)| *known != word) {
                best.push((ahead.events(&word), word));
                sort_by(&mut best, |a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
                best.truncate(MAX_SPELLINGS);
            }
        }
        best.into_iter().map(|(_, word)| word).collect()
    }
}

/// Spellings of a word that are still to be looked at, for every segment.
struct Ahead<'a>(Vec<InSegment<'a>>);

struct InSegment<'a> {
    found: &'a FoundIn,
    segment: &'a Segment,
    /// As in [`FoundIn::spellings`].
    rest: Vec<(u32, u32)>,
}

impl InSegment<'_> {
    /// The most documents that any of them is in.
    fn most(&self) -> u32 {
        self.rest.last().map_or(0, |(docs, _)| *docs)
    }
}

impl<'a> Ahead<'a> {
    fn new(lookup: &'a Lookup<'_>, index: &'a Index) -> Self {
        let in_segment = |(found, numbered): (&'a FoundIn, &'a Numbered)| {
            let segment = &numbered.segment;
            InSegment { found, segment, rest: found.spellings(segment) }
        };
        Self(lookup.found.iter().zip(&index.segments).map(in_segment).collect())
    }

    /// The most events that any of them can be in.
    fn most(&self) -> u32 {
        self.0.iter().map(InSegment::most).sum()
    }

    /// The one in most events of a segment. Comes again for every segment that has it.
    fn next(&mut self) -> Option<String> {
        let InSegment { segment, rest, .. } = self.0.iter_mut().max_by_key(|in_segment| in_segment.most())?;
        segment.word(rest.pop()?.1)
    }

    /// The number of events with a word in their texts.
    fn events(&self, word: &str) -> u32 {
        self.0.iter().map(|InSegment { found, segment, .. }| found.docs_with(segment, word)).sum()
    }
}
