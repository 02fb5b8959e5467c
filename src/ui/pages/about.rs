//! What the archive is, where no event is open.

use leptos::prelude::*;

use crate::model::{Licence, Manifest, safe_url};
use crate::protocol::Facet;
use crate::ui::app;
use crate::ui::location::href;
use crate::ui::state::View;
use crate::ui::strings::strings;

/// Names offered as ways in.
const EXAMPLES: usize = 6;

/// Title, span, licence, and some ways in.
#[component]
pub fn About() -> impl IntoView {
    let app = app();
    view! {
        <section class="about">
            {move || app.client.manifest.get().map(|manifest| view! { <Facts manifest /> })}
            <Examples />
            <p class="note">{strings().privacy}</p>
        </section>
    }
}

#[component]
fn Facts(manifest: Manifest) -> impl IntoView {
    let span =
        manifest.first.zip(manifest.last).map(|(first, last)| (strings().archive_span)(manifest.events, first, last));
    view! {
        <h2 dir="auto">{manifest.title}</h2>
        {(!manifest.description.is_empty()).then(|| view! { <p>{manifest.description}</p> })}
        <p class="meta">{span}</p>
        <LicenceLine licence=manifest.licence />
    }
}

#[component]
fn LicenceLine(licence: Licence) -> impl IntoView {
    let name = match safe_url(&licence.url) {
        true => {
            view! { <a href=licence.url rel="license noopener noreferrer" target="_blank">{licence.name.clone()}</a> }
                .into_any()
        }
        false => licence.name.clone().into_any(),
    };
    (!licence.name.is_empty()).then(|| view! { <p class="meta">{strings().licence}": "{name}</p> })
}

/// The entities mentioned most among the present results.
#[component]
fn Examples() -> impl IntoView {
    let app = app();
    let names = Memo::new(move |_| {
        app.results.with(|reply| {
            let facet =
                reply.as_ref().and_then(|reply| reply.facets.iter().find(|counts| counts.facet == Facet::Entity));
            let values = facet.map(|counts| counts.values.as_slice()).unwrap_or_default();
            values.iter().take(EXAMPLES).map(|count| count.value.clone()).collect::<Vec<_>>()
        })
    });
    view! {
        <Show when=move || !names.read().is_empty()>
            <h3>{strings().try_heading}</h3>
            <ul class="entities">
                {move || {
                    names
                        .get()
                        .into_iter()
                        .map(|name| view! { <li><a class="entity" href=href(&View::only(Facet::Entity, &name))>{name.clone()}</a></li> })
                        .collect_view()
                }}
            </ul>
        </Show>
    }
}
