//! Events, and the entities they mention. These types are the JSON of a bundle's shards and entity table.

use serde::{Deserialize, Serialize};

use super::Date;

/// One thing that happened, as one headline tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Unique and stable, `YEAR/MONTH/DAY/slug`: `2016/12/4/slug`. Month and day are written as the source writes them.
    pub id: String,
    /// The day the event is filed under.
    pub date: Date,
    /// Plain text, often a sentence or two.
    pub headline: String,
    /// Plain text; more about the event, where the source has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// A heading such as “Law and crime”.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Names of the stories the event belongs to, outermost first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub story: Vec<String>,
    /// Words of the headline or description that stand for an entity, in order of appearance.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<Mention>,
    /// Canonical names of the entities the event is about, without duplicates, in order of appearance.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entities: Vec<String>,
    /// Where the event was reported.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
    /// Ids of events that the source itself calls related, in its order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<String>,
    /// Where it happened, as the source names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Known only from another page's list of related events.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub stub: bool,
}

impl Event {
    /// An event with an id, a date and a headline, and nothing else yet.
    pub fn new(id: impl Into<String>, date: Date, headline: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            date,
            headline: headline.into(),
            description: None,
            category: None,
            story: Vec::new(),
            mentions: Vec::new(),
            entities: Vec::new(),
            sources: Vec::new(),
            related: Vec::new(),
            place: None,
            stub: false,
        }
    }
}

/// Words that stand for an entity: “the FSB” for “Federal Security Service”.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// The words as they stand in the text.
    pub text: String,
    /// The canonical name of the entity meant.
    pub entity: String,
}

/// A report of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The publisher, as the source names it.
    pub name: String,
    /// Where it can be read: see [`safe_url`].
    pub url: String,
}

/// Whether an address may be shown as a link: only `http` and `https`, with a host, and without white space
/// or control characters. Anything else (`javascript:`, `data:`, …) could run code in the reader's page.
pub fn safe_url(url: &str) -> bool {
    let rest = ["https://", "http://"].iter().find_map(|scheme| {
        let head = url.get(..scheme.len())?;
        head.eq_ignore_ascii_case(scheme).then(|| &url[scheme.len()..])
    });
    let clean = !url.chars().any(|c| c.is_control() || c.is_whitespace());
    clean && rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with(['/', '?', '#', ':', '@']))
}

/// A person, place, organisation or thing that events mention.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    /// The canonical name.
    pub name: String,
    /// Other names for the same entity, sorted by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<Alias>,
    /// What it is (person, place, …), where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The number of events that mention it.
    pub events: u32,
}

/// Another name of an entity, and how we know.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Alias {
    /// The other name.
    pub name: String,
    /// How we know that it means the same.
    pub origin: AliasOrigin,
}

/// Where an alias comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AliasOrigin {
    /// The words of a link that leads to the entity.
    Anchor,
    /// The initials of the name.
    Acronym,
    /// The same name under an earlier or later title, or with other capitals.
    Title,
    /// Stated by the bundle's publisher.
    Given,
    /// Any origin that a later version of the format adds.
    #[serde(other)]
    Other,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_are_safe() {
        for url in [
            "http://example.org",
            "https://example.org/a?b#c",
            "HTTPS://EXAMPLE.ORG/",
            "http://[::1]/",
            "https://例え.jp/",
        ] {
            assert!(safe_url(url), "{url}");
        }
        let bad = [
            "",
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            " http://example.org",
            "data:text/html,x",
            "//example.org",
            "http:///x",
            "https://",
            "http://exa mple.org",
            "http://example.org/\n",
            "ftp://example.org",
            "mailto:a@example.org",
        ];
        for url in bad {
            assert!(!safe_url(url), "{url}");
        }
    }

    #[test]
    fn unknown_keys_and_origins_are_ignored() {
        let event: Event = serde_json::from_str(r#"{"id":"a","date":"2016-12-04","headline":"h","new":1}"#).unwrap();
        assert_eq!(event, Event::new("a", Date::new(2016, 12, 4).unwrap(), "h"));
        assert_eq!(serde_json::to_string(&event).unwrap(), r#"{"id":"a","date":"2016-12-04","headline":"h"}"#);
        let alias: Alias = serde_json::from_str(r#"{"name":"n","origin":"telepathy"}"#).unwrap();
        assert_eq!(alias.origin, AliasOrigin::Other);
    }
}
