//! An event page: its day, story, headline, description, sources and related events.

use super::address::{Address, Day, Target};
use super::items::{self, Related, quote};
use super::labels::{self, List};
use super::lines::{MAX_LINK_BYTES, heading, link, list_item};
use super::log::{FileNumber, Log, Place};
use super::plain::{Plain, plain};
use super::slug::slug;
use crate::model::{ProblemKind, Source};

/// An event page as it stands, before other pages are asked about it.
#[derive(Debug)]
pub(super) struct Page {
    /// Where the headline stands.
    pub(super) place: Place,
    pub(super) identity: Identity,
    pub(super) headline: Plain,
    pub(super) story: Vec<String>,
    pub(super) description: Option<String>,
    pub(super) sources: Vec<Source>,
    pub(super) related: Vec<Related>,
}

/// What is known of an event's id.
#[derive(Clone, Debug)]
pub(super) enum Identity {
    /// A path or a link tells it.
    Known(Address),
    /// Only its day is known; if no link leads to the event, the slug will do.
    Day(Day, String),
}

impl Identity {
    /// Of a headline as it stands in the page.
    pub(super) fn on(day: Day, headline: &str) -> Self {
        Self::Day(day, slug(headline))
    }
}

/// The level of `# Headline`.
const HEADLINE_LEVEL: usize = 1;
/// The level of `##### Story`.
pub(super) const STORY_LEVEL: usize = 5;
const BETWEEN_PARAGRAPHS: &str = "\n\n";

/// Reads an event page. Nothing, with a problem, if it has no headline or no date.
pub(super) fn read(path: &str, text: &str, file: FileNumber, log: &mut Log) -> Option<Page> {
    let mut reader = PageReader::new(file, log);
    for (line, number) in text.lines().zip(1..) {
        reader.read_line(line, number);
    }
    reader.finish(path)
}

/// A dated heading: the day it tells, or why it does not.
pub(super) enum Dated {
    Day(Day),
    /// It has the form of a date, but no calendar has that day.
    Impossible,
}

/// The day of `[2016-12-4](/news/2016/12/4/index.md)` or plain `2016-12-4`; `None` if it is no dated heading.
pub(super) fn dated(heading: &str) -> Option<Dated> {
    let linked = link(heading.trim(), MAX_LINK_BYTES);
    let words = linked.map_or(heading, |link| link.text);
    let target = linked.and_then(|link| Target::of_link(link.target));
    match (target, Day::from_words(words)) {
        (Some(Target::DayPage(day)), said) if said.as_ref().is_none_or(|said| said.date == day.date) => {
            Day::is_form_of(words).then_some(Dated::Day(day))
        }
        (_, Some(day)) => Some(Dated::Day(day)),
        (_, None) => Day::is_form_of(words).then_some(Dated::Impossible),
    }
}

/// The story that a heading names, if it is not empty.
pub(super) fn story(heading: &str, place: Place, log: &mut Log) -> Option<String> {
    let name = plain(heading);
    if name.reduced {
        log.note(
            place,
            ProblemKind::Markup,
            format!("markup in the story “{}” was reduced to its words", quote(&name.text)),
        );
    }
    Some(name.text).filter(|name| !name.is_empty())
}

/// Where in the page the reader is.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    /// Before the headline.
    Top,
    Description,
    List(List),
    /// Already reported as left out.
    LeftOut,
    /// A second page in the same file, reported as left out to the end.
    OtherPage,
}

struct PageReader<'a> {
    log: &'a mut Log,
    here: Place,
    part: Part,
    dated: Option<(Dated, Place)>,
    headline: Option<(Plain, String, Place)>,
    story: Vec<String>,
    paragraphs: Vec<String>,
    in_paragraph: bool,
    /// The list item being read, which may go on in the next line.
    item: Option<(String, Place)>,
    sources: Vec<Source>,
    related: Vec<Related>,
}

impl<'a> PageReader<'a> {
    fn new(file: FileNumber, log: &'a mut Log) -> Self {
        Self {
            log,
            here: Place { file, line: 1 },
            part: Part::Top,
            dated: None,
            headline: None,
            story: Vec::new(),
            paragraphs: Vec::new(),
            in_paragraph: false,
            item: None,
            sources: Vec::new(),
            related: Vec::new(),
        }
    }

    fn read_line(&mut self, line: &str, number: u32) {
        self.here.line = number;
        if self.part == Part::OtherPage {
            return;
        }
        if line.trim().is_empty() {
            self.end_block();
        } else if let Some((level, text)) = heading(line) {
            self.end_block();
            self.read_heading(level, text);
        } else {
            self.read_text(line);
        }
    }

    /// Ends the paragraph or list item being read.
    fn end_block(&mut self) {
        self.in_paragraph = false;
        let Some((item, place)) = self.item.take() else { return };
        match self.part {
            Part::List(List::Sources) => self.sources.extend(items::sources(&item, place, self.log)),
            Part::List(List::Related) => self.related.extend(items::related(&item, place, self.log)),
            _ => {}
        }
    }

    fn read_heading(&mut self, level: usize, text: &str) {
        if level == HEADLINE_LEVEL {
            self.read_headline(text);
        } else if let Some(dated) = dated(text) {
            self.read_date(dated);
        } else if level == STORY_LEVEL {
            // The archive has empty lines of this sort where an event belongs to no story.
            self.story.extend(story(text, self.here, self.log));
        } else if let Some(list) = labels::list(text) {
            self.part = Part::List(list);
        } else {
            self.part = Part::LeftOut;
            let message = format!("no page of an event has a part “{}”; it was left out", quote(text));
            self.log.skip(self.here, ProblemKind::StrayText, message);
        }
    }

    fn read_headline(&mut self, text: &str) {
        if self.headline.is_some() {
            self.leave_out_other_page();
            return;
        }
        self.headline = Some((plain(text), text.to_owned(), self.here));
        self.part = Part::Description;
    }

    fn read_date(&mut self, dated: Dated) {
        if self.dated.is_some() {
            self.leave_out_other_page();
            return;
        }
        self.dated = Some((dated, self.here));
    }

    fn leave_out_other_page(&mut self) {
        self.part = Part::OtherPage;
        let message = "a second event begins here; a file holds one, so the rest of the file was left out";
        self.log.skip(self.here, ProblemKind::Structure, message);
    }

    fn read_text(&mut self, line: &str) {
        match self.part {
            Part::Top if !self.in_paragraph => {
                let message = format!("“{}” stands before the headline and was left out", quote(line));
                self.log.skip(self.here, ProblemKind::StrayText, message);
                self.in_paragraph = true;
            }
            Part::Description => self.read_description(line),
            Part::List(_) => self.read_list_line(line),
            Part::Top | Part::LeftOut | Part::OtherPage => {}
        }
    }

    fn read_description(&mut self, line: &str) {
        match self.paragraphs.last_mut() {
            Some(paragraph) if self.in_paragraph => {
                paragraph.push(' ');
                paragraph.push_str(line.trim());
            }
            _ => self.paragraphs.push(line.trim().to_owned()),
        }
        self.in_paragraph = true;
    }

    fn read_list_line(&mut self, line: &str) {
        match (&mut self.item, list_item(line)) {
            (Some((item, _)), None) => {
                item.push(' ');
                item.push_str(line.trim());
            }
            (_, begun) => {
                self.end_block();
                self.item = Some((begun.unwrap_or(line.trim()).to_owned(), self.here));
            }
        }
    }

    fn finish(mut self, path: &str) -> Option<Page> {
        self.end_block();
        let Some((headline, written, place)) = self.headline.take().filter(|(words, ..)| !words.text.is_empty()) else {
            let message = "the page has no headline (# Headline); it was left out";
            self.log.skip_file(self.here.file, ProblemKind::MissingHeadline, message);
            return None;
        };
        let identity = self.identity(path, &written)?;
        Some(Page {
            place,
            identity,
            headline,
            story: std::mem::take(&mut self.story),
            description: self.description(place),
            sources: self.sources,
            related: self.related,
        })
    }

    /// The path's word counts before the page's: it is by the path that other pages find this one.
    fn identity(&mut self, path: &str, headline: &str) -> Option<Identity> {
        match (Target::of_file(path), self.dated.take()) {
            (Some(Target::Event(address)), dated) => {
                self.compare_dates(&address, dated);
                Some(Identity::Known(address))
            }
            (_, Some((Dated::Day(day), _))) => Some(Identity::on(day, headline)),
            (_, Some((Dated::Impossible, place))) => {
                let message = "no calendar has this day; the page was left out";
                self.log.skip(place, ProblemKind::BadDate, message);
                None
            }
            (_, None) => {
                let message = "neither the page nor its path tells a date; the page was left out";
                self.log.skip_file(self.here.file, ProblemKind::MissingDate, message);
                None
            }
        }
    }

    fn compare_dates(&mut self, address: &Address, dated: Option<(Dated, Place)>) {
        let Some((dated, place)) = dated else { return };
        if !matches!(dated, Dated::Day(day) if day.date == address.date) {
            let message = format!("the page lies in the folder of {}; that date was taken", address.date);
            self.log.note(place, ProblemKind::BadDate, message);
        }
    }

    fn description(&mut self, place: Place) -> Option<String> {
        let paragraphs: Vec<Plain> = self.paragraphs.iter().map(|paragraph| plain(paragraph)).collect();
        if paragraphs.iter().any(|paragraph| paragraph.reduced) {
            self.log.note(place, ProblemKind::Markup, "markup in the description was reduced to its words");
        }
        let words: Vec<String> = paragraphs.into_iter().map(|p| p.text).filter(|text| !text.is_empty()).collect();
        (!words.is_empty()).then(|| words.join(BETWEEN_PARAGRAPHS))
    }
}
