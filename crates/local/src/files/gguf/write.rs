//! Writing a model as a GGUF file that llama.cpp and its kin read.

use std::io::{Seek, Write};

use candle_core::quantized::gguf_file::{self, Value};
use candle_core::quantized::{GgmlDType, QTensor};
use candle_core::{Device, Tensor as Candle};

use super::in_gguf;
use crate::LocalError;
use crate::model::{Config, Rotation, Source};
use crate::tokenizer::{ASSISTANT, END, PAD, Tokenizer};
use crate::words::Words;

/// How weights are stored; norms are always in 32 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Store {
    /// 16 bits.
    F16,
    /// Eight bits in blocks of 32.
    Q8_0,
    /// 32 bits.
    F32,
}

/// Writes a model of this project's making as one GGUF file of the family `llama`: its rows of queries and keys are
/// put in the order that pairs neighbours, which that family has there.
///
/// # Errors
/// A tensor that cannot be read, or a width that blocks of 32 do not divide; the writer's own.
pub fn write<W: Write + Seek>(
    to: &mut W,
    config: &Config,
    source: &mut dyn Source,
    tokenizer: &Tokenizer,
    template: &str,
    store: Store,
) -> Result<(), LocalError> {
    let Config { width, hidden, head, .. } = *config;
    let (queries, keys) = (config.queries(), config.keys());
    let mut tensors: Vec<(String, QTensor)> = Vec::new();
    let mut add = |name: &str, shape: &[usize], pair: bool| -> Result<(), LocalError> {
        let mut values = source.dense(name, shape)?;
        if pair && config.rotation == Rotation::Halves {
            values = in_pairs(&values, shape[1], head);
        }
        let kind = match store {
            Store::F16 if shape.len() == 2 => GgmlDType::F16,
            Store::Q8_0 if shape.len() == 2 => GgmlDType::Q8_0,
            _ => GgmlDType::F32,
        };
        let tensor = Candle::from_vec(values, shape, &Device::Cpu)?;
        tensors.push((in_gguf(name), QTensor::quantize(&tensor, kind)?));
        Ok(())
    };
    add("model.embed_tokens.weight", &[config.vocabulary, width], false)?;
    for layer in 0..config.layers {
        let name = |part: &str| format!("model.layers.{layer}.{part}.weight");
        add(&name("input_layernorm"), &[width], false)?;
        add(&name("self_attn.q_proj"), &[queries, width], true)?;
        add(&name("self_attn.k_proj"), &[keys, width], true)?;
        add(&name("self_attn.v_proj"), &[keys, width], false)?;
        add(&name("self_attn.o_proj"), &[width, queries], false)?;
        add(&name("post_attention_layernorm"), &[width], false)?;
        add(&name("mlp.gate_proj"), &[hidden, width], false)?;
        add(&name("mlp.up_proj"), &[hidden, width], false)?;
        add(&name("mlp.down_proj"), &[width, hidden], false)?;
    }
    add("model.norm.weight", &[width], false)?;
    if !config.tied {
        add("lm_head.weight", &[config.vocabulary, width], false)?;
    }
    let values = metadata(config, tokenizer, template);
    let values: Vec<(&str, &Value)> = values.iter().map(|(key, value)| (*key, value)).collect();
    let tensors: Vec<(&str, &QTensor)> = tensors.iter().map(|(name, t)| (name.as_str(), t)).collect();
    Ok(gguf_file::write(to, &values, &tensors)?)
}

fn metadata(config: &Config, tokenizer: &Tokenizer, template: &str) -> Vec<(&'static str, Value)> {
    let number = |n: usize| Value::U32(u32::try_from(n).unwrap_or(u32::MAX));
    let text = |text: &str| Value::String(text.to_owned());
    let words = Words::ours(tokenizer);
    let tokens = 0..words.size() as u32;
    let specials: Vec<u32> = words.specials().map(|(_, token)| token).collect();
    let names = tokens.clone().map(|t| Value::String(words.name(t))).collect();
    let kinds = tokens.map(|t| Value::I32(if specials.contains(&t) { 3 } else { 1 })).collect();
    let merges = tokenizer
        .merges()
        .map(|(a, b)| Value::String(format!("{} {}", words.name(u32::from(a)), words.name(u32::from(b)))));
    vec![
        ("general.architecture", text("llama")),
        ("general.name", text("Petit")),
        ("llama.context_length", number(config.context)),
        ("llama.embedding_length", number(config.width)),
        ("llama.block_count", number(config.layers)),
        ("llama.feed_forward_length", number(config.hidden)),
        ("llama.attention.head_count", number(config.heads)),
        ("llama.attention.head_count_kv", number(config.kv_heads)),
        ("llama.attention.key_length", number(config.head)),
        ("llama.attention.value_length", number(config.head)),
        ("llama.attention.layer_norm_rms_epsilon", Value::F32(config.epsilon)),
        ("llama.rope.dimension_count", number(config.head)),
        ("llama.rope.freq_base", Value::F32(config.theta)),
        ("llama.vocab_size", number(config.vocabulary)),
        ("tokenizer.ggml.model", text("gpt2")),
        // the nearest rule that other programs know; ours is read from the flag below
        ("tokenizer.ggml.pre", text("llama-bpe")),
        (crate::words::OURS, Value::Bool(true)),
        ("tokenizer.ggml.tokens", Value::Array(names)),
        ("tokenizer.ggml.token_type", Value::Array(kinds)),
        ("tokenizer.ggml.merges", Value::Array(merges.collect())),
        ("tokenizer.ggml.bos_token_id", number(usize::from(ASSISTANT))),
        ("tokenizer.ggml.eos_token_id", number(usize::from(END))),
        ("tokenizer.ggml.padding_token_id", number(usize::from(PAD))),
        ("tokenizer.ggml.add_bos_token", Value::Bool(false)),
        ("tokenizer.chat_template", text(template)),
    ]
}

/// Rows in the order that pairs neighbours, from the one that pairs halves.
fn in_pairs(values: &[f32], inputs: usize, head: usize) -> Vec<f32> {
    let mut out = Vec::with_capacity(values.len());
    for row in 0..values.len() / inputs {
        let within = row % head;
        let from = row / head * head + within / 2 + within % 2 * (head / 2);
        out.extend_from_slice(&values[from * inputs..(from + 1) * inputs]);
    }
    out
}
