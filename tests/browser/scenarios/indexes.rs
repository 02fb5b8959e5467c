//! An archive with an index, which answers before the archive has arrived.

use anyhow::{Context, Result, ensure};

use super::scenarios;
use crate::drivers::Engine;
use crate::large::{self, COMET_EVERY, EVENTS};
use crate::page::Page;
use crate::server::Fault;

scenarios!("indexes":
    pieces_answer_before_the_rest_arrives,
    an_event_can_be_opened_before_the_rest_arrives,
    the_first_answer_does_without_the_rest_of_the_code,
    code_that_does_not_arrive_is_told,
    a_second_visit_fetches_the_manifest_alone,
    a_host_that_does_not_divide_files_will_do,
    a_missing_index_is_made_here,
    a_damaged_index_is_made_here,
    an_index_that_breaks_off_is_made_here
);

/// More than any piece of the index or of a shard that a question needs.
const PIECE: usize = 64 * 1024;
/// How the name of the part of the engine's code ends that the first answer does without.
const REST_OF_THE_CODE: &str = "_later.wasm";
const COMETS: usize = EVENTS / COMET_EVERY;

/// Puts the archive there; returns the path of its index.
fn set_up(page: &Page) -> Result<String> {
    let files = large::files()?;
    let index = files.keys().find(|path| path.starts_with("index-")).context("there is an index")?.clone();
    page.site.set_bundle(files);
    Ok(index)
}

async fn finds_comets(page: &Page) -> Result<()> {
    page.counts("result-count", COMETS).await?;
    page.has("result", COMETS).await?;
    page.says("result", "while a comet passes").await
}

async fn pieces_answer_before_the_rest_arrives(page: &Page) -> Result<()> {
    set_up(page)?;
    page.site.fail("", Fault::HoldMore(PIECE), usize::MAX);
    page.site.let_pass(&[".wasm", ".js", ".css"]);
    page.open("?q=passing+comet").await?;
    finds_comets(page).await?;
    page.shows("progress").await?;
    page.type_in("search-box", "visitor 1234").await?;
    page.says("result", "visitor 1234").await?;
    page.site.release();
    page.type_in("search-box", "passing comet").await?;
    page.shows("facet-value").await?;
    finds_comets(page).await
}

async fn an_event_can_be_opened_before_the_rest_arrives(page: &Page) -> Result<()> {
    set_up(page)?;
    page.site.fail("", Fault::HoldMore(PIECE), usize::MAX);
    page.site.let_pass(&[".wasm", ".js", ".css"]);
    page.open(&format!("?event={}", large::id(1_500))).await?;
    page.says("event-headline", "visitor 1500 says").await?;
    page.site.release();
    page.hides("progress").await?;
    page.says("event-headline", "visitor 1500 says").await
}

async fn the_first_answer_does_without_the_rest_of_the_code(page: &Page) -> Result<()> {
    set_up(page)?;
    page.site.fail(REST_OF_THE_CODE, Fault::Hold, usize::MAX);
    page.open("?q=passing+comet").await?;
    finds_comets(page).await?;
    page.site.release();
    page.hides("progress").await?;
    finds_comets(page).await
}

async fn code_that_does_not_arrive_is_told(page: &Page) -> Result<()> {
    set_up(page)?;
    page.site.fail(REST_OF_THE_CODE, Fault::Status(404), usize::MAX);
    page.open_ready("?q=passing+comet").await?;
    if !asks_for_the_rest(page) {
        return finds_comets(page).await;
    }
    page.says("problem", "a file is missing on the server").await
}

/// Whether the code is in two parts: it is in one where wasm-opt was not at hand. To be asked when the app is ready.
fn asks_for_the_rest(page: &Page) -> bool {
    page.site.requests().keys().any(|path| path.ends_with(REST_OF_THE_CODE))
}

async fn a_second_visit_fetches_the_manifest_alone(page: &Page) -> Result<()> {
    set_up(page)?;
    page.open_ready("?q=comet").await?;
    finds_comets(page).await?;
    // A window that WebKit's driver controls is a private one, which forgets its caches with each page.
    if page.engine == Engine::Webkit {
        return Ok(());
    }
    let of_bundle = || page.site.requests().into_iter().filter(|(path, _)| path.contains("/bundle/"));
    let before: usize = of_bundle().map(|(_, times)| times).sum();
    page.open_ready("?q=comet").await?;
    finds_comets(page).await?;
    let after: usize = of_bundle().map(|(_, times)| times).sum();
    ensure!(after == before + 1, "{before} requests, then {after}: {:?}", of_bundle().collect::<Vec<_>>());
    Ok(())
}

async fn a_host_that_does_not_divide_files_will_do(page: &Page) -> Result<()> {
    let index = set_up(page)?;
    page.site.fail("", Fault::Whole, usize::MAX);
    page.open_ready("?q=comet").await?;
    finds_comets(page).await?;
    ensure!(page.count("faults").await? == 0, "nothing is wrong");
    let times = page.site.requests().into_iter().find(|(path, _)| path.ends_with(&index)).map(|(_, times)| times);
    ensure!(times == Some(1), "the index was fetched {times:?} times");
    Ok(())
}

async fn is_made_here(page: &Page, index: &str) -> Result<()> {
    page.open_ready("?q=comet").await?;
    finds_comets(page).await?;
    page.shows("facet-value").await?;
    page.says("remark", index).await?;
    ensure!(page.count("problem").await? + page.count("faults").await? == 0, "nothing is missing");
    Ok(())
}

async fn a_missing_index_is_made_here(page: &Page) -> Result<()> {
    let index = set_up(page)?;
    page.site.fail(&index, Fault::Status(404), usize::MAX);
    is_made_here(page, &index).await
}

async fn a_damaged_index_is_made_here(page: &Page) -> Result<()> {
    let index = set_up(page)?;
    let mut damaged = large::files()?.remove(&index).context("there is an index")?;
    // Behind the head: what is first needed is sound, and what comes later is not.
    let end = damaged.len() - 1;
    damaged[end / 2..end].iter_mut().for_each(|byte| *byte ^= 1);
    page.site.fail(&index, Fault::Content(damaged), usize::MAX);
    is_made_here(page, &index).await
}

async fn an_index_that_breaks_off_is_made_here(page: &Page) -> Result<()> {
    let index = set_up(page)?;
    page.site.fail(&index, Fault::Cut, usize::MAX);
    is_made_here(page, &index).await
}
