//! The engine: laws against a naive scan, the real corpus, and examples of every request.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests, which clippy does not know as such")]

mod articles;
mod corpus;
mod index;
mod laws;
mod naive;
mod related;
mod remote;
mod samples;

use std::fmt::Write as _;

use throughline::engine::Engine;
use throughline::model::{Alias, AliasOrigin, Date, Entity, Event, Mention, Source};
use throughline::protocol::{
    Choice, Filters, Mark, RelatedRequest, Reply, Request, SearchRequest, Sort, SuggestRequest,
};

use laws::{ids, search};

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn event(id: &str, day: &str, headline: &str) -> Event {
    Event::new(id, date(day), headline)
}

/// A few events about one another, in two batches, the newer one first.
fn small() -> Engine {
    let mut engine = Engine::new();
    let alias = |name: &str| Alias { name: name.to_owned(), origin: AliasOrigin::Given };
    engine.set_entities(vec![Entity {
        name: "Islamic State".into(),
        aliases: vec![alias("Daesh"), alias("ISIL")],
        kind: Some("organisation".into()),
        events: 3,
    }]);
    let story = vec!["Wars".to_owned(), "War in the mountains".to_owned()];
    let about = |mut event: Event, mentions: &[(&str, &str)]| {
        event.story.clone_from(&story);
        for (text, entity) in mentions {
            event.mentions.push(Mention { text: (*text).to_owned(), entity: (*entity).to_owned() });
            event.entities.push((*entity).to_owned());
        }
        event
    };
    engine.add_events(vec![
        about(event("d", "2016-12-05", "A memorial opens"), &[]),
        about(
            event("e", "2017-01-01", "The FSB reports on ISIL’s men"),
            &[("ISIL", "Islamic State"), ("FSB", "Security Service")],
        ),
    ]);
    let long = format!("{} Witnesses saw Größe in Derbent {}", "before ".repeat(20), "after ".repeat(60));
    let mut derbent = about(event("b", "2016-12-04", "Shots fired"), &[]);
    derbent.description = Some(long);
    engine.add_events(vec![
        event("a", "2016-12-04", "Weather"),
        derbent,
        about(event("c", "2016-12-04", "The group claims the attack"), &[("The group", "Islamic State")]),
    ]);
    engine
}

fn typed(query: &str) -> SearchRequest {
    SearchRequest { query: query.into(), typing: true, limit: 10, facet_limit: 5, ..SearchRequest::default() }
}

fn found(query: &str) -> Vec<String> {
    search(&small(), &typed(query)).hits.into_iter().map(|hit| hit.id).collect()
}

#[test]
fn names_are_found_under_misspelt_words() {
    let engine = small();
    let asked = |query: &str| search(&engine, &SearchRequest { query: query.into(), limit: 10, ..Default::default() });
    let found = |query: &str| {
        let reply = asked(query);
        let mut found = ids(&reply.hits);
        found.sort_unstable();
        found.concat()
    };
    // A story, the name of an entity, and another name of it.
    assert_eq!([found("montains"), found("sceurity"), found("daeesh")], ["bcde", "e", "ce"]);
    assert_eq!([found("\"daeesh\""), found("=daeesh")], ["", ""]);
    let reply = asked("daeesh claims");
    assert_eq!(reply.hits[0].marks, [Mark { start: 0, end: 9 }, Mark { start: 10, end: 16 }]);
}

#[test]
fn words_in_the_text_come_before_names_and_those_before_beginnings() {
    assert_eq!(found("isil"), ["e", "c"]);
    assert_eq!(found("daesh"), ["e", "c"]);
    assert_eq!(found("=Groß derb"), [""; 0]);
    assert_eq!(found("grösse derb"), ["b"]);
    assert_eq!(found("mountain"), ["e", "d", "b", "c"]);
    assert_eq!(found("wea"), ["a"]);
    assert_eq!(found("w"), ["a", "b"], "short beginnings are all alike, and not looked for in names");
}

/// An engine with batches of events, each with an id, a headline, a place and a source.
fn with_places(batches: &[&[(&str, &str, &str, &str)]]) -> Engine {
    let mut engine = Engine::new();
    for batch in batches {
        let one = |(id, headline, place, source): &(&str, &str, &str, &str)| Event {
            place: Some((*place).to_owned()),
            sources: vec![Source { name: (*source).to_owned(), url: "https://example.org/".to_owned() }],
            ..event(id, "2016-12-04", headline)
        };
        engine.add_events(batch.iter().map(one).collect());
    }
    engine
}

#[test]
fn phrases_end_in_beginnings_and_have_the_errors_they_ask_for() {
    assert_eq!(found("\"group claims th"), ["c"]);
    assert_eq!(found("\"group claims xt"), [""; 0]);
    assert_eq!(found("\"gruop claims\"~"), ["c"]);
    assert_eq!(found("\"gruop claims\""), [""; 0]);
    assert_eq!(found("\"claims group\"~"), [""; 0]);
}

#[test]
fn words_are_taken_for_mistyped_only_where_nothing_is_found() {
    let engine = with_places(&[&[("a", "Fire in Derby", "", ""), ("b", "Firm opens in Derbent", "", "")]]);
    let found = |query: &str| {
        let reply = search(&engine, &SearchRequest { query: query.into(), limit: 10, ..SearchRequest::default() });
        (
            ids(&reply.hits).join(""),
            reply.readings.into_iter().flat_map(|reading| reading.spellings).collect::<Vec<_>>(),
        )
    };
    assert_eq!(found("firm"), ("b".to_owned(), vec![]), "found as it is");
    assert_eq!(found("fimr"), ("b".to_owned(), vec!["firm".to_owned()]), "unknown");
    assert_eq!(found("firm derby"), ("a".to_owned(), vec!["fire".to_owned()]), "known, but not together");
    assert_eq!(found("=firm derby").0, "");
    assert_eq!(found("firm~0 derby").0, "");
    assert_eq!(found("firm -fire").0, "b");
}

#[test]
fn values_are_found_by_name_before_words_whatever_the_batch() {
    let events = [("a", "A", "Al Bab", "俄罗斯报"), ("b", "B", "Al Bab, Syria", "BBC")];
    for engine in [with_places(&[&events]), with_places(&[&events[..1], &events[1..]])] {
        let found = |query: &str| {
            let reply = search(&engine, &SearchRequest { query: query.into(), limit: 10, ..SearchRequest::default() });
            assert!(reply.hits.iter().all(|hit| hit.score == 0.0), "nothing to score");
            ids(&reply.hits).join("")
        };
        assert_eq!(found("place:\"al bab\""), "a");
        assert_eq!(found("place:bab"), "ab");
        assert_eq!(found("place:\"al b\"*"), "ab");
        assert_eq!(found("source:俄"), "a");
        assert_eq!(found("source:罗斯"), "a");
    }
    assert_eq!(found("entity:dae"), ["e", "c"], "by the beginning of another name");
    assert_eq!(found("entity:\"dae\""), [""; 0]);
}

#[test]
fn short_beginnings_count_in_alternatives_too() {
    let reply = search(&small(), &SearchRequest { ageless: true, ..typed("opens OR w") });
    assert_eq!(reply.hits.len(), 3);
    assert!(reply.hits.iter().all(|hit| hit.score > 0.0), "{reply:?}");
}

#[test]
fn words_are_marked_in_headline_and_snippet() {
    let engine = small();
    let marked = |query: &str, id: &str| {
        let reply = search(&engine, &typed(query));
        let hit = reply.hits.into_iter().find(|hit| hit.id == id).unwrap();
        let cut = |text: &str, marks: &[Mark]| {
            marks.iter().map(|mark| text[mark.start as usize..mark.end as usize].to_owned()).collect::<Vec<_>>()
        };
        (cut(&hit.headline, &hit.marks), hit.snippet.map(|snippet| (cut(&snippet.text, &snippet.marks), snippet.text)))
    };
    assert_eq!(marked("isil rep", "e"), (vec!["reports".to_owned(), "ISIL".to_owned()], None));
    assert_eq!(marked("daesh claims", "c").0, ["The group", "claims"]);
    let (headline, snippet) = marked("shots grosse derb", "b");
    let (marks, text) = snippet.unwrap();
    assert_eq!((headline, marks), (vec!["Shots".to_owned()], vec!["Größe".to_owned(), "Derbent".to_owned()]));
    assert!(text.starts_with("…before before ") && text.ends_with(" after…") && text.len() < 260, "{text}");
}

#[test]
fn an_event_knows_its_neighbours_in_the_innermost_story() {
    let neighbours = |id: &str| match small().handle(&Request::Event { id: id.into() }) {
        Reply::Event(reply) => {
            assert_eq!(reply.event.id, id);
            (reply.story_neighbours.0.map(|hit| hit.id), reply.story_neighbours.1.map(|hit| hit.id))
        }
        other => panic!("{other:?}"),
    };
    let is = |before: &str, after: &str| (Some(before.to_owned()), Some(after.to_owned()));
    assert_eq!(neighbours("c"), is("b", "d"));
    assert_eq!(neighbours("b"), (None, Some("c".to_owned())));
    assert_eq!(neighbours("e"), (Some("d".to_owned()), None));
    assert_eq!(neighbours("a"), (None, None));
    assert_eq!(small().handle(&Request::Event { id: "x".into() }), Reply::NotFound { what: "x".into() });
}

#[test]
fn a_day_has_its_events_and_its_neighbours() {
    let day = |text: &str| match small().handle(&Request::Day { date: date(text) }) {
        Reply::Day(day) => {
            let ids = ids(&day.events).join("");
            (day.previous.map(|date| date.to_string()), ids, day.next.map(|date| date.to_string()))
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(day("2016-12-04"), (None, "abc".into(), Some("2016-12-05".into())));
    assert_eq!(day("2016-12-05"), (Some("2016-12-04".into()), "d".into(), Some("2017-01-01".into())));
    assert_eq!(day("2016-12-31"), (Some("2016-12-05".into()), String::new(), Some("2017-01-01".into())));
    assert_eq!(day("9999-12-31"), (Some("2017-01-01".into()), String::new(), None));
}

#[test]
fn a_day_divided_among_batches_keeps_its_order() {
    let mut engine = Engine::new();
    engine.add_events(vec![event("d", "2016-12-04", "D"), event("e", "2016-12-05", "E")]);
    engine.add_events(vec![event("c", "2016-12-04", "C")]);
    engine.add_events(vec![event("a", "2016-12-03", "A"), event("b", "2016-12-04", "B")]);
    let Reply::Day(day) = engine.handle(&Request::Day { date: date("2016-12-04") }) else { panic!("no day") };
    assert_eq!(ids(&day.events), ["b", "c", "d"]);
    for (sort, expected) in [(Sort::Newest, ["e", "b", "c", "d", "a"]), (Sort::Oldest, ["a", "b", "c", "d", "e"])] {
        assert_eq!(ids(&search(&engine, &SearchRequest { sort, ..typed("") }).hits), expected);
    }
}

#[test]
fn an_entity_is_found_by_any_name() {
    let engine = small();
    let entity = |name: &str| match engine.handle(&Request::Entity { name: name.into() }) {
        Reply::Entity(entity) => *entity,
        other => panic!("{other:?}"),
    };
    let state = entity("DAESH");
    assert_eq!(state, entity("Islamic State"));
    assert_eq!(
        (state.name.as_str(), state.kind.as_deref(), state.aliases.len()),
        ("Islamic State", Some("organisation"), 2)
    );
    assert_eq!((state.events, state.first, state.last), (2, Some(date("2016-12-04")), Some(date("2017-01-01"))));
    assert_eq!(ids(&state.newest), ["e", "c"]);
    assert_eq!(
        state.with.iter().map(|with| (with.value.as_str(), with.count)).collect::<Vec<_>>(),
        [("Security Service", 1)]
    );
    let stories: Vec<_> = state.stories.iter().map(|story| (story.value.as_str(), story.count)).collect();
    assert_eq!(stories, [("War in the mountains", 2), ("Wars", 2)]);
    let sums = state.histogram.iter().fold((0, 0), |sums, bar| (sums.0 + bar.count, sums.1 + bar.all));
    assert_eq!(sums, (2, 5));
    assert_eq!(entity("security service").events, 1, "known from events alone");
    assert_eq!(engine.handle(&Request::Entity { name: "State".into() }), Reply::NotFound { what: "State".into() });
}

#[test]
fn the_first_of_events_with_one_id_stays() {
    let mut engine = Engine::new();
    engine.add_events(vec![
        event("a", "2016-12-04", "First"),
        event("a", "2016-12-05", "Second"),
        event("b", "2016-12-05", "Third"),
    ]);
    engine.add_events(vec![event("b", "2016-12-06", "Fourth")]);
    assert_eq!((engine.len(), engine.duplicates()), (2, 2));
    let newest = SearchRequest { sort: Sort::Newest, ..typed("") };
    let headlines: Vec<_> = search(&engine, &newest).hits.into_iter().map(|hit| hit.headline).collect();
    assert_eq!(headlines, ["Third", "First"]);
    assert_eq!(search(&engine, &typed("second fourth")).total, 0);
}

#[test]
fn nothing_asked_is_too_much() {
    let words = (0..10_000).fold(String::new(), |mut words, n| {
        _ = write!(words, "w{n} ");
        words
    });
    let queries = [
        String::new(),
        "\0\u{1F}\u{7F}\u{202E}\u{FFFF}".into(),
        "\"".repeat(10_000),
        "'".repeat(10_000),
        "U.".repeat(10_000),
        "a".repeat(1 << 20),
        "ﷺ".repeat(10_000),
        "俄".repeat(10_000),
        "e\u{301}".repeat(10_000),
        words,
        "(?:.*)+$ ^".into(),
    ];
    let choice = |value: &str, exclude| Choice { value: value.into(), exclude };
    let filters = Filters {
        entity: vec![choice("", false), choice("\0", true)],
        after: Some(date("9999-12-31")),
        before: Some(date("-9999-01-01")),
        ..Filters::default()
    };
    for engine in [Engine::new(), small()] {
        for (query, filters) in queries.iter().zip([Filters::default(), filters.clone()].iter().cycle()) {
            for sort in [Sort::Relevance, Sort::Oldest] {
                for (offset, limit) in [(0, u32::MAX), (u32::MAX, u32::MAX), (u32::MAX, 1), (3, 0)] {
                    let filters = filters.clone();
                    let request = SearchRequest { filters, sort, offset, limit, facet_limit: u32::MAX, ..typed(query) };
                    let reply = search(&engine, &request);
                    assert!(reply.hits.len() <= reply.total.saturating_sub(offset).min(limit) as usize);
                }
            }
        }
        for text in &queries {
            let request = SuggestRequest { text: text.clone(), limit: u32::MAX };
            assert!(matches!(engine.handle(&Request::Suggest(request)), Reply::Suggest(_)));
        }
        for name in ["", " ", "\0"] {
            let not_found = Reply::NotFound { what: name.into() };
            assert_eq!(engine.handle(&Request::Entity { name: name.into() }), not_found);
            let related = RelatedRequest { id: name.into(), limit: u32::MAX, ..Default::default() };
            assert_eq!(engine.handle(&Request::Related(related)), not_found);
        }
    }
}

#[test]
fn a_word_with_digits_is_found_however_it_is_written() {
    let mut engine = Engine::new();
    engine.add_events(vec![
        Event::new("joined", date("2020-03-02"), "Covid19 spreads"),
        Event::new("apart", date("2020-03-01"), "COVID-19 spreads"),
    ]);
    for query in ["covid-19", "covid19", "covid 19", "COVID"] {
        let request = SearchRequest { query: query.into(), limit: 9, ..SearchRequest::default() };
        let Reply::Search(reply) = engine.handle(&Request::Search(request)) else { panic!("{query}") };
        assert_eq!(reply.total, 2, "{query}");
        assert!(reply.hits.iter().all(|hit| !hit.marks.is_empty()), "{query}");
    }
}
