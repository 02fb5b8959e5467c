//! Searches.

use crate::protocol::{Facet, Hit, SearchReply, SearchRequest};
use crate::search::language::Query;
use crate::search::{Found, Order, Ranked};

use super::Engine;
use super::hits::hit;

impl Engine {
    pub(super) fn search(&self, request: &SearchRequest) -> SearchReply {
        let mut query = Query::parse(&request.query, request.typing);
        if request.exact {
            query.make_exact();
        }
        let found = self.index.find(&query, &request.filters);
        let order = Order { sort: request.sort, prefers_recent: !request.ageless };
        let best = self.index.best(&found, order, request.offset, request.limit);
        let count = |facet| self.index.facet_counts(&found, &request.filters, facet, request.facet_limit);
        let wanted = |facet: &Facet| request.facets.as_ref().is_none_or(|facets| facets.contains(facet));
        let (histogram, span) = self.index.timeline(&found, request.timeline);
        SearchReply {
            total: found.total(),
            hits: best.iter().filter_map(|ranked| self.found_hit(&found, *ranked)).collect(),
            facets: Facet::ALL.into_iter().filter(wanted).map(count).collect(),
            histogram,
            span,
            searched: self.len() as u32,
            understood: query.to_string(),
            readings: self.index.readings(&found),
        }
    }

    fn found_hit(&self, found: &Found<'_>, ranked: Ranked) -> Option<Hit> {
        let event = self.event(ranked.address)?;
        Some(hit(&event, self.index.highlight(found, &event), ranked.score))
    }
}
