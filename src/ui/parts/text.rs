//! Text with marks, and with links to entities.

use leptos::prelude::*;

use crate::model::Event;
use crate::protocol::Mark;
use crate::ui::app;
use crate::ui::location::href;
use crate::ui::state::Page;
use crate::ui::strings::strings;
use crate::ui::words::{Linked, lead_length, linked_pieces, marked_pieces, shortened, split_marks};

/// Text in which words of the query stand out.
#[component]
pub fn MarkedText(
    /// The text.
    text: String,
    /// What stands out.
    marks: Vec<Mark>,
) -> impl IntoView {
    marked_pieces(&text, &marks)
        .into_iter()
        .map(|piece| match piece.marked {
            true => view! { <mark>{piece.text}</mark> }.into_any(),
            false => piece.text.into_any(),
        })
        .collect_view()
}

/// Fewer characters of what follows the first sentence are not shown.
const FEWEST_CHARS: usize = 60;

/// A headline whose first sentence leads.
#[component]
pub fn Headline(
    /// The headline.
    text: String,
    /// What stands out.
    marks: Vec<Mark>,
    /// The most characters shown; all of them if it is not given.
    #[prop(optional)]
    limit: Option<usize>,
) -> impl IntoView {
    let text = if text.trim().is_empty() { strings().no_headline.to_owned() } else { text };
    let lead = lead_length(&text);
    let text = limit.map_or_else(|| text.clone(), |limit| short_headline(&text, lead, limit));
    let lead = lead.min(text.len());
    let (lead_marks, rest_marks) = split_marks(&marks, lead);
    let rest = text[lead..].to_owned();
    let text = text[..lead].to_owned();
    view! {
        <span class="lead"><MarkedText text marks=lead_marks /></span>
        {(!rest.is_empty()).then(|| view! { <span class="more"><MarkedText text=rest marks=rest_marks /></span> })}
    }
}

/// A headline of at most about `limit` characters, whose first sentence has `lead` bytes. The first sentence is not cut
/// for a few words too many, and of the second a few words would say nothing.
fn short_headline(text: &str, lead: usize, limit: usize) -> String {
    let lead = text[..lead].chars().count();
    let first_sentence = lead + FEWEST_CHARS > limit && lead < limit + FEWEST_CHARS;
    shortened(text, if first_sentence { lead } else { limit }).into_owned()
}

/// The headline of an open event: mentions lead to the pages of their entities.
#[component]
pub fn LinkedHeadline(
    /// The event.
    event: Event,
) -> impl IntoView {
    let (lead, rest): (Vec<_>, Vec<_>) =
        linked_pieces(&event.headline, &event.mentions).into_iter().partition(|piece| piece.lead);
    let show = |pieces: Vec<Linked>| {
        let show_piece = |piece: Linked| match piece.entity {
            Some(entity) => view! { <EntityLink name=entity text=piece.text /> }.into_any(),
            None => piece.text.into_any(),
        };
        pieces.into_iter().map(show_piece).collect_view()
    };
    let more = (!rest.is_empty()).then(|| view! { <span class="more">{show(rest)}</span> });
    view! {
        <span class="lead">{show(lead)}</span>
        {more}
    }
}

/// A link to the page of an entity.
#[component]
pub fn EntityLink(
    /// The canonical name.
    name: String,
    /// What stands there, if not the name.
    #[prop(optional, into)]
    text: Option<String>,
) -> impl IntoView {
    let app = app();
    let label = text.unwrap_or_else(|| name.clone());
    let title = (label != name).then(|| name.clone());
    let address = move || href(&app.view.read().with_page(Page::Entity(name.clone())));
    view! { <a class="entity" href=address title=title>{label}</a> }
}
