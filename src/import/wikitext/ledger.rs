//! What a file's reading leaves behind besides events: its problems, and the count of pieces left out.

use crate::model::{Problem, ProblemKind};

/// Characters of the source that a message quotes: enough to find the place, short enough for one line of a terminal.
const EXCERPT_CHARS: usize = 60;

/// The problems of one file.
#[derive(Debug)]
pub(super) struct Ledger {
    file: String,
    problems: Vec<Problem>,
    skipped: usize,
}

impl Ledger {
    pub(super) fn new(file: &str) -> Self {
        Self { file: file.to_owned(), problems: Vec::new(), skipped: 0 }
    }

    /// Notes something that was read, but not as it stands.
    pub(super) fn note(&mut self, line: u32, kind: ProblemKind, message: impl Into<String>) {
        self.problems.push(Problem::at(&self.file, line, kind, message));
    }

    /// Notes something that is not in the result, and counts it.
    pub(super) fn left_out(&mut self, line: u32, kind: ProblemKind, message: impl Into<String>) {
        self.note(line, kind, message);
        self.skipped += 1;
    }

    /// The problems in the order of lines, and the number of pieces left out.
    pub(super) fn close(mut self) -> (Vec<Problem>, usize) {
        self.problems.sort_by_key(|problem| problem.line);
        (self.problems, self.skipped)
    }
}

/// The start of a text in quotation marks, on one line.
pub(super) fn quote(text: &str) -> String {
    // Only as much is looked at as can be shown, for the text may be a whole page.
    let shown: String = text.trim_start().chars().take(EXCERPT_CHARS + 1).collect();
    let cut = shown.char_indices().nth(EXCERPT_CHARS).map(|(at, _)| at);
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    match cut {
        Some(at) => format!("“{}…”", words(&shown[..at])),
        None => format!("“{}”", words(&shown)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_short_and_on_one_line() {
        assert_eq!(quote("  two\n words "), "“two words”");
        assert_eq!(quote(&"é".repeat(61)), format!("“{}…”", "é".repeat(60)));
    }

    #[test]
    fn problems_are_sorted_by_line_and_the_left_out_are_counted() {
        let mut ledger = Ledger::new("a.wiki");
        ledger.left_out(7, ProblemKind::StrayText, "late");
        ledger.note(2, ProblemKind::Markup, "early");
        let (problems, skipped) = ledger.close();
        assert_eq!(problems.iter().map(ToString::to_string).collect::<Vec<_>>(), ["a.wiki:2: early", "a.wiki:7: late"]);
        assert_eq!(skipped, 1);
    }
}
