//! `--batch`: one question a line, one JSON answer a line, the bundle loaded once.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use anyhow::Context;

use super::answer::Answer;
use super::ask::Question;
use super::terminal::Terminal;
use super::{Outcome, library};
use crate::engine::Engine;

/// The name of standard input.
pub(super) const STDIN: &str = "-";

/// The mark that some editors put at the beginning of a file.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Answers every line of a file. A line that cannot be answered is answered with its `error`, so that answers stay on
/// the lines of their questions.
pub(super) fn run(
    question: &impl Question,
    file: &Path,
    dir: &Path,
    terminal: &mut Terminal,
) -> anyhow::Result<Outcome> {
    let mut lines = open(file)?;
    let engine = library::open(dir, terminal)?;
    let mut outcome = Outcome::Done;
    let mut line = Vec::new();
    let mut mark = BYTE_ORDER_MARK;
    while lines.read_until(b'\n', &mut line).with_context(|| format!("{} cannot be read", file.display()))? > 0 {
        let asked = line.strip_prefix(mark).unwrap_or(&line);
        mark = &[];
        if answer(question, &engine, asked, terminal)? == Outcome::NotFound {
            outcome = Outcome::NotFound;
        }
        // A program at the other end of two pipes may want this answer before it asks again.
        terminal.finish()?;
        line.clear();
    }
    Ok(outcome)
}

fn open(file: &Path) -> anyhow::Result<Box<dyn BufRead>> {
    let input: Box<dyn Read> = if file == Path::new(STDIN) {
        Box::new(std::io::stdin())
    } else {
        Box::new(File::open(file).with_context(|| format!("{} cannot be opened", file.display()))?)
    };
    Ok(Box::new(BufReader::new(input)))
}

fn answer(question: &impl Question, engine: &Engine, line: &[u8], terminal: &mut Terminal) -> anyhow::Result<Outcome> {
    let request = words(line).and_then(|words| question.request(words).map(|request| (words, request)));
    let reply = match &request {
        Ok((_, request)) => Ok(engine.handle(request)),
        Err(error) => Err(error.clone()),
    };
    let answer = match (&request, &reply) {
        (Ok((words, _)), Ok(reply)) => Answer::new(words, reply, |words| question.missing(words)),
        (Err(error), _) | (_, Err(error)) => Answer::Error { error: error.clone() },
    };
    terminal.print_json(&answer)?;
    Ok(answer.outcome())
}

/// A line without its end.
fn words(line: &[u8]) -> Result<&str, String> {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    std::str::from_utf8(line).map_err(|_| "the line is not UTF-8 text".to_owned())
}
