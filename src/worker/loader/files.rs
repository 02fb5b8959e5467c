//! Files of the bundle: from the cache or the network, verified, with progress.

use std::collections::HashSet;
use std::fmt::Display;
use std::rc::Rc;

use web_sys::{RequestCache, Url};

use super::Loader;
use super::cache::Cache;
use super::fetch::{Ask, FetchError, fetch};
use crate::bundle::ReadError;
use crate::bundle::reader::locate;
use crate::model::{Manifest, Problem};

/// Uses the bytes of a file, and returns what was left out.
pub(super) type Take<'a> = dyn Fn(&[u8]) -> Result<Vec<Problem>, ReadError> + 'a;

/// Why a file is not loaded.
pub(super) enum Failure {
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

    /// Loads a file. `take` is given its bytes: what can be used of them it uses, and it returns what was left out, which is told;
    /// where nothing can be used, the error is a sentence for the reader.
    pub(super) async fn load_file(&self, path: &str, sha256: &str, take: &Take<'_>) -> Result<(), String> {
        let url = self.url(path)?;
        let problems = match self.load_kept(&url, sha256, take).await {
            Some(problems) => problems,
            None => self.fetch_file(&url, sha256, take).await.map_err(|why| match why {
                Failure::Read(error) => format!("{error}."),
                Failure::Fetch(error) => failed(path, &error),
            })?,
        };
        self.tell_faults(problems.iter().map(Problem::to_string).collect());
        Ok(())
    }

    /// Loads a file that was kept; `None` if it was not, or is damaged.
    pub(super) async fn load_kept(&self, url: &str, sha256: &str, take: &Take<'_>) -> Option<Vec<Problem>> {
        let cache = self.cache_for(sha256);
        let bytes = cache.get(url).await?;
        let problems = take(&bytes).ok()?;
        self.arrived(i64::try_from(bytes.len()).unwrap_or(i64::MAX));
        Some(problems)
    }

    /// Loads a file from the host.
    pub(super) async fn fetch_file(&self, url: &str, sha256: &str, take: &Take<'_>) -> Result<Vec<Problem>, Failure> {
        let kept = self.cache_for(sha256);
        // What a cache has kept of an earlier failure would stay for ever.
        let caches = [kept.http_cache(), RequestCache::Reload];
        let mut end = Ok(Vec::new());
        for cache in caches {
            let answer = fetch(&Ask { url, cache, range: None }, &|bytes| self.arrived(bytes)).await;
            let bytes = answer.map_err(Failure::Fetch)?.bytes;
            end = take(&bytes);
            if end.is_ok() {
                kept.put(url, &bytes).await;
                break;
            }
        }
        end.map_err(Failure::Read)
    }

    /// Where a file is kept: nowhere if the manifest has no hash for it, as nobody could tell an older edition of it.
    fn cache_for(&self, sha256: &str) -> Cache {
        if sha256.is_empty() { Cache::default() } else { self.state.borrow().cache.clone() }
    }

    /// As [`Cache::http_cache`], for parts of files.
    pub(super) fn http_cache(&self) -> RequestCache {
        self.state.borrow().cache.http_cache()
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
