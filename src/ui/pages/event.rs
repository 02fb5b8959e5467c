//! An event, whole, and what is connected with it.

use leptos::html::H2;
use leptos::prelude::*;

use crate::model::{Event, Source, safe_url};
use crate::protocol::{EventReply, Facet, Hit, Related, RelatedRequest, Reply, Request};
use crate::ui::keys::focus_quietly;
use crate::ui::location::href;
use crate::ui::pages::NotFound;
use crate::ui::parts::{Category, CloseSign, EntityLink, Headline, LinkedHeadline};
use crate::ui::state::{Page, View};
use crate::ui::strings::strings;
use crate::ui::words::lead_length;
use crate::ui::{App, app, one_area_at_a_time};

/// Related events shown.
const RELATED_LIMIT: u32 = 10;
/// Headlines longer than this (first sentence, in characters) are set smaller.
const LONG_HEADLINE_CHARS: usize = 150;

/// The open event.
#[component]
pub fn EventPage(
    /// Its id.
    id: String,
) -> impl IntoView {
    let app = app();
    let (question, related_question) = (id.clone(), id);
    let answer = app.client.follow(move || Some(Request::Event { id: question.clone() }));
    let related = app.client.follow(move || {
        Some(Request::Related(RelatedRequest {
            id: related_question.clone(),
            limit: RELATED_LIMIT,
            ..RelatedRequest::default()
        }))
    });
    view! {
        <article class="event" data-testid="event-view">
            <p class="event-top">
                <a class="close" data-testid="close-event" href=move || href(&app.view.read().without_event())>
                    <CloseSign />
                </a>
            </p>
            {move || match answer.get() {
                Some(Reply::Event(reply)) => view! { <EventBody reply=*reply /> }.into_any(),
                Some(Reply::NotFound { what }) => view! { <NotFound what /> }.into_any(),
                _ => ().into_any(),
            }}
            {move || match related.get() {
                Some(Reply::Related(reply)) => view! { <RelatedList items=reply.items /> }.into_any(),
                _ => ().into_any(),
            }}
        </article>
    }
}

#[component]
fn EventBody(reply: EventReply) -> impl IntoView {
    let app = app();
    let EventReply { event, story_neighbours } = reply;
    let heading = NodeRef::<H2>::new();
    focus_where_the_reader_is(app, heading);
    app.event_title.set(Some(lead(&event.headline)));
    on_cleanup(move || app.event_title.set(None));
    let long = event.headline[..lead_length(&event.headline)].chars().count() > LONG_HEADLINE_CHARS;
    let date = event.date;
    let day = move || href(&app.view.read().with_page(Page::Day(date)));
    view! {
        <p class="meta">
            <a href=day title=strings().whole_day><time datetime=date.to_string()>{(strings().long_date)(date)}</time></a>
            {event.category.clone().map(|name| view! { <Category name /> })}
            {event.place.clone().map(|place| view! { <span>{place}</span> })}
        </p>
        <h2
            class="headline"
            dir="auto"
            class:long=long
            data-testid="event-headline"
            tabindex="-1"
            lang=move || app.language()
            node_ref=heading
        >
            <LinkedHeadline event=event.clone() />
        </h2>
        {event.description.clone().map(|text| view! { <p class="description" dir="auto" lang=move || app.language()>{text}</p> })}
        {event.stub.then(|| view! { <p class="note">{strings().stub}</p> })}
        <Sources sources=event.sources.clone() stub=event.stub />
        <StoryPath event=event.clone() neighbours=story_neighbours />
        <Mentioned entities=event.entities />
    }
}

/// The focus goes with the reader: to an event that takes the place of the list, and to one that was followed from the
/// event before. Beside the list it stays where it is, so that the arrow keys go on through the list.
fn focus_where_the_reader_is(app: App, heading: NodeRef<H2>) {
    Effect::new(move |_| {
        let Some(heading) = heading.get() else { return };
        if one_area_at_a_time() || app.follow_focus.get_value() {
            focus_quietly(&heading);
        }
    });
}

#[component]
fn Sources(sources: Vec<Source>, stub: bool) -> impl IntoView {
    let item = |source: Source| match safe_url(&source.url) {
        true => view! {
            <li>
                <a data-testid="event-source" href=source.url rel="noopener noreferrer" target="_blank">
                    {source.name}
                    <span class="external" aria-hidden="true">" ↗"</span>
                    <span class="sr-only">" ("{strings().external}")"</span>
                </a>
            </li>
        }
        .into_any(),
        // Shown, but never followed: see `safe_url`.
        false => view! { <li>{source.name}</li> }.into_any(),
    };
    let none = sources.is_empty();
    view! {
        <h3 class="section-title">{strings().sources_heading}</h3>
        {(none && !stub).then(|| view! { <p class="note">{strings().no_sources}</p> })}
        {(none && stub).then(|| view! { <p class="note">"–"</p> })}
        <ol class="sources">{sources.into_iter().map(item).collect_view()}</ol>
    }
}

#[component]
fn StoryPath(event: Event, neighbours: (Option<Hit>, Option<Hit>)) -> impl IntoView {
    if event.story.is_empty() {
        return ().into_any();
    }
    let link = |name: String| view! { <li><a href=href(&View::only(Facet::Story, &name))>{name.clone()}</a></li> };
    view! {
        <h3 class="section-title">{strings().story_heading}</h3>
        <ol class="path">{event.story.into_iter().map(link).collect_view()}</ol>
        <ul class="story-neighbours">
            {neighbours.0.map(|hit| view! { <Neighbour hit label=strings().earlier_in_story /> })}
            {neighbours.1.map(|hit| view! { <Neighbour hit label=strings().later_in_story /> })}
        </ul>
    }
    .into_any()
}

#[component]
fn Neighbour(
    /// The event.
    hit: Hit,
    /// How it stands to the open one.
    label: &'static str,
) -> impl IntoView {
    let app = app();
    let id = hit.id;
    view! {
        <li>
            <span class="label">{label}", "{(strings().date)(hit.date)}</span>
            <a href=move || href(&app.view.read().with_event(&id))>{lead(&hit.headline)}</a>
        </li>
    }
}

/// The first sentence.
fn lead(headline: &str) -> String {
    headline[..lead_length(headline)].to_owned()
}

#[component]
fn Mentioned(entities: Vec<String>) -> impl IntoView {
    let item = |name: String| view! { <li data-testid="event-entity"><EntityLink name /></li> };
    (!entities.is_empty()).then(|| {
        view! {
            <h3 class="section-title">{strings().mentioned}</h3>
            <ul class="entities">{entities.into_iter().map(item).collect_view()}</ul>
        }
    })
}

#[component]
fn RelatedList(items: Vec<Related>) -> impl IntoView {
    let none = items.is_empty();
    view! {
        <section class="related" aria-labelledby="related-heading">
            <h3 class="section-title" id="related-heading">{strings().related}</h3>
            {none.then(|| view! { <p class="note">{strings().no_related}</p> })}
            <ol>{items.into_iter().map(|item| view! { <RelatedItem item /> }).collect_view()}</ol>
        </section>
    }
}

#[component]
fn RelatedItem(item: Related) -> impl IntoView {
    let app = app();
    let id = item.id;
    view! {
        <li data-testid="related-item">
            <time datetime=item.date.to_string()>{(strings().date)(item.date)}</time>
            <a class="related-headline" dir="auto" lang=move || app.language() href=move || href(&app.view.read().with_event(&id))>
                <Headline text=item.headline marks=Vec::new() />
            </a>
            {(!item.context.is_empty())
                .then(|| {
                    view! {
                        <p class="context" data-testid="context">
                            <span class="label">{strings().context}</span>
                            {separated(item.context.into_iter().map(|name| view! { <EntityLink name /> }.into_any()))}
                        </p>
                    }
                })}
            {item
                .stories
                .into_iter()
                .next()
                .map(|story| {
                    view! {
                        <p class="context">
                            <span class="label">{strings().same_story}</span>
                            <a href=href(&View::only(Facet::Story, &story))>{story.clone()}</a>
                        </p>
                    }
                })}
            {(!item.words.is_empty())
                .then(|| {
                    view! {
                        <p class="context">
                            <span class="label">{strings().shared_words}</span>
                            {item.words.join(", ")}
                        </p>
                    }
                })}
            {item.given.then(|| view! { <p class="context given">{strings().given_link}</p> })}
        </li>
    }
}

/// Items with commas between them.
fn separated(items: impl Iterator<Item = AnyView>) -> Vec<AnyView> {
    items.enumerate().flat_map(|(index, item)| [(index > 0).then_some(", ").into_any(), item]).collect()
}
