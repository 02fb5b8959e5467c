//! The values of a facet, by document and by value.

use std::collections::BTreeMap;

use super::bitset::BitSet;
use super::dictionary::Dictionary;

/// Lists of numbers, one after the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Lists {
    items: Vec<u32>,
    /// For every list the item after its last.
    ends: Vec<u32>,
}

impl Lists {
    fn push(&mut self, items: &[u32]) {
        self.items.extend_from_slice(items);
        self.ends.push(self.items.len() as u32);
    }

    /// A list; empty for a number that is none.
    pub(super) fn get(&self, number: usize) -> &[u32] {
        let start = number.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end as usize);
        self.ends.get(number).and_then(|end| self.items.get(start..*end as usize)).unwrap_or_default()
    }

    /// For every item the numbers of the lists it is in, ascending; `items` is above the largest item.
    fn transposed(&self, items: usize) -> Self {
        let mut lists = vec![Vec::new(); items];
        for number in 0..self.ends.len() {
            for item in self.get(number) {
                lists[*item as usize].push(number as u32);
            }
        }
        let mut transposed = Self::default();
        lists.iter().for_each(|list| transposed.push(list));
        transposed
    }
}

/// The values of a facet in a segment. Values are numbered in the order of their names.
#[derive(Clone, Debug, Default)]
pub(super) struct Column {
    /// The values' names.
    pub(super) names: Dictionary,
    /// For every value its documents, ascending.
    pub(super) docs: Lists,
    /// For every document its values, ascending.
    pub(super) values: Lists,
}

impl Column {
    /// A column over `docs` documents from the documents of every value, ascending and without duplicates.
    pub(super) fn new(by_value: &BTreeMap<&str, Vec<u32>>, docs: usize) -> Self {
        let mut lists = Lists::default();
        by_value.values().for_each(|list| lists.push(list));
        let values = lists.transposed(docs);
        Self { names: Dictionary::from_sorted(by_value.keys().copied()), docs: lists, values }
    }
}

/// A column and what its values are called across segments.
#[derive(Clone, Copy)]
pub(super) struct NumberedColumn<'a> {
    pub(super) column: &'a Column,
    /// For every value of the column its number among the values of all segments.
    pub(super) numbers: &'a [u32],
}

impl NumberedColumn<'_> {
    /// Calls `visit` with every document of every wanted value; a document may come several times.
    pub(super) fn for_each_with(self, wanted: &BitSet, mut visit: impl FnMut(u32)) {
        for (value, number) in self.numbers.iter().enumerate() {
            if wanted.contains(*number) {
                self.column.docs.get(value).iter().for_each(|doc| visit(*doc));
            }
        }
    }

    /// The values of a document, by their numbers among the values of all segments.
    pub(super) fn values_of(self, doc: u32) -> impl Iterator<Item = u32> {
        self.column.values.get(doc as usize).iter().filter_map(move |value| self.numbers.get(*value as usize).copied())
    }
}
