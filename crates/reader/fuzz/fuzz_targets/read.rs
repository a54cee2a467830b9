//! Whatever the bytes are, reading ends with a reading or an error.

#![no_main]

use libfuzzer_sys::fuzz_target;
use xinqiao_reader::{Limits, read};

/// One for every format, and one that says nothing.
const NAMES: [&str; 9] = [
    "a.txt", "a.md", "a.html", "a.csv", "a.tsv", "a.docx", "a.xlsx", "a.pdf", "a",
];

fuzz_target!(|data: &[u8]| {
    let Some((first, bytes)) = data.split_first() else {
        return;
    };
    // Small limits: a slow input is to be one that is slow for its size.
    let limits = Limits {
        unpacked_bytes: 4 << 20,
        text_bytes: 1 << 20,
        cells: 50_000,
        pages: 50,
        ..Limits::default()
    };
    let name = NAMES[usize::from(*first) % NAMES.len()];
    if let Ok(reading) = read(name, bytes, &limits) {
        // The same bytes give the same reading.
        assert!(read(name, bytes, &limits) == Ok(reading));
    }
});
