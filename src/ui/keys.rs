//! Keys that work everywhere: see the help in [`super::parts::Help`].

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusOptions, HtmlElement, KeyboardEvent};

use super::App;

/// Links that the arrow keys walk through, in the order of the page.
const ROWS: &str = "[data-row]";
/// Names that may be meant, and earlier searches.
const NAMES: &str = ".names a";
/// The search box.
const SEARCH_BOX: &str = "#search-box";

/// Listens as long as the app lives.
pub fn listen(app: App) {
    let handle = window_event_listener(leptos::ev::keydown, move |event| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() || event.is_composing() {
            return;
        }
        if handle_key(app, &event) {
            event.prevent_default();
        }
    });
    on_cleanup(move || handle.remove());
}

/// Whether the key meant something.
fn handle_key(app: App, event: &KeyboardEvent) -> bool {
    let focused = document().active_element();
    let in_search = focused.as_ref().is_some_and(|element| element.id() == "search-box");
    let in_field = focused.as_ref().is_some_and(takes_text);
    match event.key().as_str() {
        "Escape" => close_innermost(app),
        "ArrowDown" if in_search => focus(NAMES) || move_row(1),
        "ArrowRight" | "ArrowLeft" | "ArrowDown" | "ArrowUp" if focused.as_ref().is_some_and(is_name) => {
            move_from_name(&event.key())
        }
        // The fields keep every other key.
        _ if in_field => false,
        "/" => focus(SEARCH_BOX),
        "?" => {
            app.help_open.set(true);
            true
        }
        "j" | "ArrowDown" if on_row_or_page(focused.as_ref()) => move_row(1),
        "k" | "ArrowUp" if on_row_or_page(focused.as_ref()) => move_row(-1),
        _ => false,
    }
}

fn takes_text(element: &Element) -> bool {
    match element.tag_name().as_str() {
        "INPUT" => !matches!(element.get_attribute("type").as_deref(), Some("checkbox" | "radio" | "button")),
        "SELECT" | "TEXTAREA" => true,
        _ => element.has_attribute("contenteditable"),
    }
}

/// Arrow keys scroll inside other things that have the focus.
fn on_row_or_page(focused: Option<&Element>) -> bool {
    let on_heading = |element: &Element| element.get_attribute("tabindex").as_deref() == Some("-1");
    focused
        .is_none_or(|element| element.has_attribute("data-row") || element.tag_name() == "BODY" || on_heading(element))
}

/// Closes the help, else the filters, else the event, else the page; else leaves the search box.
fn close_innermost(app: App) -> bool {
    let view = app.view.get_untracked();
    if app.help_open.get_untracked() {
        app.help_open.set(false);
    } else if app.filters_open.get_untracked() {
        app.filters_open.set(false);
    } else if view.event.is_some() {
        app.go(view.without_event());
    } else if view.page != super::state::Page::Results {
        app.go(view.with_page(super::state::Page::Results));
    } else if let Some(element) = document().active_element().and_then(|element| element.dyn_into::<HtmlElement>().ok())
    {
        let _ = element.blur();
    }
    true
}

/// Gives the focus to the row of an event, without moving the page.
pub fn focus_row_of(id: &str) {
    let row = rows().into_iter().find(|row| row.get_attribute("data-row").as_deref() == Some(id));
    if let Some(row) = row {
        focus_quietly(&row);
    }
}

/// Gives the focus to an element without moving the page.
pub fn focus_quietly(element: &HtmlElement) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
}

/// Gives the focus to the first element of a CSS selector, if there is one.
pub fn focus_on(selector: &str) {
    focus(selector);
}

fn rows() -> Vec<HtmlElement> {
    let Ok(list) = document().query_selector_all(ROWS) else { return Vec::new() };
    let elements = (0..list.length()).filter_map(|index| list.item(index)?.dyn_into::<HtmlElement>().ok());
    // Rows of a list that is not shown have no box.
    elements.filter(|element| element.offset_width() > 0).collect()
}

fn is_name(element: &Element) -> bool {
    element.matches(NAMES).unwrap_or(false)
}

/// The names stand side by side, between the search box and the results.
fn move_from_name(key: &str) -> bool {
    let Ok(list) = document().query_selector_all(NAMES) else { return false };
    let focused = document().active_element();
    let names: Vec<HtmlElement> = (0..list.length()).filter_map(|index| list.item(index)?.dyn_into().ok()).collect();
    let at = focused.and_then(|focused| names.iter().position(|name| **name == focused)).unwrap_or(0);
    let target = match key {
        "ArrowDown" => return move_row(1),
        "ArrowRight" => Some(at + 1),
        "ArrowLeft" => at.checked_sub(1),
        _ => None,
    };
    match target {
        Some(target) => names.get(target).is_some_and(|name| name.focus().is_ok()),
        None => focus(SEARCH_BOX),
    }
}

/// Moves the focus from row to row; from elsewhere to the first or last. At the top, up leads to the search box.
fn move_row(step: isize) -> bool {
    let rows = rows();
    let focused = document().active_element();
    let at = focused.and_then(|focused| rows.iter().position(|row| **row == focused));
    let target = match at {
        Some(0) if step < 0 => return focus(SEARCH_BOX),
        Some(at) => at.checked_add_signed(step),
        None if step > 0 => Some(0),
        None => rows.len().checked_sub(1),
    };
    target.and_then(|target| rows.get(target)).is_some_and(|row| row.focus().is_ok())
}

fn focus(selector: &str) -> bool {
    let found = document().query_selector(selector).ok().flatten();
    found.and_then(|element| element.dyn_into::<HtmlElement>().ok()).is_some_and(|element| element.focus().is_ok())
}
