//! Ids of events.

use std::collections::{HashMap, HashSet};

use unicode_normalization::UnicodeNormalization;

use crate::model::Date;

/// Longest slug, in bytes: long enough to tell a day's headlines apart, short enough for an address.
const MAX_SLUG_BYTES: usize = 60;
/// The slug of a headline without a letter or digit.
const NAMELESS: &str = "event";

/// Gives events their ids, `YEAR/MONTH/DAY/slug`, and no id twice.
#[derive(Debug, Default)]
pub(super) struct Ids {
    given: HashSet<String>,
    /// The last number given to an id that was wanted again.
    repeats: HashMap<String, u32>,
}

impl Ids {
    /// The id of an event. The second that would get the same gets `-2` at its end, the third `-3`.
    pub(super) fn give(&mut self, date: Date, headline: &str) -> String {
        let wanted = format!("{}/{}/{}/{}", date.year(), date.month(), date.day(), slug(headline));
        let mut id = wanted.clone();
        while !self.given.insert(id.clone()) {
            let number = self.repeats.entry(wanted.clone()).or_insert(1);
            *number += 1;
            id = format!("{wanted}-{number}");
        }
        id
    }
}

/// The words of a headline in lower-case ASCII letters and digits, joined by hyphens and cut between words.
/// A headline without ASCII letters keeps the letters it has.
fn slug(headline: &str) -> String {
    let folded: String = headline.nfkd().flat_map(ascii).collect();
    let words = if folded.contains(|c: char| c.is_ascii_alphabetic()) {
        join_words(folded.to_ascii_lowercase().split(|c: char| !c.is_ascii_alphanumeric()))
    } else {
        let composed: String = headline.nfc().flat_map(char::to_lowercase).collect();
        join_words(composed.split(|c: char| !c.is_alphanumeric()))
    };
    if words.is_empty() { NAMELESS.to_owned() } else { words }
}

/// What is left of a character in ASCII: nothing of accents and apostrophes, a space for what separates words.
fn ascii(c: char) -> impl Iterator<Item = char> {
    let letters = match c {
        'Æ' | 'æ' => "ae",
        'Œ' | 'œ' => "oe",
        'Ø' | 'ø' => "o",
        'Ł' | 'ł' => "l",
        'Đ' | 'đ' | 'Ð' | 'ð' => "d",
        'Þ' | 'þ' => "th",
        'ß' => "ss",
        'ı' => "i",
        _ => "",
    };
    let dropped = !letters.is_empty() || matches!(c, '\'' | '’' | 'ʼ' | '\u{300}'..='\u{36f}');
    let own = match c {
        _ if dropped => None,
        c if c.is_ascii_alphanumeric() => Some(c),
        _ => Some(' '),
    };
    letters.chars().chain(own)
}

fn join_words<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut slug = String::new();
    for word in words.filter(|word| !word.is_empty()) {
        if slug.is_empty() {
            slug.push_str(&word[..word.floor_char_boundary(MAX_SLUG_BYTES)]);
        } else if slug.len() + 1 + word.len() <= MAX_SLUG_BYTES {
            slug.push('-');
            slug.push_str(word);
        } else {
            break;
        }
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_short_words_in_ascii() {
        for (headline, expected) in [
            ("Acting Seoul mayor Seo Jeong-hyup announces", "acting-seoul-mayor-seo-jeong-hyup-announces"),
            ("The UK's “Łódź” café — 4,313 deaths", "the-uks-lodz-cafe-4-313-deaths"),
            ("Ærø, Straße, Iğdır", "aero-strasse-igdir"),
            ("2020年北京", "2020年北京"),
            ("Привет, Мир!", "привет-мир"),
            ("…!", "event"),
        ] {
            assert_eq!(slug(headline), expected, "{headline}");
        }
        let long = "word ".repeat(30);
        assert_eq!(slug(&long), ["word"; 12].join("-"));
        assert_eq!(slug(&"x".repeat(99)), "x".repeat(60));
        assert_eq!(slug(&"北".repeat(99)), "北".repeat(20));
    }

    #[test]
    fn repeated_ids_are_numbered() {
        let mut ids = Ids::default();
        let date = Date::new(2020, 12, 4).unwrap();
        let given: Vec<_> = ["A b", "A b 2", "a-b", "A, B", "A b"].map(|headline| ids.give(date, headline)).into();
        let expected = ["a-b", "a-b-2", "a-b-3", "a-b-4", "a-b-5"].map(|slug| format!("2020/12/4/{slug}"));
        assert_eq!(given, expected);
    }
}
