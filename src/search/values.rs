//! Names of values and their numbers, over all segments.

use super::strings::{NONE, Strings};

/// The values of a facet, numbered in the order in which they were first seen.
#[derive(Clone, Debug, Default)]
pub(super) struct Values {
    names: Strings,
    /// For every value the last of its places.
    last: Vec<u32>,
    places: Vec<Place>,
}

/// A value in a segment.
#[derive(Clone, Copy, Debug)]
struct Place {
    segment: u32,
    /// Its number in the segment's column.
    local: u32,
    /// Another place of the value, or [`NONE`].
    next: u32,
}

impl Values {
    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    /// The number of a name, a new one if need be.
    pub(super) fn number_of(&mut self, name: &str) -> u32 {
        let (number, is_new) = self.names.add(name);
        if is_new {
            self.last.push(NONE);
        }
        number
    }

    /// The number of a name that was seen before.
    pub(super) fn find(&self, name: &str) -> Option<u32> {
        self.names.find(name)
    }

    /// Notes that a value is in a segment.
    pub(super) fn add_place(&mut self, number: u32, segment: u32, local: u32) {
        if let Some(last) = self.last.get_mut(number as usize) {
            let next = std::mem::replace(last, self.places.len() as u32);
            self.places.push(Place { segment, local, next });
        }
    }

    /// Calls `visit` with every segment that has one of some values, and the value's number in it.
    pub(super) fn for_each_place(&self, numbers: impl Iterator<Item = u32>, mut visit: impl FnMut(usize, u32)) {
        for number in numbers {
            let mut place = self.last.get(number as usize).copied().unwrap_or(NONE);
            while let Some(Place { segment, local, next }) = self.places.get(place as usize) {
                visit(*segment as usize, *local);
                place = *next;
            }
        }
    }

    /// The name of a number; empty for a number that is none.
    pub(super) fn name(&self, number: u32) -> &str {
        self.names.get(number)
    }
}
