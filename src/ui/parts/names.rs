//! Names that the reader may be typing; before anything is typed, searches of earlier visits.

use leptos::prelude::*;

use crate::protocol::{Reply, Request, SuggestRequest, Suggestion};
use crate::ui::app;
use crate::ui::location::href;
use crate::ui::state::{Page, View};
use crate::ui::strings::strings;

/// The most names shown.
const MOST: u32 = 8;
/// Shorter texts begin too many names.
const MIN_CHARS: usize = 2;

/// A strip of links, of one line, so that nothing moves below it while the reader types.
#[component]
pub fn Names() -> impl IntoView {
    let app = app();
    let typed = Memo::new(move |_| app.view.with(|view| view.query.trim().to_owned()));
    let asked = move || {
        let text = typed.get();
        (text.chars().count() >= MIN_CHARS).then_some(Request::Suggest(SuggestRequest { text, limit: MOST }))
    };
    let answer = app.client.follow(asked);
    let names = Memo::new(move |_| match answer.get() {
        Some(Reply::Suggest(names)) => names,
        _ => Vec::new(),
    });
    let recent = move || typed.read().is_empty() && !app.recent.read().is_empty() && !app.view.read().narrows();
    view! {
        <Show when=move || !typed.read().is_empty()>
            <ul class="names" data-testid="names" aria-label=strings().names_label>
                {move || names.get().into_iter().map(|name| view! { <Name name /> }).collect_view()}
            </ul>
        </Show>
        <Show when=recent>
            <ul class="names" data-testid="recent" aria-label=strings().recent_label>
                <li class="label" aria-hidden="true">{strings().recent_label}</li>
                {move || app.recent.get().into_iter().map(|query| view! { <Recent query /> }).collect_view()}
                <li><button type="button" class="quiet" on:click=move |_| app.forget()>{strings().forget}</button></li>
            </ul>
        </Show>
    }
}

#[component]
fn Name(
    /// What to offer.
    name: Suggestion,
) -> impl IntoView {
    let app = app();
    let Suggestion { facet, value, count, alias } = name;
    let chosen = {
        let value = value.clone();
        move || {
            // The name takes the place of what was typed of it.
            let view = View { query: String::new(), event: None, page: Page::Results, ..app.view.get() };
            let has_it = view.filters.facet(facet).iter().any(|choice| choice.value == value && !choice.exclude);
            href(&if has_it { view } else { view.toggled(facet, &value, false) })
        }
    };
    view! {
        <li>
            <a data-testid="name" href=chosen>
                <span class="kind">{(strings().facet_of_one)(facet)}</span>
                " "
                <span dir="auto">{value}</span>
                {alias.map(|alias| view! { <span class="alias" dir="auto">{format!(" ({alias})")}</span> })}
                " "
                <span class="count">{(strings().number)(count)}</span>
            </a>
        </li>
    }
}

#[component]
fn Recent(
    /// The search.
    query: String,
) -> impl IntoView {
    let link = href(&View { query: query.clone(), ..View::default() });
    view! { <li><a href=link dir="auto">{query}</a></li> }
}
