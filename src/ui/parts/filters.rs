//! Filters: the values of each facet with their counts, dates, and the chips of what is chosen.

use leptos::prelude::*;

use crate::model::{Date, Manifest, PartialDate};
use crate::protocol::{Choice, Count, Facet};
use crate::ui::location::href;
use crate::ui::state::View;
use crate::ui::strings::strings;
use crate::ui::{FACET_VALUES_FEW, FACET_VALUES_MANY, app};

/// The column of filters.
#[component]
pub fn Filters() -> impl IntoView {
    let app = app();
    view! {
        <nav class="filters" aria-label=strings().filters id="filters">
            <div class="filters-top">
                <h2>{strings().filters}</h2>
                <button type="button" class="quiet only-narrow" on:click=move |_| app.filters_open.set(false)>
                    {strings().close}
                </button>
            </div>
            <Dates />
            {Facet::ALL.into_iter().map(|facet| view! { <FacetGroup facet /> }).collect_view()}
        </nav>
    }
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
    let values = move || {
        let most = if many.get() { FACET_VALUES_MANY } else { FACET_VALUES_FEW } as usize;
        let chosen = app.view.read().filters.facet(facet).clone();
        let is_chosen = |value: &Count| chosen.iter().any(|choice| choice.value == value.value);
        let all = counts.get().map(|counts| counts.values).unwrap_or_default();
        let (front, rest): (Vec<Count>, Vec<Count>) = all.into_iter().partition(is_chosen);
        let room = most.saturating_sub(front.len());
        front.into_iter().chain(rest.into_iter().take(room)).collect::<Vec<_>>()
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
                    <For each=values key=|value| (value.value.clone(), value.count) let(value)>
                        <FacetValue facet value />
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
    /// The value and its count.
    value: Count,
) -> impl IntoView {
    let app = app();
    let name = StoredValue::new(value.value.clone());
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
                <span class="value-name">{value.value.clone()}</span>
                <span class="count">{(strings().number)(value.count)}</span>
            </label>
            <button
                type="button"
                class="exclude"
                data-testid="exclude"
                aria-pressed=move || (state.get() == Some(true)).to_string()
                aria-label=(strings().exclude)(&value.value)
                title=(strings().exclude)(&value.value)
                on:click=move |_| toggle(true)
            >
                "−"
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
        let view = app.view.get();
        let mut chips: Vec<(String, View)> = Vec::new();
        for facet in Facet::ALL {
            for choice in view.filters.facet(facet) {
                chips.push((chip_label(choice), view.toggled(facet, &choice.value, choice.exclude)));
            }
        }
        if let Some(after) = view.filters.after {
            chips.push(((strings().since)(after), view.within(None, view.filters.before)));
        }
        if let Some(last) = last_day(&view) {
            chips.push(((strings().until)(last), view.within(view.filters.after, None)));
        }
        chips
    };
    view! {
        <Show when=move || !app.view.read().filters.is_empty()>
            <ul class="chips">
                {move || chips().into_iter().map(|(label, without)| view! { <Chip label without /> }).collect_view()}
                <li><a class="clear-all" data-testid="clear-all" href=move || href(&app.view.read().cleared())>{strings().clear_all}</a></li>
            </ul>
        </Show>
    }
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
