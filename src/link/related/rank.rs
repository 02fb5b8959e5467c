//! Which events are connected to one, and how strongly.

use std::cmp::Ordering;

use super::field::{Field, number};
use super::weights::{
    ENTITY_WEIGHT, GIVEN_WEIGHT, RELATED_HALF_LIFE_DAYS, STORY_WEIGHT, STORY_WEIGHT_MAX, WORD_WEIGHT,
};
use super::{Doc, Index};
use crate::model::Date;
use crate::sorting::sort_by;

/// A connected event.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate<'a> {
    pub(super) doc: u32,
    pub(super) id: &'a str,
    pub(super) date: Date,
    pub(super) score: f32,
    pub(super) given: bool,
    /// Days between the two events.
    days: u32,
}

/// What connects an event with the one asked about.
#[derive(Clone, Copy, Debug)]
struct Parts<'a> {
    doc: u32,
    entry: &'a Doc,
    /// Weighted cosines of entities and words.
    content: f32,
    /// Weight of shared stories.
    story: f32,
    given: bool,
}

/// The strongest connections of an event, best first, at most `limit`.
///
/// Adds up the parts of all events in dense arrays. Over 150,000 events that takes less than a millisecond on average, so there
/// is nothing to be gained by narrowing down to candidates through rare values first, and nothing is missed.
pub(super) fn best(index: &Index, doc: u32, limit: usize, with_stories: bool) -> Vec<Candidate<'_>> {
    let Some(asked) = index.docs.get(doc as usize) else { return Vec::new() };
    let mut content = vec![0.0; index.docs.len()];
    add_cosine(&mut content, &index.entities, doc, ENTITY_WEIGHT);
    add_cosine(&mut content, &index.words, doc, WORD_WEIGHT);
    let mut stories = vec![0.0; index.docs.len()];
    if with_stories {
        add_stories(&mut stories, &index.stories, doc);
    }
    let given = index.given_to(asked);
    let mut best = Best::new(limit);
    for ((other, entry), (&content, &story)) in index.docs.iter().enumerate().zip(content.iter().zip(&stories)) {
        let other = number(other);
        let given = is_in(&given, other);
        let connected = given || content + story > 0.0;
        if connected && other != doc {
            best.offer(asked, &Parts { doc: other, entry, content, story, given });
        }
    }
    best.finish()
}

fn is_in(sorted: &[u32], doc: u32) -> bool {
    sorted.binary_search(&doc).is_ok()
}

/// Adds to each event the cosine of its values in a field with those of one event.
fn add_cosine(scores: &mut [f32], field: &Field, doc: u32, weight: f32) {
    let lengths = field.lengths();
    let length = lengths.get(doc as usize).copied().unwrap_or_default();
    for &value in field.values(doc) {
        let product = field.weight(value).powi(2);
        if product == 0.0 {
            continue;
        }
        for &other in field.postings(value) {
            let of_other = lengths.get(other as usize).copied().unwrap_or_default();
            if let Some(score) = scores.get_mut(other as usize) {
                *score += weight * product / (length * of_other);
            }
        }
    }
}

/// Adds to each event the weight of the stories that it shares with one event.
fn add_stories(scores: &mut [f32], field: &Field, doc: u32) {
    for &story in field.values(doc) {
        let weight = STORY_WEIGHT * field.weight(story) / field.greatest_weight();
        for &other in field.postings(story) {
            if let Some(score) = scores.get_mut(other as usize) {
                *score = (*score + weight).min(STORY_WEIGHT_MAX);
            }
        }
    }
}

impl<'a> Parts<'a> {
    /// The score of two events on the same day: no pair scores more.
    fn bound(&self) -> f32 {
        self.content + self.story + if self.given { GIVEN_WEIGHT } else { 0.0 }
    }

    fn candidate(&self, asked: &Doc) -> Candidate<'a> {
        let days = asked.date.day_number().abs_diff(self.entry.date.day_number());
        let fresh = (-(days as f32) / RELATED_HALF_LIFE_DAYS).exp2();
        let score = Self { content: self.content * fresh, ..*self }.bound();
        Candidate { doc: self.doc, id: &self.entry.id, date: self.entry.date, score, given: self.given, days }
    }
}

/// Keeps the best of many candidates. Most are turned away by a look at their bound.
#[derive(Debug)]
struct Best<'a> {
    limit: usize,
    found: Vec<Candidate<'a>>,
    /// What the last of `limit` candidates scored: nothing below it is wanted any more.
    floor: f32,
}

impl<'a> Best<'a> {
    /// How many candidates come together, beyond the limit, before the worse are dropped.
    const SLACK: usize = 256;

    fn new(limit: usize) -> Self {
        Self { limit, found: Vec::new(), floor: 0.0 }
    }

    fn offer(&mut self, asked: &Doc, parts: &Parts<'a>) {
        if parts.bound() < self.floor {
            return;
        }
        self.found.push(parts.candidate(asked));
        if self.found.len() >= self.limit.saturating_add(Self::SLACK) {
            self.drop_worse();
        }
    }

    fn drop_worse(&mut self) {
        let Some(last) = self.limit.checked_sub(1) else { return self.found.clear() };
        if last < self.found.len() {
            let (_, worst, _) = self.found.select_nth_unstable_by(last, better);
            self.floor = worst.score;
            self.found.truncate(self.limit);
        }
    }

    fn finish(mut self) -> Vec<Candidate<'a>> {
        self.drop_worse();
        sort_by(&mut self.found, better);
        self.found
    }
}

/// By score; then nearer in time, then newer, then by id.
fn better(a: &Candidate<'_>, b: &Candidate<'_>) -> Ordering {
    let by_score = b.score.total_cmp(&a.score);
    by_score.then_with(|| a.days.cmp(&b.days)).then_with(|| b.date.cmp(&a.date)).then_with(|| a.id.cmp(b.id))
}
