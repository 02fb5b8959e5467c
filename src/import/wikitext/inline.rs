//! The markup within a line: links, sources, tags and templates become words.

use std::ops::Range;

use super::brackets::{Brackets, is_link_start, scheme_len};
use super::chars::{collapse, decode};
use super::ledger::{Ledger, quote};
use super::quotes::without_quotes;
use super::source;
use super::tag::{Meaning, Tag};
use super::title::{Target, pipe_trick, target};
use crate::model::{ProblemKind, Source};

/// How deep links and templates may stand in one another; editors rarely reach three.
const MAX_NESTING: usize = 12;
/// How far the name of a source is looked for whose closing bracket is missing.
const MAX_OPEN_LABEL_BYTES: usize = 120;
/// Where an address without brackets ends.
const ADDRESS_ENDS: [char; 9] = ['[', ']', '<', '>', '"', '{', '}', '|', '\''];
/// Where an address in brackets ends; MediaWiki's `EXT_LINK_URL_CLASS`.
const BRACKETED_ADDRESS_ENDS: [char; 5] = ['[', ']', '<', '>', '"'];

/// A part of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Plain words, white space as it stands.
    Words(String),
    /// A link to a page, and the words it shows: never blank.
    Link { words: String, page: String },
    /// A report elsewhere.
    Source(Source),
}

/// A line, read.
#[derive(Debug, Default)]
pub(super) struct Inline {
    pub(super) pieces: Vec<Piece>,
    /// Whether it names a report, be it one that had to be left out.
    pub(super) cited: bool,
}

/// Reads the text of a bullet, a heading or a stray line.
pub(super) fn read(text: &str, line: u32, ledger: &mut Ledger) -> Inline {
    let text = without_quotes(text);
    let mut parser = Parser {
        text: &text,
        brackets: Brackets::of(&text),
        reference_ends: text.match_indices("</ref").map(|(at, _)| at).collect(),
        line,
        ledger,
        nesting: 0,
        cited: false,
        told_unclosed: false,
    };
    let pieces = parser.pieces(0..text.len());
    let cited = parser.cited;
    Inline { pieces, cited }
}

/// The words of pieces, white space collapsed.
pub(super) fn words_of(pieces: &[Piece]) -> String {
    collapse(&joined(pieces))
}

fn joined(pieces: &[Piece]) -> String {
    let words = pieces.iter().map(|piece| match piece {
        Piece::Words(words) | Piece::Link { words, .. } => words.as_str(),
        Piece::Source(_) => " ",
    });
    words.collect()
}

/// Reads ranges of one line. Every byte is looked at once for each bracket around it, [`MAX_NESTING`] times at most.
pub(super) struct Parser<'a> {
    pub(super) text: &'a str,
    brackets: Brackets,
    /// Where closing tags of footnotes are.
    reference_ends: Vec<usize>,
    line: u32,
    ledger: &'a mut Ledger,
    nesting: usize,
    cited: bool,
    told_unclosed: bool,
}

impl<'a> Parser<'a> {
    fn pieces(&mut self, range: Range<usize>) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut plain = range.start;
        let mut at = range.start;
        while let Some(found) = self.text[at..range.end].find(['{', '}', '[', ']', '<', 'h', 'H']) {
            at += found;
            // Most of these letters begin no address, and some are part of a character reference.
            if self.text[at..].starts_with(['h', 'H']) && !self.is_address(at) {
                at += 1;
                continue;
            }
            push_words(&mut pieces, &decode(&self.text[plain..at]));
            plain = at;
            match self.special(at, range.end, &mut pieces) {
                Some(end) => (at, plain) = (end, end),
                None => at += 1,
            }
        }
        push_words(&mut pieces, &decode(&self.text[plain..range.end]));
        pieces
    }

    /// Reads what begins at an offset, if that is markup; the offset where it ends.
    fn special(&mut self, at: usize, end: usize, pieces: &mut Vec<Piece>) -> Option<usize> {
        let rest = &self.text[at..end];
        let close = self.brackets.close_of(at).filter(|close| *close < end);
        match rest.as_bytes() {
            [b'{', b'{', ..] | [b'[', b'[', ..] if rest.starts_with('{') || is_link_start(rest) => {
                let Some(close) = close else { return Some(self.unclosed(at)) };
                let inner = at + 2..close;
                Some(if rest.starts_with('{') {
                    self.template(inner, pieces);
                    close + 2
                } else {
                    self.link(inner, end, pieces)
                })
            }
            [b'[', ..] => match close {
                Some(close) => {
                    self.external(at + 1..close, pieces);
                    Some(close + 1)
                }
                None => scheme_len(&rest[1..]).map(|_| self.unclosed_external(at, end, pieces)),
            },
            [b'}', b'}', ..] | [b']', b']', ..] => Some(self.unclosed(at)),
            [b'<', ..] => self.tag(at, end, pieces),
            [b'h' | b'H', ..] => Some(self.bare_address(at, end, pieces)),
            _ => None,
        }
    }

    /// The pieces of a range within brackets; nothing, with a problem, if that is too deep.
    pub(super) fn nested(&mut self, range: Range<usize>) -> Vec<Piece> {
        if self.nesting == MAX_NESTING {
            let message = format!("Markup nested too deeply is left out: {}.", quote(&self.text[range]));
            self.left_out(message);
            return Vec::new();
        }
        self.nesting += 1;
        let pieces = self.pieces(range);
        self.nesting -= 1;
        pieces
    }

    /// The words of a range within brackets, white space as it stands. A source among them is left out with a problem.
    pub(super) fn words(&mut self, range: Range<usize>) -> String {
        let pieces = self.nested(range);
        for piece in &pieces {
            if let Piece::Source(source) = piece {
                self.left_out(format!("A source within the words of a link is left out: {}.", quote(&source.url)));
            }
        }
        joined(&pieces)
    }

    /// Steps over a double bracket without a partner.
    fn unclosed(&mut self, at: usize) -> usize {
        if !self.told_unclosed {
            self.told_unclosed = true;
            let place = quote(&self.text[at..]);
            self.note(ProblemKind::Syntax, format!("Brackets without a partner in their line are taken off: {place}."));
        }
        at + 2
    }

    /// Reads a wikilink whose brackets enclose a range; the offset after it and the letters that join its words.
    fn link(&mut self, range: Range<usize>, end: usize, pieces: &mut Vec<Piece>) -> usize {
        let after = range.end + "]]".len();
        if scheme_len(&self.text[range.clone()]).is_some_and(|len| self.text[range.start + len..].starts_with("//")) {
            self.external(range, pieces);
            return after;
        }
        let bar = self.split(range.clone()).first().map_or(range.end, |first| first.end);
        let raw = &self.text[range.start..bar];
        let target = target(raw);
        if let Some(what) = left_out_link(&target) {
            self.left_out(format!("{what} is left out: {}.", quote(&self.text[range])));
            return after;
        }
        let trail = self.text[after..end].bytes().take_while(u8::is_ascii_lowercase).count();
        let shown = match bar + 1 {
            _ if bar == range.end => decode(raw.trim_start().trim_start_matches(':')).into_owned(),
            anchor if anchor == range.end => decode(pipe_trick(raw)).into_owned(),
            anchor => self.words(anchor..range.end),
        };
        let words = shown + &self.text[after..after + trail];
        self.push_link(words, target, raw, pieces);
        after + trail
    }

    fn push_link(&mut self, words: String, target: Target, raw: &str, pieces: &mut Vec<Piece>) {
        match target {
            Target::Page(page) if !collapse(&words).is_empty() => pieces.push(Piece::Link { words, page }),
            Target::Page(_) => self.left_out(format!("A link without words is left out: {}.", quote(raw))),
            _ => {
                self.note(
                    ProblemKind::Markup,
                    format!("A link leads to no page, and only its words stay: {}.", quote(raw)),
                );
                push_words(pieces, &words);
            }
        }
    }

    /// Reads `address label`, without its brackets.
    fn external(&mut self, range: Range<usize>, pieces: &mut Vec<Piece>) {
        let inner = &self.text[range.clone()];
        let ends = |c: char| c.is_whitespace() || BRACKETED_ADDRESS_ENDS.contains(&c);
        let label = range.start + inner.find(ends).unwrap_or(inner.len());
        let name = self.words(label..range.end);
        self.push_source(&self.text[range.start..label], &name, pieces);
    }

    /// Reads `[address (Name)` without its closing bracket; the offset where it ends.
    fn unclosed_external(&mut self, at: usize, end: usize, pieces: &mut Vec<Piece>) -> usize {
        let line_end = &self.text[at + 1..end];
        let address = line_end.find(|c: char| c.is_whitespace() || BRACKETED_ADDRESS_ENDS.contains(&c));
        let label_at = at + 1 + address.unwrap_or(line_end.len());
        let label = &self.text[label_at..end];
        let window = &label[..label.floor_char_boundary(MAX_OPEN_LABEL_BYTES)];
        let in_parentheses = label.trim_start().starts_with('(').then(|| window.find(')')).flatten();
        let label_end = label_at + in_parentheses.map_or(0, |close| close + 1);
        self.note(ProblemKind::Syntax, format!("A source is never closed with “]”: {}.", quote(line_end)));
        let name = self.words(label_at..label_end);
        self.push_source(&self.text[at + 1..label_at], &name, pieces);
        label_end
    }

    /// Whether an address begins at an offset of the text.
    fn is_address(&self, at: usize) -> bool {
        let rest = &self.text[at..];
        let within_word = self.text[..at].ends_with(char::is_alphanumeric);
        let begins = |scheme: &&str| rest.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme));
        !within_word && ["https://", "http://"].iter().any(begins)
    }

    /// Reads an address that stands in the text without brackets; the offset where it ends.
    fn bare_address(&mut self, at: usize, end: usize, pieces: &mut Vec<Piece>) -> usize {
        let rest = &self.text[at..end];
        let address = rest.split(|c: char| c.is_whitespace() || ADDRESS_ENDS.contains(&c)).next().unwrap_or_default();
        let address = address.trim_end_matches([',', ';', '.', ':', '!', '?']);
        let address = if address.contains('(') { address } else { address.trim_end_matches(')') };
        self.note(ProblemKind::Markup, format!("An address without brackets is read as a source: {}.", quote(address)));
        self.push_source(address, source::host(address), pieces);
        at + address.len()
    }

    pub(super) fn push_source(&mut self, address: &str, label: &str, pieces: &mut Vec<Piece>) {
        self.cited = true;
        match source::read(address, label) {
            Some(read) => {
                if read.named_by_host {
                    let message =
                        format!("A source has no name, and gets that of its site: {}.", quote(&read.source.url));
                    self.note(ProblemKind::Markup, message);
                }
                pieces.push(Piece::Source(read.source));
            }
            None => {
                let message =
                    format!("A source is left out because its address is not one of the web: {}.", quote(address));
                self.ledger.left_out(self.line, ProblemKind::UnsafeUrl, message);
            }
        }
    }

    fn tag(&mut self, at: usize, end: usize, pieces: &mut Vec<Piece>) -> Option<usize> {
        let tag = Tag::read(&self.text[at..end])?;
        let after = at + tag.len;
        match tag.meaning {
            Meaning::Look => {}
            Meaning::Break => push_words(pieces, " "),
            Meaning::Struck => {
                self.note(ProblemKind::Markup, "Words are struck out on the page, and stay here.");
            }
            Meaning::Reference => return Some(self.reference(after, end, pieces)),
            Meaning::Unknown => {
                self.note(
                    ProblemKind::Markup,
                    format!("{} is no tag that is known, and stays as it is.", quote(&self.text[at..after])),
                );
                return None;
            }
        }
        Some(after)
    }

    /// Reads the footnote whose opening tag ends at an offset; only its sources are of use. The offset after it.
    fn reference(&mut self, at: usize, end: usize, pieces: &mut Vec<Piece>) -> usize {
        let next = self.reference_ends.partition_point(|close| *close < at);
        let Some(close) = self.reference_ends.get(next).copied().filter(|close| *close < end) else {
            self.note(ProblemKind::Syntax, "A footnote (<ref>) is never closed, and is read as text.");
            return at;
        };
        let (sources, words): (Vec<_>, Vec<_>) =
            self.nested(at..close).into_iter().partition(|piece| matches!(piece, Piece::Source(_)));
        pieces.extend(sources);
        let words = words_of(&words);
        if !words.is_empty() {
            self.left_out(format!("The words of a footnote are left out: {}.", quote(&words)));
        }
        self.text[close..end].find('>').map_or(end, |found| close + found + 1)
    }

    /// The parts of a range between bars that stand in no bracket of their own.
    pub(super) fn split(&self, range: Range<usize>) -> Vec<Range<usize>> {
        let mut parts = Vec::new();
        let (mut start, mut at) = (range.start, range.start);
        while let Some(found) = self.text[at..range.end].find(['|', '{', '[']) {
            at += found;
            if self.text[at..].starts_with('|') {
                parts.push(start..at);
                start = at + 1;
            }
            at = self.brackets.close_of(at).filter(|close| *close < range.end).unwrap_or(at) + 1;
        }
        parts.push(start..range.end);
        parts
    }

    pub(super) fn note(&mut self, kind: ProblemKind, message: impl Into<String>) {
        self.ledger.note(self.line, kind, message);
    }

    /// Counts markup that leaves nothing in the result.
    pub(super) fn left_out(&mut self, message: impl Into<String>) {
        self.ledger.left_out(self.line, ProblemKind::Markup, message);
    }
}

/// What a link is that shows no words in the text.
fn left_out_link(target: &Target) -> Option<&'static str> {
    match target {
        Target::File => Some("A picture or file"),
        Target::Category => Some("A category of the page"),
        Target::Language => Some("A link to the page in another language"),
        Target::Page(_) | Target::Section | Target::Invalid => None,
    }
}

/// Adds words, to those at the end if there are any.
pub(super) fn push_words(pieces: &mut Vec<Piece>, words: &str) {
    match pieces.last_mut() {
        _ if words.is_empty() => {}
        Some(Piece::Words(last)) => last.push_str(words),
        _ => pieces.push(Piece::Words(words.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pieces in short, and the kinds of the problems.
    fn short(text: &str) -> (String, Vec<ProblemKind>) {
        let mut ledger = Ledger::new("p");
        let shown = read(text, 1, &mut ledger).pieces.into_iter().map(|piece| match piece {
            Piece::Words(words) => words,
            Piece::Link { words, page } => format!("<{words}={page}>"),
            Piece::Source(source) => format!("<{} @ {}>", source.name, source.url),
        });
        let shown = shown.collect();
        (shown, ledger.close().0.into_iter().map(|problem| problem.kind).collect())
    }

    #[test]
    fn what_is_read_whole_has_no_problems() {
        for (text, expected) in [
            ("[[Israel]]i [[Peru|''Peru''vian]]s", "<Israeli=Israel> <Peruvians=Peru>"),
            (
                "[[Georgia (country)|]], [[Sukhoi Su-17#Variants|Su-22]]",
                "<Georgia=Georgia (country)>, <Su-22=Sukhoi Su-17>",
            ),
            ("[[:es:lima|Lima]] [[:fr:Lyon]]", "<Lima=es:Lima> <fr:Lyon=fr:Lyon>"),
            ("''[[Charlie Hebdo]]'''s", "<Charlie Hebdo=Charlie Hebdo>'s"),
            ("[[Help:IPA|&#91;ɡə&#93;]] &ndash; [[[sic]]]", "<[ɡə]=Help:IPA> – [<sic=Sic>]"),
            ("1,000 m<sup>2</sup><br/>M<sub>w</sub> 5 < 6 <3", "1,000 m2 Mw 5 < 6 <3"),
            ("[http://a.org ([[BBC]])]", "<BBC @ http://a.org>"),
            ("[http://a.org ''(The Bee'')] [release] [a: b]", "<The Bee @ http://a.org> [release] [a: b]"),
            ("[[http://a.org (BBC)]]", "<BBC @ http://a.org>"),
            ("a<ref>[http://a.org (BBC)]</ref><ref name=\"b\"/> b", "a<BBC @ http://a.org> b"),
        ] {
            assert_eq!(short(text), (expected.to_owned(), Vec::new()), "{text}");
        }
    }

    #[test]
    fn what_is_reduced_or_left_out_has_a_problem() {
        use ProblemKind::{Markup, Syntax, UnsafeUrl};
        for (text, expected, kinds) in [
            ("a [[File:b.jpg|thumb|[[C]] d]] e", "a  e", vec![Markup]),
            ("a [[Category:B]]", "a ", vec![Markup]),
            ("a [[de:B]]", "a ", vec![Markup]),
            ("[[#History|its past]]", "its past", vec![Markup]),
            ("[[a{b|c]]", "c", vec![Markup]),
            ("[[A|&nbsp;]] b", " b", vec![Markup]),
            ("a [[B c", "a B c", vec![Syntax]),
            ("a B]] c [[D]] }}", "a B c <D=D> ", vec![Syntax]),
            ("{{a [[B]]", "a <B=B>", vec![Syntax]),
            ("x [http://a.org (BBC) y [[Z]]", "x <BBC @ http://a.org> y <Z=Z>", vec![Syntax]),
            ("x [http://a.org y", "x <a.org @ http://a.org> y", vec![Syntax, Markup]),
            ("[javascript:alert(1) (BBC)]", "", vec![UnsafeUrl]),
            ("[//a.org (BBC)]", "", vec![UnsafeUrl]),
            ("[http://a.org]", "<a.org @ http://a.org>", vec![Markup]),
            ("see (https://a.org/b).", "see (<a.org @ https://a.org/b>).", vec![Markup]),
            ("[[A|b [http://a.org (C)]]]", "<b  =A>", vec![Markup]),
            ("a<ref>b</ref>c", "ac", vec![Markup]),
            ("a<ref>b", "ab", vec![Syntax]),
            ("a <s>b</s> c", "a b c", vec![Markup]),
            ("a <poem>b", "a <poem>b", vec![Markup]),
        ] {
            assert_eq!(short(text), (expected.to_owned(), kinds), "{text}");
        }
    }

    #[test]
    fn nesting_has_an_end() {
        let nested = |levels: usize| short(&format!("{}x{}", "{{nowrap|".repeat(levels), "}}".repeat(levels)));
        assert_eq!(nested(MAX_NESTING), ("x".to_owned(), Vec::new()));
        let (shown, kinds) = nested(MAX_NESTING + 8);
        assert_eq!((shown.as_str(), kinds.contains(&ProblemKind::Markup)), ("", true));
    }
}
