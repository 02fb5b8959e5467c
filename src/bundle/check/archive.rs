//! Rules over all events of an archive.

use std::collections::{HashMap, HashSet};

use super::super::items::Located;
use super::event;
use crate::model::{Event, Problem, ProblemKind};

/// All events that could be read, shard by shard.
pub(super) struct Archive<'a> {
    /// Whether these are all events of the archive, so that what is not among them is nowhere.
    pub(super) whole: bool,
    shards: Vec<(&'a str, Vec<Located<Event>>)>,
}

impl Default for Archive<'_> {
    fn default() -> Self {
        Self { whole: true, shards: Vec::new() }
    }
}

/// An event and where it is.
#[derive(Clone, Copy)]
pub(super) struct Found<'a> {
    file: &'a str,
    line: u32,
    /// The event.
    pub(super) event: &'a Event,
}

impl Found<'_> {
    /// A problem with this event.
    pub(super) fn problem(&self, kind: ProblemKind, message: &str) -> Problem {
        Problem::at(self.file, self.line, kind, format!("“{}”: {message}", self.event.id))
    }
}

impl<'a> Archive<'a> {
    /// Adds the events of a shard, and whether these are all of them.
    pub(super) fn add(&mut self, path: &'a str, events: Vec<Located<Event>>, whole: bool) {
        self.shards.push((path, events));
        self.whole &= whole;
    }

    /// All events, in the order of the files.
    pub(super) fn events(&self) -> impl Iterator<Item = Found<'_>> {
        self.shards.iter().flat_map(|(file, events)| {
            events.iter().map(|Located { line, item: event }| Found { file, line: *line, event })
        })
    }

    /// Everything wrong with the events, but for names of entities.
    pub(super) fn problems(&self) -> Vec<Problem> {
        let mut problems = self.own_faults();
        problems.extend(self.out_of_order());
        problems.extend(self.duplicates());
        if self.whole {
            problems.extend(self.dangling());
            problems.extend(self.forgotten_stubs());
        }
        problems
    }

    fn own_faults(&self) -> Vec<Problem> {
        let of = |found: Found<'_>| -> Vec<Problem> {
            event::faults(found.event).into_iter().map(|(kind, message)| found.problem(kind, &message)).collect()
        };
        self.events().flat_map(of).collect()
    }

    fn out_of_order(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        for pair in self.events().collect::<Vec<_>>().windows(2) {
            let [before, after] = pair else { continue };
            let (earlier, later) = (before.event.date, after.event.date);
            if before.file == after.file && earlier > later {
                let message =
                    format!("it is of {later} and comes after an event of {earlier}: oldest first in a shard");
                problems.push(after.problem(ProblemKind::Order, &message));
            }
        }
        problems
    }

    fn duplicates(&self) -> Vec<Problem> {
        let mut first: HashMap<&str, Found<'_>> = HashMap::new();
        let mut problems = Vec::new();
        for found in self.events().filter(|found| !found.event.id.is_empty()) {
            match first.get(found.event.id.as_str()) {
                Some(earlier) => {
                    let message = format!("this id is already that of an event at {}:{}", earlier.file, earlier.line);
                    problems.push(found.problem(ProblemKind::DuplicateId, &message));
                }
                None => drop(first.insert(&found.event.id, found)),
            }
        }
        problems
    }

    fn dangling(&self) -> Vec<Problem> {
        let known: HashSet<&str> = self.events().map(|found| found.event.id.as_str()).collect();
        let of = |found: Found<'_>| -> Vec<Problem> {
            let unknown = found.event.related.iter().filter(|id| !known.contains(id.as_str()));
            unknown
                .map(|id| found.problem(ProblemKind::UnknownName, &format!("no event has the related id “{id}”")))
                .collect()
        };
        self.events().flat_map(of).collect()
    }

    fn forgotten_stubs(&self) -> Vec<Problem> {
        let named: HashSet<&str> = self.events().flat_map(|found| &found.event.related).map(String::as_str).collect();
        self.events()
            .filter(|found| found.event.stub && !named.contains(found.event.id.as_str()))
            .map(|found| {
                found.problem(ProblemKind::Structure, "it is a stub, known from another event only, but none names it")
            })
            .collect()
    }
}
