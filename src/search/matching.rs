//! Which events match.

use crate::protocol::{Facet, Filters};

use super::bitset::BitSet;
use super::condition::{Plan, Planned};
use super::field::FACETS;
use super::filter::Conditions;
use super::index::{Index, Numbered};
use super::language::Query;
use super::lookup::Leniency;

/// The events that match a query and filters.
#[derive(Clone, Debug)]
pub struct Found<'q> {
    pub(super) plan: Plan<'q>,
    /// For every segment.
    pub(super) matches: Vec<Matches>,
    total: u32,
}

/// The matches in a segment.
#[derive(Clone, Debug)]
pub(super) struct Matches {
    /// Documents that match the query and exclusions.
    base: BitSet,
    /// For every facet, and then for the dates, the documents that they allow; `None` where all are allowed.
    allowed: [Option<BitSet>; FACETS + 1],
    /// Documents that match everything.
    pub(super) all: BitSet,
}

/// The place of the dates in [`Matches::allowed`].
const DATES: usize = FACETS;

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
    /// Finds the events that match a query and pass the filters.
    ///
    /// Where nothing matches the query that has none of the values excluded by the filters, words that stand nowhere may have been
    /// mistyped; where still nothing does, any may. What the filters require makes no difference. See [`allowed_edits`] for how
    /// many errors a word may have; words of phrases have none unless the query says so.
    ///
    /// Cost: the length of the lists of all terms that match a word, and a bit for every event and condition.
    ///
    /// [`allowed_edits`]: super::fuzzy::allowed_edits
    pub fn find<'q>(&self, query: &'q Query, filters: &Filters) -> Found<'q> {
        let conditions = Conditions::new(self, filters);
        let mut found = self.find_with(query, &conditions, Leniency::None, &[]);
        for leniency in [Leniency::Unknown, Leniency::All] {
            // An answer for which bytes are missing will be made again: what seems not to be there may be.
            if query.is_everything()
                || self.has_wanted()
                || found.matches.iter().any(|matches| !matches.base.is_empty())
            {
                break;
            }
            // Where every word stands somewhere, to be lenient with those that do not changes nothing.
            if leniency == Leniency::Unknown && found.plan.words.iter().all(|word| word.lookup.events > 0) {
                continue;
            }
            let lenient = self.find_with(query, &conditions, leniency, &found.plan.words);
            if lenient.matches.iter().any(|matches| !matches.base.is_empty()) {
                found = lenient;
            }
        }
        found
    }

    /// Finds with a leniency; `earlier` are the words of the same query found without, if known.
    fn find_with<'q>(
        &self,
        query: &'q Query,
        conditions: &Conditions,
        leniency: Leniency,
        earlier: &[Planned<'q>],
    ) -> Found<'q> {
        let plan = Plan::new(self, query, leniency, earlier);
        let segments = self.segments.iter().enumerate();
        let matches: Vec<_> = segments.map(|(number, numbered)| matches(number, numbered, &plan, conditions)).collect();
        let total = matches.iter().map(|matches| matches.all.count()).sum();
        Found { plan, matches, total }
    }
}

fn matches(number: usize, numbered: &Numbered, plan: &Plan<'_>, conditions: &Conditions) -> Matches {
    let mut base = BitSet::all(numbered.segment.len());
    for excluded in Facet::ALL.iter().filter_map(|facet| conditions.excluded(*facet, number, numbered)) {
        base.subtract(&excluded);
    }
    let base = plan.docs(number, numbered, &base);
    let [category, story, entity, source] = Facet::ALL.map(|facet| conditions.required(facet, number, numbered));
    let allowed = [category, story, entity, source, conditions.dated(numbered)];
    let mut matches = Matches { base, allowed, all: BitSet::default() };
    matches.all = matches.without(usize::MAX);
    matches
}
