//! Runs in progress. The ledger keeps what they find; here is only what a page needs to watch and stop them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use engine::{Engine, EngineError, Estimate, Plan, Progress, Stop};
use ledger::RunId;
use studies::on_plan::{Ask, Bench, OptimiseAsk, Parts, TrimAsk};
use studies::race::Rule;
use studies::{Live, StudyError};
use terms::{Currency, Money, Split};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::fault::Said;

/// Ended jobs that can still be looked at.
const KEPT: usize = 50;

/// What a job was started with, to start the next one from it.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// The prompt's file, or the suite's, from the project's root.
    pub prompt: String,
    /// Whether it is a suite, asked as it stands.
    pub suite: bool,
    pub models: Vec<String>,
    pub repeats: Option<u32>,
    /// Only the cases of this part.
    pub split: Option<Split>,
    /// Only the first so many cases.
    pub limit: Option<u64>,
    /// Differences within it count as the same, as a share of 1.
    pub margin: Option<f64>,
    pub budget: Option<String>,
    pub currency: Option<Currency>,
    /// What it is compared with, when that is what was asked: nothing else when its models are compared.
    pub against: Option<Vec<Other>>,
    /// The fields of the form of a study or of a comparison, as they were sent; none for an evaluation.
    pub sent: Vec<(String, String)>,
}

/// Another prompt, or another text of the same one.
#[derive(Clone, Debug)]
pub struct Other {
    /// Its name in tables.
    pub name: String,
    pub text: String,
}

/// What a job does.
#[derive(Clone)]
pub enum Work {
    Evaluate,
    Estimate,
    /// Which of two is better, until it is sure.
    Compare(Ask),
    /// The best of several, within so many calls.
    Race(Rule, Option<u64>),
    /// A better version.
    Optimise(Box<OptimiseAsk>),
    /// The shortest version that is worse by at most this share.
    Trim(Box<TrimAsk>),
    /// What each part earns.
    Ablate(Parts),
    /// How it bears so many other forms.
    Vary(usize),
}

impl Work {
    pub fn is_study(&self) -> bool {
        !matches!(self, Work::Evaluate | Work::Estimate)
    }

    /// As scripts name it.
    pub fn name(&self) -> &'static str {
        match self {
            Work::Evaluate => "evaluate",
            Work::Estimate => "estimate",
            Work::Compare(_) => "compare",
            Work::Race(..) => "race",
            Work::Optimise(_) => "optimise",
            Work::Trim(_) => "trim",
            Work::Ablate(_) => "ablate",
            Work::Vary(_) => "vary",
        }
    }
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
    pub work: Work,
    pub cap: Option<Money>,
    pub progress: Arc<Progress>,
    /// The decisions of a study.
    pub live: Live,
    pub stop: Stop,
    ended: watch::Receiver<Option<Done>>,
}

impl Job {
    /// What it came to, once it has ended.
    pub fn done(&self) -> Option<Done> {
        self.ended.borrow().clone()
    }

    /// The run its trials are kept in: of an evaluation as soon as it has begun, of a study once it has ended.
    pub fn run(&self) -> Option<RunId> {
        match self.done() {
            Some(Done::Run(run, _)) => Some(run),
            None if matches!(self.work, Work::Evaluate) => self.progress.run(),
            _ => None,
        }
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
    pub fn start(&self, engine: Arc<Engine>, wish: Wish, plan: Plan, work: Work) -> Arc<Job> {
        let (tell, ended) = watch::channel(None);
        let mut jobs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let job = Arc::new(Job {
            id: jobs.last_key_value().map_or(1, |(id, _)| id + 1),
            wish,
            title: plan.title.clone(),
            work: work.clone(),
            cap: plan.budget,
            progress: Arc::new(Progress::default()),
            live: Live::default(),
            stop: Stop::default(),
            ended,
        });
        jobs.insert(job.id, job.clone());
        let over = jobs.len().saturating_sub(KEPT);
        let old: Vec<u64> =
            jobs.iter().filter(|(_, j)| j.done().is_some()).map(|(id, _)| *id).take(over).collect();
        old.iter().for_each(|id| drop(jobs.remove(id)));
        let (progress, stop, live) = (job.progress.clone(), job.stop.clone(), job.live.clone());
        tokio::spawn(async move {
            let done = match work {
                Work::Estimate => match engine.estimate(plan, SAMPLE, progress, stop).await {
                    Ok(estimate) => Done::Estimate(Box::new(estimate)),
                    Err(error) => Done::Failed(Said::all(&error)),
                },
                Work::Evaluate => match engine.evaluate("eval", Arc::new(plan), progress, stop).await {
                    Ok(outcome) => {
                        Done::Run(outcome.run, outcome.stopped.as_ref().map(Said::all).unwrap_or_default())
                    }
                    Err(error) => Done::Failed(Said::all(&error)),
                },
                study => {
                    // a study thinks between its questions: not on the threads that answer pages
                    let here = tokio::runtime::Handle::current();
                    let studied = tokio::task::spawn_blocking(move || {
                        let bench = Bench::new(&engine, &plan, progress, stop).watched(live);
                        here.block_on(find(&bench, study))
                    });
                    match studied.await {
                        Ok(Ok(Some(run))) => Done::Run(run, Vec::new()),
                        Ok(Err(error)) => Done::Failed(vec![Said::of(&error)]),
                        Ok(Ok(None)) | Err(_) => {
                            Done::Failed(vec![Said::of(&EngineError::Bug { what: "study" })])
                        }
                    }
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

/// Runs a study; the run it is kept in.
async fn find(bench: &Bench<'_>, work: Work) -> Result<Option<RunId>, StudyError> {
    let run = match work {
        Work::Compare(ask) => bench.compare(ask).await?.run,
        Work::Race(rule, calls) => bench.race(rule, calls).await?.run,
        Work::Optimise(ask) => bench.optimise(&ask).await?.run,
        Work::Trim(ask) => bench.trim(&ask).await?.run,
        Work::Ablate(parts) => bench.ablate(parts).await?.run,
        Work::Vary(forms) => bench.vary(forms).await?.run,
        Work::Evaluate | Work::Estimate => return Ok(None),
    };
    Ok(run.parse().ok())
}
