//! The shortest prompt that is not worse: hierarchical delta debugging over the tree (Zeller and Hildebrandt 2002;
//! Misherghi and Su 2006).
//!
//! From sections down to phrases, runs of pieces are taken away, big ones first; a shorter version is kept when the
//! judge says that it is not worse *than the original*, so that small losses do not add up. The judge is whoever
//! drives the plan: the plan asks ([`Trim::next`]) and is told ([`Trim::tell`]), one version at a time. The same
//! answers give the same questions, so a plan is resumed by telling it again what it was told.

mod ddmin;
mod gates;
mod readable;
mod rehearsal;
mod rewriting;
mod saving;
mod study;
mod survey;
mod test;
mod wording;
mod writing;

use std::collections::BTreeMap;

use prompt::tree::{Edit, Level, Path, Tree, estimate_tokens};
use terms::Version;

use ddmin::Ddmin;
pub use gates::{Gates, Pair, Shortfall, Slice, not_worse};
pub use readable::{names_labels, reads_well};
use rewriting::{Draft, Rewriting};
pub use saving::{Prices, Saving, sent_tokens};
pub use study::{Asked, TrimStudy, Trimmed};
pub use survey::{Ranked, Survey};
pub use wording::shorter;

/// How far to go.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// The grains tried, in order.
    pub levels: Vec<Level>,
    /// What would save less than this share of the tokens that are left is not tried: a test costs some 200 calls.
    pub least_saving: f64,
    /// Items on which each part is first left out in turn, so that what harms and what does nothing goes first; none
    /// when 0.
    pub survey: usize,
}

impl Default for Options {
    fn default() -> Options {
        let levels = vec![Level::Section, Level::Block, Level::Item, Level::Sentence, Level::Phrase];
        Options { levels, least_saving: 0.01, survey: 40 }
    }
}

/// A shorter version to be judged against the original.
#[derive(Clone, Debug, PartialEq)]
pub struct Shorter {
    /// The version.
    pub tree: Tree,
    /// What makes it of the best version so far.
    pub edit: Edit,
    /// The texts taken away or rewritten, as they stood.
    pub removed: Vec<String>,
    /// Estimated tokens of what is sent.
    pub tokens: u64,
}

/// What was asked and what was answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// The version.
    pub version: Version,
    /// The texts taken away.
    pub removed: Vec<String>,
    /// Estimated tokens saved against the best version before.
    pub saved: u64,
    /// Whether it is kept.
    pub not_worse: bool,
}

/// Ways of writing a prompt shorter: see [`Trim::rewrite_with`].
pub type Rewriter = fn(&Tree) -> Vec<Vec<Edit>>;

/// The plan.
#[derive(Clone, Debug)]
pub struct Trim {
    options: Options,
    /// Tokens of the original.
    original: u64,
    /// How the search stands.
    now: Standing,
    /// For each version kept, how the search would stand had it been refused.
    before: Vec<Standing>,
    known: BTreeMap<Version, bool>,
    asked: Option<(Shorter, Source)>,
    log: Vec<Judged>,
}

/// How a search stands.
#[derive(Clone, Debug)]
struct Standing {
    /// The best version so far.
    best: Tree,
    /// The tree whose pieces are being taken away, and those pieces.
    ground: Tree,
    pieces: Vec<Path>,
    removals: Ddmin,
    /// Versions tried before any level, the next one last.
    suspects: Vec<Edit>,
    /// Levels not started yet.
    levels: Vec<Level>,
    /// Rewritten versions not tried yet.
    rewriting: Rewriting,
    /// Makes them of the best version, once nothing more can be taken away.
    rewriter: Option<Rewriter>,
}

impl Standing {
    fn open(&mut self, level: Level) {
        self.ground = self.best.clone();
        self.pieces = self.ground.pieces(level);
        self.removals = Ddmin::new(self.costs());
    }

    /// Tokens of each piece.
    fn costs(&self) -> Vec<u64> {
        let tokens = |path: &Path| self.ground.get(path).map_or(0, |node| estimate_tokens(&node.text()));
        self.pieces.iter().map(tokens).collect()
    }

    /// The judge's word on what came from here.
    fn tell(&mut self, source: &Source, not_worse: bool) {
        match source {
            Source::Suspect => {}
            Source::Removal(chunk) => self.removals.tell(chunk, not_worse),
            Source::Rewrite(draft) => self.rewriting.tell(*draft, not_worse),
        }
    }
}

/// Where a question came from.
#[derive(Clone, Debug, PartialEq)]
enum Source {
    Suspect,
    Removal(Vec<usize>),
    Rewrite(Draft),
}

impl Trim {
    /// A plan for this prompt.
    pub fn new(tree: Tree, options: Options) -> Trim {
        let original = sent_tokens(&tree);
        let levels: Vec<Level> = options.levels.iter().rev().copied().collect();
        Trim {
            options,
            original,
            now: Standing {
                best: tree.clone(),
                ground: tree,
                pieces: Vec::new(),
                removals: Ddmin::default(),
                suspects: Vec::new(),
                levels,
                rewriting: Rewriting::default(),
                rewriter: None,
            },
            before: Vec::new(),
            known: BTreeMap::new(),
            asked: None,
            log: Vec::new(),
        }
    }

    /// Versions to be tried before anything else: above all the prompt without the pieces that an ablation found to
    /// harm. A run that holds a harmful piece and a useful one looks harmless as long as both are there.
    pub fn start_with(&mut self, edits: impl IntoIterator<Item = Edit>) {
        self.now.suspects = edits.into_iter().collect();
        self.now.suspects.reverse();
    }

    /// Takes the parts of the original away in this order before any level is tried, and then only levels finer than
    /// theirs: a survey has said which of them are worth a test.
    pub fn rank(&mut self, ranked: Ranked) {
        let Ranked { level, paths, harmful } = ranked;
        self.now.pieces = paths;
        self.now.removals = Ddmin::ranked(self.now.costs(), harmful);
        self.now.levels.retain(|other| *other > level);
    }

    /// Rewritten versions to be tried once nothing more can be taken away, made of the best version then: for each
    /// place of the prompt the ways of writing it shorter, the shortest first. All places together come first, then
    /// one at a time. What does not fit or is not shorter is left out.
    pub fn rewrite_with(&mut self, rewriter: Rewriter) {
        self.now.rewriter = Some(rewriter);
    }

    /// More ways of writing the best version shorter, the shortest first: the first that is not worse is kept.
    pub fn offer(&mut self, ways: Vec<Edit>) {
        self.now.rewriting = Rewriting::of(vec![ways]);
    }

    /// The next version to judge; the same one until [`Trim::tell`]. `None` when the plan is done. `allowed` says
    /// which versions may be asked about at all: those that keep the prompt's contract.
    pub fn next(&mut self, allowed: &dyn Fn(&Tree) -> bool) -> Option<Shorter> {
        while self.asked.is_none() {
            if let Some(edit) = self.now.suspects.pop() {
                self.try_edit(edit, Source::Suspect, allowed);
            } else if let Some(chunk) = self.now.removals.ask() {
                self.try_removal(chunk, allowed);
            } else if let Some(level) = self.now.levels.pop() {
                self.now.open(level);
            } else if let Some(rewriter) = self.now.rewriter.take() {
                self.now.rewriting = Rewriting::of(rewriter(&self.now.best));
            } else if let Some((draft, edit)) = self.now.rewriting.ask() {
                self.try_edit(edit, Source::Rewrite(draft), allowed);
            } else {
                return None;
            }
        }
        self.asked.as_ref().map(|(shorter, _)| shorter.clone())
    }

    /// The judge's word on the version asked about: whether it is not worse than the original. Without a question it
    /// does nothing.
    pub fn tell(&mut self, not_worse: bool) {
        let Some((shorter, source)) = self.asked.take() else { return };
        let version = shorter.tree.version();
        self.known.insert(version, not_worse);
        let before = sent_tokens(&self.now.best);
        self.log.push(Judged {
            version,
            removed: shorter.removed.clone(),
            saved: before.saturating_sub(shorter.tokens),
            not_worse,
        });
        self.settle(shorter.tree, &source, not_worse);
    }

    /// Only the first so many versions kept are to be kept after all: the search goes on as if the next one had been
    /// refused. What was made of it goes with it.
    pub fn take_back(&mut self, kept: usize) {
        while self.before.len() > kept
            && let Some(before) = self.before.pop()
        {
            let gone = std::mem::replace(&mut self.now, before);
            self.known.insert(gone.best.version(), false);
        }
    }

    /// The shortest version known to be not worse.
    pub fn best(&self) -> &Tree {
        &self.now.best
    }

    /// Share of the original's estimated tokens that is saved.
    pub fn saving(&self) -> f64 {
        1.0 - sent_tokens(&self.now.best) as f64 / self.original.max(1) as f64
    }

    /// Every question with its answer, in order.
    pub fn log(&self) -> &[Judged] {
        &self.log
    }

    fn try_removal(&mut self, chunk: Vec<usize>, allowed: &dyn Fn(&Tree) -> bool) {
        let gone = self.now.removals.gone(&chunk);
        let at: Vec<Path> = gone.iter().filter_map(|i| self.now.pieces.get(*i).cloned()).collect();
        let edit = Edit::Without { at };
        let removed = chunk.iter().filter_map(|i| self.now.ground.get(self.now.pieces.get(*i)?));
        let removed: Vec<String> = removed.map(|node| node.text().trim().to_owned()).collect();
        match edit.apply(&self.now.ground) {
            Ok((tree, _)) => self.question(tree, edit, removed, Source::Removal(chunk), allowed),
            Err(_) => self.now.removals.tell(&chunk, false),
        }
    }

    fn try_edit(&mut self, edit: Edit, source: Source, allowed: &dyn Fn(&Tree) -> bool) {
        match edit.apply(&self.now.best) {
            Ok((tree, _)) => {
                let removed = changed(&self.now.best, &tree);
                self.question(tree, edit, removed, source, allowed);
            }
            Err(_) => self.now.tell(&source, false),
        }
    }

    /// Asks about a version, unless the answer is known or the version is not worth a test.
    fn question(
        &mut self,
        tree: Tree,
        edit: Edit,
        removed: Vec<String>,
        source: Source,
        allowed: &dyn Fn(&Tree) -> bool,
    ) {
        let tokens = sent_tokens(&tree);
        let before = sent_tokens(&self.now.best);
        let saved = before.saturating_sub(tokens) as f64;
        let answer = if saved < self.options.least_saving * before as f64 || saved <= 0.0 || !allowed(&tree) {
            Some(false)
        } else {
            self.known.get(&tree.version()).copied()
        };
        match answer {
            Some(answer) => self.settle(tree, &source, answer),
            None => self.asked = Some((Shorter { tree, edit, removed, tokens }, source)),
        }
    }

    fn settle(&mut self, tree: Tree, source: &Source, not_worse: bool) {
        if not_worse {
            let mut refused = self.now.clone();
            refused.tell(source, false);
            self.before.push(refused);
            self.now.best = tree;
        }
        self.now.tell(source, not_worse);
    }
}

/// The words of `old` that are not in `new`.
fn changed(old: &Tree, new: &Tree) -> Vec<String> {
    let changes = prompt::tree::word_diff(&old.text(), &new.text()).into_iter();
    changes
        .filter_map(|change| match change {
            prompt::tree::Change::Removed(text) => Some(text.trim().to_owned()),
            _ => None,
        })
        .filter(|text| !text.is_empty())
        .collect()
}
