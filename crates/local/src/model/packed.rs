//! Products with a matrix of weights, in the layout that wide registers want.

use pulp::{Arch, Simd, WithSimd};

/// Columns that lie together: two registers of 16 lanes, four of 8, eight of 4.
pub(super) const PANEL: usize = 32;

/// A matrix (outputs x inputs) cut in panels of [`PANEL`] outputs; in a panel, the numbers of one input lie together.
/// The last panel is filled up with zeros.
pub(super) struct Packed {
    panels: Vec<f32>,
    outputs: usize,
    inputs: usize,
}

impl Packed {
    /// From the rows of one or several matrices, one under the other: (outputs x inputs), row-major.
    pub(super) fn of(matrices: &[&[f32]], inputs: usize) -> Packed {
        let outputs = matrices.iter().map(|m| m.len() / inputs).sum::<usize>();
        let mut panels = vec![0.0; outputs.div_ceil(PANEL) * PANEL * inputs];
        for (at, row) in matrices.iter().flat_map(|m| m.chunks_exact(inputs)).enumerate() {
            let panel = &mut panels[at / PANEL * PANEL * inputs..];
            for (place, value) in panel.chunks_exact_mut(PANEL).zip(row) {
                place[at % PANEL] = *value;
            }
        }
        Packed { panels, outputs, inputs }
    }

    /// Copies row `at` of the matrix.
    pub(super) fn row(&self, at: usize, out: &mut [f32]) {
        let panel = &self.panels[at / PANEL * PANEL * self.inputs..];
        for (out, place) in out.iter_mut().zip(panel.chunks_exact(PANEL)) {
            *out = place[at % PANEL];
        }
    }

    /// `out = x * matrix^T`: x is (rows x inputs), out is (rows x outputs).
    pub(super) fn product(&self, x: &[f32], out: &mut [f32], arch: Arch) {
        arch.dispatch(Product { panels: &self.panels, inputs: self.inputs, x, out, outputs: self.outputs });
    }

    /// The same on several threads of the current pool.
    pub(super) fn product_in_parallel(&self, x: &[f32], out: &mut [f32], arch: Arch) {
        use rayon::prelude::*;
        let rows = x.len() / self.inputs;
        let together =
            self.panels.len().div_ceil(PANEL * self.inputs * 4 * rayon::current_num_threads()).max(1);
        let parts: Vec<Vec<f32>> = self
            .panels
            .par_chunks(together * PANEL * self.inputs)
            .enumerate()
            .map(|(at, panels)| {
                let outputs = (self.outputs - at * together * PANEL).min(together * PANEL);
                let mut out = vec![0.0; rows * outputs];
                arch.dispatch(Product { panels, inputs: self.inputs, x, out: &mut out, outputs });
                out
            })
            .collect();
        for (row, out) in out.chunks_exact_mut(self.outputs).enumerate() {
            let mut rest = out;
            for part in &parts {
                let width = part.len() / rows;
                let (place, after) = rest.split_at_mut(width);
                place.copy_from_slice(&part[row * width..(row + 1) * width]);
                rest = after;
            }
        }
    }
}

struct Product<'a> {
    panels: &'a [f32],
    inputs: usize,
    x: &'a [f32],
    out: &'a mut [f32],
    outputs: usize,
}

impl WithSimd for Product<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Product { panels, inputs, x, out, outputs } = self;
        let mut at = 0;
        let mut place = 0;
        let rows = x.len() / inputs;
        while at < rows {
            // few rows at a time stay in registers while a panel passes by
            let taken = match rows - at {
                6.. => 6,
                4.. => 4,
                2.. => 2,
                _ => 1,
            };
            let x = &x[at * inputs..(at + taken) * inputs];
            let out = &mut out[place..place + taken * outputs];
            match taken {
                6 => block::<S, 6, 2>(simd, panels, x, out, outputs),
                4 => block::<S, 4, 2>(simd, panels, x, out, outputs),
                2 => block::<S, 2, 2>(simd, panels, x, out, outputs),
                _ if S::F32_LANES <= PANEL / 4 => block::<S, 1, 4>(simd, panels, x, out, outputs),
                _ => block::<S, 1, 2>(simd, panels, x, out, outputs),
            }
            at += taken;
            place += taken * outputs;
        }
    }
}

/// `R` rows of x against every panel, `C` registers of columns at a time.
#[inline(always)]
fn block<S: Simd, const R: usize, const C: usize>(
    simd: S,
    panels: &[f32],
    x: &[f32],
    out: &mut [f32],
    outputs: usize,
) {
    let inputs = x.len() / R;
    // the numbers of one input side by side
    let mut turned = vec![[0.0_f32; R]; inputs];
    for (row, x) in x.chunks_exact(inputs).enumerate() {
        for (place, x) in turned.iter_mut().zip(x) {
            place[row] = *x;
        }
    }
    for (number, panel) in panels.chunks_exact(PANEL * inputs).enumerate() {
        let first = number * PANEL;
        let (panel, _) = S::as_simd_f32s(panel);
        let registers = PANEL / S::F32_LANES;
        let mut at = 0;
        while at < registers {
            let sums = tile::<S, R, C>(simd, panel, registers, at, &turned);
            for (row, sums) in sums.iter().enumerate() {
                for (column, sum) in sums.iter().enumerate() {
                    let from = first + (at + column) * S::F32_LANES;
                    if from >= outputs {
                        continue;
                    }
                    let place = &mut out[row * outputs + from..row * outputs + outputs];
                    if let Some(whole) = place.get_mut(..S::F32_LANES) {
                        let (whole, _) = S::as_mut_simd_f32s(whole);
                        whole[0] = *sum;
                    } else {
                        simd.partial_store_f32s(place, *sum);
                    }
                }
            }
            at += C;
        }
    }
}

#[inline(always)]
fn tile<S: Simd, const R: usize, const C: usize>(
    simd: S,
    panel: &[S::f32s],
    registers: usize,
    at: usize,
    x: &[[f32; R]],
) -> [[S::f32s; C]; R] {
    let mut sums = [[simd.splat_f32s(0.0); C]; R];
    for (weights, x) in panel.chunks_exact(registers).zip(x) {
        let Some(weights) = weights.get(at..).and_then(|w| w.first_chunk::<C>()) else { continue };
        for row in 0..R {
            let x = simd.splat_f32s(x[row]);
            for column in 0..C {
                sums[row][column] = simd.mul_add_e_f32s(weights[column], x, sums[row][column]);
            }
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(n: usize, seed: f32) -> Vec<f32> {
        (0..n).map(|i| ((i as f32 + seed) * 0.37).sin()).collect()
    }

    #[test]
    fn products_are_those_of_the_definition_on_every_architecture() {
        for (rows, inputs, outputs) in [(1, 8, 3), (2, 64, 32), (5, 33, 47), (6, 128, 96), (13, 16, 100)] {
            let (x, w) = (numbers(rows * inputs, 0.0), numbers(outputs * inputs, 5.0));
            let packed = Packed::of(&[&w], inputs);
            let mut expected = vec![0.0; rows * outputs];
            for r in 0..rows {
                for o in 0..outputs {
                    let pair = |i: usize| x[r * inputs + i] * w[o * inputs + i];
                    expected[r * outputs + o] = (0..inputs).map(pair).sum::<f32>();
                }
            }
            let close = |got: &[f32]| {
                got.iter().zip(&expected).for_each(|(a, b)| assert!((a - b).abs() < 1e-4, "{a} {b}"));
            };
            for arch in [Arch::new(), Arch::Scalar] {
                let mut out = vec![f32::NAN; rows * outputs];
                packed.product(&x, &mut out, arch);
                close(&out);
                let mut out = vec![f32::NAN; rows * outputs];
                packed.product_in_parallel(&x, &mut out, arch);
                close(&out);
            }
            let mut row = vec![0.0; inputs];
            packed.row(outputs - 1, &mut row);
            assert_eq!(row, w[(outputs - 1) * inputs..]);
        }
    }

    #[test]
    fn matrices_are_packed_one_under_the_other() {
        let (a, b) = (numbers(40 * 16, 0.0), numbers(7 * 16, 9.0));
        let packed = Packed::of(&[&a, &b], 16);
        assert_eq!(packed.outputs, 47);
        let mut row = vec![0.0; 16];
        packed.row(41, &mut row);
        assert_eq!(row, b[16..32]);
    }
}
