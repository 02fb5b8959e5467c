//! What the engine should answer, found by looking at every event: slow and plain.
//!
//! Written from what the documentation of `search` says, not from its code. It has in common with the engine what has tests of
//! its own: how texts are folded and cut into words, stems, the parser of queries, and the constants.
//!
//! - here: events, entities, filters, counts;
//! - `words`: what a word of a query is taken for;
//! - `tree`: which events a query is about;
//! - `ranking`: what they are worth;
//! - `suggest`: which names a reader may be typing.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests, which clippy does not know as such")]

mod ranking;
mod suggest;
mod tree;
mod words;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use throughline::model::{Date, Entity, Event};
use throughline::protocol::{Choice, Count, Facet, FacetCounts, Filters, SearchRequest, Span};
use throughline::search::{
    BM25_K1, COUNTED_LETTERS_FROM, COUNTED_LETTERS_MOST, Field, LETTERS_OF_A_WORD, REPEAT_FACTOR,
};
use throughline::text::{TokenKind, fold, for_each_token, stem};

pub(crate) use ranking::Answer;

/// The words between one text of an event and the next.
const TEXT_GAP: usize = 16;

/// Events in the order of the archive (by date), the table of entities, and all that is said in them.
pub(crate) struct Archive {
    pub(crate) events: Vec<Event>,
    /// All different words of all texts.
    terms: Vec<Term>,
    numbers: HashMap<String, usize>,
    /// All different values of all facets.
    values: Vec<Value>,
    /// For every event what it has.
    docs: Vec<Doc>,
}

struct Term {
    text: String,
    stem: String,
}

struct Value {
    facet: Facet,
    name: String,
    /// For entities.
    aliases: Vec<String>,
    /// Name and aliases, folded.
    folded: Vec<String>,
    /// Of the name.
    words: BTreeSet<String>,
    /// Of the aliases, without those.
    alias_words: BTreeSet<String>,
}

struct Doc {
    terms: Vec<Standing>,
    values: BTreeSet<usize>,
}

/// A term in the texts of an event.
struct Standing {
    term: usize,
    positions: Vec<usize>,
    /// What its occurrences are worth, between 0 and 1.
    worth: f32,
}

/// A word in a text.
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) kind: TokenKind,
    pub(crate) position: usize,
    pub(crate) range: std::ops::Range<usize>,
}

pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    for_each_token(text, |token| {
        words.push(Word {
            text: token.text.to_owned(),
            kind: token.kind,
            position: token.position,
            range: token.range,
        });
    });
    words
}

impl Archive {
    pub(crate) fn new(mut events: Vec<Event>, entities: &[Entity]) -> Self {
        events.sort_by_key(|event| event.date);
        let mut archive =
            Self { events, terms: Vec::new(), numbers: HashMap::new(), values: Vec::new(), docs: Vec::new() };
        let numbers = archive.number_values(entities);
        for number in 0..archive.events.len() {
            let event = archive.events[number].clone();
            let terms = archive.standing(&event);
            let of_facet = |facet| names(&event, facet).into_iter().map(move |name| (facet as usize, name));
            let values = Facet::ALL.into_iter().flat_map(of_facet).map(|value| numbers[&value]).collect();
            archive.docs.push(Doc { terms, values });
        }
        archive
    }

    fn number_values(&mut self, entities: &[Entity]) -> HashMap<(usize, String), usize> {
        let mut numbers = HashMap::new();
        let of_event = |event| {
            Facet::ALL.into_iter().flat_map(move |facet| names(event, facet).into_iter().map(move |name| (facet, name)))
        };
        let all: Vec<_> = self.events.iter().flat_map(of_event).collect();
        let table: HashMap<&str, &Entity> = entities.iter().map(|entity| (entity.name.as_str(), entity)).collect();
        for (facet, name) in all {
            numbers.entry((facet as usize, name.clone())).or_insert_with(|| {
                let known = table.get(name.as_str()).filter(|_| facet == Facet::Entity);
                let aliases: Vec<_> =
                    known.iter().flat_map(|entity| &entity.aliases).map(|alias| alias.name.clone()).collect();
                let words_of = |name: &String| words(name).into_iter().map(|word| word.text).collect::<Vec<_>>();
                let words: BTreeSet<String> = words_of(&name).into_iter().collect();
                let alias_words = aliases.iter().flat_map(words_of).filter(|word| !words.contains(word)).collect();
                let folded = aliases.iter().chain([&name]).map(|name| fold(name)).collect();
                self.values.push(Value { facet, name, aliases, folded, words, alias_words });
                self.values.len() - 1
            });
        }
        numbers
    }

    /// The different words in the texts of an event, one text after the other.
    fn standing(&mut self, event: &Event) -> Vec<Standing> {
        let mut standing: BTreeMap<usize, (Vec<usize>, f32)> = BTreeMap::new();
        let mut start = 0;
        for field in Field::ALL {
            for text in field.texts(event) {
                let words = words(text);
                let count = words.iter().filter(|word| word.kind != TokenKind::Joined).count();
                let letters = words.iter().map(letters).sum::<usize>();
                // Lengths count wholly: in a text twice as long, an occurrence is worth half.
                let weight = field.weight() / (letters as f32 / (field.pivot() * LETTERS_OF_A_WORD as f32));
                let mut said = BTreeSet::new();
                for word in words {
                    let term = self.number_of_term(&word.text);
                    let (positions, sum) = standing.entry(term).or_default();
                    positions.push(start + word.position);
                    *sum += if said.insert(term) { weight } else { weight * REPEAT_FACTOR };
                }
                start += count + TEXT_GAP;
            }
        }
        let of_term = |(term, (positions, sum))| Standing { term, positions, worth: worth(sum) };
        standing.into_iter().map(of_term).collect()
    }

    fn number_of_term(&mut self, text: &str) -> usize {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        self.terms.push(Term { text: text.to_owned(), stem: stem(text).into_owned() });
        self.numbers.insert(text.to_owned(), self.terms.len() - 1);
        self.terms.len() - 1
    }

    /// The entity that a name means, as the documentation of filters has it.
    fn resolve(&self, name: &str) -> Option<usize> {
        let entities = || self.values.iter().enumerate().filter(|(_, value)| value.facet == Facet::Entity);
        let only = |test: &dyn Fn(&Value) -> bool| {
            let mut found = entities().filter(|(_, value)| test(value)).map(|(number, _)| number);
            found.next().filter(|_| found.next().is_none())
        };
        let folded = fold(name);
        let alike = |key: &str| {
            only(&|value| value.folded.last().is_some_and(|name| name == key))
                .or_else(|| only(&|value| value.folded.iter().any(|name| name == key)))
        };
        let is_known = entities().any(|(_, value)| value.folded.contains(&folded));
        only(&|value| value.name == name)
            .or_else(|| only(&|value| value.all_names().any(|other| other == name)))
            .or_else(|| alike(if is_known { &folded } else { folded.trim() }))
    }

    /// Filters with the values that their choices mean.
    fn meant_filters<'f>(&self, filters: &'f Filters) -> Meant<'f> {
        let of_facet = |facet| filters.facet(facet).iter().map(move |choice| (facet, choice));
        let choices = Facet::ALL.into_iter().flat_map(of_facet);
        let meant = |(facet, choice): (Facet, &Choice)| (facet, self.meant(facet, choice), choice.exclude);
        Meant { filters, choices: choices.map(meant).collect() }
    }

    /// The value that a choice means.
    fn meant(&self, facet: Facet, choice: &Choice) -> Option<usize> {
        match facet {
            Facet::Entity => self.resolve(&choice.value),
            _ => self.values.iter().position(|value| value.facet == facet && value.name == choice.value),
        }
    }
}

/// Filters, in an archive.
struct Meant<'f> {
    filters: &'f Filters,
    /// What is chosen, if there is such a value, and whether it is excluded.
    choices: Vec<(Facet, Option<usize>, bool)>,
}

impl Meant<'_> {
    fn pass(&self, event: &Event, doc: &Doc) -> bool {
        let has = |value: &Option<usize>| value.is_some_and(|value| doc.values.contains(&value));
        let is_excluded = self.choices.iter().any(|(_, value, exclude)| *exclude && has(value));
        let is_of = |facet: Facet| {
            let required = self.choices.iter().filter(|(of, _, exclude)| *of == facet && !exclude);
            let has_it: Vec<bool> = required.map(|(_, value, _)| has(value)).collect();
            has_it.is_empty() || has_it.contains(&true)
        };
        let dated = self.filters.after.is_none_or(|after| event.date >= after)
            && self.filters.before.is_none_or(|before| event.date < before);
        dated && !is_excluded && Facet::ALL.into_iter().all(is_of)
    }
}

impl Value {
    fn all_names(&self) -> impl Iterator<Item = &String> {
        self.aliases.iter().chain([&self.name])
    }
}

impl Answer<'_> {
    /// As [`FacetCounts::values`] says.
    pub(crate) fn facet(&self, request: &SearchRequest, facet: Facet) -> FacetCounts {
        let archive = self.archive;
        let mut open = request.filters.clone();
        open.facet_mut(facet).retain(|choice| choice.exclude);
        let mut counts: BTreeMap<usize, u32> = BTreeMap::new();
        for number in self.matches(&open) {
            let of_facet = archive.docs[number].values.iter().filter(|value| archive.values[**value].facet == facet);
            of_facet.for_each(|value| *counts.entry(*value).or_default() += 1);
        }
        let chosen: BTreeMap<&String, Option<usize>> =
            request.filters.facet(facet).iter().map(|choice| (&choice.value, archive.meant(facet, choice))).collect();
        let count = |value: &Option<usize>| value.and_then(|value| counts.get(&value)).copied().unwrap_or(0);
        let of_chosen: Vec<_> = chosen.iter().map(|(name, value)| ((*name).clone(), count(value))).collect();
        chosen.values().flatten().for_each(|value| _ = counts.remove(value));
        let distinct = (counts.len() + of_chosen.len()) as u32;
        let mut values: Vec<_> =
            counts.into_iter().map(|(value, count)| (archive.values[value].name.clone(), count)).collect();
        let order = |a: &(String, u32), b: &(String, u32)| b.1.cmp(&a.1).then(a.0.cmp(&b.0));
        values.sort_by(order);
        values.truncate(request.facet_limit as usize);
        values.extend(of_chosen);
        values.sort_by(order);
        let values = values.into_iter().map(|(value, count)| Count { value, count }).collect();
        FacetCounts { facet, values, distinct }
    }

    /// For every day: the matches, whatever their range of dates, and all events.
    pub(crate) fn days(&self, request: &SearchRequest) -> BTreeMap<Date, (u32, u32)> {
        let open = Filters { after: None, before: None, ..request.filters.clone() };
        let mut days: BTreeMap<Date, (u32, u32)> = BTreeMap::new();
        let events = &self.archive.events;
        events.iter().for_each(|event| days.entry(event.date).or_default().1 += 1);
        self.matches(&open).into_iter().for_each(|number| days.entry(events[number].date).or_default().0 += 1);
        days
    }
}

/// The beginning of a date that two days share if they are in one span.
pub(crate) fn span_label(date: Date, span: Span) -> String {
    let day = date.to_string();
    let cut = match span {
        Span::Decade => 3,
        Span::Year => 4,
        Span::Month => 7,
        Span::Day => 10,
    };
    day[..cut].to_owned()
}

/// The names of the values of a facet that an event has.
fn names(event: &Event, facet: Facet) -> BTreeSet<String> {
    match facet {
        Facet::Category => event.category.iter().cloned().collect(),
        Facet::Story => event.story.iter().cloned().collect(),
        Facet::Entity => event.entities.iter().cloned().collect(),
        Facet::Source => event.sources.iter().map(|source| source.name.clone()).collect(),
    }
}

/// How long a word makes its text, as the documentation of impacts has it.
fn letters(word: &Word) -> usize {
    match (word.kind, word.text.chars().count()) {
        (TokenKind::Joined, _) => 0,
        (TokenKind::Pair | TokenKind::Single, _) => LETTERS_OF_A_WORD as usize,
        (TokenKind::Word, letters) if letters < COUNTED_LETTERS_FROM => 1,
        (TokenKind::Word, letters) => letters.min(COUNTED_LETTERS_MOST),
    }
}

/// What a sum of weights is worth: that of the middle of one of sixteen steps.
fn worth(sum: f32) -> f32 {
    let ratio = sum / BM25_K1;
    let place = 1.0 - 1.0 / (1.0 + ratio * ratio);
    let step = (place * 16.0).floor().min(15.0) + 0.5;
    // As many steps for every part of the place.
    let ratio = (step / (16.0 - step)).sqrt();
    ratio / (1.0 + ratio)
}
