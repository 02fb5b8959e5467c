//! Which names a reader may be typing.

use std::cmp::Reverse;

use throughline::protocol::{Facet, Suggestion};
use throughline::search::WEIGHED_PREFIX_CHARS;
use throughline::search::language::{Form, Query, Word};
use throughline::text::fold;

use super::tree::has_words;
use super::{Archive, Value};

impl Archive {
    /// All names that have the words of a text, the last of which is unfinished: those that begin like the text first, then those
    /// with most events, then by name.
    pub(crate) fn suggestions(&self, text: &str) -> Vec<Suggestion> {
        let query = Query::parse(text, true);
        let words: Vec<&Word> = query.wanted_words().map(|(word, _)| word).collect();
        let mut suggestions = Vec::new();
        for facet in Facet::ALL {
            for (number, value) in self.values.iter().enumerate().filter(|(_, value)| value.facet == facet) {
                let count = self.docs.iter().filter(|doc| doc.values.contains(&number)).count() as u32;
                if count > 0 && !words.is_empty() && words.iter().all(|word| value.may_be_meant(word)) {
                    let alias = value.typed_alias(text);
                    suggestions.push(Suggestion { facet, value: value.name.clone(), count, alias });
                }
            }
        }
        let folded = fold(text);
        let begins = |suggestion: &Suggestion| fold(&suggestion.value).starts_with(folded.trim());
        // Stable: the same name comes in the order of the facets.
        suggestions.sort_by_key(|other| (Reverse(begins(other)), Reverse(other.count), other.value.clone()));
        suggestions
    }
}

impl Value {
    /// Whether one of the words of its names is a word of a query, or begins so where the word is unfinished and not too short.
    fn may_be_meant(&self, word: &Word) -> bool {
        let completes = match word.form {
            Form::Prefix => word.text.chars().count() >= WEIGHED_PREFIX_CHARS,
            Form::Character => true,
            Form::Whole | Form::Pair => false,
        };
        let mut words = self.words.iter().chain(&self.alias_words);
        words.any(|other| *other == word.text || completes && other.starts_with(&word.text))
    }

    /// The first of the aliases that have all words of a text, if the name does not.
    fn typed_alias(&self, text: &str) -> Option<String> {
        let mut meant: Vec<_> = self.aliases.iter().filter(|alias| has_words(alias, text, true)).collect();
        meant.sort();
        meant.first().filter(|_| !has_words(&self.name, text, true)).map(|alias| (*alias).clone())
    }
}
