//! From nothing to a page that can be used.

use anyhow::{Result, ensure};

use super::scenarios;
use crate::bundle::{EVENTS, TITLE, YEARS, shard_path};
use crate::page::Page;
use crate::server::Fault;

scenarios!("loading":
    shows_the_newest_events_first,
    a_deep_link_and_a_refresh_show_the_same,
    something_can_be_read_before_webassembly_arrives,
    newest_events_can_be_used_while_older_ones_arrive,
    nothing_is_fetched_twice
    ; in Chromium: the_console_has_no_errors
);

async fn shows_the_newest_events_first(page: &Page) -> Result<()> {
    page.open_ready("").await?;
    page.counts("result-count", EVENTS).await?;
    let results = page.texts("result").await?;
    ensure!(results.first().is_some_and(|first| first.contains("Storm breaks the new pier")), "{results:?}");
    page.until(
        "the title of the archive is on the page",
        &format!("return document.body.innerText.includes({TITLE:?})"),
    )
    .await?;
    Ok(())
}

async fn a_deep_link_and_a_refresh_show_the_same(page: &Page) -> Result<()> {
    page.open_ready("?q=storm&category=Disasters+and+accidents&sort=oldest&event=2016/3/3/storm-sinks-boat").await?;
    for _ in 0..2 {
        page.says("event-headline", "Storm sinks a fishing boat").await?;
        page.counts("result-count", 4).await?;
        page.says("result", "coast road").await?;
        page.until("the query is in the search box", "return one('search-box').value === 'storm'").await?;
        page.refresh().await?;
    }
    Ok(())
}

async fn something_can_be_read_before_webassembly_arrives(page: &Page) -> Result<()> {
    page.site.fail(".wasm", Fault::Hold, usize::MAX);
    // A driver that waits for the load event waits for a module script, too: so the page is opened by a script.
    page.script(&format!("location.href = {:?}", page.site.url(""))).await?;
    let readable = "return location.pathname.includes('deep') && document.body && text(document.body).length > 20";
    page.until("there is text without WebAssembly", readable).await?;
    ensure!(page.count("result").await? == 0, "there cannot be results yet");
    page.site.release();
    page.counts("result-count", EVENTS).await
}

async fn newest_events_can_be_used_while_older_ones_arrive(page: &Page) -> Result<()> {
    page.site.fail(&shard_path(YEARS[1]), Fault::Hold, 1);
    page.site.fail(&shard_path(YEARS[2]), Fault::Hold, 1);
    page.open("").await?;
    page.shows("result").await?;
    page.shows("progress").await?;
    page.type_in("search-box", "storm").await?;
    page.has("result", 2).await?;
    page.follow("result").await?;
    page.says("event-headline", "Storm").await?;
    page.site.release();
    page.hides("progress").await?;
    page.counts("result-count", 4).await
}

async fn nothing_is_fetched_twice(page: &Page) -> Result<()> {
    page.open_ready("").await?;
    page.type_in("search-box", "storm").await?;
    page.counts("result-count", 4).await?;
    let requests = page.site.requests();
    ensure!(requests.keys().any(|path| path.ends_with("manifest.json")), "nothing was fetched: {requests:?}");
    let twice: Vec<_> = requests.iter().filter(|(_, count)| **count > 1).collect();
    ensure!(twice.is_empty(), "{twice:?}");
    Ok(())
}

async fn the_console_has_no_errors(page: &Page) -> Result<()> {
    page.console_errors().await?;
    page.open_ready("?event=2017/6/21/storm-breaks-pier").await?;
    page.shows("event-view").await?;
    page.type_in("search-box", "lighthouse bell").await?;
    page.counts("result-count", 2).await?;
    let errors = page.console_errors().await?;
    ensure!(errors.is_empty(), "{errors:?}");
    Ok(())
}
