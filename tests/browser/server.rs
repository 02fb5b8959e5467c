//! A static host with faults: it serves the built app below a deep path, as a host does that knows nothing of it.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// The folder the app lies in.
const BASE: &str = "/some/deep/path/";
/// Where a page lies that shows the app in a frame of a width: `/frame?320`.
const FRAME: &str = "/frame?";
/// The longest head of a request that is read.
const HEAD_BYTES: usize = 64 * 1024;

/// What goes wrong with a file.
#[derive(Clone, Debug)]
pub(crate) enum Fault {
    /// This status, with a word in the body.
    Status(u16),
    /// The connection ends in the middle of the file.
    Cut,
    /// The file holds something else.
    Content(Vec<u8>),
    /// Nothing comes before [`Site::release`].
    Hold,
    /// The second half of the file does not come before [`Site::release`].
    HoldHalf,
    /// Nothing of more than so many bytes comes before [`Site::release`].
    HoldMore(usize),
    /// The answer is the whole file, whatever part was asked for.
    Whole,
}

/// A fault, and where and how often it happens.
struct Rule {
    ending: String,
    fault: Fault,
    times: usize,
}

/// A server on a port of its own, so that nothing is in the browser's cache or storage.
pub(crate) struct Site {
    address: SocketAddr,
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

struct Shared {
    dist: PathBuf,
    /// Files below `bundle/`, instead of those in `dist`.
    bundle: Mutex<BTreeMap<String, Vec<u8>>>,
    rules: Mutex<Vec<Rule>>,
    /// What files without faults end with.
    passing: Mutex<Vec<String>>,
    /// What the page is told of how long to wait for a host.
    patience: Mutex<Option<Duration>>,
    requests: Mutex<BTreeMap<String, usize>>,
    released: watch::Sender<bool>,
}

impl Site {
    /// Serves a built app with a bundle.
    pub(crate) async fn start(dist: &Path, bundle: BTreeMap<String, Vec<u8>>) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            dist: dist.to_owned(),
            bundle: Mutex::new(bundle),
            rules: Mutex::default(),
            passing: Mutex::default(),
            patience: Mutex::default(),
            requests: Mutex::default(),
            released: watch::channel(false).0,
        });
        let task = tokio::spawn(accept(listener, Arc::clone(&shared)));
        Ok(Self { address, shared, task })
    }

    /// The address of the app, with a query such as `?q=storm`.
    pub(crate) fn url(&self, query: &str) -> String {
        format!("http://{}{BASE}{query}", self.address)
    }

    /// The address of a page that shows the app in a frame of a width in CSS pixels.
    pub(crate) fn frame_url(&self, width: u32, query: &str) -> String {
        format!("http://{}{FRAME}{width}{query}", self.address)
    }

    /// Makes files whose paths end so fail the next `times` times.
    pub(crate) fn fail(&self, ending: &str, fault: Fault, times: usize) {
        lock(&self.shared.rules).push(Rule { ending: ending.to_owned(), fault, times });
    }

    /// Files whose paths end so have no faults.
    pub(crate) fn let_pass(&self, endings: &[&str]) {
        *lock(&self.shared.passing) = endings.iter().map(|ending| (*ending).to_owned()).collect();
    }

    /// Has pages that are opened from now on wait no longer for a host that sends nothing.
    pub(crate) fn set_patience(&self, patience: Duration) {
        *lock(&self.shared.patience) = Some(patience);
    }

    /// Ends all faults.
    pub(crate) fn mend(&self) {
        lock(&self.shared.rules).clear();
    }

    /// Sends what [`Fault::Hold`] has held back, and holds nothing from now on.
    pub(crate) fn release(&self) {
        self.shared.released.send_replace(true);
    }

    /// Puts another bundle there.
    pub(crate) fn set_bundle(&self, bundle: BTreeMap<String, Vec<u8>>) {
        *lock(&self.shared.bundle) = bundle;
    }

    /// The paths that were asked for, and how often.
    pub(crate) fn requests(&self) -> BTreeMap<String, usize> {
        lock(&self.shared.requests).clone()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.task.abort();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    while let Ok((stream, _)) = listener.accept().await {
        let shared = Arc::clone(&shared);
        tokio::spawn(async move {
            // A browser that goes away in the middle is no failure of the server.
            let _ = shared.answer(stream).await;
        });
    }
}

impl Shared {
    async fn answer(&self, mut stream: TcpStream) -> Result<()> {
        let Asked { target, range } = read_request(&mut stream).await?;
        if let Some(rest) = target.strip_prefix(FRAME) {
            return send(&mut stream, 200, "text/html; charset=utf-8", frame_page(rest).as_bytes()).await;
        }
        let path = target.split(['?', '#']).next().unwrap_or_default();
        *lock(&self.requests).entry(path.to_owned()).or_default() += 1;
        match self.next_fault(path) {
            None => self.send_file(&mut stream, path, range).await,
            Some(Fault::Whole) => self.send_file(&mut stream, path, None).await,
            Some(Fault::Status(status)) => send(&mut stream, status, "text/plain", b"This is a test.").await,
            Some(Fault::Content(content)) => send_part(&mut stream, path, &content, range).await,
            Some(Fault::Cut) => self.send_half(&mut stream, path).await.map(drop),
            Some(Fault::HoldHalf) => {
                let rest = self.send_half(&mut stream, path).await?;
                self.released.subscribe().wait_for(|released| *released).await?;
                stream.write_all(&rest).await?;
                Ok(())
            }
            Some(Fault::HoldMore(bytes)) if self.length(path, range.as_ref()) <= bytes => {
                self.send_file(&mut stream, path, range).await
            }
            Some(Fault::Hold | Fault::HoldMore(_)) => {
                self.released.subscribe().wait_for(|released| *released).await?;
                self.send_file(&mut stream, path, range).await
            }
        }
    }

    /// The bytes that an answer would have.
    fn length(&self, path: &str, range: Option<&Range<usize>>) -> usize {
        range.map_or_else(|| self.file(path).map_or(0, |content| content.len()), Range::len)
    }

    fn next_fault(&self, path: &str) -> Option<Fault> {
        if lock(&self.passing).iter().any(|ending| path.ends_with(ending)) {
            return None;
        }
        let mut rules = lock(&self.rules);
        let rule = rules.iter_mut().find(|rule| rule.times > 0 && path.ends_with(&rule.ending))?;
        rule.times -= 1;
        Some(rule.fault.clone())
    }

    async fn send_file(&self, stream: &mut TcpStream, path: &str, range: Option<Range<usize>>) -> Result<()> {
        match self.file(path) {
            Some(content) => send_part(stream, path, &content, range).await,
            None => send(stream, 404, "text/plain", b"There is no such file.").await,
        }
    }

    /// Sends half of a file; returns the other half.
    async fn send_half(&self, stream: &mut TcpStream, path: &str) -> Result<Vec<u8>> {
        let mut content = self.file(path).unwrap_or_default();
        stream.write_all(head(200, mime(path), content.len()).as_bytes()).await?;
        let rest = content.split_off(content.len() / 2);
        stream.write_all(&content).await?;
        Ok(rest)
    }

    fn file(&self, path: &str) -> Option<Vec<u8>> {
        let inside = path.strip_prefix(BASE)?;
        if let Some(name) = inside.strip_prefix("bundle/") {
            return lock(&self.bundle).get(name).cloned();
        }
        let name = if inside.is_empty() { "index.html" } else { inside };
        let content = std::fs::read(self.dist.join(name)).ok()?;
        match *lock(&self.patience) {
            Some(patience) if name == "index.html" => Some(with_patience(&content, patience)),
            _ => Some(content),
        }
    }
}

/// A page that also says how long to wait for a host.
fn with_patience(page: &[u8], patience: Duration) -> Vec<u8> {
    let meta = format!("<meta name=\"throughline-patience\" content=\"{}\" /><meta ", patience.as_millis());
    String::from_utf8_lossy(page).replacen("<meta ", &meta, 1).into_bytes()
}

/// What a request asks for.
struct Asked {
    /// The path and query.
    target: String,
    /// The bytes.
    range: Option<Range<usize>>,
}

async fn read_request(stream: &mut TcpStream) -> Result<Asked> {
    let mut head = Vec::new();
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        let read = stream.read_buf(&mut head).await?;
        anyhow::ensure!(read > 0 && head.len() < HEAD_BYTES, "this is no request");
    }
    let head = String::from_utf8_lossy(&head);
    let target = head.split(' ').nth(1).map(str::to_owned).context("this is no request")?;
    let range = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let bytes = value.trim().strip_prefix("bytes=").filter(|_| name.eq_ignore_ascii_case("range"))?;
        let (first, last) = bytes.split_once('-')?;
        Some(first.parse().ok()?..last.parse::<usize>().ok()? + 1)
    });
    Ok(Asked { target, range })
}

/// Sends a file or the part of it that was asked for.
async fn send_part(stream: &mut TcpStream, path: &str, content: &[u8], range: Option<Range<usize>>) -> Result<()> {
    let Some(range) = range else { return send(stream, 200, mime(path), content).await };
    let range = range.start.min(content.len())..range.end.min(content.len());
    send(stream, 206, mime(path), &content[range]).await
}

async fn send(stream: &mut TcpStream, status: u16, mime: &str, content: &[u8]) -> Result<()> {
    stream.write_all(head(status, mime, content.len()).as_bytes()).await?;
    stream.write_all(content).await?;
    stream.shutdown().await?;
    Ok(())
}

fn head(status: u16, mime: &str, length: usize) -> String {
    format!(
        "HTTP/1.1 {status} -\r\nContent-Type: {mime}\r\nContent-Length: {length}\r\nCache-Control: no-cache\r\n\
         Connection: close\r\n\r\n"
    )
}

fn mime(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "js" => "text/javascript",
        "wasm" => "application/wasm",
        "css" => "text/css",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        _ => "text/html; charset=utf-8",
    }
}

/// A page with the app in a frame: a browser window cannot be made as narrow as a phone. `rest` is a width and perhaps
/// a query.
fn frame_page(rest: &str) -> String {
    let (width, query) = rest.split_at(rest.find('?').unwrap_or(rest.len()));
    format!(
        "<!doctype html><title>Frame</title><body style=\"margin:0\"><iframe src=\"{BASE}{query}\" \
         style=\"border:0;width:{width}px;height:640px\"></iframe>"
    )
}
