//! Makes the code of a release build small, as far as the tools for it are there: wasm-opt and esbuild.
//!
//! What the worker does not need for its first answer becomes a file of its own (see [`split`]), which its script loads later.

use std::path::Path;
use std::time::Instant;
use std::{fs, thread};

use anyhow::{Context, Result, anyhow};

use crate::finish::{SCRIPT_INTERFACE, WORKER_CODE, WORKER_SCRIPT, files, replace_all};
use crate::process;
use crate::split::{self, Halves};

/// The part of the worker's code that is loaded later, where there is one.
pub(crate) const LATER_CODE: &str = "worker_later.wasm";
/// What loads it, to be part of the worker's script.
const LATER_SCRIPT: &str = include_str!("later.js");
/// Where the script makes what the code imports, and the same with the functions of the later part.
const IMPORTS: [&str; 2] =
    ["imports = __wbg_get_imports()", "imports = { ...__wbg_get_imports(), later: laterFunctions }"];

/// Functions that no first answer needs, by what their names begin with; what only they call goes with them. In the source they are
/// marked `#[inline(never)]`. None is called often by what stays: each such call goes through the script.
const LATER: [&str; 19] = [
    // Events that have arrived: reading, keeping and, without an index, indexing them.
    "throughline::bundle::pieces::",
    "throughline::bundle::reader::finish_events",
    "throughline::bundle::reader::finish_entities",
    "throughline::bundle::reader::mend",
    "throughline::bundle::items::",
    "throughline::engine::Engine::set_entities",
    "throughline::engine::Engine::add_events",
    "throughline::engine::remote::<impl throughline::engine::Engine>::add_file",
    "throughline::engine::remote::<impl throughline::engine::Engine>::pack",
    "throughline::engine::remote::<impl throughline::engine::Engine>::remove_segment",
    "throughline::engine::store::EventStore::",
    // What is asked of one event, day or entity.
    "throughline::engine::lookup::",
    "throughline::engine::related::<impl throughline::engine::Engine>::related",
    "throughline::engine::related::Numbered",
    "throughline::link::related::",
    // What an article reports.
    "throughline::engine::link::<impl throughline::engine::Engine>::link",
    "throughline::link::article::",
    "throughline::link::facts::",
    "throughline::search::richness::",
];

/// For size.
const SHRINK_FLAGS: [&str; 7] =
    ["--strip-producers", "--strip-target-features", "-Oz", "--flatten", "--rereloop", "--gufa", "-Oz"];
/// Everything rustc has on for WebAssembly by default, as old versions of wasm-opt assume less.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-extended-const",
];
/// Makes a module of the text of one half.
const ASSEMBLE_FLAGS: [&str; 2] = ["--remove-unused-module-elements", "--reorder-functions"];

/// Shrinks everything in a folder.
pub(crate) fn shrink(dist: &Path) -> Result<()> {
    if process::find("wasm-opt").is_none() {
        eprintln!(
            "wasm-opt is not there: the build works, but is larger than it need be. `cargo xtask setup` installs it."
        );
        return Ok(());
    }
    let threads: Vec<_> =
        files(dist, ".wasm")?.into_iter().map(|wasm| thread::spawn(move || shrink_one(&wasm))).collect();
    threads.into_iter().try_for_each(|thread| thread.join().map_err(|_| anyhow!("wasm-opt was lost"))?)?;
    if dist.join(LATER_CODE).exists() {
        let script = dist.join(WORKER_SCRIPT);
        replace_all(&script, IMPORTS[0], IMPORTS[1])?;
        let text = fs::read_to_string(&script)?;
        fs::write(&script, text + LATER_SCRIPT)?;
    }
    files(dist, ".js")?.iter().filter(|script| is_glue(script)).try_for_each(|script| minify(script))
}

/// Whether a script is one that `wasm-bindgen` has written. (The interface for scripts is for people to read, too.)
fn is_glue(script: &Path) -> bool {
    script.file_name().is_some_and(|name| name != SCRIPT_INTERFACE)
}

/// Shortens a script with esbuild, if that is there.
fn minify(script: &Path) -> Result<()> {
    if process::find("esbuild").is_none() {
        return Ok(());
    }
    let outfile = format!("--outfile={}", script.display());
    let flags = ["--minify", "--format=esm", "--log-level=warning", "--allow-overwrite"];
    process::run(process::command("esbuild").arg(script).args(flags).arg(outfile))
}

/// Shrinks a module; that of the worker is split.
fn shrink_one(wasm: &Path) -> Result<()> {
    let (start, before) = (Instant::now(), fs::metadata(wasm)?.len());
    let is_worker = wasm.file_name().is_some_and(|name| name == WORKER_CODE);
    if is_worker {
        split_one(wasm)?;
    } else {
        wasm_opt(&SHRINK_FLAGS, wasm, wasm)?;
    }
    let (after, name) = (fs::metadata(wasm)?.len(), wasm.file_name().unwrap_or_default().to_string_lossy());
    eprintln!("wasm-opt: {name} {before} to {after} bytes in {:.0} s", start.elapsed().as_secs_f32());
    Ok(())
}

/// Shrinks a module and makes two of it.
fn split_one(wasm: &Path) -> Result<()> {
    let whole = wasm.with_extension("whole.wat");
    // What is inlined is no function any longer.
    let stay_functions = LATER.map(|path| format!("--no-inline=*{path}*"));
    let mut flags: Vec<_> = stay_functions.iter().map(String::as_str).collect();
    flags.extend(SHRINK_FLAGS);
    wasm_opt(&[&flags[..], &["--debuginfo", "--emit-text"]].concat(), wasm, &whole)?;
    let text = fs::read_to_string(&whole).with_context(|| format!("{} cannot be read", whole.display()))?;
    for path in LATER.iter().filter(|path| !text.contains(**path)) {
        eprintln!("{path} is to be loaded later, and is not in the code: xtask/src/shrink.rs is out of date.");
    }
    let halves = split::split(&text, &|name| LATER.iter().any(|path| name.starts_with(path)))?;
    match halves {
        Some(Halves { first, later }) => {
            assemble(&first, wasm)?;
            assemble(&later, &wasm.with_file_name(LATER_CODE))?;
        }
        None => assemble(&text, wasm)?,
    }
    fs::remove_file(&whole).with_context(|| format!("{} cannot be removed", whole.display()))
}

/// Makes a module of its text.
fn assemble(text: &str, wasm: &Path) -> Result<()> {
    let file = wasm.with_extension("wat");
    fs::write(&file, text).with_context(|| format!("{} cannot be written", file.display()))?;
    wasm_opt(&ASSEMBLE_FLAGS, &file, wasm)?;
    fs::remove_file(&file).with_context(|| format!("{} cannot be removed", file.display()))
}

fn wasm_opt(flags: &[&str], from: &Path, to: &Path) -> Result<()> {
    process::run(process::command("wasm-opt").args(FEATURES).args(flags).arg(from).arg("-o").arg(to))
}
