//! The engine on a real archive: 11,364 events of Wikipedia's portal.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests, which clippy does not know as such")]

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::time::{Duration, Instant};

use flate2::read::GzDecoder;
use serde_json::Value;
use throughline::engine::Engine;
use throughline::model::{Alias, AliasOrigin, Entity, Event, Mention, Source};
use throughline::protocol::{Choice, SearchRequest, Sort};

use super::laws::{assert_as_naive, assert_hits, search};
use super::naive::Archive;
use crate::support::shared;

const EVENTS: usize = 11_364;
const QUERIES: usize = 120;
/// Facets and histograms take the naive scan six times as long: they are compared for every so many queries.
const WHOLE_EVERY: usize = 10;
/// Events in a batch, about as many as in a shard.
const BATCH: usize = 1_000;

fn texts(list: &Value, key: &str) -> Vec<String> {
    list.as_array().unwrap().iter().map(|item| item[key].as_str().unwrap_or_default().to_owned()).collect()
}

fn event(line: &str) -> Event {
    let json: Value = serde_json::from_str(line).unwrap();
    let text = |key: &str| json[key].as_str().unwrap();
    let mut event = Event::new(text("id"), text("date").parse().unwrap(), text("text"));
    event.category = Some(text("category").to_owned());
    event.story = texts(&json["story"], "title");
    let links = texts(&json["links"], "anchor").into_iter().zip(texts(&json["links"], "title"));
    event.mentions = links.map(|(text, entity)| Mention { text, entity }).collect();
    for mention in &event.mentions {
        if !event.entities.contains(&mention.entity) {
            event.entities.push(mention.entity.clone());
        }
    }
    let sources = texts(&json["sources"], "name").into_iter().zip(texts(&json["sources"], "url"));
    event.sources = sources.map(|(name, url)| Source { name, url }).collect();
    event
}

/// The events in the order of the archive; `None` on machines without it.
fn events() -> Option<Vec<Event>> {
    let file = std::fs::File::open(shared("corpora/portal-normalized.jsonl.gz")?).unwrap();
    let events: Vec<_> = BufReader::new(GzDecoder::new(file)).lines().map(|line| event(&line.unwrap())).collect();
    assert_eq!(events.len(), EVENTS);
    Some(events)
}

/// Every page that is linked to, with the words of the links as its other names.
fn entities(events: &[Event]) -> Vec<Entity> {
    let mut names: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for mention in events.iter().flat_map(|event| &event.mentions) {
        names.entry(&mention.entity).or_default().insert(&mention.text);
    }
    let alias = |name: &str| Alias { name: name.to_owned(), origin: AliasOrigin::Anchor };
    let entity = |(name, aliases): (&str, BTreeSet<&str>)| Entity {
        name: name.to_owned(),
        aliases: aliases.into_iter().filter(|alias| *alias != name).map(alias).collect(),
        kind: None,
        events: 0,
    };
    names.into_iter().map(entity).collect()
}

/// Loads the events as the worker does: newest batch first.
fn engine(events: &[Event], entities: &[Entity]) -> Engine {
    let mut engine = Engine::new();
    engine.set_entities(entities.to_vec());
    let mut rest = events.to_vec();
    rest.sort_by_key(|event| event.date);
    while !rest.is_empty() {
        // A batch begins where a day does.
        let first = rest[rest.len().saturating_sub(BATCH)].date;
        engine.add_events(rest.split_off(rest.partition_point(|event| event.date < first)));
    }
    engine
}

/// Numbers that look random and are the same every time: xorshift64 (G. Marsaglia, 2003).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound as u64).unwrap()
    }
}

/// Something typed after a headline: some of its words, the last perhaps unfinished; a few that follow each other, in quotes; with
/// a word mistyped, excluded, or instead of another; an entity. At times with filters from the same event.
fn request(events: &[Event], numbers: &mut Numbers) -> SearchRequest {
    let event = &events[numbers.below(events.len())];
    let words: Vec<&str> = event.headline.split_whitespace().collect();
    let mut some = |most: usize| {
        let chosen: Vec<&str> = (0..=numbers.below(most)).map(|_| words[numbers.below(words.len())]).collect();
        chosen.join(" ")
    };
    let (several, other) = (some(3), some(1));
    let mut query = match numbers.below(10) {
        0 | 1 => phrase(&words, numbers),
        2 | 3 => mistyped(&several, numbers),
        4 => format!("{several} OR ({other})"),
        5 => format!("{several} -{other}"),
        6 => format!("{} entity:\"{}\"", other, event.entities.first().map_or("", String::as_str).replace('"', "")),
        _ => several,
    };
    let typing = numbers.below(2) == 0;
    if typing {
        let end = query.char_indices().nth(1 + numbers.below(query.chars().count())).map_or(query.len(), |(at, _)| at);
        query.truncate(end);
    }
    let sort = [Sort::Relevance, Sort::Relevance, Sort::Relevance, Sort::Newest, Sort::Oldest][numbers.below(5)];
    let (exact, ageless) = (numbers.below(8) == 0, numbers.below(4) == 0);
    let limits = SearchRequest { limit: 100, facet_limit: 30, ..SearchRequest::default() };
    let mut request = SearchRequest { query, typing, sort, exact, ageless, ..limits };
    let choice = |value: &String, exclude| Choice { value: value.clone(), exclude };
    match numbers.below(6) {
        0 => request.filters.category.extend(event.category.iter().map(|value| choice(value, false))),
        1 => request.filters.entity.extend(event.entities.iter().map(|value| choice(value, false))),
        2 => request.filters.story.extend(event.story.iter().take(1).map(|value| choice(value, true))),
        3 => (request.filters.after, request.filters.before) = (Some(event.date), event.date.plus_days(90)),
        _ => {}
    }
    request
}

/// Two to four words that follow each other.
fn phrase(words: &[&str], numbers: &mut Numbers) -> String {
    let start = numbers.below(words.len());
    let end = words.len().min(start + 2 + numbers.below(3));
    format!("\"{}\"", words[start..end].join(" ").replace('"', ""))
}

/// With two neighbouring characters in the wrong order, or one too few.
fn mistyped(text: &str, numbers: &mut Numbers) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    let place = numbers.below(chars.len());
    if numbers.below(2) == 0 && place + 1 < chars.len() {
        chars.swap(place, place + 1);
    } else if chars.len() > 1 {
        chars.remove(place);
    }
    chars.into_iter().collect()
}

#[test]
fn answers_over_the_portal_are_those_of_a_naive_scan() {
    let Some(events) = events() else { return };
    let entities = entities(&events);
    let start = Instant::now();
    let engine = engine(&events, &entities);
    eprintln!("indexed {EVENTS} events and {} entities in {:?}", entities.len(), start.elapsed());
    assert_eq!((engine.len(), engine.duplicates()), (EVENTS, 0));
    let archive = Archive::new(events.clone(), &entities);
    let mut numbers = Numbers(20_161_204);
    let mut times = Vec::new();
    for number in 0..QUERIES {
        let request = request(&events, &mut numbers);
        let start = Instant::now();
        let reply = search(&engine, &request);
        times.push(start.elapsed());
        if number % WHOLE_EVERY == 0 {
            assert_as_naive(&archive, &request, &reply);
        } else {
            assert_hits(&archive, &archive.answer(&request), &request, &reply);
        }
    }
    print_times(times);
}

fn print_times(mut times: Vec<Duration>) {
    times.sort_unstable();
    let share = |percent: usize| times[times.len() * percent / 100];
    eprintln!("{} queries: median {:?}, 99th percentile {:?}", times.len(), share(50), share(99));
}
