//! Pieces of what people read: colours, numbers, marked words, small charts.

use crate::protocol::{Bar, Mark};

/// Whether and how to stress words on a terminal.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Paint {
    colour: bool,
}

impl Paint {
    /// With colours, or with plain text only.
    pub(super) fn new(colour: bool) -> Self {
        Self { colour }
    }

    pub(super) fn strong(self, text: &str) -> String {
        self.with("1", text)
    }

    pub(super) fn dim(self, text: &str) -> String {
        self.with("2", text)
    }

    pub(super) fn alarm(self, text: &str) -> String {
        self.with("1;31", text)
    }

    /// Select Graphic Rendition of ECMA-48.
    fn with(self, code: &str, text: &str) -> String {
        if self.colour && !text.is_empty() { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    /// A text with stretches of it stressed. Marks that do not fit the text are passed over.
    pub(super) fn marked(self, text: &str, marks: &[Mark]) -> String {
        let mut shown = String::new();
        let mut done = 0;
        for mark in marks {
            let (start, end) = (mark.start as usize, mark.end as usize);
            if let (Some(before), Some(word)) = (text.get(done..start), text.get(start..end)) {
                shown += &clean(before);
                shown += &self.strong(&clean(word));
                done = end;
            }
        }
        shown + &clean(text.get(done..).unwrap_or_default())
    }
}

/// A text that cannot steer the terminal: archives come from anywhere, and control characters move cursors and worse.
pub(super) fn clean(text: &str) -> String {
    let steers = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().map(|c| if steers(c) { ' ' } else { c }).collect()
}

/// A number with its thousands apart: 11,364.
pub(super) fn number(number: usize) -> String {
    let digits = number.to_string();
    let mut shown = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

/// A number of things: “1 event”, “11,364 events”.
pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", number(count), if count == 1 { one } else { many })
}

/// The most characters of a chart.
const CHART_WIDTH: usize = 60;
const LEVELS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Counts over time as one line, `▁▂█`, with a space where there are none; neighbours are added up to fit the width.
pub(super) fn chart(bars: &[Bar]) -> String {
    let per_column = bars.len().div_ceil(CHART_WIDTH).max(1);
    let column = |bars: &[Bar]| bars.iter().map(|bar| u64::from(bar.count)).sum::<u64>();
    let columns: Vec<u64> = bars.chunks(per_column).map(column).collect();
    let most = columns.iter().copied().max().unwrap_or(0);
    columns.into_iter().map(|count| level(count, most)).collect()
}

fn level(count: u64, most: u64) -> char {
    let steps = LEVELS.len() as u64;
    // From 1 to `steps`, so that the smallest count shows.
    let step = (count * steps).div_ceil(most.max(1));
    let index = step.checked_sub(1).and_then(|index| usize::try_from(index).ok());
    index.and_then(|index| LEVELS.get(index)).copied().unwrap_or(' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_their_thousands_apart() {
        assert_eq!([0, 999, 1_000, 11_364, 1_234_567].map(number), ["0", "999", "1,000", "11,364", "1,234,567"]);
        assert_eq!(counted(1, "event", "events"), "1 event");
    }

    #[test]
    fn nothing_in_a_text_steers_the_terminal() {
        assert_eq!(clean("a\u{1b}[2Jb\r\n\u{202e}c"), "a [2Jb   c");
        assert_eq!(Paint::new(false).dim("a"), "a");
        assert_eq!(Paint::new(true).dim("a"), "\u{1b}[2ma\u{1b}[0m");
    }

    #[test]
    fn marks_that_do_not_fit_are_passed_over() {
        let paint = Paint::new(true);
        let mark = |start, end| Mark { start, end };
        assert_eq!(paint.marked("über Ufa", &[mark(6, 9)]), "über \u{1b}[1mUfa\u{1b}[0m");
        assert_eq!(paint.marked("über", &[mark(1, 3), mark(3, 99), mark(4, 2)]), "über");
    }

    #[test]
    fn charts_show_the_smallest_count_and_fit() {
        let date = "2016-12-04".parse().unwrap();
        let bars = |counts: &[u32]| -> Vec<Bar> {
            counts.iter().map(|count| Bar { from: date, to: date, count: *count, all: 0 }).collect()
        };
        assert_eq!(chart(&bars(&[0, 1, 500, 1_000])), " ▁▄█");
        assert_eq!(chart(&bars(&[])), "");
        assert_eq!(chart(&bars(&[1; 1_000])).chars().count(), 59);
    }
}
