//! Small pictures of studies as SVG: numbers stand beside them in the page, so they are hidden from screen readers.

use studies::log::Entry;
use terms::Arg;

/// The best score of a search after so many trials, points of 100: one point for the start, one for each new leader.
pub fn leaders(log: &[Entry]) -> Vec<(u64, f64)> {
    let number = |entry: &Entry, name: &str| {
        let (_, value) = entry.what.args.iter().find(|(n, _)| n == name)?;
        match value {
            Arg::Float(value) => Some(*value),
            Arg::Int(value) => Some(*value as f64),
            Arg::Text(_) | Arg::Message(_) => None,
        }
    };
    let point = |entry: &Entry| {
        let score = match entry.what.key.as_ref() {
            "studies-log-start" => number(entry, "score"),
            "studies-log-leader" => number(entry, "after"),
            _ => None,
        }?;
        Some((entry.trials, score))
    };
    log.iter().filter_map(point).collect()
}

/// Points of a stair line in a picture of 300 by 100, from the first trial to the last one.
pub fn stairs(points: &[(u64, f64)], trials: u64) -> String {
    let all = trials.max(points.last().map_or(0, |(at, _)| *at)).max(1) as f64;
    let x = |at: f64| format!("{:.1}", 300.0 * at / all);
    let y = |score: f64| format!("{:.1}", 100.0 - score.clamp(0.0, 100.0));
    let mut out = Vec::new();
    let mut last = None;
    for (at, score) in points {
        out.extend(last.map(|before| format!("{},{}", x(*at as f64), y(before))));
        out.push(format!("{},{}", x(*at as f64), y(*score)));
        last = Some(*score);
    }
    out.extend(last.map(|score| format!("{},{}", x(all), y(score))));
    out.join(" ")
}

/// The scale of intervals that stand under each other: shares of 1 from -most to +most, a multiple of 5 points.
pub fn scale(intervals: impl Iterator<Item = (f64, f64)>) -> f64 {
    let most = intervals.map(|(low, high)| low.abs().max(high.abs())).fold(0.0, f64::max);
    ((20.0 * most).ceil() / 20.0).clamp(0.05, 1.0)
}

/// A difference and its interval on a line 200 wide.
pub struct Interval {
    pub low: String,
    pub at: String,
    pub high: String,
}

impl Interval {
    pub fn of(low: f64, at: f64, high: f64, most: f64) -> Interval {
        let x = |share: f64| format!("{:.1}", 100.0 + 100.0 * (share / most).clamp(-1.0, 1.0));
        Interval { low: x(low), at: x(at), high: x(high) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use terms::Message;

    #[test]
    fn a_search_is_a_stair() {
        let entry = |trials, key: &'static str, name: &'static str, score: f64| Entry {
            decision: 0,
            trials,
            what: Message::new(key).with(name, score),
        };
        let log = [
            entry(10, "studies-log-start", "score", 50.0),
            entry(20, "studies-log-drafted", "after", 99.0),
            entry(30, "studies-log-leader", "after", 75.0),
        ];
        let points = leaders(&log);
        assert_eq!(points, [(10, 50.0), (30, 75.0)]);
        assert_eq!(stairs(&points, 40), "75.0,50.0 225.0,50.0 225.0,25.0 300.0,25.0");
        assert_eq!(stairs(&[], 0), "");
    }

    #[test]
    fn intervals_share_a_scale_that_holds_them_all() {
        let most = scale([(-0.06, 0.06), (0.107, 0.342)].into_iter());
        assert_eq!(most, 0.35);
        let drawn = Interval::of(-0.35, 0.0, 0.7, most);
        assert_eq!((drawn.low.as_str(), drawn.at.as_str(), drawn.high.as_str()), ("0.0", "100.0", "200.0"));
        assert_eq!(scale(std::iter::empty()), 0.05);
    }
}
