//! A GGUF file: header, tokenizer, chat template, weights of every type.
#![no_main]

mod memory;

use std::io::Cursor;

use libfuzzer_sys::fuzz_target;
use local::files::gguf;

fuzz_target!(|file: &[u8]| {
    memory::within(file.len(), || {
        let _ = gguf::read(Cursor::new(file), "fuzz");
    });
});
