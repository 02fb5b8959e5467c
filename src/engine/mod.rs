//! Answers requests over the events loaded so far: pure, no clock, no I/O.
//!
//! - [`Engine::add_events`] keeps a batch of events and indexes it; [`Engine::handle`] answers over all batches added.
//! - [`Engine::add_segment`] adds events whose index was made elsewhere, and need not have arrived: see `remote`.
//! - `store` keeps the events, compressed; `texts` knows which are here; `search` answers searches; `lookup` answers what is asked by id, day or name;
//!   `hits` makes list entries of events; `related` answers what is connected to an event, `link` which event an article reports.

mod hits;
mod link;
mod lookup;
mod related;
mod remote;
mod search;
mod store;
mod texts;

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::model::{Entity, Event};
use crate::protocol::{Reply, Request, SuggestRequest};
use crate::search::{Address, Index, Segment};
use crate::sorting::sort_by_key;

use related::Links;
pub use remote::Needs;
pub use texts::Arrival;
use texts::Texts;

/// The events loaded so far, indexed.
#[derive(Debug, Default)]
pub struct Engine {
    index: Index,
    links: Links,
    texts: Texts,
    /// The events of batches; those of segments that were made elsewhere are found by [`Engine::address_in_segments`].
    by_id: HashMap<String, Address>,
    /// What the table of entities says of those that have other names or a kind; `None` until it is set.
    entities: Option<HashMap<String, Entity>>,
    /// Whether an answer would have said more with the table.
    wants_entities: AtomicBool,
    /// The segments that were made here.
    made: Vec<u32>,
    duplicates: usize,
}

impl Engine {
    /// An engine without events.
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes the table of entities known, better before events that mention them than after: what was indexed here is indexed again. An
    /// empty table is fine. Segments that were made elsewhere have the other names of their entities, and need it for pages of entities
    /// alone: see [`Needs::entities`].
    ///
    /// Entities that events mention and the table lacks are known by their name alone.
    #[inline(never)] // It is loaded later: see xtask, shrink.
    pub fn set_entities(&mut self, mut entities: Vec<Entity>) {
        entities.retain(|entity| !entity.aliases.is_empty() || entity.kind.is_some());
        self.entities = Some(entities.into_iter().map(|entity| (entity.name.clone(), entity)).collect());
        for batch in self.made.clone() {
            let events = self.texts.events_of(batch);
            let segment = self.indexed(&events);
            self.index.replace(batch as usize, segment);
        }
        self.links.forget_lengths();
    }

    /// The index of events, newest first.
    fn indexed(&self, events: &[Event]) -> Segment {
        Segment::build(events, &|name| other_names(self.entities.as_ref().and_then(|entities| entities.get(name))))
    }

    /// What the table says of an entity.
    fn known_entity(&self, name: &str) -> Option<&Entity> {
        if self.entities.is_none() {
            self.wants_entities.store(true, Ordering::Relaxed);
        }
        self.entities.as_ref()?.get(name)
    }

    /// Adds a batch of events (a shard). Batches may come in any order; the events of a day come in one batch.
    ///
    /// An event whose id is there already is left out, and counted in [`Engine::duplicates`].
    #[inline(never)] // It is loaded later: see xtask, shrink.
    pub fn add_events(&mut self, mut events: Vec<Event>) {
        let batch = self.index.segments_len() as u32;
        let before = events.len();
        let mut seen = HashSet::new();
        events.retain(|event| !self.by_id.contains_key(&event.id) && seen.insert(event.id.clone()));
        // Newest first, as segments have them; the order of the archive stays within a day.
        sort_by_key(&mut events, |event| Reverse(event.date));
        for (doc, event) in (0..).zip(&events) {
            self.by_id.insert(event.id.clone(), Address { batch, doc });
        }
        self.duplicates += before - events.len();
        let segment = self.indexed(&events);
        self.index.add(segment);
        self.made.push(batch);
        self.links.forget_lengths();
        self.links.add(batch, 0, &events);
        self.texts.push(&events);
    }

    /// The number of events added.
    pub fn len(&self) -> usize {
        self.index.len()
    }

    /// Whether no events were added.
    pub fn is_empty(&self) -> bool {
        self.index.is_empty()
    }

    /// The number of events that were left out because an earlier one has the same id.
    pub fn duplicates(&self) -> usize {
        self.duplicates
    }

    /// Answers a question over the events added so far. Any request has an answer; none makes it panic.
    pub fn handle(&self, request: &Request) -> Reply {
        let not_found = |what: &str| Reply::NotFound { what: what.to_owned() };
        match request {
            Request::Search(request) => Reply::Search(self.search(request)),
            Request::Event { id } => self.whole_event(id).map_or_else(|| not_found(id), |e| Reply::Event(Box::new(e))),
            Request::Related(request) => self.related(request).map_or_else(|| not_found(&request.id), Reply::Related),
            Request::Day { date } => Reply::Day(self.day(*date)),
            Request::Entity { name } => {
                self.entity(name).map_or_else(|| not_found(name), |e| Reply::Entity(Box::new(e)))
            }
            Request::Suggest(SuggestRequest { text, limit }) => {
                Reply::Suggest(self.index.suggestions(text, *limit as usize))
            }
            Request::Link(request) => Reply::Link(self.link(request)),
        }
    }

    fn event(&self, address: Address) -> Option<Event> {
        self.texts.get(address)
    }
}

fn other_names(entity: Option<&Entity>) -> Vec<String> {
    entity.into_iter().flat_map(|entity| &entity.aliases).map(|alias| alias.name.clone()).collect()
}
