//! The app: what readers see.
//!
//! [`state`] is the view and its URL, [`mod@location`] the address bar, [`client`] the worker. [`pages`] are what fills
//! an area of the screen, [`parts`] what they are made of, [`mod@strings`] every word. Pages read the view and ask the
//! client; nothing else is shared.

pub mod client;
pub mod keys;
pub mod location;
pub mod pages;
pub mod parts;
pub mod recent;
pub mod state;
pub mod strings;
mod title;
pub mod words;

use leptos::prelude::*;

use crate::protocol::{Reply, Request, SearchReply, SearchRequest};
use client::Client;
use location::Entry;
use pages::{Article, Detail, MainArea};
use parts::{Filters, Header, Help, Histogram, Problems};
use state::{Page, View};
use strings::strings;

/// Results shown at first, and added by each “show more”.
pub const RESULTS_STEP: u32 = 50;
/// Who pauses so long between two keystrokes begins a new search.
const TYPING_PAUSE_MS: f64 = 2_000.0;
/// Values of a facet shown at first.
pub const FACET_VALUES_FEW: u32 = 7;
/// Values of a facet shown on demand.
pub const FACET_VALUES_MANY: u32 = 60;

/// What every page and part may use. Copies are the same app.
#[derive(Clone, Copy)]
pub struct App {
    /// What the reader is looking at.
    pub view: RwSignal<View>,
    /// The engine.
    pub client: Client,
    /// The newest answer to the search in `view`.
    pub results: Memo<Option<SearchReply>>,
    /// The number of results to show.
    pub shown: RwSignal<u32>,
    /// The most values of a facet that any list of them shows.
    pub facet_limit: RwSignal<u32>,
    /// The filters are shown where there is no room for them beside the results.
    pub filters_open: RwSignal<bool>,
    /// The help is shown.
    pub help_open: RwSignal<bool>,
    /// Searches of earlier visits, newest first.
    pub recent: RwSignal<Vec<String>>,
    /// The reader's article.
    pub article: Article,
    /// The headline of the open event, once it is there.
    pub event_title: RwSignal<Option<String>>,
    /// A link inside the open event was followed: the focus belongs to the next one.
    pub follow_focus: StoredValue<bool>,
    /// When the last keystroke changed the view, in milliseconds: another soon after is no new step in the history.
    typed_at: StoredValue<f64>,
    /// Where the list stood when an event took its place.
    list_top: StoredValue<f64>,
}

impl App {
    fn start() -> Self {
        let worker_url = location::url_from_meta("throughline-worker", "worker.js");
        let manifest_url = location::url_from_meta("throughline-bundle", "bundle/manifest.json");
        let patience_ms = location::meta("throughline-patience").and_then(|ms| ms.parse().ok());
        Self::new(location::current(), Client::start(&worker_url, manifest_url, patience_ms))
    }

    /// The app at a view. What is shown of it expects it as a context.
    pub fn new(view: View, client: Client) -> Self {
        let view = RwSignal::new(view);
        let shown = RwSignal::new(RESULTS_STEP);
        let facet_limit = RwSignal::new(FACET_VALUES_FEW);
        let answer = client.follow(move || Some(search_request(&view.read(), shown.get(), facet_limit.get())));
        let results = Memo::new(move |_| match answer.get() {
            Some(Reply::Search(reply)) => Some(reply),
            _ => None,
        });
        Self {
            view,
            client,
            results,
            shown,
            facet_limit,
            filters_open: RwSignal::new(false),
            help_open: RwSignal::new(false),
            recent: RwSignal::new(recent::load()),
            article: Article::default(),
            event_title: RwSignal::new(None),
            follow_focus: StoredValue::new(false),
            typed_at: StoredValue::new(0.0),
            list_top: StoredValue::new(0.0),
        }
    }

    /// Goes to a view; Back leads here again.
    pub fn go(self, view: View) {
        if self.view.with_untracked(|old| *old == view) {
            return;
        }
        self.typed_at.set_value(0.0);
        location::record(&view, Entry::New);
        self.show(view);
    }

    /// Searches what is being typed. A run of keystrokes is one step in the history.
    pub fn type_query(self, query: String) {
        let mut view = View { query, page: Page::Results, ..self.view.get_untracked() };
        if one_area_at_a_time() {
            view.event = None;
        }
        let now = js_sys::Date::now();
        let same_run = now - self.typed_at.get_value() < TYPING_PAUSE_MS;
        self.typed_at.set_value(now);
        let entry = if same_run { Entry::Replaced } else { Entry::New };
        location::record(&view, entry);
        self.show(view);
    }

    /// Keeps the search for later visits, in this browser.
    pub fn remember(self) {
        let searches =
            self.recent.with_untracked(|recent| self.view.with_untracked(|view| recent::with(recent, &view.query)));
        recent::keep(&searches);
        self.recent.set(searches);
    }

    /// Forgets all searches of earlier visits.
    pub fn forget(self) {
        recent::keep(&[]);
        self.recent.set(Vec::new());
    }

    /// The language of headlines, for `lang` attributes: it decides about fonts and voices, and need not be the
    /// interface's.
    pub fn language(self) -> Option<String> {
        self.client.manifest.with(|manifest| {
            let language = manifest.as_ref().map(|manifest| manifest.language.clone());
            language.filter(|language| !language.is_empty())
        })
    }

    /// Changes the view without touching the history.
    fn show(self, view: View) {
        let other_search = self.view.with_untracked(|old| {
            old.query != view.query || old.exact != view.exact || old.filters != view.filters || old.sort != view.sort
        });
        if other_search {
            self.shown.set(RESULTS_STEP);
        }
        if view.event.is_some() && self.view.with_untracked(|old| old.event.is_none()) {
            // Who opens an event has found something with these words.
            self.remember();
            self.list_top.set_value(window().scroll_y().unwrap_or(0.0));
        }
        self.view.set(view);
    }
}

/// The app that the components above have started.
pub fn app() -> App {
    expect_context()
}

fn search_request(view: &View, limit: u32, facet_limit: u32) -> Request {
    Request::Search(SearchRequest {
        query: view.query.clone(),
        // A link to a half-typed search must find what its sender saw.
        typing: true,
        filters: view.filters.clone(),
        exact: view.exact,
        sort: view.sort,
        offset: 0,
        limit,
        facet_limit,
        ..SearchRequest::default()
    })
}

/// Puts the app into the page, in the place of what `index.html` shows meanwhile.
pub fn start() {
    console_error_panic_hook::set_once();
    if let Some(boot) = document().get_element_by_id("boot") {
        boot.remove();
    }
    mount_to_body(Root);
}

#[component]
fn Root() -> impl IntoView {
    let app = App::start();
    provide_context(app);
    location::on_link(move |view, link| {
        app.filters_open.set(false);
        app.follow_focus.set_value(link.closest(".event").is_ok_and(|event| event.is_some()));
        app.go(view);
    });
    location::on_history_move(move |view| {
        app.typed_at.set_value(0.0);
        app.filters_open.set(false);
        app.show(view);
    });
    keys::listen(app);
    title::keep(app);
    keep_place(app);
    let event_open = move || app.view.read().event.is_some();
    let page_open = move || app.view.read().page != Page::Results;
    view! {
        <a class="skip" href="#results">{strings().skip_link}</a>
        <Header />
        <Problems />
        <Histogram />
        <main
            aria-busy=move || (!app.client.settled.get() && !app.client.broken.get()).to_string()
            class="areas"
            class:with-event=event_open
            class:on-page=page_open
            class:with-filters=move || app.filters_open.get()>
            <Filters />
            <MainArea />
            <Detail />
        </main>
        <Help />
    }
}

/// On a narrow screen an event takes the place of the list: shows it from its top, and goes back to the same place
/// in the list afterwards.
fn keep_place(app: App) {
    let event = Memo::new(move |_| app.view.read().event.clone());
    let page = Memo::new(move |_| app.view.read().page.clone());
    Effect::new(move |before: Option<(Option<String>, Page)>| {
        let now = (event.get(), page.get());
        let Some((event_before, page_before)) = before else { return now };
        let narrow = one_area_at_a_time();
        if now.1 != page_before {
            scroll_to(0.0);
        } else if let (Some(closed), None) = (&event_before, &now.0) {
            let closed = closed.clone();
            request_animation_frame(move || {
                if narrow {
                    scroll_to(app.list_top.get_value());
                }
                keys::focus_row_of(&closed);
            });
        } else if narrow && event_before != now.0 {
            scroll_to(0.0);
        }
        now
    });
}

/// Whether the screen is so narrow that an event takes the place of the list: the breakpoint of the style sheet.
pub fn one_area_at_a_time() -> bool {
    window().match_media("(max-width: 44.99em)").ok().flatten().is_some_and(|media| media.matches())
}

fn scroll_to(top: f64) {
    window().scroll_to_with_x_and_y(0.0, top);
}
