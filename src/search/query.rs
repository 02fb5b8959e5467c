//! What the reader typed, as words to look for.

use crate::text::{Token, TokenKind, for_each_token};

/// The most different words of a query that are looked for; those after them are left out.
///
/// More than any sentence a reader would paste, and few enough that any query is answered in bounded time.
pub const MAX_QUERY_WORDS: usize = 32;

/// The words that events must have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    words: Vec<Word>,
}

/// A word to look for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Folded, as in [`crate::text::Token`].
    pub text: String,
    /// Which terms it matches.
    pub form: Form,
}

/// Which terms a word matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The term itself.
    Whole,
    /// The term itself and, less well, terms that begin with it.
    Prefix,
    /// A single CJK character: the terms that begin with it, all alike (see [`TokenKind::Single`]).
    Character,
}

/// How near a term comes to a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closeness {
    /// It is the word.
    Exact,
    /// It begins with the word.
    Prefix,
}

impl Query {
    /// Reads a query; see [`crate::protocol::SearchRequest::query`]. Never fails: what holds no word is ignored.
    /// Linear in the length of the query.
    pub fn parse(query: &str, typing: bool) -> Self {
        let mut parser = Parser::default();
        for_each_token(query, |token| {
            if token.kind == TokenKind::Joined {
                return; // its two words are asked for
            }
            parser.end_last(has_star(query.get(parser.last_end..token.range.start)));
            parser.add(&token);
        });
        let rest = query.get(parser.last_end..);
        let is_unfinished = typing && !rest.is_some_and(|rest| rest.contains(char::is_whitespace));
        parser.end_last(is_unfinished || has_star(rest));
        Self { words: parser.words }
    }

    /// The words, in the order of the query, without duplicates; at most [`MAX_QUERY_WORDS`].
    pub fn words(&self) -> &[Word] {
        &self.words
    }
}

/// Whether a word ends with a star, given what follows it up to the next word.
fn has_star(gap: Option<&str>) -> bool {
    gap.and_then(|gap| gap.split(char::is_whitespace).next()).is_some_and(|rest| rest.contains('*'))
}

/// Gathers words; the last one is held back until it is known how it ends.
#[derive(Default)]
struct Parser {
    words: Vec<Word>,
    last: Option<Word>,
    /// The byte of the query after the last word.
    last_end: usize,
    /// Where a pair would go on that is the last word so far.
    pair_goes_on_at: Option<usize>,
}

impl Parser {
    fn add(&mut self, token: &Token<'_>) {
        let form = match token.kind {
            // The last character of a run is in the pair before it already.
            TokenKind::Single if self.pair_goes_on_at == Some(token.position) => return,
            TokenKind::Single => Form::Character,
            TokenKind::Word | TokenKind::Joined | TokenKind::Pair => Form::Whole,
        };
        self.last_end = token.range.end;
        self.last = Some(Word { text: token.text.to_owned(), form });
        self.pair_goes_on_at = (token.kind == TokenKind::Pair).then_some(token.position + 1);
    }

    /// Keeps the last word, as a prefix if it was left open. Pairs and single characters are what they are.
    fn end_last(&mut self, is_open: bool) {
        let Some(mut word) = self.last.take() else { return };
        if is_open && word.form == Form::Whole && self.pair_goes_on_at.is_none() {
            word.form = Form::Prefix;
        }
        if self.words.len() < MAX_QUERY_WORDS && !self.words.contains(&word) {
            self.words.push(word);
        }
    }
}

impl Word {
    /// How near a term comes to this word; `None` if it does not match.
    pub fn closeness(&self, term: &str) -> Option<Closeness> {
        match self.form {
            Form::Whole => (term == self.text).then_some(Closeness::Exact),
            Form::Character => term.starts_with(&self.text).then_some(Closeness::Exact),
            Form::Prefix if term == self.text => Some(Closeness::Exact),
            Form::Prefix => term.starts_with(&self.text).then_some(Closeness::Prefix),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(query: &str, typing: bool) -> String {
        let shown = |word: &Word| match word.form {
            Form::Whole => word.text.clone(),
            Form::Prefix => format!("{}*", word.text),
            Form::Character => format!("{}…", word.text),
        };
        Query::parse(query, typing).words().iter().map(shown).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn reads_words_and_prefixes() {
        for (query, typing, words) in [
            ("", true, ""),
            (" \u{0}*\"(((--:~ \u{202E}", true, ""),
            ("Islamic STATE", false, "islamic state"),
            ("Islamic STATE", true, "islamic state*"),
            ("Islamic STATE ", true, "islamic state"),
            ("Islamic STATE !", true, "islamic state"),
            ("Islamic STATE!", true, "islamic state*"),
            ("migr* state *x y *", false, "migr* state x y"),
            ("covid-1*9", false, "covid 1* 9"),
            ("U.S.* the State's* U.S.", false, "us* the state* us"),
            ("one!* two * 俄罗*", false, "one* two 俄罗"),
            ("iran iran IRAN iran*", false, "iran iran*"),
            ("俄 俄罗斯", true, "俄… 俄罗 罗斯"),
            ("俄罗 斯", false, "俄罗 斯…"),
            ("12月", true, "12 月…"),
        ] {
            assert_eq!(parsed(query, typing), words, "{query}");
        }
    }

    #[test]
    fn keeps_a_bounded_number_of_words() {
        let long = (0..10_000).map(|n| format!("w{n} ")).collect::<String>();
        let query = Query::parse(&long, false);
        assert_eq!(query.words().len(), MAX_QUERY_WORDS);
        assert_eq!(query.words()[31].text, "w31");
    }
}
