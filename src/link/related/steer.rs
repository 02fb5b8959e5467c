//! Which events a reader wants to be told.

use super::Property;
use super::names::telling_words;
use super::rank::Asked;

/// The events that mention what they must, and nothing that they may not.
#[derive(Debug)]
pub(super) struct Wanted(
    /// By number; of no event if all are wanted.
    Vec<bool>,
);

impl Wanted {
    pub(super) fn has(&self, event: u32) -> bool {
        self.0.get(event as usize).copied().unwrap_or(true)
    }
}

impl Asked<'_> {
    /// Cost: nothing where no entity is named; otherwise a byte an event, and the events that have one of the entities or words of
    /// its name.
    pub(super) fn wanted(&self) -> Wanted {
        let (required, unwanted) = (&self.request.require, &self.request.without);
        if required.is_empty() && unwanted.is_empty() {
            return Wanted(Vec::new());
        }
        let mut wanted = vec![true; self.archive.total()];
        let names = required.iter().map(|name| (name, true)).chain(unwanted.iter().map(|name| (name, false)));
        for (name, must) in names {
            let has = self.mentioning(name);
            wanted.iter_mut().zip(has).for_each(|(wanted, has)| *wanted &= has == must);
        }
        Wanted(wanted)
    }

    /// For every event, whether it links an entity, or has its name in the headline.
    fn mentioning(&self, name: &str) -> Vec<bool> {
        let mut has = vec![false; self.archive.total()];
        let Some(name) = self.archive.entity(name) else { return has };
        let mut note = |event: u32| has.get_mut(event as usize).into_iter().for_each(|has| *has = true);
        self.archive.for_each_with(Property::Entities, &name, &mut note);
        let named = self.headlines_with(&telling_words(self.archive, &name));
        named.into_iter().for_each(|(event, _)| note(event));
        has
    }
}
