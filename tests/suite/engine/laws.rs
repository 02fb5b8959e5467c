//! The engine against a naive scan, for small arbitrary archives.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests, which clippy does not know as such")]

use std::collections::{BTreeMap, HashMap};

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use throughline::engine::Engine;
use throughline::model::{Alias, AliasOrigin, Date, Entity, Event, Mention, Source};
use throughline::protocol::{
    Choice, Facet, Filters, Hit, Reply, Request, SearchReply, SearchRequest, Sort, Span, Timeline,
};
use throughline::text::{fold, fold_chars, for_each_token};

use super::naive::{Archive, span_label};

/// Words that share beginnings, accents, scripts, and a few that are in names of entities.
const WORDS: [&str; 16] = [
    "state",
    "State's",
    "States",
    "stat",
    "Łódź",
    "lodz",
    "O'Brien",
    "U.S.",
    "us",
    "isil",
    "Daesh",
    "俄罗斯",
    "俄",
    "罗斯",
    "covid-19",
    "été",
];
const CATEGORIES: [&str; 3] = ["Law and crime", "State affairs", "été"];
const STORIES: [&str; 4] = ["The war", "Siege of Łódź", "俄罗斯 war", "States"];
const ENTITIES: [&str; 4] = ["Islamic State", "United States", "Łódź", "Nobody"];
const SOURCES: [&str; 3] = ["BBC", "State news", "俄罗斯报"];

fn table() -> Vec<Entity> {
    let alias = |name: &&str| Alias { name: (*name).to_owned(), origin: AliasOrigin::Given };
    let entity = |name: &str, aliases: &[&str]| Entity {
        name: name.to_owned(),
        aliases: aliases.iter().map(alias).collect(),
        kind: None,
        events: 0,
    };
    vec![
        entity("Islamic State", &["ISIL", "Daesh"]),
        entity("United States", &["U.S.", "USA"]),
        entity("Elsewhere", &["Nowhere"]),
    ]
}

fn text(words: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    vec(select(&WORDS[..]), words).prop_map(|words| words.join(" "))
}

fn strings(of: &'static [&'static str]) -> impl Strategy<Value = Vec<String>> {
    subsequence(of, 0..=of.len()).prop_shuffle().prop_map(|some| some.into_iter().map(str::to_owned).collect())
}

fn date() -> impl Strategy<Value = Date> {
    prop_oneof![0..40, 0..4000].prop_map(|days| Date::from_day_number(17_000 + days).unwrap())
}

fn event() -> impl Strategy<Value = Event> {
    let category = option::of(select(&CATEGORIES[..]).prop_map(str::to_owned));
    let texts = (text(1..6), option::of(text(0..30)), option::of(text(1..2)));
    let labels = (category, strings(&STORIES), strings(&ENTITIES), vec(select(&SOURCES[..]), 0..3));
    (date(), texts, labels).prop_map(|(date, (headline, description, place), (category, story, entities, sources))| {
        let mentions = entities.iter().map(|entity| Mention { text: "isil".into(), entity: entity.clone() }).collect();
        let source = |name: &str| Source { name: name.to_owned(), url: "https://example.org/".into() };
        let sources = sources.into_iter().map(source).collect();
        Event { description, category, story, mentions, entities, sources, place, ..Event::new("", date, headline) }
    })
}

/// Events in the order of the archive, with different ids.
fn events() -> impl Strategy<Value = Vec<Event>> {
    vec(event(), 0..24).prop_map(|mut events| {
        events.sort_by_key(|event| event.date);
        for (number, event) in events.iter_mut().enumerate() {
            event.id = format!("{}/{number}", event.date);
        }
        events
    })
}

fn choices(of: &'static [&'static str]) -> impl Strategy<Value = Vec<Choice>> {
    let choice = (select(of), any::<bool>()).prop_map(|(value, exclude)| Choice { value: value.into(), exclude });
    prop_oneof![3 => Just(Vec::new()), 2 => vec(choice, 1..3)]
}

fn filters() -> impl Strategy<Value = Filters> {
    let entities = &["Islamic State", "Daesh", "United States", "USA", "Łódź", "Nowhere", "unknown"];
    let facets = (choices(&CATEGORIES), choices(&STORIES), choices(entities), choices(&SOURCES));
    let dates = prop_oneof![2 => Just((None, None)), 1 => (option::of(date()), option::of(date()))];
    (facets, dates).prop_map(|((category, story, entity, source), (after, before))| Filters {
        category,
        story,
        entity,
        source,
        after,
        before,
    })
}

fn query() -> impl Strategy<Value = String> {
    let more = ["s", "st", "l", "u", "d", "nobody", "islamic", "罗", "war", "news", "!", "zebra"];
    let word = prop_oneof![3 => select(&WORDS[..]), 1 => select(more.to_vec())];
    let word = (word, prop_oneof![4 => Just(""), 1 => Just("*")]).prop_map(|(word, star)| format!("{word}{star}"));
    let end = prop_oneof![3 => Just(""), 1 => Just(" ")];
    (vec(word, 0..4), end).prop_map(|(words, end)| words.join(" ") + end)
}

fn request() -> impl Strategy<Value = SearchRequest> {
    let sort = select(vec![Sort::Relevance, Sort::Newest, Sort::Oldest]);
    (query(), any::<bool>(), filters(), sort, 0_u32..5).prop_map(|(query, typing, filters, sort, facet_limit)| {
        SearchRequest {
            query,
            typing,
            filters,
            sort,
            offset: 0,
            limit: u32::MAX,
            facet_limit,
            ..SearchRequest::default()
        }
    })
}

/// An engine that got the events in several batches, in another order.
fn engine(events: &[Event], cuts: &[prop::sample::Index], rotate: usize) -> Engine {
    let mut engine = Engine::new();
    engine.set_entities(table());
    let mut bounds: Vec<usize> = cuts.iter().map(|cut| cut.index(events.len() + 1)).collect();
    bounds.extend([0, events.len()]);
    bounds.sort_unstable();
    let mut batches: Vec<_> = bounds.windows(2).map(|pair| batch(events, pair[0], pair[1])).collect();
    let places = batches.len();
    batches.rotate_left(rotate % places);
    batches.reverse();
    batches.into_iter().for_each(|batch| engine.add_events(batch));
    engine
}

/// The events from one place to another, both moved on to where a day begins.
fn batch(events: &[Event], from: usize, to: usize) -> Vec<Event> {
    let day = |at: usize| (at..events.len()).find(|n| *n == 0 || events[*n - 1].date < events[*n].date);
    events[day(from).unwrap_or(events.len())..day(to).unwrap_or(events.len())].to_vec()
}

pub(super) fn search(engine: &Engine, request: &SearchRequest) -> SearchReply {
    match engine.handle(&Request::Search(request.clone())) {
        Reply::Search(reply) => reply,
        other => panic!("{other:?}"),
    }
}

pub(super) fn ids(hits: &[Hit]) -> Vec<&str> {
    hits.iter().map(|hit| hit.id.as_str()).collect()
}

/// Everything in an answer is as the naive scan has it.
pub(super) fn assert_as_naive(archive: &Archive, request: &SearchRequest, reply: &SearchReply) {
    let ranked = archive.ranked(request);
    assert_eq!(reply.total as usize, ranked.len(), "{request:?}");
    assert_eq!(reply.searched as usize, archive.events.len());
    assert_same_order(archive, &ranked, reply);
    for (facet, counts) in Facet::ALL.into_iter().zip(&reply.facets) {
        assert_eq!(*counts, archive.facet(request, facet), "{request:?}");
    }
    assert_histogram(archive, request, reply);
    reply.hits.iter().for_each(assert_marks);
}

/// The hits are the first ones, scores are equal but for rounding, and the order is that of the scores given.
pub(super) fn assert_same_order(archive: &Archive, ranked: &[(usize, f32)], reply: &SearchReply) {
    let numbers: HashMap<&str, usize> = archive.events.iter().map(|event| event.id.as_str()).zip(0..).collect();
    for (hit, (number, score)) in reply.hits.iter().zip(ranked) {
        let close = (hit.score - score).abs() <= 1e-4 * score.max(1.0);
        assert!(close, "{} has {}, should have {score} as {}", hit.id, hit.score, archive.events[*number].id);
    }
    for pair in reply.hits.windows(2) {
        let (a, b) = (numbers[pair[0].id.as_str()], numbers[pair[1].id.as_str()]);
        if pair[0].score == pair[1].score && ranked.iter().any(|(_, score)| *score > 0.0) {
            assert!((std::cmp::Reverse(pair[0].date), a) < (std::cmp::Reverse(pair[1].date), b));
        }
        assert!(pair[0].score >= pair[1].score);
    }
    if ranked.iter().all(|(_, score)| *score == 0.0) {
        let expected: Vec<_> = ranked.iter().map(|(number, _)| archive.events[*number].id.as_str()).collect();
        assert_eq!(ids(&reply.hits), &expected[..reply.hits.len()]);
    }
}

fn assert_histogram(archive: &Archive, request: &SearchRequest, reply: &SearchReply) {
    let days = archive.days(request);
    let mut covered = 0;
    for bar in &reply.histogram {
        let sums = days.range(bar.from..=bar.to).fold((0, 0), |sum, (_, day)| (sum.0 + day.0, sum.1 + day.1));
        assert_eq!((bar.count, bar.all), sums, "{bar:?}");
        assert_eq!(span_label(bar.from, reply.span), span_label(bar.to, reply.span));
        covered += bar.all;
    }
    assert_eq!(covered as usize, archive.events.len());
    for pair in reply.histogram.windows(2) {
        assert_eq!(pair[0].to.plus_days(1), Some(pair[1].from));
    }
}

fn assert_marks(hit: &Hit) {
    let snippet = hit.snippet.as_ref().map(|snippet| (&snippet.text, &snippet.marks));
    for (text, marks) in snippet.into_iter().chain([(&hit.headline, &hit.marks)]) {
        let mut end = 0;
        for mark in marks {
            assert!(mark.start >= end && mark.start < mark.end);
            assert!(text.get(mark.start as usize..mark.end as usize).is_some(), "{mark:?} in {text}");
            end = mark.end;
        }
    }
}

/// How many dates are in each span, by its label.
fn by_span(dates: impl Iterator<Item = Date>, span: Span) -> BTreeMap<String, u32> {
    let mut counts = BTreeMap::new();
    dates.for_each(|date| *counts.entry(span_label(date, span)).or_default() += 1);
    counts
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn answers_are_those_of_a_naive_scan(
        events in events(),
        request in request(),
        cuts in vec(any::<prop::sample::Index>(), 0..4),
        rotate in 0_usize..5,
    ) {
        let reply = search(&engine(&events, &cuts, rotate), &request);
        let archive = Archive::new(events, table());
        prop_assert_eq!(reply.hits.len(), archive.matches(&request).len());
        assert_as_naive(&archive, &request, &reply);
    }

    #[test]
    fn pages_make_up_the_whole_and_batches_do_not_matter(
        events in events(),
        request in request(),
        cuts in vec(any::<prop::sample::Index>(), 0..4),
        rotate in 0_usize..5,
        page in 1_u32..7,
    ) {
        let whole = search(&engine(&events, &[], 0), &request);
        let engine = engine(&events, &cuts, rotate);
        let mut hits = Vec::new();
        for offset in (0..=whole.total).step_by(page as usize) {
            let reply = search(&engine, &SearchRequest { offset, limit: page, ..request.clone() });
            prop_assert_eq!(&reply.facets, &whole.facets);
            prop_assert_eq!(&reply.histogram, &whole.histogram);
            hits.extend(reply.hits);
        }
        prop_assert_eq!(hits, whole.hits);
    }

    #[test]
    fn what_is_counted_can_be_chosen(
        events in events(),
        request in request(),
        cuts in vec(any::<prop::sample::Index>(), 0..4),
        span in select(vec![Span::Decade, Span::Year, Span::Month, Span::Day]),
        facets in subsequence(Facet::ALL.to_vec(), 0..=Facet::ALL.len()),
    ) {
        let engine = engine(&events, &cuts, 0);
        let whole = search(&engine, &request);
        let chosen = SearchRequest { facets: Some(facets.clone()), timeline: Timeline::By(span), ..request.clone() };
        let reply = search(&engine, &chosen);
        let wanted = whole.facets.iter().filter(|counts| facets.contains(&counts.facet));
        prop_assert_eq!(reply.facets.iter().collect::<Vec<_>>(), wanted.collect::<Vec<_>>());
        prop_assert_eq!(reply.span, span);
        let (matches, all) = (by_span(reply.hits.iter().map(|hit| hit.date), span), by_span(events.iter().map(|event| event.date), span));
        for bar in &reply.histogram {
            let label = span_label(bar.from, span);
            prop_assert_eq!(span_label(bar.to, span), label.clone());
            prop_assert_eq!((matches.get(&label), all.get(&label)), (Some(&bar.count), Some(&bar.all)));
        }
        prop_assert_eq!(reply.histogram.len(), matches.len());
        prop_assert!(reply.histogram.is_sorted_by_key(|bar| bar.from));
        let off = search(&engine, &SearchRequest { timeline: Timeline::Off, ..request });
        prop_assert_eq!((off.histogram.len(), off.hits), (0, whole.hits));
    }

    #[test]
    fn any_text_folds_and_is_cut_at_characters(text in any::<String>(), other in "[a-zßŁİ'.俄が한\u{301}\u{3099} -]{0,20}") {
        for text in [text, other] {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
            let mut start = 0;
            for folded in fold_chars(&text) {
                prop_assert!(text.get(folded.start..folded.end).is_some_and(|origin| !origin.is_empty()));
                prop_assert!(folded.start >= start);
                start = folded.start;
            }
            for_each_token(&text, |token| {
                assert!(!token.text.is_empty() && token.text.len() <= throughline::text::MAX_TOKEN_BYTES);
                assert!(text.get(token.range).is_some_and(|origin| !origin.is_empty()));
            });
        }
    }

    #[test]
    fn any_query_is_answered(events in events(), query in any::<String>(), typing in any::<bool>(), offset in any::<u32>()) {
        let engine = engine(&events, &[], 0);
        let request = SearchRequest { query, typing, offset, limit: u32::MAX, facet_limit: u32::MAX, ..SearchRequest::default() };
        search(&engine, &request).hits.iter().for_each(assert_marks);
    }
}
