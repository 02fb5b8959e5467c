//! Rules of one event.

use std::collections::HashSet;

use super::super::reader::source_is_safe;
use crate::model::{Event, Mention, ProblemKind};

/// A broken rule: its kind, and a sentence without the event's id.
pub(super) type Fault = (ProblemKind, String);

/// What is wrong with an event, taken by itself.
pub(super) fn faults(event: &Event) -> Vec<Fault> {
    let mut faults = words(event);
    faults.extend(sources(event));
    faults.extend(mentions(event));
    faults.extend(entities(event));
    faults.extend(stub(event));
    faults
}

fn words(event: &Event) -> Vec<Fault> {
    let mut faults = Vec::new();
    if event.id.is_empty() {
        faults.push((ProblemKind::MissingId, "its id is empty".to_owned()));
    }
    if event.headline.trim().is_empty() {
        faults.push((ProblemKind::MissingHeadline, "its headline is empty".to_owned()));
    }
    if event.story.iter().any(|story| story.trim().is_empty()) {
        faults.push((ProblemKind::Structure, "a story has no name".to_owned()));
    }
    faults
}

fn sources(event: &Event) -> Vec<Fault> {
    let unsafe_sources = event.sources.iter().filter(|source| !source_is_safe(&source.url));
    unsafe_sources
        .map(|source| (ProblemKind::UnsafeUrl, format!("the source's address “{}” is not a web address", source.url)))
        .collect()
}

fn mentions(event: &Event) -> Vec<Fault> {
    let stands = |text: &str| {
        event.headline.contains(text) || event.description.as_ref().is_some_and(|words| words.contains(text))
    };
    let fault = |Mention { text, entity }: &Mention| {
        let message = match text.as_str() {
            "" => format!("a mention of “{entity}” has no words"),
            _ => format!("“{text}”, said to mean “{entity}”, is not in the headline or description"),
        };
        (ProblemKind::Mention, message)
    };
    event.mentions.iter().filter(|m| m.text.is_empty() || !stands(&m.text)).map(fault).collect()
}

fn entities(event: &Event) -> Vec<Fault> {
    let mut seen = HashSet::new();
    let again = event.entities.iter().filter(|name| !seen.insert(name.as_str()));
    again.map(|name| (ProblemKind::DuplicateName, format!("the entity “{name}” is given twice"))).collect()
}

fn stub(event: &Event) -> Option<Fault> {
    let has = match (&event.description, event.sources.is_empty()) {
        _ if !event.stub => return None,
        (Some(_), _) => "a description",
        (None, false) => "sources",
        (None, true) => return None,
    };
    Some((ProblemKind::Structure, format!("it is a stub, known from another event only, and yet has {has}")))
}
