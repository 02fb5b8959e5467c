//! The results of the search.

use leptos::prelude::*;

use crate::model::Date;
use crate::protocol::{Hit, Progress, SearchReply, Sort};
use crate::ui::keys::focus_on;
use crate::ui::location::href;
use crate::ui::parts::{Announcement, Chips, DayHeading, HitRow, Names, Readings};
use crate::ui::state::{Page, View, sort_from_name, sort_name};
use crate::ui::strings::strings;
use crate::ui::{RESULTS_STEP, app};

/// How many events match, in which order, and the events.
#[component]
pub fn ResultsPage() -> impl IntoView {
    let app = app();
    let total = Memo::new(move |_| app.results.with(|reply| reply.as_ref().map(|reply| reply.total)));
    // Nothing was found before anything was searched, but that says nothing.
    let nothing_found =
        move || total.get() == Some(0) && app.results.with(|reply| reply.as_ref().is_some_and(|r| r.searched > 0));
    let words = Memo::new(|_| count_words());
    let more = move || total.get().is_some_and(|total| total > app.shown.get());
    view! {
        <div class="results-top">
            <p class="result-count" aria-hidden="true" data-testid="result-count">{words}</p>
            <Announcement words />
            <button
                type="button"
                id="filters-button"
                class="only-narrow filters-button"
                aria-controls="filters"
                aria-expanded=move || app.filters_open.get().to_string()
                on:click=move |_| app.filters_open.update(|open| *open = !*open)
            >
                {strings().filters}
            </button>
            <SortChoice />
        </div>
        <Chips />
        <WholeText />
        <Names />
        <Readings />
        <ol class="hits">
            <For each=rows key=Row::key let(row)>
                {row.heading.map(|date| view! { <li class="day-row"><DayHeading date /></li> })}
                <li data-testid="result"><HitRow hit=row.hit dated=row.dated /></li>
            </For>
        </ol>
        <Show when=nothing_found>
            <NothingFound />
        </Show>
        <Show when=more>
            <button type="button" class="show-more" on:click=move |_| app.shown.update(|shown| *shown += RESULTS_STEP)>
                {strings().show_more}
            </button>
        </Show>
    }
}

/// Searches longer than this, in characters, are taken for an article.
const ARTICLE_CHARS: usize = 160;

/// Offers to find the event that a text reports, where it was pasted into the search box.
#[component]
fn WholeText() -> impl IntoView {
    let app = app();
    let is_long = Memo::new(move |_| app.view.read().query.chars().nth(ARTICLE_CHARS).is_some());
    let address = move || href(&View { query: String::new(), ..app.view.read().with_page(Page::Article) });
    let ask = move |_| app.article.ask(app.view.with_untracked(|view| view.query.clone()));
    view! {
        <Show when=move || is_long.get()>
            <p class="readings"><a data-testid="article-instead" href=address on:click=ask>{strings().article_instead}</a></p>
        </Show>
    }
}

/// A hit, and the day above it if it is the first of a day.
#[derive(Clone)]
struct Row {
    hit: Hit,
    heading: Option<Date>,
    dated: bool,
}

impl Row {
    /// Rows with the same key look the same.
    fn key(&self) -> impl std::hash::Hash + Eq + use<> {
        (self.hit.id.clone(), self.hit.marks.clone(), self.hit.snippet.clone(), self.heading, self.dated)
    }
}

/// By date the days stand above their events; by relevance each event says its own.
fn rows() -> Vec<Row> {
    let app = app();
    let by_date = Memo::new(move |_| {
        let view = app.view.read();
        view.sort != Sort::Relevance || view.query.trim().is_empty()
    });
    let by_date = by_date.get();
    let mut day = None;
    app.results.with(|reply| {
        let hits = reply.as_ref().map(|reply| reply.hits.as_slice()).unwrap_or_default();
        hits.iter()
            .map(|hit| {
                let heading = (by_date && day != Some(hit.date)).then_some(hit.date);
                day = Some(hit.date);
                Row { hit: hit.clone(), heading, dated: !by_date }
            })
            .collect()
    })
}

/// “12 of 1,234 events”, and while the archive arrives how much of it was searched.
fn count_words() -> String {
    let app = app();
    app.results.with(|reply| {
        let progress = app.client.progress.read();
        let searched_any = |reply: &&SearchReply| reply.searched > 0;
        let Some(SearchReply { total, searched, .. }) = reply.as_ref().filter(searched_any) else {
            return words_without_events(&progress, app.client.broken.get());
        };
        let all = app.client.manifest.with(|manifest| manifest.as_ref().map_or(*searched, |manifest| manifest.events));
        let matches = match app.view.with(View::narrows) {
            true => (strings().events_of)(*total, all),
            false => (strings().events)(*total),
        };
        match *searched < all && !progress.done {
            true => format!("{matches} ({})", (strings().searched_so_far)(*searched, all)),
            false => matches,
        }
    })
}

/// Before the first events are there; where none will come, the page says why above.
fn words_without_events(progress: &Progress, broken: bool) -> String {
    match (progress.done, broken) {
        (false, false) => strings().loading.to_owned(),
        (true, false) if progress.failures.is_empty() => strings().empty_archive.to_owned(),
        _ => String::new(),
    }
}

#[component]
fn SortChoice() -> impl IntoView {
    let app = app();
    let choose = move |name: String| app.go(View { sort: sort_from_name(&name), ..app.view.get_untracked() });
    // Without words nothing matches better than anything else.
    let without_words = Memo::new(move |_| app.view.read().query.trim().is_empty());
    let chosen = move || match app.view.read().sort {
        Sort::Relevance if without_words.get() => Sort::Newest,
        sort => sort,
    };
    let option = move |sort: Sort| {
        let selected = move || chosen() == sort;
        let hidden = move || sort == Sort::Relevance && without_words.get();
        view! {
            <option value=option_name(sort) prop:selected=selected selected=selected hidden=hidden disabled=hidden>
                {(strings().sort)(sort)}
            </option>
        }
    };
    view! {
        <label class="sort">
            <span class="sr-only">{strings().sort_label}</span>
            <select data-testid="sort" on:change:target=move |event| choose(event.target().value())>
                {[Sort::Relevance, Sort::Newest, Sort::Oldest].map(option).into_iter().collect_view()}
            </select>
        </label>
    }
}

/// The names of URLs, but for the default, which has none there.
fn option_name(sort: Sort) -> &'static str {
    if sort == Sort::Relevance { "relevance" } else { sort_name(sort) }
}

#[component]
fn NothingFound() -> impl IntoView {
    let app = app();
    let filtered = move || !app.view.read().filters.is_empty();
    let searched = move || !app.view.read().query.trim().is_empty();
    let clear = move |_| {
        app.go(View { query: String::new(), ..app.view.get_untracked() });
        focus_on("#search-box");
    };
    let only_words = move || {
        let view = app.view.get();
        href(&View { query: view.query, sort: view.sort, ..View::default() })
    };
    view! {
        <div class="no-results" data-testid="no-results">
            <h2>
                {move || match app.client.progress.read().done {
                    true => app.view.with(|view| (strings().nothing_found)(single_word(view))),
                    false => strings().nothing_found_so_far.to_owned(),
                }}
            </h2>
            <Show when=searched>
                <p>{strings().nothing_found_help}</p>
            </Show>
            <Show when=filtered>
                <p><a href=only_words>{strings().without_filters}</a></p>
            </Show>
            <Show when=searched>
                <button type="button" data-testid="clear-search" on:click=clear>{strings().clear_search}</button>
            </Show>
        </div>
    }
}

/// The word that is searched, if it is the whole search and nothing but a word.
fn single_word(view: &View) -> Option<&str> {
    let word = view.query.trim();
    let plain = !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '\'' | '’'));
    (plain && !word.starts_with('-') && view.filters.is_empty()).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_named_if_nothing_else_was_searched() {
        for (query, expected) in [
            ("q=%20dagestan%20", Some("dagestan")),
            ("q=Val-d%27Or", Some("Val-d'Or")),
            ("q=海带", Some("海带")),
            ("q=two%20words", None),
            ("q=-dagestan", None),
            ("q=dagest*", None),
            ("q=entity:Russia", None),
            ("q=dagestan&category=Law", None),
            ("q=%20", None),
        ] {
            assert_eq!(single_word(&View::parse(query)), expected, "{query}");
        }
    }
}
