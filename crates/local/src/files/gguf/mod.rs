//! GGUF: one file with sizes, tokenizer, chat template and weights.
//! <https://github.com/ggml-org/ggml/blob/master/docs/gguf.md>

mod header;
mod write;

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use candle_core::Device;
use candle_core::quantized::{GgmlDType, ggml_file};
use half::slice::HalfFloatSliceExt;
use half::{bf16, f16};

pub use header::{Entry, Header, Value};
pub use write::{Store, write};

use super::{Model, unreadable};
use crate::error::{FileProblem, LocalError};
use crate::model::{Config, Decoder, Rotation, Source, Tensor};
use crate::template::ChatTemplate;
use crate::words::Words;

pub(super) fn open(path: &Path) -> Result<Model, LocalError> {
    let name = path.display().to_string();
    let file = File::open(path).map_err(|error| unreadable(path, &error))?;
    read(file, &name)
}

/// Reads a model from anything that can be read like a file.
///
/// # Errors
/// A file that is not what it should be.
pub fn read<R: Read + Seek>(mut file: R, name: &str) -> Result<Model, LocalError> {
    let of_file = |problem| LocalError::file(name, problem);
    let mut header = Header::read(&mut file).map_err(of_file)?;
    let mut words = Words::from_gguf(&mut header).map_err(of_file)?;
    let mut config = config(&header).map_err(of_file)?;
    config.tied = !header.tensors.contains_key("output.weight");
    let template = header.take("tokenizer.chat_template");
    let mut weights = Weights { file, header, name: name.to_owned() };
    if weights.has("rope_freqs") {
        config.factors = weights.dense("rope_freqs", &[config.head / 2])?;
        config.check().map_err(of_file)?;
    }
    let template = match &template {
        Some(Value::Text(text)) => Some(ChatTemplate::new(text).map_err(of_file)?),
        _ => None,
    };
    if words.ends().is_empty() {
        let named = ["<|im_end|>", "<|eot_id|>", "<|end|>", "</s>", "<|endoftext|>"];
        let ends: Vec<u32> = named.iter().filter_map(|name| words.special(name)).collect();
        let start = words.start();
        words.mark_ends(&ends, start);
    }
    let decoder = Decoder::load(config, &mut weights)?;
    Model::assembled(decoder, words, template).map_err(of_file)
}

fn config(header: &Header) -> Result<Config, FileProblem> {
    let family = header.text("general.architecture").unwrap_or("").to_owned();
    let rotation = match family.as_str() {
        "llama" => Rotation::Pairs,
        "qwen2" | "qwen3" => Rotation::Halves,
        _ => return Err(FileProblem::Family(family)),
    };
    let key = |key: &str| format!("{family}.{key}");
    let size = |name: &str| {
        let number = header.number(&key(name)).ok_or_else(|| FileProblem::Missing(key(name)))?;
        usize::try_from(number).map_err(|_| FileProblem::Sizes(name.to_owned()))
    };
    for unknown in ["expert_count", "rope.scaling.factor", "attention.sliding_window"] {
        if header.number(&key(unknown)).is_some_and(|n| n != 0)
            || header.float(&key(unknown)).is_some_and(|n| n != 0.0 && n != 1.0)
        {
            return Err(FileProblem::Unknown(key(unknown)));
        }
    }
    let (width, heads) = (size("embedding_length")?, size("attention.head_count")?);
    let head = size("attention.key_length").or_else(|_| size("rope.dimension_count"));
    let embedding = header.tensors.get("token_embd.weight");
    let embedding = embedding.ok_or_else(|| FileProblem::Missing("token_embd.weight".to_owned()))?;
    let config = Config {
        vocabulary: embedding.shape[0],
        width,
        hidden: size("feed_forward_length")?,
        layers: size("block_count")?,
        heads,
        kv_heads: size("attention.head_count_kv").unwrap_or(heads),
        head: head.unwrap_or_else(|_| width.checked_div(heads).unwrap_or(0)),
        context: size("context_length")?,
        theta: header.float(&key("rope.freq_base")).unwrap_or(10_000.0) as f32,
        epsilon: header.float(&key("attention.layer_norm_rms_epsilon")).unwrap_or(1e-5) as f32,
        rotation,
        factors: Vec::new(),
        tied: true,
    };
    config.check()?;
    Ok(config)
}

/// Names of the Llama family, as GGUF writes them.
const NAMES: [(&str, &str); 11] = [
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

/// `model.layers.0.self_attn.q_proj.weight` to `blk.0.attn_q.weight`.
fn in_gguf(name: &str) -> String {
    match name {
        "model.embed_tokens.weight" => return "token_embd.weight".to_owned(),
        "model.norm.weight" => return "output_norm.weight".to_owned(),
        "lm_head.weight" => return "output.weight".to_owned(),
        "rope_freqs" => return "rope_freqs.weight".to_owned(),
        _ => {}
    }
    let parts = name.strip_prefix("model.layers.").and_then(|rest| {
        let (number, rest) = rest.split_once('.')?;
        let (part, last) = rest.rsplit_once('.')?;
        let (_, short) = NAMES.iter().find(|(long, _)| *long == part)?;
        Some(format!("blk.{number}.{short}.{last}"))
    });
    parts.unwrap_or_else(|| name.to_owned())
}

struct Weights<R> {
    file: R,
    header: Header,
    name: String,
}

impl<R: Read + Seek> Source for Weights<R> {
    fn tensor(&mut self, name: &str, shape: &[usize]) -> Result<Tensor, LocalError> {
        let name = in_gguf(name);
        let of_file = |problem| LocalError::file(&*self.name, problem);
        let Some(entry) = self.header.tensors.get(&name) else {
            return Err(of_file(FileProblem::Missing(name)));
        };
        if entry.shape != shape {
            return Err(of_file(FileProblem::Shape(name)));
        }
        let mut bytes = vec![0; entry.size];
        let read =
            self.file.seek(SeekFrom::Start(entry.start)).and_then(|_| self.file.read_exact(&mut bytes));
        read.map_err(|_| of_file(FileProblem::Truncated))?;
        let halves = || bytes.as_chunks::<2>().0.iter();
        Ok(Tensor::Dense(match entry.kind {
            GgmlDType::F32 => bytes.as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b)).collect(),
            GgmlDType::F16 => halves().map(|b| f16::from_le_bytes(*b)).collect::<Vec<_>>().to_f32_vec(),
            GgmlDType::BF16 => halves().map(|b| bf16::from_le_bytes(*b)).collect::<Vec<_>>().to_f32_vec(),
            kind => {
                let tensor = ggml_file::qtensor_from_ggml(kind, &bytes, shape.to_vec(), &Device::Cpu)?;
                return Ok(Tensor::Quantised(tensor));
            }
        }))
    }

    fn has(&self, name: &str) -> bool {
        self.header.tensors.contains_key(&in_gguf(name))
    }
}
