//! Templates in prose.

use std::ops::Range;

use super::chars::collapse;
use super::inline::{Parser, Piece, push_words, words_of};
use super::ledger::quote;
use super::title::{Target, target};
use crate::model::ProblemKind;

/// What a template puts in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    /// A text that is always the same.
    Text(&'static str),
    /// Its nth parameter, from 1.
    Parameter(usize),
    /// A sign and its first parameter: `{{US$|5}}`.
    Prefixed(&'static str),
    /// A link to a page that only another language has: `{{ill|Page|fr|Page there|lt=words}}`.
    InterlanguageLink,
    /// A link to the page that its first parameter names: `{{flag|France}}`.
    Flag,
    /// A ship: `{{USS|Nimitz|CVN-68}}`.
    Ship(&'static str),
    /// A number and its unit, and a conversion, which is left out: `{{convert|5|km|mi}}`.
    Measure,
    /// A report: `{{cite news|url=…|work=…}}`.
    Citation,
    /// A picture or an editor's remark.
    Decoration,
    Unknown,
}

const TEXTS: [(&str, &str); 18] = [
    ("!", "|"),
    ("'", "'"),
    ("'s", "'s"),
    ("=", "="),
    ("(", "{"),
    (")", "}"),
    ("nbsp", " "),
    ("space", " "),
    ("spaces", " "),
    ("zwsp", ""),
    ("shy", ""),
    ("ndash", "–"),
    ("mdash", "—"),
    ("snd", " – "),
    ("spnd", " – "),
    ("spaced ndash", " – "),
    ("spaced en dash", " – "),
    ("dot", " · "),
];
/// Templates that only show a parameter's words, and which one.
const WRAPPERS: [(&str, usize); 20] = [
    ("nowrap", 1),
    ("nobr", 1),
    ("nobreak", 1),
    ("avoid wrap", 1),
    ("small", 1),
    ("smaller", 1),
    ("big", 1),
    ("em", 1),
    ("strong", 1),
    ("sub", 1),
    ("sup", 1),
    ("abbr", 1),
    ("tooltip", 1),
    ("sic", 1),
    ("noitalic", 1),
    ("vanchor", 1),
    ("lang", 2),
    ("langx", 2),
    ("transl", 2),
    ("transliteration", 2),
];
const CURRENCIES: [(&str, &str); 14] = [
    ("us$", "US$"),
    ("usd", "US$"),
    ("a$", "A$"),
    ("aud", "A$"),
    ("c$", "C$"),
    ("cad", "C$"),
    ("nz$", "NZ$"),
    ("gbp", "£"),
    ("£", "£"),
    ("eur", "€"),
    ("euro", "€"),
    ("€", "€"),
    ("inr", "₹"),
    ("jpy", "¥"),
];
const SHIPS: [(&str, &str); 9] = [
    ("uss", "USS"),
    ("usns", "USNS"),
    ("hms", "HMS"),
    ("hmas", "HMAS"),
    ("ins", "INS"),
    ("ss", "SS"),
    ("ms", "MS"),
    ("mv", "MV"),
    ("rms", "RMS"),
];
const LINKS: [&str; 5] = ["ill", "ill2", "ill-wd", "interlanguage link", "interlanguage link multi"];
const FLAGS: [&str; 4] = ["flag", "flagu", "flagcountry", "noflag"];
const MEASURES: [&str; 2] = ["convert", "cvt"];
const DECORATIONS: [&str; 14] = [
    "flagicon",
    "flag icon",
    "flagdeco",
    "icon",
    "citation needed",
    "cn",
    "fact",
    "clarify",
    "dubious",
    "who",
    "when",
    "dead link",
    "efn",
    "refn",
];
/// Parameters of a citation that name who published it, best first.
const PUBLISHERS: [&str; 8] = ["newspaper", "work", "website", "magazine", "journal", "agency", "publisher", "title"];

impl Meaning {
    fn of(name: &str) -> Self {
        let text = || Some(Self::Text(look_up(&TEXTS, name)?));
        let wrapper = || Some(Self::Parameter(look_up(&WRAPPERS, name)?));
        let currency = || Some(Self::Prefixed(look_up(&CURRENCIES, name)?));
        let ship = || Some(Self::Ship(look_up(&SHIPS, name)?));
        text().or_else(wrapper).or_else(currency).or_else(ship).unwrap_or_else(|| match name {
            name if LINKS.contains(&name) => Self::InterlanguageLink,
            name if FLAGS.contains(&name) => Self::Flag,
            name if MEASURES.contains(&name) => Self::Measure,
            name if DECORATIONS.contains(&name) => Self::Decoration,
            name if name.starts_with("lang-") => Self::Parameter(1),
            name if name == "citation" || name.starts_with("cite ") => Self::Citation,
            _ => Self::Unknown,
        })
    }
}

fn look_up<T: Copy>(table: &[(&str, T)], name: &str) -> Option<T> {
    table.iter().find(|(key, _)| *key == name).map(|(_, value)| *value)
}

/// The parameters of a template, as ranges of its line.
#[derive(Default)]
struct Parameters {
    positional: Vec<Range<usize>>,
    named: Vec<(String, Range<usize>)>,
}

impl Parameters {
    fn of(text: &str, parts: Vec<Range<usize>>) -> Self {
        let mut parameters = Self::default();
        for part in parts {
            let sign =
                text[part.clone()].find(['=', '[', '{', '<']).filter(|at| text[part.start + at..].starts_with('='));
            match sign.map(|at| part.start + at) {
                Some(sign) => {
                    let name = text[part.start..sign].trim().to_lowercase();
                    parameters.named.push((name, sign + 1..part.end));
                }
                None => parameters.positional.push(part),
            }
        }
        parameters
    }

    fn named(&self, name: &str) -> Option<Range<usize>> {
        self.named.iter().rev().find(|(key, _)| key == name).map(|(_, range)| range.clone())
    }

    /// The nth parameter without a name, or with its number as its name.
    fn numbered(&self, number: usize) -> Option<Range<usize>> {
        self.named(&number.to_string()).or_else(|| self.positional.get(number.checked_sub(1)?).cloned())
    }
}

impl Parser<'_> {
    /// Reads a template whose braces enclose a range.
    pub(super) fn template(&mut self, range: Range<usize>, pieces: &mut Vec<Piece>) {
        let whole = &self.text[range.clone()];
        let mut parts = self.split(range);
        let name = self.text[parts.remove(0)].replace('_', " ");
        let parameters = Parameters::of(self.text, parts);
        let filled = match Meaning::of(&collapse(&name).to_lowercase()) {
            Meaning::Text(text) => {
                push_words(pieces, text);
                true
            }
            Meaning::Parameter(number) => self.parameter(&parameters, number, "", pieces),
            Meaning::Prefixed(sign) => self.parameter(&parameters, 1, sign, pieces),
            Meaning::InterlanguageLink => self.interlanguage_link(&parameters, pieces),
            Meaning::Flag => self.flag(&parameters, pieces),
            Meaning::Ship(prefix) => self.ship(prefix, &parameters, pieces),
            Meaning::Measure => self.measure(whole, &parameters, pieces),
            Meaning::Citation => self.citation(&parameters, pieces),
            Meaning::Decoration => false,
            Meaning::Unknown => self.unknown(whole, &parameters, pieces),
        };
        if !filled {
            self.left_out(format!("A template is left out: {}.", quote(whole)));
        }
    }

    /// Puts in a parameter, with its links, after a sign; whether there is such a parameter.
    fn parameter(&mut self, parameters: &Parameters, number: usize, sign: &str, pieces: &mut Vec<Piece>) -> bool {
        let Some(range) = parameters.numbered(number) else { return false };
        let inner = self.nested(range);
        let blank = inner.iter().all(|piece| matches!(piece, Piece::Words(words) if words.trim().is_empty()));
        push_words(pieces, sign);
        for piece in inner {
            match piece {
                Piece::Words(words) => push_words(pieces, &words),
                piece => pieces.push(piece),
            }
        }
        !blank
    }

    fn words_of_parameter(&mut self, range: Option<Range<usize>>) -> String {
        range.map(|range| collapse(&self.words(range))).unwrap_or_default()
    }

    fn interlanguage_link(&mut self, parameters: &Parameters, pieces: &mut Vec<Piece>) -> bool {
        let title = self.words_of_parameter(parameters.numbered(1));
        let label = self.words_of_parameter(parameters.named("lt"));
        push_page(if label.is_empty() { title.clone() } else { label }, &title, pieces)
    }

    fn flag(&mut self, parameters: &Parameters, pieces: &mut Vec<Piece>) -> bool {
        let country = self.words_of_parameter(parameters.numbered(1));
        push_page(country.clone(), &country, pieces)
    }

    fn ship(&mut self, prefix: &str, parameters: &Parameters, pieces: &mut Vec<Piece>) -> bool {
        let name = self.words_of_parameter(parameters.numbered(1));
        let number = self.words_of_parameter(parameters.numbered(2));
        let words = format!("{prefix} {name}");
        let title = if number.is_empty() { words.clone() } else { format!("{words} ({number})") };
        !name.is_empty() && push_page(words, &title, pieces)
    }

    fn measure(&mut self, whole: &str, parameters: &Parameters, pieces: &mut Vec<Piece>) -> bool {
        let number = self.words_of_parameter(parameters.numbered(1));
        let unit = self.words_of_parameter(parameters.numbered(2));
        let words = collapse(&format!("{number} {unit}"));
        if !words.is_empty() {
            push_words(pieces, &words);
            self.note(ProblemKind::Markup, format!("A measure stays without its conversion: {}.", quote(whole)));
        }
        !words.is_empty()
    }

    fn citation(&mut self, parameters: &Parameters, pieces: &mut Vec<Piece>) -> bool {
        let Some(url) = parameters.named("url") else { return false };
        let publisher = PUBLISHERS
            .iter()
            .find_map(|name| parameters.named(name).filter(|range| !self.text[range.clone()].trim().is_empty()));
        let name = self.words_of_parameter(publisher);
        let address = self.text[url].trim().to_owned();
        self.push_source(&address, &name, pieces);
        true
    }

    /// Keeps the first parameter of a template that is not known: most of these dress up some words.
    fn unknown(&mut self, whole: &str, parameters: &Parameters, pieces: &mut Vec<Piece>) -> bool {
        let mut inner = Vec::new();
        let filled = self.parameter(parameters, 1, "", &mut inner);
        if filled {
            let kept = quote(&words_of(&inner));
            self.note(ProblemKind::Markup, format!("Of a template that is not known, {kept} stays: {}.", quote(whole)));
            for piece in inner {
                match piece {
                    Piece::Words(words) => push_words(pieces, &words),
                    piece => pieces.push(piece),
                }
            }
        }
        filled
    }
}

/// Adds a link to a page; plain words if that can be no page's title. Whether there is anything to add.
fn push_page(words: String, title: &str, pieces: &mut Vec<Piece>) -> bool {
    match target(title) {
        _ if words.is_empty() => false,
        Target::Page(page) => {
            pieces.push(Piece::Link { words, page });
            true
        }
        _ => {
            push_words(pieces, &words);
            true
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::inline::read;
    use super::super::ledger::Ledger;
    use super::*;

    /// The pieces in short, and the number of problems.
    fn short(text: &str) -> (String, usize) {
        let mut ledger = Ledger::new("p");
        let shown = read(text, 1, &mut ledger).pieces.into_iter().map(|piece| match piece {
            Piece::Words(words) => words,
            Piece::Link { words, page } => format!("<{words}={page}>"),
            Piece::Source(source) => format!("<{} @ {}>", source.name, source.url),
        });
        let shown = shown.collect();
        (shown, ledger.close().0.len())
    }

    #[test]
    fn templates_that_are_read_whole_have_no_problem() {
        for (text, expected) in [
            ("''Estadão''{{'}}s c{{!}}net", "Estadão's c|net"),
            ("5{{nbsp}}km{{snd}}x", "5 km – x"),
            ("{{ill|koo Sze-yiu|zh|古思堯}}", "<koo Sze-yiu=Koo Sze-yiu>"),
            ("{{Interlanguage link|A|de|A (b)|lt=c}}", "<c=A>"),
            ("{{lang|fr|''Le [[Monde]]''}} {{lang-de|Bund}} {{nowrap|1=a = b}}", "Le <Monde=Monde> Bund a = b"),
            ("{{flag|peru}} {{US$|5}}", "<peru=Peru> US$5"),
            ("{{USS|Nimitz|CVN-68}} {{HMS|''Kent''}}", "<USS Nimitz=USS Nimitz (CVN-68)> <HMS Kent=HMS Kent>"),
            ("{{cite news|url=http://a.org?b=c|title=T|work=''W''}}", "<W @ http://a.org?b=c>"),
        ] {
            assert_eq!(short(text), (expected.to_owned(), 0), "{text}");
        }
    }

    #[test]
    fn templates_that_lose_something_have_one() {
        for (text, expected) in [
            ("a{{flagicon|Peru}} b", "a b"),
            ("a{{citation needed|date=May 2020}}", "a"),
            ("{{convert|5|km|mi}}", "5 km"),
            ("{{fancy|''[[A]] b''|c|d=e}}", "<A=A> b"),
            ("{{fancy}}", ""),
            ("{{nowrap}}", ""),
            ("{{ill}}", ""),
            ("{{cite news|title=T}}", ""),
        ] {
            assert_eq!(short(text), (expected.to_owned(), 1), "{text}");
        }
    }
}
