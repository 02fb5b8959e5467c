//! The numbers by which articles are linked.

/// The most bytes of an article, and of its title, that are read: the event is told at the beginning.
pub const MAX_ARTICLE_BYTES: usize = 1 << 15;
/// The most different words that are looked for.
pub const MAX_WORDS: usize = 300;
/// How many events are compared with the article.
pub const CANDIDATES: usize = 60;
/// The terms that are the lead: the title, the place and the first sentences.
pub const LEAD_TERMS: usize = 80;
/// After so many terms one counts half as much as at the beginning.
pub const PLACE_HALVES: f32 = 60.0;

/// What a term of the description is worth, of one in the headline.
pub const DESCRIPTION: f32 = 0.5;
/// What another spelling of a name is worth, of the name.
pub const SPELT_OTHERWISE: f32 = 0.75;
/// What a name is worth whose entity the article calls otherwise.
pub const CALLED_OTHERWISE: f32 = 0.9;
/// What a number is worth that stands among other words.
pub const NUMBER_ELSEWHERE: f32 = 0.4;
/// Words on either side of a number that tell what is counted.
pub const NUMBER_CONTEXT: usize = 3;

/// What a share of something is taken to be before anything is known of it, and how much knowing that is worth, in terms that no other
/// event has.
pub const PRIOR_SHARE: (f32, f32) = (0.4, 0.5);

/// What speaks for an event, as logits: a constant; the shares of the event's names, of its words and of its numbers that the article
/// has; the shares of the lead's names and other words that the event has; the logarithm of how much both have, in terms that no
/// other event has; how well the days fit, and how much they differ.
///
/// Set by judgement, then the constant and the days by the half of `tests/data/articles` that is for tuning. A logistic regression over
/// that half gave much the same, and no better on the other.
pub const SIGNS: [f32; 8] = [-5.0, 2.5, 1.5, 1.0, 3.0, 1.0, 2.0, -1.5];
/// An event is reported from this probability on.
pub const MATCH_FROM: f32 = 0.5;

/// Terms less rare than this are no evidence to be shown.
pub const TELLING_FROM: f32 = 0.4;
/// The most pieces of evidence, without days.
pub const MAX_EVIDENCE: usize = 12;
/// The most places at which one piece of evidence is marked.
pub const MAX_PLACES: usize = 20;
