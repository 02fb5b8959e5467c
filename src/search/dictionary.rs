//! Sorted strings, found by bisection.

use std::ops::Range;

/// Different strings in order of their bytes; each is known by its place in that order.
#[derive(Clone, Debug, Default)]
pub(super) struct Dictionary {
    text: String,
    /// For every string the byte of `text` after its last.
    ends: Vec<u32>,
}

impl Dictionary {
    /// Holds strings that come sorted and without duplicates.
    pub(super) fn from_sorted<'a>(strings: impl Iterator<Item = &'a str>) -> Self {
        let mut dictionary = Self::default();
        for string in strings {
            dictionary.text.push_str(string);
            dictionary.ends.push(dictionary.text.len() as u32);
        }
        dictionary.text.shrink_to_fit();
        dictionary.ends.shrink_to_fit();
        dictionary
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The string of a number; empty for a number that is none.
    pub(super) fn get(&self, number: usize) -> &str {
        let start = number.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end as usize);
        self.ends.get(number).and_then(|end| self.text.get(start..*end as usize)).unwrap_or_default()
    }

    /// All strings in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|number| self.get(number))
    }

    /// The number of a string. Cost: logarithmic.
    pub(super) fn find(&self, string: &str) -> Option<usize> {
        let number = self.first_where(|other| other >= string);
        (number < self.len() && self.get(number) == string).then_some(number)
    }

    /// The numbers of the strings that begin with `prefix`. Cost: logarithmic.
    pub(super) fn with_prefix(&self, prefix: &str) -> Range<usize> {
        let first = self.first_where(|other| other >= prefix);
        first..self.first_where(|other| other >= prefix && !other.starts_with(prefix))
    }

    /// The first number whose string passes a test that no earlier and all later ones pass.
    fn first_where(&self, test: impl Fn(&str) -> bool) -> usize {
        let mut range = 0..self.len();
        while !range.is_empty() {
            let middle = range.start + range.len() / 2;
            if test(self.get(middle)) {
                range.end = middle;
            } else {
                range.start = middle + 1;
            }
        }
        range.start
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_strings_and_prefixes() {
        let strings = ["", "a", "ab", "abc", "b", "ж", "жа"];
        let dictionary = Dictionary::from_sorted(strings.into_iter());
        assert!(dictionary.iter().eq(strings));
        for (number, string) in strings.iter().enumerate() {
            assert_eq!(dictionary.find(string), Some(number));
        }
        assert_eq!(dictionary.find("aa"), None);
        assert_eq!(dictionary.find("я"), None);
        assert_eq!(dictionary.get(99), "");
        let prefixed = |prefix| dictionary.with_prefix(prefix).map(|number| dictionary.get(number)).collect::<Vec<_>>();
        assert_eq!(prefixed("a"), ["a", "ab", "abc"]);
        assert_eq!(prefixed("ж"), ["ж", "жа"]);
        assert_eq!(prefixed("abcd"), [""; 0]);
        assert_eq!(prefixed(""), strings);
    }
}
