//! What is fetched in which order, and what the page hears of it.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::fmt::Display;
use std::rc::Rc;

use futures_channel::oneshot;
use wasm_bindgen_futures::spawn_local;
use web_sys::{RequestCache, Url};

use super::Page;
use super::fetch::fetch;
use crate::bundle::reader::locate;
use crate::bundle::{Loaded, ReadError, read_entities, read_manifest, read_shard};
use crate::engine::Engine;
use crate::model::{Manifest, Problem, Shard};
use crate::protocol::{FromWorker, Progress};

/// Files on their way at the same time: enough to hide a slow answer, few enough that the newest come first.
const CONCURRENT_FETCHES: usize = 3;
/// Progress is told again when this many more bytes have arrived.
const PROGRESS_STEP_BYTES: u64 = 128 * 1024;

/// Faults in files that were read all the same, told word for word; further ones are only counted.
const MAX_FAULTS_TOLD: usize = 10;

/// Loads one bundle into the engine, newest events first.
#[derive(Clone)]
pub(super) struct Loader {
    page: Page,
    engine: Rc<RefCell<Engine>>,
    state: Rc<RefCell<State>>,
}

#[derive(Default)]
struct State {
    manifest_url: String,
    manifest: Option<Manifest>,
    entities_loaded: bool,
    /// Shards that are not loaded, newest first.
    waiting: VecDeque<Shard>,
    failed: Vec<Shard>,
    running: bool,
    progress: Progress,
    /// `progress.bytes` when it was last told.
    told_bytes: u64,
}

impl Loader {
    pub(super) fn new(page: Page, engine: Rc<RefCell<Engine>>) -> Self {
        Self { page, engine, state: Rc::default() }
    }

    /// Loads the bundle of a manifest.
    pub(super) async fn open(&self, manifest_url: String) {
        self.state.borrow_mut().manifest_url = manifest_url;
        self.run().await;
    }

    /// Tries again what failed.
    pub(super) async fn retry(&self) {
        {
            let mut state = self.state.borrow_mut();
            let failed = std::mem::take(&mut state.failed);
            state.waiting.extend(failed);
        }
        self.run().await;
    }

    async fn run(&self) {
        if std::mem::replace(&mut self.state.borrow_mut().running, true) {
            return;
        }
        self.update(|progress| {
            progress.failures.clear();
            progress.done = false;
        });
        if self.load_manifest().await {
            self.load_parts().await;
        }
        self.state.borrow_mut().running = false;
        self.update(|progress| progress.done = true);
    }

    /// Whether the manifest is there.
    async fn load_manifest(&self) -> bool {
        if self.state.borrow().manifest.is_some() {
            return true;
        }
        let url = self.state.borrow().manifest_url.clone();
        // The one file without a hash in its name: always asked for again.
        let loaded = match fetch(&url, RequestCache::NoCache, |_| ()).await {
            Ok(body) => read_manifest(&body).map_err(|error| error.to_string()),
            Err(error) => Err(format!("manifest.json could not be loaded: {error}.")),
        };
        match loaded {
            Ok(manifest) => self.opened(manifest),
            Err(sentence) => {
                self.update(|progress| progress.failures.push(sentence));
                return false;
            }
        }
        true
    }

    fn opened(&self, manifest: Manifest) {
        self.page.post(&FromWorker::Opened { manifest: manifest.clone() });
        let bytes_total = manifest.entities.bytes + manifest.shards.iter().map(|shard| shard.bytes).sum::<u64>();
        let events_total = manifest.events;
        {
            let mut state = self.state.borrow_mut();
            state.waiting = manifest.shards.iter().cloned().collect();
            state.manifest = Some(manifest);
        }
        self.update(|progress| {
            progress.bytes_total = bytes_total;
            progress.events_total = events_total;
        });
    }

    /// Without the table events can still be searched, only not by their other names.
    async fn load_entities(&self) {
        let file = {
            let state = self.state.borrow();
            match &state.manifest {
                Some(manifest) if !state.entities_loaded => manifest.entities.clone(),
                _ => return,
            }
        };
        match self.load_part(&file.path, |body| read_entities(&file, body)).await {
            Ok(entities) => {
                self.engine.borrow_mut().set_entities(entities);
                self.state.borrow_mut().entities_loaded = true;
            }
            Err(sentence) => self.update(|progress| progress.failures.push(sentence)),
        }
    }

    /// The table of entities comes beside the newest shards, which need not wait for it.
    async fn load_parts(&self) {
        let lanes: Vec<_> = (0..CONCURRENT_FETCHES).map(|lane| self.spawn_lane(lane == 0)).collect();
        for lane in lanes {
            // An error would mean that the lane was dropped, which is an end as well.
            let _ = lane.await;
        }
    }

    /// Takes waiting shards one after the other until none is left, one lane after the table of entities.
    fn spawn_lane(&self, with_entities: bool) -> oneshot::Receiver<()> {
        let (finished, end) = oneshot::channel();
        let loader = self.clone();
        spawn_local(async move {
            if with_entities {
                loader.load_entities().await;
            }
            while let Some(shard) = loader.next_waiting() {
                loader.load_shard(shard).await;
            }
            let _ = finished.send(());
        });
        end
    }

    fn next_waiting(&self) -> Option<Shard> {
        self.state.borrow_mut().waiting.pop_front()
    }

    async fn load_shard(&self, shard: Shard) {
        match self.load_part(&shard.path, |body| read_shard(&shard, body)).await {
            Ok(events) => {
                self.engine.borrow_mut().add_events(events);
                let searchable = u32::try_from(self.engine.borrow().len()).unwrap_or(u32::MAX);
                self.update(|progress| progress.events = searchable);
            }
            Err(sentence) => {
                self.state.borrow_mut().failed.push(shard);
                self.update(|progress| progress.failures.push(sentence));
            }
        }
    }

    /// Fetches and reads a file of the bundle. What can be used of it is used, and what was left out is told; where
    /// nothing can, the error is a sentence for the reader.
    async fn load_part<T>(
        &self,
        path: &str,
        read: impl Fn(&[u8]) -> Result<Loaded<T>, ReadError>,
    ) -> Result<Vec<T>, String> {
        let mut loaded = read(&self.fetch_part(path, RequestCache::Default).await?);
        if loaded.is_err() {
            // What a cache has kept of an earlier failure would stay for ever.
            loaded = read(&self.fetch_part(path, RequestCache::Reload).await?);
        }
        let Loaded { items, problems } = loaded.map_err(|error| format!("{error}."))?;
        self.tell_faults(&problems);
        Ok(items)
    }

    /// The name of a file carries a hash, so a cached copy is as good.
    async fn fetch_part(&self, path: &str, cache: RequestCache) -> Result<Vec<u8>, String> {
        let base = self.state.borrow().manifest_url.clone();
        let path = locate(path).map_err(|error| format!("{error}."))?;
        let failed = |why: &dyn Display| format!("{path} could not be loaded: {why}.");
        let url = Url::new_with_base(path, &base).map_err(|_| failed(&"its address is malformed"))?;
        fetch(&url.href(), cache, |bytes| self.arrived(bytes)).await.map_err(|error| failed(&error))
    }

    fn tell_faults(&self, problems: &[Problem]) {
        if problems.is_empty() {
            return;
        }
        self.update(|progress| {
            progress.fault_count += u32::try_from(problems.len()).unwrap_or(u32::MAX);
            let room = MAX_FAULTS_TOLD.saturating_sub(progress.faults.len());
            progress.faults.extend(problems.iter().take(room).map(ToString::to_string));
        });
    }

    fn arrived(&self, bytes: i64) {
        let due = {
            let mut state = self.state.borrow_mut();
            state.progress.bytes = state.progress.bytes.saturating_add_signed(bytes);
            let due = state.progress.bytes >= state.told_bytes + PROGRESS_STEP_BYTES;
            if due {
                state.told_bytes = state.progress.bytes;
            }
            due
        };
        if due {
            self.update(|_| ());
        }
    }

    /// Changes the progress and tells the page.
    fn update(&self, change: impl FnOnce(&mut Progress)) {
        let progress = {
            let mut state = self.state.borrow_mut();
            change(&mut state.progress);
            state.progress.clone()
        };
        self.page.post(&FromWorker::Progress(progress));
    }
}
