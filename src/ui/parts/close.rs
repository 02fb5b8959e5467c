//! The sign of what closes a panel.

use leptos::prelude::*;

use crate::ui::strings::strings;

/// A cross, and the word for those who cannot see it.
#[component]
pub fn CloseSign() -> impl IntoView {
    view! {
        <span aria-hidden="true">"×"</span>
        <span class="sr-only">{strings().close}</span>
    }
}
