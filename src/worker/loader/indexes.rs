//! Indexes that are part of the bundle.

use std::ops::Range;

use js_sys::Uint8Array;

use super::body::Body;
use super::fetch::{Answer, FetchError, fetch};
use super::{Loader, Task, all};
use crate::model::{IndexFile, Manifest};
use crate::search::Segment;
use crate::sorting::sort_by_key;

/// An index is fetched in pieces of so many bytes: each is of use as soon as it is there.
const PIECE_BYTES: usize = 1024 * 1024;
/// What has arrived of one is taken in slices of so many bytes, whole pages of it: see [`Segment::fill`].
const SLICE_BYTES: usize = 64 * 1024;

/// An index in use.
#[derive(Clone, Debug)]
pub(super) struct Remote {
    /// Its number in the engine.
    pub(super) segment: usize,
    pub(super) file: IndexFile,
    pub(super) url: String,
    /// The numbers of its shards in the manifest.
    pub(super) shards: Range<usize>,
}

impl Remote {
    /// The place of a shard among those of the index.
    pub(super) fn file_of(&self, shard: usize) -> Option<usize> {
        self.shards.contains(&shard).then(|| shard - self.shards.start)
    }
}

impl Loader {
    /// Opens all indexes. The events of one that cannot be used are indexed when they arrive.
    pub(super) async fn open_indexes(&self, manifest: &Manifest) {
        let mut first = 0;
        let mut tasks = Vec::new();
        for (file, shards) in manifest.indexed() {
            let events: Vec<u32> = shards.iter().map(|shard| shard.events).collect();
            let shards = first..first + shards.len();
            first = shards.end;
            let (loader, file) = (self.clone(), file.clone());
            let task: Task = Box::pin(async move { loader.open_index(file, shards, events).await });
            tasks.push(task);
        }
        all(tasks).await;
        sort_by_key(&mut self.state.borrow_mut().remotes, |remote| remote.shards.start);
        self.update(|_| ());
    }

    async fn open_index(&self, file: IndexFile, shards: Range<usize>, events: Vec<u32>) -> bool {
        let opened = match self.url(&file.path) {
            Ok(url) => self.fetch_head(&file, &url).await.map(|segment| (url, segment)),
            Err(_) => None,
        };
        let added =
            opened.and_then(|(url, segment)| Some((url, self.engine.borrow_mut().add_segment(segment, &events)?)));
        let is_added = added.is_some();
        match added {
            Some((url, segment)) => self.state.borrow_mut().remotes.push(Remote { segment, file, url, shards }),
            None => self.tell_unusable(&file),
        }
        is_added
    }

    /// The whole index if it was kept, or its head.
    async fn fetch_head(&self, file: &IndexFile, url: &str) -> Option<Segment> {
        let cache = self.state.borrow().cache.clone();
        let kept = cache.get(url).await.filter(|body| body.len() as u64 == file.bytes);
        if let Some(segment) = kept.and_then(|body| Segment::open(body.slice(0..usize::MAX)).ok()) {
            self.arrived(file.bytes.cast_signed());
            return Some(segment);
        }
        let (head, len) = (u64::from(file.head).max(1), usize::try_from(file.bytes).ok()?);
        let answer = fetch(&self.ask(url, Some(0..head)), &|bytes| self.arrived(bytes)).await.ok()?;
        let bytes = answer.body.slice(0..usize::MAX);
        if answer.is_whole {
            self.state.borrow_mut().sends_whole = true;
            cache.put(url, &answer.body).await;
            return Segment::open(bytes).ok();
        }
        Segment::open_head(&bytes, len).ok()
    }

    /// Fetches what is missing of an index.
    pub(super) async fn load_index(&self, number: usize) -> Result<(), String> {
        let Some(remote) = self.state.borrow().remotes.get(number).cloned() else { return Ok(()) };
        loop {
            self.turns.defer().await;
            let missing = self.engine.borrow().missing(remote.segment);
            let Some(range) = missing.first() else { break };
            let piece = range.start..range.end.min(range.start + PIECE_BYTES);
            let Ok(answer) = self.fetch_bytes(&remote, &piece).await else { return Ok(()) };
            let turn = self.turns.reading().await;
            for (at, slice) in slices_of(&answer, piece.start) {
                if !self.fill(&remote, at, &slice) {
                    return Ok(());
                }
                turn.pause().await;
            }
        }
        let body = self.engine.borrow().segment_bytes(remote.segment).map(|bytes| Body::of(Uint8Array::from(bytes)));
        if let Some(body) = body.filter(|body| body.len() as u64 == remote.file.bytes) {
            let cache = self.state.borrow().cache.clone();
            cache.put(&remote.url, &body).await;
        }
        Ok(())
    }

    /// Fetches bytes of an index for a question. Whether they came.
    pub(super) async fn fetch_piece(&self, remote: &Remote, range: Range<usize>) -> bool {
        let Ok(answer) = self.fetch_bytes(remote, &range).await else { return false };
        slices_of(&answer, range.start).all(|(at, slice)| self.fill(remote, at, &slice))
    }

    /// Fetches bytes of an index, and gives up the index if they do not come.
    async fn fetch_bytes(&self, remote: &Remote, range: &Range<usize>) -> Result<Answer, FetchError> {
        let asked = Some(range.start as u64..range.end as u64);
        let answer = fetch(&self.ask(&remote.url, asked), &|bytes| self.arrived(bytes)).await;
        if answer.is_err() {
            self.give_up(remote);
        }
        answer
    }

    /// Takes bytes of an index, and gives up the index if they are damaged. Whether they are not.
    fn fill(&self, remote: &Remote, start: usize, bytes: &[u8]) -> bool {
        let filled = self.engine.borrow_mut().fill(remote.segment, start, bytes);
        if filled.is_err() {
            self.give_up(remote);
        }
        filled.is_ok()
    }

    /// Does without an index: what has arrived of its events is indexed now, the rest when it arrives.
    fn give_up(&self, remote: &Remote) {
        let was_in_use = {
            let mut state = self.state.borrow_mut();
            let before = state.remotes.len();
            // The others keep their places, by which jobs know them.
            state
                .remotes
                .iter_mut()
                .filter(|other| other.segment == remote.segment)
                .for_each(|other| other.shards = 0..0);
            before > 0 && !remote.shards.is_empty()
        };
        if was_in_use {
            self.engine.borrow_mut().remove_segment(remote.segment);
            self.tell_unusable(&remote.file);
            // What is indexed here needs the other names.
            if !self.state.borrow().wants_entities {
                let loader = self.clone();
                wasm_bindgen_futures::spawn_local(async move { _ = loader.bring_entities().await });
            }
        }
    }

    fn tell_unusable(&self, file: &IndexFile) {
        let remark = format!("{} cannot be used: its events are indexed here instead.", file.path);
        self.update(|progress| progress.remarks.push(remark));
    }
}

/// The bytes of an index that were asked for from a place on, which is the beginning of a page, with their places; all that follow,
/// if the host has sent all.
fn slices_of(answer: &Answer, start: usize) -> impl Iterator<Item = (usize, Vec<u8>)> + use<'_> {
    let before = if answer.is_whole { 0 } else { start };
    answer.body.slices(start - before, SLICE_BYTES).map(move |(at, slice)| (before + at, slice))
}
