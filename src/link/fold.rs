//! When two names are spelt alike.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The combining diacritical marks of Latin, Greek and Cyrillic. The marks of other scripts (vowel signs, kana voicing)
/// make a different word and stay.
const DIACRITICS: std::ops::RangeInclusive<char> = '\u{300}'..='\u{36F}';

/// A name without diacritics, compatibility forms, underscores and superfluous white space; capitals stay.
pub(super) fn plain(name: &str) -> String {
    let letters: String = name.nfkd().filter(|c| !DIACRITICS.contains(c)).map(space_for_underscore).collect();
    let words: Vec<&str> = letters.split_whitespace().collect();
    words.join(" ").nfc().collect()
}

/// As [`plain`], in lower case.
pub(super) fn fold(name: &str) -> String {
    plain(&name.to_lowercase())
}

/// The number of marks and letters outside ASCII: how much of its spelling a name has kept.
pub(super) fn richness(name: &str) -> usize {
    name.nfd().filter(|&c| is_combining_mark(c) || !c.is_ascii()).count()
}

fn space_for_underscore(c: char) -> char {
    if c == '_' { ' ' } else { c }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_variants_meet_and_other_words_do_not() {
        assert_eq!(fold("Évariste_Ndayishimiye "), fold("evariste  ndayishimiye"));
        assert_eq!(fold("Phạm Bình Minh"), "pham binh minh");
        assert_eq!(fold("ＵＮ"), "un");
        assert_eq!(plain("São Paulo"), "Sao Paulo");
        assert_ne!(fold("か"), fold("が"));
        assert_ne!(fold("कि"), fold("का"));
        assert_eq!(fold(" _ "), "");
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for name in ["İstanbul", "ΣΊΣΥΦΟΣ", "한국", "①½ﬁ", "e\u{301}\u{327}"] {
            assert_eq!(fold(&fold(name)), fold(name), "{name}");
        }
    }

    #[test]
    fn diacritics_count_as_richness() {
        assert!(richness("Miloš Zeman") > richness("Milos Zeman"));
    }
}
