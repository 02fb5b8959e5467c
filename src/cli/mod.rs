//! The command `throughline`.
