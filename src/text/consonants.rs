//! Names in scripts without vowels, and their Latin spellings: `محمد` and Muhammad, Mohammed, Mohamed.
//!
//! Arabic and Hebrew write few vowels, so what folding makes of a name (`mhmd`) is not what newspapers print. What the
//! spellings have in common are the consonants, as far as both scripts tell them apart: Arabic has neither p nor v, and
//! Latin spellings mix up k, q and c, or g and j.

use super::folding::fold_chars;

/// The fewest consonants by which names are compared: two stand in half of all words.
const FEWEST: usize = 3;

/// The consonants of a word in Arabic or Hebrew letters, for [`sounds_like`], given as it stands in the text, not folded.
/// `None` for words of other scripts and for those with too few consonants to tell names apart.
///
/// The Arabic article is left out if enough is left without it.
pub fn consonants(word: &str) -> Option<String> {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    if !letters.all(is_vowelless) {
        return None;
    }
    let without_article = word.strip_prefix("ال").unwrap_or(word);
    [without_article, word].into_iter().map(skeleton).find(|skeleton| skeleton.len() >= FEWEST)
}

/// Whether a folded word in Latin letters may be a spelling of the name with these [`consonants`], with the Arabic article
/// or without. Linear in its length, without allocating.
pub fn sounds_like(consonants: &str, latin: &str) -> bool {
    let is_same = |word: &str| sounds(spelt_letters(word)).eq(consonants.chars());
    is_same(latin) || latin.strip_prefix("al").or_else(|| latin.strip_prefix("el")).is_some_and(is_same)
}

/// Arabic and Hebrew letters and points, those of Persian and Urdu among the former.
fn is_vowelless(c: char) -> bool {
    matches!(c, '\u{0591}'..='\u{05EA}' | '\u{0610}'..='\u{06DC}' | '\u{0750}'..='\u{077F}')
}

/// The sounds of a word in Arabic or Hebrew letters. Every letter is one sound, if folding spells it with two or not.
fn skeleton(word: &str) -> String {
    let mut folded = fold_chars(word);
    folded.dedup_by_key(|folded| folded.start);
    folded.pop_if(|last| last.ch == 'h');
    // The Hebrew vav is a vowel more often than not.
    sounds(folded.iter().map(|folded| folded.ch).filter(|letter| *letter != 'v')).collect()
}

/// The letters of a Latin spelling without the `h` of `kh`, `sh`, `th` and the like, which stand for one sound, and
/// without the last one, which may be silent: Abdullah, Abdulla.
fn spelt_letters(word: &str) -> impl Iterator<Item = char> {
    let mut before = ' ';
    word.trim_end_matches('h').chars().filter(move |letter| {
        let is_second = *letter == 'h' && matches!(before, 'c' | 'd' | 'g' | 'k' | 'p' | 's' | 't' | 'z');
        before = *letter;
        !is_second
    })
}

/// Consonants, those alike that are mixed up, and one for several that follow each other.
fn sounds(letters: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    let mut last = ' ';
    letters.filter_map(sound).filter(move |sound| std::mem::replace(&mut last, *sound) != *sound)
}

/// `None` for vowels, w and y, which stand for vowels in Arabic, and for all that is no letter.
fn sound(letter: char) -> Option<char> {
    match letter {
        'b' | 'p' => Some('b'),
        'c' | 'k' | 'q' => Some('k'),
        'f' | 'v' => Some('f'),
        'g' | 'j' => Some('j'),
        'd' | 'h' | 'l' | 'm' | 'n' | 'r' | 's' | 't' | 'z' => Some(letter),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_meet_their_latin_spellings() {
        for (name, spellings) in [
            ("محمد", "muhammad mohammed mohamed mohammad mehmed"),
            ("مُحَمَّد", "muhammad"),
            ("حسين", "hussein husain hossein"),
            ("خالد", "khalid khaled"),
            ("عبدالله", "abdullah abdulla abdallah"),
            ("بوتين", "putin"),
            ("ترامب", "trump"),
            ("فلاديمير", "vladimir"),
            ("القاهرة", "alqahira qahira"),
            ("الأسد", "alassad alasad"), // two consonants without the article
            ("القاعدة", "alqaeda alqaida"),
            ("احمدی\u{200C}نژاد", "ahmadinezhad"),
            ("נתניהו", "netanyahu"),
            ("ירושלים", "yerushalim yerushalayim"),
        ] {
            let consonants = consonants(name).unwrap();
            for spelling in spellings.split(' ') {
                assert!(sounds_like(&consonants, spelling), "{name} ({consonants}): {spelling}");
            }
        }
    }

    #[test]
    fn other_names_stay_apart() {
        let muhammad = consonants("محمد").unwrap();
        for other in ["", "mahdi", "ahmad", "hammad", "mhmdn", "hamid", "al"] {
            assert!(!sounds_like(&muhammad, other), "{other}");
        }
    }

    #[test]
    fn only_what_has_enough_consonants_is_compared() {
        for word in ["", "muhammad", "Путин", "俄罗斯", "علي", "من", "محمدx", "שי", "123", "،"] {
            assert_eq!(consonants(word), None, "{word}");
        }
    }
}
