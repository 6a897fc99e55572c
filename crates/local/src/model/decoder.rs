//! The fast pass: many sequences at once, each with its own cache and length, no padding.

use super::attention::Attention;
use super::matrix::{Compute, Matrix};
use super::{Cache, Config, Rotation, Source, maths};
use crate::LocalError;

/// What is wanted of the positions a sequence reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wants {
    /// Nothing yet: a part of a long prompt.
    Nothing,
    /// Logits after the last position.
    Last,
    /// Logits after every position.
    All,
    /// Normed states of every position, not logits.
    States,
}

/// What one sequence reads in a pass.
pub struct Part<'a> {
    /// The next tokens; at least one.
    pub tokens: &'a [u32],
    /// What it has read before.
    pub cache: &'a mut Cache,
    /// What is wanted.
    pub wants: Wants,
}

/// Memory of a pass, kept from one to the next.
#[derive(Default)]
pub struct Workspace {
    x: Vec<f32>,
    normed: Vec<f32>,
    qkv: Vec<f32>,
    attended: Vec<f32>,
    projected: Vec<f32>,
    gate_up: Vec<f32>,
    hidden: Vec<f32>,
    scores: Vec<f32>,
    turns: Vec<(f32, f32)>,
    out: Vec<f32>,
    threads: usize,
}

impl Workspace {
    /// How many threads of the pool a pass runs in share its products; one unless said.
    pub fn share(&mut self, threads: usize) {
        self.threads = threads;
    }
}

struct Layer {
    attention_norm: Vec<f32>,
    qkv: Matrix,
    query_norm: Option<Vec<f32>>,
    key_norm: Option<Vec<f32>>,
    output: Matrix,
    mlp_norm: Vec<f32>,
    gate_up: Matrix,
    down: Matrix,
}

/// A model ready to run. It is only read: threads share it.
pub struct Decoder {
    config: Config,
    embedding: Matrix,
    layers: Vec<Layer>,
    norm: Vec<f32>,
    head: Option<Matrix>,
    frequencies: Vec<f32>,
    compute: Compute,
}

impl Decoder {
    /// Loads the weights.
    ///
    /// # Errors
    /// Sizes that do not fit together, or a tensor that is missing or of another shape.
    pub fn load(config: Config, source: &mut dyn Source) -> Result<Decoder, LocalError> {
        let compute = Compute::new(config.parameters());
        let Config { vocabulary, width, hidden, .. } = config;
        let (queries, keys) = (config.queries(), config.keys());
        let map = |source: &mut dyn Source, parts: &[(String, usize)], inputs: usize| {
            Matrix::load(source, parts, inputs, &compute)
        };
        let embedding = map(source, &[("model.embed_tokens".to_owned(), vocabulary)], width)?;
        let mut layers = Vec::with_capacity(config.layers);
        for number in 0..config.layers {
            let name = |part: &str| format!("model.layers.{number}.{part}");
            let optional = |source: &mut dyn Source, part: &str, size: usize| {
                let name = name(part);
                source.has(&name).then(|| source.dense(&name, &[size])).transpose()
            };
            let qkv = [("q", queries), ("k", keys), ("v", keys)];
            let qkv = qkv.map(|(part, outputs)| (name(&format!("self_attn.{part}_proj")), outputs));
            let gate_up = ["gate", "up"].map(|part| (name(&format!("mlp.{part}_proj")), hidden));
            layers.push(Layer {
                attention_norm: source.dense(&name("input_layernorm.weight"), &[width])?,
                qkv: map(source, &qkv, width)?,
                query_norm: optional(source, "self_attn.q_norm.weight", config.head)?,
                key_norm: optional(source, "self_attn.k_norm.weight", config.head)?,
                output: map(source, &[(name("self_attn.o_proj"), width)], queries)?,
                mlp_norm: source.dense(&name("post_attention_layernorm.weight"), &[width])?,
                gate_up: map(source, &gate_up, width)?,
                down: map(source, &[(name("mlp.down_proj"), width)], hidden)?,
            });
        }
        let norm = source.dense("model.norm.weight", &[width])?;
        let head = match config.tied {
            true => None,
            false => Some(map(source, &[("lm_head".to_owned(), vocabulary)], width)?),
        };
        let frequencies = config.frequencies();
        Ok(Decoder { config, embedding, layers, norm, head, frequencies, compute })
    }

    /// Its sizes.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Reads the parts: their caches grow, and what they want comes back, in order, one row after the other
    /// (`vocabulary` numbers for logits, `width` for states).
    ///
    /// # Errors
    /// A token past the vocabulary, or candle's words about a quantised product.
    pub fn read<'w>(
        &self,
        parts: &mut [Part<'_>],
        workspace: &'w mut Workspace,
    ) -> Result<&'w [f32], LocalError> {
        let Config { width, .. } = self.config;
        let tokens: usize = parts.iter().map(|part| part.tokens.len()).sum();
        let w = workspace;
        w.x.clear();
        w.x.resize(tokens * width, 0.0);
        w.turns.clear();
        let mut rows = w.x.chunks_exact_mut(width);
        for part in &mut *parts {
            let before = part.cache.length();
            part.cache.reserve(before + part.tokens.len());
            for (at, token) in part.tokens.iter().enumerate() {
                let token = *token as usize;
                if token >= self.config.vocabulary {
                    return Err(LocalError::Bug(format!("token {token}")));
                }
                if let Some(row) = rows.next() {
                    self.embedding.row(token, row)?;
                }
                let position = (before + at) as f32;
                w.turns.extend(self.frequencies.iter().map(|f| (position * f).sin_cos()));
            }
        }
        for (number, layer) in self.layers.iter().enumerate() {
            self.layer(number, layer, parts, w)?;
        }
        for part in &mut *parts {
            part.cache.grew_to(part.cache.length() + part.tokens.len());
        }
        self.wanted(parts, w)?;
        Ok(&w.out)
    }

    fn layer(
        &self,
        number: usize,
        layer: &Layer,
        parts: &mut [Part<'_>],
        w: &mut Workspace,
    ) -> Result<(), LocalError> {
        let Config { width, head, hidden, epsilon, .. } = self.config;
        let (queries, keys) = (self.config.queries(), self.config.keys());
        let half = head / 2;
        let compute = &Compute { threads: w.threads, ..self.compute };
        let arch = compute.arch;
        norm_rows(&w.x, &layer.attention_norm, epsilon, &mut w.normed, compute);
        layer.qkv.apply(&w.normed, &mut w.qkv, compute)?;
        let turned = w.qkv.chunks_exact_mut(queries + 2 * keys).zip(w.turns.chunks_exact(half));
        for (row, turn) in turned {
            let (q, rest) = row.split_at_mut(queries);
            for (of_heads, norm) in [(q, &layer.query_norm), (&mut rest[..keys], &layer.key_norm)] {
                for one in of_heads.chunks_exact_mut(head) {
                    if let Some(norm) = norm {
                        maths::rms_norm_in_place(one, norm, epsilon);
                    }
                    rotate(one, turn, self.config.rotation);
                }
            }
        }
        w.attended.clear();
        w.attended.resize(w.x.len() / width * queries, 0.0);
        let mut rows = w.qkv.chunks_exact(queries + 2 * keys);
        let mut outs = w.attended.chunks_exact_mut(queries);
        for part in &mut *parts {
            let before = part.cache.length();
            for at in 0..part.tokens.len() {
                let (Some(row), Some(out)) = (rows.next(), outs.next()) else { break };
                let (k, v) = row[queries..].split_at(keys);
                part.cache.write(number, before + at, k, v);
                arch.dispatch(Attention {
                    queries: &row[..queries],
                    cache: part.cache,
                    layer: number,
                    length: before + at + 1,
                    head,
                    group: self.config.heads / self.config.kv_heads,
                    scores: &mut w.scores,
                    out,
                });
            }
        }
        layer.output.apply(&w.attended, &mut w.projected, compute)?;
        arch.dispatch(|| maths::add(&mut w.x, &w.projected));
        norm_rows(&w.x, &layer.mlp_norm, epsilon, &mut w.normed, compute);
        layer.gate_up.apply(&w.normed, &mut w.gate_up, compute)?;
        w.hidden.clear();
        w.hidden.resize(w.x.len() / width * hidden, 0.0);
        arch.dispatch(|| {
            for (row, out) in w.gate_up.chunks_exact(2 * hidden).zip(w.hidden.chunks_exact_mut(hidden)) {
                maths::swiglu(&row[..hidden], &row[hidden..], out);
            }
        });
        layer.down.apply(&w.hidden, &mut w.projected, compute)?;
        arch.dispatch(|| maths::add(&mut w.x, &w.projected));
        Ok(())
    }

    /// Logits or states of the rows that are wanted.
    fn wanted(&self, parts: &[Part<'_>], w: &mut Workspace) -> Result<(), LocalError> {
        let Config { width, vocabulary, epsilon, .. } = self.config;
        w.normed.clear();
        let mut first = 0;
        for part in parts {
            let end = first + part.tokens.len();
            match part.wants {
                Wants::Nothing => {}
                Wants::Last => w.normed.extend_from_slice(&w.x[(end - 1) * width..end * width]),
                Wants::All | Wants::States => w.normed.extend_from_slice(&w.x[first * width..end * width]),
            }
            first = end;
        }
        w.normed.chunks_exact_mut(width).for_each(|row| maths::rms_norm_in_place(row, &self.norm, epsilon));
        let head = self.head.as_ref().unwrap_or(&self.embedding);
        let compute = &Compute { threads: w.threads, ..self.compute };
        if parts.iter().all(|part| part.wants != Wants::States) {
            return head.apply(&w.normed, &mut w.out, compute);
        }
        // states and logits in one pass: row by row, in order
        let mut out = Vec::new();
        let mut rows = w.normed.chunks_exact(width);
        let mut logits = Vec::with_capacity(vocabulary);
        for part in parts {
            let count = match part.wants {
                Wants::Nothing => 0,
                Wants::Last => 1,
                Wants::All | Wants::States => part.tokens.len(),
            };
            for row in rows.by_ref().take(count) {
                match part.wants {
                    Wants::States => out.extend_from_slice(row),
                    _ => {
                        head.apply(row, &mut logits, compute)?;
                        out.extend_from_slice(&logits);
                    }
                }
            }
        }
        w.out = out;
        Ok(())
    }
}

fn norm_rows(x: &[f32], weight: &[f32], epsilon: f32, out: &mut Vec<f32>, compute: &Compute) {
    out.clear();
    out.resize(x.len(), 0.0);
    compute.arch.dispatch(|| {
        for (x, out) in x.chunks_exact(weight.len()).zip(out.chunks_exact_mut(weight.len())) {
            maths::rms_norm(x, weight, epsilon, out);
        }
    });
}

/// Turns the pairs of one head by the angles of its position (sine, cosine).
fn rotate(head: &mut [f32], turn: &[(f32, f32)], rotation: Rotation) {
    match rotation {
        Rotation::Halves => {
            let (a, b) = head.split_at_mut(turn.len());
            for ((a, b), (sin, cos)) in a.iter_mut().zip(b).zip(turn) {
                (*a, *b) = (*a * cos - *b * sin, *b * cos + *a * sin);
            }
        }
        Rotation::Pairs => {
            for ([a, b], (sin, cos)) in head.as_chunks_mut::<2>().0.iter_mut().zip(turn) {
                (*a, *b) = (*a * cos - *b * sin, *b * cos + *a * sin);
            }
        }
    }
}
