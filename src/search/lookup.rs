//! A word of the query in the index: the lists in which it is found, and how near each comes to it.
//!
//! The index holds words as they are written. Whatever else a word may mean is found when it is asked for: words that begin
//! with it, other forms of it, entities that go by it, and words, of texts or names, that were meant where it was mistyped.

use std::cell::OnceCell;
use std::ops::Range;

use fst::Automaton;

use crate::protocol::Facet;
use crate::sorting::sort_by;
use crate::text::{for_each_token, stem};

use super::bitset::{BitSet, Ranks};
use super::fuzzy::{Typos, allowed_edits};
use super::impact::{IMPACTS, worth};
use super::index::{Index, Numbered};
use super::language::{Form, Word, Words};
use super::segment::{Extent, List, NameKind, Segment, name_hash};

/// What a word in the name of a story or entity of the event is worth, of the 1 that a word in its text approaches.
pub const NAME_SCORE: f32 = 0.3;
/// The same in the name of its category or of a source, which it shares with thousands.
pub const LABEL_SCORE: f32 = 0.1;
/// What another form of the word is worth, of the word itself: less than a name.
pub const STEM_FACTOR: f32 = 0.28;
/// What a word that only begins as asked is worth, of a whole one: less than another form.
pub const PREFIX_FACTOR: f32 = 0.25;
/// What a word that is one typing error away is worth; two are half of it.
pub const TYPO_FACTOR: f32 = 0.12;
const _: () = assert!(STEM_FACTOR < NAME_SCORE && PREFIX_FACTOR < STEM_FACTOR && TYPO_FACTOR < PREFIX_FACTOR);
/// Beginnings of fewer characters stand in so many events that what they are worth in each is not looked up: it is that of
/// a beginning in a name. And they are not looked for in names.
pub const WEIGHED_PREFIX_CHARS: usize = 3;

/// The least that all forms of a word must begin with: behind fewer letters there are too many words to look at.
pub(super) const MIN_ROOT_LETTERS: usize = 2;
/// The most letters of a word behind what all its forms begin with: `-ational` and an ending of a verb or a plural.
pub(super) const MAX_ENDING_LETTERS: usize = 10;

/// Whether words may have been mistyped, where the query does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Leniency {
    /// None.
    #[default]
    None,
    /// Those that stand nowhere.
    Unknown,
    /// All that are long enough.
    All,
}

/// A word of the query, looked up.
#[derive(Clone, Debug)]
pub(super) struct Lookup<'q> {
    pub(super) word: &'q Word,
    typos: Option<Typos>,
    stem: Option<String>,
    /// The entities that go by it otherwise: see [`Lookup::renames`].
    renamed: OnceCell<Vec<u32>>,
    /// For every segment.
    pub(super) found: Vec<FoundIn>,
    /// The lengths of all its lists: the events that have it, counted once for every way in which they do.
    pub(super) events: u32,
}

/// The names in which a word is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Names {
    All,
    /// Those of stories, which are shown as they are called.
    OfStories,
    None,
}

impl Names {
    /// A phrase stands in the texts; what is asked for exactly may stand in the name of a story too.
    fn searched_for(words: &Words) -> Self {
        match words {
            Words { is_phrase: true, .. } => Self::None,
            Words { is_exact: true, .. } => Self::OfStories,
            _ => Self::All,
        }
    }
}

/// Where a word is found in a segment.
#[derive(Clone, Debug, Default)]
pub(super) struct FoundIn {
    /// Lists of words in the texts, ascending, with the factor of each.
    weighed: Vec<TermList>,
    /// Those of them whose words it may be a misspelling of, ascending.
    spellings: Vec<u32>,
    /// Lists of words in the texts that begin so (with those of [`FoundIn::weighed`], if any); their documents are all worth
    /// [`FoundIn::floor`] at least.
    flat: Range<u32>,
    /// Lists of words in names, and of stories that are called so, ascending, with what each is worth.
    named: Vec<TermList>,
    /// Words in other names of entities, in any form of the word.
    pub(super) renaming: Vec<Range<u32>>,
    /// So many of these are the word itself, and come first.
    pub(super) renaming_exactly: usize,
    /// What every document that has the word in any way is worth at least.
    floor: f32,
}

/// The list of a term, and what it is worth to have the term, or the factor of that.
#[derive(Clone, Debug)]
struct TermList {
    ordinal: u32,
    worth: f32,
    extent: Extent,
}

impl TermList {
    fn new(ordinal: u32, worth: f32) -> Self {
        Self { ordinal, worth, extent: Extent::default() }
    }

    /// The number of documents.
    fn len(&self, segment: &Segment) -> u32 {
        segment.list_at(self.ordinal, self.extent.clone()).len()
    }
}

/// Puts lists in order, once each at what it is worth most, and finds them.
fn settle(lists: &mut Vec<TermList>, segment: &Segment) {
    sort_by(lists, |a, b| a.ordinal.cmp(&b.ordinal).then(b.worth.total_cmp(&a.worth)));
    lists.dedup_by_key(|list| list.ordinal);
    for run in lists.chunk_by_mut(|a, b| a.ordinal + 1 == b.ordinal) {
        let Some(first) = run.first().map(|list| list.ordinal) else { continue };
        segment.for_each_extent(first..first + run.len() as u32, &mut |ordinal, extent: Extent| {
            run.get_mut((ordinal - first) as usize).into_iter().for_each(|list| list.extent = extent.clone());
        });
    }
}

impl<'q> Lookup<'q> {
    /// Looks a word up without typing errors.
    pub(super) fn plain(index: &Index, words: &Words, word: &'q Word) -> Self {
        let is_literal = words.is_exact || words.is_phrase;
        let stem =
            (!is_literal && matches!(word.form, Form::Whole | Form::Prefix)).then(|| stem(&word.text).into_owned());
        let names = Names::searched_for(words);
        let of_segment = |numbered| FoundIn::new(word, stem.as_deref(), names, numbered);
        let found = index.segments.iter().map(of_segment).collect();
        let mut lookup = Self { word, typos: None, stem, renamed: OnceCell::new(), found, events: 0 };
        for (found, numbered) in lookup.found.iter_mut().zip(&index.segments) {
            settle(&mut found.weighed, &numbered.segment);
            settle(&mut found.named, &numbered.segment);
        }
        lookup.count(index);
        lookup
    }

    /// The same with the typing errors that the query asks for, or that leniency allows where it does not say.
    pub(super) fn lenient(mut self, index: &Index, words: &Words, leniency: Leniency) -> Self {
        // Phrases and exact words are looked for as they are written; with typing errors, phrases alone, if the query says so.
        let is_literal = words.is_exact || words.is_phrase;
        let Word { text, form, .. } = self.word;
        let edits = match (words.edits, leniency) {
            (Some(edits), _) => edits,
            (None, Leniency::Unknown) if !is_literal && self.events == 0 => allowed_edits(text),
            (None, Leniency::All) if !is_literal => allowed_edits(text),
            _ => 0,
        };
        if edits > 0 && self.typos.is_none() && !words.is_exact && matches!(form, Form::Whole | Form::Prefix) {
            self.add_typos(index, Typos::new(text, edits, *form == Form::Prefix), !is_literal);
        }
        self
    }

    /// Adds the words that it may be a misspelling of.
    fn add_typos(&mut self, index: &Index, typos: Typos, in_names: bool) {
        for (found, numbered) in self.found.iter_mut().zip(&index.segments) {
            found.add_typos(&numbered.segment, &typos, in_names);
            settle(&mut found.weighed, &numbered.segment);
            settle(&mut found.named, &numbered.segment);
        }
        self.typos = Some(typos);
        self.count(index);
    }

    fn count(&mut self, index: &Index) {
        let sizes = self.found.iter().zip(&index.segments).map(|(found, numbered)| found.size(&numbered.segment));
        self.events = sizes.sum::<u32>().min(index.len() as u32);
    }

    /// Whether an entity goes by it otherwise, in any form of the word. The first time costs all that do.
    pub(super) fn renames(&self, index: &Index, entity: &str) -> bool {
        let renamed = self.renamed.get_or_init(|| {
            let mut names = Vec::new();
            for (found, numbered) in self.found.iter().zip(&index.segments) {
                for words in &found.renaming {
                    numbered.segment.for_each_renamed(words.clone(), &mut |renamed| names.push(renamed.name));
                }
            }
            sort_by(&mut names, u32::cmp);
            names
        });
        renamed.binary_search(&name_hash(entity)).is_ok()
    }

    /// Whether it stands in a text.
    pub(super) fn is_in(&self, text: &str) -> bool {
        let mut is_in = false;
        for_each_token(text, |token| is_in |= self.matches(token.text));
        is_in
    }

    /// Whether a folded word of a text is what was asked for, in any of its forms.
    pub(super) fn matches(&self, term: &str) -> bool {
        let text = self.word.text.as_str();
        let begins = self.word.form != Form::Whole && self.word.form != Form::Pair && term.starts_with(text);
        let is_form = || self.stem.as_deref().is_some_and(|of_word| is_form(term, of_word));
        term == text || begins || is_form() || self.typos.as_ref().is_some_and(|typos| accepts(typos, term))
    }
}

fn name_score(kind: NameKind) -> f32 {
    match kind {
        NameKind::Subject | NameKind::Alias => NAME_SCORE,
        NameKind::Label => LABEL_SCORE,
    }
}

/// What a word that is so many typing errors away is worth, of the word itself.
fn typo_factor(distance: u8) -> f32 {
    TYPO_FACTOR / f32::from(distance)
}

/// Whether it stands for words that begin so, too many to be weighed.
pub(super) fn is_short_beginning(word: &Word) -> bool {
    word.form == Form::Prefix && word.text.chars().count() < WEIGHED_PREFIX_CHARS
}

/// What all words of a stem begin with, but for a few that are left out: the last vowel may be another, or none.
fn root(stem: &str) -> &str {
    stem.strip_suffix(['e', 'i']).unwrap_or(stem)
}

/// Whether a word has a stem.
fn is_form(term: &str, of_word: &str) -> bool {
    let root = root(of_word);
    let ending = term.len().saturating_sub(root.len());
    root.len() >= MIN_ROOT_LETTERS && ending <= MAX_ENDING_LETTERS && term.starts_with(root) && stem(term) == of_word
}

fn accepts(typos: &Typos, term: &str) -> bool {
    let state = term.bytes().fold(typos.start(), |state, byte| typos.accept(&state, byte));
    typos.is_match(&state)
}

impl FoundIn {
    /// Without typing errors.
    fn new(word: &Word, stem: Option<&str>, names: Names, numbered: &Numbered) -> Self {
        let mut found = Self::default();
        let segment = &numbered.segment;
        let mut completes = matches!(word.form, Form::Prefix | Form::Character);
        let factor = if word.form == Form::Character { 1.0 } else { PREFIX_FACTOR };
        let ordinal = segment.find_word(&word.text);
        ordinal.into_iter().for_each(|ordinal| found.weighed.push(TermList::new(ordinal, 1.0)));
        if is_short_beginning(word) {
            found.flat = segment.words_with_prefix(&word.text);
            found.floor = PREFIX_FACTOR * NAME_SCORE;
            completes = false;
        } else if completes {
            let others = segment.words_with_prefix(&word.text).filter(|other| Some(*other) != ordinal);
            found.weighed.extend(others.map(|ordinal| TermList::new(ordinal, factor)));
        }
        stem.into_iter().for_each(|stem| found.add_forms(word, stem, segment));
        found.add_names(segment, names, word, false, 1.0);
        found.renaming_exactly = found.renaming.len();
        if completes {
            found.add_names(segment, names, word, true, factor);
        }
        if word.form == Form::Character {
            found.renaming_exactly = found.renaming.len();
        }
        found
    }

    /// Adds the other words with the same stem.
    fn add_forms(&mut self, word: &Word, stem: &str, segment: &Segment) {
        let root = root(stem);
        if root.len() >= MIN_ROOT_LETTERS {
            segment.for_each_word_with_prefix(root, |ordinal, other| {
                if other != word.text && is_form(other, stem) {
                    self.weighed.push(TermList::new(ordinal, STEM_FACTOR));
                }
            });
        }
    }

    /// Adds the names in which a word stands; or, with `prefix`, one that begins so.
    fn add_names(&mut self, segment: &Segment, names: Names, word: &Word, prefix: bool, factor: f32) {
        match names {
            Names::All => {
                for kind in NameKind::ALL {
                    self.add_name_words(kind, segment.name_words(kind, &word.text, prefix), factor);
                }
            }
            Names::OfStories => {
                segment.for_each_named(&[NameKind::Subject], &word.text, prefix, &mut |facet, value| {
                    if facet == Facet::Story {
                        self.named.push(TermList::new(segment.value_ordinal(facet, value), factor * NAME_SCORE));
                    }
                });
            }
            Names::None => {}
        }
    }

    /// Adds the words that the word may be a misspelling of.
    fn add_typos(&mut self, segment: &Segment, typos: &Typos, in_names: bool) {
        segment.for_each_near(typos, |ordinals, distance| {
            if distance > 0 {
                self.spellings.extend(ordinals.clone());
                self.weighed.extend(ordinals.map(|ordinal| TermList::new(ordinal, typo_factor(distance))));
            }
        });
        for kind in NameKind::ALL.into_iter().filter(|_| in_names) {
            segment.for_each_name_word_near(kind, typos, |ordinals, distance| {
                if distance > 0 {
                    self.add_name_words(kind, ordinals, typo_factor(distance));
                }
            });
        }
    }

    fn add_name_words(&mut self, kind: NameKind, ordinals: Range<u32>, factor: f32) {
        if kind == NameKind::Alias && !ordinals.is_empty() {
            self.renaming.push(ordinals.clone());
        }
        self.named.extend(ordinals.map(|ordinal| TermList::new(ordinal, factor * name_score(kind))));
    }

    /// The words that the word may be a misspelling of, as the number of documents and the ordinal of each; those in most
    /// documents last.
    pub(super) fn spellings(&self, segment: &Segment) -> Vec<(u32, u32)> {
        let lists = self.weighed.iter().filter(|list| self.spellings.binary_search(&list.ordinal).is_ok());
        let mut spellings: Vec<_> = lists.map(|list| (list.len(segment), list.ordinal)).collect();
        sort_by(&mut spellings, Ord::cmp);
        spellings
    }

    /// The number of documents with one of the words in the texts that were looked up.
    pub(super) fn docs_with(&self, segment: &Segment, word: &str) -> u32 {
        let list = segment.find_word(word).and_then(|ordinal| {
            let place = self.weighed.binary_search_by_key(&ordinal, |list| list.ordinal).ok()?;
            self.weighed.get(place)
        });
        list.map_or(0, |list| list.len(segment))
    }

    /// The lengths of all lists.
    fn size(&self, segment: &Segment) -> u32 {
        let mut size = 0_u32;
        self.for_each_text_list(segment, |ordinal, _, list| {
            if !self.flat.contains(&ordinal) {
                size = size.saturating_add(list.len());
            }
        });
        self.for_each_flat_list(segment, |list| size = size.saturating_add(list.len()));
        self.for_each_name_list(segment, |_, list| size = size.saturating_add(list.len()));
        size
    }

    /// Those of some documents that have the word in any way.
    pub(super) fn docs(&self, segment: &Segment, within: &BitSet) -> BitSet {
        let mut docs = BitSet::none(segment.len());
        let mut add = |list: List<'_>| {
            for block in list.blocks().filter(|block| within.may_touch(block.span().0, block.span().1)) {
                block.for_each_doc(|doc| docs.insert(doc));
            }
        };
        self.for_each_text_list(segment, |_, _, list| add(list));
        self.for_each_flat_list(segment, &mut add);
        self.for_each_name_list(segment, |_, list| add(list));
        docs.intersect(within);
        docs
    }

    /// Calls `visit` with the lists of words in the texts, each with its factor. (Without those that begin with a short word.)
    pub(super) fn for_each_text_list<'n>(&self, segment: &'n Segment, mut visit: impl FnMut(u32, f32, List<'n>)) {
        for TermList { ordinal, worth, extent } in &self.weighed {
            visit(*ordinal, *worth, segment.list_at(*ordinal, extent.clone()));
        }
    }

    /// Calls `visit` with the lists of words in the texts that begin with a short word.
    pub(super) fn for_each_flat_list<'n>(&self, segment: &'n Segment, mut visit: impl FnMut(List<'n>)) {
        segment.for_each_list(self.flat.clone(), |_, list| visit(list));
    }

    fn for_each_name_list<'n>(&self, segment: &'n Segment, mut visit: impl FnMut(f32, List<'n>)) {
        for TermList { ordinal, worth, extent } in &self.named {
            visit(*worth, segment.list_at(*ordinal, extent.clone()));
        }
    }

    /// The list of the word and its factor, if it is found in no other way.
    pub(super) fn only_list<'n>(&self, segment: &'n Segment) -> Option<(f32, List<'n>)> {
        match self.weighed.as_slice() {
            [TermList { ordinal, worth, extent }] if self.named.is_empty() && self.flat.is_empty() => {
                Some((*worth, segment.list_at(*ordinal, extent.clone())))
            }
            _ => None,
        }
    }

    /// Whether it stands in texts at places that are looked up.
    pub(super) fn has_places(&self) -> bool {
        !self.weighed.is_empty()
    }

    /// For every one of some documents, which all have the word if `all_have_it`, how near it comes to the word: the best of
    /// all ways in which it has it; 0 if in none.
    pub(super) fn closeness(&self, segment: &Segment, ranks: &Ranks<'_>, all_have_it: bool, best: &mut [f32]) {
        best.fill(if all_have_it { self.floor } else { 0.0 });
        if !all_have_it {
            self.for_each_flat_list(segment, |list| offer(&list, ranks, best, |_| self.floor));
        }
        self.for_each_name_list(segment, |worth, list| {
            // Those that all are worth already need no look.
            if !all_have_it || worth > self.floor {
                offer(&list, ranks, best, |_| worth.max(self.floor));
            }
        });
        self.for_each_text_list(segment, |_, factor, list| {
            let steps = Steps::new(factor);
            offer(&list, ranks, best, |impact| steps.get(impact));
        });
    }
}

/// What a word in the texts is worth, for every impact.
pub(super) struct Steps([f32; IMPACTS as usize + 1]);

impl Steps {
    /// For a list with a factor.
    pub(super) fn new(factor: f32) -> Self {
        Self(std::array::from_fn(|impact| factor * text_worth(worth(impact as u8))))
    }

    #[inline]
    pub(super) fn get(&self, impact: u8) -> f32 {
        self.0.get(usize::from(impact)).copied().unwrap_or(0.0)
    }
}

/// Raises what some documents are worth to what a list says. Cost: the blocks that touch any of them.
#[inline]
fn offer(list: &List<'_>, ranks: &Ranks<'_>, best: &mut [f32], worth: impl Fn(u8) -> f32) {
    for block in list.blocks().filter(|block| ranks.set().may_touch(block.span().0, block.span().1)) {
        block.for_each_impact(|doc, impact| {
            if let Some(best) = ranks.get(doc).and_then(|rank| best.get_mut(rank)) {
                *best = best.max(worth(impact));
            }
        });
    }
}

/// What a word in the texts is worth: more than one in a name.
fn text_worth(worth: f32) -> f32 {
    NAME_SCORE + (1.0 - NAME_SCORE) * worth
}
