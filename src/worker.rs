//! The worker: fetches the bundle and feeds the engine.
