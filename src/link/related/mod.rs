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
use crate::sorting::sort_by;
use field::Field;
use lists::Lists;
use rank::Candidate;

/// Splits a headline into words to compare, in the form in which they are compared (folded, stemmed).
pub type Words = fn(&str) -> Vec<String>;

/// The most shared words that are named: more do not explain a link any better.
const WORDS_SHOWN: usize = 5;

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
        let context = self.context(doc, other);
        let is_explained = !context.is_empty() || !stories.is_empty();
        Related {
            id: candidate.id.to_owned(),
            date: candidate.date,
            headline,
            category: self.categories.names_of(other).next().map(str::to_owned),
            stub: self.docs.get(other as usize).is_some_and(|doc| doc.stub),
            score: candidate.score,
            given: candidate.given,
            context,
            stories,
            words: if is_explained { Vec::new() } else { self.shared_words(doc, other) },
        }
    }

    /// The shared entities, the rarest first.
    fn context(&self, doc: u32, other: u32) -> Vec<String> {
        let mut shared: Vec<(usize, &str)> = self
            .entities
            .shared(doc, other)
            .map(|id| (self.entities.postings(id).len(), self.entities.name(id)))
            .collect();
        sort_by(&mut shared, Ord::cmp);
        shared.into_iter().map(|(_, name)| name.to_owned()).collect()
    }

    /// The shared stories, the innermost of the event asked about first.
    fn shared_stories(&self, doc: u32, other: u32) -> Vec<String> {
        let mut shared: Vec<String> =
            self.stories.shared(doc, other).map(|id| self.stories.name(id).to_owned()).collect();
        shared.reverse();
        shared
    }

    /// Shared words of the headlines that made the two connected, the rarest first.
    fn shared_words(&self, doc: u32, other: u32) -> Vec<String> {
        let telling = self.words.shared(doc, other).filter(|&word| self.words.weight(word) > 0.0);
        let mut shared: Vec<(usize, &str)> =
            telling.map(|word| (self.words.postings(word).len(), self.words.name(word))).collect();
        sort_by(&mut shared, Ord::cmp);
        shared.into_iter().take(WORDS_SHOWN).map(|(_, word)| word.to_owned()).collect()
    }

    /// The documents that the source links to one or that link to it, sorted, each once.
    fn given_to(&self, doc: &Doc) -> Vec<u32> {
        let ids = self.given.get(&doc.id).map_or(&[][..], Vec::as_slice);
        let mut docs: Vec<u32> = ids.iter().filter_map(|id| self.by_id.get(id).copied()).collect();
        sort_by(&mut docs, Ord::cmp);
        docs.dedup();
        docs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(id: &str, day: u32, entities: &[&str], story: &[&str]) -> Event {
        let owned = |names: &[&str]| names.iter().map(ToString::to_string).collect();
        let event = Event::new(id, Date::new(2016, 12, day).unwrap(), format!("Headline of {id}"));
        Event { entities: owned(entities), story: owned(story), ..event }
    }

    fn ask(index: &Index, id: &str, hide_stories: bool) -> Vec<Related> {
        index.related(&RelatedRequest { id: id.into(), limit: 10, hide_stories }).unwrap().items
    }

    fn ids(items: &[Related]) -> Vec<&str> {
        items.iter().map(|item| item.id.as_str()).collect()
    }

    #[test]
    fn context_is_rarest_first_and_stories_innermost_first() {
        let mut index = Index::default();
        let path = ["War", "Siege", "Truce"];
        index.add_events(&[
            event("a", 1, &["Syria", "Aleppo"], &path),
            event("b", 1, &["Aleppo", "Syria"], &path),
            event("c", 1, &["Syria"], &path[..1]),
        ]);
        let items = ask(&index, "a", false);
        assert_eq!(ids(&items), ["b", "c"]);
        assert_eq!(items[0].context, ["Aleppo", "Syria"]);
        assert_eq!(items[0].stories, ["Truce", "Siege", "War"]);
        assert_eq!(items[0].headline, "Headline of b");
    }

    #[test]
    fn a_deeper_common_story_counts_more_and_hidden_ones_do_not_show() {
        let mut index = Index::default();
        let [a, b] = [event("a", 1, &["Syria"], &["War", "Siege"]), event("b", 1, &[], &["War", "Siege"])];
        index.add_events(&[a, b, event("c", 1, &[], &["War"]), event("d", 1, &["Syria"], &["War", "Siege"])]);
        assert_eq!(ids(&ask(&index, "a", false)), ["d", "b", "c"]);
        let hidden = ask(&index, "a", true);
        assert_eq!(ids(&hidden), ["d"]);
        assert!(hidden[0].stories.is_empty());
    }

    #[test]
    fn links_given_by_the_source_lead_in_both_directions() {
        let mut index = Index::default();
        let mut asked = event("a", 1, &["Syria"], &[]);
        asked.related = vec!["later".into(), "a".into(), "unknown".into()];
        let mut pointing = event("pointing", 1, &["Syria"], &[]);
        pointing.related = vec!["a".into(), "a".into()];
        index.add_events(&[asked, pointing, event("same", 1, &["Syria"], &[])]);
        assert_eq!(ids(&ask(&index, "a", false)), ["pointing", "same"]);
        index.add_events(&[event("later", 30, &[], &[])]);
        let items = ask(&index, "a", false);
        assert_eq!(ids(&items), ["pointing", "later", "same"]);
        assert_eq!(items.iter().map(|item| item.given).collect::<Vec<_>>(), [true, true, false]);
        assert_eq!(ids(&ask(&index, "later", false)), ["a"]);
    }

    #[test]
    fn ties_are_nearer_then_newer_then_by_id() {
        let mut index = Index::default();
        let days = [("old", 9), ("new", 11), ("also new", 11), ("near", 10)];
        index.add_events(&days.map(|(id, day)| event(id, day, &[], &["War"])));
        index.add_events(&[event("a", 10, &[], &["War"])]);
        assert_eq!(ids(&ask(&index, "a", false)), ["near", "also new", "new", "old"]);
    }

    #[test]
    fn an_event_is_added_once() {
        let mut index = Index::default();
        index.add_events(&[event("a", 1, &["Syria"], &[]), event("b", 1, &["Syria"], &[])]);
        index.add_events(&[event("b", 2, &["Syria"], &[])]);
        assert_eq!(ids(&ask(&index, "a", false)), ["b"]);
        assert_eq!(ask(&index, "a", false)[0].date, Date::new(2016, 12, 1).unwrap());
    }

    #[test]
    fn the_most_telling_words_explain_what_nothing_else_does() {
        let mut index = Index::with_words(|text| text.split(' ').map(str::to_owned).collect());
        let said =
            |id: &str, words: &str, entities: &[&str]| Event { headline: words.into(), ..event(id, 1, entities, &[]) };
        index.add_events(&[
            said("a", "c e d b a f g", &["Syria"]),
            said("b", "a b c d e f h", &[]),
            said("c", "f a", &["Syria"]),
            said("d", "g", &[""]),
        ]);
        let items = ask(&index, "a", false);
        let words = |id: &str| items.iter().find(|item| item.id == id).unwrap().words.join(" ");
        assert_eq!(words("b"), "b c d e a", "rarest first, then by name, at most five");
        assert_eq!(words("c"), "", "Syria explains it");
        assert_eq!(words("d"), "g");
    }

    #[test]
    fn words_of_too_many_headlines_explain_nothing() {
        let mut index = Index::with_words(|text| text.split(' ').map(str::to_owned).collect());
        let common = weights::COMMON_MIN_EVENTS as u32 + 1;
        let said = |id: String, words: &str| Event { headline: words.into(), ..event(&id, 1, &[], &[]) };
        let events: Vec<Event> = (0..common).map(|number| said(number.to_string(), "minister")).collect();
        index.add_events(&events);
        index.add_events(&[said("a".into(), "minister resigns"), said("b".into(), "minister resigns")]);
        let items = ask(&index, "a", false);
        assert_eq!(ids(&items), ["b"]);
        assert_eq!(items[0].words, ["resigns"]);
    }

    #[test]
    fn a_value_without_a_name_connects_nothing() {
        let mut index = Index::default();
        index.add_events(&[event("a", 1, &[""], &[" "]), event("b", 1, &[""], &[" "])]);
        assert!(ask(&index, "a", false).is_empty(), "nothing could be said of the link");
    }

    #[test]
    fn words_connect_events_without_entities() {
        let mut index = Index::with_words(|text| text.split(' ').map(str::to_owned).collect());
        index.add_events(&[event("a", 1, &[], &[]), event("b", 1, &[], &[])]);
        let items = ask(&index, "a", false);
        assert_eq!(ids(&items), ["b"]);
        assert_eq!(items[0].words, ["Headline", "of"], "they say why");
        let mut index = Index::default();
        index.add_events(&[event("a", 1, &[], &[]), event("b", 1, &[], &[])]);
        assert!(ask(&index, "a", false).is_empty());
    }
}
