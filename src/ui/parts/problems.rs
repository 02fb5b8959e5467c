//! How far the archive has loaded, and what did not.

use leptos::prelude::*;

use crate::ui::app;
use crate::ui::strings::strings;

/// Failures told one by one.
const FAILURES_SHOWN: usize = 3;

/// A message with the capital and the full stop that it lacks where it stands in the middle of others.
fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    // Names of files stay as they are.
    let first = if message.starts_with("this ") { first } else { message.chars().take(1).collect() };
    let end = if message.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{first}{}{end}", letters.as_str())
}

/// A bar while the archive arrives; a sentence and a button where something failed.
#[component]
pub fn Problems() -> impl IntoView {
    let app = app();
    let loading = move || !app.client.progress.read().done && !app.client.broken.get();
    let failures = Memo::new(move |_| app.client.progress.read().failures.clone());
    let heading = move || match app.client.manifest.read().is_some() {
        true => strings().partly_loaded,
        false => strings().cannot_open,
    };
    let list = move || {
        let failures = failures.get();
        let rest = u32::try_from(failures.len().saturating_sub(FAILURES_SHOWN)).unwrap_or(u32::MAX);
        let shown = failures.into_iter().take(FAILURES_SHOWN).map(|failure| view! { <li>{sentence(&failure)}</li> });
        let rest = (rest > 0).then(|| view! { <li>{(strings().and_more)(rest)}</li> });
        (shown.collect_view(), rest)
    };
    view! {
        <Show when=loading>
            <LoadingBar />
        </Show>
        <Show when=move || !failures.read().is_empty()>
            <div class="problem" role="alert" data-testid="problem">
                <p class="problem-heading">{heading}</p>
                <ul>{list}</ul>
                <button type="button" data-testid="retry" on:click=move |_| app.client.retry()>{strings().retry}</button>
            </div>
        </Show>
        <Faults />
        <Show when=move || app.client.broken.get()>
            <div class="problem" role="alert" data-testid="problem">
                <p class="problem-heading">{strings().cannot_open}</p>
                <p>{strings().worker_broken}</p>
            </div>
        </Show>
    }
}

/// Small damage, which costs nothing but what it names: told quietly.
#[component]
fn Faults() -> impl IntoView {
    let app = app();
    let count = move || app.client.progress.read().fault_count;
    let list = move || {
        let faults = app.client.progress.read().faults.clone();
        faults.into_iter().map(|fault| view! { <li>{fault}</li> }).collect_view()
    };
    view! {
        <Show when=move || { count() > 0 }>
            <details class="problem faults" data-testid="faults">
                <summary>{move || (strings().faults)(count())}</summary>
                <ul>{list}</ul>
            </details>
        </Show>
    }
}

#[component]
fn LoadingBar() -> impl IntoView {
    let app = app();
    let progress = app.client.progress;
    let percent = move || {
        let progress = progress.read();
        let total = progress.bytes_total.max(1);
        (progress.bytes.min(total) * 100 / total).to_string()
    };
    let words = move || {
        let progress = progress.read();
        if progress.bytes_total == 0 {
            return strings().loading.to_owned();
        }
        let bytes = (strings().megabytes)(progress.bytes, progress.bytes_total);
        let events = (strings().events_of)(progress.events, progress.events_total);
        format!("{}: {bytes}, {events}", strings().loading)
    };
    view! {
        <div
            class="loading"
            role="progressbar"
            data-testid="progress"
            aria-label=strings().loading
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=percent
            aria-valuetext=words
        >
            <div class="loading-done" style:width=move || format!("{}%", percent())></div>
            <span class="loading-words">{words}</span>
        </div>
    }
}
