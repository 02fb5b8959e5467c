//! Events over time.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use crate::model::Date;
use crate::protocol::{Bar, Span};
use crate::ui::app;
use crate::ui::location::href;
use crate::ui::state::View;
use crate::ui::strings::strings;

/// Labels on the time axis at most, so that they do not touch on a wide screen; a narrow one shows every other.
const MAX_TICKS: usize = 9;
/// Matches stand on a scale of their own where even the most of them are less than one in so many of all events.
const LEAST_SHARE_SEEN: u32 = 12;
/// Up to so many bars, they are labelled themselves.
const FEW_BARS: usize = 30;

/// The results over time, across the top of the page. A bar leads to the events of its span.
#[component]
pub fn Histogram() -> impl IntoView {
    let app = app();
    let data = Memo::new(move |_| app.results.with(|reply| reply.as_ref().map(|r| (r.histogram.clone(), r.span))));
    view! {
        <section
            class="histogram"
            data-testid="histogram"
            aria-label=strings().over_time
            inert=move || app.filters_open.get()
        >
            {move || {
                let some = data.get().filter(|(bars, _)| !bars.is_empty());
                some.map(|(bars, span)| view! { <Bars bars span view=app.view /> })
            }}
        </section>
    }
}

/// Bars that lead to searches within their spans, walked through with the arrow keys.
#[component]
pub fn Bars(
    /// The bars, oldest first.
    bars: Vec<Bar>,
    /// The kind of span they stand for.
    span: Span,
    /// The search whose events they count.
    #[prop(into)]
    view: Signal<View>,
) -> impl IntoView {
    let highest = bars.iter().map(|bar| bar.count).max().unwrap_or(0);
    let highest_of_all = bars.iter().map(|bar| bar.all).max().unwrap_or(0);
    // Matches and all events stand on one scale; where the matches would hardly be seen on it, they have their own.
    let apart = highest.saturating_mul(LEAST_SHARE_SEEN) < highest_of_all;
    let top = if apart { highest } else { highest_of_all };
    let scale = (highest > 0).then(|| (strings().scale)(highest, highest_of_all));
    let ticks = ticks(&bars, span);
    let count = bars.len();
    let one = move |(index, bar): (usize, Bar)| {
        let label = (strings().bar)(&(strings().span)(&bar, span), bar.count, bar.all);
        let height = |count: u32, top: u32| percent(u64::from(count), u64::from(top));
        let chosen = move || {
            let filters = &view.read().filters;
            filters.after.is_none_or(|after| after <= bar.to) && filters.before.is_none_or(|before| before > bar.from)
        };
        let address = move || {
            let view = view.read();
            let span = (Some(bar.from), bar.to.plus_days(1));
            let chosen = (view.filters.after, view.filters.before) == span;
            let (after, before) = if chosen { (None, None) } else { span };
            href(&view.within(after, before))
        };
        view! {
            <a
                class="bar"
                class:outside=move || !chosen()
                class:none=bar.count == 0
                data-testid="histogram-bar"
                href=address
                title=label.clone()
                aria-label=label
                tabindex=if index == 0 { "0" } else { "-1" }
            >
                <span class="bar-all" style:height=height(bar.all, highest_of_all)></span>
                <span class="bar-count" style:height=height(bar.count, top)></span>
            </a>
        }
    };
    let narrowed = move || view.with(|view| view.filters.after.or(view.filters.before).is_some());
    view! {
        <p class="caption" aria-hidden="true">
            <span>{(strings().histogram_label)(span)}</span>
            {scale.map(|scale| view! { <span class="scale">{scale}</span> })}
        </p>
        <div
            class="bars"
            class:narrowed=narrowed
            role="group"
            aria-label=(strings().histogram_label)(span)
            on:keydown=move |event| walk(&event)
        >
            {bars.into_iter().enumerate().map(one).collect_view()}
        </div>
        <div class="ticks" aria-hidden="true">{tick_views(ticks, count)}</div>
    }
}

/// Labels in a row, each as wide as the way to the next; the style sheet drops the last if it does not fit.
fn tick_views(ticks: Vec<(usize, String)>, bars: usize) -> impl IntoView {
    let first = ticks.first().map_or(0, |(at, _)| *at);
    let ends: Vec<usize> = ticks.iter().skip(1).map(|(at, _)| *at).collect();
    let share = move |count: usize| percent(count as u64, bars as u64);
    let one = move |(place, (at, label)): (usize, (usize, String))| {
        let width = ends.get(place).map(|end| share(end - at));
        let before = (place == 0 && first > 0).then(|| share(first));
        view! { <span style:width=width style:margin-left=before>{label}</span> }
    };
    ticks.into_iter().enumerate().map(one).collect_view()
}

/// A share in percent, to the hundredth. (The language's own way of writing numbers with a point takes ten thousand bytes.)
fn percent(part: u64, whole: u64) -> String {
    let hundredths = part * 10_000 / whole.max(1);
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

/// At which bars labels stand and what they say: the next larger span where there are enough of
/// them, else the bars' own.
fn ticks(bars: &[Bar], span: Span) -> Vec<(usize, String)> {
    let few = bars.len() <= FEW_BARS;
    let begins = |bar: &Bar| match span {
        Span::Decade | Span::Year => true,
        Span::Month => few || bar.from.month() == 1,
        Span::Day => few || bar.from.day() == 1,
    };
    let named: Vec<(usize, Date)> =
        bars.iter().enumerate().filter(|(_, bar)| begins(bar)).map(|(index, bar)| (index, bar.from)).collect();
    let step = named.len().div_ceil(MAX_TICKS).max(1);
    let named_span = match span {
        Span::Month if !few => Span::Year,
        Span::Day if !few => Span::Month,
        span => span,
    };
    let label = |from: Date| (strings().short_span)(&Bar { from, to: from, count: 0, all: 0 }, named_span);
    named.into_iter().step_by(step).map(|(index, date)| (index, label(date))).collect()
}

/// Left and right move the focus among the bars, Home and End to the ends: one stop of the Tab key for all of them.
fn walk(event: &KeyboardEvent) {
    // With these held, the arrows are the browser's: Alt and Left go back to the page before.
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let Some(bar) = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok()) else { return };
    let parent = bar.parent_element();
    let target = match event.key().as_str() {
        "ArrowLeft" => bar.previous_element_sibling(),
        "ArrowRight" => bar.next_element_sibling(),
        "Home" => parent.and_then(|parent| parent.first_element_child()),
        "End" => parent.and_then(|parent| parent.last_element_child()),
        _ => return,
    };
    event.prevent_default();
    if let Some(target) = target.and_then(|target| target.dyn_into::<HtmlElement>().ok()) {
        // After a click the focus is not where the stop was.
        let stop = bar.parent_element().and_then(|bars| bars.query_selector("[tabindex='0']").ok().flatten());
        if let Some(stop) = stop.and_then(|stop| stop.dyn_into::<HtmlElement>().ok()) {
            stop.set_tab_index(-1);
        }
        target.set_tab_index(0);
        let _ = target.focus();
    }
}
