//! Day pages of Wikipedia's *Portal:Current events*, read whole: small pages of our own against snapshots, damaged
//! pages, and (where it is at hand) the corpus in `../shared` against a reading that was made independently.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::io::Read as _;
use std::path::Path;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use serde_json::Value;
use throughline::import::Import;
use throughline::import::wikitext::{Reader, looks_like};
use throughline::model::{Event, ProblemKind};

use crate::support::{root, shared};

fn read(path: &str, text: &str) -> Import {
    let mut reader = Reader::default();
    reader.add(path, text);
    reader.finish()
}

mod corpus {
    use super::*;

    #[test]
    fn every_event_is_as_the_independent_reading_has_it() {
        let (Some(pages), Some(expected)) =
            (shared("corpora/portal-wikitext"), shared("corpora/portal-normalized.jsonl.gz"))
        else {
            return;
        };
        let import = read_folder(&pages);
        let expected = expected_events(&expected);
        let read: Vec<_> = import.events.iter().map(|event| reduced(event).to_string()).collect();
        let (read_set, expected_set): (HashSet<_>, HashSet<_>) = (read.iter().collect(), expected.iter().collect());
        let extra = read.iter().filter(|event| !expected_set.contains(event)).map(|event| format!("read     {event}"));
        let missing =
            expected.iter().filter(|event| !read_set.contains(event)).map(|event| format!("expected {event}"));
        let differences: Vec<_> = extra.chain(missing).collect();
        assert!(differences.is_empty(), "{} differences\n{}", differences.len(), differences.join("\n"));
        assert_eq!(read, expected, "the order of events differs");
        let total = |count: fn(&Event) -> usize| import.events.iter().map(count).sum::<usize>();
        assert_eq!((import.events.len(), expected.len()), (11_364, 11_364));
        assert_eq!(total(|event| event.sources.len()), 12_092);
        assert_eq!(total(|event| event.mentions.len()), 42_062);
        let ids: HashSet<_> = import.events.iter().map(|event| &event.id).collect();
        assert_eq!(ids.len(), import.events.len());
        let counts = import.problems.iter().fold(BTreeMap::new(), |mut counts, problem| {
            *counts.entry(problem.kind).or_insert(0) += 1;
            counts
        });
        println!("{counts:?} {}", import.skipped);
        for problem in &import.problems {
            println!("{problem}");
        }
    }

    fn read_folder(folder: &Path) -> Import {
        let mut reader = Reader::default();
        let mut files = Vec::new();
        let mut folders = vec![folder.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() { folders.push(path) } else { files.push(path) }
            }
        }
        files.sort();
        let texts: Vec<_> = files.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
        assert_eq!(texts.len(), 516);
        let start = Instant::now();
        for (path, text) in files.iter().zip(&texts) {
            let path = path.strip_prefix(folder).unwrap().to_str().unwrap();
            assert!(looks_like(path, text), "{path}");
            reader.add(path, text);
        }
        println!("516 pages in {:?}", start.elapsed());
        reader.finish()
    }

    fn expected_events(path: &Path) -> Vec<String> {
        let mut lines = String::new();
        let file = std::fs::File::open(path).unwrap();
        flate2::read::GzDecoder::new(file).read_to_string(&mut lines).unwrap();
        let parse = |line: &str| expected_event(&serde_json::from_str::<Value>(line).unwrap()).to_string();
        lines.lines().map(parse).collect()
    }

    fn expected_event(line: &Value) -> Value {
        let list = |key: &str, reduce: fn(&Value) -> Value| -> Value {
            line[key].as_array().unwrap().iter().map(reduce).collect()
        };
        serde_json::json!({
            "date": line["date"],
            "category": line["category"],
            // One story of the corpus is no link: its words are its name.
            "story": list("story", |story| if story["title"].is_null() { story["anchor"].clone() } else { story["title"].clone() }),
            "text": line["text"],
            "links": list("links", |link| serde_json::json!([link["title"], link["anchor"]])),
            "sources": list("sources", |source| serde_json::json!([source["name"], source["url"]])),
        })
    }

    fn reduced(event: &Event) -> Value {
        serde_json::json!({
            "date": event.date,
            "category": event.category,
            "story": event.story,
            "text": event.headline,
            "links": event.mentions.iter().map(|m| [&m.entity, &m.text]).collect::<Vec<_>>(),
            "sources": event.sources.iter().map(|s| [&s.name, &s.url]).collect::<Vec<_>>(),
        })
    }
}
