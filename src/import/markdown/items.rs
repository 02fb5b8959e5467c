//! Items of the lists of an event page: sources, and related events with their context.

use super::address::{Address, Target};
use super::labels;
use super::lines::{Link, MAX_LINK_BYTES, link};
use super::log::{Log, Place};
use super::plain::{Plain, plain};
use crate::model::{ProblemKind, Source, safe_url};

/// An item of a Related list.
#[derive(Debug)]
pub(super) struct Related {
    pub(super) place: Place,
    pub(super) address: Address,
    pub(super) headline: Plain,
    /// The entities that both events share.
    pub(super) context: Vec<Plain>,
}

/// The words that stand for the picture of a source.
const PICTURE: &str = "IMG";
/// What may stand between two sources of one item.
const BETWEEN_SOURCES: [char; 7] = [',', ';', '、', '，', '；', '|', '·'];
/// Longer pieces are cut where a message quotes them.
const MAX_QUOTE_CHARS: usize = 60;

/// The sources of an item `[name](url) [IMG](url)`; pictures are left out.
pub(super) fn sources(item: &str, place: Place, log: &mut Log) -> Vec<Source> {
    let mut found = Vec::new();
    let mut rest = item;
    while let Some(link) = link(rest.trim_start_matches('!'), MAX_LINK_BYTES) {
        let picture = rest.starts_with('!') || link.text.trim() == PICTURE;
        if !picture {
            found.extend(source(link, place, log));
        }
        rest = link.rest.trim_start_matches(|c: char| c.is_whitespace() || BETWEEN_SOURCES.contains(&c));
    }
    if !rest.is_empty() {
        let message = format!("“{}” is not a source of the form [name](address) and was left out", quote(rest));
        log.skip(place, ProblemKind::Syntax, message);
    }
    found
}

fn source(link: Link<'_>, place: Place, log: &mut Log) -> Option<Source> {
    if !safe_url(link.target) {
        let message = format!("“{}” is not a web address; the source was left out", quote(link.target));
        log.skip(place, ProblemKind::UnsafeUrl, message);
        return None;
    }
    let name = plain(link.text).text;
    let name = if name.is_empty() { host(link.target).to_owned() } else { name };
    Some(Source { name, url: link.target.to_owned() })
}

fn host(url: &str) -> &str {
    let rest = url.split_once("//").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or(rest)
}

/// The event of an item `[headline](/news/…) _Context: a, b_`.
pub(super) fn related(item: &str, place: Place, log: &mut Log) -> Option<Related> {
    let Some(link) = link(item, MAX_LINK_BYTES) else {
        let message = format!("“{}” is not a related event of the form [headline](page) and was left out", quote(item));
        log.skip(place, ProblemKind::Syntax, message);
        return None;
    };
    let Some(Target::Event(address)) = Target::of_link(link.target) else {
        let message = format!("“{}” is not the page of an event of the archive; it was left out", quote(link.target));
        log.skip(place, ProblemKind::Syntax, message);
        return None;
    };
    Some(Related { place, address, headline: plain(link.text), context: context(link.rest, place, log) })
}

fn context(text: &str, place: Place, log: &mut Log) -> Vec<Plain> {
    if text.trim().is_empty() {
        return Vec::new();
    }
    let Some(names) = labels::context(text) else {
        let message = format!("“{}” is not a context of the form _Context: a, b_ and was left out", quote(text));
        log.skip(place, ProblemKind::StrayText, message);
        return Vec::new();
    };
    names.iter().map(|name| plain(name)).filter(|name| !name.text.is_empty()).collect()
}

/// The beginning of a text, for a message.
pub(super) fn quote(text: &str) -> String {
    let text = text.trim();
    let short: String = text.chars().take(MAX_QUOTE_CHARS).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}
