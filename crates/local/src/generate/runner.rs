//! Threads that answer: each runs one batch, takes in new questions between two steps, and lets go of those that are
//! cancelled. Sequences of a batch are of unlike length and age; long questions are read in parts, so that those that
//! are already writing do not wait for them.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError, mpsc};
use std::thread::JoinHandle;
use std::time::Instant;

use super::sequence::{Job, Listener, Sequence};
use super::{Answer, Answering, Ended, Event, Finish, Task};
use crate::LocalError;
use crate::error::QuestionProblem;
use crate::model::{Cache, Config, Decoder, Part, Wants, Workspace};
use crate::words::Words;

/// Most sequences of one batch.
const MOST: usize = 32;
/// Most tokens of questions read in one step.
const CHUNK: usize = 256;
/// Most bytes of keys and values of one batch.
const ROOM: usize = 512 << 20;
/// Questions remembered: the next one often begins like the last.
const REMEMBERED: usize = 8;
/// A shorter common beginning is not worth copying.
const WORTH: usize = 8;
/// Models smaller than this have one batch on each core; larger ones share the cores of one batch.
const SMALL: u64 = 50_000_000;

#[derive(Default)]
struct Queue {
    waiting: VecDeque<Job>,
    /// Sequences of each thread's batch.
    active: Vec<usize>,
    closed: bool,
}

struct Shared {
    queue: Mutex<Queue>,
    changed: Condvar,
    decoder: Arc<Decoder>,
    words: Arc<Words>,
}

/// A running model. Dropping it ends its threads; what they were at fails as cancelled.
pub struct Runner {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

/// A task under way; dropping it cancels the task at once.
pub struct Ticket(Arc<AtomicBool>);

impl Drop for Ticket {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Runner {
    /// Starts the threads of a model. Nothing is computed before the first question.
    pub fn start(decoder: Arc<Decoder>, words: Arc<Words>) -> Runner {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let small = decoder.config().parameters() < SMALL;
        // a batch on one core waits for nobody: two threads in one small product cost more than they bring
        let batches = if small { cores.min(8) } else { 1 };
        Runner::with_batches(decoder, words, batches)
    }

    /// The same with this many batches.
    pub fn with_batches(decoder: Arc<Decoder>, words: Arc<Words>, batches: usize) -> Runner {
        let queue = Queue { active: vec![0; batches.max(1)], ..Queue::default() };
        let (queue, changed) = (Mutex::new(queue), Condvar::new());
        let shared = Arc::new(Shared { queue, changed, decoder, words });
        let start = |number: usize| {
            let shared = shared.clone();
            let named = std::thread::Builder::new().name(format!("model {number}"));
            named.spawn(move || Batch::new(shared, number).run()).ok()
        };
        let threads = (0..batches.max(1)).filter_map(start).collect();
        Runner { shared, threads }
    }

    /// The model's tokens.
    pub fn words(&self) -> &Arc<Words> {
        &self.shared.words
    }

    /// The model's sizes.
    pub fn config(&self) -> &Config {
        self.shared.decoder.config()
    }

    /// Begins a task; `listener` hears [`Event::End`] or [`Event::Failed`] last, unless the ticket is dropped before.
    ///
    /// # Errors
    /// No tokens, more than the model can read, or a parameter out of its range.
    pub fn begin(&self, tokens: Vec<u32>, task: Task, listener: Listener) -> Result<Ticket, LocalError> {
        let context = self.config().context;
        if tokens.is_empty() {
            return Err(LocalError::Question(QuestionProblem::Empty));
        }
        let answer = usize::from(matches!(task, Task::Answer(_)));
        if tokens.len() + answer > context {
            return Err(LocalError::Context { tokens: tokens.len(), context });
        }
        if let Task::Answer(answering) = &task {
            answering.check()?;
        }
        let cancelled = Arc::new(AtomicBool::new(false));
        let job = Job { tokens, task, listener, cancelled: cancelled.clone() };
        self.shared.lock().waiting.push_back(job);
        self.shared.changed.notify_all();
        Ok(Ticket(cancelled))
    }

    /// Answers, and waits for the whole answer.
    ///
    /// # Errors
    /// As [`Runner::begin`]; or the model cannot be run.
    pub fn answer(&self, tokens: Vec<u32>, answering: Answering) -> Result<Answer, LocalError> {
        let mut answer = Answer {
            text: String::new(),
            tokens: Vec::new(),
            ended: Ended { finish: Finish::Stop, read: 0, known: 0, written: 0 },
        };
        self.wait(tokens, Task::Answer(answering), |event| match event {
            Event::Piece { text, chosen } => {
                answer.text.push_str(&text);
                answer.tokens.extend(chosen);
            }
            Event::End(ended) => answer.ended = ended,
            _ => {}
        })?;
        Ok(answer)
    }

    /// ln P of each token but the first.
    ///
    /// # Errors
    /// As [`Runner::answer`].
    pub fn score(&self, tokens: Vec<u32>) -> Result<Vec<f32>, LocalError> {
        let mut out = Vec::new();
        self.wait(tokens, Task::Score, |event| {
            if let Event::Scores(scores) = event {
                out = scores;
            }
        })?;
        Ok(out)
    }

    /// The mean of the last states.
    ///
    /// # Errors
    /// As [`Runner::answer`].
    pub fn embed(&self, tokens: Vec<u32>) -> Result<Vec<f32>, LocalError> {
        let mut out = Vec::new();
        self.wait(tokens, Task::Embed, |event| {
            if let Event::State(state) = event {
                out = state;
            }
        })?;
        Ok(out)
    }

    fn wait(&self, tokens: Vec<u32>, task: Task, mut hear: impl FnMut(Event)) -> Result<(), LocalError> {
        let (sender, events) = mpsc::channel();
        let listener = Box::new(move |event| {
            let _ = sender.send(event);
        });
        let _ticket = self.begin(tokens, task, listener)?;
        for event in events {
            match event {
                Event::Failed(error) => return Err(error),
                Event::End(_) => {
                    hear(event);
                    return Ok(());
                }
                event => hear(event),
            }
        }
        Err(LocalError::Cancelled)
    }
}

impl Drop for Runner {
    fn drop(&mut self) {
        self.shared.lock().closed = true;
        self.shared.changed.notify_all();
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

impl Shared {
    fn lock(&self) -> std::sync::MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Answering {
    fn check(&self) -> Result<(), LocalError> {
        let range = |what: &str| Err(LocalError::Question(QuestionProblem::Range(what.to_owned())));
        let Answering { most, sampling, .. } = self;
        if !(sampling.temperature.is_finite() && sampling.temperature >= 0.0) {
            return range("temperature");
        }
        if !(sampling.top_p > 0.0 && sampling.top_p <= 1.0) {
            return range("top_p");
        }
        if *most == Some(0) {
            return range("max_tokens");
        }
        Ok(())
    }
}

/// One thread's sequences.
struct Batch {
    shared: Arc<Shared>,
    number: usize,
    most: usize,
    sequences: Vec<Sequence>,
    remembered: VecDeque<(Vec<u32>, Cache)>,
    workspace: Workspace,
    pool: Option<rayon::ThreadPool>,
}

impl Batch {
    fn new(shared: Arc<Shared>, number: usize) -> Batch {
        let config = shared.decoder.config();
        let position = config.layers * 2 * config.keys() * size_of::<f32>();
        let most = (ROOM / (position * config.context.min(2048)).max(1)).clamp(1, MOST);
        Batch {
            shared,
            number,
            most,
            sequences: Vec::new(),
            remembered: VecDeque::new(),
            workspace: Workspace::default(),
            pool: None,
        }
    }

    fn run(mut self) {
        self.calibrate();
        while self.admit() {
            if let Err(error) = self.step() {
                let why = error.to_string();
                for mut sequence in self.sequences.drain(..) {
                    (sequence.job.listener)(Event::Failed(LocalError::Bug(why.clone())));
                }
            }
            self.shared.lock().active[self.number] = self.sequences.len();
        }
        for mut sequence in self.sequences.drain(..) {
            (sequence.job.listener)(Event::Failed(LocalError::Cancelled));
        }
    }

    /// A large model: whether its products gain from several threads depends on the machine, so it is tried.
    fn calibrate(&mut self) {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        if threads < 2 || self.shared.decoder.config().parameters() < SMALL {
            return;
        }
        let Ok(pool) = rayon::ThreadPoolBuilder::new().num_threads(threads).build() else { return };
        let decoder = self.shared.decoder.clone();
        let time = |workspace: &mut Workspace| {
            let mut cache = Cache::new(decoder.config());
            let start = Instant::now();
            let mut parts = [Part { tokens: &[0, 0, 0, 0], cache: &mut cache, wants: Wants::Last }];
            let _ = decoder.read(&mut parts, workspace);
            start.elapsed()
        };
        time(&mut self.workspace);
        let alone = time(&mut self.workspace);
        self.workspace.share(threads);
        let together = pool.install(|| time(&mut self.workspace));
        match together < alone {
            true => self.pool = Some(pool),
            false => self.workspace.share(1),
        }
    }

    /// Takes in questions; waits for one when there is nothing to do. `false`: the model is shut down.
    fn admit(&mut self) -> bool {
        let shared = self.shared.clone();
        let mut queue = shared.lock();
        loop {
            if queue.closed {
                return false;
            }
            let least = queue.active.iter().copied().min().unwrap_or(0);
            while self.sequences.len() < self.most && self.sequences.len() <= least {
                let Some(job) = queue.waiting.pop_front() else { break };
                if job.cancelled.load(Ordering::Relaxed) {
                    continue;
                }
                let sequence = self.begin(job);
                self.sequences.push(sequence);
                queue.active[self.number] = self.sequences.len();
            }
            if !self.sequences.is_empty() {
                return true;
            }
            queue = shared.changed.wait(queue).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn begin(&mut self, job: Job) -> Sequence {
        let (cache, known) = match &job.task {
            Task::Answer(_) => self.recall(&job.tokens),
            _ => (Cache::new(self.shared.decoder.config()), 0),
        };
        Sequence::new(job, cache, known)
    }

    /// A cache that has read the longest known beginning of these tokens; the last one is always read again.
    fn recall(&self, tokens: &[u32]) -> (Cache, usize) {
        let common = |known: &[u32]| known.iter().zip(tokens).take_while(|(a, b)| a == b).count();
        let best = self.remembered.iter().map(|(known, cache)| (common(known), cache));
        let best = best.max_by_key(|(length, _)| *length);
        match best.map(|(length, cache)| (length.min(tokens.len() - 1), cache)) {
            Some((length, cache)) if length >= WORTH => (cache.beginning(length), length),
            _ => (Cache::new(self.shared.decoder.config()), 0),
        }
    }

    /// One pass: every sequence reads its next tokens; those that have read all choose one.
    fn step(&mut self) -> Result<(), LocalError> {
        self.sequences.retain(|s| !s.job.cancelled.load(Ordering::Relaxed));
        let mut room = CHUNK;
        let mut taken = Vec::with_capacity(self.sequences.len());
        for sequence in &self.sequences {
            let left = sequence.job.tokens.len() - sequence.read;
            let part = if left == 1 { 1 } else { left.min(room) };
            room -= part.min(room);
            taken.push(part);
        }
        let mut parts = Vec::with_capacity(self.sequences.len());
        for (sequence, taken) in self.sequences.iter_mut().zip(&taken) {
            if *taken == 0 {
                continue;
            }
            let Sequence { job, cache, read, .. } = sequence;
            let all = *read + taken == job.tokens.len();
            let wants = match job.task {
                Task::Answer(_) if all => Wants::Last,
                Task::Answer(_) => Wants::Nothing,
                Task::Score => Wants::All,
                Task::Embed => Wants::States,
            };
            parts.push(Part { tokens: &job.tokens[*read..*read + taken], cache, wants });
        }
        if parts.is_empty() {
            return Ok(());
        }
        let shared = self.shared.clone();
        let workspace = &mut self.workspace;
        let rows = match &self.pool {
            Some(pool) => pool.install(|| shared.decoder.read(&mut parts, workspace))?,
            None => shared.decoder.read(&mut parts, workspace)?,
        };
        drop(parts);
        let mut rest = rows;
        let config = shared.decoder.config();
        let mut ended = Vec::new();
        for (at, (sequence, taken)) in self.sequences.iter_mut().zip(&taken).enumerate() {
            let from = sequence.read;
            sequence.read += taken;
            let all = sequence.read == sequence.job.tokens.len();
            let wide = match sequence.job.task {
                Task::Answer(_) => usize::from(all && *taken > 0) * config.vocabulary,
                Task::Score => taken * config.vocabulary,
                Task::Embed => taken * config.width,
            };
            let (own, after) = rest.split_at(wide);
            rest = after;
            let done = match sequence.job.task {
                _ if *taken == 0 => false,
                Task::Answer(_) => all && sequence.write(own, config.context, &shared.words),
                Task::Score => sequence.scored(own, from, config.vocabulary, all),
                Task::Embed => sequence.averaged(own, config.width, all),
            };
            if done {
                ended.push(at);
            }
        }
        for at in ended.into_iter().rev() {
            let sequence = self.sequences.swap_remove(at);
            self.remember(sequence);
        }
        Ok(())
    }

    fn remember(&mut self, sequence: Sequence) {
        let Sequence { job, mut cache, asked, .. } = sequence;
        if !matches!(job.task, Task::Answer(_)) || asked <= WORTH {
            return;
        }
        let mut tokens = job.tokens;
        tokens.truncate(asked);
        cache.truncate(asked);
        // what is the beginning of another, or the same, is not worth two places
        self.remembered.retain(|(known, _)| !tokens.starts_with(known));
        self.remembered.push_front((tokens, cache));
        let bytes = |all: &VecDeque<(Vec<u32>, Cache)>| all.iter().map(|(_, c)| c.bytes()).sum::<usize>();
        while self.remembered.len() > REMEMBERED || bytes(&self.remembered) > ROOM / 4 {
            self.remembered.pop_back();
        }
    }
}
