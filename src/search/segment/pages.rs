//! The bytes of a segment, of which some may not have arrived yet.
//!
//! What follows the head comes in pages of [`PAGE_BYTES`], in any order. Who asks for bytes that are not there gets none, and
//! the pages are noted: an answer in the making goes on, is thrown away, and is made again when they have arrived.

use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use sha2::{Digest, Sha256};

use super::super::bitset::{BITS, BitSet};
use super::SegmentError;

/// The bytes of a page, the last one excepted. Small, as most questions need a few hundred bytes here and there; for each there
/// are [`CHECK_BYTES`] in the head.
pub(super) const PAGE_BYTES: usize = 1024;
/// The bytes of a check sum.
pub(super) const CHECK_BYTES: usize = 2;

/// The check sum of a page: the beginning of its SHA-256. It tells damage on the way, not forgery.
pub(super) fn check(page: &[u8]) -> [u8; CHECK_BYTES] {
    Sha256::digest(page).first_chunk().copied().unwrap_or_default()
}

/// All bytes of a segment, its head included.
#[derive(Debug, Default)]
pub(super) struct Pages {
    bytes: Vec<u8>,
    /// Where the first page begins.
    head: usize,
    /// The pages that are not there; `None` if all are.
    missing: Option<BitSet>,
    /// Those of them that were asked for.
    wanted: Vec<AtomicU64>,
}

impl Pages {
    /// Bytes that are all there.
    pub(super) fn whole(bytes: Vec<u8>) -> Self {
        Self { bytes, ..Self::default() }
    }

    /// A head, and room for the rest of `len` bytes.
    pub(super) fn with_head(head: &[u8], len: usize) -> Self {
        let mut bytes = vec![0; len.max(head.len())];
        bytes.iter_mut().zip(head).for_each(|(to, from)| *to = *from);
        let pages = (bytes.len() - head.len()).div_ceil(PAGE_BYTES);
        let wanted = (0..pages.div_ceil(BITS)).map(|_| AtomicU64::new(0)).collect();
        let missing = Some(BitSet::all(pages)).filter(|_| pages > 0);
        Self { bytes, head: head.len(), missing, wanted }
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Whether nothing is missing.
    pub(super) fn is_complete(&self) -> bool {
        self.missing.is_none()
    }

    /// The bytes of a range; `None` where some are not there, which is noted, or do not exist.
    #[inline]
    pub(super) fn get(&self, range: Range<usize>) -> Option<&[u8]> {
        match &self.missing {
            Some(missing) if !self.has(missing, &range) => None,
            _ => self.bytes.get(range),
        }
    }

    fn has(&self, missing: &BitSet, range: &Range<usize>) -> bool {
        let absent = self.pages_of(range).filter(|page| missing.contains(*page));
        let mut has_all = true;
        for page in absent {
            has_all = false;
            if let Some(wanted) = self.wanted.get(page as usize / BITS) {
                wanted.fetch_or(1 << (page as usize % BITS), Ordering::Relaxed);
            }
        }
        has_all
    }

    /// The pages that a range touches.
    fn pages_of(&self, range: &Range<usize>) -> Range<u32> {
        let page = |at: usize| at.saturating_sub(self.head) / PAGE_BYTES;
        if range.is_empty() || range.end <= self.head {
            return 0..0;
        }
        page(range.start) as u32..page(range.end - 1) as u32 + 1
    }

    /// The bytes that were asked for and are missing, in runs of whole pages; they are not noted any longer.
    pub(super) fn take_wanted(&self) -> Vec<Range<usize>> {
        let mut runs: Vec<Range<usize>> = Vec::new();
        for (block, wanted) in self.wanted.iter().enumerate() {
            let mut bits = wanted.swap(0, Ordering::Relaxed);
            while bits != 0 {
                let range = self.range_of(block * BITS + bits.trailing_zeros() as usize);
                bits &= bits - 1;
                match runs.last_mut().filter(|run| run.end == range.start) {
                    Some(run) => run.end = range.end,
                    None => runs.push(range),
                }
            }
        }
        runs
    }

    /// Whether any bytes were asked for that are missing.
    pub(super) fn has_wanted(&self) -> bool {
        self.wanted.iter().any(|block| block.load(Ordering::Relaxed) != 0)
    }

    /// The bytes that are missing, in runs of whole pages.
    pub(super) fn missing(&self) -> Vec<Range<usize>> {
        let mut runs: Vec<Range<usize>> = Vec::new();
        for range in self.missing.iter().flat_map(BitSet::iter).map(|page| self.range_of(page as usize)) {
            match runs.last_mut().filter(|run| run.end == range.start) {
                Some(run) => run.end = range.end,
                None => runs.push(range),
            }
        }
        runs
    }

    fn range_of(&self, page: usize) -> Range<usize> {
        let start = self.head + page * PAGE_BYTES;
        start..(start + PAGE_BYTES).min(self.bytes.len())
    }

    /// Takes bytes that have arrived, which begin at `start` in the segment: every whole page among them. `checks` has the check sums
    /// of all pages. An error if any is wrong; what came before it is taken.
    pub(super) fn fill(&mut self, start: usize, bytes: &[u8], checks: Range<usize>) -> Result<(), SegmentError> {
        let Some(missing) = &mut self.missing else { return Ok(()) };
        let first = start.saturating_sub(self.head).div_ceil(PAGE_BYTES);
        for page in first.. {
            let place = self.head + page * PAGE_BYTES..(self.head + (page + 1) * PAGE_BYTES).min(self.bytes.len());
            let Some(content) = bytes.get(place.start - start..place.end.saturating_sub(start)) else { break };
            if content.is_empty() {
                break;
            }
            let at = checks.start + page * CHECK_BYTES;
            if self.bytes.get(at..at + CHECK_BYTES) != Some(&check(content)) {
                return Err(SegmentError::Damaged);
            }
            self.bytes.get_mut(place).into_iter().for_each(|to| to.copy_from_slice(content));
            missing.remove(page as u32);
        }
        if missing.is_empty() {
            self.missing = None;
            self.wanted = Vec::new();
        }
        Ok(())
    }
}
