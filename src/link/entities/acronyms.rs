//! Names made of the initials of other names.

use std::collections::{BTreeMap, HashMap};

use super::Merge;
use super::survey::Survey;
use crate::model::AliasOrigin;

/// The number of letters of an acronym. One letter means anything; longer words in capitals are mostly no initials.
const ACRONYM_LETTERS: std::ops::RangeInclusive<usize> = 2..=6;

/// The fewest letters by which a name is recognised without a link text that says so: two letters are the initials of
/// every other person.
const TELLING_LETTERS: usize = 3;

/// Words that give no initial. English, as acronyms are spelt out by titles in English in the archives we know; an
/// acronym of another language simply does not meet its name.
const SMALL_WORDS: [&str; 11] = ["a", "an", "and", "at", "by", "for", "in", "of", "on", "the", "to"];

/// Whether a text has the form of an acronym: capital letters only, few of them.
pub(super) fn is_acronym(text: &str) -> bool {
    // Looking at the length first keeps long texts cheap: no letter has more than four bytes.
    text.len() <= 4 * ACRONYM_LETTERS.end()
        && ACRONYM_LETTERS.contains(&text.chars().count())
        && text.chars().all(char::is_uppercase)
}

/// Whether a word gives no initial.
pub(super) fn is_small(word: &str) -> bool {
    SMALL_WORDS.contains(&word)
}

/// The initials of the significant words, in capitals; with `parts`, also of the parts of hyphenated words.
pub(super) fn initials(name: &str, parts: bool) -> String {
    let separates = |c: char| c.is_whitespace() || c == '_' || (parts && matches!(c, '-' | '–'));
    let words = name.split(separates).filter(|word| !is_small(word));
    words.filter_map(|word| word.chars().next()).flat_map(char::to_uppercase).collect()
}

/// Merges acronyms into the names whose initials they are.
pub(super) fn merges(survey: &Survey<'_>) -> Vec<Merge> {
    let acronyms: Vec<&str> = survey.names.iter().map(|name| name.text).filter(|name| is_acronym(name)).collect();
    let mut spelt_out: HashMap<String, Vec<&str>> = acronyms.iter().map(|&a| (a.to_owned(), Vec::new())).collect();
    for name in survey.names.iter().map(|name| name.text).filter(|name| !is_acronym(name)) {
        if let Some(names) = spelt_out.get_mut(&initials(name, false)) {
            names.push(name);
        }
    }
    let merge = |acronym: &str| {
        let into = match other_targets(survey, acronym) {
            Some(targets) => main_target(&targets).filter(|name| initials_fit(name, acronym)),
            None => only_candidate(acronym, spelt_out.get(acronym).map_or(&[], Vec::as_slice)),
        }?;
        Some(Merge { from: acronym.to_owned(), into: into.to_owned(), origin: AliasOrigin::Acronym })
    };
    acronyms.into_iter().filter_map(merge).collect()
}

/// What links whose text is the acronym lead to, apart from the entity that bears it as its name; `None` if nothing.
fn other_targets<'a>(survey: &Survey<'a>, acronym: &str) -> Option<BTreeMap<&'a str, u32>> {
    let mut targets = survey.acronym_targets.get(acronym)?.clone();
    targets.remove(acronym);
    (!targets.is_empty()).then_some(targets)
}

/// The target of more than half of the links.
fn main_target<'a>(targets: &BTreeMap<&'a str, u32>) -> Option<&'a str> {
    let total: u32 = targets.values().sum();
    targets.iter().find(|&(_, &count)| 2 * u64::from(count) > u64::from(total)).map(|(&name, _)| name)
}

fn initials_fit(name: &str, acronym: &str) -> bool {
    !is_acronym(name) && [false, true].into_iter().any(|parts| initials(name, parts) == acronym)
}

fn only_candidate<'a>(acronym: &str, names: &[&'a str]) -> Option<&'a str> {
    match names {
        [name] if acronym.chars().count() >= TELLING_LETTERS => Some(name),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acronyms_are_short_and_in_capitals() {
        assert!(["UN", "ISIL", "UNESCO", "ООН"].into_iter().all(is_acronym));
        assert!(["", "U", "UNICEFS", "Un", "U.N.", "COVID-19", "U N", "联合国"].into_iter().all(|t| !is_acronym(t)));
        assert!(!is_acronym(&"A".repeat(1_000_000)));
    }

    #[test]
    fn initials_skip_small_words() {
        assert_eq!(initials("Islamic State of Iraq and the Levant", false), "ISIL");
        assert_eq!(initials("Special Anti-Robbery Squad", false), "SAS");
        assert_eq!(initials("Special Anti-Robbery Squad", true), "SARS");
        assert_eq!(initials("", true), "");
    }
}
