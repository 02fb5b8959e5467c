//! `cargo xtask test`: everything, one stage after another; a failed stage does not keep the next from running.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::Instant;
use std::{env, io};

use anyhow::{Context, Result};

use crate::args::Test;
use crate::browsers::Engine;
use crate::tally::{self, Tally};
use crate::tools::WASM_TARGET;
use crate::{browsers, build, process, tools};

/// What cargo compiles for the app in the browser.
const WEB: [&str; 4] = ["--target", WASM_TARGET, "--no-default-features", "--features=web"];

/// Runs the stages; whether nothing failed.
pub(crate) fn run(options: &Test) -> Result<bool> {
    let mut stages = Stages { tally: Tally::default(), filter: options.filter.clone() };
    if options.filter.is_none() {
        stages.checks();
    }
    stages.tests(
        "unit, integration and property tests",
        cargo(&["test", "--workspace", "--all-features", "--no-fail-fast"]),
    );
    if options.engines.is_empty() {
        println!("\n--no-browser: component tests and end-to-end tests were left out.");
    } else {
        stages.browser_tests(&options.engines);
    }
    Ok(stages.sum_up())
}

/// Stages share a tally.
struct Stages {
    tally: Tally,
    filter: Option<String>,
}

impl Stages {
    /// What holds of the text of the program, and does not run it.
    fn checks(&mut self) {
        self.check("format", &mut cargo(&["fmt", "--all", "--check"]));
        let deny = ["--", "-D", "warnings"];
        let clippy = ["clippy", "--workspace", "--all-targets"];
        self.check("clippy, all features", cargo(&clippy).arg("--all-features").args(deny));
        self.check("clippy, the command", cargo(&clippy).args(deny));
        if self.step("the WebAssembly target", tools::wasm_target) {
            let web = ["clippy", "--lib", "--bins", "--test=components"];
            self.check("clippy, WebAssembly", cargo(&web).args(WEB).args(deny));
        }
        let mut doc = cargo(&["doc", "--workspace", "--no-deps", "--all-features", "--document-private-items"]);
        self.check("documentation", doc.env("RUSTDOCFLAGS", "-D warnings"));
    }

    /// What needs a browser, and the release build.
    fn browser_tests(&mut self, engines: &[Engine]) {
        let dist = process::target().join("dist-for-tests");
        let ready = self.step("tools", tools::for_release) & self.step("browsers", || browsers::install(engines));
        if !ready {
            return;
        }
        if engines.contains(&Engine::Chromium) {
            self.component_tests();
        }
        if self.is_ok("release build within its budget", || build::build_into(&dist, None)) {
            let names: Vec<_> = engines.iter().map(|engine| engine.name()).collect();
            let mut tests = cargo(&["test", "--all-features", "--test", "browser"]);
            tests.env("THROUGHLINE_TEST_DIST", &dist).env("THROUGHLINE_TEST_ENGINES", names.join(","));
            self.tests("end-to-end tests", tests);
        }
    }

    fn component_tests(&mut self) {
        let mut tests = cargo(&["test", "--test", "components"]);
        match browsers::for_component_tests() {
            Ok(variables) => tests.args(WEB).envs(variables),
            Err(error) => {
                eprintln!("{error:#}");
                return self.tally.check("component tests", false);
            }
        };
        self.tests("component tests in WebAssembly", tests);
    }

    /// A command whose end is a check.
    fn check(&mut self, name: &str, command: &mut Command) {
        self.is_ok(name, || process::run(command).map(|()| true));
    }

    /// Something that is a check.
    fn is_ok(&mut self, name: &str, check: impl FnOnce() -> Result<bool>) -> bool {
        let start = headline(name);
        let result = check();
        if let Err(error) = &result {
            eprintln!("{error:#}");
        }
        let holds = result.unwrap_or(false);
        self.tally.check(name, holds);
        closing(name, holds, start);
        holds
    }

    /// Something that only counts if it fails.
    fn step(&mut self, name: &str, step: impl FnOnce() -> Result<()>) -> bool {
        let result = step();
        if let Err(error) = &result {
            eprintln!("{error:#}");
            self.tally.check(name, false);
        }
        result.is_ok()
    }

    /// A command that runs tests.
    fn tests(&mut self, name: &str, mut command: Command) {
        let start = headline(name);
        command.arg("--").args(&self.filter);
        let (ended_well, counts) = watch(&mut command).unwrap_or_else(|error| {
            eprintln!("{error:#}");
            (false, (0, 0))
        });
        self.tally.test_run(name, ended_well, counts);
        closing(name, ended_well, start);
    }

    fn sum_up(&self) -> bool {
        let Tally { passed, failed, failures } = &self.tally;
        if !failures.is_empty() {
            println!("\nFailed: {}", failures.join("; "));
        }
        println!("\n{passed} passed, {failed} failed");
        *failed == 0
    }
}

fn cargo(arguments: &[&str]) -> Command {
    let mut command = process::command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments);
    command
}

/// Runs a command of tests, shows what it prints, and counts; whether it ended well.
fn watch(command: &mut Command) -> Result<(bool, (u32, u32))> {
    let words = process::describe(command);
    let mut child =
        command.stdout(Stdio::piped()).spawn().with_context(|| format!("`{words}` could not be started"))?;
    let mut counts = (0, 0);
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).split(b'\n') {
            let line = String::from_utf8_lossy(&line?).into_owned();
            writeln!(io::stdout(), "{line}")?;
            let (passed, failed) = tally::results(&line).unwrap_or_default();
            counts = (counts.0 + passed, counts.1 + failed);
        }
    }
    Ok((child.wait()?.success(), counts))
}

fn headline(name: &str) -> Instant {
    println!("\n── {name}");
    Instant::now()
}

fn closing(name: &str, holds: bool, start: Instant) {
    let word = if holds { "passed" } else { "FAILED" };
    println!("── {name}: {word} ({:.0} s)", start.elapsed().as_secs_f32());
}
