//! All segments together.

use std::collections::BTreeMap;

use crate::model::{Date, Entity};
use crate::protocol::Facet;
use crate::sorting::sort_by_key;

use super::field::FACETS;
use super::names::EntityNames;
use super::segment::{Column, Segment};
use super::values::Values;

/// Where an event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Address {
    /// The number of the batch, in the order in which batches were added.
    pub batch: u32,
    /// The number of the event in its batch.
    pub doc: u32,
}

/// The searchable form of all events added so far. Does not keep the events.
#[derive(Clone, Debug, Default)]
pub struct Index {
    pub(super) segments: Vec<Numbered>,
    /// For every facet the values seen so far.
    pub(super) values: [Values; FACETS],
    pub(super) names: EntityNames,
    /// The number of events of every day that has any.
    pub(super) days: BTreeMap<Date, u32>,
    events: usize,
}

/// A segment among others.
#[derive(Clone, Debug)]
pub(super) struct Numbered {
    pub(super) segment: Segment,
    /// For every facet and every value of the segment's column its number in [`Index::values`].
    pub(super) numbers: [Vec<u32>; FACETS],
    /// Its place among the segments in time; different for every segment.
    pub(super) rank: u32,
    /// Its oldest and newest day.
    pub(super) span: Option<(Date, Date)>,
}

impl Numbered {
    pub(super) fn column(&self, facet: Facet) -> Column<'_> {
        self.segment.column(facet)
    }

    /// The number in [`Index::values`] of a value of the segment's column.
    pub(super) fn number_of(&self, facet: Facet, local: u32) -> Option<u32> {
        self.numbers[facet as usize].get(local as usize).copied()
    }
}

impl Index {
    /// Makes the names of an entity known.
    pub fn add_entity(&mut self, entity: &Entity) {
        let number = self.number_of_entity(&entity.name);
        entity.aliases.iter().for_each(|alias| self.names.add(number, &alias.name, false));
    }

    /// Adds the index of a batch of events. Batches come in any order; the events of a day come in one batch.
    ///
    /// (Where a day is divided among batches, those follow each other in the order of their first days, then of their
    /// last days, then of their arrival.)
    pub fn add(&mut self, segment: Segment) {
        let numbers = Facet::ALL.map(|facet| self.numbers_of(&segment, facet));
        let days = segment.days();
        for date in (0..segment.len() as u32).filter_map(|doc| Date::from_day_number(days.day(doc))) {
            *self.days.entry(date).or_default() += 1;
        }
        self.events += segment.len();
        let span = segment.span();
        self.segments.push(Numbered { segment, numbers, rank: 0, span });
        self.rank_segments();
    }

    /// The number of events.
    pub fn len(&self) -> usize {
        self.events
    }

    /// Whether there are no events.
    pub fn is_empty(&self) -> bool {
        self.events == 0
    }

    /// The canonical name of the entity that a name or alias means. Case and diacritics do not matter where that leaves
    /// no doubt; an alias that several entities share means none of them.
    pub fn resolve_entity(&self, name: &str) -> Option<&str> {
        self.names.resolve(name).map(|number| self.values[Facet::Entity as usize].name(number))
    }

    /// The number of events that have a value.
    pub(super) fn events_with_value(&self, facet: Facet, number: u32) -> u32 {
        let mut events = 0;
        self.values[facet as usize].for_each_place(std::iter::once(number), |segment, local| {
            let list = self.segments.get(segment).and_then(|numbered| numbered.segment.value_list(facet, local));
            events += list.map_or(0, |list| list.len());
        });
        events
    }

    fn numbers_of(&mut self, segment: &Segment, facet: Facet) -> Vec<u32> {
        let place = self.segments.len() as u32;
        let mut numbers = Vec::with_capacity(segment.value_count(facet) as usize);
        for local in 0..segment.value_count(facet) {
            let name = segment.value_name(facet, local).unwrap_or_default();
            let number = match facet {
                Facet::Entity => self.number_of_entity(&name),
                _ => self.values[facet as usize].number_of(&name).0,
            };
            self.values[facet as usize].add_place(number, place, local);
            numbers.push(number);
        }
        numbers
    }

    fn number_of_entity(&mut self, name: &str) -> u32 {
        let (number, is_new) = self.values[Facet::Entity as usize].number_of(name);
        if is_new {
            self.names.add(number, name, true);
        }
        number
    }

    fn rank_segments(&mut self) {
        let mut in_time: Vec<_> = self.segments.iter_mut().collect();
        sort_by_key(&mut in_time, |numbered| numbered.span);
        for (rank, numbered) in (0..).zip(in_time) {
            numbered.rank = rank;
        }
    }
}
