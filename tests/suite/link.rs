//! Entities and related events: what tests beside the code cannot show.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use serde_json::Value;
use throughline::link::entities::resolve;
use throughline::link::related::Index;
use throughline::model::{Event, Mention};
use throughline::protocol::RelatedRequest;

use crate::support::shared;

/// The events of the portal corpus, from its reading by others; `None` where it is not on this machine.
fn portal() -> Option<Vec<Event>> {
    let file = std::fs::File::open(shared("corpora/portal-normalized.jsonl.gz")?).unwrap();
    let mut lines = String::new();
    flate2::read::GzDecoder::new(file).read_to_string(&mut lines).unwrap();
    Some(lines.lines().map(|line| portal_event(&serde_json::from_str(line).unwrap())).collect())
}

fn portal_event(json: &Value) -> Event {
    let text = |value: &Value, key: &str| value[key].as_str().unwrap().to_owned();
    let list = |key: &str| json[key].as_array().unwrap().iter();
    let mut event = Event::new(text(json, "id"), text(json, "date").parse().unwrap(), text(json, "text"));
    event.category = json["category"].as_str().map(str::to_owned);
    // One story is not a link.
    let title = |story: &Value| text(story, if story["title"].is_null() { "anchor" } else { "title" });
    event.story = list("story").map(title).collect();
    let mention = |link: &Value| Mention { text: text(link, "anchor"), entity: text(link, "title") };
    event.mentions = list("links").map(mention).collect();
    event
}

#[test]
fn dump() {
    let Some(mut events) = portal() else { return };
    let t = std::time::Instant::now();
    let table = resolve(&mut events);
    eprintln!("{} entities {:?}", table.len(), t.elapsed());
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    for m in events.iter().flat_map(|e| &e.mentions) {
        *uses.entry(m.text.clone()).or_default() += 1;
    }
    for e in &table {
        for a in &e.aliases {
            println!("{:?}\t{}\t{}\t{}", a.origin, a.name, e.name, uses.get(&a.name).copied().unwrap_or(0));
        }
    }
}

/// For [`quality`].
struct Quality {
    asked: usize,
    precision: f64,
}

fn quality(events: &[Event], index: &Index, sample: usize, keep: impl Fn(&Event) -> bool) -> Quality {
    let mut members: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for e in events.iter().filter(|e| keep(e)) {
        if let Some(s) = e.story.last() {
            members.entry(s).or_default().insert(&e.id);
        }
    }
    let mut pool: Vec<&Event> = events
        .iter()
        .filter(|e| keep(e) && e.story.last().is_some_and(|s| (5..=400).contains(&members[s.as_str()].len())))
        .collect();
    let mut state = 42_u64;
    pool.sort_by_cached_key(|_| {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        state >> 20
    });
    pool.truncate(sample);
    let mut sum = 0.0;
    for e in &pool {
        let gold = &members[e.story.last().unwrap().as_str()];
        let r = index.related(&RelatedRequest { id: e.id.clone(), limit: 10, hide_stories: true }).unwrap();
        let hits = r.items.iter().filter(|i| gold.contains(i.id.as_str())).count();
        sum += hits as f64 / 10.min(gold.len() - 1) as f64;
    }
    Quality { asked: pool.len(), precision: sum / pool.len() as f64 }
}

fn simple(text: &str) -> Vec<String> {
    text.to_lowercase().split(|c: char| !c.is_alphanumeric()).filter(|w| w.len() > 2).map(str::to_owned).collect()
}

#[test]
fn measure() {
    let Some(mut events) = portal() else { return };
    let raw = events.clone();
    resolve(&mut events);
    for (name, evs, words) in
        [("raw entities", &raw, false), ("resolved", &events, false), ("resolved+words", &events, true)]
    {
        for year in [0, 2020, 2021] {
            let keep = |e: &Event| year == 0 || e.date.year() == year;
            let sub: Vec<Event> = evs.iter().filter(|e| keep(e)).cloned().collect();
            let mut index = if words { Index::with_words(simple) } else { Index::default() };
            index.add_events(&sub);
            let q = quality(&sub, &index, 1000, keep);
            eprintln!("{name} {year}: {} {:.3}", q.asked, q.precision);
        }
    }
}
