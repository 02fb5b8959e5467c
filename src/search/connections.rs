//! Which events have a value, and how many: what related events are found by.
//!
//! Only segments of which nothing is missing are looked at: see [`Index::counted`].

use crate::protocol::Facet;

use super::index::{Address, Index};
use super::segment::List;

/// A list, and the number of its segment.
type Located<'a> = (u32, List<'a>);

impl Index {
    /// The day of an event, as in [`Date::day_number`](crate::model::Date::day_number); 0 if there is no such event.
    pub fn day_of(&self, address: Address) -> i32 {
        self.segments.get(address.batch as usize).map_or(0, |numbered| numbered.segment.day(address.doc))
    }

    /// The number of events that have the value of a name.
    pub fn frequency(&self, facet: Facet, name: &str) -> u32 {
        frequency(&self.lists(facet, self.values[facet as usize].find(name)))
    }

    /// Calls `visit` with every event that has the value of a name.
    pub fn for_each_with(&self, facet: Facet, name: &str, visit: &mut dyn FnMut(Address)) {
        for_each_event(&self.lists(facet, self.values[facet as usize].find(name)), visit);
    }

    /// Calls `visit` with every event, for each of its values that has a name, and with the number of events that have the value.
    /// Cost: all lists of the facet's values.
    pub fn for_each_value(&self, facet: Facet, visit: &mut dyn FnMut(Address, u32)) {
        let values = &self.values[facet as usize];
        for number in (0..values.len() as u32).filter(|number| !values.name(*number).trim().is_empty()) {
            let lists = self.lists(facet, Some(number));
            let frequency = frequency(&lists);
            for_each_event(&lists, &mut |address| visit(address, frequency));
        }
    }

    /// The lists of a value.
    fn lists(&self, facet: Facet, number: Option<u32>) -> Vec<Located<'_>> {
        let mut lists = Vec::new();
        // Only segments that nothing is missing of are among the places.
        self.values[facet as usize].for_each_place(number.into_iter(), |batch, local| {
            let list = self.segments.get(batch).and_then(|numbered| numbered.segment.value_list(facet, local));
            lists.extend(list.map(|list| (batch as u32, list)));
        });
        lists
    }
}

fn frequency(lists: &[Located<'_>]) -> u32 {
    lists.iter().fold(0, |events: u32, (_, list)| events.saturating_add(list.len()))
}

fn for_each_event(lists: &[Located<'_>], visit: &mut dyn FnMut(Address)) {
    for (batch, list) in lists {
        for_each_doc(list, &mut |doc| visit(Address { batch: *batch, doc }));
    }
}

/// As [`List::for_each_doc`], compiled once.
pub(super) fn for_each_doc(list: &List<'_>, visit: &mut dyn FnMut(u32)) {
    list.for_each_doc(visit);
}
