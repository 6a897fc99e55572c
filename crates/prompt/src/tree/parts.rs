//! What each piece is for, from its title, its words and its place; in French and English.

use crate::role::SectionRole;

use super::node::{Body, Level, Node, Part};

/// What is known of the prompt around a section.
pub(super) struct Hints<'p> {
    /// The labels the prompt promises to answer with.
    pub labels: &'p [String],
    /// The section being read.
    pub role: SectionRole,
}

/// Words of titles and tags, without case or accents, singular and plural.
const TITLES: [(Part, &[&str]); 8] = [
    (Part::Examples, &["examples", "exemples", "few-shot", "demonstrations", "samples"]),
    (Part::Example, &["example", "exemple"]),
    (
        Part::Labels,
        &[
            "label",
            "labels",
            "category",
            "categories",
            "class",
            "classes",
            "definition",
            "definitions",
            "etiquette",
            "etiquettes",
            "categorie",
            "choices",
            "options",
            "choix",
            "intents",
            "topics",
        ],
    ),
    (
        Part::Format,
        &["format", "output", "answer", "response", "reponse", "sortie", "schema", "output-format", "style"],
    ),
    (
        Part::Rules,
        &[
            "rule",
            "rules",
            "guideline",
            "guidelines",
            "instructions",
            "constraint",
            "constraints",
            "requirements",
            "regle",
            "regles",
            "consigne",
            "consignes",
            "contrainte",
            "contraintes",
            "criteria",
            "criteres",
            "important",
            "steps",
            "etapes",
            "do",
            "don't",
            "notes",
            "remarques",
        ],
    ),
    (
        Part::Context,
        &[
            "context",
            "contexte",
            "background",
            "document",
            "documents",
            "audience",
            "public",
            "glossary",
            "glossaire",
            "situation",
            "knowledge",
            "facts",
            "faits",
        ],
    ),
    (Part::Role, &["role", "persona", "identity", "identite"]),
    (Part::Task, &["task", "tache", "goal", "objective", "objectif", "mission", "but", "purpose", "job"]),
];

/// What a title or a tag says its text is.
pub(super) fn title_part(title: &str) -> Option<Part> {
    let folded = fold(title);
    let words = folded.split(|c: char| !(c.is_alphanumeric() || "-'".contains(c))).filter(|w| !w.is_empty());
    let words: Vec<&str> = words.collect();
    if words.len() > 8 {
        return None;
    }
    TITLES.iter().find(|(_, known)| words.iter().any(|word| known.contains(word))).map(|(part, _)| *part)
}

/// Beginnings of sentences, without case or accents.
const OPENINGS: [(Part, &[&str]); 4] = [
    (
        Part::Role,
        &[
            "you are ",
            "you're ",
            "act as ",
            "your role",
            "imagine you are",
            "as an ",
            "tu es ",
            "vous etes ",
            "agis comme",
            "agissez comme",
            "agissez en",
            "ton role",
            "votre role",
            "en tant qu",
        ],
    ),
    (
        Part::Format,
        &[
            "answer with",
            "answer in",
            "answer only",
            "answer using",
            "answer by",
            "respond with",
            "respond in",
            "respond only",
            "respond by",
            "reply with",
            "reply in",
            "reply only",
            "return ",
            "output ",
            "only output",
            "only return",
            "only answer",
            "only respond",
            "write only",
            "give only",
            "your answer",
            "your reply",
            "your response",
            "the answer must",
            "the output must",
            "no other text",
            "nothing else",
            "use the following format",
            "use this format",
            "format ",
            "reponds par",
            "reponds avec",
            "reponds en",
            "reponds seulement",
            "reponds uniquement",
            "reponds d'un",
            "repondez par",
            "repondez avec",
            "repondez en",
            "repondez seulement",
            "repondez uniquement",
            "renvoie",
            "renvoyez",
            "retourne",
            "donne seulement",
            "donne uniquement",
            "donnez seulement",
            "donnez uniquement",
            "ecris seulement",
            "ecris uniquement",
            "ecrivez seulement",
            "ecrivez uniquement",
            "ta reponse",
            "votre reponse",
            "la reponse doit",
            "la sortie doit",
            "rien d'autre",
            "utilise le format",
            "utilisez le format",
            "une seule etiquette",
            "n'ecris rien d'autre",
            "sans phrase",
        ],
    ),
    (
        Part::Rules,
        &[
            "never ",
            "always ",
            "do not ",
            "don't ",
            "must ",
            "you must",
            "you should",
            "avoid ",
            "make sure",
            "be sure",
            "ensure ",
            "if ",
            "when ",
            "unless ",
            "remember",
            "be ",
            "jamais ",
            "toujours ",
            "ne ",
            "n'",
            "tu dois",
            "vous devez",
            "evite",
            "evitez",
            "veille a",
            "veillez a",
            "assure-toi",
            "assurez-vous",
            "si ",
            "s'il ",
            "quand ",
            "lorsque ",
            "sauf ",
            "sois ",
            "soyez ",
        ],
    ),
    (
        Part::Task,
        &[
            "your task",
            "the task",
            "your goal",
            "your job",
            "ta tache",
            "votre tache",
            "ta mission",
            "votre mission",
            "ton but",
            "votre but",
            "you ",
            "tu ",
            "vous ",
            "sort ",
            "classify",
            "translate",
            "summari",
            "extract ",
            "write ",
            "rewrite",
            "decide",
            "choose",
            "identify",
            "label ",
            "detect",
            "rate ",
            "find ",
            "generate",
            "convert",
            "given ",
            "read ",
            "determine",
            "assign",
            "tag ",
            "categori",
            "compare ",
            "explain",
            "answer the",
            "classe",
            "trie",
            "traduis",
            "traduisez",
            "resume",
            "extrais",
            "extrayez",
            "ecris",
            "ecrivez",
            "redige",
            "decide",
            "choisis",
            "identifie",
            "determine",
            "indique",
            "donne",
            "lis ",
            "lisez",
            "attribue",
            "compare",
            "explique",
            "reformule",
            "corrige",
            "reponds a",
            "repondez a",
            "evalue",
            "note ",
            "notez ",
        ],
    ),
];

fn sentence_part(words: &str, hints: &Hints<'_>) -> Option<Part> {
    let folded = fold(words);
    if hints.role == SectionRole::User && words.contains("{{") {
        return Some(Part::Tail);
    }
    let named = hints.labels.iter().filter(|label| folded.contains(&fold(label))).count();
    let found = OPENINGS.iter().find(|(_, known)| known.iter().any(|start| folded.starts_with(start)));
    match found.map(|(part, _)| *part) {
        Some(Part::Role) => Some(Part::Role),
        // "one of: billing, shipping" names the labels, whatever the verb
        Some(part @ (Part::Format | Part::Task))
            if hints.labels.len() < 2 || named * 3 < hints.labels.len() * 2 =>
        {
            Some(part)
        }
        _ if hints.labels.len() >= 2 && named * 3 >= hints.labels.len() * 2 => Some(Part::Labels),
        part => part,
    }
}

/// Settles the parts of the blocks of a section.
pub(super) fn assign(blocks: &mut [Node], hints: &Hints<'_>) {
    let whole = match hints.role {
        SectionRole::Context => Some(Part::Context),
        SectionRole::Note => Some(Part::Note),
        SectionRole::History => Some(Part::History),
        _ => None,
    };
    for block in blocks {
        match whole {
            Some(part) => spread(block, part),
            None => settle(block, hints),
        }
    }
}

/// Gives a part to a node and to everything under it.
fn spread(node: &mut Node, part: Part) {
    node.part = part;
    if let Body::Nodes(nodes) = &mut node.body {
        nodes.iter_mut().for_each(|child| spread(child, part));
    }
}

fn settle(node: &mut Node, hints: &Hints<'_>) {
    match node.part {
        Part::Other => {}
        // their turns are settled when they are cut
        Part::Example | Part::Examples | Part::Given | Part::Answered => return,
        part => {
            if let Body::Nodes(nodes) = &mut node.body {
                nodes
                    .iter_mut()
                    .filter(|child| child.part == Part::Other)
                    .for_each(|child| spread(child, part));
            }
            return;
        }
    }
    if matches!(node.level, Level::Sentence | Level::Phrase) {
        let part = sentence_part(&node.words(), hints).unwrap_or(Part::Other);
        spread(node, part);
        return;
    }
    let Body::Nodes(nodes) = &mut node.body else {
        node.part = sentence_part(&node.words(), hints).unwrap_or(Part::Other);
        return;
    };
    nodes.iter_mut().for_each(|child| settle(child, hints));
    // "Answer:" after the case waits for the model
    if let Some(case) = nodes.iter().position(|child| child.part == Part::Tail) {
        let waiting = nodes[case..].iter_mut().filter(|child| child.text().trim_end().ends_with(':'));
        waiting.for_each(|child| spread(child, Part::Tail));
    }
    let list = nodes.iter().all(|child| child.level == Level::Item);
    let labelled = nodes.iter().filter(|child| is_label(child, hints.labels)).count();
    node.part = if list && labelled >= 2 && labelled * 3 >= nodes.len() * 2 {
        Part::Labels
    } else {
        let common = commonest(nodes);
        // an untitled list of statements is a list of rules
        if list && matches!(common, Part::Other | Part::Task) { Part::Rules } else { common }
    };
    if list {
        let part = node.part;
        if let Body::Nodes(nodes) = &mut node.body {
            nodes.iter_mut().for_each(|child| spread(child, part));
        }
    }
}

/// Whether the item opens with one of the labels.
fn is_label(item: &Node, labels: &[String]) -> bool {
    let words = fold(&item.words());
    let words = words.trim_start_matches(['*', '`', '"', '«', ' ', '\u{a0}', '\u{202f}']);
    labels.iter().any(|label| {
        let label = fold(label);
        let after = words.strip_prefix(label.as_str());
        after.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    })
}

/// The part most children have; what is none of them counts only when nothing else is there, the first wins a tie.
fn commonest(nodes: &[Node]) -> Part {
    if nodes.iter().any(|node| node.part == Part::Tail) {
        return Part::Tail;
    }
    let mut best = (Part::Other, 0);
    for node in nodes.iter().filter(|node| node.part != Part::Other) {
        let count = nodes.iter().filter(|other| other.part == node.part).count();
        if count > best.1 {
            best = (node.part, count);
        }
    }
    best.0
}

/// Lower case, without accents, straight apostrophes, single spaces.
pub fn fold(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    use unicode_normalization::char::is_combining_mark;
    let mut out = String::with_capacity(text.len());
    for c in text.trim().nfd().filter(|c| !is_combining_mark(*c)) {
        match c {
            '’' => out.push('\''),
            c if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}
