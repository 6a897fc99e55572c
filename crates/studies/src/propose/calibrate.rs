//! Thresholds and label weights fitted on cached scores: no call is made. With the log-probability of every label for
//! every case at hand, adding a constant to each label's changes which one wins; the constants that make most cases
//! right are found exactly, one label at a time, and kept only when cross-fitting confirms the gain.

/// A case: the log-probability of each label, and which one is right.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// One score per label, the same order in every row.
    pub scores: Vec<f64>,
    /// The right label's number.
    pub truth: usize,
}

/// Weights that pay.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    /// Added to each label's log-probability.
    pub offsets: Vec<f64>,
    /// Share of cases right without them.
    pub before: f64,
    /// Share of cases right with them, on the cases they were fitted on: too good a figure.
    pub fitted: f64,
    /// Share of cases right when each fifth is answered with what the others fitted: the figure to show.
    pub confirmed: f64,
}

/// Values tried for one label's offset.
const VALUES: usize = 40;
/// Rounds over all labels.
const ROUNDS: usize = 8;
const FOLDS: usize = 5;

/// Fits the offsets; `None` when no gain is confirmed, when there are fewer than ten cases, or when rows differ in
/// length. With two labels this is a threshold.
pub fn fit(rows: &[Row]) -> Option<Weights> {
    let labels = rows.first()?.scores.len();
    let sound = |row: &Row| {
        row.scores.len() == labels && row.truth < labels && row.scores.iter().all(|s| s.is_finite())
    };
    if rows.len() < 2 * FOLDS || labels < 2 || !rows.iter().all(sound) {
        return None;
    }
    let none = vec![0.0; labels];
    let before = share_right(rows, &none);
    let all: Vec<&Row> = rows.iter().collect();
    let offsets = ascend(&all, labels);
    let mut right = 0.0;
    for fold in 0..FOLDS {
        let mine = |i: usize| i % FOLDS == fold;
        let pick = |inside: bool| {
            rows.iter().enumerate().filter(move |(i, _)| mine(*i) == inside).map(|(_, row)| row)
        };
        let rest: Vec<&Row> = pick(false).collect();
        let offsets = ascend(&rest, labels);
        right += pick(true).filter(|row| winner(&row.scores, &offsets) == row.truth).count() as f64;
    }
    let confirmed = right / rows.len() as f64;
    let fitted = share_right(rows, &offsets);
    (confirmed > before && fitted > before).then_some(Weights { offsets, before, fitted, confirmed })
}

impl Weights {
    /// The label these weights choose; the first of those that tie.
    pub fn choose(&self, scores: &[f64]) -> usize {
        winner(scores, &self.offsets)
    }
}

fn winner(scores: &[f64], offsets: &[f64]) -> usize {
    let mut best = (0, f64::NEG_INFINITY);
    for (i, (score, offset)) in scores.iter().zip(offsets).enumerate() {
        if score + offset > best.1 {
            best = (i, score + offset);
        }
    }
    best.0
}

fn share_right(rows: &[Row], offsets: &[f64]) -> f64 {
    let right = rows.iter().filter(|row| winner(&row.scores, offsets) == row.truth).count();
    right as f64 / rows.len() as f64
}

/// Coordinate ascent: each label's offset in turn is put where most rows are right.
fn ascend(rows: &[&Row], labels: usize) -> Vec<f64> {
    let mut offsets = vec![0.0; labels];
    let right = |offsets: &[f64]| rows.iter().filter(|row| winner(&row.scores, offsets) == row.truth).count();
    let mut best = right(&offsets);
    for _ in 0..ROUNDS {
        let start = best;
        for label in 0..labels {
            for value in values(rows, &offsets, label) {
                let mut tried = offsets.clone();
                tried[label] = value;
                let count = right(&tried);
                if count > best {
                    best = count;
                    offsets = tried;
                }
            }
        }
        if best == start {
            break;
        }
    }
    offsets
}

/// Midpoints of the gaps between the values at which this label starts to win a row, the widest gaps first: of values
/// that do equally well, the one farthest from changing its mind is kept.
fn values(rows: &[&Row], offsets: &[f64], label: usize) -> Vec<f64> {
    let mut at: Vec<f64> = rows
        .iter()
        .map(|row| {
            let others = row.scores.iter().zip(offsets).enumerate().filter(|(i, _)| *i != label);
            let best = others.map(|(_, (score, offset))| score + offset).fold(f64::NEG_INFINITY, f64::max);
            best - row.scores[label]
        })
        .collect();
    at.sort_by(f64::total_cmp);
    at.dedup();
    let mut gaps: Vec<(f64, f64)> =
        at.windows(2).map(|pair| (pair[1] - pair[0], 0.5 * (pair[0] + pair[1]))).collect();
    gaps.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.total_cmp(&b.1)));
    if gaps.len() > VALUES {
        // the widest quarter, and the rest spread evenly: wide gaps lie at the ends, and the best cut rarely does
        let mut rest: Vec<(f64, f64)> = gaps.split_off(VALUES / 4);
        rest.sort_by(|a, b| a.1.total_cmp(&b.1));
        let step = rest.len() as f64 / (VALUES - VALUES / 4) as f64;
        gaps.extend((0..VALUES - VALUES / 4).filter_map(|i| rest.get((i as f64 * step) as usize)));
    }
    gaps.into_iter().map(|(_, middle)| middle).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use stats::draws::Draws;

    /// Rows whose scores favour label 0 by `bias`.
    fn rows(count: usize, labels: usize, bias: f64, seed: u64) -> Vec<Row> {
        let mut draws = Draws::new(seed);
        let mut row = |_| {
            let truth = draws.below(labels);
            let mut scores: Vec<f64> = (0..labels).map(|_| draws.uniform()).collect();
            scores[truth] += 1.2;
            scores[0] += bias;
            Row { scores, truth }
        };
        (0..count).map(&mut row).collect()
    }

    #[test]
    fn a_lean_towards_a_label_is_taken_back() {
        let weights = fit(&rows(200, 4, 1.5, 1)).unwrap();
        assert!(weights.before < 0.5 && weights.confirmed > 0.95, "{weights:?}");
        // on rows it has not seen
        let fresh = rows(400, 4, 1.5, 2);
        let right = fresh.iter().filter(|row| weights.choose(&row.scores) == row.truth).count();
        assert!(right as f64 / 400.0 > 0.95, "{right}");
    }

    #[test]
    fn nothing_is_promised_where_nothing_is_to_be_had() {
        assert_eq!(fit(&rows(200, 4, 0.0, 1)), None, "already right");
        let mut noise = rows(60, 3, 0.0, 3);
        let mut draws = Draws::new(4);
        noise.iter_mut().for_each(|row| row.truth = draws.below(3));
        if let Some(weights) = fit(&noise) {
            assert!(weights.confirmed < weights.fitted, "what is fitted to noise does not come back in full");
        }
        assert_eq!(fit(&rows(9, 2, 1.5, 1)), None, "too few");
        assert_eq!(fit(&[]), None);
    }

    #[test]
    fn with_two_labels_it_is_a_threshold() {
        // label 1 is right above .7, and argmax cuts at .5
        let row = |p: f64| Row { scores: vec![(1.0 - p).ln(), p.ln()], truth: usize::from(p > 0.7) };
        let rows: Vec<Row> = (1..100).map(|i| row(f64::from(i) / 100.0)).collect();
        let weights = fit(&rows).unwrap();
        assert_eq!(
            (weights.fitted, weights.choose(&row(0.69).scores), weights.choose(&row(0.72).scores)),
            (1.0, 0, 1)
        );
        assert!((weights.before - 0.8).abs() < 0.02);
    }
}
