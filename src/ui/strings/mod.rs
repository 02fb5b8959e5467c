//! The words of the interface: one file a language, all of the same shape, so that the compiler finds what is missing.

mod en;

use crate::model::{AliasOrigin, Date};
use crate::protocol::{Bar, EvidenceKind, Facet, Sort, Span};

/// Everything the interface says, in one language. Functions take what the sentence depends on.
#[derive(Debug)]
pub struct Strings {
    /// BCP 47 tag.
    pub language: &'static str,
    /// “Skip to results”.
    pub skip_link: &'static str,
    /// The label of the search box.
    pub search_label: &'static str,
    /// What stands in the empty search box.
    pub search_placeholder: &'static str,
    /// A button: empties the search box.
    pub clear_search: &'static str,
    /// A button and a heading: the filters.
    pub filters: &'static str,
    /// A button: takes all words and filters away.
    pub clear_all: &'static str,
    /// A button: closes a panel.
    pub close: &'static str,
    /// A link from a page back to the results.
    pub back_to_results: &'static str,
    /// A button: shows more of a list.
    pub show_more: &'static str,
    /// A button: shows less of a list.
    pub show_fewer: &'static str,
    /// A button: tries again.
    pub retry: &'static str,
    /// The label of the choice of order.
    pub sort_label: &'static str,
    /// The name of an order.
    pub sort: fn(Sort) -> &'static str,
    /// The name of a facet.
    pub facet: fn(Facet) -> &'static str,
    /// One value of a facet: “entity”.
    pub facet_of_one: fn(Facet) -> &'static str,
    /// The label of the list of names that may be meant.
    pub names_label: &'static str,
    /// The label of the searches of earlier visits.
    pub recent_label: &'static str,
    /// A button: forgets them.
    pub forget: &'static str,
    /// “Daesh”, also as: before the other names of what a word names.
    pub also_as: fn(&str) -> String,
    /// A link: searches the words only as they are written.
    pub only_as_written: &'static str,
    /// That this is so.
    pub only_as_written_now: &'static str,
    /// A link: searches other forms and names again.
    pub all_forms: &'static str,
    /// That nothing is found as typed, before a search that finds something.
    pub similar_words: &'static str,
    /// “Leave out X”: a button beside a value.
    pub exclude: fn(&str) -> String,
    /// “not”: a small button beside a value, which leaves it out.
    pub not: &'static str,
    /// “not X”: a chip.
    pub excluded: fn(&str) -> String,
    /// “Remove the filter X”.
    pub remove_filter: fn(&str) -> String,
    /// The label of the field for the first day.
    pub from: &'static str,
    /// The label of the field for the last day.
    pub to: &'static str,
    /// What can be typed as a date, where something else was.
    pub date_hint: &'static str,
    /// The heading of the dates among the filters.
    pub dates: &'static str,
    /// “since 4 December 2016”: a chip.
    pub since: fn(Date) -> String,
    /// “until 4 December 2016”: a chip. The day is the last one meant.
    pub until: fn(Date) -> String,
    /// “1,234 events”.
    pub events: fn(u32) -> String,
    /// “12 of 1,234 events”.
    pub events_of: fn(u32, u32) -> String,
    /// “searched so far: 1,000 of 11,364 events”.
    pub searched_so_far: fn(u32, u32) -> String,
    /// “3 sources”.
    pub sources: fn(u32) -> String,
    /// “4 December 2016”.
    pub date: fn(Date) -> String,
    /// “Sunday, 4 December 2016”.
    pub long_date: fn(Date) -> String,
    /// “December 2016”, “2016”, “2010s”, for a bar of the histogram.
    pub span: fn(&Bar, Span) -> String,
    /// “Dec 2016”: the same, short, for the time axis.
    pub short_span: fn(&Bar, Span) -> String,
    /// The name of the area of the histogram, for those who cannot see it.
    pub over_time: &'static str,
    /// The name of the histogram, for those who cannot see it.
    pub histogram_label: fn(Span) -> &'static str,
    /// “max 14 (whole archive: 896)”: the highest bars of the matches and of all events.
    pub scale: fn(u32, u32) -> String,
    /// “2016: 12 of 345 events”.
    pub bar: fn(&str, u32, u32) -> String,
    /// A number with separators.
    pub number: fn(u32) -> String,
    /// “1.2 of 5.6 MB”.
    pub megabytes: fn(u64, u64) -> String,
    /// Heading: nothing matches; with the word that was searched, if it was a single one and nothing else.
    pub nothing_found: fn(Option<&str>) -> String,
    /// Nothing matches among the events that have arrived.
    pub nothing_found_so_far: &'static str,
    /// An archive without events.
    pub empty_archive: &'static str,
    /// An event without words.
    pub no_headline: &'static str,
    /// “… and 5 more”.
    pub and_more: fn(u32) -> String,
    /// Words that two headlines share.
    pub shared_words: &'static str,
    /// What to try when nothing matches.
    pub nothing_found_help: &'static str,
    /// A link that keeps the words and takes the filters away.
    pub without_filters: &'static str,
    /// Heading of an event's sources.
    pub sources_heading: &'static str,
    /// An event without sources.
    pub no_sources: &'static str,
    /// Heading of an event's entities.
    pub mentioned: &'static str,
    /// Heading of an event's story.
    pub story_heading: &'static str,
    /// Link: the event before in a story.
    pub earlier_in_story: &'static str,
    /// Link: the event after in a story.
    pub later_in_story: &'static str,
    /// Heading of related events.
    pub related: &'static str,
    /// No related events.
    pub no_related: &'static str,
    /// The word before the entities that connect two events.
    pub context: &'static str,
    /// The word before the stories that two events share.
    pub same_story: &'static str,
    /// The source itself calls the two related.
    pub given_link: &'static str,
    /// What a stub is.
    pub stub: &'static str,
    /// Link: the whole day.
    pub whole_day: &'static str,
    /// Link: the previous day with events.
    pub previous_day: &'static str,
    /// Link: the next day with events.
    pub next_day: &'static str,
    /// A day without events.
    pub empty_day: &'static str,
    /// Heading for events without a category.
    pub uncategorised: &'static str,
    /// “also called”.
    pub also_called: &'static str,
    /// How an alias is known.
    pub alias_origin: fn(AliasOrigin) -> &'static str,
    /// “12 events from 4 December 2016 to 5 May 2017”.
    pub entity_span: fn(u32, Date, Date) -> String,
    /// Link: “all 31 events” of an entity.
    pub search_entity: fn(u32) -> String,
    /// Heading: entities mentioned together with one.
    pub appears_with: &'static str,
    /// Heading: stories of an entity.
    pub stories: &'static str,
    /// Heading: newest events of an entity.
    pub newest_events: &'static str,
    /// Heading: an id or a name is not in the archive.
    pub not_found: &'static str,
    /// “X” is not in this archive.
    pub not_found_help: fn(&str) -> String,
    /// While what is asked for may still arrive.
    pub still_loading: &'static str,
    /// Heading and link: the page that finds the event an article reports.
    pub article_heading: &'static str,
    /// What that page does, and that the text stays here.
    pub article_help: &'static str,
    /// The label of the field for the article.
    pub article_label: &'static str,
    /// A button: asks.
    pub article_find: &'static str,
    /// The label of the choice of a file.
    pub article_file: &'static str,
    /// Nothing was pasted.
    pub article_empty: &'static str,
    /// A picture, a PDF and the like.
    pub article_no_text: &'static str,
    /// Heading: the event that the article reports.
    pub article_match: &'static str,
    /// Heading: it reports none.
    pub article_none: &'static str,
    /// Heading: other events that come near.
    pub article_others: &'static str,
    /// Heading: events that come nearest, where none is reported.
    pub article_nearest: &'static str,
    /// Heading of the article with its marks.
    pub article_marked: &'static str,
    /// Offered where a whole text stands in the search box.
    pub article_instead: &'static str,
    /// What a piece of evidence is, before pieces of that kind.
    pub evidence: fn(EvidenceKind) -> &'static str,
    /// Heading of what is known of the archive.
    pub about: &'static str,
    /// “1 April 2020 to 19 September 2021”.
    pub archive_span: fn(Date, Date) -> String,
    /// The name of the area of the open event, for those who cannot see it.
    pub event_area: &'static str,
    /// The word before the licence.
    pub licence: &'static str,
    /// Nothing leaves the reader's machine.
    pub privacy: &'static str,
    /// Heading of entities: the most frequent ones of the archive.
    pub most_mentioned: &'static str,
    /// Heading of entities: the most frequent ones of the results.
    pub most_mentioned_here: &'static str,
    /// A button and a heading: the help.
    pub help: &'static str,
    /// Heading of the keys.
    pub keys_heading: &'static str,
    /// Keys, any of which will do, and what they do.
    pub keys: &'static [(&'static [&'static str], &'static str)],
    /// The word between keys any of which will do.
    pub or: &'static str,
    /// Heading of the ways of searching.
    pub searching_heading: &'static str,
    /// Ways of searching: what to type, and what it finds.
    pub searching: &'static [(&'static str, &'static str)],
    /// Loading, for those who cannot see the bar.
    pub loading: &'static str,
    /// The archive cannot be opened at all.
    pub cannot_open: &'static str,
    /// The worker does not run.
    pub worker_broken: &'static str,
    /// “2 faults in the archive's files”: what was left out of files that are otherwise in use.
    pub faults: fn(u32) -> String,
    /// Some of the archive is missing.
    pub partly_loaded: &'static str,
    /// “opens in a new tab”, for those who cannot see the arrow.
    pub external: &'static str,
}

/// The words in the interface's language.
pub fn strings() -> &'static Strings {
    &en::EN
}
