//! Where a page of the archive lies: `/news/2016/12/4/slug.md`, its date and its id.

use crate::model::Date;

/// The folder of the archive below which addresses begin.
const NEWS_FOLDER: &str = "/news/";
const PAGE_ENDINGS: [&str; 3] = [".md", ".markdown", ".html"];
/// Names under which a day page lies in the folder of its day, in lower case.
const DAY_PAGE_NAMES: [&str; 2] = ["index", "readme"];

/// A day, and how the archive writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Day {
    pub(super) date: Date,
    /// `2016/12/4`: digits as the source writes them.
    pub(super) folder: String,
}

/// The address of an event page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) date: Date,
    /// `2016/12/4/slug`: digits as the source writes them.
    pub(super) id: String,
}

/// What makes two addresses the same page, however many digits the month has.
pub(super) type Key = (Date, String);

/// A page of the archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Event(Address),
    DayPage(Day),
}

impl Day {
    fn from_parts(year: &str, month: &str, day: &str) -> Option<Self> {
        let date = Date::new(number(year, 4, 4)?.cast_signed(), number(month, 1, 2)?, number(day, 1, 2)?)?;
        Some(Self { date, folder: format!("{year}/{month}/{day}") })
    }

    /// Reads `2016-12-4`; digits may be left out in front.
    pub(super) fn from_words(words: &str) -> Option<Self> {
        let mut parts = words.trim().split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        parts.next().is_none().then(|| Self::from_parts(year, month, day)).flatten()
    }

    /// Whether words have the form of a date, be it one of the calendar or not.
    pub(super) fn is_form_of(words: &str) -> bool {
        let parts: Vec<&str> = words.trim().splitn(4, '-').collect();
        parts.len() == 3 && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
    }

    /// The address of a page of this day.
    pub(super) fn page(&self, slug: &str) -> Address {
        Address { date: self.date, id: format!("{}/{slug}", self.folder) }
    }
}

impl Address {
    pub(super) fn key(&self) -> Key {
        let slug = self.id.rsplit('/').next().unwrap_or_default();
        (self.date, slug.to_owned())
    }
}

impl Target {
    /// The page that the path of a file names, if it ends in the archive's way: `…/2016/12/4/slug.md`.
    pub(super) fn of_file(path: &str) -> Option<Self> {
        let mut parts = path.rsplit(['/', '\\']);
        let name = parts.next()?;
        let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
        Self::from_parts([year, month, day, name])
    }

    /// The page that a link leads to: `/news/2016/12/4/slug.md`, in any language's folder and on any host.
    pub(super) fn of_link(target: &str) -> Option<Self> {
        let path = target.split(['#', '?']).next()?;
        let below = match path.rfind(NEWS_FOLDER) {
            Some(at) => &path[at + NEWS_FOLDER.len()..],
            None => path.strip_prefix(NEWS_FOLDER.trim_start_matches('/'))?,
        };
        let parts: Vec<&str> = below.splitn(5, '/').collect();
        let [year, month, day, name] = parts[..] else { return None };
        Self::from_parts([year, month, day, &percent_decoded(name)])
    }

    fn from_parts([year, month, day, name]: [&str; 4]) -> Option<Self> {
        let day = Day::from_parts(year, month, day)?;
        let slug = PAGE_ENDINGS.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name).trim();
        if is_day_page_name(slug) {
            return Some(Self::DayPage(day));
        }
        let usable =
            !slug.is_empty() && slug != "." && slug != ".." && !slug.contains(|c: char| c == '/' || c.is_control());
        usable.then(|| Self::Event(day.page(slug)))
    }
}

/// Whether a file lies under one of the names of a day page.
pub(super) fn is_day_page_file(path: &str) -> bool {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    is_day_page_name(name.split('.').next().unwrap_or(name))
}

fn is_day_page_name(slug: &str) -> bool {
    DAY_PAGE_NAMES.iter().any(|name| slug.eq_ignore_ascii_case(name))
}

fn number(digits: &str, min: usize, max: usize) -> Option<u32> {
    let fits = (min..=max).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| digits.parse().ok()).flatten()
}

/// `%E5%8D%9A` as the letters it stands for; as it is where that gives no text.
fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let (byte, tail) = escaped_byte(rest).unwrap_or((*first, tail));
        bytes.push(byte);
        rest = tail;
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// The byte that a leading `%5D` stands for, and what follows it.
fn escaped_byte(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let [b'%', high, low, tail @ ..] = bytes else { return None };
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let value = digit(*high)? * 16 + digit(*low)?;
    Some((u8::try_from(value).ok()?, tail))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(target: Option<Target>) -> Option<String> {
        match target? {
            Target::Event(address) => Some(address.id),
            Target::DayPage(day) => Some(format!("day {}", day.folder)),
        }
    }

    #[test]
    fn links_of_the_archive_give_ids_as_written() {
        let of = |link: &str| id(Target::of_link(link));
        assert_eq!(of("/news/2016/09/10/a-b.md").as_deref(), Some("2016/09/10/a-b"));
        assert_eq!(of("/zh/news/2014/12/1/博科-A.md").as_deref(), Some("2014/12/1/博科-A"));
        assert_eq!(of("news/2014/12/1/x.md").as_deref(), Some("2014/12/1/x"));
        assert_eq!(of("https://example.org/zh/news/2014/12/1/x.md?y#z").as_deref(), Some("2014/12/1/x"));
        assert_eq!(of("/news/2016/1/2/%E5%8D%9A%zz%4.md").as_deref(), Some("2016/1/2/博%zz%4"));
        assert_eq!(of("/news/2016/1/2/%FF.md").as_deref(), Some("2016/1/2/%FF"));
        assert_eq!(of("/zh/news/2014/12/31/index.md").as_deref(), Some("day 2014/12/31"));
    }

    #[test]
    fn other_links_are_refused() {
        for link in [
            "",
            "/news/",
            "https://example.org/",
            "/news/2016/13/1/a.md",
            "/news/2016/02/30/a.md",
            "/news/16/2/3/a.md",
            "/news/2016/2/3/.md",
            "/news/2016/2/3/...md",
            "/news/2016/2/3/a/b.md",
            "/news/2016/2/3/a%2Fb.md",
            "/news/2016/2/3/a%0Ab.md",
        ] {
            assert_eq!(id(Target::of_link(link)), None, "{link}");
        }
    }

    #[test]
    fn paths_of_the_archive_give_the_same_ids() {
        let of = |path: &str| id(Target::of_file(path));
        assert_eq!(of("x/news/2016/12/4/a.md").as_deref(), Some("2016/12/4/a"));
        assert_eq!(of("2016\\12\\4\\a.md").as_deref(), Some("2016/12/4/a"));
        assert_eq!(of("news/2016/12/4/README.md").as_deref(), Some("day 2016/12/4"));
        assert_eq!(of("seeds/event-2016-12-04.md"), None);
        assert_eq!(of("news/2016/12/a.md"), None);
    }

    #[test]
    fn the_number_of_digits_makes_no_other_page() {
        let key = |link: &str| match Target::of_link(link) {
            Some(Target::Event(address)) => Some(address.key()),
            _ => None,
        };
        assert_eq!(key("/news/2016/07/04/a.md"), key("/news/2016/7/4/a.md"));
        assert_ne!(key("/news/2016/07/04/a.md"), key("/news/2016/7/5/a.md"));
    }

    #[test]
    fn dates_are_read_with_and_without_leading_zeros() {
        assert_eq!(Day::from_words(" 2015-01-3 ").map(|day| day.folder).as_deref(), Some("2015/01/3"));
        for words in ["2015-13-3", "2015-1", "2015-1-2-3", "2015-1-", "x"] {
            assert_eq!(Day::from_words(words), None, "{words}");
        }
        assert!(Day::is_form_of("2015-13-99") && !Day::is_form_of("2015-13") && !Day::is_form_of("a-b-c"));
    }
}
