//! Slots of a prompt filled from the data: the labels and what tells them apart, the form of the answer, the constraints
//! of the brief, and rules against the errors made on train cases.

use std::collections::BTreeMap;

use prompt::tree::{Edit, Node, Part, Path, Tree, fold};
use stats::draws::Draws;
use terms::{Lang, Message, Output};

use super::distinctive::keywords;
use super::lexicon::Slots as Places;
use super::{Needs, Parent, Strategy, View};

/// The strategy.
#[derive(Clone, Copy, Debug)]
pub struct Slots;

/// Confusions between two labels turned into rules, at most.
const CONFUSIONS: usize = 3;

impl Strategy for Slots {
    fn name(&self) -> &'static str {
        "slots"
    }

    fn needs(&self) -> Needs {
        Needs { train: true, replies: true, ..Needs::default() }
    }

    fn edits(&self, parent: &Parent, view: &View<'_>, _: &mut Draws) -> Vec<(Edit, Message)> {
        let tree = &parent.tree;
        let lang = tree.lang().unwrap_or(Lang::En);
        let [task, labels, form] = Slots::groups(parent, view);
        let mut edits: Edits = labels.into_iter().chain(form).collect();
        edits.splice(0..0, together(&edits));
        edits.extend(task);
        constraints(tree, view, lang, &mut edits);
        errors(parent, view, lang, &mut edits);
        edits
    }
}

impl Slots {
    /// What may be said of the task, of the labels and of the form of the answer.
    pub(super) fn groups(parent: &Parent, view: &View<'_>) -> [Edits; 3] {
        let tree = &parent.tree;
        let lang = tree.lang().unwrap_or(Lang::En);
        let mut groups = [Edits::new(), Edits::new(), Edits::new()];
        task(tree, view, &mut groups[0]);
        labels(tree, view, lang, &mut groups[1]);
        form(tree, view, lang, &mut groups[2]);
        groups
    }
}

type Edits = Vec<(Edit, Message)>;

/// The goal as the brief says it, when the prompt does not.
fn task(tree: &Tree, view: &View<'_>, edits: &mut Edits) {
    let Some(goal) = view.brief.task.as_ref().filter(|goal| !goal.trim().is_empty()) else { return };
    if !said(tree).contains(&fold(goal)) {
        let edit = Edit::Add { part: Part::Task, title: None, lines: vec![goal.clone()] };
        edits.push((edit, Message::new("studies-why-task").with("words", goal.as_str())));
    }
}

/// What the prompt says, folded.
fn said(tree: &Tree) -> String {
    fold(&tree.nodes().iter().map(Node::text).collect::<String>())
}

/// The title of a part.
pub(super) fn title(part: Part, lang: Lang) -> String {
    let title = match (part, lang) {
        (Part::Labels, Lang::En) => "Labels",
        (Part::Labels, Lang::Fr) => "Étiquettes",
        (_, Lang::En) => "Rules",
        (_, Lang::Fr) => "Règles",
    };
    title.to_owned()
}

/// The list of labels: bare, or each with the words that tell it apart in the train cases.
fn labels(tree: &Tree, view: &View<'_>, lang: Lang, edits: &mut Edits) {
    let labels = view.brief.labels();
    if labels.len() < 2 {
        return;
    }
    let lists: Vec<Path> = tree.find(Part::Labels);
    for most in [0, 3, 6] {
        let words = tells(view, most);
        let lines: Vec<String> = labels
            .iter()
            .map(|label| match words.get(&fold(label)) {
                Some(words) if !words.is_empty() => format!("{label}{} {}", colon(lang), words.join(", ")),
                _ => label.clone(),
            })
            .collect();
        if most > 0 && lines.iter().all(|line| labels.contains(line)) {
            continue;
        }
        let why = Message::new(if most == 0 { "studies-why-labels" } else { "studies-why-definitions" });
        let add = Edit::Add { part: Part::Labels, title: Some(title(Part::Labels, lang)), lines };
        // in the place of the list that is there, for a person's own definitions are not to be said twice
        let edit = match lists.is_empty() {
            true => add,
            false if most == 0 => continue,
            false => Edit::All { edits: vec![Edit::Without { at: lists.clone() }, add] },
        };
        edits.push((edit, why.with("count", labels.len())));
    }
}

fn colon(lang: Lang) -> &'static str {
    if lang == Lang::Fr { "\u{a0}:" } else { ":" }
}

/// For each label, folded, the words that tell it apart.
fn tells(view: &View<'_>, most: usize) -> BTreeMap<String, Vec<String>> {
    if most == 0 {
        return BTreeMap::new();
    }
    let texts = view.train.iter().filter_map(|shown| Some((fold(shown.expected()?), shown.text())));
    keywords(&texts.collect::<Vec<_>>(), most)
}

/// The sentence that says the form of the answer.
fn form(tree: &Tree, view: &View<'_>, lang: Lang, edits: &mut Edits) {
    let places = Places { labels: view.brief.labels().to_vec(), other: None, input: None };
    let ideas = view.lexicon.ideas().iter();
    let forms = ideas.filter(|idea| idea.part == Part::Format && idea.suits(tree.output()));
    let named = keys(tree.output()).into_iter().flat_map(|keys| said_with_keys(&keys, lang));
    for words in named.chain(forms.flat_map(|idea| idea.say(lang, &places))) {
        let stop = format!("{words}.");
        edits
            .push((Edit::SetFormat { words: stop }, Message::new("studies-why-format").with("words", words)));
    }
}

/// The labels and the form of the answer at once: a model that is told one of them only may still answer in the wrong
/// form, and neither alone would be seen to help.
fn together(edits: &Edits) -> Edits {
    let forms = || edits.iter().filter(|(edit, _)| matches!(edit, Edit::SetFormat { .. }));
    let lists = edits.iter().filter(|(edit, _)| !matches!(edit, Edit::SetFormat { .. }));
    let mut both = Vec::new();
    for (list, why) in lists {
        for (form, and) in forms().take(2) {
            let edit = Edit::All { edits: vec![list.clone(), form.clone()] };
            both.push((
                edit,
                Message::new("studies-why-both").with("one", why.clone()).with("other", and.clone()),
            ));
        }
    }
    both
}

/// The keys of the JSON that is promised, in their order.
fn keys(output: &Output) -> Option<String> {
    let Output::Json { schema: Some(schema) } = output else { return None };
    let keys = schema.get("properties")?.as_object()?.keys();
    let named: Vec<String> = keys.map(|key| format!("\"{key}\"")).collect();
    (!named.is_empty()).then(|| named.join(", "))
}

/// Sentences that name these keys.
fn said_with_keys(keys: &str, lang: Lang) -> [String; 3] {
    match lang {
        Lang::En => [
            format!("Extract as JSON: {keys}. Answer with the result only, without any other word"),
            format!("Answer only with a JSON object that has the keys {keys}"),
            format!("Extract as JSON: {keys}"),
        ],
        Lang::Fr => [
            format!(
                "Extrais en JSON\u{a0}: {keys}. Réponds uniquement par le résultat, sans aucun autre mot"
            ),
            format!("Réponds seulement par un objet JSON qui a les clés {keys}"),
            format!("Extrais en JSON\u{a0}: {keys}"),
        ],
    }
}

/// What the brief asks for and the prompt does not say.
fn constraints(tree: &Tree, view: &View<'_>, lang: Lang, edits: &mut Edits) {
    let said = said(tree);
    let missing: Vec<&String> = view.brief.constraints.iter().filter(|c| !said.contains(&fold(c))).collect();
    for constraint in &missing {
        let why = Message::new("studies-why-constraint").with("words", constraint.as_str());
        edits.push((rule(tree, constraint, lang), why));
    }
    if missing.len() > 1 {
        let lines = missing.into_iter().cloned().collect();
        let edit = Edit::Add { part: Part::Rules, title: Some(title(Part::Rules, lang)), lines };
        edits.push((edit, Message::new("studies-why-constraints")));
    }
}

/// A rule, in the list of rules when there is one.
pub(super) fn rule(tree: &Tree, words: &str, lang: Lang) -> Edit {
    let list = tree.find(Part::Rules).into_iter().find(|path| {
        tree.get(path)
            .is_some_and(|node| node.nodes().last().is_some_and(|n| n.level == prompt::tree::Level::Item))
    });
    match list {
        Some(at) => Edit::AddItem { at, words: words.to_owned() },
        None => {
            let title = Some(title(Part::Rules, lang));
            Edit::Add { part: Part::Rules, title, lines: vec![words.to_owned()] }
        }
    }
}

/// Rules against what went wrong on train cases: answers that are no label, and pairs of labels taken for each other.
fn errors(parent: &Parent, view: &View<'_>, lang: Lang, edits: &mut Edits) {
    if !matches!(view.brief.output, Output::Labels { .. }) {
        return;
    }
    let labels = view.brief.labels();
    let label_of = |text: &str| {
        let folded = fold(text.trim().trim_end_matches('.'));
        labels.iter().find(|label| fold(label) == folded)
    };
    let mut no_label = 0usize;
    let mut confused: BTreeMap<(&String, &String), usize> = BTreeMap::new();
    for shown in view.train {
        let (Some(expected), Some(answer)) = (shown.expected(), shown.answers.get(&parent.version)) else {
            continue;
        };
        if answer.score >= 0.5 {
            continue;
        }
        match (label_of(expected), label_of(&answer.reply)) {
            (Some(expected), Some(said)) => *confused.entry((expected, said)).or_default() += 1,
            (_, None) => no_label += 1,
            _ => {}
        }
    }
    if no_label > 0 {
        let spelled = view.lexicon.idea("exact-spelling").map(|idea| idea.say(lang, &Places::default()));
        for words in spelled.into_iter().flatten() {
            let why = Message::new("studies-why-no-label").with("count", no_label);
            edits.push((rule(&parent.tree, &words, lang), why));
        }
    }
    let words = tells(view, 3);
    let mut confused: Vec<_> = confused.into_iter().filter(|(_, count)| *count >= 2).collect();
    confused.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    for ((expected, said), count) in confused.into_iter().take(CONFUSIONS) {
        let of = |label: &String| {
            words.get(&fold(label)).filter(|words| !words.is_empty()).map(|words| words.join(", "))
        };
        let (Some(right), Some(wrong)) = (of(expected), of(said)) else { continue };
        let rule_words = match lang {
            Lang::En => format!("Do not take {expected} ({right}) for {said} ({wrong})"),
            Lang::Fr => format!("Ne confonds pas {expected} ({right}) avec {said} ({wrong})"),
        };
        let why = Message::new("studies-why-confusion")
            .with("expected", expected.as_str())
            .with("said", said.as_str())
            .with("count", count);
        edits.push((rule(&parent.tree, &rule_words, lang), why));
    }
}
