//! Problems, collected while files are read and while events are put together.

use crate::model::{Problem, ProblemKind};

/// A line (from 1) of one of the files read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) file: FileNumber,
    pub(super) line: u32,
}

/// The number of a file in the order of reading, from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct FileNumber(usize);

/// The problems so far, and the number of pieces left out.
#[derive(Debug, Default)]
pub(super) struct Log {
    files: Vec<String>,
    problems: Vec<(FileNumber, Problem)>,
    skipped: usize,
}

impl Log {
    /// Begins a file; what is noted at its places names it by `path`.
    pub(super) fn begin_file(&mut self, path: &str) -> FileNumber {
        self.files.push(path.to_owned());
        FileNumber(self.files.len() - 1)
    }

    /// Notes a problem that cost nothing but some form.
    pub(super) fn note(&mut self, place: Place, kind: ProblemKind, message: impl Into<String>) {
        let file = self.file_name(place.file);
        self.problems.push((place.file, Problem::at(file, place.line, kind, message)));
    }

    /// Notes a problem for which a piece was left out.
    pub(super) fn skip(&mut self, place: Place, kind: ProblemKind, message: impl Into<String>) {
        self.note(place, kind, message);
        self.skipped += 1;
    }

    /// Notes a problem with a whole file.
    pub(super) fn note_file(&mut self, file: FileNumber, kind: ProblemKind, message: impl Into<String>) {
        let problem = Problem::in_file(self.file_name(file), kind, message);
        self.problems.push((file, problem));
    }

    /// Notes that a whole file was left out.
    pub(super) fn skip_file(&mut self, file: FileNumber, kind: ProblemKind, message: impl Into<String>) {
        self.note_file(file, kind, message);
        self.skipped += 1;
    }

    /// `file:line` of a place, for messages that point to another one.
    pub(super) fn name(&self, place: Place) -> String {
        format!("{}:{}", self.file_name(place.file), place.line)
    }

    /// The problems in the order of files and lines, and the number of pieces left out.
    pub(super) fn finish(mut self) -> (Vec<Problem>, usize) {
        self.problems.sort_by_key(|(file, problem)| (*file, problem.line));
        (self.problems.into_iter().map(|(_, problem)| problem).collect(), self.skipped)
    }

    fn file_name(&self, file: FileNumber) -> &str {
        self.files.get(file.0).map_or("", String::as_str)
    }
}
