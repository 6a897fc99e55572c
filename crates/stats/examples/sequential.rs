//! Prints the tables on looking while answers come in (`docs/statistics.md`): errors, cases needed, and wrong choices
//! of races. Takes a minute.
//!
//! `cargo run --release -p motjuste-stats --example sequential`, with the name of a table to print only that one
#![expect(clippy::print_stdout, reason = "printing the tables is all this program is for")]

#[path = "../tests/it/worlds/looking.rs"]
mod looking;
#[path = "../tests/it/worlds/race.rs"]
mod race;

use looking::{World, ends};
use stats::sequential::sprt::{Sprt, least_expected};
use stats::sequential::{Goal, mixture};

const RUNS: u32 = 20_000;

fn header(columns: &[&str]) {
    println!("| {} |\n|{}", columns.join(" | "), " --- |".repeat(columns.len()));
}

fn percent(share: f64) -> String {
    format!("{:.1}", 100.0 * share)
}

/// Differing pairs needed at several win rates, exactly, beside the least any test needs.
fn pairs_needed() {
    println!("### Differing pairs until a claim, exactly\n");
    header(&[
        "win rate",
        "least of any one-sided test",
        "effect stated",
        "none stated",
        "flat mixture, Ville's bar",
    ]);
    let (ours, flat) =
        (mixture::exact(mixture::CONCENTRATION, 0.05, 3000), mixture::barriers(1.0, 20.0, 3000));
    for p in [0.55, 0.6, 0.625, 0.7, 0.8] {
        let (_, least) = least_expected(0.5, p, 0.05, 0.05);
        let stated = Sprt::patient(0.5, p, 0.05, 0.05, 5000).barriers(5000).course(p, 5000).expected;
        let cells = [stated, ours.course(p, 3000).expected, flat.course(p, 3000).expected];
        let cells = cells.map(|n| format!("{n:.1} ({:.2} x)", n / least));
        println!("| {p} | {least:.1} | {} |", cells.join(" | "));
    }
}

fn errors() {
    println!("\n### False claims when nothing differs\n");
    header(&[
        "cases that differ",
        "question",
        "cases at most",
        "false claims %",
        "intervals that hold %",
        "mean cases",
    ]);
    for (differing, graded) in
        [(0.1, false), (0.2, false), (0.5, false), (1.0, false), (0.2, true), (0.6, true)]
    {
        for (most, effect) in [(100, None), (400, None), (100, Some(0.1)), (400, Some(0.05))] {
            let world = World { differing, wins: 0.5, graded };
            let found = ends(Goal { effect, ..Goal::within(most) }, world, RUNS, most);
            let question = effect.map_or("which is better".to_owned(), |e| format!("better by {e}"));
            println!(
                "| {differing}{} | {question} | {most} | {} | {} | {:.0} |",
                if graded { ", graded" } else { "" },
                percent(found.better + found.worse),
                percent(found.covered),
                found.cases
            );
        }
    }
}

fn equivalence() {
    println!("\n### False claims of equivalence when the difference is the margin\n");
    header(&[
        "margin",
        "cases that differ",
        "claims at the margin %",
        "claims when nothing differs %",
        "mean cases then",
    ]);
    for (margin, differing) in [(0.05, 0.1), (0.1, 0.1), (0.1, 0.3)] {
        let goal = Goal { margin: Some(margin), ..Goal::within(400) };
        let edge = World { differing, wins: 0.5 + 0.5 * margin / differing, graded: false };
        let same = World { wins: 0.5, ..edge };
        let (edge, same) = (ends(goal, edge, RUNS, 1), ends(goal, same, RUNS, 2));
        println!(
            "| {margin} | {differing} | {} | {} | {:.0} |",
            percent(edge.equivalent),
            percent(same.equivalent),
            same.cases
        );
    }
}

fn power() {
    println!("\n### Differences that are there\n");
    header(&[
        "difference",
        "cases that differ",
        "planned cases",
        "question",
        "found %",
        "given up %",
        "mean cases",
    ]);
    for (difference, differing) in [(0.05, 0.1), (0.05, 0.2), (0.1, 0.2), (0.1, 0.4), (0.2, 0.4)] {
        let world = World { differing, wins: 0.5 + 0.5 * difference / differing, graded: false };
        let plan = stats::power::Plan::default().paired_binary(differing, difference).ceil() as u64;
        for effect in [None, Some(difference)] {
            let found = ends(Goal { effect, ..Goal::within(plan) }, world, RUNS, 3);
            println!(
                "| {difference} | {differing} | {plan} | {} | {} | {} | {:.0} |",
                if effect.is_some() { "better by it" } else { "which is better" },
                percent(found.better),
                percent(found.no_gain),
                found.cases
            );
        }
    }
}

fn races() {
    println!("\n### Wrong choices of races, each call independent\n");
    header(&["arms", "calls", "equal shares", "successive rejects", "sequential halving"]);
    let ladder: Vec<f64> = (0..8).map(|i| 0.80 - 0.05 * f64::from(i)).collect();
    let outlier = [vec![0.80], vec![0.60; 15]].concat();
    for (name, means, calls) in [
        ("8, .80 to .45", &ladder, 400),
        ("8, .80 to .45", &ladder, 1000),
        ("8, .80 to .45", &ladder, 2000),
        ("16, one at .80, 15 at .60", &outlier, 480),
        ("16, one at .80, 15 at .60", &outlier, 960),
    ] {
        let equal = race::wrong_share(means, RUNS, 1, |pull| race::uniform(means, calls, pull));
        let rejects = race::wrong_share(means, RUNS, 2, |pull| race::rejects(means, calls, pull));
        let halving = race::wrong_share(means, RUNS, 3, |pull| race::halving(means, calls, pull));
        println!("| {name} | {calls} | {equal:.3} | {rejects:.3} | {halving:.3} |");
    }
}

fn main() {
    let tables: [(&str, fn()); 5] = [
        ("pairs", pairs_needed),
        ("errors", errors),
        ("equivalence", equivalence),
        ("power", power),
        ("races", races),
    ];
    let wanted = std::env::args().nth(1);
    for (_, print) in tables.iter().filter(|(name, _)| wanted.as_deref().is_none_or(|wanted| wanted == *name))
    {
        print();
    }
}
