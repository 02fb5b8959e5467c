//! All integration tests that need no browser, in one binary: linking once is what takes the time.

mod bundle;
mod cli;
mod engine;
mod language;
mod layers;
mod link;
mod markdown;
mod seeded;
mod support;
mod text;
mod wikitext;
