//! Studies on simulated and real evaluators: what they decide, what they take, what they may claim.

mod compare;
mod driven;
mod optimise;
mod parts;
mod people;
mod planted;
mod propose;
mod proposer;
mod race;
mod resume;
mod simulated;
mod trim;
