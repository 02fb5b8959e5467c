//! Whole events, wherever they are: in batches that have arrived, alone, or on their way.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

use super::store::EventStore;
use crate::model::Event;
use crate::search::Address;
use crate::sorting::sort_by_key;

/// Events that are compressed at a time, so that questions wait for few.
const PACK_EVENTS: usize = 64;
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
    /// The batches of the store that it is in, once it has arrived.
    packs: Option<Vec<u32>>,
}

/// The events of a file that has arrived, newest first, on their way into the store.
#[derive(Debug)]
pub struct Arrival {
    pub(super) events: Vec<Event>,
    packs: Vec<u32>,
}

impl Arrival {
    /// The events of a file, in any order; those of a day in that of the file.
    pub fn new(mut events: Vec<Event>) -> Self {
        sort_by_key(&mut events, |event| Reverse(event.date));
        Self { events, packs: Vec::new() }
    }
}

impl Texts {
    /// Adds a segment whose events are here, newest first.
    pub(super) fn push(&mut self, events: &[Event]) {
        while self.store.prepare(events) {}
        let packs = Some(events.chunks(PACK_EVENTS).map(|events| self.store.push(events)).collect());
        self.files.push(vec![File { docs: 0..events.len() as u32, packs }]);
    }

    /// Adds a segment whose events will come in files of so many each, newest first.
    pub(super) fn expect(&mut self, file_events: &[u32]) {
        let mut start = 0;
        let file = |events: &u32| {
            let docs = start..start + events;
            start = docs.end;
            File { docs, packs: None }
        };
        self.files.push(file_events.iter().map(file).collect());
    }

    /// Takes some of the events that have arrived; whether there were any left.
    pub(super) fn pack(&mut self, arrival: &mut Arrival) -> bool {
        if arrival.packs.is_empty() && self.store.prepare(&arrival.events) {
            return true;
        }
        let next = arrival.events.chunks(PACK_EVENTS).nth(arrival.packs.len());
        arrival.packs.extend(next.map(|events| self.store.push(events)));
        next.is_some()
    }

    /// Takes the events of a file. They are left if they are not as many as were expected.
    pub(super) fn add_file(&mut self, segment: u32, file: usize, arrival: &mut Arrival) -> bool {
        if !self.expects(segment, file, arrival.events.len()) {
            return false;
        }
        while self.pack(arrival) {}
        let Some(file) = self.files.get_mut(segment as usize).and_then(|files| files.get_mut(file)) else {
            return false;
        };
        file.packs = Some(std::mem::take(&mut arrival.packs));
        let docs = file.docs.clone();
        self.alone.retain(|address, _| address.batch != segment || !docs.contains(&address.doc));
        true
    }

    fn expects(&self, segment: u32, file: usize, events: usize) -> bool {
        let file = self.files.get(segment as usize).and_then(|files| files.get(file));
        file.is_some_and(|file| file.docs.len() == events && file.packs.is_none())
    }

    /// No more events will come for a while.
    pub(super) fn rest(&mut self) {
        self.store.rest();
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
        if let Some(packs) = &file.packs {
            return self.stored(packs, address.doc - file.docs.start);
        }
        let alone = self.alone.get(&address).cloned();
        if alone.is_none() {
            self.wanted.lock().unwrap_or_else(PoisonError::into_inner).insert(address);
        }
        alone
    }

    /// An event of a file that has arrived.
    fn stored(&self, packs: &[u32], doc: u32) -> Option<Event> {
        let (pack, doc) = (doc as usize / PACK_EVENTS, doc as usize % PACK_EVENTS);
        self.store.get(Address { batch: *packs.get(pack)?, doc: doc as u32 })
    }

    /// The events that were asked for and have not arrived; they are not noted any longer.
    pub(super) fn take_wanted(&self) -> BTreeSet<Address> {
        std::mem::take(&mut *self.wanted.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The events of a segment that have arrived in files, newest first.
    pub(super) fn events_of(&self, segment: u32) -> Vec<Event> {
        let files = self.files.get(segment as usize).into_iter().flatten();
        files.flat_map(|file| self.arrived(file)).collect()
    }

    /// The events of a file, if it has arrived.
    fn arrived(&self, file: &File) -> Vec<Event> {
        let Some(packs) = &file.packs else { return Vec::new() };
        (0..file.docs.len() as u32).filter_map(|doc| self.stored(packs, doc)).collect()
    }

    /// The numbers of events in the files of a segment, newest first.
    pub(super) fn file_events(&self, segment: u32) -> Vec<u32> {
        let files = self.files.get(segment as usize).map_or(&[][..], Vec::as_slice);
        files.iter().map(|file| file.docs.len() as u32).collect()
    }

    /// Takes a segment away: its events that have arrived, file by file.
    pub(super) fn remove(&mut self, segment: u32) -> Vec<Vec<Event>> {
        let files = self.files.get_mut(segment as usize).map(std::mem::take).unwrap_or_default();
        let events: Vec<_> = files.iter().map(|file| self.arrived(file)).filter(|events| !events.is_empty()).collect();
        self.alone.retain(|address, _| address.batch != segment);
        events
    }
}
