//! What each part of a prompt earns.
//!
//! - [`LeaveOneOut`]: the prompt without each part in turn, with paired intervals. Cheap, and it answers "may I delete
//!   this?"; two parts that say the same both seem to earn nothing.
//! - [`Shared`]: Shapley's values by antithetic orders. It answers "what carries the result?", redundant parts included.
//! - [`Orders`]: the same parts in other orders.
//!
//! Each is a plan made beforehand: it names the versions to score ([`Arm`]), all on the same items, and reads the
//! table of scores.

mod heat;
mod leave_one_out;
mod orders;
mod shared;

use prompt::tree::{Edit, Level, Part, Path, Tree, estimate_tokens};

pub use heat::{Warmth, heat, strongest};
pub use leave_one_out::{Earned, Effect, LeaveOneOut};
pub use orders::{OrderEffect, Orders};
pub use shared::{Share, Shared};

/// A part of a prompt whose worth is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// Where it stands in the whole prompt.
    pub at: Path,
    /// What it is for.
    pub part: Part,
    /// Its text, without the blank space around it.
    pub text: String,
    /// Its estimated tokens.
    pub tokens: u64,
}

/// A version to score.
#[derive(Clone, Debug, PartialEq)]
pub struct Arm {
    /// The version.
    pub tree: Tree,
    /// The pieces that are not in it, by their numbers.
    pub without: Vec<usize>,
}

/// The parts of a prompt at a grain, those left out that the prompt cannot do without. With [`Level::Sentence`], parts
/// that hold no sentence of their own (examples) are taken whole.
pub fn pieces(tree: &Tree, level: Level, allowed: &dyn Fn(&Tree) -> bool) -> Vec<Piece> {
    let mut paths = tree.pieces(level);
    if level > Level::Item {
        let apart: Vec<Path> = tree.pieces(Level::Item);
        let apart =
            apart.into_iter().filter(|path| tree.get(path).is_some_and(|node| node.part == Part::Example));
        paths.extend(apart);
        paths.sort();
    }
    let removable = |path: &Path| {
        let edit = Edit::Without { at: vec![path.clone()] };
        edit.apply(tree).is_ok_and(|(shorter, _)| allowed(&shorter))
    };
    paths.retain(removable);
    // what stands under a piece already taken is asked about with it
    let mut outer: Vec<Path> = Vec::new();
    for path in paths {
        if outer.last().is_none_or(|last| !path.starts_with(last)) {
            outer.push(path);
        }
    }
    outer
        .into_iter()
        .filter_map(|at| {
            let node = tree.get(&at)?;
            let text = node.text().trim().to_owned();
            Some(Piece { part: node.part, tokens: estimate_tokens(&text), text, at })
        })
        .collect()
}

/// The prompt without these pieces.
pub(crate) fn without(tree: &Tree, pieces: &[Piece], gone: &[usize]) -> Option<Arm> {
    if gone.is_empty() {
        return Some(Arm { tree: tree.clone(), without: Vec::new() });
    }
    let at = gone.iter().filter_map(|i| pieces.get(*i)).map(|piece| piece.at.clone()).collect();
    let (shorter, _) = Edit::Without { at }.apply(tree).ok()?;
    Some(Arm { tree: shorter, without: gone.to_vec() })
}
