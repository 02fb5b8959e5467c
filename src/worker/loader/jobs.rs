//! All files of the bundle, one after the other, a few at the same time.

use super::{Loader, all};
use crate::bundle::{read_entities, read_shard};

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
        all((0..CONCURRENT_FETCHES).map(|_| self.clone().lane()).collect()).await;
    }

    async fn lane(self) {
        while let Some(job) = self.next_job() {
            let end = match job {
                Job::Entities => self.load_entities().await,
                Job::Index(number) => self.load_index(number).await,
                Job::Shard(number) => self.load_shard(number).await,
            };
            if let Err(sentence) = end {
                self.state.borrow_mut().failed.push(job);
                self.update(|progress| progress.failures.push(sentence));
            } else {
                self.update(|_| ());
            }
        }
    }

    fn next_job(&self) -> Option<Job> {
        self.state.borrow_mut().waiting.pop_front()
    }

    /// Takes the job of a shard that has come in another way; whether it was still waiting.
    pub(super) fn take_job(&self, shard: usize) -> bool {
        let mut state = self.state.borrow_mut();
        let before = state.waiting.len();
        state.waiting.retain(|job| *job != Job::Shard(shard));
        state.waiting.len() < before
    }

    /// Without the table events can still be searched, only not by their other names.
    async fn load_entities(&self) -> Result<(), String> {
        let Some(manifest) = self.manifest() else { return Ok(()) };
        let file = &manifest.entities;
        let entities = self.load_part(&file.path, |body| read_entities(file, body)).await?;
        self.engine.borrow_mut().set_entities(entities);
        Ok(())
    }

    async fn load_shard(&self, number: usize) -> Result<(), String> {
        let manifest = self.manifest();
        let Some(shard) = manifest.as_ref().and_then(|manifest| manifest.shards.get(number)) else { return Ok(()) };
        let events = self.load_part(&shard.path, |body| read_shard(shard, body)).await?;
        self.add_shard(number, events);
        Ok(())
    }

    /// Takes the events of a shard: into its index, or without one.
    pub(super) fn add_shard(&self, number: usize, events: Vec<crate::model::Event>) {
        let place =
            self.state.borrow().remotes.iter().find_map(|remote| Some((remote.segment, remote.file_of(number)?)));
        let mut engine = self.engine.borrow_mut();
        match place {
            Some((segment, file)) => engine.add_file(segment, file, events),
            None => engine.add_events(events),
        }
    }
}
