//! The laws of folding and tokens, for any text.
#![allow(clippy::unwrap_used, reason = "helpers of tests, which clippy does not know as such")]

use std::time::{Duration, Instant};

use proptest::prelude::*;
use throughline::text::{MAX_JOINED_BYTES, MAX_TOKEN_BYTES, TokenKind, fold, fold_chars, for_each_token, stem};
use unicode_normalization::UnicodeNormalization;

/// Letters, marks and signs on which the rules turn: those of every alphabet that is spelt in Latin, of scripts that
/// compose, and the invisible ones.
const TELLING: &str = "[a-cisß0-9İŁǅﬁ½ '’.,‐‑\\-*ейиыьїщЙ\u{306}\u{308}αευοςγμπξΰ\u{345}אםﬞﷲاءأؤعـ٣۳俄國囯が\u{3099}ｶﾞ한ᄀ\u{1161}\
                       \u{11A8}ो\u{9C7}\u{9BE}\u{B47}\u{B3E}\u{200B}\u{200D}\u{202E}\u{FEFF}\u{FFFD}\u{1F600}]{0,24}";

fn check_folding(text: &str) {
    let folded = fold(text);
    assert_eq!(fold(&folded), folded, "folding {text:?} twice");
    let mut before = (0, 0);
    for folded in fold_chars(text) {
        assert!(text.get(folded.start..folded.end).is_some_and(|origin| !origin.is_empty()), "{text:?} {folded:?}");
        assert!((folded.start, folded.end) >= before, "{text:?} {folded:?}");
        before = (folded.start, folded.end);
    }
}

fn check_tokens(text: &str) {
    let mut next = 0;
    let mut start = 0;
    for_each_token(text, |token| {
        let limit = if token.kind == TokenKind::Joined { MAX_JOINED_BYTES } else { MAX_TOKEN_BYTES };
        assert!(!token.text.is_empty() && token.text.len() <= limit, "{text:?} {token:?}");
        assert_eq!(fold(token.text), token.text, "{text:?} {token:?}");
        assert!(token.range.start >= start, "{text:?} {token:?}");
        assert!(text.get(token.range.clone()).is_some_and(|origin| !origin.is_empty()), "{text:?} {token:?}");
        start = token.range.start;
        if token.kind == TokenKind::Joined {
            // The digits of a word of letters and digits stand at the next place.
            assert!(token.position + 1 == next || token.position == next, "{text:?} {token:?}");
        } else {
            assert_eq!(token.position, next, "{text:?} {token:?}");
            next += 1;
        }
    });
}

fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for_each_token(text, |token| words.push(token.text.to_owned()));
    words
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_folds_once_and_for_all(any in any::<String>(), telling in TELLING) {
        check_folding(&any);
        check_folding(&telling);
    }

    #[test]
    fn tokens_of_any_text_are_folded_and_know_their_place(any in any::<String>(), telling in TELLING) {
        check_tokens(&any);
        check_tokens(&telling);
    }

    /// A folded text has the words of the original, but where folding makes a letter an apostrophe or full stop.
    #[test]
    fn words_in_capitals_or_taken_apart_are_the_same(text in "[a-zéłабвгйщїαβυς '-]{0,30}") {
        prop_assert_eq!(words(&text.to_uppercase().to_lowercase()), words(&text));
        prop_assert_eq!(words(&fold(&text)), words(&text));
    }

    #[test]
    fn texts_taken_apart_fold_alike(text in "[a-zéüłıßǅйёїўЁаеєÀΰϋάέουςΌأؤآئ한국가각がパヴऩঙো '-]{0,30}") {
        prop_assert_eq!(fold(&text.nfd().collect::<String>()), fold(&text));
        prop_assert_eq!(fold(&text.nfkd().collect::<String>()), fold(&text));
        prop_assert_eq!(words(&text.nfd().collect::<String>()), words(&text));
    }

    /// But for short words in -ying, which the algorithm takes for forms of -ie: dying, lying and tying of die, lie and tie.
    #[test]
    fn stems_begin_like_their_words(word in "[a-z]{0,12}(s|ed|ing|ation|ly|ies|ness)?") {
        let stem = stem(&word);
        prop_assert_eq!(stem.is_empty(), word.is_empty());
        prop_assume!(!(word.ends_with("ying") && stem.ends_with("ie")));
        let shared = stem.len().saturating_sub(1);
        prop_assert!(word.starts_with(&stem[..shared]), "{word}: {stem}");
    }
}

/// A megabyte of what the rules have to look ahead for. The bound is a hundred times what it takes: it tells linear from
/// quadratic, not fast from slow.
#[test]
fn hostile_text_takes_linear_time() {
    for pattern in [
        "a.",
        "1,234,",
        "1.",
        "1,234,567,8",
        "a-",
        "a'",
        "'s",
        "аи\u{306}",
        "\u{301}",
        "か\u{3099}\u{3099}",
        "國",
        "\u{200D}",
        "9",
        "-",
        "ο\u{308}υ",
    ] {
        let text = pattern.repeat(1_000_000 / pattern.len());
        let start = Instant::now();
        let mut tokens = 0;
        for_each_token(&text, |_| tokens += 1);
        assert!(start.elapsed() < Duration::from_secs(20), "{pattern:?}: {tokens} tokens in {:?}", start.elapsed());
    }
}
