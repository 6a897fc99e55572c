//! Other people's models: pure protocols, vendor rows, transport.
//!
//! `protocols/*` and everything else outside `transport` are pure: no network, clock, disk or environment.
//! A new vendor of a known wire format is a row of `vendors.toml`; a new wire format is one file of
//! `protocols` and its line in [`protocols::ALL`].

mod address;
mod catalogue;
mod error;
mod keyring;
mod pattern;
mod policy;
mod price;
pub mod protocols;
mod row;
mod sent;
pub mod sse;
mod table;
pub mod transport;
mod wire;

pub use address::Origin;
pub use catalogue::{Catalogue, KeyFound};
pub use error::{Retry, VendorError, What};
pub use keyring::KeyRing;
pub use policy::{Knob, Policy, Why};
pub use price::PriceRow;
pub use row::{Auth, BaseUrlStyle, KeyRule, RateHeaders, ResetStyle, Structured, UsagePointers, VendorRow};
pub use sent::sent_messages;
pub use wire::{Encoded, HttpRequest, HttpResponse, Protocol, Secret, StreamDecoder, StreamEvent, Target};
