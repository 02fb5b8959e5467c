//! Breaking text into lines of a readable length.

/// The length of a line in columns. With the indent under a date it makes 80, the width of a common terminal.
const MEASURE: usize = 68;

/// Text broken into lines, all but the first one indented. White space is collapsed; a word longer than a line stays whole.
pub(super) fn wrapped(text: &str, indent: &str) -> String {
    let mut wrapped = String::new();
    let mut used = 0;
    let mut space = false;
    for piece in pieces(text) {
        if piece.trim().is_empty() {
            space = used > 0;
            continue;
        }
        let columns = width(piece);
        if used > 0 && used + usize::from(space) + columns > MEASURE {
            wrapped.push('\n');
            wrapped.push_str(indent);
            used = 0;
        } else if space {
            wrapped.push(' ');
            used += 1;
        }
        wrapped.push_str(piece);
        used += columns;
        space = false;
    }
    wrapped
}

/// Words, the space between them, and single characters of scripts that put no space between words.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut chars = rest.char_indices();
        let (_, first) = chars.next()?;
        let ends = |c: char| c.is_whitespace() != first.is_whitespace() || is_wide(c) || is_wide(first);
        let end = chars.find(|(_, c)| ends(*c)).map_or(rest.len(), |(end, _)| end);
        let (piece, after) = rest.split_at_checked(end)?;
        rest = after;
        Some(piece)
    })
}

/// The number of columns, without those of escape sequences such as [`super::shown::Paint`] makes.
fn width(piece: &str) -> usize {
    let mut columns = 0;
    let mut escape = false;
    for c in piece.chars() {
        match c {
            '\u{1b}' => escape = true,
            'm' if escape => escape = false,
            _ if escape => {}
            c => columns += 1 + usize::from(is_wide(c)),
        }
    }
    columns
}

/// Whether a character takes two columns and may stand at the end of a line: the blocks of Chinese and Japanese, roughly
/// after UAX #11.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_filled_and_not_overfilled() {
        let text = "word ".repeat(40);
        let shown = wrapped(&text, "> ");
        assert!(shown.lines().all(|line| line.chars().count() <= MEASURE + 2), "{shown}");
        assert_eq!(shown.lines().count(), 4);
        assert_eq!(shown.replace("\n> ", " "), text.trim_end());
        let long = "x".repeat(200);
        assert_eq!(wrapped(&format!("a {long} b"), ""), format!("a\n{long}\nb"));
        assert_eq!(wrapped("  ", ""), "");
    }

    #[test]
    fn scripts_without_spaces_break_anywhere() {
        let shown = wrapped(&"新闻".repeat(40), "");
        assert_eq!(shown.lines().map(|line| line.chars().count()).collect::<Vec<_>>(), [34, 34, 12]);
    }

    #[test]
    fn colours_take_no_room() {
        let word = "\u{1b}[1mword\u{1b}[0m ";
        assert_eq!(wrapped(&word.repeat(13), "").lines().count(), 1);
        assert_eq!(wrapped(&word.repeat(14), "").lines().count(), 2);
    }
}
