use terms::Image;

use crate::limits::Limits;
use crate::pictures::Allowance;
use crate::problem::Problem;

/// What is left to one rendering, all its messages together.
pub(crate) struct Budget {
    limits: Limits,
    steps: u64,
    memory: usize,
    total: usize,
    pictures: Allowance,
}

impl Budget {
    pub(crate) fn new(limits: Limits) -> Budget {
        Budget {
            limits,
            steps: limits.steps,
            memory: limits.memory,
            total: limits.total,
            pictures: Allowance::new(&limits),
        }
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// One evaluation step.
    #[inline]
    pub(crate) fn step(&mut self) -> Result<(), Problem> {
        self.steps(1)
    }

    #[inline]
    fn steps(&mut self, count: u64) -> Result<(), Problem> {
        match self.steps.checked_sub(count) {
            Some(left) => {
                self.steps = left;
                Ok(())
            }
            None => Err(Problem::OutOfSteps { limit: self.limits.steps }),
        }
    }

    /// Reading bytes: comparing, searching, counting.
    #[inline]
    pub(crate) fn scan(&mut self, bytes: usize) -> Result<(), Problem> {
        self.steps(bytes as u64 / 64)
    }

    /// Making bytes that are not output. Paid before they are made.
    #[inline]
    pub(crate) fn make(&mut self, bytes: usize) -> Result<(), Problem> {
        match self.memory.checked_sub(bytes) {
            Some(left) => self.memory = left,
            None => return Err(Problem::OutOfMemory { limit: self.limits.memory >> 20 }),
        }
        self.scan(bytes)
    }

    /// Showing a picture.
    pub(crate) fn picture(&mut self, image: &Image) -> Result<(), Problem> {
        self.pictures.take(image)
    }

    /// Writing bytes of a message that has `so_far` of them.
    #[inline]
    pub(crate) fn write(&mut self, so_far: usize, bytes: usize) -> Result<(), Problem> {
        let fits = so_far.saturating_add(bytes) <= self.limits.message;
        match self.total.checked_sub(bytes) {
            Some(left) if fits => {
                self.total = left;
                Ok(())
            }
            _ => Err(Problem::MessageTooBig { limit: self.limits.message >> 20 }),
        }
    }
}
