//! What is fetched in which order, and what the page hears of it.
//!
//! 1. The manifest, and the heads of the indexes (`indexes`), if the bundle has any: from then on every question is answered, with the
//!    pieces it needs (`answers`).
//! 2. The rest of this code (`fetch`).
//! 3. All files, newest first (`jobs`): the indexes, the shards, the table of entities. What has no index, or none that can be used,
//!    is indexed as it arrives; for that the table comes first, as indexes have the other names and events have not.
//!
//! Files are kept for the next visit (`cache`). Their bytes stay with the browser (`body`), and are read in small slices,
//! so that questions are answered between (`turns`).

mod answers;
mod body;
mod browser;
mod cache;
mod fetch;
mod files;
mod indexes;
mod jobs;
mod turns;

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use futures_channel::oneshot;
use gloo_timers::future::TimeoutFuture;
use wasm_bindgen_futures::spawn_local;
use web_sys::RequestCache;

use super::Page;
use crate::bundle::read_manifest;
use crate::engine::Engine;
use crate::model::Manifest;
use crate::protocol::{FromWorker, Progress};
use cache::Cache;
use fetch::{Ask, PATIENCE_MS, fetch, fetched_early, rest_of_the_code};
use indexes::Remote;
use jobs::Job;
use turns::Turns;

/// Once questions can be answered from pieces, all files wait so long for the first one: its pieces shall have the line.
const FIRST_QUESTION_MS: u32 = 300;

/// Loads one bundle into the engine, newest events first.
#[derive(Clone)]
pub(super) struct Loader {
    page: Page,
    engine: Rc<RefCell<Engine>>,
    state: Rc<RefCell<State>>,
    turns: Rc<Turns>,
}

#[derive(Default)]
struct State {
    manifest_url: String,
    /// See [`PATIENCE_MS`].
    patience_ms: u32,
    manifest: Option<Rc<Manifest>>,
    cache: Cache,
    /// The host sends whole files, whatever part of them is asked for.
    sends_whole: bool,
    /// The indexes that are in use.
    remotes: Vec<Remote>,
    /// The table of entities is used, and not only kept.
    wants_entities: bool,
    /// What is not loaded, in order.
    waiting: VecDeque<Job>,
    failed: Vec<Job>,
    running: bool,
    progress: Progress,
    /// `progress.bytes` when it was last told.
    told_bytes: u64,
}

impl Loader {
    pub(super) fn new(page: Page, engine: Rc<RefCell<Engine>>) -> Self {
        Self { page, engine, state: Rc::default(), turns: Rc::new(Turns::new()) }
    }

    /// Loads the bundle of a manifest.
    pub(super) async fn open(&self, manifest_url: String, patience_ms: Option<u32>) {
        {
            let mut state = self.state.borrow_mut();
            (state.manifest_url, state.patience_ms) = (manifest_url, patience_ms.unwrap_or(PATIENCE_MS));
        }
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
            rest_of_the_code().await;
            self.load_files().await;
        }
        self.engine.borrow_mut().rest();
        self.state.borrow_mut().running = false;
        self.update(|progress| progress.done = true);
        self.forget_other_editions().await;
    }

    /// Whether the manifest is there.
    async fn load_manifest(&self) -> bool {
        if self.state.borrow().manifest.is_some() {
            return true;
        }
        let url = self.state.borrow().manifest_url.clone();
        let cache = Cache::opening();
        // The one file without a hash in its name: always asked for again.
        let patience_ms = self.state.borrow().patience_ms;
        let loaded = match fetched_early(&url, patience_ms).await {
            Some(bytes) => read_manifest(&bytes).map_err(|error| error.to_string()),
            None => self.fetch_manifest(&url).await,
        };
        self.state.borrow_mut().cache = Cache::opened(cache).await;
        match loaded {
            Ok(manifest) => self.opened(manifest).await,
            Err(sentence) => {
                self.update(|progress| progress.failures.push(sentence));
                return false;
            }
        }
        true
    }

    async fn fetch_manifest(&self, url: &str) -> Result<Manifest, String> {
        // Past the browser's cache, where it would wait for the script's own fetch, if that stands still.
        match fetch(&Ask { cache: RequestCache::NoStore, ..self.ask(url, None) }, &|_| ()).await {
            Ok(answer) => read_manifest(&answer.body.slice(0..usize::MAX)).map_err(|error| error.to_string()),
            Err(error) => Err(format!("manifest.json could not be loaded: {error}.")),
        }
    }

    async fn opened(&self, manifest: Manifest) {
        self.page.post(&FromWorker::Opened { manifest: manifest.clone() });
        let shards = manifest.shards.iter().map(|shard| shard.bytes);
        let indexes = manifest.indexed().into_iter().map(|(index, _)| index.bytes);
        let bytes_total = manifest.entities.bytes + shards.chain(indexes).sum::<u64>();
        let events_total = manifest.events;
        self.update(|progress| {
            progress.bytes_total = bytes_total;
            progress.events_total = events_total;
        });
        let manifest = Rc::new(manifest);
        self.state.borrow_mut().manifest = Some(Rc::clone(&manifest));
        self.open_indexes(&manifest).await;
        {
            let mut state = self.state.borrow_mut();
            let indexes = (0..state.remotes.len()).map(Job::Index);
            let shards = (0..manifest.shards.len()).map(Job::Shard);
            state.waiting = indexes.chain(shards).collect();
            let indexed: usize = state.remotes.iter().map(|remote| remote.shards.len()).sum();
            state.wants_entities = indexed < manifest.shards.len();
            match state.wants_entities {
                true => state.waiting.push_front(Job::Entities),
                false => state.waiting.push_back(Job::Entities),
            }
        }
        if !self.state.borrow().remotes.is_empty() {
            TimeoutFuture::new(FIRST_QUESTION_MS).await;
        }
    }

    /// Changes the progress and tells the page.
    fn update(&self, change: impl FnOnce(&mut Progress)) {
        let progress = {
            let engine = self.engine.borrow();
            let mut state = self.state.borrow_mut();
            let count = |events: usize| u32::try_from(events).unwrap_or(u32::MAX);
            (state.progress.events, state.progress.counted) = (count(engine.len()), count(engine.counted()));
            change(&mut state.progress);
            state.progress.clone()
        };
        self.page.post(&FromWorker::Progress(progress));
    }
}

/// Something to be done, which may succeed. Of one type, as every type of future brings its own copy of what runs it.
type Task = Pin<Box<dyn Future<Output = bool>>>;

/// Runs tasks at once, and waits for all; whether any succeeded.
async fn all(tasks: Vec<Task>) -> bool {
    let mut running = Vec::new();
    for task in tasks {
        let (finished, end) = oneshot::channel();
        spawn_local(async move {
            let _ = finished.send(task.await);
        });
        running.push(end);
    }
    let mut has_success = false;
    for task in running {
        // An error would mean that the task was dropped, which is an end as well.
        has_success |= task.await.unwrap_or(false);
    }
    has_success
}
