//! Articles: what `link::article` asks is answered from the index.

use crate::link::article::{Archive, Candidate, Sought, link};
use crate::model::Event;
use crate::protocol::{LinkReply, LinkRequest, Linked};
use crate::search::Highlight;

use super::Engine;
use super::hits::hit;

impl Engine {
    /// The event that an article reports. Cost: see [`link`].
    #[inline(never)] // It is loaded later: see xtask, shrink.
    pub(super) fn link(&self, request: &LinkRequest) -> LinkReply {
        let title = request.title.as_deref().unwrap_or_default();
        let (verdict, found) = link(self, title, &request.text, request.limit as usize);
        let linked = |Candidate { event, score, marks, evidence }| {
            let highlight = Highlight { marks, snippet: None };
            Linked { hit: hit(&event, highlight, score), evidence }
        };
        LinkReply { verdict, matches: found.into_iter().map(linked).collect() }
    }
}

impl Archive for Engine {
    fn total(&self) -> usize {
        self.len()
    }

    fn frequency(&self, word: &str) -> u32 {
        self.index.events_with_word(word)
    }

    fn candidates(&self, words: &[Sought], most: usize) -> Vec<Event> {
        let words = words.iter().map(|sought| (sought.word.as_str(), sought.weight, sought.is_name));
        self.index.richest(words, most).into_iter().filter_map(|address| self.event(address)).collect()
    }

    fn aliases(&self, entity: &str) -> Vec<String> {
        self.index.other_names_of(entity)
    }
}
