//! The days an article speaks of, and whether an event's is among them.

use std::ops::Range;

use crate::link::facts::Term;
use crate::model::Date;
use crate::text::ENGLISH_MONTHS;

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
/// 1970-01-01 was a Thursday.
const EPOCH_WEEKDAY: i32 = 3;
/// Other numbers are no years of news.
const YEARS: Range<i32> = 1900..2100;

/// A day, as far as the text tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Told {
    year: Option<i32>,
    /// 1 to 12.
    month: u32,
    day: Option<u32>,
    place: (bool, Range<usize>),
}

/// All that an article says of time.
#[derive(Clone, Debug, Default)]
pub(super) struct Dates {
    told: Vec<Told>,
    /// Names of days, from Monday on.
    weekdays: Vec<(i32, (bool, Range<usize>))>,
    /// Years in the lead.
    years: Vec<i32>,
}

/// How an event's day fits an article.
#[derive(Clone, Debug, Default)]
pub(super) struct Agreement {
    /// From 0 for nothing said to 1 for the very day.
    pub(super) fits: f32,
    /// From 0 to 1 for days that are others.
    pub(super) differs: f32,
    /// Where the fitting day is told: whether in the title, and its bytes.
    pub(super) places: Vec<(bool, Range<usize>)>,
}

impl Dates {
    /// Reads the terms of an article, of which the first are those of its title, and the first `lead` those of its lead.
    pub(super) fn of(terms: &[Term], title: usize, lead: usize) -> Self {
        let mut dates = Self::default();
        for (place, term) in terms.iter().enumerate() {
            if let Some(month) = month(&term.folded) {
                dates.told.extend(told(terms, place, month, title));
            } else if let Some(told) = iso(terms, place, title) {
                dates.told.push(told);
            }
            if let Some((weekday, _)) = (0..).zip(WEEKDAYS).find(|(_, day)| *day == term.folded) {
                dates.weekdays.push((weekday, (place < title, term.range.clone())));
            }
            dates.years.extend(number(term).filter(|year| place < lead && YEARS.contains(year)));
        }
        dates
    }

    /// How the day of an event fits. An article is of its event's day or the next, and may speak of others besides; days without
    /// a year are taken for those nearest to the event.
    pub(super) fn agreement(&self, date: Date) -> Agreement {
        let nearest = self.told.iter().filter_map(|told| Some((apart(told, date)?, told))).min_by_key(|near| near.0);
        let mut found = Agreement::default();
        if let Some((days, told)) = nearest {
            match days {
                0..=1 => found.fits = 1.0,
                2..=3 => found.fits = 0.6,
                4..=7 => found.fits = 0.2,
                _ => found.differs = 1.0,
            }
            if found.fits > 0.0 {
                found.places = vec![told.place.clone()];
            }
            return found;
        }
        let month = self.told.iter().filter(|told| told.day.is_none());
        for told in month {
            let same = told.month == date.month() && told.year.is_none_or(|year| year == date.year());
            if same { found.fits = 0.4 } else { found.differs = 0.4 }
        }
        self.weekday_agreement(date, &mut found);
        if !self.years.is_empty() && !self.years.contains(&date.year()) {
            found.differs += 0.5;
        }
        found
    }

    /// The weekday of the event or of the day before, as pages list an event when it is reported.
    fn weekday_agreement(&self, date: Date, found: &mut Agreement) {
        let today = (date.day_number() + EPOCH_WEEKDAY).rem_euclid(7);
        let fits = |weekday: i32| (today - weekday).rem_euclid(7) <= 1;
        let fitting = self.weekdays.iter().filter(|(weekday, _)| fits(*weekday));
        found.places.extend(fitting.map(|(_, place)| place.clone()));
        match (found.places.is_empty(), self.weekdays.is_empty()) {
            (false, _) => found.fits += 0.3,
            (true, false) => found.differs += 0.2,
            (true, true) => {}
        }
    }
}

/// Days between an event and a day that is told; `None` where only a month is, or the calendar has no such day.
fn apart(told: &Told, date: Date) -> Option<u32> {
    let day = told.day?;
    let years = match told.year {
        Some(year) => year..=year,
        None => date.year() - 1..=date.year() + 1,
    };
    let days =
        years.filter_map(|year| Some(Date::new(year, told.month, day)?.day_number().abs_diff(date.day_number())));
    days.min()
}

fn number(term: &Term) -> Option<i32> {
    term.folded.strip_suffix("th").unwrap_or(&term.folded).parse().ok()
}

/// January or Jan, 1 to 12. May and March are verbs, too: see [`told`].
fn month(word: &str) -> Option<u32> {
    let is_short = |month: &str| (3..5).contains(&word.len()) && month.starts_with(word);
    Some(1 + ENGLISH_MONTHS.iter().position(|month| *month == word || is_short(month))? as u32)
}

/// `4 December 2016`, `December 4, 2016`, without the year or the day; nothing for a month alone that is a word of its own.
fn told(terms: &[Term], place: usize, month: u32, title: usize) -> Option<Told> {
    let at = |place: Option<usize>| place.and_then(|place| terms.get(place)).and_then(number);
    let is_day = |number: &i32| (1..32).contains(number);
    let is_year = |number: &i32| YEARS.contains(number);
    let before = at(place.checked_sub(1)).filter(is_day);
    let after = at(Some(place + 1)).filter(is_day).filter(|_| before.is_none());
    let last = place + usize::from(after.is_some());
    let year = at(Some(last + 1)).filter(is_year);
    let day = before.or(after).map(|day| day as u32);
    let is_named = terms
        .get(place)
        .is_some_and(|term| !matches!(term.folded.as_str(), "may" | "march" | "mar" | "sep" | "jan" | "dec"));
    if day.is_none() && year.is_none() && !is_named {
        return None;
    }
    let first = terms.get(place - usize::from(before.is_some()))?;
    let end = terms.get(last + usize::from(year.is_some()))?.range.end;
    Some(Told { year, month, day, place: (place < title, first.range.start..end) })
}

/// `2016-12-04`.
fn iso(terms: &[Term], place: usize, title: usize) -> Option<Told> {
    let [first, month, day] = terms.get(place..place + 3)? else { return None };
    let year = number(first).filter(|year| first.folded.len() == 4 && YEARS.contains(year))?;
    let month = number(month).filter(|month| (1..=12).contains(month))? as u32;
    let is_near = day.range.end - first.range.start <= "2016-12-04".len();
    let last = number(day).filter(|day| is_near && (1..32).contains(day))? as u32;
    Some(Told { year: Some(year), month, day: Some(last), place: (place < title, first.range.start..day.range.end) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::facts::terms;

    fn agreement(text: &str) -> (f32, f32, String) {
        let terms = terms(text);
        let found = Dates::of(&terms, 0, terms.len()).agreement(Date::new(2016, 12, 4).unwrap());
        let places: Vec<&str> = found.places.into_iter().map(|(_, range)| &text[range]).collect();
        (found.fits, found.differs, places.join("|"))
    }

    #[test]
    fn days_fit_or_differ() {
        for (text, fits, differs, places) in [
            ("nothing of time", 0.0, 0.0, ""),
            ("killed on December 4, 2016, said", 1.0, 0.0, "December 4, 2016"),
            ("killed on 3 Dec in", 1.0, 0.0, "3 Dec"),
            ("of 2016-12-07 and 1 May 1998", 0.6, 0.0, "2016-12-07"),
            ("on 4 December 2015", 0.0, 1.0, ""),
            ("on May 9", 0.0, 1.0, ""),
            ("they may say in December", 0.4, 0.0, ""),
            ("in July 2014", 0.0, 0.9, ""),
            ("on Saturday", 0.3, 0.0, "Saturday"), // the 4th was a Sunday
            ("on Tuesday", 0.0, 0.2, ""),
            ("the 2018 cup", 0.0, 0.5, ""),
        ] {
            assert_eq!(agreement(text), (fits, differs, places.to_owned()), "{text}");
        }
    }
}
