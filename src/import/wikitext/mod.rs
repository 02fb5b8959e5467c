//! Wikipedia's *Portal:Current events*: day pages in wikitext.
//!
//! A page goes through these steps, each a module: `page` takes comments out, `header` finds the templates that mark
//! days, `days` cuts the page at them, `outline` says what each line is, `day` keeps category and stories and picks the events, `inline` (with
//! `quotes`, `brackets`, `title`, `tag`, `template`, `source`) turns a line's markup into pieces, `prose` puts the
//! pieces together, `slug` gives ids. Problems go to the `ledger`.
//!
//! The rules are MediaWiki's where they matter: a blank line ends a list, `''Name'''s` holds an apostrophe, one page
//! has one title however it is written.

mod brackets;
mod chars;
mod dates;
mod day;
mod days;
mod header;
mod inline;
mod ledger;
mod outline;
mod page;
mod prose;
mod quotes;
mod slug;
mod source;
mod tag;
mod template;
mod title;

use std::collections::HashSet;

use self::day::Draft;
use self::days::days;
use self::header::headers;
use self::ledger::{Ledger, quote};
use self::page::Page;
use self::slug::Ids;
use super::Import;
use crate::model::{Date, Event, Problem, ProblemKind};

/// Reads day pages, one file at a time.
#[derive(Debug, Default)]
pub struct Reader {
    events: Vec<Event>,
    problems: Vec<Problem>,
    skipped: usize,
    ids: Ids,
    /// Dates and headlines of the events so far.
    headlines: HashSet<(Date, String)>,
    told: HashSet<Telling>,
}

/// What makes two bullets one event: a page may be read under two names, and a bullet may stand on it twice.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Telling {
    date: Date,
    category: Option<String>,
    story: Vec<String>,
    headline: String,
    /// Names and addresses.
    sources: Vec<[String; 2]>,
}

/// Whether a text is a day page of the portal: by its templates, by its name, or by a dated name such as
/// `2016/12/04.wiki`. Markdown files are not, even where they quote such a page.
pub fn looks_like(path: &str, text: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    let wiki_name = ["wiki", "wikitext", "mediawiki"].contains(&extension.as_str());
    let markdown_name = ["md", "markdown"].contains(&extension.as_str());
    let named = dates::is_portal_path(path) || (wiki_name && dates::of_path(path).is_some());
    !markdown_name && (named || !headers(text).is_empty())
}

impl Reader {
    /// Reads a file. `path` names it in problems, and tells its date where the text does not.
    ///
    /// Takes time in proportion to the text, whatever it holds.
    pub fn add(&mut self, path: &str, text: &str) {
        let mut ledger = Ledger::new(path);
        let page = Page::new(text, &mut ledger);
        for day in days(&page.text) {
            if let Some((date, drafts)) = day.read(path, &page, &mut ledger) {
                drafts.into_iter().for_each(|draft| self.add_event(date, draft, &mut ledger));
            }
        }
        let (problems, skipped) = ledger.close();
        self.problems.extend(problems);
        self.skipped += skipped;
    }

    /// All that was read.
    pub fn finish(mut self) -> Import {
        self.events.sort_by_key(|event| event.date);
        Import { events: self.events, problems: self.problems, skipped: self.skipped }
    }

    fn add_event(&mut self, date: Date, draft: Draft, ledger: &mut Ledger) {
        let headline = quote(&draft.prose.headline);
        if !self.told.insert(Telling::of(date, &draft)) {
            let message = format!("The day has this event already, and it is left out: {headline}.");
            return ledger.left_out(draft.line, ProblemKind::DuplicateEvent, message);
        }
        if !self.headlines.insert((date, draft.prose.headline.clone())) {
            let message = format!("The day has an event with the same words already: {headline}.");
            ledger.note(draft.line, ProblemKind::DuplicateEvent, message);
        }
        let mut event = Event::new(self.ids.give(date, &draft.prose.headline), date, "");
        event.category = draft.category;
        event.story = draft.story;
        event.entities = draft.prose.entities();
        event.headline = draft.prose.headline;
        event.mentions = draft.prose.mentions;
        event.sources = draft.prose.sources;
        self.events.push(event);
    }
}

impl Telling {
    fn of(date: Date, draft: &Draft) -> Self {
        Self {
            date,
            category: draft.category.clone(),
            story: draft.story.clone(),
            headline: draft.prose.headline.clone(),
            sources: draft.prose.sources.iter().map(|source| [source.name.clone(), source.url.clone()]).collect(),
        }
    }
}
