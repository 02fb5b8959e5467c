//! How well the engine finds what is looked for, natively, and how long it takes: the queries of the peers harness, with the right
//! answers that come with them.
//!
//! `cargo bench --profile native --bench quality -- EVENTS.jsonl QUERIES.json [QUERIES.json …]`; both are what the harness leaves in
//! its folder of work, and `gen/queries.mjs --seed` makes more: one log of a hundred queries says little, of two that are equally
//! good one is 0.03 ahead by chance. What is not as the harness has it is told query by query.
#![allow(clippy::expect_used, clippy::panic, reason = "a benchmark may give up")]

#[path = "peers/events.rs"]
mod events;

use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

use cpu_time::ThreadTime;
use events::event;
use serde::Deserialize;
use throughline::engine::Engine;
use throughline::link::entities::resolve;
use throughline::model::{Date, Event};
use throughline::protocol::{Choice, Facet, Reply, Request, SearchReply, SearchRequest, Span, Timeline};

/// Events in a segment.
const BATCH: usize = 64_000;
/// The hits that count.
const HITS: u32 = 10;
/// How often each query is asked; the shortest time counts.
const REPEATS: usize = 3;
/// More than there are categories.
const ALL_VALUES: u32 = 1000;

#[derive(Deserialize)]
struct Log {
    classes: BTreeMap<String, Vec<Asked>>,
}

/// A query with what is known of its answer.
#[derive(Deserialize)]
struct Asked {
    q: String,
    #[serde(default)]
    gold: Vec<String>,
    from: Option<Date>,
    to: Option<Date>,
    category: Option<String>,
    expect: Option<Counts>,
}

#[derive(Deserialize, PartialEq, Eq, Debug)]
struct Counts {
    total: u32,
    category: BTreeMap<String, u32>,
    year: BTreeMap<String, u32>,
}

fn main() {
    let files: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    let Some((events, logs)) = files.split_first() else {
        return println!("Name a file of events and one or more of queries.");
    };
    let engine = engine(events);
    for log in logs {
        println!("{log}");
        let log: Log = serde_json::from_str(&fs::read_to_string(log).expect("a file of queries")).expect("queries");
        log.classes.iter().for_each(|(class, asked)| report(&engine, class, asked));
    }
}

fn engine(path: &str) -> Engine {
    let lines = fs::read_to_string(path).expect("a file of events");
    let mut events: Vec<Event> = lines.lines().map(|line| event(line).expect("an event")).collect();
    let mut engine = Engine::new();
    engine.set_entities(resolve(&mut events));
    events.sort_by_key(|event| std::cmp::Reverse(event.date));
    events.chunks(BATCH).for_each(|batch| engine.add_events(batch.to_vec()));
    engine
}

/// Asks the queries of a class, and prints how good the answers are and how long they take.
fn report(engine: &Engine, class: &str, asked: &[Asked]) {
    let (mut good, mut times) = (Vec::new(), Vec::new());
    for asked in asked {
        let request = Request::Search(request(class, asked));
        let mut least = Duration::MAX;
        for repeat in 0..REPEATS {
            let start = ThreadTime::now();
            let reply = engine.handle(&request);
            least = least.min(start.elapsed());
            if let (0, Reply::Search(reply)) = (repeat, reply) {
                good.extend(shares(class, asked, &reply));
            }
        }
        times.push(least);
    }
    times.sort_unstable();
    let at = |share: usize| times.get((times.len() - 1) * share / 100).copied().unwrap_or_default();
    let mean = |of: fn(&Shares) -> f64| good.iter().map(of).sum::<f64>() / good.len().max(1) as f64;
    let (ten, first, reciprocal) =
        (mean(|shares| shares.ten), mean(|shares| shares.first), mean(|shares| shares.reciprocal));
    println!(
        "{class:>12}: {ten:.3} in ten or right, {first:.3} first, {reciprocal:.3} MRR; median {:.2?}, 99 % {:.2?}",
        at(50),
        at(99)
    );
}

/// The query as `throughline.js` of the harness asks it.
fn request(class: &str, asked: &Asked) -> SearchRequest {
    let plain = SearchRequest { query: asked.q.clone(), limit: HITS, ..SearchRequest::default() };
    if !class.starts_with("facet") {
        let query = if class == "phrase" { format!("\"{}\"", asked.q) } else { asked.q.clone() };
        return SearchRequest {
            query,
            typing: class == "prefix",
            facets: Some(Vec::new()),
            timeline: Timeline::Off,
            ..plain
        };
    }
    let mut request = SearchRequest {
        exact: true,
        facets: Some(vec![Facet::Category]),
        facet_limit: ALL_VALUES,
        timeline: Timeline::By(Span::Year),
        ..plain
    };
    request.filters.category =
        asked.category.iter().map(|value| Choice { value: value.clone(), exclude: false }).collect();
    (request.filters.after, request.filters.before) = (asked.from, asked.to);
    request
}

/// What an answer adds to the means of its class.
struct Shares {
    ten: f64,
    first: f64,
    reciprocal: f64,
}

fn shares(class: &str, asked: &Asked, reply: &SearchReply) -> Vec<Shares> {
    let right = |is_right: bool| Shares { ten: f64::from(is_right), first: 0.0, reciprocal: 0.0 };
    if let Some(expected) = &asked.expect {
        let is_right = counts(asked, reply) == *expected;
        if !is_right {
            println!("  {}: {:?} instead of {expected:?}", asked.q, counts(asked, reply));
        }
        return vec![right(is_right)];
    }
    if class == "phrase" {
        let holds = |text: String| words(&text).contains(&words(&asked.q));
        let text = |hit: &throughline::protocol::Hit| [hit.story.join(" "), hit.headline.clone()].join(" ");
        let wrong = reply.hits.iter().map(text).filter(|text| !holds(text.clone()));
        wrong.for_each(|text| println!("  “{}” is not in: {text}", asked.q));
        return reply.hits.iter().map(|hit| right(holds(text(hit)))).collect();
    }
    if asked.gold.is_empty() {
        return Vec::new();
    }
    let place = reply.hits.iter().position(|hit| asked.gold.contains(&hit.id));
    let reciprocal = place.map_or(0.0, |place| 1.0 / (place + 1) as f64);
    vec![Shares { ten: f64::from(place.is_some()), first: f64::from(place == Some(0)), reciprocal }]
}

fn counts(asked: &Asked, reply: &SearchReply) -> Counts {
    let values = reply.facets.iter().flat_map(|counts| &counts.values);
    // The alternatives to a chosen category are counted too.
    let counted = values.filter(|count| asked.category.as_ref().is_none_or(|category| *category == count.value));
    let counted = counted.filter(|count| count.count > 0);
    Counts {
        total: reply.total,
        category: counted.map(|count| (count.value.clone(), count.count)).collect(),
        year: reply.histogram.iter().map(|bar| (bar.from.to_string()[..4].to_owned(), bar.count)).collect(),
    }
}

/// Words with single blanks between and around them, as the harness cuts them.
fn words(text: &str) -> String {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    format!(" {} ", words.join(" "))
}
