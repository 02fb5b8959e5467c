//! The tools that build the app. What is there in the right version is used; what is missing is installed for the user,
//! as plain `trunk serve` then works too; what is there in another version stays, and ours goes into `target/tools`.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::process;

/// rustc's name of WebAssembly in a browser.
pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Trunk 0.22 asks for a newer rustc than this project does.
const TRUNK_VERSION: &str = "0.21.14";

/// The version of npm's `binaryen` package, which holds `wasm-opt`.
const BINARYEN_VERSION: &str = "132.0.0";
/// The version of npm's `esbuild` package.
const ESBUILD_VERSION: &str = "0.28.2";
/// Older versions of `wasm-opt` do not know all that rustc has on by default, such as `extended-const`.
const WASM_OPT_OLDEST: u32 = 116;

/// Makes everything for a debug build of the app available.
pub(crate) fn for_debug() -> Result<()> {
    wasm_target()?;
    trunk()?;
    wasm_bindgen()?;
    clear_up()
}

/// Makes everything for a release build of the app available, `wasm-opt` and `esbuild` where they can be had.
pub(crate) fn for_release() -> Result<()> {
    for_debug()?;
    wasm_opt();
    esbuild();
    Ok(())
}

/// Makes everything for a release build of the worker alone available.
pub(crate) fn for_worker() -> Result<()> {
    wasm_target()?;
    wasm_bindgen()?;
    wasm_opt();
    esbuild();
    clear_up()
}

/// Trunk, told not to look for news of itself.
pub(crate) fn trunk_command(subcommand: &str) -> Command {
    let mut command = process::command("trunk");
    command.arg(subcommand).env("TRUNK_SKIP_VERSION_CHECK", "true");
    if std::env::var_os("NO_COLOR").is_some() {
        // Trunk takes the value of this variable for a truth value, and ends at any other.
        command.env("NO_COLOR", "true");
    }
    command
}

pub(crate) fn wasm_target() -> Result<()> {
    let libraries =
        process::output(process::command("rustc").args(["--print", "target-libdir", "--target", WASM_TARGET]));
    if libraries.is_some_and(|folder| fs::exists(folder.trim()).unwrap_or(false)) {
        return Ok(());
    }
    announce("rustc's WebAssembly target", "the app is compiled for it", "half a minute");
    process::run(process::command("rustup").args(["target", "add", WASM_TARGET]))
        .with_context(|| format!("Without rustup, install rust-std for {WASM_TARGET} the way rustc was installed."))
}

fn trunk() -> Result<()> {
    let (series, _) = TRUNK_VERSION.rsplit_once('.').unwrap_or((TRUNK_VERSION, ""));
    if version_of("trunk").is_some_and(|version| version.starts_with(series)) {
        return Ok(());
    }
    announce(&format!("trunk {TRUNK_VERSION}"), "it builds and serves the app", "4 minutes on two cores");
    let mut install = cargo_install("trunk", TRUNK_VERSION);
    process::run(install.arg("--locked").envs(QUICK_BUILD)).context(by_hand(&install))
}

/// The command must be of the very version of the library that the app is built with.
pub(crate) fn wasm_bindgen() -> Result<()> {
    let wanted = locked_version("wasm-bindgen")?;
    let runner = version_of("wasm-bindgen-test-runner");
    if version_of("wasm-bindgen").as_ref() == Some(&wanted) && runner.as_ref() == Some(&wanted) {
        return Ok(());
    }
    announce(&format!("wasm-bindgen {wanted}"), "it joins WebAssembly and JavaScript", "3 minutes on two cores");
    let mut install = cargo_install("wasm-bindgen-cli", &wanted);
    // The package's lock file can ask for what a registry that lags behind does not have yet.
    let locked = process::run(cargo_install("wasm-bindgen-cli", &wanted).arg("--locked"));
    locked.or_else(|_| process::run(&mut install)).context(by_hand(&install))
}

fn wasm_opt() {
    if wasm_opt_is_recent() {
        return;
    }
    let installed = npm_binaryen().or_else(|_| debian_binaryen());
    if installed.is_err() || !wasm_opt_is_recent() {
        eprintln!(
            "wasm-opt could not be had: release builds work but are larger. Install binaryen {WASM_OPT_OLDEST} or newer \
             (https://github.com/WebAssembly/binaryen/releases), or npm, and run `cargo xtask setup` again."
        );
    }
}

fn wasm_opt_is_recent() -> bool {
    let text = process::output(process::command("wasm-opt").arg("--version")).unwrap_or_default();
    let version = text.split_whitespace().find_map(|word| word.parse::<u32>().ok());
    version.is_some_and(|version| version >= WASM_OPT_OLDEST)
}

fn npm_binaryen() -> Result<()> {
    if process::find("npm").is_none() {
        bail!("npm is not there");
    }
    announce(&format!("wasm-opt (binaryen {BINARYEN_VERSION}, by npm)"), "it halves the app", "half a minute");
    npm_install(&format!("binaryen@{BINARYEN_VERSION}"))
}

fn npm_install(package: &str) -> Result<()> {
    let folder = process::tools();
    fs::create_dir_all(&folder)?;
    process::run(process::command("npm").args(["install", "--no-audit", "--no-fund", package, "--prefix"]).arg(folder))
}

fn esbuild() {
    if process::find("esbuild").is_some() {
        return;
    }
    announce(&format!("esbuild {ESBUILD_VERSION} (by npm)"), "it shortens the scripts", "some seconds");
    if process::find("npm").is_none() || npm_install(&format!("esbuild@{ESBUILD_VERSION}")).is_err() {
        eprintln!(
            "esbuild could not be had: release builds work but their scripts are longer. Install npm, or esbuild."
        );
    }
}

fn debian_binaryen() -> Result<()> {
    announce("wasm-opt (binaryen, by apt-get)", "it halves the app", "half a minute");
    process::apt_install(&["binaryen"])
}

/// The version a program says it has, in answers like `trunk 0.21.14`.
fn version_of(program: &str) -> Option<String> {
    let text = process::output(process::command(program).arg("--version"))?;
    Some(text.split_whitespace().nth(1)?.to_owned())
}

/// The version of a package in `Cargo.lock`.
fn locked_version(package: &str) -> Result<String> {
    let lock = fs::read_to_string(process::root().join("Cargo.lock")).context("Cargo.lock cannot be read")?;
    let heading = format!("name = \"{package}\"\nversion = \"");
    let version =
        lock.replace('\r', "").split_once(&heading).and_then(|(_, rest)| Some(rest.split_once('"')?.0.to_owned()));
    version.with_context(|| format!("{package} is not in Cargo.lock"))
}

/// Settings of cargo that shorten the build of a tool a lot and slow the tool down a little.
pub(crate) const QUICK_BUILD: [(&str, &str); 3] = [
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1"),
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
];

/// Where tools are compiled.
fn build_folder() -> PathBuf {
    process::tools().join("build")
}

/// Removes what tools were compiled from, which is more than a gigabyte.
pub(crate) fn clear_up() -> Result<()> {
    let folder = build_folder();
    if folder.exists() { fs::remove_dir_all(&folder).with_context(|| folder.display().to_string()) } else { Ok(()) }
}

/// Installs a program with cargo: for the user where there is none yet, else in `target/tools`.
pub(crate) fn cargo_install(package: &str, version: &str) -> Command {
    let program = package.trim_end_matches("-cli");
    let mut command = process::command("cargo");
    command.args(["install", package, "--version", version, "--force"]);
    // An own folder, as the one of this checkout may be set by a variable and hold other settings.
    command.env_remove("CARGO_TARGET_DIR").arg("--target-dir").arg(build_folder());
    if process::find(program).is_some() {
        command.arg("--root").arg(process::tools());
    }
    command
}

pub(crate) fn announce(what: &str, why: &str, how_long: &str) {
    eprintln!("Installing {what}: {why}. About {how_long}.");
}

pub(crate) fn by_hand(command: &Command) -> String {
    format!("This needs the network. By hand: {}", process::describe(command))
}
