//! What a reader may be typing: names of entities, stories, categories and sources.

use std::collections::BTreeSet;

use crate::protocol::{Facet, Suggestion};
use crate::sorting::sort_by;
use crate::text::{TokenKind, fold, for_each_token};

use super::index::Index;
use super::language::{Form, Typed, Word};

/// A value of a facet, over all segments.
type Value = (Facet, u32);

/// Shorter words are not completed: too many names begin so.
const MIN_COMPLETED_CHARS: usize = 2;

impl Index {
    /// Names that have all words of a text, and one that begins with its last: those that begin like the text first, then those
    /// with most events, then by name. Entities are found by any of their names.
    ///
    /// Cost: the values that have the rarest of the words.
    pub fn suggestions(&self, text: &str, limit: usize) -> Vec<Suggestion> {
        let words = words(text);
        let Some((last, whole)) = words.split_last() else { return Vec::new() };
        let completes = last.text.chars().count() >= MIN_COMPLETED_CHARS;
        let last = Word { form: if completes { Form::Prefix } else { Form::Whole }, ..last.clone() };
        let mut values = self.values_named_with(&last);
        for word in whole {
            let with_word = self.values_named_with(word);
            values.retain(|value| with_word.contains(value));
        }
        let folded = fold(text);
        let mut ranked: Vec<_> = values.into_iter().map(|value| self.ranked(value, folded.trim())).collect();
        let order = |a: &Ranked, b: &Ranked| {
            (b.begins, b.events).cmp(&(a.begins, a.events)).then_with(|| self.name(a.value).cmp(self.name(b.value)))
        };
        ranked.retain(|ranked| ranked.events > 0);
        sort_by(&mut ranked, order);
        ranked.truncate(limit);
        ranked.into_iter().map(|ranked| self.suggestion(&ranked, &words)).collect()
    }

    /// The values in whose names a word stands.
    fn values_named_with(&self, word: &Word) -> BTreeSet<Value> {
        let mut values = BTreeSet::new();
        for numbered in &self.segments {
            numbered.segment.for_each_named(&word.text, word.form == Form::Prefix, |facet, local| {
                values.extend(numbered.number_of(facet, local).map(|number| (facet, number)));
            });
        }
        let named = self.names.with_word(word, self.values[Facet::Entity as usize].len());
        let entities = named.exact.iter().chain(named.prefix.iter());
        values.extend(entities.map(|number| (Facet::Entity, number)));
        values
    }

    fn name(&self, (facet, number): Value) -> &str {
        self.values[facet as usize].name(number)
    }

    fn ranked(&self, value: Value, folded: &str) -> Ranked {
        let (facet, number) = value;
        let mut events = 0;
        self.values[facet as usize].for_each_place(std::iter::once(number), |segment, local| {
            let list = self.segments.get(segment).and_then(|segment| segment.segment.value_list(facet, local));
            events += list.map_or(0, |list| list.len());
        });
        Ranked { value, events, begins: fold(self.name(value)).starts_with(folded) }
    }

    fn suggestion(&self, ranked: &Ranked, words: &[Word]) -> Suggestion {
        let (facet, number) = ranked.value;
        let name = self.name(ranked.value);
        let is_by_alias = facet == Facet::Entity && !has_all(name, words);
        let alias = is_by_alias.then(|| self.names.alias_with(number, |alias| has_all(alias, words))).flatten();
        Suggestion { facet, value: name.to_owned(), count: ranked.events, alias }
    }
}

struct Ranked {
    value: Value,
    events: u32,
    /// The name begins with the text.
    begins: bool,
}

/// The words of a text.
fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    for_each_token(text, |token| {
        if token.kind != TokenKind::Joined {
            let form = if token.kind == TokenKind::Single { Form::Prefix } else { Form::Whole };
            words.push(Word { text: token.text.to_owned(), form, position: token.position, range: Typed(token.range) });
        }
    });
    words
}

/// Whether a name has all words, or ones that begin so.
fn has_all(name: &str, words: &[Word]) -> bool {
    let mut of_name = Vec::new();
    for_each_token(name, |token| of_name.push(token.text.to_owned()));
    words.iter().all(|word| of_name.iter().any(|term| term.starts_with(&word.text)))
}
