use terms::evaluation::{Arm, Comparison};
use terms::{Lang, Message, Verdict};

use super::{Words, decimals};

/// A comparison ready to be said. The crafted prompt is always the subject: a comparison that names the bare request
/// first is turned round, signs and counts included.
pub(crate) struct Claim<'a> {
    pub a: &'a Arm,
    pub b: &'a Arm,
    pub verdict: Verdict,
    pub n: u64,
    pub difference: f64,
    pub low: f64,
    pub high: f64,
    pub margin: f64,
    pub p: f64,
    pub method: &'a str,
    pub both_right: u64,
    pub only_a: u64,
    pub only_b: u64,
    pub both_wrong: u64,
    pub more_cases: Option<u64>,
}

impl<'a> Claim<'a> {
    /// `None` when an arm it names does not exist.
    pub fn of(words: &'a Words<'a>, c: &'a Comparison) -> Option<Claim<'a>> {
        let (a, b) = (words.arm(c.a)?, words.arm(c.b)?);
        let straight = Claim {
            a,
            b,
            verdict: c.verdict,
            n: c.n,
            difference: c.difference,
            low: c.low,
            high: c.high,
            margin: c.margin,
            p: c.p,
            method: &c.method,
            both_right: c.both_right,
            only_a: c.only_a,
            only_b: c.only_b,
            both_wrong: c.both_wrong,
            more_cases: c.more_cases,
        };
        Some(if a.bare && !b.bare { straight.turned() } else { straight })
    }

    fn turned(self) -> Claim<'a> {
        Claim {
            a: self.b,
            b: self.a,
            verdict: match self.verdict {
                Verdict::Better => Verdict::Worse,
                Verdict::Worse => Verdict::Better,
                same => same,
            },
            difference: -self.difference,
            low: -self.high,
            high: -self.low,
            only_a: self.only_b,
            only_b: self.only_a,
            ..self
        }
    }
}

impl Words<'_> {
    /// The comparisons, ready to be said.
    pub fn claims(&self) -> Vec<Claim<'_>> {
        self.evaluation.comparisons.iter().filter_map(|c| Claim::of(self, c)).collect()
    }

    /// `better`, `worse`, `equivalent`, `not enough evidence`.
    pub fn verdict(&self, verdict: Verdict) -> String {
        self.say(match verdict {
            Verdict::Better => "report-better",
            Verdict::Worse => "report-worse",
            Verdict::Equivalent => "report-equivalent",
            Verdict::NotEnoughEvidence => "report-not-enough",
        })
    }

    /// The names of both arms, as short as they can be told apart.
    pub fn pair(&self, claim: &Claim<'_>) -> (String, String) {
        if claim.a.model == claim.b.model {
            (self.prompt(claim.a), self.prompt(claim.b))
        } else {
            (self.arm_name(claim.a), self.arm_name(claim.b))
        }
    }

    /// `tri.mot.md is better than the bare request on openai/x`.
    pub fn sentence(&self, claim: &Claim<'_>) -> String {
        let key = match claim.verdict {
            Verdict::Better => "report-is-better",
            Verdict::Worse => "report-is-worse",
            Verdict::Equivalent => "report-is-equivalent",
            Verdict::NotEnoughEvidence => "report-is-undecided",
        };
        let (a, mut b) = self.pair(claim);
        if claim.b.bare && claim.b.variant.is_none() && claim.a.model == claim.b.model {
            b = self.say("report-the-bare");
        }
        let sentence = self.text(&Message::new(key).with("a", a).with("b", b));
        if claim.a.model == claim.b.model {
            self.text(&Message::new("report-on").with("what", sentence).with("model", self.model(claim.a)))
        } else {
            sentence
        }
    }

    /// `+32 points [+18, +44], p = 0.0003, n = 60`.
    pub fn evidence(&self, claim: &Claim<'_>) -> String {
        let decimals = decimals(claim.low, claim.high);
        let size = (claim.difference.abs() * 100.0 * 10f64.powi(decimals as i32)).round()
            / 10f64.powi(decimals as i32);
        // French takes the singular below 2, English only at 1 exactly
        let plural = match self.locale.lang() {
            Lang::En if decimals > 0 => 2,
            _ => size as i64,
        };
        let difference = Message::new("report-points")
            .with("count", plural)
            .with("difference", self.points(claim.difference, decimals));
        format!(
            "{} {}, {}, {}",
            self.text(&difference),
            self.signed_interval(claim.low, claim.high),
            self.p(claim.p),
            self.n(claim.n),
        )
    }

    /// What it would take to know, when it is not known.
    pub fn what_next(&self, claim: &Claim<'_>) -> Option<String> {
        match (claim.verdict, claim.more_cases) {
            (Verdict::NotEnoughEvidence, Some(more)) => {
                Some(self.text(&Message::new("report-more-cases").with("count", more)))
            }
            (Verdict::NotEnoughEvidence, None) => Some(self.say("report-no-more-cases")),
            (Verdict::Equivalent, _) => {
                let margin = self.margin(claim);
                Some(self.text(&Message::new("report-margin").with("margin", margin)))
            }
            _ => None,
        }
    }

    /// How the difference was tested, and what the margin is.
    pub fn method(&self, claim: &Claim<'_>) -> String {
        let test = match claim.method {
            "mcnemar-mid-p" => self.say("report-method-mcnemar"),
            "sign-flip" => self.say("report-method-sign-flip"),
            "cluster-t" => self.say("report-method-cluster-t"),
            "t" => self.say("report-method-t"),
            other => crate::visible::excerpt(other, 60),
        };
        self.text(&Message::new("report-method").with("test", test).with("margin", self.margin(claim)))
    }

    /// The margin in points, without a sign.
    fn margin(&self, claim: &Claim<'_>) -> String {
        self.locale.decimal((claim.margin * 1000.0).round() / 10.0)
    }

    /// `both right 41 · only tri.mot.md 12 · only bare request 2 · both wrong 5`.
    pub fn quadrants(&self, claim: &Claim<'_>) -> String {
        self.four(claim).map(|(name, count)| format!("{name}\u{a0}{}", self.count(count))).join(" · ")
    }

    /// The four cells of the paired table: both right, only A, only B, both wrong.
    pub fn four(&self, claim: &Claim<'_>) -> [(String, u64); 4] {
        let (a, b) = self.pair(claim);
        [
            (self.say("report-both-right"), claim.both_right),
            (self.text(&Message::new("report-only-right").with("arm", a)), claim.only_a),
            (self.text(&Message::new("report-only-right").with("arm", b)), claim.only_b),
            (self.say("report-both-wrong"), claim.both_wrong),
        ]
    }
}
