//! The help: ways of searching, and keys.

use leptos::html::Dialog;
use leptos::prelude::*;

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
    let rows = |rows: &'static [(&'static str, &'static str)], keys: bool| {
        rows.iter()
            .map(|&(what, meaning)| {
                let what = if keys {
                    view! { <kbd>{what}</kbd> }.into_any()
                } else {
                    view! { <code>{what}</code> }.into_any()
                };
                view! {
                    <div>
                        <dt>{what}</dt>
                        <dd>{meaning}</dd>
                    </div>
                }
            })
            .collect_view()
    };
    view! {
        <dialog
            node_ref=dialog
            class="help"
            data-testid="help-dialog"
            aria-labelledby="help-heading"
            on:close=move |_| app.help_open.set(false)
        >
            <h2 id="help-heading">{strings().help_heading}</h2>
            <dl>{rows(strings().searching, false)}</dl>
            <dl>{rows(strings().keys, true)}</dl>
            <button type="button" on:click=move |_| app.help_open.set(false)>{strings().close}</button>
        </dialog>
    }
}
