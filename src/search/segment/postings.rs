//! Which documents hold a term, how well, and where.
//!
//! A list is the number of its documents (varint), then blocks of up to [`BLOCK_DOCS`] of them, ascending:
//!
//! | what | how | when |
//! |---|---|---|
//! | the last document, less one more than that of the block before | varint | |
//! | the bits of a distance | 1 byte | more than one document |
//! | the greatest impact in the block | 1 byte | [`Kind::Words`] |
//! | the bytes of the block's positions | varint | [`Kind::Words`], not the last block |
//! | the distances of all documents but the last, less one each | packed | more than one document |
//! | the impacts, less one each | packed, [`IMPACT_BITS`] | [`Kind::Words`], more than one document |
//!
//! Positions lie apart, as ranking alone does not need them: for every document its positions, ascending, as varints of twice the
//! distance to the one before, plus one where more follow.
//!
//! Blocks of equal bit width are the *frame of reference* of D. Lemire and L. Boytsov, “Decoding billions of integers per second
//! through vectorization”, 2015; bounds for each block are those of S. Ding and T. Suel, “Faster top-k document retrieval using
//! block-max indexes”, SIGIR 2011.

use std::ops::Range;

use super::super::impact::{IMPACT_BITS, IMPACTS};
use super::packing::{Reader, bits_for, pack, packed_bytes, unpack, write_varint};
use super::pages::Pages;

/// The most documents of a block.
pub(in crate::search) const BLOCK_DOCS: usize = 128;
/// What a list holds besides documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::search) enum Kind {
    /// Nothing.
    Plain,
    /// Impacts and positions.
    Words,
}

/// A document that holds a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Posting {
    pub(super) doc: u32,
    /// From 1 to [`IMPACTS`].
    pub(super) impact: u8,
    /// Ascending.
    pub(super) positions: Vec<u32>,
}

/// Appends a list of documents without impacts and positions.
pub(super) fn write_plain(lists: &mut Vec<u8>, docs: &[u32]) {
    write_varint(lists, docs.len() as u32);
    let mut base = 0;
    for block in docs.chunks(BLOCK_DOCS) {
        let (last, width) = write_head(lists, block, base);
        write_distances(lists, block, base, width);
        base = last + 1;
    }
}

/// Appends a list with impacts, and its positions.
pub(super) fn write_words(lists: &mut Vec<u8>, positions: &mut Vec<u8>, postings: &[Posting]) {
    write_varint(lists, postings.len() as u32);
    let mut base = 0;
    let mut left = postings.len();
    for block in postings.chunks(BLOCK_DOCS) {
        left -= block.len();
        let docs: Vec<u32> = block.iter().map(|posting| posting.doc).collect();
        let (last, width) = write_head(lists, &docs, base);
        lists.push(block.iter().map(|posting| posting.impact).max().unwrap_or(0));
        let before = positions.len();
        block.iter().for_each(|posting| write_positions(positions, &posting.positions));
        if left > 0 {
            write_varint(lists, (positions.len() - before) as u32);
        }
        write_distances(lists, &docs, base, width);
        if block.len() > 1 {
            pack(lists, block.iter().map(|posting| u32::from(posting.impact.saturating_sub(1))), IMPACT_BITS);
        }
        base = last + 1;
    }
}

/// Writes the last document of a block and the width of its distances, and returns both.
fn write_head(lists: &mut Vec<u8>, docs: &[u32], base: u32) -> (u32, u32) {
    let last = docs.last().copied().unwrap_or(base);
    let width = bits_for(distances(docs, base).max().unwrap_or(0));
    write_varint(lists, last - base);
    if docs.len() > 1 {
        lists.push(width as u8);
    }
    (last, width)
}

fn write_distances(lists: &mut Vec<u8>, docs: &[u32], base: u32, width: u32) {
    if docs.len() > 1 {
        pack(lists, distances(docs, base), width);
    }
}

/// The distances of all documents of a block but the last.
fn distances(docs: &[u32], base: u32) -> impl Iterator<Item = u32> {
    let mut next = base;
    docs.iter().take(docs.len().saturating_sub(1)).map(move |doc| {
        let distance = doc - next;
        next = doc + 1;
        distance
    })
}

fn write_positions(out: &mut Vec<u8>, positions: &[u32]) {
    let mut before = 0;
    for (place, position) in positions.iter().enumerate() {
        let more = u32::from(place + 1 < positions.len());
        write_varint(out, (position - before) << 1 | more);
        before = *position;
    }
}

/// A list, as stored.
#[derive(Clone, Debug)]
pub(in crate::search) struct List<'a> {
    kind: Kind,
    len: u32,
    blocks: &'a [u8],
    pages: &'a Pages,
    /// Where its positions are.
    positions: Range<usize>,
}

impl<'a> List<'a> {
    /// The list that is at one place of some bytes, its positions at another.
    pub(super) fn new(kind: Kind, pages: &'a Pages, list: Range<usize>, positions: Range<usize>) -> Self {
        let mut reader = Reader(pages.get(list).unwrap_or_default());
        let len = reader.varint().unwrap_or(0);
        Self { kind, len, blocks: reader.0, pages, positions }
    }

    /// The number of documents.
    pub(in crate::search) fn len(&self) -> u32 {
        self.len
    }

    /// The blocks, in ascending order of documents, without positions.
    pub(in crate::search) fn blocks(&self) -> Blocks<'a> {
        self.blocks_with(&[])
    }

    /// The blocks with positions, which have to be there too.
    pub(in crate::search) fn placed_blocks(&self) -> Blocks<'a> {
        self.blocks_with(self.pages.get(self.positions.clone()).unwrap_or_default())
    }

    fn blocks_with(&self, positions: &'a [u8]) -> Blocks<'a> {
        let (left, reader) = (self.len as usize, Reader(self.blocks));
        Blocks { kind: self.kind, left, base: 0, reader, positions: Reader(positions) }
    }

    /// Calls `visit` with every document, ascending.
    #[inline]
    pub(in crate::search) fn for_each_doc(&self, mut visit: impl FnMut(u32)) {
        self.blocks().for_each(|block| block.for_each_doc(&mut visit));
    }
}

/// Reads a list block by block. Ends early where bytes are missing.
#[derive(Clone, Debug)]
pub(in crate::search) struct Blocks<'a> {
    kind: Kind,
    left: usize,
    base: u32,
    reader: Reader<'a>,
    positions: Reader<'a>,
}

impl<'a> Iterator for Blocks<'a> {
    type Item = Block<'a>;

    #[inline]
    fn next(&mut self) -> Option<Block<'a>> {
        let count = self.left.min(BLOCK_DOCS);
        if count == 0 {
            return None;
        }
        self.left -= count;
        let base = self.base;
        let last = base.checked_add(self.reader.varint()?)?;
        self.base = last.saturating_add(1);
        let width = if count > 1 { u32::from(self.reader.byte()?).min(u32::BITS) } else { 0 };
        let mut block = Block { base, last, count, width, bound: 0, distances: &[], impacts: &[], positions: &[] };
        if self.kind == Kind::Words {
            block.bound = self.reader.byte()?;
            block.positions = if self.left > 0 {
                let bytes = self.reader.varint()? as usize;
                self.positions.take(bytes).unwrap_or_default()
            } else {
                self.positions.0
            };
        }
        block.distances = self.reader.take(packed_bytes(count - 1, width))?;
        if self.kind == Kind::Words && count > 1 {
            block.impacts = self.reader.take(packed_bytes(count, IMPACT_BITS))?;
        }
        Some(block)
    }
}

/// Up to [`BLOCK_DOCS`] documents of a list.
#[derive(Clone, Copy, Debug)]
pub(in crate::search) struct Block<'a> {
    /// No document is below.
    base: u32,
    last: u32,
    count: usize,
    width: u32,
    bound: u8,
    distances: &'a [u8],
    impacts: &'a [u8],
    positions: &'a [u8],
}

impl Block<'_> {
    /// No document is before the first of these and none after the last.
    pub(in crate::search) fn span(&self) -> (u32, u32) {
        (self.base, self.last)
    }

    /// The greatest impact of a document in it.
    #[inline]
    pub(in crate::search) fn bound(&self) -> u8 {
        self.bound
    }

    #[inline]
    pub(in crate::search) fn for_each_doc(&self, mut visit: impl FnMut(u32)) {
        let mut next = self.base;
        unpack(self.distances, self.count - 1, self.width, |distance| {
            let doc = next.wrapping_add(distance);
            visit(doc);
            next = doc.wrapping_add(1);
        });
        visit(self.last);
    }

    /// Calls `visit` with every document and its impact.
    #[inline]
    pub(in crate::search) fn for_each_impact(&self, mut visit: impl FnMut(u32, u8)) {
        if self.count == 1 {
            return visit(self.last, self.bound);
        }
        let mut place = 0;
        self.for_each_doc(|doc| {
            let pair = self.impacts.get(place / 2).copied().unwrap_or(0);
            let impact = if place % 2 == 0 { pair & (IMPACTS - 1) } else { pair >> IMPACT_BITS };
            place += 1;
            visit(doc, impact + 1);
        });
    }

    /// Calls `visit` with every document and its positions, ascending.
    pub(in crate::search) fn for_each_positions(&self, mut visit: impl FnMut(u32, &[u32])) {
        let mut reader = Reader(self.positions);
        let mut positions = Vec::new();
        self.for_each_doc(|doc| {
            read_positions(&mut reader, &mut positions);
            visit(doc, &positions);
        });
    }
}

fn read_positions(reader: &mut Reader<'_>, positions: &mut Vec<u32>) {
    positions.clear();
    let mut position = 0_u32;
    while let Some(number) = reader.varint() {
        position = position.saturating_add(number >> 1);
        positions.push(position);
        if number & 1 == 0 {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::{btree_set, vec};
    use proptest::prelude::*;

    use super::*;

    fn postings() -> impl Strategy<Value = Vec<Posting>> {
        let posting = (1..=IMPACTS, btree_set(0_u32..5_000, 1..5));
        (btree_set(0_u32..3_000, 0..700), vec(posting, 700), 0_u32..1 << 30).prop_map(|(docs, rest, shift)| {
            let rest = rest.into_iter().map(|(impact, positions)| (impact, positions.into_iter().collect()));
            let postings = docs.into_iter().zip(rest);
            postings.map(|(doc, (impact, positions))| Posting { doc: doc + shift, impact, positions }).collect()
        })
    }

    fn joined(lists: Vec<u8>, positions: Vec<u8>) -> (Pages, Range<usize>, Range<usize>) {
        let (middle, end) = (lists.len(), lists.len() + positions.len());
        (Pages::whole([lists, positions].concat()), 0..middle, middle..end)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn lists_come_back_as_they_went_in(postings in postings()) {
            let (mut lists, mut positions) = (Vec::new(), Vec::new());
            write_words(&mut lists, &mut positions, &postings);
            let (pages, list, positions) = joined(lists, positions);
            let list = List::new(Kind::Words, &pages, list, positions);
            prop_assert_eq!(list.len() as usize, postings.len());
            let mut read = Vec::new();
            for block in list.blocks() {
                block.for_each_impact(|doc, impact| {
                    assert!(impact <= block.bound() && (block.span().0..=block.span().1).contains(&doc));
                    read.push(Posting { doc, impact, positions: Vec::new() });
                });
            }
            let mut read_positions = read.iter_mut();
            for block in list.placed_blocks() {
                block.for_each_positions(|doc, positions| {
                    let posting = read_positions.next().unwrap();
                    assert_eq!(posting.doc, doc);
                    posting.positions = positions.to_vec();
                });
            }
            prop_assert_eq!(&read, &postings);

            let docs: Vec<u32> = postings.iter().map(|posting| posting.doc).collect();
            let mut plain = Vec::new();
            write_plain(&mut plain, &docs);
            let mut read = Vec::new();
            let (pages, list, none) = joined(plain, Vec::new());
            List::new(Kind::Plain, &pages, list, none).for_each_doc(|doc| read.push(doc));
            prop_assert_eq!(read, docs);
        }

        #[test]
        fn any_bytes_can_be_read(lists in vec(any::<u8>(), 0..200), positions in vec(any::<u8>(), 0..50)) {
            let (pages, list, positions) = joined(lists, positions);
            for kind in [Kind::Plain, Kind::Words] {
                for block in List::new(kind, &pages, list.clone(), positions.clone()).placed_blocks() {
                    block.for_each_impact(|_, _| ());
                    block.for_each_positions(|_, _| ());
                }
            }
        }
    }
}
