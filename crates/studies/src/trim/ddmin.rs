//! The search of delta debugging, step by step: which run of pieces to take away next.

/// Minimises a set of pieces. Only complements are tried (the whole minus a run): what is left after a removal must do
/// the whole work, so a small run alone is never worth a test.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Ddmin {
    /// Tokens of each piece.
    costs: Vec<u64>,
    /// Pieces still there, in the order of the text.
    kept: Vec<usize>,
    /// Pieces of a run, at most.
    size: usize,
    /// Runs of this size not tried yet, the next one last.
    queue: Vec<Vec<usize>>,
    /// Pieces come in the order in which they are worth taking away: runs are tried in it, not by what they cost.
    ranked: bool,
}

impl Ddmin {
    pub(super) fn new(costs: Vec<u64>) -> Ddmin {
        let kept: Vec<usize> = (0..costs.len()).collect();
        // all at once first: a level may be of no use at all
        let mut search = Ddmin { size: kept.len(), costs, kept, ..Ddmin::default() };
        search.fill();
        search
    }

    /// Pieces in the order in which they are worth taking away; the first `harmful` go by themselves, before any other
    /// may hide behind what their loss brings.
    pub(super) fn ranked(costs: Vec<u64>, harmful: usize) -> Ddmin {
        let kept: Vec<usize> = (0..costs.len()).collect();
        let (first, rest) = kept.split_at(harmful.min(kept.len()));
        let queue: Vec<Vec<usize>> =
            [rest, first].map(<[usize]>::to_vec).into_iter().filter(|run| !run.is_empty()).collect();
        let size = queue.iter().map(Vec::len).max().unwrap_or(0);
        Ddmin { costs, size, queue, kept, ranked: true }
    }

    /// The run to take away next; the same one until [`Ddmin::tell`].
    pub(super) fn ask(&self) -> Option<Vec<usize>> {
        self.queue.last().cloned()
    }

    /// What is gone once this run goes too.
    pub(super) fn gone(&self, chunk: &[usize]) -> Vec<usize> {
        (0..self.costs.len()).filter(|i| !self.kept.contains(i) || chunk.contains(i)).collect()
    }

    /// A run that had to stay is tried again in halves only: with less left to lean on, it matters no less.
    pub(super) fn tell(&mut self, chunk: &[usize], not_worse: bool) {
        self.queue.pop();
        if not_worse {
            self.kept.retain(|i| !chunk.contains(i));
        }
        if self.queue.is_empty() && self.size > 1 {
            self.size = self.size.div_ceil(2);
            self.fill();
        }
    }

    /// The kept pieces cut into runs, the costliest tried first.
    fn fill(&mut self) {
        self.queue = self.kept.chunks(self.size.max(1)).map(<[usize]>::to_vec).collect();
        if self.ranked {
            self.queue.reverse();
            return;
        }
        let cost = |chunk: &Vec<usize>| chunk.iter().filter_map(|i| self.costs.get(*i)).sum::<u64>();
        // stable: of two runs that cost the same, the later one in the text goes first
        self.queue.sort_by_key(cost);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs the search with this judge of the pieces kept; what is kept, and the questions asked.
    fn run(costs: &[u64], good: impl Fn(&[usize]) -> bool) -> (Vec<usize>, usize) {
        let mut search = Ddmin::new(costs.to_vec());
        let mut asked = 0;
        while let Some(chunk) = search.ask() {
            asked += 1;
            assert!(asked < 1000);
            let gone = search.gone(&chunk);
            let kept: Vec<usize> = (0..costs.len()).filter(|i| !gone.contains(i)).collect();
            search.tell(&chunk, good(&kept));
        }
        (search.kept, asked)
    }

    #[test]
    fn what_matters_is_kept_and_no_more() {
        let (kept, asked) = run(&[1; 16], |kept| kept.contains(&3) && kept.contains(&12));
        assert_eq!(kept, [3, 12]);
        assert!(asked <= 24, "{asked}");
        assert_eq!(run(&[1; 8], |_| true), (vec![], 1));
        assert_eq!(run(&[], |_| false), (vec![], 0));
        // 1 + 2 + 4 + 8 questions to know that everything matters
        assert_eq!(run(&[1; 8], |kept| kept.len() == 8), ((0..8).collect(), 15));
    }

    #[test]
    fn what_harms_goes_by_itself_first_then_runs_in_their_order() {
        let mut search = Ddmin::ranked(vec![1; 5], 1);
        let mut asked = Vec::new();
        while let Some(run) = search.ask() {
            search.tell(&run, run == [0]);
            asked.push(run);
        }
        assert_eq!(asked[..4], [vec![0], vec![1, 2, 3, 4], vec![1, 2], vec![3, 4]]);
        assert_eq!(asked[4..], [vec![1], vec![2], vec![3], vec![4]]);
        assert_eq!(Ddmin::ranked(vec![], 0).ask(), None);
        assert_eq!(Ddmin::ranked(vec![1, 1], 2).ask(), Some(vec![0, 1]));
    }

    #[test]
    fn of_two_that_say_the_same_the_costlier_goes() {
        let (kept, _) = run(&[1, 9, 1, 2], |kept| kept.contains(&1) || kept.contains(&3));
        assert_eq!(kept, [3]);
    }
}
