use anyhow::Result;

use crate::figure::{Figures, Goal, median};
use crate::project::Project;
use crate::vendor::Vendor;
use crate::{Bench, bare};

const PART: &str = "latency";
const LATENCY: f64 = 0.050;
/// Calls one after the other that say how long an answer really takes: timers are no finer than a millisecond.
const ALONE: u64 = 40;
const AT_ONCE: u64 = 256;
const TURNS: usize = 3;

pub fn run(bench: &Bench, figures: &mut Figures) -> Result<()> {
    let trials = bench.size(10_000);
    let mut vendor = Vendor::start(bench, LATENCY * 1000.0)?;
    let mut alone = vec![];
    for _ in 0..TURNS {
        alone.push(bare::measure(bench, &vendor, ALONE, 1)?.wall / ALONE as f64);
    }
    let latency = median(alone);
    let least = trials as f64 * latency / AT_ONCE as f64;
    let project = Project::new(bench, &vendor, trials)?;
    let (mut ours, mut theirs) = (vec![], vec![]);
    for _ in 0..TURNS {
        project.forget()?;
        ours.push(project.eval(AT_ONCE, &[])?.wall / least);
        theirs.push(bare::measure(bench, &vendor, trials, AT_ONCE)?.wall / least);
    }
    figures.add(PART, "time of an answer to a client that asks one at a time", latency * 1000.0, "ms");
    let what =
        format!("{trials} trials at 50 ms, 256 at once, start-up included, against N x L / C with that time");
    figures.judge(PART, what, median(ours), "x", Goal::AtMost(1.10));
    figures.add(PART, "the same for a bare client", median(theirs), "x");
    figures.add(
        PART,
        "calls in flight at the most, as the vendor saw",
        vendor.seen()?.in_flight_peak as f64,
        "",
    );
    Ok(())
}
