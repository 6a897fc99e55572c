//! Questions about prompts as programs that ask for trials and read their scores.
//!
//! ```text
//! proposer -> candidates -> scheduler -> questions -> evaluator -> trials -> acceptance -> archive
//!     ^                                                                                      |
//!     +------------------------------- what became of each draft ----------------------------+
//! ```
//!
//! A [`Study`] is a pure function of the trials seen: it asks ([`Step::Ask`]) or ends ([`Step::Done`]). Everything else
//! follows from that. The [`Table`] of trials is cache, resume log and evidence in one: to resume a study is to start it
//! again on the table it left, and it makes the same decisions without asking anything twice. Randomness is
//! [`decision::draws`] (run seed, decision number). The one seam to the world is [`Evaluator`].
//!
//! A study that compares is a file of this crate; a strategy that proposes is a file of [`propose`].

pub mod ablate;
pub mod accept;
pub mod archive;
pub mod candidate;
pub mod compare;
pub mod decision;
pub mod document;
pub mod drive;
mod error;
pub mod evaluator;
pub mod letter;
pub mod live;
pub mod log;
pub mod meters;
pub mod on_plan;
pub mod optimise;
pub mod outcome;
pub mod page;
pub mod people;
pub mod propose;
pub mod race;
pub mod schedule;
pub mod shelf;
pub mod splits;
pub mod stop;
pub mod took;
pub mod trial;
pub mod trim;
pub mod vary;
pub mod whole;

pub use candidate::{Candidate, Lineage, Pool};
pub use drive::{Study, drive};
pub use error::StudyError;
pub use evaluator::Evaluator;
pub use letter::{Letter, Written};
pub use live::Live;
pub use log::Log;
pub use meters::{Meter, Meters};
pub use outcome::State;
pub use schedule::Step;
pub use trial::{Question, Table, Trial};
