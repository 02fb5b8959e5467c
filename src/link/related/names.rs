//! Entities that a headline names, linked or not.

use crate::model::Event;
use crate::sorting::{sort_by, sort_by_key};

use super::vectors::values;
use super::weights::{COMMON_IN_NAMES_ONE_IN, COMMON_MIN_EVENTS, MOST_NAMES, NAME_WORDS};
use super::{Archive, Property};

/// An entity of the event asked about.
#[derive(Debug)]
pub(super) struct Name {
    pub(super) name: String,
    /// The words that a headline must have to name it, the rarest first, without those that most headlines have; none if it has no
    /// others.
    pub(super) words: Vec<String>,
    /// It is one of the event's entities; otherwise only its name stands in the headline.
    pub(super) is_linked: bool,
    /// The headline names it first.
    pub(super) leads: bool,
}

impl Name {
    /// Whether an event mentions it that has some entities, and some words in its headline; both sorted.
    pub(super) fn is_of(&self, entities: &[String], words: &[String]) -> bool {
        let has = |word: &String| words.binary_search(word).is_ok();
        entities.binary_search(&self.name).is_ok() || (!self.words.is_empty() && self.words.iter().all(has))
    }
}

/// The entities that an event mentions, by name.
pub(super) fn names(archive: &dyn Archive, event: &Event) -> Vec<Name> {
    let mut all = linked(archive, event);
    let mut found = in_prose(archive, &event.headline);
    found.retain(|(_, name)| all.binary_search_by(|(_, _, other)| other.cmp(name)).is_err());
    all.extend(found.into_iter().map(|(place, name)| (place, false, name)));
    // The first of the same name stays.
    sort_by(&mut all, |a, b| a.2.cmp(&b.2).then_with(|| a.0.cmp(&b.0)));
    all.dedup_by(|a, b| a.2 == b.2);
    let first = all.iter().map(|(place, ..)| *place).min().filter(|first| *first < event.headline.len());
    let is_list = all.len() > MOST_NAMES;
    let name = |(place, is_linked, name): (usize, bool, String)| {
        let words = if is_list { Vec::new() } else { telling_words(archive, &name) };
        let leads = Some(place) == first;
        Name { name, words, is_linked, leads }
    };
    all.into_iter().map(name).collect()
}

/// The entities that an event links, by name, and where they stand in the headline: by the words of the link or by name, or behind its
/// end.
fn linked(archive: &dyn Archive, event: &Event) -> Vec<(usize, bool, String)> {
    let place = |text: &str| event.headline.find(text).unwrap_or(event.headline.len());
    let names = values(archive, Property::Entities, event).into_iter();
    let mut linked: Vec<_> = names.map(|name| (place(&name), true, name)).collect();
    for mention in &event.mentions {
        let at = linked.binary_search_by(|(_, _, name)| name.cmp(&mention.entity));
        if let Some((first, ..)) = at.ok().and_then(|at| linked.get_mut(at)) {
            *first = place(&mention.text).min(*first);
        }
    }
    linked
}

/// The words that name an entity, the rarest first: not those that tell it from others of the same name, nor those that most headlines
/// have.
pub(super) fn telling_words(archive: &dyn Archive, name: &str) -> Vec<String> {
    let bare = name.split_once(" (").map_or(name, |(bare, _)| bare);
    let most = COMMON_MIN_EVENTS.max(archive.known() / COMMON_IN_NAMES_ONE_IN);
    let mut words = archive.words(bare);
    let frequency = |word: &String| archive.frequency(Property::Words, word);
    words.retain(|word| frequency(word) as usize <= most);
    sort_by_key(&mut words, frequency);
    words
}

/// The names of entities that stand in a text, and where: the longest, from left to right, that begin with a capital.
fn in_prose(archive: &dyn Archive, text: &str) -> Vec<(usize, String)> {
    let words = words(text);
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(&(start, _)) = words.get(at) {
        let is_name =
            |name: &&str| name.starts_with(char::is_uppercase) && archive.frequency(Property::Entities, name) > 0;
        let longest = (1..=NAME_WORDS).rev().find_map(|count| {
            let (_, end) = words.get(at + count - 1)?;
            text.get(start..*end).filter(is_name).map(|name| (count, name))
        });
        found.extend(longest.map(|(_, name)| (start, name.to_owned())));
        at += longest.map_or(1, |(count, _)| count);
    }
    found
}

/// Where the words of a text begin and end.
fn words(text: &str) -> Vec<(usize, usize)> {
    let mut words = Vec::new();
    let mut rest = 0;
    for word in text.split(|letter: char| !letter.is_alphanumeric()) {
        let start = rest;
        rest += word.len();
        if !word.is_empty() {
            words.push((start, rest));
        }
        rest += text.get(rest..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    }
    words
}
