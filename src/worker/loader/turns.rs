//! Who works when: what is read in the background waits for what the reader asks.

use std::cell::Cell;

use gloo_timers::future::TimeoutFuture;
use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::browser::MessageChannel;

/// Who waits for a turn, or for answers, looks again after so long. Most questions have their pieces by then, from a near host.
const LOOK_AGAIN_MS: u32 = 8;
/// A file waits so often for answers before it is fetched, and no longer: who asks without a pause shall have the archive, too.
const LOOKS_BEFORE_FETCHING: usize = 25;

/// What is going on.
pub(super) struct Turns {
    /// A file is being read: one at a time, as what is read takes several times the memory of the file.
    reading: Cell<bool>,
    /// Questions whose pieces are being fetched.
    open_questions: Cell<u32>,
    /// What one port is sent arrives at the other.
    channel: MessageChannel,
}

impl Turns {
    pub(super) fn new() -> Self {
        Self { reading: Cell::default(), open_questions: Cell::default(), channel: MessageChannel::new() }
    }

    /// A question is open until this is dropped.
    pub(super) fn question(&self) -> Question<'_> {
        self.open_questions.set(self.open_questions.get() + 1);
        Question(self)
    }

    fn is_asked(&self) -> bool {
        self.open_questions.get() > 0
    }

    /// Waits for the answers of open questions before a file is fetched: their pieces shall have the line.
    pub(super) async fn defer(&self) {
        for _ in 0..LOOKS_BEFORE_FETCHING {
            if !self.is_asked() {
                return;
            }
            TimeoutFuture::new(LOOK_AGAIN_MS).await;
        }
    }

    /// Waits until nothing else is read; what is read from now on waits until this is dropped.
    pub(super) async fn reading(&self) -> Reading<'_> {
        while self.reading.replace(true) {
            TimeoutFuture::new(LOOK_AGAIN_MS).await;
        }
        Reading(self)
    }
}

/// An open question.
pub(super) struct Question<'a>(&'a Turns);

impl Drop for Question<'_> {
    fn drop(&mut self) {
        self.0.open_questions.set(self.0.open_questions.get() - 1);
    }
}

/// The turn of who reads a file.
pub(super) struct Reading<'a>(&'a Turns);

impl Reading<'_> {
    /// Lets messages of the page be answered that have come meanwhile, and waits a little if a question is open.
    ///
    /// A message to oneself comes after those. (Timers come no sooner than after 4 ms when one follows another; `scheduler.yield`
    /// comes back before messages do, and not all browsers have it.)
    pub(super) async fn pause(&self) {
        let (here, there) = (self.0.channel.port1(), self.0.channel.port2());
        let message = Promise::new(&mut |resolve, _| {
            here.set_onmessage(&resolve);
            there.post_message(&JsValue::NULL);
        });
        // Promises that nothing rejects do not fail.
        let _ = JsFuture::from(message).await;
        if self.0.is_asked() {
            TimeoutFuture::new(LOOK_AGAIN_MS).await;
        }
    }
}

impl Drop for Reading<'_> {
    fn drop(&mut self) {
        self.0.reading.set(false);
    }
}
