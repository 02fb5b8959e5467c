//! Which events match words and filters.

use crate::protocol::{Facet, Filters};

use super::bitset::BitSet;
use super::field::FACETS;
use super::filter::Conditions;
use super::index::{Index, Numbered};
use super::names::Named;
use super::postings::{Frequencies, Posting};
use super::query::{Closeness, Form, Query, Word};
use super::segment::Segment;

/// The events that match, and what is needed to rank, count and highlight them.
#[derive(Clone, Debug)]
pub struct Found<'q> {
    pub(super) words: Vec<FoundWord<'q>>,
    /// For every segment its matches.
    pub(super) matches: Vec<Matches>,
    pub(super) total: u32,
}

/// A word of the query, looked up.
#[derive(Clone, Debug)]
pub(super) struct FoundWord<'q> {
    pub(super) word: &'q Word,
    /// The entities in whose names it stands.
    pub(super) named: Named,
    /// For every segment the values in its column of entities that are among those.
    places: Vec<Vec<(u32, Closeness)>>,
    /// The number of events that have it in any way.
    pub(super) events: u32,
}

/// The matches in a segment.
#[derive(Clone, Debug)]
pub(super) struct Matches {
    /// Documents that match words and exclusions.
    base: BitSet,
    /// For every facet, and then for the dates, the documents that they allow; `None` where all are allowed.
    allowed: [Option<BitSet>; FACETS + 1],
    /// Documents that match everything.
    pub(super) all: BitSet,
}

/// The place of the dates in [`Matches::allowed`].
const DATES: usize = FACETS;

/// How a document has a word.
pub(super) enum Evidence {
    /// It stands in its texts.
    Text(Frequencies, Closeness),
    /// It stands in a name of an entity of the event.
    Name(Closeness),
}

impl Found<'_> {
    /// The number of matches.
    pub fn total(&self) -> u32 {
        self.total
    }
}

impl Matches {
    /// Documents that match everything but, perhaps, the required values of a facet.
    pub(super) fn whatever(&self, facet: Facet) -> BitSet {
        self.without(facet as usize)
    }

    /// Documents that match everything but, perhaps, the range of dates.
    pub(super) fn whenever(&self) -> BitSet {
        self.without(DATES)
    }

    /// Documents that match everything but, perhaps, one of the conditions. (All of them, for one that is not there.)
    fn without(&self, condition: usize) -> BitSet {
        if matches!(self.allowed.get(condition), Some(None)) {
            return self.all.clone();
        }
        let mut docs = self.base.clone();
        let others = self.allowed.iter().enumerate().filter(|(other, _)| *other != condition);
        others.filter_map(|(_, allowed)| allowed.as_ref()).for_each(|allowed| docs.intersect(allowed));
        docs
    }
}

impl Index {
    /// Finds the events that have all words and pass the filters.
    ///
    /// Cost: the length of the lists of postings of all terms that match a word, and a bit for every event and condition.
    pub fn find<'q>(&self, query: &'q Query, filters: &Filters) -> Found<'q> {
        let conditions = Conditions::new(self, filters);
        let mut words: Vec<_> = query.words().iter().map(|word| self.look_up(word)).collect();
        let segments = self.segments.iter().enumerate();
        let matches: Vec<_> =
            segments.map(|(segment, numbered)| matches(segment, numbered, &mut words, &conditions)).collect();
        let total = matches.iter().map(|matches| matches.all.count()).sum();
        Found { words, matches, total }
    }

    fn look_up<'q>(&self, word: &'q Word) -> FoundWord<'q> {
        let entities = &self.values[Facet::Entity as usize];
        let named = self.names.with_word(word, entities.len());
        let mut places = vec![Vec::new(); self.segments.len()];
        for (set, closeness) in [(&named.exact, Closeness::Exact), (&named.prefix, Closeness::Prefix)] {
            entities.for_each_place(set.iter(), |segment, local| places[segment].push((local, closeness)));
        }
        FoundWord { word, named, places, events: 0 }
    }
}

/// Finds the matches in a segment, and counts the documents of every word.
fn matches(segment: usize, numbered: &Numbered, words: &mut [FoundWord<'_>], conditions: &Conditions) -> Matches {
    let size = numbered.segment.len();
    let mut base = BitSet::all(size);
    for found in words {
        let mut docs = BitSet::none(size);
        for_each_evidence(segment, numbered, found, |doc, _| docs.insert(doc));
        found.events += docs.count();
        base.intersect(&docs);
    }
    for excluded in Facet::ALL.iter().filter_map(|facet| conditions.excluded(*facet, segment, numbered)) {
        base.subtract(&excluded);
    }
    let [category, story, entity, source] = Facet::ALL.map(|facet| conditions.required(facet, segment, numbered));
    let allowed = [category, story, entity, source, conditions.dated(numbered)];
    let mut matches = Matches { base, allowed, all: BitSet::default() };
    matches.all = matches.without(usize::MAX);
    matches
}

/// Calls `visit` with every way in which a document of a segment has a word.
pub(super) fn for_each_evidence(
    segment: usize,
    numbered: &Numbered,
    found: &FoundWord<'_>,
    mut visit: impl FnMut(u32, Evidence),
) {
    let Segment { terms, postings, .. } = &numbered.segment;
    let matching = match found.word.form {
        Form::Whole => terms.find(&found.word.text).map_or(0..0, |term| term..term + 1),
        Form::Prefix | Form::Character => terms.with_prefix(&found.word.text),
    };
    for term in matching {
        let closeness = found.word.closeness(terms.get(term)).unwrap_or(Closeness::Prefix);
        for Posting { doc, frequencies } in postings.get(term) {
            visit(doc, Evidence::Text(frequencies, closeness));
        }
    }
    let docs = &numbered.column(Facet::Entity).docs;
    for (local, closeness) in found.places.get(segment).into_iter().flatten() {
        docs.get(*local as usize).iter().for_each(|doc| visit(*doc, Evidence::Name(*closeness)));
    }
}
