//! How good related events are on the portal corpus, part by part, and how long a question takes.
//!
//! `cargo xtask bench related` runs it; `--refit` chooses the weights anew, on the events of 2020 alone. An event's right answers
//! are the other events with its innermost story, whose labels are hidden from the engine; stories of 5 to 400 events count, and
//! 1,000 events are asked about, chosen by their ids. P@10 is the share of right answers among the first ten, of those there can be.
#![allow(clippy::expect_used, reason = "a benchmark may give up")]

#[path = "../tests/suite/seeded.rs"]
mod seeded;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::Path;
use std::time::Duration;

use cpu_time::ThreadTime;
use serde_json::Value;
use throughline::engine::Engine;
use throughline::link::entities::resolve;
use throughline::link::related::weights::Weights;
use throughline::model::{Date, Event, Mention};
use throughline::protocol::RelatedRequest;

use seeded::seeded;

const CORPUS: &str = "../shared/corpora/portal-normalized.jsonl.gz";
/// Events asked about.
const SAMPLE: usize = 1_000;
/// Sizes of stories that count.
const STORY_EVENTS: std::ops::RangeInclusive<usize> = 5..=400;
/// Related events that are looked at.
const FIRST: usize = 10;
/// Events in the archive of which times are taken, made of copies of the corpus.
const SCALE: usize = 150_000;
/// Days between the copies: not a whole number of years, so that days of the year mix.
const COPY_DAYS: i32 = 497;
/// Events in a segment.
const BATCH: usize = 64_000;
/// What a weight is multiplied by when weights are chosen.
const STEPS: [f32; 4] = [0.5, 0.8, 1.25, 2.0];
/// How often all weights are gone through.
const ROUNDS: usize = 2;

/// A weight, by name.
type Part = (&'static str, fn(&mut Weights) -> &mut f32);

fn main() {
    let Some(events) = corpus() else { return println!("{CORPUS} is not there: nothing was measured.") };
    if std::env::args().any(|arg| arg == "--refit") {
        return refit(&Measure::of("2020", &events));
    }
    let measures = ["2020", "2021", ""].map(|year| Measure::of(year, &events));
    print_parts(&measures);
    print_times(&events);
}

/// The events of the portal corpus, from its reading by others; `None` where it is not on this machine.
fn corpus() -> Option<Vec<Event>> {
    let file = std::fs::File::open(Path::new(env!("CARGO_MANIFEST_DIR")).join(CORPUS)).ok()?;
    let mut lines = String::new();
    flate2::read::GzDecoder::new(file).read_to_string(&mut lines).expect("the corpus");
    Some(lines.lines().map(|line| event(&serde_json::from_str(line).expect("an event"))).collect())
}

fn event(json: &Value) -> Event {
    let text = |value: &Value, key: &str| value[key].as_str().unwrap_or_default().to_owned();
    let list = |key: &str| json[key].as_array().into_iter().flatten();
    let mut event = Event::new(text(json, "id"), text(json, "date").parse().expect("a date"), text(json, "text"));
    event.category = json["category"].as_str().map(str::to_owned);
    // One story is not a link.
    let title = |story: &Value| text(story, if story["title"].is_null() { "anchor" } else { "title" });
    event.story = list("story").map(title).collect();
    event.mentions =
        list("links").map(|link| Mention { text: text(link, "anchor"), entity: text(link, "title") }).collect();
    event
}

/// An archive, and what is asked of it.
struct Measure {
    name: &'static str,
    engine: Engine,
    /// The ids asked about, and those of the right answers, the asked among them.
    asked: Vec<(String, BTreeSet<String>)>,
}

impl Measure {
    /// Of the events of a year, or of all.
    fn of(year: &'static str, events: &[Event]) -> Self {
        let mut events = events.to_vec();
        events.retain(|event| event.date.to_string().starts_with(year));
        let mut engine = Engine::new();
        engine.set_entities(resolve(&mut events));
        let asked = asked(&events);
        // Not even by mistake can a label be read.
        events.iter_mut().for_each(|event| event.story.clear());
        engine.add_events(events);
        Self { name: if year.is_empty() { "all days" } else { year }, engine, asked }
    }

    fn precision(&self, weights: &Weights) -> f64 {
        let precision = |(id, gold): &(String, BTreeSet<String>)| {
            let request =
                RelatedRequest { id: id.clone(), limit: FIRST as u32, hide_stories: true, ..Default::default() };
            let reply = self.engine.related_by(&request, weights);
            let hits = reply.iter().flat_map(|reply| &reply.items).filter(|item| gold.contains(&item.id)).count();
            hits as f64 / (gold.len() - 1).min(FIRST) as f64
        };
        self.asked.iter().map(precision).sum::<f64>() / self.asked.len().max(1) as f64
    }
}

fn asked(events: &[Event]) -> Vec<(String, BTreeSet<String>)> {
    let mut members: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (story, event) in events.iter().filter_map(|event| Some((event.story.last()?, event))) {
        members.entry(story).or_default().insert(event.id.clone());
    }
    members.retain(|_, ids| STORY_EVENTS.contains(&ids.len()));
    let mut asked: Vec<(String, BTreeSet<String>)> =
        members.values().flat_map(|ids| ids.iter().map(move |id| (id.clone(), ids.clone()))).collect();
    asked.sort_by_key(|(id, _)| seeded(id));
    asked.truncate(SAMPLE);
    asked
}

/// The parts of a connection, in the order in which they are switched on.
const PARTS: [Part; 8] = [
    ("entities", |weights| &mut weights.entities),
    ("words", |weights| &mut weights.words),
    ("names in prose", |weights| &mut weights.prose),
    ("category", |weights| &mut weights.category),
    ("days apart", |weights| &mut weights.time),
    ("first words", |weights| &mut weights.begins),
    ("has what the headline begins with", |weights| &mut weights.has_lead),
    ("begins with an entity of it", |weights| &mut weights.leads),
];

/// Weights of the first parts alone.
fn first_parts(count: usize) -> Weights {
    let mut weights = Weights::CHOSEN;
    PARTS.iter().skip(count).for_each(|(_, of)| *of(&mut weights) = 0.0);
    weights
}

fn print_parts(measures: &[Measure]) {
    println!("P@10, labels hidden, over {SAMPLE} events:\n");
    let row = |cells: Vec<String>| println!("| {} |", cells.join(" | "));
    row(std::iter::once("with".to_owned()).chain(measures.iter().map(|measure| measure.name.to_owned())).collect());
    row(std::iter::once("---".to_owned()).chain(measures.iter().map(|_| "---".to_owned())).collect());
    for count in 1..=PARTS.len() {
        let weights = first_parts(count);
        let cells = measures.iter().map(|measure| format!("{:.3}", measure.precision(&weights)));
        row(std::iter::once(format!("+ {}", PARTS[count - 1].0)).chain(cells).collect());
    }
}

/// Coordinate ascent: every weight in turn gets the best of its neighbours.
fn refit(measure: &Measure) {
    let mut best = (measure.precision(&Weights::CHOSEN), Weights::CHOSEN);
    println!("{:.4} with the weights there are, on {}", best.0, measure.name);
    for _ in 0..ROUNDS {
        // Scores are compared only: the weight of entities is the measure of the others.
        for (name, of) in &PARTS[1..] {
            for step in STEPS {
                let mut weights = best.1;
                *of(&mut weights) *= step;
                let precision = measure.precision(&weights);
                if precision > best.0 {
                    best = (precision, weights);
                    println!("{precision:.4} with {name} at {}", of(&mut weights));
                }
            }
        }
    }
    println!("{:#?}", best.1);
}

fn print_times(events: &[Event]) {
    let mut events = events.to_vec();
    let table = resolve(&mut events);
    let copies = (0..).flat_map(|number| events.iter().map(move |event| copy(event, number)));
    let mut all: Vec<Event> = copies.take(SCALE).collect();
    all.sort_by_key(|event| std::cmp::Reverse(event.date));
    let asked: Vec<String> = all.iter().step_by(SCALE / SAMPLE).map(|event| event.id.clone()).collect();
    let mut engine = Engine::new();
    engine.set_entities(table);
    all.chunks(BATCH).for_each(|batch| engine.add_events(batch.to_vec()));
    let ask = |id: &String| {
        let request = RelatedRequest { id: id.clone(), limit: FIRST as u32, ..Default::default() };
        let start = ThreadTime::now();
        std::hint::black_box(engine.related_by(&request, &Weights::CHOSEN));
        start.elapsed()
    };
    println!("\nThe first question over {} events: {:.0?}", engine.len(), asked.first().map_or(Duration::ZERO, ask));
    let mut times: Vec<Duration> = asked.iter().map(ask).collect();
    times.sort_unstable();
    let at = |share: usize| times[(times.len() - 1) * share / 100];
    println!("Every other: median {:.2?}, 99 % {:.2?}, of CPU time", at(50), at(99));
}

fn copy(event: &Event, number: i32) -> Event {
    let date = Date::from_day_number(event.date.day_number() - number * COPY_DAYS).unwrap_or(event.date);
    Event { id: format!("{number}/{}", event.id), date, ..event.clone() }
}
