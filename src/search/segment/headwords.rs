//! Which words stand in headlines.
//!
//! For every document of every word's list, in the order of the lists, a bit: whether the word stands in the document's headline, and
//! not only as two words joined. Where the bits of a word begin is told by the lengths of all lists before.

use std::ops::Range;

use super::super::connections::for_each_doc;
use super::packing::pack;
use super::{Section, Segment};

const BYTE_BITS: usize = u8::BITS as usize;

/// Appends a bit for every document of every word's list.
pub(super) fn write_headwords(section: &mut Vec<u8>, heads: &[bool]) {
    pack(section, heads.iter().map(|head| u32::from(*head)), 1);
}

/// Where the bits of every word begin, and where the last end: four bytes a word.
#[derive(Debug, Default)]
pub(in crate::search) struct HeadwordStarts(Vec<u32>);

impl HeadwordStarts {
    fn of(&self, word: u32) -> Range<usize> {
        let start = |word: usize| self.0.get(word).map_or(0, |start| *start as usize);
        start(word as usize)..start(word as usize + 1)
    }
}

impl Segment {
    /// Where the bits of every word begin. Cost: the lengths of all lists.
    pub(in crate::search) fn headword_starts(&self) -> HeadwordStarts {
        let (mut starts, mut end) = (vec![0], 0_u32);
        self.for_each_list(self.words_from..self.directory.len, |_, list| {
            end = end.saturating_add(list.len());
            starts.push(end);
        });
        HeadwordStarts(starts)
    }

    /// The ordinal of the first word in the texts.
    pub(in crate::search) fn first_word(&self) -> u32 {
        self.words_from
    }

    /// Calls `visit` with all words of the page of the dictionary that has an ordinal, ascending.
    pub(in crate::search) fn for_each_word_of_page(&self, ordinal: u32, visit: impl FnMut(&[u8])) {
        self.dictionary().for_each_of_page(ordinal, visit);
    }

    /// The number of headlines that a word, by its ordinal, stands in.
    pub(in crate::search) fn headlines_with(&self, starts: &HeadwordStarts, word: u32) -> u32 {
        ones(self.section(Section::Headwords), starts.of(word.saturating_sub(self.words_from)))
    }

    /// Calls `visit` with every document in whose headline a word stands.
    pub(in crate::search) fn for_each_headline_with(
        &self,
        starts: &HeadwordStarts,
        word: u32,
        visit: &mut dyn FnMut(u32),
    ) {
        let bits = self.section(Section::Headwords);
        let mut place = starts.of(word.saturating_sub(self.words_from)).start;
        let Some(list) = self.list(word) else { return };
        for_each_doc(&list, &mut |doc| {
            let byte = bits.get(place / BYTE_BITS).copied().unwrap_or(0);
            if byte >> (place % BYTE_BITS) & 1 == 1 {
                visit(doc);
            }
            place += 1;
        });
    }

    /// Calls `visit` with every document in whose headline a word stands, and with its first place there: headlines are the first of
    /// the texts.
    pub(in crate::search) fn for_each_place_in_headlines(
        &self,
        starts: &HeadwordStarts,
        word: u32,
        visit: &mut dyn FnMut(u32, u32),
    ) {
        let bits = self.section(Section::Headwords);
        let mut place = starts.of(word.saturating_sub(self.words_from)).start;
        let Some(list) = self.list(word) else { return };
        for block in list.placed_blocks() {
            block.for_each_positions(|doc, positions| {
                let byte = bits.get(place / BYTE_BITS).copied().unwrap_or(0);
                if byte >> (place % BYTE_BITS) & 1 == 1 {
                    visit(doc, positions.first().copied().unwrap_or(u32::MAX));
                }
                place += 1;
            });
        }
    }
}

/// How many bits of a range are set.
fn ones(bits: &[u8], range: Range<usize>) -> u32 {
    let in_byte_before = |at: usize| {
        let byte = bits.get(at / BYTE_BITS).copied().unwrap_or(0);
        (u32::from(byte) & ((1 << (at % BYTE_BITS)) - 1)).count_ones()
    };
    let bytes = bits.get(range.start / BYTE_BITS..range.end / BYTE_BITS).unwrap_or_default();
    let whole: u32 = bytes.iter().map(|byte| byte.count_ones()).sum();
    (whole + in_byte_before(range.end)).saturating_sub(in_byte_before(range.start))
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn ones_are_counted(heads in vec(any::<bool>(), 0..99), start in 0_usize..99, end in 0_usize..99) {
            let mut bits = Vec::new();
            write_headwords(&mut bits, &heads);
            let (start, end) = (start.min(end).min(heads.len()), start.max(end).min(heads.len()));
            let expected = heads[start..end].iter().filter(|head| **head).count();
            prop_assert_eq!(ones(&bits, start..end) as usize, expected);
        }
    }
}
