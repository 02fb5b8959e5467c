//! Sets of small numbers, one bit each.

const BITS: usize = u64::BITS as usize;

/// A set of numbers below a bound: documents of a segment, or values of a facet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct BitSet {
    blocks: Vec<u64>,
}

impl BitSet {
    /// The empty set of numbers below `bound`.
    pub(crate) fn none(bound: usize) -> Self {
        Self { blocks: vec![0; bound.div_ceil(BITS)] }
    }

    /// The set of all numbers below `bound`.
    pub(crate) fn all(bound: usize) -> Self {
        let mut blocks = vec![u64::MAX; bound.div_ceil(BITS)];
        if let Some(last) = blocks.last_mut().filter(|_| !bound.is_multiple_of(BITS)) {
            *last = (1 << (bound % BITS)) - 1;
        }
        Self { blocks }
    }

    /// Adds a number; one that is not below the bound is ignored.
    pub(crate) fn insert(&mut self, number: u32) {
        if let Some(block) = self.blocks.get_mut(number as usize / BITS) {
            *block |= 1 << (number as usize % BITS);
        }
    }

    pub(crate) fn contains(&self, number: u32) -> bool {
        self.blocks.get(number as usize / BITS).is_some_and(|block| block >> (number as usize % BITS) & 1 == 1)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.blocks.iter().all(|block| *block == 0)
    }

    /// Whether all numbers below `bound` are in the set.
    pub(crate) fn is_all(&self, bound: usize) -> bool {
        self.count() as usize == bound
    }

    /// The number of numbers in the set.
    pub(crate) fn count(&self) -> u32 {
        self.blocks.iter().map(|block| block.count_ones()).sum()
    }

    /// Keeps what is in `other` too.
    pub(crate) fn intersect(&mut self, other: &Self) {
        for (block, theirs) in self.blocks.iter_mut().zip(&other.blocks) {
            *block &= theirs;
        }
    }

    /// Takes out what is in `other`.
    pub(crate) fn subtract(&mut self, other: &Self) {
        for (block, theirs) in self.blocks.iter_mut().zip(&other.blocks) {
            *block &= !theirs;
        }
    }

    /// The numbers in the set, ascending.
    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> {
        (0_u32..).step_by(BITS).zip(&self.blocks).flat_map(|(base, block)| {
            let mut rest = *block;
            std::iter::from_fn(move || {
                let bit = (rest != 0).then(|| rest.trailing_zeros())?;
                rest &= rest - 1;
                Some(base + bit)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn behaves_as_a_set() {
        for bound in [0, 1, 63, 64, 65, 200] {
            assert_eq!(BitSet::all(bound).count() as usize, bound);
            assert!(BitSet::none(bound).count() == 0);
        }
        let mut set = BitSet::none(130);
        for number in [0, 63, 64, 129, 5000] {
            set.insert(number);
        }
        assert_eq!(set.iter().collect::<Vec<_>>(), [0, 63, 64, 129]);
        assert!(set.contains(129) && !set.contains(128) && !set.contains(5000));
        let mut rest = BitSet::all(130);
        rest.subtract(&set);
        assert_eq!(rest.count(), 126);
        rest.intersect(&set);
        assert!(rest.count() == 0);
    }
}
