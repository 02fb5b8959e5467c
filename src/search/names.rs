//! The names of entities, word by word and whole. Entities are known by their numbers in [`super::values::Values`].

use std::collections::BTreeMap;
use std::ops::Bound;

use crate::sorting::sort_by;
use crate::text::{fold, for_each_token};

use super::bitset::BitSet;
use super::fuzzy::Typos;
use super::language::{Form, Word};
use super::strings::{NONE, Strings};
use super::values::Values;

/// The names and aliases of all entities.
#[derive(Clone, Debug, Default)]
pub(super) struct EntityNames {
    /// For every word of an alias the entities that have it. (Segments know the words of canonical names.)
    terms: BTreeMap<String, Vec<u32>>,
    /// Whole names in their folded form.
    folded: Strings,
    /// For every one of these the last of the names that fold to it.
    last: Vec<u32>,
    names: Vec<Name>,
    /// Aliases as they are spelt. (Canonical names are those of [`Values`].)
    spellings: Strings,
}

/// A name of an entity.
#[derive(Clone, Copy, Debug)]
struct Name {
    entity: u32,
    /// The number of its spelling; [`NONE`] for the canonical name.
    spelling: u32,
    /// Another name that folds to the same, or [`NONE`].
    next: u32,
}

impl Name {
    fn is_canonical(&self) -> bool {
        self.spelling == NONE
    }
}

/// The entities one of whose aliases has a word.
#[derive(Clone, Debug, Default)]
pub(super) struct Named {
    /// The word itself stands in an alias.
    pub(super) exact: BitSet,
    /// A word that begins so stands in an alias. Entities may be in both.
    pub(super) prefix: BitSet,
    /// A word that it may be a misspelling of stands in an alias. Empty until asked for.
    pub(super) near: BitSet,
}

impl EntityNames {
    /// Adds a name. Cost: its length, times the logarithm of the number of words known.
    pub(super) fn add(&mut self, entity: u32, spelling: &str, is_canonical: bool) {
        if !is_canonical {
            for_each_token(spelling, |token| match self.terms.get_mut(token.text) {
                Some(entities) if entities.last() == Some(&entity) => {}
                Some(entities) => entities.push(entity),
                None => _ = self.terms.insert(token.text.to_owned(), vec![entity]),
            });
        }
        let (folded, is_new) = self.folded.add(&fold(spelling));
        if is_new {
            self.last.push(NONE);
        }
        let spelling = if is_canonical { NONE } else { self.spellings.add(spelling).0 };
        if let Some(last) = self.last.get_mut(folded as usize) {
            let next = std::mem::replace(last, self.names.len() as u32);
            self.names.push(Name { entity, spelling, next });
        }
    }

    /// The entities that a word stands for, of `entities` known.
    pub(super) fn with_word(&self, word: &Word, entities: usize) -> Named {
        let mut named =
            Named { exact: BitSet::none(entities), prefix: BitSet::none(entities), near: BitSet::none(entities) };
        self.terms.get(&word.text).into_iter().flatten().for_each(|entity| named.exact.insert(*entity));
        let set = match word.form {
            Form::Whole | Form::Pair => return named,
            Form::Prefix => &mut named.prefix,
            Form::Character => &mut named.exact,
        };
        let from = (Bound::Included(word.text.as_str()), Bound::Unbounded);
        let longer = self.terms.range::<str, _>(from).take_while(|(term, _)| term.starts_with(&word.text));
        longer.flat_map(|(_, entities)| entities).for_each(|entity| set.insert(*entity));
        named
    }

    /// The entities one of whose aliases has a word with typing errors, and how few; ascending.
    /// Cost: the words of all aliases, each from where it differs from the one before until it is known not to be meant.
    pub(super) fn with_word_near(&self, typos: &Typos) -> Vec<(u32, u8)> {
        let mut near = Vec::new();
        let terms = self.terms.iter().map(|(term, entities)| (term.as_str(), entities));
        typos.for_each_among(terms, |entities, distance| {
            if distance > 0 {
                near.extend(entities.iter().map(|entity| (*entity, distance)));
            }
        });
        sort_by(&mut near, Ord::cmp);
        near.dedup_by_key(|(entity, _)| *entity);
        near
    }

    /// The entities one of whose names passes a test, which is given it folded; ascending. Cost: all names.
    pub(super) fn with_name(&self, test: &dyn Fn(&str) -> bool) -> Vec<u32> {
        let folded = (0..self.folded.len() as u32).filter(|number| test(self.folded.get(*number)));
        let mut entities: Vec<u32> = folded.flat_map(|number| self.names_of(number)).map(|name| name.entity).collect();
        sort_by(&mut entities, u32::cmp);
        entities.dedup();
        entities
    }

    /// The entity that a name means. In this order: the canonical name; an alias, as spelt; a canonical name, or any, with
    /// other capitals or diacritics, and without white space around it if none has that. The first of these that one entity
    /// alone answers to decides. `values` has the canonical names.
    pub(super) fn resolve(&self, name: &str, values: &Values) -> Option<u32> {
        let folded = fold(name);
        let alike = [folded.as_str(), folded.trim()].into_iter().find_map(|key| self.folded.find(key))?;
        let spelling = |other: &Name| match other.is_canonical() {
            true => values.name(other.entity),
            false => self.spellings.get(other.spelling),
        };
        let only = |test: &dyn Fn(&Name) -> bool| {
            let mut entities = self.names_of(alike).filter(test).map(|other| other.entity);
            let first = entities.next()?;
            entities.all(|entity| entity == first).then_some(first)
        };
        only(&|other| other.is_canonical() && spelling(other) == name)
            .or_else(|| only(&|other| spelling(other) == name))
            .or_else(|| only(&Name::is_canonical))
            .or_else(|| only(&|_| true))
    }

    /// The names that fold to the same.
    fn names_of(&self, folded: u32) -> impl Iterator<Item = Name> {
        let name = |number: u32| self.names.get(number as usize).copied();
        let last = self.last.get(folded as usize).copied().unwrap_or(NONE);
        std::iter::successors(name(last), move |current| name(current.next))
    }
}

#[cfg(test)]
mod tests {
    use super::super::language::Typed;
    use super::*;

    fn names() -> EntityNames {
        named().0
    }

    fn named() -> (EntityNames, Values) {
        let (mut names, mut values) = (EntityNames::default(), Values::default());
        let table: [(&str, &[&str]); 4] = [
            ("Islamic State", &["ISIL", "IS", "Daesh"]),
            ("Iceland", &["Ísland", "IS"]),
            ("Isil", &[]),
            ("Recep Tayyip Erdoğan", &["Erdoğan"]),
        ];
        for (entity, (name, aliases)) in (0..).zip(table) {
            names.add(entity, name, true);
            values.number_of(name);
            aliases.iter().for_each(|alias| names.add(entity, alias, false));
        }
        (names, values)
    }

    #[test]
    fn whole_names_mean_one_entity_or_none() {
        let (names, values) = named();
        for (name, entity) in [
            ("Islamic State", Some(0)),
            ("ISLAMIC STATE ", Some(0)),
            ("daesh", Some(0)),
            ("ISIL", Some(0)), // an alias, as spelt, before another's name
            ("Isil", Some(2)),
            ("isil", Some(2)), // a name before another's alias
            ("IS", None),      // in doubt
            ("island", Some(1)),
            ("erdogan", Some(3)),
            ("State", None),
            ("", None),
        ] {
            assert_eq!(names.resolve(name, &values), entity, "{name}");
        }
    }

    #[test]
    fn words_stand_for_entities() {
        let names = names();
        let of = |text: &str, form| {
            let named = names.with_word(&Word { text: text.to_owned(), form, position: 0, range: Typed::default() }, 4);
            (named.exact.iter().collect::<Vec<_>>(), named.prefix.iter().collect::<Vec<_>>())
        };
        assert_eq!(of("is", Form::Whole), (vec![0, 1], vec![]));
        assert_eq!(of("is", Form::Prefix), (vec![0, 1], vec![0, 1]));
        assert_eq!(of("state", Form::Whole), (vec![], vec![]), "canonical names are known to segments");
        assert_eq!(of("dae", Form::Whole), (vec![], vec![]));
        assert_eq!(of("dae", Form::Prefix), (vec![], vec![0]));
    }

    #[test]
    fn misspelt_words_stand_for_entities() {
        let near = |text: &str, edits, prefix| names().with_word_near(&Typos::new(text, edits, prefix));
        assert_eq!(near("dseh", 2, false), [(0, 2)]);
        assert_eq!(near("daseh", 1, false), [(0, 1)]);
        assert_eq!(near("isi", 1, false), [(0, 1), (1, 1)], "is, isil");
        assert_eq!(near("isil", 1, false), [], "not itself");
        assert_eq!(near("irdogan", 1, false), [(3, 1)], "its folded alias");
        assert_eq!(near("staet", 1, false), [], "canonical names are known to segments");
        assert_eq!(near("ixla", 1, true), [(1, 1)]);
    }
}
