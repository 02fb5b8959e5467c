//! Filters, looked up.

use crate::model::Date;
use crate::protocol::{Choice, Facet, Filters};

use super::bitset::BitSet;
use super::field::FACETS;
use super::index::{Index, Numbered};

/// For every segment values of its column.
type Places = Vec<Vec<u32>>;

/// Filters in terms of numbered values.
#[derive(Clone, Debug)]
pub(super) struct Conditions {
    /// For every facet the values of which an event must have one; `None` where any will do.
    required: [Option<Places>; FACETS],
    /// For every facet the values that an event must not have.
    excluded: [Option<Places>; FACETS],
    after: Option<Date>,
    before: Option<Date>,
}

impl Conditions {
    pub(super) fn new(index: &Index, filters: &Filters) -> Self {
        let chosen = |facet, exclude| {
            let mut choices = filters.facet(facet).iter().filter(|choice| choice.exclude == exclude).peekable();
            choices.peek()?;
            Some(index.places(facet, choices.filter_map(|choice| index.number_of_choice(facet, choice))))
        };
        Self {
            required: Facet::ALL.map(|facet| chosen(facet, false)),
            excluded: Facet::ALL.map(|facet| chosen(facet, true)),
            after: filters.after,
            before: filters.before,
        }
    }

    /// The documents that have one of the required values of a facet; `None` where any will do.
    pub(super) fn required(&self, facet: Facet, segment: usize, numbered: &Numbered) -> Option<BitSet> {
        self.required[facet as usize].as_ref().map(|places| docs_with(numbered, facet, places.get(segment)))
    }

    /// The documents that have an excluded value of a facet; `None` where none is excluded.
    pub(super) fn excluded(&self, facet: Facet, segment: usize, numbered: &Numbered) -> Option<BitSet> {
        self.excluded[facet as usize].as_ref().map(|places| docs_with(numbered, facet, places.get(segment)))
    }

    /// The documents of the range of dates; `None` where there is no range.
    pub(super) fn dated(&self, numbered: &Numbered) -> Option<BitSet> {
        if self.after.is_none() && self.before.is_none() {
            return None;
        }
        let mut docs = BitSet::none(numbered.segment.len());
        let (after, before) = (self.after.map(|date| date.day_number()), self.before.map(|date| date.day_number()));
        let days = numbered.segment.days();
        for doc in 0..numbered.segment.len() as u32 {
            let day = days.day(doc);
            if after.is_none_or(|after| after <= day) && before.is_none_or(|before| day < before) {
                docs.insert(doc);
            }
        }
        Some(docs)
    }
}

fn docs_with(numbered: &Numbered, facet: Facet, locals: Option<&Vec<u32>>) -> BitSet {
    let mut docs = BitSet::none(numbered.segment.len());
    for local in locals.into_iter().flatten() {
        let list = numbered.segment.value_list(facet, *local);
        list.into_iter().for_each(|list| list.for_each_doc(|doc| docs.insert(doc)));
    }
    docs
}

impl Index {
    /// For every segment the numbers in its column of some values.
    fn places(&self, facet: Facet, numbers: impl Iterator<Item = u32>) -> Places {
        let mut places = vec![Vec::new(); self.segments.len()];
        self.values[facet as usize].for_each_place(numbers, |segment, local| places[segment].push(local));
        places
    }

    /// The value that the reader has chosen, if any event loaded so far has it: entities by any of their names.
    pub(super) fn number_of_choice(&self, facet: Facet, choice: &Choice) -> Option<u32> {
        match facet {
            Facet::Entity => self.names.resolve(&choice.value),
            _ => self.values[facet as usize].find(&choice.value),
        }
    }
}
