//! How many events have each value of a facet.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use crate::protocol::{Count, Facet, FacetCounts, Filters};
use crate::sorting::sort_by;

use super::bitset::BitSet;
use super::index::{Address, Index, Numbered};
use super::matching::Found;
use super::values::Values;

impl Index {
    /// Counts the values of a facet among matches, as [`FacetCounts::values`] says; only those in segments of which nothing is
    /// missing, see [`Index::counted`].
    ///
    /// Cost: the values of all matches, and the values there are.
    pub fn facet_counts(&self, found: &Found<'_>, filters: &Filters, facet: Facet, limit: u32) -> FacetCounts {
        let mut counts = vec![0; self.values[facet as usize].len()];
        for (numbered, matches) in self.segments.iter().zip(&found.matches) {
            let docs = matches.whatever(facet);
            let Some(numbers) = numbered.numbers.as_ref().filter(|_| !docs.is_empty()) else { continue };
            let in_segment = count_in(numbered, facet, &docs);
            for (count, number) in in_segment.iter().zip(&numbers[facet as usize]) {
                counts[*number as usize] += count;
            }
        }
        let chosen = self.take_chosen(&mut counts, filters, facet);
        let (mut values, others) = most_frequent(&counts, &self.values[facet as usize], limit as usize);
        let distinct = others + chosen.len() as u32;
        values.extend(chosen);
        sort_by(&mut values, by_count);
        FacetCounts { facet, values, distinct }
    }

    /// The chosen values with their counts, which become 0.
    fn take_chosen(&self, counts: &mut [u32], filters: &Filters, facet: Facet) -> Vec<Count> {
        let choices = filters.facet(facet);
        let number =
            |choice| self.values[facet as usize].find(&self.name_of(facet, choice)).map(|number| number as usize);
        let mut different = Vec::new();
        for chosen in choices.iter().map(|choice| (&choice.value, number(choice))) {
            if !different.contains(&chosen) {
                different.push(chosen);
            }
        }
        let count_of = |number: Option<usize>| number.and_then(|number| counts.get(number)).copied().unwrap_or(0);
        let chosen =
            different.iter().map(|(value, number)| Count { value: (*value).clone(), count: count_of(*number) });
        let chosen = chosen.collect();
        for number in different.iter().filter_map(|(_, number)| *number) {
            counts[number] = 0;
        }
        chosen
    }

    /// Counts the values of a facet among some events: most frequent first, then by name; `limit` at most.
    pub fn count_values(&self, events: &[Address], facet: Facet, limit: usize) -> Vec<Count> {
        let mut counts = vec![0; self.values[facet as usize].len()];
        for address in events {
            let segment = self.segments.get(address.batch as usize);
            if let Some(numbered) = segment.filter(|numbered| numbered.numbers.is_some()) {
                numbered.column(facet).for_each_value(address.doc, |local| {
                    let number = numbered.number_of(facet, local);
                    number.and_then(|number| counts.get_mut(number as usize)).into_iter().for_each(|count| *count += 1);
                });
            }
        }
        most_frequent(&counts, &self.values[facet as usize], limit).0
    }
}

/// The number of documents of a set that have each value of a facet.
fn count_in(numbered: &Numbered, facet: Facet, docs: &BitSet) -> Vec<u32> {
    let segment = &numbered.segment;
    if docs.is_all(segment.len()) {
        let events = |value| segment.value_list(facet, value).map_or(0, |list| list.len());
        return (0..segment.value_count(facet)).map(events).collect();
    }
    let mut counts = vec![0; segment.value_count(facet) as usize];
    numbered.column(facet).count(docs, &mut counts);
    counts
}

/// The most frequent values, and the number of different ones.
fn most_frequent(counts: &[u32], values: &Values, limit: usize) -> (Vec<Count>, u32) {
    let mut present: Vec<_> = (0_u32..).zip(counts).filter(|(_, count)| **count > 0).collect();
    let distinct = present.len() as u32;
    let order = |a: &(u32, &u32), b: &(u32, &u32)| b.1.cmp(a.1).then_with(|| values.name(a.0).cmp(values.name(b.0)));
    let least = least_of_most(present.iter().map(|(_, count)| **count), limit);
    present.retain(|(_, count)| **count >= least);
    sort_by(&mut present, order);
    present.truncate(limit);
    let count = |(number, count): (u32, &u32)| Count { value: values.name(number).to_owned(), count: *count };
    (present.into_iter().map(count).collect(), distinct)
}

/// The least of the greatest counts, up to a number of them.
fn least_of_most(counts: impl Iterator<Item = u32>, most: usize) -> u32 {
    let mut heap = BinaryHeap::new();
    for count in counts {
        if heap.len() < most {
            heap.push(Reverse(count));
        } else if let Some(mut least) = heap.peek_mut()
            && count > least.0
        {
            *least = Reverse(count);
        }
    }
    heap.peek().map_or(0, |least| least.0)
}

fn by_count(a: &Count, b: &Count) -> Ordering {
    b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value))
}
