//! Laws of the query language: nothing breaks the parser, what it prints is read as the same tree, and the tree means what
//! was typed.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::time::{Duration, Instant};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use throughline::model::PartialDate;
use throughline::search::language::{
    Bound, Form, Leaf, MAX_QUERY_WORDS, Node, Property, Query, Term, Typed, Word, Words, condition,
};

/// What queries are made of, and what could be taken for it.
const PIECES: [&str; 88] = [
    " ",
    " ",
    " ",
    " ",
    "  ",
    "\t",
    "\n",
    "\u{3000}",
    "a",
    "b",
    "iran",
    "Größe",
    "O'Brien",
    "U.S.",
    "State's",
    "10,000",
    "俄罗斯",
    "俄",
    "ガザ",
    "½",
    "㍿",
    "ﷺ",
    "e\u{301}",
    "ｶﾞ",
    "हिन्दी",
    "\u{301}",
    "\u{200B}",
    "\u{AD}",
    "\u{202E}",
    "\u{0}",
    "\"",
    "\"",
    "\"\"",
    "“",
    "”",
    "„",
    "«",
    "»",
    "「",
    "」",
    "『",
    "』",
    "＂",
    "'",
    "’",
    "(",
    "(",
    ")",
    ")",
    "（",
    "）",
    "|",
    "｜",
    "OR",
    "AND",
    "NOT",
    " OR ",
    " NOT ",
    "or",
    "-",
    "--",
    "－",
    " -",
    "=",
    "==",
    " =",
    "*",
    "**",
    "~",
    "~1",
    "~2",
    "~99",
    ":",
    "：",
    ".",
    "/",
    "\\",
    "category:",
    "STORY:",
    "entity:\"",
    "place:",
    "after:",
    "before:2016",
    "on:",
    "2016-12",
    "2016/1/5",
    "-0043",
    "https://x.y/z",
];

fn typed() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => vec(select(&PIECES[..]), 0..40).prop_map(|pieces| pieces.concat()),
        1 => vec(select(&PIECES[..]), 40..200).prop_map(|pieces| pieces.concat()),
        1 => vec(any::<char>(), 0..60).prop_map(String::from_iter),
    ]
}

fn word(text: &str, form: Form, position: usize) -> Word {
    Word { text: text.to_owned(), form, position, range: Typed::default() }
}

fn words() -> impl Strategy<Value = Words> {
    let parts = vec("[a-m][a-z0-9]{0,3}", 1..4);
    let edits = prop_oneof![3 => Just(None), 1 => (0..=2_u8).prop_map(Some)];
    (parts, any::<bool>(), any::<bool>(), any::<bool>(), edits).prop_map(
        |(parts, is_phrase, is_exact, is_prefix, edits)| {
            let mut words: Vec<_> = (0..).zip(&parts).map(|(at, text)| word(text, Form::Whole, at)).collect();
            if let Some(last) = words.last_mut().filter(|_| is_prefix) {
                last.form = Form::Prefix;
            }
            let spelling = Typed(parts.join(if is_phrase { " " } else { "-" }));
            Words { words, is_phrase, is_exact, edits: edits.filter(|_| !is_exact), spelling }
        },
    )
}

fn term() -> impl Strategy<Value = Term> {
    let date =
        select(vec!["2016", "-0043", "0000-12", "9999-12-31"]).prop_map(|text| text.parse::<PartialDate>().unwrap());
    let value = prop_oneof!["[a-c \"*:()|-]{1,8}", "\\PC{1,5}"].prop_map(|value| value.trim().to_owned());
    prop_oneof![
        4 => words().prop_map(Term::Words),
        1 => (select(&Property::ALL[..]), value, any::<bool>())
            .prop_map(|(property, value, star)| Term::Is { is_prefix: star || value.is_empty(), property, value }),
        1 => (select(&Bound::ALL[..]), date).prop_map(|(bound, date)| Term::Dated { bound, date }),
    ]
}

/// Simple trees, as the parser makes them, of a few more words than it takes.
fn tree() -> impl Strategy<Value = Node> {
    let leaf = term().prop_map(|term| Node::Leaf(Leaf { term, range: Typed::default() }));
    leaf.prop_recursive(6, 16, 3, |node| {
        prop_oneof![
            2 => vec(node.clone(), 1..4).prop_map(|nodes| Node::all(nodes).unwrap()),
            2 => vec(node.clone(), 1..4).prop_map(|nodes| Node::any(nodes).unwrap()),
            1 => node.prop_map(Node::negated),
        ]
    })
}

fn size(node: &Node) -> usize {
    let query = Query { root: node.clone() };
    let leaves = query.leaves();
    leaves.iter().map(|(leaf, _)| if let Term::Words(words) = &leaf.term { words.words.len() } else { 1 }).sum()
}

/// Panics unless a tree is as simple as [`Node`] promises.
fn assert_simple(node: &Node) {
    match node {
        Node::All(nodes) | Node::Any(nodes) => {
            assert!(nodes.len() > 1, "a group of {}", nodes.len());
            for (index, child) in nodes.iter().enumerate() {
                assert!(!nodes[..index].contains(child), "twice: {child}");
                assert_ne!(std::mem::discriminant(node), std::mem::discriminant(child), "{node}");
                assert_simple(child);
            }
        }
        Node::Not(inner) => {
            assert!(!matches!(**inner, Node::Not(_)), "{node}");
            assert_simple(inner);
        }
        Node::Leaf(_) => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_printed_is_read_as_the_same(text in typed(), typing: bool) {
        let query = Query::parse(&text, typing);
        let printed = query.to_string();
        let again = Query::parse(&printed, false);
        prop_assert_eq!(&again, &query, "{}", printed);
        prop_assert_eq!(again.to_string(), printed);
    }

    #[test]
    fn what_is_read_is_simple_and_bounded(text in typed(), typing: bool) {
        let query = Query::parse(&text, typing);
        prop_assert!(size(&query.root) <= MAX_QUERY_WORDS);
        if !query.is_everything() {
            assert_simple(&query.root);
        }
        for (leaf, _) in query.leaves() {
            let range = &leaf.range.0;
            prop_assert!(text.get(range.clone()).is_some_and(|typed| !typed.is_empty()), "{:?}", range);
            if let Term::Words(words) = &leaf.term {
                let within = |word: &Word| range.start <= word.range.0.start && word.range.0.end <= range.end;
                prop_assert!(words.words.iter().all(|word| within(word) && text.get(word.range.0.clone()).is_some()));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn trees_survive_being_printed(root in tree().prop_filter("few enough words", |root| size(root) <= MAX_QUERY_WORDS)) {
        let query = Query { root };
        let printed = query.to_string();
        prop_assert_eq!(&Query::parse(&printed, false), &query, "{}", printed);
    }

    #[test]
    fn conditions_hold_any_value(value in "\\PC{0,9}", property in select(&Property::ALL[..])) {
        let query = Query::parse(&condition(property, &value), false);
        let terms: Vec<_> = query.leaves().into_iter().map(|(leaf, _)| leaf.term.clone()).collect();
        let value = value.trim().to_owned();
        let expected = (!value.is_empty()).then_some(Term::Is { property, value, is_prefix: false });
        prop_assert_eq!(terms, Vec::from_iter(expected));
    }
}

/// A query as its writer means it, with all the brackets and repetitions that writers put in.
#[derive(Clone, Debug)]
enum Meant {
    Word(char),
    All(Vec<Meant>),
    Any(Vec<Meant>),
    Not(Box<Meant>),
}

/// How it is typed: the numbers choose among ways to say the same.
fn type_out(meant: &Meant, ways: &mut impl Iterator<Item = usize>) -> String {
    let mut way = |of: usize| ways.next().unwrap_or_default() % of;
    let (or, and, not) = ([" OR ", "|", " | "][way(3)], [" ", " AND ", "  "][way(3)], ["-", "NOT "][way(2)]);
    let is_bare = way(2) == 0;
    let mut part = |inner: &Meant| match (meant, inner) {
        (_, Meant::Word(letter)) => letter.to_string(),
        // AND is stronger than OR, and a minus than both.
        (Meant::Any(_), Meant::All(_) | Meant::Not(_)) | (Meant::All(_), Meant::Not(_)) if is_bare => {
            type_out(inner, ways)
        }
        _ => format!("({})", type_out(inner, ways)),
    };
    match meant {
        Meant::Word(letter) => letter.to_string(),
        Meant::All(members) => members.iter().map(part).collect::<Vec<_>>().join(and),
        Meant::Any(alternatives) => alternatives.iter().map(part).collect::<Vec<_>>().join(or),
        Meant::Not(inner) => format!("{not}{}", part(inner)),
    }
}

fn holds(meant: &Meant, document: &str) -> bool {
    match meant {
        Meant::Word(letter) => document.contains(*letter),
        Meant::All(members) => members.iter().all(|member| holds(member, document)),
        Meant::Any(alternatives) => alternatives.iter().any(|alternative| holds(alternative, document)),
        Meant::Not(inner) => !holds(inner, document),
    }
}

fn matches(node: &Node, document: &str) -> bool {
    match node {
        Node::All(members) => members.iter().all(|member| matches(member, document)),
        Node::Any(alternatives) => alternatives.iter().any(|alternative| matches(alternative, document)),
        Node::Not(inner) => !matches(inner, document),
        Node::Leaf(leaf) => match &leaf.term {
            Term::Words(words) => words.words.iter().all(|word| document.contains(&word.text)),
            other => panic!("only words were typed, not {other}"),
        },
    }
}

fn meant() -> impl Strategy<Value = Meant> {
    select(vec!['a', 'b', 'c', 'd']).prop_map(Meant::Word).prop_recursive(5, 24, 3, |meant| {
        prop_oneof![
            2 => vec(meant.clone(), 1..4).prop_map(Meant::All),
            2 => vec(meant.clone(), 1..4).prop_map(Meant::Any),
            1 => meant.prop_map(|meant| Meant::Not(Box::new(meant))),
        ]
    })
}

fn count(meant: &Meant) -> usize {
    match meant {
        Meant::Word(_) => 1,
        Meant::All(nodes) | Meant::Any(nodes) => nodes.iter().map(count).sum(),
        Meant::Not(inner) => count(inner),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn queries_mean_what_was_typed(
        meant in meant().prop_filter("few enough words", |meant| count(meant) <= MAX_QUERY_WORDS),
        ways in vec(0..6_usize, 0..20),
    ) {
        let text = type_out(&meant, &mut ways.into_iter());
        let query = Query::parse(&text, false);
        for document in (0..16).map(|set| "abcd".chars().enumerate().filter(move |(bit, _)| set >> bit & 1 == 1)) {
            let document: String = document.map(|(_, letter)| letter).collect();
            prop_assert_eq!(matches(&query.root, &document), holds(&meant, &document), "{} in {}", text, document);
        }
    }
}

/// Many times what a debug build on a busy machine takes, and far less than anything quadratic would.
const HOSTILE_LIMIT: Duration = Duration::from_secs(10);

/// What brings a parser down that looks ahead, goes deep or starts again.
const HOSTILE: [&str; 12] =
    ["-(", " -", "a(", "a OR -(", "-\"", "„ ", "»a «", "\"a", "entity:\"a\"\"", "after:\"x ", "w1 w2 ", "=*~"];

fn assert_bounded(unit: &str, bytes: usize) {
    let text = unit.repeat(bytes / unit.len());
    let begin = Instant::now();
    let query = Query::parse(&text, true);
    assert!(begin.elapsed() < HOSTILE_LIMIT, "{:?} for {unit:?}", begin.elapsed());
    assert!(size(&query.root) <= MAX_QUERY_WORDS);
    assert_eq!(Query::parse(&query.to_string(), false), query);
}

#[test]
fn hostile_queries_are_read_in_bounded_time() {
    for unit in HOSTILE {
        assert_bounded(unit, 200_000);
    }
    for piece in PIECES {
        assert_bounded(piece, 10_000);
    }
    let different: String = (0..130_000).map(|n| format!("w{n} (")).collect();
    assert!(different.len() > 1_000_000);
    assert_bounded(&different, different.len());
}

#[test]
fn brackets_too_deep_are_white_space() {
    let text = "(".repeat(10_000) + "a" + &")".repeat(10_000) + " OR b";
    assert_eq!(Query::parse(&text, false).to_string(), "a OR b");
    let mut nested = "z".to_owned();
    for level in 0..MAX_QUERY_WORDS - 1 {
        nested = format!("w{level} {}({nested})", if level % 2 == 0 { "" } else { "-" });
    }
    let deep = Query::parse(&nested, false);
    assert_eq!(size(&deep.root), MAX_QUERY_WORDS);
    assert_eq!(Query::parse(&deep.to_string(), false), deep);
}
