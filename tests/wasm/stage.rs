//! A place in the document where components are shown alone, and what can be seen and done there.

use std::any::Any;
use std::cell::Cell;
use std::rc::Rc;

use leptos::mount::mount_to;
use leptos::prelude::*;
use throughline::protocol::SearchReply;
use throughline::ui::App;
use throughline::ui::client::Client;
use throughline::ui::state::View;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent, KeyboardEventInit};

/// Components in the document, until this is dropped.
pub(crate) struct Stage {
    place: HtmlElement,
    /// The app around the components; no worker answers it.
    pub(crate) app: App,
    /// Takes the components out of the document when it is dropped.
    _shown: Box<dyn Any>,
}

impl Stage {
    /// Shows what `components` makes, in an app that is at the view of a query string.
    pub(crate) fn new<V: IntoView + 'static>(query: &str, components: impl FnOnce() -> V + 'static) -> Self {
        Self::answered(query, None, components)
    }

    /// Shows what `components` makes, in an app whose search has this answer.
    pub(crate) fn answered<V: IntoView + 'static>(
        query: &str,
        answer: Option<RwSignal<SearchReply>>,
        components: impl FnOnce() -> V + 'static,
    ) -> Self {
        let place: HtmlElement = document().create_element("div").unwrap().unchecked_into();
        document().body().unwrap().append_child(&place).unwrap();
        let view = View::parse(query);
        let app = Rc::new(Cell::new(None));
        let inside = Rc::clone(&app);
        let shown = mount_to(place.clone(), move || {
            let mut app = App::new(view, Client::without_worker());
            if let Some(answer) = answer {
                app.results = Memo::new(move |_| Some(answer.get()));
            }
            provide_context(app);
            inside.set(Some(app));
            components()
        });
        Self { place, app: app.get().unwrap(), _shown: Box::new(shown) }
    }

    /// All elements of a CSS selector.
    pub(crate) fn all(&self, selector: &str) -> Vec<HtmlElement> {
        let found = self.place.query_selector_all(selector).unwrap();
        (0..found.length()).filter_map(|index| found.item(index)?.dyn_into().ok()).collect()
    }

    /// The only element of a CSS selector.
    pub(crate) fn one(&self, selector: &str) -> HtmlElement {
        let found = self.all(selector);
        assert_eq!(found.len(), 1, "{selector} in {}", self.place.inner_html());
        found.into_iter().next().unwrap()
    }

    /// The texts of all elements of a CSS selector.
    pub(crate) fn texts(&self, selector: &str) -> Vec<String> {
        self.all(selector).iter().map(|element| text(element)).collect()
    }

    /// All text there is.
    pub(crate) fn text(&self) -> String {
        text(&self.place)
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.place.remove();
    }
}

/// The text of an element.
pub(crate) fn text(element: &Element) -> String {
    element.text_content().unwrap_or_default()
}

/// An attribute of an element, or nothing.
pub(crate) fn attribute(element: &Element, name: &str) -> String {
    element.get_attribute(name).unwrap_or_default()
}

/// Presses a key, perhaps with Alt held, where the focus is; whether something but the browser made use of it.
pub(crate) fn press(key: &str, alt: bool) -> bool {
    let init = KeyboardEventInit::new();
    init.set_key(key);
    init.set_alt_key(alt);
    init.set_bubbles(true);
    init.set_cancelable(true);
    let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
    !document().active_element().unwrap().dispatch_event(&event).unwrap()
}
