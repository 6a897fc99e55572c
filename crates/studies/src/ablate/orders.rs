use prompt::tree::{Edit, Level, Part, Tree};
use stats::draws::Draws;
use stats::sensitivity::{Blocks, Tested};

use super::Arm;

/// The plan: the prompt as it is, then its instructions in other orders.
#[derive(Clone, Debug)]
pub struct Orders {
    arms: Vec<Arm>,
}

/// How much the order of the parts matters.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderEffect {
    /// Mean score of the prompt as it is.
    pub given: f64,
    /// The best mean, and the arm it is of.
    pub best: (f64, usize),
    /// The worst mean, and the arm it is of.
    pub worst: (f64, usize),
    /// Test of "the order does not matter".
    pub test: Tested,
    /// Share of the variance of a score that is due to the order.
    pub share: f64,
    /// Items.
    pub n: usize,
}

impl Orders {
    /// `count` other orders of the blocks of the first message that has at least two of them to move; its role stays
    /// first. Fewer when there are not so many orders.
    pub fn new(tree: &Tree, count: usize, seed: u64) -> Orders {
        let mut arms = vec![Arm { tree: tree.clone(), without: Vec::new() }];
        let movable = |part: Part| !matches!(part, Part::Role | Part::Tail | Part::Note);
        let found = tree.nodes().iter().enumerate().find_map(|(i, section)| {
            let blocks = section.nodes().iter().enumerate();
            let places: Vec<usize> =
                blocks.filter(|(_, b)| b.level <= Level::Item && movable(b.part)).map(|(i, _)| i).collect();
            (section.level == Level::Section && places.len() > 1).then_some((
                i,
                places,
                section.nodes().len(),
            ))
        });
        let Some((section, places, length)) = found else { return Orders { arms } };
        let mut draws = Draws::new(seed);
        // there may be fewer orders than asked for: a few draws more, then enough
        for _ in 0..count * 8 {
            if arms.len() > count {
                break;
            }
            let mut shuffled = places.clone();
            for last in (1..shuffled.len()).rev() {
                shuffled.swap(last, draws.below(last + 1));
            }
            let mut order: Vec<usize> = (0..length).collect();
            places.iter().zip(&shuffled).for_each(|(place, from)| order[*place] = *from);
            if let Ok((tree, _)) = (Edit::Reorder { at: vec![section], order }).apply(tree)
                && arms.iter().all(|arm| arm.tree != tree)
            {
                arms.push(Arm { tree, without: Vec::new() });
            }
        }
        Orders { arms }
    }

    /// The versions to score: the prompt as it is first.
    pub fn arms(&self) -> &[Arm] {
        &self.arms
    }

    /// Reads the scores: for each arm, one score per item, the items in the same order. `None` below two arms or two
    /// items, or when a score is missing.
    pub fn read(&self, scores: &[Vec<f64>]) -> Option<OrderEffect> {
        if scores.len() != self.arms.len() {
            return None;
        }
        let n = scores.first()?.len();
        if scores.iter().any(|arm| arm.len() != n) {
            return None;
        }
        let rows: Vec<Vec<f64>> = (0..n).map(|item| scores.iter().map(|arm| arm[item]).collect()).collect();
        let blocks = Blocks::of(&rows)?;
        let means: Vec<f64> = scores.iter().map(|arm| arm.iter().sum::<f64>() / n as f64).collect();
        let mut ranked: Vec<(f64, usize)> = means.iter().copied().zip(0..).collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        Some(OrderEffect {
            given: means[0],
            best: *ranked.first()?,
            worst: *ranked.last()?,
            test: blocks.f_test(),
            share: blocks.components().share_of_wording(),
            n,
        })
    }
}
