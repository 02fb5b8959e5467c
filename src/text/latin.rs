//! Latin spellings of letters of other alphabets, so that `путин` finds Putin and `putin` finds Путин.
//!
//! The standards that newspapers are nearest to, without their diacritics: BGN/PCGN for Russian (1947) with the letters of
//! other languages written in Cyrillic, ELOT 743 (ISO 843) for Greek, BGN/PCGN for Arabic (1956) and Persian, of which only
//! the letters that are written, and the common English spelling of Hebrew ones. The tables are own ones because they are
//! small: the crates for it bring all of Unicode along, which is more than the whole engine.

/// Letters in cells of [`CYRILLIC_CELL`] bytes, from `а` to `џ`.
const CYRILLIC: &str = concat!(
    "a   b   v   g   d   e   zh  z   i   y   k   l   m   n   o   p   ", // а to п
    "r   s   t   u   f   kh  ts  ch  sh  shch    y       e   yu  ya  ", // р to я; the signs ъ and ь are silent
    "e   e   dj  g   ye  dz  i   i   j   lj  nj  c   k   i   u   dz  ", // ѐ to џ
);
const CYRILLIC_CELL: usize = 4;
const CYRILLIC_FIRST: u32 = 0x0430;

/// In cells of [`SHORT_CELL`] bytes, from `α` to `ω`.
const GREEK: &str = "a v g d e z i thi k l m n x o p r s s t y f chpso ";
const GREEK_FIRST: u32 = 0x03B1;

/// In cells of [`SHORT_CELL`] bytes, from the hamza, which is silent, to `ي`. A dot stands for what is no letter.
const ARABIC: &str = "  a a w a y a b a t thj h khd dhr z s shs d t z a gh. . . . . . f q k l m n h w a y ";
const ARABIC_FIRST: u32 = 0x0621;

/// In cells of [`SHORT_CELL`] bytes, from `א` to `ת`.
const HEBREW: &str = "a b g d h v z h t y k k l m m n n s a f p tstsk r sht ";
const HEBREW_FIRST: u32 = 0x05D0;

const SHORT_CELL: usize = 2;

const DIGITS: &str = "0123456789";

/// The Latin spelling of a lower-case letter, empty if it is silent; `None` if it is of another script.
///
/// What depends on the neighbours of a letter is in [`in_context`] and [`with_mark`].
pub(super) fn spelling(letter: char) -> Option<&'static str> {
    let spelt = match letter {
        '\u{0430}'..='\u{045F}' => cell(CYRILLIC, CYRILLIC_CELL, letter, CYRILLIC_FIRST),
        '\u{03B1}'..='\u{03C9}' => cell(GREEK, SHORT_CELL, letter, GREEK_FIRST),
        '\u{0621}'..='\u{064A}' => cell(ARABIC, SHORT_CELL, letter, ARABIC_FIRST),
        '\u{05D0}'..='\u{05EA}' => cell(HEBREW, SHORT_CELL, letter, HEBREW_FIRST),
        '\u{0660}'..='\u{0669}' => cell(DIGITS, 1, letter, 0x0660),
        '\u{06F0}'..='\u{06F9}' => cell(DIGITS, 1, letter, 0x06F0),
        _ => further(letter),
    };
    spelt.filter(|letters| *letters != ".")
}

fn cell(table: &'static str, size: usize, letter: char, first: u32) -> Option<&'static str> {
    let start = (u32::from(letter) - first) as usize * size;
    table.get(start..start + size).map(str::trim_end)
}

/// Letters outside the tables: of the other languages of the former Soviet Union, and of Persian, Urdu and Kurdish.
fn further(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ґ' => "g",
        'ғ' => "gh",
        'җ' | 'ҷ' => "j",
        'қ' | 'ҡ' => "q",
        'ң' => "ng",
        'ү' | 'ұ' => "u",
        'ҳ' | 'һ' => "h",
        'ә' => "a",
        'ө' => "o",
        'پ' => "p",
        'چ' => "ch",
        'ژ' => "zh",
        'ک' => "k",
        'گ' => "g",
        'ی' | 'ۍ' | 'ې' | 'ے' => "y",
        'ٹ' => "t",
        'ڈ' => "d",
        'ڑ' => "r",
        'ں' => "n",
        'ھ' | 'ہ' => "h",
        'ڤ' => "v",
        'ە' => "a",
        _ => return None,
    })
}

/// How a letter or a mark changes the spelling of what stands before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// The letter is spelt so; nothing before it changes.
    Spelt(&'static str),
    /// The last character before it is spelt so instead; then comes the letter.
    Before(char),
    /// The last character before it is spelt so instead, and stands for both.
    Both(char),
    /// As [`Change::Both`], for the last two characters and this one.
    All(char),
}

/// Spellings that depend on the two letters before, of which the nearer comes last; a space stands for what is no letter
/// of another alphabet.
pub(super) fn in_context(before: [char; 2], letter: char) -> Option<Change> {
    Some(match (before, letter) {
        ([_, ' '], 'е') => Change::Spelt("ye"),            // Ельцин: Yeltsin
        ([_, 'ο'], 'υ') => Change::Spelt("u"),             // Παπανδρέου: Papandreou
        ([_, 'α' | 'ε' | 'η'], 'υ') => Change::Spelt("v"), // Αυγή: Avgi
        (['α' | 'ε' | 'η', 'υ'], 'θ' | 'κ' | 'ξ' | 'π' | 'σ' | 'ς' | 'τ' | 'φ' | 'χ' | 'ψ') => {
            Change::Before('f')
        }
        ([' ', 'μ'], 'π') => Change::Both('b'), // Μπακογιάννη: Bakogianni
        ([_, 'γ'], 'γ' | 'ξ' | 'χ') => Change::Before('n'), // Άγγελος: Angelos
        _ => return None,
    })
}

/// Letters that a mark makes others, given the two letters before the mark. Other marks change nothing.
pub(super) fn with_mark(before: [char; 2], mark: char) -> Option<Change> {
    Some(match (before, mark) {
        (['и' | 'ы', 'и'], BREVE) => Change::All('y'), // Зеленский: Zelensky, Навальный: Navalny
        ([_, 'и'], BREVE) => Change::Both('y'),        // Толстой: Tolstoy
        (['α' | 'ε' | 'η' | 'ο', 'υ'], DIAERESIS) => Change::Both('y'), // Ταΰγετος: Taygetos
        _ => return None,
    })
}

/// Whether a mark may matter to [`with_mark`], given the letter before it.
#[cfg(test)]
pub(super) fn tells_letters_apart(before: char, mark: char) -> bool {
    matches!((before, mark), ('и', BREVE) | ('υ', DIAERESIS))
}

const BREVE: char = '\u{306}';
const DIAERESIS: char = '\u{308}';

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_hold_a_cell_for_every_letter() {
        for (letters, latin) in [
            ("абвгдежзийклмнопрстуфхцчшщъыьэюя", "abvgdezhziyklmnoprstufkhtschshshchyeyuya"),
            ("ђѓєѕіїјљњћќѝўџ", "djgyedziijljnjckiudz"),
            ("αβγδεζηθικλμνξοπρςστυφχψω", "avgdezithiklmnxoprsstyfchpso"),
            ("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي", "aawayabatthjhkhddhrzsshsdtzaghfqklmnhway"),
            ("אבגדהוזחטיךכלםמןנסעףפץצקרשת", "abgdhvzhtykklmmnnsafptstskrsht"),
            ("٠١٩۰۹پچگ", "01909pchg"),
        ] {
            let spelt: String = letters.chars().map(|letter| spelling(letter).unwrap()).collect();
            assert_eq!(spelt, latin);
        }
        for other in "aя\u{301}ѡ\u{63B}\u{640}\u{64B}\u{5EB}अ俄".chars().filter(|c| *c != 'я') {
            assert_eq!(spelling(other), None, "{other}");
        }
    }
}
