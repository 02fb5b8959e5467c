//! JSON arrays read item by item: a bad item costs itself only, and every item knows its line.
//!
//! All JSON is read from bytes, although it is known to be text here: a reader of text would be compiled besides, twice as much code.

use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;

use super::reader::ReadError;
use crate::model::{Date, Problem, ProblemKind};

/// Something read from a file, and the line it begins on, from 1.
#[derive(Debug)]
pub(super) struct Located<T> {
    pub(super) line: u32,
    pub(super) item: T,
}

/// The items of an array.
#[derive(Debug)]
pub(super) struct Items<T> {
    /// In the order of the file.
    pub(super) good: Vec<Located<T>>,
    /// One problem for each item that could not be read.
    pub(super) bad: Vec<Problem>,
}

/// Reads an array of items. Fails only where the file is no JSON array. Reads the text twice, so the cost is about
/// double that of `serde_json::from_slice`.
pub(super) fn parse<T: DeserializeOwned>(file: &str, bytes: &[u8]) -> Result<Items<T>, ReadError> {
    let text = std::str::from_utf8(bytes).map_err(|_| ReadError::Encoding { file: file.to_owned() })?;
    let raw: Vec<&RawValue> = serde_json::from_slice(text.as_bytes()).map_err(|error| ReadError::json(file, &error))?;
    let mut lines = Lines::new(text);
    let mut items = Items { good: Vec::new(), bad: Vec::new() };
    for item in raw.iter().map(|item| item.get()) {
        let line = lines.of(item);
        match serde_json::from_slice(item.as_bytes()) {
            Ok(item) => items.good.push(Located { line, item }),
            Err(error) => items.bad.push(explain(file, line, item, &error)),
        }
    }
    Ok(items)
}

/// Counts lines while it goes through a text.
struct Lines<'a> {
    text: &'a str,
    counted: usize,
    line: u32,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, counted: 0, line: 1 }
    }

    /// The line of a part of the text; parts must be asked for in order.
    fn of(&mut self, part: &str) -> u32 {
        let offset = part.as_ptr().addr().saturating_sub(self.text.as_ptr().addr());
        let passed = self.text.as_bytes().get(self.counted..offset).unwrap_or_default();
        self.line = self.line.saturating_add(newlines(passed));
        self.counted = offset;
        self.line
    }
}

fn newlines(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.iter().filter(|byte| **byte == b'\n').count()).unwrap_or(u32::MAX)
}

/// What is wrong with an item that could not be read: the keys that matter are looked at one by one, because scripts
/// want to know the kind.
fn explain(file: &str, line: u32, item: &str, error: &serde_json::Error) -> Problem {
    let fields = Fields::of(item);
    let (kind, what) = match &fields {
        Fields { readable: false, .. } => (ProblemKind::Syntax, sentence(error)),
        Fields { id: None, name: None, .. } => (ProblemKind::MissingId, sentence(error)),
        Fields { date: Some(date), .. } if let Err(error) = date.parse::<Date>() => {
            (ProblemKind::BadDate, error.to_string())
        }
        Fields { date: None, name: None, .. } => (ProblemKind::MissingDate, sentence(error)),
        Fields { headline: None, name: None, .. } => (ProblemKind::MissingHeadline, sentence(error)),
        _ => (ProblemKind::Syntax, sentence(error)),
    };
    let message = match fields.id.or(fields.name) {
        Some(id) => format!("“{id}” is left out: {what}"),
        None => format!("left out: {what}"),
    };
    let line = line.saturating_add(u32::try_from(error.line().saturating_sub(1)).unwrap_or(0));
    Problem::at(file, line, kind, message)
}

/// The texts under the keys of an item that must be there; `None` where there is no text.
#[derive(Default)]
struct Fields {
    /// Whether the item is JSON at all: an unfinished escape within a text is seen only now.
    readable: bool,
    id: Option<String>,
    date: Option<String>,
    headline: Option<String>,
    name: Option<String>,
}

impl Fields {
    fn of(item: &str) -> Self {
        let Ok(value) = serde_json::from_slice::<Value>(item.as_bytes()) else { return Self::default() };
        let text = |key| value.get(key).and_then(Value::as_str).map(str::to_owned);
        Self { readable: true, id: text("id"), date: text("date"), headline: text("headline"), name: text("name") }
    }
}

/// An error of serde_json without its position, which is that within the item.
fn sentence(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.clone(), |(sentence, _)| sentence.to_owned())
}

impl ReadError {
    /// The file as a whole is not the JSON that was expected.
    pub(super) fn json(file: &str, error: &serde_json::Error) -> Self {
        let clamp = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        // serde_json counts columns from 1, but has 0 where the first character is of the wrong type.
        let (line, column) = (clamp(error.line()), clamp(error.column()).max(1));
        Self::Json { file: file.to_owned(), line, column, message: sentence(error) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Entity, Event};

    fn bad(json: &str) -> (u32, ProblemKind, String) {
        let items = parse::<Event>("f", json.as_bytes()).unwrap();
        let problem = &items.bad[0];
        (problem.line.unwrap(), problem.kind, problem.message.clone())
    }

    #[test]
    fn bad_items_cost_themselves_only() {
        let json = "[\n{\"id\":\"a\",\"date\":\"2016-12-04\",\"headline\":\"h\"},\n\n7,\n {\"id\":\"b\",\n\"date\":\"2016-12-05\",\"headline\":\"h\"}]";
        let items = parse::<Event>("f", json.as_bytes()).unwrap();
        let good: Vec<_> = items.good.iter().map(|event| (event.line, event.item.id.as_str())).collect();
        assert_eq!(good, [(2, "a"), (5, "b")]);
        assert_eq!(items.bad.len(), 1);
        assert_eq!(items.bad[0].line, Some(4));
    }

    #[test]
    fn tells_what_is_missing() {
        use ProblemKind::{BadDate, MissingDate, MissingHeadline, MissingId, Syntax};
        assert_eq!(bad(r#"[{"date":"2016-12-04","headline":"h"}]"#).1, MissingId);
        assert_eq!(bad(r#"[{"id":"a","headline":"h"}]"#).1, MissingDate);
        assert_eq!(bad(r#"[{"id":"a","date":"2016-12-04"}]"#).1, MissingHeadline);
        assert_eq!(bad(r#"[{"id":"a","date":"2016-12-04","headline":"h","story":"s"}]"#).1, Syntax);
        let (line, kind, message) = bad("[\n{\"id\":\"a\",\n\"date\":\"2016-02-30\",\"headline\":\"h\"}]");
        assert_eq!((line, kind), (3, BadDate));
        assert_eq!(message, "“a” is left out: “2016-02-30” is not a day of the calendar");
        let items = parse::<Entity>("f", br#"[{"name":"N","events":"many"}]"#).unwrap();
        assert_eq!(items.bad[0].kind, Syntax);
        assert!(items.bad[0].message.starts_with("“N” is left out: invalid type"), "{}", items.bad[0].message);
    }

    #[test]
    fn deep_nesting_is_an_error_not_a_crash() {
        let deep = format!("[{}{}]", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(parse::<Event>("f", deep.as_bytes()).unwrap().bad.len(), 1);
    }
}
