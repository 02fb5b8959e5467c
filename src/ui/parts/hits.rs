//! Events in lists.

use leptos::prelude::*;

use super::{Category, Headline, MarkedText};
use crate::model::Date;
use crate::protocol::Hit;
use crate::ui::app;
use crate::ui::location::href;
use crate::ui::state::Page;
use crate::ui::strings::strings;

/// An event in a list: its headline opens it.
#[component]
pub fn HitRow(
    /// The event.
    hit: Hit,
    /// Whether the date is said here, rather than in a heading above.
    dated: bool,
) -> impl IntoView {
    let app = app();
    let id = StoredValue::new(hit.id);
    let address = move || href(&app.view.read().with_event(&id.get_value()));
    let open = move || id.with_value(|id| app.view.read().event.as_deref() == Some(id.as_str()));
    let snippet = hit.snippet.map(|snippet| {
        view! { <p class="snippet" dir="auto"><MarkedText text=snippet.text marks=snippet.marks /></p> }
    });
    view! {
        <article class="hit" class:open=open class:stub=hit.stub>
            <h3 dir="auto" lang=move || app.language()>
                <a href=address data-row=id.get_value() aria-current=move || open().then_some("true")>
                    <Headline text=hit.headline marks=hit.marks />
                </a>
            </h3>
            {snippet}
            <p class="meta">
                {dated.then(|| view! { <time datetime=hit.date.to_string()>{(strings().date)(hit.date)}</time> })}
                {hit.category.map(|name| view! { <Category name /> })}
                {hit.story.last().map(|name| view! { <span class="story" dir="auto">{name.clone()}</span> })}
                {(hit.sources > 0).then(|| view! { <span>{(strings().sources)(hit.sources)}</span> })}
            </p>
        </article>
    }
}

/// The day above its events; leads to the page of the day.
#[component]
pub fn DayHeading(
    /// The day.
    date: Date,
) -> impl IntoView {
    let app = app();
    let address = move || href(&app.view.read().with_page(Page::Day(date)));
    view! {
        <h2 class="day">
            <a href=address><time datetime=date.to_string()>{(strings().long_date)(date)}</time></a>
        </h2>
    }
}
