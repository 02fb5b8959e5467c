//! What each document has: its day, and its values of a facet.

use std::ops::Range;

use super::super::bitset::{BITS, BitSet};
use super::packing::{Fixed, fixed_width, write_fixed};

/// Documents in a group; where the values of a group begin is stored. The same as in a block of a [`BitSet`].
const GROUP_DOCS: usize = BITS;
const ANCHOR_WIDTH: usize = 4;

/// Appends a column: for every document some numbers.
///
/// Two bytes with the widths of what follows; for every group the number of values before it; for every document how many it has;
/// the values.
pub(super) fn write_column(out: &mut Vec<u8>, values: &[Vec<u32>]) {
    let most = values.iter().map(Vec::len).max().unwrap_or(0) as u32;
    let largest = values.iter().flatten().copied().max().unwrap_or(0);
    let (count_width, value_width) = (fixed_width(most), fixed_width(largest));
    out.extend([count_width as u8, value_width as u8]);
    let mut before = 0;
    for group in values.chunks(GROUP_DOCS) {
        write_fixed(out, before, ANCHOR_WIDTH);
        before += group.iter().map(Vec::len).sum::<usize>() as u32;
    }
    values.iter().for_each(|of_doc| write_fixed(out, of_doc.len() as u32, count_width));
    values.iter().flatten().for_each(|value| write_fixed(out, *value, value_width));
}

/// For every document its values of a facet, numbered from 0 within the facet.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::search) struct Column<'a> {
    docs: usize,
    anchors: Fixed<'a>,
    counts: Fixed<'a>,
    values: Fixed<'a>,
}

impl<'a> Column<'a> {
    pub(super) fn read(bytes: &'a [u8], docs: usize) -> Option<Self> {
        let ([count_width, value_width], rest) = bytes.split_first_chunk()?;
        let (anchors, rest) = rest.split_at_checked(docs.div_ceil(GROUP_DOCS) * ANCHOR_WIDTH)?;
        let (counts, values) = rest.split_at_checked(docs * usize::from(*count_width))?;
        Some(Self {
            docs,
            anchors: Fixed::new(anchors, ANCHOR_WIDTH),
            counts: Fixed::new(counts, usize::from(*count_width)),
            values: Fixed::new(values, usize::from(*value_width)),
        })
    }

    /// Calls `visit` with every value of a document, ascending.
    pub(in crate::search) fn for_each_value(&self, doc: u32, mut visit: impl FnMut(u32)) {
        let doc = doc as usize;
        if doc < self.docs {
            let group = doc / GROUP_DOCS;
            let within = (group * GROUP_DOCS..doc).map(|before| self.counts.get(before) as usize).sum::<usize>();
            let start = (self.anchors.get(group) as usize).saturating_add(within);
            self.places(start, doc).for_each(|place| visit(self.values.get(place)));
        }
    }

    /// Where the values of a document are that begin at a place; no further than there are values.
    #[inline]
    fn places(&self, start: usize, doc: usize) -> Range<usize> {
        start..start.saturating_add(self.counts.get(doc) as usize).min(self.values.len())
    }

    /// Counts the values of some documents. Cost: the documents of the groups that any of them is in, and their values.
    pub(in crate::search) fn count(&self, docs: &BitSet, counts: &mut [u32]) {
        for (group, block) in docs.blocks().iter().enumerate().filter(|(_, block)| **block != 0) {
            let mut place = self.anchors.get(group) as usize;
            let mut rest = *block;
            let mut add = |places| {
                self.values.for_each(places, |value| {
                    counts.get_mut(value as usize).into_iter().for_each(|count| *count += 1);
                });
            };
            let first = group * GROUP_DOCS;
            // Runs of documents have runs of values.
            let mut run = place..place;
            self.counts.for_each(first..(first + GROUP_DOCS).min(self.docs), |count| {
                let before = place;
                place = place.saturating_add(count as usize);
                if rest & 1 == 1 && run.end == before {
                    run.end = place;
                } else if rest & 1 == 1 {
                    add(run.clone());
                    run = before..place;
                }
                rest >>= 1;
            });
            add(run);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::{btree_set, vec};
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn values_come_back_as_they_went_in(
            values in vec(btree_set(0_u32..70_000, 0..4), 0..200),
            chosen in btree_set(0_u32..200, 0..50),
        ) {
            let values: Vec<Vec<u32>> = values.into_iter().map(|of_doc| of_doc.into_iter().collect()).collect();
            let mut bytes = Vec::new();
            write_column(&mut bytes, &values);
            let column = Column::read(&bytes, values.len()).unwrap();
            let mut expected = vec![0; 70_000];
            let mut docs = BitSet::none(values.len());
            for (doc, of_doc) in (0..).zip(&values) {
                let mut read = Vec::new();
                column.for_each_value(doc, |value| read.push(value));
                prop_assert_eq!(&read, of_doc);
                if chosen.contains(&doc) {
                    docs.insert(doc);
                    of_doc.iter().for_each(|value| expected[*value as usize] += 1);
                }
            }
            column.for_each_value(values.len() as u32, |_| panic!("no such document"));
            let mut counts = vec![0; 70_000];
            column.count(&docs, &mut counts);
            prop_assert_eq!(counts, expected);
        }

        #[test]
        fn any_bytes_can_be_read(bytes in vec(any::<u8>(), 0..100), docs in 0_usize..70) {
            if let Some(column) = Column::read(&bytes, docs) {
                column.count(&BitSet::all(docs), &mut [0; 9]);
            }
        }
    }
}
