//! What folding and tokens need to know of Unicode, as small tables.
//!
//! The tables say the same as the crate `unicode-normalization` and the standard library, and are made from them; a test
//! holds them together. They are own ones for their size: what the engine took from the crate was 49 kB in Brotli, more
//! than a third of its budget, and these are a seventh of it. To renew them, for a new version of Unicode:
//!
//! ```text
//! cargo test --lib renew_the_tables_of_unicode -- --ignored
//! ```

use std::sync::OnceLock;

use super::numbers::Numbers;

#[cfg(test)]
mod tests;

/// Columns, as [`Numbers::column`] reads them: the characters that folding changes, how many characters stand for each,
/// and those; the first and second characters of pairs that are composed, and what of; and where marks begin and end.
static TABLES: &[u8] = include_bytes!("tables.bin");

#[derive(Default)]
struct Tables {
    /// In order.
    changed: Vec<char>,
    /// For every changed character where its letters end.
    ends: Vec<u32>,
    letters: Vec<char>,
    /// In order.
    pairs: Vec<(char, char, char)>,
    /// The first character of a range of marks and the character after it, in turn.
    marks: Vec<u32>,
}

/// The tables, unpacked when they are first asked for: some 100 µs, and 80 kB.
fn tables() -> &'static Tables {
    static UNPACKED: OnceLock<Tables> = OnceLock::new();
    UNPACKED.get_or_init(|| unpack(TABLES))
}

fn unpack(bytes: &[u8]) -> Tables {
    let mut numbers = Numbers::new(bytes);
    let mut chars = || numbers.column().into_iter().map(|code| char::from_u32(code).unwrap_or_default());
    let (changed, ends, letters) = (chars().collect(), chars().map(u32::from).collect(), chars().collect());
    let pairs = chars().zip(chars()).zip(chars()).map(|((first, second), whole)| (first, second, whole)).collect();
    let marks = chars().map(u32::from).collect();
    Tables { changed, ends, letters, pairs, marks }
}

/// What stands for a character once it is taken apart (NFKD) and in lower case, without marks that folding strips, and
/// with those composed that it does not strip; `None` if it stands for itself.
pub(super) fn letters(c: char) -> Option<&'static [char]> {
    let tables = tables();
    let place = tables.changed.binary_search(&c).ok()?;
    let start = match place.checked_sub(1) {
        Some(before) => *tables.ends.get(before)?,
        None => 0,
    };
    tables.letters.get(start as usize..*tables.ends.get(place)? as usize)
}

/// The character that two are together, if the second is none that folding strips: syllables of Hangul, voiced kana, vowel
/// signs of India.
pub(super) fn compose(first: char, second: char) -> Option<char> {
    let (first_code, second_code) = (u32::from(first), u32::from(second));
    // No other characters are second ones; nearly all texts are done with here.
    if second_code < FIRST_SECOND {
        return None;
    }
    compose_hangul(first_code, second_code).and_then(char::from_u32).or_else(|| {
        let pairs = &tables().pairs;
        let place = pairs.binary_search_by_key(&(first, second), |(first, second, _)| (*first, *second)).ok()?;
        pairs.get(place).map(|(_, _, whole)| *whole)
    })
}

/// The first character that is ever the second one of a pair: the nukta of Devanagari.
const FIRST_SECOND: u32 = 0x093C;

/// The algorithm of the Unicode Standard, section 3.12.
fn compose_hangul(first: u32, second: u32) -> Option<u32> {
    let place = |code: u32, from: u32, count: u32| code.checked_sub(from).filter(|place| *place < count);
    if let (Some(leading), Some(vowel)) = (place(first, LEADING, LEADINGS), place(second, VOWEL, VOWELS)) {
        return Some(SYLLABLE + (leading * VOWELS + vowel) * TRAILINGS);
    }
    let open = place(first, SYLLABLE, LEADINGS * VOWELS * TRAILINGS)? % TRAILINGS == 0;
    let trailing = place(second, TRAILING, TRAILINGS).filter(|place| *place > 0)?;
    open.then_some(first + trailing)
}

const SYLLABLE: u32 = 0xAC00;
const LEADING: u32 = 0x1100;
const LEADINGS: u32 = 19;
const VOWEL: u32 = 0x1161;
const VOWELS: u32 = 21;
/// One before the first trailing consonant: there may be none.
const TRAILING: u32 = 0x11A7;
const TRAILINGS: u32 = 28;

/// Whether a character is a mark that belongs to the letters around it, though it is neither letter nor digit itself, and
/// folding does not strip it.
pub(super) fn is_mark(c: char) -> bool {
    let bounds = &tables().marks;
    bounds.partition_point(|bound| *bound <= u32::from(c)) % 2 == 1
}
