//! Files over HTTP: with progress, and with patience.

use std::ops::Range;

use gloo_net::http::{Request, Response};
use gloo_timers::callback::Timeout;
use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, ArrayBuffer, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableStreamDefaultReader, RequestCache};

use super::body::Body;
use super::browser::{AbortController, set_timeout};

/// Pauses before the second and further attempts, in milliseconds.
const RETRY_PAUSES_MS: [u32; 2] = [300, 1_200];

/// An attempt is given up when nothing at all has arrived for so long, in milliseconds; the page may tell another time. Long, as on a
/// slow line a request waits for those before it.
pub(super) const PATIENCE_MS: u32 = 30_000;

/// The status of an answer with a part of a file.
const PARTIAL_CONTENT: u16 = 206;

/// The name of the script's promise of the manifest.
const EARLY: &str = "manifest";
/// The name of its promise of the part of this code that the first answer does without.
const LATER: &str = "later";

/// Why a file did not arrive, in words that follow “could not be loaded: ”.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum FetchError {
    /// The server answered, but not with the file.
    #[error("the server answered {0}")]
    Status(u16),
    /// No answer, or it broke off.
    #[error("the connection failed")]
    Connection,
    /// Nothing more came, and nothing said why.
    #[error("the server stopped answering")]
    Stalled,
}

impl FetchError {
    /// Whether another attempt may end better: not where the server has made up its mind.
    fn may_pass(&self) -> bool {
        match self {
            Self::Status(status) => *status >= 500 || *status == 429 || *status == 408,
            Self::Connection | Self::Stalled => true,
        }
    }
}

/// What is asked of the server.
pub(super) struct Ask<'a> {
    pub(super) url: &'a str,
    pub(super) cache: RequestCache,
    /// The part of the file that is wanted, not empty; `None` for all of it.
    pub(super) range: Option<Range<u64>>,
    /// How many bytes will come, as far as that is known.
    pub(super) length: u64,
    /// See [`PATIENCE_MS`].
    pub(super) patience_ms: u32,
}

/// What the server sent.
pub(super) struct Answer {
    pub(super) body: Body,
    /// It is all of the file, although a part was asked for: the server does not divide files.
    pub(super) is_whole: bool,
}

/// The file that the worker's script has fetched before this code arrived, if it is this one: see `xtask`, `finish`.
pub(super) async fn fetched_early(url: &str, patience_ms: u32) -> Option<Vec<u8>> {
    let global = js_sys::global();
    let early = Reflect::get(&global, &EARLY.into()).ok()?;
    // Only once: who tries again wants another answer.
    Reflect::delete_property(&global, &EARLY.into()).ok()?;
    let response: web_sys::Response = within(patience_ms, early.dyn_into().ok()?).await?.dyn_into().ok()?;
    if !response.ok() || response.url() != url {
        return None;
    }
    let buffer: ArrayBuffer =
        within(patience_ms, response.array_buffer().ok()?.unchecked_into()).await?.dyn_into().ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// What a promise comes to, if it does so in time.
async fn within(patience_ms: u32, promise: Promise) -> Option<JsValue> {
    let late = Promise::new(&mut |resolve, _| set_timeout(&resolve, patience_ms));
    JsFuture::from(Promise::race(&Array::of2(&promise, &late))).await.ok()
}

/// Lets the script load the rest of this code, where that is in two parts: see `xtask`, `shrink`. If it does not come now, it is
/// loaded when it is called, while all else waits.
pub(super) async fn rest_of_the_code() {
    let later = Reflect::get(&js_sys::global(), &LATER.into()).and_then(|later| later.dyn_into::<Promise>());
    if let Ok(later) = later {
        // The script hears of a failure, and keeps it to itself.
        let _ = JsFuture::from(later).await;
    }
}

/// Fetches a file or a part of one, trying again where that makes sense. `arrived` is told the bytes of each piece as it arrives,
/// as a signed number: what came in an attempt that failed is taken back.
pub(super) async fn fetch(ask: &Ask<'_>, arrived: &dyn Fn(i64)) -> Result<Answer, FetchError> {
    let mut pauses = RETRY_PAUSES_MS.into_iter();
    loop {
        let mut body = Body::with_room(ask.length);
        let length = ask.range.as_ref().map(|range| range.end - range.start);
        let error = match fetch_once(ask, &mut body, arrived).await {
            Ok(PARTIAL_CONTENT) if length != Some(body.len() as u64) => FetchError::Connection,
            Ok(status) => return Ok(Answer { body, is_whole: status != PARTIAL_CONTENT }),
            Err(error) => error,
        };
        arrived(-i64::try_from(body.len()).unwrap_or(i64::MAX));
        match pauses.next() {
            Some(pause) if error.may_pass() => TimeoutFuture::new(pause).await,
            _ => return Err(error),
        }
    }
}

/// Returns the status of the answer.
async fn fetch_once(ask: &Ask<'_>, body: &mut Body, arrived: &dyn Fn(i64)) -> Result<u16, FetchError> {
    let patience = Patience::new(ask.patience_ms);
    let mut request = Request::get(ask.url).cache(ask.cache);
    if let Some(range) = &ask.range {
        request = request.header("Range", &format!("bytes={}-{}", range.start, range.end - 1));
    }
    let signal = patience.controller.signal();
    let timer = patience.timer(None);
    let response = request.abort_signal(Some(&signal)).send().await.map_err(|_| patience.error())?;
    drop(timer);
    if !response.ok() {
        return Err(FetchError::Status(response.status()));
    }
    read_body(&response, body, &patience, arrived).await.map_err(|_| patience.error())?;
    Ok(response.status())
}

async fn read_body(
    response: &Response,
    body: &mut Body,
    patience: &Patience,
    arrived: &dyn Fn(i64),
) -> Result<(), JsValue> {
    let Some(stream) = response.body() else { return Ok(()) };
    let reader: ReadableStreamDefaultReader = stream.get_reader().dyn_into().map_err(JsValue::from)?;
    loop {
        let timer = patience.timer(Some(&reader));
        let piece = JsFuture::from(reader.read()).await?;
        drop(timer);
        if Reflect::get(&piece, &"done".into())?.is_truthy() {
            return if patience.has_ended() { Err(JsValue::UNDEFINED) } else { Ok(()) };
        }
        let bytes: Uint8Array = Reflect::get(&piece, &"value".into())?.dyn_into()?;
        body.push(&bytes);
        arrived(i64::from(bytes.length()));
    }
}

/// Ends an attempt that stands still.
struct Patience {
    controller: AbortController,
    ms: u32,
}

impl Patience {
    fn new(ms: u32) -> Self {
        Self { controller: AbortController::new(), ms }
    }

    /// Ends the attempt unless this is dropped in time. A reader is ended by itself: not every browser does that when the fetch is.
    fn timer(&self, reader: Option<&ReadableStreamDefaultReader>) -> Timeout {
        let (controller, reader) = (self.controller.clone(), reader.cloned());
        Timeout::new(self.ms, move || {
            if let Some(reader) = &reader {
                let _ = reader.cancel();
            }
            controller.abort();
        })
    }

    fn has_ended(&self) -> bool {
        self.controller.signal().aborted()
    }

    /// Why the attempt failed.
    fn error(&self) -> FetchError {
        if self.has_ended() { FetchError::Stalled } else { FetchError::Connection }
    }
}
