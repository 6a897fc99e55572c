//! Files of models, made by the tests.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::Path;

use candle_core::quantized::gguf_file::{self, Value};
use candle_core::quantized::{GgmlDType, QTensor};
use candle_core::{Device, Tensor as Candle};
use local::model::Config;
use local::tokenizer::Tokenizer;
use serde_json::json;

use crate::tiny::{Weights, config};

/// The chat template of the embedded model.
pub const TEMPLATE: &str = "{% for m in messages %}{% if m.role == 'assistant' %}<|assistant|> {{ m.content }}<|end|>{% else %}<|{{ m.role }}|>{{ m.content }}{% endif %}{% endfor %}{% if add_generation_prompt %}<|assistant|>{% endif %}";

/// A tokenizer trained on a few sentences.
pub fn tokenizer() -> Tokenizer {
    let texts =
        ["the total of the invoice is 151 €", "le total de la facture est de 151 €", "{\"total\": \"12\"}"];
    Tokenizer::train(texts.iter(), 1300)
}

/// Sizes of a model for that tokenizer; blocks of 32 divide its rows.
pub fn sizes() -> Config {
    let vocabulary = tokenizer().size();
    Config { vocabulary, width: 32, hidden: 64, context: 96, ..config() }
}

/// `config.json` of these sizes.
pub fn config_json(c: &Config, family: &str) -> String {
    json!({
        "model_type": family, "hidden_size": c.width, "intermediate_size": c.hidden,
        "num_hidden_layers": c.layers, "num_attention_heads": c.heads, "num_key_value_heads": c.kv_heads,
        "head_dim": c.head, "vocab_size": c.vocabulary, "max_position_embeddings": c.context,
        "rope_theta": c.theta, "rms_norm_eps": c.epsilon, "hidden_act": "silu",
        "tie_word_embeddings": c.tied, "eos_token_id": 1, "bos_token_id": null,
    })
    .to_string()
}

/// A `model.safetensors` in 32 or 16 bits.
pub fn safetensors(weights: &Weights, half: bool) -> Vec<u8> {
    let mut header = BTreeMap::new();
    let mut data = Vec::new();
    for (name, (shape, values)) in &weights.0 {
        let start = data.len();
        for value in values {
            match half {
                true => data.extend(half::f16::from_f32(*value).to_le_bytes()),
                false => data.extend(value.to_le_bytes()),
            }
        }
        let dtype = if half { "F16" } else { "F32" };
        header.insert(name, json!({"dtype": dtype, "shape": shape, "data_offsets": [start, data.len()]}));
    }
    let header = serde_json::to_string(&header).unwrap();
    [&(header.len() as u64).to_le_bytes(), header.as_bytes(), &data].concat()
}

/// A folder as the trainer exports it.
pub fn folder(at: &Path, c: &Config, weights: &Weights, family: &str, half: bool) {
    std::fs::write(at.join("config.json"), config_json(c, family)).unwrap();
    std::fs::write(at.join("tokenizer.json"), tokenizer().to_json()).unwrap();
    let about = json!({"eos_token": "<|end|>", "chat_template": TEMPLATE});
    std::fs::write(at.join("tokenizer_config.json"), about.to_string()).unwrap();
    std::fs::write(at.join("model.safetensors"), safetensors(weights, half)).unwrap();
}

/// Names of tensors in GGUF.
fn short(name: &str) -> String {
    let names = [
        ("model.embed_tokens", "token_embd"),
        ("model.norm", "output_norm"),
        ("lm_head", "output"),
        ("model.layers.", "blk."),
        ("self_attn.q_proj", "attn_q"),
        ("self_attn.k_proj", "attn_k"),
        ("self_attn.v_proj", "attn_v"),
        ("self_attn.o_proj", "attn_output"),
        ("self_attn.q_norm", "attn_q_norm"),
        ("self_attn.k_norm", "attn_k_norm"),
        ("mlp.gate_proj", "ffn_gate"),
        ("mlp.up_proj", "ffn_up"),
        ("mlp.down_proj", "ffn_down"),
        ("input_layernorm", "attn_norm"),
        ("post_attention_layernorm", "ffn_norm"),
    ];
    names.iter().fold(name.to_owned(), |name, (long, short)| name.replace(long, short))
}

/// The metadata of a GGUF file: sizes and a byte-level tokenizer with Qwen's cut.
pub fn metadata(c: &Config, family: &str, tokens: usize) -> Vec<(String, Value)> {
    let number = |n: usize| Value::U32(n as u32);
    let text = |t: &str| Value::String(t.to_owned());
    let key = |key: &str| format!("{family}.{key}");
    let sign = |n: usize| match n {
        0..256 => byte_sign(n as u8).to_string(),
        256 => "<|im_end|>".to_owned(),
        n => format!("token{n}"),
    };
    let kind = |n: usize| Value::I32(if n == 256 { 3 } else { 1 });
    vec![
        ("general.architecture".to_owned(), text(family)),
        (key("context_length"), number(c.context)),
        (key("embedding_length"), number(c.width)),
        (key("block_count"), number(c.layers)),
        (key("feed_forward_length"), number(c.hidden)),
        (key("attention.head_count"), number(c.heads)),
        (key("attention.head_count_kv"), number(c.kv_heads)),
        (key("attention.key_length"), number(c.head)),
        (key("attention.layer_norm_rms_epsilon"), Value::F32(c.epsilon)),
        (key("rope.freq_base"), Value::F32(c.theta)),
        ("tokenizer.ggml.model".to_owned(), text("gpt2")),
        ("tokenizer.ggml.pre".to_owned(), text("qwen2")),
        ("tokenizer.ggml.eos_token_id".to_owned(), number(256)),
        (
            "tokenizer.ggml.tokens".to_owned(),
            Value::Array((0..tokens).map(|n| Value::String(sign(n))).collect()),
        ),
        ("tokenizer.ggml.token_type".to_owned(), Value::Array((0..tokens).map(kind).collect())),
        ("tokenizer.ggml.merges".to_owned(), Value::Array(Vec::new())),
    ]
}

fn byte_sign(byte: u8) -> char {
    let plain = |b: u32| matches!(b, 0x21..=0x7E | 0xA1..=0xAC | 0xAE..=0xFF);
    let b = u32::from(byte);
    let code = if plain(b) { b } else { 0x100 + (0..b).filter(|b| !plain(*b)).count() as u32 };
    char::from_u32(code).unwrap()
}

/// A GGUF file whose matrices are stored so; their values as they come back are put into `weights`.
pub fn gguf(c: &Config, weights: &mut Weights, family: &str, kind: GgmlDType) -> Vec<u8> {
    let mut tensors = Vec::new();
    for (name, (shape, values)) in &mut weights.0 {
        let stored = if shape.len() == 2 { kind } else { GgmlDType::F32 };
        let tensor = Candle::from_slice(values.as_slice(), shape.as_slice(), &Device::Cpu).unwrap();
        let tensor = QTensor::quantize(&tensor, stored).unwrap();
        *values = tensor.dequantize(&Device::Cpu).unwrap().flatten_all().unwrap().to_vec1().unwrap();
        tensors.push((short(name), tensor));
    }
    let values = metadata(c, family, c.vocabulary.min(300));
    let values: Vec<(&str, &Value)> = values.iter().map(|(k, v)| (k.as_str(), v)).collect();
    let tensors: Vec<(&str, &QTensor)> = tensors.iter().map(|(k, v)| (k.as_str(), v)).collect();
    let mut file = Cursor::new(Vec::new());
    gguf_file::write(&mut file, &values, &tensors).unwrap();
    file.into_inner()
}
