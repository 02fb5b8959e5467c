//! Everything without a mouse.

use anyhow::{Result, ensure};
use fantoccini::key::Key;

use super::scenarios;
use crate::page::Page;

scenarios!("keyboard":
    slash_goes_to_the_search_box,
    arrows_and_enter_open_a_result,
    letters_move_and_escape_closes,
    a_question_mark_shows_help,
    letters_can_be_typed
);

async fn slash_goes_to_the_search_box(page: &Page) -> Result<()> {
    page.open_ready("").await?;
    page.script("document.activeElement?.blur()").await?;
    page.press('/').await?;
    page.until("the search box has the focus", "return document.activeElement === one('search-box')").await?;
    page.until("the slash was not typed", "return one('search-box').value === ''").await.map(drop)
}

async fn arrows_and_enter_open_a_result(page: &Page) -> Result<()> {
    page.open_ready("").await?;
    page.press('/').await?;
    page.type_in("search-box", "storm").await?;
    page.has("result", 4).await?;
    page.press(Key::Down.into()).await?;
    let in_result = |n: usize| format!("return all('result')[{n}]?.contains(document.activeElement)");
    page.until("the first result has the focus", &in_result(0)).await?;
    page.press(Key::Down.into()).await?;
    page.until("the second result has the focus", &in_result(1)).await?;
    let wanted = page.texts("result").await?.swap_remove(1);
    page.press(Key::Enter.into()).await?;
    let headline = page.text_of("event-headline").await?;
    ensure!(wanted.contains(headline.trim_end_matches('.')), "{headline:?} was opened, not {wanted:?}");
    Ok(())
}

async fn letters_move_and_escape_closes(page: &Page) -> Result<()> {
    page.open_ready("?q=storm").await?;
    page.script("document.activeElement?.blur()").await?;
    let in_result = |n: usize| format!("return all('result')[{n}]?.contains(document.activeElement)");
    page.press('j').await?;
    page.until("j goes to the first result", &in_result(0)).await?;
    page.press('j').await?;
    page.until("j goes to the second result", &in_result(1)).await?;
    page.press('k').await?;
    page.until("k goes back to the first result", &in_result(0)).await?;
    page.press(Key::Enter.into()).await?;
    page.shows("event-view").await?;
    page.press(Key::Escape.into()).await?;
    page.hides("event-view").await?;
    page.query_has("event=", false).await
}

async fn a_question_mark_shows_help(page: &Page) -> Result<()> {
    page.open_ready("").await?;
    page.script("document.activeElement?.blur()").await?;
    page.press('?').await?;
    page.shows("help-dialog").await?;
    page.press(Key::Escape.into()).await?;
    page.hides("help-dialog").await
}

async fn letters_can_be_typed(page: &Page) -> Result<()> {
    page.open_ready("").await?;
    page.type_in("search-box", "j/k?").await?;
    page.until("keys are letters in the search box", "return one('search-box').value === 'j/k?'").await?;
    page.hides("help-dialog").await
}
