//! Makes a bundle of the events of the peers harness: `peers-bundle EVENTS.jsonl DIR`.

mod events;

use std::path::Path;
use std::{env, fs};

use anyhow::{Context, Result, bail};
use throughline::bundle::{About, BundleFile, write};
use throughline::link::entities::resolve;
use throughline::model::Event;
use throughline::search::write_index;

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
    events::event(line).with_context(|| format!("line {}", number + 1))
}

fn save(dir: &Path, file: &BundleFile) -> Result<()> {
    let path = dir.join(&file.path);
    let folder = path.parent().unwrap_or(dir);
    fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    fs::write(&path, &file.bytes).with_context(|| format!("{} cannot be written", path.display()))
}
