//! What Trunk leaves undone, as its hook after every build.
//!
//! Trunk gives the files of a worker no hash in their names and does not start it. Here the worker's script gets a line
//! that starts it, its files get the hash of their content, and the page learns the script's new name. Release builds
//! are shrunk here (see [`crate::shrink`]) rather than by Trunk, which fails where it cannot download wasm-opt.

use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context, Result, anyhow};
use sha2::{Digest, Sha256};

use crate::process;
use crate::shrink::{LATER_CODE, shrink};

/// The variable that names a bundle to take instead of `public/bundle`.
pub(crate) const BUNDLE_VARIABLE: &str = "THROUGHLINE_BUNDLE";

/// The name of the worker's script in what starts it, to be replaced.
pub(crate) const WORKER_SCRIPT: &str = "worker.js";
/// What starts the worker: the page, and the interface for scripts.
const WORKER_USERS: [&str; 2] = ["index.html", SCRIPT_INTERFACE];
/// The interface for scripts.
pub(crate) const SCRIPT_INTERFACE: &str = "throughline.js";
/// The name of the worker's code in its script, to be replaced.
pub(crate) const WORKER_CODE: &str = "worker_bg.wasm";
/// What follows the name of the function, in the script, that loads the code next to the script and runs it.
const START_MARK: &str = " as default";
/// A line of the worker's script that fetches the manifest, whose address is the worker's name, while the code is on its way.
const EARLY: &str = "self.manifest = self.name && fetch(self.name, { cache: 'no-cache' }).catch(() => undefined);";
/// Digits of the hash in a file name: 64 bits.
const HASH_DIGITS: usize = 16;

/// Finishes Trunk's staging folder, told by its variables.
pub(crate) fn from_hook() -> Result<()> {
    let staging = env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from);
    let staging = staging.context("finish-dist is called by Trunk after a build: use `cargo xtask build`")?;
    if env::var_os("TRUNK_PROFILE").is_some_and(|profile| profile == "release") {
        shrink(&staging)?;
    }
    let script = name_worker_by_content(&staging)?;
    for user in WORKER_USERS {
        replace_all(&staging.join(user), WORKER_SCRIPT, &script)?;
    }
    match env::var_os(BUNDLE_VARIABLE) {
        Some(bundle) => replace_bundle(Path::new(&bundle), &staging.join("bundle")),
        None => Ok(()),
    }
}

/// Makes the worker's script start it, and gives its files names with a hash; the name of the script.
fn name_worker_by_content(dist: &Path) -> Result<String> {
    for code in [WORKER_CODE, LATER_CODE] {
        // Only what is built for readers has a part that is loaded later.
        if code == WORKER_CODE || dist.join(code).exists() {
            let name = name_by_content(&dist.join(code))?;
            replace_all(&dist.join(WORKER_SCRIPT), code, &name)?;
        }
    }
    let script = fs::read_to_string(dist.join(WORKER_SCRIPT))?;
    let start = start_function(&script).with_context(|| format!("{WORKER_SCRIPT} exports nothing{START_MARK}"))?;
    // A rejected promise would not reach the page; an error thrown on its own does.
    let script = format!("{script}\n{EARLY}\n{start}().catch((error) => setTimeout(() => {{ throw error; }}));\n");
    let script_name = format!("worker-{}.js", hash(script.as_bytes()));
    fs::write(dist.join(&script_name), script)?;
    fs::remove_file(dist.join(WORKER_SCRIPT))?;
    Ok(script_name)
}

/// Puts the hash of its content into the name of a file; the new name.
fn name_by_content(file: &Path) -> Result<String> {
    let code = fs::read(file).with_context(|| format!("{} is not in the build", file.display()))?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let name = name.replacen('_', &format!("-{}_", hash(&code)), 1);
    fs::rename(file, file.with_file_name(&name))?;
    Ok(name)
}

/// Makes of the worker's WebAssembly what readers download, in an empty folder of its own, with the interface for
/// scripts beside it.
pub(crate) fn worker_alone(wasm: &Path, folder: &Path) -> Result<()> {
    let bindgen = ["--target", "web", "--no-typescript", "--out-name", "worker", "--out-dir"];
    process::run(process::command("wasm-bindgen").args(bindgen).arg(folder).arg(wasm))?;
    shrink(folder)?;
    let script = name_worker_by_content(folder)?;
    fs::copy(process::root().join("public").join(SCRIPT_INTERFACE), folder.join(SCRIPT_INTERFACE))?;
    replace_all(&folder.join(SCRIPT_INTERFACE), WORKER_SCRIPT, &script)
}

/// The name of the function that starts the worker. A script that imports itself would be loaded twice by WebKit.
fn start_function(script: &str) -> Option<&str> {
    script.split_once(START_MARK)?.0.rsplit([' ', '{', ',']).next()
}

/// Replaces every `old` in a file; that there is none is an error.
pub(crate) fn replace_all(file: &Path, old: &str, new: &str) -> Result<()> {
    let text = with_replaced(file, old, new)?;
    fs::write(file, text).with_context(|| format!("{} cannot be written", file.display()))
}

/// The text of a file with every `old` replaced; that there is none is an error.
fn with_replaced(file: &Path, old: &str, new: &str) -> Result<String> {
    let text = fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
    if !text.contains(old) {
        return Err(anyhow!("{} does not mention {old}", file.display()));
    }
    Ok(text.replace(old, new))
}

fn hash(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>()[..HASH_DIGITS].to_owned()
}

fn replace_bundle(from: &Path, to: &Path) -> Result<()> {
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    copy_folder(from, to).with_context(|| format!("the bundle {} cannot be copied", from.display()))
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let (from, to) = {
            let entry = entry?;
            (entry.path(), to.join(entry.file_name()))
        };
        if from.is_dir() {
            copy_folder(&from, &to)?;
        } else {
            fs::copy(&from, &to)?;
        }
    }
    Ok(())
}

/// The files of a folder itself whose names end so, in order.
pub(crate) fn files(folder: &Path, suffix: &str) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?.collect::<std::io::Result<Vec<_>>>()?;
    let mut files: Vec<_> = entries.iter().map(fs::DirEntry::path).filter(|path| path.is_file()).collect();
    files.retain(|path| path.to_string_lossy().ends_with(suffix));
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_start_function_is_the_default_export() {
        assert_eq!(start_function("a();\nexport { initSync, __wbg_init as default };\n"), Some("__wbg_init"));
        assert_eq!(start_function("export {init as default}"), Some("init"));
        assert_eq!(start_function("export { initSync };"), None);
    }

    #[test]
    fn a_worker_is_named_by_its_content_and_started() {
        let dist = env::temp_dir().join(format!("throughline-finish-{}", std::process::id()));
        fs::create_dir_all(&dist).unwrap();
        fs::write(dist.join(WORKER_CODE), "code").unwrap();
        fs::write(dist.join(LATER_CODE), "more").unwrap();
        let script = "load('worker_bg.wasm'); later('worker_later.wasm'); export { go as default };";
        fs::write(dist.join(WORKER_SCRIPT), script).unwrap();
        fs::write(dist.join("index.html"), "<meta content=\"./worker.js\">").unwrap();
        let script = name_worker_by_content(&dist).unwrap();
        replace_all(&dist.join("index.html"), WORKER_SCRIPT, &script).unwrap();

        let read = |suffix| fs::read_to_string(&files(&dist, suffix).unwrap()[0]).unwrap();
        let name = |suffix| files(&dist, suffix).unwrap()[0].file_name().unwrap().to_string_lossy().into_owned();
        assert!(name("_bg.wasm") != "worker_bg.wasm" && name("_later.wasm") != LATER_CODE);
        assert!(read(".js").contains(&format!("load('{}'); later('{}')", name("_bg.wasm"), name("_later.wasm"))));
        assert!(read(".js").contains("\ngo().catch("));
        assert_eq!(read(".html"), format!("<meta content=\"./{}\">", name(".js")));
        fs::remove_dir_all(&dist).unwrap();
    }
}
