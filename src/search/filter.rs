//! Filters, looked up.

use std::borrow::Cow;

use crate::model::Date;
use crate::protocol::{Choice, Facet, Filters};
use crate::text::{TokenKind, fold, for_each_token};

use super::bitset::BitSet;
use super::field::FACETS;
use super::index::{Index, Numbered};

/// For every segment values of its column.
type Places = Vec<Vec<u32>>;

/// Filters in terms of numbered values.
#[derive(Clone, Debug)]
pub(super) struct Conditions {
    /// For every facet the values of which an event must have one; `None` where any will do.
    required: [Option<Places>; FACETS],
    /// For every facet the values that an event must not have.
    excluded: [Option<Places>; FACETS],
    after: Option<Date>,
    before: Option<Date>,
}

impl Conditions {
    pub(super) fn new(index: &Index, filters: &Filters) -> Self {
        let chosen = |facet, exclude| {
            let mut choices = filters.facet(facet).iter().filter(|choice| choice.exclude == exclude).peekable();
            choices.peek()?;
            let names: Vec<_> = choices.map(|choice| index.name_of(facet, choice)).collect();
            Some(index.places_of_names(facet, &names))
        };
        Self {
            required: Facet::ALL.map(|facet| chosen(facet, false)),
            excluded: Facet::ALL.map(|facet| chosen(facet, true)),
            after: filters.after,
            before: filters.before,
        }
    }

    /// The documents that have one of the required values of a facet; `None` where any will do.
    pub(super) fn required(&self, facet: Facet, segment: usize, numbered: &Numbered) -> Option<BitSet> {
        self.required[facet as usize].as_ref().map(|places| docs_with(numbered, facet, places.get(segment)))
    }

    /// The documents that have an excluded value of a facet; `None` where none is excluded.
    pub(super) fn excluded(&self, facet: Facet, segment: usize, numbered: &Numbered) -> Option<BitSet> {
        self.excluded[facet as usize].as_ref().map(|places| docs_with(numbered, facet, places.get(segment)))
    }

    /// The documents of the range of dates; `None` where there is no range.
    pub(super) fn dated(&self, numbered: &Numbered) -> Option<BitSet> {
        if self.after.is_none() && self.before.is_none() {
            return None;
        }
        let (after, before) = (self.after.map(|date| date.day_number()), self.before.map(|date| date.day_number()));
        Some(dated(numbered, after, before, &BitSet::all(numbered.segment.len())))
    }
}

/// The documents of a range of days.
pub(super) fn dated(numbered: &Numbered, after: Option<i32>, before: Option<i32>, within: &BitSet) -> BitSet {
    let mut docs = BitSet::none(numbered.segment.len());
    let days = numbered.segment.days();
    // Documents are in the order of their days, newest first.
    let first = before.map_or(0, |before| days.first_before(before));
    let end = after.map_or(numbered.segment.len() as u32, |after| days.first_before(after));
    (first..end).for_each(|doc| docs.insert(doc));
    docs.intersect(within);
    docs
}

fn docs_with(numbered: &Numbered, facet: Facet, locals: Option<&Vec<u32>>) -> BitSet {
    let mut docs = BitSet::none(numbered.segment.len());
    for local in locals.into_iter().flatten() {
        let list = numbered.segment.value_list(facet, *local);
        list.into_iter().for_each(|list| list.for_each_doc(|doc| docs.insert(doc)));
    }
    docs
}

/// Whether a name has all words of a text, or ones that begin with the last of them. As in texts, a single CJK character stands
/// for all words that begin with it.
pub(super) fn has_words(name: &str, text: &str, is_prefix: bool) -> bool {
    let mut words = Vec::new();
    for_each_token(name, |token| words.push(token.text.to_owned()));
    let mut asked = Vec::new();
    for_each_token(text, |token| {
        asked.extend(
            (token.kind != TokenKind::Joined).then(|| (token.text.to_owned(), token.kind == TokenKind::Single)),
        );
    });
    let last = asked.len().saturating_sub(1);
    let has = |(place, (word, is_single)): (usize, &(String, bool))| {
        let is_beginning = *is_single || (is_prefix && place == last);
        words.iter().any(|other| other == word || (is_beginning && other.starts_with(word)))
    };
    !asked.is_empty() && asked.iter().enumerate().all(has)
}

impl Index {
    /// For every segment the numbers in its column of values with these names.
    fn places_of_names(&self, facet: Facet, names: &[Cow<'_, str>]) -> Places {
        let of_segment = |numbered: &Numbered| {
            names.iter().filter_map(|name| numbered.segment.find_value(facet, name)).collect::<Vec<_>>()
        };
        self.segments.iter().map(of_segment).collect()
    }

    /// For every segment the numbers of the values that are called so: case and diacritics do not matter, entities have their other
    /// names too, and what [`Index::resolve_entity`] knows is that entity alone. With `is_prefix` those that begin so. Where there
    /// are none, those that have all these words in one of their names.
    pub(super) fn places_of_value(&self, facet: Facet, value: &str, is_prefix: bool) -> Places {
        if facet == Facet::Entity
            && !is_prefix
            && let Some(entity) = self.resolve_entity(value)
        {
            return self.places_of_names(facet, &[entity.into()]);
        }
        let folded = fold(value);
        let folded = folded.trim();
        let called = self.places_with(facet, &|name: &str| name == folded || (is_prefix && name.starts_with(folded)));
        if called.iter().any(|places| !places.is_empty()) {
            return called;
        }
        self.places_with(facet, &|name: &str| has_words(name, folded, is_prefix))
    }

    /// For every segment the numbers of the values one of whose names passes a test, which is given it folded.
    fn places_with(&self, facet: Facet, test: &dyn Fn(&str) -> bool) -> Places {
        self.segments.iter().map(|numbered| numbered.segment.values_with(facet, test)).collect()
    }

    /// The name of the value that the reader has chosen: entities by any of their names.
    pub(super) fn name_of<'a>(&self, facet: Facet, choice: &'a Choice) -> Cow<'a, str> {
        let entity = (facet == Facet::Entity).then(|| self.resolve_entity(&choice.value)).flatten();
        entity.map_or(Cow::Borrowed(&choice.value), Cow::Owned)
    }
}
