//! Sets of small numbers, one bit each.

/// The numbers in a block.
pub(super) const BITS: usize = u64::BITS as usize;

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

    /// Whether any number from `first` to `last` may be in the set; cheap, and sure where the answer is no.
    #[inline]
    pub(super) fn may_touch(&self, first: u32, last: u32) -> bool {
        let range = first as usize / BITS..(last as usize / BITS + 1).min(self.blocks.len());
        self.blocks.get(range).is_some_and(|blocks| blocks.iter().any(|block| *block != 0))
    }

    /// Adds all of `other`.
    pub(crate) fn unite(&mut self, other: &Self) {
        for (block, theirs) in self.blocks.iter_mut().zip(&other.blocks) {
            *block |= theirs;
        }
    }

    /// Adds a number; one that is not below the bound is ignored.
    pub(crate) fn insert(&mut self, number: u32) {
        if let Some(block) = self.blocks.get_mut(number as usize / BITS) {
            *block |= 1 << (number as usize % BITS);
        }
    }

    /// Takes out a number.
    pub(super) fn remove(&mut self, number: u32) {
        if let Some(block) = self.blocks.get_mut(number as usize / BITS) {
            *block &= !(1 << (number as usize % BITS));
        }
    }

    /// No number of the set is as great.
    pub(super) fn bound(&self) -> usize {
        self.blocks.len() * BITS
    }

    /// The set, [`BITS`] numbers a block, lowest bits first.
    pub(super) fn blocks(&self) -> &[u64] {
        &self.blocks
    }

    #[inline]
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
    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> + Clone {
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

/// The place of each number of a set among them.
#[derive(Clone, Debug)]
pub(super) struct Ranks<'s> {
    set: &'s BitSet,
    /// For every block the numbers in the blocks before it.
    before: Vec<u32>,
}

impl<'s> Ranks<'s> {
    pub(super) fn new(set: &'s BitSet) -> Self {
        let mut sum = 0;
        let before = |block: &u64| {
            let before = sum;
            sum += block.count_ones();
            before
        };
        Self { set, before: set.blocks.iter().map(before).collect() }
    }

    pub(super) fn set(&self) -> &'s BitSet {
        self.set
    }

    /// How many numbers of the set are below this one of it; `None` if it is not in the set.
    #[inline]
    pub(super) fn get(&self, number: u32) -> Option<usize> {
        let (block, bit) = (number as usize / BITS, number as usize % BITS);
        let bits = self.set.blocks.get(block)?;
        let is_in = bits >> bit & 1 == 1;
        is_in.then(|| *self.before.get(block).unwrap_or(&0) as usize + (bits & ((1 << bit) - 1)).count_ones() as usize)
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
        let ranks = Ranks::new(&set);
        assert_eq!(
            [0, 1, 63, 64, 129, 5000].map(|number| ranks.get(number)),
            [Some(0), None, Some(1), Some(2), Some(3), None]
        );
        assert!(set.may_touch(65, 129) && !BitSet::none(130).may_touch(0, 129) && !set.may_touch(192, 400));
        let mut rest = BitSet::all(130);
        rest.subtract(&set);
        assert_eq!(rest.count(), 126);
        rest.intersect(&set);
        assert!(rest.count() == 0);
    }
}
