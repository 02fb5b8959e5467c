//! What the words of the search were taken for, and the way to have it otherwise.

use leptos::prelude::*;

use crate::protocol::Reading;
use crate::ui::app;
use crate::ui::location::href;
use crate::ui::state::{Page, View};
use crate::ui::strings::strings;

/// Says under which other names and spellings was searched.
#[component]
pub fn Readings() -> impl IntoView {
    let app = app();
    let readings = Memo::new(move |_| {
        app.results.with(|reply| reply.as_ref().map(|reply| reply.readings.clone()).unwrap_or_default())
    });
    let exact = Memo::new(move |_| app.view.read().exact && !app.view.read().query.trim().is_empty());
    let named = move || readings.get().into_iter().filter(|reading| !reading.names.is_empty()).collect::<Vec<_>>();
    let misspelt = Memo::new(move |_| readings.read().iter().any(|reading| !reading.spellings.is_empty()));
    view! {
        <Show when=move || exact.get() || !readings.read().is_empty()>
            <div class="readings" data-testid="readings">
                {move || named().into_iter().map(|reading| view! { <OtherNames reading /> }).collect_view()}
                <Show when=move || misspelt.get()>
                    <p>{strings().similar_words} " " <Instead readings /></p>
                </Show>
                <Show when=move || exact.get()>
                    <p>
                        {strings().only_as_written_now} " "
                        <a data-testid="all-forms" href=move || href(&View { exact: false, ..app.view.get() })>
                            {strings().all_forms}
                        </a>
                    </p>
                </Show>
            </div>
        </Show>
    }
}

/// “Daesh”, also as Islamic State – only as written.
#[component]
fn OtherNames(
    /// The word and its names.
    reading: Reading,
) -> impl IntoView {
    let app = app();
    let word = app.view.with_untracked(|view| written(&view.query, &reading));
    let link = move |name: String| {
        let page = href(&app.view.get_untracked().with_page(Page::Entity(name.clone())));
        view! { <a href=page dir="auto">{name}</a> }
    };
    let mut names = reading.names.into_iter().map(link);
    let first = names.next();
    let others = names.map(|name| view! { ", " {name} }).collect_view();
    view! {
        <p>
            {(strings().also_as)(&word)} " " {first} {others} " · "
            <a data-testid="only-as-written" href=move || href(&View { exact: true, ..app.view.get() })>
                {strings().only_as_written}
            </a>
        </p>
    }
}

/// A link to the search with every misspelt word put right.
#[component]
fn Instead(
    /// What the words were taken for.
    readings: Memo<Vec<Reading>>,
) -> impl IntoView {
    let app = app();
    let corrected = move || corrected(&app.view.read().query, &readings.read());
    let link = move || href(&View { query: corrected(), ..app.view.get() });
    view! { <a data-testid="corrected" href=link dir="auto">{corrected}</a> }
}

/// The word of a query that a reading is of, as written; empty where the query has changed since.
fn written(query: &str, reading: &Reading) -> String {
    query.get(reading.word.start as usize..reading.word.end as usize).unwrap_or_default().to_owned()
}

/// A query with the likeliest spelling in the place of every misspelt word.
fn corrected(query: &str, readings: &[Reading]) -> String {
    let mut corrected = query.to_owned();
    for reading in readings.iter().rev() {
        let range = reading.word.start as usize..reading.word.end as usize;
        if let (Some(spelling), Some(_)) = (reading.spellings.first(), corrected.get(range.clone())) {
            corrected.replace_range(range, spelling);
        }
    }
    corrected
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::Mark;

    #[test]
    fn every_misspelt_word_is_put_right() {
        let reading = |start, end, spellings: &[&str]| Reading {
            word: Mark { start, end },
            names: Vec::new(),
            spellings: spellings.iter().map(|word| (*word).to_owned()).collect(),
        };
        let readings = [reading(0, 6, &["attacks", "attack"]), reading(7, 9, &[]), reading(10, 17, &["dagestan"])];
        assert_eq!(corrected("attcks in dagestn", &readings), "attacks in dagestan");
        assert_eq!(corrected("", &readings), "", "the query has changed since");
        assert_eq!(written("attcks in dagestn", &readings[2]), "dagestn");
    }
}
