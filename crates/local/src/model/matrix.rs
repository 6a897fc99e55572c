//! A linear map: dense in our own layout, or in quantised blocks as candle multiplies them.

use candle_core::quantized::{QMatMul, QTensor};
use candle_core::{Device, Module};
use pulp::Arch;

use super::packed::Packed;
use super::{Source, Tensor};
use crate::LocalError;

/// Models smaller than this are expanded to 32 bits whatever their file holds: quantised products of candle wait on a
/// pool of threads at every call, which a small model never wins back.
const EXPAND_BELOW: u64 = 16 << 20;

/// How products are computed.
#[derive(Clone, Copy)]
pub(super) struct Compute {
    pub arch: Arch,
    /// Threads of the current pool to use.
    pub threads: usize,
    pub expand: bool,
}

impl Compute {
    pub(super) fn new(parameters: u64) -> Compute {
        Compute { arch: Arch::new(), threads: 1, expand: parameters < EXPAND_BELOW }
    }
}

enum Kind {
    Dense(Packed),
    /// Parts one under the other, each with its outputs.
    Quantised(Vec<(QMatMul, usize)>),
}

/// `y = x w^T + b`, several maps of the same input side by side.
pub(super) struct Matrix {
    kind: Kind,
    bias: Option<Vec<f32>>,
    inputs: usize,
    outputs: usize,
}

impl Matrix {
    /// Loads maps of the same input: each has a name without `.weight` and a number of outputs.
    pub(super) fn load(
        source: &mut dyn Source,
        parts: &[(String, usize)],
        inputs: usize,
        compute: &Compute,
    ) -> Result<Matrix, LocalError> {
        let outputs = parts.iter().map(|(_, n)| n).sum();
        let mut bias = None;
        let mut at = 0;
        let mut dense = Vec::new();
        let mut quantised = Vec::new();
        for (name, rows) in parts {
            let of_bias = format!("{name}.bias");
            if source.has(&of_bias) {
                let values = source.dense(&of_bias, &[*rows])?;
                bias.get_or_insert_with(|| vec![0.0; outputs])[at..at + rows].copy_from_slice(&values);
            }
            at += rows;
            let name = format!("{name}.weight");
            match source.tensor(&name, &[*rows, inputs])? {
                Tensor::Quantised(tensor) if !compute.expand => quantised.push((tensor, *rows)),
                Tensor::Quantised(tensor) => dense.push(expanded(&tensor)?),
                Tensor::Dense(values) => dense.push(values),
            }
        }
        let kind = if quantised.is_empty() {
            Kind::Dense(Packed::of(&dense.iter().map(Vec::as_slice).collect::<Vec<_>>(), inputs))
        } else if dense.is_empty() {
            let parts = quantised.into_iter().map(|(t, rows)| Ok((QMatMul::from_qtensor(t)?, rows)));
            Kind::Quantised(parts.collect::<candle_core::Result<_>>()?)
        } else {
            // parts of unlike kinds: all are expanded
            let mut all = Vec::new();
            for (name, rows) in parts {
                all.push(source.dense(&format!("{name}.weight"), &[*rows, inputs])?);
            }
            Kind::Dense(Packed::of(&all.iter().map(Vec::as_slice).collect::<Vec<_>>(), inputs))
        };
        Ok(Matrix { kind, bias, inputs, outputs })
    }

    /// x is (rows x inputs); `out` becomes (rows x outputs).
    pub(super) fn apply(&self, x: &[f32], out: &mut Vec<f32>, compute: &Compute) -> Result<(), LocalError> {
        let rows = x.len() / self.inputs;
        out.clear();
        out.resize(rows * self.outputs, 0.0);
        match &self.kind {
            Kind::Dense(packed) => {
                // a thread that is woken for less costs more than it brings
                let worth = x.len() * self.outputs > 1 << 20;
                match compute.threads > 1 && worth {
                    true => packed.product_in_parallel(x, out, compute.arch),
                    false => packed.product(x, out, compute.arch),
                }
            }
            Kind::Quantised(parts) => {
                let x = candle_core::Tensor::from_slice(x, (rows, self.inputs), &Device::Cpu)?;
                let mut at = 0;
                for (part, outputs) in parts {
                    let y: Vec<f32> = part.forward(&x)?.flatten_all()?.to_vec1()?;
                    for (out, y) in out.chunks_exact_mut(self.outputs).zip(y.chunks_exact(*outputs)) {
                        out[at..at + outputs].copy_from_slice(y);
                    }
                    at += outputs;
                }
            }
        }
        if let Some(bias) = &self.bias {
            out.chunks_exact_mut(self.outputs).for_each(|row| super::maths::add(row, bias));
        }
        Ok(())
    }

    /// Row `at` of the weights: an embedding.
    pub(super) fn row(&self, at: usize, out: &mut [f32]) -> Result<(), LocalError> {
        match &self.kind {
            Kind::Dense(packed) => packed.row(at, out),
            Kind::Quantised(parts) => {
                let ids = candle_core::Tensor::from_slice(&[at as u32], 1, &Device::Cpu)?;
                if let Some((part, _)) = parts.first() {
                    let row: Vec<f32> = part.embedding(&ids)?.flatten_all()?.to_vec1()?;
                    out.copy_from_slice(&row);
                }
            }
        }
        Ok(())
    }
}

fn expanded(tensor: &QTensor) -> Result<Vec<f32>, LocalError> {
    Ok(tensor.dequantize(&Device::Cpu)?.flatten_all()?.to_vec1()?)
}
