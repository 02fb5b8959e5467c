//! Events over time.

use leptos::prelude::*;
use throughline::model::Date;
use throughline::protocol::{Bar, Span};
use throughline::ui::location::href;
use throughline::ui::parts::Bars;
use throughline::ui::state::View;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use crate::stage::{Stage, attribute, press};

const BAR: &str = "[data-testid=histogram-bar]";

/// Four years: matches, and all events.
const COUNTS: [(u32, u32); 4] = [(1, 40), (0, 10), (4, 4), (2, 20)];
const FIRST_YEAR: i32 = 2015;

fn four_years(query: &str) -> Stage {
    years(query, &COUNTS)
}

fn years(query: &str, counts: &[(u32, u32)]) -> Stage {
    let year = |(year, (count, all)): (i32, (u32, u32))| {
        let day = |month, day| Date::new(year, month, day).unwrap();
        Bar { from: day(1, 1), to: day(12, 31), count, all }
    };
    let bars: Vec<_> = (FIRST_YEAR..).zip(counts.iter().copied()).map(year).collect();
    Stage::new(query, move || view! { <Bars bars span=Span::Year view=throughline::ui::app().view /> })
}

/// The places of the bars that the Tab key stops at.
fn tab_stops(bars: &[HtmlElement]) -> Vec<usize> {
    (0..bars.len()).filter(|index| bars[*index].tab_index() >= 0).collect()
}

/// The place of the bar that has the focus.
fn focused(bars: &[HtmlElement]) -> Option<usize> {
    let focused = document().active_element()?;
    bars.iter().position(|bar| **bar == focused)
}

#[wasm_bindgen_test]
fn bars_say_what_they_stand_for() {
    let stage = four_years("");
    let labels: Vec<_> = stage.all(BAR).iter().map(|bar| attribute(bar, "aria-label")).collect();
    assert_eq!(labels, ["2015: 1 of 40 events", "2016: 0 of 10 events", "2017: 4 events", "2018: 2 of 20 events"]);
    assert_eq!(attribute(&stage.one("[role=group]"), "aria-label"), "Events by year");
    let ticks = stage.one(".ticks");
    assert_eq!(
        (stage.texts(".ticks span").join(" "), attribute(&ticks, "aria-hidden")),
        ("2015 2016 2017 2018".into(), "true".into())
    );
}

#[wasm_bindgen_test]
fn matches_and_all_events_stand_on_one_scale() {
    let stage = four_years("");
    assert_eq!(heights(&stage, ".bar-count"), ["2.5%", "0%", "10%", "5%"]);
    assert_eq!(heights(&stage, ".bar-all"), ["100%", "25%", "10%", "50%"]);
}

#[wasm_bindgen_test]
fn few_matches_among_many_events_have_a_scale_of_their_own() {
    let stage = years("", &[(1, 100), (2, 10)]);
    assert_eq!(heights(&stage, ".bar-count"), ["50%", "100%"]);
    assert_eq!(heights(&stage, ".bar-all"), ["100%", "10%"]);
}

#[wasm_bindgen_test]
fn the_highest_bars_are_told() {
    let scale = |counts: &[(u32, u32)]| years("", counts).texts(".scale").join("|");
    assert_eq!(scale(&COUNTS), "max 4 (whole archive: 40)");
    assert_eq!(scale(&[(1000, 1000), (2, 2)]), "max 1,000");
    assert_eq!(scale(&[(0, 100), (0, 10)]), "", "there is nothing to tell of no matches");
}

fn heights(stage: &Stage, selector: &str) -> Vec<String> {
    stage.all(selector).iter().map(|part| part.style().get_property_value("height").unwrap()).collect()
}

#[wasm_bindgen_test]
fn a_bar_leads_to_the_events_of_its_span() {
    let stage = four_years("q=storm&day=2016-01-01");
    let address = attribute(&stage.all(BAR)[1], "href");
    assert_eq!(address, href(&View::parse("q=storm&after=2016-01-01&before=2017-01-01")));
}

#[wasm_bindgen_test]
async fn bars_outside_the_chosen_days_are_set_apart() {
    let stage = four_years("after=2016-06-01&before=2018-01-01");
    let outside = || stage.all(BAR).iter().map(|bar| bar.class_list().contains("outside")).collect::<Vec<_>>();
    assert_eq!(outside(), [true, false, false, true]);
    stage.app.view.set(View::parse("before=2015-03"));
    leptos::task::tick().await;
    assert_eq!(outside(), [false, true, true, true]);
}

#[wasm_bindgen_test]
fn arrow_keys_move_the_focus_and_the_only_tab_stop() {
    let stage = four_years("");
    let bars = stage.all(BAR);
    assert_eq!(tab_stops(&bars), [0]);
    bars[0].focus().unwrap();
    let steps = [("ArrowRight", 1), ("End", 3), ("ArrowRight", 3), ("ArrowLeft", 2), ("Home", 0), ("ArrowLeft", 0)];
    for (key, place) in steps {
        assert!(press(key, false), "{key} would scroll the page");
        assert_eq!((focused(&bars), tab_stops(&bars)), (Some(place), vec![place]), "{key}");
    }
}

#[wasm_bindgen_test]
fn a_bar_that_was_clicked_leaves_one_tab_stop() {
    let stage = four_years("");
    let bars = stage.all(BAR);
    // As a click does.
    bars[2].focus().unwrap();
    assert!(press("ArrowRight", false));
    assert_eq!((focused(&bars), tab_stops(&bars)), (Some(3), vec![3]));
}

#[wasm_bindgen_test]
fn other_keys_are_left_to_the_browser() {
    let stage = four_years("");
    let bars = stage.all(BAR);
    bars[1].focus().unwrap();
    // Alt and Left go back to the page before.
    for (key, alt) in [("ArrowLeft", true), ("End", true), ("ArrowDown", false), ("x", false), ("Enter", false)] {
        assert!(!press(key, alt), "{key}");
        assert_eq!(focused(&bars), Some(1), "{key}");
    }
}
