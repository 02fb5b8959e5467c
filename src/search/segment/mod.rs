//! An immutable index of some events, as bytes that are used as they are.
//!
//! A document is the number of an event in the segment, newest first. The bytes are those of [`build()`], wherever they come from.

mod build;
mod column;
mod dictionary;
mod packing;
mod postings;

use std::ops::Range;
use std::sync::Arc;

use crate::model::Date;
use crate::protocol::Facet;
use crate::text::fold;

use super::fuzzy::Typos;

use build::build;
pub(super) use column::Column;
pub(super) use dictionary::Extent;
use dictionary::{Dictionary, Directory};
use packing::{Fixed, Reader};
use postings::Kind;
pub(super) use postings::List;

/// The first bytes of a segment.
const MAGIC: [u8; 4] = *b"TLSG";
/// The version of the layout, and of the analysis of texts: words of another version would not be found.
const VERSION: u32 = 1;

/// Parts of a segment that follow each other.
#[derive(Clone, Copy, Debug)]
enum Section {
    /// The pages of the dictionary.
    Terms,
    /// The lists of all terms, in their order.
    Lists,
    /// The positions of the lists.
    Positions,
    /// The day of every document, as a distance from the first.
    Days,
    Categories,
    Stories,
    Entities,
    Sources,
}

const SECTIONS: usize = 8;

impl Section {
    /// In the order of [`Facet::ALL`].
    const COLUMNS: [Self; 4] = [Self::Categories, Self::Stories, Self::Entities, Self::Sources];
}

/// What a term of the dictionary is. All but words begin with a control character, which no word does, and so come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum KeyKind {
    Category = 1,
    Story = 2,
    Entity = 3,
    Source = 4,
    /// The name of a place; its list has the documents, but they have no column of places.
    Place = 5,
    /// A word in the name of a value; its list has the ordinals of values.
    NameWord = 6,
}

impl KeyKind {
    fn value(facet: Facet) -> Self {
        match facet {
            Facet::Category => Self::Category,
            Facet::Story => Self::Story,
            Facet::Entity => Self::Entity,
            Facet::Source => Self::Source,
        }
    }

    fn key(self, name: &str) -> Vec<u8> {
        [&[self as u8], name.as_bytes()].concat()
    }
}

/// Why bytes are not a segment.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SegmentError {
    /// They begin otherwise.
    #[error("this is not an index segment")]
    Foreign,
    /// They are of another version.
    #[error("this index segment has version {0}, and version {VERSION} is needed")]
    Version(u32),
    /// They are cut off or altered.
    #[error("this index segment is damaged")]
    Damaged,
}

/// The index of some events.
#[derive(Clone, Debug)]
pub struct Segment {
    bytes: Arc<[u8]>,
    docs: u32,
    first_day: i32,
    /// For every facet the ordinals of its values.
    values: [Range<u32>; Facet::ALL.len()],
    /// The ordinal of the first word.
    words_from: u32,
    directory: Directory,
    sections: [Range<usize>; SECTIONS],
}

impl Segment {
    /// Indexes events, which come newest first, in the order of the archive within a day.
    pub fn build(events: &[crate::model::Event]) -> Self {
        Self::open(build(events)).unwrap_or_else(|_| Self::empty())
    }

    /// A segment of no events.
    fn empty() -> Self {
        Self {
            bytes: Arc::from([]),
            docs: 0,
            first_day: 0,
            values: Default::default(),
            words_from: 0,
            directory: Directory::default(),
            sections: Default::default(),
        }
    }

    /// Takes the bytes of a segment. Cost: the bytes of its dictionary, whose check sums must be right. Damage elsewhere is not
    /// noticed: the hash of the whole is for that. Searching damaged bytes gives wrong answers, but ends.
    pub fn open(bytes: impl Into<Arc<[u8]>>) -> Result<Self, SegmentError> {
        let bytes = bytes.into();
        let rest = bytes.strip_prefix(&MAGIC).ok_or(SegmentError::Foreign)?;
        let mut reader = Reader(rest);
        match reader.varint() {
            Some(VERSION) => Self::read(&bytes, reader).ok_or(SegmentError::Damaged),
            Some(version) => Err(SegmentError::Version(version)),
            None => Err(SegmentError::Damaged),
        }
    }

    fn read(bytes: &Arc<[u8]>, mut reader: Reader<'_>) -> Option<Self> {
        let docs = reader.varint()?;
        let first_day = i32::from_le_bytes(*reader.take(4)?.first_chunk()?);
        let mut values: [Range<u32>; Facet::ALL.len()] = Default::default();
        let mut end = 0_u32;
        for range in &mut values {
            let start = end;
            end = end.checked_add(reader.varint()?)?;
            *range = start..end;
        }
        let words_from = reader.varint()?;
        let directory = Directory::read(&mut reader)?;
        let mut lengths = [0; SECTIONS];
        for length in &mut lengths {
            *length = reader.varint()? as usize;
        }
        let mut at = bytes.len() - reader.0.len();
        let sections = lengths.map(|length| {
            let start = at;
            at = at.saturating_add(length);
            start..at
        });
        let segment = Self { bytes: Arc::clone(bytes), docs, first_day, values, words_from, directory, sections };
        (at == bytes.len() && segment.is_sound(end)).then_some(segment)
    }

    /// Whether there are as many days and terms as there should be, with `values` values, and the dictionary can be read.
    fn is_sound(&self, values: u32) -> bool {
        let dictionary = self.dictionary();
        let days = self.section(Section::Days).split_first();
        let has_days = days.is_some_and(|(width, days)| days.len() == self.len() * usize::from(*width));
        has_days && values <= self.words_from && self.words_from <= dictionary.len() && dictionary.is_sound()
    }

    /// The bytes it was opened from.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The number of documents.
    pub fn len(&self) -> usize {
        self.docs as usize
    }

    /// Whether there are no documents.
    pub fn is_empty(&self) -> bool {
        self.docs == 0
    }

    fn section(&self, section: Section) -> &[u8] {
        self.bytes.get(self.sections[section as usize].clone()).unwrap_or_default()
    }

    fn dictionary(&self) -> Dictionary<'_> {
        Dictionary { directory: &self.directory, section: self.section(Section::Terms) }
    }

    /// The day of a document, as in [`Date::day_number`].
    #[inline]
    pub(super) fn day(&self, doc: u32) -> i32 {
        self.days().day(doc)
    }

    /// The days of all documents.
    pub(super) fn days(&self) -> Days<'_> {
        let (width, days) = self.section(Section::Days).split_first().unwrap_or((&1, &[]));
        Days { first: self.first_day, docs: self.docs, days: Fixed::new(days, usize::from(*width)) }
    }

    /// The first and the last day.
    pub(super) fn span(&self) -> Option<(Date, Date)> {
        let last = self.docs.checked_sub(1)?;
        Date::from_day_number(self.day(last)).zip(Date::from_day_number(self.day(0)))
    }

    /// The values of a facet, by document.
    pub(super) fn column(&self, facet: Facet) -> Column<'_> {
        let section = Section::COLUMNS[facet as usize];
        Column::read(self.section(section), self.len()).unwrap_or_default()
    }

    /// The number of values of a facet.
    pub(super) fn value_count(&self, facet: Facet) -> u32 {
        self.values[facet as usize].len() as u32
    }

    /// The name of a value.
    pub(super) fn value_name(&self, facet: Facet, value: u32) -> Option<String> {
        let key = self.dictionary().term(self.values[facet as usize].start.checked_add(value)?)?;
        String::from_utf8(key.get(1..)?.to_vec()).ok()
    }

    /// The documents with a value.
    pub(super) fn value_list(&self, facet: Facet, value: u32) -> Option<List<'_>> {
        self.list(self.value_ordinal(facet, value))
    }

    /// Calls `visit` with every value in whose name a word stands; or, with `prefix`, a word that begins so.
    pub(super) fn for_each_named(&self, word: &str, prefix: bool, visit: impl FnMut(Facet, u32)) {
        let key = KeyKind::NameWord.key(word);
        self.for_each_named_by(self.ordinals(&key, prefix), visit);
    }

    /// Calls `visit` with every value in whose name a word stands that an automaton of typing errors knows, and its distance;
    /// perhaps more than once.
    pub(super) fn for_each_named_near(&self, typos: &Typos, mut visit: impl FnMut(Facet, u32, u8)) {
        self.dictionary().near_behind(&[KeyKind::NameWord as u8], typos, |ordinals, distance| {
            self.for_each_named_by(ordinals, |facet, value| visit(facet, value, distance));
        });
    }

    /// Calls `visit` with the values that words of names stand for.
    fn for_each_named_by(&self, words: Range<u32>, mut visit: impl FnMut(Facet, u32)) {
        self.for_each_list(words, |_, list| {
            list.for_each_doc(|ordinal| {
                let facets = Facet::ALL.iter().zip(&self.values);
                for (facet, values) in facets.filter(|(_, values)| values.contains(&ordinal)) {
                    visit(*facet, ordinal - values.start);
                }
            });
        });
    }

    /// The ordinals of the places whose names pass a test, which is given them folded.
    pub(super) fn places_with(&self, test: impl Fn(&str) -> bool) -> Vec<u32> {
        let mut places = Vec::new();
        self.dictionary().for_each_with_prefix(&[KeyKind::Place as u8], |ordinal, key| {
            let name = key.get(1..).and_then(|name| str::from_utf8(name).ok()).unwrap_or_default();
            places.extend(test(&fold(name)).then_some(ordinal));
        });
        places
    }

    /// The ordinal of a word in the texts.
    pub(super) fn find_word(&self, word: &str) -> Option<u32> {
        self.dictionary().find(word.as_bytes()).filter(|ordinal| *ordinal >= self.words_from)
    }

    /// The ordinals of the words in the texts that begin with `prefix`.
    pub(super) fn words_with_prefix(&self, prefix: &str) -> Range<u32> {
        let range = self.dictionary().with_prefix(prefix.as_bytes());
        range.start.max(self.words_from)..range.end.max(self.words_from)
    }

    /// A word in the texts by its ordinal.
    pub(super) fn word(&self, ordinal: u32) -> Option<String> {
        String::from_utf8(self.dictionary().term(ordinal)?).ok()
    }

    /// Calls `visit` with the words in the texts that begin so, ascending.
    pub(super) fn for_each_word_with_prefix(&self, prefix: &str, mut visit: impl FnMut(u32, &str)) {
        self.dictionary().for_each_with_prefix(prefix.as_bytes(), |ordinal, word| {
            if ordinal >= self.words_from {
                str::from_utf8(word).into_iter().for_each(|word| visit(ordinal, word));
            }
        });
    }

    /// Calls `visit` with the words in the texts that an automaton of typing errors knows, and their distance.
    pub(super) fn for_each_near(&self, typos: &Typos, visit: impl FnMut(Range<u32>, u8)) {
        self.dictionary().near(self.words_from, typos, visit);
    }

    /// Calls `visit` with the lists of terms that follow each other.
    pub(super) fn for_each_list<'a>(&'a self, ordinals: Range<u32>, mut visit: impl FnMut(u32, List<'a>)) {
        self.for_each_extent(ordinals, |ordinal, extent| visit(ordinal, self.list_at(ordinal, extent)));
    }

    /// Calls `visit` with where the lists of terms are that follow each other. Cost: up to thirty terms before the first as well.
    pub(super) fn for_each_extent(&self, ordinals: Range<u32>, visit: impl FnMut(u32, Extent)) {
        self.dictionary().for_each_extent(ordinals, visit);
    }

    /// The list of a term that is known to be there.
    pub(super) fn list_at(&self, ordinal: u32, extent: Extent) -> List<'_> {
        let kind = if ordinal < self.words_from { Kind::Plain } else { Kind::Words };
        let list = self.section(Section::Lists).get(extent.list).unwrap_or_default();
        let positions = self.section(Section::Positions).get(extent.positions).unwrap_or_default();
        List::new(kind, list, positions)
    }

    /// The ordinal of a value of a facet.
    pub(super) fn value_ordinal(&self, facet: Facet, value: u32) -> u32 {
        self.values[facet as usize].start.saturating_add(value)
    }

    /// The list of a term.
    pub(super) fn list(&self, ordinal: u32) -> Option<List<'_>> {
        let mut found = None;
        self.for_each_list(ordinal..ordinal.saturating_add(1), |_, list| found = Some(list));
        found
    }

    fn ordinals(&self, key: &[u8], prefix: bool) -> Range<u32> {
        if prefix {
            return self.dictionary().with_prefix(key);
        }
        self.dictionary().find(key).map_or(0..0, |ordinal| ordinal..ordinal + 1)
    }
}

/// The days of the documents of a segment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Days<'a> {
    first: i32,
    docs: u32,
    days: Fixed<'a>,
}

impl Days<'_> {
    /// As in [`Date::day_number`].
    #[inline]
    pub(super) fn day(&self, doc: u32) -> i32 {
        self.first.saturating_add_unsigned(self.days.get(doc as usize))
    }

    /// The first document that is of an earlier day than this one; their number if none is.
    pub(super) fn first_before(&self, day: i32) -> u32 {
        let mut range = 0..self.docs;
        while !range.is_empty() {
            let middle = range.start + (range.end - range.start) / 2;
            if self.day(middle) < day {
                range.end = middle;
            } else {
                range.start = middle + 1;
            }
        }
        range.start
    }
}
