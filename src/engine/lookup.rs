//! What is asked for by id, day or name.

use crate::model::Date;
use crate::protocol::{DayReply, EntityReply, EventReply, Facet, Hit};
use crate::search::Address;

use super::Engine;

/// The most entities and stories told of an entity.
const ENTITY_LIST_MAX: usize = 100;
/// The most newest events told of an entity.
const ENTITY_NEWEST_MAX: usize = 20;

impl Engine {
    #[inline(never)] // It is loaded later: see xtask, shrink.
    pub(super) fn whole_event(&self, id: &str) -> Option<EventReply> {
        let address = self.address_of(id)?;
        let event = self.event(address)?;
        let story_neighbours = event.story.last().map_or((None, None), |story| self.neighbours(address, story));
        Some(EventReply { event, story_neighbours })
    }

    /// The events before and after one in a story.
    fn neighbours(&self, address: Address, story: &str) -> (Option<Hit>, Option<Hit>) {
        let events = self.index.events_with(Facet::Story, story);
        let Some(place) = events.iter().position(|other| *other == address) else { return (None, None) };
        let hit_at = |place: Option<usize>| self.plain_hit(*events.get(place?)?);
        (hit_at(place.checked_sub(1)), hit_at(place.checked_add(1)))
    }

    #[inline(never)] // It is loaded later: see xtask, shrink.
    pub(super) fn day(&self, date: Date) -> DayReply {
        let (previous, next) = self.index.neighbouring_days(date);
        DayReply { date, previous, next, events: self.plain_hits(&self.index.events_of_day(date)) }
    }

    #[inline(never)] // It is loaded later: see xtask, shrink.
    pub(super) fn entity(&self, name: &str) -> Option<EntityReply> {
        let name = self.index.resolve_entity(name)?;
        let known = self.known_entity(&name);
        let events = self.index.events_with(Facet::Entity, &name);
        let (histogram, span) = self.index.histogram_of(&events);
        Some(EntityReply {
            aliases: known.map(|entity| entity.aliases.clone()).unwrap_or_default(),
            kind: known.and_then(|entity| entity.kind.clone()),
            events: events.len() as u32,
            first: events.first().and_then(|address| self.index.date_of(*address)),
            last: events.last().and_then(|address| self.index.date_of(*address)),
            with: self.mentioned_with(&name, &events),
            stories: self.index.count_values(&events, Facet::Story, ENTITY_LIST_MAX),
            histogram,
            span,
            newest: self.newest(&events),
            name,
        })
    }

    fn mentioned_with(&self, name: &str, events: &[Address]) -> Vec<crate::protocol::Count> {
        let mut with = self.index.count_values(events, Facet::Entity, ENTITY_LIST_MAX + 1);
        with.retain(|count| count.value != name);
        with.truncate(ENTITY_LIST_MAX);
        with
    }

    /// The newest of events that are in order of time: newest day first, in the order of the archive within a day.
    fn newest(&self, events: &[Address]) -> Vec<Hit> {
        let days = events.chunk_by(|a, b| self.index.date_of(*a) == self.index.date_of(*b));
        self.plain_hits(days.rev().flatten().take(ENTITY_NEWEST_MAX))
    }
}
