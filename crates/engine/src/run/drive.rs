//! Producer -> known answers -> crew. The crew is a fixed number of tasks that take trials from a short queue: a task
//! per trial would cost more than the trial's checks.

use std::collections::VecDeque;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ledger::NewTrial;
use terms::evaluation::Ended;
use terms::{CallState, Message};
use tokio::sync::{Notify, Semaphore, mpsc};
use tokio::task::JoinSet;

use super::{Ctx, Pending, answer, blocking, produce};
use crate::{EngineError, scoring};

/// A queue this short asks for the next chunk.
const SHORT: usize = 64;
/// One in so many of the crew claims or settles while the others have their calls in flight: the ledger takes a few
/// milliseconds before and after each call, and the vendor should not wait for it. Few, since what is claimed when the
/// process is killed is unknown afterwards.
const BESIDE: usize = 8;

/// Produces, looks up and answers until the plan or the patience ends.
pub(super) async fn drive(ctx: &Arc<Ctx>, resumed: bool) -> Result<(), EngineError> {
    let (to, from) = mpsc::channel::<Vec<Pending>>(2);
    let producer = {
        let ctx = ctx.clone();
        blocking(move || {
            let mut done: Box<dyn Iterator<Item = _>> = match resumed {
                true => Box::new(ctx.store.done_trials(ctx.run)),
                false => Box::new(std::iter::empty()),
            };
            let skipped = produce::produce(&ctx.plan, &mut done, &ctx.progress, &to)?;
            if resumed {
                let note = Message::new("engine-note-resumed").with("run", ctx.run.as_str());
                ctx.note(&note.with("trials", skipped));
            }
            Ok(())
        })
    };
    let producer = tokio::spawn(producer);
    let queue = Arc::new(Queue::new());
    let mut crew = JoinSet::new();
    let size = ctx.plan.concurrency + ctx.plan.concurrency.div_ceil(BESIDE);
    for _ in 0..size {
        crew.spawn(work(ctx.clone(), queue.clone()));
    }
    let fed = feed(ctx, from, &queue, &mut crew).await;
    if fed.is_err() {
        // whatever keeps us from going on, no new call leaves
        ctx.stop.gently.cancel();
    }
    // calls in flight are paid for: they are waited for unless a person insists
    queue.close(size, ctx.stop.gently.is_cancelled());
    let mut fallen = false;
    while let Some(ended) = crew.join_next().await {
        fallen |= ended.is_err();
    }
    let produced = producer.await.unwrap_or_else(|_| Err(EngineError::Bug { what: "producer" }));
    fed?;
    if fallen {
        return Err(EngineError::Bug { what: "answer" });
    }
    // a stop that came when everything was answered has stopped nothing
    let now = ctx.progress.now();
    if ctx.stop.gently.is_cancelled() && now.done < now.total {
        ctx.halt(Ended::Interrupted, None);
    }
    produced
}

/// Puts what must be asked into the queue and writes down what is known, chunk by chunk.
async fn feed(
    ctx: &Ctx,
    mut from: mpsc::Receiver<Vec<Pending>>,
    queue: &Queue,
    crew: &mut JoinSet<()>,
) -> Result<(), EngineError> {
    loop {
        let chunk = tokio::select! {
            biased;
            () = ctx.stop.gently.cancelled() => return Ok(()),
            chunk = from.recv() => chunk,
        };
        let Some(chunk) = chunk else { return Ok(()) };
        let mut ready = Vec::new();
        let missing = known_first(ctx, chunk, &mut ready).await?;
        if !missing.is_empty() {
            tokio::select! {
                biased;
                () = ctx.stop.gently.cancelled() => return Ok(()),
                () = queue.short() => queue.push(missing),
                // nobody leaves before the queue is closed
                Some(_) = crew.join_next() => return Err(EngineError::Bug { what: "answer" }),
            }
        }
        if !ready.is_empty() {
            let count = ready.len() as u64;
            ctx.store.record(ctx.run, ready).await.map_err(EngineError::below)?;
            (0..count).for_each(|_| ctx.progress.trial());
        }
    }
}

/// One of the crew: answers trials until there are no more.
async fn work(ctx: Arc<Ctx>, queue: Arc<Queue>) {
    while let Some(pending) = queue.take().await {
        if let Err(error) = answer::answer(&ctx, pending).await {
            ctx.halt(Ended::Interrupted, Some(error));
        }
    }
}

/// Answers what the ledger already knows, into `ready`; gives back what must be asked.
async fn known_first(
    ctx: &Ctx,
    chunk: Vec<Pending>,
    ready: &mut Vec<NewTrial>,
) -> Result<Vec<Pending>, EngineError> {
    let keys = chunk.iter().filter_map(|p| p.question.as_ref().ok().map(|(_, key)| *key)).collect();
    let mut known = ctx.store.known(keys).await.map_err(EngineError::below)?.into_iter();
    let mut missing = Vec::with_capacity(chunk.len());
    for pending in chunk {
        match &pending.question {
            Err(error) => ready.push(scoring::unanswered(&pending, error.clone())),
            Ok(_) => match known.next().flatten() {
                Some(known) if known.state == CallState::Done && known.reply.is_some() => {
                    ctx.progress.reused();
                    ready.push(scoring::scored_known(&ctx.plan, &pending, &known));
                }
                _ => missing.push(pending),
            },
        }
    }
    Ok(missing)
}

/// Trials waiting for somebody of the crew; never more than a chunk and [`SHORT`].
struct Queue {
    /// `None` tells one of the crew to go home.
    waiting: Mutex<VecDeque<Option<Pending>>>,
    /// One permit for each entry.
    filled: Semaphore,
    /// The queue has become short.
    short: Notify,
}

impl Queue {
    fn new() -> Queue {
        Queue { waiting: Mutex::default(), filled: Semaphore::new(0), short: Notify::new() }
    }

    async fn take(&self) -> Option<Pending> {
        // the semaphore is never closed
        self.filled.acquire().await.ok()?.forget();
        let mut waiting = self.lock();
        let next = waiting.pop_front().flatten();
        if waiting.len() == SHORT {
            self.short.notify_one();
        }
        next
    }

    /// Waits until the queue is short.
    async fn short(&self) {
        loop {
            let mut told = pin!(self.short.notified());
            // registered before the look, so that nothing in between is missed
            told.as_mut().enable();
            if self.lock().len() <= SHORT {
                return;
            }
            told.await;
        }
    }

    fn push(&self, trials: Vec<Pending>) {
        let count = trials.len();
        self.lock().extend(trials.into_iter().map(Some));
        self.filled.add_permits(count);
    }

    /// Sends the crew home after what is waiting, or at once.
    fn close(&self, crew: usize, at_once: bool) {
        let mut waiting = self.lock();
        if at_once {
            // an entry without a trial for each permit that is out
            waiting.iter_mut().for_each(|entry| *entry = None);
        }
        waiting.extend((0..crew).map(|_| None));
        drop(waiting);
        self.filled.add_permits(crew);
    }

    /// A queue of trials is whole between any two of its operations.
    fn lock(&self) -> MutexGuard<'_, VecDeque<Option<Pending>>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
