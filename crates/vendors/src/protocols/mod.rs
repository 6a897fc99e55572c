//! Wire formats: pure functions between our words and a vendor's bytes. One file each, and a line in [`ALL`].

mod anthropic_messages;
mod json;
mod loose;
mod meter;
mod openai_chat;
mod shape;
mod trouble;

use crate::Protocol;

pub(crate) use meter::Counts;

/// Every wire format.
pub static ALL: &[&dyn Protocol] = &[&openai_chat::OpenAiChat, &anthropic_messages::AnthropicMessages];

/// The wire format of this name.
pub fn named(name: &str) -> Option<&'static dyn Protocol> {
    ALL.iter().copied().find(|protocol| protocol.name() == name)
}
