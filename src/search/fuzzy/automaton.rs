//! The automaton of words near another.

use super::utf8::{Piece, Utf8};

/// The most edits that an automaton can allow. (Rows of five bits, and windows of seven, fit a byte.)
pub const MAX_EDITS: u8 = 2;
const LEVELS: usize = MAX_EDITS as usize + 1;

/// Accepts the words within a number of edits of a word; or, as a prefix, the words of which any beginning is.
///
/// It simulates the nondeterministic automaton whose states are pairs of a place in the word and a number of edits so far,
/// with the bits of a row for the places that can be reached with a number of edits. After `t` characters only places from
/// `t - edits` to `t + edits` can be, so a row has five bits at most, however long the word is; the bits move along with `t`.
///
/// Source: Wu and Manber, “Fast text searching allowing errors” (1992) for the rows of bits; Navarro and Raffinot,
/// “Flexible Pattern Matching in Strings” (2002), 8.3, for swaps as states of their own; Ukkonen, “Algorithms for
/// approximate string matching” (1985) for the band. Cost: to build, linear in the word; a step takes some ten
/// operations for each number of edits, and nothing is allocated.
#[derive(Clone, Debug)]
pub struct Typos {
    /// The word behind one more blank than there are edits, so that there is a window around every place of a row.
    padded: Vec<char>,
    /// For every place of the word, and a few behind its end, the ASCII characters in the window around it, as bits.
    windows: Vec<u128>,
    /// The number of characters of the word.
    length: usize,
    edits: u8,
    prefix: bool,
}

/// What stands for no character. No word has it: see [`Typos::accept_byte`].
const BLANK: char = '\0';

/// How far a word has been read, and what came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TypoState {
    rows: [Row; LEVELS],
    /// Characters read; of no meaning once all rows are empty.
    read: u32,
    distance: Option<u8>,
    partial: Utf8,
}

/// The places that can be reached with some number of edits. Bit `j` is the place `read - edits + j`: so many characters
/// of the word are behind. Places past its end are kept, but lead nowhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Row {
    reached: u8,
    /// Places from which the character just read was the one after next: if the next one follows, two were swapped.
    swapping: u8,
}

impl Typos {
    /// The automaton of a word and the edits allowed, at most [`MAX_EDITS`]. With `prefix`, a word matches as soon as its
    /// beginning does, whatever follows.
    pub fn new(word: &str, edits: u8, prefix: bool) -> Self {
        let edits = edits.min(MAX_EDITS);
        let mut padded = vec![BLANK; usize::from(edits) + 1];
        padded.extend(word.chars());
        let window =
            |from| padded.iter().skip(from).take(window_chars(edits)).fold(0, |window, c| window | ascii_bit(*c));
        let windows = (0..padded.len()).map(window).collect();
        Self { length: padded.len() - usize::from(edits) - 1, padded, windows, edits, prefix }
    }

    /// The state before the first character.
    pub(super) fn first_state(&self) -> TypoState {
        let mut rows = [Row::default(); LEVELS];
        let mut reached = 1 << self.edits;
        for row in rows.iter_mut().take(self.levels()) {
            row.reached = reached;
            reached <<= 1;
        }
        self.judged(TypoState { rows, read: 0, distance: None, partial: Utf8::default() })
    }

    /// The state after one more byte of UTF-8.
    ///
    /// Bytes that are no UTF-8 end the word, and so does a control character: words have none, so keys of another kind can
    /// stand in the same dictionary behind one.
    pub(super) fn accept_byte(&self, state: &TypoState, byte: u8) -> TypoState {
        match state.partial.push(byte) {
            Piece::Whole(c) if !c.is_ascii_control() => self.accept_char(state, c),
            Piece::Part(partial) => {
                let distance = state.distance.filter(|_| self.prefix);
                TypoState { partial, distance, ..*state }
            }
            _ => self.judged(TypoState { rows: [Row::default(); LEVELS], partial: Utf8::default(), ..*state }),
        }
    }

    fn accept_char(&self, state: &TypoState, c: char) -> TypoState {
        self.accept_equal(state, self.equal_around(state.read as usize, c))
    }

    /// The state after a character that equals none around the place: what follows from all those is the same.
    pub(super) fn accept_other(&self, state: &TypoState) -> TypoState {
        self.accept_equal(state, (0, 0, 0))
    }

    /// Whether a byte is a whole character, and equals none around the place.
    #[inline]
    pub(super) fn is_other(&self, state: &TypoState, byte: u8) -> bool {
        let window = self.windows.get(state.read as usize).copied().unwrap_or(0);
        matches!(byte, b' '..=b'~') && window >> byte & 1 == 0 && state.partial == Utf8::default()
    }

    fn accept_equal(&self, state: &TypoState, (before, here, after): (u8, u8, u8)) -> TypoState {
        let read = state.read.saturating_add(1);
        let mut rows = state.rows;
        let (mut fewer, mut fewer_now) = (0, 0);
        for row in rows.iter_mut().take(self.levels()) {
            let Row { reached, swapping } = *row;
            let (wrong, too_many, missing) = (fewer, fewer >> 1, fewer_now << 1);
            let reached_now = reached & here | wrong | too_many | missing | swapping & before;
            *row = Row { reached: reached_now, swapping: fewer & after };
            (fewer, fewer_now) = (reached, reached_now);
        }
        self.judged(TypoState { rows, read, distance: state.distance, partial: Utf8::default() })
    }

    /// At which places of the row a character stands in the word just before the place, at it, and after the one there.
    fn equal_around(&self, read: usize, c: char) -> (u8, u8, u8) {
        let window = self.padded.iter().skip(read).take(window_chars(self.edits));
        let equal = window.rev().fold(0, |bits, other| bits << 1 | u8::from(*other == c));
        (equal, equal >> 1, equal >> 2)
    }

    pub(super) fn is_prefix(&self) -> bool {
        self.prefix
    }

    fn levels(&self) -> usize {
        usize::from(self.edits) + 1
    }

    /// The state, knowing its distance.
    fn judged(&self, mut state: TypoState) -> TypoState {
        let place = (self.length + usize::from(self.edits)).checked_sub(state.read as usize);
        let end = place.filter(|place| *place <= 2 * usize::from(self.edits)).map_or(0, |place| 1_u8 << place);
        let now = state.rows.iter().zip(0..).find(|(row, _)| row.reached & end != 0).map(|(_, edits)| edits);
        state.distance = match state.distance {
            Some(earlier) if self.prefix => Some(now.map_or(earlier, |now| earlier.min(now))),
            _ => now,
        };
        state
    }
}

/// The characters of a row, and one on either side.
fn window_chars(edits: u8) -> usize {
    2 * usize::from(edits) + 3
}

fn ascii_bit(c: char) -> u128 {
    if c.is_ascii() { 1 << u32::from(c) } else { 0 }
}

impl TypoState {
    /// The edits between the word of the automaton and what was read: of a prefix, the best of its beginnings.
    pub fn distance(&self) -> Option<u8> {
        self.distance
    }

    /// Whether more characters can lead to a distance less than this.
    pub(super) fn can_be_below(&self, distance: u8) -> bool {
        self.rows.iter().take(usize::from(distance)).any(|row| row.reached != 0)
    }
}

impl fst::Automaton for Typos {
    type State = TypoState;

    fn start(&self) -> TypoState {
        self.first_state()
    }

    fn is_match(&self, state: &TypoState) -> bool {
        state.distance.is_some()
    }

    fn can_match(&self, state: &TypoState) -> bool {
        self.will_always_match(state) || state.can_be_below(MAX_EDITS + 1)
    }

    fn will_always_match(&self, state: &TypoState) -> bool {
        self.prefix && state.distance.is_some()
    }

    fn accept(&self, state: &TypoState, byte: u8) -> TypoState {
        self.accept_byte(state, byte)
    }
}
