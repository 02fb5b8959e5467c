//! `cargo xtask bench related`: how good related events are, by a program of its own; and
//! `cargo xtask bench peers`: ours beside other search engines that run in a browser.
//!
//! The harness and the events lie outside of the repository. The harness is copied to `target/peers`, as it installs the
//! other engines into its folder and keeps their indexes there; ours joins by the adapter in `benches/peers`.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::{env, io};

use anyhow::{Context, Result, bail};
use flate2::read::MultiGzDecoder;

use crate::args::BenchPeers;
use crate::{browsers, finish, process, tools};

/// Where the harness and the events are, beside the repository.
const SHARED: &str = "../shared";
const HARNESS: &str = "peers";
const CORPUS: &str = "corpora/portal-normalized.jsonl.gz";

/// Our name in the harness: as readers have it, who need not wait for all of the archive.
const OURS: &str = "throughline";
/// The same with everything loaded before anything is measured.
const OURS_LOCAL: &str = "throughline-local";
const ADAPTER: &str = "benches/peers/throughline.js";
/// What makes the adapter the other one.
const LOCAL: [(&str, &str); 2] = [
    ("const name = \"throughline\"", "const name = \"throughline-local\""),
    ("const WAITS_FOR_EVERYTHING = false", "const WAITS_FOR_EVERYTHING = true"),
];
/// Variables of the adapter: the folder with the built engine, and the program that makes a bundle.
const CODE_VARIABLE: &str = "THROUGHLINE_CODE";
const BUNDLER_VARIABLE: &str = "THROUGHLINE_BUNDLER";

/// The package, and program, that makes a bundle of the harness's events.
const BUNDLER: &str = "peers-bundle";

/// The engines of a quick run: the fastest one with an index in memory.
const QUICK_PEERS: &str = "minisearch";
const QUICK: [&str; 4] = ["--no-scale", "--no-refs", "--repeat", "1"];

/// Where the tables go, between two lines.
const RESULTS: &str = "benches/RESULTS.md";
const BEGIN: &str = "<!-- peers: made by `cargo xtask bench peers --write` -->";
const END: &str = "<!-- end of peers -->";

/// Measures, prints and keeps the tables.
pub(crate) fn peers(options: &BenchPeers) -> Result<()> {
    let corpus = shared(CORPUS)?;
    let harness = shared(HARNESS)?;
    let chromium = browsers::chromium().context("Chromium is not there: it is what the engines run in")?;
    let folder = process::target().join("peers");
    let harness = install_harness(&harness, &folder.join("harness"))?;
    let events = unpack(&corpus, &folder.join("portal-normalized.jsonl"))?;
    let code = build_worker(&folder.join("code"))?;
    let bundler = build_bundler()?;

    let mut run = process::command("node");
    run.current_dir(harness).env(CODE_VARIABLE, code).env(BUNDLER_VARIABLE, bundler);
    run.arg("run.mjs").arg("--data").arg(events).arg("--adapter").arg(process::root().join(ADAPTER));
    run.arg("--adapter").arg(local_adapter(&folder)?);
    run.arg("--work").arg(folder.join("work")).arg("--out").arg(folder.join("results.json"));
    run.arg("--chromium").arg(chromium).args(choices(options));
    let output = run.stderr(Stdio::inherit()).output().context("node could not be started")?;
    if !output.status.success() {
        bail!("the harness failed ({})", output.status);
    }
    let tables = String::from_utf8_lossy(&output.stdout).into_owned();
    println!("{tables}");
    fs::write(folder.join("report.md"), &tables)?;
    if let Some(row) = failure(&tables) {
        bail!("ours was not measured: {row}");
    }
    if options.write { write_results(&tables) } else { Ok(()) }
}

/// Measures related events, or chooses their weights: see `benches/related.rs`.
pub(crate) fn related(refit: bool) -> Result<()> {
    let mut bench = cargo();
    bench.args(["bench", "--profile", "native", "--no-default-features", "--bench", "related", "--"]);
    process::run(bench.args(refit.then_some("--refit")))
}

/// The adapter that waits for everything, in a folder.
fn local_adapter(folder: &Path) -> Result<PathBuf> {
    let mut text = fs::read_to_string(process::root().join(ADAPTER))?;
    for (from, to) in LOCAL {
        if !text.contains(from) {
            bail!("{ADAPTER} has no `{from}`");
        }
        text = text.replace(from, to);
    }
    let file = folder.join(format!("{OURS_LOCAL}.js"));
    fs::write(&file, text)?;
    Ok(file)
}

/// Our row, where the harness tells in it why there are no figures, and leaves the other cells empty.
fn failure(tables: &str) -> Option<&str> {
    tables.lines().find(|line| line.starts_with(&format!("| {OURS}")) && line.ends_with("|  |"))
}

/// What lies beside the repository.
fn shared(path: &str) -> Result<PathBuf> {
    let file = process::root().join(SHARED).join(path);
    if !file.exists() {
        bail!(
            "{SHARED}/{path} is not there: this benchmark needs the peers harness and its events beside the repository"
        );
    }
    Ok(file)
}

/// The harness in a folder of ours, with the other engines.
fn install_harness(from: &Path, to: &Path) -> Result<PathBuf> {
    for program in ["node", "npm"] {
        process::find(program).with_context(|| format!("{program} is not there: the harness needs it"))?;
    }
    let packages = |folder: &Path| fs::read(folder.join("package.json")).ok();
    let is_installed = to.join("node_modules").is_dir() && packages(from) == packages(to);
    copy(from, to).with_context(|| format!("{} cannot be copied", from.display()))?;
    if !is_installed {
        tools::announce("the other engines (by npm)", "ours is measured beside them", "a minute");
        let install = ["install", "--no-package-lock", "--no-audit", "--no-fund"];
        process::run(process::command("npm").args(install).current_dir(to))?;
    }
    Ok(to.to_owned())
}

/// Copies a folder, but not the permissions, which may be to read only.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if entry.file_type()?.is_dir() { copy(&from, &to)? } else { fs::write(to, fs::read(from)?)? }
    }
    Ok(())
}

fn unpack(packed: &Path, to: &Path) -> Result<PathBuf> {
    let mut reader = MultiGzDecoder::new(File::open(packed)?);
    io::copy(&mut reader, &mut File::create(to)?)
        .with_context(|| format!("{} cannot be unpacked", packed.display()))?;
    Ok(to.to_owned())
}

/// The worker as readers get it, and the interface for scripts, in a folder.
fn build_worker(folder: &Path) -> Result<PathBuf> {
    tools::for_worker()?;
    let build = ["build", "--release", "--bin", "worker", "--no-default-features", "--features", "web", "--target"];
    process::run(cargo().args(build).arg(tools::WASM_TARGET))?;
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    finish::worker_alone(&process::target().join(tools::WASM_TARGET).join("release/worker.wasm"), folder)?;
    Ok(folder.to_owned())
}

/// The program that makes a bundle of the harness's events.
fn build_bundler() -> Result<PathBuf> {
    process::run(cargo().args(["build", "--profile", "native", "--package", BUNDLER]))?;
    let name = format!("{BUNDLER}{}", env::consts::EXE_SUFFIX);
    Ok(process::target().join("native").join(name))
}

fn cargo() -> std::process::Command {
    process::command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// The arguments of the harness for what was chosen.
fn choices(options: &BenchPeers) -> Vec<OsString> {
    let mut arguments = Vec::new();
    if options.quick {
        arguments.extend(QUICK.map(OsString::from));
    }
    let quick_peers = options.quick.then(|| QUICK_PEERS.to_owned());
    if let Some(peers) = options.peers.clone().or(quick_peers) {
        let names: Vec<_> = peers.split(',').filter(|name| !name.starts_with(OURS)).chain([OURS, OURS_LOCAL]).collect();
        arguments.extend(["--peers".into(), names.join(",").into()]);
    }
    arguments.extend(options.more.iter().cloned());
    arguments
}

/// Puts the tables between the two lines of the file with results.
fn write_results(tables: &str) -> Result<()> {
    let file = process::root().join(RESULTS);
    let text = fs::read_to_string(&file).with_context(|| format!("{RESULTS} cannot be read"))?;
    let text = between(&text, tables).with_context(|| format!("{RESULTS} has no lines `{BEGIN}` and `{END}`"))?;
    fs::write(&file, text).with_context(|| format!("{RESULTS} cannot be written"))
}

/// A text with something else between the two lines; `None` where they are missing.
fn between(text: &str, tables: &str) -> Option<String> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    // The harness has its own first headings.
    let tables = tables.replace("\n## ", "\n#### ");
    Some(format!("{before}{BEGIN}\n\n{}\n\n{END}{after}", tables.trim()))
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::*;

    #[test]
    fn tables_take_the_place_of_earlier_ones() {
        let text = format!("# Results\n\n{BEGIN}\n\nold\n\n{END}\n\nrest\n");
        let expected = format!("# Results\n\n{BEGIN}\n\nnew\n#### real\n\n{END}\n\nrest\n");
        assert_eq!(between(&text, "new\n## real\n"), Some(expected.clone()));
        assert_eq!(between(&expected, "new\n## real\n"), Some(expected));
        assert_eq!(between("# Results\n", "new"), None);
    }

    #[test]
    fn a_row_without_figures_is_a_failure() {
        assert_eq!(failure("| minisearch | broken |  |  |\n| throughline | 0.2 | – |\n"), None);
        let row = "| throughline | preparing failed: Error: line 85 |  |  |";
        assert_eq!(failure(&format!("| minisearch | 1.3 | – |\n{row}\n")), Some(row));
    }

    #[test]
    fn ours_is_always_among_the_engines_chosen() {
        let of = |quick, peers: Option<&str>, more: &[&str]| {
            let more = more.iter().map(OsString::from).collect();
            choices(&BenchPeers { quick, peers: peers.map(str::to_owned), write: false, more }).join(OsStr::new(" "))
        };
        assert_eq!(of(false, None, &[]), "");
        assert_eq!(
            of(true, None, &[]),
            "--no-scale --no-refs --repeat 1 --peers minisearch,throughline,throughline-local"
        );
        assert_eq!(
            of(true, Some("throughline"), &["--seed", "2"]),
            "--no-scale --no-refs --repeat 1 --peers throughline,throughline-local --seed 2"
        );
        assert_eq!(of(false, Some("scan,sqlite"), &[]), "--peers scan,sqlite,throughline,throughline-local");
    }
}
