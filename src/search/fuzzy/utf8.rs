//! Characters out of bytes that come one at a time.

/// Where in a character of UTF-8 the last byte stood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Utf8 {
    /// The bits of the character so far.
    bits: u32,
    /// The number of bytes still to come.
    missing: u8,
}

/// What a byte completes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// A character.
    Whole(char),
    /// The beginning of one, to go on with.
    Part(Utf8),
    /// Nothing: UTF-8 has no such byte here.
    Wrong,
}

impl Utf8 {
    pub(super) fn push(self, byte: u8) -> Piece {
        let byte_bits = u32::from(byte);
        let begin = |mask: u32, missing| Piece::Part(Self { bits: byte_bits & mask, missing });
        match (self.missing, byte) {
            (0, 0x00..=0x7F) => Piece::Whole(char::from(byte)),
            (0, 0xC2..=0xDF) => begin(0x1F, 1),
            (0, 0xE0..=0xEF) => begin(0x0F, 2),
            (0, 0xF0..=0xF4) => begin(0x07, 3),
            (1.., 0x80..=0xBF) => self.go_on(byte_bits & 0x3F),
            _ => Piece::Wrong,
        }
    }

    fn go_on(self, six_bits: u32) -> Piece {
        let bits = self.bits << 6 | six_bits;
        match self.missing {
            1 => char::from_u32(bits).map_or(Piece::Wrong, Piece::Whole),
            missing => Piece::Part(Self { bits, missing: missing - 1 }),
        }
    }
}
