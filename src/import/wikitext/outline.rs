//! What each line of a day is: a heading, a bullet, a blank, or something else.

/// A line, by what it does on the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Line<'a> {
    /// Nothing; ends a list.
    Blank,
    /// A category's name. `closed` unless its bold is left open.
    Heading { text: &'a str, closed: bool },
    /// An item of a list, 1 for the outermost.
    Bullet { depth: usize, text: &'a str },
    /// Anything else.
    Other(&'a str),
}

const BOLD: &str = "'''";

impl<'a> Line<'a> {
    pub(super) fn of(line: &'a str) -> Self {
        let line = line.trim();
        let marks = line.bytes().take_while(|b| b"*#:".contains(b)).count();
        if line.is_empty() || is_switch(line) {
            Self::Blank
        } else if marks > 0 {
            Self::Bullet { depth: marks, text: line[marks..].trim() }
        } else if let Some(text) = line.strip_prefix(';') {
            Self::Heading { text: bare(text), closed: true }
        } else if let Some(text) = section_title(line) {
            Self::Heading { text: bare(text), closed: true }
        } else {
            bold_heading(line).unwrap_or(Self::Other(line))
        }
    }
}

/// `== Title ==`, with any number of signs.
fn section_title(line: &str) -> Option<&str> {
    let inner = line.strip_prefix('=')?.strip_suffix('=')?;
    Some(inner.trim_matches('='))
}

/// A line that is bold from its first word to its last.
fn bold_heading(line: &str) -> Option<Line<'_>> {
    let inner = line.strip_prefix(BOLD)?.trim_start_matches('\'');
    let Some(end) = inner.find(BOLD) else {
        return Some(Line::Heading { text: bare(inner), closed: false });
    };
    let after = inner[end..].trim_start_matches('\'').trim();
    (after.is_empty() || after == ":").then(|| Line::Heading { text: bare(&inner[..end]), closed: true })
}

/// A heading's words without the colon that some editors put at its end.
fn bare(text: &str) -> &str {
    text.trim().trim_end_matches(':').trim_end()
}

/// A line that is only a switch for the page's look (`__NOTOC__`) or a rule (`----`): it has no words to lose.
fn is_switch(line: &str) -> bool {
    let name = line.strip_prefix("__").and_then(|rest| rest.strip_suffix("__"));
    let rule = line.len() >= "----".len() && line.bytes().all(|b| b == b'-');
    rule || name.is_some_and(|name| !name.is_empty() && name.bytes().all(|b| b.is_ascii_uppercase()))
}

/// A line of a day's text in the `content=` form, cut where the template's braces end: what stands before them, and
/// what stands after. `None` if the line does not end the template.
pub(super) fn split_at_close(line: &str) -> Option<(&str, &str)> {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(found) = line[at..].find(['{', '}']) {
        at += found;
        let rest = &line[at..];
        if rest.starts_with("{{") {
            depth += 1;
        } else if rest.starts_with("}}") && depth == 0 {
            let before = line[..at].trim_end();
            return Some((before.strip_suffix('|').unwrap_or(before), &rest["}}".len()..]));
        } else if rest.starts_with("}}") {
            depth -= 1;
        } else {
            at += 1;
            continue;
        }
        at += "{{".len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_in_every_style() {
        for line in [
            "'''Law and crime'''",
            ";Law and crime",
            "; Law and crime:",
            "''' Law and crime ''' :",
            "'''''Law and crime'''''",
            "===Law and crime===",
            "'''Law and crime:''' ",
        ] {
            assert_eq!(Line::of(line), Line::Heading { text: "Law and crime", closed: true }, "{line}");
        }
        assert_eq!(Line::of("'''Law and crime"), Line::Heading { text: "Law and crime", closed: false });
        assert_eq!(Line::of("'''Note''' that"), Line::Other("'''Note''' that"));
        assert_eq!(Line::of("'''A''' and '''B'''"), Line::Other("'''A''' and '''B'''"));
    }

    #[test]
    fn bullets_blanks_and_the_rest() {
        assert_eq!(Line::of("*** x "), Line::Bullet { depth: 3, text: "x" });
        assert_eq!(Line::of("*: x"), Line::Bullet { depth: 2, text: "x" });
        assert_eq!(Line::of("*"), Line::Bullet { depth: 1, text: "" });
        for blank in ["", " \r", "__NOTOC__", "-----"] {
            assert_eq!(Line::of(blank), Line::Blank, "{blank}");
        }
        assert_eq!(Line::of("Stray"), Line::Other("Stray"));
    }

    #[test]
    fn the_template_ends_at_braces_that_nothing_in_the_line_opened() {
        assert_eq!(split_at_close("|}}"), Some(("", "")));
        assert_eq!(split_at_close("* {{a|{{b}}}} c |}} d"), Some(("* {{a|{{b}}}} c ", " d")));
        assert_eq!(split_at_close("* {{a}} {b}"), None);
        assert_eq!(split_at_close("* {{a"), None);
    }
}
