//! One analysis of text for documents and queries: folding, then tokens.
//!
//! - [`fold`] makes spellings alike that readers take for the same: compatibility forms (NFKC), case, diacritics,
//!   alphabets (Cyrillic, Greek, Arabic and Hebrew are spelt in Latin), traditional and simplified Chinese.
//! - [`for_each_token`] finds the words of a text in their folded form, each with its place in the original, so that
//!   what was found can be marked there.
//! - [`stem()`] tells which English words are forms of one. Stems are not for indexing: they widen a query.
//!
//! Everything here is linear in the length of the text.

mod cjk;
mod folding;
mod han;
mod latin;
mod months;
mod numbers;
mod stem;
mod token;
mod unicode;

pub use folding::{FoldedChar, fold, fold_chars};
pub use months::ENGLISH_MONTHS;
pub use stem::stem;
pub use token::{MAX_JOINED_BYTES, MAX_TOKEN_BYTES, Token, TokenKind, for_each_token};
