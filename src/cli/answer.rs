//! Answers for programs: the JSON keys of the contract. Keys may be added, and never change their meaning.

use serde::Serialize;

use super::Outcome;
use crate::model::{Alias, Date, Event};
use crate::protocol::{Bar, Count, DayReply, EntityReply, Facet, Hit, RelatedReply, Reply, SearchReply};

/// The answer to one question, as JSON.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Answer<'a> {
    Search(Search<'a>),
    Related(Related<'a>),
    Entity(Entity<'a>),
    Event(&'a Event),
    Day(Day<'a>),
    Error { error: String },
}

#[derive(Debug, Serialize)]
pub(super) struct Search<'a> {
    query: &'a str,
    total: u32,
    hits: Vec<Found<'a>>,
    facets: Facets<'a>,
    histogram: Vec<Column>,
}

#[derive(Debug, Serialize)]
struct Found<'a> {
    id: &'a str,
    date: Date,
    headline: &'a str,
    score: f32,
}

#[derive(Debug, Serialize)]
struct Facets<'a> {
    category: Vec<Value<'a>>,
    story: Vec<Value<'a>>,
    entity: Vec<Value<'a>>,
    source: Vec<Value<'a>>,
}

#[derive(Debug, Serialize)]
struct Value<'a> {
    value: &'a str,
    count: u32,
}

#[derive(Debug, Serialize)]
struct Column {
    from: Date,
    to: Date,
    count: u32,
}

#[derive(Debug, Serialize)]
pub(super) struct Related<'a> {
    event: &'a str,
    related: Vec<Link<'a>>,
}

#[derive(Debug, Serialize)]
struct Link<'a> {
    id: &'a str,
    date: Date,
    headline: &'a str,
    score: f32,
    context: &'a [String],
    stories: &'a [String],
    given: bool,
}

#[derive(Debug, Serialize)]
pub(super) struct Entity<'a> {
    name: &'a str,
    aliases: &'a [Alias],
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'a str>,
    events: u32,
    first: Option<Date>,
    last: Option<Date>,
    with: Vec<Named<'a>>,
}

#[derive(Debug, Serialize)]
struct Named<'a> {
    name: &'a str,
    count: u32,
}

#[derive(Debug, Serialize)]
pub(super) struct Day<'a> {
    date: Date,
    previous: Option<Date>,
    next: Option<Date>,
    events: Vec<Listed<'a>>,
}

#[derive(Debug, Serialize)]
struct Listed<'a> {
    id: &'a str,
    date: Date,
    headline: &'a str,
}

impl<'a> Answer<'a> {
    /// The answer for `asked`, the words of the question; `missing` says what was not found, if nothing was.
    pub(super) fn new(asked: &'a str, reply: &'a Reply, missing: impl FnOnce(&str) -> String) -> Self {
        match reply {
            Reply::Search(reply) => Self::Search(search(asked, reply)),
            Reply::Related(reply) => Self::Related(related(reply)),
            Reply::Entity(reply) => Self::Entity(entity(reply)),
            Reply::Event(reply) => Self::Event(&reply.event),
            Reply::Day(reply) => Self::Day(day(reply)),
            Reply::NotFound { .. } => Self::Error { error: missing(asked) },
        }
    }

    /// Whether something was found. A search without hits is an answer.
    pub(super) fn outcome(&self) -> Outcome {
        if matches!(self, Self::Error { .. }) { Outcome::NotFound } else { Outcome::Done }
    }
}

fn search<'a>(query: &'a str, reply: &'a SearchReply) -> Search<'a> {
    let facet = |facet: Facet| -> Vec<Value<'a>> {
        let values = reply.facets.iter().filter(|counts| counts.facet == facet).flat_map(|counts| &counts.values);
        values.map(|Count { value, count }| Value { value, count: *count }).collect()
    };
    Search {
        query,
        total: reply.total,
        hits: reply.hits.iter().map(found).collect(),
        facets: Facets {
            category: facet(Facet::Category),
            story: facet(Facet::Story),
            entity: facet(Facet::Entity),
            source: facet(Facet::Source),
        },
        histogram: reply.histogram.iter().map(column).collect(),
    }
}

fn column(bar: &Bar) -> Column {
    Column { from: bar.from, to: bar.to, count: bar.count }
}

fn found(hit: &Hit) -> Found<'_> {
    Found { id: &hit.id, date: hit.date, headline: &hit.headline, score: hit.score }
}

fn related(reply: &RelatedReply) -> Related<'_> {
    Related { event: &reply.id, related: reply.items.iter().map(link).collect() }
}

fn link(item: &crate::protocol::Related) -> Link<'_> {
    Link {
        id: &item.id,
        date: item.date,
        headline: &item.headline,
        score: item.score,
        context: &item.context,
        stories: &item.stories,
        given: item.given,
    }
}

fn entity(reply: &EntityReply) -> Entity<'_> {
    Entity {
        name: &reply.name,
        aliases: &reply.aliases,
        kind: reply.kind.as_deref(),
        events: reply.events,
        first: reply.first,
        last: reply.last,
        with: reply.with.iter().map(|Count { value, count }| Named { name: value, count: *count }).collect(),
    }
}

fn day(reply: &DayReply) -> Day<'_> {
    let events = reply.events.iter().map(listed).collect();
    Day { date: reply.date, previous: reply.previous, next: reply.next, events }
}

fn listed(hit: &Hit) -> Listed<'_> {
    Listed { id: &hit.id, date: hit.date, headline: &hit.headline }
}
