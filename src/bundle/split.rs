//! Which events share a file: a calendar, cut only as finely as the number of events asks for.

use std::ops::Range;

use crate::model::{Date, Event};

/// The most events of a shard, unless a single day has more.
///
/// An event takes about 1 kB of JSON and 250 bytes of compressed JSON. So a shard is a quarter of a megabyte on the
/// wire: small enough that the newest one is there within two seconds on a slow phone line, large enough that 150,000
/// events are a few hundred files.
pub const SHARD_EVENTS: usize = 1_000;

/// The label of the only shard of a small archive.
pub(super) const ALL: &str = "all";

/// A kind of span: the number of digits and hyphens of a date that its days share, and what stands for the others.
type Span = (usize, &'static str);

/// The spans into which events are divided, each within the one before it: a span with too many events is divided into
/// spans of the next kind. A label is the beginning of a date, with an `x` for the rest of a number.
///
/// Ten days stand between month and day because a busy archive has just over [`SHARD_EVENTS`] events a month, and
/// thirty small files for each of its months would be too many.
const SPANS: [Span; 6] = [
    (2, "xx"), // a century: 20xx
    (3, "x"),  // a decade: 202x
    (4, ""),   // a year: 2020
    (7, ""),   // a month: 2020-12
    (9, "x"),  // ten days: 2020-12-1x
    (10, ""),  // a day: 2020-12-04
];

/// A run of events that share a file.
#[derive(Debug, PartialEq)]
pub(super) struct Part<'a> {
    /// Tells the span for people: `2020-12`.
    pub(super) label: String,
    /// The day of the oldest event.
    pub(super) first: Date,
    /// The day of the newest event.
    pub(super) last: Date,
    /// The events, as they were given; never empty.
    pub(super) events: &'a [Event],
}

/// Divides events, sorted by date, into parts, oldest first.
///
/// Whether a span is divided depends on its own events alone. So new events change the parts of their own days, and
/// the division of the spans around those days at most. Linear in the number of events.
pub(super) fn split(events: &[Event]) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    divide(events, None, &SPANS, &mut parts);
    parts
}

/// Up to so many events have one index.
const SMALL_ARCHIVE: usize = 16 * SHARD_EVENTS;
/// The most events of an index, unless a year has more. Fewer indexes are searched faster and have fewer bytes, but all bytes of
/// one are others when one of its events changes.
const INDEX_EVENTS: usize = 64 * SHARD_EVENTS;
const YEARS_PER_DECADE: i32 = 10;

/// The parts, newest first, that have an index together: the newest year, as it is what changes; before that decades, or years where
/// a decade has too many events.
pub(super) fn groups(parts: &[Part<'_>]) -> Vec<Range<usize>> {
    let events = |parts: &[Part<'_>]| parts.iter().map(|part| part.events.len()).sum::<usize>();
    if events(parts) <= SMALL_ARCHIVE {
        return Vec::from_iter((!parts.is_empty()).then_some(0..parts.len()));
    }
    let newest = parts.first().map_or(0, |part| part.first.year());
    let year = |part: &Part<'_>| part.first.year();
    let decade = |part: &Part<'_>| (year(part) == newest, year(part).div_euclid(YEARS_PER_DECADE));
    let mut groups = Vec::new();
    let mut start = 0;
    for of_decade in parts.chunk_by(|a, b| decade(a) == decade(b)) {
        let is_small = events(of_decade) <= INDEX_EVENTS;
        for group in of_decade.chunk_by(|a, b| is_small || year(a) == year(b)) {
            groups.push(start..start + group.len());
            start += group.len();
        }
    }
    groups
}

/// Divides the events of one span, `None` being all time.
fn divide<'a>(events: &'a [Event], span: Option<Span>, finer: &[Span], parts: &mut Vec<Part<'a>>) {
    let (Some(first), Some(last)) = (events.first(), events.last()) else { return };
    match finer {
        [next, rest @ ..] if events.len() > SHARD_EVENTS => {
            for group in events.chunk_by(|a, b| label_of(a.date, *next) == label_of(b.date, *next)) {
                divide(group, Some(*next), rest, parts);
            }
        }
        _ => {
            let label = span.map_or_else(|| ALL.to_owned(), |span| label_of(first.date, span));
            parts.push(Part { label, first: first.date, last: last.date, events });
        }
    }
}

fn label_of(date: Date, (digits, rest): Span) -> String {
    let text = date.to_string();
    let sign = usize::from(text.starts_with('-'));
    format!("{}{rest}", text.get(..sign + digits).unwrap_or(&text))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many events on each day, in order of time.
    fn events(days: &[(&str, usize)]) -> Vec<Event> {
        let one = |date: &str, n| Event::new(format!("{date}/{n}"), date.parse().unwrap(), "h");
        days.iter().flat_map(|(date, count)| (0..*count).map(move |n| one(date, n))).collect()
    }

    fn labels(days: &[(&str, usize)]) -> Vec<(String, usize)> {
        split(&events(days)).into_iter().map(|part| (part.label, part.events.len())).collect()
    }

    #[test]
    fn a_small_archive_is_one_file() {
        assert_eq!(labels(&[]), []);
        assert_eq!(labels(&[("1999-12-31", 1), ("2020-12-04", SHARD_EVENTS - 1)]), [("all".into(), SHARD_EVENTS)]);
    }

    #[test]
    fn only_full_spans_are_divided() {
        let days = [
            ("-0101-01-01", 1),
            ("-0043-03-15", 2),
            ("0000-01-01", 3),
            ("1914-06-28", 4),
            ("2019-12-31", 5),
            ("2020-11-30", 600),
            ("2020-12-09", 1_001),
            ("2020-12-10", 600),
            ("2020-12-19", 400),
            ("2021-01-01", 6),
        ];
        let expected = [
            ("-01xx", 1),
            ("-00xx", 2),
            ("00xx", 3),
            ("19xx", 4),
            ("201x", 5),
            ("2020-11", 600),
            ("2020-12-09", 1_001),
            ("2020-12-1x", 1_000),
            ("2021", 6),
        ];
        assert_eq!(labels(&days), expected.map(|(label, count)| (label.to_owned(), count)));
    }

    #[test]
    fn the_newest_year_and_decades_have_their_indexes() {
        let of = |days: &[(&str, usize)]| {
            let events = events(days);
            let parts: Vec<_> = split(&events).into_iter().rev().collect();
            let groups = groups(&parts);
            assert_eq!(groups.iter().flat_map(Clone::clone).collect::<Vec<_>>(), (0..parts.len()).collect::<Vec<_>>());
            let label =
                |group: &Range<usize>| parts[group.clone()].iter().map(|part| part.label.as_str()).collect::<Vec<_>>();
            groups.iter().map(|group| label(group).join(" ")).collect::<Vec<_>>()
        };
        assert_eq!(of(&[]), [""; 0]);
        assert_eq!(of(&[("2020-01-01", 900), ("2021-01-01", 900)]), ["2021 2020"]);
        let days = [
            ("1999-05-05", 9),
            ("2011-01-01", 60_000),
            ("2013-01-01", 4_000),
            ("2020-02-02", 600),
            ("2021-01-01", 900),
        ];
        assert_eq!(
            of(&days),
            ["2021", "2020", "2013 2011", "19xx"].map(|label| label.replace("2013 2011", "2013-01-01 2011-01-01"))
        );
        let days = [("2011-01-01", 60_000), ("2013-01-01", 4_001), ("2021-01-01", 1)];
        assert_eq!(of(&days), ["202x", "2013-01-01", "2011-01-01"]);
    }

    #[test]
    fn a_day_is_never_spread() {
        let parts = labels(&[("2020-12-04", 5 * SHARD_EVENTS), ("2020-12-05", 1)]);
        assert_eq!(parts, [("2020-12-04".into(), 5 * SHARD_EVENTS), ("2020-12-05".into(), 1)]);
    }
}
