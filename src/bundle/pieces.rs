//! JSON arrays read as they come, a piece at a time, so that who reads has time for other work between.
//!
//! This knows sound files only. One that is not is looked at as a whole, by `items`, which knows what to say of it.

use serde::de::DeserializeOwned;

/// Reads an array of items from pieces of its bytes, however they are cut.
#[derive(Debug)]
pub struct PieceReader<T> {
    items: Vec<T>,
    /// Whether an item may be used as it is.
    is_sound: fn(&T) -> bool,
    place: Place,
    /// Bytes that are not read: the beginning of an item.
    rest: Vec<u8>,
    /// It is not looked at before it has so many bytes: one long item in many pieces would be begun again with every piece.
    wanted: usize,
}

/// What comes next in an array.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Its bracket.
    Start,
    /// The first item, or the end.
    First,
    /// An item.
    Item,
    /// A comma, or the end.
    Comma,
    /// Nothing.
    End,
    /// This cannot be read here.
    Unfit,
}

impl<T: DeserializeOwned> PieceReader<T> {
    pub(super) fn new(is_sound: fn(&T) -> bool) -> Self {
        Self { items: Vec::new(), is_sound, place: Place::Start, rest: Vec::new(), wanted: 0 }
    }

    /// Reads on; whether it makes sense to go on. Cost: linear in the bytes of all pieces.
    #[inline(never)] // It is loaded later: see xtask, shrink.
    pub fn read(&mut self, piece: &[u8]) -> bool {
        self.rest.extend_from_slice(piece);
        if self.rest.len() >= self.wanted {
            let rest = std::mem::take(&mut self.rest);
            let used = self.read_items(&rest);
            self.wanted = if used == 0 { rest.len() * 2 } else { 0 };
            self.rest.extend_from_slice(rest.get(used..).unwrap_or_default());
        }
        self.place != Place::Unfit
    }

    /// All items; `None` where there is any fault, or not all of the array.
    pub fn finish(mut self) -> Option<Vec<T>> {
        let rest = std::mem::take(&mut self.rest);
        let used = self.read_items(&rest);
        (self.place == Place::End && used == rest.len()).then_some(self.items)
    }

    /// Reads the items that are all there; the number of bytes that were read.
    fn read_items(&mut self, bytes: &[u8]) -> usize {
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            let (place, used) = match (self.place, byte) {
                (_, b' ' | b'\n' | b'\r' | b'\t') => (self.place, 1),
                (Place::Start, b'[') => (Place::First, 1),
                (Place::First | Place::Comma, b']') => (Place::End, 1),
                (Place::Comma, b',') => (Place::Item, 1),
                (Place::First | Place::Item, _) => match self.read_item(bytes.get(at..).unwrap_or_default()) {
                    Some(0) => return at,
                    Some(used) => (Place::Comma, used),
                    None => (Place::Unfit, 0),
                },
                _ => (Place::Unfit, 0),
            };
            self.place = place;
            if place == Place::Unfit {
                return at;
            }
            at += used;
        }
        at
    }

    /// Reads one item; the number of its bytes, 0 where they are not all there.
    fn read_item(&mut self, bytes: &[u8]) -> Option<usize> {
        let mut items = serde_json::Deserializer::from_slice(bytes).into_iter::<T>();
        match items.next()? {
            Ok(item) if (self.is_sound)(&item) => {
                self.items.push(item);
                Some(items.byte_offset())
            }
            Err(error) if error.is_eof() => Some(0),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::super::{items, reader};
    use crate::model::Event;

    /// Parts of files, some of them no part of a sound one.
    fn part() -> impl Strategy<Value = String> {
        let odd =
            prop::sample::select(vec!["", ",", "]", "[", " ", "7", "null", "{}", "\"", "{\"id\":\"a\"", "\u{feff}"]);
        let text =
            prop::sample::select(vec!["storm", "a \\\"b\\\" ]", "{[,", "Ж\\u4e2d中", "\\ud83d\\ude00", "\\ud800"]);
        let date = prop::sample::select(vec!["2016-12-04", "2016-12-04", "2016-12-04", "2016-02-30"]);
        let more = prop::sample::select(vec![
            "",
            ",\"other\":[1e5,{\"a\":[]}]",
            ",\"sources\":[{\"name\":\"S\",\"url\":\"ftp://s\"}]",
        ]);
        let event = (0..4_u8, date, text, more).prop_map(|(id, date, text, more)| {
            format!("{{\"id\":\"{id}\",\"date\":\"{date}\",\"headline\":\"{text}\"{more}}}")
        });
        prop_oneof![12 => event, 1 => odd.prop_map(str::to_owned)]
    }

    prop_compose! {
        fn file()(
            parts in vec(part(), 0..8),
            between in prop::sample::select(vec![",", ",", ",\n", " , ", ",,", ""]),
            ends in prop::sample::select(vec![("[", "]"), ("[\n", "\n]\n"), (" [ ", " ] "), ("[", ""), ("", "]"), ("[", "]]")]),
        ) -> String {
            format!("{}{}{}", ends.0, parts.join(between), ends.1)
        }
    }

    /// Of a file read at once: its events, if there is no fault.
    fn whole(bytes: &[u8]) -> Option<Vec<Event>> {
        let events = items::parse::<Event>("f", bytes).ok().filter(|items| items.bad.is_empty())?.good;
        let events: Vec<Event> = events.into_iter().map(|event| event.item).collect();
        events.iter().all(reader::is_sound).then_some(events)
    }

    proptest! {
        #[test]
        fn pieces_are_read_like_the_whole(file in file(), cuts in vec(1..40_usize, 1..6), sound: bool) {
            let bytes = if sound { file.replace(",,", ",").into_bytes() } else { file.into_bytes() };
            let mut reader = reader::events_in_pieces();
            let mut rest = bytes.as_slice();
            for cut in cuts.iter().cycle() {
                let (piece, after) = rest.split_at((*cut).min(rest.len()));
                if !reader.read(piece) || after.is_empty() {
                    break;
                }
                rest = after;
            }
            prop_assert_eq!(reader.finish(), whole(&bytes));
        }
    }

    #[test]
    fn a_long_event_takes_as_long_as_its_bytes() {
        let text = "x".repeat(1 << 20);
        let file = format!("[{{\"id\":\"a\",\"date\":\"2016-12-04\",\"headline\":\"{text}\"}}]");
        let mut reader = reader::events_in_pieces();
        let mut looks = 0;
        for piece in file.as_bytes().chunks(64) {
            let before = reader.wanted;
            assert!(reader.read(piece));
            looks += usize::from(reader.wanted != before);
        }
        assert!(looks < 30, "looked at {looks} times");
        assert_eq!(reader.finish().unwrap()[0].headline.len(), 1 << 20);
    }
}
