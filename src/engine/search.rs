//! Searches.

use crate::protocol::{Facet, Hit, SearchReply, SearchRequest};
use crate::search::{Found, Query, Ranked};

use super::Engine;
use super::hits::hit;

impl Engine {
    pub(super) fn search(&self, request: &SearchRequest) -> SearchReply {
        let query = Query::parse(&request.query, request.typing);
        let found = self.index.find(&query, &request.filters);
        let best = self.index.best(&found, request.sort, request.offset, request.limit);
        let facet = |facet| self.index.facet_counts(&found, &request.filters, facet, request.facet_limit);
        let (histogram, span) = self.index.histogram(&found);
        SearchReply {
            total: found.total(),
            hits: best.iter().filter_map(|ranked| self.found_hit(&found, *ranked)).collect(),
            facets: Facet::ALL.map(facet).into(),
            histogram,
            span,
            searched: self.len() as u32,
        }
    }

    fn found_hit(&self, found: &Found<'_>, ranked: Ranked) -> Option<Hit> {
        let event = self.event(ranked.address)?;
        Some(hit(&event, self.index.highlight(found, &event), ranked.score))
    }
}
