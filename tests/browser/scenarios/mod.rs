//! What a reader does and sees, one function a scenario.

mod archive;
mod articles;
mod entities;
mod events;
mod faults;
mod filters;
mod hostile;
mod indexes;
mod keyboard;
mod layout;
mod loading;
mod scripts;
mod search;

use std::future::Future;
use std::pin::Pin;

use anyhow::Result;

use crate::drivers::Engine;
use crate::page::Page;

/// A function that runs a scenario, as a value.
type Run = for<'a> fn(&'a Page) -> Pin<Box<dyn Future<Output = Result<()>> + Send + 'a>>;

/// A scenario, to be run on a page that shows nothing yet.
#[derive(Clone, Copy)]
pub(crate) struct Scenario {
    pub(crate) name: &'static str,
    pub(crate) run: Run,
    /// The only engine that offers what it takes.
    only: Option<Engine>,
}

impl Scenario {
    pub(crate) fn runs_in(self, engine: Engine) -> bool {
        self.only.is_none_or(|only| only == engine)
    }
}

/// All scenarios.
pub(crate) fn all() -> Vec<Scenario> {
    let rooms = [
        loading::all(),
        search::all(),
        filters::all(),
        events::all(),
        entities::all(),
        articles::all(),
        keyboard::all(),
        faults::all(),
        indexes::all(),
        hostile::all(),
        layout::all(),
        archive::all(),
        scripts::all(),
    ];
    rooms.concat()
}

/// Defines `all()` of a file from the names of its functions; those after `in ENGINE` run there only.
macro_rules! scenarios {
    ($room:literal: $($name:ident),* $(; in $engine:ident: $($special:ident),*)?) => {
        pub(super) fn all() -> Vec<$crate::scenarios::Scenario> {
            vec![
                $($crate::scenarios::Scenario {
                    name: concat!($room, "::", stringify!($name)),
                    run: |page| Box::pin($name(page)),
                    only: None,
                },)*
                $($($crate::scenarios::Scenario {
                    name: concat!($room, "::", stringify!($special)),
                    run: |page| Box::pin($special(page)),
                    only: Some($crate::drivers::Engine::$engine),
                },)*)?
            ]
        }
    };
}
use scenarios;
