//! Which events are connected to one, and how strongly.

use std::cmp::Ordering;

use crate::model::Event;
use crate::sorting::sort_by;

use super::vectors::{Lengths, values, weight};
use super::weights::{
    ENTITY_WEIGHT, GIVEN_WEIGHT, MOST_TIES, RELATED_HALF_LIFE_DAYS, STORY_WEIGHT, STORY_WEIGHT_MAX, WORD_WEIGHT,
};
use super::{Archive, Property};

/// The event asked about.
pub(super) struct Asked<'a> {
    pub(super) archive: &'a dyn Archive,
    pub(super) event: &'a Event,
    pub(super) hide_stories: bool,
    number: u32,
    day: i32,
    entities: Vec<String>,
    stories: Vec<String>,
    words: Vec<String>,
}

/// A connected event.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    number: u32,
    day: i32,
    /// Days between the two events.
    apart: u32,
    pub(super) score: f32,
    pub(super) given: bool,
}

/// What connects an event with the one asked about.
#[derive(Clone, Copy, Debug)]
struct Parts {
    number: u32,
    /// Weighted cosines of entities and words.
    content: f32,
    /// Weight of shared stories.
    story: f32,
    given: bool,
}

impl<'a> Asked<'a> {
    pub(super) fn new(archive: &'a dyn Archive, number: u32, event: &'a Event, hide_stories: bool) -> Self {
        let [entities, stories, words] =
            [Property::Entities, Property::Stories, Property::Words].map(|property| values(archive, property, event));
        let day = event.date.day_number();
        Self { archive, event, hide_stories, number, day, entities, stories, words }
    }

    /// Its values, sorted, each once.
    pub(super) fn values(&self, property: Property) -> &[String] {
        match property {
            Property::Entities => &self.entities,
            Property::Stories => &self.stories,
            Property::Words => &self.words,
        }
    }

    /// The strongest connections, best first, at most `limit`.
    pub(super) fn best(&self, lengths: &Lengths, limit: usize) -> Vec<(Candidate, Event)> {
        let candidates = self.candidates(lengths, limit).into_iter();
        let with_event = |candidate: Candidate| Some((candidate, self.archive.event(candidate.number)?));
        let mut found: Vec<(Candidate, Event)> = candidates.filter_map(with_event).collect();
        sort_by(&mut found, |a, b| a.0.compare(&b.0).then_with(|| a.1.id.cmp(&b.1.id)));
        found.truncate(limit);
        found
    }

    /// The strongest connections, best first, at most `limit`, and those that tie with the last of them.
    ///
    /// Adds up the parts of all events in dense arrays. Over 150,000 events that takes less than a millisecond on average, so
    /// there is nothing to be gained by narrowing down to candidates through rare values first, and nothing is missed.
    fn candidates(&self, lengths: &Lengths, limit: usize) -> Vec<Candidate> {
        let mut content = vec![0.0; self.archive.total()];
        self.add_cosine(&mut content, lengths, Property::Entities, ENTITY_WEIGHT);
        self.add_cosine(&mut content, lengths, Property::Words, WORD_WEIGHT);
        let mut stories = vec![0.0; self.archive.total()];
        if !self.hide_stories {
            self.add_stories(&mut stories);
        }
        let mut given = self.archive.given(self.event);
        sort_by(&mut given, Ord::cmp);
        let mut best = Best::new(limit);
        for ((number, &content), &story) in (0..).zip(&content).zip(&stories) {
            let given = given.binary_search(&number).is_ok();
            let is_connected = given || content + story > 0.0;
            if is_connected && number != self.number {
                best.offer(self, &Parts { number, content, story, given });
            }
        }
        best.finish()
    }

    /// Adds to each event the cosine of its values with those of this one.
    fn add_cosine(&self, scores: &mut [f32], lengths: &Lengths, property: Property, factor: f32) {
        let weigh = |value: &String| weight(property, self.archive.frequency(property, value), self.archive.known());
        let squares: Vec<f32> = self.values(property).iter().map(|value| weigh(value).powi(2)).collect();
        let length = squares.iter().sum::<f32>().sqrt();
        for (value, square) in self.values(property).iter().zip(squares).filter(|(_, square)| *square > 0.0) {
            self.archive.for_each_with(property, value, &mut |other| {
                if let Some(score) = scores.get_mut(other as usize) {
                    *score += factor * square / (length * lengths.get(property, other));
                }
            });
        }
    }

    /// Adds to each event the weight of the stories that it shares with this one.
    fn add_stories(&self, scores: &mut [f32]) {
        let weigh = |frequency| weight(Property::Stories, frequency, self.archive.known());
        for story in &self.stories {
            let weight = STORY_WEIGHT * weigh(self.archive.frequency(Property::Stories, story)) / weigh(1);
            self.archive.for_each_with(Property::Stories, story, &mut |other| {
                if let Some(score) = scores.get_mut(other as usize) {
                    *score = (*score + weight).min(STORY_WEIGHT_MAX);
                }
            });
        }
    }
}

impl Parts {
    /// The score of two events on the same day: no pair scores more.
    fn bound(&self) -> f32 {
        self.content + self.story + if self.given { GIVEN_WEIGHT } else { 0.0 }
    }

    fn candidate(&self, asked: &Asked<'_>) -> Candidate {
        let day = asked.archive.day(self.number);
        let apart = day.abs_diff(asked.day);
        let fresh = (-(apart as f32) / RELATED_HALF_LIFE_DAYS).exp2();
        let score = Self { content: self.content * fresh, ..*self }.bound();
        Candidate { number: self.number, day, apart, score, given: self.given }
    }
}

impl Candidate {
    /// By score; then nearer in time, then newer.
    fn compare(&self, other: &Self) -> Ordering {
        let by_score = other.score.total_cmp(&self.score);
        by_score.then_with(|| self.apart.cmp(&other.apart)).then_with(|| other.day.cmp(&self.day))
    }

    fn compare_all(&self, other: &Self) -> Ordering {
        self.compare(other).then_with(|| self.number.cmp(&other.number))
    }
}

/// Keeps the best of many candidates. Most are turned away by a look at their bound.
#[derive(Debug)]
struct Best {
    limit: usize,
    found: Vec<Candidate>,
    /// What the last of those candidates scored that are kept: nothing below it is wanted any more.
    floor: f32,
}

impl Best {
    /// How many candidates come together, beyond those kept, before the worse are dropped.
    const SLACK: usize = 256;

    fn new(limit: usize) -> Self {
        Self { limit, found: Vec::new(), floor: 0.0 }
    }

    /// How many are kept.
    fn room(&self) -> usize {
        self.limit.saturating_add(MOST_TIES)
    }

    fn offer(&mut self, asked: &Asked<'_>, parts: &Parts) {
        if parts.bound() < self.floor {
            return;
        }
        self.found.push(parts.candidate(asked));
        if self.found.len() >= self.room().saturating_add(Self::SLACK) {
            self.drop_worse();
        }
    }

    fn drop_worse(&mut self) {
        let last = self.room() - 1;
        if last < self.found.len() {
            sort_by(&mut self.found, Candidate::compare_all);
            self.floor = self.found.get(last).map_or(0.0, |worst| worst.score);
            self.found.truncate(self.room());
        }
    }

    fn finish(mut self) -> Vec<Candidate> {
        self.drop_worse();
        sort_by(&mut self.found, Candidate::compare_all);
        let last = self.limit.checked_sub(1).and_then(|last| self.found.get(last)).copied();
        let ties = |other: &Candidate| last.is_some_and(|last| last.compare(other) == Ordering::Equal);
        let beyond = self.found.iter().skip(self.limit).take_while(|other| ties(other)).count();
        self.found.truncate(self.limit.saturating_add(beyond));
        self.found
    }
}
