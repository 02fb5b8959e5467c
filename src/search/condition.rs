//! The tree of a query, looked up, and the documents that meet it.

use crate::model::Date;
use crate::protocol::Facet;
use crate::sorting::sort_by_key;
use crate::text::fold;

use super::bitset::BitSet;
use super::filter::{dated, has_words};
use super::index::{Index, Numbered};
use super::language::{Leaf, Node, Property, Query, Term, Words};
use super::lookup::{Leniency, Lookup};
use super::phrase;

/// A condition on events, looked up.
#[derive(Clone, Debug)]
pub(super) enum Condition {
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
    /// The number of the word among the lookups.
    Word(usize),
    /// The numbers of the words, with their places in the phrase.
    Phrase(Vec<(usize, u32)>),
    /// For every segment values of a facet, one of which is asked for.
    Values(Facet, Vec<Vec<u32>>),
    /// For every segment the ordinals of places.
    Places(Vec<Vec<u32>>),
    /// From a day on, and before a day, as in [`Date::day_number`].
    Dated(Option<i32>, Option<i32>),
}

/// A query, looked up.
#[derive(Clone, Debug)]
pub(super) struct Plan<'q> {
    pub(super) root: Condition,
    pub(super) words: Vec<Planned<'q>>,
}

/// A word of a query.
#[derive(Clone, Debug)]
pub(super) struct Planned<'q> {
    pub(super) lookup: Lookup<'q>,
    /// It is asked for, not excluded.
    pub(super) is_wanted: bool,
    /// Every match has it.
    pub(super) is_required: bool,
}

impl<'q> Plan<'q> {
    /// Looks the words of a query up; `earlier` are those of the same query without leniency, if known.
    pub(super) fn new(index: &Index, query: &'q Query, leniency: Leniency, earlier: &[Planned<'q>]) -> Self {
        let mut planner = Planner { index, leniency, earlier, words: Vec::new() };
        let root = planner.condition(&query.root, true, true);
        Self { root, words: planner.words }
    }

    /// Those of some documents of a segment that meet the query.
    pub(super) fn docs(&self, number: usize, numbered: &Numbered, within: &BitSet) -> BitSet {
        self.met(&self.root, number, numbered, within)
    }

    fn met(&self, condition: &Condition, number: usize, numbered: &Numbered, within: &BitSet) -> BitSet {
        let segment = &numbered.segment;
        match condition {
            Condition::All(conditions) => self.all_met(conditions, number, numbered, within),
            Condition::Any(conditions) => {
                let mut docs = BitSet::none(segment.len());
                conditions.iter().for_each(|condition| docs.unite(&self.met(condition, number, numbered, within)));
                docs
            }
            Condition::Not(condition) => {
                let mut docs = within.clone();
                docs.subtract(&self.met(condition, number, numbered, within));
                docs
            }
            Condition::Word(word) => {
                let found = self.words.get(*word).and_then(|planned| planned.lookup.found.get(number));
                found.map_or_else(|| BitSet::none(segment.len()), |found| found.docs(segment, within))
            }
            Condition::Phrase(words) => {
                let docs = self.all_met(
                    &words.iter().map(|(word, _)| Condition::Word(*word)).collect::<Vec<_>>(),
                    number,
                    numbered,
                    within,
                );
                let found = words
                    .iter()
                    .filter_map(|(word, place)| Some((self.words.get(*word)?.lookup.found.get(number)?, *place)));
                phrase::docs(segment, &found.collect::<Vec<_>>(), &docs)
            }
            Condition::Values(facet, values) => {
                let lists =
                    values.get(number).into_iter().flatten().filter_map(|value| segment.value_list(*facet, *value));
                gathered(numbered, lists, within)
            }
            Condition::Places(places) => {
                let lists = places.get(number).into_iter().flatten().filter_map(|place| segment.list(*place));
                gathered(numbered, lists, within)
            }
            Condition::Dated(after, before) => dated(numbered, *after, *before, within),
        }
    }

    /// Conditions that few documents meet come first: the others are then looked up for those alone.
    fn all_met(&self, conditions: &[Condition], number: usize, numbered: &Numbered, within: &BitSet) -> BitSet {
        let mut in_order: Vec<&Condition> = conditions.iter().collect();
        sort_by_key(&mut in_order, |condition| self.size(condition));
        in_order.into_iter().fold(within.clone(), |docs, condition| {
            if docs.is_empty() { docs } else { self.met(condition, number, numbered, &docs) }
        })
    }

    /// About how many events meet a condition, at most.
    fn size(&self, condition: &Condition) -> u32 {
        let word = |word: &usize| self.words.get(*word).map_or(0, |planned| planned.lookup.events);
        match condition {
            Condition::Word(number) => word(number),
            Condition::Phrase(words) => words.iter().map(|(number, _)| word(number)).min().unwrap_or(0),
            Condition::All(conditions) => {
                conditions.iter().map(|condition| self.size(condition)).min().unwrap_or(u32::MAX)
            }
            Condition::Any(conditions) => {
                conditions.iter().map(|condition| self.size(condition)).fold(0, u32::saturating_add)
            }
            Condition::Values(..) | Condition::Places(_) | Condition::Dated(..) => u32::MAX / 2,
            Condition::Not(_) => u32::MAX,
        }
    }
}

fn gathered<'a>(numbered: &Numbered, lists: impl Iterator<Item = super::segment::List<'a>>, within: &BitSet) -> BitSet {
    let mut docs = BitSet::none(numbered.segment.len());
    lists.for_each(|list| list.for_each_doc(|doc| docs.insert(doc)));
    docs.intersect(within);
    docs
}

struct Planner<'i, 'q> {
    index: &'i Index,
    leniency: Leniency,
    earlier: &'i [Planned<'q>],
    words: Vec<Planned<'q>>,
}

impl<'q> Planner<'_, 'q> {
    fn condition(&mut self, node: &'q Node, is_wanted: bool, is_required: bool) -> Condition {
        match node {
            Node::All(nodes) => Condition::All(self.conditions(nodes, is_wanted, is_required)),
            Node::Any(nodes) => Condition::Any(self.conditions(nodes, is_wanted, false)),
            Node::Not(node) => Condition::Not(Box::new(self.condition(node, !is_wanted, false))),
            Node::Leaf(Leaf { term, .. }) => match term {
                Term::Words(words) => self.words(words, is_wanted, is_required),
                Term::Is { property: Property::Facet(facet), value, is_prefix } => {
                    Condition::Values(*facet, self.index.places_of_value(*facet, value, *is_prefix))
                }
                Term::Is { property: Property::Place, value, is_prefix } => {
                    Condition::Places(self.places(value, *is_prefix))
                }
                Term::Dated { bound, date } => {
                    let (from, before) = bound.range(*date);
                    let day = |date: Date| date.day_number();
                    Condition::Dated(from.map(day), before.map(day))
                }
            },
        }
    }

    fn conditions(&mut self, nodes: &'q [Node], is_wanted: bool, is_required: bool) -> Vec<Condition> {
        nodes.iter().map(|node| self.condition(node, is_wanted, is_required)).collect()
    }

    fn words(&mut self, words: &'q Words, is_wanted: bool, is_required: bool) -> Condition {
        let first = self.words.len();
        for word in &words.words {
            let known = self.earlier.get(self.words.len()).map(|planned| planned.lookup.clone());
            let lookup = known.unwrap_or_else(|| Lookup::plain(self.index, words, word));
            let lookup = lookup.lenient(self.index, words, self.leniency);
            self.words.push(Planned { lookup, is_wanted, is_required });
        }
        let numbers = first..self.words.len();
        if words.is_phrase && words.words.len() > 1 {
            return Condition::Phrase(numbers.zip(words.words.iter().map(|word| word.position as u32)).collect());
        }
        let mut conditions: Vec<_> = numbers.map(Condition::Word).collect();
        if conditions.len() == 1 { conditions.remove(0) } else { Condition::All(conditions) }
    }

    /// The places that are called so; with `is_prefix` those that begin so. Where no segment has any, those that have all these
    /// words.
    fn places(&self, value: &str, is_prefix: bool) -> Vec<Vec<u32>> {
        let folded = fold(value);
        let folded = folded.trim();
        let called = self.places_with(&|name: &str| name == folded || (is_prefix && name.starts_with(folded)));
        if called.iter().any(|places| !places.is_empty()) {
            return called;
        }
        self.places_with(&|name: &str| has_words(name, folded, is_prefix))
    }

    fn places_with(&self, test: &dyn Fn(&str) -> bool) -> Vec<Vec<u32>> {
        self.index.segments.iter().map(|numbered| numbered.segment.places_with(test)).collect()
    }
}
