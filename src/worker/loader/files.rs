//! Files of the bundle: from the cache or the network, verified, with progress.

use std::collections::HashSet;
use std::fmt::Display;
use std::rc::Rc;

use web_sys::{RequestCache, Url};

use super::Loader;
use super::fetch::fetch;
use crate::bundle::reader::locate;
use crate::bundle::{Loaded, ReadError};
use crate::model::{Manifest, Problem};

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

    /// Fetches and reads a file. What can be used of it is used, and what was left out is told; where nothing can, the error is a
    /// sentence for the reader.
    pub(super) async fn load_part<T>(
        &self,
        path: &str,
        read: impl Fn(&[u8]) -> Result<Loaded<T>, ReadError>,
    ) -> Result<Vec<T>, String> {
        let url = self.url(path)?;
        let cache = self.state.borrow().cache.clone();
        let kept = cache.get(&url).await.and_then(|bytes| Some((read(&bytes).ok()?, bytes.len())));
        let Loaded { items, problems } = match kept {
            Some((loaded, bytes)) => {
                self.arrived(i64::try_from(bytes).unwrap_or(i64::MAX));
                loaded
            }
            None => {
                let (loaded, bytes) = self.fetch_part(path, &url, read).await?;
                cache.put(&url, &bytes).await;
                loaded
            }
        };
        self.tell_faults(problems.iter().map(Problem::to_string).collect());
        Ok(items)
    }

    async fn fetch_part<T>(
        &self,
        path: &str,
        url: &str,
        read: impl Fn(&[u8]) -> Result<Loaded<T>, ReadError>,
    ) -> Result<(Loaded<T>, Vec<u8>), String> {
        let get =
            async |cache| fetch(url, cache, |bytes| self.arrived(bytes)).await.map_err(|error| failed(path, &error));
        let mut bytes = get(self.http_cache()).await?;
        let mut loaded = read(&bytes);
        if loaded.is_err() {
            // What a cache has kept of an earlier failure would stay for ever.
            bytes = get(RequestCache::Reload).await?;
            loaded = read(&bytes);
        }
        Ok((loaded.map_err(|error| format!("{error}."))?, bytes))
    }

    /// The names of files carry a hash, so a copy that the browser has is as good; what is kept here need not be kept twice.
    pub(super) fn http_cache(&self) -> RequestCache {
        if self.state.borrow().cache.is_there() { RequestCache::NoStore } else { RequestCache::Default }
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
