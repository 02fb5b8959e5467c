//! Related events: what `link::related` asks is answered from the index.

use std::hash::{BuildHasher, RandomState};
use std::sync::OnceLock;

use crate::link::related::weights::Weights;
use crate::link::related::{Archive, Lengths, Property, related};
use crate::model::Event;
use crate::protocol::{Facet, RelatedReply, RelatedRequest};
use crate::search::{Address, Headwords, for_each_headword};

use super::Engine;

/// What is kept for related events.
#[derive(Debug, Default)]
pub(super) struct Links {
    /// The hashes of the ids that events are linked to by their source, and these events, of those that have arrived: a few for an
    /// archive of days, ten an event for one whose pages list what is related.
    given: Vec<(u32, Address)>,
    hasher: RandomState,
    /// Made when it is asked for.
    prepared: OnceLock<(Numbers, Lengths)>,
}

/// All events of the index, numbered through, and what is needed to ask about them.
#[derive(Debug, Default)]
struct Numbers {
    /// By segment: the number of its first event; then the number of all.
    firsts: Vec<u32>,
    headwords: Headwords,
}

impl Links {
    /// Takes events that have arrived: those of a batch, from a number in it on.
    pub(super) fn add(&mut self, batch: u32, first: u32, events: &[Event]) {
        for (doc, event) in (first..).zip(events) {
            let address = Address { batch, doc };
            let hashes = event.related.iter().filter(|id| **id != event.id).map(|id| self.hasher.hash_one(id) as u32);
            self.given.extend(hashes.map(|hash| (hash, address)));
        }
    }

    /// Forgets the events of a batch that is removed.
    pub(super) fn remove(&mut self, batch: u32) {
        self.forget_lengths();
        self.given.retain(|(_, address)| address.batch != batch);
    }

    /// Forgets what depends on all events of the index; to be called when it changes.
    pub(super) fn forget_lengths(&mut self) {
        self.prepared.take();
    }

    /// The events that may be linked to an id: all that are, and hardly any other.
    fn given_to(&self, id: &str) -> impl Iterator<Item = Address> {
        let hash = self.hasher.hash_one(id) as u32;
        self.given.iter().filter(move |(other, _)| *other == hash).map(|(_, address)| *address)
    }
}

impl Engine {
    /// What is connected to an event; `None` if there is no such event. Nothing is if it has not arrived, which is noted.
    ///
    /// Cost: the first question after the index has changed goes through the lists of all entities and words.
    #[inline(never)] // It is loaded later: see xtask, shrink.
    pub(super) fn related(&self, request: &RelatedRequest) -> Option<RelatedReply> {
        self.related_by(request, &Weights::CHOSEN)
    }

    /// The same by other weights than those that readers get: for measuring.
    pub fn related_by(&self, request: &RelatedRequest, weights: &Weights) -> Option<RelatedReply> {
        let nothing = || RelatedReply { id: request.id.clone(), items: Vec::new() };
        let Some(address) = self.address_of(&request.id) else {
            return self.may_come(&request.id).then(nothing);
        };
        let Some(event) = self.event(address) else { return Some(nothing()) };
        let (numbers, lengths) = self.links.prepared.get_or_init(|| self.prepare());
        let archive = Numbered { engine: self, numbers };
        Some(related(&archive, lengths, numbers.number(address), &event, request, weights))
    }

    /// Whether an event of an id may be among those that have not arrived.
    fn may_come(&self, id: &str) -> bool {
        self.index.addresses_with_id(id).into_iter().any(|address| self.event(address).is_none())
    }

    fn prepare(&self) -> (Numbers, Lengths) {
        let mut firsts = vec![0];
        let mut events = 0;
        for segment in (0..self.index.segments_len()).filter_map(|number| self.index.segment(number)) {
            events += segment.len() as u32;
            firsts.push(events);
        }
        let numbers = Numbers { firsts, headwords: self.index.headwords() };
        let lengths = Lengths::of(&Numbered { engine: self, numbers: &numbers });
        (numbers, lengths)
    }
}

impl Numbers {
    fn number(&self, address: Address) -> u32 {
        self.firsts.get(address.batch as usize).map_or(u32::MAX, |first| first.saturating_add(address.doc))
    }

    fn address(&self, number: u32) -> Address {
        let batch = self.firsts.partition_point(|first| *first <= number).saturating_sub(1);
        let first = self.firsts.get(batch).copied().unwrap_or_default();
        Address { batch: batch as u32, doc: number.saturating_sub(first) }
    }
}

/// The events of an engine by their numbers.
struct Numbered<'a> {
    engine: &'a Engine,
    numbers: &'a Numbers,
}

/// The facet that has the values of a property; `None` for words.
fn facet(property: Property) -> Option<Facet> {
    match property {
        Property::Entities => Some(Facet::Entity),
        Property::Stories => Some(Facet::Story),
        Property::Categories => Some(Facet::Category),
        Property::Words => None,
    }
}

impl Archive for Numbered<'_> {
    fn total(&self) -> usize {
        self.engine.len()
    }

    fn known(&self) -> usize {
        self.engine.counted()
    }

    fn day(&self, event: u32) -> i32 {
        self.engine.index.day_of(self.numbers.address(event))
    }

    fn frequency(&self, property: Property, value: &str) -> u32 {
        let index = &self.engine.index;
        match facet(property) {
            Some(facet) => index.frequency(facet, value),
            None => index.headword_frequency(&self.numbers.headwords, value),
        }
    }

    fn for_each_with(&self, property: Property, value: &str, visit: &mut dyn FnMut(u32)) {
        let index = &self.engine.index;
        let visit = &mut |address| visit(self.numbers.number(address));
        match facet(property) {
            Some(facet) => index.for_each_with(facet, value, visit),
            None => index.for_each_headed(&self.numbers.headwords, value, visit),
        }
    }

    fn for_each_place(&self, word: &str, visit: &mut dyn FnMut(u32, u32)) {
        let visit = &mut |address, place| visit(self.numbers.number(address), place);
        self.engine.index.for_each_headed_at(&self.numbers.headwords, word, visit);
    }

    fn for_each_value(&self, property: Property, visit: &mut dyn FnMut(u32, u32)) {
        let index = &self.engine.index;
        let visit = &mut |address, frequency| visit(self.numbers.number(address), frequency);
        match facet(property) {
            Some(facet) => index.for_each_value(facet, visit),
            None => index.for_each_headword(&self.numbers.headwords, visit),
        }
    }

    fn words(&self, headline: &str) -> Vec<String> {
        let mut words = Vec::new();
        for_each_headword(headline, |word| words.push(word.to_owned()));
        words
    }

    fn entity(&self, name: &str) -> Option<String> {
        self.engine.index.resolve_entity(name)
    }

    fn given(&self, event: &Event) -> Vec<u32> {
        let engine = self.engine;
        let to = event.related.iter().filter(|id| **id != event.id).filter_map(|id| engine.address_of(id));
        let links_here = |other: &Event| other.related.contains(&event.id);
        let from = engine.links.given_to(&event.id);
        let from = from.filter(|address| engine.event(*address).as_ref().is_some_and(links_here));
        to.chain(from).map(|address| self.numbers.number(address)).collect()
    }

    fn event(&self, event: u32) -> Option<Event> {
        self.engine.event(self.numbers.address(event))
    }
}
