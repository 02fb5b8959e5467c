//! What events are worth, and in which order they come.

use std::cmp::Reverse;
use std::ops::Range;
use std::rc::Rc;

use throughline::model::Event;
use throughline::protocol::{Filters, SearchRequest, Sort};
use throughline::search::language::Query;
use throughline::search::{PROXIMITY_WEIGHT, RECENCY_DAYS, RECENCY_WEIGHT};
use throughline::text::TokenKind;

use super::tree::Meaning;
use super::words::{Leniency, Sense};
use super::{Archive, Doc, words};

/// What a request comes to, but for the filters that require something.
pub(crate) struct Answer<'a> {
    pub(super) archive: &'a Archive,
    /// The numbers of the events that match the query and have nothing that the filters exclude.
    found: Vec<usize>,
    /// The words asked for.
    wanted: Vec<Rc<Sense>>,
}

impl Archive {
    /// Reads the query: first as it is, then with words mistyped that are not found, then with any mistyped.
    pub(crate) fn answer(&self, request: &SearchRequest) -> Answer<'_> {
        let query = Query::parse(&request.query, request.typing);
        let mut excluding = Filters::default();
        for facet in throughline::protocol::Facet::ALL {
            let excluded = request.filters.facet(facet).iter().filter(|choice| choice.exclude);
            excluding.facet_mut(facet).extend(excluded.cloned());
        }
        let excluding = self.meant_filters(&excluding);
        let read = |leniency| {
            let meaning = Meaning::new(self, &query.root, request.exact, leniency);
            let is_found =
                |number: &usize| (meaning.meets)(*number) && excluding.pass(&self.events[*number], &self.docs[*number]);
            let found = (0..self.events.len()).filter(is_found).collect();
            Answer { archive: self, found, wanted: meaning.wanted }
        };
        let finds = |answer: &Answer<'_>| !answer.found.is_empty();
        let lenient = || [Leniency::Unknown, Leniency::All].into_iter().map(read).find(finds);
        let plain = read(Leniency::None);
        if finds(&plain) { plain } else { lenient().unwrap_or(plain) }
    }
}

impl Answer<'_> {
    /// The events that match the query and filters, by number.
    pub(crate) fn matches(&self, filters: &Filters) -> Vec<usize> {
        let (archive, meant) = (self.archive, self.archive.meant_filters(filters));
        let passes = |number: &usize| meant.pass(&archive.events[*number], &archive.docs[*number]);
        self.found.iter().copied().filter(passes).collect()
    }

    /// The numbers of the events in the order asked for, best first, with their scores.
    pub(crate) fn ranked(&self, request: &SearchRequest) -> Vec<(usize, f32)> {
        let matches = self.matches(&request.filters);
        let is_scored = request.sort == Sort::Relevance && !self.wanted.is_empty();
        let scores = if is_scored { self.scores(request, &matches) } else { vec![0.0; matches.len()] };
        let mut ranked: Vec<_> = matches.into_iter().zip(scores).collect();
        let date = |number: usize| self.archive.events[number].date;
        // Sorting is stable, so events of a day stay in the order of the archive.
        match request.sort {
            Sort::Oldest => ranked.sort_by_key(|(number, _)| date(*number)),
            Sort::Newest => ranked.sort_by_key(|(number, _)| Reverse(date(*number))),
            Sort::Relevance => ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(date(b.0).cmp(&date(a.0)))),
        }
        ranked
    }

    fn scores(&self, request: &SearchRequest, matches: &[usize]) -> Vec<f32> {
        let events = &self.archive.events;
        let idf: Vec<f32> = self.wanted.iter().map(|word| idf(events.len(), word.found)).collect();
        let recency = if request.ageless { 0.0 } else { RECENCY_WEIGHT * idf.iter().sum::<f32>() };
        let newest = events.last().map_or(0, |event| event.date.day_number());
        let score = |number: &usize| {
            let doc = &self.archive.docs[*number];
            let closeness = self.wanted.iter().zip(&idf).map(|(word, idf)| idf * word.closeness(doc)).sum::<f32>();
            let age = (newest - events[*number].date.day_number()) as f32;
            closeness + self.nearness(doc, &idf) + recency / (1.0 + age / RECENCY_DAYS)
        };
        matches.iter().map(score).collect()
    }

    /// What it is worth that words that follow each other in the query are near each other.
    fn nearness(&self, doc: &Doc, idf: &[f32]) -> f32 {
        let positions: Vec<_> = self.wanted.iter().map(|word| word.weighed_positions(doc)).collect();
        let pairs = positions.windows(2).zip(idf.windows(2));
        let of_pair = |(places, idf): (&[Vec<usize>], &[f32])| {
            let gap = least_gap(&places[0], &places[1])?;
            Some(PROXIMITY_WEIGHT * idf[0].min(idf[1]) / (1.0 + gap as f32))
        };
        pairs.filter_map(of_pair).sum()
    }

    /// For every word asked for that may be a misspelling, what of.
    pub(crate) fn spellings(&self) -> Vec<Vec<String>> {
        let spellings = self.wanted.iter().map(|word| word.spellings(self.archive));
        spellings.filter(|spellings| !spellings.is_empty()).collect()
    }

    /// The parts of the headline of an event that words asked for cover.
    pub(crate) fn words_in_headline(&self, event: &Event) -> Vec<Range<usize>> {
        let mut ranges: Vec<Range<usize>> = Vec::new();
        for token in words(&event.headline) {
            let Some(term) = self.archive.numbers.get(&token.text) else { continue };
            let first = event.headline[token.range.clone()].chars().next().map_or(0, char::len_utf8);
            for word in self.wanted.iter().filter(|word| word.is_term(*term)) {
                let is_first = word.is_character && token.kind == TokenKind::Pair;
                let end = if is_first { token.range.start + first } else { token.range.end };
                ranges.push(token.range.start..end);
            }
        }
        ranges
    }
}

fn idf(events: usize, found: usize) -> f32 {
    let (events, found) = (events as f32, found as f32);
    (1.0 + (events - found + 0.5) / (found + 0.5)).ln()
}

/// The number of words between two, at least; one more where the second comes first.
fn least_gap(firsts: &[usize], seconds: &[usize]) -> Option<usize> {
    let gap = |first: usize, second: usize| if second > first { second - first - 1 } else { first - second };
    firsts.iter().flat_map(|first| seconds.iter().map(move |second| gap(*first, *second))).min()
}
