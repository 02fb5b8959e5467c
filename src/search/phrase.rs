//! Words that follow each other, and words that stand near each other: what positions are for.

use crate::sorting::sort_by;

use super::bitset::{BitSet, Ranks};
use super::lookup::FoundIn;
use super::segment::{List, Segment};

/// The places of a word: the rank of a document among some in the upper half, a position in the lower. Ascending.
pub(super) type Places = Vec<u64>;

fn place(rank: usize, position: u32) -> u64 {
    (rank as u64) << u32::BITS | u64::from(position)
}

/// The rank of the document of a place.
pub(super) fn rank(place: u64) -> usize {
    (place >> u32::BITS) as usize
}

/// Where a word stands in the texts of some documents, but for words that only begin with a short one. Cost: the blocks of its lists
/// that touch any of them.
pub(super) fn places(segment: &Segment, found: &FoundIn, ranks: &Ranks<'_>) -> Places {
    let mut lists = Vec::new();
    found.for_each_text_list(segment, |_, _, list| lists.push(list));
    places_in(&lists, ranks)
}

/// The same, with all words that begin with a short one.
fn all_places(segment: &Segment, found: &FoundIn, ranks: &Ranks<'_>) -> Places {
    let mut lists = Vec::new();
    found.for_each_text_list(segment, |_, _, list| lists.push(list));
    found.for_each_flat_list(segment, |list| lists.push(list));
    places_in(&lists, ranks)
}

fn places_in(lists: &[List<'_>], ranks: &Ranks<'_>) -> Places {
    let mut places = Vec::new();
    for list in lists {
        for block in list.placed_blocks().filter(|block| ranks.set().may_touch(block.span().0, block.span().1)) {
            block.for_each_positions(|doc, positions| {
                if let Some(rank) = ranks.get(doc) {
                    places.extend(positions.iter().map(|position| place(rank, *position)));
                }
            });
        }
    }
    if lists.len() > 1 {
        sort_by(&mut places, u64::cmp);
    }
    places
}

/// Those of some documents in whose texts words stand at given distances from the beginning of the phrase.
pub(super) fn docs(segment: &Segment, words: &[(&FoundIn, u32)], within: &BitSet) -> BitSet {
    let mut docs = BitSet::none(segment.len());
    if within.is_empty() {
        return docs;
    }
    let ranks = Ranks::new(within);
    let mut starts: Option<Places> = None;
    for (found, distance) in words {
        let mut word_starts = all_places(segment, found, &ranks);
        word_starts.retain_mut(|place| {
            let fits = *place as u32 >= *distance;
            *place = place.wrapping_sub(u64::from(*distance));
            fits
        });
        starts = Some(match starts {
            Some(starts) => common(&starts, &word_starts),
            None => word_starts,
        });
    }
    let mut found: Vec<usize> = starts.unwrap_or_default().into_iter().map(rank).collect();
    found.dedup();
    let mut found = found.into_iter().peekable();
    for (rank, doc) in within.iter().enumerate() {
        if found.next_if_eq(&rank).is_some() {
            docs.insert(doc);
        }
    }
    docs
}

/// What stands in both of two ascending lists.
fn common(a: &[u64], b: &[u64]) -> Vec<u64> {
    let mut b = b.iter().peekable();
    let is_in_b = |place: &&u64| {
        while b.next_if(|other| other < place).is_some() {}
        b.peek() == Some(place)
    };
    a.iter().filter(is_in_b).copied().collect()
}

/// Calls `visit` with the rank of every document that has both of two words, and how far the second is from the place right
/// behind the first, at least: 0 where it follows it, 1 where a word is between them or it comes right before.
pub(super) fn for_each_gap(first: &[u64], second: &[u64], mut visit: impl FnMut(usize, u32)) {
    let of_doc = |a: &u64, b: &u64| rank(*a) == rank(*b);
    let mut seconds = second.chunk_by(of_doc).peekable();
    for firsts in first.chunk_by(of_doc) {
        let Some(doc) = firsts.first().map(|place| rank(*place)) else { continue };
        let doc_of = |places: &&[u64]| places.first().map(|place| rank(*place));
        while seconds.next_if(|places| doc_of(places) < Some(doc)).is_some() {}
        if let Some(seconds) = seconds.next_if(|places| doc_of(places) == Some(doc)) {
            visit(doc, least_gap(firsts, seconds));
        }
    }
}

fn least_gap(firsts: &[u64], seconds: &[u64]) -> u32 {
    let mut least = u32::MAX;
    let mut seconds = seconds.iter().peekable();
    let mut before: Option<u64> = None;
    for first in firsts {
        while let Some(second) = seconds.next_if(|second| *second <= first) {
            before = Some(*second);
        }
        if let Some(second) = seconds.peek() {
            least = least.min((**second - first - 1) as u32);
        }
        if let Some(second) = before {
            least = least.min((first - second) as u32);
        }
    }
    least
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_the_least() {
        let places = |list: &[(usize, u32)]| list.iter().map(|(rank, at)| place(*rank, *at)).collect::<Vec<_>>();
        let gaps = |first: &[(usize, u32)], second: &[(usize, u32)]| {
            let mut gaps = Vec::new();
            for_each_gap(&places(first), &places(second), |rank, gap| gaps.push((rank, gap)));
            gaps
        };
        assert_eq!(gaps(&[(0, 3), (2, 0), (3, 9)], &[(0, 4), (1, 4), (3, 8)]), [(0, 0), (3, 1)]);
        assert_eq!(gaps(&[(0, 3), (0, 10)], &[(0, 1), (0, 13)]), [(0, 2)]);
        assert_eq!(gaps(&[(5, 3)], &[(5, 3)]), [(5, 0)], "the same word twice");
        assert_eq!(gaps(&[], &[(5, 3)]), []);
    }
}
