//! Segments that arrive in pieces.
//!
//! An answer that needed bytes or events that are not here is not one: [`Engine::take_needs`] tells what was missing, and when that
//! has been brought ([`Engine::fill`], [`Engine::add_line`]) the question is asked again. Each round gets further (terms, lists,
//! positions, events), and there is no need when all has arrived.

use std::ops::Range;
use std::sync::atomic::Ordering;

use super::Engine;
use super::texts::Arrival;
use crate::bundle::read_line;
use crate::search::{Address, Line, Segment, SegmentError};

/// What answers have asked for and did not get.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// Bytes of segments, by the number of the segment.
    pub bytes: Vec<(usize, Range<usize>)>,
    /// Events, and where in the files of their segment they are.
    pub lines: Vec<(Address, Line)>,
    /// The table of entities.
    pub entities: bool,
}

impl Needs {
    /// Whether nothing was missing.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty() && self.lines.is_empty() && !self.entities
    }
}

impl Engine {
    /// Adds a segment of which no more than the head need have arrived, and whose events will come in files of so many each, newest
    /// first. Returns its number, or `None` if that is not how many it has.
    ///
    /// Ids are not compared with those of other batches: the files of a bundle have every id once.
    pub fn add_segment(&mut self, segment: Segment, file_events: &[u32]) -> Option<usize> {
        let number = self.index.segments_len();
        if file_events.iter().map(|events| *events as usize).sum::<usize>() != segment.len() {
            return None;
        }
        self.index.add(segment);
        self.links.forget_lengths();
        self.texts.expect(file_events);
        Some(number)
    }

    /// Takes bytes of a segment. After an error it should be removed.
    pub fn fill(&mut self, segment: usize, start: usize, bytes: &[u8]) -> Result<(), SegmentError> {
        let counted = self.counted();
        let filled = self.index.fill(segment, start, bytes);
        if self.counted() != counted {
            self.links.forget_lengths();
        }
        filled
    }

    /// The bytes of a segment that have not arrived, in runs.
    pub fn missing(&self, segment: usize) -> Vec<Range<usize>> {
        self.index.segment(segment).map(Segment::missing).unwrap_or_default()
    }

    /// The bytes of a segment, if they have all arrived.
    pub fn segment_bytes(&self, segment: usize) -> Option<&[u8]> {
        self.index.segment(segment).filter(|segment| segment.is_complete()).map(Segment::bytes)
    }

    /// Takes some of the events that have arrived: few enough that questions hardly wait; whether there were any left. See
    /// [`Engine::add_file`].
    #[inline(never)] // It is loaded later: see xtask, shrink.
    pub fn pack(&mut self, arrival: &mut Arrival) -> bool {
        self.texts.pack(arrival)
    }

    /// Takes the events of a file of a segment: all at once, or what [`Engine::pack`] has left of them. If they are not those that
    /// were expected, the segment is removed.
    #[inline(never)] // It is loaded later: see xtask, shrink.
    pub fn add_file(&mut self, segment: usize, file: usize, mut arrival: Arrival) {
        if self.texts.add_file(segment as u32, file, &mut arrival) {
            let before = self.texts.file_events(segment as u32).into_iter().take(file).sum();
            self.links.add(segment as u32, before, &arrival.events);
        } else {
            self.remove_segment(segment);
            self.add_events(arrival.events);
        }
    }

    /// No more events will come for a while: frees what only their coming needs.
    pub fn rest(&mut self) {
        self.texts.rest();
    }

    /// Takes the line of an event that was fetched alone; nothing happens if it is not that event.
    pub fn add_line(&mut self, address: Address, line: &[u8]) {
        let Some(event) = read_line(line) else { return };
        if self.index.date_of(address) == Some(event.date) {
            self.texts.add_alone(address, event);
        }
    }

    /// Removes a segment that cannot be used. What of its events has arrived is indexed here; the rest has to be added.
    #[inline(never)] // It is loaded later: see xtask, shrink.
    pub fn remove_segment(&mut self, segment: usize) {
        self.index.remove(segment);
        self.links.remove(segment as u32);
        for events in self.texts.remove(segment as u32) {
            self.add_events(events);
        }
    }

    /// What answers since this was asked last have asked for and did not get.
    pub fn take_needs(&self) -> Needs {
        let mut needs = Needs { entities: self.wants_entities.swap(false, Ordering::Relaxed), ..Needs::default() };
        for address in self.texts.take_wanted() {
            let Some(segment) = self.index.segment(address.batch as usize) else { continue };
            let line = segment.line_of(address.doc, &self.texts.file_events(address.batch));
            needs.lines.extend(line.map(|line| (address, line)));
        }
        let segments = (0..self.index.segments_len()).filter_map(|number| Some((number, self.index.segment(number)?)));
        for (number, segment) in segments {
            needs.bytes.extend(segment.take_wanted().into_iter().map(|range| (number, range)));
        }
        needs
    }

    /// The number of events that facets are counted over.
    pub fn counted(&self) -> usize {
        self.index.counted()
    }

    /// The event of an id.
    pub(super) fn address_of(&self, id: &str) -> Option<Address> {
        self.by_id.get(id).copied().or_else(|| self.address_in_segments(id))
    }

    /// The event of an id, in segments whose ids are not held here.
    fn address_in_segments(&self, id: &str) -> Option<Address> {
        let candidates = self.index.addresses_with_id(id);
        candidates.into_iter().find(|address| self.event(*address).is_some_and(|event| event.id == id))
    }
}
