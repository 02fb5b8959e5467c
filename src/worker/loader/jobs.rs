//! All files of the bundle, one after the other, a few at the same time.

use super::{Loader, Task, all};
use crate::bundle::{Loaded, ReadError, read_entities, read_shard};
use crate::model::{Event, Problem};

/// Files on their way at the same time: enough to hide a slow answer, few enough that the newest come first.
const CONCURRENT_FETCHES: usize = 3;

/// A file to be loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Job {
    Entities,
    /// The index of this number among [`super::State::remotes`].
    Index(usize),
    /// The shard of this number in the manifest.
    Shard(usize),
}

impl Loader {
    /// Loads what is waiting.
    pub(super) async fn load_files(&self) {
        let lane = || -> Task {
            let loader = self.clone();
            Box::pin(async move { loader.lane().await })
        };
        all((0..CONCURRENT_FETCHES).map(|_| lane()).collect()).await;
    }

    async fn lane(&self) -> bool {
        while let Some(job) = self.next_job() {
            let end = match job {
                Job::Entities => self.load_entities().await,
                Job::Index(number) => self.load_index(number).await,
                Job::Shard(number) => self.load_shard(number).await,
            };
            self.tell_end(job, end);
        }
        true
    }

    fn tell_end(&self, job: Job, end: Result<(), String>) {
        if let Err(sentence) = end {
            self.state.borrow_mut().failed.push(job);
            self.update(|progress| progress.failures.push(sentence));
        } else {
            self.update(|_| ());
        }
    }

    fn next_job(&self) -> Option<Job> {
        self.state.borrow_mut().waiting.pop_front()
    }

    /// Brings the table of entities for an answer. Where it does not come, answers do without.
    pub(super) async fn bring_entities(&self) -> bool {
        let is_kept = {
            let mut state = self.state.borrow_mut();
            state.wants_entities = true;
            let before = state.waiting.len();
            state.waiting.retain(|job| *job != Job::Entities);
            state.waiting.len() == before
        };
        let end = self.load_entities().await;
        if end.is_err() {
            self.engine.borrow_mut().set_entities(Vec::new());
        } else if is_kept {
            // Its bytes were counted when it was kept.
            let bytes = self.manifest().map_or(0, |manifest| manifest.entities.bytes);
            self.arrived(-bytes.cast_signed());
        }
        self.tell_end(Job::Entities, end);
        true
    }

    /// Without the table what is indexed here can still be searched, only not by other names.
    async fn load_entities(&self) -> Result<(), String> {
        let Some(manifest) = self.manifest() else { return Ok(()) };
        let file = &manifest.entities;
        let take = |bytes: &[u8]| {
            if !self.state.borrow().wants_entities {
                return Ok(Vec::new());
            }
            let Loaded { items, problems } = read_entities(file, bytes)?;
            self.engine.borrow_mut().set_entities(items);
            Ok(problems)
        };
        self.load_file(&file.path, &file.sha256, &take).await
    }

    async fn load_shard(&self, number: usize) -> Result<(), String> {
        let manifest = self.manifest();
        let Some(shard) = manifest.as_ref().and_then(|manifest| manifest.shards.get(number)) else { return Ok(()) };
        self.load_file(&shard.path, &shard.sha256, &|bytes| self.take_shard(number, bytes)).await
    }

    /// Takes the bytes of a shard, if it is what the manifest says.
    pub(super) fn take_shard(&self, number: usize, bytes: &[u8]) -> Result<Vec<Problem>, ReadError> {
        let manifest = self.manifest();
        let Some(shard) = manifest.as_ref().and_then(|manifest| manifest.shards.get(number)) else {
            return Ok(Vec::new());
        };
        let Loaded { items, problems } = read_shard(shard, bytes)?;
        self.add_shard(number, items);
        Ok(problems)
    }

    /// Takes the events of a shard: into its index, or without one.
    fn add_shard(&self, number: usize, events: Vec<Event>) {
        let place =
            self.state.borrow().remotes.iter().find_map(|remote| Some((remote.segment, remote.file_of(number)?)));
        let mut engine = self.engine.borrow_mut();
        match place {
            Some((segment, file)) => engine.add_file(segment, file, events),
            None => engine.add_events(events),
        }
    }
}
