//! Before anything is taken away: each part left out in turn on a few items. It says which parts harm and which seem to
//! do nothing, and so in which order they are worth a test. It proves nothing: what goes is tested afterwards.

use prompt::tree::{Level, Path, Tree};
use stats::PairedSummary;
use terms::Version;

use crate::ablate::{Piece, pieces};
use crate::trial::Scored;
use crate::{Question, Table};

/// More parts than this are taken together by a coarser grain: a survey must stay cheap.
const MOST: usize = 24;
/// Confidence of what is said of a part.
const SURE: f64 = 0.90;

/// The parts of a prompt in the order in which they are worth taking away.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked {
    /// Their grain.
    pub level: Level,
    /// Where they stand in the original, those that help too much to go left out.
    pub paths: Vec<Path>,
    /// How many of the first seem to harm.
    pub harmful: usize,
}

/// A survey: the prompt without each part.
#[derive(Clone, Debug)]
pub struct Survey {
    level: Level,
    pieces: Vec<Piece>,
    /// The prompt without each of them, in their order.
    arms: Vec<Tree>,
}

impl Survey {
    /// Of this prompt, at the finest grain that has few enough parts; `None` when there are fewer than two.
    pub fn of(tree: &Tree, allowed: &dyn Fn(&Tree) -> bool) -> Option<Survey> {
        [Level::Sentence, Level::Item, Level::Block].into_iter().find_map(|level| {
            let found = pieces(tree, level, allowed);
            if !(2..=MOST).contains(&found.len()) {
                return None;
            }
            let without = |piece: &Piece| crate::ablate::without(tree, std::slice::from_ref(piece), &[0]);
            let (pieces, arms): (Vec<Piece>, Vec<Tree>) = found
                .into_iter()
                .filter_map(|piece| Some((without(&piece)?.tree, piece)))
                .map(|(t, p)| (p, t))
                .unzip();
            Some(Survey { level, pieces, arms })
        })
    }

    /// The versions it asks about, the original left out.
    pub fn arms(&self) -> &[Tree] {
        &self.arms
    }

    /// What it asks on these items: the original and every version without a part.
    pub fn questions(&self, original: Version, items: &[u64], repeats: u32) -> Vec<Question> {
        let versions: Vec<Version> =
            std::iter::once(original).chain(self.arms.iter().map(Tree::version)).collect();
        let mut questions = Vec::with_capacity(items.len() * versions.len());
        for item in items {
            for candidate in &versions {
                let of = |repeat| Question { item: *item, candidate: *candidate, repeat };
                questions.extend((0..repeats).map(of));
            }
        }
        questions
    }

    /// Reads the answers. What harms comes first, then the rest by what it earns; what surely earns more than the margin
    /// is left out.
    pub fn read(&self, seen: &Table, original: Version, items: &[u64], repeats: u32, margin: f64) -> Ranked {
        let mut ranked: Vec<(f64, bool, Path)> = Vec::new();
        for (piece, arm) in self.pieces.iter().zip(&self.arms) {
            let (mut pairs, mut sum) = (PairedSummary::default(), 0.0);
            for item in items {
                if let Some(Scored::Mean(gain)) = seen.difference(original, arm.version(), *item, repeats) {
                    pairs.push(gain, 0.0, 1.0, None);
                    sum += gain;
                }
            }
            let Some((interval, _)) = pairs.interval(SURE) else { continue };
            if interval.low <= margin {
                ranked.push((sum / pairs.n() as f64, interval.high < 0.0, piece.at.clone()));
            }
        }
        // of two that earn the same, the one later in the text goes first
        ranked.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.total_cmp(&b.0)).then(b.2.cmp(&a.2)));
        let harmful = ranked.iter().filter(|(_, harms, _)| *harms).count();
        Ranked { level: self.level, paths: ranked.into_iter().map(|(_, _, path)| path).collect(), harmful }
    }
}
