//! What can be typed after `throughline`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::import::Format;
use crate::model::{Date, PartialDate};
use crate::protocol::Sort;

/// Build, check and ask static archives of events.
#[derive(Debug, Parser)]
#[command(name = "throughline", version, propagate_version = true)]
#[command(
    after_help = "Exit codes: 0 done, 1 something asked for was not found or did not hold, 2 bad usage or input."
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make a bundle of news pages: a folder that any static host can serve
    ///
    /// Folders are searched to any depth; hidden files are left out. What cannot be read is told with file and line,
    /// and the rest is built. The same input gives the same bytes. A bundle that is already in the folder is replaced
    /// at the very end, so that it never is half of one and half of the other.
    Build(Build),
    /// Check every rule of a bundle's format, hashes included
    Check(Check),
    /// Find events by words and filters
    ///
    /// Every word is required, and no words match everything. “word*” matches words that begin so, “=word” the word alone and
    /// no other form or name of it; "a phrase", -word, OR, (brackets), entity:Name, story:, category:, source:, place:,
    /// after:2016-12, before:2017, on:2016 and word~1 (one typing error) mean what they say. The values of one filter are
    /// alternatives, different filters add up, and a value with “-” before it leaves events out.
    Search(Search),
    /// Complete a name: entities, stories, categories and sources
    Suggest(Suggest),
    /// List the events connected to one, and by what
    Related(Related),
    /// Find the event that an article reports, and what in the article says so
    ///
    /// The text stays on this machine. The first 32 kB of it are read. With --batch, a line is a JSON object with “text” and
    /// perhaps “title”. What comes nearest is listed even where the verdict is “none”.
    Link(Link),
    /// Tell what is known of a person, place, organisation or thing
    Entity(Entity),
    /// Show one event whole
    Event(Event),
    /// List the events of a day
    Day(Day),
}

#[derive(Debug, Args)]
pub(super) struct Build {
    /// Files and folders to read
    #[arg(required = true, value_name = "INPUT")]
    pub(super) inputs: Vec<PathBuf>,
    /// Folder to write the bundle to; it is made if need be
    #[arg(long, value_name = "DIR")]
    pub(super) out: PathBuf,
    /// Name of the archive
    #[arg(long, default_value = "Archive of events")]
    pub(super) title: String,
    /// A sentence or two about the archive
    #[arg(long, default_value = "", hide_default_value = true)]
    pub(super) description: String,
    /// Language of the headlines, a tag such as “en” or “zh”
    #[arg(long, value_name = "TAG", default_value = "", hide_default_value = true)]
    pub(super) language: String,
    /// Name of the terms the archive is published under, such as “CC BY-SA 4.0”
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    pub(super) licence_name: String,
    /// Web address of those terms
    #[arg(long, value_name = "URL", default_value = "", hide_default_value = true)]
    pub(super) licence_url: String,
    /// Format of the input
    #[arg(long, value_enum, default_value = "auto")]
    pub(super) format: FormatName,
    /// Write one JSON object to standard output
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum FormatName {
    /// By the content of each file
    Auto,
    /// Pages of a Markdown news archive
    Markdown,
    /// Day pages of Wikipedia's Portal:Current events
    Wikitext,
}

impl FormatName {
    pub(super) fn format(self) -> Option<Format> {
        match self {
            Self::Auto => None,
            Self::Markdown => Some(Format::Markdown),
            Self::Wikitext => Some(Format::Wikitext),
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct Check {
    /// Folder of the bundle
    pub(super) dir: PathBuf,
    /// Write one JSON object to standard output
    #[arg(long)]
    pub(super) json: bool,
}

/// What all questions have in common.
#[derive(Debug, Args)]
pub(super) struct Input {
    /// Folder of the bundle
    pub(super) dir: PathBuf,
    /// Write one JSON object to standard output
    #[arg(long)]
    pub(super) json: bool,
    /// Ask one question for each line of a file (“-” for standard input): one JSON object a line, in the same order
    #[arg(long, value_name = "FILE")]
    pub(super) batch: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct Search {
    #[command(flatten)]
    pub(super) input: Input,
    /// Words to find; they may begin with “-”, but not with “--” as options do
    #[arg(required_unless_present = "batch", conflicts_with = "batch", allow_hyphen_values = true, value_parser = words)]
    pub(super) query: Option<String>,
    /// Most hits to return
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(super) limit: u32,
    /// Order of the hits
    #[arg(long, value_enum, default_value = "relevance")]
    pub(super) sort: SortName,
    /// Look for the words as they are written: no other forms, names or spellings of them
    #[arg(long)]
    pub(super) exact: bool,
    /// Pay no attention to how old events are; otherwise newer ones come before equally good older ones
    #[arg(long)]
    pub(super) ageless: bool,
    /// Category the events must have; may be repeated
    #[arg(long, value_name = "[-]NAME", allow_hyphen_values = true, value_parser = name)]
    pub(super) category: Vec<String>,
    /// Story the events must belong to; may be repeated
    #[arg(long, value_name = "[-]NAME", allow_hyphen_values = true, value_parser = name)]
    pub(super) story: Vec<String>,
    /// Entity the events must mention, by any of its names; may be repeated
    #[arg(long, value_name = "[-]NAME", allow_hyphen_values = true, value_parser = name)]
    pub(super) entity: Vec<String>,
    /// Source that must have reported the events; may be repeated
    #[arg(long, value_name = "[-]NAME", allow_hyphen_values = true, value_parser = name)]
    pub(super) source: Vec<String>,
    /// Only events of this day or later: 2016, 2016-12 or 2016-12-04
    #[arg(long, value_name = "DATE", allow_hyphen_values = true, value_parser = first_day)]
    pub(super) after: Option<Date>,
    /// Only events before this day: 2016, 2016-12 or 2016-12-04
    #[arg(long, value_name = "DATE", allow_hyphen_values = true, value_parser = first_day)]
    pub(super) before: Option<Date>,
}

#[derive(Debug, Args)]
pub(super) struct Suggest {
    #[command(flatten)]
    pub(super) input: Input,
    /// Words of a name, the last of which may be unfinished
    #[arg(required_unless_present = "batch", conflicts_with = "batch", allow_hyphen_values = true, value_parser = words)]
    pub(super) text: Option<String>,
    /// Most names to return
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(super) limit: u32,
}

/// What is asked, which may begin with a hyphen, as years before 1 do. A misspelt option is none of that.
fn words(text: &str) -> Result<String, String> {
    if text.starts_with("--") { Err("there is no such option".to_owned()) } else { Ok(text.to_owned()) }
}

/// The value of an option, perhaps with the “-” that leaves it out. With two, a value was forgotten before an option.
fn name(text: &str) -> Result<String, String> {
    if text.starts_with("--") { Err("a name is missing: this is an option".to_owned()) } else { Ok(text.to_owned()) }
}

/// A year or month stands for its first day, after which it begins and before which its predecessor ends.
fn first_day(text: &str) -> Result<Date, String> {
    let date: Result<PartialDate, _> = text.parse();
    date.map(PartialDate::first).map_err(|error| error.to_string())
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum SortName {
    /// Best match first
    Relevance,
    /// By date, newest first
    Newest,
    /// By date, oldest first
    Oldest,
}

impl SortName {
    pub(super) fn sort(self) -> Sort {
        match self {
            Self::Relevance => Sort::Relevance,
            Self::Newest => Sort::Newest,
            Self::Oldest => Sort::Oldest,
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct Related {
    #[command(flatten)]
    pub(super) input: Input,
    /// Id of the event, such as 2016/12/4/slug
    #[arg(required_unless_present = "batch", conflicts_with = "batch", value_name = "EVENT_ID", allow_hyphen_values = true, value_parser = words)]
    pub(super) id: Option<String>,
    /// Most events to return
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(super) limit: u32,
    /// Pay no attention to the stories that events belong to
    #[arg(long)]
    pub(super) hide_stories: bool,
    /// Pay no attention to words that are not names
    #[arg(long)]
    pub(super) no_words: bool,
    /// Pay no attention to the days between events
    #[arg(long)]
    pub(super) no_time: bool,
    /// Entity the events must mention, by any of its names; may be repeated
    #[arg(long, value_name = "NAME", allow_hyphen_values = true, value_parser = name)]
    pub(super) require: Vec<String>,
    /// Entity the events may not mention, by any of its names; may be repeated
    #[arg(long, value_name = "NAME", allow_hyphen_values = true, value_parser = name)]
    pub(super) without: Vec<String>,
    /// Only events of earlier days
    #[arg(long, conflicts_with = "later")]
    pub(super) earlier: bool,
    /// Only events of later days
    #[arg(long)]
    pub(super) later: bool,
    /// Say what each score is the sum of
    #[arg(long)]
    pub(super) parts: bool,
}

#[derive(Debug, Args)]
pub(super) struct Link {
    #[command(flatten)]
    pub(super) input: Input,
    /// Text file of the article; “-”, or nothing, for standard input
    #[arg(conflicts_with = "batch")]
    pub(super) article: Option<PathBuf>,
    /// Title of the article, if it is not the beginning of the text
    #[arg(long, value_name = "T", conflicts_with = "batch", allow_hyphen_values = true)]
    pub(super) title: Option<String>,
    /// Most events to list
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub(super) limit: u32,
}

#[derive(Debug, Args)]
pub(super) struct Entity {
    #[command(flatten)]
    pub(super) input: Input,
    /// Any of its names
    #[arg(required_unless_present = "batch", conflicts_with = "batch", allow_hyphen_values = true, value_parser = words)]
    pub(super) name: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct Event {
    #[command(flatten)]
    pub(super) input: Input,
    /// Id of the event, such as 2016/12/4/slug
    #[arg(required_unless_present = "batch", conflicts_with = "batch", value_name = "EVENT_ID", allow_hyphen_values = true, value_parser = words)]
    pub(super) id: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct Day {
    #[command(flatten)]
    pub(super) input: Input,
    /// The day, such as 2016-12-04
    #[arg(required_unless_present = "batch", conflicts_with = "batch", allow_hyphen_values = true, value_parser = words)]
    pub(super) date: Option<String>,
}
