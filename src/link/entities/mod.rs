//! One canonical entity for its many names.
//!
//! A [`Rule`] looks at how an archive uses its names ([`Survey`]) and proposes merges; [`resolve`] carries them out and
//! asks again, because a merge can be evidence for another. Names are merged only on evidence: two entities under one
//! name mislead the reader, two names of one entity are merely a loss.

mod acronyms;
mod anchors;
mod survey;
mod titles;
mod wording;
mod years;

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::model::{Alias, AliasOrigin, Entity, Event, Mention};
use survey::Survey;

/// Proposes merges of names. No name may be both merged and merged into by one call.
type Rule = fn(&Survey<'_>) -> Vec<Merge>;

/// The rules, surest first: each works on the names that those before it have left.
const RULES: [Rule; 3] = [titles::merges, years::merges, acronyms::merges];

/// The most times that an archive is searched for further merges. Real archives need one for each rule and a last one;
/// the limit keeps hostile input from making each merge wait for another.
const MAX_ROUNDS: usize = 32;

/// A name that means the same as another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Merge {
    /// The name that becomes an alias.
    from: String,
    /// The name that stays.
    into: String,
    /// The evidence.
    origin: AliasOrigin,
}

/// Gives every entity one canonical name in all events (`entities`, `mentions`), and returns the table of entities
/// with their aliases and counts, sorted by name.
///
/// Afterwards each event's `entities` are without duplicates, in order of appearance, and contain the entities of its
/// mentions. Blank names are no entities and are left out. The result does not depend on the order of the events, and
/// resolving again changes no event.
///
/// Cost: linear in the size of the events, but for sorting the names.
pub fn resolve(events: &mut [Event]) -> Vec<Entity> {
    events.iter_mut().for_each(tidy);
    let mut aliases = BTreeMap::new();
    for _ in 0..MAX_ROUNDS {
        let Some(merges) = next_merges(events) else { break };
        rename(events, &merges);
        record(&mut aliases, merges);
    }
    table(events, aliases)
}

/// What the first rule that finds anything finds.
fn next_merges(events: &[Event]) -> Option<Vec<Merge>> {
    let survey = Survey::of(events);
    RULES.iter().map(|rule| rule(&survey)).find(|merges| !merges.is_empty())
}

/// Makes `entities` complete, without duplicates and without blank names.
fn tidy(event: &mut Event) {
    event.mentions.retain(|mention| !mention.entity.trim().is_empty());
    let mentioned = event.mentions.iter().map(|Mention { entity, .. }| entity.clone());
    event.entities.extend(mentioned);
    event.entities.retain(|name| !name.trim().is_empty());
    without_duplicates(&mut event.entities);
}

/// Keeps the first of each name.
fn without_duplicates(names: &mut Vec<String>) {
    let mut seen = HashSet::new();
    let first: Vec<bool> = names.iter().map(|name| seen.insert(name.as_str())).collect();
    drop(seen);
    let mut first = first.into_iter();
    names.retain(|_| first.next().unwrap_or(false));
}

fn rename(events: &mut [Event], merges: &[Merge]) {
    let canonical: HashMap<&str, &str> = merges.iter().map(|m| (m.from.as_str(), m.into.as_str())).collect();
    let update = |name: &mut String| {
        if let Some(&into) = canonical.get(name.as_str()) {
            into.clone_into(name);
        }
    };
    for event in events {
        event.mentions.iter_mut().for_each(|mention| update(&mut mention.entity));
        event.entities.iter_mut().for_each(update);
        without_duplicates(&mut event.entities);
    }
}

/// Adds merges to the aliases found so far, by canonical name; a name that was canonical takes its aliases along.
fn record(aliases: &mut BTreeMap<String, Vec<Alias>>, merges: Vec<Merge>) {
    for Merge { from, into, origin } in merges {
        let taken_along = aliases.remove(&from).unwrap_or_default();
        let list = aliases.entry(into).or_default();
        list.extend(taken_along);
        list.push(Alias { name: from, origin });
    }
}

/// The entities of the events, with the aliases of merges and of link texts.
fn table(events: &[Event], mut aliases: BTreeMap<String, Vec<Alias>>) -> Vec<Entity> {
    for (name, alias) in anchors::aliases(events, &aliases) {
        aliases.entry(name).or_default().push(alias);
    }
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for name in events.iter().flat_map(|event| &event.entities) {
        *counts.entry(name).or_default() += 1;
    }
    let entity = |(name, events): (&str, u32)| {
        let mut aliases = aliases.remove(name).unwrap_or_default();
        aliases.sort();
        Entity { name: name.to_owned(), aliases, kind: None, events }
    };
    counts.into_iter().map(entity).collect()
}
