//! An event beside an article.

use std::collections::HashSet;
use std::ops::Range;

use super::weights::{
    CALLED_OTHERWISE, DESCRIPTION, LEAD_TERMS, MAX_EVIDENCE, MAX_PLACES, NUMBER_CONTEXT, NUMBER_ELSEWHERE, PRIOR_SHARE,
    SIGNS, SPELT_OTHERWISE, TELLING_FROM,
};
use super::{Archive, Article, Candidate, Kind, Mark, Rarity, Term, fold, place_weight, sort_by, terms};
use crate::link::facts::{key, may_be_one};
use crate::model::Event;
use crate::protocol::{Evidence, EvidenceKind};

/// A term of the event, and what the article has of it.
#[derive(Debug)]
struct Found {
    term: Term,
    rarity: f32,
    /// From 0 to 1.
    worth: f32,
    /// The terms of the article that say the same.
    places: Vec<usize>,
}

/// An event, compared with an article.
pub(super) struct Compared<'a> {
    article: &'a Article,
    rarity: &'a Rarity<'a>,
    found: Vec<Found>,
    /// How many of `found` are of the headline.
    headline_terms: usize,
    agreement: super::dates::Agreement,
    /// What is the same, by place of the article.
    said: HashSet<usize>,
}

/// A share of what is counted, with what is assumed before.
#[derive(Default)]
struct Share {
    had: f32,
    all: f32,
}

impl Share {
    fn add(&mut self, weight: f32, worth: f32) {
        self.had += weight * worth;
        self.all += weight;
    }

    fn get(&self) -> f32 {
        let (prior, weight) = PRIOR_SHARE;
        (self.had + prior * weight) / (self.all + weight)
    }
}

impl<'a> Compared<'a> {
    pub(super) fn new(archive: &dyn Archive, rarity: &'a Rarity<'a>, article: &'a Article, event: &Event) -> Self {
        let mut event_terms = terms(&event.headline);
        let headline_terms = event_terms.len();
        event_terms.extend(event.description.as_deref().map(terms).unwrap_or_default());
        let mut seen = HashSet::new();
        let contexts: Vec<Vec<String>> = (0..event_terms.len()).map(|place| context(&event_terms, place)).collect();
        let find = |(term, context): (Term, Vec<String>)| {
            // What is said twice counts once.
            let rarity = if seen.insert(term.key.clone()) { rarity.of(&term.folded) } else { 0.0 };
            let (worth, places) = article.search(&term, &context);
            Found { term, rarity, worth, places }
        };
        let found = event_terms.into_iter().zip(contexts).map(find).collect();
        let agreement = article.dates.agreement(event.date);
        let mut compared = Self { article, rarity, found, headline_terms, agreement, said: HashSet::new() };
        compared.add_names(archive, event);
        compared.said = compared.found.iter().flat_map(|found| found.places.iter().copied()).collect();
        compared
    }

    /// Finds entities that the article calls otherwise: all words of one of their other names stand in it.
    fn add_names(&mut self, archive: &dyn Archive, event: &Event) {
        for mention in &event.mentions {
            let Some(start) = event.headline.find(&mention.text) else { continue };
            let range = start..start + mention.text.len();
            let inside = |found: &Found| range.contains(&found.term.range.start);
            let headline = self.found.get(..self.headline_terms).unwrap_or_default();
            if mention.text.is_empty() || headline.iter().filter(|found| inside(found)).all(|found| found.worth > 0.0) {
                continue;
            }
            let mut names = archive.aliases(&mention.entity);
            names.push(mention.entity.clone());
            let Some(places) = names.iter().find_map(|name| self.article.name(name)) else { continue };
            for found in self.found.iter_mut().take(self.headline_terms).filter(|found| inside(found)) {
                found.worth = found.worth.max(CALLED_OTHERWISE);
                found.places.extend(&places);
            }
        }
    }

    /// What speaks for and against the event: see [`SIGNS`].
    fn signs(&self) -> [f32; SIGNS.len()] {
        let ([names, words, numbers], mass) = self.of_event();
        let [fits, differs] = [self.agreement.fits, self.agreement.differs];
        [1.0, names, words, numbers, self.of_lead(), mass.ln_1p(), fits, differs]
    }

    /// The shares of the event's names, words and numbers that the article has, and how much that is.
    fn of_event(&self) -> ([f32; 3], f32) {
        let mut shares = [Share::default(), Share::default(), Share::default()];
        let mut mass = 0.0;
        for (place, found) in self.found.iter().enumerate() {
            let weight = found.rarity.powi(2) * if place < self.headline_terms { 1.0 } else { DESCRIPTION };
            let [names, words, numbers] = &mut shares;
            let share = match found.term.kind {
                Kind::Name => names,
                Kind::Number => numbers,
                Kind::Word => words,
            };
            share.add(weight, found.worth);
            mass += weight * found.worth;
        }
        (shares.map(|share| share.get()), mass)
    }

    /// The shares of the lead's names and of its other words that the event has, added up.
    fn of_lead(&self) -> f32 {
        let mut shares = [Share::default(), Share::default()];
        let lead = self.article.terms.iter().enumerate().take(LEAD_TERMS);
        for (place, term) in lead.filter(|(place, term)| self.article.is_first(*place, &term.key)) {
            let weight = self.rarity.of(&term.folded).powi(2) * place_weight(place);
            let [names, others] = &mut shares;
            let share = if term.kind == Kind::Name { names } else { others };
            share.add(weight, f32::from(u8::from(self.said.contains(&place))));
        }
        shares.map(|share| share.get()).iter().sum()
    }

    /// The event with what the article says of it; `None` if that is nothing that could be shown.
    pub(super) fn linked(self, event: Event) -> Option<Candidate> {
        let logit: f32 = self.signs().iter().zip(SIGNS).map(|(sign, weight)| sign * weight).sum();
        let score = 1.0 / (1.0 + (-logit).exp());
        let evidence = self.evidence(&event);
        if evidence.is_empty() {
            return None;
        }
        let telling = self.found.iter().take(self.headline_terms).filter(|found| found.is_telling());
        let mut marks = Vec::new();
        telling.for_each(|found| add_mark(&mut marks, &found.term.range));
        Some(Candidate { event, score, marks, evidence })
    }

    /// The most telling terms, of which neighbours are one, and the days that fit.
    fn evidence(&self, event: &Event) -> Vec<Evidence> {
        let (headline, description) = self.found.split_at_checked(self.headline_terms).unwrap_or_default();
        let texts =
            [(event.headline.as_str(), headline), (event.description.as_deref().unwrap_or_default(), description)];
        let mut pieces: Vec<(f32, Evidence)> = Vec::new();
        for (text, found) in texts {
            let telling: Vec<&Found> = found.iter().filter(|found| found.is_telling()).collect();
            for run in telling.chunk_by(|a, b| a.continues(b)) {
                pieces.extend(self.piece(text, run));
            }
        }
        sort_by(&mut pieces, |a, b| b.0.total_cmp(&a.0));
        pieces.truncate(MAX_EVIDENCE);
        let mut evidence: Vec<Evidence> = pieces.into_iter().map(|(_, piece)| piece).collect();
        if !self.agreement.places.is_empty() {
            let mut date = Evidence { kind: EvidenceKind::Date, text: event.date.to_string(), ..Evidence::default() };
            for (in_title, range) in &self.agreement.places {
                add_mark(if *in_title { &mut date.title_marks } else { &mut date.marks }, range);
            }
            evidence.push(date);
        }
        evidence
    }

    /// Terms of an event that follow each other, as a piece of evidence and how telling it is.
    fn piece(&self, text: &str, run: &[&Found]) -> Option<(f32, Evidence)> {
        let (first, last) = (run.first()?, run.last()?);
        let kind = match first.term.kind {
            Kind::Name => EvidenceKind::Name,
            Kind::Number => EvidenceKind::Number,
            Kind::Word => EvidenceKind::Word,
        };
        let mut places: Vec<usize> = run.iter().flat_map(|found| found.places.iter().copied()).collect();
        sort_by(&mut places, Ord::cmp);
        places.dedup();
        let mut piece = Evidence {
            kind,
            text: text.get(first.term.range.start..last.term.range.end)?.to_owned(),
            ..Evidence::default()
        };
        for place in places.into_iter().take(MAX_PLACES) {
            let marks = if place < self.article.title_terms { &mut piece.title_marks } else { &mut piece.marks };
            add_mark(marks, &self.article.terms.get(place)?.range);
        }
        Some((run.iter().map(|found| found.rarity * found.worth).sum(), piece))
    }
}

impl Found {
    fn is_telling(&self) -> bool {
        self.worth > 0.0 && self.rarity >= TELLING_FROM
    }

    /// Whether another term is the next word of the same name, or overlaps, as pairs of CJK characters do.
    fn continues(&self, next: &Self) -> bool {
        let overlaps = next.term.range.start < self.term.range.end;
        overlaps
            || self.term.kind == Kind::Name
                && next.term.kind == Kind::Name
                && self.term.position + 1 == next.term.position
    }
}

/// Adds a mark behind others, or to the last one if it overlaps with it.
fn add_mark(marks: &mut Vec<Mark>, range: &Range<usize>) {
    let (start, end) = (range.start as u32, range.end as u32);
    match marks.last_mut().filter(|last| start < last.end) {
        Some(last) => last.end = last.end.max(end),
        None => marks.push(Mark { start, end }),
    }
}

/// The keys of the words near a number.
fn context(terms: &[Term], place: usize) -> Vec<String> {
    let number = terms.get(place).filter(|term| term.kind == Kind::Number);
    let near = place.saturating_sub(NUMBER_CONTEXT)..(place + NUMBER_CONTEXT + 1).min(terms.len());
    let near = number.and_then(|_| terms.get(near)).unwrap_or_default();
    // Shorter words are mostly prepositions and articles.
    let words = near.iter().filter(|term| term.kind != Kind::Number && term.folded.len() > 3);
    words.map(|term| term.key.clone()).collect()
}

impl Article {
    /// What the article has of a term of an event that stands among some words, and where.
    fn search(&self, term: &Term, near: &[String]) -> (f32, Vec<usize>) {
        let same = self.with_key(&term.key).to_vec();
        if term.kind == Kind::Number && !same.is_empty() {
            let is_near = |place: &usize| context(&self.terms, *place).iter().any(|word| near.contains(word));
            return (if same.iter().any(is_near) { 1.0 } else { NUMBER_ELSEWHERE }, same);
        }
        if !same.is_empty() || term.sound.is_empty() {
            return (f32::from(u8::from(!same.is_empty())), same);
        }
        let names = self.names.iter().filter_map(|place| self.terms.get(*place));
        let alike = names.filter(|other| may_be_one(term, other));
        let spelt: Vec<usize> = alike.flat_map(|other| self.with_key(&other.key)).copied().collect();
        (if spelt.is_empty() { 0.0 } else { SPELT_OTHERWISE }, spelt)
    }

    /// Where a name stands, word by word; `None` if not all of it does.
    fn name(&self, name: &str) -> Option<Vec<usize>> {
        let words = fold(name);
        let mut keys = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(key);
        let first = keys.next()?;
        let rest: Vec<String> = keys.collect();
        let starts = self.with_key(&first).iter().copied();
        let follows = |start: usize| {
            (start + 1..).zip(&rest).all(|(place, key)| self.terms.get(place).is_some_and(|term| term.key == *key))
        };
        let runs: Vec<usize> =
            starts.filter(|start| follows(*start)).flat_map(|start| start..=start + rest.len()).collect();
        (!runs.is_empty()).then_some(runs)
    }
}
