//! Intervals, paired and sequential tests, races, rankings, agreement, equivalence, multiplicity, power. Pure.
//!
//! Scores go in one at a time ([`ScoreSummary`] for an arm, [`PairedSummary`] for two arms on the same cases), in
//! bounded memory; an interval and a verdict come out. What is used when, and how well it covers, is told to users
//! in `docs/statistics.md`, whose tables `examples/coverage.rs` prints. The other modules are the classical tools,
//! one subject each, with their sources.
//!
//! Nothing here reads a clock or a global generator: randomness is `f(seed, draw number)` ([`draws`]).

pub mod agreement;
pub mod bootstrap;
pub mod cluster;
mod comparison;
pub mod draws;
pub mod equivalence;
mod interval;
pub mod law;
pub mod mcnemar;
pub mod mean;
pub mod multiplicity;
pub mod paired;
pub mod permutation;
pub mod power;
pub mod proportion;
pub mod race;
pub mod ranking;
pub mod repeats;
mod score;
pub mod sensitivity;
pub mod sequential;
pub mod shapley;
mod spread;

pub use cluster::ClusterSums;
pub use comparison::{Compared, PairedSummary};
pub use interval::Interval;
pub use mcnemar::PairedTable;
pub use mean::{Moments, WeightedMoments};
pub use repeats::Repeats;
pub use score::{ScoreSummary, score_interval};
