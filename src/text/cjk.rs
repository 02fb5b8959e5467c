//! Scripts written without spaces between words.

/// The blocks of Han characters, kana, bopomofo and Hangul, as ranges of code points, in order.
///
/// Source: Unicode 16, `Blocks.txt`. Compatibility blocks (half-width kana, squared words) fold into these.
const BLOCKS: [(u32, u32); 14] = [
    (0x1100, 0x11FF),   // Hangul Jamo
    (0x2E80, 0x2FDF),   // radicals
    (0x3005, 0x3007),   // iteration mark, closing mark, zero
    (0x3021, 0x3029),   // Hangzhou numerals
    (0x3031, 0x3035),   // kana repeat marks
    (0x3038, 0x303C),   // more numerals, iteration mark, masu mark
    (0x3040, 0x30FF),   // Hiragana, Katakana
    (0x3100, 0x312F),   // Bopomofo
    (0x31A0, 0x31BF),   // Bopomofo Extended
    (0x31F0, 0x31FF),   // Katakana Phonetic Extensions
    (0x3400, 0x9FFF),   // CJK Unified Ideographs and Extension A
    (0xA960, 0xD7FF),   // Hangul Jamo Extended-A to Hangul Jamo Extended-B (see `OTHERS_AMONG_HANGUL`)
    (0x1AFF0, 0x1B16F), // Kana Extended, Supplement, Small Kana
    (0x20000, 0x3FFFF), // the supplementary ideographic planes
];

/// Between the two jamo blocks lie Javanese to Meetei Mayek, which write words in the usual way or are none of ours.
const OTHERS_AMONG_HANGUL: (u32, u32) = (0xA980, 0xABFF);

/// Whether a letter belongs to a script whose words are found by pairs of characters.
pub(super) fn is_cjk(c: char) -> bool {
    let code = u32::from(c);
    let within = |&(first, last): &(u32, u32)| (first..=last).contains(&code);
    code >= BLOCKS[0].0 && BLOCKS.iter().any(within) && !within(&OTHERS_AMONG_HANGUL)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_its_scripts() {
        for c in "俄々〇のノー한ᄀㄅ𠀀".chars() {
            assert!(is_cjk(c), "{c}");
        }
        for c in "aя٣กꦀꯀ。・".chars().filter(|c| c.is_alphanumeric()) {
            assert!(!is_cjk(c), "{c}");
        }
    }
}
