//! The worker: fetches the bundle, feeds the engine, answers the page.
//!
//! Messages are the types of [`crate::protocol`] as postcard bytes, whose buffers are transferred, not copied.

mod loader;

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use crate::engine::Engine;
use crate::protocol::{FromWorker, ToWorker};
use loader::Loader;

/// Starts to listen, and tells the page so. To be called once, in a dedicated worker; anywhere else it does nothing.
pub fn start() {
    console_error_panic_hook::set_once();
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let page = Page(scope.clone());
    let loader = Loader::new(page.clone(), Rc::new(RefCell::new(Engine::new())));
    let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(message) = decode(&event.data()) {
            receive(message, &loader);
        }
    });
    scope.set_onmessage(Some(listener.as_ref().unchecked_ref()));
    // The worker listens as long as it lives.
    listener.forget();
    page.post(&FromWorker::Ready);
}

fn receive(message: ToWorker, loader: &Loader) {
    match message {
        ToWorker::Open { manifest_url, patience_ms } => {
            let loader = loader.clone();
            spawn_local(async move { loader.open(manifest_url, patience_ms).await });
        }
        ToWorker::Retry => {
            let loader = loader.clone();
            spawn_local(async move { loader.retry().await });
        }
        ToWorker::Ask { seq, request } => loader.answer(seq, request),
    }
}

fn decode(data: &JsValue) -> Option<ToWorker> {
    let bytes = data.dyn_ref::<Uint8Array>()?.to_vec();
    postcard::from_bytes(&bytes).ok()
}

/// The page on the other side.
#[derive(Clone)]
struct Page(DedicatedWorkerGlobalScope);

impl Page {
    fn post(&self, message: &FromWorker) {
        let Ok(bytes) = postcard::to_allocvec(message) else { return };
        let array = Uint8Array::from(bytes.as_slice());
        let transferred = Array::of1(&array.buffer());
        // Fails only for values that cannot be cloned, which bytes can.
        let _ = self.0.post_message_with_transfer(&array, &transferred);
    }
}
