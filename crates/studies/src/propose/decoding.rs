//! Decoding parameters, the knobs of a prompt that are no words.

use prompt::tree::{Edit, estimate_tokens};
use serde_json::{Value, json};
use stats::draws::Draws;
use terms::{Message, Output};

use super::{Parent, Strategy, View};

/// The strategy.
#[derive(Clone, Copy, Debug)]
pub struct Decoding;

impl Strategy for Decoding {
    fn name(&self) -> &'static str {
        "decoding"
    }

    fn edits(&self, parent: &Parent, view: &View<'_>, _: &mut Draws) -> Vec<(Edit, Message)> {
        let mut values: Vec<(&str, Value)> = [0.0, 0.3, 0.7, 1.0].map(|t| ("temperature", json!(t))).to_vec();
        values.extend([0.5, 0.9].map(|p| ("top_p", json!(p))));
        if let Some(longest) =
            view.train.iter().filter_map(|shown| shown.expected().map(estimate_tokens)).max()
        {
            // room for the longest answer expected; a reasoning model would need room for its thoughts too
            values.push(("max_tokens", json!(2 * longest + 16)));
        }
        if matches!(view.brief.output, Output::Labels { .. } | Output::Number { .. }) {
            // what follows the first line is never part of a label
            values.push(("stop", json!(["\n"])));
        }
        let edits = values.into_iter().map(|(name, value)| {
            let why =
                Message::new("studies-why-parameter").with("name", name).with("value", value.to_string());
            (Edit::SetParameter { name: name.to_owned(), value: Some(value) }, why)
        });
        let unset = |name: &str| {
            let why = Message::new("studies-why-parameter-unset").with("name", name);
            (Edit::SetParameter { name: name.to_owned(), value: None }, why)
        };
        let p = parent.tree.parameters();
        let set = [
            ("temperature", p.temperature.is_some()),
            ("top_p", p.top_p.is_some()),
            ("seed", p.seed.is_some()),
        ];
        edits.chain(set.into_iter().filter(|(_, set)| *set).map(|(name, _)| unset(name))).collect()
    }
}
