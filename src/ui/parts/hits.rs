//! Events in lists.

use leptos::prelude::*;

use super::{Category, Headline, MarkedText};
use crate::model::Date;
use crate::protocol::Hit;
use crate::ui::app;
use crate::ui::location::href;
use crate::ui::state::Page;
use crate::ui::strings::strings;

/// Headlines are cut after about so many characters: four lines of a wide screen, seven of a phone.
const HEADLINE_CHARS: usize = 260;

/// An event in a list: its headline opens it.
#[component]
pub fn HitRow(
    /// The event.
    mut hit: Hit,
    /// Whether the date is said here, rather than in a heading above.
    dated: bool,
) -> impl IntoView {
    let app = app();
    let id = StoredValue::new(hit.id);
    let address = move || href(&app.view.read().with_event(&id.get_value()));
    let open = move || id.with_value(|id| app.view.read().event.as_deref() == Some(id.as_str()));
    let marks = hit.marks;
    let snippet = hit.snippet.map(|snippet| {
        view! { <p class="snippet" dir="auto"><MarkedText text=snippet.text marks=snippet.marks /></p> }
    });
    view! {
        <article class="hit" class:open=open class:stub=hit.stub>
            <h3 dir="auto" lang=move || app.language()>
                <a href=address data-row=id.get_value() aria-current=move || open().then_some("true")>
                    <Headline text=hit.headline marks limit=HEADLINE_CHARS />
                </a>
            </h3>
            {snippet}
            <p class="meta">
                {dated.then(|| view! { <time datetime=hit.date.to_string()>{(strings().date)(hit.date)}</time> })}
                {hit.category.map(|name| view! { <Category name /> })}
                <Origin story=hit.story.pop() sources=hit.sources />
            </p>
        </article>
    }
}

/// The story and the number of sources, which stay together: the number alone on a line would say little.
#[component]
fn Origin(
    /// The innermost story.
    story: Option<String>,
    /// The number of sources.
    sources: u32,
) -> impl IntoView {
    let story = story.map(|name| {
        let title = name.clone();
        view! { <span class="story" dir="auto" title=title>{name}</span> }
    });
    let sources = (sources > 0).then(|| view! { <span>{(strings().sources)(sources)}</span> });
    (story.is_some() || sources.is_some()).then(|| view! { <span class="origin">{story}{sources}</span> })
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
