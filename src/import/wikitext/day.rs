//! The events of one day, from its lines.

use super::chars::is_space;
use super::inline::{self, Piece, words_of};
use super::ledger::{Ledger, quote};
use super::outline::Line;
use super::prose::Prose;
use crate::model::ProblemKind;

/// Most names that one story bullet may give to the events below it. Real ones give five at most; without a bound,
/// a long bullet above many short ones would multiply.
const MAX_NAMES_PER_STORY: usize = 16;
/// Longest name of a category, or of a story that is no link, in bytes: as long as a page's title may be.
/// Each event has a copy of both.
const MAX_NAME_BYTES: usize = 255;

/// An event without its date and id.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) line: u32,
    pub(super) category: Option<String>,
    pub(super) story: Vec<String>,
    pub(super) prose: Prose,
}

/// Reads lines and gathers events.
pub(super) struct DayReader<'a> {
    ledger: &'a mut Ledger,
    category: Option<String>,
    /// The bullets of the list that is being read.
    list: Vec<Bullet<'a>>,
    drafts: Vec<Draft>,
}

struct Bullet<'a> {
    line: u32,
    depth: usize,
    text: &'a str,
}

/// A story whose bullets are being read.
struct Story {
    line: u32,
    depth: usize,
    names: Vec<String>,
    has_events: bool,
}

impl<'a> DayReader<'a> {
    pub(super) fn new(ledger: &'a mut Ledger) -> Self {
        Self { ledger, category: None, list: Vec::new(), drafts: Vec::new() }
    }

    /// The number of events read so far. Ends a list.
    pub(super) fn events_so_far(&mut self) -> usize {
        self.end_list();
        self.drafts.len()
    }

    /// Notes that all events but the first few stand after the end of their day's template, which began at a line.
    pub(super) fn note_late_events(&mut self, line: u32, before: usize) {
        let line = self.drafts.get(before).map_or(line, |draft| draft.line);
        let message = "Events after the end of a day's template are read as that day's.";
        self.note(line, ProblemKind::Structure, message);
    }

    pub(super) fn line(&mut self, line: u32, text: &'a str) {
        match Line::of(text) {
            Line::Bullet { depth, text } => self.list.push(Bullet { line, depth, text }),
            Line::Blank => self.end_list(),
            Line::Heading { text, closed } => {
                self.end_list();
                self.heading(line, text, closed);
            }
            Line::Other(text) => {
                self.end_list();
                self.stray(line, text);
            }
        }
    }

    /// The events, when all lines have been read.
    pub(super) fn finish(mut self) -> Vec<Draft> {
        self.end_list();
        self.drafts
    }

    fn heading(&mut self, line: u32, text: &str, closed: bool) {
        let name = words_of(&inline::read(text, line, self.ledger).pieces);
        if name.is_empty() {
            self.note(line, ProblemKind::Structure, "A heading has no words: the events below it have no category.");
        } else if !closed {
            let message = format!("The bold of the heading {} is never closed.", quote(&name));
            self.note(line, ProblemKind::Syntax, message);
        }
        self.category = Some(self.cut(line, name)).filter(|name| !name.is_empty());
    }

    /// Text outside of any list. What it holds besides words has its own problems.
    fn stray(&mut self, line: u32, text: &str) {
        let read = inline::read(text, line, self.ledger);
        if read.cited || !words_of(&read.pieces).is_empty() {
            let message = format!("A line that is no bullet and no heading is left out: {}.", quote(text));
            self.left_out(line, ProblemKind::StrayText, message);
        }
    }

    fn end_list(&mut self) {
        let list = std::mem::take(&mut self.list);
        let mut stories: Vec<Story> = Vec::new();
        let mut previous_depth = 0;
        for (at, bullet) in list.iter().enumerate() {
            while let Some(story) = stories.pop_if(|story| story.depth >= bullet.depth) {
                self.end_story(&story);
            }
            if bullet.depth > previous_depth + 1 {
                self.note(bullet.line, ProblemKind::Structure, skipped_levels(previous_depth, bullet));
            }
            let has_bullets = list.get(at + 1).is_some_and(|next| next.depth > bullet.depth);
            self.bullet(bullet, has_bullets, &mut stories);
            previous_depth = bullet.depth;
        }
        stories.iter().rev().for_each(|story| self.end_story(story));
    }

    fn end_story(&mut self, story: &Story) {
        if !story.has_events {
            self.empty_story(story.line, &story.names.join(", "));
        }
    }

    fn bullet(&mut self, bullet: &Bullet<'_>, has_bullets: bool, stories: &mut Vec<Story>) {
        let read = inline::read(bullet.text, bullet.line, self.ledger);
        let words = words_of(&read.pieces);
        if words.trim_matches([':', ' ']).is_empty() {
            self.left_out(bullet.line, ProblemKind::MissingHeadline, wordless(read.cited));
        } else if !read.cited && has_bullets {
            let names = self.story_names(bullet.line, read.pieces, &words);
            stories.push(Story { line: bullet.line, depth: bullet.depth, names, has_events: false });
        } else if !read.cited && !has_prose(&read.pieces) {
            self.empty_story(bullet.line, &words);
        } else {
            self.event(bullet.line, read.pieces, stories);
        }
    }

    fn empty_story(&mut self, line: u32, names: &str) {
        let message = format!("The story {} has no events, and is left out.", quote(names));
        self.left_out(line, ProblemKind::Structure, message);
    }

    fn event(&mut self, line: u32, pieces: Vec<Piece>, stories: &mut [Story]) {
        let prose = Prose::of(pieces);
        if prose.headline.is_empty() {
            self.left_out(line, ProblemKind::MissingHeadline, wordless(true));
            return;
        }
        stories.iter_mut().for_each(|story| story.has_events = true);
        let story = stories.iter().flat_map(|story| story.names.iter().cloned()).collect();
        self.drafts.push(Draft { line, category: self.category.clone(), story, prose });
    }

    /// The pages that a story's bullet names; its words if it names none.
    fn story_names(&mut self, line: u32, pieces: Vec<Piece>, words: &str) -> Vec<String> {
        let mut names = Vec::new();
        let mut others = Vec::new();
        for piece in pieces {
            match piece {
                Piece::Link { page, .. } => names.push(page),
                Piece::Words(words) => others.push(words),
                Piece::Source(_) => {}
            }
        }
        if names.is_empty() {
            return vec![self.name_of_words(line, words)];
        }
        if let Some(others) = beside_links(&others) {
            let message = format!("Words beside the links of a story are left out: {}.", quote(&others));
            self.left_out(line, ProblemKind::StrayText, message);
        }
        if names.len() > MAX_NAMES_PER_STORY {
            let message =
                format!("A story has {} names; those after the first {MAX_NAMES_PER_STORY} are left out.", names.len());
            self.left_out(line, ProblemKind::Structure, message);
            names.truncate(MAX_NAMES_PER_STORY);
        }
        names
    }

    fn name_of_words(&mut self, line: u32, words: &str) -> String {
        let message = format!("A story is no link, and its words are its name: {}.", quote(words));
        self.note(line, ProblemKind::Structure, message);
        self.cut(line, words.trim_end_matches([':', ' ']).to_owned())
    }

    /// A name that is no longer than names may be.
    fn cut(&mut self, line: u32, mut name: String) -> String {
        if name.len() > MAX_NAME_BYTES {
            let message = format!("A name is longer than {MAX_NAME_BYTES} bytes, and is cut: {}.", quote(&name));
            self.left_out(line, ProblemKind::Structure, message);
            name.truncate(name.floor_char_boundary(MAX_NAME_BYTES));
            name.truncate(name.trim_end().len());
        }
        name
    }

    fn note(&mut self, line: u32, kind: ProblemKind, message: impl Into<String>) {
        self.ledger.note(line, kind, message);
    }

    fn left_out(&mut self, line: u32, kind: ProblemKind, message: impl Into<String>) {
        self.ledger.left_out(line, kind, message);
    }
}

/// Whether pieces are more than a list of links: `[[A]], [[B]]:` is none, `[[A]]: [[B]]` and `death of [[A]]` are prose.
fn has_prose(pieces: &[Piece]) -> bool {
    let last = pieces.len().saturating_sub(1);
    pieces.iter().enumerate().any(|(at, piece)| match piece {
        Piece::Words(words) if at == last => !words.trim_end().trim_end_matches([':', '.']).chars().all(joins_links),
        Piece::Words(words) => !words.chars().all(joins_links),
        Piece::Link { .. } | Piece::Source(_) => false,
    })
}

fn joins_links(c: char) -> bool {
    is_space(c) || [',', ';', '&', '/'].contains(&c)
}

/// The words that stand beside a story's links, without punctuation and “and”; `None` if there are none.
fn beside_links(parts: &[String]) -> Option<String> {
    let trimmed = parts.iter().map(|part| part.trim_matches(|c: char| !c.is_alphanumeric()));
    let words: Vec<_> = trimmed.filter(|part| !part.is_empty() && *part != "and").collect();
    (!words.is_empty()).then(|| words.join(" … "))
}

fn wordless(cited: bool) -> &'static str {
    if cited {
        "A bullet has a source and no words, and is left out."
    } else {
        "A bullet has no words, and is left out."
    }
}

fn skipped_levels(above: usize, bullet: &Bullet<'_>) -> String {
    let stars = "*".repeat(bullet.depth.min(9));
    match above {
        0 => format!("The list begins with {stars}: there is no bullet above {}.", quote(bullet.text)),
        above => format!(
            "{stars} stands below {}: a level is missing above {}.",
            "*".repeat(above.min(9)),
            quote(bullet.text)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Category, stories and headline of each event, and the lines and kinds of problems.
    fn read(text: &str) -> (Vec<String>, Vec<(u32, ProblemKind)>) {
        let mut ledger = Ledger::new("p");
        let mut reader = DayReader::new(&mut ledger);
        (1..).zip(text.lines()).for_each(|(number, line)| reader.line(number, line));
        let show = |draft: Draft| {
            let category = draft.category.unwrap_or_default();
            format!("{category}/{}/{}", draft.story.join("+"), draft.prose.headline)
        };
        let events = reader.finish().into_iter().map(show).collect();
        (events, ledger.close().0.into_iter().map(|problem| (problem.line.unwrap(), problem.kind)).collect())
    }

    #[test]
    fn stories_nest_and_may_name_several_pages() {
        let (events, problems) = read(
            "'''C'''\n*[[s]], [[T]]\n**[[u]]:\n***a. [http://a.org (A)]\n**b. [http://b.org (B)]\n*c. [http://c.org (C)]\n\
             **d. [http://d.org (D)]\n**[[E]]: [[F]]\n;\n*g without a source",
        );
        assert_eq!(events, ["C/S+T+U/a.", "C/S+T/b.", "C//c.", "C//d.", "C//E: F", "//g without a source"]);
        assert_eq!(problems, [(9, ProblemKind::Structure)]);
    }

    #[test]
    fn lists_end_at_blanks_and_headings() {
        let (events, problems) = read("*[[S]]\n**a\n\n**b\n***c\n'''C'''\n**[[T]]\n****d");
        assert_eq!(events, ["/S/a", "/b/c", "C/T/d"]);
        // A list without its top, a story that is no link, and again a list without its top and a level skipped.
        assert_eq!(problems, [4, 4, 7, 8].map(|line| (line, ProblemKind::Structure)));
    }

    #[test]
    fn what_is_no_event_has_a_problem() {
        use ProblemKind::{MissingHeadline, StrayText, Structure, Syntax};
        let (events, problems) = read(
            "*\n*[[S]]\n*[[S]]\n**[[T]]\n*[http://a.org (A)]\nStray words.\n'''Open\n*Aftermath of [[U]] and [[V]]\n**a",
        );
        assert_eq!(events, ["Open/U+V/a"]);
        let expected = [
            (1, MissingHeadline),
            (2, Structure),
            (3, Structure),
            (4, Structure),
            (5, MissingHeadline),
            (6, StrayText),
            (7, Syntax),
            (8, StrayText),
        ];
        assert_eq!(problems, expected);
    }

    #[test]
    fn names_are_few_and_short() {
        let links: Vec<_> = (0..40).map(|n| format!("[[P{n}]]")).collect();
        let long = "x".repeat(300);
        let (events, problems) = read(&format!("*{}\n**a\n*{long}\n**b\n'''{long}'''\n*c", links.join(", ")));
        assert_eq!(events[0].matches('+').count() + 1, MAX_NAMES_PER_STORY);
        assert_eq!(events[1].len(), "//b".len() + MAX_NAME_BYTES);
        assert_eq!(events[2].len(), "//c".len() + MAX_NAME_BYTES);
        assert_eq!(problems.len(), 4);
    }
}
