//! Columns of numbers, as the compiled tables hold them.

use crate::varint;

/// Reads numbers; ends where the bytes end.
pub(super) struct Numbers<'b> {
    bytes: &'b [u8],
}

impl<'b> Numbers<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self { bytes }
    }

    /// A column: how many numbers it has, then the numbers, each as the distance from the one before. See `zigzag`.
    pub(super) fn column(&mut self) -> Vec<u32> {
        let length = self.next().unwrap_or(0) as usize;
        let mut last = 0_u32;
        let numbers = self.by_ref().take(length);
        numbers
            .map(|step| {
                last = last.wrapping_add((step >> 1) ^ (step & 1).wrapping_neg());
                last
            })
            .collect()
    }
}

impl Iterator for Numbers<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        varint::read(&mut self.bytes)
    }
}

/// The inverse of [`Numbers::column`], to make tables.
#[cfg(test)]
pub(super) fn push_column(bytes: &mut Vec<u8>, numbers: &[u32]) {
    varint::write(bytes, numbers.len() as u32);
    let mut last = 0_u32;
    for number in numbers {
        varint::write(bytes, zigzag(number.wrapping_sub(last)));
        last = *number;
    }
}

/// A difference as an even number if it goes up, as an odd one if it goes down: small either way.
#[cfg(test)]
fn zigzag(difference: u32) -> u32 {
    (difference << 1) ^ (difference >> 31).wrapping_neg()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_come_back() {
        let columns: [&[u32]; 4] = [&[], &[7], &[5, 5, 0, u32::MAX, 1 << 31, 63, 127, 191], &[0x4E00, 0x10FFFF]];
        let mut bytes = Vec::new();
        columns.iter().for_each(|column| push_column(&mut bytes, column));
        let mut numbers = Numbers::new(&bytes);
        for column in columns {
            assert_eq!(numbers.column(), column);
        }
        assert_eq!(numbers.next(), None);
    }

    #[test]
    fn damaged_columns_end() {
        for bytes in [&[][..], &[5], &[5, 2, 2], &[0xFF; 40]] {
            assert!(Numbers::new(bytes).column().len() < 40);
        }
    }
}
