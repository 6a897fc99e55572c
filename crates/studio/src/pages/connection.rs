//! Whether a model can be asked: one short question, through the engine like every other, kept in the ledger.

use engine::plan::{load_text, single_arm};

use engine::{Answer, EngineError, Single, Stop};
use report::visible;
use terms::{Message, ModelName};

use crate::page::Visit;

/// The question.
const ASKED: &str = "OK?";

/// Asks, whatever the ledger holds.
pub async fn test(visit: &Visit, model: ModelName) -> Result<Answer, EngineError> {
    let project = visit.app.project()?;
    let loaded = load_text(&project, "connection.mot.md", None, ASKED)?;
    let arm = single_arm(&project, &loaded, Some(model), &visit.app.env)?;
    let engine = visit.app.engine.clone();
    // in a task of its own: a browser that goes away leaves no call half recorded
    let asked = tokio::spawn(async move {
        let values = serde_json::Map::new();
        let question = Single { arm: &arm, values: &values, again: true };
        engine.single(question, &Stop::default(), &mut |_: &str| {}, &|_| {}).await
    });
    asked.await.map_err(|_| EngineError::Bug { what: "single" })?
}

/// That it answered, in how long and for how much.
pub fn said(visit: &Visit, answer: &Answer) -> String {
    let (usage, cost) = (answer.reply.usage.as_ref(), answer.cost.as_ref());
    let took = report::answer::took(visit.locale(), answer.reused, &answer.timing, usage, cost);
    let said = Message::new("studio-connected").with("answer", visible::excerpt(&answer.reply.text, 60));
    visit.text(&said.with("took", took.join(" · ")))
}
