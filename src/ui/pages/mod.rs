//! What fills an area of the screen.

#![allow(clippy::needless_pass_by_value, reason = "components own their props")]
#![allow(unreachable_pub, reason = "components carry generated props; `pub` keeps both as visible as each other")]

mod about;
mod article;
mod day;
mod entity;
mod event;
mod results;

use leptos::html::Aside;
use leptos::prelude::*;

use super::app;
use super::location::href;
use super::state::Page;
use super::strings::strings;
use about::About;
pub use article::Article;
use article::ArticlePage;
use day::DayPage;
use entity::EntityPage;
use event::EventPage;
use results::ResultsPage;

/// The middle: results, a day, an entity, or what an article reports.
#[component]
pub fn MainArea() -> impl IntoView {
    let app = app();
    let page = Memo::new(move |_| app.view.read().page.clone());
    view! {
        <div class="main" id="results" tabindex="-1" inert=move || app.filters_open.get()>
            {move || match page.get() {
                Page::Results => view! { <ResultsPage /> }.into_any(),
                Page::Day(date) => view! { <DayPage date /> }.into_any(),
                Page::Entity(name) => view! { <EntityPage name /> }.into_any(),
                Page::Article => view! { <ArticlePage /> }.into_any(),
            }}
        </div>
    }
}

/// The right: the open event, or what the archive is.
#[component]
pub fn Detail() -> impl IntoView {
    let app = app();
    let event = Memo::new(move |_| app.view.read().event.clone());
    let area = NodeRef::<Aside>::new();
    // Beside the list the area scrolls on its own; another event begins at its top.
    Effect::new(move |_| {
        event.track();
        if let Some(area) = area.get_untracked() {
            area.set_scroll_top(0);
        }
    });
    view! {
        <aside node_ref=area class="detail" inert=move || app.filters_open.get() aria-label=move || if event.read().is_some() { strings().event_area } else { strings().about }>
            {move || match event.get() {
                Some(id) => view! { <EventPage id /> }.into_any(),
                None => view! { <About /> }.into_any(),
            }}
        </aside>
    }
}

/// Back from a page to the results.
#[component]
fn BackLink() -> impl IntoView {
    let app = app();
    let results = move || href(&app.view.read().with_page(Page::Results));
    view! {
        <p class="back">
            <a href=results><span aria-hidden="true">"← "</span>{strings().back_to_results}</a>
        </p>
    }
}

/// What was asked for by id or name is not there, or not yet.
#[component]
fn NotFound(
    /// The id or name.
    what: String,
) -> impl IntoView {
    let app = app();
    view! {
        <div class="not-found" data-testid="not-found">
            {move || match app.client.settled.get() {
                true => {
                    view! {
                        <h2>{strings().not_found}</h2>
                        <p>{(strings().not_found_help)(&what)}</p>
                    }
                        .into_any()
                }
                false => view! { <p>{strings().still_loading}</p> }.into_any(),
            }}
        </div>
    }
}
