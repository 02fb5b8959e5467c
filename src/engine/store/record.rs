//! An event as bytes, for a short life in memory: not a format for files.
//!
//! A record is the length of its numbers, the numbers, and the text. Strings follow each other in the text without ends,
//! so that what is often found side by side (`Reuters` and `https://www.reuters.com/`) can be shortened as one. A string
//! that the record has already is a number only.

use crate::model::{Date, Event, Mention, Source};
use crate::varint;

/// The most earlier strings, and bytes of headline and description, among which a string is looked for: enough for any
/// real event, and a bound on the time for a hostile one.
const STRINGS_BACK: usize = 64;
const TEXT_SEARCHED: usize = 4096;

/// How a string is written: its number is one of these plus four times a length, distance or place.
const LITERAL: usize = 0;
const REPEATED: usize = 1;
const QUOTED: usize = 2;
const ABSENT: usize = 3;

/// The bytes of an event.
pub(super) fn write(event: &Event) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.string(&event.headline);
    writer.option(event.description.as_deref());
    writer.date_and_id(event);
    writer.number(usize::from(event.stub));
    writer.number(event.mentions.len());
    for mention in &event.mentions {
        writer.string(&mention.text);
        writer.string(&mention.entity);
    }
    writer.entities(event);
    writer.option(event.category.as_deref());
    writer.strings(&event.story);
    writer.number(event.sources.len());
    for source in &event.sources {
        writer.string(&source.name);
        writer.string(&source.url);
    }
    writer.strings(&event.related);
    writer.option(event.place.as_deref());
    writer.finish()
}

/// The event of a record; `None` for bytes that are none.
pub(super) fn read(record: &[u8]) -> Option<Event> {
    let mut reader = Reader::new(record)?;
    let headline = reader.string()?;
    let description = reader.option()?;
    let (date, id) = reader.date_and_id(&headline)?;
    let stub = reader.number()? != 0;
    let mentions = reader.list(|reader| Some(Mention { text: reader.string()?, entity: reader.string()? }))?;
    let entities = reader.entities(&mentions)?;
    let category = reader.option()?;
    let story = reader.list(Reader::string)?;
    let sources = reader.list(|reader| Some(Source { name: reader.string()?, url: reader.string()? }))?;
    let related = reader.list(Reader::string)?;
    let place = reader.option()?;
    Some(Event { id, date, headline, description, category, story, mentions, entities, sources, related, place, stub })
}

/// What an id begins with, if it names the day.
fn day_of_id(date: Date) -> String {
    format!("{}/{}/{}/", date.year(), date.month(), date.day())
}

/// What the end of an id is likely to be: the letters and digits of the headline, with hyphens between.
fn likely_slug(headline: &str) -> String {
    let mut slug = String::new();
    for byte in headline.bytes().take(TEXT_SEARCHED) {
        if byte.is_ascii_alphanumeric() {
            slug.push(char::from(byte.to_ascii_lowercase()));
        } else if !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug
}

/// The bytes that two texts have in common at their beginnings, up to a character's end.
fn common_prefix(a: &str, b: &str) -> usize {
    let same = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    a.floor_char_boundary(same)
}

/// The entities of mentions, each once, in order.
fn entities_of(mentions: &[Mention]) -> Vec<&str> {
    let mut entities: Vec<&str> = Vec::new();
    for mention in mentions {
        if !entities.contains(&mention.entity.as_str()) {
            entities.push(&mention.entity);
        }
    }
    entities
}

/// The most mentions whose entities are compared with each other.
const MENTIONS_COMPARED: usize = 256;

#[derive(Default)]
struct Writer<'a> {
    numbers: Vec<u8>,
    text: String,
    /// The strings so far.
    strings: Vec<&'a str>,
}

impl<'a> Writer<'a> {
    /// Numbers are counts, places and lengths in one event, far below 2³².
    fn number(&mut self, number: usize) {
        varint::write(&mut self.numbers, number as u32);
    }

    fn string(&mut self, string: &'a str) {
        let back = self.strings.iter().rev().take(STRINGS_BACK).position(|earlier| *earlier == string);
        let head = self.text.get(..self.text.floor_char_boundary(TEXT_SEARCHED)).unwrap_or_default();
        let quoted = || head.find(string).filter(|_| string.len() > 1);
        if let Some(back) = back {
            self.number(back << 2 | REPEATED);
        } else if let Some(place) = quoted() {
            self.number(place << 2 | QUOTED);
            self.number(string.len());
        } else {
            self.number(string.len() << 2 | LITERAL);
            self.text.push_str(string);
        }
        self.strings.push(string);
    }

    fn option(&mut self, string: Option<&'a str>) {
        match string {
            Some(string) => self.string(string),
            None => self.number(ABSENT),
        }
    }

    fn strings(&mut self, strings: &'a [String]) {
        self.number(strings.len());
        strings.iter().for_each(|string| self.string(string));
    }

    /// The date, and what of the id does not follow from date and headline.
    fn date_and_id(&mut self, event: &'a Event) {
        let day = event.date.day_number();
        self.number((day.unsigned_abs() as usize) << 1 | usize::from(day < 0));
        let end = event.id.strip_prefix(&day_of_id(event.date));
        let slug = end.unwrap_or(&event.id);
        let likely = common_prefix(slug, &likely_slug(&event.headline));
        self.number(likely << 1 | usize::from(end.is_some()));
        self.string(slug.get(likely..).unwrap_or_default());
    }

    /// The entities, or 0 if they are those of the mentions.
    fn entities(&mut self, event: &'a Event) {
        let few = event.mentions.len() <= MENTIONS_COMPARED;
        if few && event.entities.iter().eq(entities_of(&event.mentions)) {
            return self.number(0);
        }
        self.number(event.entities.len() + 1);
        event.entities.iter().for_each(|entity| self.string(entity));
    }

    fn finish(self) -> Vec<u8> {
        let mut head = Writer::default();
        head.number(self.numbers.len());
        [head.numbers.as_slice(), &self.numbers, self.text.as_bytes()].concat()
    }
}

struct Reader<'a> {
    numbers: &'a [u8],
    text: &'a str,
    /// Where the next literal stands in the text.
    at: usize,
    strings: Vec<&'a str>,
}

impl<'a> Reader<'a> {
    fn new(record: &'a [u8]) -> Option<Self> {
        let mut reader = Self { numbers: record, text: "", at: 0, strings: Vec::new() };
        let length = reader.number()?;
        let (numbers, text) = reader.numbers.split_at_checked(length)?;
        Some(Self { numbers, text: std::str::from_utf8(text).ok()?, ..reader })
    }

    fn number(&mut self) -> Option<usize> {
        varint::read(&mut self.numbers).map(|number| number as usize)
    }

    fn option(&mut self) -> Option<Option<String>> {
        if self.numbers.first() == Some(&(ABSENT as u8)) {
            return self.number().map(|_| None);
        }
        self.string().map(Some)
    }

    fn string(&mut self) -> Option<String> {
        let head = self.number()?;
        let string = match (head & 3, head >> 2) {
            (LITERAL, length) => {
                let end = self.at.checked_add(length)?;
                self.text.get(std::mem::replace(&mut self.at, end)..end)?
            }
            (REPEATED, back) => self.strings.iter().rev().nth(back)?,
            (QUOTED, place) => self.text.get(place..place.checked_add(self.number()?)?)?,
            _ => return None,
        };
        self.strings.push(string);
        Some(string.to_owned())
    }

    fn list<T>(&mut self, item: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.number()?;
        self.items(count, item)
    }

    fn items<T>(&mut self, count: usize, mut item: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        (0..count).map(|_| item(self)).collect()
    }

    fn date_and_id(&mut self, headline: &str) -> Option<(Date, String)> {
        let day = self.number()?;
        let days = i32::try_from(day >> 1).ok()?;
        let date = Date::from_day_number(if day & 1 == 0 { days } else { -days })?;
        let likely = self.number()?;
        let mut id = if likely & 1 == 1 { day_of_id(date) } else { String::new() };
        id.push_str(likely_slug(headline).get(..likely >> 1)?);
        id.push_str(&self.string()?);
        Some((date, id))
    }

    fn entities(&mut self, mentions: &[Mention]) -> Option<Vec<String>> {
        match self.number()? {
            0 => Some(entities_of(mentions).into_iter().map(str::to_owned).collect()),
            more => self.items(more - 1, Self::string),
        }
    }
}
