//! What the engine should answer, found by looking at every event: slow and plain.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests, which clippy does not know as such")]

use std::collections::{BTreeMap, BTreeSet, HashMap};

use throughline::model::{Date, Entity, Event};
use throughline::protocol::{Choice, Count, Facet, FacetCounts, Filters, SearchRequest, Sort, Span};
use throughline::search::{BM25_B, BM25_K1, Field, LABEL_SCORE, NAME_SCORE, PREFIX_FACTOR, WEIGHED_PREFIX_CHARS};
use throughline::text::{TokenKind, for_each_token};

/// Events in the order of the archive (by date), and the table of entities.
pub(crate) struct Archive {
    pub(crate) events: Vec<Event>,
    pub(crate) entities: Vec<Entity>,
    /// For every event and field its words.
    fields: Vec<Vec<Vec<String>>>,
    /// For every event the words of the names of its entities, stories, category and sources, with what they are worth.
    names: Vec<BTreeMap<String, f32>>,
    /// All different words, and for every event those it has: tests would take minutes without.
    vocabulary: Vec<String>,
    terms: Vec<Vec<usize>>,
}

/// A word of a query: its text, whether beginnings match, and whether they match less well.
type Wanted = (String, bool, bool);

pub(crate) fn words(text: &str) -> Vec<(String, TokenKind)> {
    let mut words = Vec::new();
    for_each_token(text, |token| words.push((token.text.to_owned(), token.kind)));
    words
}

fn texts(text: &str) -> impl Iterator<Item = String> {
    words(text).into_iter().map(|(word, _)| word)
}

impl Archive {
    pub(crate) fn new(mut events: Vec<Event>, entities: Vec<Entity>) -> Self {
        events.sort_by_key(|event| event.date);
        let field = |event: &Event, field: Field| field.texts(event).into_iter().flat_map(texts).collect();
        let fields: Vec<_> = events.iter().map(|event| Field::ALL.map(|f| field(event, f)).into()).collect();
        let table: HashMap<&str, &Entity> = entities.iter().map(|entity| (entity.name.as_str(), entity)).collect();
        let names = events.iter().map(|event| names_of(event, &table)).collect();
        let mut archive = Self { events, entities, fields, names, vocabulary: Vec::new(), terms: Vec::new() };
        archive.number_words();
        archive
    }

    fn number_words(&mut self) {
        let mut numbers = HashMap::new();
        for (fields, names) in self.fields.iter().zip(&self.names) {
            let mut number = |word: &String| {
                let next = numbers.len();
                *numbers.entry(word.clone()).or_insert_with(|| {
                    self.vocabulary.push(word.clone());
                    next
                })
            };
            let words: BTreeSet<&String> = fields.iter().flatten().chain(names.keys()).collect();
            self.terms.push(words.into_iter().map(&mut number).collect());
        }
    }

    /// The events that match words and filters, by number.
    pub(crate) fn matches(&self, request: &SearchRequest) -> Vec<usize> {
        let having: Vec<_> = wanted(request).iter().map(|word| self.having(word)).collect();
        let filters = self.meant_filters(&request.filters);
        let fits = |number: &usize| having.iter().all(|events| events[*number]) && self.passes(*number, &filters);
        (0..self.events.len()).filter(fits).collect()
    }

    /// The numbers of the events in the order asked for, best first, with their scores.
    pub(crate) fn ranked(&self, request: &SearchRequest) -> Vec<(usize, f32)> {
        let matches = self.matches(request);
        let scores = self.scores(request, &matches);
        let mut ranked: Vec<_> = matches.into_iter().zip(scores).collect();
        let date = |number: usize| self.events[number].date;
        // Sorting is stable, so events of a day stay in the order of the archive.
        match request.sort {
            Sort::Oldest => ranked.sort_by_key(|(number, _)| date(*number)),
            Sort::Newest => ranked.sort_by_key(|(number, _)| std::cmp::Reverse(date(*number))),
            Sort::Relevance => ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(date(b.0).cmp(&date(a.0)))),
        }
        ranked
    }

    fn scores(&self, request: &SearchRequest, matches: &[usize]) -> Vec<f32> {
        let wanted = wanted(request);
        if request.sort != Sort::Relevance || wanted.is_empty() {
            return vec![0.0; matches.len()];
        }
        let mut scores = vec![0.0; matches.len()];
        for word in &wanted {
            let with = self.having(word).into_iter().filter(|has| *has).count() as f32;
            let idf = (1.0 + (self.events.len() as f32 - with + 0.5) / (with + 0.5)).ln();
            for (number, score) in matches.iter().zip(&mut scores) {
                *score += idf * self.closeness(*number, word);
            }
        }
        scores
    }

    fn closeness(&self, number: usize, word: &Wanted) -> f32 {
        let fields = &self.fields[number];
        let terms: BTreeSet<&String> = fields.iter().flatten().filter(|term| is_match(word, term)).collect();
        let in_text = terms.into_iter().map(|term| {
            let is_short = word.2 && *term != word.0 && word.0.chars().count() < WEIGHED_PREFIX_CHARS;
            let worth = if is_short { 0.5 } else { worth(fields, term) };
            factor(word, term) * (NAME_SCORE + (1.0 - NAME_SCORE) * worth)
        });
        let named = self.names[number].iter().filter(|(term, _)| is_match(word, term));
        in_text.chain(named.map(|(term, worth)| factor(word, term) * worth)).fold(0.0, f32::max)
    }

    /// For every event whether it has a word, in its texts or in a name.
    fn having(&self, word: &Wanted) -> Vec<bool> {
        let matching: Vec<bool> = self.vocabulary.iter().map(|term| is_match(word, term)).collect();
        self.terms.iter().map(|terms| terms.iter().any(|term| matching[*term])).collect()
    }

    fn passes(&self, number: usize, filters: &Filters) -> bool {
        let event = &self.events[number];
        let dated = filters.after.is_none_or(|after| event.date >= after)
            && filters.before.is_none_or(|before| event.date < before);
        dated && Facet::ALL.iter().all(|facet| Self::passes_facet(event, *facet, filters.facet(*facet)))
    }

    fn passes_facet(event: &Event, facet: Facet, choices: &[Choice]) -> bool {
        let has = |choice: &&Choice| values(event, facet).contains(&choice.value);
        let (out, mut required): (Vec<_>, Vec<_>) = choices.iter().partition(|choice| choice.exclude);
        let any_required = required.is_empty() || required.drain(..).any(|choice| has(&choice));
        any_required && !out.iter().any(has)
    }

    /// Filters in which aliases are replaced by what they mean.
    fn meant_filters(&self, filters: &Filters) -> Filters {
        let mut meant = filters.clone();
        meant.entity.iter_mut().for_each(|choice| choice.value = self.meant(Facet::Entity, &choice.value));
        meant
    }

    /// The value that a choice means: the canonical name of an alias. (Aliases chosen here belong to one entity alone.)
    fn meant(&self, facet: Facet, value: &str) -> String {
        let is_name = self.entities.iter().any(|entity| entity.name == value);
        let is_alias = |entity: &&Entity| !is_name && entity.aliases.iter().any(|alias| alias.name == value);
        match self.entities.iter().find(is_alias) {
            Some(entity) if facet == Facet::Entity => entity.name.clone(),
            _ => value.to_owned(),
        }
    }

    /// As [`FacetCounts::values`] says.
    pub(crate) fn facet(&self, request: &SearchRequest, facet: Facet) -> FacetCounts {
        let mut open = request.clone();
        open.filters.facet_mut(facet).retain(|choice| choice.exclude);
        let mut counts: BTreeMap<String, u32> = BTreeMap::new();
        for number in self.matches(&open) {
            values(&self.events[number], facet).into_iter().for_each(|value| *counts.entry(value).or_default() += 1);
        }
        let names: BTreeSet<&String> = request.filters.facet(facet).iter().map(|choice| &choice.value).collect();
        let count = |name: &String| counts.get(&self.meant(facet, name)).copied().unwrap_or(0);
        let chosen: Vec<_> = names.iter().map(|name| ((*name).clone(), count(name))).collect();
        names.iter().for_each(|name| _ = counts.remove(&self.meant(facet, name)));
        let distinct = (counts.len() + chosen.len()) as u32;
        let mut values: Vec<_> = counts.into_iter().collect();
        values.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        values.truncate(request.facet_limit as usize);
        values.extend(chosen);
        values.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        FacetCounts {
            facet,
            values: values.into_iter().map(|(value, count)| Count { value, count }).collect(),
            distinct,
        }
    }

    /// For every day: the matches, whatever their range of dates, and all events.
    pub(crate) fn days(&self, request: &SearchRequest) -> BTreeMap<Date, (u32, u32)> {
        let mut open = request.clone();
        (open.filters.after, open.filters.before) = (None, None);
        let mut days: BTreeMap<Date, (u32, u32)> = BTreeMap::new();
        self.events.iter().for_each(|event| days.entry(event.date).or_default().1 += 1);
        self.matches(&open).into_iter().for_each(|number| days.entry(self.events[number].date).or_default().0 += 1);
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

fn values(event: &Event, facet: Facet) -> BTreeSet<String> {
    match facet {
        Facet::Category => event.category.iter().cloned().collect(),
        Facet::Story => event.story.iter().cloned().collect(),
        Facet::Entity => event.entities.iter().cloned().collect(),
        Facet::Source => event.sources.iter().map(|source| source.name.clone()).collect(),
    }
}

fn names_of(event: &Event, table: &HashMap<&str, &Entity>) -> BTreeMap<String, f32> {
    let labels = event.category.iter().chain(event.sources.iter().map(|source| &source.name));
    let aliases = event.entities.iter().filter_map(|name| table.get(name.as_str())).flat_map(|entity| &entity.aliases);
    let names = event.entities.iter().chain(&event.story).chain(aliases.map(|alias| &alias.name));
    let mut words: BTreeMap<String, f32> = BTreeMap::new();
    words.extend(labels.flat_map(|label| texts(label)).map(|word| (word, LABEL_SCORE)));
    words.extend(names.flat_map(|name| texts(name)).map(|word| (word, NAME_SCORE)));
    words
}

/// What the occurrences of a term in the fields of an event are worth, in sixteen steps.
fn worth(fields: &[Vec<String>], term: &String) -> f32 {
    let mut sum = 0.0;
    for (words, field) in fields.iter().zip(Field::ALL) {
        let weight = field.weight() / (1.0 - BM25_B + BM25_B * words.len() as f32 / field.pivot());
        words.iter().filter(|word| *word == term).for_each(|_| sum += weight);
    }
    let step = (sum / (BM25_K1 + sum) * 16.0).floor();
    (step.min(15.0) + 0.5) / 16.0
}

/// The words of a query: stars only stand at the end of words here, and words that are only CJK characters.
fn wanted(request: &SearchRequest) -> Vec<Wanted> {
    let mut wanted = Vec::new();
    let parts: Vec<&str> = request.query.split_whitespace().collect();
    for (number, part) in parts.iter().enumerate() {
        let is_last = number + 1 == parts.len() && !request.query.ends_with(char::is_whitespace);
        let unfinished = part.ends_with('*') || (request.typing && is_last);
        let mut found = words(part);
        found.retain(|(_, kind)| *kind != TokenKind::Joined);
        for (place, (word, kind)) in found.iter().enumerate() {
            let is_end = place + 1 == found.len();
            let single = *kind == TokenKind::Single;
            let prefix = is_end && unfinished && *kind == TokenKind::Word;
            wanted.push((word.clone(), prefix || single, prefix));
        }
    }
    // The last character of a run is in its last pair already; as a beginning it is found wherever the pair is.
    let pairs: Vec<String> = wanted.iter().map(|(word, ..)| word.clone()).collect();
    let implied = |place: usize| place > 0 && pairs[place].chars().count() == 1 && ends_pair(&pairs, place);
    let mut place = 0;
    wanted.retain(|(_, beginnings, less)| {
        place += 1;
        !(*beginnings && !*less && implied(place - 1))
    });
    let mut seen = BTreeSet::new();
    wanted.retain(|word| seen.insert(word.clone()));
    wanted
}

fn ends_pair(words: &[String], place: usize) -> bool {
    let before = &words[place - 1];
    before.chars().count() == 2 && before.ends_with(words[place].as_str())
}

fn is_match((text, beginnings, _): &Wanted, term: &str) -> bool {
    if *beginnings { term.starts_with(text.as_str()) } else { term == text }
}

fn factor((text, _, less): &Wanted, term: &str) -> f32 {
    if *less && term != text { PREFIX_FACTOR } else { 1.0 }
}
