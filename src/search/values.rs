//! Names of values and their numbers, over all segments.

use std::collections::HashMap;
use std::sync::Arc;

/// The values of a facet, numbered in the order in which they were first seen.
#[derive(Clone, Debug, Default)]
pub(super) struct Values {
    names: Vec<Arc<str>>,
    numbers: HashMap<Arc<str>, u32>,
    /// For every value the segments that have it.
    places: Vec<Vec<Place>>,
}

/// A value in a segment.
#[derive(Clone, Copy, Debug)]
struct Place {
    segment: u32,
    /// Its number in the segment's column.
    local: u32,
}

impl Values {
    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    /// The number of a name, and whether it is new.
    pub(super) fn number_of(&mut self, name: &str) -> (u32, bool) {
        if let Some(number) = self.numbers.get(name) {
            return (*number, false);
        }
        let (number, name) = (self.names.len() as u32, Arc::from(name));
        self.names.push(Arc::clone(&name));
        self.places.push(Vec::new());
        self.numbers.insert(name, number);
        (number, true)
    }

    /// The number of a name that was seen before.
    pub(super) fn find(&self, name: &str) -> Option<u32> {
        self.numbers.get(name).copied()
    }

    /// Notes that a value is in a segment.
    pub(super) fn add_place(&mut self, number: u32, segment: u32, local: u32) {
        self.places.get_mut(number as usize).into_iter().for_each(|places| places.push(Place { segment, local }));
    }

    /// Calls `visit` with every segment that has one of some values, and the value's number in it.
    pub(super) fn for_each_place(&self, numbers: impl Iterator<Item = u32>, mut visit: impl FnMut(usize, u32)) {
        for places in numbers.filter_map(|number| self.places.get(number as usize)) {
            places.iter().for_each(|place| visit(place.segment as usize, place.local));
        }
    }

    /// The name of a number; empty for a number that is none.
    pub(super) fn name(&self, number: u32) -> &str {
        self.names.get(number as usize).map_or("", |name| name)
    }
}
