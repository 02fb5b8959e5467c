//! Link texts that are used as the name of one entity.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::proper::Writing;
use super::wording::{base, is_name_of, may_be_another_name};
use crate::link::fold::fold;
use crate::model::{Alias, AliasOrigin, Event};

/// The share of its links, in per cent, that must lead to one entity before a text counts as its name. A few links are
/// mistakes; at nine in ten, “New York” would mean the state.
const MIN_SHARE_PERCENT: u64 = 95;

/// Which entities the links with a text lead to.
#[derive(Debug, Default)]
struct Usage<'a> {
    /// By spelling of the text.
    spellings: BTreeMap<&'a str, u32>,
    targets: BTreeMap<&'a str, u32>,
}

/// A link text, the entity that it nearly always means, and the number of links from the one to the other.
type Verdict<'a> = (&'a str, &'a str, u32);

/// The aliases that link texts give, with the canonical name of the entity, sorted. Texts that are a name, or one of
/// the aliases known so far, are left out.
pub(super) fn aliases(events: &[Event], known: &BTreeMap<String, Vec<Alias>>) -> Vec<(String, Alias)> {
    let verdicts = uncontested(events, known);
    let may_be = |&(text, name, links): &Verdict<'_>| may_be_another_name(text, name, links);
    let possible = verdicts.iter().filter(|verdict| may_be(verdict));
    let writing = Writing::of(events, possible.flat_map(|&(text, name, _)| [text, name]));
    let is_alias = |verdict: &Verdict<'_>| {
        let &(text, name, links) = verdict;
        let proper = || writing.is_proper_noun(text, links) && !writing.is_common_noun(name);
        is_name_of(text, name, links) || (may_be(verdict) && proper())
    };
    let alias = |text: &str| Alias { name: text.to_owned(), origin: AliasOrigin::Anchor };
    verdicts.into_iter().filter(is_alias).map(|(text, name, _)| (name.to_owned(), alias(text))).collect()
}

/// What link texts mean, for those that may not mean anything else.
fn uncontested<'a>(events: &'a [Event], known: &BTreeMap<String, Vec<Alias>>) -> Vec<Verdict<'a>> {
    let taken = taken(events, known);
    let bearers = bearers(events);
    let free =
        |folded: &str, name| !taken.contains(folded) && bearers.get(folded).is_none_or(|&bearer| bearer == Some(name));
    let usages = usages(events);
    usages.iter().filter_map(|(folded, usage)| usage.verdict().filter(|&(_, name, _)| free(folded, name))).collect()
}

/// All names and known aliases, folded.
fn taken(events: &[Event], known: &BTreeMap<String, Vec<Alias>>) -> HashSet<String> {
    let names: HashSet<&String> = events.iter().flat_map(|event| &event.entities).collect();
    let aliases = known.values().flatten().map(|alias| &alias.name);
    names.into_iter().chain(aliases).map(|name| fold(name)).collect()
}

/// Names without disambiguator, folded, and who bears them: `None` where several do.
fn bearers(events: &[Event]) -> HashMap<String, Option<&str>> {
    let names: HashSet<&String> = events.iter().flat_map(|event| &event.entities).collect();
    let mut bearers: HashMap<String, Option<&str>> = HashMap::new();
    for name in names {
        bearers.entry(fold(base(name))).and_modify(|bearer| *bearer = None).or_insert(Some(name));
    }
    bearers
}

fn usages(events: &[Event]) -> BTreeMap<String, Usage<'_>> {
    let mut counts: HashMap<(&str, &str), u32> = HashMap::new();
    for mention in events.iter().flat_map(|event| &event.mentions) {
        *counts.entry((&mention.text, &mention.entity)).or_default() += 1;
    }
    let mut usages: BTreeMap<String, Usage<'_>> = BTreeMap::new();
    for ((text, entity), count) in counts {
        let text = without_article(text);
        let usage = usages.entry(fold(text)).or_default();
        *usage.spellings.entry(text).or_default() += count;
        *usage.targets.entry(entity).or_default() += count;
    }
    usages
}

impl<'a> Usage<'a> {
    /// The most frequent spelling and what it nearly always means, if anything.
    fn verdict(&self) -> Option<Verdict<'a>> {
        let (&name, &links) = self.targets.iter().max_by_key(|&(name, count)| (count, std::cmp::Reverse(name)))?;
        let (&text, _) = self.spellings.iter().max_by_key(|&(text, count)| (count, std::cmp::Reverse(text)))?;
        let all: u64 = self.targets.values().map(|&count| u64::from(count)).sum();
        (100 * u64::from(links) >= MIN_SHARE_PERCENT * all).then_some((text, name, links))
    }
}

/// A text without the article before it and without white space around it.
fn without_article(text: &str) -> &str {
    let text = text.trim();
    text.strip_prefix("the ").map_or(text, str::trim_start)
}
