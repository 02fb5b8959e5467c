//! Words that a reader may have meant: those of the dictionary within few typing errors of the word typed.
//!
//! - [`allowed_edits`] says how many errors a word may have.
//! - [`Typos`] is the automaton that knows the words within so many errors, one character at a time. It runs over any
//!   [`fst`] dictionary as an [`fst::Automaton`]; [`Typos::find`] is the faster way over a dictionary of ordinals.
//!
//! An error is a character too many, one missing, a wrong one, or two neighbours in the wrong order: the distance is
//! Damerau-Levenshtein's in its **restricted** form (optimal string alignment), in which nothing is changed twice. The
//! unrestricted form would only add that something is typed between two swapped letters (`ca` for `abc`). Characters
//! are Unicode's, not bytes, and the first is as likely to be wrong as any other.

mod automaton;
#[cfg(test)]
mod tests;
mod utf8;
mod walk;

pub use automaton::{MAX_EDITS, TypoState, Typos};
pub use walk::Near;

/// The fewest characters of a word that may have one error: in shorter ones, most errors make another word.
pub const ONE_EDIT_FROM: usize = 4;
/// The fewest characters of a word that may have two errors.
pub const TWO_EDITS_FROM: usize = 8;

/// The number of typing errors that a folded word may have: none below 4 characters, one below 8, two from there on.
///
/// Numbers have none, however long: 2020 is no misspelling of 2021.
pub fn allowed_edits(word: &str) -> u8 {
    if word.chars().all(char::is_numeric) {
        return 0;
    }
    match word.chars().count() {
        0..ONE_EDIT_FROM => 0,
        ONE_EDIT_FROM..TWO_EDITS_FROM => 1,
        _ => 2,
    }
}
