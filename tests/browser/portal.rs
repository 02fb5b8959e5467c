//! A real archive, where there is one on this machine: *Portal:Current events*, as it was fetched, built into a bundle
//! and given to an engine. What the engine says is what the app has to show.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::{Context, Result, anyhow, bail};
use throughline::bundle::{self, About};
use throughline::engine::Engine;
use throughline::import::Collector;
use throughline::link::entities;
use throughline::protocol::{
    DayReply, EntityReply, EventReply, RelatedRequest, Reply, Request, SearchReply, SearchRequest,
};
use throughline::search::write_index;

use crate::bundle::Files;

/// The folder of the day pages, beside that of the package.
const PAGES: &str = "../shared/corpora/portal-wikitext";

/// The archive as files and as answers.
pub(crate) struct Portal {
    /// The bundle.
    pub(crate) files: Files,
    engine: Engine,
}

/// The archive, built at the first call; `None`, with a word about it, where its pages are not there.
pub(crate) fn portal() -> Result<Option<&'static Portal>> {
    static PORTAL: OnceLock<Result<Option<Portal>, String>> = OnceLock::new();
    let portal = PORTAL.get_or_init(|| Portal::build().map_err(|error| format!("{error:#}")));
    portal.as_ref().map(Option::as_ref).map_err(|error| anyhow!("the archive was not built: {error}"))
}

impl Portal {
    fn build() -> Result<Option<Self>> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGES);
        if !folder.exists() {
            eprintln!("left out: {PAGES} is not on this machine");
            return Ok(None);
        }
        let mut collector = Collector::new(None);
        for path in pages(&folder)? {
            let name = path.strip_prefix(&folder)?.to_string_lossy().into_owned();
            collector.add(&name, &fs::read_to_string(&path)?);
        }
        let mut events = collector.finish().events;
        let entities = entities::resolve(&mut events);
        let about = About { title: "Current events".to_owned(), language: "en".to_owned(), ..About::default() };
        let files = bundle::write(&about, events, &entities, Some(write_index))?;
        let files: Files = files.into_iter().map(|file| (file.path, file.bytes)).collect();
        Ok(Some(Self { engine: load(&files)?, files }))
    }

    pub(crate) fn search(&self, request: SearchRequest) -> Result<SearchReply> {
        match self.engine.handle(&Request::Search(request)) {
            Reply::Search(reply) => Ok(reply),
            other => bail!("no answer to a search: {other:?}"),
        }
    }

    pub(crate) fn event(&self, id: &str) -> Result<EventReply> {
        match self.engine.handle(&Request::Event { id: id.to_owned() }) {
            Reply::Event(reply) => Ok(*reply),
            other => bail!("no event: {other:?}"),
        }
    }

    /// The headlines of the events most related to one.
    pub(crate) fn related_headlines(&self, id: &str, limit: u32) -> Result<Vec<String>> {
        let request = RelatedRequest { id: id.to_owned(), limit, ..RelatedRequest::default() };
        match self.engine.handle(&Request::Related(request)) {
            Reply::Related(reply) => Ok(reply.items.into_iter().map(|item| item.headline).collect()),
            other => bail!("no related events: {other:?}"),
        }
    }

    /// The day of an event.
    pub(crate) fn day_of(&self, id: &str) -> Result<DayReply> {
        match self.engine.handle(&Request::Day { date: self.event(id)?.event.date }) {
            Reply::Day(reply) => Ok(reply),
            other => bail!("no day: {other:?}"),
        }
    }

    pub(crate) fn entity(&self, name: &str) -> Result<EntityReply> {
        match self.engine.handle(&Request::Entity { name: name.to_owned() }) {
            Reply::Entity(reply) => Ok(*reply),
            other => bail!("no entity: {other:?}"),
        }
    }
}

/// All files in a folder and the folders in it, sorted.
fn pages(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut pages = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        match path.is_dir() {
            true => pages.extend(self::pages(&path)?),
            false => pages.push(path),
        }
    }
    pages.sort();
    Ok(pages)
}

/// An engine fed as the app's is, shard after shard.
pub(crate) fn load(files: &Files) -> Result<Engine> {
    let file = |path: &str| files.get(path).with_context(|| format!("{path} is not in the bundle"));
    let manifest = bundle::read_manifest(file("manifest.json")?)?;
    let mut engine = Engine::new();
    engine.set_entities(bundle::read_entities(&manifest.entities, file(&manifest.entities.path)?)?.items);
    for shard in &manifest.shards {
        engine.add_events(bundle::read_shard(shard, file(&shard.path)?)?.items);
    }
    Ok(engine)
}
