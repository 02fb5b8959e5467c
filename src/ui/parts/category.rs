//! Categories: a colour and a shape, never colour alone.

use leptos::prelude::*;

/// The number of colours and shapes in the style sheet.
const LOOKS: u32 = 10;

/// A category with its mark. The same category looks the same in every archive.
#[component]
pub fn Category(
    /// The name.
    name: String,
) -> impl IntoView {
    let look = look(&name);
    view! {
        <span class="category">
            <span class=format!("mark look-{look}") aria-hidden="true"></span>
            {name}
        </span>
    }
}

/// Known headings of *Portal:Current events* have looks of their own; others get one from their letters.
fn look(name: &str) -> u32 {
    let folded = name.to_lowercase();
    const KNOWN: [&str; LOOKS as usize] =
        ["armed", "disaster", "law", "politic", "international", "business", "health", "science", "sport", "art"];
    let known = KNOWN.iter().position(|start| folded.starts_with(start));
    known.map_or_else(
        || folded.bytes().fold(7u32, |hash, byte| hash.wrapping_mul(31) + u32::from(byte)) % LOOKS,
        |at| at as u32,
    )
}
