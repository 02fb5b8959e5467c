//! How the tables are made, and that they say what Unicode says.

use std::fs;

use unicode_normalization::char::{compose as composed, decompose_canonical, decompose_compatible, is_combining_mark};

use super::super::folding::is_stripped;
use super::super::latin::tells_letters_apart;
use super::super::numbers::push_column;
use super::{TABLES, compose, is_mark, letters, tables, unpack};

/// All characters but the ASCII ones, which need no table.
fn all() -> impl Iterator<Item = char> {
    ('\u{80}'..=char::MAX).filter(|c| !is_hangul_syllable(*c))
}

fn is_hangul_syllable(c: char) -> bool {
    matches!(c, '\u{AC00}'..='\u{D7A3}')
}

/// A character taken apart, in lower case, without the marks that folding strips, and composed again.
fn reference(c: char) -> Vec<char> {
    let mut parts = Vec::new();
    decompose_compatible(c, |part| parts.extend(part.to_lowercase()));
    let mut letters: Vec<char> = Vec::new();
    for part in parts {
        let last = letters.last().copied();
        if is_stripped(part) && c != part {
            letters.extend(last.filter(|last| tells_letters_apart(*last, part)).map(|_| part));
        } else if let Some(whole) = last.and_then(|last| composed(last, part)) {
            letters.pop();
            letters.push(whole);
        } else {
            letters.push(part);
        }
    }
    letters
}

/// The pairs that compose to a character of [`all`], where folding does not strip the second.
fn pairs() -> Vec<(char, char, char)> {
    let pair = |whole: char| {
        let mut parts = Vec::new();
        decompose_canonical(whole, |part| parts.push(part));
        let (last, rest) = parts.split_last()?;
        let first = rest.iter().copied().reduce(|first, next| composed(first, next).unwrap_or(next))?;
        (composed(first, *last) == Some(whole) && !is_stripped(*last)).then_some((first, *last, whole))
    };
    let mut pairs: Vec<_> = all().filter_map(pair).collect();
    pairs.sort_unstable();
    pairs
}

fn is_mark_alone(c: char) -> bool {
    is_combining_mark(c) && !c.is_alphanumeric() && !is_stripped(c)
}

fn packed() -> Vec<u8> {
    let changed: Vec<(char, Vec<char>)> = all().map(|c| (c, reference(c))).filter(|(c, to)| *to != [*c]).collect();
    let pairs = pairs();
    let code = |c: &char| u32::from(*c);
    let ends = changed.iter().scan(0, |end, (_, letters)| {
        *end += letters.len() as u32;
        Some(*end)
    });
    let bounds = all().filter(|c| is_mark_alone(*c) != (*c > '\u{80}' && is_mark_alone(before(*c))));
    let columns: [Vec<u32>; 7] = [
        changed.iter().map(|(c, _)| code(c)).collect(),
        ends.collect(),
        changed.iter().flat_map(|(_, letters)| letters.iter().map(code)).collect(),
        pairs.iter().map(|(first, ..)| code(first)).collect(),
        pairs.iter().map(|(_, second, _)| code(second)).collect(),
        pairs.iter().map(|(.., whole)| code(whole)).collect(),
        bounds.map(u32::from).collect(),
    ];
    let mut bytes = Vec::new();
    columns.iter().for_each(|column| push_column(&mut bytes, column));
    bytes
}

fn before(c: char) -> char {
    ('\0'..c).next_back().unwrap_or_default()
}

/// What the tables say never changes in later versions of Unicode, whose characters may be missing here for a while.
#[test]
fn tables_say_what_unicode_says() {
    let mut missing = 0;
    for c in all() {
        match letters(c) {
            Some(letters) => assert_eq!(letters, reference(c), "{c}"),
            None => missing += usize::from(reference(c) != [c]),
        }
        missing += usize::from(is_mark_alone(c) && !is_mark(c));
        assert!(is_mark_alone(c) || !is_mark(c), "{c}");
    }
    for (first, second, whole) in pairs() {
        assert_eq!(compose(first, second), Some(whole));
    }
    for (first, second, whole) in &tables().pairs {
        assert_eq!(composed(*first, *second), Some(*whole));
    }
    assert!(missing < 200, "{missing} characters are missing: renew the tables, see mod.rs");
}

#[test]
fn hangul_composes_as_unicode_says() {
    let jamo = ('\u{10FF}'..='\u{1113}').chain('\u{1160}'..='\u{1176}').chain('\u{11A6}'..='\u{11C4}');
    let all: Vec<char> = jamo.chain(['가', '각', '개', '힣', '히', '\u{D7A4}', 'a', 'か']).collect();
    for first in &all {
        for second in &all {
            assert_eq!(compose(*first, *second), composed(*first, *second), "{first} {second}");
        }
    }
}

#[test]
#[ignore = "writes the tables anew"]
fn renew_the_tables_of_unicode() {
    fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/src/text/unicode/tables.bin"), packed()).unwrap();
}

#[test]
fn damaged_tables_do_no_harm() {
    for end in (0..TABLES.len()).step_by(97) {
        let tables = unpack(&TABLES[..end]);
        assert!(tables.letters.len() < TABLES.len());
    }
}
