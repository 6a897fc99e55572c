//! Gates, archives, splits, proposers' budget: each by itself.

use std::collections::BTreeMap;

use stats::draws::Draws;
use studies::accept::{Acceptance, Judgement, NotWorse, Promotion, WorthMore};
use studies::archive::{Archive, Best, Front};
use studies::decision;
use studies::propose::{Portfolio, Told};
use studies::splits::{Dev, Look, Sealed, Train, folds, stratified};
use studies::stop::{Plateau, Reached, Stopper, Target, Why, first};
use terms::Version;

fn version(n: usize) -> Version {
    Version::of(&n.to_string())
}

/// Feeds draws of -1, 0 and 1 to a gate: how often the candidate wins and loses a case.
fn judged(gate: &mut dyn Acceptance, seed: u64, wins: f64, losses: f64, items: u64) -> Judgement {
    let mut draws = Draws::new(seed);
    for _ in 0..items {
        let at = draws.uniform();
        let difference = if at < wins { 1.0 } else { -f64::from(u8::from(at < wins + losses)) };
        let judgement = gate.push(difference);
        if judgement != Judgement::Undecided {
            return judgement;
        }
    }
    gate.finish()
}

fn share(verdict: Judgement, runs: u64, mut one: impl FnMut(u64) -> Judgement) -> f64 {
    (0..runs).filter(|seed| one(*seed) == verdict).count() as f64 / runs as f64
}

#[test]
fn a_run_promotes_false_champions_no_oftener_than_it_may() {
    // given 30 candidates in a row, none of them better
    let runs = 400;
    let fooled = (0..runs).filter(|run| {
        (1..=30).any(|attempt| {
            let mut gate = Promotion::attempt(attempt, 0.05, 60);
            judged(&mut gate, 100 * run + attempt, 0.15, 0.15, 60) == Judgement::Keep
        })
    });
    let fooled = fooled.count() as f64 / runs as f64;
    assert!(fooled <= 0.05 + 0.033, "{fooled}");
    // a much better one still gets through at the tenth attempt
    let kept = share(Judgement::Keep, 100, |seed| {
        judged(&mut Promotion::attempt(10, 0.05, 200), seed, 0.35, 0.05, 200)
    });
    assert!(kept > 0.9, "{kept}");
}

#[test]
fn not_worse_is_kept_and_worse_by_the_margin_is_not() {
    let gate = || NotWorse::within(0.05, 0.05);
    let edge = share(Judgement::Keep, 400, |seed| judged(&mut gate(), seed, 0.05, 0.10, 400));
    assert!(edge <= 0.05 + 0.033, "{edge}");
    let same = share(Judgement::Keep, 100, |seed| judged(&mut gate(), seed, 0.02, 0.02, 400));
    assert!(same > 0.9, "{same}");
    let worse = share(Judgement::Drop, 100, |seed| judged(&mut gate(), seed, 0.05, 0.25, 400));
    assert!(worse > 0.95, "{worse}");
}

#[test]
fn a_loss_within_the_margin_is_what_the_margin_allows() {
    // four points lost where ten may be: however sure it is that something is lost, it may go
    let gate = || NotWorse::within(0.10, 0.05);
    let kept = share(Judgement::Keep, 200, |seed| judged(&mut gate(), seed, 0.04, 0.08, 1_500));
    assert!(kept > 0.95, "{kept}");
    // lost for good: dropped before the items end, and long before
    let dropped = (0..100).filter(|seed| {
        let mut gate = gate();
        (1..=1_500).any(|item| gate.push(if (item + seed) % 3 == 0 { -1.0 } else { 0.0 }) == Judgement::Drop)
    });
    assert_eq!(dropped.count(), 100);
    // at the margin itself it is dropped no oftener than a bet may err
    let mut wrongly = 0;
    for seed in 0..400 {
        let mut draws = Draws::new(seed);
        let mut gate = gate();
        let over = (0..1_500).map(|_| gate.push(-f64::from(u8::from(draws.uniform() < 0.10))));
        wrongly +=
            u32::from(over.take_while(|judged| *judged != Judgement::Keep).any(|j| j == Judgement::Drop));
    }
    assert!(f64::from(wrongly) / 400.0 <= 0.05 + 0.033, "{wrongly}");
}

#[test]
fn a_loose_gate_drops_what_hardly_can_be_better() {
    let mut gate = WorthMore::chance(0.1);
    assert_eq!(gate.push(0.0), Judgement::Undecided);
    assert_eq!([-1.0, -1.0].map(|d| gate.push(d)), [Judgement::Undecided; 2]);
    // 0 of 3: chance 1/16 of a win rate above a half
    assert_eq!(gate.push(-1.0), Judgement::Drop);
    assert!((gate.better() - 0.0625).abs() < 1e-12);
    // twenty ties in a row: a gain of six points has hardly a chance any more, a gain of any size may have
    let (mut any, mut useful) = (WorthMore::chance(0.1), WorthMore::chance(0.1).useful(0.06));
    assert!((0..40).all(|_| any.push(0.0) == Judgement::Undecided));
    let at = (1..40).find(|_| useful.push(0.0) == Judgement::Drop).unwrap();
    assert!((15..25).contains(&at), "{at}");
}

#[test]
fn a_front_keeps_specialists_and_a_beam_does_not() {
    let scores = |list: [f64; 4]| -> BTreeMap<u64, f64> { (0..).zip(list).collect() };
    let (mut front, mut beam) = (Front::default(), Best::of(2));
    let candidates = [
        [0.8, 0.8, 0.8, 0.1],
        // poor on average, alone in solving the last item
        [0.1, 0.1, 0.1, 0.9],
        // second everywhere
        [0.7, 0.7, 0.7, 0.8],
        // equal to the first on what the first is best at
        [0.8, 0.8, 0.5, 0.0],
    ];
    for (n, list) in candidates.into_iter().enumerate() {
        front.insert(version(n), scores(list));
        beam.insert(version(n), scores(list));
    }
    assert_eq!(sorted(front.front()), sorted(vec![version(0), version(1)]));
    assert_eq!(beam.parents(2, &mut Draws::new(1)), [version(2), version(0)]);
    // three items against one: drawn three times as often
    let mut draws = Draws::new(2);
    let often = (0..400).filter(|_| front.parents(1, &mut draws) == [version(0)]).count();
    assert!((260..340).contains(&often), "{often}");
    assert_eq!(front.parents(9, &mut draws).len(), 2);
}

fn sorted(mut versions: Vec<Version>) -> Vec<Version> {
    versions.sort();
    versions
}

#[test]
fn every_stretch_of_the_order_holds_every_label() {
    // 60 of "yes", 30 of "no", 10 of "unsure"
    let label = |item: u64| {
        if item < 60 {
            "yes"
        } else if item < 90 {
            "no"
        } else {
            "unsure"
        }
    };
    let order = stratified((0..100).map(|item| (item, label(item))), &mut decision::draws(7, 0));
    assert_eq!(order, stratified((0..100).map(|item| (item, label(item))), &mut decision::draws(7, 0)));
    assert_ne!(order, stratified((0..100).map(|item| (item, label(item))), &mut decision::draws(8, 0)));
    for stretch in order.chunks(20) {
        let count = |wanted: &str| stretch.iter().filter(|item| label(**item) == wanted).count();
        assert!((11..=13).contains(&count("yes")) && (5..=7).contains(&count("no")), "{stretch:?}");
        assert!((1..=3).contains(&count("unsure")));
    }
    let mut all = order.clone();
    all.sort_unstable();
    assert_eq!(all, (0..100).collect::<Vec<_>>());
}

#[test]
fn a_sealed_split_opens_three_times_and_is_then_used_up() {
    let open = |number| Sealed::new(vec![4, 5, 6]).open(Look { number }, 0.06);
    let (first, third, fourth) = (open(1), open(3), open(4));
    assert_eq!((first.items.len(), first.alpha, first.note), (3, 0.02, None));
    assert_eq!(third.note.unwrap().key, "studies-test-look");
    assert_eq!((fourth.alpha, fourth.note.unwrap().key.as_ref()), (0.0, "studies-test-used"));
}

#[test]
fn folds_score_each_item_once_and_never_what_they_were_chosen_on() {
    let parts = folds(&(0..50).collect::<Vec<_>>(), 5);
    let mut scored: Vec<u64> = Vec::new();
    for (Train(train), Dev(dev)) in &parts {
        assert!(dev.iter().all(|item| !train.contains(item)));
        assert_eq!((train.len(), dev.len()), (40, 10));
        scored.extend(dev);
    }
    scored.sort_unstable();
    assert_eq!(scored, (0..50).collect::<Vec<_>>());
}

#[test]
fn the_budget_follows_gain_per_call() {
    let mut portfolio = Portfolio::of(3);
    let mut draws = Draws::new(1);
    let mut asked = [0; 3];
    for _ in 0..300 {
        let strategy = portfolio.next(|_| true).unwrap();
        asked[strategy] += 1;
        // the second gains often, the third as often at ten times the calls
        let kept = strategy > 0 && draws.uniform() < 0.3;
        let calls = if strategy == 2 { 200 } else { 20 };
        portfolio.tell(strategy, &[Told { version: version(0), kept, gain: 0.02, calls }], calls as f64);
    }
    assert!(asked[1] > 2 * asked[0] && asked[1] > 2 * asked[2], "{asked:?}");
    assert!(asked.iter().all(|n| *n >= 3), "{asked:?}");
    assert!(portfolio.rate(1) > portfolio.rate(2));
}

#[test]
fn the_first_reason_to_stop_is_told() {
    let stoppers: Vec<Box<dyn Stopper + Send>> = vec![Box::new(Plateau(3)), Box::new(Target(0.9))];
    let at = |since_change, best| first(&stoppers, &Reached { rounds: 5, since_change, best });
    assert_eq!((at(2, 0.8), at(3, 0.8), at(0, 0.9)), (None, Some(Why::Plateau), Some(Why::Target)));
}
