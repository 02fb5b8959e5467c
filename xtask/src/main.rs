//! Development tasks: `cargo xtask --help`.

mod args;
mod bench;
mod browsers;
mod build;
mod finish;
mod process;
mod serve;
mod shrink;
mod sizes;
mod split;
mod tally;
mod test;
mod tools;

use std::process::ExitCode;

use args::Task;

fn main() -> ExitCode {
    let task = match Task::from_command_line() {
        Ok(task) => task,
        Err(error) => {
            eprintln!("{error}\n\n{}", args::HELP);
            return ExitCode::from(2);
        }
    };
    match run(task) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Whether what was asked for holds.
fn run(task: Task) -> anyhow::Result<bool> {
    match task {
        Task::Help(text) => println!("{text}"),
        Task::Setup { browsers } => setup(browsers)?,
        Task::Serve(options) => serve::run(&options)?,
        Task::Build { bundle } => return build::run(bundle.as_deref()),
        Task::FinishDist => finish::from_hook()?,
        Task::Test(options) => return test::run(&options),
        Task::BenchPeers(options) => bench::peers(&options)?,
        Task::BenchRelated { refit } => bench::related(refit)?,
    }
    Ok(true)
}

fn setup(browsers: bool) -> anyhow::Result<()> {
    tools::for_release()?;
    if browsers {
        browsers::install(&browsers::Engine::ALL)?;
    }
    eprintln!("Everything is there.");
    Ok(())
}
