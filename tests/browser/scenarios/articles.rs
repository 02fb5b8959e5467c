//! An article of the reader's, and the event that it reports.

use anyhow::{Result, ensure};

use super::scenarios;
use crate::page::Page;

scenarios!("articles":
    an_article_finds_its_event_and_says_why,
    an_article_about_something_else_finds_none,
    a_text_without_words_is_refused,
    a_text_in_the_search_box_can_be_taken_for_an_article
);

/// In other words than the event's.
const BELL: &str = "PORT LARK, 2 December 2016. Officers searching a scrapyard on Friday recovered the bell that was stolen \
                    from the old lighthouse. A dealer named Ana Brask was arrested, the police said.";
const ELSEWHERE: &str = "Central bankers in Wellington left interest rates unchanged, citing weak exports of wool.";

async fn an_article_finds_its_event_and_says_why(page: &Page) -> Result<()> {
    page.open_ready("").await?;
    page.click("to-article").await?;
    page.query_has("view=article", true).await?;
    page.type_in("article-text", BELL).await?;
    page.click("article-find").await?;
    page.says("article-verdict", "It reports this event").await?;
    page.says("article-match", "Police find the lighthouse bell in a scrapyard").await?;
    let evidence = page.text_of("article-evidence").await?;
    ensure!(evidence.contains("Ana Brask") && evidence.contains("2 December 2016"), "{evidence}");
    let marked =
        page.script("return [...one('article-marked').querySelectorAll('mark')].map((mark) => mark.innerText)");
    let marked: Vec<String> = serde_json::from_value(marked.await?)?;
    ensure!(
        ["Ana", "Brask", "scrapyard"].iter().all(|word| marked.iter().any(|mark| mark.contains(word))),
        "{marked:?}"
    );
    let address = page.script("return location.href").await?.to_string();
    ensure!(!address.contains("Brask"), "the text is no part of the address: {address}");

    page.click_css("[data-testid=article-match] h3 a").await?;
    page.says("event-headline", "Police find the lighthouse bell").await?;
    page.back().await?;
    page.says("article-verdict", "It reports this event").await
}

async fn an_article_about_something_else_finds_none(page: &Page) -> Result<()> {
    page.open_ready("?view=article").await?;
    page.type_in("article-text", ELSEWHERE).await?;
    page.click("article-find").await?;
    page.says("article-verdict", "No event of this archive fits").await
}

async fn a_text_without_words_is_refused(page: &Page) -> Result<()> {
    page.open_ready("?view=article").await?;
    page.click("article-find").await?;
    page.says("article-problem", "There are no words in it").await?;
    page.type_in("article-text", "... !").await?;
    page.click("article-find").await?;
    page.says("article-problem", "There are no words in it").await?;
    page.type_in("article-text", BELL).await?;
    page.click("article-find").await?;
    page.shows("article-match").await?;
    page.hides("article-problem").await
}

async fn a_text_in_the_search_box_can_be_taken_for_an_article(page: &Page) -> Result<()> {
    page.open_ready("").await?;
    page.type_in("search-box", BELL).await?;
    page.click("article-instead").await?;
    page.says("article-match", "Police find the lighthouse bell in a scrapyard").await
}
