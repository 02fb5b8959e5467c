//! English stems: what the forms of a word have in common.

use std::borrow::Cow;

use frostem::{Algorithm, Stemmer};

/// The stem of an English word, by the Snowball algorithm "English" (Porter2): `migrations`, `migration` and `migrate`
/// have the stem `migrat`. A stem need not be a word, but it begins like the word all the same, but for a last letter that
/// may be another (`happy`: `happi`).
///
/// Words must be folded. Those with anything but the letters a to z in them come back unchanged. Stems are for comparing
/// the words of a query with those of documents; they are not indexed, so the beginning of a word always finds it. Cost:
/// about a microsecond.
pub fn stem(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        Stemmer::new(Algorithm::English).stem(word)
    } else {
        Cow::Borrowed(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_share_a_stem() {
        for (stemmed, words) in [
            ("migrat", "migrate migrates migrated migrating migration migrations"),
            ("attack", "attack attacks attacked attacking"),
            ("kill", "kill kills killed killing"),
            ("happi", "happy happiness"),
            ("elect", "elect elects elected election elections"),
            ("fli", "fly flies"),
            ("die", "die dies died"),
            ("news", "news"),
        ] {
            for word in words.split(' ') {
                assert_eq!(stem(word), stemmed, "{word}");
            }
        }
    }

    #[test]
    fn what_is_no_english_word_stays() {
        for word in ["", "a", "covid19", "f16s", "俄罗斯", "हिन्दी", "naïves", "Migrations", "1.5"] {
            assert_eq!(stem(word), word);
        }
    }
}
