//! The engine in its worker: see [`throughline::worker`].

fn main() {}
