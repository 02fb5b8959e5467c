//! Whole events, wherever they are: in batches that have arrived, alone, or on their way.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

use super::store::EventStore;
use crate::model::Event;
use crate::search::Address;

/// The most events kept that were fetched alone: a few screens of results.
const MOST_ALONE: usize = 1_000;

/// The events of all segments.
#[derive(Debug, Default)]
pub(super) struct Texts {
    store: EventStore,
    /// For every segment the files that its events come in, newest first.
    files: Vec<Vec<File>>,
    /// Events that were fetched without their files.
    alone: HashMap<Address, Event>,
    /// Events that were asked for and have not arrived.
    wanted: Mutex<BTreeSet<Address>>,
}

/// A file of events of a segment.
#[derive(Debug)]
struct File {
    /// Its events.
    docs: std::ops::Range<u32>,
    /// Its number in the store, once it has arrived.
    stored: Option<u32>,
}

impl Texts {
    /// Adds a segment whose events are here, newest first.
    pub(super) fn push(&mut self, events: &[Event]) {
        let stored = Some(self.store.batches() as u32);
        self.store.push(events);
        self.files.push(vec![File { docs: 0..events.len() as u32, stored }]);
    }

    /// Adds a segment whose events will come in files of so many each, newest first.
    pub(super) fn expect(&mut self, file_events: &[u32]) {
        let mut start = 0;
        let file = |events: &u32| {
            let docs = start..start + events;
            start = docs.end;
            File { docs, stored: None }
        };
        self.files.push(file_events.iter().map(file).collect());
    }

    /// Takes the events of a file, newest first. They are left if they are not as many as were expected.
    pub(super) fn add_file(&mut self, segment: u32, file: usize, events: &[Event]) -> bool {
        let stored = self.store.batches() as u32;
        let Some(file) = self.files.get_mut(segment as usize).and_then(|files| files.get_mut(file)) else {
            return false;
        };
        if file.docs.len() != events.len() || file.stored.is_some() {
            return false;
        }
        file.stored = Some(stored);
        let docs = file.docs.clone();
        self.store.push(events);
        self.alone.retain(|address, _| address.batch != segment || !docs.contains(&address.doc));
        true
    }

    /// Takes an event that was fetched alone.
    pub(super) fn add_alone(&mut self, address: Address, event: Event) {
        if self.alone.len() >= MOST_ALONE {
            self.alone.clear();
        }
        self.alone.insert(address, event);
    }

    /// One event; if it has not arrived, that is noted.
    pub(super) fn get(&self, address: Address) -> Option<Event> {
        let file = self.files.get(address.batch as usize)?.iter().find(|file| file.docs.contains(&address.doc))?;
        if let Some(batch) = file.stored {
            return self.store.get(Address { batch, doc: address.doc - file.docs.start });
        }
        let alone = self.alone.get(&address).cloned();
        if alone.is_none() {
            self.wanted.lock().unwrap_or_else(PoisonError::into_inner).insert(address);
        }
        alone
    }

    /// The events that were asked for and have not arrived; they are not noted any longer.
    pub(super) fn take_wanted(&self) -> BTreeSet<Address> {
        std::mem::take(&mut *self.wanted.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The events of a segment that have arrived in files, newest first.
    pub(super) fn events_of(&self, segment: u32) -> Vec<Event> {
        let files = self.files.get(segment as usize).into_iter().flatten();
        files.flat_map(|file| self.stored(file)).collect()
    }

    /// The events of a file, if it has arrived.
    fn stored(&self, file: &File) -> Vec<Event> {
        let Some(batch) = file.stored else { return Vec::new() };
        (0..file.docs.len() as u32).filter_map(|doc| self.store.get(Address { batch, doc })).collect()
    }

    /// The numbers of events in the files of a segment, newest first.
    pub(super) fn file_events(&self, segment: u32) -> Vec<u32> {
        let files = self.files.get(segment as usize).map_or(&[][..], Vec::as_slice);
        files.iter().map(|file| file.docs.len() as u32).collect()
    }

    /// Takes a segment away: its events that have arrived, file by file.
    pub(super) fn remove(&mut self, segment: u32) -> Vec<Vec<Event>> {
        let files = self.files.get_mut(segment as usize).map(std::mem::take).unwrap_or_default();
        self.alone.retain(|address, _| address.batch != segment);
        files.iter().map(|file| self.stored(file)).filter(|events| !events.is_empty()).collect()
    }
}
