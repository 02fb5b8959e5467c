//! An immutable index of a batch of events.

use std::collections::{BTreeMap, HashMap};

use crate::model::{Date, Event};
use crate::protocol::Facet;
use crate::text::for_each_token;

use super::column::Column;
use super::dictionary::Dictionary;
use super::field::{FACETS, FIELDS, Field, facet_values};
use super::postings::{Frequencies, Posting, PostingLists};

/// How many events have a field, and how many words there are in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct FieldTotals {
    pub(super) events: u64,
    pub(super) words: u64,
}

/// The index of a batch of events. A document is the number of an event in its batch.
#[derive(Clone, Debug, Default)]
pub(super) struct Segment {
    /// All terms of all fields.
    pub(super) terms: Dictionary,
    /// The postings of every term.
    pub(super) postings: PostingLists,
    /// The number of words in each field of every document; more than 255 count as 255.
    pub(super) lengths: Vec<[u8; FIELDS]>,
    /// Sums over all documents.
    pub(super) totals: [FieldTotals; FIELDS],
    /// The day of every document.
    pub(super) dates: Vec<Date>,
    /// In the order of [`Facet::ALL`].
    pub(super) columns: [Column; FACETS],
}

impl Segment {
    /// Indexes events. Cost: linear in the length of their texts, and the terms are sorted.
    pub(super) fn build(events: &[Event]) -> Self {
        let mut words = WordCollector::default();
        for (doc, event) in (0..).zip(events) {
            words.add(doc, event);
        }
        let dates = events.iter().map(|event| event.date).collect();
        let columns = Facet::ALL.map(|facet| column(events, facet));
        let WordCollector { terms, lengths, totals } = words;
        let (terms, postings) = sorted(terms);
        Self { terms, postings, lengths, totals, dates, columns }
    }

    /// The number of documents.
    pub(super) fn len(&self) -> usize {
        self.dates.len()
    }
}

/// Gathers the words of events, document by document.
#[derive(Default)]
struct WordCollector {
    terms: HashMap<String, Vec<Posting>>,
    lengths: Vec<[u8; FIELDS]>,
    totals: [FieldTotals; FIELDS],
}

impl WordCollector {
    fn add(&mut self, doc: u32, event: &Event) {
        let mut lengths = [0; FIELDS];
        for field in Field::ALL {
            let mut words = 0;
            for text in field.texts(event) {
                for_each_token(text, |token| {
                    words += 1;
                    self.count(token.text, doc, field);
                });
            }
            let totals = &mut self.totals[field as usize];
            totals.words += words;
            totals.events += u64::from(words > 0);
            lengths[field as usize] = u8::try_from(words).unwrap_or(u8::MAX);
        }
        self.lengths.push(lengths);
    }

    fn count(&mut self, term: &str, doc: u32, field: Field) {
        // Most terms have been seen before: look first, and allocate only for new ones.
        let postings = match self.terms.get_mut(term) {
            Some(postings) => postings,
            None => self.terms.entry(term.to_owned()).or_default(),
        };
        let mut frequencies: Frequencies = [0; FIELDS];
        if let Some(last) = postings.pop_if(|last| last.doc == doc) {
            frequencies = last.frequencies;
        }
        frequencies[field as usize] = frequencies[field as usize].saturating_add(1);
        postings.push(Posting { doc, frequencies });
    }
}

fn sorted(terms: HashMap<String, Vec<Posting>>) -> (Dictionary, PostingLists) {
    let mut terms: Vec<_> = terms.into_iter().collect();
    terms.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    let mut lists = PostingLists::default();
    terms.iter().for_each(|(_, postings)| lists.push(postings));
    lists.shrink();
    (Dictionary::from_sorted(terms.iter().map(|(term, _)| term.as_str())), lists)
}

fn column(events: &[Event], facet: Facet) -> Column {
    let mut by_value: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (doc, event) in (0..).zip(events) {
        for value in facet_values(event, facet) {
            let docs = by_value.entry(value).or_default();
            if docs.last() != Some(&doc) {
                docs.push(doc);
            }
        }
    }
    Column::new(&by_value, events.len())
}
