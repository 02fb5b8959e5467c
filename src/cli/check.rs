//! `throughline check`.

use anyhow::bail;
use serde::Serialize;

use super::shown::{counted, number};
use super::terminal::Terminal;
use super::{Outcome, args, library};
use crate::bundle::{Report, check};
use crate::model::Problem;

#[derive(Serialize)]
struct Answer<'a> {
    ok: bool,
    events: u64,
    problems: &'a [Problem],
    /// Files without a hash in the manifest: no fault, but nothing vouches for them.
    unverified: &'a [String],
}

pub(super) fn run(options: &args::Check, terminal: &mut Terminal) -> anyhow::Result<Outcome> {
    let dir = &options.dir;
    if !dir.is_dir() {
        bail!("{} is not a folder", dir.display());
    }
    let report = check(|path| std::fs::read(dir.join(path)).map_err(|error| library::reason(&error)));
    let ok = report.problems.is_empty();
    if options.json {
        let Report { events, problems, unverified } = &report;
        terminal.print_json(&Answer { ok, events: *events, problems, unverified })?;
    } else {
        terminal.print(&page(&report))?;
        terminal.finish()?;
        terminal.problems(&report.problems);
    }
    Ok(if ok { Outcome::Done } else { Outcome::NotFound })
}

fn page(report: &Report) -> String {
    let events = usize::try_from(report.events).unwrap_or(usize::MAX);
    let verdict = match report.problems.len() {
        0 => "every rule of the format holds".to_owned(),
        problems => counted(problems, "problem", "problems"),
    };
    let mut page = format!("{}: {verdict}\n", counted(events, "event", "events"));
    if !report.unverified.is_empty() {
        let files = counted(report.unverified.len(), "file", "files");
        page += &format!("{files} cannot be verified: the manifest has no hash for {}\n", list(&report.unverified));
    }
    page
}

/// The first of some paths.
fn list(paths: &[String]) -> String {
    let shown = paths.iter().take(3).map(String::as_str).collect::<Vec<_>>().join(", ");
    match paths.len().saturating_sub(3) {
        0 => shown,
        more => format!("{shown} and {} more", number(more)),
    }
}
