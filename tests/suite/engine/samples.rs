//! Events, tables of entities and queries to try, of few words, so that they meet.
#![allow(clippy::unwrap_used, reason = "helpers of tests, which clippy does not know as such")]

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use throughline::model::{Alias, AliasOrigin, Date, Entity, Event, Mention, Source};
use throughline::protocol::{Choice, Filters, SearchRequest, Sort};

/// Words that share beginnings, stems, accents, scripts, and a few that are in names of entities.
const WORDS: [&str; 25] = [
    "state",
    "State's",
    "States",
    "stat",
    "attack",
    "attacks",
    "attacked",
    "attacking",
    "statement",
    "happy",
    "happiness",
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
    "covid19",
    "été",
    "1,234",
];
/// Words of queries that are not those of events, some nearly.
const OTHER_WORDS: [&str; 23] = [
    "s",
    "st",
    "sta",
    "l",
    "u",
    "d",
    "at",
    "nobody",
    "islamic",
    "罗",
    "war",
    "news",
    "!",
    "zebra",
    "atack",
    "sttae",
    "covdi-19",
    "statemnet",
    "seige",
    "islmaic",
    "daehs",
    "affiars",
    "crmie",
];
const CATEGORIES: [&str; 3] = ["Law and crime", "State affairs", "été"];
const STORIES: [&str; 4] = ["The war", "Siege of Łódź", "俄罗斯 war", "States"];
const ENTITIES: [&str; 5] = ["Islamic State", "United States", "Łódź", "Nobody", "USA"];
const SOURCES: [&str; 3] = ["BBC", "State news", "俄罗斯报"];
const PLACES: [&str; 5] = ["Łódź", "Łódź, Poland", "Al Bab", "New State", "俄罗斯"];
/// Values of properties as queries have them: whole, with other capitals, in part, by other names, unknown.
pub(crate) const ASKED_VALUES: [&str; 27] = [
    "Law and crime",
    "law",
    "state",
    "STATES",
    "stat",
    "été",
    "war",
    "the war",
    "siege lodz",
    "俄",
    "俄罗",
    "罗斯",
    "Islamic State",
    "islamic",
    "daesh",
    "Dae",
    "isi",
    "usa",
    "us",
    "u.s.",
    "is",
    "nowhere",
    "lodz",
    "lodz, p",
    "bab",
    "bbc",
    "zebra",
];

/// The table of entities: names that are others' aliases, aliases that are shared, an entity that no event has.
pub(crate) fn table() -> Vec<Entity> {
    let alias = |name: &&str| Alias { name: (*name).to_owned(), origin: AliasOrigin::Given };
    let entity = |name: &str, aliases: &[&str]| Entity {
        name: name.to_owned(),
        aliases: aliases.iter().map(alias).collect(),
        kind: None,
        events: 0,
    };
    vec![
        entity("Islamic State", &["ISIL", "Daesh", "IS"]),
        entity("United States", &["U.S.", "USA", "Is"]),
        entity("Elsewhere", &["Nowhere", "Dayton"]),
    ]
}

/// The other names of an entity of the table.
pub(crate) fn other_names(name: &str) -> Vec<String> {
    let aliases = table().into_iter().filter(|entity| entity.name == name).flat_map(|entity| entity.aliases);
    aliases.map(|alias| alias.name).collect()
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
    let texts = (text(1..6), option::of(text(0..30)), option::of(select(&PLACES[..]).prop_map(str::to_owned)));
    let labels = (category, strings(&STORIES), strings(&ENTITIES), vec(select(&SOURCES[..]), 0..3));
    (date(), texts, labels, any::<bool>()).prop_map(|(date, texts, labels, has_mentions)| {
        let (headline, description, place) = texts;
        let (category, story, entities, sources) = labels;
        let mention = |entity: &String| Mention { text: "isil".into(), entity: entity.clone() };
        let mentions = entities.iter().filter(|_| has_mentions).map(mention).collect();
        let source = |name: &str| Source { name: name.to_owned(), url: "https://example.org/".into() };
        let sources = sources.into_iter().map(source).collect();
        Event { description, category, story, mentions, entities, sources, place, ..Event::new("", date, headline) }
    })
}

/// Events in the order of the archive, with different ids.
pub(crate) fn events() -> impl Strategy<Value = Vec<Event>> {
    vec(event(), 0..24).prop_map(in_order)
}

/// So many events of so few words that most queries are met by far more of them than a page shows.
pub(crate) fn many_events() -> impl Strategy<Value = Vec<Event>> {
    let words = || vec(select(&WORDS[..9]), 1..5).prop_map(|words| words.join(" "));
    let event = (date(), words(), option::of(words()), strings(&ENTITIES[..2]));
    let event = event.prop_map(|(date, headline, description, entities)| Event {
        description,
        entities,
        ..Event::new("", date, headline)
    });
    vec(event, 60..300).prop_map(in_order)
}

/// Events of words that are all one letter away from [`NEAR_ALL`].
pub(crate) fn events_of_near_words() -> impl Strategy<Value = Vec<Event>> {
    let words = vec("mar[a-h]", 1..3).prop_map(|words| words.join(" "));
    vec((date(), words).prop_map(|(date, headline)| Event::new("", date, headline)), 0..40).prop_map(in_order)
}

/// A word that may be a misspelling of many.
pub(crate) const NEAR_ALL: &str = "marz";

fn in_order(mut events: Vec<Event>) -> Vec<Event> {
    events.sort_by_key(|event| event.date);
    for (number, event) in events.iter_mut().enumerate() {
        event.id = format!("{}/{number}", event.date);
    }
    events
}

fn choices(of: &'static [&'static str]) -> impl Strategy<Value = Vec<Choice>> {
    let choice = (select(of), any::<bool>()).prop_map(|(value, exclude)| Choice { value: value.into(), exclude });
    prop_oneof![3 => Just(Vec::new()), 1 => vec(choice, 1..3)]
}

fn filters() -> impl Strategy<Value = Filters> {
    let entities = &[
        "Islamic State",
        "Daesh",
        " daesh",
        "IS",
        "United States",
        "USA",
        "usa",
        "Łódź",
        "LODZ",
        "Nowhere",
        "unknown",
    ];
    let facets = (choices(&CATEGORIES), choices(&STORIES), choices(entities), choices(&SOURCES));
    let dates = prop_oneof![2 => Just((None, None)), 1 => (option::of(date()), option::of(date()))];
    let filters = (facets, dates).prop_map(|((category, story, entity, source), (after, before))| Filters {
        category,
        story,
        entity,
        source,
        after,
        before,
    });
    prop_oneof![1 => Just(Filters::default()), 1 => filters]
}

fn word() -> impl Strategy<Value = String> {
    let word = prop_oneof![3 => select(&WORDS[..]), 1 => select(&OTHER_WORDS[..])];
    let mark = prop_oneof![8 => Just(""), 2 => Just("*"), 2 => select(vec!["~", "~1", "~2", "~0"])];
    (prop_oneof![6 => Just(""), 1 => Just("=")], word, mark)
        .prop_map(|(exact, word, mark)| format!("{exact}{word}{mark}"))
}

fn phrase() -> impl Strategy<Value = String> {
    let words = vec(prop_oneof![4 => select(&WORDS[..]), 1 => select(&OTHER_WORDS[..])], 1..4);
    let end = prop_oneof![6 => Just("\""), 2 => Just("\"*"), 1 => Just("\"~"), 1 => Just("")];
    (prop_oneof![6 => Just(""), 1 => Just("=")], words, end)
        .prop_map(|(exact, words, end)| format!("{exact}\"{}{end}", words.join(" ")))
}

fn property() -> impl Strategy<Value = String> {
    let property = select(vec!["category", "story", "entity", "source", "place"]);
    let end = prop_oneof![4 => Just("\""), 1 => Just("\"*")];
    let value = (select(&ASKED_VALUES[..]), end).prop_map(|(value, end)| format!("\"{value}{end}"));
    let value =
        prop_oneof![4 => value, 1 => select(&ASKED_VALUES[..]).prop_map(str::to_owned), 1 => Just("*".to_owned())];
    (property, value).prop_map(|(property, value)| format!("{property}:{value}"))
}

fn dated() -> impl Strategy<Value = String> {
    let date = (date(), select(vec![4_usize, 7, 10])).prop_map(|(date, cut)| date.to_string()[..cut].to_owned());
    (select(vec!["after", "before", "on"]), date).prop_map(|(bound, date)| format!("{bound}:{date}"))
}

/// Queries of the whole language, most of them of words.
pub(crate) fn query() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![12 => word(), 3 => phrase(), 3 => property(), 1 => dated()];
    let not = prop_oneof![6 => Just(""), 1 => Just("-"), 1 => Just("NOT ")];
    let member = (not, leaf).prop_map(|(not, leaf)| not.to_owned() + &leaf);
    let group = |member: BoxedStrategy<String>| {
        (vec((member, prop_oneof![4 => Just(" "), 1 => Just(" OR "), 1 => Just("|")]), 1..4))
            .prop_map(|members| members.into_iter().map(|(member, join)| member + join).collect::<String>())
    };
    let bracketed =
        (select(vec!["(", "-("]), group(member.clone().boxed())).prop_map(|(open, group)| format!("{open}{group})"));
    let member = prop_oneof![6 => member, 1 => bracketed];
    let words = vec(prop_oneof![4 => select(&WORDS[..]), 1 => select(&OTHER_WORDS[..])], 1..4);
    let query = prop_oneof![
        1 => Just(String::new()),
        6 => words.prop_map(|words| words.join(" ")),
        13 => group(member.boxed()),
    ];
    let end = prop_oneof![3 => Just(""), 1 => Just(" ")];
    (query, end).prop_map(|(query, end)| query.trim_end().to_owned() + end)
}

/// Requests for all there is.
pub(crate) fn request() -> impl Strategy<Value = SearchRequest> {
    let sort = prop_oneof![2 => Just(Sort::Relevance), 1 => Just(Sort::Newest), 1 => Just(Sort::Oldest)];
    let flags = (any::<bool>(), prop::bool::weighted(0.2), prop::bool::weighted(0.3));
    (query(), flags, filters(), sort, 0_u32..5).prop_map(
        |(query, (typing, exact, ageless), filters, sort, facet_limit)| {
            let all = SearchRequest { offset: 0, limit: u32::MAX, ..SearchRequest::default() };
            SearchRequest { query, typing, filters, sort, facet_limit, exact, ageless, ..all }
        },
    )
}
