//! The pass with gradients: plain operations of candle only, on padded batches. For tuning; slow for anything else.

use std::collections::BTreeMap;

use candle_core::{D, DType, Device, Tensor as Candle, Var};
use candle_nn::ops;

use super::{Config, Rotation, Source, Tensor};
use crate::LocalError;

/// A model whose every weight is a variable.
pub struct Differentiable {
    config: Config,
    weights: BTreeMap<String, Var>,
}

impl Differentiable {
    /// Loads the weights in 32 bits.
    ///
    /// # Errors
    /// As [`super::Decoder::load`].
    pub fn load(mut config: Config, source: &mut dyn Source) -> Result<Differentiable, LocalError> {
        let Config { vocabulary, width, hidden, head, .. } = config;
        let (queries, keys) = (config.queries(), config.keys());
        let mut weights = BTreeMap::new();
        let mut take = |name: &str, shape: &[usize], reorder: bool| -> Result<(), LocalError> {
            let values = Candle::from_vec(source.dense(name, shape)?, shape, &Device::Cpu)?;
            let values = if reorder { to_halves(&values, head)? } else { values };
            weights.insert(name.to_owned(), Var::from_tensor(&values)?);
            let bias = name.replace(".weight", ".bias");
            if name.ends_with("_proj.weight") && source.has(&bias) {
                let values = Candle::from_vec(source.dense(&bias, &shape[..1])?, &shape[..1], &Device::Cpu)?;
                let values = if reorder { to_halves(&values, head)? } else { values };
                weights.insert(bias, Var::from_tensor(&values)?);
            }
            Ok(())
        };
        let pairs = config.rotation == Rotation::Pairs;
        take("model.embed_tokens.weight", &[vocabulary, width], false)?;
        for number in 0..config.layers {
            let name = |part: &str| format!("model.layers.{number}.{part}.weight");
            take(&name("input_layernorm"), &[width], false)?;
            take(&name("self_attn.q_proj"), &[queries, width], pairs)?;
            take(&name("self_attn.k_proj"), &[keys, width], pairs)?;
            take(&name("self_attn.v_proj"), &[keys, width], false)?;
            take(&name("self_attn.o_proj"), &[width, queries], false)?;
            take(&name("post_attention_layernorm"), &[width], false)?;
            take(&name("mlp.gate_proj"), &[hidden, width], false)?;
            take(&name("mlp.up_proj"), &[hidden, width], false)?;
            take(&name("mlp.down_proj"), &[width, hidden], false)?;
        }
        take("model.norm.weight", &[width], false)?;
        if !config.tied {
            take("lm_head.weight", &[vocabulary, width], false)?;
        }
        for number in 0..config.layers {
            for part in ["q_norm", "k_norm"] {
                let name = format!("model.layers.{number}.self_attn.{part}.weight");
                if source.has(&name) {
                    let values = Candle::from_vec(source.dense(&name, &[head])?, &[head], &Device::Cpu)?;
                    let values = if pairs { to_halves(&values, head)? } else { values };
                    weights.insert(name, Var::from_tensor(&values)?);
                }
            }
        }
        config.rotation = Rotation::Halves;
        Ok(Differentiable { config, weights })
    }

    /// Its sizes.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The variables, by name.
    pub fn weights(&self) -> &BTreeMap<String, Var> {
        &self.weights
    }

    /// Embeddings of tokens: (rows, length) to (rows, length, width).
    ///
    /// # Errors
    /// Candle's words about shapes.
    pub fn embed(&self, tokens: &Candle) -> Result<Candle, LocalError> {
        let (rows, length) = tokens.dims2()?;
        let picked = self.weight("model.embed_tokens.weight")?.index_select(&tokens.flatten_all()?, 0)?;
        Ok(picked.reshape((rows, length, self.config.width))?)
    }

    /// Logits after every position, (rows, length, vocabulary), of embedded tokens (rows, length, width): a soft
    /// prompt is put before them. Rows are padded at their end, where nothing is looked at.
    ///
    /// # Errors
    /// Candle's words about shapes.
    pub fn logits(&self, embedded: &Candle) -> Result<Candle, LocalError> {
        let (_, length, _) = embedded.dims3()?;
        let half = self.config.head / 2;
        let frequencies = Candle::from_vec(self.config.frequencies(), (1, half), &Device::Cpu)?;
        let positions = Candle::arange(0, length as u32, &Device::Cpu)?.to_dtype(DType::F32)?;
        let angles = positions.reshape((length, 1))?.broadcast_mul(&frequencies)?;
        let turn = (angles.cos()?, angles.sin()?);
        let mask: Vec<f32> = (0..length * length)
            .map(|at| if at % length > at / length { f32::NEG_INFINITY } else { 0.0 })
            .collect();
        let mask = Candle::from_vec(mask, (length, length), &Device::Cpu)?;
        let mut x = embedded.clone();
        for number in 0..self.config.layers {
            x = self.layer(number, &x, &turn, &mask)?;
        }
        let x = self.norm(&x, "model.norm.weight")?;
        let head = if self.config.tied { "model.embed_tokens.weight" } else { "lm_head.weight" };
        self.times(&x, self.weight(head)?)
    }

    fn layer(
        &self,
        number: usize,
        x: &Candle,
        turn: &(Candle, Candle),
        mask: &Candle,
    ) -> Result<Candle, LocalError> {
        let name = |part: &str| format!("model.layers.{number}.{part}");
        let Config { heads, kv_heads, head, .. } = self.config;
        let (rows, length, _) = x.dims3()?;
        let h = self.norm(x, &name("input_layernorm.weight"))?;
        let split = |part: &str, heads: usize| -> Result<Candle, LocalError> {
            let y = self.map(&h, &name(&format!("self_attn.{part}_proj")))?;
            let y = y.reshape((rows, length, heads, head))?;
            let norm = name(&format!("self_attn.{part}_norm.weight"));
            let y = if self.weights.contains_key(&norm) { self.norm(&y, &norm)? } else { y };
            Ok(y.transpose(1, 2)?.contiguous()?)
        };
        let shared = |y: Candle| -> Result<Candle, LocalError> {
            let group = heads / kv_heads;
            let y = y.unsqueeze(2)?.broadcast_as((rows, kv_heads, group, length, head))?;
            Ok(y.contiguous()?.reshape((rows, heads, length, head))?)
        };
        let q = rotate(&split("q", heads)?, turn)?;
        let k = shared(rotate(&split("k", kv_heads)?, turn)?)?;
        let v = shared(split("v", kv_heads)?)?;
        let scores = (q.matmul(&k.transpose(2, 3)?.contiguous()?)? * (1.0 / (head as f64).sqrt()))?;
        let weights = ops::softmax(&scores.broadcast_add(mask)?, D::Minus1)?;
        let attended = weights.matmul(&v)?.transpose(1, 2)?.reshape((rows, length, heads * head))?;
        let x = (x + self.map(&attended, &name("self_attn.o_proj"))?)?;
        let h = self.norm(&x, &name("post_attention_layernorm.weight"))?;
        let gate = self.map(&h, &name("mlp.gate_proj"))?.silu()?;
        let hidden = (gate * self.map(&h, &name("mlp.up_proj"))?)?;
        Ok((x + self.map(&hidden, &name("mlp.down_proj"))?)?)
    }

    fn weight(&self, name: &str) -> Result<&Candle, LocalError> {
        match self.weights.get(name) {
            Some(var) => Ok(var.as_tensor()),
            None => Err(LocalError::Bug(name.to_owned())),
        }
    }

    fn norm(&self, x: &Candle, name: &str) -> Result<Candle, LocalError> {
        // the fused `rms_norm` has no gradient
        let mean = (x.sqr()?.sum_keepdim(D::Minus1)? / x.dim(D::Minus1)? as f64)?;
        let normed = x.broadcast_div(&(mean + f64::from(self.config.epsilon))?.sqrt()?)?;
        Ok(normed.broadcast_mul(self.weight(name)?)?)
    }

    fn map(&self, x: &Candle, name: &str) -> Result<Candle, LocalError> {
        let y = self.times(x, self.weight(&format!("{name}.weight"))?)?;
        match self.weights.get(&format!("{name}.bias")) {
            Some(bias) => Ok(y.broadcast_add(bias.as_tensor())?),
            None => Ok(y),
        }
    }

    fn times(&self, x: &Candle, weight: &Candle) -> Result<Candle, LocalError> {
        let (rows, length, inputs) = x.dims3()?;
        let y = x.reshape((rows * length, inputs))?.matmul(&weight.t()?)?;
        Ok(y.reshape((rows, length, weight.dim(0)?))?)
    }
}

/// Every tensor of the model, for [`super::Decoder::load`]: after tuning, the fast pass runs the tuned weights.
impl Source for &Differentiable {
    fn tensor(&mut self, name: &str, _shape: &[usize]) -> Result<Tensor, LocalError> {
        Ok(Tensor::Dense(self.weight(name)?.flatten_all()?.to_vec1()?))
    }

    fn has(&self, name: &str) -> bool {
        self.weights.contains_key(name)
    }
}

/// (rows, heads, length, head), turned by (length, head / 2) cosines and sines.
fn rotate(x: &Candle, (cos, sin): &(Candle, Candle)) -> Result<Candle, LocalError> {
    let half = x.dim(D::Minus1)? / 2;
    let (a, b) = (x.narrow(D::Minus1, 0, half)?, x.narrow(D::Minus1, half, half)?);
    let left = (a.broadcast_mul(cos)? - b.broadcast_mul(sin)?)?;
    let right = (b.broadcast_mul(cos)? + a.broadcast_mul(sin)?)?;
    Ok(Candle::cat(&[left, right], D::Minus1)?)
}

/// Rows of a file that pairs neighbours, in the order that pairs halves.
fn to_halves(weight: &Candle, head: usize) -> Result<Candle, LocalError> {
    let rows = weight.dim(0)?;
    let order = |row: usize| (row / head * head + row % head / (head / 2) + row % (head / 2) * 2) as u32;
    let order: Vec<u32> = (0..rows).map(order).collect();
    Ok(weight.index_select(&Candle::from_vec(order, rows, &Device::Cpu)?, 0)?)
}
