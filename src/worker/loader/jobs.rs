//! All files of the bundle, one after the other, a few at the same time.

use js_sys::Uint8Array;
use sha2::{Digest, Sha256};
use wasm_bindgen_futures::JsFuture;

use super::body::Body;
use super::browser::digest;
use super::files::File;
use super::turns::Reading;
use super::{Loader, Task, all};
use crate::bundle::files::hex;
use crate::bundle::reader::{
    check_hash, check_length, entities_in_pieces, events_in_pieces, finish_entities, finish_events,
};
use crate::bundle::{Loaded, ReadError};
use crate::engine::Arrival;
use crate::model::{EntityFile, Event, Manifest, Problem, Shard};

/// Files on their way at the same time: enough to hide a slow answer, few enough that the newest come first.
const CONCURRENT_FETCHES: usize = 3;

/// A file is read in slices of so many bytes, each meant to be short beside a keystroke.
const SLICE_BYTES: usize = 32 * 1024;

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
            self.turns.defer().await;
            let end = self.load(job).await;
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

    async fn load(&self, job: Job) -> Result<(), String> {
        let Some(manifest) = self.manifest() else { return Ok(()) };
        match (job, job.file(&manifest)) {
            (Job::Index(number), _) => self.load_index(number).await,
            (_, Some(file)) => self.load_file(job, &file).await,
            (_, None) => Ok(()),
        }
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
        let end = self.load(Job::Entities).await;
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

    /// Takes the bytes of a file, if it is what the manifest says; what was left out.
    ///
    /// In slices, so that questions are answered between.
    pub(super) async fn take(&self, job: Job, file: &File<'_>, body: &Body) -> Result<Vec<Problem>, ReadError> {
        let turn = self.turns.reading().await;
        check_length(file.path, file.bytes, body.len() as u64)?;
        let sha256 = if file.sha256.is_empty() { String::new() } else { sha256(body, &turn).await };
        check_hash(file.path, file.sha256, || sha256)?;
        match job {
            Job::Shard(number) => {
                let mut reader = events_in_pieces();
                read(body, &turn, &mut |piece| reader.read(piece)).await;
                let Loaded { items, problems } = finish_events(reader, file.path, || body.slice(0..usize::MAX))?;
                self.add_shard(number, items, &turn).await;
                Ok(problems)
            }
            // Kept for later.
            _ if !self.state.borrow().wants_entities => Ok(Vec::new()),
            _ => {
                let mut reader = entities_in_pieces();
                read(body, &turn, &mut |piece| reader.read(piece)).await;
                let Loaded { items, problems } = finish_entities(reader, file.path, || body.slice(0..usize::MAX))?;
                self.engine.borrow_mut().set_entities(items);
                Ok(problems)
            }
        }
    }

    /// Takes the events of a shard: into its index, or without one.
    async fn add_shard(&self, number: usize, events: Vec<Event>, turn: &Reading<'_>) {
        let place =
            self.state.borrow().remotes.iter().find_map(|remote| Some((remote.segment, remote.file_of(number)?)));
        let Some((segment, file)) = place else { return self.engine.borrow_mut().add_events(events) };
        let mut arrival = Arrival::new(events);
        while self.engine.borrow_mut().pack(&mut arrival) {
            turn.pause().await;
        }
        self.engine.borrow_mut().add_file(segment, file, arrival);
    }
}

impl Job {
    /// What the manifest says of a file that is loaded as a whole.
    fn file(self, manifest: &Manifest) -> Option<File<'_>> {
        match self {
            Self::Entities => {
                let EntityFile { path, bytes, sha256 } = &manifest.entities;
                Some(File { path, bytes: *bytes, sha256 })
            }
            Self::Shard(number) => {
                let Shard { path, bytes, sha256, .. } = manifest.shards.get(number)?;
                Some(File { path, bytes: *bytes, sha256 })
            }
            Self::Index(_) => None,
        }
    }
}

/// Gives slices to a reader, as long as it wants any.
async fn read(body: &Body, turn: &Reading<'_>, reader: &mut dyn FnMut(&[u8]) -> bool) {
    for (_, slice) in body.slices(0, SLICE_BYTES) {
        if !reader(&slice) {
            return;
        }
        turn.pause().await;
    }
}

/// The SHA-256 of a file: by the browser, which has it done elsewhere; or, as pages that come neither
/// over HTTPS nor from the same machine cannot have it, here.
async fn sha256(body: &Body, turn: &Reading<'_>) -> String {
    if let Some(digest) = sha256_of_browser(body).await {
        return hex(&digest);
    }
    let mut hash = Sha256::default();
    read(body, turn, &mut |piece| {
        hash.update(piece);
        true
    })
    .await;
    hex(&hash.finalize())
}

async fn sha256_of_browser(body: &Body) -> Option<Vec<u8>> {
    let hash = JsFuture::from(digest("SHA-256", &body.all()).ok()?).await.ok()?;
    Some(Uint8Array::new(&hash).to_vec())
}
