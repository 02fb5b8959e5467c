//! Markup reduced to its words.
//!
//! Headlines of the archive are plain but for what its makers left over of Wikipedia's markup: language variants
//! `-{zh-cn:…;zh-tw:…}-`, source links with their slashes turned into hyphens `[http:--… name]`, templates `{{…}}`
//! and brackets of wikilinks. Publishers' own pages may have links and escapes of Markdown.

use super::lines::link;

/// Words, and whether more than form was lost on the way to them.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Plain {
    pub(super) text: String,
    /// Something that a reader could have used (an address, another language's word) was left out.
    pub(super) reduced: bool,
}

/// A piece of markup at the beginning of a text.
struct Piece<'a> {
    /// What to read instead.
    words: String,
    reduced: bool,
    rest: &'a str,
}

/// How far the end of a piece of markup is looked for; the longest of the archive has 213 bytes.
const MAX_PIECE_BYTES: usize = 1024;
/// Which language's variant is taken, best first. One fixed order, so that a name comes out the same on every page.
const VARIANTS: [&str; 9] = ["zh-cn", "zh-hans", "zh-sg", "zh-my", "zh-hant", "zh-tw", "zh-hk", "zh-mo", "zh"];
/// Flags of a rule, `-{A|…}-`, that show its words; see MediaWiki's `ConverterRule`.
const SHOWING_FLAGS: [&str; 5] = ["A", "D", "N", "R", "S"];
/// Flags of a rule that only changes how other words, or the page's title, are converted.
const HIDING_FLAGS: [&str; 3] = ["H", "T", "-"];
/// Templates that speak to editors, not readers.
const EDITORS_TEMPLATES: [&str; 6] = ["cn", "fact", "citation needed", "dead link", "dead", "来源请求"];
const ENTITIES: [(&str, char); 6] =
    [("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\''), ("nbsp", '\u{A0}')];
/// How addresses begin that have hyphens for slashes and no brackets.
const BARE_ADDRESSES: [&str; 3] = ["http:--", "https:--", "url=http"];
/// What is left of the scheme of one that lost its beginning; a dash in a sentence looks the same.
const SCHEME_END: &str = ":--";
/// Letters of the last part of a host's name, at least: `.uk`. Fewer stand in `e.g.` and `U.S.`
const MIN_TOP_DOMAIN_LETTERS: usize = 2;
/// The longest name of a host that the domain name system knows (RFC 1035).
const MAX_HOST_BYTES: usize = 253;
const MAX_ENTITY_BYTES: usize = 12;
/// Brackets that are dropped if reducing what stood between them leaves nothing.
const EMPTY_BRACKETS: [&str; 4] = ["（）", "()", "（ ）", "( )"];

/// Reduces markup to its words and collapses white space.
pub(super) fn plain(text: &str) -> Plain {
    let mut words = String::with_capacity(text.len());
    let mut reduced = false;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some(piece) = piece(rest) {
            words.push_str(&piece.words);
            reduced |= piece.reduced;
            rest = piece.rest;
        } else {
            words.extend((!c.is_control() || c.is_whitespace()).then_some(c));
            rest = &rest[c.len_utf8()..];
        }
    }
    let words = if reduced { without_empty_brackets(&words) } else { words };
    Plain { text: collapse(&words), reduced }
}

/// Words with one space between them.
fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn without_empty_brackets(text: &str) -> String {
    EMPTY_BRACKETS.iter().fold(collapse(text), |text, brackets| text.replace(brackets, ""))
}

fn piece(text: &str) -> Option<Piece<'_>> {
    match text.as_bytes().first()? {
        b'\\' => escape(text),
        b'&' => entity(text),
        b'-' => variants(text),
        b'{' => template(text),
        b'!' => markdown_link(&text[1..]),
        b'[' => wiki_link(text).or_else(|| old_source(text)).or_else(|| markdown_link(text)),
        b'h' | b'u' | b':' => bare_address(text),
        b']' => Some(Piece { words: String::new(), reduced: false, rest: text.strip_prefix("]]")? }),
        _ => None,
    }
}

/// `\*`
fn escape(text: &str) -> Option<Piece<'_>> {
    let mark = text[1..].chars().next().filter(char::is_ascii_punctuation)?;
    Some(Piece { words: mark.into(), reduced: false, rest: &text[2..] })
}

/// `&amp;`, `&#39;`, `&#x27;`
fn entity(text: &str) -> Option<Piece<'_>> {
    let (name, rest) = between(text, "&", ";", MAX_ENTITY_BYTES)?;
    let number = name.strip_prefix('#').and_then(|number| match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16).ok(),
        None => number.parse().ok(),
    });
    let named = || ENTITIES.iter().find(|(known, _)| *known == name).map(|(_, c)| *c);
    let c = number.and_then(char::from_u32).or_else(named)?;
    Some(Piece { words: if c.is_control() { ' ' } else { c }.into(), reduced: false, rest })
}

/// `-{zh-cn:…; zh-tw:…}-`, `-{…}-`, both also with flags: `-{R|…}-`
fn variants(text: &str) -> Option<Piece<'_>> {
    let (inside, rest) = between(text, "-{", "}-", MAX_PIECE_BYTES)?;
    let (shown, inside) = without_flags(inside);
    if !shown {
        return Some(Piece { words: String::new(), reduced: !inside.is_empty(), rest });
    }
    let variants: Vec<(&str, &str)> =
        inside.split(';').filter_map(|variant| variant.split_once(':')).map(|(l, w)| (l.trim(), w.trim())).collect();
    let is_variant_list = variants.iter().any(|(language, _)| VARIANTS.contains(language));
    if !is_variant_list {
        return Some(Piece { words: inside.into(), reduced: false, rest });
    }
    let best = VARIANTS.iter().find_map(|wanted| variants.iter().find(|(l, words)| l == wanted && !words.is_empty()));
    let words = best.map_or("", |(_, words)| words);
    Some(Piece { words: words.into(), reduced: variants.iter().any(|(_, other)| *other != words), rest })
}

/// Whether a rule shows words, and the rule without its flags. Languages are flags too: `-{zh-cn;zh-sg|…}-`.
fn without_flags(rule: &str) -> (bool, &str) {
    let Some((flags, words)) = rule.split_once('|') else { return (true, rule) };
    let is_any = |known: &[&str]| flags.split(';').any(|flag| known.contains(&flag.trim()));
    let is_flag = |flag: &str| [&SHOWING_FLAGS[..], &HIDING_FLAGS, &VARIANTS].iter().any(|known| known.contains(&flag));
    if flags.split(';').all(|flag| is_flag(flag.trim())) { (!is_any(&HIDING_FLAGS), words) } else { (true, rule) }
}

/// `{{name|…}}`, also cut off. Templates that mean words are reduced to their name.
fn template(text: &str) -> Option<Piece<'_>> {
    let inside = text.strip_prefix("{{")?;
    let (body, rest) = match between(text, "{{", "}}", MAX_PIECE_BYTES) {
        Some(closed) => closed,
        None if inside.len() <= MAX_PIECE_BYTES => (inside, ""),
        None => ("", inside),
    };
    let name = body.split('|').next().unwrap_or_default().trim();
    let for_editors = EDITORS_TEMPLATES.contains(&name.to_lowercase().as_str());
    Some(Piece { words: if for_editors { String::new() } else { name.to_owned() }, reduced: true, rest })
}

/// `[[page|words]]`; also the first half of one that lost its end.
fn wiki_link(text: &str) -> Option<Piece<'_>> {
    let Some((inside, rest)) = between(text, "[[", "]]", MAX_PIECE_BYTES) else {
        return Some(Piece { words: String::new(), reduced: false, rest: text.strip_prefix("[[")? });
    };
    let (page, words) = inside.split_once('|').unwrap_or((inside, inside));
    Some(Piece { words: words.to_owned(), reduced: page != words, rest })
}

/// `[http:--example.org-page name]`, with slashes turned into hyphens or not, and the `date=…` of a template behind it.
fn old_source(text: &str) -> Option<Piece<'_>> {
    let inside = text.strip_prefix('[')?;
    let address = ["http:--", "https:--", "http://", "https://"].iter().any(|scheme| inside.starts_with(scheme));
    if !address || link(text, MAX_PIECE_BYTES).is_some_and(|link| !link.text.contains(']')) {
        return None;
    }
    let window = &inside[..inside.floor_char_boundary(MAX_PIECE_BYTES)];
    let (content, rest) = match window.find(']') {
        Some(end) => (&inside[..end], without_template_date(&inside[end + 1..])),
        None => (window, &inside[window.len()..]),
    };
    let name = content.split_once(char::is_whitespace).map_or("", |(_, name)| name);
    let name = if name.contains("http") { "" } else { name.trim() };
    Some(Piece { words: format!(" {name} "), reduced: true, rest })
}

/// An address with hyphens for slashes that lost its brackets, or even its beginning.
fn bare_address(text: &str) -> Option<Piece<'_>> {
    let whole = BARE_ADDRESSES.iter().any(|start| text.starts_with(start));
    let headless = || text.strip_prefix(SCHEME_END).is_some_and(begins_with_host);
    (whole || headless()).then(|| Piece { words: String::new(), reduced: true, rest: &text[address_end(text)..] })
}

fn address_end(text: &str) -> usize {
    text.find(|c: char| c.is_whitespace() || matches!(c, ']' | '）')).unwrap_or(text.len())
}

/// Whether a dot stands between letters as in the name of a host.
fn begins_with_host(text: &str) -> bool {
    let near = &text[..text.floor_char_boundary(MAX_HOST_BYTES)];
    let address = &near[..address_end(near)];
    address.match_indices('.').any(|(dot, _)| {
        let letters = address[dot + 1..].bytes().take_while(u8::is_ascii_alphabetic).count();
        letters >= MIN_TOP_DOMAIN_LETTERS && address[..dot].ends_with(|c: char| c.is_alphanumeric())
    })
}

/// What follows the `date=2018年5月` or `date=十一月 2017` of a dead-link template whose braces are gone.
fn without_template_date(text: &str) -> &str {
    let Some(date) = text.strip_prefix("date=") else { return text };
    let rest = date.trim_start_matches(char::is_alphanumeric);
    let year = rest.strip_prefix(' ').filter(|year| year.bytes().take_while(u8::is_ascii_digit).count() == 4);
    year.map_or(rest, |year| &year[4..])
}

/// `[words](address)`, also of an image.
fn markdown_link(text: &str) -> Option<Piece<'_>> {
    let link = link(text, MAX_PIECE_BYTES)?;
    Some(Piece { words: link.text.to_owned(), reduced: true, rest: link.rest })
}

/// What stands between `open`, with which the text begins, and `close`; and what follows.
fn between<'a>(text: &'a str, open: &str, close: &str, limit: usize) -> Option<(&'a str, &'a str)> {
    let inside = text.strip_prefix(open)?;
    let end = inside[..inside.floor_char_boundary(limit)].find(close)?;
    Some((&inside[..end], &inside[end + close.len()..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(text: &str) -> String {
        let plain = plain(text);
        assert!(!plain.reduced, "{text}");
        plain.text
    }

    fn reduced(text: &str) -> String {
        let plain = plain(text);
        assert!(plain.reduced, "{text}");
        plain.text
    }

    #[test]
    fn form_alone_is_no_loss() {
        assert_eq!(kept("  a \t b\u{3000}c\u{7}\n"), "a b c");
        assert_eq!(kept(r"a\_b \[c\] \d &lt;&nbsp;&#39;&#x27;&unknown; R&D"), r"a_b [c] \d < ''&unknown; R&D");
        assert_eq!(kept("公-{}-车 -{栗}- 7-1 a-{b"), "公车 栗 7-1 a-{b");
        assert_eq!(kept("[[冰点]]》 b]] [c] [[d"), "冰点》 b [c] d");
        assert_eq!(kept("-{zh-cn:朝鲜; zh-tw:朝鲜}-"), "朝鲜");
    }

    #[test]
    fn one_variant_is_taken_whatever_their_order() {
        assert_eq!(reduced("在-{zh-cn:朝鲜;zh-tw:北韓;}-境"), "在朝鲜境");
        assert_eq!(reduced("-{zh-tw:葉門; zh-hk:也門; zh-hans:也门;}-"), "也门");
        assert_eq!(reduced("-{zh-tw:甲; zh-cn:;}-"), "甲");
    }

    #[test]
    fn variants_without_a_region_are_known_wherever_they_stand() {
        assert_eq!(reduced("-{zh:甲;zh-hans:乙;zh-tw:丙;}-"), "乙");
        assert_eq!(reduced("-{fr:甲;zh-tw:乙}-"), "乙");
        assert_eq!(kept("-{zh:甲}--{比分:3}-"), "甲比分:3");
    }

    #[test]
    fn flags_of_rules_are_no_words() {
        assert_eq!(reduced("在-{R|zh-cn:甲;zh-tw:乙}-境-{ A ;zh-tw|zh-tw:丙;zh-cn:丁}-"), "在甲境丁");
        assert_eq!(reduced("甲-{H|zh-cn:乙;zh-tw:丙}--{T|丁}-"), "甲");
        assert_eq!(kept("-{R|栗}--{zh-hans;zh-cn|甲}--{|乙}--{X|丙}-"), "栗甲|乙X|丙");
    }

    #[test]
    fn only_what_names_a_host_is_the_rest_of_an_address() {
        for text in ["He said:--wait until", "So:--U.S. troops, e.g. :--3.5 ...:--.", "Then:--.net:--wait...what"] {
            assert_eq!(kept(text), text);
        }
        assert_eq!(reduced("a :--b.example-c.html d"), "a d");
    }

    #[test]
    fn old_sources_leave_their_names() {
        assert_eq!(reduced("甲。 [http:--a.org-b (BBC)] 乙"), "甲。 (BBC) 乙");
        assert_eq!(
            reduced("甲。[http:--a.org 丙]date=十一月 2017 [http:--b.org 丁]date=2018年5月 ，乙"),
            "甲。 丙 丁 ，乙"
        );
        assert_eq!(reduced("甲（[http:--a.org][https:--b.org]）。"), "甲。");
        assert_eq!(reduced("甲 [http:--a.org (url=https:--b.org )]"), "甲");
        assert_eq!(reduced("甲 [http:--a.org (新华"), "甲 (新华");
        assert_eq!(reduced("a [http://b.org c] d"), "a c d");
        assert_eq!(reduced("甲（en:--a.org-b 丙）乙 url=https:--c.org :--d.org-https:--c.org"), "甲（en 丙）乙");
    }

    #[test]
    fn templates_leave_their_names_unless_meant_for_editors() {
        assert_eq!(reduced("a{{cn}}"), "a");
        assert_eq!(reduced("a {{Dead link|date=b}} c"), "a c");
        assert_eq!(reduced("{{DPP}}籍"), "DPP籍");
        assert_eq!(reduced("a{{dead link "), "a");
    }

    #[test]
    fn links_leave_their_words() {
        assert_eq!(reduced("a [b *c*](http://d) ![e](f) [[g|h]]"), "a b *c* e h");
        assert_eq!(reduced("[http://a.org](http://a.org)"), "http://a.org");
    }

    #[test]
    fn plain_words_stay_as_they_are() {
        let text = "A+B = 50% (of C) – “d” e/f #1 @g 3*4 h_i";
        assert_eq!(kept(text), text);
    }

    #[test]
    fn hostile_markup_costs_no_square() {
        let start = std::time::Instant::now();
        for piece in ["[", "-{", "{{", "[[", "[http:--", "![a](", "&", "\\", "[a](", ":--", ":--a.", "-{R|"] {
            let _ = plain(&piece.repeat(20_000));
        }
        assert!(start.elapsed().as_secs() < 30, "the square of these lengths takes minutes");
    }
}
