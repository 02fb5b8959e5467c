//! Answers for programs: the JSON keys of the contract. Keys may be added, and never change their meaning.

use serde::Serialize;

use super::Outcome;
use crate::model::{Alias, Date, Event};
use crate::protocol::{
    Bar, Count, DayReply, EntityReply, Evidence, Facet, Hit, LinkReply, Reading, RelatedReply, Reply, ScorePart,
    SearchReply, Suggestion, Verdict,
};

/// The answer to one question, as JSON.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Answer<'a> {
    Search(Search<'a>),
    Suggest(Suggest<'a>),
    Related(Related<'a>),
    Link(Linked<'a>),
    Entity(Entity<'a>),
    Event(&'a Event),
    Day(Day<'a>),
    Error { error: String },
}

#[derive(Debug, Serialize)]
pub(super) struct Search<'a> {
    query: &'a str,
    /// The query as it was understood, in the query language.
    understood: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    readings: Vec<Read<'a>>,
    total: u32,
    hits: Vec<Found<'a>>,
    facets: Facets<'a>,
    histogram: Vec<Column>,
}

/// A word that was looked for under other names or spellings too.
#[derive(Debug, Serialize)]
struct Read<'a> {
    word: &'a str,
    names: &'a [String],
    spellings: &'a [String],
}

#[derive(Debug, Serialize)]
pub(super) struct Suggest<'a> {
    suggestions: Vec<Suggested<'a>>,
}

#[derive(Debug, Serialize)]
struct Suggested<'a> {
    kind: &'static str,
    name: &'a str,
    count: u32,
    /// The other name of the entity that was typed.
    #[serde(skip_serializing_if = "Option::is_none")]
    alias: Option<&'a str>,
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
    words: &'a [String],
    given: bool,
    #[serde(skip_serializing_if = "<[ScorePart]>::is_empty")]
    parts: &'a [ScorePart],
}

#[derive(Debug, Serialize)]
pub(super) struct Linked<'a> {
    verdict: Verdict,
    matches: Vec<Match<'a>>,
}

#[derive(Debug, Serialize)]
struct Match<'a> {
    id: &'a str,
    date: Date,
    headline: &'a str,
    /// How likely it is, from 0 to 1.
    score: f32,
    evidence: &'a [Evidence],
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
            Reply::Suggest(suggestions) if suggestions.is_empty() => Self::Error { error: missing(asked) },
            Reply::Suggest(suggestions) => {
                Self::Suggest(Suggest { suggestions: suggestions.iter().map(suggested).collect() })
            }
            Reply::Related(reply) => Self::Related(related(reply)),
            Reply::Link(reply) => Self::Link(linked(reply)),
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

fn linked(reply: &LinkReply) -> Linked<'_> {
    Linked { verdict: reply.verdict, matches: reply.matches.iter().map(matched).collect() }
}

fn matched(linked: &crate::protocol::Linked) -> Match<'_> {
    let Found { id, date, headline, score } = found(&linked.hit);
    Match { id, date, headline, score, evidence: &linked.evidence }
}

fn search<'a>(query: &'a str, reply: &'a SearchReply) -> Search<'a> {
    let facet = |facet: Facet| -> Vec<Value<'a>> {
        let values = reply.facets.iter().filter(|counts| counts.facet == facet).flat_map(|counts| &counts.values);
        values.map(|Count { value, count }| Value { value, count: *count }).collect()
    };
    Search {
        query,
        understood: &reply.understood,
        readings: reply.readings.iter().map(|reading| read(query, reading)).collect(),
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

fn read<'a>(query: &'a str, reading: &'a Reading) -> Read<'a> {
    let word = query.get(reading.word.start as usize..reading.word.end as usize).unwrap_or_default();
    Read { word, names: &reading.names, spellings: &reading.spellings }
}

fn suggested(suggestion: &Suggestion) -> Suggested<'_> {
    let Suggestion { facet, value, count, alias } = suggestion;
    Suggested { kind: facet.name(), name: value, count: *count, alias: alias.as_deref() }
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
        words: &item.words,
        given: item.given,
        parts: &item.parts,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::AliasOrigin;
    use crate::protocol::{EventReply, FacetCounts, Span};

    fn json(reply: &Reply) -> String {
        serde_json::to_string(&Answer::new("asked", reply, |words| format!("no {words}"))).unwrap()
    }

    fn date() -> Date {
        "2016-12-04".parse().unwrap()
    }

    fn hit() -> Hit {
        Hit {
            id: "2016/12/4/a".into(),
            date: date(),
            headline: "“A”".into(),
            marks: Vec::new(),
            snippet: None,
            category: None,
            story: Vec::new(),
            sources: 2,
            score: 0.1,
            stub: false,
        }
    }

    fn count(value: &str, count: u32) -> Count {
        Count { value: value.into(), count }
    }

    #[test]
    fn searches_have_the_keys_of_the_contract() {
        let facet = FacetCounts { facet: Facet::Entity, values: vec![count("Syria", 3)], distinct: 9 };
        let histogram = vec![Bar { from: date(), to: date(), count: 1, all: 5 }];
        let reply = SearchReply { total: 7, hits: vec![hit()], facets: vec![facet], histogram, ..Default::default() };
        assert_eq!(
            json(&Reply::Search(reply)),
            r#"{"query":"asked","understood":"","total":7,"hits":[{"id":"2016/12/4/a","date":"2016-12-04","headline":"“A”","score":0.1}],"facets":{"category":[],"story":[],"entity":[{"value":"Syria","count":3}],"source":[]},"histogram":[{"from":"2016-12-04","to":"2016-12-04","count":1}]}"#
        );
    }

    #[test]
    fn connections_have_the_keys_of_the_contract() {
        use crate::protocol::PartKind;
        let item = crate::protocol::Related {
            id: "b".into(),
            date: date(),
            headline: "B".into(),
            category: None,
            stub: true,
            score: 2.5,
            given: true,
            context: vec!["Russia".into(), "Syria".into()],
            stories: vec![],
            words: vec!["emir".into()],
            parts: vec![],
        };
        let told = |item| json(&Reply::Related(RelatedReply { id: "a".into(), items: vec![item] }));
        assert_eq!(
            told(item.clone()),
            r#"{"event":"a","related":[{"id":"b","date":"2016-12-04","headline":"B","score":2.5,"context":["Russia","Syria"],"stories":[],"words":["emir"],"given":true}]}"#
        );
        let part = |kind, score| ScorePart { kind, score };
        let parts = vec![part(PartKind::FirstWords, 2.75), part(PartKind::Time, -0.25)];
        assert!(told(crate::protocol::Related { parts, ..item }).ends_with(
            r#""given":true,"parts":[{"kind":"first-words","score":2.75},{"kind":"time","score":-0.25}]}]}"#
        ));
    }

    #[test]
    fn links_of_articles_have_the_keys_of_the_contract() {
        use crate::protocol::{EvidenceKind, Linked, Mark};
        let place = Mark { start: 3, end: 8 };
        let evidence =
            Evidence { kind: EvidenceKind::Name, text: "Syria".into(), title_marks: vec![], marks: vec![place] };
        let linked = Linked { hit: Hit { score: 0.5, ..hit() }, evidence: vec![evidence] };
        assert_eq!(
            json(&Reply::Link(LinkReply { verdict: Verdict::Match, matches: vec![linked] })),
            r#"{"verdict":"match","matches":[{"id":"2016/12/4/a","date":"2016-12-04","headline":"“A”","score":0.5,"evidence":[{"kind":"name","text":"Syria","title_marks":[],"marks":[{"start":3,"end":8}]}]}]}"#
        );
        assert_eq!(json(&Reply::Link(LinkReply::default())), r#"{"verdict":"none","matches":[]}"#);
    }

    #[test]
    fn entities_have_the_keys_of_the_contract() {
        let reply = EntityReply {
            name: "Islamic State".into(),
            aliases: vec![Alias { name: "Daesh".into(), origin: AliasOrigin::Anchor }],
            kind: None,
            events: 12,
            first: Some(date()),
            last: None,
            with: vec![count("Syria", 9)],
            stories: vec![count("War", 1)],
            histogram: Vec::new(),
            span: Span::Year,
            newest: vec![hit()],
        };
        assert_eq!(
            json(&Reply::Entity(Box::new(reply))),
            r#"{"name":"Islamic State","aliases":[{"name":"Daesh","origin":"anchor"}],"events":12,"first":"2016-12-04","last":null,"with":[{"name":"Syria","count":9}]}"#
        );
    }

    #[test]
    fn events_and_days_are_those_of_the_bundle() {
        let reply = EventReply { event: Event::new("a", date(), "A"), story_neighbours: (None, None) };
        assert_eq!(json(&Reply::Event(Box::new(reply))), r#"{"id":"a","date":"2016-12-04","headline":"A"}"#);
        let reply = DayReply { date: date(), previous: None, next: Some(date()), events: vec![hit()] };
        assert_eq!(
            json(&Reply::Day(reply)),
            r#"{"date":"2016-12-04","previous":null,"next":"2016-12-04","events":[{"id":"2016/12/4/a","date":"2016-12-04","headline":"“A”"}]}"#
        );
    }

    #[test]
    fn only_what_is_not_found_is_an_error() {
        let missing = Reply::NotFound { what: "asked".into() };
        assert_eq!(json(&missing), r#"{"error":"no asked"}"#);
        let outcome = |reply: &Reply| Answer::new("asked", reply, str::to_owned).outcome();
        assert_eq!(outcome(&missing), Outcome::NotFound);
        assert_eq!(outcome(&Reply::Search(SearchReply::default())), Outcome::Done);
    }
}
