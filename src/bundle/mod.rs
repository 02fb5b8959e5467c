//! Bundles: events to files and back, and every rule of the format. No files are opened here.
//!
//! # The format, version 1
//!
//! Static JSON in UTF-8, readable by anyone; a bundle written by hand is as good as a built one. The types are those of
//! [`crate::model`]; keys that a reader does not know are ignored.
//!
//! - `manifest.json` is a [`Manifest`](crate::model::Manifest). It must have `format`, `version`, `title`, `events`,
//!   `shards` and `entities`. The length and the hash of a file may be left out; such a file cannot be verified, which
//!   [`check()`] says without calling it a fault.
//! - A shard is an array of [`Event`](crate::model::Event)s, by date ascending and in the archive's own order within a
//!   day. A day is never spread over two shards, so that the order within it is told by one file. The manifest lists
//!   the shards newest first.
//! - The table of entities is an array of [`Entity`](crate::model::Entity), sorted by name (by code point).
//! - The manifest may list indexes, each of one or more shards: see the search for their bytes. Nothing is in them that is
//!   not in the shards, and a reader may do without.
//! - Paths are relative to the manifest and stay in its folder: see [`files::stays_inside`].
//! - A source without an address has an empty `url`. Any other address is `http` or `https`.
//! - A stub is an event known only from another event's `related`: it has no description and no sources of its own.
//!
//! [`writer`] makes the files, [`reader`] takes what can be used from them, [`check()`] names everything that is wrong.

pub mod check;
pub mod files;
mod items;
mod pieces;
pub mod reader;
mod split;
pub mod writer;

pub use check::{Report, check};
pub use pieces::PieceReader;
pub use reader::{Loaded, ReadError, read_entities, read_line, read_manifest, read_shard};
pub use split::SHARD_EVENTS;
pub use writer::{About, BundleFile, Indexer, WriteError, write};
