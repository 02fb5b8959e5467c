//! The top of the page: the archive's name and the search box.

use leptos::prelude::*;

use crate::ui::app;
use crate::ui::keys::focus_on;
use crate::ui::location::href;
use crate::ui::state::View;
use crate::ui::strings::strings;

/// The name of the archive, the search box, the help button.
#[component]
pub fn Header() -> impl IntoView {
    let app = app();
    let title = move || {
        app.client
            .manifest
            .with(|manifest| manifest.as_ref().map_or_else(|| "Throughline".to_owned(), |m| m.title.clone()))
    };
    view! {
        <header class="top" inert=move || app.filters_open.get()>
            <h1 class="title">
                <a dir="auto" href=href(&View::default())>{title}</a>
            </h1>
            <SearchBox />
            <button class="quiet" type="button" aria-haspopup="dialog" on:click=move |_| app.help_open.set(true)>
                <span aria-hidden="true">"?"</span>
                <span class="sr-only">{strings().help}</span>
            </button>
        </header>
    }
}

#[component]
fn SearchBox() -> impl IntoView {
    let app = app();
    let query = Memo::new(move |_| app.view.read().query.clone());
    view! {
        <search>
            <form class="search" on:submit=move |event| {
                event.prevent_default();
                app.remember();
            }>
                <label class="sr-only" for="search-box">{strings().search_label}</label>
                <input
                    id="search-box"
                    data-testid="search-box"
                    type="text"
                    inputmode="search"
                    enterkeyhint="search"
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    placeholder=strings().search_placeholder
                    prop:value=query
                    on:input:target=move |event| app.type_query(event.target().value())
                />
                <Show when=move || !query.read().is_empty()>
                    <button
                        class="clear"
                        type="button"
                        aria-label=strings().clear_search
                        on:click=move |_| {
                            app.go(View { query: String::new(), ..app.view.get_untracked() });
                            focus_on("#search-box");
                        }
                    >
                        "×"
                    </button>
                </Show>
            </form>
        </search>
    }
}
