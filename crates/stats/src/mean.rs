//! A mean of real scores, streamed.

use crate::Interval;
use crate::law::student;

/// Count, mean and sum of squared deviations, one value at a time (Welford 1962; merging: Chan et al. 1979).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moments {
    n: u64,
    mean: f64,
    m2: f64,
}

impl Moments {
    /// Adds a value.
    pub fn push(&mut self, x: f64) {
        self.n += 1;
        let before = x - self.mean;
        self.mean += before / self.n as f64;
        self.m2 += before * (x - self.mean);
    }

    /// Adds all that another one has seen.
    pub fn merge(&mut self, other: &Moments) {
        if other.n == 0 {
            return;
        }
        let n = self.n + other.n;
        let gap = other.mean - self.mean;
        let share = other.n as f64 / n as f64;
        self.mean += gap * share;
        self.m2 += other.m2 + gap * gap * self.n as f64 * share;
        self.n = n;
    }

    /// Values seen.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// Their mean; 0 when there are none.
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// Sum of squared deviations from the mean.
    pub fn m2(&self) -> f64 {
        self.m2
    }

    /// Variance, divided by n - 1; `None` below two values.
    pub fn variance(&self) -> Option<f64> {
        (self.n > 1).then(|| self.m2 / (self.n - 1) as f64)
    }

    /// Standard error of the mean, sd / sqrt(n).
    pub fn standard_error(&self) -> Option<f64> {
        Some((self.variance()? / self.n as f64).sqrt())
    }

    /// Student's interval of the mean, n - 1 degrees of freedom.
    pub fn interval(&self, level: f64) -> Option<Interval> {
        let se = self.standard_error()?;
        Some(Interval::around(self.mean, student::two_sided(level, (self.n - 1) as f64) * se))
    }

    /// Student's t and its two-sided p-value for the hypothesis that the mean is 0.
    pub fn t_test(&self) -> Option<TTest> {
        Some(TTest::of(self.mean, self.standard_error()?, (self.n - 1) as f64))
    }
}

impl Extend<f64> for Moments {
    fn extend<I: IntoIterator<Item = f64>>(&mut self, values: I) {
        values.into_iter().for_each(|x| self.push(x));
    }
}

impl FromIterator<f64> for Moments {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Moments {
        let mut moments = Moments::default();
        moments.extend(values);
        moments
    }
}

/// Student's test of a mean against 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TTest {
    /// Mean over standard error.
    pub t: f64,
    /// Degrees of freedom.
    pub df: f64,
    /// Two-sided p-value.
    pub p: f64,
}

impl TTest {
    /// From an estimate and its standard error. No spread and no difference is p = 1.
    pub fn of(estimate: f64, standard_error: f64, df: f64) -> TTest {
        let t = if estimate == 0.0 { 0.0 } else { estimate / standard_error };
        TTest { t, df, p: student::two_sided_p(t, df) }
    }
}

/// [`Moments`] of values that do not weigh the same.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct WeightedMoments {
    n: u64,
    weight: f64,
    mean: f64,
    m2: f64,
}

impl WeightedMoments {
    /// Adds a value of weight > 0.
    pub fn push(&mut self, x: f64, weight: f64) {
        self.n += 1;
        self.weight += weight;
        let before = x - self.mean;
        self.mean += before * weight / self.weight;
        self.m2 += weight * before * (x - self.mean);
    }

    /// Adds all that another one has seen.
    pub fn merge(&mut self, other: &WeightedMoments) {
        if other.n == 0 {
            return;
        }
        let weight = self.weight + other.weight;
        let gap = other.mean - self.mean;
        let share = other.weight / weight;
        self.mean += gap * share;
        self.m2 += other.m2 + gap * gap * self.weight * share;
        self.weight = weight;
        self.n += other.n;
    }

    /// Values seen.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// Sum of the weights.
    pub fn weight(&self) -> f64 {
        self.weight
    }

    /// Weighted mean; 0 when there are no values.
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// Weighted sum of squared deviations from the mean.
    pub fn m2(&self) -> f64 {
        self.m2
    }

    /// Weighted sum of squared deviations from any centre.
    pub fn m2_around(&self, centre: f64) -> f64 {
        let gap = self.mean - centre;
        self.m2 + self.weight * gap * gap
    }
}
