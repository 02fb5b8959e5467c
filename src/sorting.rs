//! Sorting in little code.
//!
//! The standard library compiles its sorts anew for every type and order: fast, and several thousand bytes each, a tenth of
//! the engine's WebAssembly when this was written. Here one merge sort of numbers, compiled once, does for all of them what
//! is not in a hurry.

use std::cmp::Ordering;

/// Sorts items; equal ones keep their order. Cost: about n log n comparisons, each behind a pointer, and eight bytes an item.
pub fn sort_by<T>(items: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    let mut is_after = |a: u32, b: u32| match (items.get(a as usize), items.get(b as usize)) {
        (Some(a), Some(b)) => compare(a, b) == Ordering::Greater,
        _ => false,
    };
    let mut sources = in_order(items.len(), &mut is_after);
    for start in 0..items.len() {
        // Items that change places in a ring: each takes the place before it.
        let mut place = start;
        while let Some(source) = sources.get_mut(place).map(|source| std::mem::replace(source, place as u32) as usize) {
            if source == start {
                break;
            }
            items.swap(place, source);
            place = source;
        }
    }
}

/// As [`sort_by`], by a key.
pub fn sort_by_key<T, K: Ord>(items: &mut [T], mut key: impl FnMut(&T) -> K) {
    sort_by(items, |a, b| key(a).cmp(&key(b)));
}

/// The numbers below `len` in an order: a merge sort from the bottom up.
fn in_order(len: usize, is_after: &mut dyn FnMut(u32, u32) -> bool) -> Vec<u32> {
    let mut sorted: Vec<u32> = (0..len as u32).collect();
    let mut merged = Vec::with_capacity(len);
    let mut width = 1;
    while width < len {
        merged.clear();
        for pair in sorted.chunks(2 * width) {
            let (left, right) = pair.split_at(width.min(pair.len()));
            merge(left, right, &mut merged, is_after);
        }
        std::mem::swap(&mut sorted, &mut merged);
        width *= 2;
    }
    sorted
}

fn merge(mut left: &[u32], mut right: &[u32], merged: &mut Vec<u32>, is_after: &mut dyn FnMut(u32, u32) -> bool) {
    while let (Some((a, after_a)), Some((b, after_b))) = (left.split_first(), right.split_first()) {
        if is_after(*a, *b) {
            merged.push(*b);
            right = after_b;
        } else {
            merged.push(*a);
            left = after_a;
        }
    }
    merged.extend_from_slice(left);
    merged.extend_from_slice(right);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn sorts_as_the_standard_library_does(items in proptest::collection::vec((0_u8..9, any::<u16>()), 0..200)) {
            let (mut ours, mut theirs) = (items.clone(), items);
            sort_by_key(&mut ours, |item| item.0);
            theirs.sort_by_key(|item| item.0);
            prop_assert_eq!(&ours, &theirs, "equal ones in their order");
            sort_by(&mut ours, |a, b| b.cmp(a));
            theirs.sort_by(|a, b| b.cmp(a));
            prop_assert_eq!(ours, theirs);
        }
    }
}
