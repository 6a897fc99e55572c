use std::collections::{BTreeMap, BTreeSet};

use prompt::tree::EditError;
use stats::draws::Draws;
use terms::{Message, Version};

use super::Author;
use super::markers::{Reading, texts};
use super::target::Target;
use crate::propose::leak::Leak;
use crate::propose::{Draft, Needs, Proposer, Refusal, Told, View};
use crate::{Letter, Written};

/// Rejected texts remembered.
const REMEMBERED: usize = 6;

/// A text that came back and was not kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Rejected {
    /// The instructions.
    pub text: String,
    /// Why.
    pub why: Why,
}

/// Why a text was not kept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Why {
    /// It did worse than its parent by so much, as a share of 1.
    Worse(f64),
    /// It repeats words of a train case.
    Copies,
    /// It lost a place for an input, or its form.
    Broken,
}

/// An author as a proposer: reads what came back, leaves out what cannot be tried.
pub struct Rewrites<A> {
    author: A,
    /// Letters written: the same one again would get the same answer.
    asked: BTreeSet<Version>,
    known: BTreeSet<Version>,
    /// Instructions of its drafts that are being tried.
    mine: BTreeMap<Version, String>,
    rejected: Vec<Rejected>,
    left_out: Vec<Message>,
}

impl<A: Author> Rewrites<A> {
    /// The proposer of an author.
    pub fn by(author: A) -> Rewrites<A> {
        Rewrites {
            author,
            asked: BTreeSet::new(),
            known: BTreeSet::new(),
            mine: BTreeMap::new(),
            rejected: Vec::new(),
            left_out: Vec::new(),
        }
    }

    fn reject(&mut self, text: String, why: Why) {
        self.rejected.push(Rejected { text, why });
        let over = self.rejected.len().saturating_sub(REMEMBERED);
        self.rejected.drain(..over);
    }

    fn read(&mut self, written: &Written) -> Vec<String> {
        let Some(reply) = &written.text else {
            let why = written.why_not.clone().unwrap_or_else(|| Message::new("studies-dropped-empty"));
            self.left_out.push(why);
            return Vec::new();
        };
        match texts(reply) {
            Reading::Texts(texts) => texts,
            Reading::Nothing(why) => {
                self.left_out.push(why);
                Vec::new()
            }
        }
    }

    /// The draft of a text; `None`, with the reason noted, when it cannot be tried.
    fn draft(&mut self, view: &View<'_>, text: String) -> Option<Draft> {
        let parent = view.parents.first()?;
        let target = Target::of(&parent.tree)?;
        let refused = match target.rewritten(&parent.tree, &text) {
            Ok((tree, edit)) => {
                let version = tree.version();
                if !self.known.insert(version) || version == parent.version {
                    self.left_out.push(Message::new("studies-dropped-identical"));
                    return None;
                }
                match view.screen.check(&parent.tree, &tree) {
                    Ok(()) => {
                        self.mine.insert(version, text);
                        let why = Message::new("studies-why-rewritten");
                        return Some(Draft { tree, edit, why, parents: vec![parent.version] });
                    }
                    Err(refusal) => refusal,
                }
            }
            Err(error) => Refusal::Broken(error),
        };
        self.left_out.push(refused.message());
        match refused {
            Refusal::Leak(Leak::Train(_)) => self.reject(text, Why::Copies),
            // what is sealed is not to be pointed out to whoever writes
            Refusal::Leak(_) => {}
            Refusal::Broken(EditError::NothingToChange) => {}
            _ => self.reject(text, Why::Broken),
        }
        None
    }
}

impl<A: Author> Proposer for Rewrites<A> {
    fn name(&self) -> &'static str {
        self.author.name()
    }

    fn needs(&self) -> Needs {
        Needs { model: true, ..self.author.needs() }
    }

    fn letters(&mut self, view: &View<'_>, _: usize, draws: &mut Draws) -> Vec<Letter> {
        let letters = self.author.letters(view, &self.rejected, draws);
        letters.into_iter().filter(|letter| self.asked.insert(letter.id())).collect()
    }

    fn left_out(&mut self) -> Vec<Message> {
        std::mem::take(&mut self.left_out)
    }

    fn ask(&mut self, view: &View<'_>, k: usize, _: &mut Draws) -> Vec<Draft> {
        self.known.extend(view.parents.iter().map(|parent| parent.version));
        let mut found: Vec<String> = Vec::new();
        for (_, written) in view.written {
            found.extend(self.read(written));
        }
        found.into_iter().filter_map(|text| self.draft(view, text)).take(k).collect()
    }

    fn tell(&mut self, outcomes: &[Told]) {
        self.known.extend(outcomes.iter().map(|told| told.version));
        for told in outcomes {
            if let Some(text) = self.mine.remove(&told.version)
                && !told.kept
            {
                self.reject(text, Why::Worse(told.gain));
            }
        }
    }
}

/// Rejected texts in words, for a letter.
pub fn rejected(texts: &[Rejected], lang: terms::Lang) -> String {
    use terms::Lang::{En, Fr};
    let one = |rejected: &Rejected| {
        let why = match (rejected.why, lang) {
            (Why::Worse(gain), En) => format!("{:.0} points against the one it came from", 100.0 * gain),
            (Why::Worse(gain), Fr) => format!("{:.0} points face à celle dont elle vient", 100.0 * gain),
            (Why::Copies, En) => "it copies a case: say it in general terms".to_owned(),
            (Why::Copies, Fr) => "elle recopie un cas\u{a0}: dis-le en termes généraux".to_owned(),
            (Why::Broken, En) => "it loses what must be kept".to_owned(),
            (Why::Broken, Fr) => "elle perd ce qu’il faut garder".to_owned(),
        };
        format!("[{why}]\n{}", super::facts::masked(&rejected.text))
    };
    texts.iter().map(one).collect::<Vec<_>>().join("\n\n")
}
