//! The words by which pages name their parts, in the languages of the archive.

const SOURCES: [&str; 7] = ["source", "sources", "信息来源", "信息來源", "资料来源", "來源", "来源"];
const RELATED: [&str; 5] = ["related", "有关", "有關", "相关", "相關"];
const CONTEXT: [&str; 4] = ["context", "消息", "背景", "訊息"];
const COLONS: [char; 2] = [':', '：'];
/// The space belongs to it: there are names such as `46,305%`.
const SEPARATOR: &str = ", ";
/// No name of the archive has one of these.
const WIDE_SEPARATORS: [char; 2] = ['，', '、'];

/// A list of an event page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    Sources,
    Related,
}

/// The list that a heading such as `Sources:` or `有关：` begins.
pub(super) fn list(heading: &str) -> Option<List> {
    let label = heading.trim().trim_end_matches(COLONS).trim().to_lowercase();
    let is = |labels: &[&str]| labels.contains(&label.as_str());
    if is(&SOURCES) {
        Some(List::Sources)
    } else if is(&RELATED) {
        Some(List::Related)
    } else {
        None
    }
}

/// The names of `_Context: a, b_`, as written.
pub(super) fn context(text: &str) -> Option<Vec<String>> {
    let text = text.trim();
    let inside = text.strip_prefix(['_', '*']).unwrap_or(text);
    let inside = inside.strip_suffix(['_', '*']).unwrap_or(inside);
    let (label, names) = inside.split_once(COLONS)?;
    let known = CONTEXT.contains(&label.trim().to_lowercase().as_str());
    known.then(|| names.replace(WIDE_SEPARATORS, SEPARATOR).split(SEPARATOR).map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_named_in_both_languages() {
        for heading in ["Source:", "Sources:", " sources ： ", "信息来源:", "信息来源：", "SOURCE"] {
            assert_eq!(list(heading), Some(List::Sources), "{heading}");
        }
        for heading in ["Related:", "有关:", "有關："] {
            assert_eq!(list(heading), Some(List::Related), "{heading}");
        }
        assert_eq!(list("Notes:"), None);
    }

    #[test]
    fn contexts_keep_names_as_written() {
        let names = |text| context(text).map(|names| names.join("|"));
        assert_eq!(names(" _Context: Dagestan, a_b, 46,305%_ "), Some(" Dagestan|a_b|46,305%".to_owned()));
        assert_eq!(names("_消息：甲，乙、丙_"), Some("甲|乙|丙".to_owned()));
        assert_eq!(names("_note: a_"), None);
        assert_eq!(names("and more"), None);
        assert_eq!(names(""), None);
    }
}
