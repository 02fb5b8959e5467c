//! Standard output and error: what is an answer, what is a message, and where colours may be.

use std::io::{self, BufWriter, IsTerminal, Stdout, Write};

use super::shown::{Paint, clean, counted};
use crate::model::Problem;

/// The most problems shown to people; `--json` has them all.
const PROBLEMS_SHOWN: usize = 20;

/// Where a command writes.
pub(super) struct Terminal {
    out: BufWriter<Stdout>,
    paint: Paint,
    error_paint: Paint,
}

impl Terminal {
    /// The process's own output. Colours are for terminals only, and not where `NO_COLOR` or `TERM=dumb` forbid them.
    pub(super) fn new() -> Self {
        let set = |name| std::env::var_os(name).filter(|value| !value.is_empty());
        let allowed = set("NO_COLOR").is_none() && set("TERM").is_none_or(|term| term != "dumb");
        Self {
            out: BufWriter::new(io::stdout()),
            paint: Paint::new(allowed && io::stdout().is_terminal()),
            error_paint: Paint::new(allowed && io::stderr().is_terminal()),
        }
    }

    /// How to write for people on standard output.
    pub(super) fn paint(&self) -> Paint {
        self.paint
    }

    /// Writes an answer, as it is.
    pub(super) fn print(&mut self, text: &str) -> anyhow::Result<()> {
        Ok(self.out.write_all(text.as_bytes())?)
    }

    /// Writes an answer for a program: one JSON value on a line of its own.
    pub(super) fn print_json(&mut self, value: &impl serde::Serialize) -> anyhow::Result<()> {
        let line = serde_json::to_string(value)?;
        self.print(&line)?;
        self.print("\n")
    }

    /// Hands on what was written so far.
    pub(super) fn finish(&mut self) -> anyhow::Result<()> {
        Ok(self.out.flush()?)
    }

    /// Says what went wrong.
    pub(super) fn error(&self, sentence: &str) {
        self.message(&format!("{} {}", self.error_paint.alarm("error:"), clean(sentence)));
    }

    /// Says something by the way.
    pub(super) fn note(&self, sentence: &str) {
        self.message(&clean(sentence));
    }

    /// Lists the first of some problems, and says how many there are.
    pub(super) fn problems(&self, problems: &[Problem]) {
        for problem in problems.iter().take(PROBLEMS_SHOWN) {
            let place = Problem { message: String::new(), ..problem.clone() }.to_string();
            self.message(&format!("{}{}", self.error_paint.dim(&clean(&place)), clean(&problem.message)));
        }
        if let Some(more) = problems.len().checked_sub(PROBLEMS_SHOWN).filter(|more| *more > 0) {
            self.message(&format!("… and {} (--json lists all)", counted(more, "more problem", "more problems")));
        }
    }

    /// There is no one left to tell if standard error is closed.
    fn message(&self, line: &str) {
        let _ = writeln!(io::stderr(), "{line}");
    }
}
