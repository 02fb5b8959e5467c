//! Putting together what the readers of several formats found.
//!
//! Each reader keeps its ids unique. Two formats may tell of the same event, or give one id to two events.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::{Format, Import};
use crate::model::{Event, Problem, ProblemKind};

/// Puts imports together, in the order given. Ids stay unique: an event that an earlier import has is left out, another
/// event under the same id gets a number at its end. Links within an import follow. Linear in the number of events.
pub(super) fn merge(imports: impl IntoIterator<Item = (Format, Import)>) -> Import {
    let mut merged = Merged::default();
    for (format, import) in imports {
        merged.add(format, import);
    }
    // Stable: within a day the order is that of the imports.
    merged.import.events.sort_by_key(|event| event.date);
    merged.import
}

#[derive(Default)]
struct Merged {
    import: Import,
    /// The place of every id in the import.
    places: HashMap<String, usize>,
    /// The last number that was put at the end of an id.
    numbers: HashMap<String, u32>,
}

impl Merged {
    fn add(&mut self, format: Format, import: Import) {
        let begin = self.import.events.len();
        let mut renamed = HashMap::new();
        for event in import.events {
            let id = event.id.clone();
            if let Some(new) = self.add_event(format, event) {
                renamed.entry(id).or_insert(new);
            }
        }
        let added = self.import.events.iter_mut().skip(begin);
        for id in added.flat_map(|event| &mut event.related) {
            if let Some(new) = renamed.get(id) {
                id.clone_from(new);
            }
        }
        self.import.problems.extend(import.problems);
        self.import.skipped += import.skipped;
    }

    /// Adds an event, and returns its new id if it needs one.
    fn add_event(&mut self, format: Format, mut event: Event) -> Option<String> {
        let Some(known) = self.places.get(&event.id).and_then(|place| self.import.events.get_mut(*place)) else {
            self.places.insert(event.id.clone(), self.import.events.len());
            self.import.events.push(event);
            return None;
        };
        if known.date == event.date && known.headline == event.headline {
            let message = self.same(format, event);
            self.note(format, ProblemKind::DuplicateEvent, message);
            self.import.skipped += 1;
            return None;
        }
        let id = self.free_id(&event.id);
        let message = format!("“{}” is already the id of another event: this one becomes “{id}”", event.id);
        self.note(format, ProblemKind::DuplicateId, message);
        event.id.clone_from(&id);
        self.places.insert(id.clone(), self.import.events.len());
        self.import.events.push(event);
        Some(id)
    }

    /// Keeps the fuller one of two tellings of an event: a stub is only known by name.
    fn same(&mut self, format: Format, event: Event) -> String {
        let message = format!("“{}” was read already: the {} one is left out", event.id, format.name());
        let known = self.places.get(&event.id).and_then(|place| self.import.events.get_mut(*place));
        match known {
            Some(known) if known.stub && !event.stub => {
                let message = format!("“{}” was known by name only: the {} one replaces it", event.id, format.name());
                *known = event;
                message
            }
            _ => message,
        }
    }

    fn free_id(&mut self, id: &str) -> String {
        let number = match self.numbers.entry(id.to_owned()) {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => entry.insert(1),
        };
        loop {
            *number += 1;
            let free = format!("{id}-{number}");
            if !self.places.contains_key(&free) {
                return free;
            }
        }
    }

    /// An event no longer knows its file, so the problem names the format.
    fn note(&mut self, format: Format, kind: ProblemKind, message: String) {
        self.import.problems.push(Problem::in_file(format.name(), kind, message));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(id: &str, date: &str, headline: &str) -> Event {
        Event::new(id, date.parse().unwrap(), headline)
    }

    fn import(events: Vec<Event>) -> Import {
        Import { events, ..Import::default() }
    }

    fn merged(markdown: Vec<Event>, wikitext: Vec<Event>) -> Import {
        merge([(Format::Markdown, import(markdown)), (Format::Wikitext, import(wikitext))])
    }

    fn ids(import: &Import) -> Vec<&str> {
        import.events.iter().map(|event| event.id.as_str()).collect()
    }

    #[test]
    fn days_come_in_order_and_formats_within_a_day() {
        let markdown = vec![event("a", "2016-12-04", "A"), event("b", "2016-12-06", "B")];
        let wikitext = vec![event("c", "2016-12-03", "C"), event("d", "2016-12-04", "D")];
        let import = merged(markdown, wikitext);
        assert_eq!(ids(&import), ["c", "a", "d", "b"]);
        assert!(import.problems.is_empty());
    }

    #[test]
    fn an_event_told_twice_counts_once() {
        let import = merged(vec![event("a", "2016-12-04", "A")], vec![event("a", "2016-12-04", "A")]);
        assert_eq!((ids(&import), import.skipped), (vec!["a"], 1));
        assert_eq!(import.problems[0].kind, ProblemKind::DuplicateEvent);
    }

    #[test]
    fn a_stub_gives_way_to_its_event() {
        let mut stub = event("a", "2016-12-04", "A");
        stub.stub = true;
        let import = merged(vec![stub], vec![event("a", "2016-12-04", "A")]);
        assert_eq!(ids(&import), ["a"]);
        assert!(!import.events[0].stub);
    }

    #[test]
    fn another_event_gets_another_id_and_links_follow() {
        let mut linking = event("b", "2016-12-05", "B");
        linking.related = vec!["a".into(), "x".into()];
        let markdown = vec![event("a", "2016-12-04", "A"), event("a-2", "2016-12-04", "A, too")];
        let import = merged(markdown, vec![event("a", "2016-12-04", "Other"), linking]);
        assert_eq!(ids(&import), ["a", "a-2", "a-3", "b"]);
        assert_eq!(import.events[3].related, ["a-3", "x"]);
        assert_eq!((import.problems[0].kind, import.skipped), (ProblemKind::DuplicateId, 0));
    }
}
