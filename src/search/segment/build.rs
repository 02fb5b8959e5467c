//! Makes a segment of events.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::model::Event;
use crate::protocol::Facet;
use crate::sorting::sort_by;
use crate::text::{TokenKind, for_each_token};

use super::super::field::{Field, facet_values};
use super::super::headwords::is_headword;
use super::super::impact::{REPEAT_FACTOR, impact, letters, occurrence_weight};
use super::column::write_column;
use super::dictionary::Writer;
use super::headwords::write_headwords;
use super::ids::{HASH_BYTES, hash, write_ids};
use super::lines::write_lines;
use super::packing::{write_fixed, write_varint};
use super::pages::{CHECK_BYTES, PAGE_BYTES, check};
use super::postings::{Posting, write_plain, write_words};
use super::{HEAD_LENGTH_BYTES, KeyKind, MAGIC, NameKind, SECTIONS, Section, VERSION, write_days};

/// Positions of a text begin so far behind the last of the text before it, so that no phrase spans two, and words in different
/// texts are not near each other.
const TEXT_GAP: u32 = 16;

/// The bytes of a segment of events, which come in the order of documents: newest first.
///
/// Cost: linear in the length of their texts and names, and the terms are sorted.
pub(super) fn build(events: &[Event], other_names: OtherNames<'_>, origin: Option<&Origin>) -> Vec<u8> {
    let values = values(events);
    let mut sections: [Vec<u8>; SECTIONS] = Default::default();
    let mut dictionary = Writer::default();
    let words_from = write_lists(events, &values, other_names, &mut sections, &mut dictionary);
    write_columns(events, &values, &mut sections);
    let mut directory = Vec::new();
    // Keys come sorted and once each, which is all that can fail here.
    let written = dictionary.write(&mut sections[Section::Dictionary as usize], &mut directory, &[words_from]);
    debug_assert!(written.is_ok());
    if let Some(origin) = origin {
        write_ids(&mut sections[Section::Ids as usize], &mut directory, events);
        write_lines(&mut sections[Section::Lines as usize], &mut directory, &origin.line_bytes);
    } else {
        // No groups of ids, no lines.
        directory.extend([0, 0]);
    }
    assemble(events, &values, words_from, &directory, &sections)
}

/// The other names of an entity, by its canonical one.
pub type OtherNames<'a> = &'a dyn Fn(&str) -> Vec<String>;

/// Where the events of a segment come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The bytes of each event's line, in the order of its file; the files in the order of documents, newest first. What
    /// is before the first line of a file counts with it, and what is behind the last with that.
    pub line_bytes: Vec<u32>,
}

/// For every facet its values, in order, with the documents that have them.
type Values<'e> = [BTreeMap<&'e str, Vec<u32>>; Facet::ALL.len()];

fn values(events: &[Event]) -> Values<'_> {
    Facet::ALL.map(|facet| {
        let mut by_value: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
        for (doc, event) in (0..).zip(events) {
            for value in facet_values(event, facet) {
                let docs = by_value.entry(value).or_default();
                if docs.last() != Some(&doc) {
                    docs.push(doc);
                }
            }
        }
        by_value
    })
}

/// Writes the lists of all terms, in order; returns the number of terms before the first word.
fn write_lists(
    events: &[Event],
    values: &Values<'_>,
    other_names: OtherNames<'_>,
    sections: &mut [Vec<u8>; SECTIONS],
    dictionary: &mut Writer,
) -> usize {
    let mut lists = std::mem::take(&mut sections[Section::Lists as usize]);
    let mut positions = std::mem::take(&mut sections[Section::Positions as usize]);
    let mut words_from = 0;
    let mut plain = |key: Vec<u8>, docs: &[u32], what: &[u8]| {
        let starts = (lists.len(), positions.len());
        write_plain(&mut lists, docs);
        positions.extend_from_slice(what);
        dictionary.push(key, lists.len() - starts.0, positions.len() - starts.1);
        words_from += 1;
    };
    let mut aliases = Vec::new();
    for (facet, by_value) in Facet::ALL.into_iter().zip(values) {
        for (value, docs) in by_value {
            let others = if facet == Facet::Entity { other_names(value) } else { Vec::new() };
            plain(KeyKind::value(facet).key(value), docs, &spellings(&others));
            aliases.push(others);
        }
    }
    for (place, docs) in places(events) {
        plain(KeyKind::Place.key(place), &docs, &[]);
    }
    for kind in NameKind::ALL {
        for (word, named) in words_of_names(values, &aliases, kind) {
            plain(kind.key_kind().key(&word), &named.docs(), &named.values(kind));
        }
    }
    let mut heads = Vec::new();
    for (word, occurrences) in Words::of(events).into_sorted() {
        let starts = (lists.len(), positions.len());
        write_words(&mut lists, &mut positions, &postings(&occurrences));
        heads.extend(by_doc(&occurrences).map(|of_doc| of_doc.iter().any(|occurrence| occurrence.heads)));
        dictionary.push(word.into_bytes(), lists.len() - starts.0, positions.len() - starts.1);
    }
    sections[Section::Lists as usize] = lists;
    sections[Section::Positions as usize] = positions;
    write_headwords(&mut sections[Section::Headwords as usize], &heads);
    words_from
}

fn places(events: &[Event]) -> BTreeMap<&str, Vec<u32>> {
    let mut places: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (doc, event) in (0..).zip(events) {
        event.place.iter().for_each(|place| places.entry(place).or_default().push(doc));
    }
    places
}

/// The other names of an entity, each behind its length.
fn spellings(names: &[String]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for name in names {
        write_varint(&mut bytes, name.len() as u32);
        bytes.extend_from_slice(name.as_bytes());
    }
    bytes
}

/// The values in whose names a word stands, ascending, and the name and the documents of each.
#[derive(Default)]
struct NamedSo<'v> {
    ordinals: Vec<u32>,
    names: Vec<&'v str>,
    docs: Vec<&'v [u32]>,
}

impl NamedSo<'_> {
    /// The documents with one of the values, ascending.
    fn docs(&self) -> Vec<u32> {
        let mut docs = self.docs.concat();
        sort_by(&mut docs, Ord::cmp);
        docs.dedup();
        docs
    }

    /// What a segment says of the values: see `named`.
    fn values(&self, kind: NameKind) -> Vec<u8> {
        let mut bytes = Vec::new();
        if kind != NameKind::Alias {
            write_plain(&mut bytes, &self.ordinals);
            return bytes;
        }
        let mut before = 0;
        for (ordinal, (name, docs)) in self.ordinals.iter().zip(self.names.iter().zip(&self.docs)) {
            write_varint(&mut bytes, ordinal - before);
            write_varint(&mut bytes, docs.len() as u32);
            write_fixed(&mut bytes, hash(name), HASH_BYTES);
            before = *ordinal;
        }
        bytes
    }
}

/// The words of names of a kind. `aliases` has the other names of every value.
fn words_of_names<'v>(
    values: &'v Values<'_>,
    aliases: &[Vec<String>],
    kind: NameKind,
) -> BTreeMap<String, NamedSo<'v>> {
    let mut words: BTreeMap<String, NamedSo<'_>> = BTreeMap::new();
    let of_facet = |(facet, by_value): (Facet, &'v BTreeMap<_, _>)| by_value.iter().map(move |named| (facet, named));
    let all = Facet::ALL.into_iter().zip(values).flat_map(of_facet);
    for ((ordinal, (facet, (name, docs))), aliases) in (0..).zip(all).zip(aliases) {
        let mut add = |word: &str| {
            let named = words.entry(word.to_owned()).or_default();
            if named.ordinals.last() != Some(&ordinal) {
                named.ordinals.push(ordinal);
                named.names.push(name);
                named.docs.push(docs);
            }
        };
        if kind != NameKind::Alias {
            if NameKind::of(facet) == kind {
                for_each_token(name, |token| add(token.text));
            }
        } else if !aliases.is_empty() {
            let own = words_of(name);
            let others = aliases.iter().flat_map(|alias| words_of(alias));
            others.filter(|word| !own.contains(word)).for_each(|word| add(&word));
        }
    }
    words
}

fn words_of(name: &str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for_each_token(name, |token| _ = words.insert(token.text.to_owned()));
    words
}

fn write_columns(events: &[Event], values: &Values<'_>, sections: &mut [Vec<u8>; SECTIONS]) {
    for (section, by_value) in Section::COLUMNS.into_iter().zip(values) {
        let mut by_doc = vec![Vec::new(); events.len()];
        for (value, docs) in (0..).zip(by_value.values()) {
            docs.iter().for_each(|doc| by_doc[*doc as usize].push(value));
        }
        write_column(&mut sections[section as usize], &by_doc);
    }
}

/// Puts the parts together: see [`super::Segment::open`].
fn assemble(
    events: &[Event],
    values: &Values<'_>,
    words_from: usize,
    directory: &[u8],
    sections: &[Vec<u8>; SECTIONS],
) -> Vec<u8> {
    let mut head = Vec::from(MAGIC);
    write_varint(&mut head, VERSION);
    let length_at = head.len();
    head.extend([0; HEAD_LENGTH_BYTES]);
    write_days(&mut head, &events.iter().map(|event| event.date.day_number()).collect::<Vec<_>>());
    values.iter().for_each(|by_value| write_varint(&mut head, by_value.len() as u32));
    write_varint(&mut head, words_from as u32);
    head.extend_from_slice(directory);
    sections.iter().for_each(|section| write_varint(&mut head, section.len() as u32));
    let body = sections.concat();
    body.chunks(PAGE_BYTES).for_each(|page| head.extend(check(page)));
    let length = (head.len() + CHECK_BYTES) as u32;
    head.splice(length_at..length_at + HEAD_LENGTH_BYTES, length.to_le_bytes());
    head.extend(check(&head));
    head.extend(body);
    head
}

/// The words of the texts of events.
#[derive(Default)]
struct Words {
    occurrences: HashMap<String, Vec<Occurrence>>,
}

struct Occurrence {
    doc: u32,
    position: u32,
    weight: f32,
    /// It is a word of the headline: see [`is_headword`].
    heads: bool,
}

impl Words {
    fn of(events: &[Event]) -> Self {
        let mut words = Self::default();
        for (doc, event) in (0..).zip(events) {
            words.add(doc, event);
        }
        words
    }

    fn add(&mut self, doc: u32, event: &Event) {
        let mut start = 0;
        for field in Field::ALL {
            for text in field.texts(event) {
                let (words, length) = lengths(text);
                let weight = occurrence_weight(field, length);
                for_each_token(text, |token| {
                    let position = start + token.position as u32;
                    let heads = field == Field::Headline && is_headword(token.kind);
                    self.count(token.text, start, Occurrence { doc, position, weight, heads });
                });
                start += words + TEXT_GAP;
            }
        }
    }

    /// Takes a word of a text whose positions begin at `start`.
    fn count(&mut self, word: &str, start: u32, mut occurrence: Occurrence) {
        // Most words have been seen before: look first, and allocate only for new ones.
        match self.occurrences.get_mut(word) {
            Some(occurrences) => {
                let last = occurrences.last();
                if last.is_some_and(|last| last.doc == occurrence.doc && last.position >= start) {
                    occurrence.weight *= REPEAT_FACTOR;
                }
                occurrences.push(occurrence);
            }
            None => _ = self.occurrences.insert(word.to_owned(), vec![occurrence]),
        }
    }

    fn into_sorted(self) -> impl Iterator<Item = (String, Vec<Occurrence>)> {
        let mut words: Vec<_> = self.occurrences.into_iter().collect();
        sort_by(&mut words, |a, b| a.0.cmp(&b.0));
        words.into_iter()
    }
}

fn by_doc(occurrences: &[Occurrence]) -> impl Iterator<Item = &[Occurrence]> {
    occurrences.chunk_by(|a, b| a.doc == b.doc)
}

fn postings(occurrences: &[Occurrence]) -> Vec<Posting> {
    let posting = |of_doc: &[Occurrence]| {
        let first = of_doc.first()?;
        let mut positions: Vec<u32> = of_doc.iter().map(|occurrence| occurrence.position).collect();
        positions.dedup();
        let weight = of_doc.iter().map(|occurrence| occurrence.weight).sum();
        Some(Posting { doc: first.doc, impact: impact(weight), positions })
    };
    by_doc(occurrences).filter_map(posting).collect()
}

/// The number of words of a text, as positions count them, and its length in letters.
fn lengths(text: &str) -> (u32, u32) {
    let (mut words, mut length) = (0, 0);
    for_each_token(text, |token| {
        words += u32::from(token.kind != TokenKind::Joined);
        length += letters(token.text, token.kind);
    });
    (words, length)
}
