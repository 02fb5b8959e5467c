//! Short codes for strings that are frequent in many small texts, so that each text can be read on its own.
//!
//! Source: Gargiulo and Venturini, “OnPair: Short Strings Compression for Fast Random Access” (2025), arXiv:2508.02280,
//! with codes of one or two bytes by frequency instead of a fixed number of bits.

use crate::sorting::sort_by_key;

use std::cmp::Reverse;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::trie::{Mixer, Trie};

/// The codes of one byte; the other values begin codes of two.
const ONE_BYTE_CODES: u32 = 192;
const TWO_BYTE_CODES: u32 = (256 - ONE_BYTE_CODES) << 8;
/// The most bytes of a string with a code of its own.
const MAX_STRING: usize = 32;
/// Two neighbours get a code together when they are met for this time. (The smallest: samples are small.)
const MEETINGS: u32 = 2;

/// The bytes of the sample that are looked at in a step, so that questions hardly wait.
const STEP_BYTES: usize = 16 * 1024;

/// The strings that have codes: every byte, and what is frequent; the most frequent first.
#[derive(Debug)]
pub(super) struct Codebook {
    bytes: Vec<u8>,
    /// For every code the byte after its string's last.
    ends: Vec<u32>,
}

impl Codebook {
    /// The codes that suit texts like these.
    #[cfg(test)]
    pub(super) fn of(sample: &[&[u8]]) -> Self {
        let mut training = Training::new(sample.iter().map(|text| text.to_vec()).collect());
        while training.go_on() {}
        training.finish()
    }

    fn from_strings<'a>(strings: impl Iterator<Item = &'a [u8]>) -> Self {
        let mut book = Self { bytes: Vec::new(), ends: Vec::new() };
        for string in strings {
            book.bytes.extend_from_slice(string);
            book.ends.push(book.bytes.len() as u32);
        }
        book.bytes.shrink_to_fit();
        book.ends.shrink_to_fit();
        book
    }

    fn string(&self, code: u32) -> Option<&[u8]> {
        let code = code as usize;
        let start = code.checked_sub(1).map_or(Some(&0), |before| self.ends.get(before))?;
        self.bytes.get(*start as usize..*self.ends.get(code)? as usize)
    }

    /// What texts can be shortened with: several times the memory of the book, and some 5 ms to make.
    pub(super) fn matcher(&self) -> Matcher {
        let mut trie = Trie::new();
        for code in 0..self.ends.len() as u32 {
            self.string(code).map(|string| trie.insert(string, code));
        }
        Matcher(trie)
    }

    /// The text of a run of codes; `None` if they are not of this book.
    pub(super) fn lengthen(&self, codes: &[u8]) -> Option<Vec<u8>> {
        let mut text = Vec::with_capacity(codes.len() * 4);
        let mut rest = codes.iter().map(|byte| u32::from(*byte));
        while let Some(first) = rest.next() {
            let code = match first.checked_sub(ONE_BYTE_CODES) {
                None => first,
                Some(high) => ONE_BYTE_CODES + (high << 8 | rest.next()?),
            };
            text.extend_from_slice(self.string(code)?);
        }
        Some(text)
    }
}

/// Turns texts into codes.
#[derive(Debug)]
pub(super) struct Matcher(Trie);

impl Matcher {
    /// Appends the codes of a text: of the longest string that it begins with, and so on.
    pub(super) fn shorten(&self, text: &[u8], codes: &mut Vec<u8>) {
        let longest_first = Codes { trie: &self.0, text };
        for code in longest_first {
            match code.checked_sub(ONE_BYTE_CODES) {
                None => codes.push(code as u8),
                Some(rest) => codes.extend([(ONE_BYTE_CODES + (rest >> 8)) as u8, rest as u8]),
            }
        }
    }
}

/// The codes of a text.
struct Codes<'a> {
    trie: &'a Trie,
    text: &'a [u8],
}

impl Iterator for Codes<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let (code, length) = self.trie.longest(self.text)?;
        self.text = self.text.get(length..)?;
        Some(code)
    }
}

/// A code book in the making: of a sample of texts, which are learnt from, then counted with.
#[derive(Debug)]
pub(super) struct Training {
    sample: Vec<Vec<u8>>,
    learnt: usize,
    counted: usize,
    trie: Trie,
    strings: Vec<Vec<u8>>,
    /// How often two strings were met side by side.
    pairs: HashMap<u64, u32, BuildHasherDefault<Mixer>>,
    /// How often each string is used in the sample.
    uses: Vec<u32>,
}

impl Training {
    /// Texts like these are what the codes should suit.
    pub(super) fn new(sample: Vec<Vec<u8>>) -> Self {
        let (learnt, counted, trie) = (0, 0, Trie::new());
        let mut new =
            Self { sample, learnt, counted, trie, strings: Vec::new(), pairs: HashMap::default(), uses: Vec::new() };
        (0..=u8::MAX).for_each(|byte| {
            new.add(vec![byte]);
        });
        new
    }

    /// A step; whether it was not the last. Cost: that of [`STEP_BYTES`]; of all steps, linear in the size of the sample.
    pub(super) fn go_on(&mut self) -> bool {
        let mut bytes = 0;
        while bytes < STEP_BYTES {
            let is_learnt = self.learnt == self.sample.len();
            let next = if is_learnt { &mut self.counted } else { &mut self.learnt };
            let Some(text) = self.sample.get(*next).cloned() else { return false };
            *next += 1;
            bytes += text.len();
            if is_learnt {
                self.count(&text);
            } else {
                self.learn(&text);
            }
        }
        true
    }

    fn add(&mut self, string: Vec<u8>) -> u32 {
        let new = self.strings.len() as u32;
        let number = self.trie.insert(&string, new);
        if number == new {
            self.strings.push(string);
        }
        number
    }

    /// Reads a text with the strings so far, and makes one string of two that are met side by side often enough.
    fn learn(&mut self, text: &[u8]) {
        let mut rest = text;
        let mut before = None;
        while let Some((number, length)) = self.trie.longest(rest) {
            if self.strings.len() as u32 >= ONE_BYTE_CODES + TWO_BYTE_CODES {
                return;
            }
            rest = rest.get(length..).unwrap_or_default();
            before = before.and_then(|before| self.meet(before, number)).or(Some(number));
        }
    }

    /// Counts two neighbours, and returns the number of the two as one string if they are that now.
    fn meet(&mut self, left: u32, right: u32) -> Option<u32> {
        let (start, end) = (self.strings.get(left as usize)?, self.strings.get(right as usize)?);
        if start.len() + end.len() > MAX_STRING {
            return None;
        }
        let met = self.pairs.entry(u64::from(left) << 32 | u64::from(right)).or_default();
        *met += 1;
        let together = (*met >= MEETINGS).then(|| [start.as_slice(), end].concat())?;
        Some(self.add(together))
    }

    /// Counts the strings that a text is made of.
    fn count(&mut self, text: &[u8]) {
        self.uses.resize(self.strings.len(), 0);
        for number in (Codes { trie: &self.trie, text }) {
            if let Some(uses) = self.uses.get_mut(number as usize) {
                *uses += 1;
            }
        }
    }

    /// The book of the strings that are used in the sample, and of all bytes, the most frequent first.
    pub(super) fn finish(mut self) -> Codebook {
        self.uses.resize(self.strings.len(), 0);
        let used = self.strings.iter().zip(&self.uses).enumerate();
        let mut ranked: Vec<_> = used.filter(|(_, (string, uses))| string.len() == 1 || **uses > 0).collect();
        sort_by_key(&mut ranked, |(number, (_, uses))| (Reverse(**uses), *number));
        Codebook::from_strings(ranked.into_iter().map(|(_, (string, _))| string.as_slice()))
    }
}
