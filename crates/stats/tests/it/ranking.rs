//! Rankings from votes. The baseball season is that of Agresti (*Categorical Data Analysis*, 1990, table 10.10), whose
//! strengths and errors are printed there and come out of statsmodels' GLM too; the votes with ties and cases were fitted
//! with statsmodels 0.15 and scipy 1.17.

use proptest::prelude::*;
use stats::draws::Draws;
use stats::ranking::{Unranked, Vote, rank};

#[track_caller]
fn near(ours: f64, expected: f64, tolerance: f64) {
    assert!((ours - expected).abs() <= tolerance, "{ours} is not {expected}");
}

/// Milwaukee, Detroit, Toronto, New York, Boston, Cleveland, Baltimore: wins of the row over the column.
const SEASON: [[usize; 7]; 7] = [
    [0, 7, 9, 7, 7, 9, 11],
    [6, 0, 7, 5, 11, 9, 9],
    [4, 6, 0, 7, 7, 8, 12],
    [6, 8, 6, 0, 6, 7, 10],
    [6, 2, 6, 7, 0, 7, 12],
    [4, 4, 5, 6, 6, 0, 6],
    [2, 4, 1, 3, 1, 7, 0],
];

fn won(first: usize, second: usize, case: u64) -> Vote {
    Vote { first, second, points: 1.0, case }
}

#[test]
fn a_season_of_baseball_is_ranked_as_in_the_book() {
    let mut votes = Vec::new();
    for (first, row) in SEASON.iter().enumerate() {
        for (second, wins) in row.iter().enumerate() {
            for _ in 0..*wins {
                votes.push(won(first, second, votes.len() as u64));
            }
        }
    }
    let ranking = rank(7, &votes).unwrap();
    let strengths = ranking.strengths();
    let book = [1.58135588, 1.43640843, 1.29448512, 1.24761785, 1.10769771, 0.68385277];
    for (strength, expected) in strengths.iter().zip(book) {
        near(strength - strengths[6], expected, 1e-7);
    }
    near(strengths.iter().sum(), 0.0, 1e-12);
    // 1.58 with an error of .343: far from 0
    let lead = ranking.lead(0, 6, 0.95);
    assert!(lead.p < 1e-4 && lead.interval.low > 0.6, "{lead:?}");
    assert!(ranking.lead(0, 1, 0.95).p > 0.5);
}

#[test]
fn ties_are_half_votes_and_votes_on_a_case_count_as_one() {
    let points = [
        (0, 1, 1.0, 0),
        (0, 1, 1.0, 1),
        (0, 1, 0.5, 2),
        (0, 1, 0.0, 3),
        (0, 1, 1.0, 4),
        (0, 2, 1.0, 0),
        (0, 2, 0.5, 1),
        (0, 2, 1.0, 2),
        (0, 2, 1.0, 3),
        (0, 2, 0.0, 5),
        (1, 2, 1.0, 0),
        (1, 2, 1.0, 1),
        (1, 2, 0.0, 2),
        (1, 2, 0.5, 4),
        (1, 2, 0.0, 5),
        (1, 2, 0.5, 3),
        (2, 1, 1.0, 5),
    ];
    let votes = points.map(|(first, second, points, case)| Vote { first, second, points, case });
    let ranking = rank(3, &votes).unwrap();
    assert_eq!(ranking.cases(), 6);
    // share of the first, its interval, p; where the model's own error is the wider one, and where the cases' is
    for (first, second, share, low, high, p) in [
        (0, 1, 0.7231220893576867, 0.2633534801498161, 0.9501979335261271, 0.269671945240804),
        (0, 2, 0.6768779106423132, 0.21130022601046652, 0.9424607581452497, 0.3977545707969573),
        (1, 2, 0.44508720668406204, 0.10818676000088516, 0.8413512067277268, 0.7761496363907087),
    ] {
        let lead = ranking.lead(first, second, 0.95);
        near(lead.share, share, 1e-9);
        near(lead.interval.low, low, 1e-9);
        near(lead.interval.high, high, 1e-9);
        near(lead.p, p, 1e-9);
    }
}

#[test]
fn whoever_was_never_beaten_cannot_be_ranked_yet() {
    assert_eq!(rank(3, &[]), Err(Unranked::NoVotes));
    assert_eq!(
        rank(2, &[won(0, 0, 0), won(0, 2, 0), Vote { points: 2.0, ..won(0, 1, 0) }]),
        Err(Unranked::NoVotes)
    );
    let chain = [won(2, 0, 0), won(0, 1, 0), won(1, 0, 1)];
    assert_eq!(rank(3, &chain), Err(Unranked::Apart(vec![vec![2], vec![0, 1]])));
    // a tie holds them together
    assert!(rank(3, &[chain[0], chain[1], chain[2], Vote { points: 0.5, ..won(2, 1, 2) }]).is_ok());
}

#[test]
fn one_case_says_nothing_of_the_next_one() {
    let votes = [won(0, 1, 7), won(0, 1, 7), won(1, 0, 7)];
    let (share, interval) = rank(2, &votes).unwrap().share(0, 0.95);
    assert!((share - 2.0 / 3.0).abs() < 1e-9 && interval.low == 0.0 && interval.high == 1.0, "{interval:?}");
}

/// 40 cases, four entrants, each pair once a case, a fifth of ties; half of the cases favour the strong, half the weak.
fn season(seed: u64) -> (Vec<Vote>, [f64; 4]) {
    let strengths = [0.6, 0.2, -0.2, -0.6];
    let mut draws = Draws::new(seed);
    let mut votes = Vec::new();
    for case in 0..40 {
        for first in 0..4 {
            for second in first + 1..4 {
                let x: f64 = strengths[first] - strengths[second];
                let points = match draws.uniform() {
                    u if u < 0.2 => 0.5,
                    _ => f64::from(u8::from(draws.uniform() < 1.0 / (1.0 + (-x).exp()))),
                };
                votes.push(Vote { first, second, points, case });
            }
        }
    }
    (votes, strengths)
}

#[test]
fn intervals_hold_the_truth_as_often_as_they_say() {
    // the truth in points: a tie is worth half to both, so 0.8 of the votes follow the strengths
    let mut votes = Vec::new();
    for seed in 0..400 {
        let (more, _) = season(seed);
        votes.extend(more.into_iter().map(|vote| Vote { case: vote.case + 100 * seed, ..vote }));
    }
    let truth = rank(4, &votes).unwrap();
    let (mut held, mut asked) = (0, 0);
    for seed in 1000..1400 {
        let ranking = rank(4, &season(seed).0).unwrap();
        for first in 0..4 {
            for second in first + 1..4 {
                asked += 1;
                held += usize::from(
                    ranking
                        .lead(first, second, 0.95)
                        .interval
                        .contains(truth.lead(first, second, 0.95).share),
                );
            }
        }
    }
    let coverage = held as f64 / asked as f64;
    // 2,400 intervals of 400 seasons: a standard error of about 1 point
    assert!((0.935..0.995).contains(&coverage), "{coverage}");
}

#[test]
fn votes_on_the_same_cases_are_not_more_evidence_than_the_cases() {
    let (votes, _) = season(3);
    let thrice: Vec<Vote> = votes.iter().flat_map(|vote| [*vote; 3]).collect();
    let (once, again) = (rank(4, &votes).unwrap(), rank(4, &thrice).unwrap());
    let width = |ranking: &stats::ranking::Ranking| ranking.lead(0, 3, 0.95).interval.width();
    assert!(width(&again) > 0.75 * width(&once), "{} {}", width(&again), width(&once));
}

proptest! {
    #[test]
    fn the_order_of_votes_and_of_sides_changes_nothing(
        given in prop::collection::vec((0_usize..4, 0_usize..4, 0_u8..=2, 0_u64..6), 0..60), level in 0.5..0.99,
    ) {
        let votes: Vec<Vote> = given
            .iter()
            .map(|(first, second, half, case)| Vote { first: *first, second: *second, points: f64::from(*half) / 2.0, case: *case })
            .collect();
        let turned: Vec<Vote> = votes
            .iter()
            .rev()
            .map(|vote| Vote { first: vote.second, second: vote.first, points: 1.0 - vote.points, ..*vote })
            .collect();
        match (rank(4, &votes), rank(4, &turned)) {
            (Ok(one), Ok(other)) => {
                for entrant in 0..4 {
                    let (share, interval) = one.share(entrant, level);
                    prop_assert!((share - other.share(entrant, level).0).abs() < 1e-6);
                    prop_assert!(0.0 <= interval.low && interval.low <= share && share <= interval.high && interval.high <= 1.0);
                    let lead = one.lead(entrant, (entrant + 1) % 4, level);
                    let back = one.lead((entrant + 1) % 4, entrant, level);
                    prop_assert!((lead.share + back.share - 1.0).abs() < 1e-9 && (lead.p - back.p).abs() < 1e-9);
                }
                // points expected are points taken, of each entrant: what a greatest likelihood is
                for entrant in 0..4 {
                    let mut left = 0.0;
                    for vote in votes.iter().filter(|vote| vote.first != vote.second) {
                        let expected = one.lead(vote.first, vote.second, level).share;
                        let surprise = vote.points - expected;
                        left += if vote.first == entrant { surprise } else if vote.second == entrant { -surprise } else { 0.0 };
                    }
                    prop_assert!(left.abs() < 1e-6, "{left}");
                }
            }
            (one, other) => prop_assert_eq!(one.map(drop), other.map(drop)),
        }
    }
}
