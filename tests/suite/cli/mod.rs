//! The command from end to end: what it prints where, its exit codes, and what it leaves in folders.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod archives;
mod articles;
mod ask;
mod build;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::support::root;

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
fn programs_are_told_of_wrong_usage_and_input_in_json() {
    for (arguments, error) in [
        (&["search", "--json"][..], "the following required arguments were not provided: <DIR> <QUERY>"),
        (&["search", "dir", "--json", "--newest"], "invalid value '--newest' for '[QUERY]': there is no such option"),
        (&["search", "/nowhere", "a", "--json"], "/nowhere is not a folder"),
        (&["check", "/nowhere", "--json"], "/nowhere is not a folder"),
        (&["day", "/nowhere", "2016-12-32", "--json"], "“2016-12-32” is not a day of the calendar"),
        (&["event", "/nowhere", "--batch", "/nowhere", "--json"], "/nowhere cannot be opened"),
    ] {
        let refused = run(arguments);
        assert_eq!(refused.code, 2, "{refused:?}");
        let answer = refused.json();
        assert!(answer["error"].as_str().unwrap().starts_with(error), "{answer}");
        assert!(refused.err.starts_with("error: "), "{refused:?}");
    }
    assert_eq!(run(&["search", "--json", "--help"]).out, run(&["search", "--help"]).out);
}

#[test]
fn help_says_what_there_is() {
    let help = |arguments: &[&str]| {
        let shown = run(arguments);
        assert_eq!((shown.code, shown.err.as_str()), (0, ""));
        shown.out
    };
    insta::assert_snapshot!("help", help(&["--help"]));
    for command in ["build", "check", "search", "suggest", "related", "link", "entity", "event", "day"] {
        insta::assert_snapshot!(format!("help-{command}"), help(&[command, "--help"]));
    }
}
