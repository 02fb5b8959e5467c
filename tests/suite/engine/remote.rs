//! An index that arrives in pieces, against the same that is there.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests, which clippy does not know as such")]

use std::cmp::Reverse;

use proptest::prelude::*;
use throughline::engine::{Arrival, Engine, Needs};
use throughline::model::{Date, Event, Mention};
use throughline::protocol::{Reply, Request, SearchReply, SearchRequest, SuggestRequest};
use throughline::search::{Segment, SegmentError, write_index};

use super::samples::{ASKED_VALUES, events, many_events, other_names, request, table};

/// Questions are asked again as often as this at most: terms, names, lists, positions, lines, events, and what is found to be misspelt.
const MOST_ROUNDS: usize = 12;
const FILE_EVENTS: usize = 7;

/// A host of one index and the files of its events.
pub(super) struct Host {
    pub(super) index: Vec<u8>,
    head: usize,
    /// Newest first, and events of a day in one.
    pub(super) files: Vec<Vec<Event>>,
    /// All files, one after the other.
    json: Vec<u8>,
}

impl Host {
    pub(super) fn new(mut events: Vec<Event>) -> Self {
        events.sort_by_key(|event| event.date);
        let mut files: Vec<Vec<Event>> = vec![Vec::new()];
        for day in events.chunk_by(|a, b| a.date == b.date) {
            if files.last().unwrap().len() >= FILE_EVENTS {
                files.push(Vec::new());
            }
            files.last_mut().unwrap().extend_from_slice(day);
        }
        files.reverse();
        let (mut json, mut line_bytes) = (Vec::new(), Vec::new());
        for file in &files {
            for (place, event) in file.iter().enumerate() {
                let before = if place == 0 { "[\n" } else { "" };
                let after = if place + 1 == file.len() { "\n]\n" } else { ",\n" };
                let line = format!("{before}{}{after}", serde_json::to_string(event).unwrap());
                line_bytes.push(line.len() as u32);
                json.extend_from_slice(line.as_bytes());
            }
        }
        events.sort_by_key(|event| Reverse(event.date));
        let (index, head) = write_index(&events, &other_names, line_bytes);
        Self { index, head: head as usize, files, json }
    }

    pub(super) fn file_events(&self) -> Vec<u32> {
        self.files.iter().map(|file| file.len() as u32).collect()
    }

    /// An engine that has the head of the index alone: not even the table of entities.
    pub(super) fn engine(&self) -> Engine {
        let mut engine = Engine::new();
        assert_eq!(self.add_to(&mut engine), 0);
        engine
    }

    /// Adds the head of the index alone; returns its number.
    pub(super) fn add_to(&self, engine: &mut Engine) -> usize {
        let segment = Segment::open_head(&self.index[..self.head], self.index.len()).unwrap();
        engine.add_segment(segment, &self.file_events()).unwrap()
    }

    pub(super) fn bring(&self, engine: &mut Engine, needs: &Needs) {
        for (segment, range) in &needs.bytes {
            engine.fill(*segment, range.start, &self.index[range.clone()]).unwrap();
        }
        for (address, line) in &needs.lines {
            engine.add_line(*address, &self.json[line.bytes.start as usize..line.bytes.end as usize]);
        }
        if needs.entities {
            engine.set_entities(table());
        }
    }

    /// Asks until nothing is missing.
    pub(super) fn ask(&self, engine: &mut Engine, request: &Request) -> Reply {
        for _ in 0..MOST_ROUNDS {
            let reply = engine.handle(request);
            let needs = engine.take_needs();
            if needs.is_empty() {
                return reply;
            }
            self.bring(engine, &needs);
        }
        panic!("there is always more to bring for {request:?}");
    }

    pub(super) fn bring_index(&self, engine: &mut Engine) {
        for range in engine.missing(0) {
            engine.fill(0, range.start, &self.index[range.clone()]).unwrap();
        }
    }

    pub(super) fn bring_everything(&self, engine: &mut Engine) {
        self.bring_index(engine);
        for (number, file) in self.files.iter().enumerate() {
            engine.add_file(0, number, Arrival::new(file.clone()));
        }
    }
}

/// An engine that has made the index itself.
fn whole(events: &[Event]) -> Engine {
    let mut engine = Engine::new();
    engine.set_entities(table());
    engine.add_events(events.to_vec());
    engine
}

/// What is counted comes later; what is found does not.
fn found(reply: Reply) -> SearchReply {
    let Reply::Search(mut reply) = reply else { panic!("{reply:?}") };
    reply.facets.clear();
    reply
}

pub(super) fn unique(mut events: Vec<Event>) -> Vec<Event> {
    let mut seen = std::collections::HashSet::new();
    events.retain(|event| !event.id.is_empty() && seen.insert(event.id.clone()));
    events
}

fn searches(requests: Vec<SearchRequest>) -> impl Iterator<Item = Request> {
    requests.into_iter().map(Request::Search)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pieces_answer_like_the_whole(
        events in prop_oneof![events(), many_events()],
        requests in proptest::collection::vec(request(), 6),
        name in proptest::sample::select(&ASKED_VALUES[..]),
    ) {
        let events = unique(events);
        let host = Host::new(events.clone());
        let (expected, mut engine) = (whole(&events), host.engine());
        for request in searches(requests.clone()) {
            prop_assert_eq!(found(host.ask(&mut engine, &request)), found(expected.handle(&request)), "{:?}", request);
        }
        for event in events.iter().take(5) {
            let request = Request::Event { id: event.id.clone() };
            prop_assert_eq!(host.ask(&mut engine, &request), expected.handle(&request));
            let request = Request::Day { date: event.date };
            prop_assert_eq!(host.ask(&mut engine, &request), expected.handle(&request));
        }
        let unknown = Request::Event { id: "no such event".into() };
        prop_assert_eq!(host.ask(&mut engine, &unknown), expected.handle(&unknown));

        host.bring_everything(&mut engine);
        prop_assert_eq!(engine.counted(), events.len());
        let suggest = Request::Suggest(SuggestRequest { text: name.to_owned(), limit: 9 });
        prop_assert_eq!(engine.handle(&suggest), expected.handle(&suggest));
        let entity = Request::Entity { name: name.to_owned() };
        prop_assert_eq!(host.ask(&mut engine, &entity), expected.handle(&entity));
        for request in searches(requests) {
            prop_assert_eq!(engine.handle(&request), expected.handle(&request), "{:?}", request);
        }
        prop_assert!(engine.take_needs().is_empty());
    }

    #[test]
    fn damaged_pieces_are_refused(events in many_events(), page in any::<proptest::sample::Index>(), bit in 0_u32..8) {
        let host = Host::new(unique(events));
        prop_assume!(host.index.len() > host.head);
        let mut damaged = host.index.clone();
        let place = host.head + page.index(host.index.len() - host.head);
        damaged[place] ^= 1 << bit;
        let mut engine = host.engine();
        let filled = engine.fill(0, host.head, &damaged[host.head..]);
        prop_assert_eq!(filled, Err(SegmentError::Damaged));
        let mut head = host.index[..host.head].to_vec();
        *page.get_mut(&mut head) ^= 1 << bit;
        prop_assert!(Segment::open_head(&head, host.index.len()).is_err());
    }
}

#[test]
fn a_removed_segment_leaves_what_has_arrived() {
    let day = |day| Date::new(2020, 1, day).unwrap();
    let events: Vec<Event> = (1..=20).map(|n| Event::new(format!("id {n}"), day(n), format!("Headline {n}"))).collect();
    let host = Host::new(events.clone());
    let mut engine = host.engine();
    engine.add_file(0, 1, Arrival::new(host.files[1].clone()));
    engine.remove_segment(0);
    assert_eq!(engine.len(), host.files[1].len());
    engine.add_events(host.files[0].clone());
    engine.add_events(host.files[2].clone());
    let request =
        Request::Search(SearchRequest { query: "headline".into(), limit: 30, facet_limit: 9, ..Default::default() });
    assert_eq!(engine.handle(&request), whole(&events).handle(&request));
}

#[test]
fn a_file_of_another_archive_takes_the_place_of_the_index() {
    let day = |day| Date::new(2020, 1, day).unwrap();
    let events: Vec<Event> = (1..=20).map(|n| Event::new(format!("id {n}"), day(n), format!("Headline {n}"))).collect();
    let host = Host::new(events);
    let mut engine = host.engine();
    engine.add_file(0, 0, Arrival::new(vec![Event::new("other", day(3), "Something else")]));
    assert_eq!(engine.len(), 1);
    assert!(matches!(engine.handle(&Request::Event { id: "other".into() }), Reply::Event(_)));
}

#[test]
fn the_events_of_a_file_can_be_taken_a_few_at_a_time() {
    let day = Date::new(2020, 1, 1).unwrap();
    let headline = |n: u32| format!("Headline {n} of the day");
    let events: Vec<Event> = (0..333).map(|n| Event::new(format!("id {n}"), day, headline(n))).collect();
    let (host, whole) = (Host::new(events.clone()), whole(&events));
    assert_eq!(host.files.len(), 1, "a day is in one file");
    let questions: Vec<_> = events.iter().map(|event| Request::Event { id: event.id.clone() }).collect();
    let mut engine = host.engine();
    host.bring_index(&mut engine);
    let mut arrival = Arrival::new(host.files[0].clone());
    let mut times = 0;
    while engine.pack(&mut arrival) {
        times += 1;
        assert_eq!(host.ask(&mut engine, &questions[times]), whole.handle(&questions[times]));
    }
    assert!((3..events.len()).contains(&times), "{times} times");
    engine.add_file(0, 0, arrival);
    engine.rest();
    for removed in [false, true] {
        if removed {
            engine.remove_segment(0);
        }
        for question in &questions {
            assert_eq!(engine.handle(question), whole.handle(question), "removed: {removed}");
            assert!(engine.take_needs().is_empty());
        }
    }
}

#[test]
fn other_names_are_known_without_the_table() {
    let day = |day| Date::new(2020, 1, day).unwrap();
    let event = |n: u32, entity: &str| Event {
        entities: vec![entity.to_owned()],
        mentions: vec![Mention { text: "the group".into(), entity: entity.to_owned() }],
        ..Event::new(format!("id {n}"), day(n), format!("Headline {n} of the group"))
    };
    let events = vec![event(1, "Islamic State"), event(2, "United States"), event(3, "Islamic State")];
    let host = Host::new(events);
    let mut engine = host.engine();
    for (query, ids, names) in [
        ("Daesh", vec!["id 3", "id 1"], vec!["Islamic State"]),
        ("daehs", vec!["id 3", "id 1"], vec![]),
        ("is", vec!["id 3", "id 2", "id 1"], vec!["Islamic State", "United States"]),
        ("entity:daesh", vec!["id 3", "id 1"], vec![]),
        ("entity:dae*", vec!["id 3", "id 1"], vec![]),
    ] {
        let search = SearchRequest { query: query.into(), limit: 9, ..Default::default() };
        let reply = found(host.ask(&mut engine, &Request::Search(search)));
        assert_eq!(reply.hits.iter().map(|hit| hit.id.as_str()).collect::<Vec<_>>(), ids, "{query}");
        assert_eq!(reply.readings.iter().flat_map(|reading| &reading.names).collect::<Vec<_>>(), names, "{query}");
        let is_marked = !query.starts_with("entity");
        assert!(reply.hits.iter().all(|hit| hit.marks.is_empty() != is_marked), "{query}");
    }
    let Reply::Entity(entity) = engine.handle(&Request::Entity { name: "daesh".into() }) else { panic!() };
    assert_eq!((entity.name.as_str(), entity.aliases.len()), ("Islamic State", 0), "their origin is not known");
    assert!(engine.take_needs().entities);
    let Reply::Entity(entity) = host.ask(&mut engine, &Request::Entity { name: "daesh".into() }) else { panic!() };
    assert_eq!(entity.aliases.len(), 3);
}

#[test]
fn names_that_come_after_the_events_are_known() {
    let events = vec![Event {
        entities: vec!["Islamic State".into()],
        ..Event::new("a", Date::new(2020, 1, 1).unwrap(), "Headline")
    }];
    let mut engine = Engine::new();
    engine.add_events(events.clone());
    let request =
        Request::Search(SearchRequest { query: "daesh".into(), limit: 9, facet_limit: 9, ..Default::default() });
    assert_eq!(found(engine.handle(&request)).total, 0);
    engine.set_entities(table());
    assert_eq!(engine.handle(&request), whole(&events).handle(&request));
    assert_eq!(found(engine.handle(&request)).total, 1);
}
