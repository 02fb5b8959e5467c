//! The events of the peers harness.
//!
//! A line is `{id, date, category, story: [{title, anchor}], text, links: [{title, anchor}], sources: [{name, url}]}`.

use serde::Deserialize;
use throughline::model::{Date, Event, Mention, Source};

/// An event as the harness has it.
#[derive(Deserialize)]
struct Line {
    id: String,
    date: Date,
    category: String,
    #[serde(default)]
    story: Vec<Page>,
    text: String,
    #[serde(default)]
    links: Vec<Page>,
    #[serde(default)]
    sources: Vec<Source>,
}

/// A link to a page of the encyclopedia; a story need not have one.
#[derive(Deserialize)]
struct Page {
    title: Option<String>,
    anchor: String,
}

/// The event of a line.
pub(crate) fn event(line: &str) -> serde_json::Result<Event> {
    let line: Line = serde_json::from_str(line)?;
    let mut event = Event::new(line.id, line.date, line.text);
    event.category = Some(line.category);
    // The words the peers are given too.
    event.story = line.story.into_iter().map(|story| story.anchor).collect();
    event.mentions = line.links.into_iter().filter_map(Page::mention).collect();
    event.sources = line.sources;
    Ok(event)
}

impl Page {
    fn mention(self) -> Option<Mention> {
        Some(Mention { text: self.anchor, entity: self.title? })
    }
}
