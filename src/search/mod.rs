//! Index segments, queries, ranking, facets.
