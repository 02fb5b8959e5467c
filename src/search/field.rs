//! The texts of an event that are searched, and what a word in each is worth.

use crate::model::Event;
use crate::protocol::Facet;

/// A text of an event whose words are indexed. Words of the names of categories, stories, entities and sources are found through
/// these names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// [`Event::headline`].
    Headline,
    /// [`Event::description`].
    Description,
    /// [`Event::place`].
    Place,
}

impl Field {
    /// All fields, in the order in which they are stored.
    pub const ALL: [Self; 3] = [Self::Headline, Self::Description, Self::Place];

    /// How often a word of this field counts as one of the description, before lengths are taken into account: a headline
    /// says what the event is, and a place is chosen to be telling.
    pub const fn weight(self) -> f32 {
        match self {
            Self::Headline => 3.0,
            Self::Description => 1.0,
            Self::Place => 1.5,
        }
    }

    /// The usual length in words, of [`LETTERS_OF_A_WORD`] each: an occurrence in a text of this length counts fully.
    ///
    /// [`LETTERS_OF_A_WORD`]: super::LETTERS_OF_A_WORD
    pub const fn pivot(self) -> f32 {
        match self {
            Self::Headline => 32.0,
            Self::Description => 64.0,
            Self::Place => 3.0,
        }
    }

    /// The texts of this field.
    pub fn texts(self, event: &Event) -> Vec<&str> {
        match self {
            Self::Headline => vec![&event.headline],
            Self::Description => event.description.as_deref().into_iter().collect(),
            Self::Place => event.place.as_deref().into_iter().collect(),
        }
    }
}

/// The number of facets.
pub(crate) const FACETS: usize = Facet::ALL.len();

/// The values of a facet that an event has; may repeat.
pub(crate) fn facet_values(event: &Event, facet: Facet) -> Vec<&str> {
    match facet {
        Facet::Category => event.category.as_deref().into_iter().collect(),
        Facet::Story => event.story.iter().map(String::as_str).collect(),
        Facet::Entity => event.entities.iter().map(String::as_str).collect(),
        Facet::Source => event.sources.iter().map(|source| source.name.as_str()).collect(),
    }
}
