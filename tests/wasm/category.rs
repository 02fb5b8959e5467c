//! Categories and their marks.

use std::collections::BTreeSet;

use leptos::prelude::*;
use throughline::ui::parts::Category;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::{Stage, attribute};

/// Looks in the style sheet.
const LOOKS: usize = 10;

/// The number of a category's look.
fn look(name: &str) -> usize {
    let own = name.to_owned();
    let stage = Stage::new("", move || view! { <Category name=own /> });
    assert_eq!(stage.text(), name);
    let mark = stage.one("[aria-hidden=true]");
    let classes = attribute(&mark, "class");
    let look = classes.split(' ').find_map(|class| class.strip_prefix("look-")).unwrap();
    look.parse().unwrap()
}

#[wasm_bindgen_test]
fn known_categories_look_different() {
    let known = [
        "Armed conflicts and attacks",
        "Arts and culture",
        "Business and economy",
        "Disasters and accidents",
        "Health and environment",
        "International relations",
        "Law and crime",
        "Politics and elections",
        "Science and technology",
        "Sports",
    ];
    let looks: BTreeSet<usize> = known.into_iter().map(look).collect();
    assert_eq!(looks, (0..LOOKS).collect());
    assert_eq!(look("law AND crime"), look("Law and crime"));
}

#[wasm_bindgen_test]
fn unknown_categories_have_a_look_of_the_style_sheet() {
    let unknown = ["Weather", "灾害", "<i>Kelp</i>", "Ζέφυρος", ""];
    let looks: Vec<usize> = unknown.into_iter().map(look).collect();
    assert!(looks.iter().all(|look| *look < LOOKS), "{looks:?}");
    assert_eq!(looks, unknown.map(look), "the same name looks the same");
    assert!(looks.iter().collect::<BTreeSet<_>>().len() > 1, "{looks:?}");
}
