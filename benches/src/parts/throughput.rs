use anyhow::Result;

use crate::figure::{Figures, Goal, median};
use crate::project::Project;
use crate::vendor::Vendor;
use crate::{Bench, bare};

const PART: &str = "throughput";
/// Engine and bare client take turns so many times; the middle ratio is the figure.
const TURNS: usize = 3;

pub fn run(bench: &Bench, figures: &mut Figures) -> Result<()> {
    for (latency, trials) in [(0.0, bench.size(20_000)), (50.0, bench.size(10_000))] {
        for at_once in [64, 256] {
            measure(bench, figures, latency, trials, at_once)?;
        }
    }
    Ok(())
}

fn measure(bench: &Bench, figures: &mut Figures, latency: f64, trials: u64, at_once: u64) -> Result<()> {
    let vendor = Vendor::start(bench, latency)?;
    let project = Project::new(bench, &vendor, trials)?;
    let one = Project::new(bench, &vendor, 1)?;
    let (mut ratios, mut ours, mut theirs, mut cpu, mut bare_cpu) = (vec![], vec![], vec![], vec![], vec![]);
    for _ in 0..TURNS {
        one.forget()?;
        project.forget()?;
        // start-up, and the latency of one answer, are not what is measured
        let start = one.eval(at_once, &[])?;
        let engine = project.eval(at_once, &[])?.beyond(start);
        let bare_start = bare::measure(bench, &vendor, 1, at_once)?;
        let bare = bare::measure(bench, &vendor, trials, at_once)?.beyond(bare_start);
        let per_second = |wall: f64| trials as f64 / wall;
        ours.push(per_second(engine.wall));
        theirs.push(per_second(bare.wall));
        ratios.push(bare.wall / engine.wall);
        cpu.push(1000.0 * engine.cpu / trials as f64);
        bare_cpu.push(1000.0 * bare.cpu / trials as f64);
    }
    let at = format!("{latency:.0} ms, {at_once} at once");
    let what = format!("trials/s as a share of a bare client's, {at}");
    figures.judge(PART, what, median(ratios), "x", Goal::AtLeast(0.25));
    let what = format!("engine CPU per trial, two checks and durable write, {at}");
    figures.judge(PART, what, median(cpu), "ms", Goal::AtMost(0.06));
    figures.add(PART, format!("bare client's CPU per request, {at}"), median(bare_cpu), "ms");
    figures.add(PART, format!("engine, {at}"), median(ours), "trials/s");
    figures.add(PART, format!("bare client, {at}"), median(theirs), "requests/s");
    Ok(())
}
