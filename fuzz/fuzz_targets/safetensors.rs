//! `model.safetensors`: header, and the tensors that a configuration asks for.
#![no_main]

mod memory;
#[path = "../../crates/local/tests/runtime/tiny.rs"]
#[expect(dead_code, reason = "shared with the tests")]
mod tiny;

use std::io::Cursor;

use libfuzzer_sys::fuzz_target;
use local::files::Safetensors;
use local::model::Decoder;

fuzz_target!(|file: &[u8]| {
    memory::within(file.len(), || {
        if let Ok(mut opened) = Safetensors::open(vec![(Cursor::new(file), "fuzz".to_owned())]) {
            let _ = Decoder::load(tiny::config(), &mut opened);
        }
    });
});
