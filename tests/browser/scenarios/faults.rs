//! Hosts and archives that are broken: never a blank page, always a sentence, and the rest works.

use std::time::Duration;

use anyhow::{Result, ensure};

use super::scenarios;
use crate::bundle::{self, EVENTS, YEARS, shard_path};
use crate::page::Page;
use crate::server::Fault;

scenarios!("faults":
    a_hiccup_is_not_noticed,
    a_shard_that_fails_can_be_tried_again,
    a_missing_shard_leaves_the_rest,
    a_shard_cut_off_leaves_the_rest,
    a_shard_with_other_bytes_is_refused,
    missing_entities_leave_the_events,
    a_later_version_is_refused_in_words,
    a_broken_manifest_is_named,
    a_missing_bundle_is_named,
    a_bundle_that_comes_late_can_be_opened,
    files_that_stop_coming_can_be_tried_again,
    a_manifest_that_never_comes_is_named
);

/// More often than the app tries by itself.
const FOR_GOOD: usize = usize::MAX;

/// Waits until a problem is told, in a sentence, on a page that is not blank.
async fn problem(page: &Page) -> Result<String> {
    let words = page.text_of("problem").await?;
    ensure!(words.split_whitespace().count() > 4, "no sentence: {words:?}");
    page.until("it is announced", "return one('problem').closest('[role=alert]') !== null").await?;
    Ok(words)
}

async fn a_hiccup_is_not_noticed(page: &Page) -> Result<()> {
    page.site.fail(&shard_path(YEARS[1]), Fault::Status(500), 1);
    page.open_ready("").await?;
    page.counts("result-count", EVENTS).await?;
    page.hides("problem").await
}

async fn a_shard_that_fails_can_be_tried_again(page: &Page) -> Result<()> {
    page.site.fail(&shard_path(YEARS[1]), Fault::Status(500), FOR_GOOD);
    page.open("").await?;
    problem(page).await?;
    page.counts("result-count", 13).await?;
    page.type_in("search-box", "storm").await?;
    page.counts("result-count", 3).await?;
    page.site.mend();
    page.click("retry").await?;
    page.counts("result-count", 4).await?;
    page.hides("problem").await
}

async fn a_missing_shard_leaves_the_rest(page: &Page) -> Result<()> {
    page.site.fail(&shard_path(YEARS[0]), Fault::Status(404), FOR_GOOD);
    page.open("").await?;
    problem(page).await?;
    page.counts("result-count", 13).await
}

async fn a_shard_cut_off_leaves_the_rest(page: &Page) -> Result<()> {
    page.site.fail(&shard_path(YEARS[2]), Fault::Cut, FOR_GOOD);
    page.open("").await?;
    problem(page).await?;
    page.counts("result-count", 14).await
}

async fn a_shard_with_other_bytes_is_refused(page: &Page) -> Result<()> {
    page.site.fail(&shard_path(YEARS[2]), Fault::Content(b"[]".to_vec()), FOR_GOOD);
    page.open("").await?;
    problem(page).await?;
    page.counts("result-count", 14).await
}

async fn missing_entities_leave_the_events(page: &Page) -> Result<()> {
    page.site.fail("entities.json", Fault::Status(404), FOR_GOOD);
    page.open("").await?;
    problem(page).await?;
    page.counts("result-count", EVENTS).await
}

async fn a_later_version_is_refused_in_words(page: &Page) -> Result<()> {
    page.site.set_bundle(bundle::with_manifest(|manifest| manifest["version"] = 2.into())?);
    page.open("").await?;
    let words = problem(page).await?;
    ensure!(words.contains("version 2"), "{words}");
    Ok(())
}

async fn a_broken_manifest_is_named(page: &Page) -> Result<()> {
    page.site.fail("manifest.json", Fault::Content(b"{\"format\": \"throughline".to_vec()), FOR_GOOD);
    page.open("").await?;
    let words = problem(page).await?;
    ensure!(words.contains("manifest.json"), "{words}");
    Ok(())
}

async fn a_missing_bundle_is_named(page: &Page) -> Result<()> {
    page.site.set_bundle(bundle::Files::new());
    page.open("").await?;
    let words = problem(page).await?;
    ensure!(words.contains("manifest.json"), "{words}");
    Ok(())
}

async fn a_bundle_that_comes_late_can_be_opened(page: &Page) -> Result<()> {
    page.site.set_bundle(bundle::Files::new());
    page.open("").await?;
    problem(page).await?;
    page.site.set_bundle(bundle::good()?);
    page.click("retry").await?;
    page.counts("result-count", EVENTS).await?;
    page.hides("problem").await
}

/// How long the page waits for a host that sends nothing: three attempts take less than this test waits for anything.
const HOST_PATIENCE: Duration = Duration::from_secs(1);

async fn files_that_stop_coming_can_be_tried_again(page: &Page) -> Result<()> {
    page.site.set_patience(HOST_PATIENCE);
    page.site.fail(&shard_path(YEARS[1]), Fault::Hold, FOR_GOOD);
    page.site.fail(&shard_path(YEARS[2]), Fault::HoldHalf, FOR_GOOD);
    page.open("").await?;
    let words = problem(page).await?;
    page.says("problem", &shard_path(YEARS[1])).await?;
    page.says("problem", &shard_path(YEARS[2])).await?;
    ensure!(words.contains("stopped answering"), "{words}");
    page.hides("progress").await?;
    page.site.mend();
    page.click("retry").await?;
    page.counts("result-count", EVENTS).await?;
    page.hides("problem").await
}

async fn a_manifest_that_never_comes_is_named(page: &Page) -> Result<()> {
    page.site.set_patience(HOST_PATIENCE);
    page.site.fail("manifest.json", Fault::Hold, FOR_GOOD);
    page.open("").await?;
    let words = problem(page).await?;
    ensure!(words.contains("manifest.json"), "{words}");
    page.site.mend();
    page.click("retry").await?;
    page.counts("result-count", EVENTS).await?;
    page.hides("problem").await
}
