//! Where texts come from: one file per scene.

mod choice;
mod drill;
mod facts;
mod list;
mod message;
mod note;
mod phrase;
mod review;
mod tongue;
mod word;

use super::content::{Content, Wish};
use super::draw::Draw;
use super::task::Scene;

pub use message::PLANTED_BIAS;
pub(super) use message::intents;

/// A content of the wished scene; the wished task and class are likely, not certain.
pub(super) fn draw(d: &mut Draw, wish: Wish) -> Content {
    match wish.task.scene() {
        Scene::Review => review::draw(d, wish),
        Scene::Message => message::draw(d, wish),
        Scene::Note => note::draw(d, wish),
        Scene::List => list::draw(d, wish),
        Scene::Facts => facts::draw(d, wish),
        Scene::Phrase => phrase::draw(d, wish),
        Scene::Tongue => tongue::draw(d, wish),
        Scene::Choice => choice::draw(d, wish),
        Scene::Word => word::draw(d, wish),
        Scene::Drill => drill::draw(d, wish),
    }
}
