use std::collections::BTreeMap;

use report::study::{Axis, Block, Candidate, Forest, Page, Row, Search, Text};
use stats::proportion::of_mean;
use terms::Message;

use super::{diff, runs, told, tone, verdict};
use crate::document::{cost, percent};
use crate::on_plan::OptimiseDocument;
use crate::optimise::{Tried, strategy};

impl OptimiseDocument {
    /// The document as a page.
    pub(crate) fn drawn(&self) -> Page {
        let found = &self.found;
        let text =
            |version| found.tried.iter().find(|t| t.version == version).map_or("", |t| t.text.as_str());
        let mut blocks = vec![verdict(tone(found.state), found.state.message(), self.says())];
        blocks.extend(self.proof());
        blocks.extend(diff(text(found.seed), &found.text));
        blocks.push(Block::Search(self.search()));
        blocks.extend(told(&self.notes, &self.log));
        let title = Message::new("studies-page-optimise");
        Page { title, subject: self.prompt.line(), blocks, cost: cost(&self.cost) }
    }

    fn says(&self) -> Vec<Message> {
        let found = &self.found;
        let searched = Message::new("studies-say-searched").with("rounds", found.rounds);
        let mut says = vec![searched.with("variants", found.tried.len().saturating_sub(1))];
        says.extend(self.in_forms());
        match &found.proof {
            Some(proof) => says.push(proof.why.clone()),
            None if found.best == found.seed => says.push(Message::new("studies-say-nothing-better")),
            None => says.push(found.why_unproved()),
        }
        says.extend(found.cross_fitted.map(|fitted| fitted.message()));
        if let (Some(before), Some(after)) = (found.dev_before, found.dev_after) {
            let dev = Message::new("studies-page-dev").with("before", percent(before));
            says.push(dev.with("after", percent(after)));
        }
        says
    }

    fn proof(&self) -> Option<Block> {
        let effect = self.found.proof.as_ref()?.effect.as_ref()?;
        let row = Row {
            name: Text::Said(Message::new("studies-page-found-less-yours")),
            says: None,
            value: effect.difference,
            low: effect.low,
            high: effect.high,
            n: effect.n,
        };
        Some(Block::Forest(Forest {
            title: Message::new("studies-page-gain"),
            caption: Message::new("studies-page-difference-caption"),
            axis: Axis::Differences { margin: 0.0 },
            rows: vec![row],
        }))
    }

    fn search(&self) -> Search {
        let tried = &self.found.tried;
        let mut operators: Vec<&str> = tried.iter().map(|tried| tried.lineage.operator.as_str()).collect();
        operators.sort_unstable();
        operators.dedup();
        let calls = self.calls();
        let place = |version| tried.iter().position(|tried| tried.version == version);
        let candidate = |tried: &Tried| {
            let parent = tried.lineage.parents.first().and_then(|version| place(*version));
            let before = parent.map_or("", |parent| self.found.tried[parent].text.as_str());
            let known = !before.is_empty() && !tried.text.is_empty();
            Candidate {
                name: tried.version.short(),
                parent,
                origin: operators.iter().position(|name| *name == tried.lineage.operator).unwrap_or(0),
                why: tried.lineage.why.clone(),
                calls: calls.get(&tried.lineage.decision).copied().unwrap_or(0),
                score: tried.score,
                interval: tried.score.map(|score| {
                    let interval = of_mean(score.clamp(0.0, 1.0), tried.n, 0.95);
                    (interval.low, interval.high)
                }),
                n: tried.n,
                led: tried.led,
                diff: if known { runs(before, &tried.text) } else { Vec::new() },
            }
        };
        let origin = |name: &&str| match *name {
            "" => Message::new("studies-page-yours"),
            name => strategy(name),
        };
        Search {
            title: Message::new("studies-page-search"),
            caption: Message::new("studies-page-search-caption"),
            cost: self.cost.money,
            origins: operators.iter().map(origin).collect(),
            candidates: tried.iter().map(candidate).collect(),
        }
    }

    /// Calls spent when the candidates of each decision had been tried: the rounds that drafted something and their
    /// contests come in the same order. The person's own version is decision 0.
    fn calls(&self) -> BTreeMap<u64, u64> {
        let mut decisions: Vec<u64> = self.found.tried.iter().map(|tried| tried.lineage.decision).collect();
        decisions.sort_unstable();
        decisions.dedup();
        let is = |key: &'static str| {
            let entries = self.log.iter().filter(move |entry| entry.what.key == key);
            entries.map(|entry| entry.trials)
        };
        let start = is("studies-log-start").take(1);
        decisions.into_iter().zip(start.chain(is("studies-log-contest"))).collect()
    }
}
