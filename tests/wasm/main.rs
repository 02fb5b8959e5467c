//! Component tests: parts of the app and its worker, in WebAssembly, in a browser. `cargo xtask test` runs them.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "clippy does not know these are tests")]

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

mod announcement;
mod bars;
mod category;
mod location;
mod protocol;
mod results;
mod stage;
mod text;
