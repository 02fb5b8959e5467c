//! The address bar: reading it, writing it, and following links without leaving the page.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Element, MouseEvent, Window};

use super::state::View;

/// Pages opened from a file keep their state behind `#`: browsers do not let them change the rest of the address.
fn state_in_fragment(window: &Window) -> bool {
    window.location().protocol().is_ok_and(|protocol| protocol == "file:")
}

/// What the address says.
pub fn current() -> View {
    let window = window();
    let location = window.location();
    let state = if state_in_fragment(&window) {
        location.hash().map(|hash| hash.trim_start_matches('#').to_owned())
    } else {
        location.search()
    };
    View::parse(&state.unwrap_or_default())
}

/// The address of a view, for a link. Relative, so that it holds under any path.
pub fn href(view: &View) -> String {
    let prefix = if state_in_fragment(&window()) { "#?" } else { "?" };
    format!("{prefix}{}", view.to_query_string())
}

/// The whole address of a view, for the history.
fn address(view: &View) -> String {
    let state = view.to_query_string();
    if state.is_empty() { window().location().pathname().unwrap_or_default() } else { href(view) }
}

/// How a change of view is kept in the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// Back leads to the view before.
    New,
    /// The view before is forgotten.
    Replaced,
}

/// Writes a view into the address bar.
pub fn record(view: &View, entry: Entry) {
    let Ok(history) = window().history() else { return };
    let address = address(view);
    // Fails only when a page changes its address hundreds of times in seconds; the view on the screen is right anyway.
    let _ = match entry {
        Entry::New => history.push_state_with_url(&JsValue::NULL, "", Some(&address)),
        Entry::Replaced => history.replace_state_with_url(&JsValue::NULL, "", Some(&address)),
    };
}

/// Calls `on_move` with the view whenever the reader goes back or forward.
pub fn on_history_move(on_move: impl Fn(View) + 'static) {
    let handle = window_event_listener(leptos::ev::popstate, move |_| on_move(current()));
    on_cleanup(move || handle.remove());
}

/// Calls `on_follow` with the view (and the link) of every plain click on a link to one; other clicks are left to the browser.
pub fn on_link(on_follow: impl Fn(View, Element) + 'static) {
    let handle = window_event_listener(leptos::ev::click, move |event| {
        if let Some((view, link)) = followed(&event) {
            event.prevent_default();
            on_follow(view, link);
        }
    });
    on_cleanup(move || handle.remove());
}

fn followed(event: &MouseEvent) -> Option<(View, Element)> {
    let plain = event.button() == 0
        && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key())
        && !event.default_prevented();
    let target: Element = event.target()?.dyn_into().ok()?;
    let link = target.closest("a[href]").ok()??;
    let address = link.get_attribute("href")?;
    let state = address.strip_prefix('#').unwrap_or(&address).strip_prefix('?')?;
    (plain && !link.has_attribute("target")).then(|| (View::parse(state), link))
}

/// An absolute URL out of one relative to the document, named in a `<meta>` of `index.html`.
pub fn url_from_meta(name: &str, default: &str) -> String {
    let relative = meta(name).unwrap_or_else(|| default.to_owned());
    let base = document().base_uri().ok().flatten().unwrap_or_default();
    web_sys::Url::new_with_base(&relative, &base).map_or(relative, |url| url.href())
}

/// What a `<meta>` of `index.html` says.
pub fn meta(name: &str) -> Option<String> {
    let meta = document().query_selector(&format!("meta[name={name}]")).ok().flatten();
    meta.and_then(|meta| meta.get_attribute("content"))
}
