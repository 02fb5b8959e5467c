//! Reports: their addresses and names.

use super::chars::{collapse, decode};
use crate::model::{Source, safe_url};

/// Templates that stand for a character in an address that a template's parameter cannot hold.
const ESCAPES: [(&str, &str); 2] = [("{{!}}", "|"), ("{{=}}", "=")];

/// A source, and how it got its name.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Read {
    pub(super) source: Source,
    /// Whether it had no label, so that its site is its name.
    pub(super) named_by_host: bool,
}

/// The source with an address and a label; `None` if the address is not one of the web.
pub(super) fn read(address: &str, label: &str) -> Option<Read> {
    let url = ESCAPES.iter().fold(decode(address).into_owned(), |url, (escape, c)| url.replace(escape, c));
    if !safe_url(&url) {
        return None;
    }
    let name = name(label);
    let named_by_host = name.is_empty();
    let name = if named_by_host { host(&url).to_owned() } else { name };
    Some(Read { source: Source { name, url }, named_by_host })
}

/// A label without the parentheses around it. Where one is missing, or something follows the last, the other goes too.
fn name(label: &str) -> String {
    let mut name = collapse(label);
    if name.starts_with('(') {
        if let Some(close) = close_of_first(&name) {
            name.remove(close);
        }
        name.remove(0);
    }
    let opened = name.matches('(').count();
    if name.ends_with(')') && name.matches(')').count() > opened {
        name.pop();
    }
    collapse(&name)
}

/// The offset of the parenthesis that closes the one a text begins with.
fn close_of_first(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, _) in text.match_indices(['(', ')']) {
        depth = if text[at..].starts_with('(') { depth + 1 } else { depth - 1 };
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

/// The site of an address, without `www.`.
pub(super) fn host(url: &str) -> &str {
    let rest = url.split_once("//").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    host.strip_prefix("www.").unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_their_parentheses() {
        for (label, expected) in [
            ("(BBC)", "BBC"),
            ("BBC)", "BBC"),
            ("(BBC", "BBC"),
            ("AP", "AP"),
            (" (ABC News (Australia)) ", "ABC News (Australia)"),
            ("ABC News (Australia)", "ABC News (Australia)"),
            ("(The Times)²", "The Times²"),
            ("(BBC) (video)", "BBC (video)"),
            ("(Al Jazeera0", "Al Jazeera0"),
            ("()", ""),
            (")", ""),
            (")(", ")("),
        ] {
            assert_eq!(name(label), expected, "{label}");
        }
    }

    #[test]
    fn addresses_are_of_the_web_and_name_what_has_no_label() {
        let read =
            |address, label| read(address, label).map(|read| (read.source.name, read.source.url, read.named_by_host));
        let expected = ("BBC".to_owned(), "https://www.bbc.co.uk/a?b=1&c=|".to_owned(), false);
        assert_eq!(read("https://www.bbc.co.uk/a?b{{=}}1&amp;c={{!}}", "(BBC)"), Some(expected));
        assert_eq!(
            read("http://www.bbc.co.uk/a", "()"),
            Some(("bbc.co.uk".into(), "http://www.bbc.co.uk/a".into(), true))
        );
        assert_eq!(read("javascript:alert(1)", "(BBC)"), None);
        assert_eq!(read("//example.org", "x"), None);
    }
}
