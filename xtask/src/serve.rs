//! `cargo xtask serve`.

use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::args::Serve;
use crate::{finish, process, tools};

/// How many ports after the wanted one are tried.
const PORTS_TRIED: u16 = 100;

/// Serves the app until it is interrupted.
pub(crate) fn run(options: &Serve) -> Result<()> {
    let mut trunk = tools::trunk_command("serve");
    take_bundle(&mut trunk, options.bundle.as_deref())?;
    if options.release {
        tools::for_release()?;
        trunk.arg("--release");
    } else {
        tools::for_debug()?;
    }
    if options.open {
        trunk.arg("--open");
    }
    let port = free_port(options.port)?;
    eprintln!("The app will be at http://localhost:{port}/ (the first build takes some minutes). Ctrl+C ends this.");
    process::run(trunk.args(["--port", &port.to_string()]))
}

/// Makes Trunk's hook put a bundle into the build.
pub(crate) fn take_bundle(trunk: &mut Command, bundle: Option<&Path>) -> Result<()> {
    let Some(bundle) = bundle else { return Ok(()) };
    if !bundle.join("manifest.json").is_file() {
        bail!("{} is not a bundle: it has no manifest.json", bundle.display());
    }
    let bundle = bundle.canonicalize().with_context(|| format!("{} cannot be found", bundle.display()))?;
    trunk.env(finish::BUNDLE_VARIABLE, bundle);
    Ok(())
}

/// The first free port from the wanted one on.
fn free_port(wanted: u16) -> Result<u16> {
    let free = |port: &u16| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok();
    let port = (wanted..=wanted.saturating_add(PORTS_TRIED)).find(free);
    let port = port.with_context(|| format!("no port from {wanted} on is free: choose another with --port"))?;
    if port != wanted {
        eprintln!("Port {wanted} is in use: taking {port}.");
    }
    Ok(port)
}
