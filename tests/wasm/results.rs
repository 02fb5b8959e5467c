//! What the app shows of an answer.

use leptos::prelude::*;
use throughline::protocol::{Count, Facet, FacetCounts, SearchReply};
use throughline::ui::pages::MainArea;
use throughline::ui::parts::Mentions;
use throughline::ui::state::View;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{Stage, attribute, text};

/// An answer whose events mention these entities.
fn mentioning(counts: &[(&str, u32)]) -> SearchReply {
    let count = |&(value, count): &(&str, u32)| Count { value: value.to_owned(), count };
    let values: Vec<_> = counts.iter().map(count).collect();
    let entities = FacetCounts { facet: Facet::Entity, values, distinct: 2 };
    SearchReply { total: 9, searched: 20, facets: vec![entities], ..SearchReply::default() }
}

#[wasm_bindgen_test]
async fn entities_are_counted_only_where_the_counts_are_true() {
    let answer = RwSignal::new(mentioning(&[("Harbour Authority", 7), ("Port Lark", 2), ("Radio Skerry", 0)]));
    let stage = Stage::answered("q=storm", Some(answer), || view! { <Mentions /> });
    assert_eq!(stage.texts("h3"), ["Most mentioned in these results"]);
    assert_eq!(stage.texts("li"), ["Harbour Authority7", "Port Lark2"]);
    assert_eq!(attribute(&stage.all("a")[1], "href"), "?q=storm&name=Port%20Lark");
    answer.set(mentioning(&[("Harbour Authority", 70), ("Radio Skerry", 20)]));
    leptos::task::tick().await;
    assert_eq!(stage.texts("li"), ["Harbour Authority70", "Radio Skerry20"], "the archive has grown");
    // The counts of entities pay no attention to the chosen one.
    stage.app.view.set(View::parse("q=storm&entity=Port+Lark"));
    leptos::task::tick().await;
    assert_eq!(stage.text(), "");
    stage.app.view.set(View::default());
    leptos::task::tick().await;
    assert_eq!(stage.texts("h3"), ["Most mentioned in the archive"]);
}

/// The results of a search that finds nothing in an archive that has arrived.
fn nothing(query: &str) -> Stage {
    let answer = RwSignal::new(SearchReply { searched: 20, ..SearchReply::default() });
    let stage = Stage::answered(query, Some(answer), || view! { <MainArea /> });
    stage.app.client.progress.update(|progress| progress.done = true);
    stage
}

#[wasm_bindgen_test]
async fn a_word_that_is_nowhere_is_named_and_can_be_cleared() {
    let stage = nothing("q=zeppelin");
    leptos::task::tick().await;
    assert_eq!(stage.texts("h2"), ["No event mentions “zeppelin”."]);
    assert_eq!(text(&stage.one("[data-testid=clear-search]")), "Clear the search");
}

#[wasm_bindgen_test]
async fn a_search_for_more_than_a_word_is_not_taken_for_one() {
    let stage = nothing("q=zeppelin&category=Sport");
    leptos::task::tick().await;
    assert_eq!(stage.texts("h2"), ["No event has all of this."]);
    assert_eq!(attribute(&stage.one(".no-results a"), "href"), "?q=zeppelin");
}
