//! Lexemes to a tree, by recursive descent of bounded depth.

use std::ops::Range;

use super::ast::{Leaf, Node, Query, Term, Typed, Words};
use super::lexer::{Body, Lexeme, Lexer, Marks, Operand, divides_chunk};
use super::words::Reading;
use super::{MAX_DEPTH, MAX_QUERY_WORDS};

impl Query {
    /// Reads a query; see [`super`]. Never fails, and takes time linear in the length of the text.
    ///
    /// While `typing`, what the text ends with is unfinished, unless white space, a closing quote or a bracket ends it: the
    /// last word (of an open phrase, too) and the last value of a property then match as prefixes, if they are wanted at
    /// all (what is excluded must be whole), and a condition without a value does not yet ask anything.
    pub fn parse(text: &str, typing: bool) -> Self {
        let mut parser = Parser { lexer: Lexer::new(text, typing), left: MAX_QUERY_WORDS, brackets_ignored: 0 };
        Self { root: parser.group(0, true).unwrap_or(Node::All(Vec::new())) }
    }
}

struct Parser<'q> {
    lexer: Lexer<'q>,
    /// How many more words and conditions are taken.
    left: usize,
    /// Opening brackets that are too deep and whose closing brackets are still to come.
    brackets_ignored: usize,
}

/// What a pair of brackets holds, up to some point.
#[derive(Default)]
struct Group {
    /// What stands between the `OR`s before.
    alternatives: Vec<Node>,
    /// What came since the last `OR`.
    members: Vec<Node>,
    /// The next member is to be negated.
    negates: bool,
}

impl Group {
    fn end_alternative(&mut self) {
        self.alternatives.extend(Node::all(std::mem::take(&mut self.members)));
        self.negates = false;
    }

    /// Does what an operator says. A bracket that groups nothing is white space, which a minus does not negate.
    fn apply(&mut self, operator: &Lexeme<'_>) {
        match operator {
            Lexeme::Or => self.end_alternative(),
            Lexeme::Not => self.negates = !self.negates,
            _ => self.negates = false,
        }
    }

    /// Adds what was read, if anything, and tells whether it is new.
    fn add(&mut self, node: Option<Node>) -> bool {
        let negates = std::mem::take(&mut self.negates);
        let Some(node) = node.map(|node| if negates { node.negated() } else { node }) else { return true };
        let is_new = !self.members.contains(&node);
        if is_new {
            self.members.push(node);
        }
        is_new
    }

    fn end(mut self) -> Option<Node> {
        self.end_alternative();
        Node::any(self.alternatives)
    }
}

impl Parser<'_> {
    /// Reads up to the bracket that closes the group, or to the end. What is wanted may be a prefix while it is typed.
    fn group(&mut self, depth: usize, is_wanted: bool) -> Option<Node> {
        let mut group = Group::default();
        while let Some(lexeme) = self.lexer.next() {
            let left = self.left;
            let is_wanted = is_wanted != group.negates;
            let node = match lexeme {
                Lexeme::Open if depth < MAX_DEPTH => self.group(depth + 1, is_wanted),
                Lexeme::Operand(operand) => self.operand(operand, is_wanted),
                Lexeme::Close if depth > 0 && self.brackets_ignored == 0 => break,
                other => {
                    self.ignore_bracket(&other);
                    group.apply(&other);
                    continue;
                }
            };
            if !group.add(node) {
                // What is said again leaves room for other words.
                self.left = left;
            }
        }
        group.end()
    }

    /// Counts brackets that are too deep, so that those which close them close nothing else.
    fn ignore_bracket(&mut self, lexeme: &Lexeme<'_>) {
        match lexeme {
            Lexeme::Open => self.brackets_ignored += 1,
            Lexeme::Close => self.brackets_ignored = self.brackets_ignored.saturating_sub(1),
            _ => {}
        }
    }

    fn operand(&mut self, operand: Operand<'_>, is_wanted: bool) -> Option<Node> {
        let Operand { body, range, is_open } = operand;
        let is_open = is_open && is_wanted;
        let term = match body {
            Body::Chunk { text, start, marks } => return self.chunk(text, start, marks, is_open, &range),
            Body::Phrase { text, start, marks } => return self.phrase(text, start, marks, is_open, &range),
            Body::Is { value, is_starred: false, .. } if value.is_empty() => return None,
            Body::Is { property, value, is_starred } => {
                Term::Is { property, value: value.into_owned(), is_prefix: is_starred || is_open }
            }
            Body::Dated { bound, date } => Term::Dated { bound, date },
            Body::Begun => return None,
        };
        self.left = self.left.checked_sub(1)?;
        Some(leaf(term, &range))
    }

    /// Reads what was typed as one word: all of its parts, if a colon or a star divides it.
    fn chunk(&mut self, text: &str, start: usize, marks: Marks, is_open: bool, range: &Range<usize>) -> Option<Node> {
        let mut leaves = Vec::new();
        let mut end = 0;
        for part in text.split_inclusive(divides_chunk) {
            let start = start + end;
            end += part.len();
            let Some(mut reading) = self.read(part, start) else { break };
            // What stands behind a word is about the last of its parts.
            let is_last = end == text.len();
            let edits = marks.edits.filter(|_| is_last);
            let is_unfinished = is_open && marks.edits.is_none();
            if part.ends_with('*') || is_last && (marks.is_starred || is_unfinished) {
                reading.open_last();
            }
            let words = words(reading, part, start, Marks { edits, ..marks }, false);
            leaves.extend(words.map(|words| leaf(Term::Words(words), range)));
        }
        Node::all(leaves)
    }

    fn phrase(&mut self, text: &str, start: usize, marks: Marks, is_open: bool, range: &Range<usize>) -> Option<Node> {
        let mut reading = self.read(text, start)?;
        let after = text.get(reading.end..).unwrap_or_default();
        let has_star = after.split(char::is_whitespace).next().is_some_and(|after| after.contains('*'));
        let is_unfinished = is_open && !after.contains(char::is_whitespace);
        if marks.is_starred || has_star || is_unfinished {
            reading.open_last();
        }
        words(reading, text, start, marks, true).map(|words| leaf(Term::Words(words), range))
    }

    /// Reads as many words of a text as may still be taken; `None` if that is none at all.
    fn read(&mut self, text: &str, start: usize) -> Option<Reading> {
        let most = Some(self.left).filter(|left| *left > 0)?;
        let reading = Reading::new(text, start, most);
        self.left -= reading.words.len();
        Some(reading)
    }
}

fn words(reading: Reading, text: &str, start: usize, marks: Marks, is_phrase: bool) -> Option<Words> {
    let Marks { is_exact, edits, .. } = marks;
    let spelling = Typed(reading.spelling(text, start, is_phrase));
    let edits = edits.filter(|_| !is_exact);
    (!reading.words.is_empty()).then_some(Words { words: reading.words, is_phrase, is_exact, edits, spelling })
}

fn leaf(term: Term, range: &Range<usize>) -> Node {
    Node::Leaf(Leaf { term, range: Typed(range.clone()) })
}
