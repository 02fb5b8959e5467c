//! `throughline build`.

use std::collections::HashSet;
use std::fmt;
use std::time::Duration;

use anyhow::bail;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use super::destination::Destination;
use super::inputs::{self, Inputs};
use super::shown::{counted, number};
use super::terminal::Terminal;
use super::{Outcome, args};
use crate::bundle::check::is_language_tag;
use crate::bundle::{About, BundleFile, write};
use crate::import::{Collector, Format, Import};
use crate::link::entities::resolve;
use crate::model::{Date, Event, Licence, Problem, safe_url};
use crate::search::write_index;

/// What was built: the JSON keys are a contract.
#[derive(Debug, Serialize)]
struct Built {
    events: usize,
    /// Days with events.
    days: usize,
    entities: usize,
    /// Different names of stories.
    stories: usize,
    sources: usize,
    first: Option<Date>,
    last: Option<Date>,
    warnings: Vec<Problem>,
    /// Events or other pieces that were left out, each with a warning.
    skipped: usize,
    /// All bytes of the bundle.
    bytes: usize,
}

/// There is nothing to build.
#[derive(Debug)]
pub(super) struct NoEvents {
    /// How many were read, or should have been.
    files: usize,
    /// What was left out, and why.
    pub(super) warnings: Vec<Problem>,
}

impl fmt::Display for NoEvents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is nothing to build: no events in {}", counted(self.files, "file", "files"))
    }
}

impl std::error::Error for NoEvents {}

pub(super) fn run(options: &args::Build, terminal: &mut Terminal) -> anyhow::Result<Outcome> {
    let about = about(options)?;
    let destination = Destination::at(&options.out)?;
    let inputs = inputs::find(&options.inputs, &options.out)?;
    let files = inputs.files.len();
    let Import { mut events, problems, skipped } = read(inputs, options.format.format());
    if events.is_empty() {
        terminal.problems(&problems);
        bail!(NoEvents { files, warnings: problems });
    }
    let entities = resolve(&mut events);
    let mut built = Built { entities: entities.len(), skipped, warnings: problems, ..Built::of(&events) };
    let files = write(&about, events, &entities, Some(write_index))?;
    built.bytes = files.iter().map(|BundleFile { bytes, .. }| bytes.len()).sum();
    destination.replace(&files)?;
    if options.json {
        terminal.print_json(&built)?;
    } else {
        terminal.problems(&built.warnings);
        terminal.print(&page(&built, files.len(), options))?;
    }
    Ok(Outcome::Done)
}

fn about(options: &args::Build) -> anyhow::Result<About> {
    let url = &options.licence_url;
    if !url.is_empty() && !safe_url(url) {
        bail!("--licence-url: “{url}” is not a web address");
    }
    let language = &options.language;
    if !language.is_empty() && !is_language_tag(language) {
        bail!("--language: “{language}” is not a language tag such as “en” or “zh-Hant”");
    }
    if options.title.trim().is_empty() {
        bail!("--title: an archive needs a name");
    }
    let licence = Licence { name: options.licence_name.clone(), url: url.clone() };
    let (title, description) = (options.title.clone(), options.description.clone());
    Ok(About { title, description, language: language.clone(), licence })
}

/// Reads all files. Progress is shown where standard error is a terminal.
fn read(inputs: Inputs, format: Option<Format>) -> Import {
    let mut collector = Collector::new(format);
    inputs.problems.into_iter().for_each(|problem| collector.leave_out(problem));
    let progress = progress(inputs.files.len());
    for file in &inputs.files {
        match inputs::read(file) {
            Ok(text) => collector.add(&file.display().to_string(), &text),
            Err(problem) => collector.leave_out(problem),
        }
        progress.inc(1);
    }
    progress.set_message("putting it together");
    let import = collector.finish();
    progress.finish_and_clear();
    import
}

fn progress(files: usize) -> ProgressBar {
    /// How often the bar moves although no file was finished.
    const TICK: Duration = Duration::from_millis(100);
    let bar = ProgressBar::new(files as u64);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {human_pos} of {human_len} files  {eta} left  {msg}") {
        bar.set_style(style);
    }
    if !bar.is_hidden() {
        bar.enable_steady_tick(TICK);
    }
    bar
}

impl Built {
    /// What the events alone tell.
    fn of(events: &[Event]) -> Self {
        Self {
            events: events.len(),
            days: events.iter().map(|event| event.date).collect::<HashSet<_>>().len(),
            entities: 0,
            stories: events.iter().flat_map(|event| &event.story).collect::<HashSet<_>>().len(),
            sources: events.iter().map(|event| event.sources.len()).sum(),
            first: events.iter().map(|event| event.date).min(),
            last: events.iter().map(|event| event.date).max(),
            warnings: Vec::new(),
            skipped: 0,
            bytes: 0,
        }
    }
}

fn page(built: &Built, files: usize, options: &args::Build) -> String {
    let span = match (built.first, built.last) {
        (Some(first), Some(last)) => format!(", {first} to {last}"),
        _ => String::new(),
    };
    let mut page = format!(
        "{} on {}{span}\n{}, {}, {}\n",
        counted(built.events, "event", "events"),
        counted(built.days, "day", "days"),
        counted(built.entities, "entity", "entities"),
        counted(built.stories, "story", "stories"),
        counted(built.sources, "source", "sources"),
    );
    if !built.warnings.is_empty() {
        let warnings = counted(built.warnings.len(), "warning", "warnings");
        page += &format!("{warnings}, {} left out\n", counted(built.skipped, "piece", "pieces"));
    }
    page + &format!("{} bytes in {files} files: {}\n", number(built.bytes), options.out.display())
}
