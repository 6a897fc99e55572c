//! Looking while the answers come in: tests that may stop at any case and still keep their error.
//!
//! A fixed test looked at after every case claims a difference that is not there far more often than it says. What is
//! here stays valid under continuous looks. Two arms on the same cases are a *walk*: each case on which they differ is
//! a win or a loss of A, the others say nothing. [`walk`] knows such walks exactly (no simulation, no approximation):
//! the tests are tuned on it and their errors and numbers of cases are computed from it. [`UntilSure`] puts the parts
//! together for a study.
//!
//! - [`sprt`]: Wald's test, when the effect of interest is stated
//! - [`mixture`]: e-values and exact barriers, when it is not
//! - [`betting`]: the same for graded scores; intervals valid at any time; "not worse by more than the margin"
//! - [`normal_mixture`]: the classical confidence sequence
//! - [`futility`]: when going on would not help
//! - [`spending`]: one error shared by several looks or several promotions

pub mod betting;
pub mod futility;
pub mod information;
pub mod mixture;
pub mod normal_mixture;
pub mod spending;
pub mod sprt;
mod until_sure;
pub mod walk;

pub use until_sure::{Conclusion, Goal, UntilSure};
