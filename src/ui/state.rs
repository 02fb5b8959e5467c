//! What the reader is looking at, and how it is written in the URL.
//!
//! One document, state in the query string: every view is a link. Parameters and their meaning never change; defaults
//! are left out; what does not parse is ignored.
//!
//! | parameter | meaning |
//! |---|---|
//! | `q` | words to search |
//! | `exact` | `1`: the words only as they are written |
//! | `category`, `story`, `entity`, `source` | a filter, repeatable; `-value` excludes; a value that itself begins with `-` or `+` is written `+value` |
//! | `after`, `before` | this day (month, year) or later; earlier than it |
//! | `sort` | `newest` or `oldest`; relevance if absent |
//! | `event` | the open event |
//! | `day` | a day page |
//! | `name` | an entity's page |
//! | `view` | `article`: which event an article reports |

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::model::{Date, PartialDate};
use crate::protocol::{Choice, Facet, Filters, Sort};

/// Everything the URL says. The default is the first visit: newest events, nothing open.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct View {
    /// Words to search, as typed.
    pub query: String,
    /// The words only as they are written: no other forms, names or spellings of them.
    pub exact: bool,
    /// Filters.
    pub filters: Filters,
    /// Order of the results.
    pub sort: Sort,
    /// The id of the open event.
    pub event: Option<String>,
    /// What stands where the results would.
    pub page: Page,
}

/// What the main area shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Page {
    /// The results of the search.
    #[default]
    Results,
    /// All events of a day.
    Day(Date),
    /// An entity, by name or alias.
    Entity(String),
    /// The event that an article of the reader's reports. The text is not part of the view: it stays on the reader's machine.
    Article,
}

/// The value of `view` for [`Page::Article`].
const ARTICLE: &str = "article";

/// Left readable in URLs, beside letters and digits: all of them are allowed in a query string.
const ESCAPED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b'/').remove(b':').remove(b',');

impl View {
    /// Reads a query string, with or without the leading `?`.
    pub fn parse(query_string: &str) -> Self {
        let mut view = Self::default();
        let query_string = query_string.strip_prefix('?').unwrap_or(query_string);
        for pair in query_string.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            view.set(&decode(name), decode(value));
        }
        view
    }

    fn set(&mut self, name: &str, value: String) {
        let date = |value: &str| value.parse::<PartialDate>().ok().map(PartialDate::first);
        match name {
            "q" => self.query = value,
            "exact" => self.exact = value == "1",
            "after" => self.filters.after = date(&value),
            "before" => self.filters.before = date(&value),
            "sort" => self.sort = sort_from_name(&value),
            "event" if !value.is_empty() => self.event = Some(value),
            "day" => self.page = value.parse().map_or(Page::Results, Page::Day),
            "name" if !value.is_empty() => self.page = Page::Entity(value),
            "view" if value == ARTICLE => self.page = Page::Article,
            _ => self.set_choice(name, &value),
        }
    }

    fn set_choice(&mut self, name: &str, value: &str) {
        let Some(facet) = Facet::ALL.into_iter().find(|facet| facet.name() == name) else { return };
        let choice = read_choice(value);
        let choices = self.filters.facet_mut(facet);
        if !choice.value.is_empty() && !choices.contains(&choice) {
            choices.push(choice);
        }
    }

    /// The query string, without `?`; empty for the default view.
    pub fn to_query_string(&self) -> String {
        let mut out = QueryString::default();
        // White space alone searches nothing.
        out.text("q", if self.query.trim().is_empty() { "" } else { &self.query });
        out.text("exact", if self.exact { "1" } else { "" });
        for facet in Facet::ALL {
            for choice in self.filters.facet(facet) {
                out.text(facet.name(), &write_choice(choice));
            }
        }
        out.date("after", self.filters.after);
        out.date("before", self.filters.before);
        out.text("sort", sort_name(self.sort));
        match &self.page {
            Page::Results => {}
            Page::Day(date) => out.date("day", Some(*date)),
            Page::Entity(name) => out.text("name", name),
            Page::Article => out.text("view", ARTICLE),
        }
        out.text("event", self.event.as_deref().unwrap_or(""));
        out.0
    }

    /// The same view with an event open.
    #[must_use]
    pub fn with_event(&self, id: &str) -> Self {
        Self { event: Some(id.to_owned()), ..self.clone() }
    }

    /// The same view with no event open.
    #[must_use]
    pub fn without_event(&self) -> Self {
        Self { event: None, ..self.clone() }
    }

    /// The page of a day; the search is kept for the way back.
    #[must_use]
    pub fn with_page(&self, page: Page) -> Self {
        Self { page, event: None, ..self.clone() }
    }

    /// A search for the events of a value, with nothing else.
    #[must_use]
    pub fn only(facet: Facet, value: &str) -> Self {
        let mut view = Self::default();
        view.filters.facet_mut(facet).push(Choice { value: value.to_owned(), exclude: false });
        view
    }

    /// The results without words and filters.
    #[must_use]
    pub fn cleared(&self) -> Self {
        Self { sort: self.sort, ..Self::default() }
    }

    /// The results with a choice added (replacing its opposite), or taken away if it was there.
    #[must_use]
    pub fn toggled(&self, facet: Facet, value: &str, exclude: bool) -> Self {
        let mut view = Self { page: Page::Results, ..self.clone() };
        let choices = view.filters.facet_mut(facet);
        let before = choices.iter().find(|choice| choice.value == value).map(|choice| choice.exclude);
        choices.retain(|choice| choice.value != value);
        if before != Some(exclude) {
            choices.push(Choice { value: value.to_owned(), exclude });
        }
        view
    }

    /// The results within a span of time; `before` is the first day after it.
    #[must_use]
    pub fn within(&self, after: Option<Date>, before: Option<Date>) -> Self {
        let mut view = Self { page: Page::Results, ..self.clone() };
        view.filters.after = after;
        view.filters.before = before;
        view
    }

    /// Whether there is anything to clear: words or filters.
    pub fn narrows(&self) -> bool {
        !self.query.trim().is_empty() || !self.filters.is_empty()
    }
}

/// Collects `name=value` pairs, leaving out empty values.
#[derive(Default)]
struct QueryString(String);

impl QueryString {
    fn text(&mut self, name: &str, value: &str) {
        if value.is_empty() {
            return;
        }
        if !self.0.is_empty() {
            self.0.push('&');
        }
        self.0.push_str(name);
        self.0.push('=');
        self.0.extend(utf8_percent_encode(value, ESCAPED));
    }

    fn date(&mut self, name: &str, date: Option<Date>) {
        if let Some(date) = date {
            self.text(name, &date.to_string());
        }
    }
}

fn decode(text: &str) -> String {
    percent_decode_str(&text.replace('+', "%20")).decode_utf8_lossy().into_owned()
}

fn read_choice(value: &str) -> Choice {
    let (exclude, value) = match value.split_at_checked(1) {
        Some(("-", rest)) => (true, rest),
        // Written `%2B`: a literal `+` has become a space by now.
        Some(("+", rest)) => (false, rest),
        _ => (false, value),
    };
    Choice { value: value.to_owned(), exclude }
}

fn write_choice(choice: &Choice) -> String {
    let sign = match choice {
        Choice { exclude: true, .. } => "-",
        Choice { value, .. } if value.starts_with(['-', '+']) => "+",
        Choice { .. } => "",
    };
    format!("{sign}{}", choice.value)
}

/// The name of an order in URLs.
pub fn sort_name(sort: Sort) -> &'static str {
    match sort {
        Sort::Relevance => "",
        Sort::Newest => "newest",
        Sort::Oldest => "oldest",
    }
}

/// The inverse of [`sort_name`]; anything unknown is relevance.
pub fn sort_from_name(name: &str) -> Sort {
    match name {
        "newest" => Sort::Newest,
        "oldest" => Sort::Oldest,
        _ => Sort::Relevance,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_url_of_the_design_is_understood() {
        let view = View::parse(
            "?q=dagestan&category=Law+and%20crime&entity=Russia&entity=-Syria&after=2016-01-01&before=2017&event=2016/12/4/slug",
        );
        assert_eq!(view.query, "dagestan");
        assert_eq!(view.filters.category[0].value, "Law and crime");
        assert_eq!(view.filters.entity[1], Choice { value: "Syria".into(), exclude: true });
        assert_eq!(view.filters.before, Date::new(2017, 1, 1));
        assert_eq!(view.event.as_deref(), Some("2016/12/4/slug"));
        assert_eq!(
            view.to_query_string(),
            "q=dagestan&category=Law%20and%20crime&entity=Russia&entity=-Syria&after=2016-01-01&before=2017-01-01&event=2016/12/4/slug"
        );
    }

    #[test]
    fn defaults_are_left_out_and_nonsense_is_ignored() {
        assert_eq!(View::default().to_query_string(), "");
        for nonsense in
            ["", "?", "&&&", "=", "day=yesterday", "after=2016-02-31", "sort=odd", "event=", "utm_source=x", "q=%FF%"]
        {
            let view = View::parse(nonsense);
            assert_eq!(View { query: String::new(), ..view }, View::default(), "{nonsense}");
        }
    }

    #[test]
    fn toggling_adds_replaces_and_takes_away() {
        let on = View::default().toggled(Facet::Entity, "Russia", false);
        assert_eq!(on.to_query_string(), "entity=Russia");
        assert_eq!(on.toggled(Facet::Entity, "Russia", true).to_query_string(), "entity=-Russia");
        assert_eq!(on.toggled(Facet::Entity, "Russia", false), View::default());
    }

    fn any_view() -> impl Strategy<Value = View> {
        let text = "([a-z+&=%#?é伊/\"][a-z \\-é伊/]{0,7})?";
        let choice = ("[a-z+&=% \\-é伊]{1,8}", any::<bool>()).prop_map(|(value, exclude)| Choice { value, exclude });
        let choices = proptest::collection::hash_set(choice, 0..3).prop_map(|set| set.into_iter().collect::<Vec<_>>());
        let date = proptest::option::of((-800_000..800_000).prop_filter_map("a date", Date::from_day_number));
        let page = prop_oneof![
            Just(Page::Results),
            (-800_000..800_000).prop_filter_map("a date", Date::from_day_number).prop_map(Page::Day),
            "[a-z+& é]{1,8}".prop_map(Page::Entity),
            Just(Page::Article),
        ];
        let filters = (choices.clone(), choices, date.clone(), date).prop_map(|(entity, category, after, before)| {
            Filters { entity, category, after, before, ..Filters::default() }
        });
        let sort = prop_oneof![Just(Sort::Relevance), Just(Sort::Newest), Just(Sort::Oldest)];
        (text, any::<bool>(), filters, sort, proptest::option::of("[a-z0-9/%+伊]{1,12}"), page)
            .prop_map(|(query, exact, filters, sort, event, page)| View { query, exact, filters, sort, event, page })
    }

    proptest! {
        #[test]
        fn every_view_survives_its_url(view in any_view()) {
            prop_assert_eq!(View::parse(&view.to_query_string()), view);
        }
    }
}
