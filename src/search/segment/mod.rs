//! An immutable index of some events, as bytes that are used as they are.
//!
//! A document is the number of an event in the segment, newest first. The bytes are those of `build`, wherever they come from.
//! They are a **head**, without which nothing is known, and after it [`Section`]s, which may arrive in pieces (`pages`).

mod build;
mod column;
mod dictionary;
mod headwords;
mod ids;
mod lines;
mod named;
mod packing;
mod pages;
mod postings;

use std::ops::Range;

use crate::model::Date;
use crate::protocol::Facet;
use crate::text::fold;

use super::fuzzy::Typos;

use build::build;
pub use build::{Origin, OtherNames};
pub(super) use column::Column;
pub(super) use dictionary::Extent;
use dictionary::{Dictionary, Directory};
pub(super) use headwords::HeadwordStarts;
pub use lines::Line;
pub(super) use named::{NameKind, Renamed, name_hash};
use packing::{Reader, write_varint};
use pages::{CHECK_BYTES, PAGE_BYTES, Pages};
use postings::Kind;
pub(super) use postings::List;

/// The first bytes of a segment.
const MAGIC: [u8; 4] = *b"TLSG";
/// The version of the layout, of the analysis of texts, without which words would not be found, and of what impacts stand for.
const VERSION: u32 = 5;

/// The bytes that tell the length of the head, after the version.
const HEAD_LENGTH_BYTES: usize = 4;
/// The most documents of a segment: damage must not make it ask for more memory than there is.
const MAX_DOCS: usize = 1 << 24;

/// Parts of a segment that follow each other.
#[derive(Clone, Copy, Debug)]
enum Section {
    /// The terms, and where their lists are.
    Dictionary,
    /// The lists of all terms, in their order.
    Lists,
    /// The positions of the lists; of words in names the values, and of entities their other names.
    Positions,
    Categories,
    Stories,
    Entities,
    Sources,
    /// The documents by the hashes of their ids.
    Ids,
    /// Where the lines of the events are in their files.
    Lines,
    /// Which documents of the words' lists have the word in their headline.
    Headwords,
}

const SECTIONS: usize = 10;

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
    /// A word in the names of stories and entities: see `named`.
    SubjectWord = 6,
    /// A word in the names of categories and sources.
    LabelWord = 7,
    /// A word in other names of entities.
    AliasWord = 8,
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
#[derive(Debug, Default)]
pub struct Segment {
    pages: Pages,
    /// The day of every document, as in [`Date::day_number`], newest first.
    days: Vec<i32>,
    /// For every facet the ordinals of its values.
    values: [Range<u32>; Facet::ALL.len()],
    /// The ordinal of the first word.
    words_from: u32,
    directory: Directory,
    /// The least hash of every group of ids.
    id_groups: Vec<u32>,
    /// The bytes of the length of a line; 0 where lines are not kept.
    line_width: usize,
    sections: [Range<usize>; SECTIONS],
    /// Where the check sums of the pages are.
    checks: Range<usize>,
}

impl Segment {
    /// Indexes events, which come newest first, in the order of the archive within a day.
    #[inline(never)] // It is loaded later: see xtask, shrink.
    pub fn build(events: &[crate::model::Event], other_names: OtherNames<'_>) -> Self {
        Self::open(build(events, other_names, None)).unwrap_or_default()
    }

    /// The bytes of a segment of events that are in files too, and how many of them are its head.
    pub fn write(events: &[crate::model::Event], other_names: OtherNames<'_>, origin: &Origin) -> (Vec<u8>, u32) {
        let bytes = build(events, other_names, Some(origin));
        let head = Self::head_len(&bytes).unwrap_or_default() as u32;
        (bytes, head)
    }

    /// Takes the bytes of a segment. Cost: the bytes of its dictionary, whose check sums must be right. Damage elsewhere is not
    /// noticed: the hash of the whole is for that. Searching damaged bytes gives wrong answers, but ends.
    pub fn open(bytes: impl Into<Vec<u8>>) -> Result<Self, SegmentError> {
        let bytes = bytes.into();
        let segment = Self::read(&bytes, bytes.len())?;
        let segment = Self { pages: Pages::whole(bytes), ..segment };
        if segment.is_sound() { Ok(segment) } else { Err(SegmentError::Damaged) }
    }

    /// Takes the head of a segment of `len` bytes, the rest of which may arrive later or never: see [`Segment::fill`].
    pub fn open_head(head: &[u8], len: usize) -> Result<Self, SegmentError> {
        let segment = Self::read(head, len)?;
        let head = head.get(..segment.sections[0].start).ok_or(SegmentError::Damaged)?;
        Ok(Self { pages: Pages::with_head(head, len), ..segment })
    }

    /// The bytes of the head, told by the first [`HEAD_LENGTH_BYTES`].
    fn head_len(bytes: &[u8]) -> Result<usize, SegmentError> {
        let rest = bytes.strip_prefix(&MAGIC).ok_or(SegmentError::Foreign)?;
        let mut reader = Reader(rest);
        match reader.varint() {
            Some(VERSION) => {}
            Some(version) => return Err(SegmentError::Version(version)),
            None => return Err(SegmentError::Damaged),
        }
        let length = reader.take(HEAD_LENGTH_BYTES).and_then(|bytes| bytes.first_chunk());
        Ok(u32::from_le_bytes(*length.ok_or(SegmentError::Damaged)?) as usize)
    }

    /// Reads the head of a segment of `len` bytes.
    fn read(bytes: &[u8], len: usize) -> Result<Self, SegmentError> {
        let head = bytes.get(..Self::head_len(bytes)?).ok_or(SegmentError::Damaged)?;
        let (head, sum) = head.split_last_chunk().ok_or(SegmentError::Damaged)?;
        if *sum != pages::check(head) {
            return Err(SegmentError::Damaged);
        }
        let prefix = MAGIC.len() + 1 + HEAD_LENGTH_BYTES;
        Self::read_head(head.get(prefix..).unwrap_or_default(), head.len() + CHECK_BYTES, len)
            .ok_or(SegmentError::Damaged)
    }

    fn read_head(bytes: &[u8], head: usize, len: usize) -> Option<Self> {
        let mut reader = Reader(bytes);
        let days = read_days(&mut reader)?;
        let mut values: [Range<u32>; Facet::ALL.len()] = Default::default();
        let mut end = 0_u32;
        for range in &mut values {
            let start = end;
            end = end.checked_add(reader.varint()?)?;
            *range = start..end;
        }
        let words_from = reader.varint()?;
        let directory = Directory::read(&mut reader)?;
        let id_groups = ids::read_groups(&mut reader)?;
        let line_width = usize::from(reader.byte()?);
        let mut lengths = [0; SECTIONS];
        for length in &mut lengths {
            *length = reader.varint()? as usize;
        }
        let mut at = head;
        let sections = lengths.map(|length| {
            let start = at;
            at = at.saturating_add(length);
            start..at
        });
        let checks = head - CHECK_BYTES - reader.0.len()..head - CHECK_BYTES;
        let has_checks = checks.len() == (len - head.min(len)).div_ceil(PAGE_BYTES) * CHECK_BYTES;
        let has_terms = end <= words_from && words_from <= directory.len;
        (at == len && has_checks && has_terms).then(|| Self {
            pages: Pages::default(),
            days,
            values,
            words_from,
            directory,
            id_groups,
            line_width,
            sections,
            checks,
        })
    }

    /// Whether the dictionary can be read.
    fn is_sound(&self) -> bool {
        self.dictionary().is_sound()
    }

    /// The bytes it was opened from; 0 where some have not arrived.
    pub fn bytes(&self) -> &[u8] {
        self.pages.bytes()
    }

    /// Whether all bytes have arrived.
    pub fn is_complete(&self) -> bool {
        self.pages.is_complete()
    }

    /// Takes bytes that have arrived, which begin at `start` in the segment: every whole page among them. An error if they are
    /// damaged.
    pub fn fill(&mut self, start: usize, bytes: &[u8]) -> Result<(), SegmentError> {
        let was_complete = self.is_complete();
        self.pages.fill(start, bytes, self.checks.clone())?;
        if self.is_complete() && !was_complete && !self.is_sound() {
            return Err(SegmentError::Damaged);
        }
        Ok(())
    }

    /// The bytes that answers have asked for since this was asked last, and that have not arrived: in runs, ascending.
    pub fn take_wanted(&self) -> Vec<Range<usize>> {
        self.pages.take_wanted()
    }

    /// Whether there are any.
    pub(super) fn has_wanted(&self) -> bool {
        self.pages.has_wanted()
    }

    /// The bytes that have not arrived: in runs, ascending.
    pub fn missing(&self) -> Vec<Range<usize>> {
        self.pages.missing()
    }

    /// The number of documents.
    pub fn len(&self) -> usize {
        self.days.len()
    }

    /// Whether there are no documents.
    pub fn is_empty(&self) -> bool {
        self.days.is_empty()
    }

    fn section(&self, section: Section) -> &[u8] {
        self.pages.get(self.sections[section as usize].clone()).unwrap_or_default()
    }

    /// Where a part of a section is.
    fn within(&self, section: Section, part: Range<usize>) -> Range<usize> {
        let Range { start, end } = self.sections[section as usize].clone();
        start.saturating_add(part.start).min(end)..start.saturating_add(part.end).min(end)
    }

    fn dictionary(&self) -> Dictionary<'_> {
        Dictionary {
            directory: &self.directory,
            pages: &self.pages,
            start: self.sections[Section::Dictionary as usize].start,
        }
    }

    /// The day of a document, as in [`Date::day_number`].
    #[inline]
    pub(super) fn day(&self, doc: u32) -> i32 {
        self.days().day(doc)
    }

    /// The days of all documents.
    pub(super) fn days(&self) -> Days<'_> {
        Days(&self.days)
    }

    /// The days of all documents, as dates.
    pub(super) fn dates(&self) -> impl Iterator<Item = Date> {
        self.days.iter().filter_map(|day| Date::from_day_number(*day))
    }

    /// The first and the last day.
    pub(super) fn span(&self) -> Option<(Date, Date)> {
        let (newest, oldest) = (self.days.first()?, self.days.last()?);
        Date::from_day_number(*oldest).zip(Date::from_day_number(*newest))
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

    /// Calls `visit` with the names of all values, in the order of their numbers.
    pub(super) fn for_each_value_name(&self, facet: Facet, mut visit: impl FnMut(&str)) {
        self.dictionary().for_each_with_prefix(&[KeyKind::value(facet) as u8], &mut |_, key: &[u8]| {
            visit(key.get(1..).and_then(|name| str::from_utf8(name).ok()).unwrap_or_default());
        });
    }

    /// The documents with a value.
    pub(super) fn value_list(&self, facet: Facet, value: u32) -> Option<List<'_>> {
        self.list(self.value_ordinal(facet, value))
    }

    /// The ordinals of the places whose names pass a test, which is given them folded.
    pub(super) fn places_with(&self, test: &dyn Fn(&str) -> bool) -> Vec<u32> {
        self.keys_with(KeyKind::Place, test)
    }

    /// The value of a name.
    pub(super) fn find_value(&self, facet: Facet, name: &str) -> Option<u32> {
        let ordinal = self.dictionary().find(&KeyKind::value(facet).key(name))?;
        ordinal.checked_sub(self.values[facet as usize].start)
    }

    /// The values one of whose names passes a test, which is given them folded. Cost: all names.
    pub(super) fn values_with(&self, facet: Facet, test: &dyn Fn(&str) -> bool) -> Vec<u32> {
        let start = self.values[facet as usize].start;
        let ordinals = self.keys_with(KeyKind::value(facet), test).into_iter();
        let mut values: Vec<u32> = ordinals.filter_map(|ordinal| ordinal.checked_sub(start)).collect();
        if facet == Facet::Entity {
            self.for_each_other_name(0..self.value_count(facet), &mut |value, name| {
                values.extend(test(&fold(name)).then_some(value));
            });
        }
        values
    }

    /// The name of a value of a facet.
    pub(super) fn value_name(&self, facet: Facet, value: u32) -> Option<String> {
        let mut key = self.dictionary().term(self.value_ordinal(facet, value))?;
        key.remove(0);
        String::from_utf8(key).ok()
    }

    fn keys_with(&self, kind: KeyKind, test: &dyn Fn(&str) -> bool) -> Vec<u32> {
        let mut ordinals = Vec::new();
        self.dictionary().for_each_with_prefix(&[kind as u8], &mut |ordinal, key: &[u8]| {
            let name = key.get(1..).and_then(|name| str::from_utf8(name).ok()).unwrap_or_default();
            ordinals.extend(test(&fold(name)).then_some(ordinal));
        });
        ordinals
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
        self.dictionary().for_each_with_prefix(prefix.as_bytes(), &mut |ordinal, word: &[u8]| {
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
        self.for_each_extent(ordinals, &mut |ordinal, extent| visit(ordinal, self.list_at(ordinal, extent)));
    }

    /// Calls `visit` with where the lists of terms are that follow each other. Cost: up to thirty terms before the first as well.
    pub(super) fn for_each_extent(&self, ordinals: Range<u32>, visit: &mut dyn FnMut(u32, Extent)) {
        self.dictionary().for_each_extent(ordinals, visit);
    }

    /// The list of a term that is known to be there.
    pub(super) fn list_at(&self, ordinal: u32, extent: Extent) -> List<'_> {
        let kind = if ordinal < self.words_from { Kind::Plain } else { Kind::Words };
        let list = self.within(Section::Lists, extent.list);
        List::new(kind, &self.pages, list, self.within(Section::Positions, extent.positions))
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
}

/// The days of the documents of a segment, newest first, as in [`Date::day_number`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Days<'a>(&'a [i32]);

impl Days<'_> {
    #[inline]
    pub(super) fn day(&self, doc: u32) -> i32 {
        self.0.get(doc as usize).copied().unwrap_or_default()
    }

    /// The first document that is of an earlier day than this one; their number if none is.
    pub(super) fn first_before(&self, day: i32) -> u32 {
        self.0.partition_point(|other| *other >= day) as u32
    }
}

/// Appends days, newest first: how many different ones there are, the newest, and for each how long before the last it was and
/// how many documents it has.
fn write_days(out: &mut Vec<u8>, days: &[i32]) {
    let runs = days.chunk_by(|a, b| a == b);
    write_varint(out, runs.clone().count() as u32);
    let mut last = days.first().copied().unwrap_or_default();
    out.extend(last.to_le_bytes());
    for run in runs {
        let day = run.first().copied().unwrap_or(last);
        write_varint(out, last.abs_diff(day));
        write_varint(out, run.len() as u32);
        last = day;
    }
}

fn read_days(reader: &mut Reader<'_>) -> Option<Vec<i32>> {
    let mut days = Vec::new();
    let runs = reader.varint()?;
    let mut day = i32::from_le_bytes(*reader.take(size_of::<i32>())?.first_chunk()?);
    for _ in 0..runs {
        day = day.checked_sub_unsigned(reader.varint()?)?;
        let docs = days.len().checked_add(reader.varint()? as usize).filter(|docs| *docs <= MAX_DOCS)?;
        days.resize(docs, day);
    }
    Some(days)
}
