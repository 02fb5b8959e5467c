//! Day pages of Wikipedia's *Portal:Current events*, read whole: small pages of our own against snapshots, damaged
//! pages, and (where it is at hand) the corpus in `../shared` against a reading that was made independently.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests, which clippy does not know as such")]

use std::collections::HashSet;
use std::fmt::Write as _;
use std::io::Read as _;
use std::path::Path;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use serde_json::{Value, json};
use throughline::import::Import;
use throughline::import::wikitext::{Reader, looks_like};
use throughline::model::{Event, ProblemKind};

use crate::support::{root, shared};

const CONTENT_FORM: &str = include_str!("../data/wikitext/2031/05/03.wiki");
const TOP_FORM: &str = include_str!("../data/wikitext/Portal_Current_events_2031_May_4.txt");
const TWO_DAYS: &str = include_str!("../data/wikitext/two-days.wiki");
const DAMAGED: &str = include_str!("../data/wikitext/damaged.wiki");

fn read(path: &str, text: &str) -> Import {
    let mut reader = Reader::default();
    reader.add(path, text);
    reader.finish()
}

/// What was read, for people.
fn shown(import: &Import) -> String {
    let mut shown = String::new();
    for event in &import.events {
        writeln!(shown, "{}\n  {}", event.id, event.headline).unwrap();
        writeln!(shown, "  date: {}, category: {}", event.date, event.category.as_deref().unwrap_or("none")).unwrap();
        event.story.iter().for_each(|story| writeln!(shown, "  story: {story}").unwrap());
        event.mentions.iter().for_each(|m| writeln!(shown, "  mention: {} = {}", m.text, m.entity).unwrap());
        writeln!(shown, "  entities: {}", event.entities.join(" | ")).unwrap();
        event.sources.iter().for_each(|s| writeln!(shown, "  source: {} = {}", s.name, s.url).unwrap());
    }
    writeln!(shown, "left out: {}", import.skipped).unwrap();
    for problem in &import.problems {
        writeln!(shown, "{:?}: {problem}", problem.kind).unwrap();
    }
    shown
}

mod pages {
    use super::*;

    fn assert_snapshot(name: &str, path: &str, text: &str) {
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(root().join("tests/data/wikitext"));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(name, shown(&read(path, text))));
    }

    #[test]
    fn the_content_form() {
        assert_snapshot("content-form", "2031/05/03.wiki", CONTENT_FORM);
    }

    #[test]
    fn the_top_and_bottom_form() {
        assert_snapshot("top-form", "Portal_Current_events_2031_May_4.txt", TOP_FORM);
    }

    #[test]
    fn two_days_in_one_file_and_repeated_headlines() {
        assert_snapshot("two-days", "two-days.wiki", TWO_DAYS);
    }

    #[test]
    fn what_is_wrong_is_said_and_the_rest_goes_on() {
        assert_snapshot("damaged", "2031/02/28.wiki", DAMAGED);
    }

    #[test]
    fn the_date_comes_from_the_template_then_from_the_path() {
        let bullet = "*An event. [https://example.org (E)]";
        let date = |path: &str, text: &str| {
            let import = read(path, text);
            let kinds: Vec<_> = import.problems.iter().map(|problem| problem.kind).collect();
            (import.events.first().map(|event| event.id.clone()), kinds, import.skipped)
        };
        let id = |id: &str| Some(id.to_owned());
        let template = format!("{{{{Current events|year=2031|month=05|day=3|content=\n{bullet}}}}}");
        assert_eq!(date("2016/12/4.wiki", &template), (id("2031/5/3/an-event"), vec![], 0));
        assert_eq!(date("Portal:Current events/2016 December 4", bullet), (id("2016/12/4/an-event"), vec![], 0));
        let bottom = format!("{bullet}\n{{{{Current events|year=2031|month=5|day=3|bottom=yes}}}}");
        assert_eq!(date("page.txt", &bottom), (id("2031/5/3/an-event"), vec![], 0));
        assert_eq!(date("page.wiki", bullet), (None, vec![ProblemKind::MissingDate], 1));
        let impossible = format!("{{{{Current events|year=2031|month=13|day=3|content=\n{bullet}}}}}");
        assert_eq!(date("page.wiki", &impossible), (None, vec![ProblemKind::BadDate, ProblemKind::MissingDate], 1));
        assert_eq!(date("2016/12/4.wiki", ""), (None, vec![ProblemKind::Structure], 0));
    }

    #[test]
    fn day_pages_are_known_when_seen() {
        for (path, text) in [
            ("a.txt", CONTENT_FORM),
            ("a.txt", TOP_FORM),
            ("a", TWO_DAYS),
            ("2016/12/4.wiki", "*An event"),
            ("Portal:Current events/2016 December 4", ""),
        ] {
            assert!(looks_like(path, text), "{path}: {text}");
        }
        for (path, text) in [
            ("README.md", CONTENT_FORM),
            ("2016/12/4.md", "# A headline"),
            ("a.txt", "* A list"),
            ("a.wiki", "{{Current}}"),
            ("a.csv", "date,headline"),
        ] {
            assert!(!looks_like(path, text), "{path}: {text}");
        }
    }

    #[test]
    fn a_copy_of_a_page_adds_nothing() {
        let mut reader = Reader::default();
        reader.add("a/2031/05/03.wiki", CONTENT_FORM);
        reader.add("b/copy.wiki", CONTENT_FORM);
        let (import, alone) = (reader.finish(), read("a/2031/05/03.wiki", CONTENT_FORM));
        assert_eq!(import.events, alone.events);
        let of_copy: Vec<_> = import.problems.iter().filter(|problem| problem.file == "b/copy.wiki").collect();
        let left_out = of_copy.iter().filter(|problem| problem.kind == ProblemKind::DuplicateEvent).count();
        assert_eq!((left_out, import.skipped), (alone.events.len(), 2 * alone.skipped + alone.events.len()));
    }

    #[test]
    fn the_same_words_told_otherwise_are_another_event() {
        let first = "*Polls open. [http://example.org (E)]";
        let ids = |second: &str| {
            let import = read("2031/05/06.wiki", &format!("{first}\n{second}"));
            let ids: Vec<_> = import.events.into_iter().map(|event| event.id).collect();
            let problems: Vec<_> = import.problems.iter().map(|problem| (problem.kind, problem.line)).collect();
            (ids, problems, import.skipped)
        };
        let note = |line| vec![(ProblemKind::DuplicateEvent, Some(line))];
        let [id, other] = ["2031/5/6/polls-open", "2031/5/6/polls-open-2"].map(str::to_owned);
        assert_eq!(ids(first), (vec![id.clone()], note(2), 1));
        let both = vec![id, other];
        assert_eq!(ids("*Polls open. [http://example.com (E)]"), (both.clone(), note(2), 0));
        assert_eq!(ids("*[[Elections]]\n**Polls open. [http://example.org (E)]"), (both.clone(), note(3), 0));
        assert_eq!(ids(";Politics\n*Polls open. [http://example.org (E)]"), (both.clone(), note(3), 0));
        assert_eq!(ids("*Polls: open! [http://example.org (E)]"), (both, vec![], 0));
    }

    #[test]
    fn days_are_sorted_and_files_keep_their_problems_together() {
        let mut reader = Reader::default();
        reader.add("b/2031/05/03.wiki", CONTENT_FORM);
        reader.add("a/2031/05/01.wiki", "*First. [https://example.org (E)]\n*");
        reader.add("b/2031/05/03.wiki", "*Last. [https://example.org (E)]");
        let import = reader.finish();
        assert!(import.events.is_sorted_by_key(|event| event.date));
        assert_eq!(import.events.first().unwrap().headline, "First.");
        assert_eq!(import.events.last().unwrap().headline, "Last.");
        assert_eq!(
            import.problems.last().unwrap().to_string(),
            "a/2031/05/01.wiki:2: A bullet has no words, and is left out."
        );
    }
}

mod laws {
    use super::*;

    /// Pieces of markup that stand on their own or break what they are put into.
    const FRAGMENTS: [&str; 36] = [
        "[[",
        "]]",
        "[",
        "]",
        "{{",
        "}}",
        "|",
        "'''",
        "''",
        "'",
        "<!--",
        "-->",
        "<ref>",
        "</ref>",
        "<nowiki>",
        "</nowiki>",
        "<s>",
        "&#91;",
        "&ndash;",
        "\n",
        "\n*",
        "\n**",
        "\n;",
        "\n\n",
        "=",
        "&",
        "[https://a.org (",
        "#",
        ":",
        "[https://a.org (A)]",
        "https://",
        "[[A b|c]]",
        "{{ill|A|de|B}}",
        "{{Current events|year=2031|month=5|day=",
        "content=",
        "(",
    ];

    fn fragments() -> impl Strategy<Value = String> {
        let fragment = prop_oneof![
            4 => prop::sample::select(&FRAGMENTS[..]).prop_map(str::to_owned),
            1 => "[a-zA-Zéß北ж .,]{1,8}",
            1 => any::<char>().prop_map(String::from),
        ];
        prop::collection::vec(fragment, 0..80).prop_map(|fragments| fragments.concat())
    }

    /// A page with some of its bytes taken out, doubled, or replaced.
    fn mutations() -> impl Strategy<Value = String> {
        let page = prop::sample::select(&[CONTENT_FORM, TOP_FORM, TWO_DAYS, DAMAGED][..]);
        let change = (any::<prop::sample::Index>(), 0_usize..40, prop::sample::select(&FRAGMENTS[..]));
        (page, prop::collection::vec(change, 1..12)).prop_map(|(page, changes)| {
            changes.into_iter().fold(page.to_owned(), |mut page, (at, length, fragment)| {
                let start = page.floor_char_boundary(at.index(page.len() + 1));
                let end = page.floor_char_boundary((start + length).min(page.len()));
                page.replace_range(start..end, fragment);
                page
            })
        })
    }

    fn assert_laws(text: &str) {
        let import = read("2031/05/03.wiki", text);
        let ids: HashSet<_> = import.events.iter().map(|event| &event.id).collect();
        assert_eq!(ids.len(), import.events.len(), "ids are unique");
        let lines = text.matches('\n').count() + 1;
        for problem in &import.problems {
            assert!(problem.line.is_some_and(|line| (1..=lines).contains(&(line as usize))), "{problem}");
        }
        assert!(import.skipped <= import.problems.len(), "each piece left out has a problem");
        import.events.iter().for_each(assert_event);
        assert_eq!(shown(&import), shown(&read("2031/05/03.wiki", text)), "reading is repeatable");
    }

    fn assert_event(event: &Event) {
        let plain = |text: &str| !text.is_empty() && text.split_whitespace().collect::<Vec<_>>().join(" ") == text;
        assert!(plain(&event.headline) && !event.headline.contains(char::is_control), "{event:?}");
        assert!(event.id.starts_with(&format!("{}/{}/{}/", event.date.year(), event.date.month(), event.date.day())));
        let mut rest = event.headline.as_str();
        for mention in &event.mentions {
            assert!(plain(&mention.text) && plain(&mention.entity), "{mention:?}");
            let at = rest.find(&mention.text).unwrap_or_else(|| panic!("{mention:?} is not in {rest:?}"));
            rest = &rest[at + mention.text.len()..];
            assert!(event.entities.contains(&mention.entity));
        }
        assert_eq!(event.entities.iter().collect::<HashSet<_>>().len(), event.entities.len());
        for source in &event.sources {
            assert!(throughline::model::safe_url(&source.url) && plain(&source.name), "{source:?}");
        }
        assert!(event.story.iter().all(|name| plain(name)), "{event:?}");
        assert!(event.category.as_deref().is_none_or(plain), "{event:?}");
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_is_read(text in any::<String>()) {
            assert_laws(&text);
        }

        #[test]
        fn any_markup_is_read(text in fragments()) {
            assert_laws(&text);
        }

        #[test]
        fn any_damaged_page_is_read(text in mutations()) {
            assert_laws(&text);
        }

        #[test]
        fn a_plain_bullet_is_an_event_whatever_its_words(words in "[A-Za-z0-9éж北 ]{0,40}[a-z]", page in "[A-Z][a-z ]{0,20}[a-z]") {
            let import = read("2031/05/03.wiki", &format!("*[[{page}]]\n**{words} [[{page}|it]]. [https://example.org (E)]"));
            let event = &import.events[0];
            let expected = format!("{words} it.").split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert_eq!(&event.headline, &expected);
            let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert_eq!(&event.story, std::slice::from_ref(&page));
            prop_assert_eq!(&event.entities, &[page]);
            prop_assert_eq!(import.problems, vec![]);
        }
    }

    /// Text that makes a reader with a loop in a loop take minutes.
    #[test]
    fn hostile_text_takes_no_longer_than_any() {
        const BYTES: usize = 100_000;
        const LIMIT: Duration = Duration::from_secs(4);
        let alone = FRAGMENTS.iter().map(|fragment| fragment.repeat(BYTES / fragment.len()));
        let in_bullets = FRAGMENTS.iter().map(|fragment| format!("*a {}", fragment.repeat(BYTES / fragment.len())));
        let pairs = [("[[", "]]"), ("{{nowrap|", "}}"), ("[https://a.org ", "]"), ("<ref>", "</ref>"), ("<!--", "-->")]
            .map(|(open, close)| {
                let half = BYTES / 2 / open.len();
                format!("*a {}{}", open.repeat(half), close.repeat(half))
            });
        let others = [
            format!("*{}\n{}", "[[A]]".repeat(BYTES / 10), "**b\n".repeat(BYTES / 8)),
            "*a [https://a.org (A)]\n".repeat(BYTES / 23),
            format!("{}a", "*".repeat(BYTES)),
            " <!---->".repeat(BYTES / 8),
            format!("'''{}'''\n{}", "a".repeat(BYTES / 2), "*b\n".repeat(BYTES / 6)),
            format!("*a {}{}", ")".repeat(BYTES / 2), "[https://a.org (A)]. ".repeat(BYTES / 42)),
            format!("*[[a|{}]]</ref>", "<ref>".repeat(BYTES / 5)),
            format!("*a {}{}", "[https://a".repeat(BYTES / 20), " ".repeat(BYTES / 2)),
            format!("*{}", "[[a|".repeat(BYTES / 4)),
            format!("*a {}", "(".repeat(BYTES / 2) + &"[https://a.org (]".repeat(BYTES / 34)),
        ];
        for text in alone.chain(in_bullets).chain(pairs).chain(others) {
            let start = Instant::now();
            drop(read("2031/05/03.wiki", &text));
            let (took, head) = (start.elapsed(), &text[..text.floor_char_boundary(30)]);
            assert!(took < LIMIT, "{head:?} took {took:?}");
        }
    }
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
        let of_kind = |kind| import.problems.iter().filter(|problem| problem.kind == kind).count();
        // “Aftermath of the” and unlinked names beside the links of stories; lists without their top, a story of words.
        assert_eq!((of_kind(ProblemKind::StrayText), of_kind(ProblemKind::Structure)), (123, 3));
        assert_eq!((import.problems.len(), import.skipped), (126, 123));
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
        for (path, text) in files.iter().zip(&texts) {
            let path = path.strip_prefix(folder).unwrap().to_str().unwrap();
            assert!(looks_like(path, text), "{path}");
            reader.add(path, text);
        }
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
        json!({
            "date": line["date"],
            "category": line["category"],
            // One story of the corpus is no link: its words are its name.
            "story": list("story", |story| if story["title"].is_null() { story["anchor"].clone() } else { story["title"].clone() }),
            "text": line["text"],
            "links": list("links", |link| json!([link["title"], link["anchor"]])),
            "sources": list("sources", |source| json!([source["name"], source["url"]])),
        })
    }

    fn reduced(event: &Event) -> Value {
        json!({
            "date": event.date,
            "category": event.category,
            "story": event.story,
            "text": event.headline,
            "links": event.mentions.iter().map(|m| [&m.entity, &m.text]).collect::<Vec<_>>(),
            "sources": event.sources.iter().map(|s| [&s.name, &s.url]).collect::<Vec<_>>(),
        })
    }
}
