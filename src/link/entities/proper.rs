//! Proper nouns: words that the texts of an archive write as a name, and as the name of one thing only.
//!
//! Nothing in the word “Daesh” says that it means the Islamic State of Iraq and the Levant. Its use can say so: with a
//! capital within sentences, mostly as a link, and in no other name. “Gunmen” has small letters elsewhere, “Moscow” (for
//! Russia's government) stands mostly without a link, or in the name of a station.

use std::collections::{HashMap, HashSet};

use crate::model::Event;

/// The fewest capitals within sentences that make a proper noun: fewer may be mistakes.
const MIN_CAPITALS_WITHIN: u32 = 3;

/// The largest share of its uses, in per cent, that a proper noun has without a capital.
const MAX_SMALL_PERCENT: u64 = 10;

/// The smallest share of a word's capitalised uses, in per cent, that are links. A city is named more often than its
/// government, a people more often than linked to its country (“Swiss”: 4 of 11 in an archive that links it to one page).
const MIN_LINKED_PERCENT: u64 = 50;

/// What stands before a word that has a capital for beginning a sentence. A full stop after an abbreviation counts too.
const BEFORE_SENTENCES: [char; 10] = ['.', '!', '?', '…', ':', '"', '“', '„', '«', '\n'];

/// The most capitals among longer words for each small letter, before a text counts as written in the manner of a title.
/// Sentences full of names have fewer.
const MAX_CAPITALS_FOR_A_SMALL_WORD: usize = 4;

/// The fewest letters of words whose capitals tell how a text uses capitals: shorter ones are small in titles too.
const TELLING_LETTERS: usize = 5;

/// How an archive writes some words.
#[derive(Debug, Default)]
pub(super) struct Writing {
    /// By word, in lower case.
    uses: HashMap<String, Use>,
}

/// How often a word stands where.
#[derive(Clone, Copy, Debug, Default)]
struct Use {
    /// With a capital.
    capital: u32,
    /// With a capital that the beginning of a sentence does not explain.
    within: u32,
    /// Without a capital.
    small: u32,
    /// Whether some name has it as a word.
    named: bool,
}

impl Writing {
    /// Looks for the words in all texts and names. Cost: linear in these; nothing if there are no words.
    pub(super) fn of<'a>(events: &[Event], words: impl Iterator<Item = &'a str>) -> Self {
        let mut writing = Self { uses: words.map(|word| (word.to_lowercase(), Use::default())).collect() };
        if !writing.uses.is_empty() {
            let texts = events.iter().flat_map(|event| [Some(&event.headline), event.description.as_ref()]);
            texts.flatten().for_each(|text| writing.note_text(text));
            names(events).into_iter().for_each(|name| writing.note_name(name));
        }
        writing
    }

    fn note_text(&mut self, text: &str) {
        let telling = !is_title_case(text);
        for (begins, word) in words(text) {
            let Some(found) = self.uses.get_mut(&word.to_lowercase()) else { continue };
            let capital = begins_large(word);
            found.capital += u32::from(capital);
            found.small += u32::from(!capital);
            found.within += u32::from(capital && telling && !begins);
        }
    }

    fn note_name(&mut self, name: &str) {
        for (_, word) in words(name) {
            if let Some(found) = self.uses.get_mut(&word.to_lowercase()) {
                found.named = true;
            }
        }
    }

    /// Whether a word that has `links` links to one thing is a proper noun, and for no other thing. Words that were not
    /// looked for are not.
    pub(super) fn is_proper_noun(&self, word: &str, links: u32) -> bool {
        let Some(&Use { capital, within, named, .. }) = self.uses.get(&word.to_lowercase()) else { return false };
        within >= MIN_CAPITALS_WITHIN
            && !self.is_common_noun(word)
            && 100 * u64::from(links) >= MIN_LINKED_PERCENT * u64::from(capital)
            && !named
    }

    /// Whether a word stands without a capital more often than by mistake. Words that were not looked for do not.
    pub(super) fn is_common_noun(&self, word: &str) -> bool {
        self.uses.get(&word.to_lowercase()).is_some_and(|&Use { capital, small, .. }| {
            let [capital, small] = [capital, small].map(u64::from);
            100 * small > MAX_SMALL_PERCENT * (capital + small)
        })
    }
}

/// Every name that events are filed under, once.
fn names(events: &[Event]) -> HashSet<&str> {
    let names = events.iter().flat_map(|event| event.entities.iter().chain(&event.story).chain(&event.place));
    names.map(String::as_str).collect()
}

/// The words of a text, each with whether it may begin a sentence.
fn words(text: &str) -> impl Iterator<Item = (bool, &str)> {
    let mut begins = true;
    let separates = |c: char| !c.is_alphanumeric();
    text.split_inclusive(separates).filter_map(move |part| {
        let word = part.trim_end_matches(separates);
        let found = (begins, word);
        begins = (begins && word.is_empty()) || part.ends_with(BEFORE_SENTENCES);
        (!word.is_empty()).then_some(found)
    })
}

/// Whether most longer words have a capital, as in a title in English: then a capital tells nothing.
fn is_title_case(text: &str) -> bool {
    let longer = words(text).map(|(_, word)| word).filter(|word| word.chars().count() >= TELLING_LETTERS);
    let (large, small): (Vec<_>, Vec<_>) = longer.partition(|word| begins_large(word));
    large.len() > MAX_CAPITALS_FOR_A_SMALL_WORD * small.len()
}

/// Whether a word begins with a capital.
pub(super) fn begins_large(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}
