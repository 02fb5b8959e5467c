//! How an archive uses its names: the evidence that the rules weigh.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use super::Merge;
use super::acronyms;
use crate::link::fold::richness;
use crate::model::{AliasOrigin, Date, Event};

/// The names of an archive, each with its use.
#[derive(Debug, Default)]
pub(super) struct Survey<'a> {
    /// Every name in `entities`, sorted by name.
    pub(super) names: Vec<Name<'a>>,
    /// For link texts in the form of an acronym, how often each entity is meant.
    pub(super) acronym_targets: BTreeMap<&'a str, BTreeMap<&'a str, u32>>,
}

/// A name and its use.
#[derive(Clone, Copy, Debug)]
pub(super) struct Name<'a> {
    pub(super) text: &'a str,
    /// The number of events about it.
    pub(super) events: u32,
    /// The days of the earliest and the latest of them.
    pub(super) first: Date,
    pub(super) last: Date,
    /// Whether some link text for it has no capital (“cold war”).
    pub(super) used_as_word: bool,
    /// Whether some link text for it has a capital (“Cold War”).
    pub(super) used_as_name: bool,
}

impl<'a> Survey<'a> {
    /// Surveys tidy events.
    pub(super) fn of(events: &'a [Event]) -> Self {
        let mut names = HashMap::new();
        let mut survey = Self::default();
        for event in events {
            event.entities.iter().for_each(|name| note_event(&mut names, name, event.date));
            for mention in &event.mentions {
                note_link_text(&mut names, &mention.entity, &mention.text);
                survey.note_acronym(&mention.text, &mention.entity);
            }
        }
        survey.names = names.into_values().collect();
        survey.names.sort_by_key(|name| name.text);
        survey
    }

    fn note_acronym(&mut self, text: &'a str, entity: &'a str) {
        if acronyms::is_acronym(text) {
            *self.acronym_targets.entry(text).or_default().entry(entity).or_default() += 1;
        }
    }
}

fn note_event<'a>(names: &mut HashMap<&'a str, Name<'a>>, text: &'a str, date: Date) {
    let new = Name { text, events: 0, first: date, last: date, used_as_word: false, used_as_name: false };
    let name = names.entry(text).or_insert(new);
    name.events += 1;
    name.first = name.first.min(date);
    name.last = name.last.max(date);
}

fn note_link_text(names: &mut HashMap<&str, Name<'_>>, entity: &str, text: &str) {
    if let Some(name) = names.get_mut(entity) {
        let capital = text.chars().any(char::is_uppercase);
        name.used_as_name |= capital;
        name.used_as_word |= !capital;
    }
}

/// Merges names that mean the same into the one used most; among equals the one whose spelling tells most. Underscores
/// are how machines write a title: such a name stays only where there is no other.
pub(super) fn merge_all(same: &[Name<'_>]) -> Vec<Merge> {
    let rank = |name: &Name<'_>| (name.text.contains('_'), Reverse(name.events), Reverse(richness(name.text)));
    let Some(into) = same.iter().min_by(|a, b| rank(a).cmp(&rank(b)).then_with(|| a.text.cmp(b.text))) else {
        return Vec::new();
    };
    let others = same.iter().filter(|name| name.text != into.text);
    others
        .map(|name| Merge { from: name.text.to_owned(), into: into.text.to_owned(), origin: AliasOrigin::Title })
        .collect()
}
