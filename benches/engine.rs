//! How long the engine takes to answer, natively, over a bundle or several copies of it.
//!
//! `cargo bench --profile native --bench engine -- BUNDLE [COPIES [KIND]]`; prints medians and 99th percentiles of CPU time, so that other work on
//! the machine disturbs little. Every copy has other ids and days.
#![allow(clippy::expect_used, clippy::panic, reason = "a benchmark may give up")]

use std::path::Path;
use std::time::Duration;

use cpu_time::ThreadTime;
use throughline::bundle;
use throughline::engine::Engine;
use throughline::model::{Date, Event};
use throughline::protocol::{Request, SearchRequest};
use throughline::search::Segment;

/// Questions of each kind.
const QUESTIONS: usize = 400;
/// How often each is asked; the shortest time counts, which other work on the machine disturbs least.
const REPEATS: usize = 5;
/// Days between the copies: not a whole number of years, so that days of the year mix.
const COPY_DAYS: i32 = 497;
/// Events in a segment.
const BATCH: usize = 64_000;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    let Some(dir) = args.first() else {
        return println!("Name the folder of a bundle, and perhaps a number of copies.");
    };
    let copies = args.get(1).and_then(|copies| copies.parse().ok()).unwrap_or(1);
    let only = args.get(2).map_or("", String::as_str);
    let (entities, events) = load(Path::new(dir));
    let mut engine = Engine::new();
    engine.set_entities(entities);
    let all = copied(&events, copies);
    let start = ThreadTime::now();
    all.chunks(BATCH).for_each(|batch| engine.add_events(batch.to_vec()));
    println!("{} events indexed in {:.0?}", engine.len(), start.elapsed());
    let segments = all.chunks(BATCH).map(|batch| Segment::build(batch, &|_| Vec::new())).collect::<Vec<_>>();
    let bytes: usize = segments.iter().map(|segment| segment.bytes().len()).sum();
    println!("{:.1} MB of index in {} segments", bytes as f64 / 1e6, segments.len());
    let mut numbers = Numbers(1);
    for (kind, words, cut) in [("three words", 3, false), ("typing two", 2, true), ("one word", 1, false)] {
        let questions: Vec<_> = (0..QUESTIONS).map(|_| question(&events, &mut numbers, words, cut)).collect();
        report(kind, only, &engine, &questions);
    }
    let mut questions: Vec<_> = (0..QUESTIONS).map(|_| misspelt(&events, &mut numbers)).collect();
    report("misspelt, three words", only, &engine, &questions);
    questions.iter_mut().for_each(|question| question.typing = true);
    report("misspelt, typing three", only, &engine, &questions);
    let letters = ('a'..='z').map(|letter| typed(letter.to_string())).collect::<Vec<_>>();
    report("one letter", only, &engine, &letters);
}

fn load(dir: &Path) -> (Vec<throughline::model::Entity>, Vec<Event>) {
    let read = |path: &str| std::fs::read(dir.join(path)).expect("a file of the bundle");
    let manifest = bundle::read_manifest(&read("manifest.json")).expect("a manifest");
    let entities = bundle::read_entities(&manifest.entities, &read(&manifest.entities.path)).expect("entities").items;
    let shards = manifest.shards.iter();
    let events =
        shards.flat_map(|shard| bundle::read_shard(shard, &read(&shard.path)).expect("a shard").items).collect();
    (entities, events)
}

fn copied(events: &[Event], copies: i32) -> Vec<Event> {
    let copy = |number: i32| {
        events.iter().map(move |event| {
            let day = event.date.day_number() - number * COPY_DAYS;
            let date = Date::from_day_number(day).unwrap_or(event.date);
            Event { id: format!("{number}/{}", event.id), date, ..event.clone() }
        })
    };
    let mut all: Vec<Event> = (0..copies).flat_map(copy).collect();
    all.sort_by_key(|event| std::cmp::Reverse(event.date));
    all
}

fn typed(query: String) -> SearchRequest {
    SearchRequest {
        query,
        typing: true,
        limit: 20,
        facet_limit: 20,
        timeline: throughline::protocol::Timeline::Off,
        ..SearchRequest::default()
    }
}

fn question(events: &[Event], numbers: &mut Numbers, count: usize, cut: bool) -> SearchRequest {
    let headline = &events[numbers.below(events.len())].headline;
    let words: Vec<&str> = headline.split_whitespace().collect();
    let mut query = (0..count).map(|_| words[numbers.below(words.len())]).collect::<Vec<_>>().join(" ");
    if cut {
        let end = query.char_indices().nth(1 + numbers.below(query.chars().count())).map_or(query.len(), |(at, _)| at);
        query.truncate(end);
    }
    SearchRequest { typing: cut, ..typed(query) }
}

/// Three words, one of them with a character too many, one too few, a wrong one, or two in the wrong order.
fn misspelt(events: &[Event], numbers: &mut Numbers) -> SearchRequest {
    let request = question(events, numbers, 3, false);
    let mut words: Vec<Vec<char>> = request.query.split(' ').map(|word| word.chars().collect()).collect();
    let place = numbers.below(words.len());
    let word = &mut words[place];
    let (at, letter) = (numbers.below(word.len()), char::from(b'a' + numbers.below(26) as u8));
    match numbers.below(4) {
        0 => word.insert(at, letter),
        1 => _ = word.remove(at),
        2 if at > 0 => word.swap(at - 1, at),
        _ => word[at] = letter,
    }
    let words: Vec<String> = words.into_iter().map(String::from_iter).collect();
    SearchRequest { query: words.join(" "), ..request }
}

fn report(kind: &str, only: &str, engine: &Engine, questions: &[SearchRequest]) {
    if !kind.starts_with(only) {
        return;
    }
    for (part, facets) in [("hits", Some(Vec::new())), ("hits, facets", None)] {
        let mut times: Vec<Duration> = questions
            .iter()
            .map(|question| {
                let request = Request::Search(SearchRequest { facets: facets.clone(), ..question.clone() });
                let ask = |_| {
                    let start = ThreadTime::now();
                    std::hint::black_box(engine.handle(&request));
                    start.elapsed()
                };
                (0..REPEATS).map(ask).min().unwrap_or_default()
            })
            .collect();
        times.sort_unstable();
        let at = |share: usize| times[(times.len() - 1) * share / 100];
        println!("{kind}, {part}: median {:.2?}, 99 % {:.2?}", at(50), at(99));
    }
}

/// Numbers that look random and are the same every time: xorshift64 (G. Marsaglia, 2003).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }
}
