//! Whether messages fit in what a model reads, said before it is asked.

use prompt::tree::estimate_tokens;
use terms::{ChatMessage, ModelName, Part};

use crate::Project;

/// Tokens of messages, and of what a model holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// Of the messages; an estimate unless the model is the embedded one.
    pub tokens: u64,
    /// Of a request, as the catalogue or the model says.
    pub window: u64,
}

impl Room {
    /// Of messages in a model; `None` when nobody said how much it holds.
    pub fn of(
        project: &Project,
        model: &ModelName,
        messages: &[ChatMessage],
        env: &dyn Fn(&str) -> Option<String>,
    ) -> Option<Room> {
        let here = |url: &str| url.starts_with(local::ADDRESS) && model.model == local::PETIT;
        if project.catalogue.resolve(model, env).is_ok_and(|target| here(&target.url)) {
            let (tokens, window) = local::petit_tokens(messages)?;
            return Some(Room { tokens: tokens as u64, window: window as u64 });
        }
        let window = project.catalogue.price(model)?.window?;
        Some(Room { tokens: estimate(messages), window })
    }

    /// Whether no answer has any room.
    pub fn is_full(&self) -> bool {
        self.tokens >= self.window
    }
}

/// About how many tokens the texts of messages are.
pub fn estimate(messages: &[ChatMessage]) -> u64 {
    let parts = messages.iter().flat_map(|message| &message.parts);
    let texts = parts.filter_map(|part| match part {
        Part::Text { text } => Some(estimate_tokens(text)),
        Part::Image { .. } => None,
    });
    texts.sum()
}
