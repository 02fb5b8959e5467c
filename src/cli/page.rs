//! Answers for people.

use std::fmt::Write;

use super::shown::{Paint, chart, clean, counted};
use crate::model::{Date, Event};
use crate::protocol::{
    Count, DayReply, EntityReply, EventReply, FacetCounts, Hit, Related, RelatedReply, Reply, SearchReply,
};

/// What stands before a line that belongs to the headline above it: as wide as a date and two spaces.
const INDENT: &str = "            ";
/// The most values of a facet in the summary of a search.
const VALUES_SHOWN: usize = 5;

/// A reply as lines of text; empty if nothing was found.
pub(super) fn of(reply: &Reply, paint: Paint) -> String {
    match reply {
        Reply::Search(reply) => search(reply, paint),
        Reply::Related(reply) => related(reply, paint),
        Reply::Entity(reply) => entity(reply, paint),
        Reply::Event(reply) => event(reply, paint),
        Reply::Day(reply) => day(reply, paint),
        Reply::NotFound { .. } => String::new(),
    }
}

fn search(reply: &SearchReply, paint: Paint) -> String {
    let total = counted(reply.total as usize, "event", "events");
    let mut page = match reply.hits.len() {
        shown if shown < reply.total as usize && shown > 0 => format!("{total}, the first {shown}:\n\n"),
        0 => format!("{total}\n\n"),
        _ => format!("{total}:\n\n"),
    };
    for hit in &reply.hits {
        page += &self::hit(hit, paint);
    }
    for facet in &reply.facets {
        page += &values(facet, paint);
    }
    page + &timeline(&reply.histogram, paint)
}

fn hit(hit: &Hit, paint: Paint) -> String {
    let mut lines = format!("{}  {}\n", paint.dim(&hit.date.to_string()), paint.marked(&hit.headline, &hit.marks));
    if let Some(snippet) = &hit.snippet {
        let _ = writeln!(lines, "{INDENT}{}", paint.marked(&snippet.text, &snippet.marks));
    }
    let sources = (hit.sources > 0).then(|| counted(hit.sources as usize, "source", "sources"));
    let about: Vec<String> = hit.category.iter().chain(&hit.story).map(|name| clean(name)).chain(sources).collect();
    lines + &under(&about.join(" · "), paint) + &under(&clean(&hit.id), paint) + "\n"
}

/// A line under a headline; nothing for an empty text.
fn under(text: &str, paint: Paint) -> String {
    if text.is_empty() { String::new() } else { format!("{INDENT}{}\n", paint.dim(text)) }
}

fn values(facet: &FacetCounts, paint: Paint) -> String {
    let shown: Vec<String> = facet
        .values
        .iter()
        .take(VALUES_SHOWN)
        .map(|Count { value, count }| format!("{} {}", clean(value), paint.dim(&count.to_string())))
        .collect();
    if shown.is_empty() { String::new() } else { format!("{:<10}{}\n", facet.facet.name(), shown.join(", ")) }
}

fn timeline(bars: &[crate::protocol::Bar], paint: Paint) -> String {
    let (Some(first), Some(last)) = (bars.first(), bars.last()) else { return String::new() };
    if bars.iter().all(|bar| bar.count == 0) {
        return String::new();
    }
    let (from, to) = (paint.dim(&first.from.to_string()), paint.dim(&last.to.to_string()));
    format!("{:<10}{from} {} {to}\n", "when", chart(bars))
}

fn related(reply: &RelatedReply, paint: Paint) -> String {
    if reply.items.is_empty() {
        return "no event is connected to this one\n".to_owned();
    }
    reply.items.iter().map(|item| link(item, paint)).collect()
}

fn link(item: &Related, paint: Paint) -> String {
    let context: Vec<String> = item.context.iter().chain(&item.stories).map(|name| clean(name)).collect();
    let given = if item.given { "given by the source" } else { "" };
    format!("{}  {}\n", paint.dim(&item.date.to_string()), clean(&item.headline))
        + &under(&context.join(", "), paint)
        + &under(given, paint)
        + &under(&clean(&item.id), paint)
        + "\n"
}

fn entity(reply: &EntityReply, paint: Paint) -> String {
    let mut page = format!("{}\n", paint.strong(&clean(&reply.name)));
    page += &row("kind", reply.kind.as_deref().unwrap_or_default());
    page += &row("also", &reply.aliases.iter().map(|alias| alias.name.as_str()).collect::<Vec<_>>().join(", "));
    page += &row("events", &format!("{}{}", reply.events, span(reply.first, reply.last)));
    page += &row("with", &named(&reply.with));
    page += &row("stories", &named(&reply.stories));
    page += &timeline(&reply.histogram, paint);
    page += "\n";
    reply.newest.iter().fold(page, |page, hit| page + &self::hit(hit, paint))
}

/// A line of a table; nothing for an empty value.
fn row(name: &str, value: &str) -> String {
    if value.is_empty() { String::new() } else { format!("{name:<10}{}\n", clean(value)) }
}

fn named(counts: &[Count]) -> String {
    counts.iter().map(|Count { value, count }| format!("{value} {count}")).collect::<Vec<_>>().join(", ")
}

fn span(first: Option<Date>, last: Option<Date>) -> String {
    match (first, last) {
        (Some(first), Some(last)) if first == last => format!(", {first}"),
        (Some(first), Some(last)) => format!(", {first} to {last}"),
        _ => String::new(),
    }
}

fn event(reply: &EventReply, paint: Paint) -> String {
    let Event { id, date, headline, description, category, story, entities, sources, related, place, .. } =
        &reply.event;
    let mut page = format!("{}\n{}\n", paint.dim(&date.to_string()), paint.strong(&clean(headline)));
    if let Some(description) = description {
        let _ = writeln!(page, "\n{}", clean(description));
    }
    page += "\n";
    page += &row("id", id);
    page += &row("category", category.as_deref().unwrap_or_default());
    page += &row("story", &story.join(" › "));
    page += &row("place", place.as_deref().unwrap_or_default());
    page += &row("entities", &entities.join(", "));
    for source in sources {
        page += &row("source", format!("{}  {}", source.name, source.url).trim());
    }
    for id in related {
        page += &row("related", id);
    }
    let (before, after) = &reply.story_neighbours;
    for (name, hit) in [("before", before), ("after", after)] {
        page += &row(name, &hit.as_ref().map(|hit| format!("{}  {}", hit.date, hit.headline)).unwrap_or_default());
    }
    page
}

fn day(reply: &DayReply, paint: Paint) -> String {
    let mut page = format!("{}: {}\n\n", reply.date, counted(reply.events.len(), "event", "events"));
    for hit in &reply.events {
        page += &self::hit(hit, paint);
    }
    page += &row("previous", &reply.previous.map(|date| date.to_string()).unwrap_or_default());
    page + &row("next", &reply.next.map(|date| date.to_string()).unwrap_or_default())
}
