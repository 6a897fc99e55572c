//! What a study writes to a model that proposes: one of our own prompts, versioned with the code, and the values put
//! into it. What comes back is part of what the study has seen, as scores are.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use terms::{Lang, Message, Version};

/// The prompts a letter is made of, each in a file of `data/letters/` for each language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// Look at the failures, write better instructions.
    Reflect,
    /// Guess the instructions from inputs and answers.
    Induce,
    /// Look at earlier versions and their scores, write a better one.
    History,
    /// Name the causes of the failures, write a version against each.
    Critique,
    /// Mix two versions.
    Cross,
    /// Say the instructions in fewer words.
    Shorten,
}

impl Form {
    /// The text of the prompt file.
    pub fn text(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Form::Reflect, Lang::En) => include_str!("../data/letters/reflect.en.mot.md"),
            (Form::Reflect, Lang::Fr) => include_str!("../data/letters/reflect.fr.mot.md"),
            (Form::Induce, Lang::En) => include_str!("../data/letters/induce.en.mot.md"),
            (Form::Induce, Lang::Fr) => include_str!("../data/letters/induce.fr.mot.md"),
            (Form::History, Lang::En) => include_str!("../data/letters/history.en.mot.md"),
            (Form::History, Lang::Fr) => include_str!("../data/letters/history.fr.mot.md"),
            (Form::Critique, Lang::En) => include_str!("../data/letters/critique.en.mot.md"),
            (Form::Critique, Lang::Fr) => include_str!("../data/letters/critique.fr.mot.md"),
            (Form::Cross, Lang::En) => include_str!("../data/letters/cross.en.mot.md"),
            (Form::Cross, Lang::Fr) => include_str!("../data/letters/cross.fr.mot.md"),
            (Form::Shorten, Lang::En) => include_str!("../data/letters/shorten.en.mot.md"),
            (Form::Shorten, Lang::Fr) => include_str!("../data/letters/shorten.fr.mot.md"),
        }
    }
}

/// One request to a model that proposes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// Its prompt.
    pub form: Form,
    /// The language it is written in: that of the prompt under study.
    pub lang: Lang,
    /// Values of the prompt's inputs, personal data masked.
    pub values: BTreeMap<String, String>,
}

impl Letter {
    /// Its identity: the text of its prompt and its values. A new text makes another letter.
    pub fn id(&self) -> Version {
        let content = (self.form.text(self.lang), &self.values);
        // plain data: it can be written
        Version::of(&serde_json::to_string(&content).unwrap_or_default())
    }
}

/// What came back.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Written {
    /// The model's words, hostile; `None` when there are none.
    pub text: Option<String>,
    /// Why there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why_not: Option<Message>,
    /// What it cost when it was bought, 10^-12 units of the study's currency.
    pub cost: i64,
    /// Tokens read and written.
    pub tokens: u64,
}
