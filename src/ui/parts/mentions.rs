//! Entities and how often they are mentioned, as ways in.

use leptos::prelude::*;

use super::EntityLink;
use crate::protocol::{Count, Facet, SearchReply};
use crate::ui::app;
use crate::ui::state::{Page, View};
use crate::ui::strings::strings;

/// Entities shown.
const MOST: usize = 7;

/// The entities mentioned most among the events that the search finds, where that can be told.
#[component]
pub fn Mentions() -> impl IntoView {
    let app = app();
    let list = Memo::new(move |_| {
        let heading = app.view.with(heading)?;
        let counts = app.results.with(|reply| reply.as_ref().map(most_mentioned)).unwrap_or_default();
        (!counts.is_empty()).then_some((heading, counts))
    });
    let row = |Count { value, count }| {
        view! { <li><EntityLink name=value /><span class="count">{(strings().number)(count)}</span></li> }
    };
    move || {
        list.get().map(|(heading, counts)| {
            view! {
                <h3 class="section-title">{heading}</h3>
                <ul class="tally" data-testid="mentions">{counts.into_iter().map(row).collect_view()}</ul>
            }
        })
    }
}

fn most_mentioned(reply: &SearchReply) -> Vec<Count> {
    let entities = reply.facets.iter().find(|counts| counts.facet == Facet::Entity);
    let values = entities.map(|counts| counts.values.as_slice()).unwrap_or_default();
    values.iter().filter(|count| count.count > 0).take(MOST).cloned().collect()
}

/// What the counts of entities are counts of, if it is what the reader sees: they pay no attention to required
/// entities, and pages of a day or an entity show no results.
fn heading(view: &View) -> Option<&'static str> {
    let required = view.filters.entity.iter().any(|choice| !choice.exclude);
    match (view.narrows(), &view.page) {
        (false, _) => Some(strings().most_mentioned),
        (true, Page::Results) if !required => Some(strings().most_mentioned_here),
        (true, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heading_is_true_or_absent() {
        let (archive, here) = (Some(strings().most_mentioned), Some(strings().most_mentioned_here));
        for (query, expected) in [
            ("", archive),
            ("day=2016-12-04", archive),
            ("q=storm", here),
            ("category=Law&entity=-Syria", here),
            ("entity=Syria", None),
            ("q=storm&entity=Syria&entity=-Russia", None),
            ("q=storm&name=Syria", None),
        ] {
            assert_eq!(heading(&View::parse(query)), expected, "{query}");
        }
    }
}
