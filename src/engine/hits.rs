//! Events as entries of a list.

use crate::model::Event;
use crate::protocol::Hit;
use crate::search::{Address, Highlight};

use super::Engine;

impl Engine {
    /// Entries for events that nothing was looked for in.
    pub(super) fn plain_hits<'a>(&self, addresses: impl IntoIterator<Item = &'a Address>) -> Vec<Hit> {
        addresses.into_iter().filter_map(|address| self.plain_hit(*address)).collect()
    }

    pub(super) fn plain_hit(&self, address: Address) -> Option<Hit> {
        self.event(address).map(|event| hit(&event, Highlight::default(), 0.0))
    }
}

/// An entry for an event with what was found in it.
pub(super) fn hit(event: &Event, highlight: Highlight, score: f32) -> Hit {
    Hit {
        id: event.id.clone(),
        date: event.date,
        headline: event.headline.clone(),
        marks: highlight.marks,
        snippet: highlight.snippet,
        category: event.category.clone(),
        story: event.story.clone(),
        sources: u32::try_from(event.sources.len()).unwrap_or(u32::MAX),
        score,
        stub: event.stub,
    }
}
