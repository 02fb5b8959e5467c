//! Answers requests over the events loaded so far: pure, no clock, no I/O.

use crate::model::{Entity, Event};
use crate::protocol::{Reply, Request};

/// The events loaded so far, indexed.
#[derive(Debug, Default)]
pub struct Engine {}

impl Engine {
    /// An engine without events.
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes the table of entities known. Comes before the first events; an empty table is fine.
    pub fn set_entities(&mut self, entities: Vec<Entity>) {
        let _ = entities;
    }

    /// Adds a batch of events (a shard); batches may come in any order.
    pub fn add_events(&mut self, events: Vec<Event>) {
        let _ = events;
    }

    /// The number of events added.
    pub fn len(&self) -> usize {
        0
    }

    /// Whether no events were added.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Answers a question over the events added so far.
    pub fn handle(&self, request: &Request) -> Reply {
        let _ = request;
        Reply::NotFound { what: String::new() }
    }
}
