//! Browsers and their drivers for the end-to-end tests.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::{process, tools};

/// A browser engine the app is tested in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    Chromium,
    Firefox,
    Webkit,
}

/// A program a test needs: any of `names` will do.
struct Program {
    names: &'static [&'static str],
    /// Debian's and Ubuntu's packages of it, the first that exists is taken.
    packages: &'static [&'static str],
    elsewhere: &'static str,
}

const CHROMIUM: Program = Program {
    names: &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
    packages: &["chromium", "chromium-browser"],
    elsewhere: "install Chromium or Chrome",
};

const CHROMEDRIVER: Program = Program {
    names: &["chromedriver"],
    packages: &["chromium-driver", "chromium-chromedriver"],
    elsewhere: "install ChromeDriver of the browser's version: https://googlechromelabs.github.io/chrome-for-testing/",
};

const FIREFOX: Program =
    Program { names: &["firefox", "firefox-esr"], packages: &["firefox-esr", "firefox"], elsewhere: "install Firefox" };

const GECKODRIVER: Program =
    Program { names: &["geckodriver"], packages: &[], elsewhere: "run `cargo install geckodriver --locked`" };

const WEBKIT_DRIVER: Program = Program {
    names: &["WebKitWebDriver"],
    packages: &["webkit2gtk-driver"],
    elsewhere: "install WebKitGTK's driver, on Fedora `dnf install webkit2gtk4.1`; it exists on Linux only",
};

const XVFB: Program = Program {
    names: &["Xvfb"],
    packages: &["xvfb"],
    elsewhere: "install Xvfb, on Fedora `dnf install xorg-x11-server-Xvfb`",
};

/// The version of geckodriver to install where there is none.
const GECKODRIVER_VERSION: &str = "0.37.1";

impl Engine {
    /// All of them.
    pub(crate) const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::Webkit];

    /// The name on the command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::Webkit => "webkit",
        }
    }

    fn programs(self) -> [&'static Program; 2] {
        match self {
            Self::Chromium => [&CHROMIUM, &CHROMEDRIVER],
            Self::Firefox => [&FIREFOX, &GECKODRIVER],
            Self::Webkit => [&WEBKIT_DRIVER, &XVFB],
        }
    }
}

impl Program {
    fn file(&self) -> Option<PathBuf> {
        self.names.iter().find_map(process::find)
    }
}

/// Makes the browsers and drivers of some engines available, or names what is missing and how to get it.
pub(crate) fn install(engines: &[Engine]) -> Result<()> {
    let is_missing = |program: &&Program| program.file().is_none();
    let needed: Vec<_> = engines.iter().flat_map(|engine| engine.programs()).collect();
    if needed.iter().copied().filter(is_missing).any(|program| !program.packages.is_empty())
        && process::can_apt_install()
    {
        install_packages(&needed)?;
    }
    if needed.iter().any(|program| program.names == GECKODRIVER.names && program.file().is_none()) {
        geckodriver()?;
    }
    let missing: Vec<_> = needed.iter().copied().filter(is_missing).map(Program::advice).collect();
    if !missing.is_empty() {
        bail!("The end-to-end tests cannot run (`--no-browser` leaves them out). Missing:\n{}", missing.join("\n"));
    }
    Ok(())
}

impl Program {
    fn advice(&self) -> String {
        format!("  {}: {}", self.names[0], self.elsewhere)
    }
}

fn install_packages(needed: &[&Program]) -> Result<()> {
    process::run(process::command("apt-get").arg("update"))?;
    let missing = needed.iter().filter(|program| program.file().is_none());
    let packages: Vec<_> =
        missing.filter_map(|program| program.packages.iter().copied().find(|name| is_package(name))).collect();
    tools::announce(&packages.join(", "), "the app is tested in these browsers", "2 minutes");
    process::apt_install(&packages)
}

/// Whether Debian or Ubuntu has a package of this name to install.
fn is_package(name: &str) -> bool {
    let policy = process::output(process::command("apt-cache").args(["policy", name])).unwrap_or_default();
    policy.lines().any(|line| line.trim().starts_with("Candidate:") && !line.contains("(none)"))
}

fn geckodriver() -> Result<()> {
    tools::announce(&format!("geckodriver {GECKODRIVER_VERSION}"), "it drives Firefox", "2 minutes on two cores");
    let mut install = tools::cargo_install("geckodriver", GECKODRIVER_VERSION);
    process::run(install.arg("--locked").envs(tools::QUICK_BUILD)).context(tools::by_hand(&install))?;
    tools::clear_up()
}

/// The program of Chromium, where it is installed.
pub(crate) fn chromium() -> Option<PathBuf> {
    CHROMIUM.file()
}

/// Variables for the runner of WebAssembly tests: which driver, and how Chromium is started.
pub(crate) fn for_component_tests() -> Result<Vec<(&'static str, PathBuf)>> {
    let settings = process::target().join("webdriver.json");
    fs::write(&settings, chromium_settings())?;
    let driver = CHROMEDRIVER.file().unwrap_or_default();
    Ok(vec![("CHROMEDRIVER", driver), ("WASM_BINDGEN_TEST_WEBDRIVER_JSON", settings)])
}

/// Capabilities of a WebDriver session. The runner adds what a headless one needs.
fn chromium_settings() -> String {
    let arguments = ["disable-gpu", "disable-quic", "no-first-run", "disable-background-networking", "disable-sync"];
    let arguments: Vec<_> = arguments.iter().map(|word| format!("\"--{word}\"")).collect();
    let binary = chromium().map(|file| format!("\"binary\": {file:?}, ")).unwrap_or_default();
    format!("{{\"goog:chromeOptions\": {{{binary}\"args\": [{}]}}}}", arguments.join(", "))
}
