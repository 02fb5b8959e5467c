//! English.

use super::Strings;
use crate::model::{AliasOrigin, Date};
use crate::protocol::{Bar, EvidenceKind, Facet, Sort, Span};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
/// From the weekday of day number 0, 1970-01-01.
const WEEKDAYS: [&str; 7] = ["Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday"];

pub(super) static EN: Strings = Strings {
    language: "en",
    skip_link: "Skip to the results",
    search_label: "Search events",
    search_placeholder: "Search events",
    clear_search: "Clear the search",
    filters: "Filters",
    clear_all: "Clear all",
    close: "Close",
    back_to_results: "All results",
    show_more: "Show more",
    show_fewer: "Show fewer",
    retry: "Retry",
    sort_label: "Order",
    sort: |sort| match sort {
        Sort::Relevance => "Best match",
        Sort::Newest => "Newest first",
        Sort::Oldest => "Oldest first",
    },
    facet: |facet| match facet {
        Facet::Category => "Category",
        Facet::Story => "Story",
        Facet::Entity => "Mentions",
        Facet::Source => "Source",
    },
    exclude: |value| format!("Leave out {value}"),
    not: "not",
    excluded: |value| format!("not {value}"),
    remove_filter: |value| format!("Remove the filter {value}"),
    from: "From",
    to: "To",
    date_hint: "A year, a month or a day: 2016, 2016-12, 2016-12-04",
    dates: "Dates",
    since: |day| format!("since {}", date(day)),
    until: |day| format!("until {}", date(day)),
    events: |count| plural(count, "event", "events"),
    events_of: |count, all| format!("{} of {}", number(count), plural(all, "event", "events")),
    searched_so_far: |count, all| format!("searched so far: {} of {}", number(count), number(all)),
    sources: |count| plural(count, "source", "sources"),
    date,
    long_date: |day| {
        let weekday = WEEKDAYS.get(day.day_number().rem_euclid(7).unsigned_abs() as usize).copied().unwrap_or_default();
        format!("{weekday}, {}", date(day))
    },
    span,
    short_span: |bar, span_kind| match span_kind {
        Span::Month => format!("{} {}", month(bar.from.month()).get(..3).unwrap_or_default(), year(bar.from.year())),
        Span::Decade | Span::Year | Span::Day => span(bar, span_kind),
    },
    over_time: "Events over time",
    histogram_label: |span| match span {
        Span::Decade => "Events by decade",
        Span::Year => "Events by year",
        Span::Month => "Events by month",
        Span::Day => "Events by day",
    },
    scale: |count, all| match count == all {
        true => format!("max {}", number(all)),
        false => format!("max {} (whole archive: {})", number(count), number(all)),
    },
    bar: |span, count, all| match count == all {
        true => format!("{span}: {}", plural(all, "event", "events")),
        false => format!("{span}: {} of {}", number(count), plural(all, "event", "events")),
    },
    number,
    megabytes: |bytes, total| {
        let tenths = |bytes: u64| format!("{}.{}", bytes / 1_000_000, bytes / 100_000 % 10);
        format!("{} of {} MB", tenths(bytes), tenths(total))
    },
    facet_of_one: |facet| match facet {
        Facet::Category => "category",
        Facet::Story => "story",
        Facet::Entity => "about",
        Facet::Source => "source",
    },
    names_label: "Names with these words",
    recent_label: "Searched before",
    forget: "Forget",
    also_as: |word| format!("“{word}”, also as"),
    only_as_written: "only as written",
    only_as_written_now: "Words only as they are written.",
    all_forms: "Other forms and names too",
    similar_words: "Nothing is written so. Shown are events with similar words:",
    nothing_found: |word| match word {
        Some(word) => format!("No event mentions “{word}”."),
        None => "No event has all of this.".to_owned(),
    },
    nothing_found_so_far: "Nothing found so far.",
    empty_archive: "This archive has no events yet.",
    no_headline: "(no headline)",
    and_more: |count| format!("… and {} more", number(count)),
    shared_words: "Same words",
    nothing_found_help: "Try fewer or other words, the beginning of a word, or another spelling of a name.",
    without_filters: "Search the same words without filters",
    sources_heading: "Sources",
    no_sources: "No source is given.",
    mentioned: "Mentioned",
    story_heading: "Story",
    earlier_in_story: "Before this",
    later_in_story: "After this",
    related: "Related",
    no_related: "Nothing in the archive is connected with this event.",
    context: "Context",
    same_story: "Same story",
    given_link: "linked by the source",
    stub: "Known only from another page of the archive: headline, date and context.",
    whole_day: "The whole day",
    previous_day: "Previous day",
    next_day: "Next day",
    empty_day: "No event of this day is in the archive.",
    uncategorised: "Other events",
    also_called: "Also called",
    alias_origin: |origin| match origin {
        AliasOrigin::Anchor => "from a link",
        AliasOrigin::Acronym => "its initials",
        AliasOrigin::Title => "another title",
        AliasOrigin::Given => "given by the publisher",
        AliasOrigin::Other => "known otherwise",
    },
    entity_span: |count, first, last| match first == last {
        true => format!("{}, on {}", plural(count, "event", "events"), date(first)),
        false => format!("{}, from {} to {}", plural(count, "event", "events"), date(first), date(last)),
    },
    search_entity: |count| match count {
        1 => "Show its event among the results".to_owned(),
        _ => format!("Show all {} events", number(count)),
    },
    appears_with: "Appears with",
    stories: "Stories",
    newest_events: "Newest events",
    not_found: "Not in this archive",
    not_found_help: |what| format!("“{what}” is not in this archive. The link may be from another or an older one."),
    still_loading: "Older parts of the archive are still arriving …",
    article_heading: "Which event does an article report?",
    article_help: "Paste an article of any newspaper, or drop a file. It is compared with the events of this archive, in other words and spellings, and stays on your machine.",
    article_label: "The text of the article",
    article_find: "Find the event",
    article_file: "or open a text file",
    article_empty: "There are no words in it: paste the text of an article first.",
    article_no_text: "This is not plain text. Copy the words of the article and paste them here.",
    article_match: "It reports this event",
    article_none: "No event of this archive fits",
    article_others: "Others that come near",
    article_nearest: "What comes nearest, though not near enough",
    article_marked: "What in the article speaks for it",
    article_instead: "A whole text? Find the event that it reports",
    evidence: |kind| match kind {
        EvidenceKind::Name => "Names",
        EvidenceKind::Number => "Numbers",
        EvidenceKind::Date => "Day",
        EvidenceKind::Word => "Words",
    },
    about: "About this archive",
    archive_span: |first, last| match first == last {
        true => date(first),
        false => format!("{} to {}", date(first), date(last)),
    },
    event_area: "The open event",
    licence: "Licence",
    privacy: "Everything happens on your own machine: what you search is sent nowhere.",
    most_mentioned: "Most mentioned in the archive",
    most_mentioned_here: "Most mentioned in these results",
    help: "Help",
    keys_heading: "Keys",
    keys: &[
        (&["/"], "go to the search box"),
        (&["↓", "j"], "next event"),
        (&["↑", "k"], "previous event"),
        (&["Enter"], "open the event"),
        (&["Esc"], "close what is open"),
        (&["?"], "this help"),
    ],
    or: "or",
    searching_heading: "Searching",
    searching: &[
        ("moscow attack", "events with both words, in any order"),
        ("shoig", "words that begin so, while you type; after a space, whole words only"),
        ("dagest* police", "words that begin so, anywhere"),
        ("Daesh", "also events that use another name of the same thing"),
    ],
    loading: "Loading the archive",
    cannot_open: "This archive cannot be opened",
    worker_broken: "The part of the page that searches could not be started. Reload the page; if that does not help, this browser may be too old, or a file is missing on the server.",
    faults: |count| format!("{} in the files of this archive", plural(count, "fault", "faults")),
    partly_loaded: "Some of the archive could not be loaded; the rest works.",
    external: "opens in a new tab",
};

fn plural(count: u32, one: &str, many: &str) -> String {
    format!("{} {}", number(count), if count == 1 { one } else { many })
}

fn number(number: u32) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|group| std::str::from_utf8(group).ok()).collect();
    groups.join(",")
}

fn month(month: u32) -> &'static str {
    MONTHS.get(month as usize - 1).copied().unwrap_or_default()
}

fn year(year: i32) -> String {
    if year > 0 { year.to_string() } else { format!("{} BCE", 1 - year) }
}

fn date(date: Date) -> String {
    format!("{} {} {}", date.day(), month(date.month()), year(date.year()))
}

fn span(bar: &Bar, span: Span) -> String {
    let from = bar.from;
    match span {
        Span::Decade if from.year() > 0 => format!("{}s", from.year()),
        Span::Decade => format!("{} to {}", year(from.year()), year(bar.to.year())),
        Span::Year => year(from.year()),
        Span::Month => format!("{} {}", month(from.month()), year(from.year())),
        Span::Day => date(from),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_dates_read_as_in_english() {
        assert_eq!((EN.events)(1), "1 event");
        assert_eq!((EN.events)(1_234_567), "1,234,567 events");
        assert_eq!((EN.number)(100), "100");
        let day = Date::new(2016, 12, 4).unwrap();
        assert_eq!((EN.long_date)(day), "Sunday, 4 December 2016");
        assert_eq!((EN.date)(Date::new(-43, 3, 15).unwrap()), "15 March 44 BCE");
    }
}
