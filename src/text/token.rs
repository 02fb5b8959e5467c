//! Words of a text, as they are indexed and looked up.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::cjk::is_cjk;
use super::folding::{FoldedChar, fold_chars};

/// The most bytes of a token's text. Longer ones are cut, in documents and queries alike, so that they are still found.
///
/// The longest word of any dictionary of a written language is shorter; what is longer is an address, a hash or an attack.
pub const MAX_TOKEN_BYTES: usize = 64;

/// A word in a text, or what stands for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    /// Folded; at most [`MAX_TOKEN_BYTES`], never empty.
    pub text: &'a str,
    /// Where it stands in the original, in bytes at character boundaries.
    pub range: Range<usize>,
    /// The number of words before it, counting every CJK character as one. Neighbours differ by one.
    pub position: usize,
    /// What it is.
    pub kind: TokenKind,
}

/// The kinds of [`Token`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// A word or a number.
    Word,
    /// Two CJK characters that follow each other.
    Pair,
    /// The last CJK character of a run; of a run of one, the only one.
    Single,
}

/// Calls `visit` with every token of a text, in order.
///
/// - A word is a run of letters, digits and their marks. Hyphens, full stops and all else divide: `COVID-19` is two words.
/// - An apostrophe inside a word is left out (`O'Brien` is `obrien`), a possessive `'s` is not part of it.
/// - Single letters with full stops are one word: `U.S.` is `us`.
/// - Runs of Han characters, kana and Hangul are cut into overlapping pairs, as they have no spaces between words (or, in
///   Korean, particles without one). The last character of a run comes on its own, so that **every character begins a
///   token**: who looks for a single character looks for tokens that begin with it.
pub fn for_each_token(text: &str, mut visit: impl FnMut(Token<'_>)) {
    let chars = fold_chars(text);
    let mut scanner = Scanner { chars: &chars, at: 0, position: 0, buffer: String::new() };
    while let Some(first) = scanner.skip_to_word() {
        if is_cjk(first) {
            scanner.cjk_run(&mut visit);
        } else {
            scanner.word(&mut visit);
        }
    }
}

struct Scanner<'c> {
    chars: &'c [FoldedChar],
    /// The index of the next character to look at.
    at: usize,
    position: usize,
    /// The text of the token in hand; kept to save allocations.
    buffer: String,
}

impl Scanner<'_> {
    fn char_at(&self, index: usize) -> Option<char> {
        self.chars.get(index).map(|folded| folded.ch)
    }

    fn is_at(&self, index: usize, test: impl Fn(char) -> bool) -> bool {
        self.char_at(index).is_some_and(test)
    }

    /// Moves to the beginning of the next word and returns its first character.
    fn skip_to_word(&mut self) -> Option<char> {
        let ahead = self.chars.get(self.at..)?.iter().position(|folded| begins_word(folded.ch))?;
        self.at += ahead;
        self.char_at(self.at)
    }

    /// Reads a word or an acronym, and leaves a possessive behind.
    fn word(&mut self, visit: &mut impl FnMut(Token<'_>)) {
        let first = self.at;
        self.buffer.clear();
        self.at = match self.acronym_end(first) {
            Some(end) => end,
            None => self.word_end(first),
        };
        for folded in self.chars.get(first..self.at).unwrap_or_default() {
            if continues_word(folded.ch) {
                self.buffer.push(folded.ch);
            }
        }
        self.emit(first, self.at, TokenKind::Word, visit);
        self.position += 1;
        if self.is_possessive(self.at) {
            self.at += 2;
        }
    }

    /// The end of letters that each have a full stop behind them, if there are two or more. The last may lack its own.
    fn acronym_end(&self, first: usize) -> Option<usize> {
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
            if self.is_at(end, continues_word) {
                end += 1;
            } else if self.is_at(end, is_apostrophe) && self.is_at(end + 1, continues_word) && !self.is_possessive(end)
            {
                end += 2;
            } else {
                return end;
            }
        }
    }

    /// Whether an apostrophe and an `s` stand here and nothing of the word after them.
    fn is_possessive(&self, index: usize) -> bool {
        self.is_at(index, is_apostrophe)
            && self.is_at(index + 1, |c| c == 's')
            && !self.is_at(index + 2, continues_word)
    }

    /// Reads a run of CJK characters: every pair, then the last one.
    fn cjk_run(&mut self, visit: &mut impl FnMut(Token<'_>)) {
        while self.is_at(self.at, is_cjk_letter) {
            let next = self.next_in_run();
            self.buffer.clear();
            self.buffer.extend(self.char_at(self.at));
            match next {
                Some(second) => {
                    self.buffer.extend(self.char_at(second));
                    self.emit(self.at, second + 1, TokenKind::Pair, visit);
                    self.at = second;
                }
                None => {
                    self.emit(self.at, self.at + 1, TokenKind::Single, visit);
                    self.at += 1;
                }
            }
            self.position += 1;
        }
    }

    /// The next character of the run; marks that did not compose with their character are passed over.
    fn next_in_run(&self) -> Option<usize> {
        let rest = self.chars.get(self.at + 1..)?;
        let next = self.at + 1 + rest.iter().position(|folded| !is_combining_mark(folded.ch))?;
        self.is_at(next, is_cjk_letter).then_some(next)
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

fn begins_word(c: char) -> bool {
    c.is_alphanumeric() && !is_apostrophe(c)
}

fn is_cjk_letter(c: char) -> bool {
    begins_word(c) && is_cjk(c)
}

/// Letters, digits and marks of words that are not CJK.
fn continues_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || (!c.is_ascii() && (begins_word(c) || is_combining_mark(c)) && !is_cjk(c))
}

/// The apostrophe, what is typed or typeset in its place, and the glottal stops of romanised Arabic and Hawaiian.
fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '‛' | 'ʼ' | 'ʻ' | 'ʾ' | 'ʿ')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        for_each_token(text, |token| found.push(token.text.to_owned()));
        found
    }

    #[test]
    fn finds_words() {
        for (text, words) in [
            ("", ""),
            ("  ...!? \u{301} --", ""),
            ("Islamic State's leader, Rustam Asildarov", "islamic state leader rustam asildarov"),
            ("COVID-19: 10,000 cases", "covid 19 10 000 cases"),
            ("O'Brien’s don't rebels' 'quoted' rock'n'roll", "obrien dont rebels quoted rocknroll"),
            ("Sana‘a, Qur’an, Xi'an, ʻOkina", "sanaa quran xian okina"),
            ("the U.S. and U.K.'s e.g. U.N-backed p.m.", "the us and uk eg un backed pm"),
            ("J. Smith, Ph.D., St.Petersburg, 1.5, U.S.Army", "j smith ph d st petersburg 1 5 us army"),
            ("it''s 's a_b", "it s s a b"),
            ("½ №5 ㎏", "1 2 no5 kg"),
            ("हिन्दी में", "हिन्दी में"),
        ] {
            assert_eq!(texts(text), words.split_whitespace().collect::<Vec<_>>(), "{text}");
        }
    }

    #[test]
    fn cuts_cjk_into_pairs_and_a_last_character() {
        for (text, words) in [
            ("俄", "俄"),
            ("俄罗斯。", "俄罗 罗斯 斯"),
            ("2016年12月4日ISIL攻击", "2016 年 12 月 4 日 isil 攻击 击"),
            ("ガザ地区の", "ガザ ザ地 地区 区の の"),
            ("대통령이", "대통 통령 령이 이"),
        ] {
            assert_eq!(texts(text), words.split_whitespace().collect::<Vec<_>>(), "{text}");
        }
    }

    #[test]
    fn tokens_know_their_place() {
        let text = "The FSB’s «Größe» 俄罗";
        let mut places = Vec::new();
        for_each_token(text, |token| places.push((text[token.range].to_owned(), token.position, token.kind)));
        let place = |text: &str, position, kind| (text.to_owned(), position, kind);
        assert_eq!(
            places,
            [
                place("The", 0, TokenKind::Word),
                place("FSB", 1, TokenKind::Word),
                place("Größe", 2, TokenKind::Word),
                place("俄罗", 3, TokenKind::Pair),
                place("罗", 4, TokenKind::Single),
            ]
        );
    }

    #[test]
    fn long_words_are_cut_at_a_character() {
        let long = format!("a{}", "ю".repeat(100_000));
        let found = texts(&long);
        assert_eq!(found, [format!("a{}", "ю".repeat(31))]);
        assert!(found[0].len() <= MAX_TOKEN_BYTES);
    }
}
