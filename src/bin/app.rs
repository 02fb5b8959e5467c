//! The app in the page: see [`throughline::ui`].

fn main() {
    throughline::ui::start();
}
