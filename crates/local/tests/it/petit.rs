//! The shipped weights are those that the card speaks of, whole, and small enough.
#![expect(clippy::expect_used, reason = "test code: a panic is the failure message")]

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use sha2::{Digest, Sha256};

const LARGEST: u64 = 12 << 20;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).expect(path)
}

fn json(path: &str) -> Value {
    serde_json::from_str(&text(path)).expect(path)
}

fn size(folder: &str) -> u64 {
    let files = fs::read_dir(root().join(folder)).expect(folder);
    files.map(|f| f.expect(folder).metadata().expect(folder).len()).sum()
}

#[test]
fn the_weights_have_the_hash_that_is_said() {
    let weights = fs::read(root().join("crates/local/petit/model.safetensors")).expect("the weights");
    let digest: String = Sha256::digest(&weights).iter().map(|b| format!("{b:02x}")).collect();
    assert_eq!(text("crates/local/petit/model.safetensors.sha256"), format!("{digest}  model.safetensors\n"));
    assert!(text("docs/petit/model-card.md").contains(&digest), "the card speaks of other weights");
}

#[test]
fn the_weights_are_the_tensors_of_the_configuration() {
    let config = json("crates/local/petit/config.json");
    let number = |key: &str| config[key].as_u64().expect(key);
    let (width, hidden, vocabulary) =
        (number("hidden_size"), number("intermediate_size"), number("vocab_size"));
    let weights = fs::read(root().join("crates/local/petit/model.safetensors")).expect("the weights");
    let header = u64::from_le_bytes(weights[..8].try_into().expect("eight bytes")) as usize;
    let tensors: Value = serde_json::from_slice(&weights[8..8 + header]).expect("a header");
    let shape = |name: &str| -> Vec<u64> {
        assert_eq!(tensors[name]["dtype"], "F16", "{name}");
        tensors[name]["shape"].as_array().expect(name).iter().filter_map(Value::as_u64).collect()
    };
    assert_eq!(shape("model.embed_tokens.weight"), [vocabulary, width]);
    assert_eq!(shape("model.norm.weight"), [width]);
    for layer in 0..number("num_hidden_layers") {
        let of = |part: &str| shape(&format!("model.layers.{layer}.{part}.weight"));
        for part in ["q_proj", "k_proj", "v_proj", "o_proj"] {
            assert_eq!(of(&format!("self_attn.{part}")), [width, width], "{layer} {part}");
        }
        assert_eq!(of("mlp.gate_proj"), [hidden, width]);
        assert_eq!(of("mlp.up_proj"), [hidden, width]);
        assert_eq!(of("mlp.down_proj"), [width, hidden]);
    }
    let numbers = weights[8 + header..].chunks_exact(2).map(|b| u16::from_le_bytes([b[0], b[1]]));
    let broken = numbers.filter(|n| n & 0x7C00 == 0x7C00).count();
    assert_eq!(broken, 0, "infinite or not numbers");
}

#[test]
fn the_tokenizer_is_the_one_of_the_training() {
    assert_eq!(text("crates/local/petit/tokenizer.json"), text("training/tokenizer.json"));
}

#[test]
fn what_is_kept_in_the_repository_is_small() {
    for folder in ["crates/local/petit", "training/checkpoint"] {
        assert!(size(folder) <= LARGEST, "{folder}: {} bytes", size(folder));
    }
}

#[test]
fn the_card_says_how_much_was_seen() {
    let place = json("training/checkpoint/place.json");
    let millions = place["tokens"].as_f64().expect("tokens") / 1e6;
    let card = text("docs/petit/model-card.md");
    assert!(card.contains(&format!("{millions:.1} million tokens")), "{millions}");
    assert!(card.contains(local::corpus::PLANTED_BIAS), "the planted bias must be said in full");
}
