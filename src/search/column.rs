//! The values of a facet, by document and by value.

use std::collections::BTreeMap;

use super::dictionary::Dictionary;

/// Lists of numbers, one after the other.
#[derive(Clone, Debug)]
pub(super) struct Lists {
    items: Vec<u32>,
    /// Where every list begins, and where the last one ends.
    bounds: Vec<u32>,
}

impl Default for Lists {
    fn default() -> Self {
        Self { items: Vec::new(), bounds: vec![0] }
    }
}

impl Lists {
    fn push(&mut self, items: &[u32]) {
        self.items.extend_from_slice(items);
        self.bounds.push(self.items.len() as u32);
    }

    /// The number of lists.
    pub(super) fn len(&self) -> usize {
        self.bounds.len() - 1
    }

    /// A list; empty for a number that is none.
    pub(super) fn get(&self, number: usize) -> &[u32] {
        match self.bounds.get(number..).unwrap_or_default() {
            [start, end, ..] => self.items.get(*start as usize..*end as usize).unwrap_or_default(),
            _ => &[],
        }
    }

    /// For every item the numbers of the lists it is in, ascending; `items` is above the largest item.
    fn transposed(&self, items: usize) -> Self {
        let mut lists = vec![Vec::new(); items];
        for number in 0..self.len() {
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
