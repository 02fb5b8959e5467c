//! Where the words of a query stand in the texts that are shown.

use std::ops::Range;

use crate::model::Event;
use crate::protocol::{Mark, Snippet};
use crate::sorting::sort_by_key;
use crate::text::{Token, TokenKind, for_each_token};

use super::index::Index;
use super::language::Form;
use super::lookup::Lookup;
use super::matching::Found;

/// The most bytes of a description shown before the first word found.
const SNIPPET_BEFORE: usize = 60;
/// The most bytes of a description shown, unless a single word is longer: about two lines.
const SNIPPET_BYTES: usize = 240;
const ELLIPSIS: &str = "…";

/// Where words stand in an event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Highlight {
    /// In the headline.
    pub marks: Vec<Mark>,
    /// In the description, around the first word that the headline lacks.
    pub snippet: Option<Snippet>,
}

impl Index {
    /// Marks the words of a query in an event. Cost: the length of its texts, times the number of words.
    ///
    /// A word that is not in the headline but in a name of an entity is marked by the words that stand for the entity there.
    pub fn highlight(&self, found: &Found<'_>, event: &Event) -> Highlight {
        let words: Vec<&Lookup<'_>> =
            found.plan.words.iter().filter(|word| word.is_wanted).map(|word| &word.lookup).collect();
        if words.is_empty() {
            return Highlight::default();
        }
        let mut marker = Marker::default();
        for_each_token(&event.headline, |token| {
            for (number, word) in words.iter().enumerate() {
                if let Some(range) = matched(word, &token, &event.headline) {
                    marker.mark(number, range);
                }
            }
        });
        for (number, word) in words.iter().enumerate() {
            if !marker.found.contains(&number) {
                self.mark_mentions(word, event).into_iter().for_each(|range| marker.mark(number, range));
            }
        }
        let snippet = event.description.as_ref().and_then(|text| snippet(text, &words, &marker.found));
        Highlight { marks: marks(marker.ranges), snippet }
    }

    /// The places in the headline of the words for entities in whose names a word stands.
    fn mark_mentions(&self, lookup: &Lookup<'_>, event: &Event) -> Vec<Range<usize>> {
        let is_named = |name: &str| lookup.is_in(name) || lookup.renames(self, name);
        let mentions = event.mentions.iter().filter(|mention| !mention.text.is_empty() && is_named(&mention.entity));
        mentions.filter_map(|mention| find(&event.headline, &mention.text)).collect()
    }
}

#[derive(Default)]
struct Marker {
    ranges: Vec<Range<usize>>,
    /// The numbers of the words that were marked.
    found: Vec<usize>,
}

impl Marker {
    fn mark(&mut self, word: usize, range: Range<usize>) {
        self.ranges.push(range);
        if !self.found.contains(&word) {
            self.found.push(word);
        }
    }
}

/// The part of a token to mark for a word, if it matches: all of it, or the one character that was asked for.
fn matched(lookup: &Lookup<'_>, token: &Token<'_>, text: &str) -> Option<Range<usize>> {
    if !lookup.matches(token.text) {
        return None;
    }
    let first = text.get(token.range.clone()).and_then(|text| text.chars().next());
    match (lookup.word.form, token.kind, first) {
        (Form::Character, TokenKind::Pair, Some(first)) => {
            Some(token.range.start..token.range.start + first.len_utf8())
        }
        _ => Some(token.range.clone()),
    }
}

fn find(text: &str, part: &str) -> Option<Range<usize>> {
    text.find(part).map(|start| start..start + part.len())
}

/// Ranges in order; those that touch or overlap are made one.
fn marks(mut ranges: Vec<Range<usize>>) -> Vec<Mark> {
    sort_by_key(&mut ranges, |range| (range.start, range.end));
    let mut marks: Vec<Mark> = Vec::new();
    for range in ranges {
        let (start, end) = (range.start as u32, range.end as u32);
        match marks.last_mut().filter(|last| start <= last.end) {
            Some(last) => last.end = last.end.max(end),
            None => marks.push(Mark { start, end }),
        }
    }
    marks
}

/// A piece of a text around the first of those words that are not `found` elsewhere; `None` if there is none of them.
fn snippet(text: &str, words: &[&Lookup<'_>], found: &[usize]) -> Option<Snippet> {
    let mut tokens = Vec::new();
    let mut matches = Vec::new();
    let mut first = None;
    for_each_token(text, |token| {
        for (number, word) in words.iter().enumerate() {
            if let Some(range) = matched(word, &token, text) {
                if first.is_none() && !found.contains(&number) {
                    first = Some(range.clone());
                }
                matches.push(range);
            }
        }
        if token.kind != TokenKind::Joined {
            tokens.push(token.range);
        }
    });
    let piece = piece(text, &tokens, &first?);
    let inside = matches.into_iter().filter(|range| piece.start <= range.start && range.end <= piece.end);
    Some(cut_out(text, &piece, inside))
}

/// The range of text to show around a word: whole words, as many as there is room for.
fn piece(text: &str, tokens: &[Range<usize>], word: &Range<usize>) -> Range<usize> {
    let earliest = word.start.saturating_sub(SNIPPET_BEFORE);
    let start = tokens.iter().map(|token| token.start).find(|start| *start >= earliest).unwrap_or(word.start);
    let start = if earliest == 0 { 0 } else { start.min(word.start) };
    let last = start + SNIPPET_BYTES;
    if text.len() <= last {
        return start..text.len();
    }
    let end = tokens.iter().map(|token| token.end).take_while(|end| *end <= last).last().unwrap_or(word.end);
    start..end.max(word.end)
}

fn cut_out(text: &str, piece: &Range<usize>, inside: impl Iterator<Item = Range<usize>>) -> Snippet {
    let before = if piece.start > 0 { ELLIPSIS } else { "" };
    let after = if piece.end < text.len() { ELLIPSIS } else { "" };
    let shown = text.get(piece.clone()).unwrap_or_default();
    let moved = |at: usize| at - piece.start + before.len();
    let marks = marks(inside.map(|range| moved(range.start)..moved(range.end)).collect());
    Snippet { text: format!("{before}{shown}{after}"), marks }
}
