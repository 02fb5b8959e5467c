//! Headlines and marked text.

use leptos::prelude::*;
use throughline::protocol::Mark;
use throughline::ui::parts::{Headline, MarkedText};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::stage::Stage;

const LEAD: &str = "The harbour authority of Port Lark opens a new pier.";
const REST: &str = " Storms had broken the old one.";

fn headline(marks: &[(usize, usize)]) -> Stage {
    let marks = marks_at(marks);
    Stage::new("", move || view! { <Headline text=format!("{LEAD}{REST}") marks /> })
}

fn marks_at(marks: &[(usize, usize)]) -> Vec<Mark> {
    let offset = |offset: usize| u32::try_from(offset).unwrap();
    marks.iter().map(|&(start, end)| Mark { start: offset(start), end: offset(end) }).collect()
}

#[wasm_bindgen_test]
fn the_first_sentence_of_a_headline_leads() {
    let stage = headline(&[]);
    assert_eq!((stage.texts(".lead"), stage.texts(".more")), (vec![LEAD.to_owned()], vec![REST.to_owned()]));
    let short = Stage::new("", || view! { <Headline text="Kelp returns.".to_owned() marks=Vec::new() /> });
    assert_eq!((short.texts(".lead"), short.all(".more").len()), (vec!["Kelp returns.".to_owned()], 0));
}

#[wasm_bindgen_test]
fn a_headline_in_a_list_is_cut_after_a_word() {
    let rest = " Storms had broken the old one in the winter before, and the ferries went elsewhere ever since.";
    let cut = |limit| {
        let marks = marks_at(&[(4, 11), (LEAD.len() + 72, LEAD.len() + 79)]);
        let stage = Stage::new("", move || view! { <Headline text=format!("{LEAD}{rest}") marks limit /> });
        (stage.texts(".lead").join("|"), stage.texts(".more").join("|"), stage.texts("mark"))
    };
    let harbour = vec!["harbour".to_owned()];
    for limit in [LEAD.len() - 20, LEAD.len() + 20] {
        assert_eq!(cut(limit), (LEAD.into(), " …".into(), harbour.clone()), "the first sentence alone");
    }
    let more = " Storms had broken the old one in the winter before, and the…";
    assert_eq!(cut(LEAD.len() + 62), (LEAD.into(), more.into(), harbour));
}

#[wasm_bindgen_test]
fn a_long_first_sentence_is_cut_too() {
    let text =
        format!("The harbour authority, {}opens a pier.", "which has waited for it since the storms, ".repeat(3));
    let stage = Stage::new("", move || view! { <Headline text marks=marks_at(&[(4, 11), (41, 44)]) limit=40 /> });
    assert_eq!((stage.text().as_str(), stage.all(".more").len()), ("The harbour authority, which has waited…", 0));
    assert_eq!(stage.texts("mark"), ["harbour"]);
}

#[wasm_bindgen_test]
fn words_are_marked_on_both_sides_of_the_end_of_the_lead() {
    let stage = headline(&[(4, 11), (LEAD.len() + 1, LEAD.len() + 7)]);
    assert_eq!((stage.texts(".lead mark"), stage.texts(".more mark")), (vec!["harbour".into()], vec!["Storms".into()]));
    assert_eq!(stage.text(), format!("{LEAD}{REST}"));
}

#[wasm_bindgen_test]
fn a_mark_across_the_end_of_the_lead_is_in_both_parts() {
    let stage = headline(&[(LEAD.len() - 5, LEAD.len() + 7)]);
    assert_eq!((stage.texts(".lead mark"), stage.texts(".more mark")), (vec!["pier.".into()], vec![" Storms".into()]));
    assert_eq!(stage.text(), format!("{LEAD}{REST}"));
}

#[wasm_bindgen_test]
fn marks_that_fit_nowhere_are_passed_over() {
    let end = LEAD.len();
    let stage = headline(&[(end + 7, end - 5), (end + 7, end + 1), (end + 1, end + 999), (usize::MAX, 0)]);
    assert_eq!((stage.text(), stage.all("mark").len()), (format!("{LEAD}{REST}"), 0));
}

#[wasm_bindgen_test]
fn marked_text_is_text() {
    let hostile = "<b>Kelp</b> 海带";
    let marks = marks_at(&[(0, 11), (12, 15), (16, 17)]);
    let stage = Stage::new("", move || view! { <MarkedText text=hostile.to_owned() marks /> });
    // The last mark ends inside a character.
    assert_eq!(stage.texts("mark"), ["<b>Kelp</b>", "海"]);
    assert_eq!((stage.text().as_str(), stage.all("b").len()), (hostile, 0));
}
