//! Other words for what the prompt says, and things it does not say yet, from the lexicon.

use prompt::tree::{Edit, Level, Part, Tree};
use stats::draws::Draws;
use terms::{Lang, Message};

use super::lexicon::{Idea, Slots as Places};
use super::slots::rule;
use super::{Brief, Parent, Strategy, View};

/// The strategy.
#[derive(Clone, Copy, Debug)]
pub struct Phrases;

impl Strategy for Phrases {
    fn name(&self) -> &'static str {
        "phrases"
    }

    fn edits(&self, parent: &Parent, view: &View<'_>, _: &mut Draws) -> Vec<(Edit, Message)> {
        let tree = &parent.tree;
        let lang = tree.lang().unwrap_or(Lang::En);
        let mut edits = Vec::new();
        let mut said: Vec<String> = Vec::new();
        for (at, node) in tree.walk().into_iter().filter(|(_, node)| node.level == Level::Sentence) {
            let Some(found) = view.lexicon.find(&node.words()) else { continue };
            for other in Lang::ALL {
                for words in view.lexicon.others(&found, other) {
                    let why = Message::new("studies-why-rephrase").with("words", words.as_str());
                    edits.push((Edit::SwitchPhrase { at: at.clone(), words, lang: other }, why));
                }
            }
            said.push(found.idea);
        }
        let places = places(view.brief);
        let new = view
            .lexicon
            .ideas()
            .iter()
            .filter(|idea| idea.suits(tree.output()) && !said.contains(&idea.name));
        for (idea, words) in
            new.flat_map(|idea| idea.say(lang, &places).into_iter().map(move |words| (idea, words)))
        {
            if let Some(edit) = added(tree, idea, &words, lang) {
                edits.push((edit, Message::new("studies-why-phrase").with("words", words)));
            }
        }
        edits
    }
}

/// What fills the places of formulations.
fn places(brief: &Brief) -> Places {
    let labels = brief.labels().to_vec();
    let other = labels.iter().find(|label| {
        ["other", "autre", "none", "aucun", "aucune", "unknown", "inconnu"]
            .contains(&label.to_lowercase().as_str())
    });
    Places { other: other.cloned(), labels, input: None }
}

/// Adds a formulation where its part belongs; `None` where the prompt has one already and a second would contradict it.
fn added(tree: &Tree, idea: &Idea, words: &str, lang: Lang) -> Option<Edit> {
    let stop = format!("{words}.");
    match idea.part {
        Part::Rules => Some(rule(tree, words, lang)),
        Part::Format => Some(Edit::SetFormat { words: stop }),
        part @ (Part::Role | Part::Task | Part::Labels) if tree.find(part).is_empty() => {
            Some(Edit::Add { part, title: None, lines: vec![stop] })
        }
        _ => None,
    }
}
