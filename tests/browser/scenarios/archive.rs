//! A real archive of thousands of events: what a reader does in a session, checked against an engine in this process.

use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use throughline::protocol::{Choice, Facet, Filters, SearchReply, SearchRequest};

use super::scenarios;
use super::scripts::run;
use crate::page::Page;
use crate::portal::{Portal, portal};

scenarios!("archive":
    words_and_filters_find_what_the_engine_finds,
    related_links_lead_on_and_back,
    an_event_leads_to_its_day_and_its_entities,
    a_deep_link_shows_the_same_again,
    every_keystroke_is_answered,
    questions_are_answered_while_the_archive_is_read,
    the_command_finds_the_same
    ; in Chromium: typing_holds_up_nothing
);

/// Words of which many headlines have each, and few all.
const WORDS: &str = "prime minister resig";
/// Results on the first page.
const FIRST_RESULTS: u32 = 50;
/// Values of a facet in the first list.
const FIRST_VALUES: u32 = 7;
/// Related events shown.
const RELATED: u32 = 10;
/// The fewest events that make a search worth filtering.
const ENOUGH: u32 = 10;

async fn words_and_filters_find_what_the_engine_finds(page: &Page) -> Result<()> {
    let Some(portal) = portal()? else { return Ok(()) };
    let mut request = first_results("");
    open(page, portal, "").await?;
    shows_what_was_found(page, &portal.search(request.clone())?).await?;

    WORDS.clone_into(&mut request.query);
    let found = portal.search(request.clone())?;
    ensure!(found.total > ENOUGH, "{WORDS:?} finds too little to be filtered");
    page.type_in("search-box", WORDS).await?;
    shows_what_was_found(page, &found).await?;

    let categories = found.facets.iter().find(|counts| counts.facet == Facet::Category);
    let category = categories.and_then(|counts| counts.values.first()).context("there are no categories")?;
    let label =
        format!("text(element).replace(/\\s+/g, ' ') === {}", json!(format!("{} {}", category.value, category.count)));
    page.click_where("facet-value", &label).await?;
    request.filters.category.push(Choice { value: category.value.clone(), exclude: false });
    let filtered = portal.search(request)?;
    ensure!(filtered.total == category.count && filtered.total < found.total, "the filter takes nothing away");
    shows_what_was_found(page, &filtered).await
}

/// Counts what the page asks its worker, and what that answers. The first byte of a message is its kind.
const COUNT_MESSAGES: &str = "
    window.asked = 0;
    window.answered = 0;
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (message, transfer) {
        if (!window.engine) {
            window.engine = this;
            this.addEventListener('message', ({ data }) => { if (data[0] === 3) window.answered++; });
        }
        if (message[0] === 1) window.asked++;
        return post.call(this, message, transfer);
    };";
const KEYS_PER_SECOND: u32 = 15;

async fn every_keystroke_is_answered(page: &Page) -> Result<()> {
    let Some(portal) = portal()? else { return Ok(()) };
    open(page, portal, "").await?;
    page.script(COUNT_MESSAGES).await?;
    page.type_at_pace("search-box", WORDS, KEYS_PER_SECOND).await?;
    shows_what_was_found(page, &portal.search(first_results(WORDS))?).await?;
    page.until("all questions are answered", "return window.asked > 0 && window.asked === window.answered").await?;
    let asked = page.script("return window.asked").await?.as_u64().unwrap_or_default();
    // Names are suggested for what is typed, too.
    ensure!(asked >= WORDS.len() as u64, "{asked} questions for {} keys", WORDS.len());
    Ok(())
}

/// The longest task of the page while one types, in milliseconds, on a machine of which the loop below takes
/// [`REFERENCE_LOOP_MS`]; as much longer on one where that takes longer.
const LONGEST_TASK_MS: f64 = 50.0;
const REFERENCE_LOOP_MS: f64 = 10.0;
/// Typing is watched so often, and judged by the median.
const TYPING_RUNS: usize = 5;

/// Keeps long tasks, as Chromium tells them (from 50 ms on), and the longest time in which a timer was not served.
const WATCH_TASKS: &str = "
    window.tasks = [];
    new PerformanceObserver((list) => tasks.push(...list.getEntries())).observe({ type: 'longtask' });
    window.begin = () => { window.begun = window.last = performance.now(); window.gap = 0; };
    setInterval(() => {
        const now = performance.now();
        window.gap = Math.max(window.gap, now - window.last);
        window.last = now;
    }, 4);
    begin();";
/// How long a fixed loop takes: the median of five.
const FIXED_LOOP: &str = "
    const times = [1, 2, 3, 4, 5].map(() => {
        const start = performance.now();
        let sum = 1;
        for (let i = 0; i < 1e7; i++) sum = (Math.imul(sum, 31) + i) | 0;
        window.sum = sum;
        return performance.now() - start;
    });
    return times.sort((a, b) => a - b)[2];";

/// A slow or busy machine is told by the fixed loop; what another program does at one moment, by the median.
async fn typing_holds_up_nothing(page: &Page) -> Result<()> {
    let Some(portal) = portal()? else { return Ok(()) };
    open(page, portal, "").await?;
    page.script(WATCH_TASKS).await?;
    let mut runs: Vec<(f64, f64, f64)> = Vec::new();
    for _ in 0..TYPING_RUNS {
        page.type_in("search-box", "").await?;
        let fixed: f64 = from(page.script(FIXED_LOOP).await?)?;
        page.script("begin()").await?;
        page.type_at_pace("search-box", WORDS, KEYS_PER_SECOND).await?;
        shows_what_was_found(page, &portal.search(first_results(WORDS))?).await?;
        let long = "tasks.filter((task) => task.startTime >= begun).map((task) => task.duration)";
        let longest: f64 = from(page.script(&format!("return Math.max(0, ...{long})")).await?)?;
        runs.push((longest, from(page.script("return gap").await?)?, fixed));
    }
    let median = |of: fn(&(f64, f64, f64)) -> f64| {
        let mut values: Vec<f64> = runs.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    let (longest, gap, fixed) = (median(|run| run.0), median(|run| run.1), median(|run| run.2));
    let allowed = LONGEST_TASK_MS * (fixed / REFERENCE_LOOP_MS).max(1.0);
    println!(
        "longest task while typing: {longest:.0} ms (0: none of 50), longest pause {gap:.0} ms, fixed loop {fixed:.1} ms; \
         all runs: {runs:.0?}"
    );
    ensure!(longest <= allowed, "a task of {longest:.0} ms, {allowed:.0} are allowed on this machine");
    Ok(())
}

/// Asks a question every 30 ms from the first answer on until everything is read, or for six seconds.
const ASK_WHILE_READING: &str = "
    const engine = await open('bundle/manifest.json');
    const words = 'prime minister resigns after vote in parliament'.split(' ');
    const times = [];
    let done = false;
    engine.whenReady().then(() => (done = true));
    const start = performance.now();
    for (let n = 0; !done && performance.now() - start < 6000; n++) {
        const asked = performance.now();
        const query = words.slice(n % 5, n % 5 + 1 + n % 3).join(' ');
        await engine.search({ query, typing: true, limit: 10 });
        times.push(performance.now() - asked);
        await new Promise((resolve) => setTimeout(resolve, 30));
    }
    engine.close();
    const took = performance.now() - start;
    times.sort((a, b) => a - b);
    return [times.length, took, times[times.length >> 1], times.at(-1)];";
/// The fewest of these questions that have their answers while the archive is read.
const FEWEST_ANSWERS: f64 = 3.0;

async fn questions_are_answered_while_the_archive_is_read(page: &Page) -> Result<()> {
    let Some(portal) = portal()? else { return Ok(()) };
    page.site.set_bundle(portal.files.clone());
    page.open("").await?;
    let [answers, took, median, longest]: [f64; 4] = from(run(page, ASK_WHILE_READING).await?)?;
    println!("{answers} answers in {took:.0} ms of reading: median {median:.1} ms, longest {longest:.0} ms");
    ensure!(answers >= FEWEST_ANSWERS, "the archive was read before {answers} questions were answered");
    Ok(())
}

/// Questions that are asked of the command and of a browser.
const QUESTIONS: usize = 500;
/// Hits that are compared.
const COMPARED: u32 = 10;

/// Queries of all kinds, made of the archive's words: pseudo-random, but always the same.
fn questions(portal: &Portal) -> Result<Vec<String>> {
    let everything = SearchRequest { limit: 2_000, ..SearchRequest::default() };
    let headlines: Vec<String> = portal.search(everything)?.hits.into_iter().map(|hit| hit.headline).collect();
    let mut state = 1_usize;
    let mut next = move |below: usize| {
        // The generator of Knuth's MMIX.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below.max(1)
    };
    let question = |kind: usize| {
        let headline = headlines.get(next(headlines.len())).map_or("", String::as_str);
        let words: Vec<&str> = headline.split_whitespace().collect();
        let mut word = || words.get(next(words.len())).copied().unwrap_or_default().to_owned();
        match kind % 8 {
            0 => word(),
            1 => format!("{} {}", word(), word()),
            2 => format!("{} {} {}", word(), word(), word()),
            3 => format!("\"{}\"", words.get(..3).unwrap_or(&words).join(" ")),
            4 => format!("{} -{}", word(), word()),
            5 => format!("{} OR {}", word(), word()),
            6 => format!("{}*", word().chars().take(4).collect::<String>()),
            _ => format!("{} {}", word(), word().chars().rev().collect::<String>()),
        }
    };
    Ok((0..QUESTIONS).map(question).collect())
}

async fn the_command_finds_the_same(page: &Page) -> Result<()> {
    let Some(portal) = portal()? else { return Ok(()) };
    let questions = questions(portal)?;
    let expected = ask_the_command(portal, &questions)?;
    open(page, portal, "").await?;
    let script = format!(
        "const engine = await open('bundle/manifest.json');
        await engine.whenReady();
        const found = [];
        for (const query of {}) {{
            const {{ total, hits }} = await engine.search({{ query, limit: {COMPARED} }});
            found.push([total, ...hits.map(({{ id }}) => id)]);
        }}
        engine.close();
        return found;",
        json!(questions)
    );
    let found = run(page, &script).await?;
    for ((question, expected), found) in questions.iter().zip(&expected).zip(found.as_array().into_iter().flatten()) {
        ensure!(found == expected, "{question}: the command finds {expected}, the browser {found}");
    }
    ensure!(found.as_array().map(Vec::len) == Some(expected.len()), "there are not as many answers");
    Ok(())
}

/// For every question the number of matches, and the ids of the first.
fn ask_the_command(portal: &Portal, questions: &[String]) -> Result<Vec<Value>> {
    let folder = tempfile::tempdir()?;
    for (path, bytes) in &portal.files {
        let file = folder.path().join("bundle").join(path);
        std::fs::create_dir_all(file.parent().context("a file is in a folder")?)?;
        std::fs::write(file, bytes)?;
    }
    let batch = folder.path().join("questions.txt");
    std::fs::write(&batch, questions.join("\n"))?;
    let mut command = Command::new(env!("CARGO_BIN_EXE_throughline"));
    command.arg("search").arg(folder.path().join("bundle")).arg("--limit").arg(COMPARED.to_string());
    let output = command.arg("--batch").arg(batch).output()?;
    let answers = String::from_utf8(output.stdout)?;
    let answer = |line: &str| -> Result<Value> {
        let answer: Value = serde_json::from_str(line)?;
        let ids = answer["hits"].as_array().into_iter().flatten().map(|hit| hit["id"].clone());
        Ok([answer["total"].clone()].into_iter().chain(ids).collect())
    };
    answers.lines().map(answer).collect()
}

async fn related_links_lead_on_and_back(page: &Page) -> Result<()> {
    let Some(portal) = portal()? else { return Ok(()) };
    open(page, portal, &format!("?q={}", WORDS.replace(' ', "+"))).await?;
    let first = first_hit(portal, WORDS)?;
    page.follow("result").await?;
    shows_event(page, portal, &first).await?;
    let mut path = vec![first];
    for _ in 0..3 {
        let seen = path.iter().map(|id| Ok(portal.event(id)?.event.headline)).collect::<Result<Vec<_>>>()?;
        let context = follow_related(page, &seen).await?;
        let next = open_event(page).await?;
        shows_event(page, portal, &next).await?;
        let headline = portal.event(&next)?.event.headline;
        ensure!(!seen.contains(&headline), "{headline:?} again");
        let entities = page.texts("event-entity").await?;
        for name in &context {
            ensure!(entities.contains(name), "the context {name:?} is not in {next}: {entities:?}");
        }
        path.push(next);
    }
    path.pop();
    for id in path.iter().rev() {
        page.back().await?;
        shows_event(page, portal, id).await?;
    }
    Ok(())
}

async fn an_event_leads_to_its_day_and_its_entities(page: &Page) -> Result<()> {
    let Some(portal) = portal()? else { return Ok(()) };
    let id = first_hit(portal, WORDS)?;
    open(page, portal, &format!("?event={id}")).await?;
    shows_event(page, portal, &id).await?;
    page.click_css("[data-testid=\"event-view\"] .meta a").await?;
    let day = portal.day_of(&id)?;
    page.query_has(&format!("day={}", day.date), true).await?;
    // The page goes by category, the engine by the order of the source.
    lists(page, "day-view", day.events.into_iter().map(|hit| hit.id), true).await?;

    page.click_css(&format!("[data-testid=\"day-view\"] [data-row={}]", json!(id))).await?;
    shows_event(page, portal, &id).await?;
    let name = portal.event(&id)?.event.entities.into_iter().next().context("the event has no entities")?;
    page.click_text("event-entity", &name).await?;
    page.query_has(&format!("name={name}"), true).await?;
    page.says("entity-view", &name).await?;
    lists(page, "entity-view", portal.entity(&name)?.newest.into_iter().map(|hit| hit.id), false).await
}

async fn a_deep_link_shows_the_same_again(page: &Page) -> Result<()> {
    let Some(portal) = portal()? else { return Ok(()) };
    let filters = Filters {
        category: vec![Choice { value: "Politics and elections".to_owned(), exclude: false }],
        ..Filters::default()
    };
    let found = portal.search(SearchRequest { filters, ..first_results(WORDS) })?;
    let id = found.hits.first().context("nothing is found")?.id.clone();
    let words = WORDS.replace(' ', "+");
    page.site.set_bundle(portal.files.clone());
    page.open_ready(&format!("?q={words}&category=Politics+and+elections&event={id}")).await?;
    let mut seen = Vec::new();
    for again in [false, true] {
        if again {
            page.refresh().await?;
        }
        shows_what_was_found(page, &found).await?;
        shows_event(page, portal, &id).await?;
        seen.push([page.texts("result").await?, page.texts("event-view").await?, page.texts("active-filter").await?]);
    }
    ensure!(seen[0] == seen[1], "before and after: {seen:#?}");
    Ok(())
}

/// What the app asks first for words that are being typed.
fn first_results(words: &str) -> SearchRequest {
    SearchRequest {
        query: words.to_owned(),
        typing: true,
        limit: FIRST_RESULTS,
        facet_limit: FIRST_VALUES,
        ..SearchRequest::default()
    }
}

fn first_hit(portal: &Portal, words: &str) -> Result<String> {
    let found = portal.search(first_results(words))?;
    Ok(found.hits.into_iter().next().context("nothing is found")?.id)
}

/// Opens the archive and waits until all of it can be searched.
async fn open(page: &Page, portal: &Portal, query: &str) -> Result<()> {
    page.site.set_bundle(portal.files.clone());
    page.open_ready(query).await?;
    let total = portal.search(first_results(""))?.total;
    let all = "text(one('result-count')).replaceAll(',', '')";
    page.until("all events are loaded", &format!("return {all}.endsWith('{total} events')")).await.map(drop)
}

/// Waits until the app shows the number and the first of the events that an engine has found.
async fn shows_what_was_found(page: &Page, found: &SearchReply) -> Result<()> {
    let count =
        format!("return text(one('result-count')).replaceAll(',', '').match(/^\\d+/)?.[0] === '{}'", found.total);
    page.until(&format!("{} events are found", found.total), &count).await?;
    let ids: Vec<_> = found.hits.iter().map(|hit| hit.id.as_str()).collect();
    let script = format!(
        "return JSON.stringify(all('result').map((result) => result.querySelector('[data-row]').dataset.row)) === {}",
        json!(json!(ids).to_string())
    );
    page.until("the results are those of the engine", &script).await.map(drop)
}

/// Waits until the app shows an event, with its headline, entities and related events.
async fn shows_event(page: &Page, portal: &Portal, id: &str) -> Result<()> {
    let event = portal.event(id)?.event;
    page.query_has(&format!("event={id}"), true).await?;
    let related = portal.related_headlines(id, RELATED)?;
    let expected = json!([[event.headline], event.entities, related]).to_string();
    let script = format!(
        "const content = (element) => element.textContent;
         const headlines = all('related-item').map((item) => content(item.querySelector('.related-headline')));
         const seen = [all('event-headline').map(content), all('event-entity').map(content), headlines];
         return JSON.stringify(seen) === {}",
        json!(expected)
    );
    page.until(&format!("the event is {id}"), &script).await.map(drop)
}

/// Waits until an area lists these events, perhaps in another order.
async fn lists(page: &Page, area: &str, ids: impl Iterator<Item = String>, any_order: bool) -> Result<()> {
    let mut ids: Vec<_> = ids.collect();
    ensure!(!ids.is_empty(), "nothing to list in {area}");
    let sort = if any_order { ".sort()" } else { "" };
    if any_order {
        ids.sort();
    }
    let script = format!(
        "const rows = [...(one({area:?})?.querySelectorAll('[data-row]') ?? [])].map((row) => row.dataset.row){sort};
         return JSON.stringify(rows) === {}",
        json!(json!(ids).to_string())
    );
    page.until(&format!("{area} lists {} events", ids.len()), &script).await.map(drop)
}

/// Follows the first related link with a context to a headline that was not seen; the names in that context.
async fn follow_related(page: &Page, seen: &[String]) -> Result<Vec<String>> {
    let script = format!(
        "const item = all('related-item').find((item) => item.querySelector('[data-testid=\"context\"] a')
             && !{}.includes(item.querySelector('.related-headline').textContent));
         item?.querySelector('.related-headline').setAttribute('id', 'onward');
         return item && [...item.querySelectorAll('[data-testid=\"context\"] a')].map(text)",
        json!(seen)
    );
    let context = page.until("a related event with a context that was not seen", &script).await?;
    let before = open_event(page).await?;
    page.click_css("#onward").await?;
    page.until(
        "another event",
        &format!("return new URLSearchParams(location.search).get('event') !== {}", json!(before)),
    )
    .await?;
    from(context)
}

/// The id of the event that the address names.
async fn open_event(page: &Page) -> Result<String> {
    from(page.script("return new URLSearchParams(location.search).get('event')").await?)
}

fn from<T: DeserializeOwned>(value: serde_json::Value) -> Result<T> {
    Ok(serde_json::from_value(value)?)
}
