//! What can be asked of the engine, and its answers.
//!
//! The same types serve the app (as postcard bytes between the page and its worker) and the native command.
//! postcard is not self-describing, so nothing here may be skipped or flattened by serde. An [`Event`], which as JSON leaves out
//! what is empty, travels with all its fields.
//!
//! `public/throughline.js` tells scripts the same types, field by field in the same order: a change here is one there.

use serde::{Deserialize, Serialize};

use crate::model::{Alias, Date, Event, Manifest, Mention, Source};

/// A question to the engine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// Events that match words and filters: [`Reply::Search`].
    Search(SearchRequest),
    /// One event by its id: [`Reply::Event`], or [`Reply::NotFound`].
    Event {
        /// The event's id.
        id: String,
    },
    /// Events connected to one, and by what: [`Reply::Related`], or [`Reply::NotFound`].
    Related(RelatedRequest),
    /// All events of a day: [`Reply::Day`]; a day without events is a day, with its neighbours.
    Day {
        /// The day.
        date: Date,
    },
    /// An entity by its name or an alias: [`Reply::Entity`], or [`Reply::NotFound`].
    Entity {
        /// The canonical name or any alias; case and diacritics do not matter where that leaves no doubt.
        name: String,
    },
    /// Names that a reader may be typing: [`Reply::Suggest`].
    Suggest(SuggestRequest),
}

/// The answer to a [`Request`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    /// To [`Request::Search`].
    Search(SearchReply),
    /// To [`Request::Event`].
    Event(Box<EventReply>),
    /// To [`Request::Related`].
    Related(RelatedReply),
    /// To [`Request::Day`].
    Day(DayReply),
    /// To [`Request::Entity`].
    Entity(Box<EntityReply>),
    /// What was asked for by id or name is not among the events loaded so far.
    NotFound {
        /// The id or name.
        what: String,
    },
    /// To [`Request::Suggest`]: best first.
    Suggest(Vec<Suggestion>),
}

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

/// Words, filters, and how much of the answer is wanted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SearchRequest {
    /// As typed, in the query language: see `search::language`. Every word is required, in the texts or in a name of one of the
    /// event's entities, stories, sources or its category. Without words it matches everything.
    pub query: String,
    /// The last word is unfinished: it matches as a prefix, unless white space follows it.
    pub typing: bool,
    /// What the events must (not) be.
    pub filters: Filters,
    /// The order of the hits.
    pub sort: Sort,
    /// The number of hits to leave out at the beginning.
    pub offset: u32,
    /// The most hits to return.
    pub limit: u32,
    /// The most values to return for each facet; chosen values come on top of that.
    pub facet_limit: u32,
    /// The facets to count; `None` counts all. Counting is most of the cost of a search that many events match.
    pub facets: Option<Vec<Facet>>,
    /// How matches are counted over time.
    pub timeline: Timeline,
    /// Words are looked for as they are written, in the texts and the names of stories: no other forms, names or spellings of
    /// them.
    pub exact: bool,
    /// With [`Sort::Relevance`]: age does not matter. Otherwise newer events come before equally good older ones.
    pub ageless: bool,
}

/// How the matches of a search are counted over time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Timeline {
    /// Over the span of all events, whatever the range of dates: see [`SearchReply::histogram`].
    #[default]
    Whole,
    /// Not at all: the histogram is empty.
    Off,
    /// The matches that are within the range of dates too, in spans of this kind, those alone that have any.
    By(Span),
}

/// The order of hits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Sort {
    /// Best first; without words the same as [`Sort::Newest`].
    #[default]
    Relevance,
    /// By date, newest first; the order of the archive within a day.
    Newest,
    /// By date, oldest first; the order of the archive within a day.
    Oldest,
}

/// Conditions on events. Values of one facet are alternatives, facets add up; excluded values are out in any case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filters {
    /// Categories.
    pub category: Vec<Choice>,
    /// Stories, at any depth.
    pub story: Vec<Choice>,
    /// Entities, by canonical name or alias; case and diacritics do not matter where that leaves no doubt.
    pub entity: Vec<Choice>,
    /// Names of sources.
    pub source: Vec<Choice>,
    /// This day or later.
    pub after: Option<Date>,
    /// Before this day, not on it.
    pub before: Option<Date>,
}

impl Filters {
    /// The choices of a facet.
    pub fn facet(&self, facet: Facet) -> &Vec<Choice> {
        match facet {
            Facet::Category => &self.category,
            Facet::Story => &self.story,
            Facet::Entity => &self.entity,
            Facet::Source => &self.source,
        }
    }

    /// The choices of a facet, to change.
    pub fn facet_mut(&mut self, facet: Facet) -> &mut Vec<Choice> {
        match facet {
            Facet::Category => &mut self.category,
            Facet::Story => &mut self.story,
            Facet::Entity => &mut self.entity,
            Facet::Source => &mut self.source,
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A value of a facet that the reader has chosen.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Choice {
    /// The value.
    pub value: String,
    /// Events with it are left out, rather than required.
    pub exclude: bool,
}

/// A property of events whose values are counted and can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Facet {
    /// [`Event::category`].
    Category,
    /// Every name in [`Event::story`].
    Story,
    /// [`Event::entities`].
    Entity,
    /// Names in [`Event::sources`].
    Source,
}

impl Facet {
    /// All facets, in the order they are shown.
    pub const ALL: [Self; 4] = [Self::Category, Self::Story, Self::Entity, Self::Source];

    /// The name in queries, URLs and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Category => "category",
            Self::Story => "story",
            Self::Entity => "entity",
            Self::Source => "source",
        }
    }
}

/// The hits of a search, and counts over all of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SearchReply {
    /// All matches, not only those returned.
    pub total: u32,
    /// `limit` matches from `offset` on.
    pub hits: Vec<Hit>,
    /// In the order of [`Facet::ALL`], those that [`SearchRequest::facets`] wants.
    pub facets: Vec<FacetCounts>,
    /// Unless [`SearchRequest::timeline`] wants it otherwise, spans of equal kind without gaps, oldest first, from the span of the oldest of all loaded events to that of the
    /// newest, whatever was asked: a chosen range of dates can be widened again. Empty only where there are no events.
    pub histogram: Vec<Bar>,
    /// The kind of spans in the histogram: the finest that makes at most 120 bars, or decades if all make more.
    pub span: Span,
    /// The number of events searched: less than the manifest's while shards are on their way.
    pub searched: u32,
    /// The query as it was understood, in the query language.
    pub understood: String,
    /// The words of the query that were looked for under other names or spellings too, in their order.
    pub readings: Vec<Reading>,
}

/// What a word of the query was taken for, besides itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// Where it stands in the query.
    pub word: Mark,
    /// The entities that go by it under another name: those with most events first, at most 5.
    pub names: Vec<String>,
    /// Words of the archive that it may be a misspelling of: the most frequent first, at most 3. Empty unless nothing was
    /// found as it was typed, or the query asks for them.
    pub spellings: Vec<String>,
}

/// One event in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// The event's id.
    pub id: String,
    /// Its day.
    pub date: Date,
    /// Its headline.
    pub headline: String,
    /// Words of the query in the headline.
    pub marks: Vec<Mark>,
    /// A piece of the description, where words of the query stand there and not in the headline.
    pub snippet: Option<Snippet>,
    /// Its category.
    pub category: Option<String>,
    /// Its stories, outermost first.
    pub story: Vec<String>,
    /// The number of its sources.
    pub sources: u32,
    /// How well it matches; comparable within one answer only. 0 where nothing was scored.
    pub score: f32,
    /// See [`Event::stub`].
    pub stub: bool,
}

/// A stretch of text to be marked: offsets in bytes of UTF-8, at character boundaries, in order, not overlapping.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Mark {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

/// A piece of a longer text.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Snippet {
    /// The piece, with an ellipsis where something was left out.
    pub text: String,
    /// Words of the query in it.
    pub marks: Vec<Mark>,
}

/// The values of one facet among the matches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetCounts {
    /// Which facet.
    pub facet: Facet,
    /// Most frequent first, then by name; all chosen values are among them, with 0 if need be. A value chosen by another
    /// name stands under the name it was chosen by.
    ///
    /// Counted over the matches of the words and of all filters but the facet's own required values, so that
    /// alternatives keep their counts while one of them is chosen.
    pub values: Vec<Count>,
    /// The number of different values, of which `values` may be a part.
    pub distinct: u32,
}

/// A value and how many events have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// The value.
    pub value: String,
    /// The number of events.
    pub count: u32,
}

/// A span of time, how many matches fall into it, and how many events in all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bar {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// The number of matches of words and filters, whatever `after` and `before` say.
    pub count: u32,
    /// The number of events loaded.
    pub all: u32,
}

/// The kinds of span in a histogram.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Span {
    /// Ten years from one divisible by ten.
    Decade,
    /// A year.
    #[default]
    Year,
    /// A month.
    Month,
    /// A day.
    Day,
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelatedRequest {
    /// The event's id.
    pub id: String,
    /// The most items to return.
    pub limit: u32,
    /// Pay no attention to story labels (for measuring).
    pub hide_stories: bool,
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
    /// See [`Event::stub`].
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
    /// Its events over time, as in [`SearchReply::histogram`].
    pub histogram: Vec<Bar>,
    /// The kind of spans in the histogram.
    pub span: Span,
    /// Its newest events; at most 20.
    pub newest: Vec<Hit>,
}

/// From the page to its worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ToWorker {
    /// Load the bundle whose manifest has this absolute URL.
    Open {
        /// The URL of `manifest.json`.
        manifest_url: String,
    },
    /// Answer this, with `seq` in the answer.
    Ask {
        /// A number the page chose.
        seq: u32,
        /// The question.
        request: Request,
    },
    /// Try again to load what failed.
    Retry,
}

/// From the worker to its page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum FromWorker {
    /// The worker listens: a message sent earlier is lost.
    Ready,
    /// The manifest is there.
    Opened {
        /// What it says.
        manifest: Manifest,
    },
    /// More of the bundle has arrived, or not.
    Progress(Progress),
    /// The answer to [`ToWorker::Ask`].
    Answer {
        /// The number of the question.
        seq: u32,
        /// The answer.
        reply: Reply,
    },
}

/// How much of the bundle is there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Bytes that arrived, unpacked.
    pub bytes: u64,
    /// Bytes there will be, unpacked.
    pub bytes_total: u64,
    /// Events that can be searched.
    pub events: u32,
    /// Events there will be.
    pub events_total: u32,
    /// Nothing more is on its way: all is there, or failed.
    pub done: bool,
    /// What failed for good, in sentences for the reader; [`ToWorker::Retry`] tries these again.
    pub failures: Vec<String>,
    /// What was left out of or mended in files that are otherwise in use, in sentences; the first few of `fault_count`.
    pub faults: Vec<String>,
    /// The number of such faults.
    pub fault_count: u32,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_survive_postcard() {
        let mut event = Event::new("2016/12/4/a", Date::new(2016, 12, 4).unwrap(), "A headline");
        event.story = vec!["One".into()];
        event.place = Some("Derbent".into());
        event.sources.push(Source { name: "AP".into(), url: "https://example.org".into() });
        let reply = Reply::Event(Box::new(EventReply { event, story_neighbours: (None, None) }));
        let message = FromWorker::Answer { seq: 7, reply };
        let bytes = postcard::to_allocvec(&message).unwrap();
        assert_eq!(postcard::from_bytes::<FromWorker>(&bytes).unwrap(), message);
    }
}
