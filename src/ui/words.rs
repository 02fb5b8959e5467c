//! Texts cut into the pieces that are shown differently.

use std::borrow::Cow;

use crate::model::Mention;
use crate::protocol::Mark;

/// Leads shorter than this are taken to end in an abbreviation, not in a sentence. In bytes.
const MIN_LEAD_BYTES: usize = 48;

/// A stretch of text, and whether words of the query made it stand out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// To be marked.
    pub marked: bool,
}

/// Cuts a text at its marks. Marks that do not fit the text are passed over.
pub fn marked_pieces(text: &str, marks: &[Mark]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut add = |text: &str, marked| {
        if !text.is_empty() {
            pieces.push(Piece { text: text.to_owned(), marked });
        }
    };
    let mut done = 0;
    for mark in marks {
        let (start, end) = (mark.start as usize, mark.end as usize);
        if let (Some(before), Some(marked)) = (text.get(done..start), text.get(start..end)) {
            add(before, false);
            add(marked, true);
            done = end;
        }
    }
    add(&text[done..], false);
    pieces
}

/// Marks in any order, perhaps overlapping, as marks in order that do not overlap.
pub fn merged_marks(marks: Vec<Mark>) -> Vec<Mark> {
    let mut sorted: Vec<Mark> = Vec::new();
    for mark in marks {
        // There are few of them, and a sort of the library would be much to download.
        sorted.insert(sorted.partition_point(|other| other.start <= mark.start), mark);
    }
    let mut merged: Vec<Mark> = Vec::new();
    for mark in sorted {
        match merged.last_mut().filter(|last| mark.start <= last.end) {
            Some(last) => last.end = last.end.max(mark.end),
            None => merged.push(mark),
        }
    }
    merged
}

/// The marks of a text in the two parts it is cut into after `at` bytes; a mark across the cut is in both.
pub fn split_marks(marks: &[Mark], at: usize) -> (Vec<Mark>, Vec<Mark>) {
    let at = u32::try_from(at).unwrap_or(u32::MAX);
    let before = |mark: &Mark| (mark.start < at).then(|| Mark { start: mark.start, end: mark.end.min(at) });
    let after =
        |mark: &Mark| (mark.end > at).then(|| Mark { start: mark.start.saturating_sub(at), end: mark.end - at });
    (marks.iter().filter_map(before).collect(), marks.iter().filter_map(after).collect())
}

/// Where the first sentence of a headline ends, in bytes; the whole length if it is one sentence.
///
/// The headlines of some archives are paragraphs; their first sentence says what happened.
pub fn lead_length(text: &str) -> usize {
    let ends = text.match_indices(['.', '!', '?', '。', '！', '？']).map(|(at, end)| at + end.len());
    let is_end = |&at: &usize| {
        let rest = &text[at..];
        let cjk = text[..at].ends_with(['。', '！', '？']);
        let next = rest.trim_start_matches(['"', '”', '’', ')']).trim_start().chars().next();
        let spaced = rest.trim_start_matches(['"', '”', '’', ')']).starts_with(' ');
        at >= MIN_LEAD_BYTES && (cjk || spaced && next.is_some_and(char::is_uppercase) && !abbreviated(&text[..at]))
    };
    let end = ends.into_iter().find(is_end).unwrap_or(text.len());
    let closing: usize = text[end..].chars().take_while(|c| "\"”’)".contains(*c)).map(char::len_utf8).sum();
    end + closing
}

/// The beginning of a text that is longer than `limit` characters, up to the end of a word, and an ellipsis; a little
/// more than the limit is left as it is.
pub fn shortened(text: &str, limit: usize) -> Cow<'_, str> {
    let slack = limit / 8;
    if text.chars().nth(limit + slack).is_none() {
        return Cow::Borrowed(text);
    }
    let end = text.char_indices().nth(limit).map_or(text.len(), |(at, _)| at);
    let (start, rest) = text.split_at(end);
    let words = if rest.starts_with(' ') { Some(start) } else { start.rsplit_once(' ').map(|(words, _)| words) };
    // Without spaces there are no words to keep whole, or none that can be told.
    let kept = words.filter(|words| words.len() > end / 2).unwrap_or(start);
    let kept = kept.trim_end_matches([' ', ',', ';', ':', '–', '—', '(']);
    let gap = if kept.ends_with(['.', '!', '?']) { " " } else { "" };
    Cow::Owned(format!("{kept}{gap}…"))
}

/// Whether a text that ends in a full stop ends in an abbreviation: a single letter, or a title.
fn abbreviated(text: &str) -> bool {
    let word = text.trim_end_matches('.').rsplit([' ', '.', '(']).next().unwrap_or_default();
    word.chars().count() <= 1
        || ["Mr", "Mrs", "Ms", "Dr", "St", "Gen", "Lt", "Col", "Sgt", "Sen", "Rep", "Gov", "vs", "No"].contains(&word)
}

/// A stretch of text that may stand for an entity. Stretches end where the first sentence does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// It is part of the first sentence.
    pub lead: bool,
    /// The text.
    pub text: String,
    /// The entity it stands for.
    pub entity: Option<String>,
}

/// Cuts a text at the words that stand for entities. Mentions come in the order of the text; one that is not found
/// after the last is passed over.
pub fn linked_pieces(text: &str, mentions: &[Mention]) -> Vec<Linked> {
    let lead_end = lead_length(text);
    let mut pieces = Vec::new();
    let mut done = 0;
    let mut add_until = |end: usize, entity: Option<&str>| {
        if end > done {
            let (text, entity) = (text[done..end].to_owned(), entity.map(str::to_owned));
            pieces.push(Linked { lead: done < lead_end, text, entity });
            done = end;
        }
        done
    };
    let mut at = 0;
    for mention in mentions.iter().filter(|mention| !mention.text.is_empty()) {
        if let Some(offset) = text[at..].find(&mention.text) {
            let start = at + offset;
            if start >= lead_end {
                add_until(lead_end, None);
            }
            add_until(start, None);
            at = add_until(start + mention.text.len(), Some(&mention.entity));
        }
    }
    if at < lead_end {
        add_until(lead_end, None);
    }
    add_until(text.len(), None);
    pieces
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_lead_is_the_first_sentence() {
        let lead = |text: &'static str| &text[..lead_length(text)];
        let long = "Twenty-one people are killed in the U.S. state of Nevada by an explosion. Police say more.";
        assert_eq!(lead(long), "Twenty-one people are killed in the U.S. state of Nevada by an explosion.");
        assert_eq!(lead("Short. Sentence."), "Short. Sentence.");
        let quoted = "The minister of the interior says that “nothing of the kind has happened.” Others disagree.";
        assert_eq!(lead(quoted), "The minister of the interior says that “nothing of the kind has happened.”");
        let chinese = "博科聖地武裝分子攻佔了尼日利亞博爾諾州巴嘎一個軍事基地。另有報道。";
        assert_eq!(lead(chinese), "博科聖地武裝分子攻佔了尼日利亞博爾諾州巴嘎一個軍事基地。");
    }

    #[test]
    fn marks_that_overlap_or_touch_are_one() {
        let marks = |ends: &[(u32, u32)]| ends.iter().map(|&(start, end)| Mark { start, end }).collect::<Vec<_>>();
        let given = [(9, 12), (0, 4), (2, 3), (4, 6), (20, 21), (11, 14)];
        assert_eq!(merged_marks(marks(&given)), marks(&[(0, 6), (9, 14), (20, 21)]));
    }

    #[test]
    fn long_texts_are_cut_after_a_word() {
        assert_eq!(shortened("one two three", 12), "one two three", "a letter too many is none");
        assert_eq!(shortened("one two three four five", 12), "one two…");
        assert_eq!(shortened("one two three four five", 13), "one two three…");
        assert_eq!(shortened("It is so. Others, they say, doubt it", 11), "It is so. …");
        assert_eq!(shortened("It is, they say, no more", 17), "It is, they say…");
        assert_eq!(shortened("攻佔了尼日利亞博爾諾州", 4), "攻佔了尼…");
    }

    #[test]
    fn mentions_are_found_in_order() {
        let mention = |text: &str, entity: &str| Mention { text: text.into(), entity: entity.into() };
        let pieces = linked_pieces("FSB and FSB", &[mention("FSB", "A"), mention("gone", "B"), mention("FSB", "C")]);
        assert!(pieces.iter().all(|piece| piece.lead));
        let entities: Vec<_> = pieces.iter().map(|piece| (piece.text.as_str(), piece.entity.as_deref())).collect();
        assert_eq!(entities, [("FSB", Some("A")), (" and ", None), ("FSB", Some("C"))]);
    }

    #[test]
    fn linked_text_is_cut_after_the_lead() {
        let text = "The president of the country meets the minister of another. Paris is where they meet.";
        let mention = Mention { text: "Paris".into(), entity: "Paris".into() };
        let pieces = linked_pieces(text, &[mention]);
        let leads: Vec<_> = pieces.iter().map(|piece| (piece.text.len(), piece.lead)).collect();
        assert_eq!(leads, [(59, true), (1, false), (5, false), (20, false)]);
    }

    proptest! {
        #[test]
        fn linked_pieces_add_up_to_the_text(text in "[a-c. A-C]{0,150}", texts in proptest::collection::vec("[a-cA-C. ]{0,3}", 0..6)) {
            let mentions: Vec<_> = texts.into_iter().map(|text| Mention { text, entity: "E".into() }).collect();
            let joined: String = linked_pieces(&text, &mentions).into_iter().map(|piece| piece.text).collect();
            prop_assert_eq!(joined, text);
        }

        #[test]
        fn a_shortened_text_is_its_beginning(text in "[a-c .,伊]{0,60}", limit in 0usize..70) {
            let short = shortened(&text, limit);
            let kept = short.strip_suffix('…').map(str::trim_end);
            prop_assert!(kept.map_or(short == text, |kept| text.starts_with(kept) && kept.chars().count() <= limit));
        }

        #[test]
        fn pieces_add_up_to_the_text(text in "\\PC{0,60}", marks in proptest::collection::vec((0u32..80, 0u32..80), 0..5)) {
            let marks: Vec<_> = marks.into_iter().map(|(start, end)| Mark { start, end }).collect();
            let joined: String = marked_pieces(&text, &marks).into_iter().map(|piece| piece.text).collect();
            prop_assert_eq!(&joined, &text);
            prop_assert!(text.is_char_boundary(lead_length(&text)));
        }

        #[test]
        fn a_cut_changes_nothing_that_is_marked(text in "[a-c]{20}", cut in 0usize..=20, ends in proptest::collection::btree_set(0u32..=20, 0..8)) {
            let ends: Vec<_> = ends.into_iter().collect();
            let marks: Vec<_> = ends.chunks_exact(2).map(|pair| Mark { start: pair[0], end: pair[1] }).collect();
            let marked = |text: &str, marks: &[Mark]| -> Vec<(char, bool)> {
                marked_pieces(text, marks).iter().flat_map(|piece| piece.text.chars().map(|c| (c, piece.marked)).collect::<Vec<_>>()).collect()
            };
            let (before, after) = split_marks(&marks, cut);
            let parts = [marked(&text[..cut], &before), marked(&text[cut..], &after)].concat();
            prop_assert_eq!(parts, marked(&text, &marks));
        }
    }
}
