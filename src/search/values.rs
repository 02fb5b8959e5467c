//! Names and their numbers.

use std::collections::HashMap;
use std::sync::Arc;

/// Different names, numbered in the order in which they were first seen.
#[derive(Clone, Debug, Default)]
pub(super) struct Values {
    names: Vec<Arc<str>>,
    numbers: HashMap<Arc<str>, u32>,
}

impl Values {
    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    /// The number of a name, and whether it is new.
    pub(super) fn number_of(&mut self, name: &str) -> (u32, bool) {
        if let Some(number) = self.numbers.get(name) {
            return (*number, false);
        }
        let (number, name) = (self.names.len() as u32, Arc::from(name));
        self.names.push(Arc::clone(&name));
        self.numbers.insert(name, number);
        (number, true)
    }

    /// The number of a name that was seen before.
    pub(super) fn find(&self, name: &str) -> Option<u32> {
        self.numbers.get(name).copied()
    }

    /// The name of a number; empty for a number that is none.
    pub(super) fn name(&self, number: u32) -> &str {
        self.names.get(number as usize).map_or("", |name| name)
    }
}
