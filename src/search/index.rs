//! All segments together.

use std::collections::BTreeMap;

use crate::model::Date;
use crate::protocol::Facet;
use crate::sorting::sort_by_key;

use super::field::FACETS;
use super::segment::{Column, Segment, SegmentError};
use super::values::Values;

/// Where an event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    /// The number of the batch, in the order in which batches were added.
    pub batch: u32,
    /// The number of the event in its batch.
    pub doc: u32,
}

/// The searchable form of all events added so far. Does not keep the events.
#[derive(Debug, Default)]
pub struct Index {
    pub(super) segments: Vec<Numbered>,
    /// For every facet the values seen so far.
    pub(super) values: [Values; FACETS],
    /// The number of events of every day that has any.
    pub(super) days: BTreeMap<Date, u32>,
    events: usize,
}

/// A segment among others.
#[derive(Debug)]
pub(super) struct Numbered {
    pub(super) segment: Segment,
    /// For every facet and every value of the segment's column its number in [`Index::values`]; `None` while bytes of the segment
    /// are missing: it can be searched, but not counted.
    pub(super) numbers: Option<[Vec<u32>; FACETS]>,
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
        self.numbers.as_ref()?[facet as usize].get(local as usize).copied()
    }
}

impl Index {
    /// Adds the index of a batch of events. Batches come in any order; the events of a day come in one batch.
    ///
    /// (Where a day is divided among batches, those follow each other in the order of their first days, then of their
    /// last days, then of their arrival.)
    pub fn add(&mut self, segment: Segment) {
        let number = self.segments.len();
        for date in segment.dates() {
            *self.days.entry(date).or_default() += 1;
        }
        self.events += segment.len();
        let span = segment.span();
        self.segments.push(Numbered { segment, numbers: None, rank: 0, span });
        self.number_values(number);
        self.rank_segments();
    }

    /// Puts another segment of the same events in the place of one, of which nothing is missing: entities have other names now.
    pub fn replace(&mut self, number: usize, segment: Segment) {
        if let Some(numbered) = self.segments.get_mut(number) {
            numbered.segment = segment;
        }
    }

    /// Empties a segment that turned out to be damaged; its number stays.
    pub fn remove(&mut self, number: usize) {
        let Some(numbered) = self.segments.get_mut(number) else { return };
        let removed = std::mem::take(&mut numbered.segment);
        (numbered.numbers, numbered.span) = (Some(Default::default()), None);
        for date in removed.dates() {
            if let Some(events) = self.days.get_mut(&date) {
                *events -= 1;
            }
        }
        self.days.retain(|_, events| *events > 0);
        self.events -= removed.len();
        self.rank_segments();
    }

    /// Takes bytes of a segment: see [`Segment::fill`].
    pub fn fill(&mut self, number: usize, start: usize, bytes: &[u8]) -> Result<(), SegmentError> {
        let Some(numbered) = self.segments.get_mut(number) else { return Ok(()) };
        numbered.segment.fill(start, bytes)?;
        self.number_values(number);
        Ok(())
    }

    /// A segment.
    pub fn segment(&self, number: usize) -> Option<&Segment> {
        self.segments.get(number).map(|numbered| &numbered.segment)
    }

    /// The number of segments, empty ones included.
    pub fn segments_len(&self) -> usize {
        self.segments.len()
    }

    /// The events that may have an id: see [`Segment::docs_with_id`].
    pub fn addresses_with_id(&self, id: &str) -> Vec<Address> {
        let of_segment = |(batch, numbered): (u32, &Numbered)| {
            numbered.segment.docs_with_id(id).into_iter().map(move |doc| Address { batch, doc }).collect::<Vec<_>>()
        };
        (0..).zip(&self.segments).flat_map(of_segment).collect()
    }

    /// Whether answers so far have asked for bytes that are missing: they are worth nothing, see [`Segment::take_wanted`].
    pub fn has_wanted(&self) -> bool {
        self.segments.iter().any(|numbered| numbered.segment.has_wanted())
    }

    /// The number of events in segments of which nothing is missing: those that facets are counted over.
    pub fn counted(&self) -> usize {
        let counted = self.segments.iter().filter(|numbered| numbered.numbers.is_some());
        counted.map(|numbered| numbered.segment.len()).sum()
    }

    /// The number of events.
    pub fn len(&self) -> usize {
        self.events
    }

    /// Whether there are no events.
    pub fn is_empty(&self) -> bool {
        self.events == 0
    }

    /// The number of events that have a value.
    pub(super) fn events_with_value(&self, facet: Facet, number: u32) -> u32 {
        let mut events = 0;
        self.for_each_place(facet, &std::iter::once(number), |segment, local| {
            let list = self.segments.get(segment).and_then(|numbered| numbered.segment.value_list(facet, local));
            events += list.map_or(0, |list| list.len());
        });
        events
    }

    /// Calls `visit` with every segment that has one of some values, and the value's number in it.
    pub(super) fn for_each_place(
        &self,
        facet: Facet,
        numbers: &(impl Iterator<Item = u32> + Clone),
        mut visit: impl FnMut(usize, u32),
    ) {
        let values = &self.values[facet as usize];
        values.for_each_place(numbers.clone(), &mut visit);
        for (place, numbered) in self.segments.iter().enumerate().filter(|(_, numbered)| numbered.numbers.is_none()) {
            let locals = numbers.clone().filter_map(|number| numbered.segment.find_value(facet, values.name(number)));
            locals.for_each(|local| visit(place, local));
        }
    }

    /// Gives the values of a segment numbers, once all of it is there.
    fn number_values(&mut self, number: usize) {
        let Some(numbered) = self.segments.get_mut(number) else { return };
        if numbered.numbers.is_some() || !numbered.segment.is_complete() {
            return;
        }
        let segment = std::mem::take(&mut numbered.segment);
        let numbers = Facet::ALL.map(|facet| self.numbers_of(number, &segment, facet));
        if let Some(numbered) = self.segments.get_mut(number) {
            (numbered.segment, numbered.numbers) = (segment, Some(numbers));
        }
    }

    fn numbers_of(&mut self, place: usize, segment: &Segment, facet: Facet) -> Vec<u32> {
        let mut numbers = Vec::with_capacity(segment.value_count(facet) as usize);
        segment.for_each_value_name(facet, |name| {
            let number = self.values[facet as usize].number_of(name);
            self.values[facet as usize].add_place(number, place as u32, numbers.len() as u32);
            numbers.push(number);
        });
        numbers
    }

    fn rank_segments(&mut self) {
        let mut in_time: Vec<_> = self.segments.iter_mut().collect();
        sort_by_key(&mut in_time, |numbered| numbered.span);
        for (rank, numbered) in (0..).zip(in_time) {
            numbered.rank = rank;
        }
    }
}
