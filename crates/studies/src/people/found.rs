use std::collections::{BTreeMap, BTreeSet};

use ledger::{LedgerError, Rated, Rating, RunRecord, Said, Scale, Store, TrialAt, TrialOutcome, Vote};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use stats::agreement::{Metric, TwoRaters, alpha, alpha_interval};
use stats::multiplicity::holm;
use stats::proportion::wilson;
use stats::ranking::{self, Ranking, Unranked, rank};
use stats::{ScoreSummary, score_interval};

use super::queue::trial;
use super::{Thing, newest};

/// Name and version of the document of what people say.
pub const PEOPLE: &str = "motjuste/people/1";

const LEVEL: f64 = 0.95;
/// Draws of the interval of agreement, and their seed.
const RESAMPLES: u32 = 1_000;
const SEED: u64 = 2026;
/// Entrants ranked at most: more arms than people ever vote on.
const MOST: usize = 100;

/// What people say of a run, and what may be concluded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PeopleDocument {
    /// [`PEOPLE`].
    pub schema: String,
    /// The run.
    pub run: String,
    /// Its arms.
    pub arms: Vec<ArmName>,
    /// Grades, by scale.
    pub grades: Vec<Graded>,
    /// Votes between two; `None` when nobody has voted.
    pub votes: Option<Voted>,
}

/// An arm as people name it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ArmName {
    /// The prompt file as named.
    pub prompt: String,
    /// `vendor/model`.
    pub model: String,
    /// Whether it is the bare request.
    #[serde(default)]
    pub bare: bool,
    /// What else distinguishes it.
    #[serde(default)]
    pub variant: Option<String>,
}

/// Grades on one scale.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Graded {
    /// The scale.
    pub scale: Scale,
    /// Who graded.
    pub raters: Vec<String>,
    /// Grades that stand.
    pub grades: u64,
    /// How many of them were given without seeing the arm.
    pub blind: u64,
    /// By arm; those nobody graded are left out.
    pub arms: Vec<ArmGrade>,
    /// How far raters agree; `None` when no answer was graded by two.
    pub agreement: Option<Agreement>,
    /// How far the checks agree with people; `None` off the scale of pass and fail, or when nothing can be compared.
    pub checks: Option<Checked>,
}

/// What people think of an arm.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ArmGrade {
    /// Index of the arm.
    pub arm: u32,
    /// Cases graded.
    pub n: u64,
    /// Mean grade as a score, 0 to 1.
    pub score: f64,
    /// 95 % interval, lower end.
    pub low: f64,
    /// 95 % interval, upper end.
    pub high: f64,
}

/// How far raters agree.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Agreement {
    /// Things that two or more judged.
    pub n: u64,
    /// How many of them everybody judged alike.
    pub alike: u64,
    /// Krippendorff's alpha; `None` when everybody always said the same.
    pub alpha: Option<f64>,
    /// 95 % interval, lower end.
    pub low: Option<f64>,
    /// 95 % interval, upper end.
    pub high: Option<f64>,
}

/// How far the checks of a run agree with what most people say.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Checked {
    /// Answers compared.
    pub n: u64,
    /// How many are judged alike.
    pub alike: u64,
    /// Passed by the checks, failed by people.
    pub too_kind: u64,
    /// Failed by the checks, passed by people.
    pub too_harsh: u64,
    /// Cohen's kappa; `None` when both always say the same one word.
    pub kappa: Option<f64>,
    /// Gwet's AC1.
    pub ac1: Option<f64>,
}

/// Votes between two answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Voted {
    /// Who voted.
    pub raters: Vec<String>,
    /// Votes that stand.
    pub votes: u64,
    /// How many of them were given without seeing the arms.
    pub blind: u64,
    /// Cases voted on.
    pub cases: u64,
    /// Both as good.
    pub ties: u64,
    /// Both bad; a tie for the ranking.
    pub both_bad: u64,
    /// Votes for the answer on the left, of those that chose a side.
    pub left: u64,
    /// 95 % interval of the share of the left: one that leaves out 0.5 says that sides mattered.
    pub left_interval: Option<(f64, f64)>,
    /// The arms, strongest first; empty when they cannot be ranked.
    pub ranking: Vec<Ranked>,
    /// Groups of arms that votes do not hold together, strongest first; empty when they can be ranked.
    pub apart: Vec<Vec<u32>>,
    /// Each pair of ranked arms, the stronger first.
    pub leads: Vec<LeadRow>,
    /// How far raters agree; `None` when no pair was judged by two.
    pub agreement: Option<Agreement>,
}

/// The place of an arm.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ranked {
    /// Index of the arm.
    pub arm: u32,
    /// Votes it took part in.
    pub votes: u64,
    /// Share of the points to be expected against the others on average: a vote is a point, a tie half of one.
    pub share: f64,
    /// 95 % interval, lower end.
    pub low: f64,
    /// 95 % interval, upper end.
    pub high: f64,
}

/// An arm against another.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeadRow {
    /// The stronger.
    pub arm: u32,
    /// The other.
    pub over: u32,
    /// Share of the points to be expected.
    pub share: f64,
    /// 95 % interval, lower end.
    pub low: f64,
    /// 95 % interval, upper end.
    pub high: f64,
    /// p-value after Holm's correction over all pairs.
    pub p: f64,
}

impl LeadRow {
    /// Whether it may be said: the corrected p-value is under 5 % and the interval leaves out a half.
    pub fn is_sure(&self) -> bool {
        self.p < 0.05 && self.low > 0.5
    }
}

/// What people say of a run.
///
/// # Errors
/// Those of the ledger.
pub async fn found(store: &dyn Store, record: &RunRecord) -> Result<PeopleDocument, LedgerError> {
    let run = record.summary.id;
    let ratings = store.ratings(run).await?;
    let newest = newest(&ratings);
    let standing: Vec<&Rating> = newest.values().map(|(_, rating)| *rating).collect();
    let mut grades = Vec::new();
    for scale in [Scale::PassFail, Scale::Stars] {
        let Some(mut graded) = graded(scale, &standing) else { continue };
        if scale == Scale::PassFail {
            let mut table = TwoRaters::default();
            for (at, grade) in majority(&standing) {
                let trial = trial(store, run, at).await?;
                match trial.map(|trial| TrialOutcome::of(&trial.scores, trial.error.is_some())) {
                    Some(TrialOutcome::Passed) => table.push(grade, true),
                    Some(TrialOutcome::Failed) => table.push(grade, false),
                    _ => {}
                }
            }
            graded.checks = checked(&table);
        }
        grades.push(graded);
    }
    let arms = record.document["arms"].as_array();
    Ok(PeopleDocument {
        schema: PEOPLE.to_owned(),
        run: run.to_string(),
        arms: arms.into_iter().flatten().map(arm_name).collect(),
        grades,
        votes: voted(&standing),
    })
}

fn arm_name(arm: &Value) -> ArmName {
    // plain names as every version of the tool wrote them; what is missing is said to be unknown
    let text = |key: &str| arm[key].as_str().unwrap_or("?").to_owned();
    ArmName {
        prompt: text("prompt"),
        model: text("model"),
        bare: arm["bare"].as_bool().unwrap_or(false),
        variant: arm["variant"].as_str().map(str::to_owned),
    }
}

/// The grades of a scale that stand: place, rating, grade.
fn grades<'a>(scale: Scale, standing: &[&'a Rating]) -> Vec<(TrialAt, &'a Rating, u8)> {
    let grade = |rating: &&'a Rating| match rating.of {
        Rated::Answer { arm, scale: own, said: Said::Given(grade) } if own == scale => {
            Some((TrialAt { case: rating.case, arm, repeat: rating.repeat }, *rating, grade))
        }
        _ => None,
    };
    standing.iter().filter_map(grade).collect()
}

fn graded(scale: Scale, standing: &[&Rating]) -> Option<Graded> {
    let grades = grades(scale, standing);
    let mut by_case: BTreeMap<(u32, u64), Vec<f64>> = BTreeMap::new();
    let mut by_answer: BTreeMap<TrialAt, Vec<f64>> = BTreeMap::new();
    for (at, _, grade) in &grades {
        by_case.entry((at.arm, at.case)).or_default().push(scale.score(*grade));
        by_answer.entry(*at).or_default().push(f64::from(*grade));
    }
    let mut arms: BTreeMap<u32, ScoreSummary> = BTreeMap::new();
    for ((arm, _), scores) in &by_case {
        // several people on one case are not several cases
        let mean = scores.iter().sum::<f64>() / scores.len() as f64;
        arms.entry(*arm).or_default().push(mean, 1.0, None);
    }
    let row = |(arm, summary): (&u32, &ScoreSummary)| {
        let (interval, _) = score_interval(summary)?;
        let score = summary.mean()?;
        Some(ArmGrade { arm: *arm, n: summary.n(), score, low: interval.low, high: interval.high })
    };
    let metric = if scale == Scale::Stars { Metric::Ordinal } else { Metric::Nominal };
    (!grades.is_empty()).then(|| Graded {
        scale,
        raters: names(grades.iter().map(|(_, rating, _)| *rating)),
        grades: grades.len() as u64,
        blind: grades.iter().filter(|(_, rating, _)| rating.blind).count() as u64,
        arms: arms.iter().filter_map(row).collect(),
        agreement: agreement(by_answer.into_values().collect(), metric),
        checks: None,
    })
}

fn names<'a>(ratings: impl Iterator<Item = &'a Rating>) -> Vec<String> {
    let names: BTreeSet<&str> = ratings.map(|rating| rating.rater.as_str()).collect();
    names.into_iter().map(str::to_owned).collect()
}

fn agreement(units: Vec<Vec<f64>>, metric: Metric) -> Option<Agreement> {
    let units: Vec<Vec<f64>> = units.into_iter().filter(|unit| unit.len() > 1).collect();
    let interval = alpha_interval(&units, metric, RESAMPLES, LEVEL, SEED);
    (!units.is_empty()).then(|| Agreement {
        n: units.len() as u64,
        alike: units.iter().filter(|unit| unit.iter().all(|value| *value == unit[0])).count() as u64,
        alpha: alpha(&units, metric),
        low: interval.map(|interval| interval.low),
        high: interval.map(|interval| interval.high),
    })
}

/// What most people say of each answer; those on which they are divided are left out.
fn majority(standing: &[&Rating]) -> Vec<(TrialAt, bool)> {
    let mut by_answer: BTreeMap<TrialAt, (u32, u32)> = BTreeMap::new();
    for (at, _, grade) in grades(Scale::PassFail, standing) {
        let (yes, all) = by_answer.entry(at).or_default();
        *yes += u32::from(grade == 1);
        *all += 1;
    }
    by_answer
        .into_iter()
        .filter(|(_, (yes, all))| 2 * yes != *all)
        .map(|(at, (y, all))| (at, 2 * y > all))
        .collect()
}

fn checked(table: &TwoRaters) -> Option<Checked> {
    (table.n() > 0).then(|| Checked {
        n: table.n(),
        alike: table.agreed(),
        too_kind: table.only_second,
        too_harsh: table.only_first,
        kappa: table.kappa().map(|kappa| kappa.value),
        ac1: table.ac1(),
    })
}

fn voted(standing: &[&Rating]) -> Option<Voted> {
    let vote = |rating: &&&Rating| match rating.of {
        Rated::Pair { left, right, said: Said::Given(vote) } => Some((left, right, vote)),
        _ => None,
    };
    let given: Vec<(&Rating, (u32, u32, Vote))> =
        standing.iter().filter_map(|rating| Some((*rating, vote(&rating)?))).collect();
    let entrants: BTreeSet<u32> = given.iter().flat_map(|(_, (left, right, _))| [*left, *right]).collect();
    let entrants: Vec<u32> = entrants.into_iter().take(MOST).collect();
    let place = |arm: u32| entrants.iter().position(|entrant| *entrant == arm).unwrap_or(MOST);
    let points = |vote: Vote| match vote {
        Vote::Left => 1.0,
        Vote::Right => 0.0,
        Vote::Tie | Vote::BothBad => 0.5,
    };
    let votes: Vec<ranking::Vote> = given
        .iter()
        .map(|(rating, (left, right, vote))| ranking::Vote {
            first: place(*left),
            second: place(*right),
            points: points(*vote),
            case: rating.case,
        })
        .collect();
    let mut units: BTreeMap<Thing, Vec<f64>> = BTreeMap::new();
    for (rating, (left, right, vote)) in &given {
        let own = points(*vote);
        // seen from the same side, whichever side the arm was shown on
        units.entry(Thing::of(rating)).or_default().push(if left < right { own } else { 1.0 - own });
    }
    let count = |wanted: Vote| given.iter().filter(|(_, (_, _, vote))| *vote == wanted).count() as u64;
    let (left, right) = (count(Vote::Left), count(Vote::Right));
    let (ranking, leads, apart) = match rank(entrants.len(), &votes) {
        Ok(ranking) => (ranked(&ranking, &entrants, &votes), leads(&ranking, &entrants), Vec::new()),
        Err(Unranked::NoVotes) => (Vec::new(), Vec::new(), Vec::new()),
        Err(Unranked::Apart(groups)) => {
            let named = |group: Vec<usize>| group.into_iter().map(|at| entrants[at]).collect::<Vec<u32>>();
            (Vec::new(), Vec::new(), groups.into_iter().map(named).collect())
        }
    };
    (!given.is_empty()).then(|| Voted {
        raters: names(given.iter().map(|(rating, _)| *rating)),
        votes: given.len() as u64,
        blind: given.iter().filter(|(rating, _)| rating.blind).count() as u64,
        cases: votes.iter().map(|vote| vote.case).collect::<BTreeSet<u64>>().len() as u64,
        ties: count(Vote::Tie),
        both_bad: count(Vote::BothBad),
        left,
        left_interval: (left + right > 0).then(|| {
            let interval = wilson(left, left + right, LEVEL);
            (interval.low, interval.high)
        }),
        ranking,
        apart,
        leads,
        agreement: agreement(units.into_values().collect(), Metric::Nominal),
    })
}

fn ranked(ranking: &Ranking, entrants: &[u32], votes: &[ranking::Vote]) -> Vec<Ranked> {
    let row = |(at, arm): (usize, &u32)| {
        let (share, interval) = ranking.share(at, LEVEL);
        let votes = votes.iter().filter(|vote| vote.first == at || vote.second == at).count() as u64;
        Ranked { arm: *arm, votes, share, low: interval.low, high: interval.high }
    };
    let mut rows: Vec<Ranked> = entrants.iter().enumerate().map(row).collect();
    rows.sort_by(|a, b| b.share.total_cmp(&a.share));
    rows
}

fn leads(ranking: &Ranking, entrants: &[u32]) -> Vec<LeadRow> {
    let mut order: Vec<usize> = (0..entrants.len()).collect();
    order.sort_by(|a, b| ranking.strengths()[*b].total_cmp(&ranking.strengths()[*a]));
    let mut rows = Vec::new();
    for (at, first) in order.iter().enumerate() {
        for second in &order[at + 1..] {
            let lead = ranking.lead(*first, *second, LEVEL);
            rows.push(LeadRow {
                arm: entrants[*first],
                over: entrants[*second],
                share: lead.share,
                low: lead.interval.low,
                high: lead.interval.high,
                p: lead.p,
            });
        }
    }
    let corrected = holm(&rows.iter().map(|row| row.p).collect::<Vec<f64>>());
    rows.into_iter().zip(corrected).map(|(row, p)| LeadRow { p, ..row }).collect()
}
