//! What a reader may be typing: names of entities, stories, categories and sources.

use std::collections::BTreeSet;

use crate::model::Alias;
use crate::protocol::{Facet, Suggestion};
use crate::sorting::sort_by;
use crate::text::fold;

use super::filter::has_words;
use super::index::Index;
use super::language::{Form, Query, Word};
use super::lookup::is_short_beginning;

/// A value of a facet, over all segments.
type Value = (Facet, u32);

impl Index {
    /// Names that have all words of a query, the last of which is unfinished: those that begin like the text first, then those
    /// with most events, then by name. Entities are found by any of their names; `aliases` tells which those are. As in a
    /// search, beginnings that are too short to be weighed are not looked for in names.
    ///
    /// Cost: the values that have each of the words, of which a query has a bounded number.
    pub fn suggestions<'a>(&self, text: &str, limit: usize, aliases: impl Fn(&str) -> &'a [Alias]) -> Vec<Suggestion> {
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
            let alias = aliases(name).iter().map(|alias| alias.name.as_str()).filter(is_meant).min();
            let alias = alias.filter(|_| by_alias).map(str::to_owned);
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
            numbered.segment.for_each_named(&word.text, completes, |facet, local| {
                numbered.number_of(facet, local).into_iter().for_each(|number| _ = values.insert((facet, number)));
            });
        }
        let named = self.names.with_word(word, self.values[Facet::Entity as usize].len());
        named.exact.iter().chain(named.prefix.iter()).for_each(|entity| _ = values.insert((Facet::Entity, entity)));
        values
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
