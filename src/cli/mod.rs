//! The command `throughline`.
//!
//! Names, JSON keys and exit codes are a contract that scripts depend on: 0 done, 1 something asked for was not found
//! or did not hold, 2 bad usage or bad input. JSON goes to stdout, messages to stderr; with
//! `--json` what ends with 2 prints `{"error": "…"}` besides.

mod answer;
mod args;
mod ask;
mod batch;
mod build;
mod check;
mod destination;
mod inputs;
mod library;
mod link;
mod page;
mod shown;
mod terminal;
mod wrap;

use std::ffi::OsString;
use std::process::ExitCode;

use args::{Arguments, Command};
use clap::Parser;
use serde::Serialize;
use terminal::Terminal;

use crate::model::Problem;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Exit code 0.
    Done,
    /// Something asked for was not found or did not hold: exit code 1.
    NotFound,
}

/// Bad usage or bad input, as clap has it too.
const EXIT_BAD_INPUT: u8 = 2;

/// Runs the command with the arguments of the process, the name of the program first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let mut terminal = Terminal::new();
    let words: Vec<OsString> = arguments.into_iter().collect();
    let json = wants_json(&words);
    let arguments = match Arguments::try_parse_from(words) {
        Ok(arguments) => arguments,
        Err(error) => return misused(&error, json, &mut terminal),
    };
    match dispatch(&arguments.command, &mut terminal).and_then(|outcome| terminal.finish().map(|()| outcome)) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::NotFound) => ExitCode::from(1),
        // Whoever read the output has seen enough: `throughline search … | head`.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let sentence = format!("{error:#}");
            if json {
                let warnings = error.downcast_ref::<build::NoEvents>().map(|found| found.warnings.as_slice());
                report(&Failure { error: &sentence, warnings }, &mut terminal);
            }
            terminal.error(&sentence);
            ExitCode::from(EXIT_BAD_INPUT)
        }
    }
}

/// Bad usage or bad input as JSON, for programs that read nothing but standard output.
#[derive(Serialize)]
struct Failure<'a> {
    error: &'a str,
    /// What could not be read, if that is why.
    #[serde(skip_serializing_if = "Option::is_none")]
    warnings: Option<&'a [Problem]>,
}

/// Nobody is left to be told if even this cannot be written.
fn report(failure: &Failure<'_>, terminal: &mut Terminal) {
    let _ = terminal.print_json(failure).and_then(|()| terminal.finish());
}

/// Whether JSON is asked for, also where the arguments as a whole cannot be understood.
fn wants_json(arguments: &[OsString]) -> bool {
    arguments.iter().take_while(|argument| *argument != "--").any(|argument| argument == "--json")
}

/// Says how the command is used, or shows its help or version, which clap treats alike.
fn misused(error: &clap::Error, json: bool, terminal: &mut Terminal) -> ExitCode {
    if json && error.use_stderr() {
        report(&Failure { error: &first_sentence(&error.to_string()), warnings: None }, terminal);
    }
    // As in `report`.
    let _ = error.print();
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(EXIT_BAD_INPUT))
}

/// What is wrong, on one line, without the tips and the usage that follow in paragraphs of their own.
fn first_sentence(message: &str) -> String {
    let message = message.strip_prefix("error: ").unwrap_or(message);
    let lines: Vec<&str> = message.lines().map(str::trim).take_while(|line| !line.is_empty()).collect();
    lines.join(" ")
}

fn dispatch(command: &Command, terminal: &mut Terminal) -> anyhow::Result<Outcome> {
    match command {
        Command::Build(options) => build::run(options, terminal),
        Command::Check(options) => check::run(options, terminal),
        Command::Search(options) => ask::run(options, &options.input, terminal),
        Command::Suggest(options) => ask::run(options, &options.input, terminal),
        Command::Related(options) => ask::run(options, &options.input, terminal),
        Command::Link(options) => link::run(options, terminal),
        Command::Entity(options) => ask::run(options, &options.input, terminal),
        Command::Event(options) => ask::run(options, &options.input, terminal),
        Command::Day(options) => ask::run(options, &options.input, terminal),
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}
