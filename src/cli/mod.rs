//! The command `throughline`.
//!
//! Names, JSON keys and exit codes are a contract that scripts depend on: 0 done, 1 something asked for was not found
//! or did not hold, 2 bad usage or bad input. JSON goes to stdout, messages to stderr.

mod answer;
mod args;
mod ask;
mod batch;
mod build;
mod check;
mod destination;
mod inputs;
mod library;
mod page;
mod shown;
mod terminal;
mod wrap;

use std::ffi::OsString;
use std::process::ExitCode;

use args::{Arguments, Command};
use clap::Parser;
use terminal::Terminal;

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
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Nobody is left to be told if even this cannot be written.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(EXIT_BAD_INPUT));
        }
    };
    let mut terminal = Terminal::new();
    match dispatch(&arguments.command, &mut terminal).and_then(|outcome| terminal.finish().map(|()| outcome)) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::NotFound) => ExitCode::from(1),
        // Whoever read the output has seen enough: `throughline search … | head`.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            terminal.error(&format!("{error:#}"));
            ExitCode::from(EXIT_BAD_INPUT)
        }
    }
}

fn dispatch(command: &Command, terminal: &mut Terminal) -> anyhow::Result<Outcome> {
    match command {
        Command::Build(options) => build::run(options, terminal),
        Command::Check(options) => check::run(options, terminal),
        Command::Search(options) => ask::run(options, &options.input, terminal),
        Command::Related(options) => ask::run(options, &options.input, terminal),
        Command::Entity(options) => ask::run(options, &options.input, terminal),
        Command::Event(options) => ask::run(options, &options.input, terminal),
        Command::Day(options) => ask::run(options, &options.input, terminal),
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}
