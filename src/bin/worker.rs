//! The engine in its worker: see [`throughline::worker`].

fn main() {
    throughline::worker::start();
}
