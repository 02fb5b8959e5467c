//! Folding and tokens: one analysis for documents and queries. Depends on nothing else of ours.
