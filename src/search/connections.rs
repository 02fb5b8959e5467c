//! Which events have a value, and how many: what related events are found by.
//!
//! Only segments of which nothing is missing are looked at: see [`Index::counted`].

use crate::protocol::Facet;

use super::index::{Address, Index, Numbered};
use super::segment::List;

impl Index {
    /// The day of an event, as in [`Date::day_number`](crate::model::Date::day_number); 0 if there is no such event.
    pub fn day_of(&self, address: Address) -> i32 {
        self.segments.get(address.batch as usize).map_or(0, |numbered| numbered.segment.day(address.doc))
    }

    /// The number of events that have the value of a name.
    pub fn frequency(&self, facet: Facet, name: &str) -> u32 {
        let mut events = 0_u32;
        self.for_each_counted_place(facet, name, |_, numbered, local| {
            events = events.saturating_add(numbered.segment.value_list(facet, local).map_or(0, |list| list.len()));
        });
        events
    }

    /// Calls `visit` with every event that has the value of a name.
    pub fn for_each_with(&self, facet: Facet, name: &str, mut visit: impl FnMut(Address)) {
        self.for_each_counted_place(facet, name, |batch, numbered, local| {
            let Some(list) = numbered.segment.value_list(facet, local) else { return };
            list.for_each_doc(|doc| visit(Address { batch, doc }));
        });
    }

    /// Calls `visit` with every event, for each of its values that has a name, and with the number of events that have the value.
    /// The values of an event come in the order of their names. Cost: all lists of the facet's values, twice their heads.
    pub fn for_each_value(&self, facet: Facet, mut visit: impl FnMut(Address, u32)) {
        let frequencies = self.frequencies(facet);
        self.for_each_counted_list(facet, |batch, number, list| {
            let frequency = frequencies.get(number as usize).copied().unwrap_or(0);
            if frequency > 0 {
                list.for_each_doc(|doc| visit(Address { batch, doc }, frequency));
            }
        });
    }

    /// The number of events with each value; 0 for values whose names are blank.
    fn frequencies(&self, facet: Facet) -> Vec<u32> {
        let values = &self.values[facet as usize];
        let mut frequencies = vec![0_u32; values.len()];
        self.for_each_counted_list(facet, |_, number, list| {
            let is_named = !values.name(number).trim().is_empty();
            let frequency = frequencies.get_mut(number as usize).filter(|_| is_named);
            frequency.into_iter().for_each(|frequency| *frequency = frequency.saturating_add(list.len()));
        });
        frequencies
    }

    /// Calls `visit` with the batch, the number of the value and the list of every value of every segment that nothing is missing of.
    fn for_each_counted_list<'a>(&'a self, facet: Facet, mut visit: impl FnMut(u32, u32, List<'a>)) {
        for (batch, numbered) in (0..).zip(&self.segments) {
            let Some(numbers) = &numbered.numbers else { continue };
            let mut numbers = numbers[facet as usize].iter();
            let segment = &numbered.segment;
            let end = segment.value_ordinal(facet, segment.value_count(facet));
            segment.for_each_list(segment.value_ordinal(facet, 0)..end, |_, list| {
                if let Some(number) = numbers.next() {
                    visit(batch, *number, list);
                }
            });
        }
    }

    /// Calls `visit` with every segment that has a value and that nothing is missing of, and the value's number in it.
    fn for_each_counted_place(&self, facet: Facet, name: &str, mut visit: impl FnMut(u32, &Numbered, u32)) {
        let values = &self.values[facet as usize];
        values.for_each_place(values.find(name).into_iter(), |batch, local| {
            if let Some(numbered) = self.segments.get(batch) {
                visit(batch as u32, numbered, local);
            }
        });
    }
}
