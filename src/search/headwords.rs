//! Words of headlines over all segments: what related events without common entities are found by.
//!
//! Only segments of which nothing is missing are looked at: see [`Index::counted`].

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use crate::text::{TokenKind, for_each_token};

use super::index::{Address, Index, Numbered};
use super::segment::{HeadwordStarts, Segment};

/// Whether a token of a headline is one of its words. Joined words say again what their two words say.
pub(super) fn is_headword(kind: TokenKind) -> bool {
    kind != TokenKind::Joined
}

/// Calls `visit` with every word of a headline, as [`Index::for_each_headed`] takes it.
pub fn for_each_headword(headline: &str, mut visit: impl FnMut(&str)) {
    for_each_token(headline, |token| {
        if is_headword(token.kind) {
            visit(token.text);
        }
    });
}

/// Where what segments tell of words in headlines is; to be made anew when a segment comes, goes or is completed. Four bytes for
/// every word of every segment.
#[derive(Debug, Default)]
pub struct Headwords {
    /// By segment; `None` where bytes are missing.
    starts: Vec<Option<HeadwordStarts>>,
}

impl Index {
    /// What is needed to ask for words of headlines. Cost: all words of all segments.
    pub fn headwords(&self) -> Headwords {
        let starts = |numbered: &Numbered| numbered.numbers.as_ref().map(|_| numbered.segment.headword_starts());
        Headwords { starts: self.segments.iter().map(starts).collect() }
    }

    /// The number of events in whose headline a word stands.
    pub fn headword_frequency(&self, headwords: &Headwords, word: &str) -> u32 {
        let mut events = 0;
        self.for_each_place_of_headword(headwords, word, |place| events += place.frequency());
        events
    }

    /// Calls `visit` with every event in whose headline a word stands.
    pub fn for_each_headed(&self, headwords: &Headwords, word: &str, mut visit: impl FnMut(Address)) {
        self.for_each_place_of_headword(headwords, word, |place| place.for_each(&mut visit));
    }

    fn for_each_place_of_headword(&self, headwords: &Headwords, word: &str, mut visit: impl FnMut(Place<'_>)) {
        for first in self.first_words(headwords) {
            if let Some(word) = first.segment.find_word(word) {
                visit(Place { word, ..first });
            }
        }
    }

    /// The first words of all segments that nothing is missing of.
    fn first_words<'a>(&'a self, headwords: &'a Headwords) -> impl Iterator<Item = Place<'a>> {
        let segments = (0..).zip(&self.segments).zip(&headwords.starts);
        segments.filter_map(|((batch, numbered), starts)| {
            let segment = &numbered.segment;
            Some(Place { batch, segment, starts: starts.as_ref()?, word: segment.first_word() })
        })
    }

    /// Calls `visit` with every event, for each word of its headline, and with the number of headlines that have the word. The
    /// words of an event come in their order. Cost: all words of all segments, and the lists of those in headlines.
    pub fn for_each_headword(&self, headwords: &Headwords, mut visit: impl FnMut(Address, u32)) {
        let mut cursors: BinaryHeap<Cursor<'_>> = self.first_words(headwords).filter_map(Cursor::new).collect();
        let mut at_word = Vec::new();
        while let Some(first) = cursors.pop() {
            at_word.push(first);
            while at_word.first().zip(cursors.peek()).is_some_and(|(first, next)| first == next) {
                at_word.extend(cursors.pop());
            }
            let frequency = at_word.iter().map(|cursor| cursor.place.frequency()).sum();
            if frequency > 0 {
                at_word.iter().for_each(|cursor| cursor.place.for_each(&mut |address| visit(address, frequency)));
            }
            cursors.extend(at_word.drain(..).filter_map(Cursor::next));
        }
    }
}

/// A word in a segment.
#[derive(Clone, Copy, Debug)]
struct Place<'a> {
    batch: u32,
    segment: &'a Segment,
    starts: &'a HeadwordStarts,
    /// Its ordinal.
    word: u32,
}

impl Place<'_> {
    fn frequency(&self) -> u32 {
        self.segment.headlines_with(self.starts, self.word)
    }

    fn for_each(&self, visit: &mut impl FnMut(Address)) {
        let batch = self.batch;
        self.segment.for_each_headline_with(self.starts, self.word, |doc| visit(Address { batch, doc }));
    }
}

/// Goes through the words of a segment. The least word makes the greatest cursor, as a heap gives that first.
#[derive(Debug)]
struct Cursor<'a> {
    place: Place<'a>,
    /// The words of a page of the dictionary, one after the other.
    page: Vec<u8>,
    /// Where each of them ends.
    ends: Vec<usize>,
    /// Which of them it is at.
    at: usize,
}

impl<'a> Cursor<'a> {
    /// At a word that is the first of its page; `None` if there is none.
    fn new(place: Place<'a>) -> Option<Self> {
        let mut cursor = Self { place, page: Vec::new(), ends: Vec::new(), at: 0 };
        place.segment.for_each_word_of_page(place.word, |word| {
            cursor.page.extend_from_slice(word);
            cursor.ends.push(cursor.page.len());
        });
        (!cursor.ends.is_empty()).then_some(cursor)
    }

    fn next(mut self) -> Option<Self> {
        self.at += 1;
        self.place.word += 1;
        if self.at < self.ends.len() { Some(self) } else { Self::new(self.place) }
    }

    fn word(&self) -> &[u8] {
        let end = |word: usize| self.ends.get(word).copied().unwrap_or_default();
        let start = self.at.checked_sub(1).map_or(0, end);
        self.page.get(start..end(self.at)).unwrap_or_default()
    }
}

impl Ord for Cursor<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        other.word().cmp(self.word())
    }
}

impl PartialOrd for Cursor<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Cursor<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.word() == other.word()
    }
}

impl Eq for Cursor<'_> {}
