//! Articles: what holds of the answer to any text.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests, which clippy does not know as such")]

use proptest::prelude::*;
use throughline::engine::Engine;
use throughline::protocol::{LinkReply, LinkRequest, Mark, Reply, Request, Verdict};

use super::{event, small};

fn link(engine: &Engine, title: Option<&str>, text: &str, limit: u32) -> LinkReply {
    let request = LinkRequest { text: text.to_owned(), title: title.map(str::to_owned), limit };
    match engine.handle(&Request::Link(request)) {
        Reply::Link(reply) => reply,
        other => panic!("{other:?}"),
    }
}

fn assert_marks(text: &str, marks: &[Mark]) {
    for mark in marks {
        assert!(
            text.get(mark.start as usize..mark.end as usize).is_some_and(|word| !word.is_empty()),
            "{text} {marks:?}"
        );
    }
    assert!(marks.windows(2).all(|pair| pair[0].end <= pair[1].start), "{marks:?}");
}

#[test]
fn an_engine_without_events_has_none() {
    assert_eq!(link(&Engine::new(), None, "Emir killed in Dagestan", 5), LinkReply::default());
}

#[test]
fn names_are_known_by_their_aliases_and_other_spellings() {
    let mut engine = small();
    let text = "Daesh says it was behind the attack of Sunday";
    let reply = link(&engine, None, text, 5);
    assert_eq!(reply.matches[0].hit.id, "c", "{reply:#?}");
    assert!(
        reply.matches[0].evidence.iter().any(|piece| piece.text == "group"),
        "the mention, by another name: {reply:#?}"
    );
    engine.add_events(vec![event("f", "2016-12-04", "The men of Rustam Asildarov flee to Khasavyurt")]);
    for name in ["Aselderov", "Aseldrov", "Asildaroff"] {
        let reply = link(&engine, None, &format!("In Khasavyurt, Rustam {name} and his men have fled"), 1);
        let piece = &reply.matches[0].evidence[0];
        assert_eq!((reply.verdict, reply.matches[0].hit.id.as_str()), (Verdict::Match, "f"), "{name}");
        assert_eq!((piece.text.as_str(), piece.marks.len()), ("Rustam Asildarov", 2), "{name}: {piece:?}");
    }
}

proptest! {
    #[test]
    fn any_text_has_an_answer_with_its_places(
        title in proptest::option::of("(?s).{0,30}"),
        text in "((Rustam|FSB|Daesh|Derbent|fired|4 December 2016|on Sunday|thirty-five|[0-9]{1,4}|.|\u{301}|俄)[ .\n]?){0,40}",
        limit in 0_u32..4,
    ) {
        let reply = link(&small(), title.as_deref(), &text, limit);
        assert!(reply.matches.len() <= limit as usize);
        let scores: Vec<f32> = reply.matches.iter().map(|found| found.hit.score).collect();
        assert!(scores.iter().all(|score| (0.0..=1.0).contains(score)) && scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
        for found in &reply.matches {
            assert_marks(&found.hit.headline, &found.hit.marks);
            for piece in &found.evidence {
                assert!(!piece.marks.is_empty() || !piece.title_marks.is_empty(), "{piece:?}");
                assert_marks(&text, &piece.marks);
                assert_marks(title.as_deref().unwrap_or_default(), &piece.title_marks);
            }
        }
    }
}
