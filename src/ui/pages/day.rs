//! A day, as a newspaper has it: by category, then by story.

use leptos::prelude::*;

use crate::model::Date;
use crate::protocol::{DayReply, Hit, Reply, Request};
use crate::ui::app;
use crate::ui::location::href;
use crate::ui::pages::BackLink;
use crate::ui::parts::{Category, HitRow};
use crate::ui::state::Page;
use crate::ui::strings::strings;

/// All events of a day.
#[component]
pub fn DayPage(
    /// The day.
    date: Date,
) -> impl IntoView {
    let app = app();
    let answer = app.client.follow(move || Some(Request::Day { date }));
    view! {
        <section class="page" data-testid="day-view" aria-labelledby="day-heading">
            <BackLink />
            <h2 id="day-heading" class="page-title"><time datetime=date.to_string()>{(strings().long_date)(date)}</time></h2>
            {move || match answer.get() {
                Some(Reply::Day(reply)) => view! { <Day reply /> }.into_any(),
                _ => ().into_any(),
            }}
        </section>
    }
}

#[component]
fn Day(reply: DayReply) -> impl IntoView {
    let app = app();
    let empty = reply.events.is_empty();
    let count = u32::try_from(reply.events.len()).unwrap_or(u32::MAX);
    view! {
        {(!empty).then(|| view! { <p class="meta"><span>{(strings().events)(count)}</span></p> })}
        <nav class="neighbours" aria-label=strings().dates>
            <DayLink date=reply.previous testid="day-previous" rel="prev" label=strings().previous_day />
            <DayLink date=reply.next testid="day-next" rel="next" label=strings().next_day />
        </nav>
        {empty
            .then(|| {
                view! {
                    <p>
                        {move || match app.client.settled.get() {
                            true => strings().empty_day,
                            false => strings().still_loading,
                        }}
                    </p>
                }
            })}
        {sections(reply.events).into_iter().map(|(category, hits)| view! { <DaySection category hits /> }).collect_view()}
    }
}

#[component]
fn DayLink(
    /// Where it leads, if anywhere.
    date: Option<Date>,
    /// For tests.
    testid: &'static str,
    /// `prev` or `next`.
    rel: &'static str,
    /// What it is called.
    label: &'static str,
) -> impl IntoView {
    let app = app();
    date.map(|date| {
        let address = move || href(&app.view.read().with_page(Page::Day(date)));
        view! {
            <a href=address rel=rel data-testid=testid>
                <span class="label">{label}</span>
                {(strings().date)(date)}
            </a>
        }
    })
}

#[component]
fn DaySection(
    /// Its heading; events without a category come last.
    category: Option<String>,
    /// Its events.
    hits: Vec<Hit>,
) -> impl IntoView {
    let mut story_above: Vec<String> = Vec::new();
    let rows = hits.into_iter().map(|mut hit| {
        let story = std::mem::take(&mut hit.story);
        let heading = (story != story_above).then(|| view! { <StoryHeading story=story.clone() /> });
        story_above = story;
        // Both are said by the headings.
        hit.category = None;
        view! {
            {heading}
            <HitRow hit dated=false />
        }
    });
    let rows = rows.collect_view();
    view! {
        <section class="day-section">
            <h3 class="section-title">
                {match category {
                    Some(name) => view! { <Category name /> }.into_any(),
                    None => strings().uncategorised.into_any(),
                }}
            </h3>
            {rows}
        </section>
    }
}

/// The stories of the events below, outermost first; nothing for events without a story.
#[component]
fn StoryHeading(
    /// Their names.
    mut story: Vec<String>,
) -> impl IntoView {
    story.pop().map(|innermost| {
        let around: String = story.iter().flat_map(|name| [name.as_str(), " › "]).collect();
        view! { <h4 class="story-heading" dir="auto">{around}<strong>{innermost}</strong></h4> }
    })
}

/// The events of each category, categories in the order of their first event, without a category last.
fn sections(hits: Vec<Hit>) -> Vec<(Option<String>, Vec<Hit>)> {
    let mut sections: Vec<(Option<String>, Vec<Hit>)> = Vec::new();
    for hit in hits {
        match sections.iter_mut().find(|(category, _)| *category == hit.category) {
            Some((_, section)) => section.push(hit),
            None => sections.push((hit.category.clone(), vec![hit])),
        }
    }
    sections.sort_by_key(|(category, _)| category.is_none());
    sections
}
