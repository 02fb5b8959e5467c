//! The pieces of an event's bullet, put together.

use std::collections::HashSet;

use super::chars::is_space;
use super::inline::Piece;
use crate::model::{Mention, Source};

/// What an event's bullet says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Prose {
    /// The words without sources, in one line.
    pub(super) headline: String,
    pub(super) mentions: Vec<Mention>,
    pub(super) sources: Vec<Source>,
}

/// Words that only join two sources.
const JOINTS: [&str; 4] = ["and", "&", "/", "via"];
const SENTENCE_ENDS: [char; 4] = ['.', '!', '?', '…'];
const CLOSING_QUOTES: [char; 6] = ['"', '”', '’', '\'', ')', '»'];
/// Most closing quotes that a sentence's end is looked for behind.
const MAX_CLOSING_QUOTES: usize = 4;

impl Prose {
    /// Sources go out of the words, and with them what only held them: commas between them, parentheses around them,
    /// a second full stop after them.
    pub(super) fn of(pieces: Vec<Piece>) -> Self {
        let mut writer = Writer::default();
        let mut pieces = pieces.into_iter().peekable();
        while let Some(piece) = pieces.next() {
            match piece {
                Piece::Words(words) => {
                    let before_source = matches!(pieces.peek(), Some(Piece::Source(_)));
                    writer.words(&words, before_source);
                }
                Piece::Link { words, page } => writer.link(&words, page),
                Piece::Source(source) => writer.source(source),
            }
        }
        writer.finish()
    }

    /// The pages that the mentions lead to, each once, in order of appearance.
    pub(super) fn entities(&self) -> Vec<String> {
        let mut seen = HashSet::new();
        self.mentions.iter().map(|mention| &mention.entity).filter(|page| seen.insert(*page)).cloned().collect()
    }
}

#[derive(Default)]
struct Writer {
    prose: Prose,
    /// White space is due before the next word.
    space: bool,
    /// The last piece was a source.
    after_source: bool,
    /// Opening parentheses not closed yet.
    open_parentheses: usize,
    /// Where the last mention ends.
    mentioned: usize,
}

impl Writer {
    fn words(&mut self, words: &str, before_source: bool) {
        let rest = if self.after_source { self.after_the_source(words) } else { words };
        let joint = self.after_source && before_source && JOINTS.contains(&rest.trim());
        if joint || (self.after_source && rest.trim_matches(is_space).is_empty()) {
            return;
        }
        self.after_source = false;
        self.write(rest);
    }

    fn link(&mut self, words: &str, page: String) {
        self.after_source = false;
        if words.starts_with(is_space) {
            self.space = true;
        }
        let start = self.prose.headline.len() + usize::from(self.space && !self.prose.headline.is_empty());
        self.write(words);
        let text = self.prose.headline.get(start..).unwrap_or_default().to_owned();
        self.mentioned = self.prose.headline.len();
        self.prose.mentions.push(Mention { text, entity: page });
    }

    fn source(&mut self, source: Source) {
        // A parenthesis that was opened for the source alone.
        if self.prose.headline.ends_with('(') && self.prose.headline.len() > self.mentioned {
            self.prose.headline.pop();
            self.prose.headline.truncate(self.prose.headline.trim_end().len());
            self.open_parentheses = self.open_parentheses.saturating_sub(1);
        }
        self.space = true;
        self.after_source = true;
        self.prose.sources.push(source);
    }

    /// What is left of the words after a source when the punctuation that belonged to the source is gone.
    fn after_the_source<'a>(&mut self, words: &'a str) -> &'a str {
        let mut rest = words;
        loop {
            rest = rest.trim_start_matches(is_space);
            let Some(first) = rest.chars().next() else { return rest };
            let drop = match first {
                ',' | ';' => true,
                ')' => self.open_parentheses == 0,
                c if SENTENCE_ENDS.contains(&c) || c == ':' => self.ends_a_sentence(),
                _ => false,
            };
            if !drop {
                // Punctuation that the sentence needs stands where the source stood.
                self.space = !(SENTENCE_ENDS.contains(&first) || [':', ')'].contains(&first));
                return rest;
            }
            rest = &rest[first.len_utf8()..];
        }
    }

    /// Takes off the comma that led to the sources.
    fn finish(mut self) -> Prose {
        let headline = &self.prose.headline;
        let end = headline.trim_end_matches([',', ';', ' ']).len();
        if self.after_source && end >= self.mentioned {
            self.prose.headline.truncate(end);
        }
        self.prose
    }

    fn ends_a_sentence(&self) -> bool {
        let last = self.prose.headline.chars().rev().take(MAX_CLOSING_QUOTES).find(|c| !CLOSING_QUOTES.contains(c));
        last.is_none_or(|last| SENTENCE_ENDS.contains(&last))
    }

    fn write(&mut self, words: &str) {
        for c in words.chars() {
            if is_space(c) {
                self.space = true;
                continue;
            }
            if self.space && !self.prose.headline.is_empty() {
                self.prose.headline.push(' ');
            }
            self.space = false;
            match c {
                '(' => self.open_parentheses += 1,
                ')' => self.open_parentheses = self.open_parentheses.saturating_sub(1),
                _ => {}
            }
            self.prose.headline.push(c);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::inline::read;
    use super::super::ledger::Ledger;
    use super::*;

    fn prose(text: &str) -> Prose {
        Prose::of(read(text, 1, &mut Ledger::new("p")).pieces)
    }

    #[test]
    fn sources_leave_no_traces_in_the_words() {
        for (text, headline) in [
            ("A falls. [http://a.org (A)]", "A falls."),
            ("A falls [http://a.org (A)].", "A falls."),
            ("A falls. [http://a.org (A)].", "A falls."),
            ("A falls. [http://a.org (A)]; [http://b.org (B)]", "A falls."),
            ("A falls. [http://a.org (A)]; B rises", "A falls. B rises"),
            ("A “falls.” [http://a.org (A)], [http://b.org (B)] and [http://c.org (C)].", "A “falls.”"),
            ("A falls. [http://a.org (A)]. B rises. [http://b.org (B)]", "A falls. B rises."),
            ("A falls. [http://a.org (A)] and B [[rise]]s.", "A falls. and B rises."),
            ("A falls. ([http://a.org A])", "A falls."),
            ("A falls. ([http://a.org A], [http://b.org B])", "A falls."),
            ("A falls , [http://a.org (A)]", "A falls"),
            ("A falls. [http://a.org (A])", "A falls."),
            ("A (says [http://a.org A]) falls.", "A (says) falls."),
            ("A [[(]][http://a.org A]", "A ("),
            ("A says [http://a.org (A)] [[B]] falls", "A says B falls"),
            ("[http://a.org (A)] A falls", "A falls"),
            ("A&nbsp; falls\u{a0}&nbsp;", "A falls"),
        ] {
            assert_eq!(prose(text).headline, headline, "{text}");
        }
    }

    #[test]
    fn mentions_are_words_of_the_headline() {
        let prose = prose("''[[A b]]''s [[A b| a &nbsp; b ]]c. [http://a.org (A)] [[d]], [[D]]");
        assert_eq!(prose.headline, "A bs a b c. d, D");
        let mentions: Vec<_> = prose.mentions.iter().map(|m| (m.text.as_str(), m.entity.as_str())).collect();
        assert_eq!(mentions, [("A b", "A b"), ("a b c", "A b"), ("d", "D"), ("D", "D")]);
        assert_eq!(prose.entities(), ["A b", "D"]);
    }
}
