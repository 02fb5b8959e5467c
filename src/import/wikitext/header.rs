//! The templates that begin and end a day: `{{Current events|…}}`.

use std::ops::Range;

use super::dates;
use crate::model::Date;

/// Longest name of a template that is looked at.
const MAX_NAME_BYTES: usize = 60;
/// Longest list of parameters before the day's content; real ones have about 40 bytes.
const MAX_PARAMETER_BYTES: usize = 400;

/// How a template marks its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `content=…}}`: the day's text is a parameter.
    Content,
    /// `top=yes}}`: the day's text follows, up to a template with `bottom=yes`.
    Top,
    /// `{{Current events header|2005|01|08}}`, the older form, whose end is not always marked.
    Header,
    /// `bottom=yes}}` or `{{Current events footer}}`: the day's text ends.
    Bottom,
}

/// One such template.
#[derive(Debug)]
pub(super) struct Header {
    pub(super) form: Form,
    /// From the opening braces to where the day's text begins.
    pub(super) range: Range<usize>,
    pub(super) date: HeaderDate,
    /// Whether its closing braces are missing.
    pub(super) open: bool,
}

/// What a template says about its date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum HeaderDate {
    Day(Date),
    /// No such day: the parameters as they are written.
    Impossible(String),
    Missing,
}

/// The templates of a text that mark days, in its order.
pub(super) fn headers(text: &str) -> Vec<Header> {
    let mut found: Vec<Header> = Vec::new();
    for (start, _) in text.match_indices("{{") {
        let inside_last = found.last().is_some_and(|last| start < last.range.end);
        if !inside_last && let Some(header) = header_at(text, start) {
            found.push(header);
        }
    }
    found
}

fn header_at(text: &str, start: usize) -> Option<Header> {
    let inner = start + "{{".len();
    let window = head(&text[inner..], MAX_NAME_BYTES);
    let name_len = window.find(['|', '}'])?;
    let name = window[..name_len].trim().replace('_', " ").to_ascii_lowercase();
    let form = match name.trim_start_matches("portal:").trim() {
        "current events" => Form::Top,
        "current events header" => Form::Header,
        "current events footer" => Form::Bottom,
        _ => return None,
    };
    let parameters = Parameters::read(head(&text[inner + name_len..], MAX_PARAMETER_BYTES));
    let end = inner + name_len + parameters.len;
    Some(Header { form: parameters.form(form), range: start..end, date: parameters.date(), open: parameters.open })
}

/// At most so many bytes from the beginning of a text.
fn head(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

/// The parameters of a template, up to `content=` or its end.
#[derive(Default)]
struct Parameters<'a> {
    named: Vec<(String, &'a str)>,
    positional: Vec<&'a str>,
    content: bool,
    open: bool,
    /// Bytes up to where they end, closing braces included.
    len: usize,
}

impl<'a> Parameters<'a> {
    /// Reads from the first `|`, or from the closing braces.
    fn read(text: &'a str) -> Self {
        let mut read = Self::default();
        while text[read.len..].starts_with('|') {
            let value_at = read.len + 1;
            let rest = &text[value_at..];
            let Some(end) = rest.find('|').into_iter().chain(rest.find("}}")).min() else {
                return read.unclosed(text, value_at);
            };
            if let Some(begin) = content_at(&rest[..end]) {
                read.content = true;
                read.len = value_at + begin;
                return read;
            }
            read.push(&rest[..end]);
            read.len = value_at + end;
        }
        match text[read.len..].starts_with("}}") {
            true => read.len += "}}".len(),
            false => read.open = true,
        }
        read
    }

    /// The last parameter goes on to the end of what is looked at: either it is the content, or the braces are missing.
    fn unclosed(mut self, text: &'a str, value_at: usize) -> Self {
        let rest = &text[value_at..];
        if let Some(begin) = content_at(rest) {
            self.content = true;
            self.len = value_at + begin;
        } else {
            let line = rest.lines().next().unwrap_or_default();
            self.push(line);
            self.open = true;
            self.len = value_at + line.len();
        }
        self
    }

    fn push(&mut self, parameter: &'a str) {
        match parameter.split_once('=') {
            Some((name, value)) => self.named.push((name.trim().to_ascii_lowercase(), value.trim())),
            None => self.positional.push(parameter.trim()),
        }
    }

    fn value(&self, name: &str) -> Option<&'a str> {
        self.named.iter().rev().find(|(key, _)| key == name).map(|(_, value)| *value)
    }

    fn form(&self, named: Form) -> Form {
        if self.content {
            Form::Content
        } else if self.value("bottom").is_some_and(|value| !value.is_empty()) {
            Form::Bottom
        } else {
            named
        }
    }

    fn date(&self) -> HeaderDate {
        let part = |name, at| self.value(name).or_else(|| self.positional.get(at).copied()).filter(|v| !v.is_empty());
        let parts @ (year, month, day) = (part("year", 0), part("month", 1), part("day", 2));
        if parts == (None, None, None) {
            return HeaderDate::Missing;
        }
        let date = year
            .zip(month)
            .zip(day)
            .and_then(|((year, month), day)| Date::new(year.parse().ok()?, dates::month(month)?, day.parse().ok()?));
        let written = || [year, month, day].map(|part| part.unwrap_or("?")).join("-");
        date.map_or_else(|| HeaderDate::Impossible(written()), HeaderDate::Day)
    }
}

/// Where the value of `content=` begins, if a parameter is that one.
fn content_at(parameter: &str) -> Option<usize> {
    let (name, value) = parameter.split_once('=')?;
    name.trim().eq_ignore_ascii_case("content").then(|| parameter.len() - value.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(Form, HeaderDate, &str)> {
        let header = |header: Header| (header.form, header.date, &text[header.range]);
        headers(text).into_iter().map(header).collect()
    }

    fn day(year: i32, month: u32, day: u32) -> HeaderDate {
        HeaderDate::Day(Date::new(year, month, day).unwrap())
    }

    #[test]
    fn every_form_is_known() {
        let text = "{{Current events|year=2020|month=04|day=1|content=\n*x|}}\
                    {{ current_events\n| year = 2026 | month = September\n| day = 20 | top = yes }}*x\
                    {{Current events|year=2026|month=09|day=20|bottom=yes}}{{Current events header|2005|01|8}}\
                    {{Portal:Current events footer}}{{Current eventsx}}{{flag|x}}{{Current events}}";
        assert_eq!(
            read(text),
            [
                (Form::Content, day(2020, 4, 1), "{{Current events|year=2020|month=04|day=1|content="),
                (
                    Form::Top,
                    day(2026, 9, 20),
                    "{{ current_events\n| year = 2026 | month = September\n| day = 20 | top = yes }}"
                ),
                (Form::Bottom, day(2026, 9, 20), "{{Current events|year=2026|month=09|day=20|bottom=yes}}"),
                (Form::Header, day(2005, 1, 8), "{{Current events header|2005|01|8}}"),
                (Form::Bottom, HeaderDate::Missing, "{{Portal:Current events footer}}"),
                (Form::Top, HeaderDate::Missing, "{{Current events}}"),
            ]
        );
    }

    #[test]
    fn dates_may_be_wrong_or_half_there() {
        let date = |parameters: &str| read(&format!("{{{{Current events|{parameters}}}}}")).remove(0).1;
        assert_eq!(date("year=2021|month=02|day=30"), HeaderDate::Impossible("2021-02-30".into()));
        assert_eq!(date("year=2021|day=3"), HeaderDate::Impossible("2021-?-3".into()));
        assert_eq!(date("year=|month=|day="), HeaderDate::Missing);
    }

    #[test]
    fn missing_braces_end_with_the_line() {
        let text = "{{Current events|year=2020|month=4|day=1\n*x";
        let headers = headers(text);
        assert_eq!(
            (&text[headers[0].range.clone()], headers[0].open),
            ("{{Current events|year=2020|month=4|day=1", true)
        );
        assert_eq!(headers[0].date, day(2020, 4, 1));
    }
}
