//! What was understood: the tree of a query.

use std::ops::Range;

use crate::model::{Date, PartialDate};
use crate::protocol::Facet;

/// A query, understood. Displays as a text that [`Query::parse`] reads as the same tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// What events must be like.
    pub root: Node,
}

/// A condition on events.
///
/// Trees are simple when built with [`Node::all`], [`Node::any`] and [`Node::negated`], as the parser does: a group holds
/// two or more different conditions and no group of its own kind; nothing is negated twice. Only the root can be the
/// empty `All`, which every event meets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// All of these hold.
    All(Vec<Node>),
    /// One of these holds, or more.
    Any(Vec<Node>),
    /// This does not hold: all events but those.
    Not(Box<Node>),
    /// A condition that is not made of others.
    Leaf(Leaf),
}

/// A condition that is not made of others, and where it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// What is asked.
    pub term: Term,
    /// Its bytes in the text, with its marks and quotes but without a minus. Words that were typed as one with
    /// something else between them (`foo:bar`) share a range.
    pub range: Typed<Range<usize>>,
}

/// What a [`Leaf`] asks of events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// Their texts, or the names of their entities, stories, category or sources, hold these words; a phrase, their texts.
    Words(Words),
    /// A property of theirs has a value.
    Is {
        /// Which property.
        property: Property,
        /// The value as typed, without quotes and white space around it. Empty only if `is_prefix`: any value will do.
        value: String,
        /// Values that begin so will do.
        is_prefix: bool,
    },
    /// Their date lies in a range: see [`Bound::range`].
    Dated {
        /// Which side of `date`.
        bound: Bound,
        /// A year, a month or a day.
        date: PartialDate,
    },
}

/// A word or a phrase.
///
/// What was typed as one word can be several to the index (`COVID-19`; CJK characters, which are cut into overlapping
/// pairs): then all of them are wanted, and best next to each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// One at least, in order.
    pub words: Vec<Word>,
    /// The words must follow each other as their positions say.
    pub is_phrase: bool,
    /// No other forms of the words, no names but those of stories, no typing errors.
    pub is_exact: bool,
    /// The most typing errors in each word; `None` leaves it to the search. At most [`super::MAX_EDITS`], and `None`
    /// with `is_exact`.
    pub edits: Option<u8>,
    /// As typed, without marks and quotes, and such that it is read as these words again.
    pub spelling: Typed<String>,
}

/// One word to look for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Folded, as in [`crate::text::Token`].
    pub text: String,
    /// Which terms of the index it matches.
    pub form: Form,
    /// The number of words before it in its [`Words`], as in [`crate::text::Token`].
    pub position: usize,
    /// Its bytes in the text of the query. Pairs of CJK characters overlap.
    pub range: Typed<Range<usize>>,
}

/// Which terms of the index a [`Word`] matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// The term itself.
    Whole,
    /// The term itself and, less well, terms that begin with it.
    Prefix,
    /// Two CJK characters: the term itself, which has no other forms.
    Pair,
    /// A single CJK character: the terms that begin with it, all alike (see [`crate::text::TokenKind::Single`]).
    Character,
}

/// A property of events that a query can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Property {
    /// See [`Facet`].
    Facet(Facet),
    /// Where it happened: [`crate::model::Event::place`].
    Place,
}

/// On which side of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bound {
    /// On the date or later.
    After,
    /// Before the first day of it.
    Before,
    /// Within it.
    On,
}

/// How or where something was typed. Any two are equal: trees compare by what they ask.
#[derive(Clone, Debug, Default)]
pub struct Typed<T>(pub T);

impl<T> PartialEq for Typed<T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<T> Eq for Typed<T> {}

impl Query {
    /// Whether it asks nothing, so that every event matches.
    pub fn is_everything(&self) -> bool {
        matches!(&self.root, Node::All(members) if members.is_empty())
    }

    /// Lets every word stand for nothing but itself, as if each were marked so.
    pub fn make_exact(&mut self) {
        self.root.make_exact();
    }

    /// The leaves in the order of the text, each with whether it is wanted (not under a [`Node::Not`], or under two):
    /// what is not wanted is neither scored nor highlighted.
    pub fn leaves(&self) -> Vec<(&Leaf, bool)> {
        let mut leaves = Vec::new();
        self.root.collect_leaves(true, &mut leaves);
        leaves
    }

    /// The words of the leaves that are wanted, each with the word or phrase it belongs to.
    pub fn wanted_words(&self) -> impl Iterator<Item = (&Word, &Words)> {
        let wanted = self.leaves().into_iter().filter(|(_, is_wanted)| *is_wanted);
        let terms = wanted.filter_map(|(leaf, _)| match &leaf.term {
            Term::Words(words) => Some(words),
            _ => None,
        });
        terms.flat_map(|words| words.words.iter().map(move |word| (word, words)))
    }
}

impl Node {
    /// That all of these hold; `None` if there are none.
    pub fn all(nodes: Vec<Self>) -> Option<Self> {
        let members = |node| match node {
            Self::All(members) => members,
            other => vec![other],
        };
        grouped(nodes.into_iter().flat_map(members), Self::All)
    }

    /// That one of these holds or more; `None` if there are none.
    pub fn any(nodes: Vec<Self>) -> Option<Self> {
        let alternatives = |node| match node {
            Self::Any(alternatives) => alternatives,
            other => vec![other],
        };
        grouped(nodes.into_iter().flat_map(alternatives), Self::Any)
    }

    /// That this does not hold.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Self::Not(inner) => *inner,
            other => Self::Not(Box::new(other)),
        }
    }

    fn make_exact(&mut self) {
        match self {
            Self::All(nodes) | Self::Any(nodes) => nodes.iter_mut().for_each(Self::make_exact),
            Self::Not(node) => node.make_exact(),
            Self::Leaf(Leaf { term: Term::Words(words), .. }) => (words.is_exact, words.edits) = (true, None),
            Self::Leaf(_) => {}
        }
    }

    fn collect_leaves<'q>(&'q self, is_wanted: bool, leaves: &mut Vec<(&'q Leaf, bool)>) {
        match self {
            Self::All(nodes) | Self::Any(nodes) => {
                nodes.iter().for_each(|node| node.collect_leaves(is_wanted, leaves));
            }
            Self::Not(inner) => inner.collect_leaves(!is_wanted, leaves),
            Self::Leaf(leaf) => leaves.push((leaf, is_wanted)),
        }
    }
}

/// The different ones of some conditions, as a group if there are several.
fn grouped(nodes: impl Iterator<Item = Node>, group: fn(Vec<Node>) -> Node) -> Option<Node> {
    let mut different = Vec::new();
    for node in nodes {
        if !different.contains(&node) {
            different.push(node);
        }
    }
    if different.len() > 1 { Some(group(different)) } else { different.pop() }
}

impl Property {
    /// All properties.
    pub const ALL: [Self; 5] = [
        Self::Facet(Facet::Category),
        Self::Facet(Facet::Story),
        Self::Facet(Facet::Entity),
        Self::Facet(Facet::Source),
        Self::Place,
    ];

    /// The name in queries.
    pub fn name(self) -> &'static str {
        match self {
            Self::Facet(facet) => facet.name(),
            Self::Place => "place",
        }
    }
}

impl Bound {
    /// All bounds.
    pub const ALL: [Self; 3] = [Self::After, Self::Before, Self::On];

    /// The name in queries.
    pub fn name(self) -> &'static str {
        match self {
            Self::After => "after",
            Self::Before => "before",
            Self::On => "on",
        }
    }

    /// The first day that will do, and the first after it that will not: as in [`crate::protocol::Filters`].
    pub fn range(self, date: PartialDate) -> (Option<Date>, Option<Date>) {
        match self {
            Self::After => (Some(date.first()), None),
            Self::Before => (None, Some(date.first())),
            // After the last day of the calendar there is no date to be before, and no event to leave out.
            Self::On => (Some(date.first()), date.last().plus_days(1)),
        }
    }
}
