//! What a word of the query was taken for, besides itself.

use crate::protocol::{Facet, Mark, Reading};
use crate::sorting::sort_by;

use super::index::{Index, Numbered};
use super::lookup::{FoundIn, Lookup};
use super::matching::Found;
use super::segment::{Renamed, Segment};

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

    /// The entities that go by a word under another name: those of most events first, then in the order of the hashes of their names,
    /// so that few names need be known.
    fn named_by(&self, lookup: &Lookup<'_>) -> Vec<String> {
        let mut names = Vec::new();
        let mut wanted = MAX_NAMES;
        for (_, segment, value) in self.renamed_by(lookup) {
            if wanted == 0 {
                break;
            }
            let name =
                self.segments.get(segment).and_then(|numbered| numbered.segment.value_name(Facet::Entity, value));
            // A name that is still to arrive will have its place.
            let is_other = name.as_ref().is_none_or(|name| !lookup.is_in(name));
            wanted -= usize::from(is_other);
            names.extend(name.filter(|_| is_other));
        }
        names
    }

    /// The entities that go by the word itself under another name, in order: the events of each, and a segment and its number there.
    fn renamed_by(&self, lookup: &Lookup<'_>) -> Vec<(u32, usize, u32)> {
        let mut renamed: Vec<(u32, usize, Renamed)> = Vec::new();
        for (place, (found, numbered)) in lookup.found.iter().zip(&self.segments).enumerate() {
            for words in found.renaming.iter().take(found.renaming_exactly) {
                numbered
                    .segment
                    .for_each_renamed(words.clone(), &mut |entity| renamed.push((entity.name, place, entity)));
            }
        }
        sort_by(&mut renamed, |a, b| (a.0, a.1).cmp(&(b.0, b.1)));
        renamed.dedup_by_key(|(name, place, _)| (*name, *place));
        let of_entity = |places: &[(u32, usize, Renamed)]| {
            let (_, place, entity) = places.first()?;
            Some((places.iter().map(|(.., entity)| entity.events).sum::<u32>(), *place, entity.value))
        };
        let mut entities: Vec<_> = renamed.chunk_by(|a, b| a.0 == b.0).filter_map(of_entity).collect();
        sort_by(&mut entities, |a, b| b.0.cmp(&a.0));
        entities
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
