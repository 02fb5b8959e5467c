//! End-to-end tests: the built app in real browsers, on a host that can fail.
//!
//! `cargo xtask test` builds the app, sees to the browsers and runs this; it takes the variables below. Every scenario
//! runs in every engine, in a browser that stays open, on a port of its own.

mod bundle;
mod drivers;
mod large;
mod page;
mod portal;
mod scenarios;
mod server;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use std::{env, fs};

use anyhow::{Context, Result, anyhow};
use fantoccini::Client;
use libtest_mimic::{Arguments, Failed, Trial};
use tokio::runtime::Runtime;
use tokio::sync::Mutex;

use drivers::{Driver, Engine};
use page::Page;
use scenarios::Scenario;
use server::Site;

/// The folder of the built app.
const DIST_VARIABLE: &str = "THROUGHLINE_TEST_DIST";
/// Names of engines with commas between; all if it is not set.
const ENGINES_VARIABLE: &str = "THROUGHLINE_TEST_ENGINES";
/// No scenario takes longer unless something hangs.
const SCENARIO_LIMIT: Duration = Duration::from_secs(120);
/// A driver that hangs answers nothing more: neither a picture nor the end of its session is waited for longer.
const FAREWELL_LIMIT: Duration = Duration::from_secs(20);

/// A browser, opened when it is first needed, and used by one scenario at a time.
struct Lane {
    engine: Engine,
    browser: Mutex<Option<Browser>>,
}

struct Browser {
    client: Client,
    driver: Driver,
}

fn main() -> Result<ExitCode> {
    let mut arguments = Arguments::from_args();
    let Some(dist) = env::var_os(DIST_VARIABLE).map(PathBuf::from) else {
        println!("The end-to-end tests need a built app and browsers: `cargo xtask test` runs them.");
        return Ok(libtest_mimic::run(&arguments, ignored_trials()).exit_code());
    };
    let runtime = Arc::new(Runtime::new()?);
    let lanes: Vec<_> =
        engines()?.into_iter().map(|engine| Arc::new(Lane { engine, browser: Mutex::default() })).collect();
    arguments.test_threads = arguments.test_threads.or(Some(lanes.len()));
    let trials = scenarios::all().into_iter().flat_map(|scenario| {
        let lanes = lanes.iter().filter(move |lane| scenario.runs_in(lane.engine));
        lanes.map(|lane| trial(scenario, &dist, lane, &runtime)).collect::<Vec<_>>()
    });
    let conclusion = libtest_mimic::run(&arguments, trials.collect());
    runtime.block_on(close(&lanes));
    Ok(conclusion.exit_code())
}

fn engines() -> Result<Vec<Engine>> {
    let Ok(names) = env::var(ENGINES_VARIABLE) else { return Ok(Engine::ALL.to_vec()) };
    let known = |name: &str| Engine::ALL.into_iter().find(|engine| engine.name() == name);
    names.split(',').map(|name| known(name).with_context(|| format!("there is no engine {name}"))).collect()
}

fn ignored_trials() -> Vec<Trial> {
    let names = scenarios::all().into_iter().map(|scenario| scenario.name.to_owned());
    names.map(|name| Trial::test(name, || Ok(())).with_ignored_flag(true)).collect()
}

fn trial(scenario: Scenario, dist: &Path, lane: &Arc<Lane>, runtime: &Arc<Runtime>) -> Trial {
    let (dist, lane, runtime) = (dist.to_owned(), Arc::clone(lane), Arc::clone(runtime));
    let name = format!("{}::{}", lane.engine.name(), scenario.name);
    Trial::test(name, move || {
        runtime.block_on(lane.run(scenario, &dist)).map_err(|error| Failed::from(format!("{error:#}")))
    })
}

impl Lane {
    async fn run(&self, scenario: Scenario, dist: &Path) -> Result<()> {
        let mut place = self.browser.lock().await;
        let browser = match place.take() {
            Some(browser) => browser,
            None => Browser::open(self.engine).await?,
        };
        let site = Site::start(dist, bundle::good()?).await?;
        let page = Page::new(self.engine, browser.client.clone(), site);
        let end = tokio::time::timeout(SCENARIO_LIMIT, (scenario.run)(&page)).await;
        let end = end.unwrap_or_else(|_| Err(anyhow!("took longer than {} s", SCENARIO_LIMIT.as_secs())));
        match end {
            Ok(()) => {
                page.leave().await?;
                *place = Some(browser);
                Ok(())
            }
            Err(error) => {
                let error = error.context(keep_evidence(&page, scenario).await);
                // Whatever state the browser is in, the next scenario gets another.
                browser.close().await;
                Err(error)
            }
        }
    }
}

impl Browser {
    async fn open(engine: Engine) -> Result<Self> {
        let driver = Driver::start(engine, &reports()?)?;
        let client = driver.open().await?;
        Ok(Self { client, driver })
    }

    async fn close(self) {
        // A browser that has crashed cannot be closed; its driver ends all the same.
        let _ = tokio::time::timeout(FAREWELL_LIMIT, self.client.close()).await;
        drop(self.driver);
    }
}

async fn close(lanes: &[Arc<Lane>]) {
    for lane in lanes {
        if let Some(browser) = lane.browser.lock().await.take() {
            browser.close().await;
        }
    }
}

/// The folder for screenshots, pages and logs of drivers.
fn reports() -> Result<PathBuf> {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| Path::new(env!("CARGO_TARGET_TMPDIR")).join("browser"));
    fs::create_dir_all(folder)?;
    Ok(folder.clone())
}

/// Writes down what the page looks like, as far as the browser still tells it, and says where.
async fn keep_evidence(page: &Page, scenario: Scenario) -> String {
    let Ok(folder) = reports() else { return "no evidence could be kept".to_owned() };
    let stem = folder.join(format!("{}-{}", page.engine.name(), scenario.name.replace("::", "-")));
    let keep = |extension: &str, content: Option<Vec<u8>>| match content {
        Some(content) => fs::write(stem.with_extension(extension), content).is_ok(),
        None => false,
    };
    let text = tokio::time::timeout(FAREWELL_LIMIT, page.document()).await;
    let has_text = keep("html", text.ok().map(String::into_bytes));
    let screenshot = tokio::time::timeout(FAREWELL_LIMIT, page.screenshot()).await;
    let has_screenshot = keep("png", screenshot.ok().flatten());
    let told = |is_there: bool| if is_there { "" } else { " (the browser did not answer)" };
    format!("see {}.html{} and .png{}", stem.display(), told(has_text), told(has_screenshot))
}
