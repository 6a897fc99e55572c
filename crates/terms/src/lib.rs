//! The words of the trade as types (see DESIGN.md "Words"). No I/O, no clock, no randomness.

mod call;
mod case;
mod chat;
pub mod evaluation;
mod fault;
mod lang;
mod message;
mod model;
mod money;
mod output;
mod reply;
mod request;
mod score;
mod version;

pub use call::{CallKey, CallState};
pub use case::{Case, Split};
pub use chat::{ChatMessage, Image, Part, Rendered, Role};
pub use evaluation::Verdict;
pub use fault::{Explain, Kind, Place};
pub use lang::Lang;
pub use message::{Arg, Message};
pub use model::{ModelName, ModelNameError};
pub use money::{Currency, Date, Money};
pub use output::Output;
pub use reply::{Finish, Reply, Timing, TokenLogprob, Usage};
pub use request::{Parameters, Request, ResponseFormat};
pub use score::{Outcome, Score};
pub use version::Version;
