//! `throughline search`, `related`, `entity`, `event` and `day`: one question, or one for each line of a file.

use anyhow::bail;

use super::answer::Answer;
use super::terminal::Terminal;
use super::{Outcome, args, batch, library, page};
use crate::protocol::{Choice, Facet, RelatedRequest, Request, SearchRequest};

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
}

/// Answers a question, or those of a file.
pub(super) fn run(question: &impl Question, input: &args::Input, terminal: &mut Terminal) -> anyhow::Result<Outcome> {
    if let Some(file) = &input.batch {
        return batch::run(question, file, &input.dir, terminal);
    }
    let Some(words) = question.words() else { bail!("nothing was asked") };
    let request = question.request(words).map_err(anyhow::Error::msg)?;
    let reply = library::open(&input.dir, terminal)?.handle(&request);
    let answer = Answer::new(words, &reply, |words| question.missing(words));
    let outcome = answer.outcome();
    if input.json {
        terminal.print_json(&answer)?;
    }
    match answer {
        Answer::Error { error } => terminal.error(&error),
        _ if input.json => {}
        _ => terminal.print(&page::of(&reply, terminal.paint()))?,
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

impl Question for args::Related {
    fn words(&self) -> Option<&str> {
        self.id.as_deref()
    }

    fn request(&self, words: &str) -> Result<Request, String> {
        let (id, limit, hide_stories) = (words.to_owned(), self.limit, self.hide_stories);
        Ok(Request::Related(RelatedRequest { id, limit, hide_stories }))
    }

    fn missing(&self, words: &str) -> String {
        no_event(words)
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
