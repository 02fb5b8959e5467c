//! What is the same, what is connected, and why.
//!
//! [`entities`] gives each entity one name before a bundle is written; [`related`] answers from the events of a bundle,
//! batch by batch. Both work on evidence found in the archive alone and keep it: an alias has its origin, a link its
//! shared entities and stories.

pub mod entities;
mod fold;
pub mod related;
