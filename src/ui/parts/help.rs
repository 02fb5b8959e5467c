//! The help: ways of searching, and keys.

use leptos::html::Dialog;
use leptos::prelude::*;

use super::CloseSign;
use crate::ui::app;
use crate::ui::strings::strings;

/// A dialog, shown while `help_open`.
#[component]
pub fn Help() -> impl IntoView {
    let app = app();
    let dialog = NodeRef::<Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        match app.help_open.get() {
            true if !dialog.open() => drop(dialog.show_modal()),
            false => dialog.close(),
            true => {}
        }
    });
    let searching = strings().searching.iter().map(|&(words, meaning)| row(view! { <code>{words}</code> }, meaning));
    let keys = strings().keys.iter().map(|&(keys, meaning)| row(any_of(keys), meaning));
    view! {
        <dialog
            node_ref=dialog
            class="help"
            data-testid="help-dialog"
            aria-labelledby="help-heading"
            on:close=move |_| app.help_open.set(false)
        >
            <div class="help-top">
                <h2 id="help-heading">{strings().help}</h2>
                <button type="button" class="close" on:click=move |_| app.help_open.set(false)><CloseSign /></button>
            </div>
            <h3>{strings().searching_heading}</h3>
            <dl>{searching.collect_view()}</dl>
            <h3>{strings().keys_heading}</h3>
            <dl>{keys.collect_view()}</dl>
        </dialog>
    }
}

fn row(what: impl IntoView, meaning: &'static str) -> impl IntoView {
    view! {
        <div>
            <dt>{what}</dt>
            <dd>{meaning}</dd>
        </div>
    }
}

/// “j or k”.
fn any_of(keys: &'static [&'static str]) -> impl IntoView {
    let or = |place: usize| (place > 0).then(|| format!(" {} ", strings().or));
    keys.iter().enumerate().map(|(place, &key)| view! { {or(place)} <kbd>{key}</kbd> }).collect_view()
}
