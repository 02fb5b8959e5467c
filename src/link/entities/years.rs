//! The same title with and without a range of years: a page is renamed when the range closes or when a namesake
//! appears, and the archive keeps both titles.

use std::collections::BTreeMap;

use super::Merge;
use super::survey::{Name, Survey, merge_all};
use crate::link::fold::fold;

/// A range of years in a title; no end means “present”.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Years {
    first: i32,
    last: Option<i32>,
}

/// The names that have a title in common.
#[derive(Debug, Default)]
struct Family<'a> {
    /// The title without years.
    bare: Option<Name<'a>>,
    /// Those with years, by first year.
    ranged: BTreeMap<i32, Vec<(Years, Name<'a>)>>,
}

/// Merges `X (2001–present)` with `X (2001–2021)`, and `X` with both, where the years leave no doubt.
pub(super) fn merges(survey: &Survey<'_>) -> Vec<Merge> {
    let mut families: BTreeMap<String, Family<'_>> = BTreeMap::new();
    for name in &survey.names {
        match split(name.text) {
            Some((title, years)) => families.entry(fold(title)).or_default().add(years, *name),
            None => families.entry(fold(name.text)).or_default().bare = Some(*name),
        }
    }
    families.values().flat_map(Family::merges).collect()
}

impl<'a> Family<'a> {
    fn add(&mut self, years: Years, name: Name<'a>) {
        self.ranged.entry(years.first).or_default().push((years, name));
    }

    fn merges(&self) -> Vec<Merge> {
        let one_range = self.ranged.len() == 1;
        let groups = self.ranged.values().filter(|group| one_end(group));
        groups
            .flat_map(|group| {
                let bare = self.bare.filter(|bare| one_range && group.iter().any(|(years, _)| within(bare, *years)));
                let same: Vec<Name<'a>> = group.iter().map(|(_, name)| *name).chain(bare).collect();
                merge_all(&same)
            })
            .collect()
    }
}

/// Whether the ranges, which begin in the same year, end in the same year too, as far as they have ended.
fn one_end(group: &[(Years, Name<'_>)]) -> bool {
    let mut ends = group.iter().filter_map(|(years, _)| years.last);
    let first = ends.next();
    ends.all(|end| Some(end) == first)
}

/// Whether all events of a name lie within the years.
fn within(name: &Name<'_>, years: Years) -> bool {
    years.first <= name.first.year() && years.last.is_none_or(|last| name.last.year() <= last)
}

/// Splits `X (2014–present)` into `X` and its years.
fn split(name: &str) -> Option<(&str, Years)> {
    let (title, rest) = name.strip_suffix(')')?.rsplit_once(" (")?;
    let (first, last) = rest.split_once(['–', '-', '—'])?;
    let last = if last.trim() == "present" { None } else { Some(year(last)?) };
    Some((title, Years { first: year(first)?, last }))
}

/// A year of four digits.
fn year(text: &str) -> Option<i32> {
    let text = text.trim();
    let four_digits = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
    four_digits.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_ranges_of_years_are_split_off() {
        let present = Years { first: 2014, last: None };
        assert_eq!(split("Libyan Civil War (2014–present)"), Some(("Libyan Civil War", present)));
        assert_eq!(split("War (2001-2021)"), Some(("War", Years { first: 2001, last: Some(2021) })));
        for name in ["Georgia (country)", "Fall of Kabul (2021)", "X (1–present)", "X (2014–)", "(2014–2020)", "X", ""]
        {
            assert_eq!(split(name), None, "{name}");
        }
    }
}
