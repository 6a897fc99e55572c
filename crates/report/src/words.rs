//! The sentences and numbers that every exporter for people shares, so that they all say the same thing.

mod claim;

use locale::Locale;
use terms::evaluation::{Arm, Ended, Evaluation, Flaw, Metric};
use terms::{Currency, Date, Lang, Message, Money};

pub(crate) use claim::Claim;

use crate::visible::excerpt;

/// Characters of a sentence.
const SENTENCE: usize = 1000;
/// Characters of a sentence that quotes a model.
const QUOTED: usize = 300;
/// Characters of a name.
const NAME: usize = 120;

/// Says an evaluation's parts in one language.
#[derive(Clone, Copy)]
pub(crate) struct Words<'a> {
    pub evaluation: &'a Evaluation,
    pub locale: &'a Locale,
}

impl Words<'_> {
    pub fn say(&self, key: &'static str) -> String {
        self.locale.say(key)
    }

    /// A sentence, harmless, on one line and of a length a person reads: its arguments may quote a model.
    pub fn text(&self, message: &Message) -> String {
        excerpt(&self.locale.text(message), SENTENCE)
    }

    pub fn heading(&self) -> String {
        let e = self.evaluation;
        self.text(
            &Message::new("report-heading")
                .with("run", e.run.as_str())
                .with("cases", e.cases)
                .with("repeats", e.repeats),
        )
    }

    pub fn ended(&self) -> String {
        self.say(match self.evaluation.ended {
            Ended::Completed => "report-ended-completed",
            Ended::Budget => "report-ended-budget",
            Ended::Interrupted => "report-ended-interrupted",
            Ended::Vendor => "report-ended-vendor",
        })
    }

    /// The arm of this index; comparisons and flaws refer to arms by index.
    pub fn arm(&self, index: u32) -> Option<&Arm> {
        let arms = &self.evaluation.arms;
        arms.get(index as usize).filter(|a| a.arm == index).or_else(|| arms.iter().find(|a| a.arm == index))
    }

    /// The prompt as a person names it, with its variant.
    pub fn prompt(&self, arm: &Arm) -> String {
        let prompt = if arm.bare { self.say("report-bare") } else { excerpt(&arm.prompt, NAME) };
        match &arm.variant {
            Some(variant) => format!("{prompt} ({})", excerpt(variant, NAME)),
            None => prompt,
        }
    }

    pub fn model(&self, arm: &Arm) -> String {
        excerpt(&arm.model, NAME)
    }

    /// The prompt on its model.
    pub fn arm_name(&self, arm: &Arm) -> String {
        let message = Message::new("report-on").with("what", self.prompt(arm)).with("model", self.model(arm));
        self.text(&message)
    }

    /// `87.5% [74 – 95]`, or that there is no score. Never without its interval; n stands beside it.
    pub fn score(&self, arm: &Arm) -> String {
        match (arm.score, arm.low, arm.high) {
            (Some(score), Some(low), Some(high)) if arm.n > 0 => {
                format!("{} {}", self.locale.percent(score, 1), self.interval(low, high))
            }
            _ => self.say("report-no-score"),
        }
    }

    /// `[74 – 95]`, in points; a narrow interval takes a decimal.
    pub fn interval(&self, low: f64, high: f64) -> String {
        let decimals = decimals(low, high);
        let end = |v: f64| self.locale.fixed(v * 100.0, decimals);
        format!("[{} – {}]", end(low), end(high))
    }

    /// A share of 1 in signed points: `+32`, `−4`, `0`.
    pub fn points(&self, share: f64, decimals: usize) -> String {
        let magnitude = self.locale.fixed(share.abs() * 100.0, decimals);
        if magnitude.chars().all(|c| matches!(c, '0' | '.' | ',')) {
            magnitude
        } else if share < 0.0 {
            format!("−{magnitude}")
        } else {
            format!("+{magnitude}")
        }
    }

    /// `[+18, +44]` or `[+18 ; +44]`.
    pub fn signed_interval(&self, low: f64, high: f64) -> String {
        let decimals = decimals(low, high);
        let separator = match self.locale.lang() {
            Lang::En => ", ",
            Lang::Fr => "\u{a0}; ",
        };
        format!("[{}{separator}{}]", self.points(low, decimals), self.points(high, decimals))
    }

    /// `p = 0.0003`, `p < 0.0001`.
    pub fn p(&self, p: f64) -> String {
        let decimals = match p {
            p if p < 0.0001 => return format!("p\u{a0}<\u{a0}{}", self.locale.fixed(0.0001, 4)),
            p if p < 0.001 => 4,
            p if p < 0.1 => 3,
            _ => 2,
        };
        format!("p\u{a0}=\u{a0}{}", self.locale.fixed(p, decimals))
    }

    pub fn n(&self, n: u64) -> String {
        format!("n\u{a0}=\u{a0}{}", self.count(n))
    }

    pub fn count(&self, n: u64) -> String {
        self.locale.integer(i64::try_from(n).unwrap_or(i64::MAX))
    }

    /// What an arm's answers cost; `None` when a price, its currency or its date is missing: no price goes undated.
    pub fn cost(&self, arm: &Arm) -> Option<Price> {
        let (amount, currency, date) = (arm.cost?, arm.currency.clone()?, arm.priced_on.as_deref()?);
        let money = Money {
            pico: (amount * Money::UNIT as f64).round() as i64,
            currency: Currency::try_from(currency).ok()?,
            catalogue: date.parse().ok()?,
        };
        Some(self.price(&money))
    }

    /// What an answer that passed cost, those that did not pass paid with it.
    pub fn per_accepted(&self, arm: &Arm) -> Option<String> {
        let accepted = (arm.pass_at_1? * (arm.n * u64::from(self.evaluation.repeats)) as f64).round();
        let cost = arm.cost.filter(|cost| *cost > 0.0 && accepted >= 1.0)?;
        let one = Arm { cost: Some(cost / accepted), ..arm.clone() };
        let price = self.cost(&one)?;
        Some(self.text(&Message::new("report-per-accepted").with("cost", price.amount)))
    }

    pub fn price(&self, money: &Money) -> Price {
        Price { amount: self.locale.money(money), date: money.catalogue }
    }

    /// `$0.0124 (prices of 2026-11-01)`.
    pub fn dated(&self, price: &Price) -> String {
        let message = Message::new("report-dated-price")
            .with("price", price.amount.as_str())
            .with("date", price.date.to_string());
        self.text(&message)
    }

    /// The arm's cost with its date, or that there is no price.
    pub fn dated_cost(&self, arm: &Arm) -> String {
        match self.cost(arm) {
            Some(price) => self.dated(&price),
            None => self.say("report-no-price"),
        }
    }

    /// `850 ms / 1.3 s`: median and 95th percentile.
    pub fn latency(&self, arm: &Arm) -> Option<String> {
        let latency = arm.latency_ms?;
        let seconds = |ms: f64| self.locale.duration(ms / 1000.0);
        Some(format!("{} / {}", seconds(latency.p50), seconds(latency.p95)))
    }

    /// The same two, said.
    pub fn latency_line(&self, arm: &Arm) -> Option<String> {
        let latency = arm.latency_ms?;
        let seconds = |ms: f64| self.locale.duration(ms / 1000.0);
        let message = Message::new("report-latency-line")
            .with("median", seconds(latency.p50))
            .with("tail", seconds(latency.p95));
        Some(self.text(&message))
    }

    /// `12,345 + 1,024`: tokens read and written.
    pub fn tokens(&self, arm: &Arm) -> String {
        format!("{} + {}", self.count(arm.tokens.input), self.count(arm.tokens.output))
    }

    /// The same two, said.
    pub fn tokens_line(&self, arm: &Arm) -> String {
        let message = Message::new("report-tokens-line")
            .with("read", arm.tokens.input)
            .with("written", arm.tokens.output);
        self.text(&message)
    }

    /// `label 56 / 59 [85 – 98]`, then how many could not be scored.
    pub fn metric(&self, metric: &Metric) -> String {
        let mut passed = format!(
            "{}\u{a0}/\u{a0}{}",
            self.count(metric.passed),
            self.count(metric.passed + metric.failed)
        );
        if let (Some(low), Some(high)) = (metric.low, metric.high) {
            passed.push('\u{a0}');
            passed.push_str(&self.interval(low, high));
        }
        let name = excerpt(&metric.name, 40);
        let counts = match metric.unscored {
            0 => passed,
            unscored => self.text(
                &Message::new("report-check-unscored").with("passed", passed).with("unscored", unscored),
            ),
        };
        format!("{name} {counts}")
    }

    /// What the columns hold and the date of the prices.
    pub fn legend(&self) -> String {
        let legend = self.say("report-legend");
        match self.only_date() {
            None => legend,
            Some(date) => {
                let costs = self.text(&Message::new("report-legend-costs").with("date", date.to_string()));
                format!("{costs} {legend}")
            }
        }
    }

    /// Pass@1, stability over repeats and the model's own variance, when there are repeats to see them in.
    pub fn repeats(&self, arm: &Arm) -> Option<String> {
        let (stability, variance) = (arm.stability?, arm.model_variance?);
        let pass = arm.pass_at_1.map_or_else(|| "–".to_owned(), |p| self.locale.percent(p, 0));
        let message = Message::new("report-repeats-line")
            .with("pass", pass)
            .with("stability", self.locale.percent(stability, 0))
            .with("variance", self.locale.percent(variance, 0))
            .with("n", self.n(arm.n));
        Some(self.text(&message))
    }

    /// How the answers were had, and what this run spent.
    pub fn calls(&self) -> String {
        let calls = self.evaluation.calls;
        let message = Message::new("report-calls")
            .with("new", calls.new)
            .with("reused", calls.reused)
            .with("failed", calls.failed)
            .with("unknown", calls.unknown);
        self.text(&message)
    }

    /// Calls whose end nobody saw: never hidden.
    pub fn unknown(&self) -> Option<String> {
        let unknown = self.evaluation.calls.unknown;
        (unknown > 0).then(|| self.text(&Message::new("report-unknown").with("count", unknown)))
    }

    pub fn spent(&self) -> String {
        let prices: Vec<String> =
            self.evaluation.spent.iter().map(|money| self.dated(&self.price(money))).collect();
        match prices.is_empty() {
            true => self.say("report-spent-nothing"),
            false => self.text(&Message::new("report-spent").with("amounts", prices.join(" + "))),
        }
    }

    /// One of the reasons of a flaw.
    pub fn flaw_reason(&self, flaw: &Flaw) -> String {
        let example = excerpt(&self.locale.text(&flaw.example), QUOTED);
        // several trials share the sort of reason, not the words quoted in it
        match flaw.count > 1 && !flaw.example.args.is_empty() {
            true => self.text(&Message::new("report-flaw-example").with("example", example)),
            false => example,
        }
    }

    /// Something a reader must know.
    pub fn note(&self, note: &Message) -> String {
        excerpt(&self.locale.text(note), QUOTED)
    }

    /// `cases 3, 17, 21…`: the first of a flaw's cases.
    pub fn flaw_cases(&self, flaw: &Flaw, most: usize) -> String {
        let ids: Vec<String> = flaw.cases.iter().take(most).map(|id| excerpt(id, 40)).collect();
        let more = flaw.count > ids.len() as u64;
        let list = format!("{}{}", ids.join(", "), if more { "…" } else { "" });
        self.text(&Message::new("report-flaw-cases").with("count", ids.len()).with("cases", list))
    }

    /// Arms that have flaws, in the order of the arms, each with its flaws.
    pub fn flaws(&self) -> Vec<(&Arm, Vec<&Flaw>)> {
        let of = |arm: &Arm| self.evaluation.flaws.iter().filter(|f| f.arm == arm.arm).collect::<Vec<_>>();
        self.evaluation.arms.iter().map(|arm| (arm, of(arm))).filter(|(_, flaws)| !flaws.is_empty()).collect()
    }

    /// The date of every price, when there is only one.
    pub fn only_date(&self) -> Option<Date> {
        let mut dates = self.evaluation.arms.iter().filter_map(|arm| Some(self.cost(arm)?.date));
        let first = dates.next()?;
        dates.all(|date| date == first).then_some(first)
    }
}

/// An amount written out, and the date of its price list.
pub(crate) struct Price {
    pub amount: String,
    pub date: Date,
}

/// Whole points, unless that would show a narrow interval as nothing.
fn decimals(low: f64, high: f64) -> usize {
    usize::from(high - low < 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;
    use terms::evaluation::{Calls, SCHEMA};

    fn check(lang: Lang, say: impl Fn(&Words<'_>) -> String, expected: &str) {
        let locale = Locale::new(lang);
        let evaluation = Evaluation {
            schema: SCHEMA.to_owned(),
            run: "r".to_owned(),
            ended: Ended::Completed,
            cases: 0,
            repeats: 1,
            arms: Vec::new(),
            comparisons: Vec::new(),
            calls: Calls::default(),
            flaws: Vec::new(),
            spent: Vec::new(),
            notes: Vec::new(),
        };
        assert_eq!(say(&Words { evaluation: &evaluation, locale: &locale }), expected);
    }

    #[test]
    fn points_carry_a_sign_and_zero_does_not() {
        check(Lang::En, |w| w.points(0.324, 0), "+32");
        check(Lang::En, |w| w.points(-0.0349, 1), "−3.5");
        check(Lang::En, |w| w.points(-0.0001, 0), "0");
        check(Lang::Fr, |w| w.points(0.0001, 1), "0,0");
    }

    #[test]
    fn intervals_follow_the_language_and_their_width() {
        check(Lang::En, |w| w.interval(0.74, 0.95), "[74 – 95]");
        check(Lang::Fr, |w| w.interval(0.742, 0.761), "[74,2 – 76,1]");
        check(Lang::En, |w| w.signed_interval(-0.09, 0.17), "[−9, +17]");
        check(Lang::Fr, |w| w.signed_interval(0.18, 0.44), "[+18\u{a0}; +44]");
    }

    #[test]
    fn p_keeps_the_digits_that_matter() {
        check(Lang::En, |w| w.p(0.00004), "p\u{a0}<\u{a0}0.0001");
        check(Lang::Fr, |w| w.p(0.0003), "p\u{a0}=\u{a0}0,0003");
        check(Lang::En, |w| w.p(0.0412), "p\u{a0}=\u{a0}0.041");
        check(Lang::En, |w| w.p(0.52), "p\u{a0}=\u{a0}0.52");
    }
}
