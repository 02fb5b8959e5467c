//! What a text says, term by term: names, numbers and words, in a form in which two texts about one thing can be compared.
//!
//! Reports of one event share who, where and how many, and hardly a verb. So words that news use for one another count as
//! one ([`ALIKE`]), numbers written as words are numbers, and names may be spelt otherwise ([`sound`]).

use std::ops::Range;

use crate::text::{TokenKind, for_each_token, stem};

/// What a term is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word with a capital that nothing but being a name explains.
    Name,
    /// A number, in digits or in words.
    Number,
    /// Any other word.
    Word,
}

/// A word of a text.
#[derive(Clone, Debug)]
pub(super) struct Term {
    pub(super) kind: Kind,
    /// As the index has it.
    pub(super) folded: String,
    /// Equal for words that say the same.
    pub(super) key: String,
    /// Equal for names that sound alike; empty for what is no name or too short to tell.
    pub(super) sound: String,
    /// Where it stands, in bytes.
    pub(super) range: Range<usize>,
    /// The number of words before it.
    pub(super) position: usize,
    /// The number of its sentence.
    pub(super) sentence: usize,
}

/// Stems (or words that have no other form) that reports use for one another, a group a line.
const ALIKE: &str = "\
kill die dead death slay slain fatal
injur wound hurt
arrest detain custodi
win won victori beat defeat triumph
resign quit
quak earthquak tremor
explos blast explod deton bomb
fire blaze wildfir
flood delug inund
shoot shot gunfir gunman gunmen
soldier troop
jail imprison prison
ballot vote
rebel insurg milit
kidnap abduct
merger merg
plane aircraft jet airlin
vessel ship boat ferri
doctor physician
protest demonstr ralli
approv authoris author
launch lift blastoff
record highest
agre agreement deal accord";

/// Numbers as words: the first twenty, then tens.
const ONES: &str = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen \
                    seventeen eighteen nineteen";
const TENS: &str = "twenty thirty forty fifty sixty seventy eighty ninety";

/// In a sentence of which more is capitalised than this, capitals tell nothing: it is a title.
const TITLE_SHARE: f32 = 0.6;
/// The fewest letters of a name that may be spelt otherwise.
const SPELT_OTHERWISE_FROM: usize = 4;

/// The terms of a text, in order. Cost: linear.
pub(super) fn terms(text: &str) -> Vec<Term> {
    let mut terms: Vec<Term> = Vec::new();
    let mut sentence = 0;
    let mut sentence_start = 0;
    for_each_token(text, |token| {
        if token.kind == TokenKind::Joined {
            return;
        }
        let gap = terms.last().map_or(0, |last: &Term| last.range.end)..token.range.start;
        if ends_sentence(text.get(gap).unwrap_or_default()) && terms.len() > sentence_start {
            settle(terms.get_mut(sentence_start..).unwrap_or_default(), text);
            sentence_start = terms.len();
            sentence += 1;
        }
        let key = key(token.text);
        let kind = if key.starts_with('#') { Kind::Number } else { Kind::Word };
        let (folded, range, position) = (token.text.to_owned(), token.range, token.position);
        terms.push(Term { kind, folded, key, sound: String::new(), range, position, sentence });
    });
    settle(terms.get_mut(sentence_start..).unwrap_or_default(), text);
    terms
}

/// Whether what stands between two words ends a sentence. A stop without a space does not: `1.2`, `example.org`.
fn ends_sentence(gap: &str) -> bool {
    gap.contains(['\n', '!', '?', '。']) || gap.contains(". ") || gap.contains(".” ") || gap.contains(".\" ")
}

/// Tells the names of a sentence, and joins numbers such as thirty-five.
fn settle(sentence: &mut [Term], text: &str) {
    let is_capital =
        |term: &Term| text.get(term.range.clone()).is_some_and(|word| word.starts_with(char::is_uppercase));
    let capitals = sentence.iter().filter(|term| is_capital(term)).count() as f32;
    let is_title = sentence.len() > 3 && capitals > TITLE_SHARE * sentence.len() as f32;
    for (place, term) in sentence.iter_mut().enumerate() {
        if term.kind == Kind::Word && is_capital(term) {
            if place > 0 && !is_title {
                term.kind = Kind::Name;
            }
            term.sound = sound(&term.folded);
        }
    }
    for place in 1..sentence.len() {
        let Some([tens, ones]) = sentence.get_mut(place - 1..=place) else { continue };
        let one = small(&ones.folded, ONES).filter(|one| (1..10).contains(one));
        if let (Some(ten), Some(one)) = (small(&tens.folded, TENS), one) {
            tens.key = format!("#{}", 10 * (ten + 2) + one);
            ones.key.clone_from(&tens.key);
        }
    }
}

/// The place of a word in a list.
fn small(word: &str, list: &str) -> Option<usize> {
    list.split_ascii_whitespace().position(|other| other == word)
}

/// What stands for a folded word when texts are compared: `#` and digits for a number, otherwise its stem, or that of the first
/// of the words that say the same.
pub(super) fn key(folded: &str) -> String {
    if folded.starts_with(|c: char| c.is_ascii_digit()) {
        return format!("#{}", folded.trim_end_matches("th").trim_end_matches(".0"));
    }
    // “one” and “zero” are pronouns and figures of speech.
    let ones = small(folded, ONES).filter(|number| *number > 1);
    if let Some(number) = ones.or_else(|| small(folded, TENS).map(|ten| 10 * (ten + 2))) {
        return format!("#{number}");
    }
    let stem = stem(folded);
    let group = ALIKE.lines().find(|group| group.split(' ').any(|other| other == stem));
    group.and_then(|group| group.split(' ').next()).unwrap_or(&stem).to_owned()
}

/// The consonants of a name as they sound, with letters that transliterations use for one another made one: `Kyiv` and `Kiev`,
/// `Shabaab` and `Shabab`, `Aselderov` and `Asildarov`. Empty for names of fewer than four letters, and of other letters than a to z.
fn sound(folded: &str) -> String {
    let mut sound = String::new();
    if folded.len() < SPELT_OTHERWISE_FROM || !folded.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return sound;
    }
    for (place, letter) in folded.char_indices() {
        let next = folded.as_bytes().get(place + 1).copied().map(char::from);
        let heard = match letter {
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' if place == 0 => 'a',
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h' | 'w' => continue,
            'c' if next == Some('h') => 's',
            'c' if matches!(next, Some('e' | 'i' | 'y')) => 's',
            'c' | 'q' | 'g' | 'x' => 'k',
            'p' if next == Some('h') => 'f',
            'z' | 'j' => 's',
            'v' => 'f',
            other => other,
        };
        if !sound.ends_with(heard) {
            sound.push(heard);
        }
    }
    sound
}

/// Whether two names that do not have the same key may be one: they sound alike and are about as long, or one is an
/// adjective of the other (Afghan, Afghanistan; Turkey, Turkish).
pub(super) fn may_be_one(a: &Term, b: &Term) -> bool {
    // The less there is to hear, the less may differ: Mali is not Malawi, nor Niger Nigeria.
    let most_apart = (a.sound.len() / 2).min(2);
    let alike = a.sound.len() > 1 && a.sound == b.sound && a.folded.len().abs_diff(b.folded.len()) <= most_apart;
    alike || (!a.sound.is_empty() && !b.sound.is_empty() && is_adjective(&a.folded, &b.folded))
}

/// What a country has behind what its adjective begins with, and what the adjective has there: Russia and Russian, Turkey and Turkish.
const ADJECTIVES: &str =
    "-n -an -ian -i -ese -ish istan- stan- ey-ish y-ian e-ian a-ian a-ese o-an en-ish al-uese ay-egian";

/// Whether one of two names is the adjective of the other. Niger and Nigeria, which only begin alike, are two.
fn is_adjective(a: &str, b: &str) -> bool {
    let same = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    let endings = (a.get(same..).unwrap_or_default(), b.get(same..).unwrap_or_default());
    let mut pairs = ADJECTIVES.split(' ').filter_map(|pair| pair.split_once('-'));
    same >= SPELT_OTHERWISE_FROM && pairs.any(|pair| pair == endings || (pair.1, pair.0) == endings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_numbers_and_words_are_told_apart() {
        let text = "Militants in the town of Swabi killed Aftab Afridi. Thirty-five people, two of them judges, died on 4 April.";
        let of = |kind| {
            let terms = terms(text);
            terms.into_iter().filter(|term| term.kind == kind).map(|term| term.key).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(of(Kind::Name), "swabi aftab afridi april");
        assert_eq!(of(Kind::Number), "#35 #35 #2 #4");
        assert!(of(Kind::Word).starts_with("rebel in the town of kill"), "{}", of(Kind::Word));
    }

    #[test]
    fn a_title_in_capitals_has_no_names_but_sounds() {
        let found = terms("Gunmen Kill Judge In Swabi Ambush");
        assert!(found.iter().all(|term| term.kind == Kind::Word));
        assert!(found.iter().any(|term| term.sound == "sb"));
    }

    #[test]
    fn names_meet_however_they_are_spelt() {
        let one = |text: &str| terms(&format!("in {text}")).remove(1);
        let meet = |a: &str, b: &str| may_be_one(&one(a), &one(b));
        for (a, b) in [
            ("Aselderov", "Asildarov"),
            ("Aseldrov", "Asildarov"),
            ("Kyiv", "Kiev"),
            ("Shabaab", "Shabab"),
            ("Qaeda", "Kaida"),
            ("Kharkiv", "Kharkov"),
            ("Smirnoff", "Smirnov"),
            ("Afghan", "Afghanistan"),
            ("Turkey", "Turkish"),
            ("Russia", "Russian"),
            ("Portuguese", "Portugal"),
        ] {
            assert!(meet(a, b), "{a} {b}");
        }
        for (a, b) in
            [("Iran", "Iraq"), ("Mali", "Malawi"), ("Niger", "Nigeria"), ("Austria", "Australia"), ("Ira", "Iraq")]
        {
            assert!(!meet(a, b), "{a} {b}");
        }
    }
}
