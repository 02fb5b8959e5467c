//! One property of events, in both directions: the values of an event, and the events with a value.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use super::lists::Lists;
use super::weights::{COMMON_MIN_EVENTS, COMMON_ONE_IN};

/// Values of one property, interned, with the events that have them. Values and events are numbered from 0.
#[derive(Debug, Default)]
pub(super) struct Field {
    numbers: HashMap<Arc<str>, u32>,
    names: Vec<Arc<str>>,
    /// By event: its values, in its order, without duplicates.
    values: Lists<u32>,
    /// By value: the events with it, ascending.
    postings: Vec<Vec<u32>>,
    docs: usize,
    /// By event: the length of its vector of weights. Changes with every batch, and is needed only for answers.
    lengths: OnceLock<Vec<f32>>,
    /// Values of many events have no weight.
    skips_common: bool,
}

/// A number as it is stored. No browser holds four thousand million events; those beyond would share the last number.
pub(super) fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

impl Field {
    /// A field in which values that most events have are of no weight: words.
    pub(super) fn without_common_values() -> Self {
        Self { skips_common: true, ..Self::default() }
    }

    /// Adds the next event. Values without a name are left out: a link by one could not be explained.
    pub(super) fn push<'a>(&mut self, names: impl Iterator<Item = &'a String>) {
        let doc = number(self.docs);
        self.docs += 1;
        self.lengths.take();
        let mut values = Vec::new();
        for name in names.filter(|name| !name.trim().is_empty()) {
            let value = self.intern(name);
            // The event is the last of the value's events exactly if it has had the value already.
            let Some(docs) = self.postings.get_mut(value as usize) else { continue };
            if docs.last() != Some(&doc) {
                docs.push(doc);
                values.push(value);
            }
        }
        self.values.push(values);
    }

    fn intern(&mut self, name: &str) -> u32 {
        if let Some(&value) = self.numbers.get(name) {
            return value;
        }
        let value = number(self.names.len());
        let name: Arc<str> = name.into();
        self.names.push(Arc::clone(&name));
        self.numbers.insert(name, value);
        self.postings.push(Vec::new());
        value
    }

    /// The values of an event.
    pub(super) fn values(&self, doc: u32) -> &[u32] {
        self.values.get(doc)
    }

    /// The events with a value.
    pub(super) fn postings(&self, value: u32) -> &[u32] {
        self.postings.get(value as usize).map_or(&[], Vec::as_slice)
    }

    pub(super) fn name(&self, value: u32) -> &str {
        self.names.get(value as usize).map_or("", |name| name)
    }

    pub(super) fn names_of(&self, doc: u32) -> impl Iterator<Item = &str> {
        self.values(doc).iter().map(|&value| self.name(value))
    }

    /// The values that two events share, in the order of the first.
    pub(super) fn shared(&self, doc: u32, other: u32) -> impl Iterator<Item = u32> {
        let others: HashSet<u32> = self.values(other).iter().copied().collect();
        self.values(doc).iter().copied().filter(move |value| others.contains(value))
    }

    /// How much a value tells: the smoothed logarithm of one in how many events has it (inverse document frequency,
    /// Spärck Jones 1972). Never 0 for a value that counts, as in a small archive all events may share what matters.
    pub(super) fn weight(&self, value: u32) -> f32 {
        let with = self.postings(value).len();
        if self.skips_common && with > COMMON_MIN_EVENTS.max(self.docs / COMMON_ONE_IN) {
            return 0.0;
        }
        (1.0 + self.docs as f32 / with.max(1) as f32).ln()
    }

    /// The weight of a value that only one event has.
    pub(super) fn greatest_weight(&self) -> f32 {
        (1.0 + self.docs as f32).ln()
    }

    /// The lengths of all events' vectors of weights, by event.
    pub(super) fn lengths(&self) -> &[f32] {
        self.lengths.get_or_init(|| {
            let squares: Vec<f32> = (0..number(self.names.len())).map(|value| self.weight(value).powi(2)).collect();
            let square = |value: &u32| squares.get(*value as usize).copied().unwrap_or_default();
            (0..number(self.docs)).map(|doc| self.values(doc).iter().map(square).sum::<f32>().sqrt()).collect()
        })
    }
}
