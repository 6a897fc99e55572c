//! Files for the fuzzer to begin with, small and valid: `seeds FOLDER`, usually `fuzz/corpus`.
#![expect(clippy::unwrap_used, clippy::panic, reason = "made by the code of the tests")]

#[path = "../tests/runtime/made.rs"]
#[expect(dead_code, reason = "shared with the tests")]
mod made;
#[path = "../tests/runtime/tiny.rs"]
#[expect(dead_code, reason = "shared with the tests")]
mod tiny;

use std::path::Path;

use candle_core::quantized::GgmlDType;
use local::model::{Config, Rotation};
use tiny::{Extras, Weights};

fn main() -> std::io::Result<()> {
    let to = std::env::args().nth(1).unwrap_or_else(|| "fuzz/corpus".to_owned());
    let write = |target: &str, name: &str, bytes: &[u8]| {
        let folder = Path::new(&to).join(target);
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join(name), bytes)
    };
    let kinds = [GgmlDType::F32, GgmlDType::F16, GgmlDType::BF16, GgmlDType::Q8_0, GgmlDType::Q4_0];
    for (family, rotation, extras) in [
        ("llama", Rotation::Pairs, Extras::default()),
        ("qwen2", Rotation::Halves, Extras { biases: true, head_norms: false }),
        ("qwen3", Rotation::Halves, Extras { biases: false, head_norms: true }),
    ] {
        let c = Config { vocabulary: 300, width: 32, hidden: 32, rotation, ..tiny::config() };
        for kind in kinds {
            let file = made::gguf(&c, &mut Weights::random(&c, extras, 5), family, kind);
            write("gguf", &format!("{family}-{kind:?}"), &file)?;
        }
        let c = tiny::config();
        let weights = Weights::random(&c, extras, 5);
        write("safetensors", &format!("{family}-f32"), &made::safetensors(&weights, false))?;
        write("safetensors", &format!("{family}-f16"), &made::safetensors(&weights, true))?;
    }
    write("tokenizer", "ours", made::tokenizer().to_json().as_bytes())?;
    for (name, text) in TOKENIZERS {
        write("tokenizer", name, text.as_bytes())?;
    }
    Ok(())
}

/// One of each kind that is read, as small as it can be.
const TOKENIZERS: [(&str, &str); 3] = [
    (
        "byte-level",
        r#"{"added_tokens":[{"id":4,"content":"<|end|>","special":true}],"normalizer":{"type":"NFC"},"pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"\\p{N}| ?\\p{L}+"},"behavior":"Isolated","invert":false},{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":false}]},"model":{"type":"BPE","vocab":{"l":0,"e":1,"le":2,"Ġ":3},"merges":["l e"]}}"#,
    ),
    (
        "digits",
        r#"{"pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"Digits","individual_digits":true},{"type":"ByteLevel","add_prefix_space":false,"use_regex":true}]},"model":{"type":"BPE","vocab":{"1":0,"5":1,"15":2},"merges":[["1","5"]]}}"#,
    ),
    (
        "sentence",
        r#"{"normalizer":{"type":"Sequence","normalizers":[{"type":"Prepend","prepend":"▁"},{"type":"Replace","pattern":{"String":" "},"content":"▁"}]},"model":{"type":"BPE","unk_token":"<unk>","byte_fallback":true,"vocab":{"<unk>":0,"<0x41>":1,"▁":2,"t":3,"▁t":4},"merges":["▁ t"]}}"#,
    ),
];
