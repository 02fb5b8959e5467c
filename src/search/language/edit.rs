//! Making and changing texts of queries.

use std::ops::Range;

use super::ast::{Property, Term};

/// The text that asks for a property to have a value, whatever characters the value holds. White space around the value
/// does not count; an empty value asks for nothing that any event has not, and makes an empty text.
pub fn condition(property: Property, value: &str) -> String {
    match value.trim() {
        "" => String::new(),
        value => Term::Is { property, value: value.to_owned(), is_prefix: false }.to_string(),
    }
}

/// The text of a query with a stretch of it replaced: the range of a [`super::Word`] by another word, that of a
/// [`super::Leaf`] by another word, phrase or condition. Unchanged if the range is not one of the text.
pub fn replace(text: &str, range: &Range<usize>, by: &str) -> String {
    match (text.get(..range.start), text.get(range.end..)) {
        (Some(before), Some(after)) if range.start <= range.end => format!("{before}{by}{after}"),
        _ => text.to_owned(),
    }
}
