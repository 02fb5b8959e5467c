//! The folder a bundle is written to.
//!
//! A good bundle is never replaced by half of another: new files are written aside and renamed, those with a hash in
//! their name first, the manifest last. Whoever reads in between has the old manifest and all files it names. Only
//! then are files removed that nothing names any more, and only such as a writer named.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::library::reason;
use crate::bundle::BundleFile;
use crate::bundle::files::{MANIFEST, SHARD_FOLDER, is_written_name};
use crate::model::{Manifest, ManifestError};

/// What a file is called while it is being written; hidden, so that nobody takes it for one of the bundle.
const UNFINISHED: (&str, &str) = (".", ".part");

/// A folder that may be written to.
#[derive(Debug)]
pub(super) struct Destination {
    dir: PathBuf,
}

impl Destination {
    /// A folder that does not exist yet, is empty, or holds a bundle or the beginnings of one. Anything else is refused.
    pub(super) fn at(dir: &Path) -> anyhow::Result<Self> {
        let shown = dir.display();
        if dir.exists() && !dir.is_dir() {
            bail!("{shown} is a file: --out must be a folder");
        }
        let manifest = dir.join(MANIFEST);
        match fs::read(&manifest) {
            Ok(json) => match Manifest::from_json(&json) {
                Ok(_) | Err(ManifestError::OtherVersion(_)) => {}
                Err(error) => bail!("{shown} holds something else than a bundle, which is left as it is: {error}"),
            },
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                bail!("{}: {}, so that it may be anyone's and is left as it is", manifest.display(), reason(&error));
            }
            Err(_) => {
                if let Some(name) = foreign(dir)? {
                    bail!("{shown} holds something else than a bundle, which is left as it is: “{name}”");
                }
            }
        }
        Ok(Self { dir: dir.to_owned() })
    }

    /// Puts the files of a bundle, the manifest last, in the place of what was there.
    pub(super) fn replace(&self, files: &[BundleFile]) -> anyhow::Result<()> {
        for file in files {
            self.put(file).with_context(|| format!("{} cannot be written", self.dir.join(&file.path).display()))?;
        }
        let new: HashSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
        for name in names(&self.dir)?.iter().filter(|name| is_ours(name) && !new.contains(name.as_str())) {
            let path = self.dir.join(name);
            fs::remove_file(&path).with_context(|| format!("{} cannot be removed", path.display()))?;
        }
        Ok(())
    }

    fn put(&self, file: &BundleFile) -> io::Result<()> {
        let path = self.dir.join(&file.path);
        if is_written_name(&file.path) && fs::read(&path).is_ok_and(|bytes| bytes == file.bytes) {
            return Ok(());
        }
        let (folder, name) = file.path.rsplit_once('/').unwrap_or(("", &file.path));
        let folder = self.dir.join(folder);
        fs::create_dir_all(&folder)?;
        let aside = folder.join(format!("{}{name}{}", UNFINISHED.0, UNFINISHED.1));
        let mut unfinished = File::create(&aside)?;
        unfinished.write_all(&file.bytes)?;
        unfinished.sync_all()?;
        fs::rename(&aside, &path)
    }
}

/// Something in a folder without a manifest that no writer put there; hidden files do not count.
fn foreign(dir: &Path) -> anyhow::Result<Option<String>> {
    let mut names = names(dir)?;
    names.sort();
    Ok(names.into_iter().find(|name| !is_ours(name) && !name.split('/').any(|part| part.starts_with('.'))))
}

/// Whether a writer gives such names, to finished files or unfinished ones.
fn is_ours(path: &str) -> bool {
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    match name.strip_prefix(UNFINISHED.0).and_then(|name| name.strip_suffix(UNFINISHED.1)) {
        Some(MANIFEST) if folder.is_empty() => true,
        Some(name) if folder.is_empty() => is_written_name(name),
        Some(name) => is_written_name(&format!("{folder}/{name}")),
        None => is_written_name(path),
    }
}

/// What is in the folder and in its folder of shards, relative to it, the folder of shards itself left out.
fn names(dir: &Path) -> anyhow::Result<Vec<String>> {
    let mut names = list(dir)?;
    if let Some(position) = names.iter().position(|name| name == SHARD_FOLDER && dir.join(name).is_dir()) {
        names.swap_remove(position);
        let shards = list(&dir.join(SHARD_FOLDER))?;
        names.extend(shards.iter().map(|name| format!("{SHARD_FOLDER}/{name}")));
    }
    Ok(names)
}

/// The names in a folder; none if there is no such folder.
fn list(dir: &Path) -> anyhow::Result<Vec<String>> {
    if !dir.exists() {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir(dir).with_context(|| format!("{} cannot be opened", dir.display()))?;
    entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
}
