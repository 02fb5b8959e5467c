//! The command `throughline`: see [`throughline::cli`].

fn main() {}
