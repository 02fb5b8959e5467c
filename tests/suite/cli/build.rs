//! `throughline build` and `check`: what is made of pages, and what is left in folders.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{Run, contents, copy_of_golden, put, run};
use crate::support::shared;

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
    // Two pages of one day, so that their order within the day is at stake.
    let second = "### [2016-12-4](/news/2016/12/4/index.md)\n\n# A bridge is opened again. \n";
    put(pages.path(), "news/2016/12/4/a-bridge.md", second);
    let files = ["4/the-emir.md", "3/shots-are-heard.md", "4/a-bridge.md"]
        .map(|name| pages.path().join("news/2016/12").join(name));
    let built = |name: &str, files: &[&PathBuf]| {
        let dir = out.path().join(name);
        let mut arguments = vec![PathBuf::from("build"), "--out".into(), dir.clone()];
        arguments.extend(files.iter().map(|file| (*file).clone()));
        assert_eq!(run(&arguments).code, 0);
        contents(&dir)
    };
    let expected = built("a", &[&files[0], &files[1], &files[2]]);
    assert_eq!(built("b", &[&files[2], &files[1], &files[0], &files[1]]), expected);
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
    let error = missing.json()["error"].as_str().unwrap().to_owned();
    assert!(error.ends_with("nowhere does not exist") && missing.err.contains(&error), "{missing:?}");
    let told = run(&["build", "nowhere", "--out", out.path().join("bundle").to_str().unwrap()]);
    assert_eq!((told.code, told.out.as_str()), (2, ""));
    build(pages.path(), &put(out.path(), "file", "text")).failed(2, "is a file: --out must be a folder");

    put(out.path(), "mine/thesis.txt", "years of work");
    build(pages.path(), &out.path().join("mine")).failed(2, "holds something else than a bundle");
    put(out.path(), "app/manifest.json", r#"{"name": "a web app"}"#);
    build(pages.path(), &out.path().join("app")).failed(2, "not the manifest of a Throughline archive");
    let left: Vec<String> = contents(out.path()).into_keys().collect();
    assert_eq!(left, ["app/manifest.json", "file", "mine/thesis.txt"]);
}

#[cfg(unix)]
#[test]
fn refuses_what_is_neither_a_file_nor_a_folder() {
    let out = TempDir::new().unwrap();
    build(Path::new("/dev/null"), &out.path().join("bundle")).failed(2, "/dev/null is neither a file nor a folder");
}

#[cfg(unix)]
#[test]
fn a_manifest_that_cannot_be_read_is_not_taken_for_something_else() {
    let (pages, out) = (pages(), copy_of_golden());
    let manifest = out.path().join("manifest.json");
    fs::remove_file(&manifest).unwrap();
    std::os::unix::fs::symlink("manifest.json", &manifest).unwrap();
    let refused = build(pages.path(), out.path());
    refused.failed(2, "manifest.json: the file cannot be read");
    assert!(!refused.err.contains("something else"), "{}", refused.err);
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
    let answer = refused.json();
    assert_eq!(answer["error"], "there is nothing to build: no events in 1 file");
    assert_eq!(answer["warnings"][0]["message"], "left out: of no format that can be read (markdown, wikitext)");
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
