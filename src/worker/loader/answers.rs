//! Answers from what has arrived, and from what is fetched for them.

use std::ops::Range;

use super::fetch::{Part, fetch_range};
use super::indexes::Remote;
use super::{Loader, all};
use crate::bundle::read_shard;
use crate::engine::Needs;
use crate::protocol::{FromWorker, Request};
use crate::search::{Address, Line};

/// Rounds of fetching for one question: terms, names, lists, positions, lines, events, and as many for misspelt words.
const MOST_ROUNDS: usize = 12;
/// Bytes of an index that are fetched along although nobody asked: less than another request costs.
const GAP_BYTES: usize = 8 * 1024;

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
        let mut pieces = Vec::new();
        for (segment, range) in joined(needs.bytes) {
            pieces.extend(remote_of(segment).map(|remote| self.clone().bring_piece(remote.clone(), range)));
        }
        let mut lines = Vec::new();
        for (address, line) in needs.lines {
            let remote = remote_of(address.batch as usize);
            lines.extend(remote.map(|remote| self.clone().bring_line(remote.clone(), address, line)));
        }
        let has_pieces = !pieces.is_empty();
        let (_, lines) = (all(pieces).await, all(lines).await);
        // An index that does not come is given up, so there is something new in any case.
        has_pieces || lines.contains(&true)
    }

    async fn bring_piece(self, remote: Remote, range: Range<usize>) -> bool {
        self.fetch_piece(&remote, range).await
    }

    async fn bring_line(self, remote: Remote, address: Address, line: Line) -> bool {
        let Some(manifest) = self.manifest() else { return false };
        let number = remote.shards.start + line.file;
        let Some(shard) = manifest.shards.get(number) else { return false };
        let before = manifest.shards.get(remote.shards.start..number).unwrap_or_default();
        let start = before.iter().map(|shard| shard.bytes).sum::<u64>();
        let (Some(start), Some(end)) = (line.bytes.start.checked_sub(start), line.bytes.end.checked_sub(start)) else {
            return false;
        };
        let Ok(url) = self.url(&shard.path) else { return false };
        match fetch_range(&url, self.http_cache(), start..end.max(start + 1), |_| ()).await {
            Ok(Part::Asked(bytes)) => self.engine.borrow_mut().add_line(address, &bytes),
            Ok(Part::Whole(bytes)) => {
                let Ok(loaded) = read_shard(shard, &bytes) else { return false };
                if self.take_job(number) {
                    self.add_shard(number, loaded.items);
                }
            }
            Err(_) => return false,
        }
        true
    }
}

/// Ranges of bytes, those joined that are near each other. They come in order.
fn joined(ranges: Vec<(usize, Range<usize>)>) -> Vec<(usize, Range<usize>)> {
    let mut joined: Vec<(usize, Range<usize>)> = Vec::new();
    for (segment, range) in ranges {
        match joined.last_mut() {
            Some((last, run)) if *last == segment && range.start <= run.end + GAP_BYTES => run.end = range.end,
            _ => joined.push((segment, range)),
        }
    }
    joined
}
