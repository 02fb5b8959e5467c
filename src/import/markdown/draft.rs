//! An event while pages are still being put together.

use std::collections::HashSet;

use super::log::{FileNumber, Place};
use super::mentions::mentions;
use super::stories::{Prefix, Stories, prefixes};
use crate::model::{Date, Event};

/// An event, and what is needed to complete it.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) event: Event,
    /// Where the event was told first.
    pub(super) place: Place,
    /// Its place on the day page, if that lists it.
    pub(super) rank: usize,
    /// The last day page that listed it.
    pub(super) listed_in: Option<FileNumber>,
    /// Its place among the events read.
    pub(super) sequence: usize,
    entities: HashSet<String>,
}

impl Draft {
    pub(super) fn new(event: Event, place: Place, sequence: usize) -> Self {
        Self { event, place, rank: usize::MAX, listed_in: None, sequence, entities: HashSet::new() }
    }

    /// Adds an entity, unless the event has it.
    pub(super) fn add_entity(&mut self, name: &str) {
        if !self.entities.contains(name) {
            self.entities.insert(name.to_owned());
            self.event.entities.push(name.to_owned());
        }
    }

    /// What events are sorted by.
    pub(super) fn order(&self) -> (Date, usize, usize) {
        (self.event.date, self.rank, self.sequence)
    }

    /// The event, its headline without the name of a story in front, with the entities its headline names.
    pub(super) fn complete(mut self, stories: &Stories) -> Event {
        if let Some((story, headline)) = self.story_in_front(stories) {
            if self.event.story.is_empty() {
                self.event.story.push(story);
            }
            self.event.headline = headline;
        }
        self.event.mentions = mentions(&self.event.headline, &self.event.entities);
        self.event
    }

    /// The story and the rest of a headline such as `Story name: something happens`.
    ///
    /// The name must be the event's own story; where it has none, one that [`Stories`] know.
    /// Anything else in front of a colon (a speaker, a newspaper) stays.
    fn story_in_front(&self, stories: &Stories) -> Option<(String, String)> {
        let found = prefixes(&self.event.headline).find(|prefix| self.may_be_story(*prefix, stories))?;
        Some((found.name.to_owned(), found.headline.to_owned()))
    }

    fn may_be_story(&self, prefix: Prefix<'_>, stories: &Stories) -> bool {
        match self.event.story.as_slice() {
            [] => stories.names(prefix, &self.entities),
            own => own.iter().any(|story| story == prefix.name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::log::Log;
    use super::*;

    fn draft(headline: &str, story: &[&str], entities: &[&str]) -> Draft {
        let mut event = Event::new("2016/1/2/a", Date::new(2016, 1, 2).unwrap(), headline);
        event.story = story.iter().map(|&name| name.to_owned()).collect();
        let place = Place { file: Log::default().begin_file("a.md"), line: 1 };
        let mut draft = Draft::new(event, place, 0);
        entities.iter().for_each(|name| draft.add_entity(name));
        draft
    }

    fn completed(headline: &str, story: &[&str], entities: &[&str]) -> (String, Vec<String>) {
        let stories = Stories::new(HashSet::from(["Known story".to_owned()]));
        let event = draft(headline, story, entities).complete(&stories);
        (event.headline, event.story)
    }

    #[test]
    fn a_story_in_front_of_a_headline_is_taken_as_one() {
        let split = |story: &str| ("A shot is fired.".to_owned(), vec![story.to_owned()]);
        assert_eq!(completed("Unrest:A shot is fired.", &[], &["Unrest"]), split("Unrest"));
        assert_eq!(completed("Unrest： A shot is fired.", &["Unrest"], &[]), split("Unrest"));
        assert_eq!(completed("Known story: A shot is fired.", &[], &[]), split("Known story"));
        assert_eq!(completed("War: part 2: A shot is fired.", &["War: part 2"], &[]), split("War: part 2"));
    }

    #[test]
    fn other_words_before_a_colon_stay() {
        let stays = |headline: &str, story: &[&str], entities: &[&str]| {
            assert_eq!(completed(headline, story, entities).0, headline);
        };
        stays("The Times: a shot is fired", &[], &["Unrest"]);
        stays("Known story: a shot is fired", &["Unrest"], &[]);
        stays("Angela Merkel: no talks", &[], &["Angela Merkel"]);
        stays("Unrest:", &[], &["Unrest"]);
        stays("Unrest at 10:30", &["Unrest"], &["Unrest"]);
        stays("Unrest and more", &["Unrest"], &["Unrest"]);
    }

    #[test]
    fn entities_are_kept_once_in_order() {
        assert_eq!(draft("a", &[], &["B", "A", "B"]).event.entities, ["B", "A"]);
    }
}
