use std::path::Path;

use anyhow::Result;

use crate::Bench;
use crate::child::{self, Used};
use crate::figure::{Figures, Goal, median};
use crate::project::Project;
use crate::vendor::Vendor;

const PART: &str = "start";
const TIMES: usize = 20;

pub fn run(bench: &Bench, figures: &mut Figures) -> Result<()> {
    let vendor = Vendor::start(bench, 0.0)?;
    let version = || child::run(&bench.motjuste, &["--version"], Path::new("/"));
    put(figures, "`--version`", &repeat(version)?, 10.0);
    let project = Project::new(bench, &vendor, 1)?;
    let one_case = || {
        project.forget()?;
        project.eval(64, &[])
    };
    let used = repeat(one_case)?;
    put(figures, "an evaluation of one case", &used, 30.0);
    figures.add(PART, "its peak memory", median(used.iter().map(|u| u.peak).collect()), "MiB");
    Ok(())
}

/// Twenty times, after one that brings the files into memory.
fn repeat(mut work: impl FnMut() -> Result<Used>) -> Result<Vec<Used>> {
    work()?;
    (0..TIMES).map(|_| work()).collect()
}

fn put(figures: &mut Figures, what: &str, used: &[Used], goal: f64) {
    let ms = |of: fn(&Used) -> f64| median(used.iter().map(|u| of(u) * 1000.0).collect());
    figures.judge(PART, format!("cold start of {what}, wall"), ms(|u| u.wall), "ms", Goal::AtMost(goal));
    figures.add(PART, format!("cold start of {what}, CPU"), ms(|u| u.cpu), "ms");
}
