//! The statistics against oracles, simulations and laws.

mod agreement;
mod coverage;
mod designs;
mod golden;
mod oracles;
mod properties;
mod race;
mod ranking;
mod sensitivity;
mod sequential;
mod summaries;
mod until_sure;
