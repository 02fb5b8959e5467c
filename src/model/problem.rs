//! Problems found in input, each with its place.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Something in a file that is wrong or could not be read, where it is, and what that means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The file, as the user named it or found below a folder the user named.
    pub file: String,
    /// The line, from 1; absent where the whole file is meant.
    pub line: Option<u32>,
    /// What sort of problem it is, for scripts.
    pub kind: ProblemKind,
    /// What it is, in a sentence for people, without file and line.
    pub message: String,
}

/// The sorts of problem, as scripts see them (`"missing-date"`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProblemKind {
    /// The file cannot be opened or is not there.
    Unreadable,
    /// The file is of no format that can be read.
    UnknownFormat,
    /// The file is not UTF-8 text.
    Encoding,
    /// The file's markup does not parse at this place.
    Syntax,
    /// A date is missing where one is needed.
    MissingDate,
    /// A date has the wrong form or is no day of the calendar.
    BadDate,
    /// An event without words.
    MissingHeadline,
    /// An id is missing or empty.
    MissingId,
    /// An id that an earlier event has already.
    DuplicateId,
    /// An event that an earlier one repeats word for word.
    DuplicateEvent,
    /// An address that is not `http` or `https`.
    UnsafeUrl,
    /// Text that belongs to no event and was left out.
    StrayText,
    /// Markup that was kept as plain text or reduced to its words.
    Markup,
    /// A story, category or list that does not nest as it should.
    Structure,
    /// The manifest cannot be used.
    Manifest,
    /// A file's bytes are not those its hash was made from.
    Hash,
    /// A number in the manifest is not what the files hold.
    Count,
    /// A name that nothing defines: an entity or an event that is not there.
    UnknownName,
    /// A name that is given twice where each may stand only once: an entity in the table, an entity of an event.
    DuplicateName,
    /// Words that are said to stand for an entity are not in the text.
    Mention,
    /// A rule of the bundle's order is broken.
    Order,
}

impl Problem {
    /// A problem at a line (from 1) of a file.
    pub fn at(file: &str, line: u32, kind: ProblemKind, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line: Some(line), kind, message: message.into() }
    }

    /// A problem with a whole file.
    pub fn in_file(file: &str, kind: ProblemKind, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line: None, kind, message: message.into() }
    }
}

impl fmt::Display for Problem {
    /// `file:line: message`, the form that editors and terminals make links of.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.message),
            None => write!(f, "{}: {}", self.file, self.message),
        }
    }
}
