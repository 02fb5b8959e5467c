//! Putting pages together: every event once, linked to the others, whatever page tells of it.
//!
//! An event is told by its own page, by the page of its day, and by pages that list it as related. The first of these, in
//! this order, gives the headline; all give entities and the story. An event that only Related lists tell of is a stub.

use std::collections::hash_map::Entry as Slot;
use std::collections::{HashMap, HashSet};

use super::super::Import;
use super::address::{Address, Key};
use super::day::Entry;
use super::draft::Draft;
use super::items::{Related, quote};
use super::log::{Log, Place};
use super::page::{Identity, Page};
use super::plain::Plain;
use super::stories::Stories;
use crate::model::{Date, Event, ProblemKind};

/// The events of pages and entries of day pages, and what they list as related.
pub(super) fn assemble(pages: Vec<Page>, entries: Vec<Entry>, log: Log) -> Import {
    let titles = Titles::new(&pages, &entries);
    let mut assembly = Assembly { page_count: pages.len(), titles, log, ..Assembly::default() };
    assembly.gather_stories(&pages, &entries);
    let lists = assembly.add_pages(pages);
    for (rank, entry) in entries.into_iter().enumerate() {
        assembly.add_entry(entry, rank);
    }
    assembly.add_stubs(&lists);
    for (page, list) in &lists {
        assembly.link(*page, list);
    }
    for related in lists.iter().flat_map(|(_, list)| list) {
        assembly.share_context(related);
    }
    assembly.finish()
}

/// The place of an event among the drafts.
type Number = usize;
/// The Related list of a page.
type RelatedList = (Number, Vec<Related>);

#[derive(Default)]
struct Assembly {
    /// Events without a page come after this many, within a day.
    page_count: usize,
    log: Log,
    titles: Titles,
    drafts: Vec<Draft>,
    numbers: HashMap<Key, Number>,
    /// How many events on a day have had the same slug made for them.
    same_slugs: HashMap<Key, u32>,
    stories: Stories,
    /// Headlines that were noted as other than the one kept.
    other_headlines: HashSet<(Number, String)>,
    /// Names that were noted as reduced.
    reduced_names: HashSet<String>,
}

impl Assembly {
    fn gather_stories(&mut self, pages: &[Page], entries: &[Entry]) {
        let of_pages = pages.iter().flat_map(|page| &page.story);
        let of_entries = entries.iter().filter_map(|entry| entry.story.as_ref());
        self.stories = Stories::new(of_pages.chain(of_entries).cloned().collect());
    }

    /// Adds pages whose address is known before others, so that no slug made here takes a page's id away.
    fn add_pages(&mut self, pages: Vec<Page>) -> Vec<RelatedList> {
        let (known, other): (Vec<_>, Vec<_>) =
            pages.into_iter().enumerate().partition(|(_, page)| matches!(page.identity, Identity::Known(_)));
        let pages = known.into_iter().chain(other);
        let mut lists: Vec<RelatedList> = pages.filter_map(|(sequence, page)| self.add_page(page, sequence)).collect();
        lists.sort_by_key(|(number, _)| self.drafts.get(*number).map(|draft| draft.sequence));
        lists
    }

    fn add_page(&mut self, page: Page, sequence: usize) -> Option<RelatedList> {
        let address = self.address(&page.identity, &page.headline);
        let key = address.key();
        if let Some(earlier) = self.numbers.get(&key).and_then(|number| self.drafts.get(*number)) {
            let same = earlier.event.headline == page.headline.text;
            let kind = if same { ProblemKind::DuplicateEvent } else { ProblemKind::DuplicateId };
            let told = self.log.name(earlier.place);
            self.log.skip(
                page.place,
                kind,
                format!("{} is told at {told} already; this page was left out", address.id),
            );
            return None;
        }
        self.note_reduced_headline(&page.headline, page.place);
        let mut event = Event::new(address.id, address.date, page.headline.text);
        event.story = page.story;
        event.description = page.description;
        event.sources = page.sources;
        let number = self.insert(key, Draft::new(event, page.place, sequence));
        Some((number, page.related))
    }

    /// The address of an event: its own, or that by which others link to it, or one made of its headline.
    fn address(&mut self, identity: &Identity, headline: &Plain) -> Address {
        let (day, slug) = match identity {
            Identity::Known(address) => return address.clone(),
            Identity::Day(day, slug) => (day, slug),
        };
        if let Some(address) = self.titles.get(day.date, &headline.text) {
            return address.clone();
        }
        let first = day.page(slug);
        let mut address = first.clone();
        while self.numbers.contains_key(&address.key()) {
            let count = self.same_slugs.entry(first.key()).or_insert(1);
            *count += 1;
            address = day.page(&format!("{slug}-{count}"));
        }
        self.titles.add(&address, &headline.text);
        address
    }

    fn insert(&mut self, key: Key, draft: Draft) -> Number {
        let number = self.drafts.len();
        self.drafts.push(draft);
        self.numbers.insert(key, number);
        number
    }

    /// Adds what a day page tells of an event.
    fn add_entry(&mut self, entry: Entry, rank: usize) {
        let address = self.address(&entry.identity, &entry.headline);
        let key = address.key();
        let number = match self.numbers.get(&key) {
            Some(number) => *number,
            None => self.insert_told(key, &address, &entry.headline, entry.place),
        };
        self.compare_headline(number, &entry.headline, entry.place);
        let Some(draft) = self.drafts.get_mut(number) else { return };
        draft.rank = draft.rank.min(rank);
        let listed_before = draft.listed_in.replace(entry.place.file) == Some(entry.place.file);
        if listed_before {
            let message = format!("{} is listed a second time; it was counted once", draft.event.id);
            self.log.skip(entry.place, ProblemKind::DuplicateEvent, message);
        }
        if let Some(story) = entry.story {
            self.add_story(number, story, entry.place);
        }
    }

    /// Gives an event the story of its day page; its own page's counts before that.
    fn add_story(&mut self, number: Number, story: String, place: Place) {
        let Some(draft) = self.drafts.get_mut(number) else { return };
        if draft.event.story.is_empty() {
            draft.event.story.push(story);
        } else if !draft.event.story.contains(&story) {
            let kept = draft.event.story.join(" › ");
            let message = format!(
                "{} is told under the story “{kept}” as well as “{story}”; the former was kept",
                draft.event.id
            );
            self.log.note(place, ProblemKind::Structure, message);
        }
    }

    /// Adds an event that has no page of its own.
    fn insert_told(&mut self, key: Key, address: &Address, headline: &Plain, place: Place) -> Number {
        self.note_reduced_headline(headline, place);
        let event = Event::new(address.id.clone(), address.date, headline.text.clone());
        let sequence = self.page_count + self.drafts.len();
        self.insert(key, Draft::new(event, place, sequence))
    }

    fn add_stubs(&mut self, lists: &[RelatedList]) {
        for related in lists.iter().flat_map(|(_, list)| list) {
            if related.headline.text.is_empty() {
                continue;
            }
            let key = related.address.key();
            if let Some(number) = self.numbers.get(&key) {
                self.compare_headline(*number, &related.headline, related.place);
                continue;
            }
            let number = self.insert_told(key, &related.address, &related.headline, related.place);
            if let Some(draft) = self.drafts.get_mut(number) {
                draft.event.stub = true;
            }
        }
    }

    /// Gives a page its related events and their contexts.
    fn link(&mut self, page: Number, list: &[Related]) {
        let mut linked = HashSet::new();
        for related in list {
            self.note_reduced_names(related);
            let target = self.numbers.get(&related.address.key()).copied();
            let id = target.and_then(|target| self.drafts.get(target)).map(|draft| draft.event.id.clone());
            let Some((target, id)) = target.zip(id) else {
                let message = format!("no page tells the headline of {}; it was left out", related.address.id);
                self.log.skip(related.place, ProblemKind::MissingHeadline, message);
                continue;
            };
            if target == page {
                let message = "the page lists itself as related; that was left out";
                self.log.skip(related.place, ProblemKind::Structure, message);
                continue;
            }
            let first = linked.insert(target);
            if !first {
                let message = format!("{id} is listed a second time; its contexts were added to the first");
                self.log.skip(related.place, ProblemKind::DuplicateEvent, message);
            }
            let Some(draft) = self.drafts.get_mut(page) else { continue };
            draft.event.related.extend(first.then_some(id));
            related.context.iter().for_each(|name| draft.add_entity(&name.text));
        }
    }

    /// Gives a related event the context, which is what both events are about.
    fn share_context(&mut self, related: &Related) {
        let target = self.numbers.get(&related.address.key()).and_then(|number| self.drafts.get_mut(*number));
        if let Some(draft) = target {
            related.context.iter().for_each(|name| draft.add_entity(&name.text));
        }
    }

    fn note_reduced_headline(&mut self, headline: &Plain, place: Place) {
        if headline.reduced {
            let message = format!("markup in the headline “{}” was reduced to its words", quote(&headline.text));
            self.log.note(place, ProblemKind::Markup, message);
        }
    }

    fn note_reduced_names(&mut self, related: &Related) {
        for name in related.context.iter().filter(|name| name.reduced) {
            if self.reduced_names.insert(name.text.clone()) {
                let message = format!("markup in the name “{}” was reduced to its words", name.text);
                self.log.note(related.place, ProblemKind::Markup, message);
            }
        }
    }

    /// Notes a headline that differs from the one kept, once each.
    fn compare_headline(&mut self, number: Number, headline: &Plain, place: Place) {
        let Some(draft) = self.drafts.get(number) else { return };
        if draft.event.headline != headline.text && self.other_headlines.insert((number, headline.text.clone())) {
            let kept = self.log.name(draft.place);
            let message =
                format!("“{}” is another headline of this event; the one at {kept} was kept", quote(&headline.text));
            self.log.note(place, ProblemKind::Structure, message);
        }
    }

    fn finish(mut self) -> Import {
        self.drafts.sort_by_key(Draft::order);
        self.stories.compare(self.drafts.iter().map(|draft| draft.event.headline.as_str()));
        let events = self.drafts.into_iter().map(|draft| draft.complete(&self.stories)).collect();
        let (problems, skipped) = self.log.finish();
        Import { events, problems, skipped }
    }
}

/// Known addresses of events by day and headline, for pages that do not tell their own.
#[derive(Default)]
struct Titles(HashMap<(Date, String), Address>);

impl Titles {
    fn new(pages: &[Page], entries: &[Entry]) -> Self {
        let mut titles = Self::default();
        let all_known = pages.iter().map(|page| &page.identity).chain(entries.iter().map(|entry| &entry.identity));
        if all_known.into_iter().all(|identity| matches!(identity, Identity::Known(_))) {
            return titles;
        }
        for page in pages {
            titles.add_known(&page.identity, &page.headline);
        }
        for entry in entries {
            titles.add_known(&entry.identity, &entry.headline);
        }
        for related in pages.iter().flat_map(|page| &page.related) {
            titles.add(&related.address, &related.headline.text);
        }
        titles
    }

    fn add_known(&mut self, identity: &Identity, headline: &Plain) {
        if let Identity::Known(address) = identity {
            self.add(address, &headline.text);
        }
    }

    /// The first address of a headline counts.
    fn add(&mut self, address: &Address, headline: &str) {
        if let Slot::Vacant(slot) = self.0.entry((address.date, headline.to_owned())) {
            slot.insert(address.clone());
        }
    }

    fn get(&self, date: Date, headline: &str) -> Option<&Address> {
        self.0.get(&(date, headline.to_owned()))
    }
}
