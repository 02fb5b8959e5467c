//! Messages between the page and its worker, as they are on 32 bits.

use throughline::model::{Date, Event};
use throughline::protocol::{EventReply, FromWorker, Progress, Reply};
use wasm_bindgen_test::wasm_bindgen_test;

fn survives(message: &FromWorker) {
    let bytes = postcard::to_allocvec(message).unwrap();
    let array = js_sys::Uint8Array::from(&*bytes);
    assert_eq!(postcard::from_bytes::<FromWorker>(&array.to_vec()).unwrap(), *message);
}

#[wasm_bindgen_test]
fn an_event_survives_the_way_to_the_page() {
    let mut event = Event::new("2016/12/4/a", Date::new(2016, 12, 4).unwrap(), "海带 and “quotes”");
    event.story = vec!["Outer".into(), "Inner".into()];
    let reply = Reply::Event(Box::new(EventReply { event, story_neighbours: (None, None) }));
    survives(&FromWorker::Answer { seq: u32::MAX, reply });
}

#[wasm_bindgen_test]
fn progress_counts_beyond_32_bits() {
    let bytes_total = u64::from(u32::MAX) + 7;
    survives(&FromWorker::Progress(Progress { bytes_total, ..Progress::default() }));
}
