//! How the compiled table is made, and that it is the one people read.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;

use super::super::numbers::push_column;
use super::{FIRST, TABLE, place};

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
    for (simplified, traditional) in table {
        writeln!(text, "{simplified}{}", traditional.iter().collect::<String>()).unwrap();
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
    for (simplified, traditional) in table {
        assert!(u32::from(simplified) >= FIRST);
        traditional.into_iter().for_each(|c| assert_eq!(super::simplified(c), simplified, "{c}"));
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
