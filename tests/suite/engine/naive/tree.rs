//! Which events a query is about.

use std::collections::BTreeSet;
use std::rc::Rc;

use throughline::protocol::Facet;
use throughline::search::language::{Leaf, Node, Property, Term, Words};
use throughline::text::{TokenKind, fold};

use super::words::{Leniency, Sense};
use super::{Archive, words};

/// Whether an event, by its number, meets a condition.
type Condition<'a> = Box<dyn Fn(usize) -> bool + 'a>;

/// A query, in an archive.
pub(super) struct Meaning<'a> {
    pub(super) meets: Condition<'a>,
    /// The words that are asked for, not excluded, in the order of the query.
    pub(super) wanted: Vec<Rc<Sense>>,
}

impl<'a> Meaning<'a> {
    pub(super) fn new(archive: &'a Archive, root: &Node, is_exact: bool, leniency: Leniency) -> Self {
        let mut reader = Reader { archive, is_exact, leniency, wanted: Vec::new() };
        let meets = reader.condition(root, true);
        Self { meets, wanted: reader.wanted }
    }
}

struct Reader<'a> {
    archive: &'a Archive,
    is_exact: bool,
    leniency: Leniency,
    wanted: Vec<Rc<Sense>>,
}

impl<'a> Reader<'a> {
    fn condition(&mut self, node: &Node, is_wanted: bool) -> Condition<'a> {
        match node {
            Node::All(nodes) => {
                let conditions = self.conditions(nodes, is_wanted);
                Box::new(move |event| conditions.iter().all(|condition| condition(event)))
            }
            Node::Any(nodes) => {
                let conditions = self.conditions(nodes, is_wanted);
                Box::new(move |event| conditions.iter().any(|condition| condition(event)))
            }
            Node::Not(node) => {
                let condition = self.condition(node, !is_wanted);
                Box::new(move |event| !condition(event))
            }
            Node::Leaf(Leaf { term, .. }) => self.leaf(term, is_wanted),
        }
    }

    fn conditions(&mut self, nodes: &[Node], is_wanted: bool) -> Vec<Condition<'a>> {
        nodes.iter().map(|node| self.condition(node, is_wanted)).collect()
    }

    fn leaf(&mut self, term: &Term, is_wanted: bool) -> Condition<'a> {
        let archive = self.archive;
        match term {
            Term::Words(words) => self.words(words, is_wanted),
            Term::Is { property: Property::Facet(facet), value, is_prefix } => {
                let values = archive.values_like(*facet, value, *is_prefix);
                Box::new(move |event| !values.is_disjoint(&archive.docs[event].values))
            }
            Term::Is { property: Property::Place, value, is_prefix } => {
                let places: BTreeSet<&String> =
                    archive.events.iter().filter_map(|event| event.place.as_ref()).collect();
                let places = like(places.into_iter().map(|place| (place, [place])), value, *is_prefix);
                Box::new(move |event| archive.events[event].place.as_ref().is_some_and(|place| places.contains(place)))
            }
            Term::Dated { bound, date } => {
                let (from, before) = bound.range(*date);
                Box::new(move |event| {
                    let date = archive.events[event].date;
                    from.is_none_or(|from| date >= from) && before.is_none_or(|before| date < before)
                })
            }
        }
    }

    fn words(&mut self, words: &Words, is_wanted: bool) -> Condition<'a> {
        let archive = self.archive;
        let sense = |word| Rc::new(Sense::new(archive, words, word, self.is_exact, self.leniency));
        let senses: Vec<_> = words.words.iter().map(sense).collect();
        if is_wanted {
            self.wanted.extend(senses.iter().cloned());
        }
        if !words.is_phrase || senses.len() == 1 {
            return Box::new(move |event| senses.iter().all(|sense| sense.is_in(&archive.docs[event])));
        }
        let places: Vec<usize> = words.words.iter().map(|word| word.position - words.words[0].position).collect();
        Box::new(move |event| {
            let positions: Vec<_> = senses.iter().map(|sense| sense.positions(&archive.docs[event])).collect();
            let follow = |start: &usize| places.iter().zip(&positions).all(|(place, at)| at.contains(&(start + place)));
            positions[0].iter().any(follow)
        })
    }
}

impl Archive {
    /// The values that are called so; if there are none, those that have all these words.
    fn values_like(&self, facet: Facet, asked: &str, is_prefix: bool) -> BTreeSet<usize> {
        if let Some(entity) = self.resolve(asked).filter(|_| facet == Facet::Entity && !is_prefix) {
            return BTreeSet::from([entity]);
        }
        let values = self.values.iter().enumerate().filter(|(_, value)| value.facet == facet);
        // An entity answers to the beginning of any of its names.
        like(values.map(|(number, value)| (number, value.all_names())), asked, is_prefix)
    }
}

/// Of some things with names those that are called so, or begin so; if there are none, those that have all these words in one
/// of their names.
fn like<'n, T: Ord, N>(things: impl Iterator<Item = (T, N)>, asked: &str, is_prefix: bool) -> BTreeSet<T>
where
    N: IntoIterator<Item = &'n String>,
{
    let folded = fold(asked);
    let folded = folded.trim();
    let is_called = |name: &String| {
        let name = fold(name);
        name == folded || (is_prefix && name.starts_with(folded))
    };
    let (mut called, mut worded) = (BTreeSet::new(), BTreeSet::new());
    for (thing, names) in things {
        let names: Vec<_> = names.into_iter().collect();
        if names.iter().any(|name| is_called(name)) {
            called.insert(thing);
        } else if names.iter().any(|name| has_words(name, asked, is_prefix)) {
            worded.insert(thing);
        }
    }
    if called.is_empty() { worded } else { called }
}

pub(super) fn has_words(name: &str, asked: &str, is_prefix: bool) -> bool {
    let named = words(name);
    let mut asked = words(asked);
    asked.retain(|word| word.kind != TokenKind::Joined);
    let last = asked.len().saturating_sub(1);
    let has = |(place, word): (usize, &super::Word)| {
        // A single CJK character stands for all tokens that begin with it.
        let is_beginning = word.kind == TokenKind::Single || (is_prefix && place == last);
        named.iter().any(|other| other.text == word.text || (is_beginning && other.text.starts_with(&word.text)))
    };
    !asked.is_empty() && asked.iter().enumerate().all(has)
}
