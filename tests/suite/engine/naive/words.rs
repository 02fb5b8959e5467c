//! What a word of a query is taken for.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use throughline::protocol::Facet;
use throughline::search::fuzzy::allowed_edits;
use throughline::search::language::{Form, Word, Words};
use throughline::search::{LABEL_SCORE, NAME_SCORE, PREFIX_FACTOR, STEM_FACTOR, TYPO_FACTOR, WEIGHED_PREFIX_CHARS};
use throughline::text::stem;

use super::{Archive, Doc, Term, Value};

/// Which words may have been mistyped, where the query does not say.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Leniency {
    None,
    Unknown,
    All,
}

/// How a term comes to what was asked for.
#[derive(Clone, Copy)]
enum Way {
    /// It is worth so much of the word itself.
    Weighed(f32),
    /// It begins as a short beginning does.
    Begins,
}

/// A word of a query, in an archive.
pub(super) struct Sense {
    /// For every term.
    terms: Vec<Option<Way>>,
    /// Whether it may be a misspelling of the term, for every term.
    misspelt: Vec<bool>,
    /// For every value where the word stands in its names.
    values: Vec<InNames>,
    /// What it is worth in any event that has it, at least.
    least: f32,
    /// The events that have it, once for every way in which they do, but no more than there are: for every term of their texts; for
    /// every different word in the names of their stories and entities, for every one in those of their category and sources, and for
    /// every one in the other names of their entities that is not in their own. (Where it is asked for exactly: every term, and every story.)
    pub(super) found: usize,
    /// Of CJK words only the first character is meant.
    pub(super) is_character: bool,
}

/// What a word is found as in the names of a value.
#[derive(Default)]
struct InNames {
    /// What that is worth; 0 where it is not.
    worth: f32,
    /// The words of the name.
    words: BTreeSet<String>,
    /// The words of its other names.
    alias_words: BTreeSet<String>,
}

impl Sense {
    /// What a word means, without misspellings or with those the query or the leniency allows.
    pub(super) fn new(archive: &Archive, words: &Words, word: &Word, is_exact: bool, leniency: Leniency) -> Self {
        let is_exact = is_exact || words.is_exact;
        let plain = Self::with_edits(archive, words, word, is_exact, 0);
        let lenient = match leniency {
            Leniency::None => false,
            Leniency::Unknown => plain.found == 0,
            Leniency::All => true,
        };
        let allowed = if lenient && !words.is_phrase { allowed_edits(&word.text) } else { 0 };
        match words.edits.unwrap_or(allowed) {
            edits if edits == 0 || is_exact => plain,
            edits => Self::with_edits(archive, words, word, is_exact, edits),
        }
    }

    fn with_edits(archive: &Archive, words: &Words, word: &Word, is_exact: bool, edits: u8) -> Self {
        let is_literal = is_exact || words.is_phrase;
        let is_short = word.form == Form::Prefix && word.text.chars().count() < WEIGHED_PREFIX_CHARS;
        let asked = Asked {
            word,
            stem: stem(&word.text).into_owned(),
            is_literal,
            is_phrase: words.is_phrase,
            is_short,
            edits: usize::from(edits),
        };
        let mut sense = Self {
            terms: archive.terms.iter().map(|term| asked.way(term)).collect(),
            misspelt: archive.terms.iter().map(|term| asked.as_misspelling(&term.text).is_some()).collect(),
            values: archive.values.iter().map(|value| asked.in_names(value)).collect(),
            least: if is_short { PREFIX_FACTOR * NAME_SCORE } else { 0.0 },
            found: 0,
            is_character: word.form == Form::Character,
        };
        let ways = |doc| match is_literal {
            true => sense.terms_in(doc) + sense.values_in(doc),
            false => sense.terms_in(doc) + sense.names_in(archive, doc),
        };
        sense.found = archive.docs.iter().map(ways).sum::<usize>().min(archive.docs.len());
        sense
    }

    fn terms_in(&self, doc: &Doc) -> usize {
        doc.terms.iter().filter(|standing| self.terms[standing.term].is_some()).count()
    }

    fn values_in(&self, doc: &Doc) -> usize {
        doc.values.iter().filter(|value| self.values[**value].worth > 0.0).count()
    }

    /// The different words in names of the values of an event, those of stories and entities, of the others, and the other names of
    /// entities each for themselves.
    fn names_in(&self, archive: &Archive, doc: &Doc) -> usize {
        let words_of = |facets: [Facet; 2]| {
            let values = doc.values.iter().filter(|value| facets.contains(&archive.values[**value].facet));
            values.flat_map(|value| &self.values[*value].words).collect::<BTreeSet<_>>().len()
        };
        let by_alias = doc.values.iter().flat_map(|value| &self.values[*value].alias_words).collect::<BTreeSet<_>>();
        words_of([Facet::Story, Facet::Entity]) + words_of([Facet::Category, Facet::Source]) + by_alias.len()
    }

    pub(super) fn is_in(&self, doc: &Doc) -> bool {
        self.terms_in(doc) + self.values_in(doc) > 0
    }

    /// The three words that stand in the texts of most events, of those that it may be a misspelling of.
    pub(super) fn spellings(&self, archive: &Archive) -> Vec<String> {
        let events =
            |term| archive.docs.iter().filter(|doc| doc.terms.iter().any(|standing| standing.term == term)).count();
        let misspelt = (0..self.misspelt.len()).filter(|term| self.misspelt[*term]);
        let mut spellings: Vec<_> = misspelt.map(|term| (Reverse(events(term)), &archive.terms[term].text)).collect();
        spellings.sort();
        spellings.into_iter().take(3).map(|(_, text)| text.clone()).collect()
    }

    pub(super) fn is_term(&self, term: usize) -> bool {
        self.terms[term].is_some()
    }

    /// How near an event comes to it.
    pub(super) fn closeness(&self, doc: &Doc) -> f32 {
        let in_text = doc.terms.iter().filter_map(|standing| match self.terms[standing.term]? {
            Way::Weighed(factor) => Some(factor * (NAME_SCORE + (1.0 - NAME_SCORE) * standing.worth)),
            Way::Begins => Some(self.least),
        });
        let in_names = doc.values.iter().map(|value| self.values[*value].worth).filter(|worth| *worth > 0.0);
        in_text.chain(in_names).map(|worth| worth.max(self.least)).fold(0.0, f32::max)
    }

    /// Where it stands in the texts, in any way.
    pub(super) fn positions(&self, doc: &Doc) -> Vec<usize> {
        self.positions_of(doc, |way| way.is_some())
    }

    /// Where it stands in the texts, but for words that only begin as a short beginning does.
    pub(super) fn weighed_positions(&self, doc: &Doc) -> Vec<usize> {
        self.positions_of(doc, |way| matches!(way, Some(Way::Weighed(_))))
    }

    fn positions_of(&self, doc: &Doc, test: impl Fn(Option<Way>) -> bool) -> Vec<usize> {
        let standing = doc.terms.iter().filter(|standing| test(self.terms[standing.term]));
        standing.flat_map(|standing| standing.positions.iter().copied()).collect()
    }
}

/// A word as it was asked for.
struct Asked<'w> {
    word: &'w Word,
    stem: String,
    /// It is looked for in the texts, as it is written.
    is_literal: bool,
    is_phrase: bool,
    is_short: bool,
    edits: usize,
}

impl Asked<'_> {
    fn way(&self, term: &Term) -> Option<Way> {
        let asked = self.word.text.as_str();
        let begins = term.text.starts_with(asked);
        let weighed = [
            (term.text == asked, 1.0),
            (self.word.form == Form::Character && begins, 1.0),
            (self.is_form(term), STEM_FACTOR),
            (self.word.form == Form::Prefix && begins && !self.is_short, PREFIX_FACTOR),
        ];
        let weighed = weighed.into_iter().filter(|(is_so, _)| *is_so).map(|(_, factor)| factor);
        let best = weighed.chain(self.as_misspelling(&term.text)).fold(0.0, f32::max);
        match best {
            0.0 => (self.word.form == Form::Prefix && begins).then_some(Way::Begins),
            factor => Some(Way::Weighed(factor)),
        }
    }

    /// Whether a term has the same stem and begins with it, but for a last e or i: two letters at least, and ten behind them at
    /// most.
    fn is_form(&self, term: &Term) -> bool {
        let root = self.stem.strip_suffix(['e', 'i']).unwrap_or(&self.stem);
        let has_forms = !self.is_literal
            && matches!(self.word.form, Form::Whole | Form::Prefix)
            && root.len() >= 2
            && term.text.len() <= root.len() + 10;
        has_forms && term.stem == self.stem && term.text.starts_with(root)
    }

    fn as_misspelling(&self, term: &str) -> Option<f32> {
        if self.edits == 0 || !matches!(self.word.form, Form::Whole | Form::Prefix) {
            return None;
        }
        let distance = distance(&self.word.text, term, self.word.form == Form::Prefix, self.edits)?;
        (distance > 0).then(|| TYPO_FACTOR / distance as f32)
    }

    fn in_names(&self, value: &Value) -> InNames {
        if self.is_phrase || self.is_literal && value.facet != Facet::Story {
            return InNames::default();
        }
        let score = match value.facet {
            Facet::Entity | Facet::Story => NAME_SCORE,
            Facet::Category | Facet::Source => LABEL_SCORE,
        };
        let all = value.words.iter().chain(&value.alias_words);
        InNames {
            worth: score * all.map(|word| self.factor_in_name(word)).fold(0.0, f32::max),
            words: self.meant(&value.words),
            alias_words: self.meant(&value.alias_words),
        }
    }

    fn meant(&self, words: &BTreeSet<String>) -> BTreeSet<String> {
        words.iter().filter(|word| self.factor_in_name(word) > 0.0).cloned().collect()
    }

    /// What a word of a name is worth, of the word itself; 0 if it is not meant.
    fn factor_in_name(&self, word: &str) -> f32 {
        let begins = word.starts_with(&self.word.text);
        match self.word.form {
            _ if word == self.word.text => 1.0,
            Form::Character if begins => 1.0,
            Form::Prefix if begins && !self.is_short => PREFIX_FACTOR,
            _ => self.as_misspelling(word).unwrap_or(0.0),
        }
    }
}

/// The number of characters to add, leave out, change or swap with their neighbours, each character once, to make one word
/// of the other, or of a beginning of the other; `None` if more than so many.
fn distance(word: &str, other: &str, is_prefix: bool, most: usize) -> Option<usize> {
    let word: Vec<char> = word.chars().collect();
    let mut other: Vec<char> = other.chars().collect();
    if is_prefix {
        other.truncate(word.len() + most);
    }
    if word.len().abs_diff(other.len()) > most && (!is_prefix || other.len() < word.len()) {
        return None;
    }
    let mut table = vec![(0..=other.len()).collect::<Vec<usize>>()];
    for i in 1..=word.len() {
        let mut row = vec![i];
        for j in 1..=other.len() {
            let change = usize::from(word[i - 1] != other[j - 1]);
            let mut least = (table[i - 1][j] + 1).min(row[j - 1] + 1).min(table[i - 1][j - 1] + change);
            if i > 1 && j > 1 && word[i - 1] == other[j - 2] && word[i - 2] == other[j - 1] {
                least = least.min(table[i - 2][j - 2] + 1);
            }
            row.push(least);
        }
        table.push(row);
    }
    let last = &table[word.len()];
    let distance = if is_prefix { *last.iter().min()? } else { *last.last()? };
    Some(distance).filter(|distance| *distance <= most)
}
