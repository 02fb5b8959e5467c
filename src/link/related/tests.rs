//! What is related, by a small archive in memory.

use std::collections::BTreeMap;

use super::*;
use crate::model::{Date, Mention};
use crate::protocol::{Direction, PartKind, Related};

/// Events, and for every property which of them have a value.
#[derive(Default)]
struct Memory {
    events: Vec<Event>,
    with: [BTreeMap<String, Vec<u32>>; 4],
    compares_words: bool,
}

impl Memory {
    fn with_words() -> Self {
        Self { compares_words: true, ..Self::default() }
    }

    fn add_events(&mut self, events: &[Event]) {
        for event in events {
            let number = self.events.len() as u32;
            for property in [Property::Entities, Property::Stories, Property::Categories, Property::Words] {
                for value in vectors::values(self, property, event) {
                    self.with[property as usize].entry(value).or_default().push(number);
                }
            }
            self.events.push(event.clone());
        }
    }

    fn number(&self, id: &str) -> Option<u32> {
        Some(self.events.iter().position(|event| event.id == id)? as u32)
    }
}

impl Archive for Memory {
    fn total(&self) -> usize {
        self.events.len()
    }

    fn known(&self) -> usize {
        self.events.len()
    }

    fn day(&self, event: u32) -> i32 {
        self.events[event as usize].date.day_number()
    }

    fn frequency(&self, property: Property, value: &str) -> u32 {
        self.with[property as usize].get(value).map_or(0, |events| events.len() as u32)
    }

    fn for_each_with(&self, property: Property, value: &str, visit: &mut dyn FnMut(u32)) {
        self.with[property as usize].get(value).into_iter().flatten().for_each(|event| visit(*event));
    }

    fn for_each_place(&self, word: &str, visit: &mut dyn FnMut(u32, u32)) {
        for (number, event) in (0..).zip(&self.events) {
            let place = self.words(&event.headline).iter().position(|other| other == word);
            place.into_iter().for_each(|place| visit(number, place as u32));
        }
    }

    fn for_each_value(&self, property: Property, visit: &mut dyn FnMut(u32, u32)) {
        for events in self.with[property as usize].values() {
            events.iter().for_each(|event| visit(*event, events.len() as u32));
        }
    }

    fn words(&self, headline: &str) -> Vec<String> {
        headline.split(' ').filter(|_| self.compares_words).map(str::to_owned).collect()
    }

    fn entity(&self, name: &str) -> Option<String> {
        (self.frequency(Property::Entities, name) > 0).then(|| name.to_owned())
    }

    fn given(&self, event: &Event) -> Vec<u32> {
        let to = event.related.iter().filter_map(|id| self.number(id));
        let from =
            (0..).zip(&self.events).filter(|(_, other)| other.related.contains(&event.id)).map(|(number, _)| number);
        to.chain(from).collect()
    }

    fn event(&self, event: u32) -> Option<Event> {
        self.events.get(event as usize).cloned()
    }
}

fn event(id: &str, day: u32, entities: &[&str], story: &[&str]) -> Event {
    let owned = |names: &[&str]| names.iter().map(ToString::to_string).collect();
    let event = Event::new(id, Date::new(2016, 12, day).unwrap(), format!("Headline of {id}"));
    Event { entities: owned(entities), story: owned(story), ..event }
}

fn ask_for(index: &Memory, id: &str, limit: u32, hide_stories: bool) -> Vec<Related> {
    ask_so(index, &RelatedRequest { id: id.into(), limit, hide_stories, ..Default::default() })
}

fn ask_so(index: &Memory, request: &RelatedRequest) -> Vec<Related> {
    let number = index.number(&request.id).unwrap();
    let event = &index.events[number as usize];
    related(index, &Lengths::of(index), number, event, request, &Weights::CHOSEN).items
}

fn ask(index: &Memory, id: &str, hide_stories: bool) -> Vec<Related> {
    ask_for(index, id, 10, hide_stories)
}

fn ids(items: &[Related]) -> Vec<&str> {
    items.iter().map(|item| item.id.as_str()).collect()
}

#[test]
fn context_is_rarest_first_and_stories_innermost_first() {
    let mut index = Memory::default();
    let path = ["War", "Siege", "Truce"];
    index.add_events(&[
        event("a", 1, &["Syria", "Aleppo"], &path),
        event("b", 1, &["Aleppo", "Syria"], &path),
        event("c", 1, &["Syria"], &path[..1]),
    ]);
    let items = ask(&index, "a", false);
    assert_eq!(ids(&items), ["b", "c"]);
    assert_eq!(items[0].context, ["Aleppo", "Syria"]);
    assert_eq!(items[0].stories, ["Truce", "Siege", "War"]);
    assert_eq!(items[0].headline, "Headline of b");
}

#[test]
fn a_deeper_common_story_counts_more_and_hidden_ones_do_not_show() {
    let mut index = Memory::default();
    let [a, b] = [event("a", 1, &["Syria"], &["War", "Siege"]), event("b", 1, &[], &["War", "Siege"])];
    index.add_events(&[a, b, event("c", 1, &[], &["War"]), event("d", 1, &["Syria"], &["War", "Siege"])]);
    assert_eq!(ids(&ask(&index, "a", false)), ["d", "b", "c"]);
    let hidden = ask(&index, "a", true);
    assert_eq!(ids(&hidden), ["d"]);
    assert!(hidden[0].stories.is_empty());
}

#[test]
fn links_given_by_the_source_lead_in_both_directions() {
    let mut index = Memory::default();
    let mut asked = event("a", 1, &["Syria"], &[]);
    asked.related = vec!["later".into(), "a".into(), "unknown".into()];
    let mut pointing = event("pointing", 1, &["Syria"], &[]);
    pointing.related = vec!["a".into(), "a".into()];
    index.add_events(&[asked, pointing, event("same", 1, &["Syria"], &[])]);
    assert_eq!(ids(&ask(&index, "a", false)), ["pointing", "same"]);
    index.add_events(&[event("later", 30, &[], &[])]);
    let items = ask(&index, "a", false);
    assert_eq!(ids(&items), ["pointing", "later", "same"]);
    assert_eq!(items.iter().map(|item| item.given).collect::<Vec<_>>(), [true, true, false]);
    assert_eq!(ids(&ask(&index, "later", false)), ["a"]);
}

#[test]
fn ties_are_nearer_then_newer_then_by_id() {
    let mut index = Memory::default();
    let days = [("old", 9), ("new", 11), ("also new", 11), ("near", 10)];
    index.add_events(&days.map(|(id, day)| event(id, day, &[], &["War"])));
    index.add_events(&[event("a", 10, &[], &["War"])]);
    assert_eq!(ids(&ask(&index, "a", false)), ["near", "also new", "new", "old"]);
}

#[test]
fn of_very_many_ties_those_with_the_lowest_numbers_are_compared_by_id() {
    let mut index = Memory::default();
    let most = weights::MOST_TIES as u32;
    // The later, the lesser its id.
    let events: Vec<Event> = (0..most + 9).map(|n| event(&format!("{:04}", 5_000 - n), 1, &["Syria"], &[])).collect();
    index.add_events(&events);
    index.add_events(&[event("a", 1, &["Syria"], &[])]);
    let least = 5_000 - most;
    assert_eq!(ids(&ask_for(&index, "a", 2, false)), [format!("{:04}", least - 1), format!("{least:04}")]);
    assert_eq!(ids(&ask_for(&index, "a", u32::MAX, false)).len(), events.len());
    assert!(ask_for(&index, "a", 0, false).is_empty());
}

#[test]
fn the_most_telling_words_explain_what_nothing_else_does() {
    let mut index = Memory::with_words();
    let said =
        |id: &str, words: &str, entities: &[&str]| Event { headline: words.into(), ..event(id, 1, entities, &[]) };
    index.add_events(&[
        said("a", "c e d b a f g", &["Syria"]),
        said("b", "a b c d e f h", &[]),
        said("c", "f a", &["Syria"]),
        said("d", "g", &[""]),
    ]);
    let items = ask(&index, "a", false);
    let words = |id: &str| items.iter().find(|item| item.id == id).unwrap().words.join(" ");
    assert_eq!(words("b"), "b c d e a", "rarest first, then by name, at most five");
    assert_eq!(words("c"), "", "Syria explains it");
    assert_eq!(words("d"), "g");
}

#[test]
fn words_of_too_many_headlines_explain_nothing() {
    let mut index = Memory::with_words();
    let common = weights::COMMON_MIN_EVENTS as u32 + 1;
    let said = |id: String, words: &str| Event { headline: words.into(), ..event(&id, 1, &[], &[]) };
    let events: Vec<Event> = (0..common).map(|number| said(number.to_string(), "minister")).collect();
    index.add_events(&events);
    index.add_events(&[said("a".into(), "minister resigns"), said("b".into(), "minister resigns")]);
    let items = ask(&index, "a", false);
    assert_eq!(ids(&items), ["b"]);
    assert_eq!(items[0].words, ["resigns"]);
}

#[test]
fn a_value_without_a_name_connects_nothing() {
    let mut index = Memory::default();
    index.add_events(&[event("a", 1, &[""], &[" "]), event("b", 1, &[""], &[" "])]);
    assert!(ask(&index, "a", false).is_empty(), "nothing could be said of the link");
}

#[test]
fn words_connect_events_without_entities() {
    let mut index = Memory::with_words();
    index.add_events(&[event("a", 1, &[], &[]), event("b", 1, &[], &[])]);
    let items = ask(&index, "a", false);
    assert_eq!(ids(&items), ["b"]);
    assert_eq!(items[0].words, ["Headline", "of"], "they say why");
    let mut index = Memory::default();
    index.add_events(&[event("a", 1, &[], &[]), event("b", 1, &[], &[])]);
    assert!(ask(&index, "a", false).is_empty());
}

/// An event that says something, on one day as all of them.
fn said(id: &str, headline: &str, entities: &[&str]) -> Event {
    Event { headline: headline.into(), ..event(id, 1, entities, &[]) }
}

#[test]
fn a_name_in_a_headline_is_a_mention_without_a_link() {
    let mut index = Memory::with_words();
    index.add_events(&[
        said("linked", "missiles hit Kyiv", &["Kyiv"]),
        said("named", "lights go on in Kyiv", &[]),
        said("small", "a kyiv of mushrooms", &[]),
    ]);
    for (asked, other) in [("linked", "named"), ("named", "linked")] {
        let items = ask(&index, asked, false);
        assert_eq!(ids(&items), [other]);
        assert_eq!(items[0].context, ["Kyiv"]);
    }
}

#[test]
fn names_of_several_words_are_found_whole() {
    let mut index = Memory::with_words();
    index.add_events(&[
        said("a", "one", &["South Korea"]),
        said("b", "two in South Africa", &[]),
        said("c", "three in South Korea", &[]),
        said("d", "four in Korea", &["Korea (peninsula)"]),
        said("e", "South Korea and Korea vote", &["Korea"]),
    ]);
    let contexts = |asked: &str| -> Vec<(String, String)> {
        ask(&index, asked, false).into_iter().map(|item| (item.id, item.context.join(", "))).collect()
    };
    let pair = |id: &str, context: &str| (id.to_owned(), context.to_owned());
    assert_eq!(contexts("a"), [pair("c", "South Korea"), pair("e", "South Korea")]);
    // The longest name counts, and not its parts.
    assert!(contexts("c").contains(&pair("a", "South Korea")));
    assert!(!contexts("c").contains(&pair("d", "Korea")));
}

#[test]
fn what_a_headline_begins_with_leads() {
    let mut index = Memory::default();
    let link = |text: &str| Mention { text: text.into(), entity: text.into() };
    let mut asked = said("a", "Japan bans flights from Brazil", &["Brazil", "Japan"]);
    asked.mentions = vec![link("Brazil"), link("Japan")];
    index.add_events(&[asked, said("b", "one", &["Brazil"]), said("c", "two", &["Japan"])]);
    assert_eq!(ids(&ask(&index, "a", false)), ["c", "b"]);
    assert_eq!(ids(&ask(&index, "b", false)), ["a"]);
}

#[test]
fn a_common_category_counts_but_connects_nothing() {
    let mut index = Memory::default();
    let of = |id: &str, category: &str, entities: &[&str]| Event {
        category: Some(category.into()),
        ..event(id, 1, entities, &[])
    };
    index.add_events(&[
        of("a", "Sport", &["Paris"]),
        of("b", "Crime", &["Paris"]),
        of("c", "Sport", &["Paris"]),
        of("d", "Sport", &[]),
    ]);
    assert_eq!(ids(&ask(&index, "a", false)), ["c", "b"]);
}

#[test]
fn the_same_first_words_count_more_than_the_same_last_ones() {
    let mut index = Memory::with_words();
    index.add_events(&[
        said("a", "quake shakes coast at noon today", &[]),
        said("b", "fire and flood end noon today", &[]),
        said("c", "quake shakes it and they flee", &[]),
    ]);
    assert_eq!(ids(&ask(&index, "a", false)), ["c", "b"]);
}

#[test]
fn a_score_is_the_sum_of_its_parts() {
    let mut index = Memory::with_words();
    let mut asked = said("a", "Kyiv hears of missiles again", &["Dnipro", "Kyiv"]);
    asked.related = vec!["c".into()];
    index.add_events(&[asked, said("b", "Kyiv counts missiles", &["Dnipro"]), event("c", 9, &[], &[])]);
    assert!(ask(&index, "a", false).iter().all(|item| item.parts.is_empty()));
    let items = ask_so(&index, &RelatedRequest { id: "a".into(), limit: 9, parts: true, ..Default::default() });
    assert_eq!(ids(&items), ["c", "b"]);
    for item in &items {
        let sum: f32 = item.parts.iter().map(|part| part.score).sum();
        assert!((sum - item.score).abs() < 1e-5, "{sum} in {item:?}");
    }
    let kinds = |item: &Related| item.parts.iter().map(|part| part.kind).collect::<Vec<_>>();
    use PartKind::{Entities, FirstWords, Given, Lead, Prose, Time, Words};
    assert_eq!(kinds(&items[0]), [Words, FirstWords, Time, Given]);
    assert_eq!(kinds(&items[1]), [Entities, Prose, Words, FirstWords, Lead]);
    // The second names Kyiv without a link; two events have Dnipro, and one Kyiv.
    let [dnipro, kyiv] = [2, 1].map(|frequency| vectors::weight(Property::Entities, frequency, 3).powi(2));
    let ratio = items[1].parts[1].score / items[1].parts[0].score;
    assert!((ratio - Weights::CHOSEN.prose * kyiv / dnipro).abs() < 1e-5, "{ratio}");
}

#[test]
fn entities_can_be_required_and_kept_out() {
    let mut index = Memory::with_words();
    index.add_events(&[
        said("a", "one", &["Kyiv", "Moscow"]),
        said("linked", "two", &["Kyiv"]),
        said("named", "three in Kyiv", &["Moscow"]),
        said("other", "four", &["Moscow"]),
    ]);
    let ask = |require: &[&str], without: &[&str]| {
        let [require, without] = [require, without].map(|names| names.iter().map(ToString::to_string).collect());
        let items =
            ask_so(&index, &RelatedRequest { id: "a".into(), limit: 9, require, without, ..Default::default() });
        let mut ids: Vec<String> = items.into_iter().map(|item| item.id).collect();
        ids.sort();
        ids.join(" ")
    };
    assert_eq!(ask(&["Kyiv"], &[]), "linked named");
    assert_eq!(ask(&["Kyiv", "Moscow"], &[]), "named");
    assert_eq!(ask(&[], &["Kyiv"]), "other");
    assert_eq!(ask(&["Moscow"], &["Kyiv"]), "other");
    assert_eq!((ask(&["Atlantis"], &[]), ask(&[], &["Atlantis"])), (String::new(), "linked named other".to_owned()));
}

#[test]
fn earlier_and_later_leave_out_the_day_itself() {
    let mut index = Memory::default();
    index.add_events(&[9, 10, 11].map(|day| event(&day.to_string(), day, &["Syria"], &[])));
    index.add_events(&[event("a", 10, &["Syria"], &[])]);
    let ask = |direction| {
        let items = ask_so(&index, &RelatedRequest { id: "a".into(), limit: 9, direction, ..Default::default() });
        ids(&items).join(" ")
    };
    let found = [Direction::Both, Direction::Earlier, Direction::Later].map(ask);
    assert_eq!(found, ["10 11 9", "9", "11"]);
}

#[test]
fn words_and_days_need_not_count() {
    let mut index = Memory::with_words();
    let late = Event { date: Date::new(2016, 12, 31).unwrap(), ..said("late", "two", &["Kyiv"]) };
    index.add_events(&[said("a", "fire again", &["Kyiv"]), said("says", "fire", &[]), late]);
    let ask = |ignore_words, ignore_time| {
        let (id, parts) = ("a".into(), true);
        ask_so(&index, &RelatedRequest { id, limit: 9, parts, ignore_words, ignore_time, ..Default::default() })
    };
    assert_eq!(ids(&ask(false, false)).len(), 2);
    let without_words = ask(true, false);
    assert_eq!(ids(&without_words), ["late"]);
    let without_time = ask(true, true);
    let days = Weights::CHOSEN.time * 30.0_f32.ln_1p() + without_words[0].score - without_time[0].score;
    assert!(days.abs() < 1e-5 && without_time[0].score > without_words[0].score, "{days}");
}
