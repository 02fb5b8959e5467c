//! The index below the engine: what is left out without scoring it, and segments that come as bytes.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests, which clippy does not know as such")]

use std::cmp::Reverse;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index as Place;
use throughline::model::Event;
use throughline::protocol::{Bar, Count, Facet, FacetCounts, Reading, SearchRequest, Sort, Timeline};
use throughline::search::language::Query;
use throughline::search::{Address, Highlight, Index, Order, Ranked, Segment, SegmentError};

use super::laws::batches;
use super::samples::{events, many_events, other_names, query, request};

/// The bytes of a segment: events come newest first, in the order of the archive within a day.
fn bytes(mut batch: Vec<Event>) -> Vec<u8> {
    batch.sort_by_key(|event| Reverse(event.date));
    Segment::build(&batch, &other_names).bytes().to_vec()
}

fn index(segments: impl IntoIterator<Item = Segment>) -> Index {
    let mut index = Index::default();
    segments.into_iter().for_each(|segment| index.add(segment));
    index
}

fn order(request: &SearchRequest) -> Order {
    Order { sort: request.sort, prefers_recent: !request.ageless }
}

fn best(index: &Index, request: &SearchRequest, offset: u32, limit: u32) -> Vec<Ranked> {
    let query = Query::parse(&request.query, request.typing);
    index.best(&index.find(&query, &request.filters), order(request), offset, limit)
}

/// All that an index can say to a request.
#[derive(Debug, PartialEq)]
struct Answers {
    best: Vec<Ranked>,
    counts: Vec<(FacetCounts, Vec<Count>)>,
    highlights: Vec<Highlight>,
    readings: Vec<Reading>,
    bars: Vec<Bar>,
    addresses: Vec<Vec<Address>>,
}

fn answers(index: &Index, request: &SearchRequest, events: &[Event]) -> Answers {
    let query = Query::parse(&request.query, request.typing);
    let found = index.find(&query, &request.filters);
    let best = index.best(&found, order(request), 0, u32::MAX);
    let addresses: Vec<_> = best.iter().map(|ranked| ranked.address).collect();
    let counts_of =
        |facet| (index.facet_counts(&found, &request.filters, facet, 10), index.count_values(&addresses, facet, 10));
    let counts = Facet::ALL.map(counts_of).into();
    let values = Facet::ALL.into_iter().zip(["State affairs", "The war", "United States", "BBC"]);
    let of_days = events.iter().map(|event| index.events_of_day(event.date));
    Answers {
        counts,
        highlights: events.iter().map(|event| index.highlight(&found, event)).collect(),
        readings: index.readings(&found),
        bars: index.timeline(&found, Timeline::Whole).0,
        addresses: values.map(|(facet, value)| index.events_with(facet, value)).chain(of_days).collect(),
        best,
    }
}

/// What happens to the bytes of a segment on a bad day.
#[derive(Clone, Debug)]
enum Damage {
    CutOff(Place),
    Altered(Vec<(Place, u8)>),
}

fn damage() -> impl Strategy<Value = Damage> {
    let altered = vec((any::<Place>(), any::<u8>()), 1..4).prop_map(Damage::Altered);
    prop_oneof![1 => any::<Place>().prop_map(Damage::CutOff), 4 => altered]
}

fn damaged(mut bytes: Vec<u8>, damage: &Damage) -> Vec<u8> {
    match damage {
        Damage::CutOff(place) => bytes.truncate(place.index(bytes.len())),
        Damage::Altered(places) => places.iter().for_each(|(place, byte)| *place.get_mut(&mut bytes) = *byte),
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn of_many_matches_the_best_are_found_without_scoring_all(
        events in many_events(),
        requests in vec(request(), 6),
        cuts in vec(any::<Place>(), 0..4),
        rotate in 0_usize..5,
        pages in vec((0_u32..12, 1_u32..8), 4),
    ) {
        let index = index(batches(&events, &cuts, rotate).into_iter().map(|batch| Segment::open(bytes(batch)).unwrap()));
        for request in requests {
            let request = SearchRequest { sort: Sort::Relevance, ..request };
            let all = best(&index, &request, 0, u32::MAX);
            for (offset, limit) in &pages {
                let expected: Vec<_> = all.iter().skip(*offset as usize).take(*limit as usize).copied().collect();
                prop_assert_eq!(best(&index, &request, *offset, *limit), expected, "{:?} from {} on", &request, offset);
            }
        }
    }

    #[test]
    fn segments_from_bytes_are_those_that_were_built(events in events(), requests in vec(request(), 3)) {
        let bytes = bytes(events.clone());
        let mut newest_first = events.clone();
        newest_first.sort_by_key(|event| Reverse(event.date));
        let (built, opened) = (Segment::build(&newest_first, &other_names), Segment::open(bytes.clone()).unwrap());
        prop_assert_eq!(built.bytes(), &bytes[..]);
        prop_assert_eq!(opened.len(), events.len());
        let (built, opened) = (index([built]), index([opened]));
        for request in requests {
            prop_assert_eq!(answers(&built, &request, &events), answers(&opened, &request, &events));
        }
    }

    #[test]
    fn damaged_segments_are_refused_or_searched_without_harm(
        events in events(),
        damage in damage(),
        requests in vec(request(), 3),
        query in query(),
    ) {
        let Ok(segment) = Segment::open(damaged(bytes(events.clone()), &damage)) else { return Ok(()) };
        let index = index([segment, Segment::build(&[], &other_names)]);
        for request in requests.into_iter().chain([SearchRequest { query, ..SearchRequest::default() }]) {
            answers(&index, &request, &events);
        }
    }
}

/// An index as an older version wrote it, of the events beside it.
const OLD_INDEX: &[u8] = include_bytes!("../../data/old/index-version-2.bin");
const OLD_EVENTS: &str = include_str!("../../data/old/events.json");

#[test]
fn an_index_of_an_older_version_is_refused_and_its_events_are_indexed() {
    let error = Segment::open(OLD_INDEX).unwrap_err();
    assert_eq!(error, SegmentError::Version(2));
    assert!(error.to_string().contains("version 2"), "{error}");
    assert_eq!(Segment::open_head(OLD_INDEX, OLD_INDEX.len()).unwrap_err(), error);

    let events: Vec<Event> = serde_json::from_str(OLD_EVENTS).unwrap();
    let index = index([Segment::open(bytes(events.clone())).unwrap()]);
    assert_eq!((index.len(), index.segment(0).unwrap().bytes() == OLD_INDEX), (events.len(), false));
}
