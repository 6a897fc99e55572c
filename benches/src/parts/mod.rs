//! What is measured: one file per part.

mod disk;
mod guard;
mod latency;
mod local;
mod memory;
mod page;
mod resume;
mod start;
mod studio;
mod throughput;
mod warm;

use anyhow::Result;
use clap::ValueEnum;

use crate::Bench;
use crate::figure::Figures;

/// A part of the benchmarks.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Part {
    /// Cold start of `--version` and of an evaluation of one case
    Start,
    /// The engine against a bare client, at 0 and 50 ms, 64 and 256 at once
    Throughput,
    /// 10,000 trials at 50 ms with 256 at once against the least time possible
    Latency,
    /// A re-run against a cold run
    Warm,
    /// Peak memory from a thousand trials to 200,000
    Memory,
    /// Resuming 200,000 trials: time to the first missing call
    Resume,
    /// Bytes of the ledger per trial
    Disk,
    /// A page of results over a million trials
    Page,
    /// Pages of the studio over a run of a million trials
    Studio,
    /// The guard's speed
    Guard,
    /// The runtime of local models
    Local,
}

impl Part {
    /// Every part, the short ones first.
    pub fn all() -> Vec<Part> {
        Part::value_variants().to_vec()
    }

    /// As it is named on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Part::Start => "start",
            Part::Throughput => "throughput",
            Part::Latency => "latency",
            Part::Warm => "warm",
            Part::Memory => "memory",
            Part::Resume => "resume",
            Part::Disk => "disk",
            Part::Page => "page",
            Part::Studio => "studio",
            Part::Guard => "guard",
            Part::Local => "local",
        }
    }

    /// Measures.
    ///
    /// # Errors
    /// A program fails: a figure of a failed run is no figure.
    pub fn run(self, bench: &Bench, figures: &mut Figures) -> Result<()> {
        match self {
            Part::Start => start::run(bench, figures),
            Part::Throughput => throughput::run(bench, figures),
            Part::Latency => latency::run(bench, figures),
            Part::Warm => warm::run(bench, figures),
            Part::Memory => memory::run(bench, figures),
            Part::Resume => resume::run(bench, figures),
            Part::Disk => disk::run(bench, figures),
            Part::Page => page::run(bench, figures),
            Part::Studio => studio::run(bench, figures),
            Part::Guard => guard::run(bench, figures),
            Part::Local => local::run(bench, figures),
        }
    }
}
