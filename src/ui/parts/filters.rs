//! Filters: the values of each facet with their counts, dates, and the chips of what is chosen.

use leptos::html::Button;
use leptos::prelude::*;

use super::CloseSign;
use crate::model::{Date, Manifest, PartialDate};
use crate::protocol::{Choice, Count, Facet};
use crate::ui::keys::focus_on;
use crate::ui::location::href;
use crate::ui::state::View;
use crate::ui::strings::strings;
use crate::ui::{App, FACET_VALUES_FEW, FACET_VALUES_MANY, app};

/// The column of filters.
#[component]
pub fn Filters() -> impl IntoView {
    let app = app();
    let close = NodeRef::<Button>::new();
    move_focus_with_panel(app, close);
    view! {
        <nav class="filters" aria-label=strings().filters id="filters">
            <div class="filters-top">
                <h2>{strings().filters}</h2>
                <button
                    type="button"
                    class="close only-narrow"
                    node_ref=close
                    on:click=move |_| app.filters_open.set(false)
                >
                    <CloseSign />
                </button>
            </div>
            <Dates />
            {Facet::ALL.into_iter().map(|facet| view! { <FacetGroup facet /> }).collect_view()}
        </nav>
    }
}

/// Where the filters cover the rest, the focus goes to them and back to the button that opened them.
fn move_focus_with_panel(app: App, close: NodeRef<Button>) {
    Effect::new(move |was_open: Option<bool>| {
        let open = app.filters_open.get();
        if open {
            request_animation_frame(move || {
                if let Some(close) = close.get_untracked() {
                    let _ = close.focus();
                }
            });
        } else if was_open == Some(true) {
            request_animation_frame(|| focus_on("#filters-button"));
        }
        open
    });
    // A panel that has become a column covers nothing.
    let resized = window_event_listener(leptos::ev::resize, move |_| {
        let shown = close.get_untracked().is_some_and(|close| close.offset_width() > 0);
        if app.filters_open.get_untracked() && !shown {
            app.filters_open.set(false);
        }
    });
    on_cleanup(move || resized.remove());
}

#[component]
fn FacetGroup(
    /// Which facet.
    facet: Facet,
) -> impl IntoView {
    let app = app();
    let many = RwSignal::new(false);
    let counts = Memo::new(move |_| {
        app.results.with(|reply| reply.as_ref()?.facets.iter().find(|counts| counts.facet == facet).cloned())
    });
    // In the order of their counts, which choosing one does not change; chosen values beyond the first few come last.
    let values = move || {
        let most = if many.get() { FACET_VALUES_MANY } else { FACET_VALUES_FEW } as usize;
        let view = app.view.read();
        let is_chosen = |value: &Count| view.filters.facet(facet).iter().any(|choice| choice.value == value.value);
        counts.with(|counts| {
            let all = counts.as_ref().map(|counts| counts.values.as_slice()).unwrap_or_default();
            let shown = all.iter().enumerate().filter(|(place, value)| *place < most || is_chosen(value));
            shown.map(|(_, value)| value.value.clone()).collect::<Vec<_>>()
        })
    };
    let count_of = move |value: &str| {
        counts.with(|counts| {
            let found = counts.as_ref()?.values.iter().find(|count| count.value == value);
            found.map(|count| count.count)
        })
    };
    let distinct = move || counts.with(|counts| counts.as_ref().map_or(0, |counts| counts.distinct));
    let show_more = move |_| {
        many.update(|many| *many = !*many);
        app.facet_limit.set(FACET_VALUES_MANY);
    };
    view! {
        <Show when=move || { distinct() > 0 || !app.view.read().filters.facet(facet).is_empty() }>
            <fieldset class="facet" data-testid=format!("facet-{}", facet.name())>
                <legend>{(strings().facet)(facet)}</legend>
                <ul>
                    <For each=values key=String::clone let(value)>
                        <FacetValue facet count=Memo::new({ let value = value.clone(); move |_| count_of(&value) }) value />
                    </For>
                </ul>
                <Show when=move || { distinct() > FACET_VALUES_FEW }>
                    <button type="button" class="quiet more-values" aria-expanded=move || many.get().to_string() on:click=show_more>
                        {move || if many.get() { strings().show_fewer } else { strings().show_more }}
                        <span class="sr-only">": "{(strings().facet)(facet)}</span>
                    </button>
                </Show>
            </fieldset>
        </Show>
    }
}

#[component]
fn FacetValue(
    /// Which facet.
    facet: Facet,
    /// The value.
    value: String,
    /// How many of the matches have it.
    count: Memo<Option<u32>>,
) -> impl IntoView {
    let app = app();
    let name = StoredValue::new(value.clone());
    let state = Memo::new(move |_| {
        let view = app.view.read();
        let chosen = view.filters.facet(facet).iter().find(|choice| name.with_value(|name| *name == choice.value));
        chosen.map(|choice| choice.exclude)
    });
    let toggle = move |exclude: bool| app.go(app.view.get_untracked().toggled(facet, &name.get_value(), exclude));
    view! {
        <li class="facet-value" class:excluded=move || state.get() == Some(true)>
            <label data-testid="facet-value">
                <input type="checkbox" prop:checked=move || state.get() == Some(false) on:change=move |_| toggle(false) />
                <span class="value-name" dir="auto">{value.clone()}</span>
                <span class="count">{move || (strings().number)(count.get().unwrap_or(0))}</span>
            </label>
            <button
                type="button"
                class="exclude"
                data-testid="exclude"
                aria-pressed=move || (state.get() == Some(true)).to_string()
                aria-label=(strings().exclude)(&value)
                title=(strings().exclude)(&value)
                on:click=move |_| toggle(true)
            >
                {strings().not}
            </button>
        </li>
    }
}

/// The first and last day, as the reader types them: a year or a month will do.
#[component]
fn Dates() -> impl IntoView {
    let app = app();
    let after = move || app.view.read().filters.after.map(|date| date.to_string()).unwrap_or_default();
    let last = move || last_day(&app.view.read()).map(|date| date.to_string()).unwrap_or_default();
    let set_after = move |days: Option<PartialDate>| {
        let view = app.view.get_untracked();
        app.go(view.within(days.map(PartialDate::first), view.filters.before));
    };
    let set_last = move |days: Option<PartialDate>| {
        let before = days.map(PartialDate::last).and_then(|date| date.plus_days(1));
        let view = app.view.get_untracked();
        app.go(view.within(view.filters.after, before));
    };
    view! {
        <fieldset class="facet dates">
            <legend>{strings().dates}</legend>
            <DateField label=strings().from testid="date-from" archive_day=|manifest| manifest.first value=after set=set_after />
            <DateField label=strings().to testid="date-to" archive_day=|manifest| manifest.last value=last set=set_last />
        </fieldset>
    }
}

#[component]
fn DateField(
    /// What it is called.
    label: &'static str,
    /// For tests.
    testid: &'static str,
    /// The day that stands there while the field is empty.
    archive_day: fn(&Manifest) -> Option<Date>,
    /// The day that was set, or nothing.
    value: impl Fn() -> String + Copy + Send + Sync + 'static,
    /// What becomes of the days the reader means; nothing where the field was emptied.
    set: impl Fn(Option<PartialDate>) + 'static,
) -> impl IntoView {
    let app = app();
    let odd = RwSignal::new(false);
    let read = move |text: String| {
        let parsed = text.trim().parse::<PartialDate>().ok();
        odd.set(parsed.is_none() && !text.trim().is_empty());
        if !odd.get_untracked() {
            set(parsed);
        }
    };
    let hint = format!("{testid}-hint");
    let placeholder = move || {
        let day = app.client.manifest.with(|manifest| manifest.as_ref().and_then(archive_day));
        day.map(|day| day.to_string()).unwrap_or_default()
    };
    view! {
        <label>
            <span>{label}</span>
            <input
                type="text"
                data-testid=testid
                placeholder=placeholder
                aria-invalid=move || odd.get().to_string()
                aria-describedby=hint.clone()
                prop:value=value
                on:change:target=move |event| read(event.target().value())
            />
            <span id=hint class="hint">{move || odd.get().then_some(strings().date_hint)}</span>
        </label>
    }
}

/// People mean the last day; the URL and the engine have the first day after it.
fn last_day(view: &View) -> Option<Date> {
    view.filters.before.and_then(|date| date.plus_days(-1))
}

/// What is chosen, each with a way to take it away.
#[component]
pub fn Chips() -> impl IntoView {
    let app = app();
    let chips = move || {
        let labels = app.view.with(filter_labels).into_iter();
        labels.map(|(label, without)| view! { <Chip label without /> }).collect_view()
    };
    view! {
        <Show when=move || !app.view.read().filters.is_empty()>
            <ul class="chips">
                {chips}
                <li><a class="clear-all" data-testid="clear-all" href=move || href(&app.view.read().cleared()) on:click=|_| focus_on("#search-box")>{strings().clear_all}</a></li>
            </ul>
        </Show>
    }
}

/// The filters of a view in words, each with the view without it.
pub fn filter_labels(view: &View) -> Vec<(String, View)> {
    let mut labels: Vec<(String, View)> = Vec::new();
    for facet in Facet::ALL {
        for choice in view.filters.facet(facet) {
            labels.push((chip_label(choice), view.toggled(facet, &choice.value, choice.exclude)));
        }
    }
    if let Some(after) = view.filters.after {
        labels.push(((strings().since)(after), view.within(None, view.filters.before)));
    }
    if let Some(last) = last_day(view) {
        labels.push(((strings().until)(last), view.within(view.filters.after, None)));
    }
    labels
}

fn chip_label(choice: &Choice) -> String {
    if choice.exclude { (strings().excluded)(&choice.value) } else { choice.value.clone() }
}

#[component]
fn Chip(
    /// What it says.
    label: String,
    /// The view without it.
    without: View,
) -> impl IntoView {
    view! {
        <li>
            <a class="chip" data-testid="active-filter" href=href(&without) aria-label=(strings().remove_filter)(&label)>
                {label.clone()}
                <span aria-hidden="true">" ×"</span>
            </a>
        </li>
    }
}
