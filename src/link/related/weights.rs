//! The numbers behind the order of related events.
//!
//! Refitted on the portal corpus, events of 2020 only, with story labels hidden; see `tests/suite/link.rs` for the measure.

/// The weight of the cosine of the entities, each weighted by its inverse document frequency.
pub const ENTITY_WEIGHT: f32 = 1.0;

/// The weight of the cosine of the headlines' words, weighted the same way.
pub const WORD_WEIGHT: f32 = 0.7;

/// Words in more than one of this many headlines are not compared: they tell little and cost most.
pub const COMMON_ONE_IN: usize = 30;

/// Words in at most this many headlines are compared in any case: small archives have no common words.
pub const COMMON_MIN_EVENTS: usize = 100;

/// After this many days what two events share counts half: the same names mean another affair a year later.
pub const RELATED_HALF_LIFE_DAYS: f32 = 365.0;

/// The weight of a shared story that hardly any other event has, less the more events have it. Each story of the path
/// counts, so that the deeper the common story, the more.
pub const STORY_WEIGHT: f32 = 0.25;

/// The most that shared stories give, however deep their path.
pub const STORY_WEIGHT_MAX: f32 = 1.0;

/// What a link given by the source adds: more than all the rest together, as an editor has read both events.
pub const GIVEN_WEIGHT: f32 = 10.0;
