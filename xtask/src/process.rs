//! Folders of the workspace, and child processes that find our tools first.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// The root of the workspace.
pub(crate) fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// Where cargo builds.
pub(crate) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// Where tools of this checkout are installed: their versions follow its `Cargo.lock`, so checkouts do not share them.
pub(crate) fn tools() -> PathBuf {
    target().join("tools")
}

/// The folders with programs: ours, the system's, and the one cargo installs into, which may not be among those.
pub(crate) fn search_path() -> Result<OsString> {
    let ours = [tools().join("bin"), tools().join("node_modules").join(".bin")];
    let theirs = env::var_os("PATH").unwrap_or_default();
    let cargo = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".cargo")));
    let cargo = cargo.map(|home| home.join("bin"));
    env::join_paths(ours.into_iter().chain(env::split_paths(&theirs)).chain(cargo)).context("PATH cannot be extended")
}

/// A command that runs in the root and finds our tools first.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    let program = program.as_ref();
    let path = search_path().unwrap_or_default();
    let mut command = Command::new(find(program).unwrap_or_else(|| PathBuf::from(program)));
    command.current_dir(root()).env("PATH", path);
    command
}

/// The file of a program, in the folders of [`search_path`].
pub(crate) fn find(program: impl AsRef<OsStr>) -> Option<PathBuf> {
    let program = program.as_ref();
    let names = [program.to_owned(), with_suffix(program, ".exe"), with_suffix(program, ".cmd")];
    let known = if cfg!(windows) { &names[..] } else { &names[..1] };
    let path = search_path().ok()?;
    env::split_paths(&path).flat_map(|dir| known.iter().map(move |name| dir.join(name))).find(|file| file.is_file())
}

fn with_suffix(program: &OsStr, suffix: &str) -> OsString {
    let mut name = program.to_owned();
    name.push(suffix);
    name
}

/// Runs a command with our own input and output; not ending well is an error.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let words = describe(command);
    let status = command.status().with_context(|| format!("`{words}` could not be started"))?;
    if !status.success() {
        bail!("`{words}` failed ({status})");
    }
    Ok(())
}

/// Becomes a command, where a system can do that, so that whoever ends this process ends the command.
pub(crate) fn become_command(command: &mut Command) -> Result<()> {
    #[cfg(unix)]
    {
        let error = std::os::unix::process::CommandExt::exec(command);
        Err(error).with_context(|| format!("`{}` could not be started", describe(command)))
    }
    #[cfg(not(unix))]
    run(command)
}

/// What a command prints, if it ends well.
pub(crate) fn output(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// A command as one would type it.
pub(crate) fn describe(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let words = std::iter::once(program).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

/// Whether packages can be installed: root on Debian, Ubuntu or the like.
pub(crate) fn can_apt_install() -> bool {
    let user = output(Command::new("id").arg("-u"));
    find("apt-get").is_some() && user.is_some_and(|id| id.trim() == "0")
}

/// Installs packages of Debian or Ubuntu without asking.
pub(crate) fn apt_install(packages: &[&str]) -> Result<()> {
    if !can_apt_install() {
        bail!("only root can install {}, and only on Debian or Ubuntu", packages.join(", "));
    }
    let mut install = command("apt-get");
    install.args(["install", "--yes", "--no-install-recommends"]).args(packages);
    run(install.env("DEBIAN_FRONTEND", "noninteractive"))
}
