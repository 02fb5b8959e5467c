//! Files kept from visit to visit, by addresses that carry the hash of the content.
//!
//! Browsers have the Cache API where the page comes over HTTPS or from the same machine; elsewhere nothing is kept. Nothing here
//! fails: what cannot be kept is fetched again.

use std::collections::HashSet;

use js_sys::{Array, ArrayBuffer, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DedicatedWorkerGlobalScope, Request, RequestCache, Response};

use super::body::Body;

/// The name of the cache of all archives of an origin.
const CACHE: &str = "throughline";

/// The browser's cache, if there is one.
#[derive(Clone, Default)]
pub(super) struct Cache(Option<web_sys::Cache>);

impl Cache {
    /// Begins to open the cache; see [`Cache::opened`].
    pub(super) fn opening() -> Option<Promise> {
        let scope: DedicatedWorkerGlobalScope = js_sys::global().dyn_into().ok()?;
        let caches = scope.caches().ok()?;
        let is_there = !AsRef::<JsValue>::as_ref(&caches).is_undefined();
        is_there.then(|| caches.open(CACHE).unchecked_into())
    }

    /// The cache, or none if it cannot be opened.
    pub(super) async fn opened(opening: Option<Promise>) -> Self {
        let Some(opening) = opening else { return Self(None) };
        Self(JsFuture::from(opening).await.ok().and_then(|cache| cache.dyn_into().ok()))
    }

    /// How the browser's own cache is used: what is kept here need not be kept twice.
    pub(super) fn http_cache(&self) -> RequestCache {
        if self.0.is_some() { RequestCache::NoStore } else { RequestCache::Default }
    }

    /// The bytes of a file, if it was kept.
    pub(super) async fn get(&self, url: &str) -> Option<Body> {
        let found = JsFuture::from(self.0.as_ref()?.match_with_str(url)).await.ok()?;
        let response: Response = found.dyn_into().ok()?;
        let buffer: ArrayBuffer = JsFuture::from(response.array_buffer().ok()?).await.ok()?.dyn_into().ok()?;
        Some(Body::of(Uint8Array::new(&buffer)))
    }

    /// Keeps a file.
    pub(super) async fn put(&self, url: &str, body: &Body) {
        let Some(cache) = &self.0 else { return };
        if let Ok(response) = Response::new_with_opt_buffer_source(Some(&body.all())) {
            // Fails where there is no room left.
            let _ = JsFuture::from(cache.put_with_str(url, &response)).await;
        }
    }

    /// Forgets the files whose addresses begin with `base`, but for some.
    pub(super) async fn keep_only(&self, base: &str, urls: &HashSet<String>) {
        let Some(cache) = &self.0 else { return };
        let Ok(requests) = JsFuture::from(cache.keys()).await else { return };
        for request in Array::from(&requests).iter().filter_map(|request| request.dyn_into::<Request>().ok()) {
            let url = request.url();
            if url.starts_with(base) && !urls.contains(&url) {
                let _ = JsFuture::from(cache.delete_with_str(&url)).await;
            }
        }
    }
}
