//! Samples that are the same wherever they are taken: the benchmark of related events has this module, too.

/// A number that depends on an id in no recognisable way, and never changes (FNV-1a, then SplitMix64's finish, as FNV
/// leaves ids that differ in their last letter close together).
pub(crate) fn seeded(id: &str) -> u64 {
    let fnv = id
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let mixed = (fnv ^ (fnv >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
