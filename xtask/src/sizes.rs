//! What a reader downloads: to start the app, and later.

use std::io::Write;
use std::path::Path;
use std::{fs, io};

use anyhow::{Context, Result};
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::finish::{SCRIPT_INTERFACE, files};

/// The most bytes of app, worker, JavaScript, CSS and HTML together, compressed with brotli.
const BUDGET: usize = 400_000;

/// What is counted, by the end of a file's name.
const COUNTED: [&str; 4] = [".wasm", ".js", ".css", ".html"];

/// The end of the name of what is loaded after the first answer, or not at all.
const LATER_ENDING: &str = "_later.wasm";

/// The sizes of a file in bytes.
#[derive(Default)]
struct Sizes {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

/// Prints the size of every counted file of a build and their sum; whether that keeps to the budget.
pub(crate) fn report(dist: &Path) -> Result<bool> {
    println!("{:>9} {:>9} {:>9}  bytes", "raw", "gzip", "brotli");
    let mut total = Sizes::default();
    let mut later = Vec::new();
    for ending in COUNTED {
        // A reader's page does without the interface for scripts.
        for file in files(dist, ending)?.into_iter().filter(|file| !file.ends_with(SCRIPT_INTERFACE)) {
            let sizes = measure(&fs::read(&file)?)?;
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name.ends_with(LATER_ENDING) {
                later.push((sizes, name));
                continue;
            }
            print_line(&sizes, &name);
            total = Sizes {
                raw: total.raw + sizes.raw,
                gzip: total.gzip + sizes.gzip,
                brotli: total.brotli + sizes.brotli,
            };
        }
    }
    print_line(&total, &format!("together, before the first answer; the budget is {BUDGET} with brotli"));
    for (sizes, name) in later {
        print_line(&sizes, &format!("{name}, after it"));
    }
    Ok(within_budget(&total))
}

fn within_budget(total: &Sizes) -> bool {
    if total.brotli > BUDGET {
        eprintln!("The app is {} bytes over its budget.", total.brotli - BUDGET);
    }
    total.brotli <= BUDGET
}

fn print_line(sizes: &Sizes, name: &str) {
    println!("{:>9} {:>9} {:>9}  {name}", sizes.raw, sizes.gzip, sizes.brotli);
}

fn measure(bytes: &[u8]) -> Result<Sizes> {
    let mut gzip = GzEncoder::new(Counter(0), Compression::best());
    gzip.write_all(bytes)?;
    let mut brotli = Counter(0);
    brotli::BrotliCompress(&mut &*bytes, &mut brotli, &BrotliEncoderParams::default()).context("brotli failed")?;
    Ok(Sizes { raw: bytes.len(), gzip: gzip.finish()?.0, brotli: brotli.0 })
}

/// Counts the bytes written to it.
struct Counter(usize);

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
