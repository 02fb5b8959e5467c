//! HTML in wikitext.

/// Longest tag that is looked at; `<ref name="…">` may be long.
const MAX_TAG_BYTES: usize = 240;
/// Tags that change how words look and not what they say.
const LOOKS: [&str; 30] = [
    "abbr",
    "b",
    "bdi",
    "big",
    "blockquote",
    "center",
    "cite",
    "code",
    "dfn",
    "div",
    "em",
    "font",
    "i",
    "includeonly",
    "ins",
    "nobr",
    "noinclude",
    "nowiki",
    "onlyinclude",
    "q",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "templatestyles",
    "tt",
    "u",
    "wbr",
];
const BREAKS: [&str; 7] = ["br", "dd", "dl", "hr", "li", "p", "ul"];
const STRUCK: [&str; 3] = ["del", "s", "strike"];

/// What a tag does to the words around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Nothing.
    Look,
    /// Parts them.
    Break,
    /// Crosses out those that follow.
    Struck,
    /// Begins a footnote.
    Reference,
    Unknown,
}

/// A tag at the beginning of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag {
    pub(super) meaning: Meaning,
    /// Bytes from `<` to `>`, both included.
    pub(super) len: usize,
}

impl Tag {
    /// The tag that a text begins with; `None` if its `<` is no tag's.
    pub(super) fn read(text: &str) -> Option<Self> {
        let inner = text.strip_prefix('<')?;
        let end = inner[..inner.floor_char_boundary(MAX_TAG_BYTES)].find(['<', '>'])?;
        let content = inner[..end].strip_suffix('/').unwrap_or(&inner[..end]);
        let closing = content.starts_with('/');
        let open = closing || content.len() < end;
        let name = content.trim_start_matches('/');
        let name_len = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let begins_well = name.starts_with(|c: char| c.is_ascii_alphabetic());
        let whole = inner[end..].starts_with('>') && begins_well;
        let meaning = Meaning::of(&name[..name_len].to_ascii_lowercase(), open);
        whole.then_some(Self { meaning, len: "<".len() + end + ">".len() })
    }
}

impl Meaning {
    /// `ends` if the tag is a closing one, or opens nothing (`<ref name="a" />`).
    fn of(name: &str, ends: bool) -> Self {
        match name {
            "ref" if !ends => Self::Reference,
            "ref" => Self::Look,
            name if STRUCK.contains(&name) => {
                if ends {
                    Self::Look
                } else {
                    Self::Struck
                }
            }
            name if LOOKS.contains(&name) => Self::Look,
            name if BREAKS.contains(&name) => Self::Break,
            _ => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_what_only_looks_like_one() {
        let read = |text: &'static str| Tag::read(text).map(|tag| (tag.meaning, &text[..tag.len]));
        assert_eq!(read("<sub>2"), Some((Meaning::Look, "<sub>")));
        assert_eq!(read("</SUB >2"), Some((Meaning::Look, "</SUB >")));
        assert_eq!(read("<br/>x"), Some((Meaning::Break, "<br/>")));
        assert_eq!(read("<ref name=\"a\">"), Some((Meaning::Reference, "<ref name=\"a\">")));
        assert_eq!(read("<ref name=a />"), Some((Meaning::Look, "<ref name=a />")));
        assert_eq!(read("</ref>"), Some((Meaning::Look, "</ref>")));
        assert_eq!(read("<s>x</s>"), Some((Meaning::Struck, "<s>")));
        assert_eq!(read("<gallery>"), Some((Meaning::Unknown, "<gallery>")));
        for text in ["< 5", "<3>", "<", "<b", "<a<b>", "<>", "</>"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
