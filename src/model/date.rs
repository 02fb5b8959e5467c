//! Calendar dates without clocks or time zones.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A day of the proleptic Gregorian calendar, with astronomical year numbering (year 0 is 1 BCE).
///
/// Written as ISO 8601 (`2016-12-04`, `-0043-03-15`), ordered by time. Years reach from -9999 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: i16,
    month: u8,
    day: u8,
}

/// Why a text is not a [`Date`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// The text does not have the form of a date.
    #[error("“{0}” is not a date: expected the form 2016-12-04")]
    Form(String),
    /// The form is right, but no calendar has that day.
    #[error("“{0}” is not a day of the calendar")]
    Impossible(String),
}

const MIN_YEAR: i32 = -9999;
const MAX_YEAR: i32 = 9999;
/// Days from 0000-03-01 to 1970-01-01.
const DAYS_TO_UNIX_EPOCH: i32 = 719_468;
const DAYS_PER_ERA: i32 = 146_097;
const YEARS_PER_ERA: i32 = 400;

impl Date {
    /// The date of a year, a month (1 to 12) and a day of the month (from 1); `None` if there is no such day.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        let possible = (MIN_YEAR..=MAX_YEAR).contains(&year)
            && (1..=12).contains(&month)
            && (1..=days_in_month(year, month)).contains(&day);
        possible.then_some(Self { year: year as i16, month: month as u8, day: day as u8 })
    }

    /// The year; 0 is 1 BCE, -1 is 2 BCE.
    pub fn year(self) -> i32 {
        i32::from(self.year)
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u32 {
        u32::from(self.month)
    }

    /// The day of the month, from 1.
    pub fn day(self) -> u32 {
        u32::from(self.day)
    }

    /// Days since 1970-01-01, negative before it.
    ///
    /// Source: Howard Hinnant, “chrono-Compatible Low-Level Date Algorithms”, `days_from_civil`.
    pub fn day_number(self) -> i32 {
        let year = self.year() - i32::from(self.month <= 2);
        let era = year.div_euclid(YEARS_PER_ERA);
        let year_of_era = year.rem_euclid(YEARS_PER_ERA);
        let month_from_march = (i32::from(self.month) + 9) % 12;
        let day_of_year = (153 * month_from_march + 2) / 5 + i32::from(self.day) - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * DAYS_PER_ERA + day_of_era - DAYS_TO_UNIX_EPOCH
    }

    /// The inverse of [`Date::day_number`]; `None` outside the years this type holds.
    ///
    /// Source: as above, `civil_from_days`.
    pub fn from_day_number(days: i32) -> Option<Self> {
        let days = days.checked_add(DAYS_TO_UNIX_EPOCH)?;
        let era = days.div_euclid(DAYS_PER_ERA);
        let day_of_era = days.rem_euclid(DAYS_PER_ERA);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        let year = year_of_era + era * YEARS_PER_ERA + i32::from(month <= 2);
        Self::new(year, month.unsigned_abs(), day.unsigned_abs())
    }

    /// The day `days` later (earlier if negative); `None` outside the years this type holds.
    pub fn plus_days(self, days: i32) -> Option<Self> {
        Self::from_day_number(self.day_number().checked_add(days)?)
    }
}

/// The number of days of a month (1 to 12) in a year; 0 for any other month.
fn days_in_month(year: i32, month: u32) -> u32 {
    let leap = year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0);
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(leap),
        _ => 0,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.year < 0 { "-" } else { "" };
        write!(f, "{sign}{:04}-{:02}-{:02}", self.year.unsigned_abs(), self.month, self.day)
    }
}

impl FromStr for Date {
    type Err = DateError;

    /// Reads `YYYY-MM-DD` exactly: four digits of year, two of month and day, a minus sign before years BCE.
    fn from_str(text: &str) -> Result<Self, DateError> {
        match text.parse()? {
            PartialDate::Day(date) => Ok(date),
            _ => Err(DateError::Form(text.to_owned())),
        }
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A year, a month or a day, as a reader types it: `2016`, `2016-12`, `2016-12-04`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PartialDate {
    /// A whole year.
    Year(i32),
    /// A whole month: year, month (1 to 12).
    Month(i32, u32),
    /// One day.
    Day(Date),
}

impl PartialDate {
    /// The first day of the span.
    pub fn first(self) -> Date {
        let (year, month) = match self {
            Self::Year(year) => (year, 1),
            Self::Month(year, month) => (year, month),
            Self::Day(date) => return date,
        };
        // Parsing has checked year and month, so the fallback is never taken.
        Date::new(year, month, 1).unwrap_or(Date { year: 0, month: 1, day: 1 })
    }

    /// The last day of the span.
    pub fn last(self) -> Date {
        let (year, month) = match self {
            Self::Year(year) => (year, 12),
            Self::Month(year, month) => (year, month),
            Self::Day(date) => return date,
        };
        Date::new(year, month, days_in_month(year, month)).unwrap_or(self.first())
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = self.first().to_string();
        let cut = match self {
            Self::Year(_) => day.len() - "-01-01".len(),
            Self::Month(..) => day.len() - "-01".len(),
            Self::Day(_) => day.len(),
        };
        f.write_str(&day[..cut])
    }
}

impl FromStr for PartialDate {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let form = || DateError::Form(text.to_owned());
        let impossible = || DateError::Impossible(text.to_owned());
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        let parts: Vec<&str> = digits.split('-').collect();
        let widths_fit = parts.iter().zip([4, 2, 2]).all(|(part, width)| part.len() == width);
        if parts.len() > 3 || !widths_fit {
            return Err(form());
        }
        let number = |part: &str| -> Result<u32, DateError> {
            part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok()).flatten().ok_or_else(form)
        };
        // Four digits at most, so the sign never overflows.
        let year = sign * number(parts[0])?.cast_signed();
        if let [_] = parts[..] {
            return Ok(Self::Year(year));
        }
        let month = number(parts[1])?;
        let day = parts.get(2).map_or(Ok(1), |part| number(part))?;
        let date = Date::new(year, month, day).ok_or_else(impossible)?;
        Ok(if parts.len() == 2 { Self::Month(year, month) } else { Self::Day(date) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes_and_refuses_the_rest() {
        for text in ["2016-12-04", "0000-02-29", "-0043-03-15", "1969-12-31", "9999-12-31"] {
            assert_eq!(text.parse::<Date>().unwrap().to_string(), text);
        }
        for text in ["2016-02-30", "2015-02-29", "2016-13-01", "2016-00-10", "2016-12-00"] {
            assert_eq!(text.parse::<Date>(), Err(DateError::Impossible(text.into())), "{text}");
        }
        for text in [
            "",
            "2016",
            "2016-12",
            "16-12-04",
            "2016-12-4",
            "2016/12/04",
            "2016-12-04T00",
            "２０１６-12-04",
            "--016-12-04",
        ] {
            assert_eq!(text.parse::<Date>(), Err(DateError::Form(text.into())), "{text}");
        }
    }

    #[test]
    fn partial_dates_span_their_days() {
        let span = |text: &str| {
            let date: PartialDate = text.parse().unwrap();
            assert_eq!(date.to_string(), text);
            (date.first().to_string(), date.last().to_string())
        };
        assert_eq!(span("2016"), ("2016-01-01".into(), "2016-12-31".into()));
        assert_eq!(span("2016-02"), ("2016-02-01".into(), "2016-02-29".into()));
        assert_eq!(span("2016-12-04"), ("2016-12-04".into(), "2016-12-04".into()));
        assert_eq!(span("-0043"), ("-0043-01-01".into(), "-0043-12-31".into()));
    }

    #[test]
    fn day_numbers_count_every_day_once() {
        assert_eq!(Date::new(1970, 1, 1).unwrap().day_number(), 0);
        let mut expected = Date::new(-9999, 1, 1).unwrap().day_number();
        for year in MIN_YEAR..=MAX_YEAR {
            for month in 1..=12 {
                for day in 1..=days_in_month(year, month) {
                    let date = Date::new(year, month, day).unwrap();
                    assert_eq!(date.day_number(), expected);
                    assert_eq!(Date::from_day_number(expected), Some(date));
                    expected += 1;
                }
            }
        }
        assert_eq!(Date::from_day_number(expected), None);
        assert_eq!(Date::from_day_number(i32::MAX), None);
    }
}
