//! Where the event of a document is in the files that the segment was made of, so that it can be fetched alone.
//!
//! Lines are numbered in the order of files, the newest file first, and of the file. In groups of [`GROUP_LINES`], for each where
//! its first line begins in all files together, and the lengths of its lines.

use std::ops::Range;

use super::packing::{Fixed, fixed_width, write_fixed};
use super::{Section, Segment};

const GROUP_LINES: usize = 64;
const ANCHOR_BYTES: usize = 4;

/// A line of one of the files that a segment was made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The number of the file, newest first.
    pub file: usize,
    /// Its bytes in all files together, with what separates it from its neighbours.
    pub bytes: Range<u64>,
}

/// Appends where lines of so many bytes are; and to the head the width of their lengths.
pub(super) fn write_lines(section: &mut Vec<u8>, head: &mut Vec<u8>, line_bytes: &[u32]) {
    let width = fixed_width(line_bytes.iter().copied().max().unwrap_or(0));
    head.push(width as u8);
    let mut start = 0_u32;
    for group in line_bytes.chunks(GROUP_LINES) {
        write_fixed(section, start, ANCHOR_BYTES);
        for bytes in group {
            write_fixed(section, *bytes, width);
            start = start.saturating_add(*bytes);
        }
    }
}

impl Segment {
    /// Where the event of a document is, in files of so many events each, newest first; `None` where it is not known or the bytes that
    /// tell it are not there.
    pub fn line_of(&self, doc: u32, file_events: &[u32]) -> Option<Line> {
        let (file, docs) = file_of(doc, file_events)?;
        let number = self.line_number(doc, &docs) as usize;
        let width = self.line_width;
        let group_bytes = ANCHOR_BYTES + GROUP_LINES * width;
        let start = number / GROUP_LINES * group_bytes;
        let group = self.pages.get(self.within(Section::Lines, start..start + group_bytes))?;
        let (anchor, lengths) = group.split_at_checked(ANCHOR_BYTES)?;
        let (first, lengths) = (Fixed::new(anchor, ANCHOR_BYTES).get(0), Fixed::new(lengths, width));
        let place = number % GROUP_LINES;
        let start = u64::from(first) + (0..place).map(|line| u64::from(lengths.get(line))).sum::<u64>();
        Some(Line { file, bytes: start..start + u64::from(lengths.get(place)) })
    }

    /// The number of the line of a document, whose file has these documents. A file has the oldest day first, a segment last;
    /// the order within a day is the same.
    fn line_number(&self, doc: u32, file: &Range<u32>) -> u32 {
        let day = self.days().day(doc);
        let first_of_day = self.days().first_before(day.saturating_add(1)).max(file.start);
        let first_after = self.days().first_before(day).min(file.end);
        file.start + (file.end - first_after) + (doc - first_of_day)
    }
}

/// The file that has a document, and its documents.
fn file_of(doc: u32, file_events: &[u32]) -> Option<(usize, Range<u32>)> {
    let mut start = 0;
    for (file, events) in file_events.iter().enumerate() {
        let docs = start..start + events;
        if docs.contains(&doc) {
            return Some((file, docs));
        }
        start = docs.end;
    }
    None
}
