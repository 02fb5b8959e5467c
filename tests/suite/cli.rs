//! The command from end to end: what it prints where, its exit codes, and what it leaves in folders.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{root, shared};

/// How a run of the command ended.
#[derive(Debug)]
struct Run {
    code: i32,
    out: String,
    err: String,
}

impl Run {
    /// The one JSON object on standard output.
    #[track_caller]
    fn json(&self) -> Value {
        assert_eq!(self.out.lines().count(), 1, "not one line: {self:?}");
        serde_json::from_str(&self.out).unwrap()
    }

    /// Asserts an exit code and a part of a message.
    #[track_caller]
    fn failed(&self, code: i32, message: &str) {
        assert!(self.code == code && self.err.contains(message), "not {code}, “{message}”: {self:#?}");
        assert!(!self.err.contains("panicked"), "{}", self.err);
    }
}

fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_throughline"));
    command.env_remove("NO_COLOR").env_remove("COLUMNS");
    command
}

fn run<S: AsRef<std::ffi::OsStr>>(arguments: &[S]) -> Run {
    run_with(arguments, b"")
}

fn run_with<S: AsRef<std::ffi::OsStr>>(arguments: &[S], input: &[u8]) -> Run {
    let pipe = Stdio::piped;
    let mut child = command().args(arguments).stdin(pipe()).stdout(pipe()).stderr(pipe()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

/// The bundle that is kept for ever.
fn golden() -> String {
    root().join("tests/data/bundle/v1").to_str().unwrap().to_owned()
}

/// A copy of it that may be broken.
fn copy_of_golden() -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, bytes) in contents(Path::new(&golden())) {
        put(folder.path(), &name, &bytes);
    }
    folder
}

fn put(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, bytes).unwrap();
    path
}

/// All files below a folder with their bytes.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fn collect(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
            if entry.path().is_dir() {
                collect(&entry.path(), &format!("{name}/"), files);
            } else {
                files.insert(name, fs::read(entry.path()).unwrap());
            }
        }
    }
    let mut files = BTreeMap::new();
    collect(folder, "", &mut files);
    files
}

/// A folder of two event pages of the Markdown archive, which name a third.
fn pages() -> TempDir {
    let folder = TempDir::new().unwrap();
    let emir = "### [2016-12-4](/news/2016/12/4/index.md)\n\n# The emir of a northern valley was killed in Dagestan. \n\n\
        ### Source:\n\n1. [Wire](http://wire.example/emir)\n2. [Gazette](https://gazette.example/4)\n\n### Related:\n\n\
        1. [Shots are heard in the valley. ](/news/2016/12/3/shots-are-heard.md) _Context: Dagestan, Russia_\n\
        2. [A bridge is closed. ](/news/2015/11/25/a-bridge-is-closed.md) _Context: Dagestan_\n";
    let shots = "### [2016-12-3](/news/2016/12/3/index.md)\n\n# Shots are heard in the valley. \n\n\
        ### Source:\n\n1. [Wire](http://wire.example/shots)\n\n### Related:\n\n\
        1. [The emir of a northern valley was killed in Dagestan. ](/news/2016/12/4/the-emir.md) _Context: Dagestan, Russia_\n";
    put(folder.path(), "news/2016/12/4/the-emir.md", emir);
    put(folder.path(), "news/2016/12/3/shots-are-heard.md", shots);
    folder
}

fn build(input: &Path, out: &Path) -> Run {
    run(&[Path::new("build"), input, Path::new("--out"), out, Path::new("--json")])
}

// build

#[test]
fn builds_a_bundle_and_counts_what_is_in_it() {
    let (pages, out) = (pages(), TempDir::new().unwrap());
    let built = build(pages.path(), out.path());
    assert_eq!((built.code, built.err.as_str()), (0, ""), "{built:?}");
    let answer = built.json();
    let bytes: usize = contents(out.path()).values().map(Vec::len).sum();
    for (key, value) in [
        ("events", json!(3)),
        ("days", json!(3)),
        ("sources", json!(3)),
        ("first", json!("2015-11-25")),
        ("last", json!("2016-12-04")),
        ("warnings", json!([])),
        ("skipped", json!(0)),
        ("bytes", json!(bytes)),
    ] {
        assert_eq!(answer[key], value, "{key}");
    }
    let keys: Vec<&str> = answer.as_object().unwrap().keys().map(String::as_str).collect();
    let contract = "bytes days entities events first last skipped sources stories warnings";
    assert_eq!(keys.join(" "), contract);
    let checked = run(&["check", out.path().to_str().unwrap(), "--json"]);
    assert_eq!(checked.json(), json!({"ok": true, "events": 3, "problems": [], "unverified": []}));
}

#[test]
fn the_order_in_which_files_are_named_does_not_matter() {
    let (pages, out) = (pages(), TempDir::new().unwrap());
    let files = ["4/the-emir.md", "3/shots-are-heard.md"].map(|name| pages.path().join("news/2016/12").join(name));
    let built = |name: &str, files: &[&PathBuf]| {
        let dir = out.path().join(name);
        let mut arguments = vec![PathBuf::from("build"), "--out".into(), dir.clone()];
        arguments.extend(files.iter().map(|file| (*file).clone()));
        assert_eq!(run(&arguments).code, 0);
        contents(&dir)
    };
    let expected = built("a", &[&files[0], &files[1]]);
    assert_eq!(built("b", &[&files[1], &files[0], &files[1]]), expected);
    assert_eq!(built("c", &[&pages.path().to_owned()]), expected);
    assert_eq!(built("c", &[&pages.path().to_owned(), &files[0]]), expected, "over itself");
}

#[test]
fn what_the_publisher_says_is_in_the_manifest() {
    let (pages, out) = (pages(), TempDir::new().unwrap());
    let (input, dir) = (pages.path().to_str().unwrap(), out.path().to_str().unwrap());
    let built = run(&[
        "build",
        input,
        "--out",
        dir,
        "--title",
        "Valleys",
        "--description",
        "News of “valleys”.",
        "--language",
        "en-GB",
        "--licence-name",
        "CC BY-SA 4.0",
        "--licence-url",
        "https://creativecommons.org/licenses/by-sa/4.0/",
        "--format",
        "markdown",
    ]);
    assert_eq!(built.code, 0, "{built:?}");
    assert!(built.out.starts_with("3 events on 3 days, 2015-11-25 to 2016-12-04\n"), "{}", built.out);
    let manifest: Value = serde_json::from_slice(&contents(out.path())["manifest.json"]).unwrap();
    assert_eq!(manifest["title"], "Valleys");
    assert_eq!(manifest["description"], "News of “valleys”.");
    assert_eq!(manifest["language"], "en-GB");
    assert_eq!(manifest["licence"]["name"], "CC BY-SA 4.0");
    for (option, value) in [("--licence-url", "javascript:alert(1)"), ("--language", "English!"), ("--title", " ")] {
        run(&["build", input, "--out", dir, option, value]).failed(2, option);
    }
}

#[test]
fn refuses_input_that_is_not_there_and_output_that_is_not_its_own() {
    let (pages, out) = (pages(), TempDir::new().unwrap());
    let missing = build(&pages.path().join("nowhere"), &out.path().join("bundle"));
    missing.failed(2, "nowhere does not exist");
    assert_eq!(missing.out, "");
    build(pages.path(), &put(out.path(), "file", "text")).failed(2, "is a file: --out must be a folder");

    put(out.path(), "mine/thesis.txt", "years of work");
    build(pages.path(), &out.path().join("mine")).failed(2, "holds something else than a bundle");
    put(out.path(), "app/manifest.json", r#"{"name": "a web app"}"#);
    build(pages.path(), &out.path().join("app")).failed(2, "not the manifest of a Throughline archive");
    let left: Vec<String> = contents(out.path()).into_keys().collect();
    assert_eq!(left, ["app/manifest.json", "file", "mine/thesis.txt"]);
}

#[test]
fn nothing_readable_is_nothing_built() {
    let (folder, out) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let bundle = out.path().join("bundle");
    build(folder.path(), &bundle).failed(2, "there is nothing to build: no events in 0 files");
    put(folder.path(), "notes.txt", "Dear diary");
    let refused = build(folder.path(), &bundle);
    refused.failed(2, "no events in 1 file");
    refused.failed(2, "notes.txt: left out: of no format that can be read");
    assert!(!bundle.exists());
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_is_built() {
    let (pages, out) = (pages(), TempDir::new().unwrap());
    put(pages.path(), "a.md", b"# One\nTwo \xff\n");
    put(pages.path(), "b.bin", [0_u8, 159, 146, 150]);
    put(pages.path(), ".hidden.md", b"\xff");
    put(pages.path(), ".git/config.md", b"\xff");
    let built = build(pages.path(), out.path());
    assert_eq!(built.code, 0, "{built:?}");
    let answer = built.json();
    let name = |file: &str| pages.path().join(file).display().to_string();
    let warnings: Vec<_> = answer["warnings"].as_array().unwrap().iter().collect();
    assert_eq!(warnings.len(), 2, "{warnings:?}");
    assert_eq!((&warnings[0]["file"], &warnings[0]["line"]), (&json!(name("a.md")), &json!(2)));
    assert_eq!((&warnings[1]["file"], &warnings[1]["kind"]), (&json!(name("b.bin")), &json!("encoding")));
    assert_eq!((&answer["events"], &answer["skipped"]), (&json!(3), &json!(2)));
}

#[cfg(unix)]
#[test]
fn links_to_folders_do_not_lead_in_circles() {
    let (pages, out) = (pages(), TempDir::new().unwrap());
    std::os::unix::fs::symlink(pages.path(), pages.path().join("news/again")).unwrap();
    std::os::unix::fs::symlink("/nowhere", pages.path().join("news/gone.md")).unwrap();
    let answer = build(pages.path(), out.path()).json();
    assert_eq!((&answer["events"], &answer["skipped"]), (&json!(3), &json!(2)), "{answer}");
}

#[test]
fn a_new_bundle_replaces_the_old_one_and_nothing_else() {
    let (pages, out) = (pages(), copy_of_golden());
    let stray = "events/2016-12-0123456789abcdef.json";
    for kept in ["index.html", "events/notes.json", "CNAME"] {
        put(out.path(), kept, "mine");
    }
    for lost in [stray, "events/.2016-0123456789abcdef.json.part", ".manifest.json.part"] {
        put(out.path(), lost, "left by a build that was interrupted");
    }
    assert_eq!(build(pages.path(), out.path()).code, 0);
    let left = contents(out.path());
    let names: Vec<&str> = left.keys().map(String::as_str).filter(|name| !name.contains("all-")).collect();
    let entities = names.iter().find(|name| name.starts_with("entities-")).unwrap();
    assert_eq!(
        names,
        ["CNAME", entities, "events/notes.json", "events/older.json", "index.html", "manifest.json"],
        "the older shard was named by hand, so it is not ours to remove"
    );
    assert_eq!(run(&["check", out.path().to_str().unwrap()]).code, 0);
}

#[test]
fn a_build_that_fails_leaves_the_old_bundle() {
    let (folder, out) = (TempDir::new().unwrap(), copy_of_golden());
    put(folder.path(), "notes.txt", "Dear diary");
    build(folder.path(), out.path()).failed(2, "nothing to build");
    // A folder in the place of a file: the new bundle cannot be written whole.
    let pages = pages();
    fs::create_dir_all(out.path().join(".manifest.json.part/x")).unwrap();
    build(pages.path(), out.path()).failed(2, "manifest.json cannot be written");
    assert_eq!(run(&["check", out.path().to_str().unwrap()]).code, 0);
    let found = run(&["search", out.path().to_str().unwrap(), "emir", "--json"]);
    assert_eq!(found.json()["hits"][0]["id"], "2016/12/4/security-service-reports-death-of-emir");
}

#[test]
fn a_bundle_in_its_own_input_is_not_read() {
    let pages = pages();
    let bundle = pages.path().join("public");
    let first = build(pages.path(), &bundle).json();
    assert_eq!(build(pages.path(), &bundle).json(), first);
}

// check

#[test]
fn check_tells_what_is_wrong_and_where() {
    let bundle = copy_of_golden();
    let dir = bundle.path().to_str().unwrap();
    fs::remove_file(bundle.path().join("events/older.json")).unwrap();
    let checked = run(&["check", dir, "--json"]);
    assert_eq!((checked.code, checked.err.as_str()), (1, ""));
    let problem =
        json!({"file": "events/older.json", "line": null, "kind": "unreadable", "message": "the file is missing"});
    assert_eq!(checked.json(), json!({"ok": false, "events": 3, "problems": [problem], "unverified": []}));
    let checked = run(&["check", dir]);
    checked.failed(1, "events/older.json: the file is missing");
    assert_eq!(checked.out, "3 events: 1 problem\n");
    run(&["check", "/nowhere/at/all"]).failed(2, "is not a folder");
    let empty = TempDir::new().unwrap();
    run(&["check", empty.path().to_str().unwrap()]).failed(1, "manifest.json: the file is missing");
}

// Questions

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
fn entities_answer_to_any_of_their_names() {
    for name in ["Federal Security Service", "FSB", "fsb"] {
        let answer = run(&["entity", &golden(), name, "--json"]).json();
        assert_eq!((&answer["name"], &answer["events"]), (&json!("Federal Security Service"), &json!(1)));
        assert_eq!(answer["with"], json!([{"name": "Makhachkala", "count": 1}]));
        assert_eq!((&answer["first"], &answer["last"]), (&json!("2016-12-04"), &json!("2016-12-04")));
    }
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

// Batches

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

// Usage

#[test]
fn wrong_usage_exits_with_2_and_help_with_0() {
    for arguments in [&[][..], &["nonsense"], &["build"], &["build", "a"], &["search", "dir"]] {
        let refused = run(arguments);
        refused.failed(2, "Usage");
        assert_eq!(refused.out, "");
    }
    run(&["search", "dir", "a", "--sort", "size"]).failed(2, "relevance");
    run(&["search", "dir", "a", "--after", "2016-13"]).failed(2, "not a day of the calendar");
    assert_eq!(run(&["--version"]).out, format!("throughline {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn help_says_what_there_is() {
    let help = |arguments: &[&str]| {
        let shown = run(arguments);
        assert_eq!((shown.code, shown.err.as_str()), (0, ""));
        shown.out
    };
    insta::assert_snapshot!("help", help(&["--help"]));
    for command in ["build", "check", "search", "related", "entity", "event", "day"] {
        insta::assert_snapshot!(format!("help-{command}"), help(&[command, "--help"]));
    }
}

// Real data

#[test]
fn the_portal_builds_in_seconds_and_keeps_every_rule() {
    /// In an unoptimised build on two busy cores; it was 4 seconds on idle ones.
    const ENOUGH: Duration = Duration::from_secs(120);
    let Some(corpus) = shared("corpora/portal-wikitext") else { return };
    let out = TempDir::new().unwrap();
    let begin = Instant::now();
    let built = build(&corpus, out.path()).json();
    assert!(begin.elapsed() < ENOUGH, "{:?}", begin.elapsed());
    assert_eq!((&built["days"], &built["sources"]), (&json!(516), &json!(12_092)));
    let bytes = built["bytes"].as_u64().unwrap();
    assert!((8_000_000..16_000_000).contains(&bytes), "{bytes}");
    let dir = out.path().to_str().unwrap();
    let checked = run(&["check", dir, "--json"]);
    assert_eq!((checked.code, &checked.json()["events"]), (0, &built["events"]), "{checked:?}");
    let before = contents(out.path());
    assert_eq!(build(&corpus, out.path()).code, 0);
    assert_eq!(contents(out.path()), before, "same input, same bytes");
}

#[test]
fn the_seed_pages_build_and_keep_every_rule() {
    let Some(seeds) = shared("seeds") else { return };
    let out = TempDir::new().unwrap();
    let built = build(&seeds, out.path());
    assert_eq!(built.code, 0, "{built:?}");
    assert!(built.json()["events"].as_u64().unwrap() >= 19, "{built:?}");
    let checked = run(&["check", out.path().to_str().unwrap()]);
    assert_eq!(checked.code, 0, "{checked:?}");
}
