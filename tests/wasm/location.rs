//! Views and addresses.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;
use throughline::ui::location::{Entry, current, href, on_link, record};
use throughline::ui::parts::EntityLink;
use throughline::ui::state::{Page, View};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{Stage, attribute};

const VIEWS: [&str; 5] = [
    "q=caf%C3%A9%20%22b%26d%22%20%2B1%20100%25&sort=oldest",
    "category=Law%20and%20crime&entity=-Syria&entity=%2B-1&source=%2B%2Bplus",
    "after=2016-02-29&before=2017-01-01&event=2016/12/4/a%2Cb%E6%B5%B7",
    "day=2016-12-04&q=kelp",
    "name=O%27Brien%20%3Cb%3E&event=x%23y",
];

/// The address the browser shows, put back when this is dropped.
struct AddressKept(String);

impl AddressKept {
    fn new() -> Self {
        Self(window().location().href().unwrap())
    }
}

impl Drop for AddressKept {
    fn drop(&mut self) {
        let history = window().history().unwrap();
        history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&self.0)).unwrap();
    }
}

#[wasm_bindgen_test]
fn the_browser_keeps_every_view() {
    let _kept = AddressKept::new();
    for query in VIEWS {
        let view = View::parse(query);
        assert_ne!(view, View::default(), "{query}");
        record(&view, Entry::Replaced);
        assert_eq!(current(), view, "{query}");
        assert_eq!(window().location().search().unwrap(), href(&view), "the browser spells it otherwise");
    }
    record(&View::default(), Entry::Replaced);
    assert_eq!((current(), window().location().search().unwrap()), (View::default(), String::new()));
}

#[wasm_bindgen_test]
fn only_new_entries_lengthen_the_history() {
    let _kept = AddressKept::new();
    let length = || window().history().unwrap().length().unwrap();
    let before = length();
    record(&View::parse("q=a"), Entry::New);
    record(&View::parse("q=ab"), Entry::Replaced);
    assert_eq!((length(), current().query.as_str()), (before + 1, "ab"));
}

#[wasm_bindgen_test]
fn a_link_keeps_the_search_and_names_the_entity() {
    let stage = Stage::new(
        "q=storm&event=x",
        || view! { <EntityLink name="Harbour & Co".to_owned() text="the firm".to_owned() /> },
    );
    let link = stage.one("a");
    let address = attribute(&link, "href");
    assert_eq!(address, "?q=storm&name=Harbour%20%26%20Co");
    let view = View::parse(&address);
    assert_eq!((view.page, view.event), (Page::Entity("Harbour & Co".to_owned()), None));
    assert_eq!((stage.text().as_str(), attribute(&link, "title").as_str()), ("the firm", "Harbour & Co"));
}

#[wasm_bindgen_test]
fn plain_clicks_on_links_to_views_are_followed() {
    let followed = Rc::new(RefCell::new(Vec::new()));
    let seen = Rc::clone(&followed);
    let stage = Stage::new("", move || {
        on_link(move |view, _| seen.borrow_mut().push(view.query));
        let stop = |event: web_sys::MouseEvent| event.prevent_default();
        view! {
            <a id="plain" href="?q=plain"><b>"plain"</b></a>
            <a id="handled" href="?q=handled" on:click=stop>"handled"</a>
            <button id="button">"no link"</button>
        }
    });
    for selector in ["#plain b", "#handled", "#button"] {
        stage.one(selector).click();
    }
    assert_eq!(*followed.borrow(), ["plain"]);
}
