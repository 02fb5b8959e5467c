//! Matches over time.

use std::collections::BTreeMap;

use crate::model::Date;
use crate::protocol::{Bar, Span, Timeline};

use super::index::{Address, Index};
use super::matching::Found;

/// The most bars of a histogram; the finest spans that keep to it are taken.
///
/// Wide enough for four months of days, ten years of months and a century of years; on a phone a bar is still 2 px wide.
pub const HISTOGRAM_MAX_BARS: usize = 120;

/// From fine to coarse.
const SPANS: [Span; 4] = [Span::Day, Span::Month, Span::Year, Span::Decade];
const MONTHS: i32 = 12;
const YEARS_PER_DECADE: i32 = 10;

impl Index {
    /// The matches over time, as asked for, and the kind of span.
    pub fn timeline(&self, found: &Found<'_>, timeline: Timeline) -> (Vec<Bar>, Span) {
        match timeline {
            Timeline::Whole => self.histogram(found),
            Timeline::Off => (Vec::new(), Span::default()),
            Timeline::By(span) => (self.bars_by(found, span), span),
        }
    }

    /// The spans of a kind that have matches, oldest first. Cost: the matches, and the days of these spans.
    fn bars_by(&self, found: &Found<'_>, span: Span) -> Vec<Bar> {
        let mut counts: BTreeMap<i32, u32> = BTreeMap::new();
        for (numbered, matches) in self.segments.iter().zip(&found.matches) {
            let days = numbered.segment.days();
            let dates = matches.all.iter().filter_map(|doc| Date::from_day_number(days.day(doc)));
            for run in runs(dates.map(|date| number_of(date, span))) {
                *counts.entry(run.0).or_default() += run.1;
            }
        }
        let filled = |(number, count)| {
            let bar = bar(number, span)?;
            let all = self.days.range(bar.from..=bar.to).map(|(_, events)| events).sum();
            Some(Bar { count, all, ..bar })
        };
        counts.into_iter().filter_map(filled).collect()
    }

    /// The matches over the span of all events, whatever their range of dates.
    ///
    /// Spans are the finest that make at most [`HISTOGRAM_MAX_BARS`] bars; if even decades make more, they are decades.
    fn histogram(&self, found: &Found<'_>) -> (Vec<Bar>, Span) {
        let mut histogram = self.empty_histogram();
        for (numbered, matches) in self.segments.iter().zip(&found.matches) {
            let days = numbered.segment.days();
            let docs = matches.whenever();
            let dates = docs.iter().filter_map(|doc| Date::from_day_number(days.day(doc)));
            dates.for_each(|date| histogram.count(date));
        }
        (histogram.bars, histogram.span)
    }

    /// Some events over the span of all events.
    pub fn histogram_of(&self, events: &[Address]) -> (Vec<Bar>, Span) {
        let mut histogram = self.empty_histogram();
        events.iter().filter_map(|address| self.date_of(*address)).for_each(|date| histogram.count(date));
        (histogram.bars, histogram.span)
    }

    /// The day of an event.
    pub fn date_of(&self, address: Address) -> Option<Date> {
        let segment = &self.segments.get(address.batch as usize)?.segment;
        let doc = Some(address.doc).filter(|doc| (*doc as usize) < segment.len())?;
        Date::from_day_number(segment.day(doc))
    }

    /// The nearest days with events before and after one.
    pub fn neighbouring_days(&self, date: Date) -> (Option<Date>, Option<Date>) {
        let before = self.days.range(..date).next_back();
        let after = self.days.range(date..).find(|(day, _)| **day != date);
        (before.map(|(day, _)| *day), after.map(|(day, _)| *day))
    }

    fn empty_histogram(&self) -> Histogram {
        let ends = self.days.keys().next().copied().zip(self.days.keys().next_back().copied());
        let Some((first, last)) = ends else { return Histogram::default() };
        let mut histogram = Histogram::spanning(first, last);
        for (date, events) in &self.days {
            histogram.bar_of(*date).into_iter().for_each(|bar| bar.all += events);
        }
        histogram
    }
}

/// Numbers with how often each follows itself: the events of a span mostly stand together.
fn runs(numbers: impl Iterator<Item = i32>) -> impl Iterator<Item = (i32, u32)> {
    let mut numbers = numbers.peekable();
    std::iter::from_fn(move || {
        let number = numbers.next()?;
        let mut count = 1;
        while numbers.next_if_eq(&number).is_some() {
            count += 1;
        }
        Some((number, count))
    })
}

#[derive(Default)]
struct Histogram {
    span: Span,
    /// The number of the first bar, see [`number_of`].
    first: i32,
    bars: Vec<Bar>,
    /// The day counted last and its bar: the events of a day mostly follow each other.
    last: Option<(Date, usize)>,
}

impl Histogram {
    fn spanning(first: Date, last: Date) -> Self {
        let bars = |span| (number_of(first, span)..=number_of(last, span)).count();
        let span = SPANS.into_iter().find(|span| bars(*span) <= HISTOGRAM_MAX_BARS).unwrap_or(Span::Decade);
        let numbers = number_of(first, span)..=number_of(last, span);
        Self {
            span,
            first: *numbers.start(),
            bars: numbers.filter_map(|number| bar(number, span)).collect(),
            last: None,
        }
    }

    fn bar_of(&mut self, date: Date) -> Option<&mut Bar> {
        let place = match self.last {
            Some((last, place)) if last == date => place,
            _ => usize::try_from(number_of(date, self.span) - self.first).ok()?,
        };
        self.last = Some((date, place));
        self.bars.get_mut(place)
    }

    fn count(&mut self, date: Date) {
        self.bar_of(date).into_iter().for_each(|bar| bar.count += 1);
    }
}

/// The number of the span that a day is in; spans that follow each other have numbers that do.
fn number_of(date: Date, span: Span) -> i32 {
    match span {
        Span::Day => date.day_number(),
        Span::Month => date.year() * MONTHS + date.month().cast_signed() - 1,
        Span::Year => date.year(),
        Span::Decade => date.year().div_euclid(YEARS_PER_DECADE),
    }
}

/// The bar of a number, with nothing in it. Ends where the calendar ends.
fn bar(number: i32, span: Span) -> Option<Bar> {
    let from = first_day(number, span);
    let to = first_day(number + 1, span).and_then(|next| next.plus_days(-1));
    let (from, to) = (from.or(Date::new(-9999, 1, 1))?, to.or(Date::new(9999, 12, 31))?);
    Some(Bar { from, to, count: 0, all: 0 })
}

fn first_day(number: i32, span: Span) -> Option<Date> {
    match span {
        Span::Day => Date::from_day_number(number),
        Span::Month => Date::new(number.div_euclid(MONTHS), number.rem_euclid(MONTHS).unsigned_abs() + 1, 1),
        Span::Year => Date::new(number, 1, 1),
        Span::Decade => Date::new(number * YEARS_PER_DECADE, 1, 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spanning(first: &str, last: &str) -> (Span, usize, String, String) {
        let histogram = Histogram::spanning(first.parse().unwrap(), last.parse().unwrap());
        for pair in histogram.bars.windows(2) {
            assert_eq!(pair[0].to.plus_days(1), Some(pair[1].from), "no gaps");
        }
        let (from, to) = (histogram.bars[0].from, histogram.bars[histogram.bars.len() - 1].to);
        (histogram.span, histogram.bars.len(), from.to_string(), to.to_string())
    }

    #[test]
    fn spans_are_as_fine_as_the_number_of_bars_allows() {
        let is = |span, bars, from: &str, to: &str| (span, bars, from.to_owned(), to.to_owned());
        assert_eq!(spanning("2020-02-29", "2020-02-29"), is(Span::Day, 1, "2020-02-29", "2020-02-29"));
        assert_eq!(spanning("2020-01-01", "2020-04-29"), is(Span::Day, 120, "2020-01-01", "2020-04-29"));
        assert_eq!(spanning("2020-01-01", "2020-04-30"), is(Span::Month, 4, "2020-01-01", "2020-04-30"));
        assert_eq!(spanning("2011-01-31", "2020-12-01"), is(Span::Month, 120, "2011-01-01", "2020-12-31"));
        assert_eq!(spanning("2010-12-31", "2020-12-01"), is(Span::Year, 11, "2010-01-01", "2020-12-31"));
        assert_eq!(spanning("-0043-03-15", "2020-12-01"), is(Span::Decade, 208, "-0050-01-01", "2029-12-31"));
        assert_eq!(spanning("-9999-03-15", "9999-12-31"), is(Span::Decade, 2000, "-9999-01-01", "9999-12-31"));
    }
}
