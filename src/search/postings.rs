//! Which documents hold a term, and how often in each field.
//!
//! A list of postings is a string of bytes: for every document the distance to the one before it (LEB128), a byte whose
//! bits say in which fields the term stands, and, if [`MANY`] is set in it, a byte for each of those fields with the
//! number of times. Most postings take two or three bytes.

use super::field::FIELDS;

/// How often a term stands in each field of a document; more than 255 times count as 255.
pub(super) type Frequencies = [u8; FIELDS];

/// A document that holds a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Posting {
    pub(super) doc: u32,
    pub(super) frequencies: Frequencies,
}

/// Set in the byte of fields where some frequency is above 1 and all are written out.
const MANY: u8 = 1 << 7;
const _: () = assert!(FIELDS <= 7, "a bit for each field and one for MANY");

/// Lists of postings, one after the other.
#[derive(Clone, Debug, Default)]
pub(super) struct PostingLists {
    bytes: Vec<u8>,
    /// For every list the byte after its last.
    ends: Vec<u32>,
}

impl PostingLists {
    /// Appends a list; documents come in ascending order.
    pub(super) fn push(&mut self, postings: &[Posting]) {
        let mut next = 0;
        for posting in postings {
            write_number(&mut self.bytes, posting.doc - next);
            next = posting.doc;
            write_frequencies(&mut self.bytes, &posting.frequencies);
        }
        self.ends.push(self.bytes.len() as u32);
    }

    /// Gives back memory that was reserved for more.
    pub(super) fn shrink(&mut self) {
        self.bytes.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    /// The postings of a list, in ascending order of documents; none for a number that is none.
    pub(super) fn get(&self, number: usize) -> Postings<'_> {
        let start = number.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end as usize);
        let bytes = self.ends.get(number).and_then(|end| self.bytes.get(start..*end as usize)).unwrap_or_default();
        Postings { bytes, doc: 0 }
    }
}

/// Reads a list of postings.
#[derive(Clone, Debug)]
pub(super) struct Postings<'a> {
    bytes: &'a [u8],
    doc: u32,
}

impl Postings<'_> {
    #[inline]
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*first)
    }

    #[inline]
    fn number(&mut self) -> Option<u32> {
        let mut number = 0;
        for shift in (0..u32::BITS).step_by(7) {
            let byte = self.byte()?;
            number |= u32::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                break;
            }
        }
        Some(number)
    }
}

impl Iterator for Postings<'_> {
    type Item = Posting;

    #[inline]
    fn next(&mut self) -> Option<Posting> {
        self.doc += self.number()?;
        let fields = self.byte()?;
        let mut frequencies = [0; FIELDS];
        let mut rest = fields & !MANY;
        while rest != 0 {
            let frequency = if fields & MANY == 0 { 1 } else { self.byte()? };
            *frequencies.get_mut(rest.trailing_zeros() as usize)? = frequency;
            rest &= rest - 1;
        }
        Some(Posting { doc: self.doc, frequencies })
    }
}

fn write_number(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn write_frequencies(bytes: &mut Vec<u8>, frequencies: &Frequencies) {
    let many = frequencies.iter().any(|frequency| *frequency > 1);
    let present = frequencies.iter().enumerate().filter(|(_, frequency)| **frequency > 0);
    bytes.push(present.clone().fold(if many { MANY } else { 0 }, |fields, (field, _)| fields | 1 << field));
    if many {
        bytes.extend(present.map(|(_, frequency)| frequency));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_come_back_as_they_went_in() {
        let posting = |doc, frequencies| Posting { doc, frequencies };
        let lists = [
            vec![
                posting(0, [1, 0, 0, 0, 0, 0]),
                posting(1, [0, 0, 0, 0, 0, 255]),
                posting(u32::MAX, [1, 2, 3, 4, 5, 6]),
            ],
            vec![],
            vec![posting(127, [1; FIELDS]), posting(300, [2; FIELDS]), posting(100_000, [0, 1, 0, 0, 0, 1])],
        ];
        let mut stored = PostingLists::default();
        for list in &lists {
            stored.push(list);
        }
        for (number, list) in lists.iter().enumerate() {
            assert!(stored.get(number).eq(list.iter().copied()), "{number}");
        }
        assert_eq!(stored.get(3).next(), None);
    }
}
