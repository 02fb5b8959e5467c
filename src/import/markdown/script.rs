//! Which scripts put spaces between words.

use std::ops::RangeInclusive;

/// Blocks of scripts that are written without spaces between words (Unicode 16, `Blocks.txt`).
const SPACELESS: [RangeInclusive<char>; 9] = [
    '\u{0E00}'..='\u{0EFF}',   // Thai, Lao
    '\u{0F00}'..='\u{0FFF}',   // Tibetan
    '\u{1000}'..='\u{109F}',   // Myanmar
    '\u{1780}'..='\u{17FF}',   // Khmer
    '\u{3040}'..='\u{312F}',   // Hiragana, Katakana, Bopomofo
    '\u{31A0}'..='\u{31FF}',   // Bopomofo Extended, Katakana Phonetic Extensions
    '\u{3400}'..='\u{9FFF}',   // CJK ideographs with Extension A
    '\u{F900}'..='\u{FAFF}',   // CJK Compatibility Ideographs
    '\u{20000}'..='\u{323AF}', // CJK Extensions B to H
];

/// Whether a character belongs to a script that puts no spaces between words.
pub(super) fn has_no_spaces(c: char) -> bool {
    SPACELESS.iter().any(|block| block.contains(&c))
}

/// Whether two neighbouring characters belong to the same word.
pub(super) fn same_word(left: char, right: char) -> bool {
    let in_word = |c: char| c.is_alphanumeric() && !has_no_spaces(c);
    in_word(left) && in_word(right)
}
