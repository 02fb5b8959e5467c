//! The query language: text to a tree that says what events must be like, and back.
//!
//! | typed | means |
//! |---|---|
//! | `iran deal` | both words |
//! | `"nuclear deal"` | the words one after the other; also “ ” „ “ « » » « ” ” 「 」 『 』 where they pair up |
//! | `iran OR iraq`, <code>iran&#124;iraq</code> | one of them or both; weaker than AND: `a b OR c` is `(a b) OR c` |
//! | `-word`, `-"a phrase"`, `-(a b)`, `NOT word` | not that |
//! | `(…)` | what is inside, first |
//! | `word*`, `"a phrase"*` | words that begin so; of a phrase, its last word |
//! | `word~`, `word~1`, `word~2`, `word~0` | with so many typing errors at most (`~` is one); of a phrase, in each of its words |
//! | `=word`, `="a phrase"` | exactly that, in the texts; a word in the names of stories too: no other forms, names or spellings |
//! | `entity:Daesh`, `place:"Al Bab"`, `category:spo*` | that property has that value, or one that begins so |
//! | `after:2016-01-01`, `before:2017`, `on:2016-12` | from that day on; before the first day of that; within that |
//!
//! `OR`, `NOT` and `AND` (which changes nothing) are operators in capitals only. A minus is one at the beginning of a
//! word, a hyphen inside it. A quote in a quoted value is doubled. Full-width brackets, bars, colons and hyphens count
//! as theirs.
//!
//! [`Query::parse`] cannot fail. What is no operator is words: `foo:bar`, `after:yesterday`, an address. What has nothing
//! to work on (`OR` at an end, a lone `-`, an empty pair of brackets) is as if it were not there; an unclosed quote or
//! bracket closes at the end. The tree is simple (see [`Node`]), and it prints as a text that gives the same tree.

mod ast;
mod edit;
mod lexer;
mod parser;
mod print;
mod quotes;
mod words;

pub use ast::{Bound, Form, Leaf, Node, Property, Query, Term, Typed, Word, Words};
pub use edit::{condition, replace};

#[cfg(test)]
mod tests;

/// The most words and conditions of a query that are looked for; those after them are left out.
///
/// More than any sentence a reader would paste, and few enough that any query is answered in bounded time.
pub const MAX_QUERY_WORDS: usize = 32;

/// The most typing errors that can be asked for: with more, short words would match anything.
pub const MAX_EDITS: u8 = 2;

/// How deep brackets nest; deeper ones are white space.
///
/// A bracket that means anything holds a word beside the bracket inside it, so that a simple tree never needs more than
/// [`MAX_QUERY_WORDS`]; and few enough for any stack.
const MAX_DEPTH: usize = 2 * MAX_QUERY_WORDS;
