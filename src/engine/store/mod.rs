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

use codebook::Codebook;

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
/// Cost: to add 1,000 events takes some 10 ms, a new code book some 50 ms more; to open one takes some 2 µs.
#[derive(Debug, Default)]
pub(super) struct EventStore {
    books: Vec<Codebook>,
    batches: Vec<Batch>,
    events: usize,
    /// The number of events when the last code book was made.
    events_at_book: usize,
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
    /// The number of batches.
    pub(super) fn batches(&self) -> usize {
        self.batches.len()
    }

    /// Adds a batch; its number is that of the batches before it.
    #[inline(never)] // It is loaded later: see xtask, shrink.
    pub(super) fn push(&mut self, events: &[Event]) {
        let records: Vec<_> = events.iter().map(record::write).collect();
        self.events += events.len();
        if self.events >= self.events_at_book.saturating_mul(GROWTH).max(1) {
            self.renew(&records);
        }
        let mut batch = Batch { book: self.books.len().saturating_sub(1), bytes: Vec::new(), ends: Vec::new() };
        if let Some(book) = self.books.last() {
            let matcher = book.matcher();
            for record in &records {
                matcher.shorten(record, &mut batch.bytes);
                batch.ends.push(batch.bytes.len() as u32);
            }
        }
        batch.bytes.shrink_to_fit();
        batch.ends.shrink_to_fit();
        self.batches.push(batch);
    }

    /// Makes a code book from a sample of all events: those here and those about to be added.
    fn renew(&mut self, records: &[Vec<u8>]) {
        let mut left = SAMPLE_BYTES;
        let sample = self.sample(records);
        let pieces = sample.iter().map(|record| {
            let size = record.len().min(SAMPLE_RECORD_BYTES).min(left);
            left -= size;
            record.get(..size).unwrap_or_default()
        });
        self.books.push(Codebook::of(&pieces.collect::<Vec<_>>()));
        self.events_at_book = self.events;
    }

    /// Records at equal distances, about as many as make a sample.
    fn sample(&self, records: &[Vec<u8>]) -> Vec<Vec<u8>> {
        let mean = records.iter().map(Vec::len).sum::<usize>() / records.len().max(1);
        let step = mean.saturating_mul(self.events).div_ceil(SAMPLE_BYTES).max(1);
        let docs = |batch: &Batch| (0..batch.ends.len()).step_by(step);
        let old = self.batches.iter().flat_map(|batch| docs(batch).filter_map(|doc| self.record(batch, doc)));
        old.chain(records.iter().step_by(step).cloned()).collect()
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
