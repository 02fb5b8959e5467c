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
    // One capital is no manner.
    large.len() > 1 + MAX_CAPITALS_FOR_A_SMALL_WORD * small.len()
}

/// Whether a word begins with a capital.
pub(super) fn begins_large(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::super::resolve;
    use super::*;
    use crate::model::{Date, Mention};

    const LEVANT: &str = "Islamic State of Iraq and the Levant";

    /// An event told by a text with links, `[[Name]]` or `[[Name|words]]`.
    fn event(number: usize, marked: &str) -> Event {
        let mut event = Event::new(format!("2016/1/1/{number}"), Date::new(2016, 1, 1).unwrap(), "");
        for (i, part) in marked.split(['[', ']']).enumerate() {
            let (entity, text) = part.split_once('|').unwrap_or((part, part));
            event.headline.push_str(text);
            // Double brackets: every fourth part is a link.
            if i % 4 == 2 {
                event.mentions.push(Mention { text: text.into(), entity: entity.into() });
            }
        }
        event
    }

    /// The names that an archive gives an entity besides its own.
    fn aliases_of(name: &str, texts: &[&str]) -> Vec<String> {
        let mut events: Vec<Event> = texts.iter().enumerate().map(|(number, text)| event(number, text)).collect();
        let entity = resolve(&mut events).into_iter().find(|entity| entity.name == name).unwrap();
        entity.aliases.into_iter().map(|alias| alias.name).collect()
    }

    /// Three texts about the Islamic State, and others.
    fn aliases_with(others: &[&str]) -> Vec<String> {
        let texts = [
            "Troops drive [[Islamic State of Iraq and the Levant|Daesh]] out of a town.",
            "A raid on the [[Islamic State of Iraq and the Levant|Daesh]] leaves ten dead.",
            "[[Syria]] says that fighters of [[Islamic State of Iraq and the Levant|Daesh]]'s have fled.",
        ];
        aliases_of(LEVANT, &[&texts, others].concat())
    }

    #[test]
    fn a_word_that_texts_use_as_a_name_becomes_an_alias() {
        assert_eq!(aliases_with(&[]), ["Daesh"]);
        assert_eq!(aliases_with(&["The men of Daesh fled.", "Was it Daesh?", "Daesh says yes."]), ["Daesh"]);
    }

    #[test]
    fn three_links_within_sentences_are_needed() {
        let two = ["They attack [[Palmyra|Tadmur]] again.", "They leave [[Palmyra|Tadmur]] again."];
        assert!(aliases_of("Palmyra", &two).is_empty());
        assert_eq!(aliases_of("Palmyra", &[&two[..], &["Now [[Palmyra|Tadmur]] is free."]].concat()), ["Tadmur"]);
        assert!(aliases_of("Palmyra", &[&two[..], &["[[Palmyra|Tadmur]] is free."]].concat()).is_empty());
    }

    #[test]
    fn a_word_of_the_language_is_no_name() {
        let first = "[[Boko Haram|Gunmen]] attack a village.";
        let within = "Late at night “[[Boko Haram|Gunmen]]” attack.";
        let title = "Masked and Bearded [[Boko Haram|Gunmen]] Attack Another Sleeping Village";
        for text in [first, within, title] {
            assert!(aliases_of("Boko Haram", &[text, text, text]).is_empty(), "{text}");
        }
        let name = "The police hold [[Boko Haram|Gunmen]] responsible.";
        assert_eq!(aliases_of("Boko Haram", &[name, name, name]), ["Gunmen"], "nothing tells");
        assert!(aliases_of("Boko Haram", &[name, name, name, "Police shoot three gunmen."]).is_empty());
    }

    #[test]
    fn a_word_that_mostly_stands_without_a_link_is_no_name() {
        assert!(aliases_with(&["Daesh is here.", "Daesh is there.", "Is it Daesh?", "It is Daesh."]).is_empty());
    }

    #[test]
    fn a_word_that_links_use_for_two_things_is_no_name() {
        assert!(aliases_with(&["They say that [[Ansar Bait al-Maqdis|Daesh]] did it."]).is_empty());
    }

    #[test]
    fn a_word_of_another_name_is_no_name() {
        assert!(aliases_with(&["An issue of [[Daesh Weekly]] appears."]).is_empty());
        assert!(aliases_with(&["They read [[Daesh (novel)]] and [[Daesh (film)]]."]).is_empty());
        assert!(aliases_with(&["They read [[Daesh]]."]).is_empty());
        let moscow = "The talks with [[Vladimir Putin|Moscow]] go on.";
        assert_eq!(aliases_of("Vladimir Putin", &[moscow, moscow, moscow]), ["Moscow"], "nothing tells");
        let metro = "A train of the [[Moscow Metro]] stands still.";
        assert!(aliases_of("Vladimir Putin", &[moscow, moscow, moscow, metro]).is_empty());
    }

    #[test]
    fn stories_and_places_have_names_too() {
        let text = format!("Troops drive [[{LEVANT}|Daesh]] out of a town.");
        let mut events: Vec<Event> = (0..3).map(|number| event(number, &text)).collect();
        let has_alias = |events: &[Event]| !resolve(&mut events.to_vec())[0].aliases.is_empty();
        assert!(has_alias(&events));
        events[0].story = vec!["The war on Daesh".into()];
        assert!(!has_alias(&events));
        events[0].story.clear();
        events[0].place = Some("Daesh".into());
        assert!(!has_alias(&events));
    }

    #[test]
    fn what_a_common_noun_names_has_no_proper_name() {
        let brand = "They use [[Explosive|Semtex]] again.";
        assert_eq!(aliases_of("Explosive", &[brand, brand, brand]), ["Semtex"], "nothing tells");
        assert!(aliases_of("Explosive", &[brand, brand, brand, "An explosive was found."]).is_empty());
    }

    #[test]
    fn namesakes_stay_apart() {
        let country = "The government of [[Georgia (country)|Georgia]] resigns.";
        let state = "The governor of [[Georgia (U.S. state)|Georgia]] resigns.";
        let washington = "A law of [[Washington (state)|Washington]] is struck down.";
        let capital = "A crowd gathers in [[Washington, D.C.]] today.";
        let government = "The answer of [[United States Congress|Washington]] is late.";
        let texts = [country, country, country, state, washington, washington, washington, capital];
        assert!(aliases_of("Georgia (country)", &texts).is_empty());
        assert!(aliases_of("Georgia (U.S. state)", &texts).is_empty());
        assert!(aliases_of("Washington (state)", &texts).is_empty());
        assert!(aliases_of("Washington, D.C.", &texts).is_empty());
        assert!(aliases_of("United States Congress", &[government, government, government, capital]).is_empty());
    }

    #[test]
    fn sentences_begin_after_marks() {
        let text = "One, Two. “Three” four: Five?\n Six's U.S. Seven";
        let first: Vec<&str> = words(text).filter(|(begins, _)| *begins).map(|(_, word)| word).collect();
        assert_eq!(first, ["One", "Three", "Five", "Six", "S", "Seven"]);
    }
}
