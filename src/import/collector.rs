//! One front for the readers of all formats.

use super::{Format, Import, markdown, merge, wikitext};
use crate::model::{Problem, ProblemKind};

/// Takes files of any format, one at a time, and gives each to the reader of its format.
#[derive(Debug, Default)]
pub struct Collector {
    format: Option<Format>,
    markdown: markdown::Reader,
    wikitext: wikitext::Reader,
    rest: Import,
}

impl Collector {
    /// A collector that takes every file for one of `format`; with `None` it looks at each file.
    pub fn new(format: Option<Format>) -> Self {
        Self { format, ..Self::default() }
    }

    /// Reads a file. `path` names it in problems, tells its format, and may tell its date.
    pub fn add(&mut self, path: &str, text: &str) {
        match self.format.or_else(|| Format::detect(path, text)) {
            Some(Format::Markdown) => self.markdown.add(path, text),
            Some(Format::Wikitext) => self.wikitext.add(path, text),
            // It describes a folder and is no part of the archive. That of a day would have been its page.
            None if is_read_me(path) && !markdown::is_day_page(path) => {}
            None => {
                let known = Format::ALL.map(Format::name).join(", ");
                let message = format!("left out: of no format that can be read ({known})");
                self.leave_out(Problem::in_file(path, ProblemKind::UnknownFormat, message));
            }
        }
    }

    /// Notes a file that could not even be given to [`Collector::add`].
    pub fn leave_out(&mut self, problem: Problem) {
        self.rest.problems.push(problem);
        self.rest.skipped += 1;
    }

    /// All that was read. The order of events within a day is that of the files, format by format.
    pub fn finish(self) -> Import {
        let read = [(Format::Markdown, self.markdown.finish()), (Format::Wikitext, self.wikitext.finish())];
        let mut import = merge::merge(read);
        import.problems.extend(self.rest.problems);
        import.skipped += self.rest.skipped;
        // Stable: what a reader found on one line stays in its order.
        import.problems.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
        import
    }
}

/// Whether a file bears the name under which folders are described.
fn is_read_me(path: &str) -> bool {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.split('.').next().is_some_and(|stem| stem.eq_ignore_ascii_case("readme"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_describes_a_folder_is_passed_over() {
        let problems_of = |path: &str| {
            let mut collector = Collector::new(None);
            collector.add(path, "# My archive\n\nDay pages, one file a day.");
            let import = collector.finish();
            (import.problems.len(), import.skipped)
        };
        for path in ["README.md", "my/archive/README.md", "archive\\readme.txt", "README"] {
            assert_eq!(problems_of(path), (0, 0), "{path}");
        }
        for path in ["news/2016/12/4/README.md", "my/README.md/notes.md", "README-first.md", "about.md"] {
            assert_eq!(problems_of(path), (1, 1), "{path}");
        }
        let mut collector = Collector::new(None);
        collector
            .add("README.md", "## [2016-12-4](/news/2016/12/4/index.md)\n\n### [A flood](/news/2016/12/4/a-flood.md)");
        assert_eq!(collector.finish().events.len(), 1, "a day page is read under any name");
    }

    #[test]
    fn unknown_files_are_told_by_name() {
        let mut collector = Collector::new(None);
        collector.add("z.txt", "Dear diary");
        collector.leave_out(Problem::in_file("a.bin", ProblemKind::Encoding, "not UTF-8 text"));
        let import = collector.finish();
        let told: Vec<_> = import.problems.iter().map(|problem| (problem.file.as_str(), problem.kind)).collect();
        assert_eq!(told, [("a.bin", ProblemKind::Encoding), ("z.txt", ProblemKind::UnknownFormat)]);
        assert_eq!((import.events.len(), import.skipped), (0, 2));
    }
}
