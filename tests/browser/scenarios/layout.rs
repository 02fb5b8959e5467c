//! Narrow and wide, light and dark, by structure.

use anyhow::{Result, ensure};

use super::scenarios;
use crate::page::Page;

scenarios!("layout":
    a_narrow_screen_does_not_scroll_sideways,
    the_page_has_landmarks_and_names
    ; in Chromium: dark_is_dark
);

/// The narrowest screen, in CSS pixels.
const NARROW: u32 = 320;

async fn a_narrow_screen_does_not_scroll_sideways(page: &Page) -> Result<()> {
    for query in
        ["", "?q=storm", "?event=2016/12/2/bell-found", "?day=2017-06-21", "?name=Harbour+Authority", "?q=zeppelin"]
    {
        page.open_narrow(NARROW, query).await?;
        let wide = page.script("return document.documentElement.scrollWidth").await?;
        ensure!(wide.as_u64() <= Some(u64::from(NARROW)), "{query:?} is {wide} wide");
    }
    Ok(())
}

async fn the_page_has_landmarks_and_names(page: &Page) -> Result<()> {
    page.open_ready("?event=2016/12/2/bell-found").await?;
    page.shows("event-view").await?;
    page.until("there is one main landmark", "return document.querySelectorAll('main,[role=main]').length === 1")
        .await?;
    page.until("there is one first heading", "return document.querySelectorAll('h1').length === 1").await?;
    page.until("the language is known", "return document.documentElement.lang !== ''").await?;
    let nameless = "return [...document.querySelectorAll('input, select, button, a[href]')].filter((element) => shown(element) \
        && !(element.getAttribute('aria-label') || element.getAttribute('aria-labelledby') || element.title \
        || element.labels?.length || (element.tagName !== 'SELECT' && text(element)))).map((element) => element.outerHTML)";
    let nameless = page.script(nameless).await?;
    ensure!(nameless.as_array().is_some_and(Vec::is_empty), "without a name: {nameless}");
    Ok(())
}

async fn dark_is_dark(page: &Page) -> Result<()> {
    page.open_ready("").await?;
    let (light, dark) = (brightness(page, false).await?, brightness(page, true).await?);
    ensure!(light > 0.7 && dark < 0.3, "the background is {light} light, {dark} dark");
    Ok(())
}

/// How bright the background of the page is, from 0 to 1.
async fn brightness(page: &Page, dark: bool) -> Result<f64> {
    page.prefer_dark(dark).await?;
    let script = "
        const coloured = [document.body, document.documentElement].map((element) => getComputedStyle(element).backgroundColor);
        const colour = coloured.find((colour) => !/, 0\\)$|transparent/.test(colour)) ?? 'rgb(255, 255, 255)';
        return colour.match(/[\\d.]+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) / 3 / 255";
    let brightness = page.script(script).await?;
    page.prefer_dark(false).await?;
    Ok(brightness.as_f64().unwrap_or_default())
}
