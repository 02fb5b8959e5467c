//! Files of the bundle: from the cache or the network, verified, with progress.

use std::collections::HashSet;
use std::fmt::Display;
use std::ops::Range;
use std::rc::Rc;

use web_sys::{RequestCache, Url};

use super::Loader;
use super::cache::Cache;
use super::fetch::{Ask, FetchError, fetch};
use super::jobs::Job;
use crate::bundle::ReadError;
use crate::bundle::reader::locate;
use crate::model::{Manifest, Problem};

/// What the manifest says of a file.
pub(super) struct File<'a> {
    pub(super) path: &'a str,
    pub(super) bytes: u64,
    pub(super) sha256: &'a str,
}

/// Why a file is not loaded.
enum Failure {
    Fetch(FetchError),
    Read(ReadError),
}

/// Progress is told again when this many more bytes have arrived.
const PROGRESS_STEP_BYTES: u64 = 128 * 1024;
/// Faults in files that were read all the same, told word for word; further ones are only counted.
const MAX_FAULTS_TOLD: usize = 10;

impl Loader {
    pub(super) fn manifest(&self) -> Option<Rc<Manifest>> {
        self.state.borrow().manifest.clone()
    }

    /// The address of a file of the bundle; a sentence where there is none.
    pub(super) fn url(&self, path: &str) -> Result<String, String> {
        let path = locate(path).map_err(|error| format!("{error}."))?;
        let url = Url::new_with_base(path, &self.state.borrow().manifest_url);
        url.map(|url| url.href()).map_err(|_| failed(path, &"its address is malformed"))
    }

    /// Loads a file; what is left out of it is told. The error is a sentence for the reader.
    pub(super) async fn load_file(&self, job: Job, file: &File<'_>) -> Result<(), String> {
        let url = self.url(file.path)?;
        let problems = match self.load_kept(&url, job, file).await {
            Some(problems) => problems,
            None => self.fetch_file(&url, job, file).await.map_err(|why| match why {
                Failure::Read(error) => format!("{error}."),
                Failure::Fetch(error) => failed(file.path, &error),
            })?,
        };
        self.tell_faults(problems.iter().map(Problem::to_string).collect());
        Ok(())
    }

    /// Loads a file that was kept; `None` if it was not, or is damaged.
    async fn load_kept(&self, url: &str, job: Job, file: &File<'_>) -> Option<Vec<Problem>> {
        let body = self.cache_for(file.sha256).get(url).await?;
        let problems = self.take(job, file, &body).await.ok()?;
        self.arrived(i64::try_from(body.len()).unwrap_or(i64::MAX));
        Some(problems)
    }

    /// Loads a file from the host.
    async fn fetch_file(&self, url: &str, job: Job, file: &File<'_>) -> Result<Vec<Problem>, Failure> {
        let kept = self.cache_for(file.sha256);
        // What a cache has kept of an earlier failure would stay for ever.
        let caches = [kept.http_cache(), RequestCache::Reload];
        let mut end = Ok(Vec::new());
        for cache in caches {
            let ask = Ask { cache, length: file.bytes, ..self.ask(url, None) };
            let body = fetch(&ask, &|bytes| self.arrived(bytes)).await.map_err(Failure::Fetch)?.body;
            end = self.take(job, file, &body).await;
            if end.is_ok() {
                kept.put(url, &body).await;
                break;
            }
        }
        end.map_err(Failure::Read)
    }

    /// What is asked for a file or a part of it.
    pub(super) fn ask<'a>(&self, url: &'a str, range: Option<Range<u64>>) -> Ask<'a> {
        let state = self.state.borrow();
        let length = range.as_ref().map_or(0, |range| range.end - range.start);
        Ask { url, cache: state.cache.http_cache(), range, length, patience_ms: state.patience_ms }
    }

    /// Where a file is kept: nowhere if the manifest has no hash for it, as nobody could tell an older edition of it.
    pub(super) fn cache_for(&self, sha256: &str) -> Cache {
        if sha256.is_empty() { Cache::default() } else { self.state.borrow().cache.clone() }
    }

    /// Forgets what was kept of other editions of this archive.
    pub(super) async fn forget_other_editions(&self) {
        let Some(manifest) = self.manifest() else { return };
        let shards = manifest.shards.iter().map(|shard| &shard.path);
        let indexes = manifest.indexes.iter().map(|index| &index.path);
        let paths = shards.chain(indexes).chain([&manifest.entities.path]);
        let urls: HashSet<String> = paths.filter_map(|path| self.url(path).ok()).collect();
        let Ok(base) = self.url("-") else { return };
        let cache = self.state.borrow().cache.clone();
        cache.keep_only(base.strip_suffix('-').unwrap_or(&base), &urls).await;
    }

    /// Tells of small damage.
    pub(super) fn tell_faults(&self, sentences: Vec<String>) {
        if sentences.is_empty() {
            return;
        }
        self.update(|progress| {
            progress.fault_count += u32::try_from(sentences.len()).unwrap_or(u32::MAX);
            let room = MAX_FAULTS_TOLD.saturating_sub(progress.faults.len());
            progress.faults.extend(sentences.into_iter().take(room));
        });
    }

    /// Counts bytes that have arrived.
    pub(super) fn arrived(&self, bytes: i64) {
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
}

/// A sentence about a file.
pub(super) fn failed(path: &str, why: &dyn Display) -> String {
    format!("{path} could not be loaded: {why}.")
}
