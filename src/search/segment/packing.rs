//! Numbers in few bytes: of varying length one after the other, or of equal width side by side.

use crate::varint;
pub(super) use crate::varint::write as write_varint;

/// The most bits of a packed number.
pub(super) const MAX_BITS: u32 = u32::BITS;
/// A packed number of up to 32 bits that begins anywhere in a byte lies within so many bytes.
const WINDOW_BYTES: usize = 8;

/// Reads bytes from the front. What reads behind the end gets `None`.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    #[inline]
    pub(super) fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    /// Reads what [`write_varint`] wrote.
    #[inline]
    pub(super) fn varint(&mut self) -> Option<u32> {
        varint::read(&mut self.0)
    }

    #[inline]
    pub(super) fn take(&mut self, bytes: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(bytes)?;
        self.0 = rest;
        Some(taken)
    }
}

/// The bits that the largest of some numbers needs.
pub(super) fn bits_for(largest: u32) -> u32 {
    u32::BITS - largest.leading_zeros()
}

/// The bytes that so many numbers of so many bits take.
pub(super) fn packed_bytes(count: usize, bits: u32) -> usize {
    (count * bits as usize).div_ceil(8)
}

/// Appends numbers of `bits` bits each, lowest bits first.
pub(super) fn pack(out: &mut Vec<u8>, numbers: impl IntoIterator<Item = u32>, bits: u32) {
    let mut held = 0_u64;
    let mut held_bits = 0;
    for number in numbers {
        held |= u64::from(number) << held_bits;
        held_bits += bits;
        while held_bits >= 8 {
            out.push(held as u8);
            held >>= 8;
            held_bits -= 8;
        }
    }
    if held_bits > 0 {
        out.push(held as u8);
    }
}

/// Calls `visit` with the first `count` packed numbers.
#[inline]
pub(super) fn unpack(packed: &[u8], count: usize, bits: u32, mut visit: impl FnMut(u32)) {
    let mask = (1_u64 << bits.min(MAX_BITS)) - 1;
    for at in (0..count).map(|number| number * bits as usize) {
        let bytes = packed.get(at / 8..).unwrap_or_default();
        let window = match bytes.first_chunk::<WINDOW_BYTES>() {
            Some(window) => u64::from_le_bytes(*window),
            None => tail(bytes),
        };
        visit((window >> (at % 8) & mask) as u32);
    }
}

/// The last few bytes as a number.
fn tail(bytes: &[u8]) -> u64 {
    let mut window = [0; WINDOW_BYTES];
    window.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
    u64::from_le_bytes(window)
}

/// Numbers of equal width, a whole number of bytes each, that can be read at any place.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Fixed<'a> {
    bytes: &'a [u8],
    width: usize,
}

impl<'a> Fixed<'a> {
    /// Numbers of `width` bytes, 1 to 4.
    pub(super) fn new(bytes: &'a [u8], width: usize) -> Self {
        Self { bytes, width: width.clamp(1, 4) }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.bytes.len() / self.width.max(1)
    }

    /// The number at a place; 0 where there is none.
    #[inline]
    pub(super) fn get(&self, place: usize) -> u32 {
        let at = place * self.width;
        let Some(bytes) = self.bytes.get(at..at + self.width) else { return 0 };
        match *bytes {
            [a] => u32::from(a),
            [a, b] => u32::from(u16::from_le_bytes([a, b])),
            [a, b, c] => u32::from_le_bytes([a, b, c, 0]),
            [a, b, c, d] => u32::from_le_bytes([a, b, c, d]),
            _ => 0,
        }
    }
}

impl Fixed<'_> {
    /// Calls `visit` with the numbers of a range of places. Several times as fast as to get each.
    #[inline]
    pub(super) fn for_each(&self, places: std::ops::Range<usize>, mut visit: impl FnMut(u32)) {
        let bytes = places.start.saturating_mul(self.width)..places.end.saturating_mul(self.width);
        let bytes = self.bytes.get(bytes).unwrap_or_default();
        match self.width {
            1 => bytes.iter().for_each(|byte| visit(u32::from(*byte))),
            2 => bytes.as_chunks().0.iter().for_each(|pair| visit(u32::from(u16::from_le_bytes(*pair)))),
            3 => bytes.as_chunks().0.iter().for_each(|[a, b, c]| visit(u32::from_le_bytes([*a, *b, *c, 0]))),
            _ => bytes.as_chunks().0.iter().for_each(|four| visit(u32::from_le_bytes(*four))),
        }
    }
}

/// The bytes that a number of [`Fixed`] width needs if `largest` is the largest of them.
pub(super) fn fixed_width(largest: u32) -> usize {
    (bits_for(largest).div_ceil(8) as usize).max(1)
}

/// Appends a number of [`Fixed`] width.
pub(super) fn write_fixed(out: &mut Vec<u8>, number: u32, width: usize) {
    out.extend(number.to_le_bytes().iter().take(width));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn numbers_come_back_as_they_went_in(numbers in proptest::collection::vec(any::<u32>(), 0..300), shift in 0_u32..32) {
            let numbers: Vec<u32> = numbers.into_iter().map(|number| number >> shift).collect();
            let largest = numbers.iter().copied().max().unwrap_or(0);

            let mut packed = Vec::new();
            pack(&mut packed, numbers.iter().copied(), bits_for(largest));
            prop_assert_eq!(packed.len(), packed_bytes(numbers.len(), bits_for(largest)));
            let mut read = Vec::new();
            unpack(&packed, numbers.len(), bits_for(largest), |number| read.push(number));
            prop_assert_eq!(&read, &numbers);

            let (mut bytes, width) = (Vec::new(), fixed_width(largest));
            numbers.iter().for_each(|number| write_fixed(&mut bytes, *number, width));
            let fixed = Fixed::new(&bytes, width);
            prop_assert!(numbers.iter().enumerate().all(|(place, number)| fixed.get(place) == *number));
            prop_assert_eq!(fixed.get(numbers.len()), 0);
            let mut read = Vec::new();
            fixed.for_each(numbers.len() / 3..numbers.len(), |number| read.push(number));
            prop_assert_eq!(read.as_slice(), &numbers[numbers.len() / 3..]);
        }

        #[test]
        fn any_bytes_can_be_read(bytes in proptest::collection::vec(any::<u8>(), 0..40), count in 0_usize..99, bits in 0_u32..=32) {
            let mut read = 0;
            unpack(&bytes, count, bits, |_| read += 1);
            prop_assert_eq!(read, count);
        }
    }
}
