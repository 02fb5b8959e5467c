//! An archive that is large enough for an index, made up: every event has words of its own and words that others have.

use anyhow::Result;
use throughline::bundle::{self, About};
use throughline::model::{Date, Event, Source};
use throughline::search::write_index;

use crate::bundle::Files;

/// The number of events.
pub(crate) const EVENTS: usize = 3_000;
/// One in so many events is about a comet.
pub(crate) const COMET_EVERY: usize = 300;
const SUBJECTS: [&str; 7] = ["bridge", "orchard", "parliament", "glacier", "tramway", "lighthouse", "theatre"];
const PLACES: [&str; 5] = ["Aldmoor", "Brackwater", "Cairnholt", "Dunsey", "Eastwick"];
const CATEGORIES: [&str; 3] = ["Arts and culture", "Law and crime", "Science"];

/// The bundle of the archive.
pub(crate) fn files() -> Result<Files> {
    let first: Date = "2012-01-01".parse()?;
    let events = (0_i32..)
        .zip(0..EVENTS)
        .map(|(half_day, number)| event(number, first.plus_days(half_day / 2).unwrap_or(first)))
        .collect();
    let about = About { title: "Made up".to_owned(), language: "en".to_owned(), ..About::default() };
    let files = bundle::write(&about, events, &[], Some(write_index))?;
    Ok(files.into_iter().map(|file| (file.path, file.bytes)).collect())
}

/// The id of an event.
pub(crate) fn id(number: usize) -> String {
    format!("made-up/{number}")
}

fn event(number: usize, date: Date) -> Event {
    let (subject, place) = (SUBJECTS[number % SUBJECTS.len()], PLACES[number % PLACES.len()]);
    let comet = if number.is_multiple_of(COMET_EVERY) { " while a comet passes" } else { "" };
    let mut event =
        Event::new(id(number), date, format!("The {subject} of {place} opens again{comet}, visitor {number} says"));
    event.category = Some(CATEGORIES[number % CATEGORIES.len()].to_owned());
    event.entities = vec![place.to_owned()];
    event.sources.push(Source { name: "Gazette".to_owned(), url: format!("https://gazette.example/{number}") });
    event
}
