//! What an archive is made of: events, the entities they mention, the manifest of a bundle,
//! calendar dates, and problems found in input. Depends on nothing else of ours.

mod date;
mod event;
mod manifest;
mod problem;

pub use date::{Date, DateError, PartialDate};
pub use event::{Alias, AliasOrigin, Entity, Event, Mention, Source, safe_url};
pub use manifest::{EntityFile, FORMAT_NAME, FORMAT_VERSION, IndexFile, Licence, Manifest, ManifestError, Shard};
pub use problem::{Problem, ProblemKind};
