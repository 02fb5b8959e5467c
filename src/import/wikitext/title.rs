//! Where a wikilink leads.

use unicode_normalization::UnicodeNormalization;

use super::chars::{collapse, decode};

/// Longest title that MediaWiki allows, in bytes of UTF-8.
const MAX_TITLE_BYTES: usize = 255;
/// Characters that no title has.
const FORBIDDEN: [char; 7] = ['<', '>', '[', ']', '{', '}', '|'];
/// Directional marks, which MediaWiki takes out of titles.
const DIRECTIONAL_MARKS: [char; 7] =
    ['\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}'];
/// Prefixes that lead to the English Wikipedia itself.
const HOME_PREFIXES: [&str; 2] = ["en", "w"];
/// Prefixes of files, whose links show a picture.
const FILE_NAMESPACES: [&str; 3] = ["file", "image", "media"];
const CATEGORY_NAMESPACE: &str = "category";
/// Other namespaces of the English Wikipedia that pages link to, and how their names are written.
const NAMESPACES: [(&str, &str); 9] = [
    ("draft", "Draft"),
    ("help", "Help"),
    ("portal", "Portal"),
    ("project", "Wikipedia"),
    ("special", "Special"),
    ("template", "Template"),
    ("user", "User"),
    ("wikipedia", "Wikipedia"),
    ("wp", "Wikipedia"),
];
/// Prefixes of Wikipedia's sister projects. Their titles keep the first letter as it is.
const PROJECTS: [&str; 16] = [
    "c",
    "commons",
    "d",
    "m",
    "meta",
    "n",
    "q",
    "s",
    "species",
    "v",
    "voy",
    "wikidata",
    "wikinews",
    "wikisource",
    "wikt",
    "wiktionary",
];

/// What a link leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A page, by its normalised title. Pages elsewhere keep their prefix: `es:Lima`, `wikt:at large`.
    Page(String),
    /// A section of the page that the link is on.
    Section,
    /// A picture or another file.
    File,
    /// The page's own category.
    Category,
    /// The same page in another language, which is not shown where it stands.
    Language,
    /// No page can have that title.
    Invalid,
}

/// The target of a link, normalised as MediaWiki does: character references resolved, underscores as spaces, white
/// space collapsed, the section cut off, the first letter a capital, Unicode composed (NFC).
pub(super) fn target(raw: &str) -> Target {
    // No title is that long before its references are resolved either, and a hostile one may be a whole page.
    if raw.len() > 8 * MAX_TITLE_BYTES {
        return Target::Invalid;
    }
    let text: String = decode(raw).replace('_', " ").nfc().filter(|c| !DIRECTIONAL_MARKS.contains(c)).collect();
    let (title, section) = match text.split_once('#') {
        Some((title, _)) => (collapse(title), true),
        None => (collapse(&text), false),
    };
    let shown = title.starts_with(':');
    let title = title.trim_start_matches(':').trim_start();
    match title {
        "" if section => Target::Section,
        "" => Target::Invalid,
        title if title.len() > MAX_TITLE_BYTES || title.contains(FORBIDDEN) => Target::Invalid,
        title => resolve(title, shown),
    }
}

/// The target of a title; `shown` if a colon before it asks for a plain link.
fn resolve(title: &str, shown: bool) -> Target {
    let Some((prefix, rest)) = title.split_once(':').map(|(prefix, rest)| (prefix.trim_end(), rest.trim_start()))
    else {
        return Target::Page(capitalised(title));
    };
    let lower = prefix.to_lowercase();
    if rest.is_empty() {
        Target::Page(capitalised(title))
    } else if FILE_NAMESPACES.contains(&lower.as_str()) {
        if shown { Target::Page(format!("File:{}", capitalised(rest))) } else { Target::File }
    } else if lower == CATEGORY_NAMESPACE {
        if shown { Target::Page(format!("Category:{}", capitalised(rest))) } else { Target::Category }
    } else if let Some((_, name)) = NAMESPACES.iter().find(|(key, _)| *key == lower) {
        Target::Page(format!("{name}:{}", capitalised(rest)))
    } else if HOME_PREFIXES.contains(&prefix) {
        Target::Page(capitalised(rest))
    } else if PROJECTS.contains(&prefix) {
        Target::Page(format!("{prefix}:{rest}"))
    } else if is_language(prefix) {
        if shown { Target::Page(format!("{prefix}:{}", capitalised(rest))) } else { Target::Language }
    } else {
        Target::Page(capitalised(title))
    }
}

/// Whether a prefix is written like the code of a Wikipedia's language: `es`, `arz`, `zh-yue`, `simple`.
fn is_language(prefix: &str) -> bool {
    let lower_case = prefix.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    let first = prefix.split('-').next().unwrap_or_default();
    lower_case && ((2..=3).contains(&first.len()) || prefix == "simple")
}

/// The title with its first letter as a capital.
fn capitalised(title: &str) -> String {
    let mut chars = title.chars();
    let Some(first) = chars.next() else { return String::new() };
    let mut upper = first.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(capital), None) => format!("{capital}{}", chars.as_str()),
        // A letter without a capital of its own, such as ß.
        _ => title.to_owned(),
    }
}

/// The words that MediaWiki puts in for `[[Title|]]`: the title without its namespace and without what follows to tell
/// it apart, `(…)` or a comma.
pub(super) fn pipe_trick(raw: &str) -> &str {
    let title = raw.trim().trim_start_matches(':');
    let title = title.split_once(':').map_or(title, |(_, rest)| rest).trim();
    match title.strip_suffix(')').and_then(|open| open.rfind('(')) {
        Some(at) if at > 0 => title[..at].trim_end(),
        _ => title.split_once(", ").map_or(title, |(place, _)| place),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_page_has_one_title() {
        for raw in [
            "Emergency use authorization",
            "emergency use authorization",
            " emergency_use  authorization#Use ",
            "_Emergency use\u{200e} authorization",
        ] {
            assert_eq!(target(raw), Target::Page("Emergency use authorization".into()), "{raw}");
        }
        assert_eq!(target("e\u{301}cole &amp; c&ouml;"), Target::Page("École & cö".into()));
        assert_eq!(target("ßx"), Target::Page("ßx".into()));
    }

    #[test]
    fn prefixes_say_where_a_title_belongs() {
        let page = |title: &str| Target::Page(title.to_owned());
        for (raw, expected) in [
            (":es:diego Molano", page("es:Diego Molano")),
            ("es:Diego Molano", Target::Language),
            ("wikt:at large", page("wikt:at large")),
            (":en:foo", page("Foo")),
            (":Category:resorts in the Maldives", page("Category:Resorts in the Maldives")),
            ("Category:Resorts", Target::Category),
            ("image:a.jpg", Target::File),
            (":File:a.jpg", page("File:A.jpg")),
            ("help:IPA/Nguni", page("Help:IPA/Nguni")),
            ("mission: Impossible", page("Mission: Impossible")),
            ("CSI: Miami", page("CSI: Miami")),
            ("#Section", Target::Section),
            (" : ", Target::Invalid),
            ("", Target::Invalid),
            ("a{{b", Target::Invalid),
        ] {
            assert_eq!(target(raw), expected, "{raw}");
        }
        assert_eq!(target(&"x".repeat(256)), Target::Invalid);
    }

    #[test]
    fn the_pipe_trick_leaves_the_short_name() {
        for (raw, words) in [
            ("Georgia (country)", "Georgia"),
            ("Boston, Massachusetts", "Boston"),
            ("Help:Links", "Links"),
            (":es:Lima (Perú)", "Lima"),
            ("(sic)", "(sic)"),
            ("Plain", "Plain"),
        ] {
            assert_eq!(pipe_trick(raw), words, "{raw}");
        }
    }
}
