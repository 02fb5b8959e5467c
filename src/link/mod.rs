//! Entities and their aliases, and related events.

pub mod entities;
