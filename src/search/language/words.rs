//! Typed text to words as the index knows them.

use crate::text::{TokenKind, for_each_token};

use super::ast::{Form, Typed, Word};

/// The words of a text that begins at byte `start` of the query, `most` of them at most.
pub(super) struct Reading {
    pub(super) words: Vec<Word>,
    /// The byte after the last word, from the beginning of the text.
    pub(super) end: usize,
    /// Words were left out.
    pub(super) is_cut: bool,
}

impl Reading {
    /// Reads a text. Words too many are cut off the text, not off the words: several can come of one character (`½`), and
    /// the words must be those that their spelling is read as again.
    pub(super) fn new(text: &str, start: usize, most: usize) -> Self {
        let mut words = tokens(text, start, most + 1);
        let first_too_many = words.get(most).map(|word| word.range.0.start - start);
        if let Some(cut) = first_too_many {
            words = tokens(text.get(..cut).unwrap_or_default(), start, most);
        }
        let end = words.last().map_or(0, |word| word.range.0.end - start);
        Self { words, end, is_cut: first_too_many.is_some() }
    }

    /// Lets the last word stand for all that begin with it. CJK characters are what they are.
    pub(super) fn open_last(&mut self) {
        if let Some(word) = self.words.last_mut().filter(|word| word.form == Form::Whole && !self.is_cut) {
            word.form = Form::Prefix;
        }
    }

    /// The text from its first word to its last, outside quotes or inside. It is read as the same words wherever it
    /// stands: nothing in it is an operator, a mark or a closing quote.
    pub(super) fn spelling(&self, text: &str, start: usize, is_phrase: bool) -> String {
        let first = self.words.first().map_or(0, |word| word.range.0.start - start);
        let spelling = text.get(first..self.end).unwrap_or_default();
        match spelling {
            _ if is_phrase => spelling.split(|c: char| c == '"' || c.is_whitespace()).fold(String::new(), joined),
            "AND" | "OR" | "NOT" => spelling.to_ascii_lowercase(),
            _ => spelling.replace('~', "-"),
        }
    }
}

/// Whether there is a word in a text.
pub(super) fn has_words(text: &str) -> bool {
    let mut has_words = false;
    for_each_token(text, |_| has_words = true);
    has_words
}

fn joined(mut pieces: String, piece: &str) -> String {
    if !pieces.is_empty() && !piece.is_empty() {
        pieces.push(' ');
    }
    pieces + piece
}

fn tokens(text: &str, start: usize, most: usize) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for_each_token(text, |token| {
        let follows_pair =
            words.last().is_some_and(|last| last.form == Form::Pair && last.position + 1 == token.position);
        let form = match token.kind {
            TokenKind::Word => Form::Whole,
            TokenKind::Pair => Form::Pair,
            // The last character of a run is in the pair before it already.
            TokenKind::Single if follows_pair => return,
            TokenKind::Single => Form::Character,
            // Its parts are looked for.
            TokenKind::Joined => return,
        };
        if words.len() < most {
            let range = Typed(start + token.range.start..start + token.range.end);
            words.push(Word { text: token.text.to_owned(), form, position: token.position, range });
        }
    });
    words
}
