//! Which bracket closes which.

/// The pairs of `{{ }}`, `[[ ]]` and `[address ]` in a line.
///
/// Found in one pass, so that a line of nothing but opening brackets costs no more than any other.
#[derive(Debug)]
pub(super) struct Brackets {
    /// Offsets of opening and closing brackets, ascending by the opening one.
    pairs: Vec<(usize, usize)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Template,
    Link,
    Address,
}

#[derive(Default)]
struct Matcher {
    open: Vec<(Kind, usize)>,
    templates: usize,
    /// The kinds of the open links and addresses alone, innermost last.
    links: Vec<Kind>,
    pairs: Vec<(usize, usize)>,
}

impl Brackets {
    pub(super) fn of(line: &str) -> Self {
        let mut matcher = Matcher::default();
        let mut at = 0;
        while let Some(found) = line[at..].find(['{', '}', '[', ']']) {
            at += found;
            at += matcher.step(&line[at..], at);
        }
        matcher.pairs.sort_unstable();
        Self { pairs: matcher.pairs }
    }

    /// The offset of the bracket that closes the one at an offset.
    pub(super) fn close_of(&self, open: usize) -> Option<usize> {
        let at = self.pairs.binary_search_by_key(&open, |pair| pair.0).ok()?;
        self.pairs.get(at).map(|pair| pair.1)
    }
}

impl Matcher {
    /// Takes the bracket that `rest`, at `offset`, begins with; its length in bytes.
    fn step(&mut self, rest: &str, offset: usize) -> usize {
        if rest.starts_with("{{") {
            self.open(Kind::Template, offset)
        } else if is_link_start(rest) {
            self.open(Kind::Link, offset)
        } else if rest.starts_with('[') && scheme_len(&rest[1..]).is_some() {
            self.open(Kind::Address, offset)
        } else if rest.starts_with("}}") && self.templates > 0 {
            self.close(Kind::Template, offset)
        } else if rest.starts_with("]]") && self.links.last() == Some(&Kind::Link) {
            self.close(Kind::Link, offset)
        } else if rest.starts_with(']') && self.links.last() == Some(&Kind::Address) {
            self.close(Kind::Address, offset)
        } else {
            1
        }
    }

    fn open(&mut self, kind: Kind, offset: usize) -> usize {
        self.open.push((kind, offset));
        match kind {
            Kind::Template => self.templates += 1,
            _ => self.links.push(kind),
        }
        kind.len()
    }

    /// Closes the innermost bracket of a kind, and gives up those within it that are still open.
    fn close(&mut self, kind: Kind, offset: usize) -> usize {
        while let Some((open, at)) = self.open.pop() {
            match open {
                Kind::Template => self.templates -= 1,
                _ => drop(self.links.pop()),
            }
            if open == kind {
                self.pairs.push((at, offset));
                break;
            }
        }
        kind.len()
    }
}

impl Kind {
    fn len(self) -> usize {
        match self {
            Self::Address => 1,
            _ => 2,
        }
    }
}

/// Whether a text begins with the brackets of a link. Of three, the first is a bracket of the text: `[[[sic]]]`.
pub(super) fn is_link_start(text: &str) -> bool {
    text.starts_with("[[") && !text.starts_with("[[[")
}

/// Longest name of a scheme that is looked for.
const MAX_SCHEME_BYTES: usize = 16;

/// The length of the scheme, with its colon, of an address that a text begins with: `https:`, or 0 for `//example.org`.
pub(super) fn scheme_len(text: &str) -> Option<usize> {
    if text.strip_prefix("//").is_some_and(|host| host.starts_with(char::is_alphanumeric)) {
        return Some(0);
    }
    let name =
        text.bytes().take(MAX_SCHEME_BYTES).take_while(|b| b.is_ascii_alphanumeric() || b"+-.".contains(b)).count();
    let begins_well = text.starts_with(|c: char| c.is_ascii_alphabetic());
    let goes_on =
        text[name..].strip_prefix(':').is_some_and(|rest| rest.starts_with(|c: char| !c.is_whitespace() && c != ']'));
    (begins_well && goes_on).then_some(name + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(line: &str) -> Vec<&str> {
        Brackets::of(line).pairs.iter().map(|(open, close)| &line[*open..*close]).collect()
    }

    #[test]
    fn nested_and_neighbouring_pairs() {
        assert_eq!(pairs("{{a|[[b]]}} [[c]] [x]"), ["{{a|[[b]]", "[[b", "[[c"]);
        assert_eq!(pairs("[https://a.org ([[B]])]"), ["[https://a.org ([[B]])", "[[B"]);
        assert_eq!(pairs("[https://a.org [[B]]]"), ["[https://a.org [[B]]", "[[B"]);
        assert_eq!(pairs("[[[sic]]] [[[[b]]]]"), ["[[sic", "[[b"]);
        assert_eq!(pairs("[sic] [...] [note: x] [//a.org b]"), ["[//a.org b"]);
    }

    #[test]
    fn what_is_never_closed_does_not_disturb_the_rest() {
        assert_eq!(pairs("{{a [[b]] ]] }}"), ["{{a [[b]] ]] ", "[[b"]);
        assert_eq!(pairs("[[a {{b ]]"), ["[[a {{b "]);
        assert_eq!(pairs("{{a [[b }} ]]"), ["{{a [[b "]);
        assert_eq!(pairs("{{ [[ [https://a.org"), [""; 0]);
    }
}
