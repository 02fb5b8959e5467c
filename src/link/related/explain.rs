//! What is said of a connection.

use crate::model::Event;
use crate::protocol::{PartKind, Related, ScorePart};
use crate::sorting::sort_by_key;

use super::Property;
use super::rank::{Asked, Found};
use super::vectors::{values, weight};

/// The most shared words that are named: more do not explain a link any better.
const WORDS_SHOWN: usize = 5;

impl Asked<'_> {
    pub(super) fn explain(&self, found: &Found, with_parts: bool) -> Related {
        let (candidate, other) = (&found.candidate, &found.event);
        let stories = self.shared_stories(other);
        let context = self.shared_names(other);
        let is_explained = !context.is_empty() || !stories.is_empty();
        let mut words = if is_explained { Vec::new() } else { self.shared_words(other) };
        words.truncate(WORDS_SHOWN);
        Related {
            id: other.id.clone(),
            date: other.date,
            headline: other.headline.clone(),
            category: other.category.clone().filter(|category| !category.trim().is_empty()),
            stub: other.stub,
            score: candidate.score,
            given: candidate.given,
            context,
            stories,
            words,
            parts: if with_parts { self.score_parts(found) } else { Vec::new() },
        }
    }

    /// What the score of an event is the sum of.
    fn score_parts(&self, found: &Found) -> Vec<ScorePart> {
        let Found { candidate, parts, event } = found;
        let prose = parts.entities * self.share_in_prose(event);
        let parts = [
            (PartKind::Entities, parts.entities - prose),
            (PartKind::Prose, prose),
            (PartKind::Words, parts.words),
            (PartKind::FirstWords, parts.begins),
            (PartKind::Lead, parts.has_lead + parts.leads),
            (PartKind::Category, parts.category),
            (PartKind::Time, self.time(candidate.apart)),
            (PartKind::Stories, parts.stories),
            (PartKind::Given, if candidate.given { self.weights.given } else { 0.0 }),
        ];
        parts.into_iter().filter(|(_, score)| *score != 0.0).map(|(kind, score)| ScorePart { kind, score }).collect()
    }

    /// How much of what entities give is due to those that one of the two names without a link.
    fn share_in_prose(&self, other: &Event) -> f32 {
        let [entities, words] =
            [Property::Entities, Property::Words].map(|property| values(self.archive, property, other));
        let (mut all, mut prose) = (0.0, 0.0);
        for name in self.names.iter().filter(|name| name.is_of(&entities, &words)) {
            let links = [name.is_linked, entities.binary_search(&name.name).is_ok()];
            let shares = links.map(|is_linked| if is_linked { 1.0 } else { self.weights.prose });
            let product = shares.iter().product::<f32>() * self.square(Property::Entities, &name.name);
            all += product;
            prose += if links == [true; 2] { 0.0 } else { product };
        }
        if all > 0.0 { prose / all } else { 0.0 }
    }

    /// The entities that both mention, the rarest first.
    fn shared_names(&self, other: &Event) -> Vec<String> {
        let [entities, words] =
            [Property::Entities, Property::Words].map(|property| values(self.archive, property, other));
        let shared = self.names.iter().filter(|name| name.is_of(&entities, &words)).map(|name| name.name.clone());
        self.rarest_first(Property::Entities, shared.collect())
    }

    /// The words of both headlines that made the two connected, the rarest first.
    fn shared_words(&self, other: &Event) -> Vec<String> {
        let mut shared = self.shared(Property::Words, other);
        let frequency = |word: &String| self.archive.frequency(Property::Words, word);
        shared.retain(|word| weight(Property::Words, frequency(word), self.archive.known()) > 0.0);
        self.rarest_first(Property::Words, shared)
    }

    /// Sorts values that are sorted by name: those of the same frequency stay so.
    fn rarest_first(&self, property: Property, mut values: Vec<String>) -> Vec<String> {
        sort_by_key(&mut values, |value| self.archive.frequency(property, value));
        values
    }

    /// The shared stories, the innermost of the event asked about first.
    fn shared_stories(&self, other: &Event) -> Vec<String> {
        let sorted = self.shared(Property::Stories, other);
        let places = self.event.story.iter().filter_map(|story| sorted.binary_search(story).ok());
        let mut is_new = vec![true; sorted.len()];
        let mut stories: Vec<String> = Vec::new();
        for place in places {
            let new = is_new.get_mut(place).is_some_and(std::mem::take);
            stories.extend(sorted.get(place).filter(|_| new).cloned());
        }
        stories.reverse();
        stories
    }

    /// The values that the event shares with another, sorted.
    fn shared(&self, property: Property, other: &Event) -> Vec<String> {
        let ours = self.values(property);
        let mut shared = values(self.archive, property, other);
        shared.retain(|value| ours.binary_search(value).is_ok());
        shared
    }
}
