//! Slugs made the way the archive made them, for pages whose path does not tell theirs.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::script::has_no_spaces;

/// Characters of a headline that go into an English slug.
const MAX_CHARS_LATIN: usize = 140;
/// Characters of a headline that go into a Chinese slug.
const MAX_CHARS_SPACELESS: usize = 60;
/// Stands where a headline has no letter or digit.
const FALLBACK: &str = "event";

/// The slug of a headline, given as it stands in the page: leading and double spaces count.
///
/// The rules are those of the archive. English: the first 140 characters, a colon glued to a letter counted as `-p` (a
/// paragraph tag once stood there), in lower case, anything but letters and digits a hyphen. Chinese: the first 60
/// characters, full stops and commas dropped, letters, digits and `_` kept as they are, anything else a hyphen. In both,
/// hyphens in a row become one, and none is left at the ends.
pub(super) fn slug(headline: &str) -> String {
    let chars: String = if headline.contains(has_no_spaces) { spaceless(headline) } else { latin(headline) };
    let words: Vec<&str> = chars.split('-').filter(|word| !word.is_empty()).collect();
    if words.is_empty() { FALLBACK.to_owned() } else { words.join("-") }
}

fn latin(headline: &str) -> String {
    let folded: String = headline.nfkd().filter(|c| !is_combining_mark(*c)).collect();
    let mut slug = String::new();
    let mut chars = folded.chars().peekable();
    while let Some(c) = chars.next() {
        let before_letter = chars.peek().is_some_and(char::is_ascii_alphabetic);
        match c {
            ':' if before_letter => slug.push_str("-p"),
            c if c.is_alphanumeric() => slug.extend(c.to_lowercase()),
            _ => slug.push('-'),
        }
    }
    slug.chars().take(MAX_CHARS_LATIN).collect()
}

fn spaceless(headline: &str) -> String {
    let kept = headline.chars().take(MAX_CHARS_SPACELESS).filter(|c| !matches!(c, '.' | ','));
    kept.map(|c| if c.is_alphanumeric() || c == '_' { c } else { '-' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_slugs_are_cut_before_hyphens_are_joined() {
        assert_eq!(slug("The U.S. \"Army\", twice.  Again: no "), "the-u-s-army-twice-again-no");
        assert_eq!(slug("Unrest in the North:Seven are hurt"), "unrest-in-the-north-pseven-are-hurt");
        assert_eq!(slug(&format!("{}, bc", "a".repeat(137))), format!("{}-b", "a".repeat(137)));
        assert_eq!(slug("Çağlar visits Łódź"), "caglar-visits-łodz");
    }

    #[test]
    fn chinese_slugs_keep_their_letters() {
        assert_eq!(slug(" Google宣佈，1.2億「A_b」 "), "Google宣佈-12億-A_b");
        assert_eq!(slug(&format!(" {}，尾", "字".repeat(57))), format!("{}-尾", "字".repeat(57)));
        assert_eq!(slug(&"字".repeat(61)), "字".repeat(60));
    }

    #[test]
    fn a_headline_without_letters_has_a_slug_too() {
        assert_eq!(slug(""), "event");
        assert_eq!(slug("???"), "event");
    }
}
