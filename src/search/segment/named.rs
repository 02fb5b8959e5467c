//! The words in the names of values.
//!
//! Each kind of names is searched as one text: the list of a word has the documents with a value in whose name it stands, so that nobody who
//! looks for the word reads a list for every such value. Where other words have their positions, these have a list of the ordinals of
//! those values.
//!
//! Words in the other names of entities have, for each of those entities, how much greater its ordinal is than the one before, the number of
//! its documents (varints) and the [`name_hash`] of its name, so that nobody has to look it up. The names themselves are where the
//! positions of the entity's own term would be, each behind its length (varint).

use std::ops::Range;

use crate::protocol::Facet;

use super::super::fuzzy::Typos;
use super::ids::{HASH_BYTES, hash};
use super::packing::{Fixed, Reader};
use super::postings::{Kind, List};
use super::{Extent, KeyKind, Section, Segment};

/// Names in which a word is worth the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::search) enum NameKind {
    /// Those of stories and entities: what an event is about.
    Subject,
    /// Those of categories and sources, which an event shares with thousands.
    Label,
    /// Other names of entities, but for the words of their own.
    Alias,
}

impl NameKind {
    /// All kinds, in the order of their keys.
    pub(in crate::search) const ALL: [Self; 3] = [Self::Subject, Self::Label, Self::Alias];

    /// The kind that the own names of a facet are of.
    pub(in crate::search) fn of(facet: Facet) -> Self {
        match facet {
            Facet::Story | Facet::Entity => Self::Subject,
            Facet::Category | Facet::Source => Self::Label,
        }
    }

    pub(super) fn key_kind(self) -> KeyKind {
        match self {
            Self::Subject => KeyKind::SubjectWord,
            Self::Label => KeyKind::LabelWord,
            Self::Alias => KeyKind::AliasWord,
        }
    }
}

impl Segment {
    /// The ordinals of a word in names; or, with `prefix`, of those that begin so. Their lists have the documents with such a name.
    pub(in crate::search) fn name_words(&self, kind: NameKind, word: &str, prefix: bool) -> Range<u32> {
        let key = kind.key_kind().key(word);
        if prefix {
            return self.dictionary().with_prefix(&key);
        }
        self.dictionary().find(&key).map_or(0..0, |ordinal| ordinal..ordinal + 1)
    }

    /// Calls `visit` with the ordinals of words in names that an automaton of typing errors knows, and their distance.
    pub(in crate::search) fn for_each_name_word_near(
        &self,
        kind: NameKind,
        typos: &Typos,
        visit: impl FnMut(Range<u32>, u8),
    ) {
        self.dictionary().near_behind(&[kind.key_kind() as u8], typos, visit);
    }

    /// Calls `visit` with every value in whose names of some kinds a word stands; or, with `prefix`, a word that begins so.
    pub(in crate::search) fn for_each_named(
        &self,
        kinds: &[NameKind],
        word: &str,
        prefix: bool,
        visit: &mut dyn FnMut(Facet, u32),
    ) {
        for kind in kinds {
            let words = self.name_words(*kind, word, prefix);
            if *kind == NameKind::Alias {
                self.for_each_renamed(words, &mut |renamed| visit(Facet::Entity, renamed.value));
                continue;
            }
            self.for_each_extent(words, &mut |_, extent: Extent| {
                let ordinals = self.within(Section::Positions, extent.positions);
                List::new(Kind::Plain, &self.pages, ordinals, 0..0).for_each_doc(|ordinal| {
                    self.value_at(ordinal).into_iter().for_each(|(facet, value)| visit(facet, value));
                });
            });
        }
    }

    /// Calls `visit` with every entity in whose other names one of some words stands, by their ordinals; once for every such word.
    pub(in crate::search) fn for_each_renamed(&self, words: Range<u32>, visit: &mut dyn FnMut(Renamed)) {
        let first = self.value_ordinal(Facet::Entity, 0);
        self.for_each_extent(words, &mut |_, extent: Extent| {
            let bytes = self.pages.get(self.within(Section::Positions, extent.positions)).unwrap_or_default();
            let (mut reader, mut ordinal) = (Reader(bytes), 0_u32);
            while let (Some(distance), Some(events), Some(hash)) =
                (reader.varint(), reader.varint(), reader.take(HASH_BYTES))
            {
                ordinal = ordinal.saturating_add(distance);
                let name = Fixed::new(hash, HASH_BYTES).get(0);
                visit(Renamed { value: ordinal.saturating_sub(first), events, name });
            }
        });
    }

    /// The other names of an entity, as they are spelt.
    pub(in crate::search) fn other_names(&self, entity: u32) -> Vec<String> {
        let mut names = Vec::new();
        self.for_each_other_name(entity..entity.saturating_add(1), &mut |_, name| names.push(name.to_owned()));
        names
    }

    /// Calls `visit` with the other names of entities that follow each other.
    pub(super) fn for_each_other_name(&self, entities: Range<u32>, visit: &mut dyn FnMut(u32, &str)) {
        let values = self.value_ordinal(Facet::Entity, entities.start)..self.value_ordinal(Facet::Entity, entities.end);
        let first = self.value_ordinal(Facet::Entity, 0);
        self.for_each_extent(values, &mut |ordinal, extent: Extent| {
            let mut reader =
                Reader(self.pages.get(self.within(Section::Positions, extent.positions)).unwrap_or_default());
            while let Some(name) = reader.varint().and_then(|bytes| reader.take(bytes as usize)) {
                str::from_utf8(name).into_iter().for_each(|name| visit(ordinal - first, name));
            }
        });
    }

    /// The value that has an ordinal.
    fn value_at(&self, ordinal: u32) -> Option<(Facet, u32)> {
        let mut facets = Facet::ALL.into_iter().zip(&self.values);
        let (facet, values) = facets.find(|(_, values)| values.contains(&ordinal))?;
        Some((facet, ordinal - values.start))
    }
}

/// An entity that goes by a word that is not in its own name.
#[derive(Clone, Copy, Debug)]
pub(in crate::search) struct Renamed {
    /// Its number in the column.
    pub(in crate::search) value: u32,
    /// The number of its documents.
    pub(in crate::search) events: u32,
    /// The [`name_hash`] of its own name.
    pub(in crate::search) name: u32,
}

/// What stands for the name of an entity: FNV-1a in 32 bits. Two names among the thousands of an archive have the same once in many
/// archives, and then a word is marked too much, or one of two names told.
pub(in crate::search) fn name_hash(name: &str) -> u32 {
    hash(name)
}
