//! An article of the reader's, and the event that it reports.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, DragEvent, HtmlInputElement};

use crate::model::Date;
use crate::protocol::{Evidence, EvidenceKind, LinkReply, LinkRequest, Linked, Mark, Reply, Request, Verdict};
use crate::ui::app;
use crate::ui::pages::BackLink;
use crate::ui::parts::{HitRow, MarkedText};
use crate::ui::strings::strings;
use crate::ui::words::merged_marks;

/// The most events that are asked for: the one reported, and some that come near.
const MATCHES: u32 = 5;
/// A text that grows by more characters than this at once was pasted, and is asked about without a further click.
const PASTED_CHARS: usize = 60;
/// As much of a file as is read: more than the engine looks at.
const FILE_BYTES: i32 = 128 * 1024;

/// A text of the reader's. It is kept while the app is open, and nowhere else.
#[derive(Clone, Copy)]
pub struct Article {
    /// What stands in the field.
    pub text: RwSignal<String>,
    /// What is asked about; nothing if it is empty.
    pub asked: RwSignal<String>,
    /// Why it is not.
    problem: RwSignal<Option<&'static str>>,
}

impl Default for Article {
    fn default() -> Self {
        Self { text: RwSignal::default(), asked: RwSignal::default(), problem: RwSignal::new(None) }
    }
}

impl Article {
    /// Asks which event a text reports.
    pub fn ask(self, text: String) {
        let problem = match text.contains(char::is_alphanumeric) {
            true if !text.contains(['\0', char::REPLACEMENT_CHARACTER]) => None,
            true => Some(strings().article_no_text),
            false => Some(strings().article_empty),
        };
        self.problem.set(problem);
        self.asked.set(if problem.is_none() { text.clone() } else { String::new() });
        self.text.set(text);
    }

    /// The same with the beginning of a file.
    fn ask_file(self, file: Blob) {
        let Ok(beginning) = file.slice_with_i32_and_i32(0, FILE_BYTES) else { return };
        spawn_local(async move {
            let text = JsFuture::from(beginning.text()).await;
            // A letter that the cut went through is none.
            let text = text.ok().and_then(|text| text.as_string()).unwrap_or_default();
            self.ask(text.trim_end_matches(char::REPLACEMENT_CHARACTER).to_owned());
        });
    }
}

/// A field for a text, and the event that it reports.
#[component]
pub fn ArticlePage() -> impl IntoView {
    let app = app();
    let asked = app.article.asked;
    let answer = app.client.follow(move || {
        let text = asked.get();
        (!text.is_empty()).then_some(Request::Link(LinkRequest { text, title: None, limit: MATCHES }))
    });
    // An answer stays beside the text it is about until the next is there.
    let answered = Memo::new(move |_| match answer.get() {
        Some(Reply::Link(reply)) => Some((asked.get_untracked(), reply)),
        _ => None,
    });
    view! {
        <section class="page article" data-testid="article-view">
            <BackLink />
            <h2 class="page-title">{strings().article_heading}</h2>
            <p class="note">{strings().article_help}</p>
            <Form />
            <div aria-live="polite">
                {move || app.article.problem.get().map(|problem| view! { <p class="problem" data-testid="article-problem">{problem}</p> })}
                {move || answered.get().map(|(text, reply)| view! { <Answer text reply /> })}
            </div>
        </section>
    }
}

#[component]
fn Form() -> impl IntoView {
    let article = app().article;
    let typed = move |text: String| {
        let before = article.text.with_untracked(|text| text.chars().count());
        match text.chars().count() > before + PASTED_CHARS {
            true => article.ask(text),
            false => article.text.set(text),
        }
    };
    let dropped = move |event: DragEvent| {
        let file = event.data_transfer().and_then(|data| data.files()).and_then(|files| files.item(0));
        if let Some(file) = file {
            event.prevent_default();
            article.ask_file(file.into());
        }
    };
    let chosen = move |field: HtmlInputElement| {
        if let Some(file) = field.files().and_then(|files| files.item(0)) {
            article.ask_file(file.into());
        }
    };
    view! {
        <form class="article-form" on:submit=move |event| {
            event.prevent_default();
            article.ask(article.text.get_untracked());
        }>
            <label class="sr-only" for="article-text">{strings().article_label}</label>
            <textarea
                id="article-text"
                data-testid="article-text"
                dir="auto"
                rows="7"
                spellcheck="false"
                placeholder=strings().article_label
                prop:value=article.text
                on:input:target=move |event| typed(event.target().value())
                on:dragover=move |event| event.prevent_default()
                on:drop=dropped
            ></textarea>
            <p class="article-actions">
                <button type="submit" data-testid="article-find">{strings().article_find}</button>
                <label class="file">
                    <span>{strings().article_file}</span>
                    <input type="file" accept=".txt,.md,.html,text/*" on:change:target=move |event| chosen(event.target()) />
                </label>
            </p>
        </form>
    }
}

#[component]
fn Answer(
    /// The article.
    text: String,
    /// What it reports.
    reply: LinkReply,
) -> impl IntoView {
    let mut matches = reply.matches;
    let reported = match reply.verdict {
        Verdict::Match if !matches.is_empty() => Some(matches.remove(0)),
        _ => None,
    };
    let verdict = if reported.is_some() { strings().article_match } else { strings().article_none };
    let near = if reported.is_some() { strings().article_others } else { strings().article_nearest };
    let evidence = reported.as_ref().map(|linked| &linked.evidence);
    let marks = evidence.map(|pieces| merged_marks(pieces.iter().flat_map(|piece| piece.marks.clone()).collect()));
    view! {
        <h3 class="verdict" class:none=reported.is_none() data-testid="article-verdict">{verdict}</h3>
        {reported.map(|linked| view! { <Match linked /> })}
        {marks.filter(|marks| !marks.is_empty()).map(|marks| view! { <Marked text marks /> })}
        {(!matches.is_empty()).then(|| view! { <h3 class="section-title">{near}</h3> })}
        {matches.into_iter().map(|linked| view! { <Match linked /> }).collect_view()}
    }
}

/// An event, and what speaks for it.
#[component]
fn Match(linked: Linked) -> impl IntoView {
    view! {
        <div data-testid="article-match">
            <HitRow hit=linked.hit dated=true />
            <Reasons evidence=linked.evidence />
        </div>
    }
}

#[component]
fn Reasons(evidence: Vec<Evidence>) -> impl IntoView {
    let kinds = [EvidenceKind::Name, EvidenceKind::Number, EvidenceKind::Date, EvidenceKind::Word];
    let line = move |kind: EvidenceKind| {
        let of_kind = evidence.iter().filter(|piece| piece.kind == kind);
        let words = of_kind.map(said).collect::<Vec<_>>().join(", ");
        (!words.is_empty()).then(|| {
            view! { <p class="context"><span class="label">{(strings().evidence)(kind)}</span>{words}</p> }
        })
    };
    view! { <div class="reasons" data-testid="article-evidence">{kinds.map(line).into_iter().collect_view()}</div> }
}

/// A piece of evidence in words; days as they are written elsewhere.
fn said(piece: &Evidence) -> String {
    let day = (piece.kind == EvidenceKind::Date).then(|| piece.text.parse::<Date>().ok()).flatten();
    day.map_or_else(|| piece.text.clone(), |day| (strings().date)(day))
}

/// The article, with what speaks for the event.
#[component]
fn Marked(text: String, marks: Vec<Mark>) -> impl IntoView {
    view! {
        <details class="article-marked" open=true>
            <summary>{strings().article_marked}</summary>
            <p dir="auto" data-testid="article-marked"><MarkedText text marks /></p>
        </details>
    }
}
