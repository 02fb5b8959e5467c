//! Related events: what is connected to an event, and by what.
//!
//! The parts of a connection, all of them explained to the reader or at least explicable: entities both mention
//! (weighted by how rare they are), words of the headlines, nearness in time, stories both belong to, and links that the
//! source itself gives. [`weights`] has the numbers and their reasons.

mod field;
mod lists;
mod rank;
pub mod weights;

use std::collections::HashMap;
use std::sync::Arc;

use crate::model::{Date, Event};
use crate::protocol::{Related, RelatedReply, RelatedRequest};
use field::Field;
use lists::Lists;
use rank::Candidate;

/// Splits a headline into words to compare, in the form in which they are compared (folded, stemmed).
pub type Words = fn(&str) -> Vec<String>;

/// Events by what connects them. Grows by batches; what is rare is judged over all batches added so far.
///
/// Memory: about 1 kB an event on the portal corpus with words, 0.7 kB without; half of it is names, ids and headlines.
#[derive(Debug, Default)]
pub struct Index {
    docs: Vec<Doc>,
    /// By event id.
    by_id: HashMap<Arc<str>, u32>,
    /// Links given by the source, in both directions; the other event may not have arrived yet.
    given: HashMap<Arc<str>, Vec<Arc<str>>>,
    headlines: Lists<u8>,
    categories: Field,
    entities: Field,
    stories: Field,
    words: Field,
    split: Option<Words>,
}

/// What is kept of an event besides its fields, by document number.
#[derive(Debug)]
struct Doc {
    id: Arc<str>,
    date: Date,
    stub: bool,
}

impl Index {
    /// An index that compares the words of headlines too, so that events without entities have links as well.
    pub fn with_words(split: Words) -> Self {
        Self { split: Some(split), words: Field::without_common_values(), ..Self::default() }
    }

    /// Adds a batch of events. An event whose id is there already is left out.
    ///
    /// Cost: linear in the size of the batch; the next question costs a pass over all events added so far.
    pub fn add_events(&mut self, events: &[Event]) {
        for event in events {
            self.add_event(event);
        }
    }

    fn add_event(&mut self, event: &Event) {
        if self.by_id.contains_key(event.id.as_str()) {
            return;
        }
        let id: Arc<str> = event.id.as_str().into();
        self.by_id.insert(Arc::clone(&id), field::number(self.docs.len()));
        self.docs.push(Doc { id: Arc::clone(&id), date: event.date, stub: event.stub });
        self.headlines.push(event.headline.bytes());
        self.categories.push(event.category.iter());
        self.entities.push(event.entities.iter());
        self.stories.push(event.story.iter());
        let words = self.split.map_or_else(Vec::new, |split| split(&event.headline));
        self.words.push(words.iter());
        self.add_given(&id, &event.related);
    }

    fn add_given(&mut self, id: &Arc<str>, related: &[String]) {
        for other in related.iter().filter(|other| other.as_str() != &**id) {
            let other: Arc<str> = other.as_str().into();
            self.given.entry(Arc::clone(id)).or_default().push(Arc::clone(&other));
            self.given.entry(other).or_default().push(Arc::clone(id));
        }
    }

    /// The events connected to one, best first, without the event itself; `None` if there is no event of that id.
    ///
    /// Events that the source itself links (in either direction) come first. Equal scores are ordered by nearness in
    /// time, then the newer, then by id. With `hide_stories` labels neither count nor are they shown.
    ///
    /// Cost: linear in the number of events that share an entity, a story or a telling word with the event.
    pub fn related(&self, request: &RelatedRequest) -> Option<RelatedReply> {
        let doc = *self.by_id.get(request.id.as_str())?;
        let best = rank::best(self, doc, request.limit as usize, !request.hide_stories);
        let items = best.iter().map(|candidate| self.explain(doc, candidate, request.hide_stories)).collect();
        Some(RelatedReply { id: request.id.clone(), items })
    }

    fn explain(&self, doc: u32, candidate: &Candidate<'_>, hide_stories: bool) -> Related {
        let other = candidate.doc;
        let headline = String::from_utf8_lossy(self.headlines.get(other)).into_owned();
        let stories = if hide_stories { Vec::new() } else { self.shared_stories(doc, other) };
        Related {
            id: candidate.id.to_owned(),
            date: candidate.date,
            headline,
            category: self.categories.names_of(other).next().map(str::to_owned),
            stub: self.docs.get(other as usize).is_some_and(|doc| doc.stub),
            score: candidate.score,
            given: candidate.given,
            context: self.context(doc, other),
            stories,
        }
    }

    /// The shared entities, the rarest first.
    fn context(&self, doc: u32, other: u32) -> Vec<String> {
        let mut shared: Vec<(usize, &str)> = self
            .entities
            .shared(doc, other)
            .map(|id| (self.entities.postings(id).len(), self.entities.name(id)))
            .collect();
        shared.sort_unstable();
        shared.into_iter().map(|(_, name)| name.to_owned()).collect()
    }

    /// The shared stories, the innermost of the event asked about first.
    fn shared_stories(&self, doc: u32, other: u32) -> Vec<String> {
        let mut shared: Vec<String> =
            self.stories.shared(doc, other).map(|id| self.stories.name(id).to_owned()).collect();
        shared.reverse();
        shared
    }

    /// The documents that the source links to one or that link to it, sorted, each once.
    fn given_to(&self, doc: &Doc) -> Vec<u32> {
        let ids = self.given.get(&doc.id).map_or(&[][..], Vec::as_slice);
        let mut docs: Vec<u32> = ids.iter().filter_map(|id| self.by_id.get(id).copied()).collect();
        docs.sort_unstable();
        docs.dedup();
        docs
    }
}
