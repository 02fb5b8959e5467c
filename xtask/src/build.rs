//! `cargo xtask build`.

use std::path::Path;

use anyhow::Result;

use crate::serve::take_bundle;
use crate::{process, sizes, tools};

/// Builds the app for readers into `dist/`; whether it keeps to the budget.
pub(crate) fn run(bundle: Option<&Path>) -> Result<bool> {
    tools::for_release()?;
    build_into(&process::root().join("dist"), bundle)
}

/// Builds the app for readers into a folder; whether it keeps to the budget.
pub(crate) fn build_into(dist: &Path, bundle: Option<&Path>) -> Result<bool> {
    let mut trunk = tools::trunk_command("build");
    take_bundle(&mut trunk, bundle)?;
    process::run(trunk.args(["--release", "--dist"]).arg(dist))?;
    sizes::report(dist)
}
