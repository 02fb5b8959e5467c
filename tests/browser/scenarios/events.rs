//! One event, what it is linked to, and its day.

use anyhow::{Result, ensure};

use super::scenarios;
use crate::bundle;
use crate::page::Page;

scenarios!("events":
    an_event_shows_all_it_has,
    sources_open_without_a_trace,
    a_script_is_never_a_source,
    three_related_links_and_back,
    a_stub_says_that_it_is_one,
    a_day_has_its_events_and_neighbours,
    an_unknown_event_is_named,
    an_unknown_day_is_a_day_without_events
);

async fn an_event_shows_all_it_has(page: &Page) -> Result<()> {
    page.open_ready("?q=scrapyard").await?;
    page.follow("result").await?;
    page.says("event-headline", "Police find the lighthouse bell").await?;
    page.query_has("event=2016/12/2/bell-found", true).await?;
    let view = page.text_of("event-view").await?;
    for part in ["2016", "Law and crime", "Old lighthouse restoration", "Port Lark Courier", "Radio Skerry"] {
        ensure!(view.to_lowercase().contains(&part.to_lowercase()), "{part:?} is not in {view}");
    }
    let entities = page.texts("event-entity").await?.join("\n");
    ensure!(entities.contains("Ana Brask") && entities.contains("Lighthouse Society"), "{entities}");
    page.shows("related-item").await
}

async fn sources_open_without_a_trace(page: &Page) -> Result<()> {
    page.open_ready("?event=2016/3/3/storm-sinks-boat").await?;
    page.has("event-source", 3).await?;
    let safe = "return all('event-source').every((link) => /^https?:$/.test(link.protocol) \
                && link.relList.contains('noopener') && link.relList.contains('noreferrer'))";
    page.until("sources are web links that give nothing away", safe).await.map(drop)
}

async fn a_script_is_never_a_source(page: &Page) -> Result<()> {
    page.site.set_bundle(bundle::with_words("https://radio.example/storm-breaks-pier", "javascript:alert(1)")?);
    page.open_ready("?event=2017/6/21/storm-breaks-pier").await?;
    page.says("event-view", "Storm breaks the new pier").await?;
    let links =
        page.script("return [...document.querySelectorAll('[href]')].map((link) => link.getAttribute('href'))").await?;
    let links: Vec<String> = serde_json::from_value(links)?;
    ensure!(!links.iter().any(|link| link.contains("script:")), "{links:?}");
    Ok(())
}

async fn three_related_links_and_back(page: &Page) -> Result<()> {
    page.open_ready("?event=2016/12/2/bell-found").await?;
    let mut headlines = vec![page.text_of("event-headline").await?];
    for _ in 0..3 {
        page.until("a related event and its context", "return text(all('context')[0]).length > 0").await?;
        let seen = serde_json::to_string(&headlines)?;
        // A list of related events leads back, too: onward is to one that has not been seen.
        page.click_css(&mark_unseen(page, &seen).await?).await?;
        page.until(
            "another headline",
            &format!("return one('event-headline') && !{seen}.includes(text(one('event-headline')))"),
        )
        .await?;
        headlines.push(page.text_of("event-headline").await?);
    }
    for headline in headlines.iter().rev().skip(1) {
        page.back().await?;
        page.says("event-headline", headline).await?;
    }
    Ok(())
}

/// Marks a link of a related event none of whose words were seen, and returns its selector.
async fn mark_unseen(page: &Page, seen: &str) -> Result<String> {
    let script = format!(
        "const unseen = all('related-item').find((item) => !{seen}.some((headline) => text(item).includes(headline)));
         unseen?.querySelector('a').setAttribute('id', 'onward');
         return unseen !== undefined"
    );
    page.until("a related event that was not seen", &script).await?;
    Ok("#onward".to_owned())
}

async fn a_stub_says_that_it_is_one(page: &Page) -> Result<()> {
    page.open_ready("?event=2015/1/1/anchors-vanish").await?;
    page.says("event-headline", "Anchors vanish").await?;
    page.has("event-source", 0).await
}

async fn a_day_has_its_events_and_neighbours(page: &Page) -> Result<()> {
    page.open_ready("?day=2017-06-21").await?;
    page.says("day-view", "Storm breaks the new pier").await?;
    page.says("day-view", "Ferry crews accept").await?;
    page.click("day-previous").await?;
    page.query_has("day=2017-05-09", true).await?;
    page.says("day-view", "Mayor Tolén opens").await?;
    page.click("day-next").await?;
    page.says("day-view", "Storm breaks the new pier").await?;
    page.back().await?;
    page.says("day-view", "Mayor Tolén opens").await
}

async fn an_unknown_event_is_named(page: &Page) -> Result<()> {
    page.open_ready("?event=1999/1/1/nothing").await?;
    page.until(
        "the page says that there is no such event",
        "return document.body.innerText.includes('1999/1/1/nothing')",
    )
    .await?;
    page.shows("search-box").await
}

async fn an_unknown_day_is_a_day_without_events(page: &Page) -> Result<()> {
    page.open_ready("?day=2016-07-01").await?;
    page.shows("day-view").await?;
    page.click("day-previous").await?;
    page.says("day-view", "kelp forest").await
}
