//! "The same", which is more than "no difference shown".

use crate::Moments;
use crate::law::student;

/// Two one-sided tests (Schuirmann 1987).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tost {
    /// p-value of "the mean is -margin or less".
    pub below_p: f64,
    /// p-value of "the mean is +margin or more".
    pub above_p: f64,
    /// The larger of the two: under .05, the mean lies inside the margin. The same claim as a 90 % interval inside it.
    pub p: f64,
}

/// Equivalence of a mean difference to 0 within +-`margin`, by Student's t; `None` below two differences.
pub fn tost(differences: &Moments, margin: f64) -> Option<Tost> {
    let (se, df) = (differences.standard_error()?, (differences.n() - 1) as f64);
    let mean = differences.mean();
    if se == 0.0 {
        let certain = |inside: bool| if inside { 0.0 } else { 1.0 };
        let (below_p, above_p) = (certain(mean > -margin), certain(mean < margin));
        return Some(Tost { below_p, above_p, p: below_p.max(above_p) });
    }
    let below_p = student::upper_p((mean + margin) / se, df);
    let above_p = student::upper_p((margin - mean) / se, df);
    Some(Tost { below_p, above_p, p: below_p.max(above_p) })
}
