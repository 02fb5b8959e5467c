//! The bytes of files, as the browser holds them.
//!
//! They stay outside of the memory of this code, which never shrinks: what is looked at is copied, a slice at a time.

use std::ops::Range;

use js_sys::Uint8Array;

/// Bytes that have arrived.
#[derive(Clone)]
pub(super) struct Body {
    /// With room for more behind.
    room: Uint8Array,
    len: u32,
}

impl Body {
    /// No bytes, and room for some.
    pub(super) fn with_room(bytes: u64) -> Self {
        // What is announced need not be true, so that not too much is believed.
        Self { room: Uint8Array::new_with_length(bytes.min(MOST_ROOM) as u32), len: 0 }
    }

    /// These bytes.
    pub(super) fn of(room: Uint8Array) -> Self {
        Self { len: room.length(), room }
    }

    pub(super) fn len(&self) -> usize {
        self.len as usize
    }

    /// Appends bytes.
    pub(super) fn push(&mut self, piece: &Uint8Array) {
        let end = self.len + piece.length();
        if end > self.room.length() {
            let larger = Uint8Array::new_with_length(end.max(self.len.saturating_mul(2)));
            larger.set(&self.all(), 0);
            self.room = larger;
        }
        self.room.set(piece, self.len);
        self.len = end;
    }

    /// All bytes, not copied.
    pub(super) fn all(&self) -> Uint8Array {
        self.room.subarray(0, self.len)
    }

    /// A copy of some bytes; less of them where there are less.
    pub(super) fn slice(&self, range: Range<usize>) -> Vec<u8> {
        let bound = |at: usize| at.min(self.len()) as u32;
        self.room.subarray(bound(range.start), bound(range.end)).to_vec()
    }

    /// Copies of slices of so many bytes, one after the other, from a place on.
    pub(super) fn slices(&self, start: usize, bytes: usize) -> impl Iterator<Item = (usize, Vec<u8>)> + use<'_> {
        (start..self.len()).step_by(bytes).map(move |at| (at, self.slice(at..at + bytes)))
    }
}

/// The most room that is made before anything has arrived.
const MOST_ROOM: u64 = 16 * 1024 * 1024;
