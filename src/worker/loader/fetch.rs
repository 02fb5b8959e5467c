//! Files over HTTP: with progress, and with patience.

use std::ops::Range;

use gloo_net::http::{Request, RequestBuilder, Response};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableStreamDefaultReader, RequestCache};

/// Pauses before the second and further attempts, in milliseconds.
const RETRY_PAUSES_MS: [u32; 2] = [300, 1_200];

/// The status of an answer with a part of a file.
const PARTIAL_CONTENT: u16 = 206;

/// Why a file did not arrive, in words that follow “could not be loaded: ”.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum FetchError {
    /// The server answered, but not with the file.
    #[error("the server answered {0}")]
    Status(u16),
    /// No answer, or it broke off.
    #[error("the connection failed")]
    Connection,
}

impl FetchError {
    /// Whether another attempt may end better: not where the server has made up its mind.
    fn may_pass(&self) -> bool {
        match self {
            Self::Status(status) => *status >= 500 || *status == 429 || *status == 408,
            Self::Connection => true,
        }
    }
}

/// What the server sent where a part of a file was asked for.
pub(super) enum Part {
    /// That part.
    Asked(Vec<u8>),
    /// The whole file: the server does not divide files.
    Whole(Vec<u8>),
}

/// Fetches a file, trying again where that makes sense. `arrived` is told the bytes of each piece as it arrives, as a
/// signed number: what came in an attempt that failed is taken back.
pub(super) async fn fetch(url: &str, cache: RequestCache, arrived: impl Fn(i64)) -> Result<Vec<u8>, FetchError> {
    match attempts(|| Request::get(url).cache(cache), None, arrived).await? {
        Part::Asked(body) | Part::Whole(body) => Ok(body),
    }
}

/// Fetches a part of a file, which is not empty, in the same way.
pub(super) async fn fetch_range(
    url: &str,
    cache: RequestCache,
    range: Range<u64>,
    arrived: impl Fn(i64),
) -> Result<Part, FetchError> {
    let asked = format!("bytes={}-{}", range.start, range.end - 1);
    attempts(|| Request::get(url).cache(cache).header("Range", &asked), Some(range.end - range.start), arrived).await
}

async fn attempts(
    request: impl Fn() -> RequestBuilder,
    length: Option<u64>,
    arrived: impl Fn(i64),
) -> Result<Part, FetchError> {
    let mut pauses = RETRY_PAUSES_MS.into_iter();
    loop {
        let mut body = Vec::new();
        let error = match fetch_once(request(), &mut body, &arrived).await {
            Ok(PARTIAL_CONTENT) if length != Some(body.len() as u64) => FetchError::Connection,
            Ok(PARTIAL_CONTENT) => return Ok(Part::Asked(body)),
            Ok(_) => return Ok(Part::Whole(body)),
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
async fn fetch_once(request: RequestBuilder, body: &mut Vec<u8>, arrived: &impl Fn(i64)) -> Result<u16, FetchError> {
    let response = request.send().await.map_err(|_| FetchError::Connection)?;
    if !response.ok() {
        return Err(FetchError::Status(response.status()));
    }
    read_body(&response, body, arrived).await.map_err(|_| FetchError::Connection)?;
    Ok(response.status())
}

async fn read_body(response: &Response, body: &mut Vec<u8>, arrived: &impl Fn(i64)) -> Result<(), JsValue> {
    let Some(stream) = response.body() else { return Ok(()) };
    let reader: ReadableStreamDefaultReader = stream.get_reader().dyn_into().map_err(JsValue::from)?;
    loop {
        let piece = JsFuture::from(reader.read()).await?;
        if Reflect::get(&piece, &"done".into())?.is_truthy() {
            return Ok(());
        }
        let bytes: Uint8Array = Reflect::get(&piece, &"value".into())?.dyn_into()?;
        let start = body.len();
        body.resize(start + bytes.length() as usize, 0);
        bytes.copy_to(&mut body[start..]);
        arrived(i64::from(bytes.length()));
    }
}
