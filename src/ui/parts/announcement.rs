//! What is said to those who cannot see the page.

use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

/// Words that change sooner are not said: who types would hear a number for every letter.
const CALM: Duration = Duration::from_millis(800);

/// A polite live region that says its words once they have not changed for a while.
#[component]
pub fn Announcement(
    /// What there is to say.
    #[prop(into)]
    words: Signal<String>,
) -> impl IntoView {
    let said = RwSignal::new(String::new());
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let forget = move || waiting.try_update_value(Option::take).flatten().iter().for_each(TimeoutHandle::clear);
    Effect::new(move |_| {
        let words = words.get();
        forget();
        let say = move || drop(said.try_set(words));
        waiting.set_value(set_timeout_with_handle(say, CALM).ok());
    });
    on_cleanup(forget);
    view! { <p class="sr-only" role="status" aria-live="polite" data-testid="announcement">{said}</p> }
}
