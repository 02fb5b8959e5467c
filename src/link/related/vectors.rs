//! Events as vectors: a number for each of their values, the greater the fewer events have it.

use crate::model::Event;
use crate::sorting::sort_by;

use super::weights::{COMMON_MIN_EVENTS, COMMON_ONE_IN};
use super::{Archive, Property};

/// How much a value tells: the smoothed logarithm of one in how many events has it (inverse document frequency,
/// Spärck Jones 1972). Never 0 for a value that counts, as in a small archive all events may share what matters.
pub(super) fn weight(property: Property, frequency: u32, events: usize) -> f32 {
    let with = frequency as usize;
    if property == Property::Words && with > COMMON_MIN_EVENTS.max(events / COMMON_ONE_IN) {
        return 0.0;
    }
    (1.0 + events as f32 / with.max(1) as f32).ln()
}

/// The values of an event, sorted, each once. Values without a name are left out: a link by one could not be explained.
pub(super) fn values(archive: &dyn Archive, property: Property, event: &Event) -> Vec<String> {
    let mut values = match property {
        Property::Entities => event.entities.clone(),
        Property::Stories => event.story.clone(),
        Property::Categories => event.category.iter().cloned().collect(),
        Property::Words => archive.words(&event.headline),
    };
    values.retain(|value| !value.trim().is_empty());
    sort_by(&mut values, Ord::cmp);
    values.dedup();
    values
}

/// Squares are added up in whole numbers of so small parts of 1: their sum is the same in any order, and an event's length must not
/// depend on the order in which its values became known.
const PARTS: f32 = (1_u32 << 24) as f32;

/// The lengths of all events' vectors: they change with every event that comes, and are needed for answers only. Eight bytes an event.
#[derive(Debug, Default)]
pub struct Lengths {
    entities: Vec<f32>,
    words: Vec<f32>,
}

impl Lengths {
    /// The lengths for all events of an archive. Cost: all values of all events.
    pub fn of(archive: &dyn Archive) -> Self {
        Self { entities: lengths(archive, Property::Entities), words: lengths(archive, Property::Words) }
    }

    /// The length of an event's vector.
    pub(super) fn get(&self, property: Property, event: u32) -> f32 {
        let lengths = match property {
            Property::Entities => &self.entities,
            Property::Words => &self.words,
            Property::Stories | Property::Categories => return 0.0,
        };
        lengths.get(event as usize).copied().unwrap_or_default()
    }
}

fn lengths(archive: &dyn Archive, property: Property) -> Vec<f32> {
    let events = archive.known();
    let mut squares = vec![0_u64; archive.total()];
    // A value comes with all its events.
    let mut last = (0, 0);
    archive.for_each_value(property, &mut |event, frequency| {
        if last.0 != frequency {
            last = (frequency, (weight(property, frequency, events).powi(2) * PARTS) as u64);
        }
        if let Some(square) = squares.get_mut(event as usize) {
            *square += last.1;
        }
    });
    squares.into_iter().map(|square| (square as f32 / PARTS).sqrt()).collect()
}
