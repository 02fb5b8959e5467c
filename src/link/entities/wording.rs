//! Whether words can be the name of what they lead to.
//!
//! Most link texts are prose (“troops”), an office that depends on the sentence (“Foreign Minister”), or an adjective
//! (“Russian”). The rules were tuned on the English portal corpus, by reading what they accept; for other languages they
//! accept less, mainly names without their disambiguator.

use super::acronyms::{initials, is_acronym, is_small};
use crate::link::fold::fold;
use crate::text::ENGLISH_MONTHS;

/// The fewest links that make an alias of a single word which is part of the name: “Lukashenko” once may be anyone.
const MIN_LINKS_OF_A_PART: u32 = 2;

/// The fewest links by which use alone makes an alias: seen less often, a text must share its words with the name.
const MIN_LINKS_OF_ANOTHER_NAME: u32 = 3;

/// The longest alias, in words: longer link texts are descriptions.
const MAX_WORDS: usize = 10;

/// The fewest letters of a word that is an alias by use alone: two letters abbreviate anything.
const MIN_LETTERS_OF_ANOTHER_NAME: usize = 3;

/// The longest alias, in bytes.
const MAX_BYTES: usize = 200;

/// Words for the holder of an office: alone, they name someone else in every country (“Governor General”), and the page
/// that they lead to is often that of the institution (“Senator” to the Senate).
const OFFICES: [&str; 36] = [
    "advisor",
    "ambassador",
    "archbishop",
    "attorney",
    "bishop",
    "chair",
    "chairman",
    "chancellor",
    "chief",
    "commissioner",
    "coordinator",
    "director",
    "elect",
    "emir",
    "general",
    "governor",
    "interim",
    "leader",
    "judge",
    "justice",
    "mayor",
    "minister",
    "ministers",
    "mps",
    "premier",
    "president",
    "prime",
    "prosecutor",
    "rep",
    "representative",
    "secretary",
    "senator",
    "senators",
    "speaker",
    "spokesperson",
    "vice",
];

/// Words for a body that every country has. A capital does not make them the name of one, and a city or a holder of an
/// office that stands for the body is another thing (“Minsk” for “Government of Belarus”).
const INSTITUTIONS: [&str; 18] = [
    "administration",
    "army",
    "assembly",
    "cabinet",
    "church",
    "congress",
    "council",
    "court",
    "government",
    "ministry",
    "navy",
    "opposition",
    "parliament",
    "party",
    "senate",
    "team",
    "treasury",
    "union",
];

/// Demonyms and languages that neither their ending nor the name of the country tells.
const IRREGULAR_DEMONYMS: [&str; 12] = [
    "basotho",
    "batswana",
    "briton",
    "britons",
    "danes",
    "dutch",
    "filipino",
    "filipinos",
    "french",
    "malagasy",
    "manx",
    "welsh",
];

/// Words that a name has or lacks without meaning anything else.
const OPTIONAL_WORDS: [&str; 27] = [
    "city",
    "club",
    "company",
    "county",
    "district",
    "dr",
    "fc",
    "football",
    "governorate",
    "inc",
    "island",
    "king",
    "lord",
    "mount",
    "mr",
    "mrs",
    "police",
    "pope",
    "prefecture",
    "prince",
    "province",
    "queen",
    "region",
    "river",
    "sir",
    "state",
    "town",
];

/// Endings of adjectives and of words for inhabitants and followers.
const ADJECTIVE_ENDINGS: [&str; 10] = ["al", "an", "ans", "ern", "ese", "i", "ic", "ish", "ist", "ists"];

/// Beginnings of titles of pages about many things, of which a link text names one.
const COLLECTIONS: [&str; 4] = ["List of ", "Lists of ", "Index of ", "Timeline of "];

/// Whether a text that leads to an entity is a name of it, as far as the two show.
pub(super) fn is_name_of(text: &str, name: &str, links: u32) -> bool {
    if !is_name(text) || is_collection(name) || names_other_edition(text, name) || is_other_office(text, name) {
        return false;
    }
    if fold(text) == fold(base(name)) {
        return true;
    }
    match text.split_whitespace().count() {
        1 => is_telling_word(text, name, links),
        _ => is_telling_phrase(text, name, links),
    }
}

/// Whether a single word that says nothing of the name may still be another name of the entity (“Daesh”), as far as the
/// two show and if the texts use both as proper nouns. A word that shares its stem with the name is none: it is an
/// adjective (“Swiss”), another form (“Bandits”), or a part that names something else (“Janssen” for its vaccine). Nor is a
/// proper noun a name of what a common noun names: “Jynneos” is but one “Smallpox vaccine”.
pub(super) fn may_be_another_name(word: &str, name: &str, links: u32) -> bool {
    let folded = fold(word);
    let named = content_words(name);
    let generic = |list: &[&str]| list.contains(&folded.as_str());
    links >= MIN_LINKS_OF_ANOTHER_NAME
        && word.chars().count() >= MIN_LETTERS_OF_ANOTHER_NAME
        && word.chars().next().is_some_and(char::is_uppercase)
        && word.chars().all(char::is_alphabetic)
        && is_name(word)
        && is_name(base(name))
        && !is_collection(name)
        && !is_adjective(&folded)
        && !(generic(&OFFICES) || generic(&INSTITUTIONS) || generic(&OPTIONAL_WORDS) || generic(&IRREGULAR_DEMONYMS))
        && !named.iter().any(|named| begin_alike(named, &folded) || INSTITUTIONS.contains(&named.as_str()))
}

/// Whether a text has the form of a name: capitals where a title has them, letters, no date, no genitive.
fn is_name(text: &str) -> bool {
    // First what keeps all that follows cheap.
    if text.len() > MAX_BYTES || words(text).count() > MAX_WORDS {
        return false;
    }
    let parts: Vec<&str> = text.split_whitespace().collect();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let genitive = text.ends_with("'s") || text.ends_with("’s");
    letters > 1
        && !genitive
        && parts.first().is_some_and(|word| is_capitalised(word))
        && parts.iter().all(|word| is_small(word) || is_capitalised(word))
        && !parts.iter().all(|word| is_date_part(word))
}

/// Whether a word stands out as part of a name: it has a capital (“al-Shabaab”, “iPhone”), a digit, or letters of a
/// script that has no capitals.
fn is_capitalised(word: &str) -> bool {
    let caseless = |c: char| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase();
    word.chars().any(|c| c.is_uppercase() || c.is_numeric() || caseless(c))
}

fn is_date_part(word: &str) -> bool {
    let word = word.trim_matches(',').to_lowercase();
    ENGLISH_MONTHS.contains(&word.as_str()) || is_small(&word) || word.chars().all(|c| !c.is_alphabetic())
}

fn is_collection(name: &str) -> bool {
    COLLECTIONS.iter().any(|beginning| name.starts_with(beginning))
}

/// Whether the entity is what happened in one year, and the text does not say which: “Pro Bowl” for “2021 Pro Bowl”.
fn names_other_edition(text: &str, name: &str) -> bool {
    let is_year = |word: &&str| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    words(base(name)).filter(is_year).any(|year| !text.contains(year))
}

/// Whether a single word can stand for an entity: an acronym or coined name, or a part that names the whole.
fn is_telling_word(word: &str, name: &str, links: u32) -> bool {
    let spells_initials = [false, true].into_iter().any(|parts| initials(name, parts) == word);
    let coined = is_acronym(word) || word.chars().skip(1).any(|c| c.is_uppercase() || c.is_numeric());
    spells_initials || (links >= MIN_LINKS_OF_A_PART && (coined || is_naming_part(word, name)))
}

/// Whether a word is the last of a name (“Lukashenko”), or the first before words that add nothing (“Helmand Province”).
fn is_naming_part(word: &str, name: &str) -> bool {
    let parts: Vec<&str> = base(name).split_whitespace().collect();
    let is_part = match parts.as_slice() {
        [first, rest @ ..] if *first == word => rest.iter().all(|part| OPTIONAL_WORDS.contains(&fold(part).as_str())),
        [.., last] => *last == word,
        [] => false,
    };
    is_part && !is_adjective(word)
}

fn is_adjective(word: &str) -> bool {
    ADJECTIVE_ENDINGS.iter().any(|ending| word.ends_with(ending))
}

/// Whether several words can stand for an entity: they say what its name says, or are often used for it; they are not
/// its inhabitants.
fn is_telling_phrase(text: &str, name: &str, links: u32) -> bool {
    let said = content_words(text);
    let named = content_words(name);
    let covers_name = content_words(base(name)).iter().all(|word| is_said(word, &said));
    let adds_nothing = said.iter().all(|word| is_said(word, &named));
    let inhabitants = said.last().is_some_and(|last| is_adjective(last) && !named.contains(last));
    let supported = (covers_name && adds_nothing) || links >= MIN_LINKS_OF_ANOTHER_NAME;
    supported && !inhabitants
}

/// Whether a text names an office that is not in the name (the holder for the institution), or leaves open of what:
/// “Attorney-General” for “Attorney-General of Australia”.
fn is_other_office(text: &str, name: &str) -> bool {
    let said = content_words(text);
    let is_office = |word: &String| OFFICES.contains(&word.as_str());
    let named: Vec<String> = words(&spelt_out(name)).map(fold).collect();
    let capitalised = words(name).filter(|word| is_capitalised(word)).map(fold);
    let open = || capitalised.filter(|word| !is_office(word)).any(|word| !is_said(&word, &said));
    let mut offices = words(text).map(fold).filter(|word| is_office(word)).peekable();
    offices.peek().is_some() && (offices.any(|office| !named.contains(&office)) || open())
}

/// Whether a word, or another of its stem, is among those said, or need not be said.
fn is_said(word: &str, said: &[String]) -> bool {
    let initial = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
    initial || OPTIONAL_WORDS.contains(&word) || said.iter().any(|said| begin_alike(said, word))
}

/// Whether two words have a beginning in common that is as long as stems of names of countries: Scot-land, Scot-tish.
fn begin_alike(a: &str, b: &str) -> bool {
    const STEM_LETTERS: usize = 3;
    let common = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    a == b || (common >= STEM_LETTERS && !OFFICES.contains(&a) && !OFFICES.contains(&b))
}

/// The words that carry meaning, folded, with usual abbreviations spelt out.
fn content_words(text: &str) -> Vec<String> {
    words(&spelt_out(text)).filter(|word| !is_small(word)).map(fold).collect()
}

fn spelt_out(text: &str) -> String {
    const ABBREVIATIONS: [(&str, &str); 6] = [
        ("U.S.", "United States"),
        ("US", "United States"),
        ("UK", "United Kingdom"),
        ("U.K.", "United Kingdom"),
        ("UN", "United Nations"),
        ("EU", "European Union"),
    ];
    let long = |word| ABBREVIATIONS.into_iter().find(|&(short, _)| short == word).map_or(word, |(_, long)| long);
    text.split_whitespace().map(long).collect::<Vec<_>>().join(" ")
}

/// Words in the narrow sense, without punctuation and hyphens.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// A title without its disambiguator: `Vox (political party)`, `Flint, Michigan`.
pub(super) fn base(name: &str) -> &str {
    let name = name.strip_suffix(')').and_then(|name| name.rsplit_once(" (")).map_or(name, |(title, _)| title);
    name.split_once(", ").map_or(name, |(title, _)| title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_thing_are_accepted() {
        for (text, name) in [
            ("LNA", "Libyan National Army"),
            ("Tesla", "Tesla, Inc."),
            ("Vox", "Vox (political party)"),
            ("al-Shabaab", "Al-Shabaab (militant group)"),
            ("Scottish First Minister", "First Minister of Scotland"),
            ("U.S. Secretary of the Interior", "United States Secretary of the Interior"),
            ("Queen Elizabeth II", "Elizabeth II"),
            ("John Sullivan", "John J. Sullivan (diplomat)"),
            ("上海", "上海 (城市)"),
        ] {
            assert!(is_name_of(text, name, 1), "{text}: {name}");
        }
    }

    #[test]
    fn prose_offices_adjectives_and_dates_are_not() {
        for (text, name) in [
            ("troops", "United States Armed Forces"),
            ("19 dead", "Kabul bombing"),
            ("Russian", "Russia"),
            ("South African", "South Africa"),
            ("Rioting", "Riot"),
            ("Foreign Minister", "Minister of Foreign Affairs (Iran)"),
            ("Attorney-General", "Attorney-General of Australia"),
            ("Pakistan Senator", "Senate of Pakistan"),
            ("Pro Bowl", "2021 Pro Bowl"),
            ("Baylor Bears", "2020–21 Baylor Bears basketball team"),
            ("December 2019", "December 2019 Mogadishu bombing"),
            ("May", "May"),
            ("British Ambassador", "List of ambassadors of the United Kingdom to Russia"),
            ("UK's", "United Kingdom"),
            ("R", "Republican Party (United States)"),
            ("", "Nothing"),
        ] {
            assert!(!is_name_of(text, name, 100), "{text}: {name}");
        }
    }

    #[test]
    fn a_word_may_be_another_name_of_something_that_has_a_name() {
        for (word, name) in [
            ("Daesh", "Islamic State of Iraq and the Levant"),
            ("Tadmur", "Palmyra"),
            ("Myanmar", "Burma"),
            ("Pentagon", "United States Department of Defense"),
            ("Ζεύς", "Jupiter (god)"),
        ] {
            assert!(may_be_another_name(word, name, 3), "{word}: {name}");
            assert!(!may_be_another_name(word, name, 2), "{word}: {name}");
        }
        for (word, name) in [
            ("daesh", "Islamic State of Iraq and the Levant"),
            ("Daesh fighters", "Islamic State of Iraq and the Levant"),
            ("Rp", "Indonesian rupiah"),
            ("A$", "Australian dollar"),
            ("Russian", "Russia"),
            ("Swiss", "Switzerland"),
            ("Burmese", "Myanmar"),
            ("Dutch", "Netherlands"),
            ("Liverpool", "Liverpool F.C."),
            ("Turin", "Italy national football team"),
            ("Minsk", "Government of Belarus"),
            ("Parliament", "Knesset"),
            ("President", "Donald Trump"),
            ("Police", "Scotland Yard"),
            ("Janssen", "Janssen COVID-19 vaccine"),
            ("Jynneos", "Smallpox vaccine"),
            ("Champions", "List of winners"),
            ("May", "Spring Offensive"),
            ("达伊沙", "伊斯兰国"),
        ] {
            assert!(!may_be_another_name(word, name, 100), "{word}: {name}");
        }
    }

    #[test]
    fn another_name_needs_more_than_one_link() {
        assert!(!is_name_of("Nord Stream 2", "Nord Stream", 1));
        assert!(!is_name_of("FSB", "Federal Security Service", 1));
        assert!(!is_name_of("Lukashenko", "Alexander Lukashenko", 1));
        assert!(is_name_of("Lukashenko", "Alexander Lukashenko", 2));
        assert!(!is_name_of("Secret Service", "United States Secret Service", 1));
        assert!(is_name_of("Secret Service", "United States Secret Service", 3));
        assert!(!is_name_of("Viktor", "Viktor Lukashenko", 100));
    }
}
