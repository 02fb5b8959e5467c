//! A page without its comments, that still knows the line every byte came from.

use super::ledger::Ledger;
use crate::model::ProblemKind;

const COMMENT: (&str, &str) = ("<!--", "-->");
const NOWIKI: (&str, &str) = ("<nowiki>", "</nowiki>");
const BLANKS: [char; 2] = [' ', '\t'];

/// The text of a page as MediaWiki's parser sees it.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) text: String,
    /// Offsets in `text` from which a line number of the file holds, ascending.
    lines: Vec<(usize, u32)>,
}

impl Page {
    /// Takes comments out and makes the markup in `<nowiki>` harmless.
    ///
    /// A line that holds nothing but comments disappears with its line break: it does not end a list, as a blank line
    /// does.
    pub(super) fn new(source: &str, ledger: &mut Ledger) -> Self {
        let source = source.strip_prefix('\u{feff}').unwrap_or(source);
        let mut cleaner = Cleaner { source, at: 0, line: 1, blank: true, text: String::new(), lines: vec![(0, 1)] };
        cleaner.run(ledger);
        Self { text: cleaner.text, lines: cleaner.lines }
    }

    /// The line of the file, from 1, that an offset of the text came from.
    pub(super) fn line_at(&self, offset: usize) -> u32 {
        let after = self.lines.partition_point(|(start, _)| *start <= offset);
        self.lines.get(after.saturating_sub(1)).map_or(1, |(_, line)| *line)
    }
}

struct Cleaner<'a> {
    source: &'a str,
    at: usize,
    line: u32,
    /// Whether the line so far holds only blanks.
    blank: bool,
    text: String,
    lines: Vec<(usize, u32)>,
}

impl Cleaner<'_> {
    fn run(&mut self, ledger: &mut Ledger) {
        // A missing end is looked for once, not again at every beginning.
        let last_comment_end = self.source.rfind(COMMENT.1);
        let last_nowiki_end = self.source.rfind(NOWIKI.1);
        while let Some(found) = self.source[self.at..].find('<') {
            let start = self.at + found;
            self.copy_to(start);
            let rest = &self.source[start..];
            if rest.starts_with(COMMENT.0) {
                if last_comment_end.is_some_and(|end| end >= start + COMMENT.0.len()) {
                    self.drop_comment();
                } else {
                    self.drop_open_comment(ledger);
                }
            } else if rest.starts_with(NOWIKI.0) && last_nowiki_end.is_some_and(|end| end > start) {
                self.escape_nowiki();
            } else {
                self.copy_to(start + 1);
            }
        }
        self.copy_to(self.source.len());
    }

    fn copy_to(&mut self, end: usize) {
        let chunk = &self.source[self.at..end];
        for (offset, _) in chunk.match_indices('\n') {
            self.line += 1;
            self.lines.push((self.text.len() + offset + 1, self.line));
        }
        let tail = chunk.rsplit('\n').next().unwrap_or_default();
        self.blank = (self.blank || tail.len() < chunk.len()) && tail.trim_matches(BLANKS).is_empty();
        self.text.push_str(chunk);
        self.at = end;
    }

    /// Steps over a part of the source without copying it.
    fn skip_to(&mut self, end: usize) {
        let breaks = self.source[self.at..end].matches('\n').count();
        self.line = self.line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX));
        self.lines.push((self.text.len(), self.line));
        self.at = end;
    }

    fn drop_comment(&mut self) {
        let inside = self.at + COMMENT.0.len();
        let length = self.source[inside..].find(COMMENT.1).unwrap_or_default();
        let end = inside + length + COMMENT.1.len();
        let after = self.source[end..].trim_start_matches(BLANKS);
        let line_break = ["\n", "\r\n"].iter().find(|line_break| after.starts_with(**line_break));
        match line_break {
            Some(line_break) if self.blank => {
                self.text.truncate(self.text.trim_end_matches(BLANKS).len());
                let end = self.text.len();
                while self.lines.pop_if(|(start, _)| *start > end).is_some() {}
                self.skip_to(self.source.len() - after.len() + line_break.len());
            }
            _ => self.skip_to(end),
        }
    }

    /// MediaWiki hides all that follows; here the line ends there and the page goes on.
    fn drop_open_comment(&mut self, ledger: &mut Ledger) {
        let rest = self.source[self.at..].lines().next().unwrap_or_default();
        let message = "A comment is never closed: the rest of its line is left out.";
        ledger.left_out(self.line, ProblemKind::Syntax, message);
        self.skip_to(self.at + rest.len());
    }

    fn escape_nowiki(&mut self) {
        self.skip_to(self.at + NOWIKI.0.len());
        let length = self.source[self.at..].find(NOWIKI.1).unwrap_or_default();
        for c in self.source[self.at..self.at + length].chars() {
            // Line breaks become spaces, so that what is quoted stays in its bullet.
            match c {
                '\n' => self.text.push(' '),
                c if c.is_ascii_punctuation() && c != '&' && c != ';' => {
                    self.text.push_str(&format!("&#{};", u32::from(c)));
                }
                c => self.text.push(c),
            }
        }
        self.blank = false;
        self.skip_to(self.at + length + NOWIKI.1.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(source: &str) -> (Page, usize) {
        let mut ledger = Ledger::new("p");
        let page = Page::new(source, &mut ledger);
        (page, ledger.close().0.len())
    }

    #[test]
    fn comments_go_and_lines_of_comments_go_whole() {
        let (page, problems) = read("a\n <!-- one\n two --> <!-- three -->\nb<!-- four -->c\r\n<!---->\r\nd\n\ne");
        assert_eq!(page.text, "a\nbc\r\nd\n\ne");
        let line_of = |needle: &str| page.line_at(page.text.find(needle).unwrap());
        assert_eq!(["a", "b", "c", "d", "e"].map(line_of), [1, 4, 4, 6, 8]);
        assert_eq!(problems, 0);
    }

    #[test]
    fn an_open_comment_hides_its_line_only() {
        let (page, problems) = read("a <!-- b\nc <!-- d");
        assert_eq!((page.text.as_str(), problems), ("a \nc ", 2));
        assert_eq!(page.line_at(3), 2);
    }

    #[test]
    fn nowiki_keeps_its_words_without_their_force() {
        let (page, _) = read("<nowiki>''[x]\n&amp;''</nowiki>y<nowiki>z");
        assert_eq!(page.text, "&#39;&#39;&#91;x&#93; &amp;&#39;&#39;y<nowiki>z");
        assert_eq!(page.line_at(page.text.find('y').unwrap()), 2);
    }
}
