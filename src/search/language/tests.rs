#![allow(clippy::panic, reason = "a test that cannot go on has failed")]

use crate::model::Date;

use super::*;

/// What was understood, as text that is read as the same.
fn printed(text: &str, typing: bool) -> String {
    let query = Query::parse(text, typing);
    let text = query.to_string();
    assert_eq!(Query::parse(&text, false), query, "{text}");
    text
}

fn assert_printed(cases: &[(&str, &str)]) {
    for (typed, understood) in cases {
        assert_eq!(printed(typed, false), *understood, "{typed}");
    }
}

fn assert_printed_typing(cases: &[(&str, &str)]) {
    for (typed, understood) in cases {
        assert_eq!(printed(typed, true), *understood, "{typed}");
    }
}

#[test]
fn reads_words() {
    assert_printed(&[
        ("", ""),
        (" \u{0}*\"(((--:~ \u{202E}", ""),
        ("Islamic  STATE", "Islamic STATE"),
        ("iran Iran IRAN iran*", "iran iran*"),
        ("COVID-19, O'Brien’s (U.S.) 10,000!", "COVID-19 O'Brien U.S. 10,000"),
        ("or and not Or", "or and not"),
        ("foo:bar C:\\path 12:30", "foo bar C path 12 30"),
        ("https://example.org/x?a=1~2", "https example.org/x?a=1~2"),
        ("https://example.org/x?a=1~2.", "https example.org/x?a=1-2"),
        ("俄罗斯 攻击 俄", "俄罗斯 攻击 俄"),
        ("!!! -!!! =", ""),
    ]);
}

#[test]
fn joins_words_with_operators() {
    assert_printed(&[
        ("a OR b", "a OR b"),
        ("a|b||c", "a OR b OR c"),
        ("a b OR c AND d", "(a b) OR (c d)"),
        ("a (b OR c)", "a (b OR c)"),
        ("（a｜b）c", "(a OR b) c"),
        ("a ((b (c)) d) (a)", "a b c d"),
        ("(a OR (b OR c)) OR b", "a OR b OR c"),
        ("-a NOT b NOT -c --d", "-a -b c d"),
        ("-(a b) -(-c)", "-(a b) c"),
        ("NOT (a OR NOT b)", "-(a OR -b)"),
        ("-foo:bar x", "-(foo bar) x"),
        ("a OR", "a"),
        ("OR AND a NOT", "a"),
        ("NOT OR a", "a"),
        ("a) (b OR c", "a (b OR c)"),
        ("() a (OR) (-) NOT()", "a"),
        ("a - b – c -- d", "a b c d"),
        ("x-ray a-b -c-d", "x-ray a-b -c-d"),
        ("\"a\"-b)-c(-d", "\"a\" b c -d"),
        ("=OR NOT. \"AND\" *OR", "=or not \"AND\" or"),
    ]);
}

#[test]
fn reads_phrases() {
    assert_printed(&[
        ("\"a  (b) -C\"", "\"a (b) -C\""),
        ("“a \"b” „c“ «d» »e« ”f” 「俄罗斯」『g』＂h＂", "\"a b\" \"c\" \"d\" \"e\" \"f\" \"俄罗斯\" \"g\" \"h\""),
        ("\"a b", "\"a b\""),
        ("“a b » c", "a b c"),
        ("-\"a b\" NOT\"c\"d", "-\"a b\" -\"c\" d"),
        ("\"\" \" ! \"", ""),
        ("\"OR\" \"a~1\"", "\"OR\" \"a~1\""),
    ]);
}

#[test]
fn reads_marks() {
    assert_printed(&[
        ("migr* *x y *", "migr* x y"),
        ("covid-1*9 a**b U.S.* State's* one!*", "covid-1* 9 a* b U.S.* State* one*"),
        ("\"a b\"* \"c d*\" \"e *\"", "\"a b\"* \"c d\"* \"e\""),
        ("俄罗* 俄* 12月*", "俄罗 俄 12月"),
        ("a~ b~0 c~1 d~2 e~3 f~999", "a~1 b~0 c~1 d~2 e~2 f~2"),
        ("a~x ~1 ~ b~1c b~1.", "a-x 1 b-1c b-1"),
        ("a~1* a*~1 \"b c\"~1* \"b c\"*~", "a~1* \"b c\"~1*"),
        ("=a =\"b c\" -=d =-e =(f)", "=a =\"b c\" -=d =e f"),
        ("foo:bar~1 =foo:bar", "foo bar~1 =foo =bar"),
        ("=a~1 a=b ==c =foo:bar", "=a a=b =c =foo =bar"),
    ]);
}

#[test]
fn reads_conditions() {
    assert_printed(&[
        ("category:Sport -STORY：X", "category:Sport -story:X"),
        ("entity:\"Islamic State\" place:“Al Bab”", "entity:\"Islamic State\" place:\"Al Bab\""),
        (
            "source:\"The \"\"Sun\"\"\" source:«a\"b» source:a:b*c",
            "source:\"The \"\"Sun\"\"\" source:\"a\"\"b\" source:a:b*c",
        ),
        (
            "category:spo* category:\"a b\"* category:\"a*\" category:*",
            "category:spo* category:\"a b\"* category:\"a*\" category:*",
        ),
        ("story: x category:\"\" category:\" \" (place:)", "story x place"),
        ("after:2016-01-01 before:2017 on:2016-12", "after:2016-01-01 before:2017 on:2016-12"),
        (
            "after:2016-1-5 ON:2016/12 before:\"2017\" after:-0043",
            "after:2016-01-05 on:2016-12 before:2017 after:-0043",
        ),
        ("after:yesterday on:2016-13 before:\"last week\" on:", "after yesterday on 2016-13 before \"last week\""),
        ("-after:yesterday category:a OR category:b", "(-(after yesterday) category:a) OR category:b"),
    ]);
}

#[test]
fn what_is_typed_last_is_unfinished() {
    assert_printed_typing(&[
        ("Islamic STATE", "Islamic STATE*"),
        ("Islamic STATE ", "Islamic STATE"),
        ("Islamic STATE!", "Islamic STATE*"),
        ("Islamic STATE !", "Islamic STATE"),
        ("covid-1 covid-1", "covid-1 covid-1*"),
        ("(a b", "a b*"),
        ("(a b)", "a b"),
        ("a|", "a"),
        ("a OR", "a"),
        ("=migra", "=migra*"),
        ("migra~", "migra~1"),
        ("foo:ba", "foo ba*"),
        ("\"islamic sta", "\"islamic sta\"*"),
        ("\"islamic sta ", "\"islamic sta\""),
        ("\"islamic sta\"", "\"islamic sta\""),
        ("“islamic sta", "islamic sta*"),
        ("俄 俄罗", "俄 俄罗"),
        ("a -b", "a -b"),
        ("-(a OR -b", "-(a OR -b*)"),
        ("a category:", "a"),
        ("a category:\"", "a"),
        ("a category: ", "a category"),
        ("category:spo", "category:spo*"),
        ("category:spo ", "category:spo"),
        ("-category:spo", "-category:spo"),
        ("entity:\"islamic sta", "entity:\"islamic sta\"*"),
        ("entity:\"islamic\"", "entity:islamic"),
        ("a after:", "a"),
        ("a after:201", "a"),
        ("a after:2016", "a after:2016"),
        ("a after:2016-1", "a after:2016-01"),
        ("after:yester", "after yester*"),
    ]);
}

#[test]
fn words_are_as_in_the_index() {
    let query = Query::parse("x Größe-俄罗斯 \"俄罗 of b*\"", false);
    let shown = |word: &Word| (word.text.clone(), word.form, word.position);
    let words: Vec<_> = query.wanted_words().map(|(word, words)| (shown(word), words.is_phrase)).collect();
    let word = |text: &str, form, position| (text.to_owned(), form, position);
    assert_eq!(
        words,
        [
            (word("x", Form::Whole, 0), false),
            (word("grosse", Form::Whole, 0), false),
            (word("俄罗", Form::Pair, 1), false),
            (word("罗斯", Form::Pair, 2), false),
            (word("俄罗", Form::Pair, 0), true),
            (word("of", Form::Whole, 2), true),
            (word("b", Form::Prefix, 3), true),
        ]
    );
}

#[test]
fn leaves_know_their_place() {
    let text = "-(Größe OR =covd-19) foo:bar on:2016 -entity:\"a b\" “c d”*";
    let query = Query::parse(text, false);
    let places: Vec<_> = query.leaves().iter().map(|(leaf, wanted)| (&text[leaf.range.0.clone()], *wanted)).collect();
    let expected = [
        ("Größe", false),
        ("=covd-19", false),
        ("foo:bar", true),
        ("foo:bar", true),
        ("on:2016", true),
        ("entity:\"a b\"", false),
        ("“c d”*", true),
    ];
    assert_eq!(places, expected);
    let words: Vec<_> = query.wanted_words().map(|(word, _)| &text[word.range.0.clone()]).collect();
    assert_eq!(words, ["foo", "bar", "c", "d"]);
    let Term::Words(typo) = &query.leaves()[1].0.term else { panic!("not words") };
    assert_eq!(
        replace(text, &typo.words[0].range.0, "covid"),
        "-(Größe OR =covid-19) foo:bar on:2016 -entity:\"a b\" “c d”*"
    );
}

#[test]
fn ranges_that_do_not_fit_change_nothing() {
    for range in [2..3, 0..9, 9..9] {
        assert_eq!(replace("aöb", &range, "x"), "aöb", "{range:?}");
    }
    assert_eq!(replace("aöb", &(1..3), "x"), "axb");
}

#[test]
fn conditions_hold_any_value() {
    for value in ["Sport", "Islamic State", "a\"b", "a*", "\"", "a (b) | c", "“x”", "a:b", "*", "-x", "OR"] {
        for property in Property::ALL {
            let expected = Term::Is { property, value: value.into(), is_prefix: false };
            let query = Query::parse(&condition(property, value), false);
            assert_eq!(query.leaves().iter().map(|(leaf, _)| &leaf.term).collect::<Vec<_>>(), [&expected], "{value}");
        }
    }
    assert_eq!(condition(Property::Place, " "), "");
}

#[test]
fn bounds_are_ranges_of_days() {
    let range = |text: &str| match &Query::parse(text, false).leaves()[..] {
        [(Leaf { term: Term::Dated { bound, date }, .. }, true)] => bound.range(*date),
        other => panic!("{other:?}"),
    };
    let day = |text: &str| text.parse::<Date>().ok();
    assert_eq!(range("after:2016-12"), (day("2016-12-01"), None));
    assert_eq!(range("before:2016-12"), (None, day("2016-12-01")));
    assert_eq!(range("on:2016-12"), (day("2016-12-01"), day("2017-01-01")));
    assert_eq!(range("on:2016-12-04"), (day("2016-12-04"), day("2016-12-05")));
    assert_eq!(range("on:9999"), (day("9999-01-01"), None));
}

#[test]
fn keeps_a_bounded_number_of_different_words() {
    let words =
        |text: &str| Query::parse(text, false).wanted_words().map(|(word, _)| word.text.clone()).collect::<Vec<_>>();
    let many = |separator: &str| (0..10_000).map(|n| format!("w{n}{separator}")).collect::<String>();
    for text in [many(" "), many("-"), many(":"), many(" OR "), format!("\"{}", many(" ")), many(" w0 (w1) ")] {
        let words = words(&text);
        assert_eq!((words.len(), words[31].as_str()), (MAX_QUERY_WORDS, "w31"));
    }
    let conditions = Query::parse(&many(" category:x "), false);
    assert_eq!(conditions.leaves().len(), MAX_QUERY_WORDS);
    // Two words come of the last character, and only one is left.
    assert_eq!(words(&format!("{} w1 x-½", (0..30).map(|n| format!("w{n} ")).collect::<String>())).len(), 31);
}

#[test]
fn brackets_too_deep_close_nothing_else() {
    let at_depth = |depth: usize| format!("{}a OR -(b) c{}", "(".repeat(depth), ")".repeat(depth));
    assert_printed(&[(&at_depth(MAX_DEPTH - 1), "a OR (-b c)"), (&at_depth(MAX_DEPTH), "a OR (b c)")]);
}
