//! Models small enough to be checked by hand: random weights from a seed, names of the Llama family.

use std::collections::BTreeMap;

use local::LocalError;
use local::model::{Config, Rotation, Source, Tensor};

/// Sizes of a model with everything odd about it: heads that share keys, a head that is not `width / heads`.
pub fn config() -> Config {
    Config {
        vocabulary: 50,
        width: 24,
        hidden: 40,
        layers: 2,
        heads: 4,
        kv_heads: 2,
        head: 8,
        context: 64,
        theta: 10_000.0,
        epsilon: 1e-5,
        rotation: Rotation::Halves,
        factors: Vec::new(),
        tied: true,
    }
}

/// What a family has beside the plain weights.
#[derive(Clone, Copy, Default)]
pub struct Extras {
    pub biases: bool,
    pub head_norms: bool,
}

/// Random weights by name.
#[derive(Clone)]
pub struct Weights(pub BTreeMap<String, (Vec<usize>, Vec<f32>)>);

/// Numbers in [-1, 1) that depend on the seed only.
pub fn numbers(count: usize, seed: u64) -> Vec<f32> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 40) as f32 / (1_u64 << 23) as f32 - 1.0
    };
    (0..count).map(|_| next()).collect()
}

impl Weights {
    pub fn random(c: &Config, extras: Extras, seed: u64) -> Weights {
        let mut all = BTreeMap::new();
        let mut add = |name: String, shape: &[usize]| {
            let count = shape.iter().product();
            let values = numbers(count, seed + all.len() as u64 + 1);
            let values = match shape.len() {
                1 if name.ends_with("bias") => values,
                1 => values.iter().map(|v| 1.0 + v * 0.3).collect(),
                _ => values.iter().map(|v| v * 1.7 / (shape[1] as f32).sqrt()).collect(),
            };
            all.insert(name, (shape.to_vec(), values));
        };
        add("model.embed_tokens.weight".to_owned(), &[c.vocabulary, c.width]);
        add("model.norm.weight".to_owned(), &[c.width]);
        if !c.tied {
            add("lm_head.weight".to_owned(), &[c.vocabulary, c.width]);
        }
        for layer in 0..c.layers {
            let mut part = |part: &str, shape: &[usize]| add(format!("model.layers.{layer}.{part}"), shape);
            part("input_layernorm.weight", &[c.width]);
            part("post_attention_layernorm.weight", &[c.width]);
            for (name, rows) in [("q", c.queries()), ("k", c.keys()), ("v", c.keys())] {
                part(&format!("self_attn.{name}_proj.weight"), &[rows, c.width]);
                if extras.biases {
                    part(&format!("self_attn.{name}_proj.bias"), &[rows]);
                }
            }
            if extras.head_norms {
                part("self_attn.q_norm.weight", &[c.head]);
                part("self_attn.k_norm.weight", &[c.head]);
            }
            part("self_attn.o_proj.weight", &[c.width, c.queries()]);
            part("mlp.gate_proj.weight", &[c.hidden, c.width]);
            part("mlp.up_proj.weight", &[c.hidden, c.width]);
            part("mlp.down_proj.weight", &[c.width, c.hidden]);
        }
        Weights(all)
    }
}

impl Source for Weights {
    fn tensor(&mut self, name: &str, shape: &[usize]) -> Result<Tensor, LocalError> {
        let (held, values) = self.0.get(name).unwrap_or_else(|| panic!("no {name}"));
        assert_eq!(held, shape, "{name}");
        Ok(Tensor::Dense(values.clone()))
    }

    fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }
}

/// The families, by name: sizes and weights.
pub fn families() -> Vec<(&'static str, Config, Weights)> {
    let families = [
        ("llama, tied", config(), Extras::default()),
        ("llama, own head", Config { tied: false, ..config() }, Extras::default()),
        ("llama in GGUF", Config { rotation: Rotation::Pairs, ..config() }, Extras::default()),
        ("llama 3.1", Config { factors: vec![1.0, 2.0, 4.5, 8.0], ..config() }, Extras::default()),
        ("qwen2", config(), Extras { biases: true, head_norms: false }),
        ("qwen3", config(), Extras { biases: false, head_norms: true }),
    ];
    families.map(|(name, c, extras)| (name, c.clone(), Weights::random(&c, extras, 7))).into()
}

/// Largest difference of two rows of numbers.
pub fn apart(a: &[f32], b: &[f32]) -> f32 {
    assert_eq!(a.len(), b.len());
    a.iter().zip(b).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
}
