//! `throughline search`, `related`, `entity`, `event` and `day`, one question at a time and many.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{Run, command, contents, copy_of_golden, golden, put, run, run_with};

const EMIR: &str = "2016/12/4/security-service-reports-death-of-emir";

#[test]
fn search_finds_and_filters() {
    let found = run(&["search", &golden(), "emir makhachkala", "--json"]);
    assert_eq!((found.code, found.err.as_str()), (0, ""));
    let answer = found.json();
    assert_eq!((&answer["query"], &answer["total"]), (&json!("emir makhachkala"), &json!(1)));
    assert_eq!((&answer["hits"][0]["id"], &answer["hits"][0]["date"]), (&json!(EMIR), &json!("2016-12-04")));
    assert!(answer["hits"][0]["score"].as_f64().unwrap() > 0.0);
    assert_eq!(answer["facets"]["category"], json!([{"value": "Armed conflicts and attacks", "count": 1}]));
    let total =
        |arguments: &[&str]| run(&[&["search", &golden(), "", "--json"], arguments].concat()).json()["total"].clone();
    assert_eq!(total(&[]), 5);
    assert_eq!(total(&["--entity", "FSB"]), 1);
    assert_eq!(total(&["--entity", "-Makhachkala"]), 3);
    assert_eq!(total(&["--after", "2016-12-04"]), 2);
    assert_eq!(total(&["--before", "2016"]), 1);
    assert_eq!(total(&["--category", "Disasters and accidents", "--source", "Example Wire"]), 0);
    let oldest = run(&["search", &golden(), "", "--json", "--sort", "oldest", "--limit", "1"]).json();
    assert_eq!(oldest["hits"].as_array().unwrap().len(), 1);
    assert_eq!(oldest["hits"][0]["date"], "-0043-03-15");
}

#[test]
fn finding_nothing_is_an_answer_but_an_unknown_name_is_not() {
    let nothing = run(&["search", &golden(), "zeppelin", "--json"]);
    assert_eq!((nothing.code, &nothing.json()["total"]), (0, &json!(0)));
    for (command, name, message) in [
        ("related", "2016/12/4/none", "no event has the id “2016/12/4/none”"),
        ("event", "2016/12/4/none", "no event has the id “2016/12/4/none”"),
        ("entity", "Zeppelin", "no entity is called “Zeppelin”"),
    ] {
        let missing = run(&[command, &golden(), name, "--json"]);
        missing.failed(1, message);
        assert_eq!(missing.json(), json!({"error": message}));
        let missing = run(&[command, &golden(), name]);
        missing.failed(1, message);
        assert_eq!(missing.out, "");
    }
}

#[test]
fn related_events_come_with_what_connects_them() {
    let answer = run(&["related", &golden(), EMIR, "--json", "--limit", "2"]).json();
    assert_eq!(answer["event"], EMIR);
    let related = answer["related"].as_array().unwrap();
    assert_eq!(related.len(), 2, "{answer}");
    for key in ["id", "date", "headline", "score", "context"] {
        assert!(!related[0][key].is_null(), "{key} in {answer}");
    }
}

#[test]
fn related_events_can_be_steered_and_their_scores_be_told() {
    let ids = |options: &[&str]| -> Vec<String> {
        let golden = golden();
        let answer = run(&[&["related", &golden, EMIR, "--json"], options].concat()).json();
        answer["related"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
    };
    let with = ids(&["--require", "makhachkala"]);
    assert_eq!(with, ["2016/12/4/新闻"]);
    let (all, without) = (ids(&[]), ids(&["--without", "Makhachkala"]));
    assert_eq!(without, all.into_iter().filter(|id| *id != with[0]).collect::<Vec<_>>());
    assert!(ids(&["--require", "Atlantis"]).is_empty());
    let explained = run(&["related", &golden(), EMIR, "--require", "Makhachkala", "--parts"]);
    assert!(explained.out.contains("0.57: entities 0.57\n"), "{}", explained.out);
}

#[test]
fn entities_answer_to_any_of_their_names() {
    for name in ["Federal Security Service", "FSB", "fsb"] {
        let answer = run(&["entity", &golden(), name, "--json"]).json();
        assert_eq!((&answer["name"], &answer["events"]), (&json!("Federal Security Service"), &json!(1)));
        assert_eq!(answer["with"], json!([{"name": "Makhachkala", "count": 1}]));
        assert_eq!((&answer["first"], &answer["last"]), (&json!("2016-12-04"), &json!("2016-12-04")));
    }
}

#[test]
fn names_are_completed_by_any_of_their_words() {
    for text in ["fed", "Federal Serv", "security federal", "FSB"] {
        let answer = run(&["suggest", &golden(), text, "--json"]).json();
        let first = &answer["suggestions"][0];
        assert_eq!((&first["kind"], &first["name"]), (&json!("entity"), &json!("Federal Security Service")), "{text}");
        assert_eq!((&first["count"], first["alias"] == json!("FSB")), (&json!(1), text == "FSB"));
    }
    run(&["suggest", &golden(), "zeppelin"]).failed(1, "no name has “zeppelin” in it");
}

#[test]
fn a_search_says_what_it_took_the_words_for() {
    let answer = run(&["search", &golden(), "OR fsb (", "--json"]).json();
    assert_eq!(answer["understood"], "fsb");
    assert_eq!(answer["readings"], json!([{"word": "fsb", "names": ["Federal Security Service"], "spellings": []}]));
    let exact = run(&["search", &golden(), "makhachkalla", "--exact", "--json"]).json();
    assert_eq!((&exact["total"], &exact["understood"]), (&json!(0), &json!("=makhachkalla")));
    let lenient = run(&["search", &golden(), "makhachkalla", "--json"]).json();
    assert_eq!(lenient["readings"][0]["spellings"], json!(["makhachkala"]));
}

#[test]
fn events_and_days_are_shown() {
    assert_eq!(run(&["event", &golden(), EMIR, "--json"]).json()["place"], "Makhachkala, Dagestan");
    let day = run(&["day", &golden(), "2016-12-04", "--json"]).json();
    assert_eq!((&day["previous"], &day["next"]), (&json!("2016-12-03"), &json!(null)));
    assert_eq!(day["events"].as_array().unwrap().len(), 2);
    let empty = run(&["day", &golden(), "2016-12-01", "--json"]);
    assert_eq!((empty.code, &empty.json()["next"]), (0, &json!("2016-12-03")));
    run(&["day", &golden(), "2016-12-32"]).failed(2, "not a day of the calendar");
}

#[test]
fn people_get_text_without_colours_in_a_pipe() {
    for arguments in [["search", "emir"], ["related", EMIR], ["entity", "FSB"], ["event", EMIR], ["day", "2016-12-04"]]
    {
        let shown = run(&[arguments[0], &golden(), arguments[1]]);
        assert_eq!((shown.code, shown.err.as_str()), (0, ""), "{arguments:?}");
        assert!(shown.out.contains("Makhachkala") || arguments[0] == "related", "{}", shown.out);
        assert!(!shown.out.contains('\u{1b}') && !shown.out.is_empty(), "{}", shown.out);
    }
}

#[test]
fn a_bundle_that_cannot_be_loaded_is_refused_in_words() {
    run(&["search", "/nowhere/at/all", "a"]).failed(2, "/nowhere/at/all is not a folder");
    let bundle = copy_of_golden();
    let dir = bundle.path().to_str().unwrap();
    put(bundle.path(), "events/older.json", "[{]");
    run(&["search", dir, "a", "--json"]).failed(2, "events/older.json is not a JSON array");
    fs::remove_file(bundle.path().join("events/older.json")).unwrap();
    run(&["related", dir, EMIR]).failed(2, "events/older.json: the file is missing");
    let manifest = String::from_utf8(contents(bundle.path())["manifest.json"].clone()).unwrap();
    put(bundle.path(), "manifest.json", manifest.replace("\"version\": 1", "\"version\": 2"));
    run(&["entity", dir, "FSB"]).failed(2, "format version 2, which this version of Throughline does not know");
    fs::remove_file(bundle.path().join("manifest.json")).unwrap();
    run(&["day", dir, "2016-12-04"]).failed(2, "holds no bundle");
    let bundle = copy_of_golden();
    put(bundle.path(), "entities-834f96eda0aeae88.json", "[]");
    run(&["search", bundle.path().to_str().unwrap(), "a"]).failed(2, "is damaged or of another edition");
}

#[test]
fn what_was_left_out_of_a_bundle_is_told() {
    let bundle = copy_of_golden();
    put(bundle.path(), "events/older.json", "[\n{\"id\": \"a\", \"date\": \"2016-02-30\", \"headline\": \"A\"}]");
    let found = run(&["search", bundle.path().to_str().unwrap(), "", "--json"]);
    found.failed(0, "events/older.json:2: “a” is left out: “2016-02-30” is not a day of the calendar");
    assert_eq!(found.json()["total"], 3);
}

/// The JSON objects on the lines of standard output.
fn lines(run: &Run) -> Vec<Value> {
    run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_batch_answers_line_by_line_in_order() {
    let input = b"FSB\r\nZeppelin\n\n\xff\nMakhachkala".as_slice();
    let asked = run_with(&["entity", &golden(), "--batch", "-"], input);
    assert_eq!((asked.code, asked.err.as_str()), (1, ""), "something was not found: {asked:?}");
    let answers = lines(&asked);
    assert_eq!(answers.len(), 5);
    assert_eq!(answers[0]["name"], "Federal Security Service");
    assert_eq!(answers[1], json!({"error": "no entity is called “Zeppelin”"}));
    assert_eq!(answers[2], json!({"error": "no entity is called “”"}));
    assert_eq!(answers[3], json!({"error": "the line is not UTF-8 text"}));
    assert_eq!(answers[4]["name"], "Makhachkala");
}

#[test]
fn batches_come_from_files_too_and_answer_as_single_questions_do() {
    let folder = TempDir::new().unwrap();
    let file = put(folder.path(), "queries", "emir\nderbent\n\n");
    let asked = run(&["search", &golden(), "--limit", "1", "--batch", file.to_str().unwrap()]);
    assert_eq!(asked.code, 0, "{asked:?}");
    let single = |query: &str| run(&["search", &golden(), query, "--limit", "1", "--json"]).json();
    assert_eq!(lines(&asked), [single("emir"), single("derbent"), single("")]);
    let file = put(folder.path(), "ids", format!("{EMIR}\nnone\n"));
    let asked = run(&["related", &golden(), "--batch", file.to_str().unwrap(), "--json"]);
    assert_eq!((asked.code, lines(&asked).len()), (1, 2), "{asked:?}");
    run(&["search", &golden(), "--batch", "/nowhere"]).failed(2, "/nowhere cannot be opened");
}

#[test]
fn a_batch_may_begin_with_a_byte_order_mark() {
    let asked = run_with(&["search", &golden(), "--batch", "-"], "\u{feff}emir\n\u{feff}emir\n".as_bytes());
    let queries: Vec<Value> = lines(&asked).iter().map(|answer| answer["query"].clone()).collect();
    assert_eq!(queries, ["emir", "\u{feff}emir"], "only at the beginning is it a mark");
}

#[test]
fn listing_nothing_is_not_finding_nothing() {
    let none = run(&["related", &golden(), EMIR, "--limit", "0"]);
    assert_eq!((none.code, none.out.as_str(), none.err.as_str()), (0, "", ""));
    assert_eq!(run(&["related", &golden(), "none", "--limit", "0"]).code, 1);
}

#[cfg(unix)]
#[test]
fn a_manifest_that_cannot_be_read_is_not_called_missing() {
    let bundle = copy_of_golden();
    let manifest = bundle.path().join("manifest.json");
    fs::remove_file(&manifest).unwrap();
    std::os::unix::fs::symlink("manifest.json", &manifest).unwrap();
    run(&["search", bundle.path().to_str().unwrap(), "a"]).failed(2, "manifest.json: the file cannot be read");
}

#[test]
fn a_reader_who_has_seen_enough_is_no_error() {
    let mut child = command()
        .args(["search", &golden(), "--batch", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || drop(stdin.write_all("emir\n".repeat(10_000).as_bytes())));
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    assert!(first.contains(EMIR));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
}
