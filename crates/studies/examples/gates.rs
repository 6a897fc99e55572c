//! Prints how often the gates and the races of studies err, 20,000 runs a line.
//!
//! `cargo run --release -p motjuste-studies --example gates`
#![expect(clippy::print_stdout, reason = "printing the table is all this program is for")]

use futures_util::FutureExt;
use stats::draws::Draws;
use studies::accept::{Acceptance, Judgement, NotWorse, Promotion};
use studies::drive::{KeptElsewhere, drive};
use studies::evaluator::{Answers, Asked, Evaluator};
use studies::race::{Field, Race, Rule};
use studies::{Log, Meters, Question, Table, Trial};
use terms::Version;

const RUNS: u32 = 20_000;

/// Share of `runs` in which something happens.
fn share(runs: u32, mut happens: impl FnMut(&mut Draws) -> bool) -> f64 {
    let mut draws = Draws::new(1);
    let count = (0..runs).filter(|_| happens(&mut draws)).count();
    count as f64 / f64::from(runs)
}

/// A difference of right-or-wrong scores: won, lost or alike.
fn case(draws: &mut Draws, wins: f64, losses: f64) -> f64 {
    let at = draws.uniform();
    if at < wins { 1.0 } else { -f64::from(u8::from(at < wins + losses)) }
}

fn kept(gate: &mut dyn Acceptance, draws: &mut Draws, items: u64, (wins, losses): (f64, f64)) -> bool {
    for _ in 0..items {
        match gate.push(case(draws, wins, losses)) {
            Judgement::Undecided => {}
            judgement => return judgement == Judgement::Keep,
        }
    }
    gate.finish() == Judgement::Keep
}

/// Prompts that are each right with their share, whatever the others do.
struct Prompts<'a> {
    shares: &'a [(Version, f64)],
    draws: &'a mut Draws,
}

impl Evaluator for Prompts<'_> {
    fn ask<'b>(&'b mut self, questions: &'b [Question]) -> Answers<'b> {
        let mut asked = Asked::default();
        for question in questions {
            let share = self.shares.iter().find(|(version, _)| *version == question.candidate);
            let right = share.is_some_and(|(_, share)| self.draws.uniform() < *share);
            let trial = Trial { score: Some(f64::from(u8::from(right))), ..Trial::default() };
            asked.trials.push((*question, trial));
        }
        Box::pin(async { asked })
    }
}

/// Whether a race that should be sure drops its best candidate.
fn drops_the_best(draws: &mut Draws, shares: &[f64]) -> bool {
    let shares: Vec<(Version, f64)> =
        shares.iter().enumerate().map(|(n, share)| (Version::of(&n.to_string()), *share)).collect();
    let candidates = shares.iter().map(|(version, _)| *version).collect();
    let field = Field { candidates, items: (0..100).collect(), repeats: 1, calls: 100_000 };
    let Ok(mut race) = Race::new(field, Rule::UntilSure { alpha: 0.05 }, 1) else { return true };
    let (mut table, mut meters, mut log) = (Table::default(), Meters::default(), Log::default());
    let mut prompts = Prompts { shares: &shares, draws };
    let journal = &mut KeptElsewhere;
    // the simulated prompts answer at once
    let found = drive(&mut race, &mut table, &mut prompts, &mut meters, &mut log, journal).now_or_never();
    let Some(Ok(found)) = found else { return true };
    found.standings.iter().any(|standing| standing.version == shares[0].0 && standing.left_in.is_some())
}

fn main() {
    println!("| what must not happen | how often it does, % |\n| --- | --- |");
    for (margin, differing) in [(0.02, 0.1), (0.05, 0.1), (0.05, 0.3)] {
        let (wins, losses) = (0.5 * (differing - margin), 0.5 * (differing + margin));
        let wrong =
            share(RUNS, |draws| kept(&mut NotWorse::within(margin, 0.05), draws, 400, (wins, losses)));
        println!(
            "| \"not worse by {margin}\" said of one worse by exactly that, {differing} differ, 400 cases | {:.1} |",
            100.0 * wrong
        );
    }
    for attempts in [1, 10, 30] {
        let wrong = share(RUNS / attempts as u32 * 2, |draws| {
            (1..=attempts)
                .any(|attempt| kept(&mut Promotion::attempt(attempt, 0.05, 60), draws, 60, (0.2, 0.2)))
        });
        println!(
            "| a false champion in a run of {attempts} candidates that are no better, 60 cases | {:.1} |",
            100.0 * wrong
        );
    }
    for shares in [&[0.7, 0.7, 0.7, 0.7][..], &[0.72, 0.7, 0.66, 0.6], &[0.9, 0.88]] {
        let wrong = share(RUNS / 10, |draws| drops_the_best(draws, shares));
        println!(
            "| a sure race drops the best of {shares:?}, 100 cases, 2,000 races | {:.1} |",
            100.0 * wrong
        );
    }
}
