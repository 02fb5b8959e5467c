//! Articles to their events, through the command: on a small archive, and on the real ones where they are.

use std::fs;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{Run, golden, put, run, run_with};
use crate::support::{root, shared};

const EMIR: &str = "2016/12/4/security-service-reports-death-of-emir";
const ARTICLE: &str = "Militants’ emir dead near Makhachqala\n\nThe Federal Security Service says it killed Rustam Aselderov and four \
                       others on December 3, 2016.";

fn link(article: &str, more: &[&str]) -> Run {
    run_with(&[&["link", &golden(), "-"], more].concat(), article.as_bytes())
}

#[test]
fn an_article_finds_its_event_and_shows_where_it_says_so() {
    let answer = link(ARTICLE, &["--json", "--limit", "1"]).json();
    assert_eq!(answer["verdict"], "match", "{answer}");
    let matches = answer["matches"].as_array().unwrap();
    assert_eq!((matches.len(), &matches[0]["id"], &matches[0]["date"]), (1, &json!(EMIR), &json!("2016-12-04")));
    let evidence = matches[0]["evidence"].as_array().unwrap();
    let said = |kind: &str| -> Vec<&str> {
        let pieces = evidence.iter().filter(|piece| piece["kind"] == kind);
        let marks = pieces.flat_map(|piece| piece["marks"].as_array().unwrap());
        let offset = |mark: &Value, key: &str| usize::try_from(mark[key].as_u64().unwrap()).unwrap();
        marks.map(|mark| &ARTICLE[offset(mark, "start")..offset(mark, "end")]).collect()
    };
    assert_eq!(said("date"), ["December 3, 2016"], "{answer}");
    assert!(said("name").contains(&"Makhachqala"), "spelt otherwise: {answer}");
}

#[test]
fn people_read_the_event_and_what_comes_next() {
    let shown = link(ARTICLE, &[]);
    assert_eq!((shown.code, shown.err.as_str()), (0, ""));
    assert!(shown.out.starts_with("the article reports this event:\n\n2016-12-04  "), "{}", shown.out);
    let none = link("Danish bridge closed after lorry fire", &["--limit", "0"]);
    assert_eq!((none.code, none.out.as_str()), (0, "the article reports no event of this archive\n\n"));
}

#[test]
fn a_title_may_be_given_apart() {
    let (title, text) = ARTICLE.split_once("\n\n").unwrap();
    let alone = link(text, &["--title", title, "--json"]).json();
    let lines = format!("{}\nnonsense\n{}\n", json!({"title": title, "text": text}), json!({"text": " "}));
    let answers = run_with(&["link", &golden(), "--batch", "-"], lines.as_bytes());
    assert_eq!(answers.code, 1);
    let answers: Vec<Value> = answers.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers[0], alone);
    let in_title = &alone["matches"][0]["evidence"].as_array().unwrap()[..];
    assert!(in_title.iter().any(|piece| !piece["title_marks"].as_array().unwrap().is_empty()), "{alone}");
    assert!(answers[1]["error"].as_str().unwrap().starts_with("the line is no article as JSON: "), "{}", answers[1]);
    assert_eq!(answers[2], json!({"error": "the article has no words"}));
}

#[test]
fn what_is_no_article_gets_a_sentence_or_an_answer() {
    link("", &[]).failed(2, "the article has no words");
    link(" \n…", &["--json"]).failed(2, "the article has no words");
    link("a\0b", &[]).failed(2, "- is not UTF-8 text");
    run_with(&["link", &golden()], b"\xff\xfe").failed(2, "- is not UTF-8 text");
    run(&["link", &golden(), "/nowhere"]).failed(2, "/nowhere cannot be opened");
    let folder = TempDir::new().unwrap();
    let long = put(folder.path(), "long.txt", format!("{ARTICLE} {}", "\u{1}Größe 12,5 — x\u{301}俄 ".repeat(100_000)));
    assert!(fs::metadata(&long).unwrap().len() > 2_000_000);
    let answer = run(&["link", &golden(), long.to_str().unwrap(), "--json"]).json();
    assert_eq!(answer["matches"][0]["id"], EMIR, "{answer}");
}

/// The real archives together, and where they lie.
fn real_archive() -> Option<TempDir> {
    let (seeds, portal) = (shared("seeds")?, shared("corpora/portal-wikitext")?);
    let chinese = fs::File::open(shared("corpora/markdown-zh-2015-2019.tar.gz")?).unwrap();
    let folder = TempDir::new().unwrap();
    let pages = folder.path().join("chinese");
    tar::Archive::new(flate2::read::GzDecoder::new(chinese)).unpack(&pages).unwrap();
    let out = folder.path().join("bundle");
    let seeds = ["event-2015-11-25.md", "event-2016-12-04.md"].map(|name| seeds.join(name));
    let inputs = [&seeds[0], &seeds[1], &portal, &pages].map(|path| path.to_str().unwrap());
    let built = run(&[&["build", "--out", out.to_str().unwrap()], &inputs[..]].concat());
    assert_eq!(built.code, 0, "{}", built.err);
    Some(folder)
}

/// What became of articles: how many were answered rightly, of how many.
#[derive(Clone, Copy, Default)]
struct Tally {
    right: u32,
    all: u32,
}

impl Tally {
    fn share(self) -> f64 {
        f64::from(self.right) / f64::from(self.all)
    }
}

#[test]
fn articles_find_their_events_in_the_real_archives_or_none() {
    let Some(folder) = real_archive() else { return };
    let bundle = folder.path().join("bundle");
    let seed = shared("seeds/article-2016-12-04.txt").unwrap();
    let answer = run(&["link", bundle.to_str().unwrap(), seed.to_str().unwrap(), "--json"]).json();
    assert_eq!(answer["verdict"], "match");
    let first = answer["matches"][0]["id"].as_str().unwrap();
    assert!(first.starts_with("2016/12/4/the-russian-federal-security-service-claims-to-have-killed"), "{first}");
    let file = root().join("tests/data/articles/articles.jsonl");
    let articles = fs::read_to_string(&file).unwrap();
    let answers = run(&["link", bundle.to_str().unwrap(), "--batch", file.to_str().unwrap()]);
    let read = |lines: &str| -> Vec<Value> { lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect() };
    let pairs: Vec<(Value, Value)> = read(&articles).into_iter().zip(read(&answers.out)).collect();
    assert_eq!(pairs.len(), articles.lines().count());
    let tally = |part: &str, reports: bool| {
        let mut tally = Tally::default();
        for (article, answer) in pairs.iter().filter(|(article, _)| article["event"].is_string() == reports) {
            let found = if answer["verdict"] == "match" { &answer["matches"][0]["id"] } else { &Value::Null };
            tally.all += u32::from(article["part"] == part);
            tally.right += u32::from(article["part"] == part && *found == article["event"]);
        }
        eprintln!("{part}, {}: {} of {}", if reports { "found" } else { "refused" }, tally.right, tally.all);
        tally
    };
    for reports in [true, false] {
        let [tuning, held] = ["tuning", "held back"].map(|part| tally(part, reports));
        let both = Tally { right: tuning.right + held.right, all: tuning.all + held.all };
        assert!(both.all >= if reports { 40 } else { 15 } && both.share() >= 0.9, "{}", both.share());
    }
}
