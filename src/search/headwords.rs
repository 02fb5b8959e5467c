//! Words of headlines over all segments: what related events without common entities are found by.
//!
//! Only segments of which nothing is missing are looked at: see [`Index::counted`].

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
        self.places_of(headwords, word).iter().map(Place::frequency).sum()
    }

    /// Calls `visit` with every event in whose headline a word stands.
    pub fn for_each_headed(&self, headwords: &Headwords, word: &str, visit: &mut dyn FnMut(Address)) {
        self.places_of(headwords, word).iter().for_each(|place| place.for_each(visit));
    }

    /// Calls `visit` with every event in whose headline a word stands, and with its first place there.
    pub fn for_each_headed_at(&self, headwords: &Headwords, word: &str, visit: &mut dyn FnMut(Address, u32)) {
        for Place { batch, segment, starts, word } in self.places_of(headwords, word) {
            let visit = &mut |doc, place| visit(Address { batch, doc }, place);
            segment.for_each_place_in_headlines(starts, word, visit);
        }
    }

    fn places_of<'a>(&'a self, headwords: &'a Headwords, word: &str) -> Vec<Place<'a>> {
        let at = |first: Place<'a>| Some(Place { word: first.segment.find_word(word)?, ..first });
        self.first_words(headwords).into_iter().filter_map(at).collect()
    }

    /// The first words of all segments that nothing is missing of.
    fn first_words<'a>(&'a self, headwords: &'a Headwords) -> Vec<Place<'a>> {
        let segments = (0..).zip(&self.segments).zip(&headwords.starts);
        let first = |((batch, numbered), starts): ((u32, &'a Numbered), &'a Option<HeadwordStarts>)| {
            let segment = &numbered.segment;
            Some(Place { batch, segment, starts: starts.as_ref()?, word: segment.first_word() })
        };
        segments.filter_map(first).collect()
    }

    /// Calls `visit` with every event, for each word of its headline, and with the number of headlines that have the word. Cost:
    /// all words of all segments, and the lists of those in headlines.
    pub fn for_each_headword(&self, headwords: &Headwords, visit: &mut dyn FnMut(Address, u32)) {
        let mut cursors = Vec::new();
        self.first_words(headwords).into_iter().for_each(|place| insert(&mut cursors, Cursor::new(place)));
        while let Some(first) = cursors.pop() {
            let mut at_word = vec![first];
            while at_word.first().zip(cursors.last()).is_some_and(|(first, next)| first.word() == next.word()) {
                at_word.extend(cursors.pop());
            }
            let frequency = at_word.iter().map(|cursor| cursor.place.frequency()).sum();
            for cursor in at_word {
                if frequency > 0 {
                    cursor.place.for_each(&mut |address| visit(address, frequency));
                }
                insert(&mut cursors, cursor.next());
            }
        }
    }
}

/// Inserts a cursor among others, of which the one at the least word is last.
fn insert<'a>(cursors: &mut Vec<Cursor<'a>>, cursor: Option<Cursor<'a>>) {
    let Some(cursor) = cursor else { return };
    let place = cursors.partition_point(|other| other.word() > cursor.word());
    cursors.insert(place, cursor);
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

    fn for_each(&self, visit: &mut dyn FnMut(Address)) {
        let batch = self.batch;
        self.segment.for_each_headline_with(self.starts, self.word, &mut |doc| visit(Address { batch, doc }));
    }
}

/// Goes through the words of a segment.
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
