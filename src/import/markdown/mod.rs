//! The Markdown news archive: a page for every event, a page for every day.
//!
//! An event page begins with its day, may name a story, and lists sources and related events:
//!
//! ```text
//! ### [2016-12-4](/news/2016/12/4/index.md)
//!
//! ##### Story
//! # Headline
//!
//! Description, often absent.
//!
//! ### Sources:
//!
//! 1. [Publisher](https://…) [IMG](https://…)
//!
//! ### Related:
//!
//! 1. [Headline](/news/2016/07/8/slug.md) _Context: Entity, Entity_
//! ```
//!
//! A day page, `index.md` with a copy called `README.md`, lists the events of its day:
//!
//! ```text
//! ## [2016-12-4](/news/2016/12/4/index.md)
//!
//! ##### Story
//! ### [Headline](/news/2016/12/4/slug.md)
//! ## [Previous day...](/news/2016/12/3/index.md)
//! ```
//!
//! The Chinese archive has the same pages with `信息来源`, `有关` and `消息`, and links that begin with `/zh/news/`.
//!
//! What pages say of each other comes together when all are read: see `assembly`.

mod address;
mod assembly;
mod day;
mod draft;
mod items;
mod labels;
mod lines;
mod log;
mod mentions;
mod page;
mod plain;
mod script;
mod slug;
mod stories;

use std::collections::HashMap;

use self::address::{Target, is_day_page_file};
use self::day::Entry;
use self::lines::heading;
use self::log::{FileNumber, Log};
use self::page::Page;
use super::Import;
use crate::model::ProblemKind;

/// Reads event pages and day pages, one file at a time.
#[derive(Debug, Default)]
pub struct Reader {
    pages: Vec<Page>,
    entries: Vec<Entry>,
    log: Log,
    /// The text of the first day page of every folder, by which its copies are known.
    day_pages: HashMap<String, String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Event,
    Day,
}

/// Headings of this level or above, if dated, begin a day page; event pages begin with one below.
const DAY_HEADING_LEVEL: usize = 2;
/// The level of the dated heading of an event page.
const EVENT_DATE_LEVEL: usize = 3;

/// Whether a text is a page of the archive: whether it begins with a heading that is a date.
///
/// Looks at the first line that is not blank; the path does not matter.
pub fn looks_like(_path: &str, text: &str) -> bool {
    dated_level(without_mark(text)).is_some_and(|level| level <= EVENT_DATE_LEVEL)
}

/// Whether a file lies where a day has its page: `…/2016/12/4/README.md`.
pub(super) fn is_day_page(path: &str) -> bool {
    matches!(Target::of_file(path), Some(Target::DayPage(_)))
}

impl Reader {
    /// Reads a file. `path` names it in problems and may tell its date.
    pub fn add(&mut self, path: &str, text: &str) {
        let text = without_mark(text);
        let file = self.log.begin_file(path);
        match kind(path, text) {
            Kind::Event => self.pages.extend(page::read(path, text, file, &mut self.log)),
            Kind::Day if self.is_copy(path, text, file) => {}
            Kind::Day => self.entries.extend(day::read(path, text, file, &mut self.log)),
        }
    }

    /// Whether a day page is the copy of one that was read. Notes a second one that is none.
    fn is_copy(&mut self, path: &str, text: &str, file: FileNumber) -> bool {
        if !is_day_page_file(path) {
            return false;
        }
        let folder = path.rfind(['/', '\\']).map_or("", |end| &path[..end]);
        let Some(first) = self.day_pages.get(folder) else {
            self.day_pages.insert(folder.to_owned(), text.to_owned());
            return false;
        };
        if first != text {
            let message = "this page differs from the other day page of its folder; both were read";
            self.log.note_file(file, ProblemKind::Structure, message);
        }
        first == text
    }

    /// All that was read. Costs about the length of what was read.
    pub fn finish(self) -> Import {
        assembly::assemble(self.pages, self.entries, self.log)
    }
}

/// A text without a byte order mark.
fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{FEFF}').unwrap_or(text)
}

/// The level of the first line, if that is a dated heading.
fn dated_level(text: &str) -> Option<usize> {
    let (level, text) = text.lines().find(|line| !line.trim().is_empty()).and_then(heading)?;
    page::dated(text).map(|_| level)
}

fn kind(path: &str, text: &str) -> Kind {
    let headed_as_day = dated_level(text).is_some_and(|level| level <= DAY_HEADING_LEVEL);
    if headed_as_day || is_day_page_file(path) { Kind::Day } else { Kind::Event }
}
