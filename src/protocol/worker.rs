//! What the page and its worker tell each other.

use serde::{Deserialize, Serialize};

use super::{Reply, Request};
use crate::model::Manifest;

/// From the page to its worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ToWorker {
    /// Load the bundle whose manifest has this absolute URL.
    Open {
        /// The URL of `manifest.json`.
        manifest_url: String,
        /// How long to wait for a host that sends nothing at all, in milliseconds, before another attempt; `None` for the usual time.
        patience_ms: Option<u32>,
    },
    /// Answer this, with `seq` in the answer.
    Ask {
        /// A number the page chose.
        seq: u32,
        /// The question.
        request: Request,
    },
    /// Try again to load what failed.
    Retry,
}

/// From the worker to its page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum FromWorker {
    /// The worker listens: a message sent earlier is lost.
    Ready,
    /// The manifest is there.
    Opened {
        /// What it says.
        manifest: Manifest,
    },
    /// More of the bundle has arrived, or not.
    Progress(Progress),
    /// The answer to [`ToWorker::Ask`].
    Answer {
        /// The number of the question.
        seq: u32,
        /// The answer.
        reply: Reply,
    },
}

/// How much of the bundle is there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Bytes that arrived, unpacked.
    pub bytes: u64,
    /// Bytes there will be, unpacked.
    pub bytes_total: u64,
    /// Events that can be searched.
    pub events: u32,
    /// Those of them that facets are counted over: fewer while an index is on its way.
    pub counted: u32,
    /// Events there will be.
    pub events_total: u32,
    /// Nothing more is on its way: all is there, or failed.
    pub done: bool,
    /// What failed for good, in sentences for the reader; [`ToWorker::Retry`] tries these again.
    pub failures: Vec<String>,
    /// What was left out of or mended in files that are otherwise in use, in sentences; the first few of `fault_count`.
    pub faults: Vec<String>,
    /// The number of such faults.
    pub fault_count: u32,
    /// What goes another way than the publisher meant, and costs the reader nothing but time: sentences about indexes that cannot be used.
    pub remarks: Vec<String>,
}
