//! A day page: the events of a day, under the stories they belong to.

use super::address::{Day, Target};
use super::items::quote;
use super::lines::{Link, MAX_LINK_BYTES, heading, link, list_item};
use super::log::{FileNumber, Log, Place};
use super::page::{Dated, Identity, STORY_LEVEL, dated, story};
use super::plain::{Plain, plain};
use crate::model::ProblemKind;

/// An event as a day page lists it.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) place: Place,
    pub(super) identity: Identity,
    pub(super) headline: Plain,
    pub(super) story: Option<String>,
}

/// The level of `### [Headline](page)`.
const ENTRY_LEVEL: usize = 3;

/// Reads a day page: its events in order. Nothing, with a problem, if neither its path nor a heading is a day.
pub(super) fn read(path: &str, text: &str, file: FileNumber, log: &mut Log) -> Vec<Entry> {
    let day = match Target::of_file(path) {
        Some(Target::DayPage(day)) => Some(day),
        _ => None,
    };
    if day.is_none() && !text.lines().filter_map(heading).any(|(_, text)| dated(text).is_some()) {
        let message = "neither the page nor its path tells a date; the page was left out";
        log.skip_file(file, ProblemKind::MissingDate, message);
        return Vec::new();
    }
    let here = Place { file, line: 1 };
    let mut reader = DayReader { log, here, day, saw_date: false, story: None, entries: Vec::new() };
    for (line, number) in text.lines().zip(1..) {
        reader.here.line = number;
        reader.read_line(line);
    }
    reader.entries
}

struct DayReader<'a> {
    log: &'a mut Log,
    here: Place,
    /// The path's day; the page's own where the path tells none.
    day: Option<Day>,
    saw_date: bool,
    story: Option<String>,
    entries: Vec<Entry>,
}

impl DayReader<'_> {
    fn read_line(&mut self, line: &str) {
        match heading(line) {
            _ if line.trim().is_empty() => {}
            Some((STORY_LEVEL, text)) => self.story = story(text, self.here, self.log),
            Some((level, text)) => self.read_heading(level, text),
            None => match list_item(line) {
                Some(item) => self.read_entry(item),
                None => self.leave_out(line),
            },
        }
    }

    fn read_heading(&mut self, level: usize, text: &str) {
        if let Some(dated) = dated(text) {
            self.read_date(dated);
        } else if level == ENTRY_LEVEL {
            self.read_entry(text);
        } else if !is_way_to_other_day(text) {
            self.leave_out(text);
        }
    }

    fn read_date(&mut self, dated: Dated) {
        let said = match dated {
            Dated::Day(day) => Some(day),
            Dated::Impossible => None,
        };
        if self.saw_date {
            return;
        }
        self.saw_date = true;
        match (&self.day, said) {
            (Some(day), Some(said)) if said.date == day.date => {}
            (Some(day), _) => {
                let message = format!("the page lies in the folder of {}; that date was taken", day.date);
                self.log.note(self.here, ProblemKind::BadDate, message);
            }
            (None, Some(said)) => self.day = Some(said),
            (None, None) => self.log.note(self.here, ProblemKind::BadDate, "no calendar has this day"),
        }
    }

    /// Reads `[headline](page)`, or a headline without a page.
    fn read_entry(&mut self, text: &str) {
        match link(text.trim(), MAX_LINK_BYTES) {
            Some(Link { text: headline, target, rest }) => match Target::of_link(target) {
                Some(Target::Event(address)) => {
                    self.add(Identity::Known(address), headline);
                    if !rest.trim().is_empty() {
                        self.leave_out(rest);
                    }
                }
                Some(Target::DayPage(_)) => {}
                None => self.add_without_page(text),
            },
            None => self.add_without_page(text),
        }
    }

    fn add_without_page(&mut self, headline: &str) {
        match self.day.clone() {
            Some(day) => self.add(Identity::on(day, headline), headline),
            None => {
                let message = "neither the page nor its path tells a date; this event was left out";
                self.log.skip(self.here, ProblemKind::MissingDate, message);
            }
        }
    }

    fn add(&mut self, identity: Identity, headline: &str) {
        let headline = plain(headline);
        if headline.text.is_empty() {
            self.log.skip(self.here, ProblemKind::MissingHeadline, "this event has no words; it was left out");
            return;
        }
        self.entries.push(Entry { place: self.here, identity, headline, story: self.story.clone() });
    }

    fn leave_out(&mut self, text: &str) {
        let message = format!("“{}” belongs to no event of the day and was left out", quote(text));
        self.log.skip(self.here, ProblemKind::StrayText, message);
    }
}

/// Whether a heading is `[Previous day...](/news/2016/12/3/index.md)` or the like.
fn is_way_to_other_day(text: &str) -> bool {
    let target = link(text.trim(), MAX_LINK_BYTES).and_then(|link| Target::of_link(link.target));
    matches!(target, Some(Target::DayPage(_)))
}
