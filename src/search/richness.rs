//! The events that have most of many words: those an article may report.

use crate::sorting::sort_by;

use super::bitset::BitSet;
use super::index::{Address, Index};
use super::language::{Form, Typed, Word, Words};
use super::lookup::{Leniency, Lookup};

/// A word that more than one in so many events have says nothing.
const COMMON_ONE_IN: usize = 8;
/// In archives of fewer events than this, no word is common.
const COMMON_MIN_EVENTS: usize = 16;
/// The fewest letters of a name that is looked for under other spellings.
const SPELT_OTHERWISE_FROM: usize = 5;
/// The most names that are: looking for one goes through much of the dictionary.
const MOST_SPELT_OTHERWISE: usize = 12;

impl Index {
    /// The number of events in whose texts a folded word stands as it is.
    pub fn events_with_word(&self, word: &str) -> u32 {
        let lists = self.segments.iter().filter_map(|numbered| {
            let segment = &numbered.segment;
            Some(segment.list(segment.find_word(word)?)?.len())
        });
        lists.sum()
    }

    /// The events that have most of some folded words, in their texts or names or in another form, by the weights of the words and
    /// how few events have each: best first, at most `most`. A word that is a name, and stands nowhere, is looked for as if it was misspelt.
    pub fn richest<'a>(&self, words: impl Iterator<Item = (&'a str, f32, bool)>, most: usize) -> Vec<Address> {
        let mut sums: Vec<Vec<f32>> = self.segments.iter().map(|numbered| vec![0.0; numbered.segment.len()]).collect();
        let mut spelt_otherwise = 0;
        for (text, weight, is_name) in words {
            let word = Word { text: text.to_owned(), form: Form::Whole, position: 0, range: Typed::default() };
            let word =
                Words { words: vec![word], is_phrase: false, is_exact: false, edits: None, spelling: Typed::default() };
            let Some(first) = word.words.first() else { continue };
            let mut lookup = Lookup::plain(self, &word, first);
            if lookup.events == 0
                && is_name
                && text.len() >= SPELT_OTHERWISE_FROM
                && spelt_otherwise < MOST_SPELT_OTHERWISE
            {
                spelt_otherwise += 1;
                lookup = lookup.lenient(self, &word, Leniency::Unknown);
            }
            self.add_weight(&lookup, weight, &mut sums);
        }
        best(&sums, most)
    }

    /// Adds the weight of a word to the events that have it.
    fn add_weight(&self, lookup: &Lookup<'_>, weight: f32, sums: &mut [Vec<f32>]) {
        let events = lookup.events as usize;
        if events == 0 || events > COMMON_MIN_EVENTS.max(self.len() / COMMON_ONE_IN) {
            return;
        }
        let weight = weight * (1.0 + self.len() as f32 / events as f32).ln();
        for ((found, numbered), sums) in lookup.found.iter().zip(&self.segments).zip(sums) {
            let segment = &numbered.segment;
            for doc in found.docs(segment, &BitSet::all(segment.len())).iter() {
                if let Some(sum) = sums.get_mut(doc as usize) {
                    *sum += weight;
                }
            }
        }
    }
}

/// The addresses of the greatest sums; of equal ones, the first.
fn best(sums: &[Vec<f32>], most: usize) -> Vec<Address> {
    let mut best: Vec<(f32, Address)> = Vec::new();
    let mut floor = 0.0;
    for (batch, sums) in (0..).zip(sums) {
        for (doc, sum) in (0..).zip(sums) {
            if *sum > floor {
                best.push((*sum, Address { batch, doc }));
            }
            if best.len() > 16 * most.max(1) {
                floor = keep(&mut best, most);
            }
        }
    }
    keep(&mut best, most);
    best.into_iter().map(|(_, address)| address).collect()
}

/// Keeps the greatest; returns the least of them.
fn keep(best: &mut Vec<(f32, Address)>, most: usize) -> f32 {
    sort_by(best, |a, b| b.0.total_cmp(&a.0));
    best.truncate(most);
    best.last().map_or(0.0, |last| last.0)
}
