//! What is searched for, and what is found.

use serde::{Deserialize, Serialize};

use crate::model::Date;

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
    /// [`Event::category`](crate::model::Event::category).
    Category,
    /// Every name in [`Event::story`](crate::model::Event::story).
    Story,
    /// [`Event::entities`](crate::model::Event::entities).
    Entity,
    /// Names in [`Event::sources`](crate::model::Event::sources).
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
    /// See [`Event::stub`](crate::model::Event::stub).
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
