//! What the first answer costs that a bundle gives from pieces: `peers-cold BUNDLE QUERIES.json`.
//!
//! Every query of the harness is asked of an engine that has the heads of the indexes alone, and what it lacks is brought as the worker
//! brings it. Prints, for each class, the bytes, requests and rounds.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::{env, fs};

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use throughline::bundle::read_manifest;
use throughline::engine::{Engine, Needs};
use throughline::model::Manifest;
use throughline::protocol::{Reply, Request, SearchRequest, Timeline};
use throughline::search::Segment;

/// As in `worker::loader::answers`.
const GAP_BYTES: usize = 2 * 1024;
const LINE_GAP_BYTES: usize = 16 * 1024;
const MOST_ROUNDS: usize = 12;
/// Queries of each class.
const MOST_QUERIES: usize = 100;

#[derive(Deserialize)]
struct Queries {
    sanity: Vec<Query>,
    classes: BTreeMap<String, Vec<Query>>,
}

#[derive(Deserialize)]
struct Query {
    q: String,
}

/// A bundle, read whole.
struct Host {
    manifest: Manifest,
    indexes: Vec<Vec<u8>>,
    shards: Vec<Vec<u8>>,
}

/// What was fetched for an answer.
#[derive(Clone, Copy, Default)]
struct Cost {
    index_bytes: usize,
    line_bytes: usize,
    requests: usize,
    rounds: usize,
}

fn main() -> Result<()> {
    let arguments: Vec<_> = env::args_os().skip(1).collect();
    let [bundle, queries] = arguments.as_slice() else { bail!("usage: peers-cold BUNDLE QUERIES.json") };
    let host = Host::open(Path::new(bundle))?;
    let queries: Queries = serde_json::from_slice(&fs::read(queries).context("no queries")?)?;
    let heads: Vec<u32> = host.manifest.indexes.iter().map(|index| index.head).collect();
    let bytes: usize = host.indexes.iter().map(Vec::len).sum();
    println!("{} indexes of {bytes} bytes, heads of {heads:?}", host.indexes.len());
    for (class, queries) in [("sanity".to_owned(), queries.sanity)].into_iter().chain(queries.classes) {
        let costs = queries.iter().take(MOST_QUERIES).map(|query| host.cost(&class, &query.q));
        report(&class, &costs.collect::<Result<Vec<_>>>()?);
    }
    Ok(())
}

fn report(class: &str, costs: &[Cost]) {
    let spread = |of: fn(&Cost) -> usize| {
        let mut numbers: Vec<usize> = costs.iter().map(of).collect();
        numbers.sort_unstable();
        let mean = numbers.iter().sum::<usize>() / numbers.len().max(1);
        format!("{}, {mean}, {}", numbers.get(numbers.len() / 2).unwrap_or(&0), numbers.last().unwrap_or(&0))
    };
    println!(
        "{class} (median, mean, most): index bytes {}; line bytes {}; requests {}; rounds {}",
        spread(|cost| cost.index_bytes),
        spread(|cost| cost.line_bytes),
        spread(|cost| cost.requests),
        spread(|cost| cost.rounds)
    );
}

impl Host {
    fn open(dir: &Path) -> Result<Self> {
        let read = |path: &str| fs::read(dir.join(path)).with_context(|| format!("{path} cannot be read"));
        let manifest = read_manifest(&read("manifest.json")?)?;
        let indexes = manifest.indexes.iter().map(|index| read(&index.path)).collect::<Result<_>>()?;
        let shards = manifest.shards.iter().map(|shard| read(&shard.path)).collect::<Result<_>>()?;
        Ok(Self { manifest, indexes, shards })
    }

    /// An engine with the heads alone; of every segment the number of its first shard.
    fn engine(&self) -> Result<(Engine, Vec<usize>)> {
        let (mut engine, mut firsts, mut first) = (Engine::new(), Vec::new(), 0);
        for ((index, shards), bytes) in self.manifest.indexed().into_iter().zip(&self.indexes) {
            let events: Vec<u32> = shards.iter().map(|shard| shard.events).collect();
            let head = bytes.get(..index.head as usize).context("a short index")?;
            engine.add_segment(Segment::open_head(head, bytes.len())?, &events).context("another number of events")?;
            firsts.push(first);
            first += events.len();
        }
        Ok((engine, firsts))
    }

    fn cost(&self, class: &str, query: &str) -> Result<Cost> {
        let (mut engine, firsts) = self.engine()?;
        let query = if class == "phrase" { format!("\"{query}\"") } else { query.to_owned() };
        let typing = class == "prefix";
        let timeline = Timeline::Off;
        let request =
            SearchRequest { query, typing, limit: 10, facets: Some(Vec::new()), timeline, ..Default::default() };
        let (request, mut cost) = (Request::Search(request), Cost::default());
        for _ in 0..MOST_ROUNDS {
            let reply = engine.handle(&request);
            let needs = engine.take_needs();
            if needs.is_empty() {
                let Reply::Search(_) = reply else { bail!("no answer") };
                return Ok(cost);
            }
            self.bring(&mut engine, &firsts, needs, &mut cost)?;
        }
        // As the worker, which then answers with what there is.
        Ok(cost)
    }

    fn bring(&self, engine: &mut Engine, firsts: &[usize], needs: Needs, cost: &mut Cost) -> Result<()> {
        cost.rounds += 1;
        for (segment, range) in joined(needs.bytes, GAP_BYTES) {
            let bytes =
                self.indexes.get(segment).and_then(|index| index.get(range.clone())).context("no such bytes")?;
            engine.fill(segment, range.start, bytes)?;
            cost.index_bytes += bytes.len();
            cost.requests += 1;
        }
        let mut lines = Vec::new();
        for (address, line) in needs.lines {
            let first = firsts.get(address.batch as usize).context("no such segment")?;
            let before: usize = self.shards.iter().skip(*first).take(line.file).map(Vec::len).sum();
            let range = line.bytes.start as usize - before..line.bytes.end as usize - before;
            let shard = self.shards.get(first + line.file).context("no such shard")?;
            engine.add_line(address, shard.get(range.clone()).context("no such line")?);
            lines.push((first + line.file, range));
        }
        lines.sort_unstable_by_key(|(shard, range)| (*shard, range.start));
        let runs = joined(lines, LINE_GAP_BYTES);
        cost.line_bytes += runs.iter().map(|(_, run)| run.len()).sum::<usize>();
        cost.requests += runs.len();
        Ok(())
    }
}

/// As in `worker::loader::answers`.
fn joined(ranges: Vec<(usize, Range<usize>)>, gap: usize) -> Vec<(usize, Range<usize>)> {
    let mut joined: Vec<(usize, Range<usize>)> = Vec::new();
    for (of, range) in ranges {
        match joined.last_mut() {
            Some((last, run)) if *last == of && range.start <= run.end + gap => run.end = run.end.max(range.end),
            _ => joined.push((of, range)),
        }
    }
    joined
}
