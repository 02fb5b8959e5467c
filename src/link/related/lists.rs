//! Many short lists in two allocations.

/// Lists of items, one after the other, by number.
#[derive(Debug)]
pub(super) struct Lists<T> {
    items: Vec<T>,
    /// Where each list ends.
    ends: Vec<u32>,
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Self { items: Vec::new(), ends: Vec::new() }
    }
}

impl<T> Lists<T> {
    /// Adds a list. What exceeds four thousand million items in all is left out.
    pub(super) fn push(&mut self, items: impl IntoIterator<Item = T>) {
        let room = u32::MAX as usize - self.items.len();
        self.items.extend(items.into_iter().take(room));
        self.ends.push(u32::try_from(self.items.len()).unwrap_or(u32::MAX));
    }

    /// A list; empty if there is none of that number.
    pub(super) fn get(&self, number: u32) -> &[T] {
        let number = number as usize;
        let start = number.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |&end| end as usize);
        let end = self.ends.get(number).map_or(start, |&end| end as usize);
        self.items.get(start..end).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_come_back_whole() {
        let mut lists = Lists::default();
        lists.push([]);
        lists.push([1, 2, 3]);
        lists.push([4]);
        assert_eq!([lists.get(0), lists.get(1), lists.get(2), lists.get(3)], [&[][..], &[1, 2, 3], &[4], &[]]);
    }
}
