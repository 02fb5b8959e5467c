//! The layer rule: which room may use which, and which are pure. See the table in `src/lib.rs`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::support::root;

/// Every room, and the rooms it may use. `bin` is not a room: it may call everything.
const RULE: [(&str, &[&str]); 13] = [
    ("model", &[]),
    ("text", &["varint"]),
    ("varint", &[]),
    ("sorting", &[]),
    ("search", &["model", "text", "protocol", "sorting", "varint"]),
    ("link", &["model", "text", "protocol", "sorting"]),
    ("import", &["model", "text"]),
    ("bundle", &["model", "text", "sorting"]),
    ("protocol", &["model"]),
    ("engine", &["model", "text", "search", "link", "bundle", "protocol", "sorting", "varint"]),
    ("cli", &["model", "text", "search", "link", "import", "bundle", "protocol", "engine"]),
    ("worker", &["model", "text", "search", "link", "bundle", "protocol", "engine", "sorting"]),
    ("ui", &["model", "protocol"]),
];

/// The rooms that touch files, the network, clocks or the browser.
const IMPURE: [&str; 3] = ["cli", "worker", "ui"];

/// What pure rooms must not name.
const FORBIDDEN: [&str; 10] = [
    "std::fs",
    "std::env",
    "std::time",
    "std::thread",
    "std::net",
    "std::process",
    "std::io",
    "web_sys",
    "leptos",
    "gloo",
];

#[test]
fn rooms_use_only_what_they_may() {
    let mut broken = Vec::new();
    for (file, room, source) in sources() {
        let allowed = RULE.iter().find(|(name, _)| *name == room).map(|(_, allowed)| *allowed);
        let Some(allowed) = allowed else {
            broken.push(format!("{file}: “{room}” is not in the table of tests/suite/layers.rs"));
            continue;
        };
        for used in rooms_used(&source, depth(&file))
            .into_iter()
            .filter(|used| *used != room && !allowed.contains(&used.as_str()))
        {
            broken.push(format!("{file}: “{room}” must not use “{used}”"));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn pure_rooms_touch_nothing_outside() {
    let mut broken = Vec::new();
    for (file, room, source) in sources().into_iter().filter(|(_, room, _)| !IMPURE.contains(&room.as_str())) {
        for name in FORBIDDEN.iter().filter(|name| mentions(&source, name)) {
            broken.push(format!("{file}: “{room}” is pure and must not touch {name}"));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_table_in_the_guide_has_the_same_rooms() {
    let guide = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    for (room, _) in RULE {
        let row = [format!("//! | [`{room}`] |"), format!("//! | `{room}` (feature")];
        assert!(guide.lines().any(|line| row.iter().any(|row| line.starts_with(row))), "no row for {room}");
        assert!(guide.contains(&format!("pub mod {room};")), "no module {room}");
    }
}

/// Every source file of the library with its room, and its code without comments, texts and tests.
fn sources() -> Vec<(String, String, String)> {
    let mut files = Vec::new();
    collect(&root().join("src"), &mut files);
    files.sort();
    let room_of = |file: &str| file.split('/').nth(1).unwrap_or_default().trim_end_matches(".rs").to_owned();
    let is_room = |file: &str| !file.starts_with("src/bin/") && file != "src/lib.rs" && !is_test(file);
    let read = |file: String| {
        let source = fs::read_to_string(root().join(&file)).unwrap();
        (file.clone(), room_of(&file), without_tests(&code(&source)))
    };
    let found: Vec<_> = files.into_iter().filter(|file| is_room(file)).map(read).collect();
    assert!(found.len() > RULE.len(), "the sources were not found");
    found
}

fn collect(folder: &Path, files: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/"));
        }
    }
}

fn is_test(file: &str) -> bool {
    file.ends_with("/tests.rs") || file.contains("/tests/")
}

/// The code of a source file: comments and the insides of texts are gone.
fn code(source: &str) -> String {
    let mut code = String::new();
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(end) = text_end(rest) {
            code.push_str("\"\"");
            end
        } else {
            code.push(c);
            c.len_utf8()
        };
        rest = &rest[skipped..];
    }
    code
}

/// The length of the string or character literal that the source begins with.
fn text_end(source: &str) -> Option<usize> {
    if let Some(hashes) = source.strip_prefix('r').map(|rest| rest.len() - rest.trim_start_matches('#').len())
        && source[1 + hashes..].starts_with('"')
    {
        let close = format!("\"{}", "#".repeat(hashes));
        let begin = hashes + 2;
        return Some(source[begin..].find(&close).map_or(source.len(), |end| begin + end + close.len()));
    }
    let quote = source.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    // A lifetime has no closing quote two characters on.
    if quote == '\'' && !source[1..].starts_with('\\') && source.chars().nth(2) != Some('\'') {
        return None;
    }
    let mut escaped = false;
    for (offset, c) in source.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return Some(offset + 1),
            _ => {}
        }
    }
    Some(source.len())
}

/// Code without the items under `#[cfg(test)]`.
fn without_tests(code: &str) -> String {
    let mut kept = String::new();
    let mut rest = code;
    while let Some((before, item)) = rest.split_once("#[cfg(test)]") {
        kept.push_str(before);
        rest = &item[item_end(item)..];
    }
    kept + rest
}

/// The length of the item that the code begins with: to its semicolon or the end of its block.
fn item_end(code: &str) -> usize {
    let mut depth = 0_usize;
    for (offset, c) in code.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth <= 1 => return offset + 1,
            '}' => depth -= 1,
            ';' if depth == 0 => return offset + 1,
            _ => {}
        }
    }
    code.len()
}

/// The rooms that code names: after `crate::`, or after so many `super::` that they lead out of the room. `depth` is the
/// number of modules the file is in, its own included.
fn rooms_used(code: &str, depth: usize) -> BTreeSet<String> {
    let starts = |path: &'static str| code.match_indices(path).filter(|(at, _)| is_word_start(code, *at));
    let after_crate = starts("crate::").map(|(at, path)| &code[at + path.len()..]);
    let mut used: BTreeSet<String> = after_crate.flat_map(first_names).collect();
    let climb = "super::".repeat(depth);
    let after_super = starts("super::").filter_map(|(at, _)| code[at..].strip_prefix(climb.as_str()));
    let known = |name: &String| RULE.iter().any(|(room, _)| room == name);
    used.extend(after_super.flat_map(first_names).filter(known));
    used
}

fn depth(file: &str) -> usize {
    file.trim_start_matches("src/").trim_end_matches("/mod.rs").split('/').count()
}

/// The names a path goes on with: `model` for `model::Event`, all of them for `{model::Event, text}`.
fn first_names(path: &str) -> Vec<String> {
    let Some(group) = path.strip_prefix('{') else { return vec![word(path)] };
    let mut depth = 0_usize;
    let mut names = vec![word(group)];
    for (offset, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(word(&group[offset + 1..])),
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

fn word(text: &str) -> String {
    text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

fn is_word_start(code: &str, at: usize) -> bool {
    !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_')
}

/// Whether code names a path; `std::{fs, io}` names `std::fs` too.
fn mentions(code: &str, path: &str) -> bool {
    let Some((krate, module)) = path.split_once("::") else {
        return code.match_indices(path).any(|(at, _)| is_word_start(code, at));
    };
    let paths = code.match_indices(krate).filter(|(at, _)| is_word_start(code, *at));
    paths
        .filter_map(|(at, _)| code[at + krate.len()..].strip_prefix("::"))
        .any(|rest| first_names(rest).iter().any(|name| name == module))
}

#[test]
fn the_test_itself_sees_what_it_should() {
    let used = |source: &str| rooms_used(&without_tests(&code(source)), 2).into_iter().collect::<Vec<_>>();
    assert_eq!(used("use crate::model::{Event, Date};"), ["model"]);
    assert_eq!(used("use crate::{model::{self, Event}, text,\n search::*};"), ["model", "search", "text"]);
    assert_eq!(used("fn f<'a>(x: &'a crate::link::X) { pub(crate) fn g() {} }"), ["link"]);
    assert_eq!(used("use super::super::engine::Engine; use super::search::Page;"), ["engine"]);
    assert_eq!(["src/engine.rs", "src/link/mod.rs", "src/link/a.rs", "src/link/a/mod.rs"].map(depth), [1, 1, 2, 2]);
    assert_eq!(
        used("// crate::ui\n/* crate::ui */ let x = \"crate::ui \\\" crate::ui\"; let y = '\"'; crate::text::f()"),
        ["text"]
    );
    assert_eq!(used("#[cfg(test)]\nmod tests { use crate::cli; fn f() { {} } }\nuse crate::model;"), ["model"]);
    assert_eq!(used("let s = r#\"crate::ui \" \"#; crate::text"), ["text"]);
    let touches = |source: &str, path| mentions(&code(source), path);
    assert!(touches("use std::{fmt, fs::File};", "std::fs"));
    assert!(touches("let now = std::time::Instant::now();", "std::time"));
    assert!(touches("use web_sys::Window;", "web_sys") && touches("gloo_net::x()", "gloo"));
    assert!(!touches("// std::fs\nuse std::fmt;", "std::fs"));
}
