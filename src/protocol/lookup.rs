//! What is asked for by id, day or name, and what may be meant.

use serde::{Deserialize, Serialize};

use super::{Bar, Count, Facet, Hit, Span};
use crate::model::{Alias, Date, Event, Mention, Source};

/// What a reader has typed so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuggestRequest {
    /// The text; its last word is unfinished.
    pub text: String,
    /// The most suggestions to return.
    pub limit: u32,
}

/// A name that a reader may be typing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// What it is the name of.
    pub facet: Facet,
    /// The name; of an entity, the canonical one.
    pub value: String,
    /// The number of events that have it.
    pub count: u32,
    /// The other name of the entity that was typed.
    pub alias: Option<String>,
}

/// One event, whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EventReply {
    /// The event.
    #[serde(with = "WholeEvent")]
    pub event: Event,
    /// The events just before and after it in its innermost story, by date, then in the order of the archive.
    pub story_neighbours: (Option<Hit>, Option<Hit>),
}

/// Which related events are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelatedRequest {
    /// The event's id.
    pub id: String,
    /// The most items to return.
    pub limit: u32,
    /// Pay no attention to story labels.
    pub hide_stories: bool,
    /// Tell the [parts](Related::parts) of each score.
    pub parts: bool,
    /// Entities, by any of their names, all of which an event must mention: by a link, or by name in its headline. None mentions an
    /// entity that nobody knows.
    pub require: Vec<String>,
    /// Entities, by any of their names, none of which an event may mention.
    pub without: Vec<String>,
    /// Pay no attention to words that are not names.
    pub ignore_words: bool,
    /// Pay no attention to the days between events, but to order those of equal scores.
    pub ignore_time: bool,
    /// Days that are looked at.
    pub direction: Direction,
}

/// Before or after an event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Direction {
    /// And on its day.
    #[default]
    Both,
    /// Days before that of the event.
    Earlier,
    /// Days after that of the event.
    Later,
}

/// The events connected to one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RelatedReply {
    /// The event asked about.
    pub id: String,
    /// Best first.
    pub items: Vec<Related>,
}

/// A connected event and what connects it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Related {
    /// Its id.
    pub id: String,
    /// Its day.
    pub date: Date,
    /// Its headline.
    pub headline: String,
    /// Its category.
    pub category: Option<String>,
    /// See [`Event::stub`](crate::model::Event::stub).
    pub stub: bool,
    /// How strong the connection is; comparable within one answer only.
    pub score: f32,
    /// The source itself calls the two related.
    pub given: bool,
    /// Names of the entities both mention, most telling first: the *Context* of the link.
    pub context: Vec<String>,
    /// Names of the stories both belong to, innermost first.
    pub stories: Vec<String>,
    /// Where neither explains the link: words that both headlines have, most telling first, at most 5. They are in the
    /// form in which they are compared (folded, stemmed), which need not be how either headline writes them.
    pub words: Vec<String>,
    /// If [wanted](RelatedRequest::parts): what adds up to `score`, but for rounding. None of them is 0.
    pub parts: Vec<ScorePart>,
}

/// A part of the score of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScorePart {
    /// What it is given for.
    pub kind: PartKind,
    /// How much it adds.
    pub score: f32,
}

/// What parts of a score are given for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartKind {
    /// Entities that both link.
    Entities,
    /// Entities that one of them, or both, name in the headline without a link.
    Prose,
    /// Words that both headlines have.
    Words,
    /// Words that both headlines begin with.
    FirstWords,
    /// Entities of the one that the headline of the other begins with.
    Lead,
    /// The same category.
    Category,
    /// Days apart: less than 0.
    Time,
    /// Stories of both.
    Stories,
    /// A link of the source.
    Given,
}

/// A day, as a newspaper has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DayReply {
    /// The day.
    pub date: Date,
    /// The nearest earlier day with events.
    pub previous: Option<Date>,
    /// The nearest later day with events.
    pub next: Option<Date>,
    /// In the order of the archive.
    pub events: Vec<Hit>,
}

/// What is known of an entity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EntityReply {
    /// The canonical name.
    pub name: String,
    /// Other names.
    pub aliases: Vec<Alias>,
    /// What it is, where known.
    pub kind: Option<String>,
    /// The number of events loaded that mention it.
    pub events: u32,
    /// The day of the first of them.
    pub first: Option<Date>,
    /// The day of the last of them.
    pub last: Option<Date>,
    /// Entities mentioned in the same events, most frequent first; at most 100.
    pub with: Vec<Count>,
    /// Stories of the events, most frequent first; at most 100.
    pub stories: Vec<Count>,
    /// Its events over time, as in [`SearchReply::histogram`](super::SearchReply::histogram).
    pub histogram: Vec<Bar>,
    /// The kind of spans in the histogram.
    pub span: Span,
    /// Its newest events; at most 20.
    pub newest: Vec<Hit>,
}

/// An [`Event`] with all its fields: its own way, made for JSON, leaves out what is empty.
#[derive(Serialize, Deserialize)]
#[serde(remote = "Event")]
struct WholeEvent {
    id: String,
    date: Date,
    headline: String,
    description: Option<String>,
    category: Option<String>,
    story: Vec<String>,
    mentions: Vec<Mention>,
    entities: Vec<String>,
    sources: Vec<Source>,
    related: Vec<String>,
    place: Option<String>,
    stub: bool,
}
