//! One canonical entity for its many names.

use crate::model::{Entity, Event};

/// Gives every entity one canonical name in all events (`entities`, `mentions`), and returns the table of entities
/// with their aliases and counts, sorted by name.
pub fn resolve(events: &mut [Event]) -> Vec<Entity> {
    let _ = events;
    Vec::new()
}
