//! Races between arms whose true shares are known, each call independent.

use stats::draws::Draws;
use stats::race::Schedule;

/// Asks an arm once.
pub type Pull<'a> = &'a mut dyn FnMut(usize) -> bool;

/// How often `choose` does not choose the first arm.
pub fn wrong_share(means: &[f64], runs: u32, seed: u64, choose: impl Fn(Pull<'_>) -> usize) -> f64 {
    let mut draws = Draws::new(seed);
    let wrong = (0..runs).filter(|_| choose(&mut |arm| draws.uniform() < means[arm]) != 0).count();
    wrong as f64 / f64::from(runs)
}

/// Equal shares.
pub fn uniform(means: &[f64], calls: u64, pull: Pull<'_>) -> usize {
    run(means.len(), &Schedule::equal(means.len(), calls), pull)
}

/// Successive rejects.
pub fn rejects(means: &[f64], calls: u64, pull: Pull<'_>) -> usize {
    run(means.len(), &Schedule::successive_rejects(means.len(), calls), pull)
}

/// Sequential halving.
pub fn halving(means: &[f64], calls: u64, pull: Pull<'_>) -> usize {
    run(means.len(), &Schedule::sequential_halving(means.len(), calls), pull)
}

/// A race to its end. Ties are broken by a draw that favours nobody.
fn run(arms: usize, schedule: &Schedule, pull: Pull<'_>) -> usize {
    let mut right = vec![0_u64; arms];
    let mut left: Vec<usize> = (0..arms).collect();
    let (mut asked, mut ties) = (0, Draws::new(arms as u64));
    for round in &schedule.rounds {
        for arm in &left {
            for _ in asked..round.cases {
                right[*arm] += u64::from(pull(*arm));
            }
        }
        asked = round.cases;
        // the sum of all answers so far seeds the ties: nothing of the draw is shared between runs
        ties = Draws::new(
            ties.bits() ^ right.iter().fold(0_u64, |mixed, r| mixed.wrapping_mul(1_000_003).wrapping_add(*r)),
        );
        let mut ranked: Vec<(u64, u64, usize)> =
            left.iter().map(|arm| (u64::MAX - right[*arm], ties.bits(), *arm)).collect();
        ranked.sort_unstable();
        left = ranked.into_iter().take(round.keep).map(|(_, _, arm)| arm).collect();
    }
    left[0]
}
