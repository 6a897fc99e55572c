//! `tokenizer.json`: what is read, and what it then makes of a text.
#![no_main]

mod memory;

use libfuzzer_sys::fuzz_target;
use local::words::Words;

const TEXT: &str = "Le total est de 151 €, dû le 3 mai.\n\t<|end|> x  \u{301}\u{1F642}";

fuzz_target!(|file: &str| {
    memory::within(file.len(), || {
        if let Ok(words) = Words::from_json(file) {
            let _ = words.encode(TEXT).map(|tokens| words.decode(&tokens));
        }
    });
});
