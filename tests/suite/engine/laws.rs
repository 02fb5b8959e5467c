//! The engine against a naive scan, for small arbitrary archives.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests, which clippy does not know as such")]

use std::collections::{BTreeMap, BTreeSet, HashMap};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use throughline::engine::Engine;
use throughline::model::{Date, Event};
use throughline::protocol::{
    Facet, Hit, Mark, Reply, Request, SearchReply, SearchRequest, Span, SuggestRequest, Timeline,
};
use throughline::text::{fold, fold_chars, for_each_token};

use super::naive::{Answer, Archive, span_label};
use super::samples::{ASKED_VALUES, NEAR_ALL, events, events_of_near_words, query, request, table};

/// An engine that got the events in several batches, in another order.
fn engine(events: &[Event], cuts: &[prop::sample::Index], rotate: usize) -> Engine {
    let mut engine = Engine::new();
    engine.set_entities(table());
    batches(events, cuts, rotate).into_iter().for_each(|batch| engine.add_events(batch));
    engine
}

/// Events in several batches, in another order.
pub(super) fn batches(events: &[Event], cuts: &[prop::sample::Index], rotate: usize) -> Vec<Vec<Event>> {
    let mut bounds: Vec<usize> = cuts.iter().map(|cut| cut.index(events.len() + 1)).collect();
    bounds.extend([0, events.len()]);
    bounds.sort_unstable();
    let mut batches: Vec<_> = bounds.windows(2).map(|pair| batch(events, pair[0], pair[1])).collect();
    let places = batches.len();
    batches.rotate_left(rotate % places);
    batches.reverse();
    batches
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
    let answer = archive.answer(request);
    assert_hits(archive, &answer, request, reply);
    assert_eq!(reply.searched as usize, archive.events.len());
    for (facet, counts) in Facet::ALL.into_iter().zip(&reply.facets) {
        assert_eq!(*counts, answer.facet(request, facet), "{request:?}");
    }
    assert_histogram(archive, &answer, request, reply);
    assert_spellings(&answer, reply);
}

/// The spellings told are those in most events.
fn assert_spellings(answer: &Answer<'_>, reply: &SearchReply) {
    let spellings = reply.readings.iter().map(|reading| &reading.spellings).filter(|spellings| !spellings.is_empty());
    assert_eq!(spellings.collect::<Vec<_>>(), answer.spellings().iter().collect::<Vec<_>>());
}

/// The hits are the first ones, scores are equal but for rounding, the order is that of the scores given, and words are marked.
pub(super) fn assert_hits(archive: &Archive, answer: &Answer<'_>, request: &SearchRequest, reply: &SearchReply) {
    let ranked = answer.ranked(request);
    let id = |number: usize| archive.events[number].id.as_str();
    assert_eq!(reply.hits.len(), ranked.len().min(request.limit as usize), "{request:?}");
    assert_eq!(reply.total as usize, ranked.len(), "{request:?}");
    let scores: HashMap<&str, (usize, f32)> =
        ranked.iter().map(|(number, score)| (id(*number), (*number, *score))).collect();
    for (hit, (_, score_here)) in reply.hits.iter().zip(&ranked) {
        let Some((number, score)) = scores.get(hit.id.as_str()) else { panic!("{} is no match: {request:?}", hit.id) };
        let is_close = |score: &f32| (hit.score - score).abs() <= 1e-4 * score.max(1.0);
        let (event, has) = (&archive.events[*number], hit.score);
        assert!(is_close(score), "{event:?} has {has}, should have {score}: {request:?}");
        assert!(is_close(score_here), "{event:?} has {has} where one with {score_here} should be: {request:?}");
        assert_marks(hit);
        assert_marked(hit, event, answer);
    }
    let place = |hit: &Hit| (std::cmp::Reverse(hit.date), scores[hit.id.as_str()].0);
    if ranked.iter().any(|(_, score)| *score > 0.0) {
        for (a, b) in reply.hits.iter().zip(reply.hits.iter().skip(1)) {
            assert!(a.score > b.score || (a.score == b.score && place(a) < place(b)), "{request:?}");
        }
    } else {
        let expected: Vec<_> = ranked.iter().map(|(number, _)| id(*number)).collect();
        assert_eq!(ids(&reply.hits), &expected[..reply.hits.len()], "{request:?}");
    }
}

/// All words in the headline are marked, and nothing else unless words stand for an entity.
fn assert_marked(hit: &Hit, event: &Event, answer: &Answer<'_>) {
    let covered =
        |ranges: &mut dyn Iterator<Item = std::ops::Range<usize>>| ranges.flatten().collect::<BTreeSet<usize>>();
    let marked = covered(&mut hit.marks.iter().map(|mark: &Mark| mark.start as usize..mark.end as usize));
    let expected = covered(&mut answer.words_in_headline(event).into_iter());
    assert!(marked.is_superset(&expected), "{hit:?}");
    assert!(marked == expected || !event.mentions.is_empty(), "{hit:?}");
}

fn assert_histogram(archive: &Archive, answer: &Answer<'_>, request: &SearchRequest, reply: &SearchReply) {
    let days = answer.days(request);
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
        assert_as_naive(&Archive::new(events, &table()), &request, &reply);
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
    fn names_are_suggested_as_in_a_naive_scan(
        events in events(),
        text in prop_oneof![2 => select(&ASKED_VALUES[..]).prop_map(str::to_owned), 1 => query()],
        cuts in vec(any::<prop::sample::Index>(), 0..4),
        limit in 0_usize..9,
    ) {
        let request = Request::Suggest(SuggestRequest { text: text.clone(), limit: limit as u32 });
        let mut expected = Archive::new(events.clone(), &table()).suggestions(&text);
        expected.truncate(limit);
        prop_assert_eq!(engine(&events, &cuts, 0).handle(&request), Reply::Suggest(expected), "{}", text);
    }

    #[test]
    fn of_many_spellings_those_in_most_events_are_told(
        events in events_of_near_words(),
        cuts in vec(any::<prop::sample::Index>(), 0..4),
    ) {
        let request = SearchRequest { query: NEAR_ALL.into(), limit: 1, ..SearchRequest::default() };
        let reply = search(&engine(&events, &cuts, 0), &request);
        assert_spellings(&Archive::new(events, &table()).answer(&request), &reply);
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
