//! Quotation marks.

/// An opening quote and those that close it.
struct Pair {
    open: char,
    close: &'static [char],
}

/// English, German and Polish, French, reversed French, Scandinavian, Chinese and Japanese; and the one of keyboards.
const PAIRS: [Pair; 9] = [
    Pair { open: '"', close: &['"'] },
    Pair { open: '“', close: &['”'] },
    Pair { open: '„', close: &['“', '”'] },
    Pair { open: '«', close: &['»'] },
    Pair { open: '»', close: &['«'] },
    Pair { open: '”', close: &['”'] },
    Pair { open: '「', close: &['」'] },
    Pair { open: '『', close: &['』'] },
    Pair { open: '＂', close: &['＂'] },
];

/// Whether a character opens or closes a quotation.
pub(super) fn is_quote(c: char) -> bool {
    PAIRS.iter().any(|pair| pair.open == c || pair.close.contains(&c))
}

/// Finds the ends of quotations in one text, from left to right, in linear time.
#[derive(Default)]
pub(super) struct Quotes {
    /// The pairs that are closed nowhere in the rest of the text: no need to look again.
    unpaired: [bool; PAIRS.len()],
}

/// What stands in quotes.
pub(super) struct Quoted<'q> {
    /// The text between the quotes.
    pub(super) inside: &'q str,
    /// The bytes of the opening quote.
    pub(super) open_len: usize,
    /// The bytes of text and quotes.
    pub(super) len: usize,
    pub(super) is_closed: bool,
}

impl Quotes {
    /// Reads what stands in quotes at the beginning of `rest`. Only `"` may stay open, up to the end; and only a doubled
    /// `"` can stand for itself, where that is wanted.
    pub(super) fn read<'q>(&mut self, rest: &'q str, may_double: bool) -> Option<Quoted<'q>> {
        let first = rest.chars().next()?;
        let (pair, unpaired) = PAIRS.iter().zip(&mut self.unpaired).find(|(pair, _)| pair.open == first)?;
        let open_len = first.len_utf8();
        let text = rest.get(open_len..)?;
        let close = match first {
            _ if *unpaired => None,
            '"' if may_double => first_single(text),
            _ => text.find(pair.close),
        };
        *unpaired = close.is_none();
        let Some(end) = close else {
            return (first == '"').then_some(Quoted { inside: text, open_len, len: rest.len(), is_closed: false });
        };
        let close_len = text.get(end..)?.chars().next()?.len_utf8();
        Some(Quoted { inside: text.get(..end)?, open_len, len: open_len + end + close_len, is_closed: true })
    }
}

/// The first `"` that is not one of two.
fn first_single(text: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + text.get(from..)?.find('"')?;
        if !text.get(at + 1..)?.starts_with('"') {
            return Some(at);
        }
        from = at + 2;
    }
}
