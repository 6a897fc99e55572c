//! How many calls at once, and how fast: a controller that learns a vendor's limits from its refusals. Pure: times
//! are measured from the gate's creation and passed in.
//!
//! Concurrency grows four-fold each clean round until the first refusal, then grows 5 % a round; a refusal cuts it by a
//! fifth, once per episode. After a cut the answers are measured (`Watch`), what was learnt is applied, and its
//! effect is measured (`Verify`): when as many are refused and fewer succeed, refusals do not depend on our load,
//! and the cut is taken back (`Immune`). Where answers come so fast that even a few calls at once exceed the rate a
//! vendor allows, calls are also spaced in time (`pace`).

use std::time::Duration;

/// Growth before the first refusal, per round.
const START_GROWTH: f64 = 4.0;
/// Growth after the first refusal, per round.
const GROWTH: f64 = 1.05;
/// What a refusal leaves of the limit.
const CUT: f64 = 0.8;
/// Answers that make a measure, and how many of them must be successes.
const SAMPLE: (u32, u32) = (100, 20);
/// A measure lasts at least this long, and four answers.
const LEAST_TIME: Duration = Duration::from_millis(250);
/// A slow vendor is measured over this long instead, with so many successes.
const SLOW_SAMPLE: (Duration, u32) = (Duration::from_secs(2), 5);
/// Below this many calls at once, concurrency is too coarse a control and calls are spaced instead.
const COARSE: f64 = 8.0;
/// Growth of the pace near the pace that was last refused, which is not approached at full speed again.
const CREEP: f64 = 1.005;
/// A round of spaced calls lasts at least this long and is at least so many calls.
const ROUND_TIME: Duration = Duration::from_millis(100);
const ROUND_CALLS: f64 = 10.0;
/// So few refusals are the price of being near the limit.
const BEARABLE: f64 = 0.05;
/// First time during which refusals that do not depend on us are left alone; doubles, at most eight-fold.
const IMMUNITY: Duration = Duration::from_secs(5);

/// What an answer says about the vendor's limits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Signal {
    /// A 2xx, and how long it took.
    Success(Duration),
    /// A 429.
    Refused,
    /// A 5xx, a timeout, a lost connection: no growth this round, and no cut.
    Trouble,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Phase {
    Clean,
    Watch,
    Verify { share: f64, goodput: f64, limit: f64, pace: Option<f64> },
    Immune { until: Duration },
}

/// Answers counted since an instant.
#[derive(Clone, Copy, Debug, Default)]
struct Window {
    since: Duration,
    ok: u32,
    refused: u32,
    /// It began after a pause.
    paused: bool,
}

/// The controller.
#[derive(Debug)]
pub(super) struct Control {
    cap: f64,
    limit: f64,
    /// Calls a second, when calls are spaced.
    pace: Option<f64>,
    /// The pace that was last refused.
    ceiling: Option<f64>,
    slow_start: bool,
    phase: Phase,
    window: Window,
    /// Answers to calls admitted before the last change tell nothing about it.
    epoch: u32,
    /// Mean time of a success, in seconds, the latest weighing a tenth.
    latency: f64,
    /// Cuts that proved useless, less those that proved useful.
    distrust: u32,
    round: Round,
    pace_since: Duration,
    /// Spacing made a call wait since then.
    held_back: bool,
}

/// What happened since the limit last grew.
#[derive(Clone, Copy, Debug, Default)]
struct Round {
    successes: u32,
    filled: bool,
    troubled: bool,
}

impl Control {
    /// At most `cap` calls at once; starts with a quarter of them, at least 16.
    pub(super) fn new(cap: u32) -> Control {
        let cap = f64::from(cap.max(1));
        Control {
            cap,
            limit: (cap / 4.0).max(16.0).min(cap),
            pace: None,
            ceiling: None,
            slow_start: true,
            phase: Phase::Clean,
            window: Window::default(),
            epoch: 0,
            latency: 0.0,
            distrust: 0,
            round: Round::default(),
            pace_since: Duration::ZERO,
            held_back: false,
        }
    }

    /// Allows more calls at once than so far, if this is more; a limit that was learnt stays.
    pub(super) fn widen(&mut self, cap: u32) {
        self.cap = self.cap.max(f64::from(cap));
        if self.slow_start {
            self.limit = self.limit.max((self.cap / 4.0).max(16.0).min(self.cap));
        }
    }

    /// Calls allowed at once, at least 1.
    pub(super) fn limit(&self) -> u32 {
        self.limit as u32
    }

    /// Calls allowed a second, when calls are spaced.
    pub(super) fn pace(&self) -> Option<f64> {
        self.pace
    }

    /// Mean time of a success lately.
    pub(super) fn latency(&self) -> Duration {
        Duration::try_from_secs_f64(self.latency).unwrap_or(Duration::MAX)
    }

    /// Goes with a call that is admitted, and comes back with its answer.
    pub(super) fn epoch(&self) -> u32 {
        self.epoch
    }

    /// The limit was reached: growing makes sense.
    pub(super) fn filled(&mut self) {
        self.round.filled = true;
    }

    /// A call had to wait for its turn in time.
    pub(super) fn paced(&mut self) {
        self.held_back = true;
    }

    /// Everything waits until then, `again` when nothing has succeeded since the last pause. A measure begins after the
    /// first pause and after those that follow no success; others are part of what the vendor really lets through.
    pub(super) fn paused(&mut self, until: Duration, again: bool) {
        if again || !self.window.paused {
            self.epoch = self.epoch.wrapping_add(1);
            self.window = Window { since: until, paused: true, ..Window::default() };
        }
    }

    /// Learns from an answer to a call admitted at this epoch.
    pub(super) fn learn(&mut self, signal: Signal, epoch: u32, now: Duration) {
        if let Phase::Immune { until } = self.phase
            && now >= until
        {
            self.phase = Phase::Clean;
        }
        let fresh = epoch == self.epoch;
        let measured = fresh && now >= self.window.since;
        match signal {
            Signal::Success(took) => {
                let took = took.as_secs_f64();
                self.latency += (took - self.latency) * if self.latency == 0.0 { 1.0 } else { 0.1 };
                self.window.ok += u32::from(measured);
                self.grow(now);
            }
            Signal::Refused => {
                self.window.refused += u32::from(measured);
                if fresh {
                    self.refused(now);
                }
            }
            Signal::Trouble => self.round.troubled = true,
        }
        self.judge(now);
    }

    fn refused(&mut self, now: Duration) {
        if self.phase == Phase::Clean {
            self.limit = (self.limit * CUT).max(1.0);
            self.slow_start = false;
            self.ceiling = self.pace;
            self.phase = Phase::Watch;
            self.window = self.window_from(now);
            self.round = Round::default();
        }
    }

    /// A measure of what a change made at this instant does. A refusal comes at once, the success of a call admitted
    /// beside it takes its time: counted from the same instant on, any change would look bad, and be taken back.
    fn window_from(&self, now: Duration) -> Window {
        Window { since: now.saturating_add(self.latency()), ..Window::default() }
    }

    /// At the end of a measure, applies what it says.
    fn judge(&mut self, now: Duration) {
        if matches!(self.phase, Phase::Clean | Phase::Immune { .. }) {
            return;
        }
        let Window { since, ok, refused, .. } = self.window;
        let elapsed = now.saturating_sub(since);
        let least = Duration::try_from_secs_f64(4.0 * self.latency).unwrap_or(Duration::MAX).max(LEAST_TIME);
        let enough = ok + refused >= SAMPLE.0 && ok >= SAMPLE.1;
        let enough_of_slow = elapsed >= SLOW_SAMPLE.0 && ok >= SLOW_SAMPLE.1;
        if !(enough || enough_of_slow) || elapsed < least {
            return;
        }
        let goodput = f64::from(ok) / elapsed.as_secs_f64();
        let share = f64::from(refused) / f64::from(ok + refused);
        match self.phase {
            Phase::Watch if share <= BEARABLE => {
                self.limit = (self.limit / CUT).min(self.cap);
                self.phase = Phase::Clean;
            }
            Phase::Watch => {
                let before = Phase::Verify { share, goodput, limit: self.limit, pace: self.pace };
                // Little's law: how many calls at once these successes took
                let busy = goodput * self.latency;
                if busy < COARSE {
                    self.pace = Some(goodput * CUT);
                    (self.pace_since, self.held_back) = (now, false);
                } else if share > 0.2 {
                    // a fifth less is too timid here: fall to what was seen to work
                    self.limit = self.limit.min(busy * 1.25).max(1.0);
                }
                self.phase = before;
                self.epoch = self.epoch.wrapping_add(1);
                self.window = Window { paused: true, ..self.window_from(now) };
                self.round = Round::default();
            }
            Phase::Verify { share: share_before, goodput: goodput_before, limit, pace } => {
                let useless = refused > 0 && share > 0.7 * share_before && goodput < 0.9 * goodput_before;
                if useless {
                    (self.limit, self.pace) = ((limit / CUT).min(self.cap), pace);
                    self.phase = Phase::Immune { until: now + IMMUNITY * (1 << self.distrust.min(3)) };
                    self.distrust += 1;
                } else {
                    self.phase = Phase::Clean;
                    self.distrust = self.distrust.saturating_sub(1);
                }
                self.window = Window { since: now, ..Window::default() };
            }
            Phase::Clean | Phase::Immune { .. } => {}
        }
    }

    fn grow(&mut self, now: Duration) {
        self.round.successes += 1;
        if !matches!(self.phase, Phase::Clean | Phase::Immune { .. }) {
            return;
        }
        if self.round.successes >= self.limit() {
            if self.round.filled && !self.round.troubled {
                self.limit = (self.limit * if self.slow_start { START_GROWTH } else { GROWTH }).min(self.cap);
            }
            self.round = Round::default();
        }
        let Some(pace) = self.pace else { return };
        let elapsed = now.saturating_sub(self.pace_since);
        if elapsed >= ROUND_TIME && elapsed.as_secs_f64() >= self.latency.max(ROUND_CALLS / pace) {
            // spacing that held nobody back for a whole round is not needed
            let near = self.ceiling.is_some_and(|ceiling| pace >= 0.9 * ceiling);
            self.pace = self.held_back.then_some(pace * if near { CREEP } else { GROWTH });
            (self.pace_since, self.held_back) = (now, false);
        }
    }
}

#[cfg(test)]
#[path = "control/tests.rs"]
mod tests;
