//! `cargo xtask serve`.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, TcpListener};
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
    process::become_command(trunk.args(["--port", &port.to_string()]))
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

/// Whether Trunk can listen on a port: it does so for both kinds of address, where a machine has both.
fn is_free(port: u16) -> bool {
    let in_use = |end: io::Result<TcpListener>| end.is_err_and(|error| error.kind() == io::ErrorKind::AddrInUse);
    let v4 = TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    v4.is_ok() && !in_use(TcpListener::bind((Ipv6Addr::LOCALHOST, port)))
}

/// The first free port from the wanted one on.
fn free_port(wanted: u16) -> Result<u16> {
    let port = (wanted..=wanted.saturating_add(PORTS_TRIED)).find(|&port| is_free(port));
    let port = port.with_context(|| format!("no port from {wanted} on is free: choose another with --port"))?;
    if port != wanted {
        eprintln!("Port {wanted} is in use: taking {port}.");
    }
    Ok(port)
}
