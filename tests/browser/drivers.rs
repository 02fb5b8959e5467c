//! Browsers and the WebDriver servers that drive them: started on free ports with empty profiles, ended in any case.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, thread};

use anyhow::{Context, Result, bail};
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

/// How long a driver may take until it listens.
const START_LIMIT: Duration = Duration::from_secs(20);
/// How long a driver may take to end by itself, and its browser with it.
const END_LIMIT: Duration = Duration::from_secs(5);
const POLL: Duration = Duration::from_millis(50);
/// The size of the window in CSS pixels.
const WINDOW: (u32, u32) = (1280, 900);

/// A browser engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    Chromium,
    Firefox,
    Webkit,
}

impl Engine {
    pub(crate) const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::Webkit];

    /// The name in the names of tests and in `THROUGHLINE_TEST_ENGINES`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::Webkit => "webkit",
        }
    }
}

/// A running driver.
pub(crate) struct Driver {
    engine: Engine,
    port: u16,
    profile: TempDir,
    // In the order in which they end.
    processes: Vec<Process>,
}

/// A child process that ends with this value.
struct Process(Child);

impl Driver {
    /// Starts the driver of an engine; what it says goes into a file in `logs`.
    pub(crate) fn start(engine: Engine, logs: &Path) -> Result<Self> {
        let profile = tempfile::Builder::new().prefix("throughline-browser-").tempdir()?;
        let port = free_port()?;
        let mut processes = Vec::new();
        let mut command = match engine {
            Engine::Chromium => Command::new("chromedriver"),
            Engine::Firefox => geckodriver(&profile)?,
            Engine::Webkit => {
                let (display, name) = start_display()?;
                processes.push(display);
                webkit_driver(&profile, &name)
            }
        };
        let log = logs.join(format!("{}-driver.log", engine.name()));
        let log = File::create(&log).with_context(|| log.display().to_string())?;
        command.arg(format!("--port={port}")).stdin(Stdio::null()).stderr(log.try_clone()?).stdout(log);
        let driver = command.spawn().with_context(|| format!("{:?} could not be started", command.get_program()))?;
        processes.insert(0, Process(driver));
        wait_until_it_listens(port).with_context(|| format!("the driver of {}", engine.name()))?;
        Ok(Self { engine, port, profile, processes })
    }

    /// Opens a browser; once more where that fails, as the first start on a busy machine can take longer than the driver waits.
    pub(crate) async fn open(&self) -> Result<Client> {
        match self.try_to_open().await {
            Err(_) => self.try_to_open().await,
            opened => opened,
        }
    }

    async fn try_to_open(&self) -> Result<Client> {
        let capabilities = match self.engine {
            Engine::Chromium => self.chromium(),
            Engine::Firefox => firefox(),
            Engine::Webkit => json!({}),
        };
        let capabilities: Capabilities = serde_json::from_value(capabilities)?;
        let url = format!("http://127.0.0.1:{}", self.port);
        let client = ClientBuilder::new(HttpConnector::new()).capabilities(capabilities).connect(&url).await;
        let client = client.with_context(|| format!("{} could not be opened", self.engine.name()))?;
        client.set_window_size(WINDOW.0, WINDOW.1).await?;
        Ok(client)
    }

    fn chromium(&self) -> Value {
        // Each browser wants a folder of its own, and the driver may open several.
        let folder = tempfile::Builder::new().prefix("chromium-").tempdir_in(self.profile.path()).map(TempDir::keep);
        let folder = folder.unwrap_or_else(|_| self.profile.path().to_owned());
        let arguments = [
            "--headless",
            // Root, as in a container, is refused otherwise.
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            &format!("--user-data-dir={}", folder.display()),
        ];
        let mut options = json!({ "args": arguments });
        if let Some(binary) = find(&["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]) {
            options["binary"] = json!(binary);
        }
        json!({ "goog:chromeOptions": options, "goog:loggingPrefs": { "browser": "ALL" } })
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Asked to end, a driver takes its browser with it; killed, it does not.
        if cfg!(unix) {
            let _ = Command::new("kill").arg(self.0.id().to_string()).status();
            let start = Instant::now();
            while start.elapsed() < END_LIMIT && matches!(self.0.try_wait(), Ok(None)) {
                thread::sleep(POLL);
            }
        }
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.processes.drain(..).for_each(drop);
    }
}

fn geckodriver(profile: &TempDir) -> Result<Command> {
    let mut command = Command::new("geckodriver");
    command.arg("--profile-root").arg(profile.path()).arg(format!("--websocket-port={}", free_port()?));
    Ok(command)
}

fn firefox() -> Value {
    let mut options = json!({ "args": ["-headless"] });
    if let Some(binary) = find(&["firefox", "firefox-esr"]) {
        options["binary"] = json!(binary);
    }
    json!({ "moz:firefoxOptions": options })
}

fn webkit_driver(profile: &TempDir, display: &str) -> Command {
    let mut command = Command::new("WebKitWebDriver");
    command.env("DISPLAY", display).env_remove("WAYLAND_DISPLAY").env("GDK_BACKEND", "x11");
    // There is no graphics card to draw with.
    command.env("LIBGL_ALWAYS_SOFTWARE", "1").env("WEBKIT_DISABLE_DMABUF_RENDERER", "1");
    for variable in ["XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"] {
        command.env(variable, profile.path().join(variable));
    }
    command
}

/// An X server without a screen, and its name: WebKitGTK has no headless mode.
fn start_display() -> Result<(Process, String)> {
    let mut command = Command::new("Xvfb");
    command.args(["-displayfd", "1", "-screen", "0", "1440x1000x24", "-nolisten", "tcp"]);
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let mut display = Process(child.context("Xvfb could not be started")?);
    let output = display.0.stdout.take().context("Xvfb has no output")?;
    let mut number = String::new();
    BufReader::new(output).read_line(&mut number)?;
    if number.trim().is_empty() {
        bail!("Xvfb did not say which display it is");
    }
    Ok((display, format!(":{}", number.trim())))
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

fn wait_until_it_listens(port: u16) -> Result<()> {
    let start = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        if start.elapsed() > START_LIMIT {
            bail!("does not listen after {} s", START_LIMIT.as_secs());
        }
        thread::sleep(POLL);
    }
    Ok(())
}

/// The file of the first of these programs that is there.
fn find(programs: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let file =
        |program: &&str| env::split_paths(&path).map(|folder| folder.join(program)).find(|file| is_program(file));
    programs.iter().find_map(file)
}

fn is_program(file: &Path) -> bool {
    fs::metadata(file).is_ok_and(|metadata| metadata.is_file())
}
