//! What can be asked of the engine, and its answers.
//!
//! The same types serve the app (as postcard bytes between the page and its worker) and the native command.
//! postcard is not self-describing, so nothing here may be skipped or flattened by serde. An [`Event`](crate::model::Event), which as JSON leaves out
//! what is empty, travels with all its fields.
//!
//! `public/throughline.js` tells scripts the same types, field by field in the same order: a change here is one there.

mod link;
mod lookup;
mod search;
mod worker;

use serde::{Deserialize, Serialize};

use crate::model::Date;

pub use link::{Evidence, EvidenceKind, LinkReply, LinkRequest, Linked, Verdict};
pub use lookup::{
    DayReply, Direction, EntityReply, EventReply, PartKind, Related, RelatedReply, RelatedRequest, ScorePart,
    SuggestRequest, Suggestion,
};
pub use search::{
    Bar, Choice, Count, Facet, FacetCounts, Filters, Hit, Mark, Reading, SearchReply, SearchRequest, Snippet, Sort,
    Span, Timeline,
};
pub use worker::{FromWorker, Progress, ToWorker};

/// A question to the engine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// Events that match words and filters: [`Reply::Search`].
    Search(SearchRequest),
    /// One event by its id: [`Reply::Event`], or [`Reply::NotFound`].
    Event {
        /// The event's id.
        id: String,
    },
    /// Events connected to one, and by what: [`Reply::Related`], or [`Reply::NotFound`].
    Related(RelatedRequest),
    /// All events of a day: [`Reply::Day`]; a day without events is a day, with its neighbours.
    Day {
        /// The day.
        date: Date,
    },
    /// An entity by its name or an alias: [`Reply::Entity`], or [`Reply::NotFound`].
    Entity {
        /// The canonical name or any alias; case and diacritics do not matter where that leaves no doubt.
        name: String,
    },
    /// Names that a reader may be typing: [`Reply::Suggest`].
    Suggest(SuggestRequest),
    /// The event that an article reports: [`Reply::Link`].
    Link(LinkRequest),
}

/// The answer to a [`Request`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    /// To [`Request::Search`].
    Search(SearchReply),
    /// To [`Request::Event`].
    Event(Box<EventReply>),
    /// To [`Request::Related`].
    Related(RelatedReply),
    /// To [`Request::Day`].
    Day(DayReply),
    /// To [`Request::Entity`].
    Entity(Box<EntityReply>),
    /// What was asked for by id or name is not among the events loaded so far.
    NotFound {
        /// The id or name.
        what: String,
    },
    /// To [`Request::Suggest`]: best first.
    Suggest(Vec<Suggestion>),
    /// To [`Request::Link`].
    Link(LinkReply),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Event, Source};

    #[test]
    fn names_of_variants_matter_to_json_alone() {
        let reply = Reply::Link(LinkReply { verdict: Verdict::None, matches: Vec::new() });
        assert_eq!(postcard::to_allocvec(&reply).unwrap(), [7, 1, 0]);
        assert_eq!(serde_json::to_value(&reply).unwrap()["Link"]["verdict"], "none");
    }

    #[test]
    fn messages_survive_postcard() {
        let mut event = Event::new("2016/12/4/a", Date::new(2016, 12, 4).unwrap(), "A headline");
        event.story = vec!["One".into()];
        event.place = Some("Derbent".into());
        event.sources.push(Source { name: "AP".into(), url: "https://example.org".into() });
        let reply = Reply::Event(Box::new(EventReply { event, story_neighbours: (None, None) }));
        let message = FromWorker::Answer { seq: 7, reply };
        let bytes = postcard::to_allocvec(&message).unwrap();
        assert_eq!(postcard::from_bytes::<FromWorker>(&bytes).unwrap(), message);
    }
}
