//! Train cases that a version failed, grouped by what went wrong: a model mends a kind of failure better than a list of
//! cases.

use std::collections::BTreeMap;

use prompt::tree::fold;
use stats::draws::Draws;
use terms::{Lang, Output, Version};

use crate::Letter;
use crate::decision::shuffled;
use crate::letter::Form;
use crate::propose::{Answered, Parent, Shown, View};

use super::facts::{letter, masked};
use super::target::Target;
use super::{Rejected, rewrites};

/// What went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// No answer at all.
    Empty,
    /// The right answer, in a form that was not asked for.
    Form,
    /// Something that is none of the labels.
    NoLabel,
    /// Another label.
    OtherLabel,
    /// Another answer.
    Wrong,
}

/// Cases shown of each kind.
const EACH: usize = 4;
/// Successes shown.
const RIGHT: usize = 3;

/// What went wrong with an answer.
pub fn fault(expected: Option<&str>, answered: &Answered, output: &Output) -> Fault {
    let said = fold(&answered.reply);
    if said.trim().is_empty() {
        return Fault::Empty;
    }
    if expected.is_some_and(|expected| said.contains(&fold(expected))) {
        return Fault::Form;
    }
    match output {
        Output::Labels { labels } => {
            let bare = said.trim().trim_end_matches('.');
            let known = labels.iter().any(|label| fold(label) == bare);
            if known { Fault::OtherLabel } else { Fault::NoLabel }
        }
        _ => Fault::Wrong,
    }
}

/// A letter that has the best version mended: its instructions, its failures and what was tried in vain. `None` when it
/// has no fault: that teaches nothing.
pub fn mending<'v>(
    form: Form,
    view: &'v View<'_>,
    rejected: &[Rejected],
    draws: &mut Draws,
) -> Option<(&'v Parent, Letter)> {
    let parent = view.parents.first()?;
    let target = Target::of(&parent.tree)?;
    let lang = parent.tree.lang().unwrap_or(Lang::En);
    let failed = failures(view, parent.version, lang, draws);
    if failed.is_empty() {
        return None;
    }
    let mut letter = letter(form, view, parent, &target);
    let rejected = rewrites::rejected(rejected, lang);
    if !rejected.is_empty() {
        letter.values.insert("rejected".to_owned(), rejected);
    }
    letter.values.insert("current".to_owned(), target.text().to_owned());
    letter.values.insert("failures".to_owned(), failed);
    Some((parent, letter))
}

/// The failures of a version on train cases in words, the most frequent kind first; empty when none is known.
///
/// Of a frequent kind a few cases are drawn, so that asking again shows others.
pub fn failures(view: &View<'_>, version: Version, lang: Lang, draws: &mut Draws) -> String {
    let mut groups: BTreeMap<Fault, Vec<(&Shown, &Answered)>> = BTreeMap::new();
    for (shown, answered) in answered(view, version).filter(|(_, answered)| answered.score < 1.0) {
        let fault = fault(shown.expected(), answered, &view.brief.output);
        groups.entry(fault).or_default().push((shown, answered));
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by_key(|(fault, cases)| (std::cmp::Reverse(cases.len()), *fault));
    let group = |(fault, cases): (Fault, Vec<(&Shown, &Answered)>)| {
        let title = title(fault, cases.len(), lang);
        let shown = shuffled(cases, draws).into_iter().take(EACH);
        let shown: Vec<String> = shown.map(|(shown, answered)| one(shown, answered, lang)).collect();
        format!("{title}\n{}", shown.join("\n"))
    };
    groups.into_iter().map(group).collect::<Vec<_>>().join("\n\n")
}

/// A few train cases that a version answered rightly, in words.
pub fn successes(view: &View<'_>, version: Version, lang: Lang) -> String {
    let right = answered(view, version).filter(|(_, answered)| answered.score >= 1.0);
    right.take(RIGHT).map(|(shown, answered)| one(shown, answered, lang)).collect::<Vec<_>>().join("\n")
}

fn answered<'v>(view: &'v View<'_>, version: Version) -> impl Iterator<Item = (&'v Shown, &'v Answered)> {
    view.train.iter().filter_map(move |shown| Some((shown, shown.answers.get(&version)?)))
}

fn title(fault: Fault, count: usize, lang: Lang) -> String {
    let name = match (fault, lang) {
        (Fault::Empty, Lang::En) => "No answer",
        (Fault::Empty, Lang::Fr) => "Aucune réponse",
        (Fault::Form, Lang::En) => "The right answer in the wrong form",
        (Fault::Form, Lang::Fr) => "La bonne réponse, sous une mauvaise forme",
        (Fault::NoLabel, Lang::En) => "An answer that is no label",
        (Fault::NoLabel, Lang::Fr) => "Une réponse qui n’est pas une étiquette",
        (Fault::OtherLabel, Lang::En) => "Another label",
        (Fault::OtherLabel, Lang::Fr) => "Une autre étiquette",
        (Fault::Wrong, Lang::En) => "A wrong answer",
        (Fault::Wrong, Lang::Fr) => "Une réponse fausse",
    };
    match lang {
        Lang::En => format!("{name} ({count}):"),
        Lang::Fr => format!("{name} ({count})\u{a0}:"),
    }
}

fn one(shown: &Shown, answered: &Answered, lang: Lang) -> String {
    let given = masked(&shown.text());
    let said = masked(&answered.reply);
    let expected = shown.expected().map(masked);
    match (lang, expected) {
        (Lang::En, Some(expected)) => {
            format!("- given: {given}\n  answered: {said}\n  expected: {expected}")
        }
        (Lang::En, None) => format!("- given: {given}\n  answered: {said}"),
        (Lang::Fr, Some(expected)) => {
            format!("- donné\u{a0}: {given}\n  répondu\u{a0}: {said}\n  attendu\u{a0}: {expected}")
        }
        (Lang::Fr, None) => format!("- donné\u{a0}: {given}\n  répondu\u{a0}: {said}"),
    }
}
