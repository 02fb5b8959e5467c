//! The title of the window.

use leptos::prelude::*;

use super::App;
use super::parts::filter_labels;
use super::state::{Page, View};
use super::strings::strings;

/// Keeps the title at what is open, then the archive.
pub(super) fn keep(app: App) {
    Effect::new(move |_| {
        let archive = app.client.manifest.with(|manifest| manifest.as_ref().map(|manifest| manifest.title.clone()));
        let archive = archive.unwrap_or_else(|| "Throughline".to_owned());
        let what = app.event_title.get().unwrap_or_else(|| app.view.with(what_is_shown));
        document().set_title(&if what.is_empty() { archive } else { format!("{what} – {archive}") });
    });
}

/// The day, the entity, or the words and filters of the search; empty for the whole archive.
fn what_is_shown(view: &View) -> String {
    match &view.page {
        Page::Day(date) => (strings().date)(*date),
        Page::Entity(name) => name.clone(),
        Page::Article => strings().article_heading.to_owned(),
        Page::Results => {
            let words = view.query.trim().to_owned();
            let filters = filter_labels(view).into_iter().map(|(label, _)| label);
            [words].into_iter().filter(|words| !words.is_empty()).chain(filters).collect::<Vec<_>>().join(", ")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_filters_are_named() {
        for (query, expected) in [
            ("", ""),
            ("q=%20kelp%20", "kelp"),
            ("category=Law&entity=-Syria", "Law, not Syria"),
            ("q=kelp&after=2016-02-29&before=2016-06-01", "kelp, since 29 February 2016, until 31 May 2016"),
            ("q=kelp&category=Law&day=2016-12-04", "4 December 2016"),
            ("q=kelp&name=Syria", "Syria"),
            ("q=kelp&view=article", "Which event does an article report?"),
        ] {
            assert_eq!(what_is_shown(&View::parse(query)), expected, "{query}");
        }
    }
}
