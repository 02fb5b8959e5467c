//! Entities whose names stand in a headline.

use std::collections::{BTreeSet, HashSet};

use super::script::same_word;
use crate::model::Mention;

/// Longer names are not looked for: no name of the archive has half of this, and hostile ones would cost time.
const MAX_NAME_BYTES: usize = 256;

/// The names that stand in a headline as whole words, each once, in order of appearance.
///
/// Where names overlap the longest wins, then the first. Costs the length of the headline times the number of
/// different lengths of names.
pub(super) fn mentions(headline: &str, names: &[String]) -> Vec<Mention> {
    let mut found = occurrences(headline, names);
    found.sort_by_key(|found| (std::cmp::Reverse(found.name.len()), found.start));
    let mut taken = vec![false; headline.len()];
    found.retain(|found| claim(&mut taken, found));
    found.sort_by_key(|found| found.start);
    let mut seen = HashSet::new();
    found.retain(|found| seen.insert(found.name));
    found.into_iter().map(|found| Mention { text: found.name.to_owned(), entity: found.name.to_owned() }).collect()
}

struct Occurrence<'a> {
    start: usize,
    name: &'a str,
}

/// Marks the bytes of an occurrence as taken, unless some are. Longer ones come first, so that looking at both ends is enough.
fn claim(taken: &mut [bool], found: &Occurrence<'_>) -> bool {
    let Some(bytes) = taken.get_mut(found.start..found.start + found.name.len()) else { return false };
    let free = bytes.first() == Some(&false) && bytes.last() == Some(&false);
    if free {
        bytes.fill(true);
    }
    free
}

fn occurrences<'a>(headline: &'a str, names: &[String]) -> Vec<Occurrence<'a>> {
    let usable = || names.iter().map(String::as_str).filter(|name| !name.is_empty() && name.len() <= MAX_NAME_BYTES);
    let wanted: HashSet<&str> = usable().collect();
    let first_letters: HashSet<char> = usable().filter_map(|name| name.chars().next()).collect();
    let lengths: BTreeSet<usize> = usable().map(str::len).collect();
    let starts = headline.char_indices().filter(|(_, c)| first_letters.contains(c));
    starts
        .flat_map(|(start, _)| {
            lengths.iter().filter_map(move |length| Some((start, headline.get(start..start + length)?)))
        })
        .filter(|(start, name)| wanted.contains(name) && is_whole_word(headline, *start, name))
        .map(|(start, name)| Occurrence { start, name })
        .collect()
}

fn is_whole_word(text: &str, start: usize, word: &str) -> bool {
    let cut_through = |left: Option<char>, right: Option<char>| left.zip(right).is_some_and(|(l, r)| same_word(l, r));
    let (before, after) = (&text[..start], &text[start + word.len()..]);
    !cut_through(before.chars().next_back(), word.chars().next())
        && !cut_through(word.chars().next_back(), after.chars().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(headline: &str, names: &[&str]) -> Vec<String> {
        let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
        mentions(headline, &names).into_iter().map(|mention| mention.text).collect()
    }

    #[test]
    fn whole_words_only() {
        assert_eq!(found("Russia's Russian plan for Russia", &["Russia"]), ["Russia"]);
        assert_eq!(found("Russians", &["Russia"]), [""; 0]);
        assert_eq!(found("ISIL-led (Syria)", &["Syria", "ISIL"]), ["ISIL", "Syria"]);
    }

    #[test]
    fn no_word_boundaries_where_a_script_has_none() {
        assert_eq!(found("新加坡政府與Google在英国", &["英国", "Google", "新加坡"]), ["新加坡", "Google", "英国"]);
        assert_eq!(found("Googles宣佈", &["Google"]), [""; 0]);
    }

    #[test]
    fn the_longest_name_wins_wherever_it_begins() {
        let names = ["Iraq", "State of Iraq", "Islamic State", "Islamic State of Iraq and the Levant"];
        assert_eq!(found("The Islamic State of Iraq and the Levant in Iraq", &names[..]), [names[3], names[0]]);
        assert_eq!(found("a b c d", &["a b", "b c d"]), ["b c d"]);
        assert_eq!(found("aa aa aa", &["aa aa"]), ["aa aa"]);
    }

    #[test]
    fn empty_and_endless_names_are_not_looked_for() {
        let long = "x".repeat(300);
        assert_eq!(found(&long, &["", &long]), [""; 0]);
    }
}
