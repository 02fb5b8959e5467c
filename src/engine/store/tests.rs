//! What goes in comes out the same.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::*;
use crate::model::{Date, Mention, Source};

/// Strings that are often alike, or parts of each other, besides any at all.
fn text() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "",
        "a",
        "Tehran",
        "Iran",
        "Москва",
        "俄罗斯",
        "in",
        "is",
        "İ",
        "https://example.org/",
    ]);
    prop_oneof![3 => vec(word, 0..8).prop_map(|words| words.join(" ")), 1 => any::<String>()]
}

fn date() -> impl Strategy<Value = Date> {
    (-9999..=9999_i32, 1..=12_u32, 1..=28_u32).prop_map(|(year, month, day)| Date::new(year, month, day).unwrap())
}

fn id(date: Date, headline: &str, kind: u8, rest: &str) -> String {
    match kind {
        0 => format!(
            "{}/{}/{}/{}{rest}",
            date.year(),
            date.month(),
            date.day(),
            headline.to_lowercase().replace(' ', "-")
        ),
        1 => format!("{}/{:02}/{:02}/{rest}", date.year(), date.month(), date.day()),
        _ => rest.to_owned(),
    }
}

prop_compose! {
    fn event()(
        date in date(), headline in text(), id_kind in 0..3_u8, id_rest in text(),
        description in option::of(text()), category in option::of(text()), place in option::of(text()),
        story in vec(text(), 0..3), mentions in vec((text(), text()), 0..5), same: bool, entities in vec(text(), 0..4),
        sources in vec((text(), text()), 0..3), related in vec(text(), 0..3), stub: bool,
    ) -> Event {
        let mentions: Vec<_> = mentions.into_iter().map(|(text, entity)| Mention { text, entity }).collect();
        let entities = if same { mentions.iter().map(|mention| mention.entity.clone()).collect() } else { entities };
        let sources = sources.into_iter().map(|(name, url)| Source { name, url }).collect();
        let id = id(date, &headline, id_kind, &id_rest);
        Event { id, date, headline, description, category, story, mentions, entities, sources, related, place, stub }
    }
}

fn all(store: &EventStore, batches: &[Vec<Event>]) -> Vec<Vec<Event>> {
    let address = |batch, doc| Address { batch: batch as u32, doc: doc as u32 };
    let docs = |batch: usize| (0..batches[batch].len()).map(move |doc| store.get(address(batch, doc)).unwrap());
    (0..batches.len()).map(|batch| docs(batch).collect()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn records_are_read_as_written(event in event()) {
        prop_assert_eq!(record::read(&record::write(&event)), Some(event));
    }

    #[test]
    fn events_come_out_as_they_went_in(batches in vec(vec(event(), 0..6), 0..8)) {
        let mut store = EventStore::default();
        for batch in &batches {
            store.push(batch);
        }
        prop_assert_eq!(all(&store, &batches), batches);
    }

    #[test]
    fn no_bytes_make_it_panic(mut bytes: Vec<u8>, event in event(), place: prop::sample::Index, byte: u8) {
        let _ = record::read(&bytes);
        bytes = record::write(&event);
        *place.get_mut(&mut bytes) = byte;
        let _ = record::read(&bytes);
        let _ = Codebook::of(&[&bytes]).lengthen(&bytes);
    }

    #[test]
    fn codes_stand_for_any_bytes(sample in vec(any::<Vec<u8>>(), 0..4), text: Vec<u8>) {
        let sample: Vec<_> = sample.iter().map(Vec::as_slice).collect();
        let book = Codebook::of(&sample);
        let mut codes = Vec::new();
        book.matcher().shorten(&text, &mut codes);
        prop_assert_eq!(book.lengthen(&codes), Some(text));
    }
}

/// An event like the portal's, with words that come back.
fn portal_like(number: usize) -> Event {
    let places = ["Libya", "Afghanistan", "Colombia", "Somalia", "Myanmar", "Ethiopia", "Yemen"];
    let place = places[number % places.len()];
    let date = Date::new(2021, 1 + (number / 28 % 12) as u32, 1 + (number % 28) as u32).unwrap();
    let headline =
        format!("At least {number} people are killed and others wounded in an attack near the border of {place}.");
    let mut event =
        Event::new(format!("2021/{}/{}/at-least-{number}-people", date.month(), date.day()), date, headline);
    event.mentions = vec![Mention { text: place.to_owned(), entity: place.to_owned() }];
    event.entities = vec![place.to_owned()];
    event.category = Some("Armed conflicts and attacks".to_owned());
    event.story = vec![format!("{place} conflict")];
    event.sources = vec![Source { name: "Reuters".into(), url: format!("https://www.reuters.com/article/{number}") }];
    event
}

#[test]
fn takes_a_fifth_of_the_json() {
    let batches: Vec<Vec<_>> =
        (0..6).map(|batch| (0..60).map(|doc| portal_like(batch * 997 + doc * 13)).collect()).collect();
    let mut store = EventStore::default();
    for (number, batch) in batches.iter().enumerate() {
        assert_eq!(store.push(batch), number as u32);
        store.rest();
    }
    assert_eq!(all(&store, &batches), batches);
    let json: usize = batches.iter().flatten().map(|event| serde_json::to_vec(event).unwrap().len()).sum();
    let kept: usize = store.batches.iter().map(|batch| batch.bytes.len()).sum();
    assert!(kept * 5 < json, "{kept} of {json} bytes");
    assert!(store.books.len() <= 2, "a book for {} events and one for 8 times as many", batches[0].len());
}

#[test]
fn what_is_not_there_is_not_found() {
    let mut store = EventStore::default();
    assert_eq!(store.get(Address { batch: 0, doc: 0 }), None);
    store.push(&[]);
    store.push(&[portal_like(1)]);
    assert_eq!(store.batches.len(), 2);
    for (batch, doc) in [(0, 0), (1, 1), (2, 0), (u32::MAX, u32::MAX)] {
        assert_eq!(store.get(Address { batch, doc }), None);
    }
    assert_eq!(store.get(Address { batch: 1, doc: 0 }), Some(portal_like(1)));
}

#[test]
fn long_texts_are_kept_whole() {
    let long = "Ж and again ".repeat(20_000);
    let mut event = portal_like(7);
    event.description = Some(long.clone());
    event.mentions =
        (0..5_000).map(|n| Mention { text: format!("again {n}"), entity: long[..n % 9 * 13 + 2].into() }).collect();
    let mut store = EventStore::default();
    store.push(std::slice::from_ref(&event));
    assert_eq!(store.get(Address { batch: 0, doc: 0 }), Some(event));
}
