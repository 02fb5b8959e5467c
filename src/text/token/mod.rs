//! Words of a text, as they are indexed and looked up.

use std::ops::Range;

use super::folding::fold_chars;
use scanner::Scanner;

mod scanner;

/// The most bytes of a token's text. Longer ones are cut, in documents and queries alike, so that they are still found.
///
/// The longest word of any dictionary of a written language is shorter; what is longer is an address, a hash or an attack.
pub const MAX_TOKEN_BYTES: usize = 64;

/// The most bytes of a [`TokenKind::Joined`] token: longer than any compound that is also written as one word.
pub const MAX_JOINED_BYTES: usize = 24;

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
    /// Two words with a hyphen between, as one: `covid19` for `COVID-19`. Comes after the first of the two and has its
    /// position; the range covers both. Or the other way round the letters and the digits of a word, `covid` and `19` for
    /// `COVID19`: after the word, the letters with its position, the digits with the next. It stands for another spelling of what
    /// words say already, so a query need not ask for it.
    Joined,
}

/// Calls `visit` with every token of a text, in order of where they begin.
///
/// - A word is a run of letters, digits and their marks. Hyphens, full stops and all else divide: `COVID-19` is two words.
/// - Two words with a hyphen between come joined, too ([`TokenKind::Joined`]), if there are just two, not both of them
///   numbers (a score of 1-2 is not 12), and no more than [`MAX_JOINED_BYTES`] together. So do the two parts of a word of
///   letters with digits behind them, of as many characters at most.
/// - An apostrophe inside a word is left out (`O'Brien` is `obrien`), a possessive `'s` is not part of it.
/// - Single letters with full stops are one word: `U.S.` is `us`.
/// - A number with commas is one word without them, `11,364` is `11364`, if one to three digits come first and groups of
///   three after each comma: `2016,2017` is two numbers. A number with a fraction is one word with its point, `1.5`; with
///   more points than one it is several (`1.2.3`). Letters right after a number belong to it: `1.5m`.
/// - Runs of Han characters, kana and Hangul are cut into overlapping pairs, as they have no spaces between words (or, in
///   Korean, particles without one). The last character of a run comes on its own, so that **every character begins a
///   token**: who looks for a single character looks for tokens that begin with it.
///
/// The text of every token is folded, also taken by itself. Positions of all tokens that are not joined follow each other.
pub fn for_each_token(text: &str, mut visit: impl FnMut(Token<'_>)) {
    Scanner::new(&fold_chars(text)).run(&mut visit);
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
            ("COVID-19: 10,000 cases", "covid covid19 19 10000 cases"),
            ("O'Brien’s don't rebels' 'quoted' rock'n'roll", "obrien dont rebels quoted rocknroll"),
            ("Sana‘a, Qur’an, Xi'an, ʻOkina", "sanaa quran xian okina"),
            ("the U.S. and U.K.'s e.g. U.N-backed p.m.", "the us and uk eg un unbacked backed pm"),
            ("J. Smith, Ph.D., St.Petersburg, 1.5, U.S.Army", "j smith ph d st petersburg 1.5 us army"),
            ("it''s 's a_b", "it s s a b"),
            ("½ №5 ㎏", "1 2 no5 no 5 kg"),
            ("हिन्दी में", "हिन्दी में"),
            ("U.S.'s U.S.-led Côte d’Ivoire, the ’90s", "us us usled led cote divoire the 90s"),
            ("rock 'n' roll, O'Brien's A.B.C, A.B.C. a.b", "rock n roll obrien abc abc ab"),
            ("Путин’s «Единая Россия» и ЦСКА", "putin yedinaya rossiya i tsska"),
            ("x\u{200B}y a\u{202E}b c\u{FFFD}d e\u{200D}f", "x y ab c d ef"),
        ] {
            assert_eq!(texts(text), words.split_whitespace().collect::<Vec<_>>(), "{text}");
        }
    }

    #[test]
    fn numbers_are_one_word() {
        for (text, words) in [
            ("11,364 events, 1,234,567; 12,345,678.90", "11364 events 1234567 12345678.90"),
            ("2016,2017 1,23 12,3456 1,234,5 1,2,345", "2016 2017 1 23 12 3456 1 234 5 1 2 345"),
            ("0,123 ,123 123, 456 a1,234", "0123 123 123 456 a1 a 1 234"),
            ("1.5 1.5. 6.5-magnitude $3.25m 1,000s 5.x", "1.5 1.5 6.5 6.5magnitude magnitude 3.25m 1000s 5 x"),
            ("12.4.2016 1.2.3.4 .5 5. 1.5.x", "12 4 2016 1 2 3 4 5 5 1.5 x"),
            ("１１，３６４ ٢٠١٦ 11,364万", "11364 2016 11364 万"),
        ] {
            assert_eq!(texts(text), words.split_whitespace().collect::<Vec<_>>(), "{text}");
        }
    }

    #[test]
    fn two_words_with_a_hyphen_come_joined() {
        for (text, words) in [
            ("COVID-19 e-mail al-Qaeda's F-16", "covid covid19 19 e email mail al alqaeda qaeda f f16 16"),
            ("al\u{2010}Qaeda al\u{2011}Qaeda", "al alqaeda qaeda al alqaeda qaeda"),
            ("1-2 2016-17 2016–2017", "1 2 2016 17 2016 2017"),
            ("COVID19's H1N1 G20-led 20th", "covid19 covid 19 h1n1 g20 g20led g 20 led 20th"),
            ("state-of-the-art, a--b -c d- e - f", "state of the art a b c d e f"),
            ("Iran's-led x'-y ISIL-攻击", "iran led x y isil 攻击 击"),
            ("abcdefghijkl-abcdefghijkl", "abcdefghijkl abcdefghijklabcdefghijkl abcdefghijkl"),
            ("abcdefghijkl-abcdefghijklm", "abcdefghijkl abcdefghijklm"),
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
        let text = "The FSB’s «Größe» al-Qaeda’s 11,364 俄羅";
        let mut places = Vec::new();
        for_each_token(text, |token| places.push((text[token.range].to_owned(), token.position, token.kind)));
        let place = |text: &str, position, kind| (text.to_owned(), position, kind);
        assert_eq!(
            places,
            [
                place("The", 0, TokenKind::Word),
                place("FSB", 1, TokenKind::Word),
                place("Größe", 2, TokenKind::Word),
                place("al", 3, TokenKind::Word),
                place("al-Qaeda", 3, TokenKind::Joined),
                place("Qaeda", 4, TokenKind::Word),
                place("11,364", 5, TokenKind::Word),
                place("俄羅", 6, TokenKind::Pair),
                place("羅", 7, TokenKind::Single),
            ]
        );
    }

    #[test]
    fn long_words_are_cut_at_a_character() {
        let long = format!("a{}", "ក".repeat(100_000));
        let found = texts(&long);
        assert_eq!(found, [format!("a{}", "ក".repeat(21))]);
        assert!(found[0].len() <= MAX_TOKEN_BYTES);
    }
}
