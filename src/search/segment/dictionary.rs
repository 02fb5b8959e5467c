//! The terms of a segment, and where the list of each is.
//!
//! Terms are byte strings in ascending order; a term is known by its **ordinal**, its place in that order. They are cut into pages
//! of up to [`PAGE_TERMS`]; a page is an [`fst`] map from terms to places in the page, and behind it, as who looks a term up wants its
//! list next, the lengths of the lists and of their positions, in groups of [`GROUP_TERMS`] with an anchor each. What is needed to
//! find the page of a term is in the [`Directory`].

use std::ops::Range;

use fst::raw::Fst;
use fst::{IntoStreamer, Map, Streamer};

use crate::sorting::sort_by;

use super::super::fuzzy::{Near, Typos};

use super::packing::{Fixed, Reader, write_fixed, write_varint};
use super::pages::Pages;

/// The most terms of a page: some three kilobytes, which is what it takes to look up a word in a segment that has not arrived.
const PAGE_TERMS: usize = 256;
/// The most terms of a group: of so many at most the lengths are added up to find a list.
const GROUP_TERMS: usize = 32;
/// An anchor is where the lengths of a group begin in the page, and where its first list and the positions of that begin in their
/// sections.
const ANCHOR_NUMBERS: usize = 3;
const ANCHOR_WIDTH: usize = 4;

/// Where a list is, and where its positions are, in bytes of their sections.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::search) struct Extent {
    pub(super) list: Range<usize>,
    pub(super) positions: Range<usize>,
}

/// Where each page of the dictionary is.
#[derive(Clone, Debug, Default)]
pub(super) struct Directory {
    pages: Vec<PageHead>,
    /// The number of terms.
    pub(super) len: u32,
}

#[derive(Clone, Debug)]
struct PageHead {
    /// Not greater than its first term, and greater than the last before it.
    bound: Vec<u8>,
    first_ordinal: u32,
    /// In the section: the map, then anchors, then lengths.
    bytes: Range<usize>,
    /// The bytes of the map.
    map: usize,
    terms: usize,
}

/// Writes a dictionary.
#[derive(Debug, Default)]
pub(super) struct Writer {
    terms: Vec<(Vec<u8>, u32, u32)>,
}

impl Writer {
    /// Appends a term: greater than all before. Its list and its positions take so many bytes.
    pub(super) fn push(&mut self, term: Vec<u8>, list_bytes: usize, position_bytes: usize) {
        self.terms.push((term, list_bytes as u32, position_bytes as u32));
    }

    /// Appends the pages to a section, and the directory to another. Pages begin anew at the places in `breaks`.
    pub(super) fn write(
        &self,
        section: &mut Vec<u8>,
        directory: &mut Vec<u8>,
        breaks: &[usize],
    ) -> Result<(), fst::Error> {
        let mut ends: Vec<usize> = breaks.iter().copied().chain([self.terms.len()]).collect();
        sort_by(&mut ends, usize::cmp);
        let mut pages = Vec::new();
        let mut start = 0;
        for end in ends {
            pages.extend(self.terms.get(start..end).unwrap_or_default().chunks(PAGE_TERMS));
            start = end.max(start);
        }
        write_varint(directory, pages.len() as u32);
        let (mut ends, mut last) = ((0, 0), &[][..]);
        for page in pages {
            let first = page.first().map_or(&[][..], |(term, ..)| term);
            let bytes = page_bytes(page, &mut ends)?;
            let bound = shortest_between(last, first);
            for number in [bound.len(), bytes.0.len(), bytes.1.len(), page.len()] {
                write_varint(directory, number as u32);
            }
            directory.extend_from_slice(bound);
            section.extend([bytes.0, bytes.1].concat());
            last = page.last().map_or(&[][..], |(term, ..)| term);
        }
        Ok(())
    }
}

/// The shortest beginning of `first` that is greater than `last`, which is less than `first`.
///
/// Source: R. Bayer, K. Unterauer, “Prefix B-trees”, 1977.
fn shortest_between<'t>(last: &[u8], first: &'t [u8]) -> &'t [u8] {
    let common = last.iter().zip(first).take_while(|(a, b)| a == b).count();
    first.get(..=common).unwrap_or(first)
}

/// The map of a page; and its anchors and lengths. `ends` is where the lists and positions so far end.
fn page_bytes(page: &[(Vec<u8>, u32, u32)], ends: &mut (u32, u32)) -> Result<(Vec<u8>, Vec<u8>), fst::Error> {
    let map = Map::from_iter((0..).zip(page).map(|(place, (term, ..))| (term, place)))?;
    let (mut anchors, mut lengths) = (Vec::new(), Vec::new());
    for (place, (_, list, position)) in page.iter().enumerate() {
        if place % GROUP_TERMS == 0 {
            for number in [lengths.len() as u32, ends.0, ends.1] {
                write_fixed(&mut anchors, number, ANCHOR_WIDTH);
            }
        }
        write_varint(&mut lengths, *list);
        write_varint(&mut lengths, *position);
        *ends = (ends.0 + list, ends.1 + position);
    }
    anchors.extend(lengths);
    Ok((map.into_fst().into_inner(), anchors))
}

impl Directory {
    /// Reads a directory; `None` where it is damaged.
    pub(super) fn read(reader: &mut Reader<'_>) -> Option<Self> {
        let mut directory = Self::default();
        let mut at = 0;
        for _ in 0..reader.varint()? {
            let mut number = || reader.varint().map(|number| number as usize);
            let [bound, map, lengths, terms] = [number()?, number()?, number()?, number()?];
            directory.pages.push(PageHead {
                bound: reader.take(bound)?.to_vec(),
                first_ordinal: directory.len,
                bytes: at..at + map + lengths,
                map,
                terms,
            });
            at += map + lengths;
            directory.len = directory.len.checked_add(u32::try_from(terms).ok()?)?;
        }
        Some(directory)
    }
}

/// A dictionary, as stored.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dictionary<'a> {
    pub(super) directory: &'a Directory,
    pub(super) pages: &'a Pages,
    /// Where the section begins.
    pub(super) start: usize,
}

impl<'a> Dictionary<'a> {
    /// The map of a page, and its anchors and lengths.
    fn parts(&self, page: &PageHead) -> Option<(&'a [u8], &'a [u8])> {
        let bytes = self.pages.get(self.start + page.bytes.start..self.start + page.bytes.end)?;
        bytes.split_at_checked(page.map)
    }

    /// The number of terms.
    pub(super) fn len(&self) -> u32 {
        self.directory.len
    }

    /// Whether every page has as many terms as it should, and the check sum of its map is right: reading a damaged map panics.
    pub(super) fn is_sound(&self) -> bool {
        let is_sound = |page: &PageHead| {
            self.map(page).is_some_and(|map| map.len() == page.terms && map.as_fst().verify().is_ok())
        };
        self.directory.pages.iter().all(is_sound)
    }

    /// The ordinal of a term. Cost: its length, and the logarithm of the number of pages.
    pub(super) fn find(&self, term: &[u8]) -> Option<u32> {
        let page = self.directory.pages.get(self.page_of(term)?)?;
        let place = self.map(page)?.get(term)?;
        Some(page.first_ordinal + place as u32)
    }

    /// The ordinals of the terms that begin with `prefix`.
    pub(super) fn with_prefix(&self, prefix: &[u8]) -> Range<u32> {
        let end = successor(prefix).map_or(self.len(), |next| self.lower_bound(&next));
        self.lower_bound(prefix)..end
    }

    /// The ordinal of the first term that is not less than `bound`.
    pub(super) fn lower_bound(&self, bound: &[u8]) -> u32 {
        let Some(number) = self.page_of(bound) else { return 0 };
        let Some(page) = self.directory.pages.get(number) else { return self.len() };
        let after = page.first_ordinal + page.terms as u32;
        let Some(map) = self.map(page) else { return after };
        let place = map.range().ge(bound).into_stream().next().map(|(_, place)| page.first_ordinal + place as u32);
        place.unwrap_or(after)
    }

    /// A term by its ordinal.
    pub(super) fn term(&self, ordinal: u32) -> Option<Vec<u8>> {
        let page = self.page_with(ordinal)?;
        let map = Fst::new(self.parts(page)?.0).ok()?;
        map.get_key(u64::from(ordinal - page.first_ordinal))
    }

    /// Calls `visit` with the terms that begin with `prefix`, ascending.
    pub(super) fn for_each_with_prefix(&self, prefix: &[u8], visit: &mut dyn FnMut(u32, &[u8])) {
        let first = self.page_of(prefix).unwrap_or(0);
        for page in self.directory.pages.iter().skip(first) {
            if page.bound.as_slice() > prefix && !page.bound.starts_with(prefix) {
                return;
            }
            let Some(map) = self.map(page) else { continue };
            let mut terms = map.range().ge(prefix).into_stream();
            while let Some((term, place)) = terms.next().filter(|(term, _)| term.starts_with(prefix)) {
                visit(page.first_ordinal + place as u32, term);
            }
        }
    }

    /// Calls `visit` with all terms of the page that has an ordinal, ascending.
    pub(super) fn for_each_of_page(&self, ordinal: u32, mut visit: impl FnMut(&[u8])) {
        let Some(map) = self.page_with(ordinal).and_then(|page| self.map(page)) else { return };
        let mut terms = map.range().ge([]).into_stream();
        while let Some((term, _)) = terms.next() {
            visit(term);
        }
    }

    /// Calls `visit` with the terms that an automaton of typing errors knows, and their distance; `from` is the first ordinal
    /// of a page.
    pub(super) fn near(&self, from: u32, typos: &Typos, mut visit: impl FnMut(Range<u32>, u8)) {
        for page in self.directory.pages.iter().filter(|page| page.first_ordinal >= from) {
            let Some(map) = self.map(page) else { continue };
            for Near { ordinals, distance } in typos.find(map.as_fst()) {
                visit(page.first_ordinal + ordinals.start as u32..page.first_ordinal + ordinals.end as u32, distance);
            }
        }
    }

    /// The same for the terms that begin with `lead`, which is no part of the words.
    pub(super) fn near_behind(&self, lead: &[u8], typos: &Typos, mut visit: impl FnMut(Range<u32>, u8)) {
        let first = self.page_of(lead).unwrap_or(0);
        let pages = self.directory.pages.iter().skip(first);
        for page in pages.take_while(|page| page.bound.as_slice() <= lead || page.bound.starts_with(lead)) {
            let Some(map) = self.map(page) else { continue };
            for Near { ordinals, distance } in typos.find_behind(map.as_fst(), lead) {
                visit(page.first_ordinal + ordinals.start as u32..page.first_ordinal + ordinals.end as u32, distance);
            }
        }
    }

    /// Calls `visit` with the extents of the lists of terms that follow each other, from the first ordinal on.
    pub(super) fn for_each_extent(&self, ordinals: Range<u32>, visit: &mut dyn FnMut(u32, Extent)) {
        let mut next = ordinals.start;
        while next < ordinals.end {
            let Some(page) = self.page_with(next) else { return };
            let Some(mut lengths) = self.lengths_from(page, next) else { return };
            let last = ordinals.end.min(page.first_ordinal + page.terms as u32);
            for ordinal in next..last {
                let Some(extent) = lengths.next() else { return };
                visit(ordinal, extent);
            }
            next = last;
        }
    }

    /// Reads lengths from an ordinal of a page on.
    fn lengths_from(&self, page: &PageHead, ordinal: u32) -> Option<Lengths<'a>> {
        let place = (ordinal - page.first_ordinal) as usize;
        let (_, bytes) = self.parts(page)?;
        let (anchors, lengths) =
            bytes.split_at_checked(page.terms.div_ceil(GROUP_TERMS) * ANCHOR_NUMBERS * ANCHOR_WIDTH)?;
        let anchor =
            |number| Fixed::new(anchors, ANCHOR_WIDTH).get(place / GROUP_TERMS * ANCHOR_NUMBERS + number) as usize;
        let mut lengths = Lengths { reader: Reader(lengths.get(anchor(0)..)?), list: anchor(1), positions: anchor(2) };
        for _ in 0..place % GROUP_TERMS {
            lengths.next()?;
        }
        Some(lengths)
    }

    /// The number of the page that a term is in if it is in any; `None` where it is before all.
    fn page_of(&self, term: &[u8]) -> Option<usize> {
        self.directory.pages.partition_point(|page| page.bound.as_slice() <= term).checked_sub(1)
    }

    fn page_with(&self, ordinal: u32) -> Option<&'a PageHead> {
        let number = self.directory.pages.partition_point(|page| page.first_ordinal <= ordinal).checked_sub(1)?;
        self.directory.pages.get(number).filter(|page| ordinal - page.first_ordinal < page.terms as u32)
    }

    fn map(&self, page: &PageHead) -> Option<Map<&'a [u8]>> {
        Map::new(self.parts(page)?.0).ok()
    }
}

struct Lengths<'a> {
    reader: Reader<'a>,
    list: usize,
    positions: usize,
}

impl Lengths<'_> {
    #[inline]
    fn next(&mut self) -> Option<Extent> {
        let (list, positions) = (self.reader.varint()? as usize, self.reader.varint()? as usize);
        let extent =
            Extent { list: self.list..self.list + list, positions: self.positions..self.positions + positions };
        (self.list, self.positions) = (extent.list.end, extent.positions.end);
        Some(extent)
    }
}

/// The least string that is greater than all strings with a prefix; `None` if there is none.
fn successor(prefix: &[u8]) -> Option<Vec<u8>> {
    let last = prefix.iter().rposition(|byte| *byte < u8::MAX)?;
    let mut next = prefix.get(..=last)?.to_vec();
    next.last_mut().into_iter().for_each(|byte| *byte += 1);
    Some(next)
}

#[cfg(test)]
mod tests {
    use proptest::collection::btree_map;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn terms_come_back_as_they_went_in(
            terms in btree_map("[a-cж]{0,8}", (0_usize..3_000, 0_usize..3), 0..300),
            breaks in proptest::collection::vec(0_usize..300, 0..4),
            asked in "[a-dж]{0,4}",
        ) {
            let mut writer = Writer::default();
            terms.iter().for_each(|(term, (list, positions))| writer.push(term.clone().into_bytes(), *list, *positions));
            let (mut section, mut directory) = (Vec::new(), Vec::new());
            writer.write(&mut section, &mut directory, &breaks).unwrap();
            let directory = Directory::read(&mut Reader(&directory)).unwrap();
            let pages = Pages::whole(section);
            let dictionary = Dictionary { directory: &directory, pages: &pages, start: 0 };

            prop_assert_eq!(dictionary.len() as usize, terms.len());
            let ordinals = 0..terms.len() as u32;
            for (ordinal, term) in ordinals.clone().zip(terms.keys()) {
                prop_assert_eq!(dictionary.find(term.as_bytes()), Some(ordinal));
                prop_assert_eq!(dictionary.term(ordinal), Some(term.clone().into_bytes()));
            }
            prop_assert_eq!(dictionary.find(asked.as_bytes()).is_some(), terms.contains_key(&asked));
            prop_assert_eq!(dictionary.term(ordinals.end), None);
            let prefixed: Vec<u32> = ordinals.clone().zip(terms.keys()).filter(|(_, term)| term.starts_with(&asked)).map(|(o, _)| o).collect();
            prop_assert_eq!(&dictionary.with_prefix(asked.as_bytes()).collect::<Vec<_>>(), &prefixed);
            let mut found = Vec::new();
            dictionary.near(0, &Typos::new(&asked, 0, false), |ordinals, _| found.extend(ordinals));
            prop_assert_eq!(found, Vec::from_iter(dictionary.find(asked.as_bytes())));
            let mut found = Vec::new();
            dictionary.for_each_with_prefix(asked.as_bytes(), &mut |ordinal, term: &[u8]| {
                assert!(term.starts_with(asked.as_bytes()));
                found.push(ordinal);
            });
            prop_assert_eq!(&found, &prefixed);

            let mut extents = Vec::new();
            dictionary.for_each_extent(ordinals, &mut |_, extent| extents.push(extent));
            let (mut list, mut positions) = (0, 0);
            for (extent, (list_bytes, position_bytes)) in extents.iter().zip(terms.values()) {
                prop_assert_eq!(extent, &Extent { list: list..list + list_bytes, positions: positions..positions + position_bytes });
                (list, positions) = (list + list_bytes, positions + position_bytes);
            }
            prop_assert_eq!(extents.len(), terms.len());
            if let Some(last) = (terms.len() as u32).checked_sub(1) {
                let mut alone = Vec::new();
                dictionary.for_each_extent(last..last + 9, &mut |_, extent| alone.push(extent));
                prop_assert_eq!(alone.as_slice(), extents.get(last as usize..).unwrap());
            }
        }
    }
}
