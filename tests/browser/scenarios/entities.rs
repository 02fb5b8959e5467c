//! The page of an entity.

use anyhow::{Result, ensure};

use super::scenarios;
use crate::page::Page;

scenarios!("entities":
    an_entity_has_its_aliases_and_events,
    an_alias_leads_to_the_entity,
    an_event_leads_to_its_entities,
    an_unknown_entity_is_named
);

async fn an_entity_has_its_aliases_and_events(page: &Page) -> Result<()> {
    page.open_ready("?name=Harbour+Authority").await?;
    page.says("entity-view", "Harbour Authority").await?;
    page.says("entity-view", "Port Lark").await?;
    let aliases = page.texts("entity-alias").await?.join("\n");
    for alias in ["HA", "Port Lark Harbour Authority", "harbour board"] {
        ensure!(aliases.contains(alias), "{alias} is not in {aliases}");
    }
    Ok(())
}

async fn an_alias_leads_to_the_entity(page: &Page) -> Result<()> {
    page.open_ready("?name=friends+of+the+light").await?;
    page.says("entity-view", "Lighthouse Society").await?;
    page.says("entity-alias", "Friends of the Light").await
}

async fn an_event_leads_to_its_entities(page: &Page) -> Result<()> {
    page.open_ready("?event=2016/8/12/berth-fees").await?;
    page.click_text("event-entity", "Northern Ferry Line").await?;
    page.says("entity-view", "Northern Ferry Line").await?;
    page.query_has("name=Northern Ferry Line", true).await?;
    page.back().await?;
    page.says("event-headline", "berth fees").await
}

async fn an_unknown_entity_is_named(page: &Page) -> Result<()> {
    page.open_ready("?name=Nobody+Anywhere").await?;
    page.until(
        "the page says that there is no such entity",
        "return document.body.innerText.includes('Nobody Anywhere')",
    )
    .await?;
    page.shows("search-box").await
}
