//! What a reader may be typing: names of entities, stories, categories and sources.

use std::collections::BTreeSet;

use crate::protocol::{Facet, Suggestion};
use crate::sorting::sort_by;
use crate::text::fold;

use super::filter::has_words;
use super::index::Index;
use super::language::{Form, Query, Word};
use super::lookup::is_short_beginning;
use super::segment::NameKind;

/// A value of a facet, over all segments.
type Value = (Facet, u32);

impl Index {
    /// Names that have all words of a query, the last of which is unfinished: those that begin like the text first, then those
    /// with most events, then by name. Entities are found by any of their names. As in a search, beginnings that are too short to be
    /// weighed are not looked for in names. Only names in segments of which nothing is missing are suggested: see [`Index::counted`].
    ///
    /// Cost: the values that have each of the words, of which a query has a bounded number.
    pub fn suggestions(&self, text: &str, limit: usize) -> Vec<Suggestion> {
        let query = Query::parse(text, true);
        let mut words = query.wanted_words().map(|(word, _)| self.values_named_with(word));
        let Some(first) = words.next() else { return Vec::new() };
        let values = words.fold(first, |mut values, others| {
            values.retain(|value| others.contains(value));
            values
        });
        let folded = fold(text);
        let mut ranked: Vec<_> = values.into_iter().map(|value| self.ranked(value, folded.trim())).collect();
        ranked.retain(|ranked| ranked.events > 0);
        sort_by(&mut ranked, |a, b| {
            (b.begins, b.events).cmp(&(a.begins, a.events)).then_with(|| self.name(a.value).cmp(self.name(b.value)))
        });
        ranked.truncate(limit);
        let suggestion = |Ranked { value, events, .. }| {
            let name = self.name(value);
            let is_meant = |name: &&str| has_words(name, &folded, true);
            let by_alias = value.0 == Facet::Entity && !is_meant(&name);
            let others = if by_alias { self.other_names(value.1) } else { Vec::new() };
            let alias = others.into_iter().filter(|other| is_meant(&other.as_str())).min();
            Suggestion { facet: value.0, value: name.to_owned(), count: events, alias }
        };
        ranked.into_iter().map(suggestion).collect()
    }

    /// The values in whose names a word stands.
    fn values_named_with(&self, word: &Word) -> BTreeSet<Value> {
        let word = &if is_short_beginning(word) { Word { form: Form::Whole, ..word.clone() } } else { word.clone() };
        let completes = matches!(word.form, Form::Prefix | Form::Character);
        let mut values = BTreeSet::new();
        for numbered in &self.segments {
            if numbered.numbers.is_none() {
                continue;
            }
            numbered.segment.for_each_named(&NameKind::ALL, &word.text, completes, &mut |facet, local| {
                numbered.number_of(facet, local).into_iter().for_each(|number| _ = values.insert((facet, number)));
            });
        }
        values
    }

    /// The other names of an entity.
    fn other_names(&self, entity: u32) -> Vec<String> {
        let mut names = Vec::new();
        self.for_each_place(Facet::Entity, &std::iter::once(entity), |segment, local| {
            let segment = self.segments.get(segment).filter(|_| names.is_empty());
            names.extend(segment.into_iter().flat_map(|numbered| numbered.segment.other_names(local)));
        });
        names
    }

    fn name(&self, (facet, number): Value) -> &str {
        self.values[facet as usize].name(number)
    }

    fn ranked(&self, value: Value, folded: &str) -> Ranked {
        let begins = fold(self.name(value)).starts_with(folded);
        Ranked { value, events: self.events_with_value(value.0, value.1), begins }
    }
}

struct Ranked {
    value: Value,
    events: u32,
    /// The name begins with the text.
    begins: bool,
}
