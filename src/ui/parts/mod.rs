//! What pages are made of.

#![allow(clippy::needless_pass_by_value, reason = "components own their props")]
#![allow(unreachable_pub, reason = "components carry generated props; `pub` keeps both as visible as each other")]

mod announcement;
mod category;
mod close;
mod filters;
mod header;
mod help;
mod histogram;
mod hits;
mod mentions;
mod names;
mod problems;
mod readings;
mod text;

pub use announcement::Announcement;
pub use category::Category;
pub use close::CloseSign;
pub use filters::{Chips, Filters, filter_labels};
pub use header::Header;
pub use help::Help;
pub use histogram::{Bars, Histogram};
pub use hits::{DayHeading, HitRow};
pub use mentions::Mentions;
pub use names::Names;
pub use problems::Problems;
pub use readings::Readings;
pub use text::{EntityLink, Headline, LinkedHeadline, MarkedText};
