//! The same title, spelt with other capitals, diacritics or spaces.

use std::collections::BTreeMap;

use super::Merge;
use super::survey::{Name, Survey, merge_all};
use crate::link::fold::{fold, plain};

/// Names of at most this many letters are merged only if they agree in capitals: “WHO” and “Who”, “AIDS” and “Aids”,
/// “IT” and “It” are different things, while longer names that differ in capitals only (“PEMEX”, “Interpol”) are not.
const SHORT_NAME_LETTERS: usize = 4;

/// Merges names that are spelt alike.
pub(super) fn merges(survey: &Survey<'_>) -> Vec<Merge> {
    let classes = classes(&survey.names, fold);
    classes.values().filter(|same| same.len() > 1).flat_map(|same| merge_class(same)).collect()
}

fn classes<'a>(names: &[Name<'a>], key: fn(&str) -> String) -> BTreeMap<String, Vec<Name<'a>>> {
    let mut classes: BTreeMap<String, Vec<Name<'a>>> = BTreeMap::new();
    for name in names {
        classes.entry(key(name.text)).or_default().push(*name);
    }
    classes
}

/// Merges names that are alike but for capitals, or only those alike in capitals too where these tell things apart.
fn merge_class(same: &[Name<'_>]) -> Vec<Merge> {
    if capitals_matter(same) {
        classes(same, plain).values().flat_map(|same| merge_all(same)).collect()
    } else {
        merge_all(same)
    }
}

/// Whether one of the names is only ever a word of the language and another only ever a name: “app stores” for
/// “App store”, “App Store” for “App Store”.
fn capitals_matter(same: &[Name<'_>]) -> bool {
    let short = |name: &Name<'_>| name.text.chars().filter(|c| c.is_alphabetic()).count() <= SHORT_NAME_LETTERS;
    let only_word = |name: &Name<'_>| name.used_as_word && !name.used_as_name;
    let only_name = |name: &Name<'_>| name.used_as_name && !name.used_as_word;
    same.iter().any(short) || (same.iter().any(only_word) && same.iter().any(only_name))
}
