//! A tree as text that is read as the same tree.

use std::fmt::{self, Display, Formatter};

use super::ast::{Form, Leaf, Node, Property, Query, Term, Words};
use super::lexer::ends_chunk;

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.root.fmt(f)
    }
}

impl Display for Node {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::All(members) => write_list(f, members, " "),
            Self::Any(alternatives) => write_list(f, alternatives, " OR "),
            Self::Not(inner) => {
                f.write_str("-")?;
                inner.write_as_part(f)
            }
            Self::Leaf(leaf) => leaf.fmt(f),
        }
    }
}

impl Node {
    /// In brackets if it is a group.
    fn write_as_part(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::All(_) | Self::Any(_) => write!(f, "({self})"),
            Self::Not(_) | Self::Leaf(_) => self.fmt(f),
        }
    }
}

fn write_list(f: &mut Formatter<'_>, nodes: &[Node], separator: &str) -> fmt::Result {
    for (index, node) in nodes.iter().enumerate() {
        if index > 0 {
            f.write_str(separator)?;
        }
        node.write_as_part(f)?;
    }
    Ok(())
}

impl Display for Leaf {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.term.fmt(f)
    }
}

impl Display for Term {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Words(words) => words.fmt(f),
            Self::Is { property, value, is_prefix } => write_condition(f, *property, value, *is_prefix),
            Self::Dated { bound, date } => write!(f, "{}:{date}", bound.name()),
        }
    }
}

impl Display for Words {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let quote = if self.is_phrase { "\"" } else { "" };
        let exact = if self.is_exact { "=" } else { "" };
        write!(f, "{exact}{quote}{}{quote}", self.spelling.0)?;
        if let Some(edits) = self.edits {
            write!(f, "~{edits}")?;
        }
        let is_prefix = self.words.last().is_some_and(|word| word.form == Form::Prefix);
        f.write_str(if is_prefix { "*" } else { "" })
    }
}

fn write_condition(f: &mut Formatter<'_>, property: Property, value: &str, is_prefix: bool) -> fmt::Result {
    let name = property.name();
    let star = if is_prefix { "*" } else { "" };
    if value.contains(ends_chunk) || value.ends_with('*') {
        write!(f, "{name}:\"{}\"{star}", value.replace('"', "\"\""))
    } else {
        write!(f, "{name}:{value}{star}")
    }
}
