//! What a scenario can do with a page and see of it.
//!
//! Elements are named by their `data-testid`. Everything that takes time is waited for: a verb that looks for something
//! tries until it is there, or fails with a sentence.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail, ensure};
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, Locator};
use serde_json::{Value, json};

use crate::drivers::Engine;
use crate::server::Site;

/// How long something may take to appear, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(15);
const POLL: Duration = Duration::from_millis(50);

/// Names that every script can use.
const PRELUDE: &str = r#"
    const all = (id) => [...document.querySelectorAll(`[data-testid="${id}"]`)];
    const one = (id) => all(id)[0];
    const text = (element) => (element ? element.innerText : "").trim();
    const shown = (element) => element !== undefined && element.getClientRects().length > 0;
"#;

/// A browser's window with the app, and the host it comes from.
pub(crate) struct Page {
    pub(crate) engine: Engine,
    pub(crate) site: Site,
    client: Client,
}

/// Everything is loaded, and what was asked before has been asked again.
const READY: &str =
    "return one('search-box') && document.querySelector('main:not([aria-busy=true])') && !shown(one('progress'))";

impl Page {
    pub(crate) fn new(engine: Engine, client: Client, site: Site) -> Self {
        Self { engine, site, client }
    }

    /// Opens the app with a query such as `?q=storm`, without waiting for it to be ready.
    pub(crate) async fn open(&self, query: &str) -> Result<()> {
        Ok(self.client.goto(&self.site.url(query)).await?)
    }

    /// Opens the app and waits until everything is loaded.
    pub(crate) async fn open_ready(&self, query: &str) -> Result<()> {
        self.open(query).await?;
        self.until("the app is ready", READY).await?;
        Ok(())
    }

    /// Opens the app in a frame of a width in CSS pixels; scripts then see the frame.
    pub(crate) async fn open_narrow(&self, width: u32, query: &str) -> Result<()> {
        self.client.goto(&self.site.frame_url(width, query)).await?;
        self.client.enter_frame(0).await?;
        self.until("the app is ready", READY).await?;
        Ok(())
    }

    /// Leaves the app, which ends its worker.
    pub(crate) async fn leave(&self) -> Result<()> {
        Ok(self.client.goto("about:blank").await?)
    }

    pub(crate) async fn back(&self) -> Result<()> {
        Ok(self.client.back().await?)
    }

    pub(crate) async fn refresh(&self) -> Result<()> {
        Ok(self.client.refresh().await?)
    }

    /// What a script returns. It can use `all(id)`, `one(id)`, `text(element)`, `shown(element)`.
    pub(crate) async fn script(&self, script: &str) -> Result<Value> {
        let script = format!("{PRELUDE}{script}");
        self.client.execute(&script, Vec::new()).await.with_context(|| format!("in {script}"))
    }

    /// Runs a script until what it returns is true in JavaScript's sense, and returns that.
    pub(crate) async fn until(&self, what: &str, script: &str) -> Result<Value> {
        let start = Instant::now();
        loop {
            // While a document is replaced by the next, a script can fail.
            let last = self.script(script).await;
            match &last {
                Ok(value) if is_true(value) => return Ok(value.clone()),
                _ if start.elapsed() < PATIENCE => tokio::time::sleep(POLL).await,
                _ => bail!("not within {} s: {what}; at last {last:?}", PATIENCE.as_secs()),
            }
        }
    }

    /// Waits until an element is shown.
    pub(crate) async fn shows(&self, id: &str) -> Result<()> {
        self.until(&format!("{id} is shown"), &format!("return all({id:?}).some(shown)")).await.map(drop)
    }

    /// Waits until no such element is shown.
    pub(crate) async fn hides(&self, id: &str) -> Result<()> {
        self.until(&format!("{id} is not shown"), &format!("return !all({id:?}).some(shown)")).await.map(drop)
    }

    /// Waits until there are so many elements.
    pub(crate) async fn has(&self, id: &str, count: usize) -> Result<()> {
        let (what, script) = (format!("there are {count} of {id}"), format!("return all({id:?}).length === {count}"));
        if self.until(&what, &script).await.is_err() {
            bail!("{what} was waited for; there are {}", self.count(id).await?);
        }
        Ok(())
    }

    /// Waits until the first such element says something.
    pub(crate) async fn says(&self, id: &str, words: &str) -> Result<()> {
        let what = format!("{id} says {words:?}");
        let script = format!("return text(one({id:?})).includes({})", json!(words));
        if self.until(&what, &script).await.is_err() {
            bail!("{what} was waited for; it says {:?}", self.texts(id).await?.first());
        }
        Ok(())
    }

    /// Waits until the first number in the first such element is this.
    pub(crate) async fn counts(&self, id: &str, number: usize) -> Result<()> {
        let what = format!("{id} says the number {number}");
        let script = format!("return (text(one({id:?})).match(/\\d+/) ?? [''])[0] === '{number}'");
        if self.until(&what, &script).await.is_err() {
            bail!("{what} was waited for; it says {:?}", self.texts(id).await?.first());
        }
        Ok(())
    }

    /// Waits until the query string has this in it, decoded, `+` being a space; or not.
    pub(crate) async fn query_has(&self, part: &str, wanted: bool) -> Result<()> {
        let decoded = "decodeURIComponent(location.search.replaceAll('+', ' '))";
        let script = format!("return {decoded}.includes({}) === {wanted}", json!(part));
        let result = self.until(&format!("the URL has {part:?}: {wanted}"), &script).await;
        result.with_context(|| format!("the query string {part:?}")).map(drop)
    }

    /// The number of elements now.
    pub(crate) async fn count(&self, id: &str) -> Result<usize> {
        let count = self.script(&format!("return all({id:?}).length")).await?;
        Ok(usize::try_from(count.as_u64().unwrap_or_default())?)
    }

    /// The texts of all such elements now.
    pub(crate) async fn texts(&self, id: &str) -> Result<Vec<String>> {
        let texts = self.script(&format!("return all({id:?}).map(text)")).await?;
        Ok(serde_json::from_value(texts)?)
    }

    /// The text of the first such element, when it is there.
    pub(crate) async fn text_of(&self, id: &str) -> Result<String> {
        self.shows(id).await?;
        self.texts(id).await?.into_iter().next().context("it went away")
    }

    /// Clicks on the first such element.
    pub(crate) async fn click(&self, id: &str) -> Result<()> {
        self.click_where(id, "true").await
    }

    /// Clicks on the link in the first such element.
    pub(crate) async fn follow(&self, id: &str) -> Result<()> {
        self.click_css(&format!("[data-testid=\"{id}\"] a")).await
    }

    /// Clicks on the first such element whose text has these words.
    pub(crate) async fn click_text(&self, id: &str, words: &str) -> Result<()> {
        self.click_where(id, &format!("text(element).includes({})", json!(words))).await
    }

    /// Clicks on the first such element for which a JavaScript expression over `element` is true.
    pub(crate) async fn click_where(&self, id: &str, condition: &str) -> Result<()> {
        let script = format!("return 1 + all({id:?}).findIndex((element) => shown(element) && ({condition}))");
        let place = self.until(&format!("there is {id} where {condition}"), &script).await?;
        let place = usize::try_from(place.as_u64().unwrap_or_default())?.saturating_sub(1);
        let elements = self.client.find_all(Locator::Css(&format!("[data-testid=\"{id}\"]"))).await?;
        elements.get(place).context("it went away")?.click().await.with_context(|| format!("click on {id}"))
    }

    /// Clicks on the first element of a CSS selector.
    pub(crate) async fn click_css(&self, selector: &str) -> Result<()> {
        // WebKit's driver does not find elements that two scrolling areas hide, one in the other.
        let centre = format!("document.querySelector({selector:?})?.scrollIntoView({{block: 'center'}})");
        self.script(&centre).await?;
        // The sort of an error says more than its message, which some drivers leave empty.
        let clicked = self.element(selector).await?.click().await;
        clicked.map_err(|error| anyhow!("click on {selector}: {error:?}"))
    }

    /// Empties an input element and types into it.
    pub(crate) async fn type_in(&self, id: &str, words: &str) -> Result<()> {
        let element = self.element(&format!("[data-testid=\"{id}\"]")).await?;
        element.clear().await?;
        Ok(element.send_keys(words).await?)
    }

    /// Types into an input element, a key after the other, so many in a second.
    pub(crate) async fn type_at_pace(&self, id: &str, words: &str, keys_per_second: u32) -> Result<()> {
        let element = self.element(&format!("[data-testid=\"{id}\"]")).await?;
        let mut pace = tokio::time::interval(Duration::from_secs(1) / keys_per_second);
        for key in words.chars() {
            pace.tick().await;
            element.send_keys(&key.to_string()).await?;
        }
        Ok(())
    }

    /// Chooses a value of a select element.
    pub(crate) async fn choose(&self, id: &str, value: &str) -> Result<()> {
        let element = self.element(&format!("[data-testid=\"{id}\"]")).await?;
        Ok(element.select_by_value(value).await?)
    }

    /// Presses and releases a key, wherever the focus is: a character, or one of `fantoccini::key::Key`.
    pub(crate) async fn press(&self, key: char) -> Result<()> {
        let keys = KeyActions::new("keyboard".to_owned());
        let keys = keys.then(KeyAction::Down { value: key }).then(KeyAction::Up { value: key });
        Ok(self.client.perform_actions(keys).await?)
    }

    async fn element(&self, selector: &str) -> Result<Element> {
        let found = self.client.wait().at_most(PATIENCE).every(POLL).for_element(Locator::Css(selector)).await;
        found.with_context(|| format!("there is no {selector}"))
    }

    /// Errors and worse in the console since the last call; Chromium only.
    pub(crate) async fn console_errors(&self) -> Result<Vec<String>> {
        ensure!(self.engine == Engine::Chromium, "only Chromium tells what is in its console");
        let entries = self.client.issue_cmd(Extension { path: "se/log", body: json!({ "type": "browser" }) }).await?;
        let entries = entries.as_array().cloned().unwrap_or_default();
        let severe = entries.iter().filter(|entry| entry["level"] == "SEVERE");
        Ok(severe.map(|entry| entry["message"].to_string()).collect())
    }

    /// Makes the page believe that the system is set to dark; Chromium only.
    pub(crate) async fn prefer_dark(&self, dark: bool) -> Result<()> {
        let scheme = if dark { "dark" } else { "light" };
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        let body = json!({ "cmd": "Emulation.setEmulatedMedia", "params": features });
        self.client.issue_cmd(Extension { path: "goog/cdp/execute", body }).await?;
        Ok(())
    }

    /// The address and the document, as markup.
    pub(crate) async fn document(&self) -> String {
        let text = self.script("return location.href + '\\n' + document.documentElement.outerHTML").await;
        text.map_or_else(|error| format!("{error:?}"), |text| text.as_str().unwrap_or_default().to_owned())
    }

    /// What the window shows, as a PNG.
    pub(crate) async fn screenshot(&self) -> Option<Vec<u8>> {
        self.client.screenshot().await.ok()
    }
}

fn is_true(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(value) => *value,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(_) | Value::Object(_) => true,
    }
}

/// A command that only one browser knows.
#[derive(Debug)]
struct Extension {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Extension {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.body.to_string()))
    }
}
