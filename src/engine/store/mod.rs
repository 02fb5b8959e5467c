//! Events kept compressed in memory, opened one at a time.
//!
//! - `record` writes an event as few bytes: every string once, numbers apart from text.
//! - `codebook` shortens records to codes for the strings that are frequent in them; each can be read without the others.
//! - `trie` finds the longest string of a code book at the head of a text.

mod codebook;
mod record;
#[cfg(test)]
mod tests;
mod trie;

use crate::model::Event;
use crate::search::Address;

use codebook::{Codebook, Matcher, Training};

/// A new code book is made as soon as there are so many times the events that there were for the last one: the first is
/// made of the first batch alone, which need not be like the others.
const GROWTH: usize = 8;
/// The most bytes of records that a code book is made of. With twice as many, records are 3 % shorter, and twice as much time
/// goes by until the first of them can be opened.
const SAMPLE_BYTES: usize = 512 * 1024;
/// The most bytes of one record that go into a sample.
const SAMPLE_RECORD_BYTES: usize = 4096;

/// All events, in batches, compressed to about a fifth of their JSON.
///
/// Cost: to add 1,000 events takes some 10 ms, a new code book some 50 ms more; to open one takes some 2 µs. Batches are best small:
/// adding one is nothing that could be interrupted. A code book is made in steps.
#[derive(Debug, Default)]
pub(super) struct EventStore {
    books: Vec<Codebook>,
    batches: Vec<Batch>,
    events: usize,
    /// The number of events when the last code book was made.
    events_at_book: usize,
    /// Of the last code book, while batches come.
    matcher: Option<Matcher>,
    /// The next code book.
    training: Option<Training>,
}

/// The events of one batch, shortened with one code book.
#[derive(Debug)]
struct Batch {
    book: usize,
    bytes: Vec<u8>,
    /// For every event the byte after its last.
    ends: Vec<u32>,
}

impl EventStore {
    /// Does a step of what there is to do before these events are added, in one batch or several; whether it was not the last.
    pub(super) fn prepare(&mut self, events: &[Event]) -> bool {
        let all = self.events + events.len();
        let Some(training) = &mut self.training else {
            let is_due = all >= self.events_at_book.saturating_mul(GROWTH).max(1);
            self.training = is_due.then(|| Training::new(self.sample(events)));
            return is_due;
        };
        if training.go_on() {
            return true;
        }
        self.books.extend(self.training.take().map(Training::finish));
        self.matcher = None;
        self.events_at_book = all;
        false
    }

    /// Adds a batch; returns its number, which is that of the batches before it.
    #[inline(never)] // It is loaded later: see xtask, shrink.
    pub(super) fn push(&mut self, events: &[Event]) -> u32 {
        while self.prepare(events) {}
        let records: Vec<_> = events.iter().map(record::write).collect();
        self.events += events.len();
        let mut batch = Batch { book: self.books.len().saturating_sub(1), bytes: Vec::new(), ends: Vec::new() };
        if let Some(book) = self.books.last() {
            let matcher = self.matcher.get_or_insert_with(|| book.matcher());
            for record in &records {
                matcher.shorten(record, &mut batch.bytes);
                batch.ends.push(batch.bytes.len() as u32);
            }
        }
        batch.bytes.shrink_to_fit();
        batch.ends.shrink_to_fit();
        self.batches.push(batch);
        self.batches.len() as u32 - 1
    }

    /// Frees what only adding batches needs; it is made again when it is needed.
    pub(super) fn rest(&mut self) {
        self.matcher = None;
    }

    /// Records of events at equal distances, of those here and those about to be added, about as many as make a sample.
    fn sample(&self, events: &[Event]) -> Vec<Vec<u8>> {
        let new: Vec<_> = events.iter().map(record::write).collect();
        let mean = new.iter().map(Vec::len).sum::<usize>() / new.len().max(1);
        let step = mean.saturating_mul(self.events + new.len()).div_ceil(SAMPLE_BYTES).max(1);
        let old = self.batches.iter().flat_map(|batch| (0..batch.ends.len()).map(move |doc| (batch, doc)));
        let old = old.step_by(step).filter_map(|(batch, doc)| self.record(batch, doc));
        let mut left = SAMPLE_BYTES;
        let all = old.chain(new.iter().step_by(step).cloned()).map(|mut record| {
            record.truncate(SAMPLE_RECORD_BYTES.min(left));
            left -= record.len();
            record
        });
        all.collect()
    }

    /// One event; `None` for an address that has none.
    #[inline(never)] // It is loaded later: see xtask, shrink.
    pub(super) fn get(&self, address: Address) -> Option<Event> {
        let batch = self.batches.get(address.batch as usize)?;
        record::read(&self.record(batch, address.doc as usize)?)
    }

    fn record(&self, batch: &Batch, doc: usize) -> Option<Vec<u8>> {
        let start = doc.checked_sub(1).map_or(Some(0), |before| batch.ends.get(before).copied())?;
        let codes = batch.bytes.get(start as usize..*batch.ends.get(doc)? as usize)?;
        self.books.get(batch.book)?.lengthen(codes)
    }
}
