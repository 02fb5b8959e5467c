//! Stories named in front of headlines: `Story name: something happens`.

use std::collections::{HashMap, HashSet};

/// Headings longer than this are not looked for in front of a headline.
const MAX_STORY_BYTES: usize = 256;

/// What is known of an archive's stories.
#[derive(Debug, Default)]
pub(super) struct Stories {
    /// Names that stand in headings.
    known: HashSet<String>,
    /// Words that stand before a colon in two headlines or more.
    repeated: HashSet<String>,
}

/// The beginning of a headline as far as a colon, and the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Prefix<'a> {
    pub(super) name: &'a str,
    pub(super) headline: &'a str,
    /// The archive's own form `Story name:Headline`. A writer who names a speaker sets a space behind the colon. The
    /// full-width colon of Chinese never has one, so that its absence tells nothing.
    glued: bool,
}

impl Stories {
    pub(super) fn new(known: HashSet<String>) -> Self {
        Self { known, repeated: HashSet::new() }
    }

    /// Learns which words different headlines begin with. Linear in their length.
    pub(super) fn compare<'a>(&mut self, headlines: impl Iterator<Item = &'a str>) {
        let mut first = HashMap::new();
        for headline in headlines {
            for name in prefixes(headline).map(|prefix| prefix.name) {
                if *first.entry(name).or_insert(headline) != headline && !self.repeated.contains(name) {
                    self.repeated.insert(name.to_owned());
                }
            }
        }
    }

    /// Whether a prefix is the name of a story, for an event without one that is about `entities`.
    ///
    /// An entity in front of a colon may as well be speaking (`Angela Merkel: no talks`), and is left there in case of
    /// doubt.
    pub(super) fn names(&self, prefix: Prefix<'_>, entities: &HashSet<String>) -> bool {
        let set_apart = prefix.glued || self.repeated.contains(prefix.name);
        self.known.contains(prefix.name) || (set_apart && entities.contains(prefix.name))
    }
}

/// Every way to divide a headline at a colon, both parts holding words, the shortest prefix first.
pub(super) fn prefixes(headline: &str) -> impl Iterator<Item = Prefix<'_>> {
    let near = headline.char_indices().take_while(|(at, _)| *at <= MAX_STORY_BYTES);
    let colons = near.filter(|(_, c)| matches!(c, ':' | '：'));
    let divided = colons.map(|(at, colon)| {
        let rest = &headline[at + colon.len_utf8()..];
        let glued = colon == ':' && !rest.starts_with(char::is_whitespace);
        Prefix { name: headline[..at].trim(), headline: rest.trim(), glued }
    });
    divided.filter(|prefix| !prefix.name.is_empty() && !prefix.headline.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named<'a>(headlines: &[&'a str], headline: &'a str) -> Option<&'a str> {
        let mut stories = Stories::new(HashSet::from(["Known story".to_owned()]));
        stories.compare(headlines.iter().copied());
        let entities = HashSet::from(["Unrest".to_owned(), "动荡".to_owned()]);
        prefixes(headline).find(|prefix| stories.names(*prefix, &entities)).map(|prefix| prefix.name)
    }

    #[test]
    fn headings_name_stories() {
        assert_eq!(named(&[], "Known story: a shot is fired"), Some("Known story"));
        assert_eq!(named(&[], "Known story："), None);
    }

    #[test]
    fn an_entity_glued_to_its_headline_is_a_story() {
        assert_eq!(named(&[], "Unrest:A shot is fired"), Some("Unrest"));
        assert_eq!(named(&[], "Unrest: a shot is fired"), None);
        assert_eq!(named(&[], "动荡：枪声响起"), None);
        assert_eq!(named(&[], "The Times:A shot is fired"), None);
    }

    #[test]
    fn an_entity_in_front_of_several_headlines_is_a_story() {
        let (one, two, chinese) = ("Unrest: a shot is fired", "Unrest: peace returns", ["动荡：枪", "动荡：和平"]);
        assert_eq!(named(&[one, two], one), Some("Unrest"));
        assert_eq!(named(&[one, one], one), None);
        assert_eq!(named(&chinese, chinese[0]), Some("动荡"));
        assert_eq!(named(&["The Times: a", "The Times: b"], "The Times: a"), None);
    }

    #[test]
    fn the_shortest_prefix_comes_first() {
        let names: Vec<_> = prefixes("War: part 2: the end: ").map(|prefix| prefix.name).collect();
        assert_eq!(names, ["War", "War: part 2"]);
        assert_eq!(prefixes(&format!("{}: a", "b".repeat(MAX_STORY_BYTES + 1))).count(), 0);
    }
}
