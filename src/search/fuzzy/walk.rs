//! The way of the automaton through a dictionary of ordinals.

use std::ops::Range;

use fst::raw::{Fst, Node, Output};

use super::automaton::{MAX_EDITS, TypoState, Typos};

/// Words that follow each other in the dictionary and are equally near.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    /// Their numbers in the order of the dictionary.
    pub ordinals: Range<u64>,
    /// The least number of edits that makes the word typed of each, or of a beginning of it.
    pub distance: u8,
}

impl Typos {
    /// All words that match, in the order of the dictionary, which must map every word to its place in that order.
    ///
    /// As a stream the automaton would be asked about every word behind a beginning that matches, and would look at every
    /// node that it then rejects; here the words behind a beginning are one range, and rejected nodes are not read.
    pub fn find<D: AsRef<[u8]>>(&self, dictionary: &Fst<D>) -> Vec<Near> {
        self.find_behind(dictionary, &[])
    }

    /// The same for the keys that begin with `lead`, which is no part of the words.
    pub fn find_behind<D: AsRef<[u8]>>(&self, dictionary: &Fst<D>, lead: &[u8]) -> Vec<Near> {
        let mut walk = Walk { typos: self, dictionary, found: Vec::new() };
        if dictionary.is_empty() {
            return walk.found;
        }
        let (mut node, mut before) = (dictionary.root(), Output::zero());
        for byte in lead {
            let Some(step) = node.find_input(*byte).map(|place| node.transition(place)) else { return walk.found };
            (node, before) = (dictionary.node(step.addr), before.cat(step.out));
        }
        walk.node(&node, &self.first_state(), before);
        walk.found
    }
}

struct Walk<'a, D> {
    typos: &'a Typos,
    dictionary: &'a Fst<D>,
    found: Vec<Near>,
}

impl<'a, D: AsRef<[u8]>> Walk<'a, D> {
    /// Finds what matches at or behind a node; `before` is the output on the way to it. It calls itself for every byte of
    /// a word at most, and no longer than the word of the automaton can be matched.
    fn node(&mut self, node: &Node<'a>, state: &TypoState, before: Output) {
        if let Some(distance) = state.distance()
            && self.typos.is_prefix()
            && !state.can_be_below(distance)
        {
            return self.push(self.first(*node, before)..self.last(*node, before) + 1, distance);
        }
        if node.is_final()
            && let Some(distance) = state.distance()
        {
            let ordinal = before.cat(node.final_output()).value();
            self.push(ordinal..ordinal + 1, distance);
        }
        let mut other = None;
        for step in node.transitions() {
            let next = if self.typos.is_other(state, step.inp) {
                *other.get_or_insert_with(|| self.typos.accept_other(state))
            } else {
                self.typos.accept_byte(state, step.inp)
            };
            if next.can_be_below(MAX_EDITS + 1) {
                self.node(&self.dictionary.node(step.addr), &next, before.cat(step.out));
            }
        }
    }

    /// The number of the first word at or behind a node.
    fn first(&self, mut node: Node<'a>, mut output: Output) -> u64 {
        while !node.is_final() && !node.is_empty() {
            let step = node.transition(0);
            output = output.cat(step.out);
            node = self.dictionary.node(step.addr);
        }
        output.cat(node.final_output()).value()
    }

    /// The number of the last word at or behind a node.
    fn last(&self, mut node: Node<'a>, mut output: Output) -> u64 {
        while let Some(last) = node.len().checked_sub(1) {
            let step = node.transition(last);
            output = output.cat(step.out);
            node = self.dictionary.node(step.addr);
        }
        output.cat(node.final_output()).value()
    }

    /// Notes words, together with those before them if they are equally near.
    fn push(&mut self, ordinals: Range<u64>, distance: u8) {
        match self.found.last_mut() {
            Some(last) if last.distance == distance && last.ordinals.end == ordinals.start => {
                last.ordinals.end = ordinals.end;
            }
            _ => self.found.push(Near { ordinals, distance }),
        }
    }
}
