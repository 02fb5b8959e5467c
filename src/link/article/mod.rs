//! An article to the event it reports.
//!
//! 1. The terms of the article (`facts`) are asked of an [`Archive`], rare ones and those of the lead counting most: it names
//!    the events that have most of them.
//! 2. Each of these is compared with the article (`compare`): how much of the event's names, words and numbers the article has, how
//!    much of the article's lead the event has, whether the days agree ([`weights`] has the numbers and how they were found).
//! 3. The likeliest is the event reported, if it is likely enough; otherwise none is.

mod compare;
mod dates;
pub mod weights;

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use super::facts::{Kind, Term, terms};
use crate::model::Event;
use crate::protocol::{Evidence, Mark, Verdict};
use crate::sorting::sort_by;
use crate::text::fold;

use compare::Compared;
use dates::Dates;
use weights::{CANDIDATES, LEAD_TERMS, MATCH_FROM, MAX_ARTICLE_BYTES, MAX_WORDS, PLACE_HALVES};

/// A word to look for.
#[derive(Clone, Debug, PartialEq)]
pub struct Sought {
    /// Folded.
    pub word: String,
    /// How much it counts, besides how rare it is.
    pub weight: f32,
    /// A name, which may be spelt otherwise.
    pub is_name: bool,
}

/// The events among which the one reported may be.
pub trait Archive {
    /// The number of events.
    fn total(&self) -> usize;

    /// The number of events in whose texts a folded word stands.
    fn frequency(&self, word: &str) -> u32;

    /// The events that have most of some words, by their weights and how rare they are: best first, at most `most`.
    fn candidates(&self, words: &[Sought], most: usize) -> Vec<Event>;

    /// Other names of an entity.
    fn aliases(&self, entity: &str) -> Vec<String>;
}

/// An event, and how it fits the article.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The event.
    pub event: Event,
    /// How likely it is the event reported, from 0 to 1.
    pub score: f32,
    /// Words of the headline that the article has.
    pub marks: Vec<Mark>,
    /// What of the article speaks for it, most telling first.
    pub evidence: Vec<Evidence>,
}

/// The events that an article may report, likeliest first, at most `limit`; and whether the first of them is reported. Equally
/// likely ones: the newer, then by id.
///
/// Of a text, the first [`MAX_ARTICLE_BYTES`] are read. Cost: the lists of its words, of which [`MAX_WORDS`] are asked for, and the
/// texts of [`CANDIDATES`] events.
pub fn link(archive: &dyn Archive, title: &str, text: &str, limit: usize) -> (Verdict, Vec<Candidate>) {
    let article = Article::read(title, text);
    let rarity = Rarity::new(archive);
    let candidates = archive.candidates(&article.sought(), CANDIDATES);
    let mut found: Vec<Candidate> = candidates
        .into_iter()
        .filter_map(|event| Compared::new(archive, &rarity, &article, &event).linked(event))
        .collect();
    sort_by(&mut found, |a, b| {
        let newer = || b.event.date.cmp(&a.event.date);
        b.score.total_cmp(&a.score).then_with(newer).then_with(|| a.event.id.cmp(&b.event.id))
    });
    let is_match = found.first().is_some_and(|first| first.score >= MATCH_FROM);
    found.truncate(limit);
    (if is_match { Verdict::Match } else { Verdict::None }, found)
}

/// An article, read. Terms of the title come first.
#[derive(Debug)]
struct Article {
    terms: Vec<Term>,
    /// How many of the terms are the title's.
    title_terms: usize,
    /// The places of the terms with a key.
    by_key: HashMap<String, Vec<usize>>,
    /// The first places of the terms that are or may be names, one for each key.
    names: Vec<usize>,
    dates: Dates,
}

impl Article {
    fn read(title: &str, text: &str) -> Self {
        let mut found = terms(beginning(title));
        let title_terms = found.len();
        let (position, sentence) = found.last().map_or((0, 0), |last| (last.position + 1, last.sentence + 1));
        found.extend(terms(beginning(text)).into_iter().map(|term| Term {
            position: term.position + position,
            sentence: term.sentence + sentence,
            ..term
        }));
        let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
        let (mut names, mut named) = (Vec::new(), HashSet::new());
        for (place, term) in found.iter().enumerate() {
            by_key.entry(term.key.clone()).or_default().push(place);
            if !term.sound.is_empty() && named.insert(term.key.as_str()) {
                names.push(place);
            }
        }
        let dates = Dates::of(&found, title_terms, LEAD_TERMS);
        Self { terms: found, title_terms, by_key, names, dates }
    }

    /// The words to ask for, each at its first place.
    fn sought(&self) -> Vec<Sought> {
        let firsts = self.terms.iter().enumerate().filter(|(place, term)| self.is_first(*place, &term.key));
        let sought = |(place, term): (usize, &Term)| Sought {
            word: term.folded.clone(),
            weight: place_weight(place),
            is_name: !term.sound.is_empty(),
        };
        firsts.take(MAX_WORDS).map(sought).collect()
    }

    fn is_first(&self, place: usize, key: &str) -> bool {
        self.with_key(key).first() == Some(&place)
    }

    /// The terms with a key.
    fn with_key(&self, key: &str) -> &[usize] {
        self.by_key.get(key).map_or(&[], Vec::as_slice)
    }
}

/// As much of a text as is read.
fn beginning(text: &str) -> &str {
    text.get(..text.floor_char_boundary(MAX_ARTICLE_BYTES)).unwrap_or(text)
}

/// How much a term counts at its place: the beginning says what the article is about.
fn place_weight(place: usize) -> f32 {
    1.0 / (1.0 + place as f32 / PLACE_HALVES)
}

/// How rare words are; asked for once each.
struct Rarity<'a> {
    archive: &'a dyn Archive,
    known: RefCell<HashMap<String, f32>>,
}

impl<'a> Rarity<'a> {
    fn new(archive: &'a dyn Archive) -> Self {
        Self { archive, known: RefCell::default() }
    }

    /// From about 0 for a word that all events have to 1 for one that none has (inverse document frequency, by its greatest value).
    fn of(&self, word: &str) -> f32 {
        if let Some(rarity) = self.known.borrow().get(word) {
            return *rarity;
        }
        let total = self.archive.total() as f32;
        let rarity = 1.0 - (1.0 + self.archive.frequency(word) as f32).ln() / (2.0 + total).ln();
        self.known.borrow_mut().insert(word.to_owned(), rarity);
        rarity
    }
}
