//! Letters answered by a proposing model, through the engine: guarded, kept in the ledger, never paid twice.

use std::sync::Arc;

use engine::plan::Arm;
use engine::{Answer, Engine, EngineError, Progress, Single, Stop};
use serde_json::{Map, Value};
use terms::{Explain, Kind, Message, Money};

use super::{KIND, Letters, Wrote};
use crate::{Letter, StudyError, Written};

/// A proposing model.
pub struct Writer<'a> {
    engine: &'a Engine,
    arm: &'a Arm,
    progress: Arc<Progress>,
    stop: Stop,
    bill: Letters,
}

impl<'a> Writer<'a> {
    /// The model of this arm; its prompt is put aside for those of the letters.
    pub fn new(engine: &'a Engine, arm: &'a Arm, progress: Arc<Progress>, stop: Stop) -> Writer<'a> {
        Writer { engine, arm, progress, stop, bill: Letters::default() }
    }

    /// What its letters have taken so far.
    pub fn bill(&self) -> Letters {
        self.bill
    }

    /// Answers letters one after the other, within what is left of the budget.
    pub async fn write(&mut self, letters: &[Letter], left: Option<Money>) -> Wrote {
        let (mut wrote, before) = (Wrote::default(), self.bill.spent);
        for letter in letters {
            if self.stop.gently.is_cancelled() {
                let what = Message::new("studies-interrupted");
                wrote.stopped = Some(StudyError::Stopped { kind: Kind::Cancelled, what });
                return wrote;
            }
            let left = left.map(|left| left.pico - (self.bill.spent - before));
            match self.one(letter, left).await {
                Ok(Some(written)) => wrote.written.push((letter.id(), written)),
                Ok(None) => {
                    wrote.out_of_budget = true;
                    return wrote;
                }
                Err(error) => {
                    wrote.stopped = Some(StudyError::Stopped { kind: error.kind(), what: error.message() });
                    return wrote;
                }
            }
        }
        wrote
    }

    /// `None` when it could cost more than what is left.
    async fn one(&mut self, letter: &Letter, left: Option<i64>) -> Result<Option<Written>, EngineError> {
        let arm = self.arm.rewritten(letter.form.text(letter.lang), None)?;
        let values: Map<String, Value> =
            letter.values.iter().map(|(name, value)| (name.clone(), Value::String(value.clone()))).collect();
        let question = Single { arm: &arm, values: &values, again: false };
        if let (Some(left), Some(most)) = (left, self.engine.most(&question)?)
            && most.pico > left
        {
            return Ok(None);
        }
        match self.engine.part(KIND, question, &self.progress, &self.stop).await {
            Ok(answer) => Ok(Some(self.count(answer))),
            // what this very letter runs into stops nobody: another one may pass
            Err(error) if matches!(error.kind(), Kind::Vendor | Kind::Data | Kind::User) => {
                self.bill.new += 1;
                Ok(Some(Written { why_not: Some(error.message()), ..Written::default() }))
            }
            Err(error) => Err(error),
        }
    }

    fn count(&mut self, answer: Answer) -> Written {
        let cost = answer.cost.map_or(0, |cost| cost.pico);
        self.bill.spent += cost;
        if answer.reused {
            self.bill.reused += 1;
        } else {
            self.bill.new += 1;
        }
        let tokens = answer.reply.usage.map_or(0, |usage| usage.input + usage.output);
        Written { text: Some(answer.reply.text), why_not: None, cost, tokens }
    }
}
