//! One canonical entity for its many names.
//!
//! Each rule looks at a survey of how an archive uses its names and proposes merges; [`resolve`] carries them out and asks
//! again, because a merge can be evidence for another. Names are merged only on evidence: two entities under one
//! name mislead the reader, two names of one entity are merely a loss.

mod acronyms;
mod anchors;
mod proper;
mod survey;
mod titles;
mod wording;
mod years;

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::model::{Alias, AliasOrigin, Entity, Event, Mention};
use survey::Survey;

/// Proposes merges of names. No name may be both merged and merged into by one call.
type Rule = fn(&Survey<'_>) -> Vec<Merge>;

/// The rules, surest first: each works on the names that those before it have left.
const RULES: [Rule; 3] = [titles::merges, years::merges, acronyms::merges];

/// The most times that an archive is searched for further merges. Real archives need one for each rule and a last one;
/// the limit keeps hostile input from making each merge wait for another.
const MAX_ROUNDS: usize = 32;

/// A name that means the same as another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Merge {
    /// The name that becomes an alias.
    from: String,
    /// The name that stays.
    into: String,
    /// The evidence.
    origin: AliasOrigin,
}

/// Gives every entity one canonical name in all events (`entities`, `mentions`), and returns the table of entities
/// with their aliases and counts, sorted by name.
///
/// Afterwards each event's `entities` are without duplicates, in order of appearance, and contain the entities of its
/// mentions. Blank names are no entities and are left out. The result does not depend on the order of the events, and
/// resolving again changes no event.
///
/// Cost: linear in the size of the events, but for sorting the names.
pub fn resolve(events: &mut [Event]) -> Vec<Entity> {
    events.iter_mut().for_each(tidy);
    let mut aliases = BTreeMap::new();
    for _ in 0..MAX_ROUNDS {
        let Some(merges) = next_merges(events) else { break };
        rename(events, &merges);
        record(&mut aliases, merges);
    }
    table(events, aliases)
}

/// What the first rule that finds anything finds.
fn next_merges(events: &[Event]) -> Option<Vec<Merge>> {
    let survey = Survey::of(events);
    RULES.iter().map(|rule| rule(&survey)).find(|merges| !merges.is_empty())
}

/// Makes `entities` complete, without duplicates and without blank names.
fn tidy(event: &mut Event) {
    event.mentions.retain(|mention| !mention.entity.trim().is_empty());
    let mentioned = event.mentions.iter().map(|Mention { entity, .. }| entity.clone());
    event.entities.extend(mentioned);
    event.entities.retain(|name| !name.trim().is_empty());
    without_duplicates(&mut event.entities);
}

/// Keeps the first of each name.
fn without_duplicates(names: &mut Vec<String>) {
    let mut seen = HashSet::new();
    let first: Vec<bool> = names.iter().map(|name| seen.insert(name.as_str())).collect();
    drop(seen);
    let mut first = first.into_iter();
    names.retain(|_| first.next().unwrap_or(false));
}

fn rename(events: &mut [Event], merges: &[Merge]) {
    let canonical: HashMap<&str, &str> = merges.iter().map(|m| (m.from.as_str(), m.into.as_str())).collect();
    let update = |name: &mut String| {
        if let Some(&into) = canonical.get(name.as_str()) {
            into.clone_into(name);
        }
    };
    for event in events {
        event.mentions.iter_mut().for_each(|mention| update(&mut mention.entity));
        event.entities.iter_mut().for_each(update);
        without_duplicates(&mut event.entities);
    }
}

/// Adds merges to the aliases found so far, by canonical name; a name that was canonical takes its aliases along.
fn record(aliases: &mut BTreeMap<String, Vec<Alias>>, merges: Vec<Merge>) {
    for Merge { from, into, origin } in merges {
        let taken_along = aliases.remove(&from).unwrap_or_default();
        let list = aliases.entry(into).or_default();
        list.extend(taken_along);
        list.push(Alias { name: from, origin });
    }
}

/// The entities of the events, with the aliases of merges and of link texts.
fn table(events: &[Event], mut aliases: BTreeMap<String, Vec<Alias>>) -> Vec<Entity> {
    for (name, alias) in anchors::aliases(events, &aliases) {
        aliases.entry(name).or_default().push(alias);
    }
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for name in events.iter().flat_map(|event| &event.entities) {
        *counts.entry(name).or_default() += 1;
    }
    let entity = |(name, events): (&str, u32)| {
        let mut aliases = aliases.remove(name).unwrap_or_default();
        aliases.sort();
        Entity { name: name.to_owned(), aliases, kind: None, events }
    };
    counts.into_iter().map(entity).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Date;

    const LONG: &str = "Islamic State of Iraq and the Levant";

    fn event(year: i32, entities: &[&str], mentions: &[(&str, &str)]) -> Event {
        let mut event = Event::new(format!("{year}/1/1/a"), Date::new(year, 1, 1).unwrap(), "A headline");
        event.entities = entities.iter().map(ToString::to_string).collect();
        let mention = |&(text, entity): &(&str, &str)| Mention { text: text.into(), entity: entity.into() };
        event.mentions = mentions.iter().map(mention).collect();
        event
    }

    /// The table, as `name: alias (origin), …`.
    fn resolved(mut events: Vec<Event>) -> Vec<String> {
        let line = |entity: Entity| {
            let aliases: Vec<String> =
                entity.aliases.iter().map(|alias| format!("{} ({:?})", alias.name, alias.origin)).collect();
            format!("{} {}: {}", entity.events, entity.name, aliases.join(", ")).trim_end_matches([':', ' ']).to_owned()
        };
        resolve(&mut events).into_iter().map(line).collect()
    }

    #[test]
    fn events_name_all_their_entities_once() {
        let mut events = [event(2020, &["B", "A", "B", " "], &[("c", "C"), ("a", "A"), ("nothing", "")])];
        let table = resolve(&mut events);
        assert_eq!(events[0].entities, ["B", "A", "C"]);
        assert_eq!(events[0].mentions.len(), 2);
        assert_eq!(table.iter().map(|entity| entity.events).collect::<Vec<_>>(), [1, 1, 1]);
    }

    #[test]
    fn an_acronym_meets_the_name_it_stands_for() {
        let mut events = [event(2015, &[LONG], &[]), event(2016, &["ISIL", "Russia"], &[("ISIL", "ISIL")])];
        let table = resolve(&mut events);
        assert_eq!(events[1].entities, [LONG, "Russia"]);
        assert_eq!(events[1].mentions[0].entity, LONG);
        assert_eq!(table[0].events, 2);
        assert_eq!(table[0].aliases, [Alias { name: "ISIL".into(), origin: AliasOrigin::Acronym }]);
    }

    #[test]
    fn an_acronym_of_several_names_meets_the_one_that_links_mean() {
        let names = ["European Union", "Eastern Ukraine", "EU"];
        assert_eq!(resolved(vec![event(2020, &names, &[])]).len(), 3);
        let linked = vec![event(2020, &names, &[("EU", "European Union")])];
        assert_eq!(resolved(linked), ["1 Eastern Ukraine", "1 European Union: EU (Acronym)"]);
        let contested = vec![event(2020, &names, &[("EU", "European Union"), ("EU", "Eastern Ukraine")])];
        assert_eq!(resolved(contested).len(), 3);
    }

    #[test]
    fn initials_alone_are_no_evidence_where_they_are_weak() {
        let parts_of_words = event(2020, &["SARS", "Special Anti-Robbery Squad"], &[]);
        let two_letters = event(2020, &["UK", "Uhuru Kenyatta"], &[]);
        assert_eq!(resolved(vec![parts_of_words, two_letters]).len(), 4);
        let said_by_link = event(2020, &["NGO"], &[("NGO", "Non-governmental organization")]);
        assert_eq!(resolved(vec![said_by_link]), ["1 Non-governmental organization: NGO (Acronym)"]);
    }

    #[test]
    fn spellings_meet_in_the_one_used_most() {
        let events = vec![
            event(2020, &["Café_Milano"], &[]),
            event(2020, &["Cafe Milano"], &[]),
            event(2021, &["Cafe Milano"], &[]),
        ];
        assert_eq!(resolved(events), ["3 Cafe Milano: Café_Milano (Title)"]);
        let equal = vec![event(2020, &["Milos Zeman", "Miloš Zeman"], &[])];
        assert_eq!(resolved(equal), ["1 Miloš Zeman: Milos Zeman (Title)"]);
    }

    #[test]
    fn capitals_that_tell_things_apart_are_kept() {
        let word_and_name = event(2020, &[], &[("app stores", "App store"), ("App Store", "App Store")]);
        assert_eq!(resolved(vec![word_and_name]), ["1 App Store", "1 App store"]);
        assert_eq!(resolved(vec![event(2020, &["WHO", "Who"], &[])]).len(), 2);
        assert_eq!(resolved(vec![event(2020, &["PEMEX", "Pemex"], &[])]).len(), 1);
    }

    #[test]
    fn ranges_of_years_meet_only_without_doubt() {
        let war = |names: &[&str], year| resolved(vec![event(year, names, &[])]).len();
        assert_eq!(war(&["War (2001–present)", "War (2001–2021)", "War"], 2020), 1);
        assert_eq!(war(&["War (2001–present)", "War"], 1999), 2, "the event is older than the war");
        assert_eq!(war(&["War (2001–2014)", "War (2001–2021)"], 2010), 2, "two ends");
        assert_eq!(war(&["War (2011–2012)", "War (2014–present)", "War"], 2020), 3, "two wars");
        assert_eq!(war(&["Georgia (country)", "Georgia (state)", "Georgia"], 2020), 3);
        assert_eq!(war(&["Fall of Kabul (2021)", "Fall of Kabul"], 2021), 2, "one year is no range");
    }

    #[test]
    fn link_texts_that_mean_one_entity_become_aliases() {
        let links = [("the GNA", "Government of National Accord"), ("government", "Government of National Accord")];
        assert_eq!(resolved(vec![event(2020, &[], &links)]), ["1 Government of National Accord: GNA (Anchor)"]);
    }

    #[test]
    fn contested_link_texts_stay_out() {
        let other_meaning = event(2020, &[], &[("Victoria", "Victoria (Australia)"), ("Victoria", "Queen Victoria")]);
        let name_of_other = event(2020, &["LNA"], &[("LNA", "Libyan National Army (2014)")]);
        let two_bearers = event(2020, &["Paris (film)"], &[("Paris", "Paris, Texas")]);
        let table = resolved(vec![other_meaning, name_of_other, two_bearers]);
        assert!(table.iter().all(|line| !line.contains("Anchor")), "{table:?}");
    }

    #[test]
    fn a_merge_can_be_evidence_for_another() {
        let events = vec![
            event(2020, &["Non-Governmental_organization"], &[("NGO", "Non-governmental organization")]),
            event(2020, &["NGO"], &[("NGO", "Non-Governmental_organization"), ("N", "NGO")]),
        ];
        assert_eq!(resolved(events).len(), 1);
    }
}
