//! What is said aloud.

use std::time::Duration;

use gloo_timers::future::sleep;
use leptos::prelude::*;
use throughline::ui::parts::Announcement;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{Stage, attribute};

#[wasm_bindgen_test]
async fn words_are_said_once_they_have_come_to_rest() {
    let words = RwSignal::new("1 event".to_owned());
    let stage = Stage::new("", move || view! { <Announcement words /> });
    let region = stage.one("[role=status]");
    assert_eq!(attribute(&region, "aria-live"), "polite");
    for count in 2..8 {
        sleep(Duration::from_millis(200)).await;
        words.set(format!("{count} events"));
    }
    sleep(Duration::from_millis(300)).await;
    assert_eq!(stage.text(), "", "the words are still changing");
    sleep(Duration::from_millis(900)).await;
    assert_eq!(stage.text(), "7 events");
}
