//! What a word of the query was taken for, besides itself.

use crate::protocol::{Facet, Mark, Reading};
use crate::sorting::sort_by;

use super::index::Index;
use super::lookup::Lookup;
use super::matching::Found;

/// The most entities told of a word.
const MAX_NAMES: usize = 5;
/// The most spellings told of a word.
const MAX_SPELLINGS: usize = 3;

impl Index {
    /// The words that were looked for under other names or spellings too, in the order of the query.
    pub fn readings(&self, found: &Found<'_>) -> Vec<Reading> {
        let wanted = found.plan.words.iter().filter(|word| word.is_wanted);
        let readings = wanted.map(|word| self.reading(&word.lookup));
        readings.filter(|reading| !reading.names.is_empty() || !reading.spellings.is_empty()).collect()
    }

    fn reading(&self, lookup: &Lookup<'_>) -> Reading {
        let range = &lookup.word.range.0;
        let word = Mark { start: range.start as u32, end: range.end as u32 };
        Reading { word, names: self.named_by(lookup), spellings: self.spellings(lookup) }
    }

    /// The entities that go by a word under another name.
    fn named_by(&self, lookup: &Lookup<'_>) -> Vec<String> {
        let values = &self.values[Facet::Entity as usize];
        let mut named: Vec<(u32, &str)> = Vec::new();
        for entity in lookup.named.exact.iter() {
            let events = self.events_with_value(Facet::Entity, entity);
            if events > 0 && !lookup.is_in(values.name(entity)) {
                named.push((events, values.name(entity)));
            }
        }
        sort_by(&mut named, |a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
        named.into_iter().take(MAX_NAMES).map(|(_, name)| name.to_owned()).collect()
    }

    fn spellings(&self, lookup: &Lookup<'_>) -> Vec<String> {
        let segments = lookup.found.iter().zip(&self.segments);
        let mut counts = std::collections::BTreeMap::new();
        for (found, numbered) in segments {
            found.for_each_spelling(&numbered.segment, |word, events| *counts.entry(word).or_insert(0) += events);
        }
        let mut spellings: Vec<(String, u32)> = counts.into_iter().collect();
        sort_by(&mut spellings, |a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        spellings.into_iter().take(MAX_SPELLINGS).map(|(word, _)| word).collect()
    }
}
