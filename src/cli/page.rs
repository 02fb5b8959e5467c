//! Answers for people.

use super::shown::{Paint, chart, clean, counted, number};
use super::wrap::wrapped;
use crate::model::{Date, Event};
use crate::protocol::{
    Count, DayReply, EntityReply, EventReply, FacetCounts, Hit, LinkReply, Linked, PartKind, Reading, Related,
    RelatedReply, Reply, ScorePart, SearchReply, Suggestion, Verdict,
};

/// What stands before a line that belongs to the headline above it: as wide as a date and two spaces.
const INDENT: &str = "            ";
/// The most values of a facet in the summary of a search.
const VALUES_SHOWN: usize = 5;

/// A reply as lines of text; empty if nothing was found.
pub(super) fn of(reply: &Reply, paint: Paint) -> String {
    match reply {
        Reply::Search(reply) => search(reply, paint),
        Reply::Suggest(suggestions) => {
            suggestions.iter().map(|suggestion| self::suggestion(suggestion, paint)).collect()
        }
        Reply::Related(reply) => related(reply, paint),
        Reply::Link(reply) => nearest(reply, paint),
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
    page += &readings(&reply.readings);
    for hit in &reply.hits {
        page += &self::hit(hit, paint);
    }
    for facet in &reply.facets {
        page += &values(facet, paint);
    }
    page + &timeline(&reply.histogram, paint)
}

/// What was looked for besides the words that were typed.
fn readings(readings: &[Reading]) -> String {
    let also = |label: &str, words: &dyn Fn(&Reading) -> &Vec<String>| {
        let mut all: Vec<String> = readings.iter().flat_map(words).map(|word| clean(word)).collect();
        all.dedup();
        if all.is_empty() { String::new() } else { format!("{label:<12}{}\n", wrapped(&all.join(", "), INDENT)) }
    };
    let lines = also("also as", &|reading| &reading.names) + &also("perhaps", &|reading| &reading.spellings);
    if lines.is_empty() { lines } else { lines + "\n" }
}

fn suggestion(suggestion: &Suggestion, paint: Paint) -> String {
    let Suggestion { facet, value, count, alias } = suggestion;
    let alias = alias.as_ref().map(|alias| format!(" ({})", clean(alias))).unwrap_or_default();
    let name = wrapped(&format!("{}{alias} {}", clean(value), paint.dim(&number(*count as usize))), INDENT);
    format!("{:<12}{name}\n", facet.name())
}

fn hit(hit: &Hit, paint: Paint) -> String {
    let mut lines = headline(hit.date, &paint.marked(&hit.headline, &hit.marks), paint);
    if let Some(snippet) = &hit.snippet {
        lines += &format!("{INDENT}{}\n", wrapped(&paint.marked(&snippet.text, &snippet.marks), INDENT));
    }
    let sources = (hit.sources > 0).then(|| counted(hit.sources as usize, "source", "sources"));
    let about: Vec<String> = hit.category.iter().chain(&hit.story).map(|name| clean(name)).chain(sources).collect();
    lines + &under(&about.join(" · "), paint) + &under(&clean(&hit.id), paint) + "\n"
}

fn headline(date: Date, words: &str, paint: Paint) -> String {
    format!("{}  {}\n", paint.dim(&date.to_string()), wrapped(words, INDENT))
}

/// A line under a headline; nothing for an empty text.
fn under(text: &str, paint: Paint) -> String {
    if text.is_empty() { String::new() } else { format!("{INDENT}{}\n", paint.dim(&wrapped(text, INDENT))) }
}

fn values(facet: &FacetCounts, paint: Paint) -> String {
    let shown: Vec<String> = facet
        .values
        .iter()
        .take(VALUES_SHOWN)
        .map(|Count { value, count }| format!("{} {}", clean(value), paint.dim(&number(*count as usize))))
        .collect();
    if shown.is_empty() {
        String::new()
    } else {
        format!("{:<12}{}\n", facet.facet.name(), wrapped(&shown.join(", "), INDENT))
    }
}

fn timeline(bars: &[crate::protocol::Bar], paint: Paint) -> String {
    let (Some(first), Some(last)) = (bars.first(), bars.last()) else { return String::new() };
    if bars.iter().all(|bar| bar.count == 0) {
        return String::new();
    }
    let (from, to) = (paint.dim(&first.from.to_string()), paint.dim(&last.to.to_string()));
    format!("{:<12}{from} {} {to}\n", "when", chart(bars))
}

fn nearest(reply: &LinkReply, paint: Paint) -> String {
    let is_match = reply.verdict == Verdict::Match;
    let (reported, others) = reply.matches.split_at(usize::from(is_match && !reply.matches.is_empty()));
    let says =
        if is_match { "the article reports this event:" } else { "the article reports no event of this archive" };
    let mut page = format!("{says}\n\n");
    reported.iter().for_each(|one| page += &linked(one, paint));
    if !others.is_empty() {
        page += if is_match { "next to it come:\n\n" } else { "nearest to it come:\n\n" };
    }
    others.iter().for_each(|one| page += &linked(one, paint));
    page
}

fn linked(linked: &Linked, paint: Paint) -> String {
    let evidence: Vec<String> = linked.evidence.iter().map(|evidence| clean(&evidence.text)).collect();
    let score = format!("{:.0} % sure, by {}", 100.0 * linked.hit.score, evidence.join(", "));
    let mut lines = headline(linked.hit.date, &paint.marked(&linked.hit.headline, &linked.hit.marks), paint);
    lines += &format!("{INDENT}{}\n", wrapped(&score, INDENT));
    lines + &under(&clean(&linked.hit.id), paint) + "\n"
}

fn related(reply: &RelatedReply, paint: Paint) -> String {
    if reply.items.is_empty() {
        return "no event is connected to this one\n".to_owned();
    }
    reply.items.iter().map(|item| link(item, paint)).collect()
}

fn link(item: &Related, paint: Paint) -> String {
    let context: Vec<String> = item.context.iter().chain(&item.stories).map(|name| clean(name)).collect();
    let words = if item.words.is_empty() { String::new() } else { format!("both say: {}", item.words.join(", ")) };
    let given = if item.given { "given by the source" } else { "" };
    let parts: Vec<String> = item.parts.iter().map(part).collect();
    let score = if parts.is_empty() { String::new() } else { format!("{:.2}: {}", item.score, parts.join(", ")) };
    headline(item.date, &clean(&item.headline), paint)
        + &under(&context.join(", "), paint)
        + &under(&clean(&words), paint)
        + &under(given, paint)
        + &under(&score, paint)
        + &under(&clean(&item.id), paint)
        + "\n"
}

/// What a part of a score is given for, and how much it is.
fn part(part: &ScorePart) -> String {
    let name = match part.kind {
        PartKind::Entities => "entities",
        PartKind::Prose => "names in prose",
        PartKind::Words => "words",
        PartKind::FirstWords => "first words",
        PartKind::Lead => "name that leads",
        PartKind::Category => "category",
        PartKind::Time => "days apart",
        PartKind::Stories => "stories",
        PartKind::Given => "given",
    };
    format!("{name} {:.2}", part.score)
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
    if value.is_empty() { String::new() } else { format!("{name:<12}{}\n", wrapped(&clean(value), INDENT)) }
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
    let mut page = self::headline(*date, &paint.strong(&clean(headline)), paint);
    for words in description.iter().flat_map(|description| description.lines()) {
        page += &format!("\n{INDENT}{}\n", wrapped(&clean(words), INDENT));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::{Bar, Facet, Mark, Snippet};

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn search_reply() -> SearchReply {
        let hit = Hit {
            id: "2016/12/4/a".into(),
            date: date("2016-12-04"),
            headline: "The FSB reports\u{1b}[2J that an emir was killed near Makhachkala together with four men."
                .into(),
            marks: vec![Mark { start: 4, end: 7 }],
            snippet: Some(Snippet { text: "… the FSB …".into(), marks: vec![Mark { start: 8, end: 11 }] }),
            category: Some("Armed conflicts".into()),
            story: vec!["Insurgency".into()],
            sources: 1,
            score: 1.0,
            stub: false,
        };
        let bar = |from: &str, to: &str, count| Bar { from: date(from), to: date(to), count, all: 9 };
        let values = vec![Count { value: "Russia".into(), count: 1_000 }];
        SearchReply {
            total: 1_234,
            hits: vec![hit],
            facets: vec![FacetCounts { facet: Facet::Entity, values, distinct: 1 }],
            histogram: vec![bar("2016-01-01", "2016-12-31", 1), bar("2017-01-01", "2017-12-31", 4)],
            ..SearchReply::default()
        }
    }

    #[test]
    fn searches_read_like_a_list() {
        insta::assert_snapshot!(of(&Reply::Search(search_reply()), Paint::new(false)), @r"
        1,234 events, the first 1:

        2016-12-04  The FSB reports [2J that an emir was killed near Makhachkala
                    together with four men.
                    … the FSB …
                    Armed conflicts · Insurgency · 1 source
                    2016/12/4/a

        entity      Russia 1,000
        when        2016-01-01 ▂█ 2017-12-31
        ");
    }

    #[test]
    fn colours_stress_what_was_asked_for() {
        let page = of(&Reply::Search(search_reply()), Paint::new(true));
        assert!(page.contains("The \u{1b}[1mFSB\u{1b}[0m reports [2J that"), "{page}");
    }

    #[test]
    fn an_event_is_shown_whole() {
        let mut event = Event::new("2016/12/4/a", date("2016-12-04"), "A headline");
        event.description = Some("One.\nTwo.".into());
        event.story = vec!["Outer".into(), "Inner".into()];
        event.sources = vec![crate::model::Source { name: "AP".into(), url: "https://ap.example".into() }];
        let reply = EventReply { event, story_neighbours: (None, None) };
        insta::assert_snapshot!(of(&Reply::Event(Box::new(reply)), Paint::new(false)), @r"
        2016-12-04  A headline

                    One.

                    Two.

        id          2016/12/4/a
        story       Outer › Inner
        source      AP https://ap.example
        ");
    }

    #[test]
    fn connections_say_what_connects() {
        let item = Related {
            id: "b".into(),
            date: date("2016-12-05"),
            headline: "Another".into(),
            category: None,
            stub: false,
            score: 1.0,
            given: true,
            context: vec!["Russia".into()],
            stories: vec!["Insurgency".into()],
            words: vec!["emir".into(), "valley".into()],
            parts: vec![
                ScorePart { kind: PartKind::Words, score: 1.25 },
                ScorePart { kind: PartKind::Time, score: -0.25 },
            ],
        };
        let reply = RelatedReply { id: "a".into(), items: vec![item] };
        insta::assert_snapshot!(of(&Reply::Related(reply), Paint::new(false)), @r"
        2016-12-05  Another
                    Russia, Insurgency
                    both say: emir, valley
                    given by the source
                    1.00: words 1.25, days apart -0.25
                    b
        ");
        let nothing = RelatedReply { id: "a".into(), items: Vec::new() };
        assert_eq!(of(&Reply::Related(nothing), Paint::new(false)), "no event is connected to this one\n");
    }
}
