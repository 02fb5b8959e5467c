//! Searches of earlier visits, kept in this browser and nowhere else.

use leptos::prelude::*;

/// The key in the browser's local storage; a search a line, newest first.
const KEY: &str = "throughline-recent";
/// The most searches kept.
const MOST: usize = 8;
/// Longer ones are not kept, in bytes.
const MAX_BYTES: usize = 200;

/// The searches kept; none where the browser keeps nothing.
pub fn load() -> Vec<String> {
    let storage = window().local_storage().ok().flatten();
    let kept = storage.and_then(|storage| storage.get_item(KEY).ok().flatten()).unwrap_or_default();
    kept.lines().filter(|line| !line.trim().is_empty()).take(MOST).map(str::to_owned).collect()
}

/// The searches with one put first, each once.
pub fn with(searches: &[String], query: &str) -> Vec<String> {
    let query = query.split_whitespace().collect::<Vec<_>>().join(" ");
    if query.is_empty() || query.len() > MAX_BYTES {
        return searches.to_vec();
    }
    let others = searches.iter().filter(|other| **other != query).cloned();
    std::iter::once(query.clone()).chain(others).take(MOST).collect()
}

/// Keeps searches. Where the browser does not allow it, they last as long as the page.
pub fn keep(searches: &[String]) {
    let Some(storage) = window().local_storage().ok().flatten() else { return };
    let _ = if searches.is_empty() { storage.remove_item(KEY) } else { storage.set_item(KEY, &searches.join("\n")) };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_search_comes_first_and_once() {
        let searches: Vec<String> = ["a", "b c", "d"].map(str::to_owned).to_vec();
        assert_eq!(with(&searches, " b\n c "), ["b c", "a", "d"]);
        assert_eq!(with(&searches, "e")[..2], ["e", "a"]);
        assert_eq!(with(&searches, "  "), searches);
        assert_eq!(with(&searches, &"x".repeat(MAX_BYTES + 1)), searches);
        let many: Vec<String> = (0..MOST).map(|n| n.to_string()).collect();
        assert_eq!(with(&many, "new").len(), MOST);
    }
}
