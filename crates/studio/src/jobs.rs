//! Runs in progress. The ledger keeps what they find; here is only what a page needs to watch and stop them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use engine::{Engine, Estimate, Plan, Progress, Stop};
use ledger::RunId;
use terms::Money;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::fault::Said;

/// Ended jobs that can still be looked at.
const KEPT: usize = 50;

/// What a job was started with, to start the next one from it.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// The prompt's file, from the project's root.
    pub prompt: String,
    pub models: Vec<String>,
    pub repeats: Option<u32>,
    pub budget: Option<String>,
    pub currency: String,
}

/// What a job came to.
#[derive(Clone, Debug)]
pub enum Done {
    /// A run, and what stopped it when it was an error.
    Run(RunId, Vec<Said>),
    Estimate(Box<Estimate>),
    Failed(Vec<Said>),
}

/// A run or an estimate in progress, or just ended.
pub struct Job {
    pub id: u64,
    pub wish: Wish,
    pub title: String,
    pub estimate: bool,
    pub cap: Option<Money>,
    pub progress: Arc<Progress>,
    pub stop: Stop,
    ended: watch::Receiver<Option<Done>>,
}

impl Job {
    /// What it came to, once it has ended.
    pub fn done(&self) -> Option<Done> {
        self.ended.borrow().clone()
    }

    async fn wait(&self) {
        // the sender is only dropped after it has sent, or with a task that died: both are an end
        let _ = self.ended.clone().wait_for(Option::is_some).await;
    }
}

/// The jobs of a launch.
#[derive(Default)]
pub struct Jobs(Mutex<BTreeMap<u64, Arc<Job>>>);

/// Cases tried by an estimate.
const SAMPLE: usize = 20;

impl Jobs {
    /// Starts one.
    pub fn start(&self, engine: Arc<Engine>, wish: Wish, plan: Plan, estimate: bool) -> Arc<Job> {
        let (tell, ended) = watch::channel(None);
        let mut jobs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let job = Arc::new(Job {
            id: jobs.last_key_value().map_or(1, |(id, _)| id + 1),
            wish,
            title: plan.title.clone(),
            estimate,
            cap: plan.budget,
            progress: Arc::new(Progress::default()),
            stop: Stop::default(),
            ended,
        });
        jobs.insert(job.id, job.clone());
        let over = jobs.len().saturating_sub(KEPT);
        let old: Vec<u64> =
            jobs.iter().filter(|(_, j)| j.done().is_some()).map(|(id, _)| *id).take(over).collect();
        old.iter().for_each(|id| drop(jobs.remove(id)));
        let (progress, stop) = (job.progress.clone(), job.stop.clone());
        tokio::spawn(async move {
            let done = if estimate {
                match engine.estimate(plan, SAMPLE, progress, stop).await {
                    Ok(estimate) => Done::Estimate(Box::new(estimate)),
                    Err(error) => Done::Failed(Said::all(&error)),
                }
            } else {
                match engine.evaluate("eval", Arc::new(plan), progress, stop).await {
                    Ok(outcome) => {
                        Done::Run(outcome.run, outcome.stopped.as_ref().map(Said::all).unwrap_or_default())
                    }
                    Err(error) => Done::Failed(Said::all(&error)),
                }
            };
            tell.send_replace(Some(done));
        });
        job
    }

    pub fn get(&self, id: u64) -> Option<Arc<Job>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
    }

    /// Those that have not ended.
    pub fn running(&self) -> Vec<Arc<Job>> {
        let jobs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.values().filter(|job| job.done().is_none()).cloned().collect()
    }

    /// Stops all gently and waits for what is paid; `now` gives it up.
    pub async fn close(&self, now: &CancellationToken) {
        let running = self.running();
        running.iter().for_each(|job| job.stop.gently.cancel());
        for job in running {
            tokio::select! {
                () = job.wait() => {}
                () = now.cancelled() => {
                    job.stop.now.cancel();
                    job.wait().await;
                }
            }
        }
    }
}
