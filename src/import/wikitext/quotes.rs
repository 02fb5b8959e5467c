//! Bold and italics.

use std::borrow::Cow;

/// A run of two or more apostrophes.
struct Run {
    start: usize,
    len: usize,
    /// How many of them are apostrophes of the text, not markup; they come first.
    literal: usize,
}

/// What editors write to keep letters from joining a link: markup between the two had done that.
const SEPARATOR: &str = "<nowiki/>";
const ITALIC: usize = 2;
const BOLD: usize = 3;
const BOLD_ITALIC: usize = 5;

/// A line without the apostrophes that mean bold or italics.
///
/// Source of the rules: MediaWiki's `Parser::doQuotes`. Four apostrophes are one and bold; more than five are some and
/// bold italics; where bold and italics are both left open, one bold was an apostrophe and italics, as in
/// `''Name'''s`.
pub(super) fn without_quotes(line: &str) -> Cow<'_, str> {
    let mut runs = runs(line);
    if runs.is_empty() {
        return Cow::Borrowed(line);
    }
    let opened = |kind: usize| runs.iter().filter(|run| [kind, BOLD_ITALIC].contains(&(run.len - run.literal))).count();
    if opened(BOLD) % 2 == 1
        && opened(ITALIC) % 2 == 1
        && let Some(mistaken) = mistaken_bold(line, &runs)
        && let Some(run) = runs.get_mut(mistaken)
    {
        run.literal += 1;
    }
    let mut plain = String::with_capacity(line.len());
    let mut copied = 0;
    for run in runs {
        plain.push_str(&line[copied..run.start + run.literal]);
        copied = run.start + run.len;
        if plain.ends_with("]]") && line[copied..].starts_with(|c: char| c.is_ascii_lowercase()) {
            plain.push_str(SEPARATOR);
        }
    }
    plain.push_str(&line[copied..]);
    Cow::Owned(plain)
}

fn runs(line: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut at = 0;
    while let Some(found) = line[at..].find("''") {
        let start = at + found;
        let len = line[start..].bytes().take_while(|b| *b == b'\'').count();
        let literal = match len {
            4 => 1,
            len => len.saturating_sub(BOLD_ITALIC),
        };
        runs.push(Run { start, len, literal });
        at = start + len;
    }
    runs
}

/// The bold that is read as an apostrophe and italics: after a word of one letter if there is one, else after a longer
/// word, else after a space.
fn mistaken_bold(line: &str, runs: &[Run]) -> Option<usize> {
    let (mut after_word, mut after_space) = (None, None);
    for (at, run) in runs.iter().enumerate().filter(|(_, run)| run.len - run.literal == BOLD) {
        let mut before = line[..run.start + run.literal].chars().rev();
        match (before.next(), before.next()) {
            (Some(' '), _) => after_space = after_space.or(Some(at)),
            (_, Some(' ')) => return Some(at),
            _ => after_word = after_word.or(Some(at)),
        }
    }
    after_word.or(after_space)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_goes_and_apostrophes_stay() {
        for (line, plain) in [
            ("no 'quotes' here", "no 'quotes' here"),
            ("''a'' '''b''' '''''c'''''", "a b c"),
            ("magazine ''[[Charlie Hebdo]]'''s cover", "magazine [[Charlie Hebdo]]'s cover"),
            ("''A''' B", "A' B"),
            ("l'''amour'' x", "l'amour x"),
            ("''[[Time]]''s", "[[Time]]<nowiki/>s"),
            ("''''four'''", "'four"),
            ("''''''six'''''", "'six"),
            ("''open", "open"),
            ("", ""),
        ] {
            assert_eq!(without_quotes(line), plain, "{line}");
        }
    }
}
