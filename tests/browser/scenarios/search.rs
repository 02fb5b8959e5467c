//! Words in the search box.

use anyhow::{Result, ensure};

use super::scenarios;
use crate::bundle::EVENTS;
use crate::page::Page;

scenarios!("search":
    typing_narrows_and_marks_words,
    every_word_is_required,
    the_last_word_may_be_unfinished,
    accents_and_capitals_do_not_matter,
    chinese_words_are_found,
    nothing_found_says_so,
    the_order_can_be_chosen,
    the_number_of_results_is_announced
);

async fn typing_narrows_and_marks_words(page: &Page) -> Result<()> {
    page.open_ready("").await?;
    page.type_in("search-box", "storm").await?;
    page.counts("result-count", 4).await?;
    page.has("result", 4).await?;
    let marks = page.script("return all('result').map((result) => text(result.querySelector('mark')))").await?;
    let marks: Vec<String> = serde_json::from_value(marks)?;
    ensure!(marks.iter().all(|mark| mark.eq_ignore_ascii_case("storm")), "{marks:?}");
    page.query_has("q=storm", true).await?;
    page.type_in("search-box", " ").await?;
    page.counts("result-count", EVENTS).await?;
    page.query_has("q=", false).await
}

async fn every_word_is_required(page: &Page) -> Result<()> {
    page.open_ready("?q=storm+pier").await?;
    page.has("result", 1).await?;
    page.says("result", "new pier").await
}

async fn the_last_word_may_be_unfinished(page: &Page) -> Result<()> {
    page.open_ready("").await?;
    page.type_in("search-box", "scrapy").await?;
    page.has("result", 1).await?;
    page.says("result", "scrapyard").await
}

async fn accents_and_capitals_do_not_matter(page: &Page) -> Result<()> {
    page.open_ready("").await?;
    page.type_in("search-box", "TOLEN sworn").await?;
    page.has("result", 1).await?;
    page.says("result", "Mira Tolén is sworn in").await
}

async fn chinese_words_are_found(page: &Page) -> Result<()> {
    page.open_ready("?q=海带").await?;
    page.has("result", 1).await?;
    page.says("result", "kelp forest").await
}

async fn nothing_found_says_so(page: &Page) -> Result<()> {
    page.open_ready("?q=zeppelin").await?;
    page.shows("no-results").await?;
    page.has("result", 0).await?;
    page.type_in("search-box", "storm").await?;
    page.has("result", 4).await?;
    page.hides("no-results").await
}

async fn the_order_can_be_chosen(page: &Page) -> Result<()> {
    page.open_ready("?q=storm").await?;
    page.choose("sort", "oldest").await?;
    page.says("result", "coast road").await?;
    page.query_has("sort=oldest", true).await?;
    page.choose("sort", "newest").await?;
    page.says("result", "new pier").await?;
    page.query_has("sort=newest", true).await?;
    page.choose("sort", "relevance").await?;
    page.query_has("sort=", false).await
}

async fn the_number_of_results_is_announced(page: &Page) -> Result<()> {
    page.open_ready("").await?;
    page.counts("result-count", EVENTS).await?;
    page.type_in("search-box", "storm").await?;
    page.counts("result-count", 4).await?;
    let said = "const region = one('announcement');
        return region.matches('[role=status][aria-live=polite]') && region.textContent === one('result-count').textContent";
    page.until("the number is in a polite live region", said).await?;
    let regions = "return document.querySelectorAll('[role=status],[aria-live]:not([aria-live=off])').length";
    let regions = page.script(regions).await?;
    ensure!(regions == 1, "there are {regions} live regions");
    Ok(())
}
