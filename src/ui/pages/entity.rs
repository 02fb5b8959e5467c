//! An entity: its names, its time, its company.

use leptos::prelude::*;

use crate::model::Alias;
use crate::protocol::{Count, EntityReply, Facet, Reply, Request};
use crate::ui::app;
use crate::ui::location::href;
use crate::ui::pages::{BackLink, NotFound};
use crate::ui::parts::{Bars, EntityLink, HitRow};
use crate::ui::state::View;
use crate::ui::strings::strings;

/// Values shown in a list of company or stories.
const TALLY_LIMIT: usize = 14;

/// What is known of an entity.
#[component]
pub fn EntityPage(
    /// Its name or an alias.
    name: String,
) -> impl IntoView {
    let app = app();
    let question = name.clone();
    let answer = app.client.follow(move || Some(Request::Entity { name: question.clone() }));
    view! {
        <section class="page" data-testid="entity-view">
            <BackLink />
            {move || match answer.get() {
                Some(Reply::Entity(reply)) => view! { <Entity reply=*reply /> }.into_any(),
                Some(Reply::NotFound { what }) => view! { <NotFound what /> }.into_any(),
                _ => view! { <h2 class="page-title">{name.clone()}</h2> }.into_any(),
            }}
        </section>
    }
}

#[component]
fn Entity(reply: EntityReply) -> impl IntoView {
    let span = reply.first.zip(reply.last).map(|(first, last)| (strings().entity_span)(reply.events, first, last));
    let events = View::only(Facet::Entity, &reply.name);
    let search = href(&events);
    view! {
        <h2 class="page-title" dir="auto">{reply.name.clone()}</h2>
        <Aliases aliases=reply.aliases />
        <p class="meta">{reply.kind.map(|kind| view! { <span>{kind}</span> })} {span.map(|span| view! { <span>{span}</span> })}</p>
        <div class="histogram small">
            <Bars bars=reply.histogram span=reply.span view=Signal::stored(events) />
        </div>
        <p><a class="action" href=search>{(strings().search_entity)(reply.events)}</a></p>
        <Tally heading=strings().appears_with counts=reply.with facet=Facet::Entity />
        <Tally heading=strings().stories counts=reply.stories facet=Facet::Story />
        <h3 class="section-title">{strings().newest_events}</h3>
        {reply.newest.into_iter().map(|hit| view! { <HitRow hit dated=true /> }).collect_view()}
    }
}

#[component]
fn Aliases(aliases: Vec<Alias>) -> impl IntoView {
    let item = |alias: Alias| {
        view! { <li data-testid="entity-alias" title=(strings().alias_origin)(alias.origin)>{alias.name}</li> }
    };
    (!aliases.is_empty()).then(|| {
        view! {
            <div class="aliases">
                <span class="label">{strings().also_called}</span>
                <ul>{aliases.into_iter().map(item).collect_view()}</ul>
            </div>
        }
    })
}

/// Values and how often they come with the entity.
#[component]
fn Tally(
    /// What they are.
    heading: &'static str,
    /// The values.
    counts: Vec<Count>,
    /// What a click on one searches.
    facet: Facet,
) -> impl IntoView {
    let item = move |count: Count| {
        let name = match facet {
            Facet::Entity => view! { <EntityLink name=count.value /> }.into_any(),
            _ => view! { <a href=href(&View::only(facet, &count.value))>{count.value.clone()}</a> }.into_any(),
        };
        view! { <li>{name}<span class="count">{(strings().number)(count.count)}</span></li> }
    };
    (!counts.is_empty()).then(|| {
        view! {
            <h3 class="section-title">{heading}</h3>
            <ul class="tally">{counts.into_iter().take(TALLY_LIMIT).map(item).collect_view()}</ul>
        }
    })
}
