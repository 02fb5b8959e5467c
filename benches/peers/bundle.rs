//! Makes a bundle of the events of the peers harness: `peers-bundle EVENTS.jsonl DIR`.
//!
//! A line is `{id, date, category, story: [{title, anchor}], text, links: [{title, anchor}], sources: [{name, url}]}`.

use std::path::Path;
use std::{env, fs};

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use throughline::bundle::{About, BundleFile, write};
use throughline::link::entities::resolve;
use throughline::model::{Date, Event, Mention, Source};
use throughline::search::write_index;

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

fn main() -> Result<()> {
    let arguments: Vec<_> = env::args_os().skip(1).collect();
    let [events, dir] = arguments.as_slice() else { bail!("usage: peers-bundle EVENTS.jsonl DIR") };
    let lines = fs::read_to_string(events).with_context(|| format!("{} cannot be read", events.display()))?;
    let mut events = lines.lines().enumerate().map(event).collect::<Result<Vec<_>>>()?;
    let entities = resolve(&mut events);
    let about = About { title: "Events of the peers harness".into(), language: "en".into(), ..About::default() };
    write(&about, events, &entities, Some(write_index))?.iter().try_for_each(|file| save(Path::new(dir), file))
}

fn event((number, line): (usize, &str)) -> Result<Event> {
    let line: Line = serde_json::from_str(line).with_context(|| format!("line {}", number + 1))?;
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

fn save(dir: &Path, file: &BundleFile) -> Result<()> {
    let path = dir.join(&file.path);
    let folder = path.parent().unwrap_or(dir);
    fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    fs::write(&path, &file.bytes).with_context(|| format!("{} cannot be written", path.display()))
}
