use candle_core::quantized::QTensor;

use crate::LocalError;

/// A tensor as a file holds it.
pub enum Tensor {
    /// Row-major, converted to 32 bits.
    Dense(Vec<f32>),
    /// In blocks of few bits.
    Quantised(QTensor),
}

/// Where weights come from: names of the Llama family (`model.layers.0.self_attn.q_proj.weight`).
pub trait Source {
    /// The tensor of this name and shape.
    ///
    /// # Errors
    /// It is not there, has another shape or a type that is not known, or cannot be read.
    fn tensor(&mut self, name: &str, shape: &[usize]) -> Result<Tensor, LocalError>;

    /// Whether there is one: biases and norms of heads differ from family to family.
    fn has(&self, name: &str) -> bool;

    /// The same, always in 32 bits.
    ///
    /// # Errors
    /// As [`Source::tensor`].
    fn dense(&mut self, name: &str, shape: &[usize]) -> Result<Vec<f32>, LocalError> {
        match self.tensor(name, shape)? {
            Tensor::Dense(values) => Ok(values),
            Tensor::Quantised(tensor) => {
                let values = tensor.dequantize(&candle_core::Device::Cpu).and_then(|t| t.flatten_all());
                Ok(values.and_then(|t| t.to_vec1())?)
            }
        }
    }
}
