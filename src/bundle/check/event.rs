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
    faults.extend(unlisted(event));
    faults.extend(related(event));
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

/// Entities of mentions that are not among the event's: readers count and filter by those alone.
fn unlisted(event: &Event) -> Vec<Fault> {
    let mut seen: HashSet<&str> = event.entities.iter().map(String::as_str).collect();
    let names = event.mentions.iter().map(|mention| mention.entity.as_str()).filter(|name| seen.insert(name));
    let message = |name| format!("the entity “{name}” is mentioned but not among its “entities”");
    names.map(|name| (ProblemKind::UnknownName, message(name))).collect()
}

fn related(event: &Event) -> Vec<Fault> {
    let mut faults = Vec::new();
    let (mut once, mut twice) = (HashSet::new(), HashSet::new());
    for id in event.related.iter().map(String::as_str) {
        if !once.insert(id) && twice.insert(id) {
            faults.push((ProblemKind::DuplicateId, format!("the related id “{id}” is given twice")));
        }
    }
    if once.contains(event.id.as_str()) {
        faults.push((ProblemKind::Structure, "it is said to be related to itself".to_owned()));
    }
    faults
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
