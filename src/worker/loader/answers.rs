//! Answers from what has arrived, and from what is fetched for them.

use std::collections::BTreeMap;
use std::ops::Range;

use super::body::Body;
use super::fetch::{Answer, fetch};
use super::indexes::Remote;
use super::{Loader, Task, all};
use crate::engine::Needs;
use crate::model::Shard;
use crate::protocol::{FromWorker, Request};
use crate::search::Address;
use crate::sorting::sort_by_key;

/// Rounds of fetching for one question: terms, names, lists, positions, lines, events, and as many for misspelt words.
const MOST_ROUNDS: usize = 12;
/// Bytes of an index that are fetched along although nobody asked: less than another request costs.
const GAP_BYTES: usize = 2 * 1024;
/// The same for events in a shard.
const LINE_GAP_BYTES: usize = 16 * 1024;

impl Loader {
    /// Answers a question; at once, if nothing is missing.
    pub(in super::super) fn answer(&self, seq: u32, request: Request) {
        let needs = self.try_to_answer(seq, &request, false);
        if !needs.is_empty() {
            let loader = self.clone();
            wasm_bindgen_futures::spawn_local(async move { loader.answer_with(seq, request, needs).await });
        }
    }

    /// Answers a question if nothing is missing, or `anyway`; returns what is missing.
    fn try_to_answer(&self, seq: u32, request: &Request, anyway: bool) -> Needs {
        let (reply, needs) = {
            let engine = self.engine.borrow();
            (engine.handle(request), engine.take_needs())
        };
        if needs.is_empty() || anyway {
            self.page.post(&FromWorker::Answer { seq, reply });
        }
        needs
    }

    async fn answer_with(self, seq: u32, request: Request, mut needs: Needs) {
        let _open = self.turns.question();
        for round in 1..=MOST_ROUNDS {
            let has_come = self.bring(needs).await;
            needs = self.try_to_answer(seq, &request, !has_come || round == MOST_ROUNDS);
            if needs.is_empty() || !has_come {
                return;
            }
        }
    }

    /// Fetches what is missing; whether any of it came, or will not be asked for again.
    async fn bring(&self, needs: Needs) -> bool {
        let remotes = self.state.borrow().remotes.clone();
        let remote_of = |segment| remotes.iter().find(|remote| remote.segment == segment && !remote.shards.is_empty());
        let mut tasks: Vec<Task> = Vec::new();
        let has_pieces = !needs.bytes.is_empty();
        for (segment, range) in joined(needs.bytes, GAP_BYTES) {
            let Some(remote) = remote_of(segment).cloned() else { continue };
            let loader = self.clone();
            tasks.push(Box::pin(async move { loader.fetch_piece(&remote, range).await }));
        }
        let mut by_shard: BTreeMap<usize, Lines> = BTreeMap::new();
        for (address, line) in needs.lines {
            let Some(remote) = remote_of(address.batch as usize) else { continue };
            let shard = remote.shards.start + line.file;
            let Some(start) = self.start_of(remote, shard) else { continue };
            let bytes = line.bytes.start.saturating_sub(start) as usize..line.bytes.end.saturating_sub(start) as usize;
            by_shard.entry(shard).or_default().push((address, bytes));
        }
        if needs.entities {
            let loader = self.clone();
            tasks.push(Box::pin(async move { loader.bring_entities().await }));
        }
        for (shard, lines) in by_shard {
            let loader = self.clone();
            tasks.push(Box::pin(async move { loader.bring_lines(shard, lines).await }));
        }
        // An index that does not come is given up, so there is something new in any case.
        all(tasks).await || has_pieces
    }

    /// Where a shard begins, if all shards of its index follow each other.
    fn start_of(&self, remote: &Remote, shard: usize) -> Option<u64> {
        let manifest = self.manifest()?;
        Some(manifest.shards.get(remote.shards.start..shard)?.iter().map(|shard| shard.bytes).sum())
    }

    /// Brings events of a shard: their lines, from the shard if it was kept.
    async fn bring_lines(&self, shard: usize, mut lines: Lines) -> bool {
        let manifest = self.manifest();
        let Some(file) = manifest.as_ref().and_then(|manifest| manifest.shards.get(shard)) else { return false };
        let Ok(url) = self.url(&file.path) else { return false };
        let cache = self.cache_for(&file.sha256);
        if let Some(body) = cache.get(&url).await.filter(|body| body.len() as u64 == file.bytes) {
            self.add_lines(&body, 0, &lines);
            return true;
        }
        if self.state.borrow().sends_whole {
            return self.bring_run(file, &url, 0..1, lines).await;
        }
        sort_by_key(&mut lines, |(_, bytes)| bytes.start);
        let mut tasks: Vec<Task> = Vec::new();
        for (_, run) in joined(lines.iter().map(|(_, bytes)| (0, bytes.clone())).collect(), LINE_GAP_BYTES) {
            let of_run = |(_, bytes): &&(_, Range<usize>)| run.start <= bytes.start && bytes.end <= run.end;
            let (loader, url, file) = (self.clone(), url.clone(), file.clone());
            let lines: Lines = lines.iter().filter(of_run).cloned().collect();
            tasks.push(Box::pin(async move { loader.bring_run(&file, &url, run, lines).await }));
        }
        all(tasks).await
    }

    /// Brings lines of a shard that are near each other. All of it, if that has come, is kept for when it is its turn.
    async fn bring_run(&self, file: &Shard, url: &str, run: Range<usize>, lines: Lines) -> bool {
        let range = Some(run.start as u64..run.end.max(run.start + 1) as u64);
        let Ok(Answer { body, is_whole }) = fetch(&self.ask(url, range), &|_| ()).await else { return false };
        if is_whole {
            self.state.borrow_mut().sends_whole = true;
            self.cache_for(&file.sha256).put(url, &body).await;
        }
        self.add_lines(&body, if is_whole { 0 } else { run.start }, &lines);
        true
    }

    /// Takes lines of a shard from bytes of it that begin at `start`.
    fn add_lines(&self, body: &Body, start: usize, lines: &Lines) {
        let mut engine = self.engine.borrow_mut();
        for (address, bytes) in lines {
            engine.add_line(*address, &body.slice(bytes.start - start..bytes.end - start));
        }
    }
}

/// Events, and where in a file they are.
type Lines = Vec<(Address, Range<usize>)>;

/// Ranges of bytes by what they are of, in order; those joined that are nearer than `gap` to each other.
fn joined(ranges: Vec<(usize, Range<usize>)>, gap: usize) -> Vec<(usize, Range<usize>)> {
    let mut joined: Vec<(usize, Range<usize>)> = Vec::new();
    for (segment, range) in ranges {
        match joined.last_mut() {
            Some((last, run)) if *last == segment && range.start <= run.end + gap => run.end = run.end.max(range.end),
            _ => joined.push((segment, range)),
        }
    }
    joined
}
