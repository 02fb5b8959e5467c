//! The text of a query as operators and operands, from left to right, in linear time.

use std::borrow::Cow;
use std::ops::Range;

use crate::model::PartialDate;

use super::MAX_EDITS;
use super::ast::{Bound, Property};
use super::quotes::{Quotes, is_quote};
use super::words::has_words;

/// A piece of a query.
pub(super) enum Lexeme<'q> {
    Open,
    Close,
    Or,
    Not,
    Operand(Operand<'q>),
}

/// What operators work on.
pub(super) struct Operand<'q> {
    pub(super) body: Body<'q>,
    /// Its bytes in the query, with marks.
    pub(super) range: Range<usize>,
    /// The reader is typing it still: nothing ends it but the end of the query.
    pub(super) is_open: bool,
}

/// The kinds of [`Operand`]. Texts come with their first byte in the query.
pub(super) enum Body<'q> {
    /// A run without white space, brackets and quotes.
    Chunk {
        text: &'q str,
        start: usize,
        marks: Marks,
    },
    /// What stands in quotes.
    Phrase {
        text: &'q str,
        start: usize,
        marks: Marks,
    },
    Is {
        property: Property,
        value: Cow<'q, str>,
        is_starred: bool,
    },
    Dated {
        bound: Bound,
        date: PartialDate,
    },
    /// A condition of which too little is typed to ask anything.
    Begun,
}

/// How words are to be looked for.
#[derive(Clone, Copy, Default)]
pub(super) struct Marks {
    pub(super) is_exact: bool,
    pub(super) is_starred: bool,
    pub(super) edits: Option<u8>,
}

/// What may divide years, months and days.
const DATE_SEPARATORS: [char; 2] = ['-', '/'];

/// The length of `-0043-03-15`.
const MAX_DATE_BYTES: usize = 11;

/// What can stand before a colon.
enum Name {
    Property(Property),
    Bound(Bound),
}

pub(super) struct Lexer<'q> {
    text: &'q str,
    is_typing: bool,
    at: usize,
    /// Here a minus or an equals sign is an operator: after white space, an opening bracket or another operator.
    at_beginning: bool,
    quotes: Quotes,
}

/// Whether a character ends a run of characters that belong together.
pub(super) fn ends_chunk(c: char) -> bool {
    c.is_whitespace() || matches!(c, '(' | ')' | '|' | '（' | '）' | '｜') || is_quote(c)
}

/// Whether a character divides words that were typed as one.
pub(super) fn divides_chunk(c: char) -> bool {
    matches!(c, ':' | '：' | '*')
}

impl<'q> Iterator for Lexer<'q> {
    type Item = Lexeme<'q>;

    fn next(&mut self) -> Option<Lexeme<'q>> {
        loop {
            let c = self.rest().chars().next()?;
            let was_at_beginning = std::mem::replace(&mut self.at_beginning, true);
            let lexeme = match c {
                '(' | '（' => self.symbol(c, Lexeme::Open),
                '|' | '｜' => self.symbol(c, Lexeme::Or),
                '-' | '－' if was_at_beginning => self.minus(),
                c if c.is_whitespace() => {
                    self.at += c.len_utf8();
                    None
                }
                ')' | '）' => {
                    self.at_beginning = false;
                    self.symbol(c, Lexeme::Close)
                }
                c => {
                    self.at_beginning = false;
                    self.operand(c, was_at_beginning)
                }
            };
            if lexeme.is_some() {
                return lexeme;
            }
        }
    }
}

impl<'q> Lexer<'q> {
    pub(super) fn new(text: &'q str, is_typing: bool) -> Self {
        Self { text, is_typing, at: 0, at_beginning: true, quotes: Quotes::default() }
    }

    fn rest(&self) -> &'q str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn symbol(&mut self, c: char, lexeme: Lexeme<'q>) -> Option<Lexeme<'q>> {
        self.at += c.len_utf8();
        Some(lexeme)
    }

    /// Passes over characters and returns them.
    fn take(&mut self, wanted: impl Fn(char) -> bool) -> &'q str {
        let rest = self.rest();
        let len = rest.find(|c| !wanted(c)).unwrap_or(rest.len());
        self.at += len;
        rest.get(..len).unwrap_or_default()
    }

    /// Reads minuses, of which two make none. What white space follows is a dash.
    fn minus(&mut self) -> Option<Lexeme<'q>> {
        let minuses = self.take(|c| matches!(c, '-' | '－')).chars().count();
        let is_dash = self.rest().chars().next().is_none_or(char::is_whitespace);
        (!is_dash && minuses % 2 == 1).then_some(Lexeme::Not)
    }

    /// Reads a word, a phrase, a condition or an operator that is a word; nothing from a quote without its other half.
    fn operand(&mut self, first: char, at_beginning: bool) -> Option<Lexeme<'q>> {
        let begin = self.at;
        let is_exact = at_beginning && !self.take(|c| c == '=').is_empty();
        if let Some(phrase) = self.phrase(begin, is_exact) {
            return Some(Lexeme::Operand(phrase));
        }
        match self.take(|c| !ends_chunk(c)) {
            "" => self.at = self.at.max(begin + first.len_utf8()),
            "AND" if !is_exact => {}
            "OR" if !is_exact => return Some(Lexeme::Or),
            "NOT" if !is_exact => return Some(Lexeme::Not),
            chunk => {
                let condition = self.condition(chunk, begin);
                return Some(Lexeme::Operand(condition.unwrap_or_else(|| self.words(chunk, begin, is_exact))));
            }
        }
        None
    }

    /// An operand that reaches from `begin` to here.
    fn operand_from(&self, begin: usize, body: Body<'q>) -> Operand<'q> {
        Operand { body, range: begin..self.at, is_open: self.is_open() }
    }

    fn is_open(&self) -> bool {
        self.is_typing && self.at == self.text.len()
    }

    fn phrase(&mut self, begin: usize, is_exact: bool) -> Option<Operand<'q>> {
        let quoted = self.quotes.read(self.rest(), false)?;
        let start = self.at + quoted.open_len;
        self.at += quoted.len;
        let is_open = self.is_open() && !quoted.is_closed;
        let marks = self.marks_after_quote(is_exact);
        let body = Body::Phrase { text: quoted.inside, start, marks };
        Some(Operand { body, range: begin..self.at, is_open })
    }

    /// Reads `*` and `~1`, in any order.
    fn marks_after_quote(&mut self, is_exact: bool) -> Marks {
        let before = self.star();
        let edits = match self.take(|c| c == '~') {
            "" => None,
            _ => edits(self.take(|c| c.is_ascii_digit())),
        };
        Marks { is_exact, is_starred: self.star() || before, edits }
    }

    fn star(&mut self) -> bool {
        !self.take(|c| c == '*').is_empty()
    }

    fn words(&self, chunk: &'q str, begin: usize, is_exact: bool) -> Operand<'q> {
        let start = self.at - chunk.len();
        let unstarred = chunk.trim_end_matches('*');
        let marked = unstarred.rsplit_once('~').and_then(|(text, digits)| Some((text, edits(digits)?)));
        let (text, edits) = match marked.filter(|(text, _)| has_words(text)) {
            Some((text, edits)) => (text, Some(edits)),
            None => (unstarred, None),
        };
        let is_starred = unstarred.len() < chunk.len();
        self.operand_from(begin, Body::Chunk { text, start, marks: Marks { is_exact, is_starred, edits } })
    }

    /// What a chunk and the quotes after it say about a property or the date, if they do.
    fn condition(&mut self, chunk: &'q str, begin: usize) -> Option<Operand<'q>> {
        let (name, value) = chunk.split_once([':', '：'])?;
        match Name::parse(name)? {
            Name::Property(property) if value.is_empty() => self.quoted_value(property, begin),
            Name::Property(property) => Some(self.operand_from(begin, bare_value(property, value))),
            Name::Bound(bound) => self.dated(bound, value).map(|body| self.operand_from(begin, body)),
        }
    }

    fn quoted_value(&mut self, property: Property, begin: usize) -> Option<Operand<'q>> {
        let may_double = self.rest().starts_with('"');
        let Some(quoted) = self.quotes.read(self.rest(), may_double) else {
            return self.is_open().then(|| self.operand_from(begin, Body::Begun));
        };
        self.at += quoted.len;
        let is_open = self.is_open() && !quoted.is_closed;
        let value = quoted.inside.trim();
        let value = if may_double { value.replace("\"\"", "\"").into() } else { value.into() };
        let body = Body::Is { property, value, is_starred: self.star() };
        Some(Operand { body, range: begin..self.at, is_open })
    }

    fn dated(&mut self, bound: Bound, bare: &'q str) -> Option<Body<'q>> {
        if let Some(date) = date(bare) {
            return Some(Body::Dated { bound, date });
        }
        let quoted = self.quotes.read(self.rest(), false).filter(|_| bare.is_empty());
        if let Some((date, len)) = quoted.and_then(|quoted| Some((date(quoted.inside.trim())?, quoted.len))) {
            self.at += len;
            return Some(Body::Dated { bound, date });
        }
        let may_become_date = bare.chars().all(|c| c.is_ascii_digit() || DATE_SEPARATORS.contains(&c));
        (self.is_open() && may_become_date).then_some(Body::Begun)
    }
}

fn bare_value(property: Property, value: &str) -> Body<'_> {
    let unstarred = value.trim_end_matches('*');
    Body::Is { property, value: unstarred.into(), is_starred: unstarred.len() < value.len() }
}

impl Name {
    fn parse(name: &str) -> Option<Self> {
        let property = Property::ALL.into_iter().find(|property| property.name().eq_ignore_ascii_case(name));
        let bound = || Bound::ALL.into_iter().find(|bound| bound.name().eq_ignore_ascii_case(name));
        property.map(Self::Property).or_else(|| bound().map(Self::Bound))
    }
}

/// Reads the number of typing errors: none given is one, more than can be asked for are the most that can.
fn edits(digits: &str) -> Option<u8> {
    let is_number = digits.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| if digits.is_empty() { 1 } else { digits.parse().map_or(MAX_EDITS, |n: u8| n.min(MAX_EDITS)) })
}

/// Reads `2016`, `2016-12`, `2016-12-04`, and with slashes or without the zeros.
fn date(text: &str) -> Option<PartialDate> {
    if text.len() > MAX_DATE_BYTES {
        return None;
    }
    let padded = || text.split(DATE_SEPARATORS).map(|part| format!("{part:0>2}")).collect::<Vec<_>>().join("-");
    text.parse().ok().or_else(|| padded().parse().ok())
}
