//! What the archive is, where no event is open.

use leptos::prelude::*;

use crate::model::{Licence, Manifest, safe_url};
use crate::ui::app;
use crate::ui::location::href;
use crate::ui::parts::Mentions;
use crate::ui::state::Page;
use crate::ui::strings::strings;

/// Title, span, licence, and some ways in.
#[component]
pub fn About() -> impl IntoView {
    let app = app();
    let remarks = move || app.client.progress.read().remarks.clone();
    let article = move || href(&app.view.read().with_page(Page::Article));
    view! {
        <section class="about">
            <h2>{strings().about}</h2>
            {move || app.client.manifest.get().map(|manifest| view! { <Facts manifest /> })}
            <p class="to-article"><a data-testid="to-article" href=article>{strings().article_heading}</a></p>
            <Mentions />
            <p class="note">{strings().privacy}</p>
            <For each=remarks key=String::clone let(remark)>
                <p class="note" data-testid="remark">{remark}</p>
            </For>
        </section>
    }
}

#[component]
fn Facts(manifest: Manifest) -> impl IntoView {
    let span = manifest.first.zip(manifest.last).map(|(first, last)| (strings().archive_span)(first, last));
    view! {
        {(!manifest.description.is_empty()).then(|| view! { <p dir="auto">{manifest.description}</p> })}
        <p class="meta">
            <span>{(strings().events)(manifest.events)}</span>
            {span.map(|span| view! { <span>{span}</span> })}
        </p>
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
    (!licence.name.is_empty()).then(|| view! { <p class="meta"><span>{strings().licence}": "{name}</span></p> })
}
