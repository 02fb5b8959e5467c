//! Whole archives through the command: the sample that comes with the project and, where they are, the real ones.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{contents, run};
use crate::support::{root, shared};

/// No run of so many words of the sample may stand in the texts its facts come from.
const OWN_WORDS: usize = 8;

/// A folder, and the bundle built there with the report of the build.
fn build(inputs: &[PathBuf], more: &[&str]) -> (TempDir, Value) {
    let out = TempDir::new().unwrap();
    let bundle = out.path().join("bundle");
    let mut arguments: Vec<&str> = vec!["build", "--json", "--out", bundle.to_str().unwrap()];
    arguments.extend(inputs.iter().map(|input| input.to_str().unwrap()));
    arguments.extend(more);
    let built = run(&arguments);
    assert_eq!(built.code, 0, "{}", built.err);
    let report = built.json();
    (out, report)
}

fn bundle(out: &TempDir) -> String {
    out.path().join("bundle").to_str().unwrap().to_owned()
}

/// The folders of years, without what describes them.
fn sample_years() -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join("tests/data/sample")).unwrap();
    entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect()
}

#[test]
fn the_sample_bundle_is_what_its_pages_give() {
    let committed = root().join("public/bundle");
    let manifest: Value = serde_json::from_slice(&fs::read(committed.join("manifest.json")).unwrap()).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let about = [
        ("--title", text(&manifest["title"])),
        ("--description", text(&manifest["description"])),
        ("--language", text(&manifest["language"])),
        ("--licence-name", text(&manifest["licence"]["name"])),
        ("--licence-url", text(&manifest["licence"]["url"])),
    ];
    let options: Vec<&str> = about.iter().flat_map(|(name, value)| [*name, value.as_str()]).collect();
    let (out, report) = build(&sample_years(), &options);
    assert_eq!(report["warnings"], json!([]));
    assert!(report["events"].as_u64().unwrap() >= 60, "{report}");
    let (built, committed) = (contents(Path::new(&bundle(&out))), contents(&committed));
    assert!(built == committed, "build the sample anew: see tests/data/sample/README.md");
    assert_eq!(run(&["check", &bundle(&out), "--json"]).json()["ok"], true);
}

#[test]
fn the_sample_is_told_in_its_own_words() {
    let mut theirs = HashSet::new();
    for folder in ["seeds", "corpora/portal-wikitext"] {
        let Some(folder) = shared(folder) else { return };
        for text in contents(&folder).into_values() {
            theirs.extend(runs_of_words(&String::from_utf8_lossy(&text)));
        }
    }
    let sample = contents(&root().join("public/bundle/events"));
    for event in sample.values().flat_map(|shard| serde_json::from_slice::<Vec<Value>>(shard).unwrap()) {
        let same: Vec<_> =
            runs_of_words(event["headline"].as_str().unwrap()).into_iter().filter(|run| theirs.contains(run)).collect();
        assert!(same.is_empty(), "{}: {same:?}", event["id"]);
    }
}

fn runs_of_words(text: &str) -> Vec<String> {
    let words: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    words.windows(OWN_WORDS).map(|run| run.join(" ")).collect()
}

#[test]
fn the_seeds_give_back_their_twenty_links() {
    let Some(seeds) = shared("seeds") else { return };
    let pages = ["event-2015-11-25.md", "event-2016-12-04.md"].map(|name| seeds.join(name));
    let (out, report) = build(&pages, &[]);
    assert_eq!((&report["events"], &report["warnings"]), (&json!(19), &json!([])));
    let canonical = |name: &str| match name {
        "ISIL" => "Islamic State of Iraq and the Levant".to_owned(),
        name => name.to_owned(),
    };
    for page in &pages {
        let expected = links(&fs::read_to_string(page).unwrap(), &canonical);
        assert_eq!(expected.len(), 10);
        let id = id_of_page(page, &bundle(&out));
        let related = run(&["related", &bundle(&out), &id, "--json", "--limit", "10"]).json();
        let given: BTreeMap<String, BTreeSet<String>> = related["related"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| {
                let context = item["context"].as_array().unwrap().iter();
                (
                    item["id"].as_str().unwrap().to_owned(),
                    context.map(|name| name.as_str().unwrap().to_owned()).collect(),
                )
            })
            .collect();
        assert_eq!(given, expected);
    }
    let isil = run(&["entity", &bundle(&out), "ISIL", "--json"]).json();
    assert_eq!(isil, run(&["entity", &bundle(&out), "Islamic State of Iraq and the Levant", "--json"]).json());
    assert_eq!(isil["name"], "Islamic State of Iraq and the Levant");
}

/// The links of a seed by the ids they lead to, with their contexts: `1. […](/news/ID.md) _Context: a, b_`.
fn links(page: &str, canonical: &dyn Fn(&str) -> String) -> BTreeMap<String, BTreeSet<String>> {
    let lines = page.lines().filter(|line| line.contains("_Context: "));
    let link = |line: &str| {
        let (_, rest) = line.split_once("](/news/").unwrap();
        let (id, rest) = rest.split_once(".md)").unwrap();
        let context = rest.split_once("_Context: ").unwrap().1.trim_end().trim_end_matches('_');
        (id.to_owned(), context.split(", ").map(canonical).collect())
    };
    lines.map(link).collect()
}

/// The day of the page's name has one event that is no stub: the page's.
fn id_of_page(page: &Path, bundle: &str) -> String {
    let name = page.file_stem().unwrap().to_str().unwrap();
    let day = run(&["day", bundle, name.trim_start_matches("event-"), "--json"]).json();
    day["events"][0]["id"].as_str().unwrap().to_owned()
}

#[test]
fn the_portal_is_read_built_and_searched_whole() {
    let (Some(days), Some(expected)) =
        (shared("corpora/portal-wikitext"), shared("corpora/portal-normalized.jsonl.gz"))
    else {
        return;
    };
    let (out, report) = build(&[days], &[]);
    for (key, expected) in [("events", 11_364), ("days", 516), ("sources", 12_092), ("stories", 2_500)] {
        assert_eq!(report[key], expected, "{key}");
    }
    assert_eq!(
        run(&["check", &bundle(&out), "--json"]).json(),
        json!({"ok": true, "events": 11_364, "problems": [], "unverified": []})
    );
    let mut lines = String::new();
    flate2::read::GzDecoder::new(fs::File::open(expected).unwrap()).read_to_string(&mut lines).unwrap();
    let moscow = lines
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .filter(|event| event["text"].as_str().unwrap().contains("Moscow"))
        .count() as u64;
    let found = run(&["search", &bundle(&out), "moscow", "--json"]).json();
    assert!(found["total"].as_u64().unwrap() >= moscow, "{} of {moscow}", found["total"]);
}
