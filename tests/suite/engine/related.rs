//! Related events, against their definition; and the same however events are cut into batches, and wherever their index was made.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests, which clippy does not know as such")]

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index as Place, select};
use throughline::engine::Engine;
use throughline::link::related::weights::{
    BEGIN_HALF_WORDS, COMMON_IN_NAMES_ONE_IN, COMMON_MIN_EVENTS, COMMON_ONE_IN, LEAD_WORDS, Weights,
};
use throughline::model::{Alias, AliasOrigin, Date, Entity, Event, Mention};
use throughline::protocol::{Direction, Related, RelatedRequest, Reply, Request};
use throughline::search::Segment;

use super::remote::Host;

/// Scores are added up in single precision, and in another order.
const EPSILON: f64 = 1e-4;
const MOST_EVENTS: usize = 24;

/// A time, and the words of the headline and the description.
type Texts = (i32, Vec<String>, Vec<String>);
/// Whether it is a stub, its category, and whether its first entity is linked.
type Rest = (bool, Option<&'static str>, bool);

fn some_of(values: &'static [&'static str], most: usize) -> impl Strategy<Value = Vec<String>> {
    vec(select(values).prop_map(str::to_owned), 0..=most)
}

/// Events of few values, most of them on few days; some linked to each other, to themselves, or to what is not there. The words of
/// descriptions must not count, nor words that are joined by hyphens.
fn archive() -> impl Strategy<Value = Vec<Event>> {
    let words = || some_of(&["bomb", "Vote", "flood", "city-hall", "cityhall", "City", "kills", "the"], 4);
    let event = (
        (0..4_i32, words(), words()),
        some_of(&["Russia", "Syria", "Dagestan", "FSB", "City", "Vote (2016)", "City Vote", "bomb", " "], 4),
        some_of(&["War", "Insurgency", "Election", ""], 3),
        vec((0..MOST_EVENTS + 2).prop_map(|number| format!("2016/1/1/{number}")), 0..2),
        (any::<bool>(), select(vec![None, Some(" "), Some("War"), Some("Sport")]), any::<bool>()),
    );
    let whole = |(number, (texts, entities, story, related, rest)): (usize, (Texts, Vec<String>, _, _, Rest))| {
        let (time, words, others) = texts;
        let (stub, category, is_linked) = rest;
        // Linked by the first word of the headline, whatever the name.
        let mention =
            |entity: &String| Mention { text: words.first().cloned().unwrap_or_default(), entity: entity.clone() };
        let mentions = entities.first().filter(|_| is_linked).map(mention).into_iter().collect();
        let date = Date::new(2016, 1, 1).unwrap().plus_days(time * 200).unwrap();
        let event = Event::new(format!("2016/1/1/{number}"), date, words.join(" "));
        let category = category.map(str::to_owned);
        Event { description: Some(others.join(" ")), category, entities, mentions, story, related, stub, ..event }
    };
    vec(event, 1..MOST_EVENTS).prop_map(move |events| events.into_iter().enumerate().map(whole).collect())
}

fn request(id: &str, limit: u32, hide_stories: bool) -> Request {
    Request::Related(RelatedRequest { id: id.to_owned(), limit, hide_stories, ..Default::default() })
}

fn related(engine: &Engine, id: &str, limit: u32, hide_stories: bool) -> Vec<Related> {
    answer(engine, &request(id, limit, hide_stories))
}

fn answer(engine: &Engine, request: &Request) -> Vec<Related> {
    match engine.handle(request) {
        Reply::Related(reply) => reply.items,
        other => panic!("{other:?}"),
    }
}

/// What readers may change, of an event that is yet to be named.
fn steering() -> impl Strategy<Value = RelatedRequest> {
    let names = || some_of(&["Russia", "Rossiya", "Syria", "City", "Vote (2016)", "bomb", "Atlantis"], 1);
    let directions = select(vec![Direction::Both, Direction::Both, Direction::Earlier, Direction::Later]);
    let switches = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    let whole = |(require, without, direction, (hide_stories, ignore_words, ignore_time, parts))| {
        let (id, limit) = (String::new(), u32::MAX);
        RelatedRequest { id, limit, hide_stories, parts, require, without, ignore_words, ignore_time, direction }
    };
    (names(), names(), directions, switches).prop_map(whole)
}

/// An engine that grew by batches and was asked in between.
fn engine(events: &[Event], batch: usize) -> Engine {
    let mut engine = Engine::new();
    let alias = Alias { name: "Rossiya".into(), origin: AliasOrigin::Given };
    engine.set_entities(vec![Entity { name: "Russia".into(), aliases: vec![alias], kind: None, events: 0 }]);
    for batch in events.chunks(batch) {
        engine.add_events(batch.to_vec());
        related(&engine, &batch[0].id, 1, false);
    }
    engine
}

type Property = fn(&Event) -> BTreeSet<String>;

fn named(values: &[String]) -> BTreeSet<String> {
    values.iter().filter(|value| !value.trim().is_empty()).cloned().collect()
}

fn words(event: &Event) -> BTreeSet<String> {
    event.headline.to_lowercase().split([' ', '-']).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Where words first stand in a headline, or two words that a hyphen joins.
fn places(event: &Event, joined: bool) -> BTreeMap<String, usize> {
    let (mut places, mut place) = (BTreeMap::new(), 0);
    for word in event.headline.to_lowercase().split(' ').filter(|word| !word.is_empty()) {
        if joined {
            places.entry(word.replace('-', "")).or_insert(place);
        }
        for part in word.split('-') {
            places.entry(part.to_owned()).or_insert(place);
            place += 1;
        }
    }
    places
}

const ENTITIES: Property = |event| named(&event.entities);
const STORIES: Property = |event| named(&event.story);
const WORDS: Property = words;

/// The definition, with hardly anything precomputed.
struct Naive<'a> {
    events: &'a [Event],
    /// For every entity the words that name it, and the square of its weight.
    entities: BTreeMap<String, (Vec<String>, f64)>,
}

impl<'a> Naive<'a> {
    fn new(events: &'a [Event]) -> Self {
        let mut naive = Self { events, entities: BTreeMap::new() };
        let names: BTreeSet<String> = events.iter().flat_map(ENTITIES).collect();
        let of = |name: String| (name.clone(), (naive.naming_words(&name), naive.weight(ENTITIES, &name).powi(2)));
        naive.entities = names.into_iter().map(of).collect();
        naive
    }

    fn frequency(&self, of: Property, value: &String) -> usize {
        self.events.iter().filter(|event| of(event).contains(value)).count()
    }

    fn weight(&self, of: Property, value: &String) -> f64 {
        (1.0 + self.events.len() as f64 / self.frequency(of, value) as f64).ln()
    }

    fn is_common(&self, word: &String) -> bool {
        let headlines = self.frequency(WORDS, word);
        headlines > COMMON_MIN_EVENTS && headlines > self.events.len() / COMMON_ONE_IN
    }

    fn telling_words(&self, event: &Event) -> BTreeSet<String> {
        words(event).into_iter().filter(|word| !self.is_common(word)).collect()
    }

    /// The words that name an entity in a headline, the rarest first, then in their order.
    fn naming_words(&self, name: &str) -> Vec<String> {
        let most = COMMON_MIN_EVENTS.max(self.events.len() / COMMON_IN_NAMES_ONE_IN);
        let bare = name.split(" (").next().unwrap().to_lowercase();
        let words = bare.split([' ', '-']).filter(|word| !word.is_empty()).map(str::to_owned);
        let mut words: Vec<String> = words.filter(|word| self.frequency(WORDS, word) <= most).collect();
        words.sort_by_key(|word| self.frequency(WORDS, word));
        words
    }

    /// Where the first of the words that name an entity stands in a headline that has them all.
    fn place_in(&self, event: &Event, name: &str) -> Option<usize> {
        let places = places(event, false);
        let of_name: Option<Vec<usize>> = self.entities[name].0.iter().map(|word| places.get(word).copied()).collect();
        of_name?.first().copied()
    }

    /// The entities that an event mentions, whether it links them, and where.
    fn names(&self, event: &Event) -> BTreeMap<String, (bool, usize)> {
        let (headline, known) = (event.headline.as_str(), &self.entities);
        let mut names: BTreeMap<String, (bool, usize)> = BTreeMap::new();
        let (mut at, mut before) = (0, None);
        while let Some(rest) = headline.get(at..).filter(|rest| !rest.is_empty()) {
            let ends = |name: &&String| !rest[name.len()..].starts_with(char::is_alphanumeric);
            let capital = |name: &&String| name.starts_with(char::is_uppercase) && rest.starts_with(name.as_str());
            let starts = before.is_none_or(|letter: char| !letter.is_alphanumeric());
            let longest = known.keys().filter(|_| starts).filter(capital).filter(ends).max_by_key(|name| name.len());
            longest.into_iter().for_each(|name| _ = names.entry(name.clone()).or_insert((false, at)));
            at += longest.map_or(1, String::len);
            before = headline[..at].chars().last();
        }
        for name in ENTITIES(event) {
            let texts = event.mentions.iter().filter(|mention| mention.entity == name).map(|mention| &mention.text);
            let place = texts.chain([&name]).filter_map(|text| headline.find(text.as_str())).min();
            names.insert(name, (true, place.unwrap_or(headline.len())));
        }
        names
    }

    /// The entities of one event that another mentions, and whether it links them.
    fn shared_names(&self, names: &BTreeMap<String, (bool, usize)>, other: &Event) -> BTreeMap<String, bool> {
        let linked = ENTITIES(other);
        let is_named = |name: &&String| linked.contains(*name) || self.place_in(other, name).is_some();
        names.keys().filter(is_named).map(|name| (name.clone(), linked.contains(name))).collect()
    }

    /// The cosine of entities, those in prose counting less, and what headlines begin with.
    fn entities_and_leads(&self, a: &Event, b: &Event) -> (f64, f64) {
        let weights = Weights::CHOSEN;
        let share = |is_linked: bool| if is_linked { 1.0 } else { f64::from(weights.prose) };
        let square = |name: &String| self.entities[name].1;
        let ours = self.names(a);
        let shared = self.shared_names(&ours, b);
        let product: f64 =
            shared.iter().map(|(name, is_linked)| square(name) * share(ours[name].0) * share(*is_linked)).sum();
        let our_length: f64 = ours.iter().map(|(name, (is_linked, _))| square(name) * share(*is_linked).powi(2)).sum();
        let only_named =
            shared.iter().filter(|(_, is_linked)| !**is_linked).map(|(name, _)| square(name) * share(false).powi(2));
        let their_length: f64 = ENTITIES(b).iter().map(square).sum::<f64>() + only_named.sum::<f64>();
        let cosine = if product == 0.0 { 0.0 } else { product / (our_length * their_length).sqrt() };
        let first = ours.values().map(|(_, place)| *place).min().filter(|first| *first < a.headline.len());
        let leads = |name: &String| Some(ours[name].1) == first;
        let has_lead = if shared.keys().any(leads) { f64::from(weights.has_lead) } else { 0.0 };
        let begins = |name: &String| self.place_in(b, name).is_some_and(|place| place < LEAD_WORDS as usize);
        (cosine, has_lead + if ours.keys().any(begins) { f64::from(weights.leads) } else { 0.0 })
    }

    /// How far both headlines begin with the same words.
    fn begins(&self, a: &Event, b: &Event) -> f64 {
        let near = |place: usize| (-(place as f64) / f64::from(BEGIN_HALF_WORDS)).exp2();
        let our = |word: &String| near(places(a, false)[word]);
        let their = |word: &String| near(places(b, true)[word]);
        let (ours, theirs) = (self.telling_words(a), self.telling_words(b));
        let square = |word: &String| self.weight(WORDS, word).powi(2);
        let both: f64 = ours.intersection(&theirs).map(|word| square(word) * our(word) * their(word)).sum();
        let most: f64 = ours.iter().map(|word| square(word) * our(word).powi(2)).sum();
        if both == 0.0 { 0.0 } else { both / most }
    }

    fn cosine(&self, of: Property, ours: &BTreeSet<String>, theirs: &BTreeSet<String>) -> f64 {
        let product =
            |values: &mut dyn Iterator<Item = &String>| values.map(|value| self.weight(of, value).powi(2)).sum::<f64>();
        let shared = product(&mut ours.intersection(theirs));
        if shared == 0.0 { 0.0 } else { shared / (product(&mut ours.iter()) * product(&mut theirs.iter())).sqrt() }
    }

    /// Whether an event mentions an entity, by a link or in its headline.
    fn mentions(&self, event: &Event, name: &str) -> bool {
        let name = if name == "Rossiya" { "Russia" } else { name };
        ENTITIES(event).contains(name) || (self.entities.contains_key(name) && self.place_in(event, name).is_some())
    }

    fn is_wanted(&self, asked: &Event, other: &Event, how: &RelatedRequest) -> bool {
        let in_direction = match how.direction {
            Direction::Both => true,
            Direction::Earlier => other.date < asked.date,
            Direction::Later => other.date > asked.date,
        };
        let has = |name: &String| self.mentions(other, name);
        in_direction && how.require.iter().all(has) && !how.without.iter().any(has)
    }

    /// The score of two events; `None` if nothing connects them.
    fn score(&self, a: &Event, b: &Event, how: &RelatedRequest) -> Option<f64> {
        let weights = Weights::CHOSEN;
        let (entities, leads) = self.entities_and_leads(a, b);
        let words = self.cosine(WORDS, &self.telling_words(a), &self.telling_words(b));
        let (words, begins) = if how.ignore_words { (0.0, 0.0) } else { (words, self.begins(a, b)) };
        let content = f64::from(weights.entities) * entities + f64::from(weights.words) * words;
        let shared = STORIES(a).intersection(&STORIES(b)).map(|story| self.weight(STORIES, story)).sum::<f64>();
        let story = f64::from(weights.story) * shared / (1.0 + self.events.len() as f64).ln();
        let story = if how.hide_stories { 0.0 } else { story.min(f64::from(weights.story_max)) };
        let same_category = a.category == b.category && a.category.as_ref().is_some_and(|name| !name.trim().is_empty());
        let category = if same_category { f64::from(weights.category) } else { 0.0 };
        let given = is_given(a, b);
        let apart = f64::from(a.date.day_number() - b.date.day_number()).abs();
        let time = if how.ignore_time { 0.0 } else { f64::from(weights.time) * apart.ln_1p() };
        let score = content + f64::from(weights.begins) * begins + leads + category + story - time;
        let score = score + if given { f64::from(weights.given) } else { 0.0 };
        (self.is_wanted(a, b, how) && (given || content + story > 0.0)).then_some(score)
    }

    /// The values that two events share, the rarest first.
    fn rarest(&self, of: Property, a: &BTreeSet<String>, b: &BTreeSet<String>) -> Vec<String> {
        let mut shared: Vec<&String> = a.intersection(b).collect();
        shared.sort_by_key(|value| (self.frequency(of, value), *value));
        shared.into_iter().cloned().collect()
    }
}

fn is_given(a: &Event, b: &Event) -> bool {
    a.related.contains(&b.id) || b.related.contains(&a.id)
}

fn assert_item(naive: &Naive<'_>, asked: &Event, item: &Related, how: &RelatedRequest) {
    let other = naive.events.iter().find(|event| event.id == item.id).unwrap();
    assert_eq!((&item.headline, item.date, item.stub), (&other.headline, other.date, other.stub));
    assert_eq!(item.given, is_given(asked, other));
    let shared = naive.shared_names(&naive.names(asked), other).into_keys().collect();
    assert_eq!(item.context, naive.rarest(ENTITIES, &naive.names(asked).into_keys().collect(), &shared));
    let mut stories: Vec<String> = Vec::new();
    for story in asked.story.iter().filter(|story| !how.hide_stories && STORIES(other).contains(*story)) {
        if !stories.contains(story) {
            stories.insert(0, story.clone());
        }
    }
    assert_eq!(item.stories, stories);
    let explained = !item.context.is_empty() || !item.stories.is_empty();
    let mut words = naive.rarest(WORDS, &naive.telling_words(asked), &naive.telling_words(other));
    words.truncate(if explained || how.ignore_words { 0 } else { 5 });
    assert_eq!(item.words, words);
    assert!(item.given || explained || !item.words.is_empty(), "no reason for {item:?}");
    let sum: f64 = item.parts.iter().map(|part| f64::from(part.score)).sum();
    assert!(item.parts.is_empty() || how.parts, "{item:?}");
    assert!(!how.parts || (sum - f64::from(item.score)).abs() < EPSILON, "{sum} in {item:?}");
}

fn assert_order(asked: &Event, items: &[Related]) {
    let apart = |item: &Related| item.date.day_number().abs_diff(asked.date.day_number());
    for pair in items.windows(2) {
        let [a, b] = pair else { unreachable!() };
        let ties = (apart(a), Reverse(a.date), &a.id) < (apart(b), Reverse(b.date), &b.id);
        assert!(a.score > b.score || (a.score == b.score && ties), "{a:?} before {b:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]

    #[test]
    fn related_agrees_with_the_definition(events in archive(), batch in 1..MOST_EVENTS, how in steering()) {
        let (engine, naive) = (engine(&events, batch), Naive::new(&events));
        for asked in &events {
            let how = RelatedRequest { id: asked.id.clone(), ..how.clone() };
            let items = answer(&engine, &Request::Related(how.clone()));
            let others = events.iter().filter(|other| other.id != asked.id);
            let expected: BTreeMap<&str, f64> = others
                .filter_map(|other| Some((other.id.as_str(), naive.score(asked, other, &how)?)))
                .collect();
            let found: BTreeMap<&str, f64> = items.iter().map(|item| (item.id.as_str(), f64::from(item.score))).collect();
            prop_assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
            prop_assert!(found.iter().all(|(id, score)| (score - expected[id]).abs() < EPSILON), "{:?} {:?}", found, expected);
            items.iter().for_each(|item| assert_item(&naive, asked, item, &how));
            assert_order(asked, &items);
        }
    }

    #[test]
    fn batches_limits_and_where_the_index_was_made_change_nothing(
        events in archive(),
        batch in 1..9_usize,
        turn in 0..MOST_EVENTS,
        limit in 0..6_u32,
    ) {
        let whole = engine(&events, events.len());
        let mut turned = events.clone();
        turned.rotate_left(turn % events.len());
        let pieces = engine(&turned, batch);
        let host = Host::new(events.clone());
        let mut hosted = host.engine();
        host.bring_everything(&mut hosted);
        for event in &events {
            let all = related(&whole, &event.id, u32::MAX, false);
            for other in [&pieces, &hosted] {
                prop_assert_eq!(&related(other, &event.id, u32::MAX, false), &all);
                let first = related(other, &event.id, limit, false);
                prop_assert_eq!(&first[..], &all[..all.len().min(limit as usize)]);
            }
        }
        prop_assert!(hosted.take_needs().is_empty());
    }

    #[test]
    fn nothing_but_the_index_and_the_events_shown_has_to_arrive(mut events in archive(), limit in 1..6_u32) {
        // Who links to an event is known when its file has arrived.
        events.iter_mut().for_each(|event| event.related.clear());
        let (whole, host) = (engine(&events, events.len()), Host::new(events.clone()));
        let mut hosted = host.engine();
        host.bring_index(&mut hosted);
        for event in &events {
            let request = request(&event.id, limit, false);
            prop_assert_eq!(host.ask(&mut hosted, &request), whole.handle(&request));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]

    #[test]
    fn damaged_indexes_do_no_harm(events in archive(), damage in vec((any::<Place>(), any::<u8>()), 1..4)) {
        let host = Host::new(events.clone());
        let mut bytes = host.index.clone();
        damage.iter().for_each(|(place, byte)| *place.get_mut(&mut bytes) = *byte);
        let Ok(segment) = Segment::open(bytes) else { return Ok(()) };
        let mut engine = Engine::new();
        let Some(number) = engine.add_segment(segment, &host.file_events()) else { return Ok(()) };
        for (file, events) in host.files.iter().enumerate() {
            engine.add_file(number, file, throughline::engine::Arrival::new(events.clone()));
        }
        for event in &events {
            engine.handle(&request(&event.id, u32::MAX, false));
        }
    }
}

#[test]
fn an_event_on_its_way_has_nothing_related_yet() {
    let day = Date::new(2020, 1, 1).unwrap();
    let about = |id: &str| Event { entities: vec!["Syria".into()], ..Event::new(id, day, "Headline") };
    let host = Host::new(vec![about("a"), about("b")]);
    let mut engine = host.engine();
    host.bring_index(&mut engine);
    assert!(related(&engine, "a", 9, false).is_empty());
    let needs = engine.take_needs();
    assert_eq!((needs.bytes.len(), needs.lines.len()), (0, 1));
    let unknown = Reply::NotFound { what: "c".into() };
    assert_eq!(engine.handle(&request("c", 9, false)), unknown);
    assert!(engine.take_needs().is_empty());
    engine.remove_segment(0);
    assert_eq!(engine.handle(&request("a", 9, false)), Reply::NotFound { what: "a".into() });
}

#[test]
fn without_all_of_the_index_what_the_source_links_is_told_from_a_few_bytes() {
    let day = |number| Date::new(2020, 1, 1).unwrap().plus_days(number).unwrap();
    // One of them is in the table of entities: its name is known whatever has arrived.
    let others = |number: i32| (0..9).map(move |other| format!("Entity {}", number * other % 997));
    let entities = |number: i32| others(number).chain(["Islamic State".to_owned()]).collect();
    let event = |number| {
        let headline = format!("Headline {number} of {} and {}", number % 7, number * number);
        Event { entities: entities(number), ..Event::new(format!("id {number}"), day(number), headline) }
    };
    let mut events: Vec<Event> = (0..3_000).map(event).collect();
    events[7].related = vec!["id 2000".into(), "nowhere".into()];
    let host = Host::new(events.clone());
    let mut hosted = host.engine();
    let missing = |engine: &Engine| engine.missing(0).iter().map(ExactSizeIterator::len).sum::<usize>();
    let before = missing(&hosted);
    let Reply::Related(reply) = host.ask(&mut hosted, &request("id 7", 9, false)) else { panic!("not found") };
    assert_eq!(reply.items.iter().map(|item| (item.id.as_str(), item.given)).collect::<Vec<_>>(), [("id 2000", true)]);
    assert!(!reply.items[0].context.is_empty());
    assert!(before - missing(&hosted) < before / 8, "{} of {before} bytes", before - missing(&hosted));
    host.bring_everything(&mut hosted);
    assert_eq!(related(&hosted, "id 7", 9, false), related(&engine(&events, 1_000), "id 7", 9, false));
}

#[test]
fn events_that_go_are_not_related_any_longer() {
    let day = Date::new(2020, 1, 1).unwrap();
    let about = |id: &str, to: &str| Event {
        entities: vec!["Syria".into()],
        related: vec![to.into()],
        ..Event::new(id, day, "Headline")
    };
    let ids = |engine: &Engine| {
        related(engine, "a", 9, false).into_iter().map(|item| (item.id, item.given)).collect::<Vec<_>>()
    };
    let host = Host::new(vec![about("b", "a"), about("c", "")]);
    let mut engine = host.engine();
    engine.add_events(vec![about("a", "a")]);
    assert!(ids(&engine).is_empty());
    host.bring_everything(&mut engine);
    assert_eq!(ids(&engine), [("b".to_owned(), true), ("c".to_owned(), false)]);
    engine.remove_segment(0);
    assert_eq!(ids(&engine), [("b".to_owned(), true), ("c".to_owned(), false)], "what has arrived was indexed here");
    let mut engine = host.engine();
    engine.add_events(vec![about("a", "a"), about("d", "")]);
    host.bring_index(&mut engine);
    host.ask(&mut engine, &request("a", 9, false));
    assert_eq!(ids(&engine), ["b", "c", "d"].map(|id| (id.to_owned(), false)));
    engine.remove_segment(0);
    assert_eq!(ids(&engine), [("d".to_owned(), false)]);
}

#[test]
fn events_that_come_are_related_to_those_before() {
    let day = |number| Date::new(2020, 1, 1).unwrap().plus_days(number).unwrap();
    let mut asked = Event::new("a", day(0), "Headline");
    asked.related = vec!["b".into()];
    let mut engine = Engine::new();
    engine.add_events(vec![asked]);
    assert!(related(&engine, "a", 9, false).is_empty());
    let others = (1..2_000).map(|number| Event::new(format!("c{number}"), day(number), format!("Headline {number}")));
    let host = Host::new(others.chain([Event::new("b", day(0), "Other")]).collect());
    Host::new(Vec::new()).add_to(&mut engine);
    host.add_to(&mut engine);
    let Reply::Related(reply) = host.ask(&mut engine, &request("a", 9, false)) else { panic!("not found") };
    assert!(engine.counted() == 1, "the index is not there");
    assert_eq!(reply.items.iter().map(|item| (item.id.as_str(), item.given)).collect::<Vec<_>>(), [("b", true)]);
}

#[test]
fn hostile_sizes_are_no_trouble() {
    const MANY: usize = 20_000;
    let date = Date::new(2016, 12, 4).unwrap();
    let names = |count: usize| (0..count).map(|number| format!("Name {number}")).collect::<Vec<_>>();
    let mut events: Vec<Event> =
        (0..MANY).map(|number| Event::new(format!("2016/12/4/{number}"), date, "One headline")).collect();
    events.iter_mut().for_each(|event| event.entities = vec!["Name 0".into()]);
    for event in &mut events[..2] {
        event.entities = names(MANY);
        event.story = names(MANY);
        event.related = names(MANY);
    }
    let engine = engine(&events, 7_000);
    let items = related(&engine, "2016/12/4/0", 3, false);
    assert_eq!((items[0].id.as_str(), items[0].context.len(), items.len()), ("2016/12/4/1", MANY, 3));
    assert_eq!(items[0].stories.len(), MANY);
    assert_eq!(related(&engine, "2016/12/4/7", u32::MAX, false).len(), MANY - 1);
}
