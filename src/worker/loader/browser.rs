//! What the browser offers, as far as it is asked for here.

use js_sys::{Function, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

#[wasm_bindgen]
extern "C" {
    /// Ends fetches.
    #[derive(Clone)]
    pub(super) type AbortController;
    #[wasm_bindgen(constructor)]
    pub(super) fn new() -> AbortController;
    #[wasm_bindgen(method, getter)]
    pub(super) fn signal(this: &AbortController) -> AbortSignal;
    #[wasm_bindgen(method)]
    pub(super) fn abort(this: &AbortController);

    /// Two ports: what is posted to one arrives at the other.
    pub(super) type MessageChannel;
    pub(super) type MessagePort;
    #[wasm_bindgen(constructor)]
    pub(super) fn new() -> MessageChannel;
    #[wasm_bindgen(method, getter)]
    pub(super) fn port1(this: &MessageChannel) -> MessagePort;
    #[wasm_bindgen(method, getter)]
    pub(super) fn port2(this: &MessageChannel) -> MessagePort;
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_onmessage(this: &MessagePort, listener: &Function);
    #[wasm_bindgen(method, js_name = postMessage)]
    pub(super) fn post_message(this: &MessagePort, message: &JsValue);

    /// A hash of bytes. Fails for pages that come neither over HTTPS nor from the same machine.
    #[wasm_bindgen(catch, js_namespace = ["crypto", "subtle"])]
    pub(super) fn digest(algorithm: &str, bytes: &Uint8Array) -> Result<Promise, JsValue>;

    #[wasm_bindgen(js_name = setTimeout)]
    pub(super) fn set_timeout(call: &Function, ms: u32);
}
