//! A bundle in a folder, loaded whole.

use std::io;
use std::path::Path;

use anyhow::{Context, bail};

use super::terminal::Terminal;
use crate::bundle::{files::MANIFEST, read_entities, read_manifest, read_shard, reader::locate};
use crate::engine::Engine;
use crate::model::{Manifest, Problem};

/// Loads a bundle into an engine. Fails if any of its files cannot be used; events that were left out or mended are
/// told on standard error.
pub(super) fn open(dir: &Path, terminal: &Terminal) -> anyhow::Result<Engine> {
    let manifest = manifest(dir)?;
    let mut engine = Engine::new();
    let mut problems = Vec::new();
    let table = read_entities(&manifest.entities, &read(dir, &manifest.entities.path)?)?;
    problems.extend(table.problems);
    engine.set_entities(table.items);
    for shard in &manifest.shards {
        let events = read_shard(shard, &read(dir, &shard.path)?)?;
        problems.extend(events.problems);
        engine.add_events(events.items);
    }
    tell(&problems, dir, terminal);
    Ok(engine)
}

fn manifest(dir: &Path) -> anyhow::Result<Manifest> {
    let shown = dir.display();
    if !dir.is_dir() {
        bail!("{shown} is not a folder");
    }
    let path = dir.join(MANIFEST);
    match std::fs::read(&path) {
        Ok(json) => read_manifest(&json).with_context(|| format!("{shown} cannot be opened")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            bail!("{shown} holds no bundle: there is no {MANIFEST} in it")
        }
        Err(error) => bail!("{}: {}", path.display(), reason(&error)),
    }
}

/// The bytes of a file of a bundle.
fn read(dir: &Path, path: &str) -> anyhow::Result<Vec<u8>> {
    let file = dir.join(locate(path)?);
    std::fs::read(&file).map_err(|error| anyhow::anyhow!("{}: {}", file.display(), reason(&error)))
}

/// Why a file cannot be read, without the numbers of the operating system.
pub(super) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "the file is missing".to_owned(),
        io::ErrorKind::PermissionDenied => "the file may not be read".to_owned(),
        io::ErrorKind::IsADirectory => "this is a folder, not a file".to_owned(),
        _ => format!("the file cannot be read ({error})"),
    }
}

fn tell(problems: &[Problem], dir: &Path, terminal: &Terminal) {
    if !problems.is_empty() {
        terminal.problems(problems);
        terminal.note(&format!("throughline check {} names everything that is wrong", dir.display()));
    }
}
