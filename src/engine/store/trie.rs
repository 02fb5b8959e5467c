//! Strings by their first bytes.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Numbered strings of bytes, to find the longest that a text begins with.
#[derive(Debug)]
pub(super) struct Trie {
    /// The next node, by node and byte.
    next: HashMap<u32, u32, BuildHasherDefault<Mixer>>,
    /// For every node the number of the string that ends there, or [`NONE`].
    numbers: Vec<u32>,
}

const ROOT: u32 = 0;
const NONE: u32 = u32::MAX;

impl Trie {
    pub(super) fn new() -> Self {
        Self { next: HashMap::default(), numbers: vec![NONE] }
    }

    /// Gives a string a number, or returns the one it has.
    pub(super) fn insert(&mut self, string: &[u8], number: u32) -> u32 {
        let mut node = ROOT;
        for byte in string {
            let new = self.numbers.len() as u32;
            node = *self.next.entry(edge(node, *byte)).or_insert(new);
            if node == new {
                self.numbers.push(NONE);
            }
        }
        match self.numbers.get_mut(node as usize) {
            Some(free) if *free == NONE => {
                *free = number;
                number
            }
            Some(taken) => *taken,
            None => number,
        }
    }

    /// The number and the length of the longest string that `text` begins with.
    pub(super) fn longest(&self, text: &[u8]) -> Option<(u32, usize)> {
        let (mut node, mut best) = (ROOT, None);
        for (byte, length) in text.iter().zip(1..) {
            let Some(next) = self.next.get(&edge(node, *byte)) else { break };
            node = *next;
            best = self.numbers.get(node as usize).filter(|number| **number != NONE).map(|n| (*n, length)).or(best);
        }
        best
    }
}

/// Nodes are far fewer than 2²⁴.
fn edge(node: u32, byte: u8) -> u32 {
    node << 8 | u32::from(byte)
}

/// Spreads numbers that nobody can choose, so that the standard hasher, which guards against that, is not needed.
///
/// Source: Knuth, “The Art of Computer Programming”, volume 3, 6.4: multiplicative hashing.
#[derive(Debug, Default)]
pub(super) struct Mixer(u64);

/// 2⁶⁴ divided by the golden ratio.
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

impl Hasher for Mixer {
    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(u64::from(number));
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0 ^ number).wrapping_mul(GOLDEN);
    }
}
