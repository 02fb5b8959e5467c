//! The day a page is about.

use crate::model::Date;
use crate::text::ENGLISH_MONTHS;

/// Shortest abbreviation of a month's name: “Dec”.
const MIN_MONTH_CHARS: usize = 3;
/// What stands for `/`, `:` and a space in names that were made from addresses.
const ESCAPES: [&str; 3] = ["%2F", "%3A", "%20"];

/// The number of a month that is written as a number or an English name.
pub(super) fn month(text: &str) -> Option<u32> {
    let lower = text.to_ascii_lowercase();
    let named = || ENGLISH_MONTHS.iter().position(|name| lower.len() >= MIN_MONTH_CHARS && name.starts_with(&lower));
    text.parse().ok().or_else(|| named().and_then(|at| u32::try_from(at + 1).ok()))
}

/// The date that a path ends with: `2020/12/04.wiki`, `2020/12/4`, `2020-12-04.txt`,
/// `Portal:Current events/2016 December 4`.
pub(super) fn of_path(path: &str) -> Option<Date> {
    let plain = ESCAPES.iter().fold(without_extension(path).to_owned(), |path, escape| path.replace(escape, "/"));
    let mut parts = plain.rsplit(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    let (day, month_name, year) = (parts.next()?, parts.next()?, parts.next()?);
    let year = year.parse().ok().filter(|_| year.len() == 4)?;
    Date::new(year, month(month_name)?, day.parse().ok()?)
}

/// Whether a path is that of a page of the portal.
pub(super) fn is_portal_path(path: &str) -> bool {
    let plain = ESCAPES.iter().fold(path.to_lowercase(), |path, escape| path.replace(&escape.to_lowercase(), " "));
    plain.replace(['_', ':', '/', '\\'], " ").contains("portal current events")
}

fn without_extension(path: &str) -> &str {
    match path.rsplit_once('.') {
        Some((stem, extension)) if extension.chars().all(|c| c.is_ascii_alphabetic()) => stem,
        _ => path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_tell_their_date() {
        for path in [
            "2016/12/04.wiki",
            "a/2016/12/4.wikitext",
            "2016-12-04.txt",
            "2016\\12\\4",
            "Portal:Current events/2016 December 4",
            "Portal_Current_events_2016_December_4.txt",
            "Portal%3ACurrent_events%2F2016_December_4",
            "dump/Portal:Current_events/2016_Dec_4.wiki",
        ] {
            assert_eq!(of_path(path), Date::new(2016, 12, 4), "{path}");
        }
        for path in ["", "2016/12.wiki", "2016/13/4.wiki", "16/12/4.wiki", "page.wiki", "2016/Ma/4", "2016/12/x4"] {
            assert_eq!(of_path(path), None, "{path}");
        }
    }

    #[test]
    fn the_portal_is_known_by_its_name() {
        assert!(is_portal_path("Portal:Current events/2016 December 4"));
        assert!(is_portal_path("Portal%3ACurrent_events%2F2016_December_4"));
        assert!(!is_portal_path("news/2016/12/4.md"));
    }
}
