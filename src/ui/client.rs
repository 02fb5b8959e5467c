//! The app's side of the worker. Nothing else in `ui` knows that there is one.

use std::cell::RefCell;
use std::collections::{HashMap, VecDeque};
use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

use crate::model::Manifest;
use crate::protocol::{FromWorker, Progress, Reply, Request, ToWorker};

/// Questions are asked again when this many times as many events can be searched, or counted, as when they were last asked:
/// often enough to see the archive arrive, seldom enough not to ask for every shard of a large one.
const GROWTH_TO_ASK_AGAIN: f64 = 1.3;

/// Asks the engine, and knows how much of the archive is there. Copies are the same client.
#[derive(Clone, Copy)]
pub struct Client {
    link: StoredValue<Rc<RefCell<Link>>, LocalStorage>,
    /// What the bundle says of itself, once it is there.
    pub manifest: RwSignal<Option<Manifest>>,
    /// How much of the bundle has arrived.
    pub progress: RwSignal<Progress>,
    /// Why nothing will ever arrive: the worker itself does not run.
    pub broken: RwSignal<bool>,
    /// All that will arrive has arrived, and what was asked before has been asked again: an answer is final.
    pub settled: RwSignal<bool>,
    /// Grows when so many more events have arrived that answers should be asked for again.
    grown: RwSignal<u32>,
}

type OnReply = Box<dyn FnOnce(Reply)>;

/// The wire to the worker.
struct Link {
    worker: Option<Worker>,
    /// What was posted before the worker listened would be lost.
    listening: bool,
    queue: VecDeque<ToWorker>,
    next_seq: u32,
    open_questions: HashMap<u32, OnReply>,
}

impl Client {
    /// Starts the worker and lets it open the bundle. Both URLs are absolute; the last is as in
    /// [`ToWorker::Open`].
    pub fn start(worker_url: &str, manifest_url: String, patience_ms: Option<u32>) -> Self {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        // The worker's script fetches what its name says before the code has arrived.
        options.set_name(&manifest_url);
        let worker = Worker::new_with_options(worker_url, &options).ok();
        let client = Self::new(worker.clone(), VecDeque::from([ToWorker::Open { manifest_url, patience_ms }]));
        if let Some(worker) = worker {
            client.listen(&worker);
        }
        client
    }

    /// A client that nothing answers: components can be shown alone.
    pub fn without_worker() -> Self {
        Self::new(None, VecDeque::new())
    }

    fn new(worker: Option<Worker>, queue: VecDeque<ToWorker>) -> Self {
        let broken = RwSignal::new(worker.is_none());
        let link = Link { worker, listening: false, queue, next_seq: 0, open_questions: HashMap::new() };
        Self {
            link: StoredValue::new_local(Rc::new(RefCell::new(link))),
            manifest: RwSignal::new(None),
            progress: RwSignal::new(Progress::default()),
            broken,
            settled: RwSignal::new(false),
            grown: RwSignal::new(0),
        }
    }

    fn listen(self, worker: &Worker) {
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(message) = decode(&event.data()) {
                self.receive(message);
            }
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        let on_error = Closure::<dyn FnMut()>::new(move || self.broken.set(true));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        // Both are wanted as long as the page lives.
        on_message.forget();
        on_error.forget();
    }

    fn receive(self, message: FromWorker) {
        match message {
            FromWorker::Ready => self.link().borrow_mut().flush(),
            FromWorker::Opened { manifest } => self.manifest.set(Some(manifest)),
            FromWorker::Progress(progress) => self.advance(progress),
            FromWorker::Answer { seq, reply } => {
                let on_reply = self.link().borrow_mut().open_questions.remove(&seq);
                if let Some(on_reply) = on_reply {
                    on_reply(reply);
                }
                let all_answered = self.link().borrow().open_questions.is_empty();
                if all_answered && self.progress.with_untracked(|progress| progress.done) {
                    self.settled.set(true);
                }
            }
        }
    }

    fn advance(self, progress: Progress) {
        let due = f64::from(self.grown.get_untracked()) * GROWTH_TO_ASK_AGAIN;
        let events = progress.events.saturating_add(progress.counted);
        let ended = progress.done && !self.progress.with_untracked(|before| before.done);
        let more = ended || events != self.grown.get_untracked() && f64::from(events) >= due;
        if !progress.done {
            self.settled.set(false);
        }
        self.progress.set(progress);
        if more {
            // Set even if nothing is new but the table of entities: who follows asks again.
            self.grown.set(events);
        }
    }

    fn link(self) -> Rc<RefCell<Link>> {
        self.link.get_value()
    }

    /// Asks once.
    pub fn ask(self, request: Request, on_reply: impl FnOnce(Reply) + 'static) {
        self.link().borrow_mut().ask(request, Box::new(on_reply));
    }

    /// Loads again what failed.
    pub fn retry(self) {
        self.link().borrow_mut().send(ToWorker::Retry);
    }

    /// The answer to the newest question, asked anew whenever the question changes or the archive has grown.
    ///
    /// The last answer stays until the next is there; an answer that a newer question has overtaken is dropped.
    /// `None` asks nothing and empties the answer.
    pub fn follow(self, question: impl Fn() -> Option<Request> + Send + Sync + 'static) -> ReadSignal<Option<Reply>> {
        let (answer, set_answer) = signal(None);
        let newest = StoredValue::new(0u32);
        let question = Memo::new(move |_| question());
        Effect::new(move |_| {
            self.grown.track();
            newest.update_value(|newest| *newest += 1);
            let own = newest.get_value();
            match question.get() {
                None => set_answer.set(None),
                Some(request) => self.ask(request, move |reply| {
                    // `None` where the view that asked is gone.
                    if newest.try_get_value() == Some(own) {
                        set_answer.set(Some(reply));
                    }
                }),
            }
        });
        answer
    }
}

impl Link {
    fn ask(&mut self, request: Request, on_reply: OnReply) {
        let seq = self.next_seq;
        self.next_seq = seq.wrapping_add(1);
        self.open_questions.insert(seq, on_reply);
        self.send(ToWorker::Ask { seq, request });
    }

    fn send(&mut self, message: ToWorker) {
        self.queue.push_back(message);
        if self.listening {
            self.flush();
        }
    }

    fn flush(&mut self) {
        self.listening = true;
        let Some(worker) = &self.worker else { return };
        for message in self.queue.drain(..) {
            post(worker, &message);
        }
    }
}

fn post(worker: &Worker, message: &ToWorker) {
    let Ok(bytes) = postcard::to_allocvec(message) else { return };
    let array = Uint8Array::from(bytes.as_slice());
    let transferred = Array::of1(&array.buffer());
    // Fails only for values that cannot be cloned, which bytes can.
    let _ = worker.post_message_with_transfer(&array, &transferred);
}

fn decode(data: &JsValue) -> Option<FromWorker> {
    let bytes = data.dyn_ref::<Uint8Array>()?.to_vec();
    postcard::from_bytes(&bytes).ok()
}
