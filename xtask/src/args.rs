//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::prelude::*;

use crate::browsers::Engine;

/// What all tasks are.
pub(crate) const HELP: &str = "\
Development tasks of Throughline.

Usage: cargo xtask <TASK> [OPTIONS]

  setup   Install the tools that are missing
  serve   Serve the app, and build it anew whenever a file changes
  build   Build the app for a static host into dist/, and print its size
  test    Run every check and every test
  bench   Measure the engine beside others, and related events

`cargo xtask <TASK> --help` says more.";

const SETUP_HELP: &str = "\
Installs what is missing to build the app: rustc's WebAssembly target, trunk, the wasm-bindgen command of the version
in Cargo.lock, and wasm-opt. About ten minutes on two cores for a machine that has nothing, seconds the next time.
A tool that is there in another version is left alone; the right one then goes into target/tools.

Usage: cargo xtask setup [--browsers]

  --browsers  Also the browsers and drivers for the end-to-end tests (needs root on Debian or Ubuntu)";

const SERVE_HELP: &str = "\
Installs what is missing, then serves the app with its sample bundle, and builds it anew whenever a file changes.

Usage: cargo xtask serve [--release] [--port N] [--bundle DIR] [--open]

  --release     Optimise, as for readers (minutes instead of seconds)
  --port N      The port, or the next free one [default: 8080]
  --bundle DIR  Serve this bundle instead of public/bundle
  --open        Open a browser";

const BUILD_HELP: &str = "\
Builds the app into dist/, to be put on any static host under any path, and prints what a reader downloads.
Fails if that is more than the budget.

Usage: cargo xtask build [--bundle DIR]

  --bundle DIR  Put this bundle into dist/ instead of public/bundle";

const TEST_HELP: &str = "\
Runs format, clippy, documentation, unit, integration and property tests, component tests in WebAssembly, and
end-to-end tests in three browser engines. As root on Debian or Ubuntu it installs missing browsers.

Usage: cargo xtask test [--no-browser] [--engines LIST] [FILTER]

  FILTER          Only tests with this in their names, and no other checks
  --no-browser    Leave out what needs a browser
  --engines LIST  Some of chromium,firefox,webkit [default: all]";

const BENCH_HELP: &str = "\
Measures how good and fast answers are.

Usage: cargo xtask bench peers [OPTIONS]
       cargo xtask bench related [--refit]

`cargo xtask bench <WHAT> --help` says more.";

const BENCH_RELATED_HELP: &str = "\
Measures related events on the events of ../shared/corpora with story labels hidden: how many of the first ten are of the
same innermost story, part by part, on the days of 2020, of 2021 and on all; and how long a question takes over 150,000 events.

Usage: cargo xtask bench related [--refit]

  --refit  Choose the weights anew, on the events of 2020 alone, and print them; they stand in src/link/related/weights.rs";

const BENCH_PEERS_HELP: &str = "\
Measures the release build of the engine beside ten other search engines in Chromium, by the harness in ../shared/peers:
the events of ../shared/corpora and a scale model of 150,000, three times. Hours the first time. The tables are printed, and
kept in target/peers with every single figure.

Usage: cargo xtask bench peers [--quick] [--peers LIST] [--write] [-- ARGUMENTS OF THE HARNESS]

  --quick       The real events only, once, beside MiniSearch only: minutes
  --peers LIST  Only these engines, with commas between, and ours
  --write       Put the tables into benches/RESULTS.md too";

/// What to do.
pub(crate) enum Task {
    /// Print this text.
    Help(&'static str),
    /// Install tools.
    Setup {
        /// Browsers and drivers too.
        browsers: bool,
    },
    /// Serve the app.
    Serve(Serve),
    /// Build the app for a static host.
    Build {
        /// The bundle to put into it.
        bundle: Option<PathBuf>,
    },
    /// Trunk's hook.
    FinishDist,
    /// Run the tests.
    Test(Test),
    /// Measure beside other engines.
    BenchPeers(BenchPeers),
    /// Measure related events, or choose their weights.
    BenchRelated {
        /// Choose weights.
        refit: bool,
    },
}

/// Options of `serve`.
pub(crate) struct Serve {
    pub(crate) release: bool,
    pub(crate) port: u16,
    pub(crate) bundle: Option<PathBuf>,
    pub(crate) open: bool,
}

/// Options of `test`.
pub(crate) struct Test {
    /// The browser engines to test in; none leaves out what needs a browser.
    pub(crate) engines: Vec<Engine>,
    pub(crate) filter: Option<String>,
}

/// Options of `bench peers`.
#[derive(Default)]
pub(crate) struct BenchPeers {
    /// The real events only, once, and few engines.
    pub(crate) quick: bool,
    /// The other engines, with commas between; `None` is all.
    pub(crate) peers: Option<String>,
    /// Put the tables into `benches/RESULTS.md`.
    pub(crate) write: bool,
    /// Further arguments of the harness.
    pub(crate) more: Vec<OsString>,
}

impl Task {
    /// What the command line asks for.
    pub(crate) fn from_command_line() -> Result<Self, lexopt::Error> {
        let mut parser = lexopt::Parser::from_env();
        match parser.next()? {
            Some(Value(task)) => Self::named(&task.string()?, &mut parser),
            Some(Short('h') | Long("help")) | None => Ok(Self::Help(HELP)),
            Some(other) => Err(other.unexpected()),
        }
    }

    fn named(name: &str, parser: &mut lexopt::Parser) -> Result<Self, lexopt::Error> {
        match name {
            "setup" => setup(parser),
            "serve" => serve(parser),
            "build" => build(parser),
            "finish-dist" => Ok(Self::FinishDist),
            "test" => test(parser),
            "bench" => bench(parser),
            "help" => Ok(Self::Help(HELP)),
            _ => Err(format!("there is no task `{name}`").into()),
        }
    }
}

fn setup(parser: &mut lexopt::Parser) -> Result<Task, lexopt::Error> {
    let mut browsers = false;
    while let Some(arg) = parser.next()? {
        match arg {
            Long("browsers") => browsers = true,
            Short('h') | Long("help") => return Ok(Task::Help(SETUP_HELP)),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Task::Setup { browsers })
}

fn serve(parser: &mut lexopt::Parser) -> Result<Task, lexopt::Error> {
    let mut options = Serve { release: false, port: 8080, bundle: None, open: false };
    while let Some(arg) = parser.next()? {
        match arg {
            Long("release") => options.release = true,
            Short('p') | Long("port") => options.port = parser.value()?.parse()?,
            Long("bundle") => options.bundle = Some(parser.value()?.into()),
            Long("open") => options.open = true,
            Short('h') | Long("help") => return Ok(Task::Help(SERVE_HELP)),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Task::Serve(options))
}

fn build(parser: &mut lexopt::Parser) -> Result<Task, lexopt::Error> {
    let mut bundle = None;
    while let Some(arg) = parser.next()? {
        match arg {
            Long("bundle") => bundle = Some(parser.value()?.into()),
            Short('h') | Long("help") => return Ok(Task::Help(BUILD_HELP)),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Task::Build { bundle })
}

fn test(parser: &mut lexopt::Parser) -> Result<Task, lexopt::Error> {
    let mut options = Test { engines: Engine::ALL.to_vec(), filter: None };
    while let Some(arg) = parser.next()? {
        match arg {
            Long("no-browser") => options.engines.clear(),
            Long("engines") => options.engines = engines(&parser.value()?.string()?)?,
            Value(filter) if options.filter.is_none() => options.filter = Some(filter.string()?),
            Short('h') | Long("help") => return Ok(Task::Help(TEST_HELP)),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Task::Test(options))
}

fn bench(parser: &mut lexopt::Parser) -> Result<Task, lexopt::Error> {
    match parser.next()? {
        Some(Value(what)) if what == "peers" => bench_peers(parser),
        Some(Value(what)) if what == "related" => bench_related(parser),
        Some(Value(what)) => {
            Err(format!("there is no benchmark `{}`: there are `peers` and `related`", what.display()).into())
        }
        Some(Short('h') | Long("help")) => Ok(Task::Help(BENCH_HELP)),
        Some(other) => Err(other.unexpected()),
        None => Err("which benchmark? `cargo xtask bench peers` or `cargo xtask bench related`".into()),
    }
}

fn bench_related(parser: &mut lexopt::Parser) -> Result<Task, lexopt::Error> {
    let mut refit = false;
    while let Some(arg) = parser.next()? {
        match arg {
            Long("refit") => refit = true,
            Short('h') | Long("help") => return Ok(Task::Help(BENCH_RELATED_HELP)),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Task::BenchRelated { refit })
}

fn bench_peers(parser: &mut lexopt::Parser) -> Result<Task, lexopt::Error> {
    let mut options = BenchPeers::default();
    while let Some(arg) = parser.next()? {
        match arg {
            Long("quick") => options.quick = true,
            Long("peers") => options.peers = Some(parser.value()?.string()?),
            Long("write") => options.write = true,
            Short('h') | Long("help") => return Ok(Task::Help(BENCH_PEERS_HELP)),
            // Only behind `--` do arguments come as values.
            Value(first) => options.more = std::iter::once(first).chain(parser.raw_args()?).collect(),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Task::BenchPeers(options))
}

fn engines(list: &str) -> Result<Vec<Engine>, String> {
    let known = |name: &str| Engine::ALL.into_iter().find(|engine| engine.name() == name);
    list.split(',').map(|name| known(name).ok_or_else(|| format!("there is no engine `{name}`"))).collect()
}
