//! Facets, and the events over time.

use anyhow::{Result, ensure};

use super::scenarios;
use crate::bundle::EVENTS;
use crate::page::Page;

scenarios!("filters":
    a_category_can_be_chosen_and_taken_back,
    alternatives_add_up_within_a_facet,
    facets_narrow_each_other,
    a_link_can_exclude,
    a_link_can_give_days,
    an_alias_is_its_entity,
    all_facets_show_counts,
    the_histogram_shows_the_years
);

/// Clicks on a value of a facet.
async fn toggle(page: &Page, facet: &str, value: &str) -> Result<()> {
    let facet = format!("facet-{facet}");
    page.shows(&facet).await?;
    let inside = format!("element.closest('[data-testid=\"{facet}\"]') && text(element).includes({value:?})");
    page.click_where("facet-value", &inside).await
}

async fn a_category_can_be_chosen_and_taken_back(page: &Page) -> Result<()> {
    page.open_ready("").await?;
    toggle(page, "category", "Law and crime").await?;
    page.counts("result-count", 4).await?;
    page.query_has("category=Law and crime", true).await?;
    page.says("active-filter", "Law and crime").await?;
    page.click("active-filter").await?;
    page.counts("result-count", EVENTS).await?;
    page.query_has("category=", false).await?;
    page.back().await?;
    page.counts("result-count", 4).await
}

async fn alternatives_add_up_within_a_facet(page: &Page) -> Result<()> {
    page.open_ready("").await?;
    toggle(page, "category", "Law and crime").await?;
    page.counts("result-count", 4).await?;
    toggle(page, "category", "Disasters and accidents").await?;
    page.counts("result-count", 8).await?;
    page.has("active-filter", 2).await
}

async fn facets_narrow_each_other(page: &Page) -> Result<()> {
    page.open_ready("?q=lighthouse").await?;
    toggle(page, "category", "Law and crime").await?;
    page.counts("result-count", 2).await?;
    toggle(page, "entity", "Ana Brask").await?;
    page.counts("result-count", 1).await?;
    page.says("result", "scrapyard").await
}

async fn a_link_can_exclude(page: &Page) -> Result<()> {
    page.open_ready("?q=storm&entity=-Harbour+Authority").await?;
    page.counts("result-count", 1).await?;
    page.says("result", "coast road").await?;
    page.says("active-filter", "Harbour Authority").await
}

async fn a_link_can_give_days(page: &Page) -> Result<()> {
    page.open_ready("?after=2016-02-29&before=2016-05-20").await?;
    page.counts("result-count", 2).await?;
    let results = page.texts("result").await?.join("\n");
    ensure!(results.contains("regatta") && results.contains("fishing boat"), "{results}");
    Ok(())
}

async fn an_alias_is_its_entity(page: &Page) -> Result<()> {
    page.open_ready("?entity=Northern+Ferries").await?;
    page.counts("result-count", 5).await
}

async fn all_facets_show_counts(page: &Page) -> Result<()> {
    page.open_ready("").await?;
    for (facet, value, count) in [
        ("category", "Disasters and accidents", 4),
        ("story", "Ferry strike", 2),
        ("entity", "Northern Ferry Line", 5),
        ("source", "Coastal Times", 6),
    ] {
        let of_facet = format!(
            "document.querySelector('[data-testid=\"facet-{facet}\"]')?.querySelectorAll('[data-testid=\"facet-value\"]')"
        );
        let script = format!(
            "return [...({of_facet} ?? [])].some((element) => \
             text(element).includes({value:?}) && /(^|\\D){count}$/.test(text(element)))"
        );
        page.until(&format!("{facet} {value} has the count {count}"), &script).await?;
    }
    Ok(())
}

async fn the_histogram_shows_the_years(page: &Page) -> Result<()> {
    page.open_ready("?q=storm").await?;
    page.shows("histogram").await?;
    let bars = page.count("histogram-bar").await?;
    ensure!(bars >= 3, "{bars} bars for three years");
    page.open_ready("").await?;
    page.shows("histogram").await
}
