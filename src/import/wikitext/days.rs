//! A page, cut into its days.

use super::dates;
use super::day::{DayReader, Draft};
use super::header::{Form, Header, HeaderDate, headers};
use super::ledger::{Ledger, quote};
use super::outline::split_at_close;
use super::page::Page;
use crate::model::{Date, ProblemKind};

/// The text of one day, and what its templates say about it.
#[derive(Debug)]
pub(super) struct Day<'a> {
    /// How its template marks it; `None` for text before any template.
    form: Option<Form>,
    /// What its templates say about the date, the one at its beginning first.
    dates: Vec<HeaderDate>,
    /// Where its template begins.
    start: usize,
    /// Whether the braces of its template are missing.
    open: bool,
    /// Whether a template that ends it follows.
    ended: bool,
    /// Whether it is all of its page.
    alone: bool,
    /// Its text, and what stands after the template that ends it, with their offsets.
    texts: Vec<(usize, &'a str)>,
}

/// Cuts a page into its days.
pub(super) fn days(text: &str) -> Vec<Day<'_>> {
    let headers = headers(text);
    let first = headers.first().map_or(text.len(), |header| header.range.start);
    let mut days = vec![Day {
        form: None,
        dates: Vec::new(),
        start: 0,
        open: false,
        ended: false,
        alone: headers.iter().all(|header| header.form == Form::Bottom),
        texts: vec![(0, &text[..first])],
    }];
    for (at, header) in headers.iter().enumerate() {
        let end = headers.get(at + 1).map_or(text.len(), |next| next.range.start);
        let body = (header.range.end, &text[header.range.end..end]);
        match days.last_mut() {
            Some(day) if header.form == Form::Bottom => day.end_with(header, body),
            _ => days.push(Day::begun_by(header, body)),
        }
    }
    days
}

impl<'a> Day<'a> {
    fn begun_by(header: &Header, body: (usize, &'a str)) -> Self {
        Self {
            form: Some(header.form),
            dates: vec![header.date.clone()],
            start: header.range.start,
            open: header.open,
            ended: false,
            alone: true,
            texts: vec![body],
        }
    }

    fn end_with(&mut self, header: &Header, after: (usize, &'a str)) {
        self.ended = true;
        self.dates.push(header.date.clone());
        self.texts.push(after);
    }

    /// The day's date and events; `None` if it has no events or no date, which is a problem then.
    pub(super) fn read(&self, path: &str, page: &Page, ledger: &mut Ledger) -> Option<(Date, Vec<Draft>)> {
        let line = page.line_at(self.start);
        let mut reader = DayReader::new(ledger);
        let closed = self.read_lines(page, &mut reader);
        let drafts = reader.finish();
        if drafts.is_empty() {
            // Before the first template nothing is expected.
            if self.alone {
                ledger.note(line, ProblemKind::Structure, "No events are found here.");
            }
            return None;
        }
        self.note_end(line, closed, ledger);
        match self.date(path, line, ledger) {
            Some(date) => Some((date, drafts)),
            None => {
                let message = format!("No date is known for {} events, and they are left out.", drafts.len());
                ledger.left_out(line, ProblemKind::MissingDate, message);
                None
            }
        }
    }

    /// Hands the lines to a reader; whether the braces that close the day's text were among them.
    fn read_lines<'l>(&'l self, page: &Page, reader: &mut DayReader<'l>) -> bool {
        let mut braces_close = self.form != Some(Form::Content);
        let mut late = None;
        for (number, (start, text)) in self.texts.iter().enumerate() {
            if number > 0 {
                late = late.or(Some(reader.events_so_far()));
            }
            let mut at = *start;
            for line in text.split_inclusive('\n') {
                let line_number = page.line_at(at);
                at += line.len();
                match split_at_close(line).filter(|_| !braces_close) {
                    Some((before, after)) => {
                        braces_close = true;
                        reader.line(line_number, before);
                        late = late.or(Some(reader.events_so_far()));
                        reader.line(line_number, after);
                    }
                    None => reader.line(line_number, line),
                }
            }
        }
        if let Some(events) = late.filter(|events| reader.events_so_far() > *events) {
            reader.note_late_events(page.line_at(self.start), events);
        }
        braces_close
    }

    fn note_end(&self, line: u32, closed: bool, ledger: &mut Ledger) {
        if self.open || !closed {
            ledger.note(line, ProblemKind::Syntax, "The template of this day is never closed.");
        } else if self.form == Some(Form::Top) && !self.ended {
            let message = "No template with “bottom=yes” ends this day: its last events may be missing.";
            ledger.note(line, ProblemKind::Structure, message);
        }
    }

    /// The date by the templates; by the path, if they have none.
    fn date(&self, path: &str, line: u32, ledger: &mut Ledger) -> Option<Date> {
        let by_path = dates::of_path(path);
        let mut by_template: Vec<Date> = Vec::new();
        for date in &self.dates {
            match date {
                HeaderDate::Day(date) => by_template.push(*date),
                HeaderDate::Impossible(written) => {
                    let instead = by_path.map(|date| format!(" The file's name gives {date}.")).unwrap_or_default();
                    let message =
                        format!("The template's date, {}, is no day of the calendar.{instead}", quote(written));
                    ledger.note(line, ProblemKind::BadDate, message);
                }
                HeaderDate::Missing => {}
            }
        }
        if let [first, .., last] = by_template[..]
            && first != last
        {
            let message = format!("The templates of this day disagree: {first} and {last}. The first is used.");
            ledger.note(line, ProblemKind::BadDate, message);
        }
        by_template.first().copied().or(by_path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_cut_at_its_templates() {
        let text = "a{{Current events|top=yes}}b{{Current events|bottom=yes}}c{{Current events|content=d}}";
        let cut: Vec<_> = days(text).into_iter().map(|day| (day.form, day.alone, day.texts)).collect();
        assert_eq!(
            cut,
            [
                (None, false, vec![(0, "a")]),
                (Some(Form::Top), true, vec![(27, "b"), (57, "c")]),
                (Some(Form::Content), true, vec![(83, "d}}")]),
            ]
        );
        let cut: Vec<_> = days("a{{Current events footer}}").into_iter().map(|day| (day.form, day.alone)).collect();
        assert_eq!(cut, [(None, true)]);
    }
}
