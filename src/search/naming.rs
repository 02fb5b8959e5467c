//! Which entity a name means.

use std::collections::BTreeMap;

use crate::protocol::Facet;
use crate::text::{TokenKind, fold, for_each_token};

use super::index::Index;
use super::segment::{NameKind, Segment};

/// Entities by their canonical names, with their other names.
type Named = BTreeMap<String, Vec<String>>;

impl Index {
    /// The canonical name of the entity that a name means, of those that events have. In this order: the canonical name; an alias, as
    /// spelt; a canonical name, or any, with other capitals or diacritics, and without white space around it if none has that. The first
    /// of these that one entity alone answers to decides: an alias that several share means none of them.
    ///
    /// Cost: the names that have all its words.
    pub fn resolve_entity(&self, name: &str) -> Option<String> {
        let is_canonical = |segment: &Segment| segment.find_value(Facet::Entity, name).is_some();
        if self.segments.iter().any(|numbered| is_canonical(&numbered.segment)) {
            return Some(name.to_owned());
        }
        let named = self.named_alike(name);
        let only = |test: &dyn Fn(&str, &[String]) -> bool| {
            let mut entities = named.iter().filter(|(own, others)| test(own, others)).map(|(own, _)| own);
            let first = entities.next()?;
            entities.next().is_none().then_some(first)
        };
        let folded = fold(name);
        let alike = |key: &str| {
            only(&|own, _| fold(own) == key)
                .or_else(|| only(&|own, others| fold(own) == key || others.iter().any(|other| fold(other) == key)))
        };
        let is_known =
            named.iter().any(|(own, others)| [own].into_iter().chain(others).any(|other| fold(other) == folded));
        let spelt = only(&|_, others| others.iter().any(|other| other == name));
        spelt.or_else(|| alike(if is_known { &folded } else { folded.trim() })).cloned()
    }

    /// The other names of an entity, by its canonical name.
    pub fn other_names_of(&self, entity: &str) -> Vec<String> {
        let of = |segment: &Segment| Some(segment.other_names(segment.find_value(Facet::Entity, entity)?));
        // They are the same in every segment that has the entity.
        self.segments.iter().find_map(|numbered| of(&numbered.segment)).unwrap_or_default()
    }

    /// The entities that have all words of a name in their names: names that differ in case and diacritics have the same words.
    fn named_alike(&self, name: &str) -> Named {
        let mut words = Vec::new();
        for_each_token(name, |token| words.extend((token.kind != TokenKind::Joined).then(|| token.text.to_owned())));
        let mut named = Named::new();
        for numbered in &self.segments {
            for entity in entities_with(&numbered.segment, &words) {
                let own = numbered.segment.value_name(Facet::Entity, entity);
                let others = numbered.segment.other_names(entity);
                named.entry(own.unwrap_or_default()).or_insert(others);
            }
        }
        named
    }
}

/// The entities of a segment that have all of some words in their names; none if there are no words.
fn entities_with(segment: &Segment, words: &[String]) -> Vec<u32> {
    let with = |word: &String| {
        let mut entities = Vec::new();
        segment.for_each_named(&[NameKind::Subject, NameKind::Alias], word, false, &mut |facet, value| {
            entities.extend((facet == Facet::Entity).then_some(value));
        });
        entities
    };
    let mut all = words.iter().map(with);
    let first = all.next().unwrap_or_default();
    all.fold(first, |mut entities, others| {
        entities.retain(|entity| others.contains(entity));
        entities
    })
}
