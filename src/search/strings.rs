//! Many strings in little memory, numbered, and found again.

/// Numbers that stand for none, in chains and tables.
pub(super) const NONE: u32 = u32::MAX;
/// The least places of the table; a power of two.
const LEAST_PLACES: usize = 16;

/// Different strings, numbered from 0 in the order in which they came: their text in one piece, and a hash table with open
/// addressing (D. E. Knuth, *The Art of Computer Programming*, vol. 3, 6.4, algorithm L) of their numbers.
///
/// Memory: the text, and 10 to 15 bytes a string.
#[derive(Clone, Debug, Default)]
pub(super) struct Strings {
    text: String,
    /// For every string the byte after its last.
    ends: Vec<u32>,
    /// Numbers of strings, or [`NONE`]; at most two thirds are taken.
    table: Vec<u32>,
}

impl Strings {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// A string by its number; empty for a number that is none.
    pub(super) fn get(&self, number: u32) -> &str {
        let number = number as usize;
        let start = number.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(number).copied().unwrap_or(start);
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }

    /// The number of a string, if it is there.
    pub(super) fn find(&self, string: &str) -> Option<u32> {
        self.table.get(self.place_of(string)?).copied().filter(|number| *number != NONE)
    }

    /// The number of a string, and whether it is new.
    pub(super) fn add(&mut self, string: &str) -> (u32, bool) {
        if self.ends.len() * 3 >= self.table.len() * 2 {
            self.grow();
        }
        let Some(place) = self.place_of(string) else { return (NONE, false) };
        let new = self.ends.len() as u32;
        match self.table.get_mut(place) {
            Some(number) if *number == NONE => *number = new,
            Some(number) => return (*number, false),
            None => return (NONE, false),
        }
        self.text.push_str(string);
        self.ends.push(self.text.len() as u32);
        (new, true)
    }

    /// Where a string is in the table, or would be.
    fn place_of(&self, string: &str) -> Option<usize> {
        let mask = self.table.len().checked_sub(1)?;
        let mut place = hash(string) as usize & mask;
        loop {
            let number = *self.table.get(place)?;
            if number == NONE || self.get(number) == string {
                return Some(place);
            }
            place = (place + 1) & mask;
        }
    }

    fn grow(&mut self) {
        self.table = vec![NONE; (self.table.len() * 2).max(LEAST_PLACES)];
        for number in 0..self.ends.len() as u32 {
            if let Some(place) = self.place_of(self.get(number)) {
                self.table.get_mut(place).into_iter().for_each(|place| *place = number);
            }
        }
    }
}

/// FNV-1a with 64 bits, and its upper bits mixed into the lower, which are those that count.
fn hash(string: &str) -> u64 {
    let hash = string
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    hash ^ hash >> 32
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn strings_are_found_again(strings in proptest::collection::vec("[a-cé]{0,4}", 0..200), other in "[a-d]{0,4}") {
            let (mut kept, mut model) = (Strings::default(), HashMap::new());
            for string in &strings {
                let new = model.len() as u32;
                let is_new = !model.contains_key(string);
                let number = *model.entry(string.clone()).or_insert(new);
                prop_assert_eq!(kept.add(string), (number, is_new));
            }
            prop_assert_eq!(kept.len(), model.len());
            for (string, number) in &model {
                prop_assert_eq!(kept.find(string), Some(*number));
                prop_assert_eq!(kept.get(*number), string);
            }
            prop_assert_eq!(kept.find(&other), model.get(&other).copied());
            prop_assert_eq!(kept.get(model.len() as u32), "");
        }
    }
}
