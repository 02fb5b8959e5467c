//! The command `throughline`: see [`throughline::cli`].

fn main() -> std::process::ExitCode {
    throughline::cli::run(std::env::args_os())
}
