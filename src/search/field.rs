//! The texts of an event that are searched, and what a word in each is worth.

use crate::model::Event;
use crate::protocol::Facet;

/// A text of an event whose words are indexed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// [`Event::headline`].
    Headline,
    /// [`Event::description`].
    Description,
    /// [`Event::place`].
    Place,
    /// [`Event::story`], all names.
    Story,
    /// [`Event::category`].
    Category,
    /// Names in [`Event::sources`].
    Source,
}

/// The number of fields.
pub const FIELDS: usize = Field::ALL.len();

impl Field {
    /// All fields, in the order in which they are stored.
    pub const ALL: [Self; 6] =
        [Self::Headline, Self::Description, Self::Place, Self::Story, Self::Category, Self::Source];

    /// How often a word of this field counts as one of the description, before lengths are taken into account.
    ///
    /// A headline says what the event is; a place and a story are chosen to be telling; categories and sources are
    /// shared with thousands of events, and a reader who wants those filters by them.
    pub const fn weight(self) -> f32 {
        match self {
            Self::Headline => 3.0,
            Self::Description => 1.0,
            Self::Place | Self::Story => 1.5,
            Self::Category | Self::Source => 0.5,
        }
    }

    /// The texts of this field.
    pub fn texts(self, event: &Event) -> Vec<&str> {
        match self {
            Self::Headline => vec![&event.headline],
            Self::Description => event.description.as_deref().into_iter().collect(),
            Self::Place => event.place.as_deref().into_iter().collect(),
            Self::Story => event.story.iter().map(String::as_str).collect(),
            Self::Category => event.category.as_deref().into_iter().collect(),
            Self::Source => event.sources.iter().map(|source| source.name.as_str()).collect(),
        }
    }
}

/// The number of facets.
pub(crate) const FACETS: usize = Facet::ALL.len();

/// The values of a facet that an event has; may repeat.
pub(crate) fn facet_values(event: &Event, facet: Facet) -> Vec<&str> {
    match facet {
        Facet::Category => Field::Category.texts(event),
        Facet::Story => Field::Story.texts(event),
        Facet::Entity => event.entities.iter().map(String::as_str).collect(),
        Facet::Source => Field::Source.texts(event),
    }
}
