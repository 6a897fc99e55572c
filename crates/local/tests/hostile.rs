//! Files of models may come from anyone: whatever they say, reading them ends in a model or an error, in no more
//! memory than twice the file and 64 MiB.
#![expect(clippy::unwrap_used, clippy::panic, reason = "test code: a panic is the failure message")]

#[path = "runtime/made.rs"]
#[expect(dead_code, reason = "shared with the other tests")]
mod made;
#[path = "runtime/tiny.rs"]
#[expect(dead_code, reason = "shared with the other tests")]
mod tiny;

use std::alloc::System;
use std::io::Cursor;
use std::sync::{Mutex, MutexGuard, PoisonError};

use candle_core::quantized::GgmlDType;
use cap::Cap;
use local::files::{Model, Safetensors, gguf};
use local::model::{Config, Rotation};
use local::words::Words;
use local::{FileProblem, LocalError};
use tiny::{Extras, Weights};

#[global_allocator]
static MEMORY: Cap<System> = Cap::new(System, usize::MAX);

/// One test at a time: the memory is everybody's.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs the work with no more memory than a file of this size may cost; past it the allocation itself fails.
fn within<T>(file: usize, work: impl FnOnce() -> T) -> T {
    let most = MEMORY.allocated() + 2 * file + (64 << 20);
    MEMORY.set_limit(most).unwrap();
    let out = work();
    MEMORY.set_limit(usize::MAX).unwrap();
    out
}

fn gguf_file() -> Vec<u8> {
    let c = Config { vocabulary: 300, rotation: Rotation::Pairs, ..made::sizes() };
    made::gguf(&c, &mut Weights::random(&c, Extras::default(), 5), "llama", GgmlDType::Q8_0)
}

fn read_gguf(file: &[u8]) -> Result<Model, LocalError> {
    within(file.len(), || gguf::read(Cursor::new(file), "hostile"))
}

fn problem<T>(result: Result<T, LocalError>) -> FileProblem {
    match result {
        Err(LocalError::File { problem, .. }) => problem,
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("it was read"),
    }
}

/// Changes a few bytes, or cuts, or repeats: the same for the same seed.
fn mutated(file: &[u8], seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut next = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as usize % below.max(1)
    };
    let mut out = file.to_vec();
    for _ in 0..1 + next(4) {
        // most of what can lie stands at the beginning
        let at = if next(3) == 0 { next(out.len()) } else { next(out.len().min(2048)) };
        match next(7) {
            0 => out[at] = next(256) as u8,
            1 => out[at] ^= 1 << next(8),
            2 => out.truncate(at.max(1)),
            3 => {
                let value = [u64::MAX, 1 << 62, 1 << 40, 1 << 31, 0xFFFF_FFFF, 0][next(6)].to_le_bytes();
                let end = (at + 8).min(out.len());
                out[at..end].copy_from_slice(&value[..end - at]);
            }
            4 => {
                let end = (at + 1 + next(64)).min(out.len());
                let piece = out[at..end].to_vec();
                out.splice(at..at, piece);
            }
            5 => {
                let end = (at + 1 + next(32)).min(out.len());
                out.drain(at..end);
            }
            _ => out[at] = b"\"{}[]:,0\0\xFF"[next(10)],
        }
        if out.is_empty() {
            out.push(0);
        }
    }
    out
}

#[test]
fn mutated_gguf_files_never_crash() {
    let _alone = alone();
    let file = gguf_file();
    assert!(read_gguf(&file).is_ok());
    let read = (0..3000).filter(|seed| read_gguf(&mutated(&file, *seed)).is_ok()).count();
    // changed numbers of a tensor are still numbers; changed sizes are not
    assert!(read > 0 && read < 3000, "{read}");
}

#[test]
fn gguf_files_cut_anywhere_are_truncated() {
    let _alone = alone();
    let file = gguf_file();
    for length in (0..file.len()).step_by(file.len() / 400) {
        assert!(read_gguf(&file[..length]).is_err(), "{length} of {}", file.len());
    }
    assert_eq!(problem(read_gguf(&file[..file.len() - 1_000])), FileProblem::Truncated);
}

#[test]
fn gguf_headers_that_lie_are_found_out() {
    let _alone = alone();
    let file = gguf_file();
    let with = |at: usize, bytes: &[u8]| {
        let mut file = file.clone();
        file[at..at + bytes.len()].copy_from_slice(bytes);
        problem(read_gguf(&file))
    };
    assert_eq!(with(0, b"GGML"), FileProblem::Magic);
    assert_eq!(with(4, &9_u32.to_le_bytes()), FileProblem::Magic);
    assert_eq!(with(8, &u64::MAX.to_le_bytes()), FileProblem::Header("count".into()));
    assert_eq!(with(16, &u64::MAX.to_le_bytes()), FileProblem::Header("count".into()));
    // the length of the first key
    assert_eq!(with(24, &u64::MAX.to_le_bytes()), FileProblem::Truncated);
    let entry = |kind: u32, value: &[u8]| {
        let head = [&b"GGUF"[..], &3_u32.to_le_bytes(), &0_u64.to_le_bytes(), &1_u64.to_le_bytes()].concat();
        let key = b"tokenizer.ggml.tokens";
        [&head[..], &(key.len() as u64).to_le_bytes(), key, &kind.to_le_bytes(), value].concat()
    };
    let array = |kind: u32, count: u64| [&kind.to_le_bytes()[..], &count.to_le_bytes()].concat();
    let padded = |mut bytes: Vec<u8>, to: usize| {
        bytes.resize(to, 0);
        bytes
    };
    assert_eq!(problem(read_gguf(&entry(9, &array(8, 1 << 60)))), FileProblem::Truncated);
    assert_eq!(problem(read_gguf(&entry(9, &array(9, 1)))), FileProblem::Header("array".into()));
    // a vocabulary of a million empty words takes 8 MB: it is refused by its count
    let huge = padded(entry(9, &array(8, 1 << 20)), 9 << 20);
    assert_eq!(problem(read_gguf(&huge)), FileProblem::Header("array".into()));
    let nested = entry(9, &[array(9, 1), array(9, 1), array(9, 1)].concat());
    assert_eq!(problem(read_gguf(&nested)), FileProblem::Header("array".into()));
}

#[test]
fn safetensors_headers_that_lie_are_found_out() {
    let _alone = alone();
    let check = |header: &str, data: usize, expected: FileProblem| {
        let mut file = [&(header.len() as u64).to_le_bytes(), header.as_bytes()].concat();
        file.resize(file.len() + data, 0);
        let opened =
            within(file.len(), || Safetensors::open(vec![(Cursor::new(&file), "hostile".to_owned())]));
        assert_eq!(problem(opened), expected, "{header}");
    };
    let name = || FileProblem::Header("a".into());
    check(r#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, 4, FileProblem::Truncated);
    check(r#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, 8, name());
    check(r#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}"#, 8, name());
    check(r#"{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}}"#, 8, name());
    check(r#"{"a":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}"#, 8, FileProblem::Type("I64".into()));
    check(r#"{"a":{}}"#, 8, name());
    let one = r#"{"dtype":"F32","shape":[2],"data_offsets":[0,8]}"#;
    check(&format!(r#"{{"a":{one},"b":{one}}}"#), 8, FileProblem::Truncated);
    let lying = |length: u64| {
        let file = [&length.to_le_bytes()[..], b"{}"].concat();
        problem(Safetensors::open(vec![(Cursor::new(file), "hostile".to_owned())]))
    };
    assert_eq!(lying(u64::MAX), FileProblem::Truncated);
    assert_eq!(lying(1 << 40), FileProblem::Truncated);
    assert_eq!(
        problem(Safetensors::open(vec![(Cursor::new(vec![1; 3]), "x".to_owned())])),
        FileProblem::Truncated
    );
    // many empty entries: more memory each than in the file
    let many: String = (0..900_000).map(|n| format!("\"{n:x}\":{{}},")).collect();
    let header = format!("{{{}}}", many.trim_end_matches(','));
    let length = FileProblem::Header(header.len().to_string());
    check(&header, 0, length);
}

#[test]
fn gguf_tensors_on_the_same_bytes_are_refused() {
    let _alone = alone();
    let read = |tensors: u64| {
        let mut file = [&b"GGUF"[..], &3_u32.to_le_bytes(), &tensors.to_le_bytes(), &[0; 8]].concat();
        for name in 0..tensors {
            file.extend([1_u64, name].map(u64::to_le_bytes).as_flattened()[..9].iter());
            // one side of a thousand floats, from the first byte on
            file.extend(1_u32.to_le_bytes());
            file.extend(1000_u64.to_le_bytes());
            file.extend([0; 12]);
        }
        file.resize(file.len().next_multiple_of(32) + 4000, 0);
        gguf::Header::read(&mut Cursor::new(file)).map(|header| header.tensors.len())
    };
    assert_eq!(read(1), Ok(1));
    assert_eq!(read(2), Err(FileProblem::Truncated));
}

#[test]
fn mutated_safetensors_never_crash() {
    let _alone = alone();
    let c = made::sizes();
    let weights = Weights::random(&c, Extras::default(), 5);
    let file = made::safetensors(&weights, true);
    for seed in 0..2000 {
        let file = mutated(&file, seed);
        within(file.len(), || {
            if let Ok(mut opened) = Safetensors::open(vec![(Cursor::new(&file), "hostile".to_owned())]) {
                let _ = local::model::Decoder::load(c.clone(), &mut opened);
            }
        });
    }
}

#[test]
fn mutated_tokenizers_and_configurations_never_crash() {
    let _alone = alone();
    let tokenizer = made::tokenizer().to_json();
    let config = made::config_json(&made::sizes(), "qwen2");
    let text = "le total de 151 € <|end|> \u{301}";
    for seed in 0..400 {
        let changed = mutated(tokenizer.as_bytes(), seed);
        within(changed.len(), || {
            if let Ok(words) = Words::from_json(&String::from_utf8_lossy(&changed)) {
                let _ = words.encode(text).map(|tokens| words.decode(&tokens));
            }
        });
    }
    for seed in 0..2000 {
        let _ = Config::from_json(&mutated(config.as_bytes(), seed));
    }
}

#[test]
fn tokenizers_that_announce_too_much_are_refused() {
    let _alone = alone();
    let model = |vocab: &str| format!(r#"{{"model":{{"type":"BPE","vocab":{vocab},"merges":[]}}}}"#);
    let check = |text: &str| {
        let read = within(text.len(), || Words::from_json(text));
        assert!(matches!(read, Err(FileProblem::Tokens(_))));
    };
    // a number far past the count
    check(&model(r#"{"a":4000000000}"#));
    check(&model(r#"{"a":290000}"#));
    let many: String = (0..400_000).map(|n| format!("\"{n:x}\":{n},")).collect();
    check(&model(&format!("{{{}}}", many.trim_end_matches(','))));
    check(&"[".repeat(1 << 20));
    let bomb = "(a{1000}){1000}".repeat(20);
    let split =
        format!(r#"{{"type":"Split","pattern":{{"Regex":"{bomb}"}},"behavior":"Isolated","invert":false}}"#);
    check(&format!(r#"{{"pre_tokenizer":{split},"model":{{"type":"BPE","vocab":{{"a":0}},"merges":[]}}}}"#));
}
