//! The numbers behind the order of related events.
//!
//! Those of [`Weights`] that can be measured come from a logistic regression over pairs of events of 2020 of the portal corpus
//! (are they of the same innermost story?), and a round of steps to better precision on that year; the weight of entities is 1.
//! `cargo xtask bench related` says what each of them is worth, there and on days that nothing was chosen by: of ten related events,
//! how many are of the same innermost story, while labels are hidden. With `--refit` it looks for better ones, on 2020 alone.

/// What each part of a connection weighs. Scores are sums of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weights {
    /// The cosine of the entities, each weighted by its inverse document frequency.
    pub entities: f32,
    /// How much of an entity is mentioned where its name stands in the headline without a link: 1 is as much as a link.
    pub prose: f32,
    /// The cosine of the headlines' words, weighted as entities are.
    pub words: f32,
    /// How far both headlines begin with the same words, each weighted by its inverse document frequency and by its places: the same
    /// beginning is 1, and long headlines give more than short ones.
    pub begins: f32,
    /// The other event has the entity that the headline of this one names first: what happens to whom is mostly said of it.
    pub has_lead: f32,
    /// The headline of the other event begins with an entity of this one.
    pub leads: f32,
    /// Both are of the same category.
    pub category: f32,
    /// What the natural logarithm of one more than the days apart takes away. The same names mean another affair a year later, and
    /// a week is more to yesterday's news than to last year's.
    pub time: f32,
    /// A shared story that hardly any other event has, less the more events have it. Each story of the path counts, so that the
    /// deeper the common story, the more. Chosen, not fitted, as labels are what the measure is about.
    pub story: f32,
    /// The most that shared stories give, however deep their path.
    pub story_max: f32,
    /// What a link given by the source adds: more than all the rest together, as an editor has read both events.
    pub given: f32,
}

impl Weights {
    /// Those that readers get.
    pub const CHOSEN: Self = Self {
        entities: 1.0,
        prose: 0.4,
        words: 0.75,
        begins: 0.4,
        has_lead: 0.12,
        leads: 0.08,
        category: 0.38,
        time: 0.04,
        story: 0.25,
        story_max: 1.0,
        given: 10.0,
    };
}

/// Words in more than one of this many headlines are not compared: they tell little and cost most.
/// Comparing words of up to one in 10, 30 or 100 headlines made no difference.
pub const COMMON_ONE_IN: usize = 30;

/// Words in more than one of this many headlines are not looked for when a headline is searched for a name: “of” and “the” are in
/// most, while “South” tells two countries apart.
pub const COMMON_IN_NAMES_ONE_IN: usize = 4;

/// Words in at most this many headlines are compared in any case: in a small archive one in [`COMMON_ONE_IN`] headlines are
/// too few to call a word common. No more, as “a”, “is” and “the” then explain links in archives of a hundred events.
pub const COMMON_MIN_EVENTS: usize = 12;

/// So many words further on, a word counts half where the beginnings of headlines are compared.
pub const BEGIN_HALF_WORDS: f32 = 3.0;

/// A headline begins with a name whose rarest word is one of so many first words: an article, or a title, may come before it.
pub const LEAD_WORDS: u32 = 3;

/// The most words of a name that is looked for in a headline.
pub const NAME_WORDS: usize = 4;

/// Names of an event with more of them are not looked for in headlines: it is a list, and hardly about any of them.
pub const MOST_NAMES: usize = 100;

/// So many events that tie for the last places are compared by their ids, for which the events have to be at hand: in the browser
/// they may have to be fetched. Events with nothing to tell them apart but their ids are rare.
pub const MOST_TIES: usize = 64;
