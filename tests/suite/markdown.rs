//! The importer of the Markdown news archive: pages written for the purpose, hostile ones, and the real archives.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its own files shall fail")]

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;
use std::time::Instant;

use flate2::read::GzDecoder;
use proptest::prelude::*;
use throughline::import::{Import, markdown};
use throughline::model::{Event, ProblemKind, safe_url};

use crate::support::{root, shared};

type Files = Vec<(String, String)>;

fn read(files: &[(String, String)]) -> Import {
    let mut reader = markdown::Reader::default();
    for (path, text) in files {
        reader.add(path, text);
    }
    reader.finish()
}

/// The Markdown files below a folder, by path, named from that folder on.
fn folder(top: &Path) -> Files {
    let mut files = Vec::new();
    let mut waiting = vec![top.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let name = path.strip_prefix(top).unwrap().to_str().unwrap().replace('\\', "/");
                files.push((name, fs::read_to_string(path).unwrap().replace("\r\n", "\n")));
            }
        }
    }
    files.sort();
    files
}

fn own_pages(language: &str) -> Files {
    folder(&root().join("tests/data/markdown").join(language))
}

/// Events, one JSON object each, then problems.
fn described(import: &Import) -> String {
    let mut text = String::new();
    for event in &import.events {
        writeln!(text, "{}", serde_json::to_string_pretty(event).unwrap()).unwrap();
    }
    for problem in &import.problems {
        writeln!(text, "{:?} {problem}", problem.kind).unwrap();
    }
    writeln!(text, "{} skipped", import.skipped).unwrap();
    text
}

fn assert_golden(name: &str, import: &Import) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(root().join("tests/data/markdown"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, described(import)));
}

/// What holds for every import, whatever was read.
fn assert_sound(import: &Import) {
    let ids: HashSet<&str> = import.events.iter().map(|event| event.id.as_str()).collect();
    assert_eq!(ids.len(), import.events.len(), "an id twice");
    assert!(import.events.is_sorted_by_key(|event| event.date));
    assert!(import.skipped <= import.problems.len());
    for event in &import.events {
        assert!(!event.headline.is_empty() && event.headline.trim() == event.headline);
        assert!(event.related.iter().all(|id| ids.contains(id.as_str()) && *id != event.id), "{:?}", event.related);
        assert_distinct(&event.related);
        assert_distinct(&event.entities);
        assert!(event.sources.iter().all(|source| safe_url(&source.url) && !source.name.is_empty()));
        for mention in &event.mentions {
            assert!(event.headline.contains(&mention.text) && event.entities.contains(&mention.entity));
        }
        assert!(!event.stub || (event.sources.is_empty() && event.related.is_empty()));
    }
}

fn assert_distinct(names: &[String]) {
    assert_eq!(names.iter().collect::<HashSet<_>>().len(), names.len(), "{names:?}");
}

#[test]
fn english_pages_and_days() {
    let import = read(&own_pages("english"));
    assert_sound(&import);
    assert_golden("english", &import);
}

#[test]
fn chinese_pages_and_days() {
    let import = read(&own_pages("chinese"));
    assert_sound(&import);
    assert_golden("chinese", &import);
}

#[test]
fn pages_are_known_by_their_first_line() {
    let looks = |text: &str| markdown::looks_like("a.md", text);
    assert!(looks("### [2016-12-4](/news/2016/12/4/index.md)\n"));
    assert!(looks("\u{FEFF}\r\n## [2016-12-4](/zh/news/2016/12/4/index.md)\r\n"));
    assert!(looks("### 2016-12-4\n\n# Headline\n"));
    for text in ["", "# Headline", "{{Current events|year=2020", "2016-12-4", "### [a](/b.md)", "id,date\n1,2016-12-4"]
    {
        assert!(!looks(text), "{text}");
    }
}

#[test]
fn the_order_of_files_changes_no_event() {
    for language in ["english", "chinese"] {
        let mut files = own_pages(language);
        let names = |import: &Import| -> BTreeMap<String, (String, bool)> {
            import.events.iter().map(|event| (event.id.clone(), (event.headline.clone(), event.stub))).collect()
        };
        let forwards = names(&read(&files));
        files.reverse();
        assert_eq!(names(&read(&files)), forwards);
    }
}

#[test]
fn line_ends_and_byte_order_marks_change_nothing() {
    let files = own_pages("english");
    let windows: Files =
        files.iter().map(|(path, text)| (path.clone(), format!("\u{FEFF}{}", text.replace('\n', "\r\n")))).collect();
    assert_eq!(described(&read(&windows)), described(&read(&files)));
}

#[test]
fn a_page_given_twice_is_one_event() {
    let page = |path: &str, headline: &str| (path.to_owned(), format!("### [2031-01-2](/x)\n# {headline}\n"));
    let twice = read(&[page("a/2031/01/2/a.md", "Same"), page("b/2031/01/2/a.md", "Same"), page("c.md", "Same")]);
    assert_eq!(twice.events.len(), 1);
    assert_eq!(twice.problems.iter().map(|p| p.kind).collect::<Vec<_>>(), [ProblemKind::DuplicateEvent; 2]);
    let other = read(&[page("a/2031/01/2/a.md", "Same"), page("b/2031/1/2/a.md", "Other")]);
    assert_eq!((other.events.len(), other.problems[0].kind), (1, ProblemKind::DuplicateId));
    assert_eq!(
        other.problems[0].to_string(),
        "b/2031/1/2/a.md:2: 2031/1/2/a is told at a/2031/01/2/a.md:2 already; this page was left out"
    );
}

#[test]
fn a_speaker_in_front_of_a_colon_stays() {
    let page = "### 2031-01-2\n# Ada Vale: no talks\n### Related:\n\
        1. [Harbour strike:Cranes stand still](/news/2031/01/1/cranes.md) _Context: Harbour strike, Ada Vale_\n";
    let import = read(&[("a.md".to_owned(), page.to_owned())]);
    let told: Vec<_> = import.events.iter().map(|event| (event.headline.as_str(), event.story.as_slice())).collect();
    assert_eq!(told, [("Cranes stand still", &["Harbour strike".to_owned()][..]), ("Ada Vale: no talks", &[])]);
}

#[test]
fn a_readme_of_something_else_is_one_problem() {
    let readme = "# My archive\n\n- [Home](https://a.example)\n- words\n\n### Licence\n";
    let import = read(&[("README.md".to_owned(), readme.to_owned())]);
    assert_eq!((import.events.len(), import.problems.len(), import.skipped), (0, 1, 1));
    assert_eq!(import.problems[0].kind, ProblemKind::MissingDate);
}

#[test]
fn slugs_made_here_never_take_an_id_away() {
    let headlines = ["Same words!", "Same words?", "Same words."];
    let mut files: Files =
        headlines.iter().enumerate().map(|(n, h)| (format!("{n}.md"), format!("### 2031-01-2\n# {h}\n"))).collect();
    files.push(("2031/01/2/same-words.md".to_owned(), "# Other words\n".to_owned()));
    let import = read(&files);
    let ids: Vec<&str> = import.events.iter().map(|event| event.id.as_str()).collect();
    assert_eq!(
        ids,
        ["2031/01/2/same-words-2", "2031/01/2/same-words-3", "2031/01/2/same-words-4", "2031/01/2/same-words"]
    );
    assert!(import.problems.is_empty());
}

/// What pages are made of, to be shuffled.
const PIECES: [&str; 34] = [
    "### [2016-12-4](/news/2016/12/4/index.md)",
    "## [2016-12-4](/zh/news/2016/12/4/index.md)",
    "### [2016-13-4](/news/2016/13/4/index.md)",
    "## [Previous day...](/news/2016/12/3/index.md)",
    "### [Entry](/news/2016/12/4/entry.md)",
    "### Entry",
    "# Headline",
    "#  -{zh-cn:甲;zh-tw:乙;}- [http:--a (b)] {{c}} ",
    "##### Story",
    "#####",
    "### Source:",
    "### 信息来源：",
    "### Related:",
    "### 有关:",
    "### Other:",
    "1. [a](https://a.example) [IMG](https://a.example/i)",
    "1. [a](javascript:b)",
    "1. [Headline](/news/2016/12/4/headline.md) _Context: Story, A_",
    "2. [Story: Rest](/zh/news/2016/12/04/entry.md) _消息：A, B_",
    "3. [[x] ](/news/2016/1/1/%41.md)",
    "- [](/news/2016/12/4/empty.md)",
    "\n",
    "words",
    "[",
    "](",
    ")",
    "_",
    "\\",
    "-{",
    "}-",
    "&#x110000;",
    "[http:--",
    "{{",
    "\u{FEFF}",
];
const PATHS: [&str; 6] =
    ["news/2016/12/4/headline.md", "news/2016/12/04/entry.md", "2016/12/4/index.md", "2016/12/4/README.md", "a.md", ""];

fn any_file() -> impl Strategy<Value = (String, String)> {
    let text = prop_oneof![
        3 => proptest::collection::vec((proptest::sample::select(&PIECES[..]), prop_oneof![Just("\n"), Just("")]), 0..24)
            .prop_map(|pieces| pieces.into_iter().map(|(piece, end)| format!("{piece}{end}")).collect::<String>()),
        1 => any::<String>(),
    ];
    (proptest::sample::select(&PATHS[..]).prop_map(str::to_owned), text)
}

/// An archive of pages that link to each other at random: the headline's number, and the numbers it lists.
fn any_archive() -> impl Strategy<Value = Vec<(u8, Vec<u8>)>> {
    proptest::collection::vec((0..12_u8, proptest::collection::vec(0..20_u8, 0..8)), 0..12)
}

fn archive_page(number: u8, list: &[u8]) -> (String, String) {
    let mut text = format!("### [2031-01-2](/news/2031/01/2/index.md)\n\n# Event {number}\n\n### Related:\n\n");
    for (n, target) in list.iter().enumerate() {
        writeln!(text, "{}. [Event {target}](/news/2031/01/2/event-{target}.md) _Context: N{target}_", n + 1).unwrap();
    }
    (format!("news/2031/01/2/event-{number}.md"), text)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gives_a_sound_import(files in proptest::collection::vec(any_file(), 0..6)) {
        assert_sound(&read(&files));
    }

    #[test]
    fn damaged_pages_give_a_sound_import(
        which in any::<proptest::sample::Index>(),
        cut in any::<proptest::sample::Index>(),
        length in 0..200_usize,
        piece in proptest::sample::select(&PIECES[..]),
    ) {
        let mut files = own_pages("english");
        files.extend(own_pages("chinese"));
        let (_, text) = which.get(&files).clone();
        let start = text.floor_char_boundary(cut.index(text.len()));
        let end = text.ceil_char_boundary((start + length).min(text.len()));
        let damaged = format!("{}{piece}{}", &text[..start], &text[end..]);
        let number = which.index(files.len());
        files[number].1 = damaged;
        assert_sound(&read(&files));
    }

    /// Nothing is lost silently: what was written is there, or skipped.
    #[test]
    fn pages_and_links_add_up(archive in any_archive()) {
        let files: Files = archive.iter().map(|(number, list)| archive_page(*number, list)).collect();
        let import = read(&files);
        assert_sound(&import);
        let mut first = HashMap::new();
        for (number, list) in &archive {
            first.entry(number).or_insert(list);
        }
        let pages = import.events.iter().filter(|event| !event.stub).count();
        prop_assert_eq!(pages, first.len());
        let links: usize = first.values().map(|list| list.len()).sum();
        let kept: usize = import.events.iter().map(|event| event.related.len()).sum();
        prop_assert_eq!(archive.len() - pages + links - kept, import.skipped);
        for (number, list) in first {
            let page = import.events.iter().find(|event| event.headline == format!("Event {number}")).unwrap();
            let linked = list.iter().filter(|target| *target != number).map(|target| format!("N{target}"));
            prop_assert!(linked.into_iter().all(|name| page.entities.contains(&name)));
        }
    }
}

#[test]
fn hostile_pages_cost_no_square() {
    let start = Instant::now();
    let page = |line: &str| {
        vec![("a.md".to_owned(), format!("### 2031-01-2\n# H\n### Related:\n{line}\n### Source:\n{line}\n"))]
    };
    for piece in ["[", "[[x](u) ", "](", "(", "-{", "1. \n", "[a](", "_Context: a, ", "！，、"] {
        let _ = read(&page(&piece.repeat(40_000)));
        let _ = read(&page(&format!("[a](/news/2031/1/1/b.md) _Context: {}_", piece.repeat(40_000))));
    }
    let entries = "### Same!\n### Same?\n".repeat(5_000);
    assert_eq!(read(&[("2031/1/2/index.md".to_owned(), entries)]).events.len(), 2);
    let slugs: String = (0..5_000).map(|n| format!("### {} {n}\n", "x".repeat(140))).collect();
    assert_eq!(read(&[("2031/1/2/index.md".to_owned(), slugs)]).events.len(), 5_000);
    assert!(start.elapsed().as_secs() < 30, "the square of these lengths takes minutes");
}

/// The links of the Related lists of a page, taken from its text by other means than the importer's.
fn listed(text: &str) -> Vec<(String, Vec<String>)> {
    let lists = text.lines().filter_map(|line| line.split_once("](/news/")).filter(|(head, _)| !head.starts_with('#'));
    lists
        .map(|(_, tail)| {
            let (id, context) = tail.split_once(".md) _Context: ").unwrap();
            let names = context.trim_end().trim_end_matches('_').split(", ").map(str::to_owned);
            (id.to_owned(), names.collect())
        })
        .collect()
}

/// The two pages name the same organisation in two ways; bringing names together is not the importer's work.
fn one_name(name: &str) -> &str {
    if name == "ISIL" { "Islamic State of Iraq and the Levant" } else { name }
}

fn shared_entities<'a>(left: &'a Event, right: &'a Event) -> BTreeSet<&'a str> {
    let names = |event: &'a Event| event.entities.iter().map(|name| one_name(name)).collect::<BTreeSet<&str>>();
    &names(left) & &names(right)
}

#[test]
fn the_seeds_give_back_their_twenty_links() {
    let Some(seeds) = shared("seeds") else { return };
    let files: Files = folder(&seeds).into_iter().filter(|(path, _)| path.ends_with(".md")).collect();
    let import = read(&files);
    assert_sound(&import);
    assert!(import.problems.is_empty(), "{:?}", import.problems);
    let (stubs, pages): (Vec<&Event>, Vec<&Event>) = import.events.iter().partition(|event| event.stub);
    assert_eq!((pages.len(), stubs.len()), (2, 17));
    let events: HashMap<&str, &Event> = import.events.iter().map(|event| (event.id.as_str(), event)).collect();
    for (page, (_, text)) in pages.iter().zip(&files) {
        let listed = listed(text);
        assert_eq!(listed.len(), 10);
        assert_eq!(page.related, listed.iter().map(|(id, _)| id.clone()).collect::<Vec<_>>());
        for (id, context) in listed {
            let context: BTreeSet<&str> = context.iter().map(|name| one_name(name)).collect();
            assert_eq!(shared_entities(page, events[id.as_str()]), context, "{id}");
        }
    }
    assert_eq!(pages.iter().map(|page| page.sources.len()).collect::<Vec<_>>(), [1, 3]);
    assert!(pages[1].related.contains(&pages[0].id) && pages[0].related.contains(&pages[1].id));
    assert_eq!(stubs.iter().filter(|stub| stub.story == ["Insurgency in the North Caucasus"]).count(), 4);
}

#[test]
fn every_seed_alone_makes_an_id_the_archive_could_have_made() {
    let Some(seeds) = shared("seeds") else { return };
    let files: Files = folder(&seeds).into_iter().filter(|(path, _)| path.ends_with(".md")).collect();
    let together: HashSet<String> = read(&files).events.into_iter().map(|event| event.id).collect();
    for file in files {
        let alone = read(&[file]);
        assert!(alone.events.iter().all(|event| together.contains(&event.id)));
    }
}

fn chinese_archive() -> Option<Files> {
    let archive = shared("corpora/markdown-zh-2015-2019.tar.gz")?;
    let mut files = Vec::new();
    for entry in tar::Archive::new(GzDecoder::new(File::open(archive).unwrap())).entries().unwrap() {
        let mut entry = entry.unwrap();
        let path = entry.path().unwrap().to_str().unwrap().to_owned();
        if path.ends_with(".md") {
            let mut text = String::new();
            entry.read_to_string(&mut text).unwrap();
            files.push((path, text));
        }
    }
    files.sort();
    Some(files)
}

fn count<T>(events: &[&Event], of: impl Fn(&Event) -> &[T]) -> usize {
    events.iter().map(|event| of(event).len()).sum()
}

#[test]
fn the_chinese_archive_adds_up() {
    let Some(files) = chinese_archive() else { return };
    assert!(files.iter().all(|(path, text)| markdown::looks_like(path, text)));
    let import = read(&files);
    assert_sound(&import);
    let (stubs, pages): (Vec<&Event>, Vec<&Event>) = import.events.iter().partition(|event| event.stub);
    assert_eq!((pages.len(), stubs.len()), (3_314, 2_720));
    assert_eq!(count(&pages, |event| &event.sources), 2_871);
    // 22,453 lines, 16 of them a second time in the same list.
    assert_eq!(count(&pages, |event| &event.related), 22_453 - 16);
    assert_eq!(pages.iter().filter(|event| event.description.is_some()).count(), 873);
    assert_eq!(pages.iter().filter(|event| event.sources.is_empty()).count(), 745);
    assert_eq!(pages.iter().filter(|event| event.related.is_empty()).count(), 534);
    assert_eq!(pages.iter().filter(|event| event.story.is_empty()).count(), 59);
    let mut kinds: BTreeMap<ProblemKind, usize> = BTreeMap::new();
    import.problems.iter().for_each(|problem| *kinds.entry(problem.kind).or_default() += 1);
    // Of the 17 one is an event that its day page lists twice.
    assert_eq!(kinds.remove(&ProblemKind::DuplicateEvent), Some(17));
    assert_eq!(import.skipped, 17);
    assert!(kinds.keys().all(|kind| matches!(kind, ProblemKind::Markup | ProblemKind::Structure)), "{kinds:?}");
    // One headline lost the beginning of a list of variants before it came here.
    let markup = ["-{", "}-", "{{", "http:", "https:", "[", "]]", "date="];
    let left = import.events.iter().filter(|event| markup.iter().any(|markup| event.headline.contains(markup)));
    assert_eq!(left.count(), 1);
}

#[test]
fn pages_of_the_chinese_archive_under_other_names_keep_their_ids() {
    let Some(files) = chinese_archive() else { return };
    let pages = files.iter().filter(|(path, _)| !path.ends_with("/index.md") && !path.ends_with("/README.md"));
    let mut same = 0;
    for (path, text) in pages.clone().step_by(10) {
        let event = read(&[("page.md".to_owned(), text.clone())]).events.into_iter().find(|event| !event.stub).unwrap();
        same += usize::from(path.ends_with(&format!("/{}.md", event.id)));
    }
    assert_eq!(same, pages.step_by(10).count());
}
