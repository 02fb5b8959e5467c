//! How the compiled table is made, and that it is the one people read.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;

use super::super::numbers::push_column;
use super::{BLOCK, FIRST, TABLE, place, simplified, unpack};

const HEADER: &str = "\
# A simplified Chinese character, and the traditional ones that it stands for.
# From OpenCC, data/dictionary/TSCharacters.txt (https://github.com/BYVoid/OpenCC, Apache-2.0). See mod.rs for how.
";

/// Simplified characters, each with its traditional ones; all in order.
type Table = BTreeMap<char, Vec<char>>;

/// Reads OpenCC's table: a character, a tab, and its simplified forms, best first, with spaces between.
fn from_opencc(text: &str) -> Table {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let pairs = lines.filter_map(|line| Some((line.chars().next()?, line.split('\t').nth(1)?.chars().next()?)));
    let pairs: BTreeMap<char, char> =
        pairs.filter(|(a, b)| a != b && place(*a).is_some() && place(*b).is_some()).collect();
    let mut table = Table::new();
    for (traditional, simplified) in &pairs {
        let simplified = pairs.get(simplified).unwrap_or(simplified);
        table.entry(*simplified).or_default().push(*traditional);
    }
    table
}

fn from_text(text: &str) -> Table {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| Some((line.chars().next()?, line.chars().skip(1).collect()))).collect()
}

fn to_text(table: &Table) -> String {
    let mut text = HEADER.to_owned();
    for (simple, traditional) in table {
        writeln!(text, "{simple}{}", traditional.iter().collect::<String>()).unwrap();
    }
    text
}

fn packed(table: &Table) -> Vec<u8> {
    let (mut simplified, mut traditional) = (Vec::new(), Vec::new());
    for (simple, all) in table {
        simplified.extend(all.iter().map(|_| u32::from(*simple)));
        traditional.extend(all.iter().map(|c| u32::from(*c)));
    }
    let mut bytes = Vec::new();
    push_column(&mut bytes, &simplified);
    push_column(&mut bytes, &traditional);
    bytes
}

#[test]
fn the_compiled_table_is_the_one_people_read() {
    let table = from_text(include_str!("traditional.txt"));
    assert!(table.values().map(Vec::len).sum::<usize>() > 2800);
    assert_eq!(to_text(&table), include_str!("traditional.txt"));
    assert!(packed(&table) == TABLE, "renew the table, see mod.rs");
    for (simple, traditional) in table {
        assert!(u32::from(simple) >= FIRST);
        traditional.into_iter().for_each(|c| assert_eq!(simplified(c), simple, "{c}"));
    }
}

#[test]
fn reads_the_table_of_opencc() {
    let table = from_opencc("# a comment\n\u{346E}\t\u{346E} \u{2B748}\n乾\t干 乾 𠏉\n幹\t干\n著\t着 著\n一\t一\n");
    assert_eq!(to_text(&table), format!("{HEADER}干乾幹\n着著\n"));
}

#[test]
#[ignore = "writes the table anew from the file named by OPENCC_TABLE"]
fn renew_the_table_of_traditional_characters() {
    let source = std::env::var("OPENCC_TABLE").expect("OPENCC_TABLE names TSCharacters.txt of OpenCC");
    let table = from_opencc(&fs::read_to_string(source).unwrap());
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/text/han");
    fs::write(format!("{folder}/traditional.txt"), to_text(&table)).unwrap();
    fs::write(format!("{folder}/traditional.bin"), packed(&table)).unwrap();
}

fn simple(text: &str) -> String {
    text.chars().map(simplified).collect()
}

#[test]
fn traditional_characters_become_simplified() {
    for (traditional, simple_form) in [
        ("聯合國與俄羅斯", "联合国与俄罗斯"),
        ("發展頭髮", "发展头发"),
        ("臺灣總統蔡英文", "台湾总统蔡英文"),
        ("習近平訪問歐洲", "习近平访问欧洲"),
        ("乾", "干"),
    ] {
        assert_eq!(simple(traditional), simple_form);
        assert_eq!(simple(simple_form), simple_form);
    }
}

#[test]
fn nothing_else_changes() {
    for text in ["Kraków", "かんじ", "한국", "一鿿㐀\u{20000}\u{4DFF}\u{A000}\u{10FFFF}"] {
        assert_eq!(simple(text), text);
    }
}

#[test]
fn no_simplified_form_has_another() {
    for c in (FIRST..FIRST + BLOCK as u32).filter_map(char::from_u32) {
        assert_eq!(simplified(simplified(c)), simplified(c), "{c}");
    }
}

#[test]
fn a_damaged_table_does_no_harm() {
    for end in (0..TABLE.len()).step_by(101) {
        assert_eq!(unpack(&TABLE[..end]).len(), BLOCK);
    }
    assert_eq!(unpack(&[0xFF; 50]).len(), BLOCK);
}
