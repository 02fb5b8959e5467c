//! Cuts folded text into tokens.

use super::super::cjk::is_cjk;
use super::super::folding::FoldedChar;
use super::super::unicode::{compose, is_mark};
use super::{MAX_JOINED_BYTES, MAX_TOKEN_BYTES, Token, TokenKind};

pub(super) struct Scanner<'c> {
    chars: &'c [FoldedChar],
    /// The index of the next character to look at.
    at: usize,
    position: usize,
    /// The text of the token in hand; kept to save allocations.
    buffer: String,
}

impl<'c> Scanner<'c> {
    pub(super) fn new(chars: &'c [FoldedChar]) -> Self {
        Self { chars, at: 0, position: 0, buffer: String::new() }
    }

    pub(super) fn run(&mut self, visit: &mut impl FnMut(Token<'_>)) {
        while let Some(first) = self.skip_to_word() {
            if is_cjk(first) {
                self.cjk_run(visit);
            } else {
                self.word(visit);
            }
        }
    }

    fn char_at(&self, index: usize) -> Option<char> {
        self.chars.get(index).map(|folded| folded.ch)
    }

    fn is_at(&self, index: usize, test: impl Fn(char) -> bool) -> bool {
        self.char_at(index).is_some_and(test)
    }

    /// Whether two characters stand before an index that answer to these tests.
    fn is_before(&self, index: usize, farther: impl Fn(char) -> bool, nearer: impl Fn(char) -> bool) -> bool {
        index >= 2 && self.is_at(index - 2, farther) && self.is_at(index - 1, nearer)
    }

    /// Moves to the beginning of the next word and returns its first character.
    fn skip_to_word(&mut self) -> Option<char> {
        let ahead = self.chars.get(self.at..)?.iter().position(|folded| begins_word(folded.ch))?;
        self.at += ahead;
        self.char_at(self.at)
    }

    /// Reads a word, a number or an acronym, and leaves a possessive behind.
    fn word(&mut self, visit: &mut impl FnMut(Token<'_>)) {
        let first = self.at;
        self.at = self.span_end(first);
        self.buffer.clear();
        self.read(first, self.at);
        self.emit(first, self.at, TokenKind::Word, visit);
        if let Some(end) = self.joined_end(first, self.at) {
            self.joined(first, end, visit);
        }
        self.parted(first, self.at, visit);
        self.position += 1;
        if self.is_possessive(self.at) {
            self.at += 2;
        }
    }

    /// The end of the word that begins here.
    fn span_end(&self, first: usize) -> usize {
        match self.number_end(first).or_else(|| self.acronym_end(first)) {
            Some(end) => end,
            None => self.word_end(first),
        }
    }

    /// Appends the letters of a word to the buffer, as many as there is room for. A point before a digit is that of a
    /// fraction; other points are those of acronyms.
    fn read(&mut self, first: usize, end: usize) {
        for (index, folded) in (first..).zip(self.chars.get(first..end).unwrap_or_default()) {
            let c = folded.ch;
            if c.is_ascii_alphanumeric() || (c == '.' && self.is_at(index + 1, is_digit)) {
                self.buffer.push(c);
            } else if continues_word(c) {
                push_composed(&mut self.buffer, c);
            }
            if self.buffer.len() >= MAX_TOKEN_BYTES {
                return;
            }
        }
    }

    /// The end of a number with commas or a fraction and of the letters right after it; `None` for all other words.
    fn number_end(&self, first: usize) -> Option<usize> {
        if !self.is_at(first, is_digit) {
            return None;
        }
        let digits_end = self.digits_end(first);
        let whole_end = self.groups_end(first, digits_end).unwrap_or(digits_end);
        let end = self.fraction_end(first, whole_end).unwrap_or(whole_end);
        (end > digits_end).then(|| self.word_end(end - 1))
    }

    fn digits_end(&self, first: usize) -> usize {
        let digits = self.chars.get(first..).unwrap_or_default().iter().take_while(|folded| is_digit(folded.ch));
        first + digits.count()
    }

    /// The end of groups of three digits with commas before them. They are all there is of digits and commas, or none.
    fn groups_end(&self, first: usize, digits_end: usize) -> Option<usize> {
        let is_comma = |c| c == ',';
        if digits_end - first > 3 || self.is_before(first, is_digit, is_comma) {
            return None;
        }
        let mut end = digits_end;
        while self.is_at(end, is_comma) && self.is_at(end + 1, is_digit) {
            if self.digits_end(end + 1) != end + 4 {
                return None;
            }
            end += 4;
        }
        Some(end)
    }

    /// The end of a fraction, if it is the only one: dates and versions have more points.
    fn fraction_end(&self, first: usize, whole_end: usize) -> Option<usize> {
        let is_point = |c| c == '.';
        let is_fraction = |at| self.is_at(at, is_point) && self.is_at(at + 1, is_digit);
        if !is_fraction(whole_end) || self.is_before(first, is_digit, is_point) {
            return None;
        }
        let end = self.digits_end(whole_end + 1);
        (!is_fraction(end)).then_some(end)
    }

    /// The end of letters that each have a full stop behind them, if there are two or more. The last may lack its own.
    fn acronym_end(&self, first: usize) -> Option<usize> {
        if !self.is_at(first + 1, |c| c == '.') {
            return None;
        }
        let mut end = first;
        let mut letters = 0;
        while self.is_at(end, |c| c.is_alphabetic() && continues_word(c)) {
            if self.is_at(end + 1, |c| c == '.') {
                end += 2;
            } else if letters > 0 && !self.is_at(end + 1, continues_word) {
                end += 1;
            } else {
                break;
            }
            letters += 1;
        }
        (letters > 1).then_some(end)
    }

    fn word_end(&self, first: usize) -> usize {
        let mut end = first + 1;
        loop {
            let rest = self.chars.get(end..).unwrap_or_default();
            end += rest.iter().take_while(|folded| continues_word(folded.ch)).count();
            if !self.is_at(end, is_apostrophe) || !self.is_at(end + 1, continues_word) || self.is_possessive(end) {
                return end;
            }
            end += 2;
        }
    }

    /// Whether an apostrophe and an `s` stand here and nothing of the word after them.
    fn is_possessive(&self, index: usize) -> bool {
        self.is_at(index, is_apostrophe)
            && self.is_at(index + 1, |c| c == 's')
            && !self.is_at(index + 2, continues_word)
    }

    /// The end of the word that a hyphen joins to the word `first..end`, if these two are all that hyphens join.
    fn joined_end(&self, first: usize, end: usize) -> Option<usize> {
        let goes_on = |at| self.is_at(at, is_hyphen) && self.is_at(at + 1, begins_word);
        if !goes_on(end) || self.is_at(end + 1, is_cjk) || self.is_before(first, begins_word, is_hyphen) {
            return None;
        }
        let second_end = self.span_end(end + 1);
        (!goes_on(second_end)).then_some(second_end)
    }

    /// Hands out two words as one; the first is in the buffer.
    fn joined(&mut self, first: usize, end: usize, visit: &mut impl FnMut(Token<'_>)) {
        self.read(self.at + 1, end);
        if self.buffer.len() <= MAX_JOINED_BYTES && self.buffer.contains(char::is_alphabetic) {
            self.emit(first, end, TokenKind::Joined, visit);
        }
    }

    /// Hands out the two parts of a word of letters with digits behind them, as if there were a hyphen between.
    fn parted(&mut self, first: usize, end: usize, visit: &mut impl FnMut(Token<'_>)) {
        let word = self.chars.get(first..end).unwrap_or_default();
        let letters = word.iter().take_while(|folded| continues_word(folded.ch) && !is_digit(folded.ch)).count();
        let middle = first + letters;
        let has_both = letters > 0 && middle < end && self.digits_end(middle) == end;
        if !has_both || word.len() > MAX_JOINED_BYTES {
            return;
        }
        for (first, end) in [(first, middle), (middle, end)] {
            self.buffer.clear();
            self.read(first, end);
            self.emit(first, end, TokenKind::Joined, visit);
            self.position += 1;
        }
        self.position -= 2;
    }

    /// Reads a run of CJK characters: every pair, then the last one.
    fn cjk_run(&mut self, visit: &mut impl FnMut(Token<'_>)) {
        while let Some(first) = self.char_at(self.at).filter(|c| is_cjk_letter(*c)) {
            self.buffer.clear();
            self.buffer.push(first);
            if let Some((next, second)) = self.next_in_run() {
                push_composed(&mut self.buffer, second);
                self.emit(self.at, next + 1, TokenKind::Pair, visit);
                self.at = next;
            } else {
                self.emit(self.at, self.at + 1, TokenKind::Single, visit);
                self.at += 1;
            }
            self.position += 1;
        }
    }

    /// The next character of the run and its index; marks that did not compose with their character are passed over.
    fn next_in_run(&self) -> Option<(usize, char)> {
        let mut rest = self.chars.iter().enumerate().skip(self.at + 1);
        let (next, folded) = rest.find(|(_, folded)| !is_mark(folded.ch))?;
        is_cjk_letter(folded.ch).then_some((next, folded.ch))
    }

    /// Hands out the token in the buffer, which was read from the characters `first..end`.
    fn emit(&self, first: usize, end: usize, kind: TokenKind, visit: &mut impl FnMut(Token<'_>)) {
        let cut = self.buffer.floor_char_boundary(MAX_TOKEN_BYTES);
        if let (Some(first), Some(last)) = (self.chars.get(first), self.chars.get(end - 1)) {
            let (text, range) = (&self.buffer[..cut], first.start..last.end);
            visit(Token { text, range, position: self.position, kind });
        }
    }
}

/// Appends a letter; where what stood between it and the one before was left out, the two may have to be composed.
fn push_composed(buffer: &mut String, c: char) {
    match buffer.chars().next_back().and_then(|last| compose(last, c)) {
        Some(whole) => {
            buffer.pop();
            buffer.push(whole);
        }
        None => buffer.push(c),
    }
}

fn begins_word(c: char) -> bool {
    c.is_alphanumeric() && !is_apostrophe(c)
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

fn is_cjk_letter(c: char) -> bool {
    begins_word(c) && is_cjk(c)
}

/// Letters, digits and marks of words that are not CJK.
fn continues_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || (!c.is_ascii() && (begins_word(c) || is_mark(c)) && !is_cjk(c))
}

/// The apostrophe, what is typed or typeset in its place, and the glottal stops of romanised Arabic and Hawaiian.
fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '‛' | 'ʼ' | 'ʻ' | 'ʾ' | 'ʿ')
}

/// The hyphen as typed and as typeset. (Folding makes the non-breaking one like the latter.)
fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}')
}
