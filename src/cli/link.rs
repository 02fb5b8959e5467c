//! `throughline link`: an article, from a file or standard input, or one for each line of a file.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, bail};
use serde::Deserialize;

use super::ask::{self, Question};
use super::batch::STDIN;
use super::terminal::Terminal;
use super::{Outcome, args};
use crate::protocol::{LinkRequest, Request};

/// The most bytes of a file that is taken for an article.
const MAX_FILE_BYTES: u64 = 1 << 24;

/// An article on a line of a batch.
#[derive(Deserialize)]
struct Article {
    title: Option<String>,
    text: String,
}

/// Answers an article, or those of a file.
pub(super) fn run(options: &args::Link, terminal: &mut Terminal) -> anyhow::Result<Outcome> {
    if options.input.batch.is_some() {
        return ask::run(options, &options.input, terminal);
    }
    let text = read(options.article.as_deref().unwrap_or(Path::new(STDIN)))?;
    let request = options.about(options.title.clone(), text).map_err(anyhow::Error::msg)?;
    ask::answer(options, "", &request, &options.input, terminal)
}

/// The text of a file.
fn read(file: &Path) -> anyhow::Result<String> {
    let input: Box<dyn Read> = if file == Path::new(STDIN) {
        Box::new(std::io::stdin())
    } else {
        Box::new(File::open(file).with_context(|| format!("{} cannot be opened", file.display()))?)
    };
    let mut bytes = Vec::new();
    let read = input.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes);
    read.with_context(|| format!("{} cannot be read", file.display()))?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        bail!("{} is larger than an article can be", file.display());
    }
    match String::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => Ok(text),
        _ => bail!("{} is not UTF-8 text", file.display()),
    }
}

impl args::Link {
    fn about(&self, title: Option<String>, text: String) -> Result<Request, String> {
        let has_words = |text: &str| text.contains(char::is_alphanumeric);
        if !has_words(&text) && !title.as_deref().is_some_and(has_words) {
            return Err("the article has no words".to_owned());
        }
        Ok(Request::Link(LinkRequest { text, title, limit: self.limit }))
    }
}

impl Question for args::Link {
    fn words(&self) -> Option<&str> {
        None
    }

    /// Of a line of a batch.
    fn request(&self, words: &str) -> Result<Request, String> {
        let article: Result<Article, _> = serde_json::from_str(words);
        let article = article.map_err(|error| format!("the line is no article as JSON: {error}"))?;
        self.about(article.title, article.text)
    }

    fn missing(&self, _: &str) -> String {
        "the article reports no event of this archive".to_owned()
    }
}
