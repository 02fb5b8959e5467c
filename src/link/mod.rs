//! What is the same, what is connected, and why.
//!
//! [`entities`] gives each entity one name before a bundle is written; [`related`] tells what is connected to an event of a
//! bundle, [`article`] which event a text reports (`facts` reads such texts). All work on evidence found in the archive alone and keep it: an alias has its origin, a link its
//! shared entities and stories.

pub mod article;
pub mod entities;
mod facts;
mod fold;
pub mod related;
