//! The words in the names of values.
//!
//! Each kind of names is searched as one text: the list of a word has the documents with a value in whose name it stands, so that nobody who
//! looks for the word reads a list for every such value. Where other words have their positions, these have a list of the ordinals of
//! those values.

use std::ops::Range;

use crate::protocol::Facet;

use super::super::fuzzy::Typos;
use super::postings::{Kind, List};
use super::{Extent, KeyKind, Section, Segment};

/// Names in which a word is worth the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::search) enum NameKind {
    /// Those of stories and entities: what an event is about.
    Subject,
    /// Those of categories and sources, which an event shares with thousands.
    Label,
}

impl NameKind {
    /// All kinds, in the order of their keys.
    pub(in crate::search) const ALL: [Self; 2] = [Self::Subject, Self::Label];

    /// The kind that the names of a facet are of.
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

    /// Calls `visit` with every value in whose name a word stands; or, with `prefix`, a word that begins so.
    pub(in crate::search) fn for_each_named(&self, word: &str, prefix: bool, mut visit: impl FnMut(Facet, u32)) {
        for words in NameKind::ALL.map(|kind| self.name_words(kind, word, prefix)) {
            self.for_each_extent(words, &mut |_, extent: Extent| {
                let ordinals = self.within(Section::Positions, extent.positions);
                List::new(Kind::Plain, &self.pages, ordinals, 0..0).for_each_doc(|ordinal| {
                    self.value_at(ordinal).into_iter().for_each(|(facet, value)| visit(facet, value));
                });
            });
        }
    }

    /// The value that has an ordinal.
    fn value_at(&self, ordinal: u32) -> Option<(Facet, u32)> {
        let mut facets = Facet::ALL.into_iter().zip(&self.values);
        let (facet, values) = facets.find(|(_, values)| values.contains(&ordinal))?;
        Some((facet, ordinal - values.start))
    }
}
