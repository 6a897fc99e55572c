//! Covering arrays of strength two: every pair of levels of every two factors appears in at least one row, in far
//! fewer rows than the full product. In-parameter-order construction (Lei and Tai 1998): grow one factor at a
//! time, first along the rows there are, then by new rows. Deterministic.

/// A row: one level index per factor.
pub type Row = Vec<usize>;

/// The full product, in the order of the factors (the last one turns fastest).
pub fn full(levels: &[usize]) -> Vec<Row> {
    let mut rows = vec![Vec::new()];
    for &count in levels {
        rows = rows
            .into_iter()
            .flat_map(|row| (0..count).map(move |l| [row.as_slice(), &[l]].concat()))
            .collect();
    }
    rows
}

/// Rows that cover every pair. With fewer than three factors this is the full product.
pub fn pairwise(levels: &[usize]) -> Vec<Row> {
    if levels.len() < 3 || levels.contains(&0) {
        return full(levels);
    }
    // the two largest factors first: their product is the least number of rows there can be
    let mut order: Vec<usize> = (0..levels.len()).collect();
    order.sort_by_key(|&f| std::cmp::Reverse(levels[f]));
    let sorted: Vec<usize> = order.iter().map(|&f| levels[f]).collect();
    let mut rows: Vec<Vec<Option<usize>>> =
        full(&sorted[..2]).into_iter().map(|r| r.into_iter().map(Some).collect()).collect();
    for factor in 2..sorted.len() {
        grow(&mut rows, &sorted, factor);
    }
    let mut out: Vec<Row> = rows
        .into_iter()
        .map(|row| {
            let mut back = vec![0; levels.len()];
            for (place, &factor) in order.iter().enumerate() {
                back[factor] = row[place].unwrap_or(0);
            }
            back
        })
        .collect();
    out.sort();
    out.dedup();
    out
}

fn grow(rows: &mut Vec<Vec<Option<usize>>>, levels: &[usize], factor: usize) {
    let offsets: Vec<usize> =
        (0..factor).scan(0, |at, f| Some(std::mem::replace(at, *at + levels[f]))).collect();
    let width: usize = levels[..factor].iter().sum();
    let mut missing = vec![true; width * levels[factor]];
    let mut left = missing.len();
    let index = |earlier: usize, level: usize, new: usize| (offsets[earlier] + level) * levels[factor] + new;
    for row in rows.iter_mut() {
        let gain =
            |new: usize| (0..factor).filter(|&e| row[e].is_some_and(|l| missing[index(e, l, new)])).count();
        // the first of the best levels; none when nothing is gained, to be filled later
        let best = (0..levels[factor]).max_by_key(|&new| (gain(new), std::cmp::Reverse(new)));
        let chosen = best.filter(|&new| gain(new) > 0);
        if let Some(new) = chosen {
            for earlier in 0..factor {
                if let Some(level) = row[earlier] {
                    left -= usize::from(std::mem::take(&mut missing[index(earlier, level, new)]));
                }
            }
        }
        row.push(chosen);
    }
    for earlier in 0..factor {
        for level in 0..levels[earlier] {
            for new in 0..levels[factor] {
                if left == 0 {
                    return;
                }
                if !std::mem::take(&mut missing[index(earlier, level, new)]) {
                    continue;
                }
                left -= 1;
                let free = |r: &&mut Vec<Option<usize>>| {
                    r[factor].is_none_or(|n| n == new) && r[earlier].is_none_or(|l| l == level)
                };
                match rows.iter_mut().find(free) {
                    Some(row) => (row[earlier], row[factor]) = (Some(level), Some(new)),
                    None => {
                        let mut row = vec![None; factor + 1];
                        (row[earlier], row[factor]) = (Some(level), Some(new));
                        rows.push(row);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(levels: &[usize], most: usize) {
        let rows = pairwise(levels);
        for a in 0..levels.len() {
            for b in a + 1..levels.len() {
                for (la, lb) in (0..levels[a]).flat_map(|x| (0..levels[b]).map(move |y| (x, y))) {
                    assert!(
                        rows.iter().any(|r| r[a] == la && r[b] == lb),
                        "{levels:?}: no {a}={la} with {b}={lb}"
                    );
                }
            }
        }
        assert!(rows.len() <= most, "{levels:?}: {} rows, at most {most} wanted", rows.len());
        assert_eq!(rows, pairwise(levels), "the construction is deterministic");
    }

    #[test]
    fn every_pair_is_covered_in_few_rows() {
        check(&[2, 2, 2], 5);
        check(&[3, 3, 3, 3], 12);
        check(&[2; 10], 10);
        check(&[4, 3, 2, 2, 5], 24);
        check(&[1, 3, 1, 2], 6);
        check(&[10, 10, 10], 140);
    }

    #[test]
    fn two_factors_are_the_full_product() {
        assert_eq!(pairwise(&[2, 3]), full(&[2, 3]));
        assert_eq!(full(&[2, 3]).len(), 6);
        assert_eq!(full(&[]), vec![Vec::<usize>::new()]);
    }
}
