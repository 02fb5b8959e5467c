//! Spellings that readers take for the same are made alike, with a way back to the original.

use super::han::simplified;
use super::latin::{Change, in_context, spelling, with_mark};
use super::unicode::{compose, letters};

/// A character of the folded text and the bytes of the original it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FoldedChar {
    /// The folded character.
    pub ch: char,
    /// The first byte of its origin, at a character boundary of the original.
    pub start: usize,
    /// The byte after its origin, at a character boundary; includes accents that were stripped.
    pub end: usize,
}

/// Folds a text: NFKC, lower case, no diacritics, letters such as `ß`, `ł`, `ø` spelt in plain Latin, Cyrillic, Greek,
/// Arabic and Hebrew letters spelt in Latin, traditional Chinese characters simplified.
///
/// Folding twice is the same as folding once. White space and punctuation stay. Diacritics are the marks that Latin,
/// Greek, Cyrillic, Hebrew and Arabic put on letters. Marks of other scripts are letters in their own right (the vowel
/// signs of Devanagari, the voicing of kana) and stay.
pub fn fold(text: &str) -> String {
    fold_chars(text).iter().map(|folded| folded.ch).collect()
}

/// As [`fold`], each character with its origin. Origins are in order; several characters may share one (`ß`, `щ`).
pub fn fold_chars(text: &str) -> Vec<FoldedChar> {
    let mut folder = Folder { folded: Vec::with_capacity(text.len()), before: NO_LETTERS };
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        at += folder.push_ascii(rest.as_bytes(), at);
        if let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
            let end = at + c.len_utf8();
            for letter in letters(c).unwrap_or(&[c]) {
                folder.push(*letter, at, end);
            }
            at = end;
        }
    }
    folder.folded
}

/// What [`Folder::before`] holds where no letters of other alphabets stand.
const NO_LETTERS: [char; 2] = [' ', ' '];

struct Folder {
    folded: Vec<FoldedChar>,
    /// The last two letters as they were before they were spelt in Latin: spelling depends on neighbours.
    before: [char; 2],
}

impl Folder {
    /// Appends the ASCII characters that a text begins with, and returns how many there are. Most texts are nothing else.
    fn push_ascii(&mut self, text: &[u8], start: usize) -> usize {
        let length = text.iter().position(|byte| !byte.is_ascii()).unwrap_or(text.len());
        let fold =
            |(start, byte): (usize, &u8)| FoldedChar { ch: byte.to_ascii_lowercase().into(), start, end: start + 1 };
        self.folded.extend((start..).zip(text.iter().take(length)).map(fold));
        if length > 0 {
            self.before = NO_LETTERS;
        }
        length
    }

    /// Appends a character of the decomposed text in lower case.
    fn push(&mut self, c: char, start: usize, end: usize) {
        if is_stripped(c) {
            self.mark(c, end);
        } else if let Some(letters) = plain_spelling(c) {
            self.before = NO_LETTERS;
            self.spell(letters, start, end);
        } else if let Some(letters) = spelling(c) {
            self.letter(c, letters, start, end);
        } else {
            self.before = NO_LETTERS;
            push_composed(&mut self.folded, FoldedChar { ch: simplified(c), start, end });
        }
    }

    /// Strips a mark, which may make the letter before it another one.
    fn mark(&mut self, mark: char, end: usize) {
        match with_mark(self.before, mark) {
            Some(change) => self.change(change, "", end, end),
            None => self.reach(end),
        }
    }

    /// Appends a letter of another alphabet, given its usual spelling.
    fn letter(&mut self, letter: char, usual: &str, start: usize, end: usize) {
        match in_context(self.before, letter) {
            None => self.spell(usual, start, end),
            Some(change) => self.change(change, usual, start, end),
        }
        self.before = [self.before[1], letter];
    }

    /// Appends a letter that changes what stands before it.
    fn change(&mut self, change: Change, usual: &str, start: usize, end: usize) {
        match change {
            Change::Spelt(letters) => self.spell(letters, start, end),
            Change::Before(ch) => {
                self.respell(ch);
                self.spell(usual, start, end);
            }
            Change::Both(ch) => {
                self.respell(ch);
                self.reach(end);
            }
            Change::All(ch) => {
                self.folded.pop();
                self.respell(ch);
                self.reach(end);
            }
        }
    }

    fn spell(&mut self, letters: &str, start: usize, end: usize) {
        if letters.is_empty() {
            self.reach(end);
        }
        self.folded.extend(letters.chars().map(|ch| FoldedChar { ch, start, end }));
    }

    fn respell(&mut self, ch: char) {
        if let Some(last) = self.folded.last_mut() {
            last.ch = ch;
        }
    }

    /// Makes a place in the text part of the origin of what stands before it.
    fn reach(&mut self, end: usize) {
        if let Some(last) = self.folded.last_mut() {
            last.end = end;
        }
    }
}

/// Joins what decomposition has taken apart and is not stripped: Hangul syllables, voiced kana.
fn push_composed(folded: &mut Vec<FoldedChar>, next: FoldedChar) {
    if let Some(last) = folded.last_mut()
        && let Some(whole) = compose(last.ch, next.ch)
    {
        *last = FoldedChar { ch: whole, start: last.start, end: next.end };
    } else {
        folded.push(next);
    }
}

/// Whether folding leaves a character out.
pub(super) fn is_stripped(c: char) -> bool {
    is_diacritic(c) || is_invisible(c)
}

/// Marks that readers leave out when they type.
fn is_diacritic(c: char) -> bool {
    matches!(u32::from(c),
        0x0300..=0x036F // combining diacritical marks
        | 0x0483..=0x0487 // Cyrillic titlo and others
        | 0x0591..=0x05BD | 0x05BF | 0x05C1..=0x05C2 | 0x05C4..=0x05C5 | 0x05C7 // Hebrew points and accents
        | 0x0610..=0x061A | 0x064B..=0x065F | 0x0670 | 0x06D6..=0x06DC | 0x06DF..=0x06E4 // Arabic vowels and signs
        | 0x06E7..=0x06E8 | 0x06EA..=0x06ED
        | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF | 0xFE20..=0xFE2F) // more combining marks
}

/// Characters that take no room between the letters of a word: soft hyphen, joiners, direction marks, variation
/// selectors, and the Arabic tatweel, which only stretches. (The zero-width space divides words and is not among them.)
fn is_invisible(c: char) -> bool {
    matches!(u32::from(c),
        0x00AD | 0x034F | 0x061C | 0x0640 | 0x180B..=0x180F | 0x200C..=0x200F | 0x202A..=0x202E
        | 0x2060..=0x2064 | 0x2066..=0x206F | 0xFE00..=0xFE0F | 0xFEFF | 0xE0100..=0xE01EF)
}

/// Letters that Unicode does not decompose but readers without them on the keyboard spell in plain Latin.
fn plain_spelling(lower: char) -> Option<&'static str> {
    Some(match lower {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ħ' => "h",
        'ŧ' => "t",
        'ŋ' => "n",
        'ı' => "i",
        'ȷ' => "j",
        'ĸ' => "q",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makes_spellings_alike() {
        for (text, folded) in [
            ("ISLAMIC State", "islamic state"),
            ("Erdoğan, İstanbul, DIYARBAKIR, Şırnak", "erdogan, istanbul, diyarbakir, sirnak"),
            ("Kraków Łódź Tromsø Þingvellir", "krakow lodz tromso thingvellir"),
            ("Straße STRASSE ẞ", "strasse strasse ss"),
            ("Ærø cœur Đà Nẵng", "aero coeur da nang"),
            ("cafe\u{301} café", "cafe cafe"),
            ("ΟΔΟΣ οδός, 10 µm", "odos odos, 10 mm"),
            ("Алексей Ёлкин Алексе\u{438}\u{306}", "aleksey yelkin aleksey"),
            ("Владимир Путин, Хрущёв, Горбачев, Щёлково", "vladimir putin, khrushchev, gorbachev, shchelkovo"),
            ("Ельцин, Навальный, Зеленський, Толстой", "yeltsin, navalny, zelensky, tolstoy"),
            ("объявлять соль, Київ, Ђоковић, Нұр-Сұлтан", "obyavlyat sol, kiiv, djokovic, nur-sultan"),
            ("Αλέξης Τσίπρας, Παπανδρέου, Χρυσή Αυγή", "alexis tsipras, papandreou, chrysi avgi"),
            ("Ευάγγελος Λευκωσία Μπακογιάννη Ταΰγετος", "evangelos lefkosia bakogianni taygetos"),
            ("בנימין נתניהו צה״ל", "bnymyn ntnyhv tsh״l"),
            ("٢٠١٦ ۲۰۱۶", "2016 2016"),
            ("聯合國 联合国", "联合国 联合国"),
            ("ﬁnance ＡＢＣ１２３ ½", "finance abc123 1⁄2"),
            ("ｶﾞｻﾞ ガザ が", "ガザ ガザ が"),
            ("한국 한국", "한국 한국"),
            ("مُحَمَّد محـــمد أحمد داعش", "mhmd mhmd ahmd daash"),
            ("علي خامنئي، الأسد", "aly khamnyy، alasd"),
            ("हिन्दी", "हिन्दी"),
            ("co\u{AD}operate \u{200F}x\u{FE0F}", "cooperate x"),
        ] {
            assert_eq!(fold(text), folded);
            assert_eq!(fold(folded), folded, "folding twice");
        }
    }

    #[test]
    fn origins_cover_what_was_stripped() {
        let folded = fold_chars("ße\u{301}!");
        let origins: Vec<_> = folded.iter().map(|f| (f.ch, f.start, f.end)).collect();
        assert_eq!(origins, [('s', 0, 2), ('s', 0, 2), ('e', 2, 5), ('!', 5, 6)]);
        let folded = fold_chars("щь ый");
        let origins: Vec<_> = folded.iter().map(|f| (f.ch, f.start, f.end)).collect();
        let shch = [('s', 0, 2), ('h', 0, 2), ('c', 0, 2), ('h', 0, 4)];
        assert_eq!(origins, [&shch[..], &[(' ', 4, 5), ('y', 5, 9)]].concat());
    }
}
