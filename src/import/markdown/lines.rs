//! The pieces of Markdown that pages are made of: headings, list items, links.

/// A link `[text](target)`, and what follows it on the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Link<'a> {
    /// Between the brackets, markup and all.
    pub(super) text: &'a str,
    /// Without `<>` and without a title.
    pub(super) target: &'a str,
    pub(super) rest: &'a str,
}

/// How far the end of a link's text, and that of its target, is looked for; the longest headline of the archive has
/// 1,609 bytes. The limit keeps lines of brackets that never close from costing the square of their length.
pub(super) const MAX_LINK_BYTES: usize = 4 * 1024;
const MAX_HEADING_LEVEL: usize = 6;

/// The level (1 to 6) and the text of a heading, but for one space as it stands.
pub(super) fn heading(line: &str) -> Option<(usize, &str)> {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    let closed = text.is_empty() || text.starts_with(char::is_whitespace);
    let text = text.strip_prefix(' ').unwrap_or(text);
    (closed && (1..=MAX_HEADING_LEVEL).contains(&level)).then_some((level, text))
}

/// The text of a list item: what follows `12.`, `12)`, `-`, `*` or `+`.
pub(super) fn list_item(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let after_digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let marks: &[char] = if after_digits.len() < line.len() { &['.', ')'] } else { &['-', '*', '+'] };
    let text = after_digits.strip_prefix(marks)?;
    (text.is_empty() || text.starts_with(char::is_whitespace)).then(|| text.trim())
}

/// The link that a text begins with.
///
/// The text of the link ends at the first `](` where brackets are balanced; a headline may hold stray ones, so if there
/// is none, it ends at the first `](` at all. Both ends are looked for within `limit` bytes.
pub(super) fn link(text: &str, limit: usize) -> Option<Link<'_>> {
    let inner = text.strip_prefix('[')?;
    let window = &inner[..inner.floor_char_boundary(limit)];
    let end = balanced_end(window).or_else(|| window.find("]("))?;
    let (target, rest) = destination(&inner[end + "](".len()..], limit)?;
    Some(Link { text: &inner[..end], target, rest })
}

/// Where the `](` stands that closes the bracket before the text.
fn balanced_end(text: &str) -> Option<usize> {
    let mut depth = 0_i32;
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'[' => depth += 1,
            b']' if depth == 0 && text.as_bytes().get(at + 1) == Some(&b'(') => return Some(at),
            b']' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The target of a link, and what follows its `)`. Parentheses may be part of the target if they are balanced.
fn destination(text: &str, limit: usize) -> Option<(&str, &str)> {
    let window = &text[..text.floor_char_boundary(limit)];
    let end = balanced_parenthesis(window).or_else(|| window.find(')'))?;
    let inside = text[..end].trim();
    let target = match inside.strip_prefix('<').and_then(|inside| inside.split_once('>')) {
        Some((target, _)) => target,
        None => inside.split_once(" \"").map_or(inside, |(target, _)| target.trim_end()),
    };
    Some((target, &text[end + 1..]))
}

/// Where the `)` stands that closes the parenthesis before the text, unless another link begins before it.
fn balanced_parenthesis(text: &str) -> Option<usize> {
    let mut depth = 0_u32;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' if text[..at].ends_with(']') => return None,
            b'(' => depth += 1,
            b')' if depth == 0 => return Some(at),
            b')' => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_need_a_space() {
        assert_eq!(heading("#  a "), Some((1, " a ")));
        assert_eq!(heading("#####"), Some((5, "")));
        assert_eq!(heading("### [a](b)"), Some((3, "[a](b)")));
        assert_eq!(heading("#tag"), None);
        assert_eq!(heading("####### a"), None);
        assert_eq!(heading("a"), None);
    }

    #[test]
    fn items_may_be_numbered_or_not() {
        for line in ["1. [a](b)", "10) [a](b) ", "- [a](b)", " * [a](b)"] {
            assert_eq!(list_item(line), Some("[a](b)"), "{line}");
        }
        for line in ["1.5 million", "-5", "[a](b)", "2016 was", "1 . a"] {
            assert_eq!(list_item(line), None, "{line}");
        }
    }

    #[test]
    fn links_take_brackets_and_parentheses_along() {
        let parts = |text| link(text, MAX_LINK_BYTES).map(|link| (link.text, link.target, link.rest));
        assert_eq!(parts("[a](b) c"), Some(("a", "b", " c")));
        assert_eq!(parts("[a [b](c) d](e)"), Some(("a [b](c) d", "e", "")));
        assert_eq!(parts("[a](b:(c)/d) [IMG](e)"), Some(("a", "b:(c)/d", " [IMG](e)")));
        assert_eq!(parts(r#"[a\]](<b c> "d")"#), Some((r"a\]", "b c", "")));
        assert_eq!(parts(r#"[a](b "c")"#), Some(("a", "b", "")));
    }

    #[test]
    fn links_survive_stray_brackets_and_parentheses() {
        let parts = |text| link(text, MAX_LINK_BYTES).map(|link| (link.text, link.target, link.rest));
        assert_eq!(parts("[a [http:--b (c](d) e"), Some(("a [http:--b (c", "d", " e")));
        assert_eq!(parts("[a]] b](c)"), Some(("a]] b", "c", "")));
        assert_eq!(parts("[a](b(c) [d](e)"), Some(("a", "b(c", " [d](e)")));
        for text in ["", "[", "[a", "[a]", "[a](", "[a](b", "x[a](b)"] {
            assert_eq!(parts(text), None, "{text}");
        }
    }
}
