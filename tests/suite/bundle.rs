//! Bundles: what is written is read back, bytes do not depend on chance, and every fault is named where it is.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::{BTreeMap, BTreeSet};

use proptest::collection::vec;
use proptest::prelude::*;
use throughline::bundle::{
    About, BundleFile, ReadError, Report, SHARD_EVENTS, check, files, read_entities, read_manifest, read_shard, write,
};
use throughline::model::{Alias, AliasOrigin, Date, Entity, Event, Licence, Manifest, Mention, Problem, Source};
use throughline::search::write_index;

use crate::support::root;

/// The files of a bundle by path.
type Files = BTreeMap<String, Vec<u8>>;

fn about() -> About {
    let licence = Licence { name: "CC0 1.0".into(), url: "https://example.org/cc0".into() };
    About { title: "An archive".into(), description: "“Quoted”".into(), language: "en".into(), licence }
}

fn files_of(events: &[Event], entities: &[Entity]) -> Files {
    let files = write(&about(), events.to_vec(), entities, Some(write_index)).unwrap();
    assert_eq!(files.last().unwrap().path, "manifest.json", "the manifest is written last");
    files.into_iter().map(|BundleFile { path, bytes }| (path, bytes)).collect()
}

fn manifest_of(files: &Files) -> Manifest {
    read_manifest(&files["manifest.json"]).unwrap()
}

/// All events, newest shard first, as a reader without faults gets them.
fn read_back(files: &Files) -> (Vec<Event>, Vec<Entity>) {
    let manifest = manifest_of(files);
    let mut shards: Vec<Vec<Event>> = Vec::new();
    for shard in &manifest.shards {
        let loaded = read_shard(shard, &files[&shard.path]).unwrap();
        assert_eq!(loaded.problems, []);
        assert_eq!(loaded.items.len(), shard.events as usize);
        shards.push(loaded.items);
    }
    let events = shards.into_iter().rev().flatten().collect();
    (events, read_entities(&manifest.entities, &files[&manifest.entities.path]).unwrap().items)
}

fn checked(files: &Files) -> Report {
    check(|path| files.get(path).cloned().ok_or_else(|| "the file is missing".to_owned()))
}

// Properties

/// Anything a text can hold: quotes, line breaks, other scripts, combining marks, control characters.
fn words() -> impl Strategy<Value = String> {
    let nasty = "[\"\\\\/\n\r\t\u{0}\u{7f}\u{2028}\u{feff}😀\u{301}اب新闻<>&'{}\\[\\],: a-c]{0,12}";
    prop_oneof![any::<String>(), nasty.prop_map(|text| text)]
}

fn date() -> impl Strategy<Value = Date> {
    // Few years, so that days, months and years are shared.
    let days = prop_oneof![-9_999..=9_999, 1_999..=2_001];
    (days, 1_u32..=12, 1_u32..=28).prop_map(|(year, month, day)| Date::new(year, month, day).unwrap())
}

prop_compose! {
    fn event()(
        date in date(),
        (headline, description, category, place) in (words(), of(words()), of(words()), of(words())),
        story in vec(words(), 0..3),
        mentions in vec((words(), words()), 0..3),
        entities in vec(words(), 0..3),
        sources in vec((words(), "https://[a-z]{1,5}\\.example/[^\\s\\p{C}]{0,5}"), 0..3),
        related in vec(words(), 0..2),
        stub in any::<bool>(),
    ) -> Event {
        let mentions = mentions.into_iter().map(|(text, entity)| Mention { text, entity }).collect();
        let sources = sources.into_iter().map(|(name, url)| Source { name, url }).collect();
        let event = Event::new("", date, headline);
        Event { description, category, place, story, mentions, entities, sources, related, stub, ..event }
    }
}

fn of(words: impl Strategy<Value = String>) -> impl Strategy<Value = Option<String>> {
    proptest::option::of(words)
}

fn archive() -> impl Strategy<Value = Vec<Event>> {
    vec((event(), words()), 0..10).prop_map(|events| {
        let number = |(position, (event, slug)): (usize, (Event, String))| Event {
            id: format!("{}/{position}{slug}", event.date),
            ..event
        };
        events.into_iter().enumerate().map(number).collect()
    })
}

fn entity() -> impl Strategy<Value = Entity> {
    let alias = words().prop_map(|name| Alias { name, origin: AliasOrigin::Anchor });
    (words(), vec(alias, 0..3), of(words()), any::<u32>()).prop_map(|(name, aliases, kind, events)| Entity {
        name,
        aliases,
        kind,
        events,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_written_is_read_back(events in archive(), entities in vec(entity(), 0..4)) {
        let files = files_of(&events, &entities);
        let mut expected = events.clone();
        expected.sort_by_key(|event| event.date);
        prop_assert_eq!(read_back(&files), (expected, entities.clone()));
        prop_assert_eq!(&files_of(&events, &entities), &files, "same input, same bytes");
    }

    #[test]
    fn order_within_a_day_is_all_that_matters(events in archive()) {
        let mut shuffled = events.clone();
        shuffled.sort_by_key(|event| std::cmp::Reverse(event.date));
        prop_assert_eq!(files_of(&shuffled, &[]), files_of(&events, &[]));
    }

    #[test]
    fn no_change_of_a_file_goes_unnoticed(at in 0_usize..4, position: prop::sample::Index, byte: u8) {
        let mut files = golden();
        let path = files.keys().nth(at).unwrap().clone();
        let bytes = files.get_mut(&path).unwrap();
        let position = position.index(bytes.len());
        prop_assume!(bytes[position] != byte);
        bytes[position] = byte;
        let report = checked(&files);
        // Nothing vouches for the manifest and for the file without a hash: they must only not crash the checker.
        let vouched = path != "manifest.json" && path != "events/older.json";
        prop_assert!(!vouched || !report.problems.is_empty(), "{path} at {position}");
    }
}

// Stability

/// So many events a day, from the first to the last day of months.
fn busy(months: &[(i32, u32)], a_day: usize) -> Vec<Event> {
    let days = months.iter().flat_map(|(year, month)| (1..=28).filter_map(|day| Date::new(*year, *month, day)));
    let event = |date: Date, n: usize| Event::new(format!("{date}/{n}"), date, format!("Headline {n} of {date}"));
    days.flat_map(|date| (0..a_day).map(move |n| event(date, n))).collect()
}

#[test]
fn a_new_day_rewrites_its_own_shard_only() {
    let mut events = busy(&[(2019, 3), (2020, 1), (2020, 2), (2020, 3)], 20);
    let before: BTreeSet<String> = files_of(&events, &[]).into_keys().collect();
    events.push(Event::new("2020/3/29/new", "2020-03-29".parse().unwrap(), "New"));
    let after: BTreeSet<String> = files_of(&events, &[]).into_keys().collect();
    let gone: Vec<&str> = before.difference(&after).map(|path| label(path)).collect();
    let new: Vec<&str> = after.difference(&before).map(|path| label(path)).collect();
    assert_eq!((gone, new), (vec!["events/2020-03", "index"], vec!["events/2020-03", "index"]));
    assert_eq!(after.len(), 7, "{after:?}");
}

#[test]
fn a_new_day_leaves_the_indexes_of_earlier_years() {
    let year = |year| (1..=12).map(move |month| (year, month));
    let mut events = busy(&year(2013).chain(year(2020)).collect::<Vec<_>>(), 27);
    let indexes = |events: &[Event]| -> BTreeSet<String> {
        files_of(events, &[]).into_keys().filter(|path| path.starts_with("index-")).collect()
    };
    let before = indexes(&events);
    events.push(Event::new("2020/12/29/new", "2020-12-29".parse().unwrap(), "New"));
    let after = indexes(&events);
    assert_eq!((before.len(), after.len(), before.intersection(&after).count()), (2, 2, 1));
}

#[test]
fn another_name_changes_the_indexes_that_have_the_entity() {
    let mut events = busy(&[(2018, 1), (2018, 2), (2020, 1), (2020, 2)], 150);
    events[0].entities.push("Islamic State".into());
    let entity = |aliases: &[&str]| Entity {
        name: "Islamic State".into(),
        aliases: aliases.iter().map(|name| Alias { name: (*name).into(), origin: AliasOrigin::Given }).collect(),
        kind: None,
        events: 1,
    };
    let indexes = |aliases: &[&str]| {
        let paths = files_of(&events, &[entity(aliases)]).into_keys();
        paths.filter(|path| path.starts_with("index-")).collect::<BTreeSet<_>>()
    };
    let (before, after) = (indexes(&["ISIL"]), indexes(&["ISIL", "Daesh"]));
    assert_eq!((before.len(), after.len(), before.intersection(&after).count()), (2, 2, 1));
}

#[test]
fn a_span_that_overflows_is_divided_alone() {
    let mut events = busy(&[(2019, 3), (2020, 1), (2020, 2)], SHARD_EVENTS / 28);
    let before: BTreeSet<String> = files_of(&events, &[]).into_keys().collect();
    let more = |n: usize| Event::new(format!("2020/2/29/{n}"), "2020-02-29".parse().unwrap(), "More");
    events.extend((0..100).map(more));
    let after: BTreeSet<String> = files_of(&events, &[]).into_keys().collect();
    let gone: Vec<&str> = before.difference(&after).map(|path| label(path)).collect();
    let new: Vec<&str> = after.difference(&before).map(|path| label(path)).collect();
    assert_eq!(gone, ["events/2020-02", "index"]);
    assert_eq!(new, ["events/2020-02-0x", "events/2020-02-1x", "events/2020-02-2x", "index"]);
}

/// A path without its hash.
fn label(path: &str) -> &str {
    path.rsplit_once('-').map_or(path, |(label, _)| label)
}

#[test]
fn shards_are_listed_newest_first_and_hold_their_days() {
    let files = files_of(&busy(&[(1999, 1), (2019, 3), (2020, 1), (2020, 2), (2020, 3)], 30), &[]);
    assert_eq!(checked(&files), Report { events: 5 * 28 * 30, ..Report::default() });
    let manifest = manifest_of(&files);
    let labels: Vec<&str> = manifest.shards.iter().map(|shard| label(&shard.path)).collect();
    assert_eq!(labels, ["2020-03", "2020-02", "2020-01", "201x", "19xx"].map(|label| format!("events/{label}")));
    assert_eq!((manifest.first, manifest.last), ("1999-01-01".parse().ok(), "2020-03-28".parse().ok()));
}

// The fixture of version 1

const NEWER: &str = "events/2016-12-4936c4a63545fd94.json";
const OLDER: &str = "events/older.json";
const ENTITIES: &str = "entities-834f96eda0aeae88.json";

fn golden() -> Files {
    let folder = root().join("tests/data/bundle/v1");
    let read = |path: &str| (path.to_owned(), std::fs::read(folder.join(path)).unwrap());
    ["manifest.json", NEWER, OLDER, ENTITIES].map(read).into()
}

#[test]
fn the_first_version_stays_readable() {
    let files = golden();
    let unverified = vec![OLDER.to_owned()];
    assert_eq!(checked(&files), Report { events: 5, problems: Vec::new(), unverified });
    let (events, entities) = read_back(&files);
    let dates: Vec<String> = events.iter().map(|event| event.date.to_string()).collect();
    assert_eq!(dates, ["-0043-03-15", "2016-11-30", "2016-12-03", "2016-12-04", "2016-12-04"]);
    assert_eq!(events[3].story, ["War on terror", "Insurgency in the North Caucasus"]);
    assert_eq!(events[3].sources[1], Source { name: "A printed paper".into(), url: String::new() });
    assert!(events[2].stub && !events[3].stub);
    let origins: Vec<AliasOrigin> = entities[1].aliases.iter().map(|alias| alias.origin).collect();
    use AliasOrigin::{Acronym, Anchor, Given, Other, Title};
    assert_eq!(origins, [Acronym, Title, Given, Anchor, Other]);
}

// Faults

/// Replaces a text that is there in a file.
fn edit(files: &mut Files, path: &str, from: &str, to: &str) {
    let text = String::from_utf8(files[path].clone()).unwrap();
    assert!(text.contains(from), "{from} is not in {path}");
    files.insert(path.to_owned(), text.replacen(from, to, 1).into_bytes());
}

/// Makes the manifest true again about lengths and hashes.
fn seal(files: &mut Files) {
    let mut manifest = Manifest::from_json(&files["manifest.json"]).unwrap();
    for shard in manifest.shards.iter_mut().filter(|shard| files.contains_key(&shard.path)) {
        (shard.bytes, shard.sha256) = (files[&shard.path].len() as u64, files::sha256(&files[&shard.path]));
    }
    let bytes = &files[&manifest.entities.path];
    (manifest.entities.bytes, manifest.entities.sha256) = (bytes.len() as u64, files::sha256(bytes));
    files.insert("manifest.json".into(), serde_json::to_vec_pretty(&manifest).unwrap());
}

/// The problems of the fixture after an edit, each as `file:line kind: message`.
fn problems_after(path: &str, from: &str, to: &str) -> Vec<String> {
    let mut files = golden();
    edit(&mut files, path, from, to);
    if path != "manifest.json" {
        seal(&mut files);
    }
    told(&checked(&files).problems)
}

fn told(problems: &[Problem]) -> Vec<String> {
    let one = |problem: &Problem| {
        let line = problem.line.map_or(String::new(), |line| format!(":{line}"));
        let kind = serde_json::to_string(&problem.kind).unwrap();
        format!("{}{line} {}: {}", problem.file, kind.trim_matches('"'), problem.message)
    };
    problems.iter().map(one).collect()
}

/// Asserts that an edit of a file makes one problem, which begins and ends so.
#[track_caller]
fn one_problem(path: &str, from: &str, to: &str, place_and_kind: &str, end: &str) {
    let told = problems_after(path, from, to);
    assert_eq!(told.len(), 1, "{told:#?}");
    let expected = format!("{path}{place_and_kind}: ");
    assert!(told[0].starts_with(&expected) && told[0].ends_with(end), "{}\nis not {expected}… {end}", told[0]);
}

#[test]
fn names_files_that_are_not_what_the_manifest_means() {
    let mut files = golden();
    files.remove(NEWER);
    assert_eq!(told(&checked(&files).problems), [format!("{NEWER} unreadable: the file is missing")]);

    let mut files = golden();
    edit(&mut files, NEWER, "reports", "denies ");
    let told_hash = told(&checked(&files).problems);
    assert_eq!(told_hash.len(), 1, "{told_hash:#?}");
    assert!(told_hash[0].starts_with(&format!("{NEWER} hash: its SHA-256 is ")), "{told_hash:?}");

    one_problem(OLDER, "felt", "fel\\ud800t", ":10 syntax", "hex escape");
    one_problem(OLDER, "},\n", "}\n", ":7 syntax", "expected `,` or `]`");
    one_problem(ENTITIES, "[\n", "{\n", ":1 syntax", "expected a sequence");
    let mut files = golden();
    files.insert(OLDER.into(), b"[\xff]".to_vec());
    assert_eq!(told(&checked(&files).problems), [format!("{OLDER} encoding: not UTF-8 text")]);
}

#[test]
fn names_what_is_wrong_in_the_manifest() {
    let manifest = "manifest.json";
    one_problem(manifest, "\"version\": 1", "\"version\": 2", " manifest", "build the archive again with this version");
    one_problem(manifest, "throughline-bundle", "other", " manifest", "is not “throughline-bundle”)");
    one_problem(manifest, "\"title\": \"A small archive\",", "", ":41 manifest", "");
    one_problem(manifest, "\"title\"", "title", ":4 manifest", "at line 4 column 3");
    one_problem(manifest, "2016-12-03", "2016-02-30", ":17 manifest", "");
    one_problem(manifest, "A small archive", " ", ":4 manifest", "no title");
    one_problem(manifest, "\"en\"", "\"English, of course\"", ":6 manifest", "such as “en” or “zh-Hant”");
    one_problem(manifest, "https://creative", "javascript:", ":9 unsafe-url", "is not a web address");
    one_problem(
        manifest,
        "\"events\": 5",
        "\"events\": 6",
        ":11 count",
        "“events” is 6, but the shards have 5 together",
    );
    one_problem(
        manifest,
        "\"first\": \"-0043-03-15\"",
        "\"first\": null",
        ":12 count",
        "“first” is absent, but -0043-03-15 according to the shards",
    );
    let mut files = golden();
    files.remove(manifest);
    assert_eq!(told(&checked(&files).problems), ["manifest.json unreadable: the file is missing"]);
}

#[test]
fn never_reads_outside_of_the_folder() {
    for path in ["../older.json", "/etc/passwd", "https://example.org/older.json", "events/../../x.json", "C:\\x"] {
        let written = serde_json::to_string(path).unwrap();
        let mut files = golden();
        edit(&mut files, "manifest.json", &format!("\"{OLDER}\""), &written);
        let mut asked = Vec::new();
        let report = check(|path| {
            asked.push(path.to_owned());
            files.get(path).cloned().ok_or_else(String::new)
        });
        assert_eq!(
            told(&report.problems),
            [format!("manifest.json:24 manifest: “{path}” is not a path below the bundle's folder")]
        );
        assert!(!asked.contains(&path.to_owned()));
        let error = throughline::bundle::reader::locate(path).unwrap_err();
        assert_eq!(error, ReadError::Outside { file: path.to_owned() });
    }
}

#[test]
fn names_shards_that_are_not_as_the_manifest_says() {
    let manifest = "manifest.json";
    let length = format!("\"bytes\": {}", golden()[NEWER].len());
    let told = problems_after(manifest, &length, "\"bytes\": 7");
    assert_eq!(told, [format!("{NEWER} count: it has {} bytes, but the manifest says 7", golden()[NEWER].len())]);
    let told = problems_after(manifest, "\"first\": \"2016-12-03\"", "\"first\": \"2016-12-02\"");
    assert_eq!(told, [format!("{NEWER} count: its oldest event is of 2016-12-03, but the manifest says 2016-12-02")]);
    let told = problems_after(manifest, "\"events\": 3", "\"events\": 4");
    assert_eq!(told.len(), 2, "the total is wrong as well: {told:?}");
    assert!(told[1].ends_with("it has 3 events, but the manifest says 4"));
    let told = problems_after(manifest, OLDER, NEWER);
    assert!(told[0].ends_with(&format!(" manifest: “{NEWER}” stands for two files")) && told.len() == 1, "{told:?}");
}

#[test]
fn wants_the_newest_shard_first_and_days_in_one_shard() {
    let mut files = golden();
    let mut manifest = manifest_of(&files);
    manifest.shards.reverse();
    files.insert("manifest.json".into(), serde_json::to_vec_pretty(&manifest).unwrap());
    let swapped = told(&checked(&files).problems);
    assert_eq!(swapped.len(), 1, "{swapped:?}");
    assert!(swapped[0].contains(" order: “events/2016-12-4936c4a63545fd94.json” reaches to 2016-12-04"), "{swapped:?}");

    let mut files = golden();
    edit(&mut files, "manifest.json", "\"last\": \"2016-11-30\"", "\"last\": \"2016-12-03\"");
    edit(&mut files, OLDER, "\"2016-11-30\"", "\"2016-12-03\"");
    let shared = told(&checked(&files).problems);
    assert_eq!(shared.len(), 1, "{shared:?}");
    assert!(shared[0].contains("share no day"), "{shared:?}");

    one_problem(NEWER, "\"date\":\"2016-12-03\"", "\"date\":\"2016-12-04\"", " count", "the manifest says 2016-12-03");
    let told = problems_after(OLDER, "-0043-03-15\",\n    \"headline", "2016-12-01\",\n    \"headline");
    assert!(told.iter().any(|told| told.starts_with("events/older.json:7 order: “2016/11/30/tremor”: ")), "{told:?}");
}

#[test]
fn names_events_that_break_a_rule() {
    one_problem(NEWER, "2016-12-04\"", "2016-12-32\"", ":3 bad-date", "“2016-12-32” is not a day of the calendar");
    one_problem(NEWER, "\"headline\":\"The", "\"heading\":\"The", ":3 missing-headline", "missing field `headline`");
    one_problem(OLDER, "A dictator is stabbed in the senate.", " ", ":2 missing-headline", "its headline is empty");
    one_problem(NEWER, "\"id\":\"2016/12/4/新闻\"", "\"id\":\"\"", ":4 missing-id", "its id is empty");
}

#[test]
fn names_ids_and_links_that_do_not_fit() {
    let told = problems_after(NEWER, "2016/12/4/新闻", "2016/11/30/tremor");
    let expected =
        "events/older.json:7 duplicate-id: “2016/11/30/tremor”: this id is already that of an event at ".to_owned();
    assert_eq!(told, [format!("{expected}{NEWER}:4")]);
    let dangling = "“2016/12/4/security-service-reports-death-of-emir”: no event has the related id “2016/11/30/quake”";
    one_problem(NEWER, "2016/11/30/tremor", "2016/11/30/quake", ":3 unknown-name", dangling);
    one_problem(NEWER, "https://news", "javascript://news", ":3 unsafe-url", "is not a web address");
    one_problem(NEWER, "\"text\":\"FSB\"", "\"text\":\"KGB\"", ":3 mention", "is not in the headline or description");
    one_problem(NEWER, "\"text\":\"FSB\"", "\"text\":\"\"", ":3 mention", "has no words");
    one_problem(NEWER, "[\"Derbent\"]", "[\"Derbent\",\"Derbent\"]", ":2 duplicate-name", "“Derbent” is given twice");
    let mentioned = "the entity “Makhachkala” is mentioned but not among its “entities”";
    one_problem(NEWER, "Service\",\"Makhachkala\"]", "Service\"]", ":3 unknown-name", mentioned);
    one_problem(
        NEWER,
        "2016/11/30/tremor\"]",
        "2016/11/30/tremor\",\"2016/11/30/tremor\"]",
        ":3 duplicate-id",
        "given twice",
    );
    let itself = "2016/12/4/security-service-reports-death-of-emir\"]";
    one_problem(NEWER, "2016/11/30/tremor\"]", itself, ":3 structure", "related to itself");
    one_problem(NEWER, "\"War on terror\"", "\"\"", ":3 structure", "a story has no name");
    one_problem(NEWER, "\"stub\":true", "\"stub\":true,\"description\":\"D\"", ":2 structure", "yet has a description");
    one_problem(OLDER, "\"date\"", "\"stub\": true, \"date\"", ":2 structure", "but none names it");
}

#[test]
fn names_entities_that_do_not_fit() {
    let unknown = "the entity “Federal Security Service” is not in the table of entities";
    let told = problems_after(ENTITIES, "{\"name\":\"Federal Security Service\"", "{\"name\":\"Federal Service\"");
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].starts_with(&format!("{NEWER}:3 unknown-name: ")) && told[0].ends_with(unknown), "{told:?}");
    assert!(told[1].ends_with("“Federal Service”: “events” is 1 in the table, but 0 mention it"), "{told:?}");
    one_problem(ENTITIES, "\"events\":1", "\"events\":7", ":3 count", "“events” is 7 in the table, but 1 mention it");
    one_problem(ENTITIES, "\"FSB\"", "\"Ж\"", ":3 order", "are not sorted by name");
    one_problem(ENTITIES, "\"FSB\"", "\"\"", ":3 missing-id", "has an alias without a name");
    let told = problems_after(ENTITIES, "{\"name\":\"Derbent\",\"kind\":\"place\",\"events\":2},\n", "");
    assert_eq!(told.len(), 2, "both events with that name: {told:?}");
    let twice = "{\"name\":\"Derbent\",\"events\":2},\n{\"name\":\"Derbent\",";
    one_problem(ENTITIES, "{\"name\":\"Derbent\",", twice, ":3 duplicate-name", "stands in the table twice");
    let told = problems_after(ENTITIES, "{\"name\":\"Derbent\"", "{\"name\":\"Zerbent\"");
    assert!(
        told.iter().any(|told| told.contains(":3 order: “Federal Security Service” comes after “Zerbent”")),
        "{told:?}"
    );
}

#[test]
fn what_cannot_be_judged_is_not_judged() {
    // Without the older shard, links into it and counts of entities are unknown, not wrong.
    let mut files = golden();
    files.remove(OLDER);
    assert_eq!(told(&checked(&files).problems), [format!("{OLDER} unreadable: the file is missing")]);
    let mut files = golden();
    files.remove(ENTITIES);
    assert_eq!(told(&checked(&files).problems), [format!("{ENTITIES} unreadable: the file is missing")]);
}
