//! The walk of wins and losses between two barriers, exactly: chances of each end and the expected number of steps.

/// Where a walk stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Between the barriers.
    Open,
    /// At or above the upper one.
    High,
    /// At or below the lower one.
    Low,
}

/// For each number of steps, the wins at which a walk ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Barriers {
    /// `high[n]`: the fewest wins in n steps that end it above; n + 1 when none does.
    high: Vec<i64>,
    /// `low[n]`: the most wins that end it below; -1 when none does.
    low: Vec<i64>,
}

impl Barriers {
    /// Barriers for 0 to `horizon` steps from the two functions of the number of steps: the fewest wins that end the
    /// walk above, the most that end it below.
    pub fn new(horizon: u64, high: impl Fn(i64) -> i64, low: impl Fn(i64) -> i64) -> Barriers {
        let steps = 0..=horizon as i64;
        Barriers {
            high: steps.clone().map(|n| high(n).clamp(0, n + 1)).collect(),
            low: steps.map(|n| low(n).clamp(-1, n)).collect(),
        }
    }

    /// Barriers that a walk and its mirror image (wins and losses exchanged) meet alike.
    pub fn symmetric(horizon: u64, high: impl Fn(i64) -> i64) -> Barriers {
        Barriers::new(horizon, &high, |n| n - high(n))
    }

    /// The most steps they are known for.
    pub fn horizon(&self) -> u64 {
        self.high.len() as u64 - 1
    }

    /// Where a walk stands after these wins and losses. Beyond the horizon it is open.
    pub fn look(&self, wins: u64, losses: u64) -> Look {
        let n = (wins + losses) as usize;
        match (self.high.get(n), self.low.get(n)) {
            (Some(high), _) if wins as i64 >= *high => Look::High,
            (_, Some(low)) if wins as i64 <= *low => Look::Low,
            _ => Look::Open,
        }
    }

    /// The walk from its start, each step a win with chance `p`, for at most `steps` steps.
    pub fn course(&self, p: f64, steps: u64) -> Course {
        self.course_from(0, 0, steps, |_, _| p)
    }

    /// The walk from these wins and losses for at most `steps` more steps; `p` gives the chance that the next step is a
    /// win after so many wins and losses.
    pub fn course_from(&self, wins: u64, losses: u64, steps: u64, p: impl Fn(i64, i64) -> f64) -> Course {
        let from = (wins + losses) as i64;
        let last = (from + steps as i64).min(self.horizon() as i64);
        let mut course = Course { high: 0.0, low: 0.0, expected: 0.0, first: wins as i64, open: vec![1.0] };
        let mut next = Vec::new();
        for n in from..last {
            let open: f64 = course.open.iter().sum();
            // what is left can change no figure
            if open < 1e-13 {
                break;
            }
            course.expected += open;
            next.clear();
            next.resize(course.open.len() + 1, 0.0);
            for (i, mass) in course.open.iter().enumerate() {
                let w = course.first + i as i64;
                let chance = p(w, n - w);
                next[i + 1] += mass * chance;
                next[i] += mass * (1.0 - chance);
            }
            let (high, low) = (self.high[n as usize + 1], self.low[n as usize + 1]);
            let below = ((low + 1 - course.first).max(0) as usize).min(next.len());
            let above = ((high - course.first).max(0) as usize).clamp(below, next.len());
            course.low += next[..below].iter().sum::<f64>();
            course.high += next[above..].iter().sum::<f64>();
            next.truncate(above);
            next.drain(..below);
            course.first += below as i64;
            std::mem::swap(&mut course.open, &mut next);
        }
        course
    }

    /// What is left of an error of `alpha` when a one-sided test between these barriers must end after `n` steps: the
    /// fewest wins with which an open walk may still claim, each step being a win with chance `p0` when nothing is
    /// there. n + 1 when nothing is left.
    pub fn last_look(&self, n: u64, p0: f64, alpha: f64) -> u64 {
        let course = self.course(p0, n);
        course.fewest_with_tail(n, alpha - course.high)
    }

    /// The same for a two-sided test between symmetric barriers against a fair coin: the fewest wins of the leading
    /// side.
    pub fn last_look_two_sided(&self, n: u64, alpha: f64) -> u64 {
        let course = self.course(0.5, n);
        course.fewest_with_tail(n, 0.5 * (alpha - course.high - course.low)).max(n / 2 + 1)
    }
}

/// How walks between barriers end.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    /// Chance of ending above.
    pub high: f64,
    /// Chance of ending below.
    pub low: f64,
    /// Expected number of steps.
    pub expected: f64,
    /// Wins of the first entry of `open`.
    first: i64,
    /// Chances of being open at the end, by wins.
    open: Vec<f64>,
}

impl Course {
    /// Chance of being open at the end.
    pub fn open(&self) -> f64 {
        self.open.iter().sum()
    }

    /// Chance of being open at the end with at least so many wins.
    pub fn open_from(&self, wins: u64) -> f64 {
        let skip = (wins as i64 - self.first).max(0) as usize;
        self.open.iter().skip(skip).sum()
    }

    /// Chance of being open at the end with at most so many wins.
    pub fn open_to(&self, wins: u64) -> f64 {
        let take = (wins as i64 - self.first + 1).max(0) as usize;
        self.open.iter().take(take).sum()
    }

    fn fewest_with_tail(&self, n: u64, left: f64) -> u64 {
        let (mut tail, mut wins) = (0.0, self.first + self.open.len() as i64);
        // above the open places there is nothing to claim: those walks have ended
        let mut fewest = n as i64 + 1;
        for mass in self.open.iter().rev() {
            tail += mass;
            // rounding must not take what belongs to the error
            if tail > left - 1e-12 {
                break;
            }
            wins -= 1;
            fewest = wins;
        }
        fewest as u64
    }
}
