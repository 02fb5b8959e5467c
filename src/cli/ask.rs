//! `throughline search`, `suggest`, `related`, `entity`, `event` and `day`: one question, or one for each line of a file.

use anyhow::bail;

use super::answer::Answer;
use super::shown::Paint;
use super::terminal::Terminal;
use super::{Outcome, args, batch, library, page};
use crate::protocol::{Choice, Direction, Facet, RelatedRequest, Reply, Request, SearchRequest, SuggestRequest};

/// The most values of each facet in the answer to a search.
const FACET_LIMIT: u32 = 20;

/// A command that asks the engine.
pub(super) trait Question {
    /// The words on the command line; none with `--batch`.
    fn words(&self) -> Option<&str>;
    /// What to ask for these words, or a sentence that says why that cannot be asked.
    fn request(&self, words: &str) -> Result<Request, String>;
    /// A sentence for when nothing is found for these words.
    fn missing(&self, words: &str) -> String;
    /// The answer for people.
    fn page(&self, reply: &Reply, paint: Paint) -> String {
        page::of(reply, paint)
    }
}

/// Answers a question, or those of a file.
pub(super) fn run(question: &impl Question, input: &args::Input, terminal: &mut Terminal) -> anyhow::Result<Outcome> {
    if let Some(file) = &input.batch {
        return batch::run(question, file, &input.dir, terminal);
    }
    let Some(words) = question.words() else { bail!("nothing was asked") };
    let request = question.request(words).map_err(anyhow::Error::msg)?;
    answer(question, words, &request, input, terminal)
}

/// Answers one question.
pub(super) fn answer(
    question: &impl Question,
    words: &str,
    request: &Request,
    input: &args::Input,
    terminal: &mut Terminal,
) -> anyhow::Result<Outcome> {
    let reply = library::open(&input.dir, terminal)?.handle(request);
    let answer = Answer::new(words, &reply, |words| question.missing(words));
    let outcome = answer.outcome();
    if input.json {
        terminal.print_json(&answer)?;
    }
    match answer {
        Answer::Error { error } => terminal.error(&error),
        _ if input.json => {}
        _ => terminal.print(&question.page(&reply, terminal.paint()))?,
    }
    Ok(outcome)
}

impl Question for args::Search {
    fn words(&self) -> Option<&str> {
        self.query.as_deref()
    }

    fn request(&self, words: &str) -> Result<Request, String> {
        let mut request = SearchRequest {
            query: words.to_owned(),
            sort: self.sort.sort(),
            limit: self.limit,
            facet_limit: FACET_LIMIT,
            exact: self.exact,
            ageless: self.ageless,
            ..SearchRequest::default()
        };
        request.filters.after = self.after;
        request.filters.before = self.before;
        let given = [&self.category, &self.story, &self.entity, &self.source];
        for (facet, values) in Facet::ALL.into_iter().zip(given) {
            *request.filters.facet_mut(facet) = values.iter().map(|value| choice(value)).collect();
        }
        Ok(Request::Search(request))
    }

    fn missing(&self, words: &str) -> String {
        format!("nothing is found for “{words}”")
    }
}

/// A value, or with “-” before it one to leave out.
fn choice(value: &str) -> Choice {
    match value.strip_prefix('-') {
        Some(value) => Choice { value: value.to_owned(), exclude: true },
        None => Choice { value: value.to_owned(), exclude: false },
    }
}

impl Question for args::Suggest {
    fn words(&self) -> Option<&str> {
        self.text.as_deref()
    }

    fn request(&self, words: &str) -> Result<Request, String> {
        Ok(Request::Suggest(SuggestRequest { text: words.to_owned(), limit: self.limit }))
    }

    fn missing(&self, words: &str) -> String {
        format!("no name has “{words}” in it")
    }
}

impl Question for args::Related {
    fn words(&self) -> Option<&str> {
        self.id.as_deref()
    }

    fn request(&self, words: &str) -> Result<Request, String> {
        let direction = match (self.earlier, self.later) {
            (true, _) => Direction::Earlier,
            (_, true) => Direction::Later,
            _ => Direction::Both,
        };
        Ok(Request::Related(RelatedRequest {
            id: words.to_owned(),
            limit: self.limit,
            hide_stories: self.hide_stories,
            parts: self.parts,
            require: self.require.clone(),
            without: self.without.clone(),
            ignore_words: self.no_words,
            ignore_time: self.no_time,
            direction,
        }))
    }

    fn missing(&self, words: &str) -> String {
        no_event(words)
    }

    fn page(&self, reply: &Reply, paint: Paint) -> String {
        // That nothing is listed says nothing about the event.
        if self.limit == 0 { String::new() } else { page::of(reply, paint) }
    }
}

impl Question for args::Entity {
    fn words(&self) -> Option<&str> {
        self.name.as_deref()
    }

    fn request(&self, words: &str) -> Result<Request, String> {
        Ok(Request::Entity { name: words.to_owned() })
    }

    fn missing(&self, words: &str) -> String {
        format!("no entity is called “{words}”")
    }
}

impl Question for args::Event {
    fn words(&self) -> Option<&str> {
        self.id.as_deref()
    }

    fn request(&self, words: &str) -> Result<Request, String> {
        Ok(Request::Event { id: words.to_owned() })
    }

    fn missing(&self, words: &str) -> String {
        no_event(words)
    }
}

impl Question for args::Day {
    fn words(&self) -> Option<&str> {
        self.date.as_deref()
    }

    fn request(&self, words: &str) -> Result<Request, String> {
        let date = words.parse().map_err(|error: crate::model::DateError| error.to_string())?;
        Ok(Request::Day { date })
    }

    fn missing(&self, words: &str) -> String {
        format!("nothing is known of {words}")
    }
}

fn no_event(id: &str) -> String {
    format!("no event has the id “{id}”")
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::cli::args::{Arguments, Command};
    use crate::protocol::{Filters, Sort};

    fn parsed(arguments: &[&str]) -> Command {
        Arguments::try_parse_from([&["throughline"], arguments].concat()).unwrap().command
    }

    fn request(arguments: &[&str]) -> Result<Request, String> {
        let ask = |question: &dyn Question| question.request(question.words().unwrap());
        match &parsed(arguments) {
            Command::Search(question) => ask(question),
            Command::Suggest(question) => ask(question),
            Command::Related(question) => ask(question),
            Command::Entity(question) => ask(question),
            Command::Event(question) => ask(question),
            Command::Day(question) => ask(question),
            other => panic!("{other:?} asks nothing"),
        }
    }

    #[test]
    fn searches_carry_their_filters() {
        let given = request(&[
            "search",
            "dir",
            "-a word*",
            "--category",
            "Sport",
            "--entity",
            "-Russia",
            "--entity=Syria",
            "--source",
            "AP",
            "--story",
            "-War",
            "--after",
            "2016",
            "--before",
            "2016-12",
            "--sort",
            "oldest",
            "--limit",
            "3",
            "--exact",
            "--ageless",
        ]);
        let yes = |value: &str| Choice { value: value.to_owned(), exclude: false };
        let no = |value: &str| Choice { value: value.to_owned(), exclude: true };
        let filters = Filters {
            category: vec![yes("Sport")],
            story: vec![no("War")],
            entity: vec![no("Russia"), yes("Syria")],
            source: vec![yes("AP")],
            after: "2016-01-01".parse().ok(),
            before: "2016-12-01".parse().ok(),
        };
        let query = "-a word*".to_owned();
        let expected = SearchRequest {
            query,
            filters,
            sort: Sort::Oldest,
            limit: 3,
            facet_limit: FACET_LIMIT,
            exact: true,
            ageless: true,
            ..SearchRequest::default()
        };
        assert_eq!(given, Ok(Request::Search(expected)));
    }

    #[test]
    fn options_are_options_before_and_after_words_with_a_hyphen() {
        for arguments in [["search", "dir", "--json", "-syria"], ["search", "dir", "-syria", "--json"]] {
            let Command::Search(search) = parsed(&arguments) else { panic!("no search") };
            assert_eq!((search.query.as_deref(), search.input.json), (Some("-syria"), true));
        }
    }

    #[test]
    fn misspelt_options_are_neither_words_nor_values() {
        let refused = |arguments: &[&str]| {
            let error = Arguments::try_parse_from([&["throughline"], arguments].concat()).unwrap_err();
            assert_eq!(error.exit_code(), 2, "{arguments:?}");
            error.to_string()
        };
        for command in ["search", "related", "entity", "event", "day"] {
            assert!(refused(&[command, "dir", "--newest"]).contains("no such option"), "{command}");
        }
        for option in ["--category", "--story", "--entity", "--source"] {
            assert!(refused(&["search", "dir", "a", option, "--json"]).contains("a name is missing"), "{option}");
        }
        refused(&["search", "dir", "a", "--before", "--json"]);
    }

    #[test]
    fn years_before_1_need_no_quoting() {
        let given = request(&["search", "dir", "a", "--after", "-0044-03-15", "--before", "-0001"]);
        let Ok(Request::Search(search)) = given else { panic!("{given:?}") };
        assert_eq!(search.filters.after, "-0044-03-15".parse().ok());
        assert_eq!(search.filters.before, "-0001-01-01".parse().ok());
        let date = "-0044-03-15".parse().unwrap();
        assert_eq!(request(&["day", "dir", "-0044-03-15"]), Ok(Request::Day { date }));
        assert_eq!(
            request(&["event", "dir", "-0043/03/15/ides"]),
            Ok(Request::Event { id: "-0043/03/15/ides".into() })
        );
    }

    #[test]
    fn other_questions_carry_their_words() {
        let related = RelatedRequest { id: "2016/12/4/a".into(), limit: 2, hide_stories: true, ..Default::default() };
        let given = request(&["related", "dir", "2016/12/4/a", "--limit", "2", "--hide-stories"]);
        assert_eq!(given, Ok(Request::Related(related)));
        let steered = RelatedRequest {
            id: "a".into(),
            limit: 10,
            parts: true,
            require: vec!["FSB".into(), "Syria".into()],
            without: vec!["Russia".into()],
            ignore_time: true,
            direction: Direction::Later,
            ..Default::default()
        };
        let options =
            ["--require", "FSB", "--require", "Syria", "--without", "Russia", "--no-time", "--later", "--parts"];
        let given = request(&[&["related", "dir", "a"], &options[..]].concat());
        assert_eq!(given, Ok(Request::Related(steered)));
        let other = RelatedRequest {
            id: "a".into(),
            limit: 10,
            ignore_words: true,
            direction: Direction::Earlier,
            ..Default::default()
        };
        assert_eq!(request(&["related", "dir", "a", "--no-words", "--earlier"]), Ok(Request::Related(other)));
        assert_eq!(request(&["entity", "dir", "Daesh"]), Ok(Request::Entity { name: "Daesh".into() }));
        assert_eq!(request(&["event", "dir", "a"]), Ok(Request::Event { id: "a".into() }));
        let date = "2016-12-04".parse().unwrap();
        assert_eq!(request(&["day", "dir", "2016-12-04"]), Ok(Request::Day { date }));
        assert!(request(&["day", "dir", "2016-12-32"]).unwrap_err().contains("not a day of the calendar"));
    }

    #[test]
    fn a_question_is_words_or_a_batch() {
        let refused = |arguments: &[&str]| Arguments::try_parse_from(arguments).unwrap_err().exit_code();
        assert_eq!(refused(&["throughline", "search", "dir"]), 2);
        assert_eq!(refused(&["throughline", "entity", "dir", "name", "--batch", "-"]), 2);
        assert_eq!(refused(&["throughline", "search", "dir", "a", "--after", "yesterday"]), 2);
        assert!(Arguments::try_parse_from(["throughline", "related", "dir", "--batch", "-"]).is_ok());
    }
}
