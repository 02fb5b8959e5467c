//! An article, and the event it reports.

use serde::{Deserialize, Serialize};

use super::{Hit, Mark};

/// A text that may report an event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkRequest {
    /// The text. Any will do; the first 32 kB of it are read.
    pub text: String,
    /// Its title, if it is not the beginning of the text.
    pub title: Option<String>,
    /// The most events to return.
    pub limit: u32,
}

/// What event an article reports.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LinkReply {
    /// Whether the first of `matches` is reported.
    pub verdict: Verdict,
    /// The events that come nearest, likeliest first, whatever the verdict. [`Hit::score`] is how likely it is, from 0 to 1, that the
    /// article reports the event; [`Hit::marks`] are words that the article has, too.
    pub matches: Vec<Linked>,
}

/// Whether an article reports an event of the archive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The likeliest one.
    Match,
    /// None of them.
    #[default]
    None,
}

/// An event that an article may report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Linked {
    /// The event.
    pub hit: Hit,
    /// What speaks for it: most telling first, days last.
    pub evidence: Vec<Evidence>,
}

/// What an article and an event both say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// What it is.
    pub kind: EvidenceKind,
    /// How the event has it; of a day, the event's.
    pub text: String,
    /// Where the article's title says it.
    pub title_marks: Vec<Mark>,
    /// Where the article's text says it, perhaps spelt otherwise.
    pub marks: Vec<Mark>,
}

/// The kinds of [`Evidence`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EvidenceKind {
    /// Of a person, a place, an organisation or a thing.
    Name,
    /// A number.
    Number,
    /// A day or a weekday.
    Date,
    /// Any other word that few events have.
    #[default]
    Word,
}
