//! Which events are connected to one, and how strongly.

use std::cmp::Ordering;

use crate::model::Event;
use crate::protocol::{Direction, RelatedRequest};
use crate::sorting::sort_by;

use super::names::{Name, names};
use super::vectors::{Lengths, values, weight};
use super::weights::{BEGIN_HALF_WORDS, LEAD_WORDS, MOST_TIES, Weights};
use super::{Archive, Property};

/// The event asked about.
pub(super) struct Asked<'a> {
    pub(super) archive: &'a dyn Archive,
    pub(super) event: &'a Event,
    pub(super) request: &'a RelatedRequest,
    pub(super) weights: &'a Weights,
    number: u32,
    day: i32,
    pub(super) names: Vec<Name>,
    /// Of these, none if no attention is paid to them.
    stories: Vec<String>,
    words: Vec<String>,
}

/// A connected event, and what its score is made of.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) candidate: Candidate,
    pub(super) parts: Parts,
    pub(super) event: Event,
}

/// A connected event.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    number: u32,
    day: i32,
    /// Days between the two events.
    pub(super) apart: u32,
    pub(super) score: f32,
    pub(super) given: bool,
}

/// What connects an event with the one asked about, but for days and links of the source.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Parts {
    /// The product of the vectors of entities, then their weighted cosine.
    pub(super) entities: f32,
    /// The square of the length that names in prose add to the vector of the event.
    prose: f32,
    /// The last name that it was seen to have, counted from 1.
    seen: u32,
    /// The weighted cosine of words.
    pub(super) words: f32,
    /// How far headlines begin with the same words.
    pub(super) begins: f32,
    /// Weights of the entities that headlines begin with.
    pub(super) has_lead: f32,
    pub(super) leads: f32,
    pub(super) category: f32,
    pub(super) stories: f32,
}

impl<'a> Asked<'a> {
    pub(super) fn new(
        archive: &'a dyn Archive,
        number: u32,
        event: &'a Event,
        request: &'a RelatedRequest,
        weights: &'a Weights,
    ) -> Self {
        let values = |property, ignored| if ignored { Vec::new() } else { values(archive, property, event) };
        let stories = values(Property::Stories, request.hide_stories);
        let words = values(Property::Words, request.ignore_words);
        let (names, day) = (names(archive, event), event.date.day_number());
        Self { archive, event, request, weights, number, day, names, stories, words }
    }

    /// Its stories or words, sorted, each once.
    pub(super) fn values(&self, property: Property) -> &[String] {
        if property == Property::Words { &self.words } else { &self.stories }
    }

    /// The strongest connections, best first, at most `limit`.
    pub(super) fn best(&self, lengths: &Lengths, limit: usize) -> Vec<Found> {
        let parts = self.parts(lengths);
        let with_event = |candidate: Candidate| {
            let event = self.archive.event(candidate.number)?;
            let parts = parts.get(candidate.number as usize).copied().unwrap_or_default();
            Some(Found { candidate, parts, event })
        };
        let mut found: Vec<Found> = self.candidates(&parts, limit).into_iter().filter_map(with_event).collect();
        sort_by(&mut found, |a, b| a.candidate.compare(&b.candidate).then_with(|| a.event.id.cmp(&b.event.id)));
        found.truncate(limit);
        found
    }

    /// The parts of all events.
    ///
    /// Adds them up in a dense array: there is little to be gained by narrowing down to candidates through rare values first, and
    /// nothing is missed.
    fn parts(&self, lengths: &Lengths) -> Vec<Parts> {
        let mut parts = vec![Parts::default(); self.archive.total()];
        self.add_entities(&mut parts, lengths);
        self.add_words(&mut parts, lengths);
        self.add_category(&mut parts);
        self.add_stories(&mut parts);
        parts
    }

    /// The strongest connections, best first, at most `limit`, and those that tie with the last of them.
    fn candidates(&self, parts: &[Parts], limit: usize) -> Vec<Candidate> {
        let mut given = self.archive.given(self.event);
        sort_by(&mut given, Ord::cmp);
        let wanted = self.wanted();
        let mut best = Best::new(limit);
        for (number, parts) in (0..).zip(parts) {
            let given = given.binary_search(&number).is_ok();
            if (given || parts.connect()) && number != self.number && wanted.has(number) {
                best.offer(self, number, parts.sum() + if given { self.weights.given } else { 0.0 }, given);
            }
        }
        best.finish()
    }

    /// The weight of a value in a vector, squared.
    pub(super) fn square(&self, property: Property, value: &str) -> f32 {
        weight(property, self.archive.frequency(property, value), self.archive.known()).powi(2)
    }

    /// Adds to each event the cosine of its entities with those of this one, and what headlines begin with.
    fn add_entities(&self, parts: &mut [Parts], lengths: &Lengths) {
        let mut length = 0.0;
        for (ordinal, name) in (1..).zip(&self.names) {
            let square = self.square(Property::Entities, &name.name);
            let share = if name.is_linked { 1.0 } else { self.weights.prose };
            length += square * share * share;
            self.add_linked(parts, name, ordinal, square * share);
            self.add_named(parts, name, ordinal, square * share);
        }
        for (event, parts) in (0..).zip(parts).filter(|(_, parts)| parts.entities > 0.0) {
            let other = lengths.get(Property::Entities, event).powi(2) + parts.prose;
            parts.entities *= self.weights.entities / (length * other).sqrt();
        }
    }

    /// Counts an entity for the events that link it.
    fn add_linked(&self, parts: &mut [Parts], name: &Name, ordinal: u32, product: f32) {
        self.archive.for_each_with(Property::Entities, &name.name, &mut |other| {
            if let Some(parts) = parts.get_mut(other as usize) {
                parts.add_entity(ordinal, product);
                parts.add_lead(name, self.weights);
            }
        });
    }

    /// Counts an entity for the other events whose headlines have its name, and sees which begin with it.
    fn add_named(&self, parts: &mut [Parts], name: &Name, ordinal: u32, product: f32) {
        if self.weights.prose <= 0.0 {
            return;
        }
        let square = self.square(Property::Entities, &name.name) * self.weights.prose.powi(2);
        for (other, place) in self.headlines_with(&name.words) {
            let Some(parts) = parts.get_mut(other as usize) else { continue };
            if parts.seen != ordinal {
                parts.add_entity(ordinal, product * self.weights.prose);
                parts.prose += square;
                parts.add_lead(name, self.weights);
            }
            if place < LEAD_WORDS {
                parts.leads = self.weights.leads;
            }
        }
    }

    /// The events whose headlines have all of some words, ascending, and where the first of the words stands: better a rare one, as
    /// places cost most.
    pub(super) fn headlines_with(&self, words: &[String]) -> Vec<(u32, u32)> {
        let mut found = Vec::new();
        let Some((first, rest)) = words.split_first() else { return found };
        self.archive.for_each_place(first, &mut |event, place| found.push((event, place)));
        for word in rest {
            let (mut kept, mut at) = (0, 0);
            self.archive.for_each_with(Property::Words, word, &mut |event| {
                // Both ascend.
                while found.get(at).is_some_and(|(other, _)| *other < event) {
                    at += 1;
                }
                if let Some(same) = found.get(at).copied().filter(|(other, _)| *other == event) {
                    // What is kept is never behind what was looked at.
                    found.get_mut(kept).into_iter().for_each(|place| *place = same);
                    kept += 1;
                    at += 1;
                }
            });
            found.truncate(kept);
        }
        found
    }

    /// Adds to each event the cosine of its words with those of this one, and how far both headlines begin with the same words.
    fn add_words(&self, parts: &mut [Parts], lengths: &Lengths) {
        let squares: Vec<f32> = self.words.iter().map(|word| self.square(Property::Words, word)).collect();
        let places = self.places_of_words();
        let length = squares.iter().sum::<f32>().sqrt();
        let begins = squares.iter().zip(&places).map(|(square, place)| square * nearness(*place).powi(2)).sum::<f32>();
        let words = self.words.iter().zip(squares).zip(places);
        for ((word, square), place) in words.filter(|((_, square), _)| *square > 0.0) {
            let begins = self.weights.begins * square * nearness(place) / begins;
            self.archive.for_each_place(word, &mut |other, place| {
                if let Some(parts) = parts.get_mut(other as usize) {
                    parts.words += self.weights.words * square / (length * lengths.get(Property::Words, other));
                    parts.begins += begins * nearness(place);
                }
            });
        }
    }

    /// Where each of the words first stands in the headline.
    fn places_of_words(&self) -> Vec<u32> {
        let mut places = vec![u32::MAX; self.words.len()];
        for (place, word) in (0..).zip(self.archive.words(&self.event.headline)) {
            let at = self.words.binary_search(&word).ok().and_then(|at| places.get_mut(at));
            at.into_iter().for_each(|first| *first = place.min(*first));
        }
        places
    }

    fn add_category(&self, parts: &mut [Parts]) {
        for category in values(self.archive, Property::Categories, self.event) {
            self.archive.for_each_with(Property::Categories, &category, &mut |other| {
                if let Some(parts) = parts.get_mut(other as usize) {
                    parts.category = self.weights.category;
                }
            });
        }
    }

    /// Adds to each event the weight of the stories that it shares with this one.
    fn add_stories(&self, parts: &mut [Parts]) {
        let weigh = |frequency| weight(Property::Stories, frequency, self.archive.known());
        for story in &self.stories {
            let frequency = self.archive.frequency(Property::Stories, story);
            let weight = self.weights.story * weigh(frequency) / weigh(1);
            self.archive.for_each_with(Property::Stories, story, &mut |other| {
                if let Some(parts) = parts.get_mut(other as usize) {
                    parts.stories = (parts.stories + weight).min(self.weights.story_max);
                }
            });
        }
    }

    fn candidate(&self, number: u32, bound: f32, given: bool) -> Candidate {
        let day = self.archive.day(number);
        let apart = day.abs_diff(self.day);
        Candidate { number, day, apart, score: bound + self.time(apart), given }
    }

    /// What days apart add: less than 0, if they count.
    pub(super) fn time(&self, apart: u32) -> f32 {
        if self.request.ignore_time { 0.0 } else { -self.weights.time * (apart as f32).ln_1p() }
    }

    fn is_in_direction(&self, day: i32) -> bool {
        match self.request.direction {
            Direction::Both => true,
            Direction::Earlier => day < self.day,
            Direction::Later => day > self.day,
        }
    }
}

/// What a word counts by its place, where beginnings are compared.
fn nearness(place: u32) -> f32 {
    (-(place as f32) / BEGIN_HALF_WORDS).exp2()
}

impl Parts {
    fn add_entity(&mut self, name: u32, product: f32) {
        self.entities += product;
        self.seen = name;
    }

    fn add_lead(&mut self, name: &Name, weights: &Weights) {
        if name.leads {
            self.has_lead = weights.has_lead;
        }
    }

    /// Whether they say what connects the two.
    fn connect(&self) -> bool {
        self.entities + self.words + self.stories > 0.0
    }

    /// The score of two events on the same day: no pair scores more.
    fn sum(&self) -> f32 {
        self.entities + self.words + self.begins + self.has_lead + self.leads + self.category + self.stories
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
        Self { limit, found: Vec::new(), floor: f32::NEG_INFINITY }
    }

    /// How many are kept.
    fn room(&self) -> usize {
        self.limit.saturating_add(MOST_TIES)
    }

    /// Takes an event with what it would score on the day asked about.
    fn offer(&mut self, asked: &Asked<'_>, number: u32, bound: f32, given: bool) {
        if bound < self.floor {
            return;
        }
        let candidate = asked.candidate(number, bound, given);
        if !asked.is_in_direction(candidate.day) {
            return;
        }
        self.found.push(candidate);
        if self.found.len() >= self.room().saturating_add(Self::SLACK) {
            self.drop_worse();
        }
    }

    fn drop_worse(&mut self) {
        let last = self.room() - 1;
        if last < self.found.len() {
            sort_by(&mut self.found, Candidate::compare_all);
            self.floor = self.found.get(last).map_or(f32::NEG_INFINITY, |worst| worst.score);
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
