//! Sizes of a model, checked before anything is allocated for it.

use serde::Deserialize;

use crate::error::FileProblem;

/// How rotary positions pair the numbers of a head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rotation {
    /// `i` with `i + half` (files of the transformers library, Qwen in GGUF).
    Halves,
    /// `2 i` with `2 i + 1` (Llama in GGUF, whose rows are reordered for it).
    Pairs,
}

/// Sizes and constants of a decoder.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// Tokens in the vocabulary.
    pub vocabulary: usize,
    /// Width of a state.
    pub width: usize,
    /// Width inside the feed-forward block.
    pub hidden: usize,
    /// Layers.
    pub layers: usize,
    /// Heads of queries.
    pub heads: usize,
    /// Heads of keys and values; divides `heads`.
    pub kv_heads: usize,
    /// Width of a head.
    pub head: usize,
    /// Most positions.
    pub context: usize,
    /// Base of the rotary angles.
    pub theta: f32,
    /// What keeps the norms from dividing by zero.
    pub epsilon: f32,
    /// How positions turn a head.
    pub rotation: Rotation,
    /// Each rotary frequency is divided by its factor (Llama 3.1); empty: by one.
    pub factors: Vec<f32>,
    /// The head that gives logits is the embedding.
    pub tied: bool,
}

/// What `config.json` says (transformers). Fields we do not use are passed over, those that would change the result
/// are refused.
#[derive(Deserialize)]
struct Said {
    model_type: String,
    hidden_size: usize,
    intermediate_size: usize,
    num_hidden_layers: usize,
    num_attention_heads: usize,
    num_key_value_heads: Option<usize>,
    head_dim: Option<usize>,
    vocab_size: usize,
    max_position_embeddings: usize,
    #[serde(default = "usual_theta")]
    rope_theta: f32,
    rms_norm_eps: f32,
    #[serde(default)]
    hidden_act: Option<String>,
    #[serde(default)]
    tie_word_embeddings: bool,
    #[serde(default)]
    use_sliding_window: bool,
    rope_scaling: Option<Scaling>,
}

fn usual_theta() -> f32 {
    10_000.0
}

#[derive(Deserialize)]
struct Scaling {
    #[serde(alias = "type")]
    rope_type: String,
    #[serde(default)]
    factor: Option<f32>,
    #[serde(default)]
    low_freq_factor: Option<f32>,
    #[serde(default)]
    high_freq_factor: Option<f32>,
    #[serde(default)]
    original_max_position_embeddings: Option<f32>,
}

impl Config {
    /// Reads a `config.json`.
    ///
    /// # Errors
    /// Not JSON, another family, something this program would compute otherwise, or sizes that do not fit together.
    pub fn from_json(text: &[u8]) -> Result<Config, FileProblem> {
        let said: Said =
            serde_json::from_slice(text).map_err(|error| FileProblem::Header(error.to_string()))?;
        if !matches!(said.model_type.as_str(), "llama" | "qwen2" | "qwen3") {
            return Err(FileProblem::Family(said.model_type));
        }
        if said.hidden_act.as_deref().is_some_and(|act| act != "silu") {
            return Err(FileProblem::Unknown("hidden_act".to_owned()));
        }
        if said.use_sliding_window {
            return Err(FileProblem::Unknown("use_sliding_window".to_owned()));
        }
        let heads = said.num_attention_heads;
        let mut config = Config {
            vocabulary: said.vocab_size,
            width: said.hidden_size,
            hidden: said.intermediate_size,
            layers: said.num_hidden_layers,
            heads,
            kv_heads: said.num_key_value_heads.unwrap_or(heads),
            head: said.head_dim.unwrap_or_else(|| said.hidden_size.checked_div(heads).unwrap_or(0)),
            context: said.max_position_embeddings,
            theta: said.rope_theta,
            epsilon: said.rms_norm_eps,
            rotation: Rotation::Halves,
            factors: Vec::new(),
            tied: said.tie_word_embeddings,
        };
        config.check()?;
        if let Some(scaling) = said.rope_scaling {
            config.factors = scaling.factors(&config)?;
        }
        Ok(config)
    }

    /// Refuses sizes no real model has, before they are multiplied.
    ///
    /// # Errors
    /// [`FileProblem::Sizes`] with the name of the first that is wrong.
    pub fn check(&self) -> Result<(), FileProblem> {
        let sizes = [
            ("vocabulary", self.vocabulary, 1 << 20),
            ("width", self.width, 1 << 16),
            ("hidden", self.hidden, 1 << 18),
            ("layers", self.layers, 1 << 10),
            ("heads", self.heads, 1 << 10),
            ("kv_heads", self.kv_heads, 1 << 10),
            ("head", self.head, 1 << 10),
            ("context", self.context, 1 << 24),
        ];
        let wrong = |name: &str| Err(FileProblem::Sizes(name.to_owned()));
        for (name, size, most) in sizes {
            if size == 0 || size > most {
                return wrong(name);
            }
        }
        if !self.head.is_multiple_of(2) {
            return wrong("head");
        }
        if !self.heads.is_multiple_of(self.kv_heads) {
            return wrong("kv_heads");
        }
        if !(self.theta.is_finite() && self.theta > 0.0) {
            return wrong("theta");
        }
        if !(self.epsilon.is_finite() && self.epsilon >= 0.0) {
            return wrong("epsilon");
        }
        if !self.factors.is_empty()
            && (self.factors.len() != self.head / 2 || self.factors.iter().any(|f| !f.is_normal()))
        {
            return wrong("rope_factors");
        }
        Ok(())
    }

    /// Width of the queries of one position.
    pub fn queries(&self) -> usize {
        self.heads * self.head
    }

    /// Width of the keys (or values) of one position.
    pub fn keys(&self) -> usize {
        self.kv_heads * self.head
    }

    /// Rotary frequencies, half a head of them.
    pub fn frequencies(&self) -> Vec<f32> {
        let half = self.head / 2;
        let plain = (0..half).map(|i| self.theta.powf(-(i as f32) / half as f32));
        plain.enumerate().map(|(i, f)| f / self.factors.get(i).copied().unwrap_or(1.0)).collect()
    }

    /// Numbers in all weights.
    pub fn parameters(&self) -> u64 {
        let [width, hidden, queries, keys, vocabulary] =
            [self.width, self.hidden, self.queries(), self.keys(), self.vocabulary].map(|n| n as u64);
        let layer = width * (2 * queries + 2 * keys + 3 * hidden + 2);
        let heads = if self.tied { 1 } else { 2 };
        self.layers as u64 * layer + heads * vocabulary * width + width
    }
}

impl Scaling {
    /// The factor of each frequency. Formula of Llama 3.1: transformers, `modeling_rope_utils.py`.
    fn factors(&self, config: &Config) -> Result<Vec<f32>, FileProblem> {
        let unknown = || FileProblem::Unknown(format!("rope_scaling {}", self.rope_type));
        let half = config.head / 2;
        let factor = self.factor.unwrap_or(1.0);
        let factors: Vec<f32> = match self.rope_type.as_str() {
            "default" => Vec::new(),
            "linear" => vec![factor; half],
            "llama3" => {
                let low = self.low_freq_factor.ok_or_else(unknown)?;
                let high = self.high_freq_factor.ok_or_else(unknown)?;
                let original = self.original_max_position_embeddings.ok_or_else(unknown)?;
                let frequencies = config.frequencies();
                let one = |frequency: f32| {
                    let wave = 2.0 * std::f32::consts::PI / frequency;
                    if wave < original / high {
                        1.0
                    } else if wave > original / low {
                        factor
                    } else {
                        let smooth = (original / wave - low) / (high - low);
                        1.0 / ((1.0 - smooth) / factor + smooth)
                    }
                };
                frequencies.into_iter().map(one).collect()
            }
            _ => return Err(unknown()),
        };
        match factors.iter().all(|f| f.is_normal() && *f > 0.0) {
            true => Ok(factors),
            false => Err(FileProblem::Sizes("rope_factors".to_owned())),
        }
    }
}
