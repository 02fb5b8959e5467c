//! Character references, white space and characters that are not text.

use std::borrow::Cow;

/// Text with its character references (`&ndash;`, `&#91;`) resolved. What is no reference stays as it is.
pub(super) fn decode(text: &str) -> Cow<'_, str> {
    html_escape::decode_html_entities(text)
}

/// Whether a character counts as white space: control characters do, for they have no look of their own.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}

/// Text with each stretch of white space, no-break spaces included, as one space, and none at the ends.
pub(super) fn collapse(text: &str) -> String {
    let mut collapsed = String::with_capacity(text.len());
    for word in text.split(is_space).filter(|word| !word.is_empty()) {
        if !collapsed.is_empty() {
            collapsed.push(' ');
        }
        collapsed.push_str(word);
    }
    collapsed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_of_every_form_are_resolved() {
        assert_eq!(
            decode("&#91;a&#x5d;&nbsp;&ndash; &amp;lt; AT&T &unknown; &#x110000; &"),
            "[a]\u{a0}– &lt; AT&T &unknown; &#x110000; &"
        );
    }

    #[test]
    fn white_space_collapses() {
        assert_eq!(collapse("\t a\u{a0}\u{a0}b \u{0}c\r\n"), "a b c");
    }
}
