//! Bundles: events to files and back, and every rule of the format. No files are opened here.
