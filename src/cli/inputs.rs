//! The files a publisher names, and those in the folders named.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::bail;

use super::library::reason;
use crate::model::{Problem, ProblemKind};

/// What there is to read.
#[derive(Debug, Default)]
pub(super) struct Inputs {
    /// Every file once, sorted by path, so that it does not matter in which order they were named.
    pub(super) files: Vec<PathBuf>,
    /// Folders that could not be looked into.
    pub(super) problems: Vec<Problem>,
}

/// Finds the files to read. Folders are searched to any depth; hidden files and folders, links to folders and the
/// folder `except` are left out. Fails if something named does not exist or is
/// neither a file nor a folder.
pub(super) fn find(named: &[PathBuf], except: &Path) -> anyhow::Result<Inputs> {
    let mut inputs = Inputs::default();
    let except = except.canonicalize().ok();
    for path in named {
        match fs::metadata(path) {
            Ok(kind) if kind.is_dir() => inputs.search(path, except.as_deref()),
            Ok(kind) if kind.is_file() => inputs.files.push(path.clone()),
            // A pipe may never end, and can be read but once.
            Ok(_) => bail!("{} is neither a file nor a folder", path.display()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => bail!("{} does not exist", path.display()),
            Err(error) => bail!("{}: {}", path.display(), reason(&error)),
        }
    }
    inputs.files.sort();
    let mut seen = HashSet::new();
    inputs.files.retain(|file| seen.insert(file.canonicalize().unwrap_or_else(|_| file.clone())));
    Ok(inputs)
}

impl Inputs {
    fn search(&mut self, folder: &Path, except: Option<&Path>) {
        if except.is_some() && folder.canonicalize().ok().as_deref() == except {
            return;
        }
        let entries = match fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>) {
            Ok(entries) => entries,
            Err(error) => return self.problems.push(unreadable(folder, &reason(&error))),
        };
        for entry in entries.iter().filter(|entry| !is_hidden(entry)) {
            let path = entry.path();
            let is_link = entry.file_type().is_ok_and(|kind| kind.is_symlink());
            match fs::metadata(&path) {
                // A link to a folder may lead back to where we are.
                Ok(kind) if kind.is_dir() && is_link => {
                    self.problems.push(unreadable(&path, "left out: links to folders are not followed"));
                }
                Ok(kind) if kind.is_dir() => self.search(&path, except),
                Ok(kind) if kind.is_file() => self.files.push(path),
                Ok(_) => self.problems.push(unreadable(&path, "left out: this is neither a file nor a folder")),
                Err(error) => self.problems.push(unreadable(&path, &reason(&error))),
            }
        }
    }
}

fn is_hidden(entry: &fs::DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

fn unreadable(path: &Path, message: &str) -> Problem {
    Problem::in_file(&path.display().to_string(), ProblemKind::Unreadable, message)
}

/// The text of a file, without the mark that some editors put before it.
pub(super) fn read(path: &Path) -> Result<String, Problem> {
    let bytes = fs::read(path).map_err(|error| unreadable(path, &reason(&error)))?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)),
        Err(error) => {
            let good = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
            let line = 1 + good.iter().filter(|byte| **byte == b'\n').count();
            let file = path.display().to_string();
            let line = u32::try_from(line).unwrap_or(u32::MAX);
            Err(Problem::at(&file, line, ProblemKind::Encoding, "left out: not UTF-8 text from this line on"))
        }
    }
}
