//! The automaton against the plain definition of the distance, and against a scan of the dictionary.

use fst::automaton::Automaton;
use fst::{IntoStreamer, Map, Streamer};
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;

use super::*;

/// Optimal string alignment by its recurrence, over the whole table.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            table[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let differ = usize::from(a[i - 1] != b[j - 1]);
                let mut least = (table[i - 1][j] + 1).min(table[i][j - 1] + 1).min(table[i - 1][j - 1] + differ);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    least = least.min(table[i - 2][j - 2] + 1);
                }
                least
            };
        }
    }
    table[a.len()][b.len()]
}

/// The least distance of any beginning of `word`.
fn prefix_distance(typed: &str, word: &str) -> usize {
    let ends = word.char_indices().map(|(at, _)| at).chain([word.len()]);
    ends.map(|end| distance(typed, &word[..end])).min().unwrap()
}

fn expected(typed: &str, word: &str, edits: u8, prefix: bool) -> Option<u8> {
    let distance = if prefix { prefix_distance(typed, word) } else { distance(typed, word) };
    (distance <= usize::from(edits)).then_some(distance as u8)
}

/// What the automaton says of a word.
fn judged(typos: &Typos, word: &str) -> Option<u8> {
    word.bytes().fold(typos.start(), |state, byte| typos.accept(&state, byte)).distance()
}

fn dictionary<'a>(words: impl IntoIterator<Item = &'a String>) -> Map<Vec<u8>> {
    Map::from_iter(words.into_iter().zip(0..)).unwrap()
}

/// The words found, by their ordinals, with their distances.
fn found(typos: &Typos, map: &Map<Vec<u8>>) -> Vec<(u64, u8)> {
    let near = typos.find(map.as_fst());
    near.into_iter().flat_map(|near| near.ordinals.map(move |ordinal| (ordinal, near.distance))).collect()
}

fn streamed(typos: &Typos, map: &Map<Vec<u8>>) -> Vec<(u64, u8)> {
    let mut stream = map.search_with_state(typos).into_stream();
    let mut found = Vec::new();
    while let Some((_, ordinal, state)) = stream.next() {
        found.push((ordinal, state.distance().unwrap()));
    }
    found
}

/// Words of few letters, so that many are near each other; some of two, three and four bytes.
fn word() -> impl Strategy<Value = String> {
    let letter = prop::sample::select(vec!['a', 'b', 'c', 'é', 'ж', '€', '中', '𝄞']);
    vec(letter, 0..9).prop_map(String::from_iter)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn agrees_with_the_definition(typed in word(), other in word(), edits in 0..=MAX_EDITS, prefix: bool) {
        let typos = Typos::new(&typed, edits, prefix);
        prop_assert_eq!(judged(&typos, &other), expected(&typed, &other, edits, prefix));
    }

    #[test]
    fn finds_what_a_scan_finds(words in btree_set(word(), 0..80), typed in word(), edits in 0..=MAX_EDITS, prefix: bool) {
        let typos = Typos::new(&typed, edits, prefix);
        let map = dictionary(&words);
        let scanned: Vec<_> = words
            .iter()
            .zip(0..)
            .filter_map(|(word, ordinal)| Some((ordinal, expected(&typed, word, edits, prefix)?)))
            .collect();
        prop_assert_eq!(&found(&typos, &map), &scanned);
        prop_assert_eq!(&streamed(&typos, &map), &scanned);
    }

    #[test]
    fn long_words_are_no_different(
        typed in "[ab]{60,90}", place in 0_usize..60, letter in prop::sample::select(vec!['a', 'ж']), prefix: bool,
    ) {
        let mut other = typed.clone();
        other.insert(place, letter);
        other.remove(place / 2);
        let typos = Typos::new(&typed, 2, prefix);
        prop_assert_eq!(judged(&typos, &other), expected(&typed, &other, 2, prefix));
    }

    #[test]
    fn bytes_that_are_no_text_end_the_word(word in word(), place in 0_usize..9, byte in 0x80_u8.., prefix: bool) {
        let place = word.ceil_char_boundary(place.min(word.len()));
        let mut bytes = word.clone().into_bytes();
        bytes.insert(place, byte);
        let typos = Typos::new(&word, MAX_EDITS, prefix);
        let state = bytes.iter().fold(typos.start(), |state, byte| typos.accept(&state, *byte));
        prop_assert_eq!(state.distance().is_some(), prefix && prefix_distance(&word, &word[..place]) <= 2);
    }
}

#[test]
fn every_kind_of_error_counts_once() {
    for (typed, word, edits) in [
        ("minister", "minister", Some(0)),
        ("inister", "minister", Some(1)),
        ("nminister", "minister", Some(1)),
        ("winister", "minister", Some(1)),
        ("imnister", "minister", Some(1)),
        ("ministre", "minister", Some(1)),
        ("imnistre", "minister", Some(2)),
        ("mnistre", "minister", Some(2)),
        ("мосвка", "москва", Some(1)),
        // Restricted: two letters swapped and one put between them are three edits, not two.
        ("ca", "abc", None),
        ("imnsitre", "minister", None),
    ] {
        assert_eq!(judged(&Typos::new(typed, 2, false), word), edits, "{typed} for {word}");
    }
}

#[test]
fn a_beginning_is_as_near_as_its_best() {
    let words = ["gov", "gove", "gover", "govern", "governance", "government", "grover", "over", "overnight"];
    let words = words.map(str::to_owned);
    let typos = Typos::new("govern", 1, true);
    let near = typos.find(dictionary(&words).as_fst());
    let place = |ordinals, distance| Near { ordinals, distance };
    // gover: 1; govern, governance, government: 0; overnight: 1.
    assert_eq!(near, [place(2..3, 1), place(3..6, 0), place(8..9, 1)]);
}

#[test]
fn keys_of_another_kind_are_not_words() {
    let words = ["\u{1}minister", "minister", "minister\u{1}x"].map(str::to_owned);
    for prefix in [false, true] {
        let found = found(&Typos::new("minister", 2, prefix), &dictionary(&words));
        assert_eq!(found.first(), Some(&(1, 0)));
        assert_eq!(found.len(), 1 + usize::from(prefix));
    }
}

#[test]
fn words_behind_a_lead_are_found_without_it() {
    let words = ["\u{1}minister", "\u{6}minister", "\u{6}ministers", "\u{6}mister", "minister"].map(str::to_owned);
    let dictionary = dictionary(&words);
    let near = |lead: &[u8]| Typos::new("minixter", 1, false).find_behind(dictionary.as_fst(), lead);
    assert_eq!(near(&[6]), [Near { ordinals: 1..2, distance: 1 }]);
    assert_eq!(near(&[]), [Near { ordinals: 4..5, distance: 1 }]);
    assert_eq!(near(&[2]), []);
}

#[test]
fn short_words_and_numbers_are_taken_as_typed() {
    for (word, edits) in [
        ("", 0),
        ("war", 0),
        ("wars", 1),
        ("militia", 1),
        ("militias", 2),
        ("жжж", 0),
        ("жжжж", 1),
        ("жжжжжжжж", 2),
        ("2020", 0),
        ("1234567890", 0),
        ("covid19", 1),
    ] {
        assert_eq!(allowed_edits(word), edits, "{word}");
    }
}
