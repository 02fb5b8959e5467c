//! Which document has an id: by the hash of the id, so that nobody has to keep all ids.

use super::packing::{Fixed, Reader, fixed_width, write_fixed, write_varint};
use super::{Section, Segment};
use crate::model::Event;
use crate::sorting::sort_by;

/// The ids of a group: to find one, a group is read.
const GROUP_IDS: usize = 256;
pub(super) const HASH_BYTES: usize = 4;

/// FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo), 32 bits: quick to make, and a few ids with the same hash do no harm.
pub(super) fn hash(id: &str) -> u32 {
    id.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// Appends, in the order of hashes, the hash and the document of every id; and to the head the first hash of every group.
pub(super) fn write_ids(section: &mut Vec<u8>, head: &mut Vec<u8>, events: &[Event]) {
    let mut ids: Vec<(u32, u32)> = events.iter().map(|event| hash(&event.id)).zip(0..).collect();
    sort_by(&mut ids, Ord::cmp);
    let width = fixed_width(events.len() as u32);
    for (hash, doc) in &ids {
        write_fixed(section, *hash, HASH_BYTES);
        write_fixed(section, *doc, width);
    }
    write_varint(head, ids.len().div_ceil(GROUP_IDS) as u32);
    for group in ids.chunks(GROUP_IDS) {
        let first = group.first().map_or(0, |(hash, _)| *hash);
        write_fixed(head, first, HASH_BYTES);
    }
}

/// Reads what [`write_ids`] wrote into the head.
pub(super) fn read_groups(reader: &mut Reader<'_>) -> Option<Vec<u32>> {
    let groups = reader.varint()? as usize;
    let hashes = Fixed::new(reader.take(groups.checked_mul(HASH_BYTES)?)?, HASH_BYTES);
    Some((0..groups).map(|group| hashes.get(group)).collect())
}

impl Segment {
    /// The documents that may have an id: all that do, and hardly any other. None where ids are not kept.
    pub fn docs_with_id(&self, id: &str) -> Vec<u32> {
        let hash = hash(id);
        // Those with the hash may begin at the end of the group before the first that begins with it.
        let first = self.id_groups.partition_point(|least| *least < hash).saturating_sub(1);
        let end = self.id_groups.partition_point(|least| *least <= hash);
        let row = HASH_BYTES + fixed_width(self.len() as u32);
        let group_bytes = GROUP_IDS * row;
        let rows = self.within(Section::Ids, first * group_bytes..end.max(first) * group_bytes);
        let rows = self.pages.get(rows).unwrap_or_default().chunks_exact(row);
        let with_hash = rows.filter(|row| Fixed::new(row, HASH_BYTES).get(0) == hash);
        with_hash
            .map(|row| Fixed::new(row.get(HASH_BYTES..).unwrap_or_default(), row.len() - HASH_BYTES).get(0))
            .collect()
    }
}
