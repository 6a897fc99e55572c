//! The pure half against recorded exchanges, hostile bytes and a person's own rows.

#[path = "wire/catalogue.rs"]
mod catalogue;
#[path = "wire/golden.rs"]
mod golden;
#[path = "wire/hostile.rs"]
mod hostile;
#[path = "wire/policy.rs"]
mod policy;
#[path = "wire/rechunk.rs"]
mod rechunk;
#[path = "wire/recorded.rs"]
mod recorded;
