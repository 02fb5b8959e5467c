//! # Throughline
//!
//! A static, serverless explorer of events. A native command builds a **bundle** (static JSON) from what publishers
//! have; a Leptos app compiled to WebAssembly loads it in the reader's browser, where a worker **searches, filters and
//! links** the events. No server, and nothing leaves the reader's machine.
//!
//! ## The rooms
//!
//! | room | what happens there | may use |
//! |---|---|---|
//! | [`model`] | events, entities, manifest, dates, problems | |
//! | [`text`] | folding and tokens: one analysis for documents and queries | `varint` |
//! | [`varint`] | numbers of varying length in bytes | |
//! | [`sorting`] | one sort for all types, in little code | |
//! | [`search`] | index segments, query language, ranking, facets | `model`, `text`, `protocol`, `sorting`, `varint` |
//! | [`link`] | entities and aliases, related events, the event of an article | `model`, `text`, `protocol`, `sorting` |
//! | [`import`] | text of the publisher's formats to events and located problems | `model`, `text` |
//! | [`bundle`] | events to the files of a bundle and back; every rule of the format | `model`, `text`, `sorting` |
//! | [`protocol`] | what can be asked of the engine, and its answers | `model` |
//! | [`engine`] | answers requests over a loaded bundle: pure, no clock, no I/O | all of these but `import` |
//! | `cli` (feature `cli`) | the command `throughline` | everything but `ui`, `worker` |
//! | `worker` (feature `web`) | fetches the bundle, feeds the engine | everything but `cli`, `import`, `ui` |
//! | `ui` (feature `web`) | the app | `model`, `protocol` |
//!
//! Only `cli`, `worker` and `ui` touch files, the network, clocks or the browser. `tests/suite/layers.rs` holds all of this.

pub mod bundle;
pub mod engine;
pub mod import;
pub mod link;
pub mod model;
pub mod protocol;
pub mod search;
pub mod sorting;
pub mod text;
pub mod varint;

#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "web")]
pub mod ui;
#[cfg(feature = "web")]
pub mod worker;
