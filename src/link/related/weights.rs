//! The numbers behind the order of related events.
//!
//! The measure is that of `tests/suite/link.rs`: of ten related events, how many are of the same innermost story, while
//! labels are hidden. Where a reason below names figures, they are that precision on the portal corpus, for 1,000 events of
//! 2020 among those of that year.

/// The weight of the cosine of the entities, each weighted by its inverse document frequency.
pub const ENTITY_WEIGHT: f32 = 1.0;

/// The weight of the cosine of the headlines' words, weighted the same way. Without words 0.472, with 0.3 0.507, and from
/// 0.5 to 1.0 level at 0.510: in the middle of that, as entities explain a link better than words.
pub const WORD_WEIGHT: f32 = 0.7;

/// Words in more than one of this many headlines are not compared: they tell little and cost most.
/// Comparing words of up to one in 10, 30 or 100 headlines gives 0.510, 0.511, 0.510.
pub const COMMON_ONE_IN: usize = 30;

/// Words in at most this many headlines are compared in any case: in a small archive one in [`COMMON_ONE_IN`] headlines are
/// too few to call a word common. No more, as “a”, “is” and “the” then explain links in archives of a hundred events.
pub const COMMON_MIN_EVENTS: usize = 12;

/// After this many days what two events share counts half: the same names mean another affair a year later.
/// With 365 days 0.510, with 90 0.508, with 30 0.472; over both years of the corpus 0.484, 0.461, 0.415.
pub const RELATED_HALF_LIFE_DAYS: f32 = 365.0;

/// The weight of a shared story that hardly any other event has, less the more events have it. Each story of the path
/// counts, so that the deeper the common story, the more. Chosen, not fitted, as labels are what the measure is about: two
/// or three shared stories weigh about as much as sharing half of all that is mentioned.
pub const STORY_WEIGHT: f32 = 0.25;

/// The most that shared stories give, however deep their path.
pub const STORY_WEIGHT_MAX: f32 = 1.0;

/// What a link given by the source adds: more than all the rest together, as an editor has read both events.
pub const GIVEN_WEIGHT: f32 = 10.0;

/// So many events that tie for the last places are compared by their ids, for which the events have to be at hand: in the browser
/// they may have to be fetched. Events with nothing to tell them apart but their ids are rare.
pub const MOST_TIES: usize = 64;
