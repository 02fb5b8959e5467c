//! The interface for scripts, `throughline.js`: what it tells is what the engine says.

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value, json};
use throughline::protocol::{
    Choice, Direction, Facet, Filters, LinkRequest, RelatedRequest, Reply, Request, SearchRequest, Sort, Span, Timeline,
};

use super::scenarios;
use crate::bundle::{EVENTS, TITLE, good};
use crate::page::Page;
use crate::portal::load;

/// A query with a word of another name and a misspelling, behind a character that takes more bytes than units of UTF-16.
const READ_ANEW: &str = "tolén OR friends OR stornm~";
/// An article that reports an event, behind such a character.
const ARTICLE: &str = "Bärenfels, March 3 - A storm sank a boat near Port Lark.";

scenarios!("scripts":
    get_the_answers_of_the_engine,
    are_told_what_is_wrong_with_a_request,
    hear_of_progress_and_of_failures
);

/// Waits for an asynchronous script that can use `open`, and returns what it returns.
pub(super) async fn run(page: &Page, script: &str) -> Result<Value> {
    let script = format!(
        "window.outcome = undefined;
        const open = async (url, options) => (await import('./throughline.js')).open(url, options);
        (async () => {{ {script} }})().then(
            (value) => {{ window.outcome = {{ value: JSON.stringify(value ?? null) }}; }},
            (error) => {{ window.outcome = {{ error: String(error) }}; }},
        );"
    );
    page.script(&script).await?;
    let outcome = page.until("the script has ended", "return window.outcome").await?;
    let value = outcome["value"].as_str().with_context(|| format!("the script failed: {outcome}"))?;
    Ok(serde_json::from_str(value)?)
}

/// Requests of every kind, and the same as a script has them.
fn questions() -> Result<Vec<(Request, Value)>> {
    let choice = |value: &str, exclude| Choice { value: value.to_owned(), exclude };
    let filters = Filters {
        category: vec![choice("Disasters and accidents", false)],
        source: vec![choice("Nobody", true)],
        after: Some("2016-02-29".parse()?),
        ..Filters::default()
    };
    let all = SearchRequest { query: "sto".into(), typing: true, limit: 20, facet_limit: 10, ..Default::default() };
    let some = SearchRequest {
        filters,
        sort: Sort::Oldest,
        offset: 1,
        limit: 3,
        facet_limit: 300,
        facets: Some(vec![Facet::Category]),
        timeline: Timeline::By(Span::Year),
        ..Default::default()
    };
    let words = |query: &str| SearchRequest {
        query: query.to_owned(),
        limit: 20,
        facets: Some(Vec::new()),
        timeline: Timeline::Off,
        ..Default::default()
    };
    let id = "2016/3/3/storm-sinks-boat".to_owned();
    let related = RelatedRequest { id: id.clone(), limit: 10, ..RelatedRequest::default() };
    let steered = RelatedRequest {
        id: id.clone(),
        limit: 4,
        parts: true,
        require: vec!["Port Lark".to_owned()],
        without: vec!["Nobody".to_owned()],
        ignore_words: true,
        ignore_time: true,
        direction: Direction::Earlier,
        ..Default::default()
    };
    Ok(vec![
        (
            Request::Search(all),
            json!(["search", {"query": "sto", "typing": true, "facets": null, "timeline": "whole"}]),
        ),
        (
            Request::Search(some),
            json!(["search", {
                "filters": {"category": "Disasters and accidents", "source": ["-Nobody"], "after": "2016-02-29"},
                "sort": "oldest", "offset": 1, "limit": 3, "facetLimit": 300, "facets": ["category"], "timeline": {"by": "year"},
            }]),
        ),
        (Request::Search(words("tolen mayor")), json!(["search", {"query": "tolen mayor"}])),
        (Request::Search(words(READ_ANEW)), json!(["search", {"query": READ_ANEW}])),
        (
            Request::Search(SearchRequest { exact: true, ageless: true, ..words(READ_ANEW) }),
            json!(["search", {"query": READ_ANEW, "exact": true, "ageless": true}]),
        ),
        (Request::Event { id: id.clone() }, json!(["event", id])),
        (Request::Related(related), json!(["related", id])),
        (
            Request::Related(steered),
            json!(["related", id, {
                "limit": 4, "parts": true, "require": ["Port Lark"], "without": ["Nobody"], "ignoreWords": true,
                "ignoreTime": true, "direction": "earlier",
            }]),
        ),
        (Request::Day { date: "2016-03-03".parse()? }, json!(["day", "2016-03-03"])),
        (Request::Entity { name: "Port Lark".into() }, json!(["entity", "Port Lark"])),
        (Request::Link(LinkRequest { text: ARTICLE.to_owned(), title: None, limit: 5 }), json!(["link", ARTICLE])),
        (Request::Event { id: "nowhere".into() }, json!(["event", "nowhere"])),
    ])
}

async fn get_the_answers_of_the_engine(page: &Page) -> Result<()> {
    let engine = load(&good()?)?;
    page.open("").await?;
    let questions = questions()?;
    let asked: Vec<_> = questions.iter().map(|(_, question)| question).collect();
    let script = format!(
        "const engine = await open('bundle/manifest.json');
        await engine.whenReady();
        const answers = [];
        for (const [name, ...how] of {}) answers.push(await engine[name](...how));
        engine.close();
        return answers;",
        json!(asked)
    );
    let answers = run(page, &script).await?;
    for (place, (request, question)) in questions.iter().enumerate() {
        let expected = rounded(told(request, engine.handle(request))?);
        let answer = rounded(answers[place].clone());
        ensure!(answer == expected, "{question}:\n{answer}\nand not\n{expected}");
    }
    ensure!(answers[0]["hits"][0]["marks"][0].is_object(), "nothing is marked: {}", answers[0]);
    let readings: Vec<_> = [3, 4].map(|place| answers[place]["readings"].as_array().map_or(0, Vec::len)).into();
    ensure!(readings == [2, 0], "{} and {}", answers[3], answers[4]);
    Ok(())
}

/// A reply as a script has it.
fn told(request: &Request, reply: Reply) -> Result<Value> {
    if matches!(reply, Reply::NotFound { .. }) {
        return Ok(Value::Null);
    }
    let Value::Object(reply) = serde_json::to_value(reply)? else { return Ok(Value::Null) };
    let mut told = reply.into_iter().next().map_or(Ok(Value::Null), |(_, reply)| in_script(reply))?;
    if let (Request::Search(request), Some(Value::Array(readings))) = (request, told.get_mut("readings")) {
        readings.iter_mut().for_each(|reading| mark_in_script(&request.query, &mut reading["word"]));
    }
    if let (Request::Link(request), Some(Value::Array(matches))) = (request, told.get_mut("matches")) {
        let evidence = matches.iter_mut().filter_map(|found| found["evidence"].as_array_mut()).flatten();
        let marks = evidence.filter_map(|piece| piece["marks"].as_array_mut()).flatten();
        marks.for_each(|mark| mark_in_script(&request.text, mark));
    }
    Ok(told)
}

/// With scores to four decimals: the last bit of a logarithm is not the same everywhere.
fn rounded(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(rounded).collect(),
        Value::Object(fields) => fields.into_iter().map(|(name, value)| (name, rounded(value))).collect(),
        Value::Number(number) if number.is_f64() => {
            let number = (number.as_f64().unwrap_or_default() * 1e4).round() / 1e4;
            // JavaScript does not write the point of a whole number.
            if number.fract() == 0.0 { json!(number as i64) } else { json!(number) }
        }
        other => other,
    }
}

/// Names in camel case, names of variants in lower case, and what is JSON inside opened.
fn in_script(value: Value) -> Result<Value> {
    match value {
        Value::Array(items) => items.into_iter().map(in_script).collect::<Result<_>>().map(Value::Array),
        Value::Object(fields) => {
            let fields = fields.into_iter().map(|(name, value)| field_in_script(&name, value));
            let mut fields = fields.collect::<Result<Map<_, _>>>()?;
            marks_in_script(&mut fields);
            Ok(Value::Object(fields))
        }
        other => Ok(other),
    }
}

/// Counts the places of marks in units of UTF-16, of which JavaScript's texts are made. Those of evidence are in the article: see
/// [`told`].
fn marks_in_script(fields: &mut Map<String, Value>) {
    if fields.contains_key("titleMarks") {
        return;
    }
    let text = fields.get("headline").or_else(|| fields.get("text")).and_then(Value::as_str).map(str::to_owned);
    let (Some(text), Some(Value::Array(marks))) = (text, fields.get_mut("marks")) else { return };
    marks.iter_mut().for_each(|mark| mark_in_script(&text, mark));
}

fn mark_in_script(text: &str, mark: &mut Value) {
    for end in mark.as_object_mut().into_iter().flat_map(Map::values_mut) {
        let bytes = usize::try_from(end.as_u64().unwrap_or_default()).unwrap_or_default();
        *end = json!(text.get(..bytes).unwrap_or_default().encode_utf16().count());
    }
}

fn field_in_script(name: &str, value: Value) -> Result<(String, Value)> {
    let value = match (name, value) {
        ("facet" | "span", Value::String(variant)) => json!(variant.to_lowercase()),
        ("event", Value::String(text)) => serde_json::from_str(&text)?,
        ("story_neighbours", Value::Array(two)) => in_script(json!({"before": two[0], "after": two[1]}))?,
        (_, value) => in_script(value)?,
    };
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    let name = words.fold(first, |name, word| name + &word[..1].to_uppercase() + &word[1..]);
    Ok((name, value))
}

async fn are_told_what_is_wrong_with_a_request(page: &Page) -> Result<()> {
    page.open("").await?;
    let script = "
        const engine = await open('bundle/manifest.json');
        const wrong = [
            { search: { words: 'storm' } }, { search: { sort: 'best' } }, { search: { limit: -1 } }, { search: { limit: 2 ** 32 } },
            { search: { query: 7 } }, { search: { filters: { after: 'yesterday' } } }, { day: { date: '2015-02-29' } },
            { day: { date: '1900-02-29' } }, { day: { date: '2016-13-01' } }, { find: {} }, { search: { timeline: 'by' } }, {}, null,
        ];
        const errors = [];
        for (const request of wrong) errors.push(await engine.ask(request).then(() => 'answered', (error) => String(error)));
        const leap = await engine.day('2000-02-29');
        const early = await engine.day('-0043-03-15');
        engine.close();
        errors.push(await engine.search().then(() => 'answered', (error) => String(error)));
        return { errors, days: [leap.date, early.date] };";
    let outcome = run(page, script).await?;
    let mut errors: Vec<String> = serde_json::from_value(outcome["errors"].clone())?;
    ensure!(errors.pop().is_some_and(|error| error.contains("closed")), "a closed engine answered");
    ensure!(errors.iter().all(|error| error.starts_with("TypeError: message")), "{errors:#?}");
    ensure!(errors[0].contains("search has no \"words\""), "{}", errors[0]);
    ensure!(outcome["days"] == json!(["2000-02-29", "-0043-03-15"]), "{outcome}");
    Ok(())
}

async fn hear_of_progress_and_of_failures(page: &Page) -> Result<()> {
    page.open("").await?;
    let script = "
        const told = [];
        const engine = await open('bundle/manifest.json', { onProgress: (progress) => told.push(progress) });
        const { title } = engine.manifest;
        const last = await engine.whenReady();
        engine.close();
        const missing = await open('nowhere/manifest.json').then(() => 'opened', (error) => String(error));
        const worker = await open('bundle/manifest.json', { worker: 'nowhere.js' }).then(() => 'opened', (error) => String(error));
        return { title, last, first: told[0], missing, worker };";
    let outcome = run(page, script).await?;
    ensure!(outcome["title"] == TITLE && outcome["first"]["events"] == 0, "{outcome}");
    ensure!(outcome["last"]["events"] == EVENTS && outcome["last"]["eventsTotal"] == EVENTS, "{outcome}");
    ensure!(outcome["last"]["done"] == true && outcome["last"]["failures"] == json!([]), "{outcome}");
    ensure!(outcome["last"]["bytes"] == outcome["last"]["bytesTotal"], "{outcome}");
    ensure!(
        outcome["missing"].as_str().is_some_and(|error| error.contains("manifest.json could not be loaded")),
        "{outcome}"
    );
    ensure!(outcome["worker"].as_str().is_some_and(|error| error.starts_with("Error: ")), "{outcome}");
    Ok(())
}
