//! Related events: what is connected to an event, and by what.
//!
//! The parts of a connection, all of them explained to the reader or at least explicable: entities both mention
//! (weighted by how rare they are, and by which of them a headline begins with), words of the headlines, their category, nearness
//! in time, stories both belong to, and links that the source itself gives. [`weights`] has the numbers and their reasons. An entity
//! is mentioned where it is linked, or where its name stands in the headline (`names`).
//!
//! Nothing is kept here but [`Lengths`]: which events have a value is asked of an [`Archive`], whose indexes know it anyway.

mod explain;
mod names;
mod rank;
mod steer;
#[cfg(test)]
mod tests;
mod vectors;
pub mod weights;

use crate::model::Event;
use crate::protocol::{RelatedReply, RelatedRequest};

use rank::Asked;
pub use vectors::Lengths;
use weights::Weights;

/// A property that connects events which have the same value of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Property {
    /// [`Event::entities`].
    Entities,
    /// [`Event::story`].
    Stories,
    /// [`Event::category`].
    Categories,
    /// The words of [`Event::headline`], as [`Archive::words`] has them.
    Words,
}

/// The events that are compared, by numbers from 0 on.
///
/// Events whose properties are not known yet have numbers, too: they are not among those with a value, and only links that a
/// source gives lead to them.
pub trait Archive {
    /// The number of events.
    fn total(&self) -> usize;

    /// The number of events whose properties are known.
    fn known(&self) -> usize;

    /// The day of an event, as in [`Date::day_number`](crate::model::Date::day_number).
    fn day(&self, event: u32) -> i32;

    /// How many events have a value.
    fn frequency(&self, property: Property, value: &str) -> u32;

    /// Calls `visit` with every event that has a value, once; ascending, if it is a word.
    fn for_each_with(&self, property: Property, value: &str, visit: &mut dyn FnMut(u32));

    /// Calls `visit` with every event in whose headline a word stands, ascending, and with its first place there, from 0 on.
    fn for_each_place(&self, word: &str, visit: &mut dyn FnMut(u32, u32));

    /// Calls `visit` with every event, for each of its values of a property, and with how many events have that value: in any order,
    /// but best value by value. Values without a name are left out.
    fn for_each_value(&self, property: Property, visit: &mut dyn FnMut(u32, u32));

    /// The words of a headline, in the form in which they are compared (folded, stemmed).
    fn words(&self, headline: &str) -> Vec<String>;

    /// The name by which events have the entity that a name means; `None` if it means none.
    fn entity(&self, name: &str) -> Option<String>;

    /// The events that the source links to an event, or that it links to that event, in any order.
    fn given(&self, event: &Event) -> Vec<u32>;

    /// An event; `None` if it is not at hand, and has to be left out.
    fn event(&self, event: u32) -> Option<Event>;
}

/// The events connected to one, best first, without the event itself.
///
/// Events that the source itself links (in either direction) come first. Equal scores are ordered by nearness in time, then the newer,
/// then by id; of more than [`weights::MOST_TIES`] events that tie for the last places, those with the lowest numbers stay. What no
/// attention is paid to (stories, words) neither counts nor is it shown; entities that are required, or not wanted, change which events
/// are told, and no score.
///
/// `number` is that of `event`. Cost: linear in the number of events that share an entity, a word of its name, a story, the category or
/// a telling word with the event.
pub fn related(
    archive: &dyn Archive,
    lengths: &Lengths,
    number: u32,
    event: &Event,
    request: &RelatedRequest,
    weights: &Weights,
) -> RelatedReply {
    let asked = Asked::new(archive, number, event, request, weights);
    let found = asked.best(lengths, request.limit as usize);
    let items = found.iter().map(|found| asked.explain(found, request.parts)).collect();
    RelatedReply { id: request.id.clone(), items }
}
