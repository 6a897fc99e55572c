//! Prints the tables of `docs/statistics.md`: how often the default intervals hold the truth, and how often the
//! default comparison claims a difference that is not there. Takes half a minute.
//!
//! `cargo run -p motjuste-stats --example coverage`
#![expect(clippy::print_stdout, reason = "printing the tables is all this program is for")]

#[path = "../tests/it/designs/mod.rs"]
mod designs;

use designs::{PairedOutcomes, clustered_arm, clustered_pairs, clusters, false_claims};
use designs::{graded, graded_pairs, of_arm, of_difference, of_share, over};
use stats::draws::Draws;
use stats::law::{binomial, normal};
use stats::proportion::wilson;
use stats::{Interval, Moments, PairedTable};

const DRAWS: u32 = 20_000;

fn percent(share: f64) -> String {
    format!("{:.1}", 100.0 * share)
}

fn header(columns: &[&str]) {
    println!("| {} |\n|{}", columns.join(" | "), " --- |".repeat(columns.len()));
}

fn shares() {
    println!("### Right or wrong cases, exactly\n");
    header(&["cases", "mean coverage %", "least %"]);
    for n in [5, 10, 20, 30, 50, 100, 200, 500, 1000] {
        let coverage = of_share(n, (2..=98).map(|p| f64::from(p) / 100.0));
        let mean = coverage.iter().sum::<f64>() / coverage.len() as f64;
        println!("| {n} | {} | {} |", percent(mean), percent(coverage.iter().copied().fold(1.0, f64::min)));
    }
}

fn graded_cases() {
    println!("\n### Graded cases\n");
    header(&["scores", "10 cases", "20 cases", "50 cases", "200 cases", "Student's t, the same"]);
    for (name, world) in graded() {
        let cells = [10, 20, 50, 200].map(|n| {
            let found = of_arm(DRAWS, n, world.mean(), |draws, summary| {
                (0..n).for_each(|_| summary.push(world.pick(draws), 1.0, None));
            });
            format!("{} (±{})", percent(found.covered), percent(found.width / 2.0))
        });
        let students = [10, 20, 50, 200].map(|n| {
            let mut draws = Draws::new(n);
            let found = over(DRAWS, world.mean(), || {
                (0..n).map(|_| world.pick(&mut draws)).collect::<Moments>().interval(0.95)
            });
            percent(found.covered)
        });
        println!("| {name} | {} | {} |", cells.join(" | "), students.join(", "));
    }
}

/// Designs of clusters in words, and their sizes.
fn cluster_designs() -> Vec<(&'static str, Vec<u32>)> {
    vec![
        ("5 of 10", vec![10; 5]),
        ("10 of 10", vec![10; 10]),
        ("20 of 5", vec![5; 20]),
        ("30 of 10", vec![10; 30]),
        ("10 of 1 to 30", vec![1, 2, 3, 5, 8, 13, 21, 30, 2, 3]),
        ("20 lone cases and one of 40", [vec![1; 20], vec![40]].concat()),
    ]
}

fn clustered_cases() {
    println!("\n### Clustered cases\n");
    header(&["clusters", "ICC", "share .5", "share .7", "share .9", "share .95"]);
    for (name, sizes) in cluster_designs() {
        for icc in [0.1, 0.3] {
            let cells = [0.5, 0.7, 0.9, 0.95].map(|p| {
                let chances = clusters(p, icc);
                let found = of_arm(DRAWS, 1, chances.mean(), |draws, summary| {
                    clustered_arm(draws, summary, &sizes, &chances);
                });
                percent(found.covered)
            });
            println!("| {name} | {icc} | {} |", cells.join(" | "));
        }
    }
}

fn pairs() {
    println!("\n### Right or wrong in two arms, exactly\n");
    header(&[
        "shares of A and B",
        "correlation",
        "20 cases",
        "50 cases",
        "100 cases",
        "200 cases",
        "false claims, 20 to 200",
    ]);
    let outcomes = [20, 50, 100, 200].map(PairedOutcomes::of);
    for (a, b) in
        [(0.5, 0.5), (0.6, 0.5), (0.75, 0.6), (0.8, 0.8), (0.9, 0.8), (0.9, 0.9), (0.95, 0.9), (0.95, 0.95)]
    {
        for rho in [0.0, 0.3, 0.6] {
            let found = outcomes.each_ref().map(|outcomes| outcomes.judge(a, b, rho));
            let cells = found.map(|(coverage, _)| percent(coverage.covered));
            let claims =
                if a == b { found.map(|(_, claims)| percent(claims)).join(", ") } else { String::from("-") };
            println!("| {a} and {b} | {rho} | {} | {claims} |", cells.join(" | "));
        }
    }
}

/// A way to make an interval of a difference of paired shares.
type Maker = fn(&PairedTable) -> Interval;

/// Intervals of a difference of paired shares that were not chosen, beside the one that was.
fn candidates() {
    println!("\n### Why Tango's interval\n");
    let makers: [(&str, Maker); 4] = [
        ("Tango's score interval", |table| table.interval(0.95)),
        ("Newcombe's hybrid score", newcombe),
        ("Bonett and Price (one imaginary case on each side)", |table| wald(table, 1.0)),
        ("Wald (textbook)", |table| wald(table, 0.0)),
    ];
    header(&["interval", "cases", "least %", "mean %", "designs within 93 to 97 %"]);
    let shares =
        [(0.5, 0.5), (0.6, 0.5), (0.75, 0.6), (0.8, 0.8), (0.9, 0.8), (0.9, 0.9), (0.95, 0.9), (0.95, 0.95)];
    let designs = shares.iter().flat_map(|(a, b)| [0.0, 0.3, 0.6].map(|rho| (*a, *b, rho)));
    let designs: Vec<(f64, f64, f64)> = designs.collect();
    for (name, make) in makers {
        for n in [20, 50] {
            let coverage: Vec<f64> = covered_by(n, make, &designs);
            let (count, sum) = (coverage.len() as f64, coverage.iter().sum::<f64>());
            let within = coverage.iter().filter(|c| (0.93..=0.97).contains(*c)).count() as f64;
            let least = coverage.iter().copied().fold(1.0, f64::min);
            println!(
                "| {name} | {n} | {} | {} | {} % |",
                percent(least),
                percent(sum / count),
                percent(within / count)
            );
        }
    }
}

/// Exact coverage in each design (shares in A and B, correlation): all four-way outcomes with their weights.
fn covered_by(n: u64, make: Maker, designs: &[(f64, f64, f64)]) -> Vec<f64> {
    let mut covered = vec![0.0; designs.len()];
    for both in 0..=n {
        for only_a in 0..=n - both {
            for only_b in 0..=n - both - only_a {
                let interval =
                    make(&PairedTable { both, only_a, only_b, neither: n - both - only_a - only_b });
                for ((a, b, rho), covered) in designs.iter().zip(&mut covered) {
                    let p = (a * b + rho * (a * (1.0 - a) * b * (1.0 - b)).sqrt()).min(*a).min(*b);
                    // the multinomial weight as three binomials
                    let then = ((a - p) / (1.0 - p)).clamp(0.0, 1.0);
                    let last = ((b - p) / (1.0 - a)).clamp(0.0, 1.0);
                    let weight = binomial::pmf(both, n, p)
                        * binomial::pmf(only_a, n - both, then)
                        * binomial::pmf(only_b, n - both - only_a, last);
                    *covered += if interval.contains(a - b) { weight } else { 0.0 };
                }
            }
        }
    }
    covered
}

fn wald(table: &PairedTable, imaginary: f64) -> Interval {
    let n = table.n() as f64 + 2.0 * imaginary;
    let (a, b) = ((table.only_a as f64 + imaginary) / n, (table.only_b as f64 + imaginary) / n);
    let spread = ((a + b - (a - b).powi(2)) / n).sqrt();
    Interval::around(a - b, normal::two_sided(0.95) * spread)
}

/// Newcombe's method 10 (1998), with the correlation corrected for continuity.
fn newcombe(table: &PairedTable) -> Interval {
    let (n, right_a, right_b) = (table.n(), table.both + table.only_a, table.both + table.only_b);
    let (p, q, total) = (right_a as f64 / n as f64, right_b as f64 / n as f64, n as f64);
    let (a, b) = (wilson(right_a, n, 0.95), wilson(right_b, n, 0.95));
    let scale = (p * (1.0 - p) * q * (1.0 - q)).sqrt() * total * total;
    let gap = table.both as f64 * table.neither as f64 - table.only_a as f64 * table.only_b as f64;
    let kept = if gap > 0.0 { (gap - total / 2.0).max(0.0) } else { gap };
    let phi = if scale > 0.0 { kept / scale } else { 0.0 };
    let reach = |x: f64, y: f64| (x * x - 2.0 * phi * x * y + y * y).max(0.0).sqrt();
    Interval { low: p - q - reach(p - a.low, b.high - q), high: p - q + reach(a.high - p, q - b.low) }
}

fn graded_in_both() {
    println!("\n### Graded in two arms\n");
    header(&["scores", "20 cases", "50 cases", "100 cases", "200 cases", "false claims, 12 and 60"]);
    for (name, world) in graded_pairs() {
        let cells = [20, 50, 100, 200].map(|n| {
            let found = of_difference(DRAWS, n, world.difference(), |draws, summary| {
                for _ in 0..n {
                    let (a, b) = world.pick(draws);
                    summary.push(a, b, 1.0, None);
                }
            });
            percent(found.covered)
        });
        let claims = [(12, DRAWS), (60, 4_000)].map(|(n, draws)| {
            percent(false_claims(draws, 4, |draws, summary| {
                for _ in 0..n {
                    let ((a, b), swap) = (world.pick(draws), draws.uniform() < 0.5);
                    let (a, b) = if swap { (b, a) } else { (a, b) };
                    summary.push(a, b, 1.0, None);
                }
            }))
        });
        println!("| {name} | {} | {} |", cells.join(" | "), claims.join(", "));
    }
}

fn clustered_in_both() {
    println!("\n### Clusters in two arms\n");
    header(&["clusters", "ICC", "shares .5, .5", ".7, .6", ".9, .8", "false claims at .5, .9"]);
    for (name, sizes) in cluster_designs() {
        for icc in [0.1, 0.3] {
            let cells = [(0.5, 0.5), (0.7, 0.6), (0.9, 0.8)].map(|(a, b)| {
                let (in_a, in_b) = (clusters(a, icc), clusters(b, icc));
                let found = of_difference(DRAWS, 3, in_a.mean() - in_b.mean(), |draws, summary| {
                    clustered_pairs(draws, summary, &sizes, (&in_a, &in_b));
                });
                percent(found.covered)
            });
            let claims = [0.5, 0.9].map(|share| {
                let chances = clusters(share, icc);
                percent(false_claims(DRAWS, 5, |draws, summary| {
                    clustered_pairs(draws, summary, &sizes, (&chances, &chances));
                }))
            });
            println!("| {name} | {icc} | {} | {} |", cells.join(" | "), claims.join(", "));
        }
    }
}

fn main() {
    shares();
    graded_cases();
    clustered_cases();
    pairs();
    candidates();
    graded_in_both();
    clustered_in_both();
}
