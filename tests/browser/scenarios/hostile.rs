//! Addresses and archives that are made to harm.

use anyhow::{Result, ensure};

use super::scenarios;
use crate::bundle;
use crate::page::Page;

scenarios!("hostile":
    no_query_breaks_the_page,
    no_parameter_breaks_the_page,
    markup_in_an_archive_is_text
);

/// Would set `window.harmed` if it became markup.
const MARKUP: &str = "<img src=x onerror=window.harmed=1>";

/// What could be mistaken for something else, percent-encoded.
fn queries() -> Vec<String> {
    let plain =
        ["%", "%zz", "%00", "%ff%fe", "((((", "\"open", "-", "*", "a*b*c*", "field:", "~~~", "\\", "+", "NOT OR AND"];
    let odd = ["%F0%9F%92%A9", "%E2%80%AE%D7%A9%D7%9C%D7%95%D7%9D", "a%CC%81%CC%81%CC%81%CC%81%CC%81"];
    let long = ["storm ".repeat(600), "x".repeat(4000)];
    let mut queries: Vec<_> = plain.iter().chain(&odd).map(|&query| query.to_owned()).chain(long).collect();
    queries.push(encode(MARKUP));
    queries
}

fn encode(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

async fn is_unharmed(page: &Page) -> Result<()> {
    page.shows("search-box").await?;
    let harmed = page.script("return window.harmed === 1 || document.querySelector('img[src=x]') !== null").await?;
    ensure!(harmed == false, "markup came to life");
    Ok(())
}

async fn no_query_breaks_the_page(page: &Page) -> Result<()> {
    for query in queries() {
        page.open_ready(&format!("?q={query}")).await?;
        page.shows("result-count").await?;
        is_unharmed(page).await?;
    }
    page.type_in("search-box", "storm").await?;
    page.counts("result-count", 4).await
}

async fn no_parameter_breaks_the_page(page: &Page) -> Result<()> {
    let names = ["category", "story", "entity", "source", "after", "before", "sort", "event", "day", "name", "view"];
    let values = [encode(MARKUP), "-".to_owned(), String::new(), "0000-99-99".to_owned(), "%".to_owned()];
    for value in values {
        let query: Vec<_> = names.iter().map(|name| format!("{name}={value}")).collect();
        page.open_ready(&format!("?{}&unknown=1&&=", query.join("&"))).await?;
        is_unharmed(page).await?;
    }
    for name in names {
        page.open_ready(&format!("?{name}={}", encode(MARKUP))).await?;
        is_unharmed(page).await?;
    }
    Ok(())
}

async fn markup_in_an_archive_is_text(page: &Page) -> Result<()> {
    page.site.set_bundle(bundle::with_words("Storm breaks", MARKUP)?);
    page.open_ready("?event=2017/6/21/storm-breaks-pier").await?;
    page.says("event-headline", MARKUP).await?;
    page.says("result", MARKUP).await?;
    is_unharmed(page).await
}
