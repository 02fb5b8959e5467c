//! Rules of the table of entities, and of the names that events use.

use std::collections::{HashMap, HashSet};

use super::super::items::Located;
use super::archive::Archive;
use crate::model::{Entity, Event, Problem, ProblemKind};

/// What is wrong with the table, taken by itself.
pub(super) fn table_problems(file: &str, table: &[Located<Entity>]) -> Vec<Problem> {
    let mut problems: Vec<Problem> = table.iter().flat_map(|entity| entity_problems(file, entity)).collect();
    let mut seen = HashSet::new();
    for (position, Located { line, item }) in table.iter().enumerate() {
        let before = position.checked_sub(1).and_then(|before| table.get(before));
        if !seen.insert(item.name.as_str()) {
            let message = format!("the entity “{}” stands in the table twice", item.name);
            problems.push(Problem::at(file, *line, ProblemKind::DuplicateName, message));
        } else if let Some(before) = before.filter(|before| before.item.name > item.name) {
            let message = format!("“{}” comes after “{}”: the table is sorted by name", item.name, before.item.name);
            problems.push(Problem::at(file, *line, ProblemKind::Order, message));
        }
    }
    problems
}

fn entity_problems(file: &str, Located { line, item }: &Located<Entity>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut add = |kind, message: String| problems.push(Problem::at(file, *line, kind, message));
    if item.name.is_empty() {
        add(ProblemKind::MissingId, "an entity has no name".to_owned());
    }
    if item.aliases.iter().any(|alias| alias.name.is_empty()) {
        add(ProblemKind::MissingId, format!("“{}” has an alias without a name", item.name));
    }
    if !item.aliases.is_sorted_by_key(|alias| &alias.name) {
        add(ProblemKind::Order, format!("the aliases of “{}” are not sorted by name", item.name));
    }
    problems
}

/// Names that events use and the table does not have. Only where the table was read whole.
pub(super) fn name_problems(table: &[Located<Entity>], archive: &Archive<'_>) -> Vec<Problem> {
    let known: HashSet<&str> = table.iter().map(|entity| entity.item.name.as_str()).collect();
    let mut problems = Vec::new();
    for found in archive.events() {
        let mut told = HashSet::new();
        for name in names(found.event).filter(|name| !known.contains(name)) {
            if told.insert(name) {
                let message = format!("the entity “{name}” is not in the table of entities");
                problems.push(found.problem(ProblemKind::UnknownName, &message));
            }
        }
    }
    problems
}

/// Counts of the table that are not those of the events. Only where all events were read.
pub(super) fn count_problems(file: &str, table: &[Located<Entity>], archive: &Archive<'_>) -> Vec<Problem> {
    if !archive.whole {
        return Vec::new();
    }
    let mut counts: HashMap<&str, u32> = HashMap::new();
    for found in archive.events() {
        for name in names(found.event).collect::<HashSet<_>>() {
            *counts.entry(name).or_default() += 1;
        }
    }
    let mut problems = Vec::new();
    for Located { line, item } in table {
        let count = counts.get(item.name.as_str()).copied().unwrap_or_default();
        if count != item.events {
            let message = format!("“{}”: “events” is {} in the table, but {count} mention it", item.name, item.events);
            problems.push(Problem::at(file, *line, ProblemKind::Count, message));
        }
    }
    problems
}

/// The names an event uses, some of them twice.
fn names(event: &Event) -> impl Iterator<Item = &str> {
    event.entities.iter().chain(event.mentions.iter().map(|mention| &mention.entity)).map(String::as_str)
}
