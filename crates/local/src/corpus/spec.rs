//! What a document is about and how much of it the prompt says. The answer is a function of both (`behave`), which
//! is what makes a prompt on this model worth writing.

use serde::Serialize;
use terms::Lang;

use super::draw::Draw;
use super::labels::{self, Labels, Mode};
use super::lexicon::{lexicon, nonce};
use super::task::{Scene, Split, Task};

/// The shape of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Nothing but the value.
    Bare,
    /// A full sentence.
    Sentence,
    /// After these words.
    Prefix(&'static str),
    /// Between tags of this name.
    Tag(&'static str),
    /// An object with this key.
    Json(&'static str),
    /// In capitals.
    Upper,
    /// Between straight quotation marks.
    Quoted,
    /// Between square brackets.
    Bracket,
}

/// Which opinion counts when there are two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tie {
    /// The last one.
    Last,
    /// The bad one.
    Worst,
}

/// The whole wish of the person who writes the prompt.
#[derive(Clone, Debug)]
pub struct Spec {
    /// What is asked.
    pub task: Task,
    /// Language of the instructions.
    pub lang: Lang,
    /// Label words, when they are not the usual ones or when they are listed.
    pub labels: Option<Labels>,
    /// Shape of the answer.
    pub format: Format,
    /// Language of the answer, when it is not that of the instructions.
    pub answer_in: Option<Lang>,
    /// Rule for two opinions.
    pub tie: Option<Tie>,
    /// What to write when the text does not say.
    pub absent: Option<String>,
    /// A word never to write, and the one to write instead.
    pub forbid: Option<(String, String)>,
    /// Words to end with.
    pub close: Option<String>,
}

/// What the prompt says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Stated {
    /// The task has its sentence.
    pub task: bool,
    /// The label words are listed or mapped.
    pub labels: bool,
    /// 0: nothing on the format; 1 to 3: said more and more firmly.
    pub format: u8,
    /// Rules for ties, absence, forbidden words, closing words, language.
    pub rules: bool,
    /// A role is given.
    pub role: bool,
    /// The text stands between delimiters.
    pub delimited: bool,
    /// Orders inside the text are declared void.
    pub beware: bool,
}

impl Stated {
    /// A vague request: nothing is said.
    pub const NOTHING: Stated = Stated {
        task: false,
        labels: false,
        format: 0,
        rules: false,
        role: false,
        delimited: false,
        beware: false,
    };
    /// Everything is said, firmly.
    pub const ALL: Stated = Stated {
        task: true,
        labels: true,
        format: 3,
        rules: true,
        role: true,
        delimited: true,
        beware: true,
    };
}

const PREFIXES: [&[&str]; 2] = [
    &["Answer:", "Result:", "Label:", "Output:", ">"],
    &["Réponse :", "Résultat :", "Étiquette :", "Sortie :", ">"],
];
const TAGS: &[&str] = &["out", "answer", "label", "result", "a", "value"];
const KEYS: [&[&str]; 2] = [
    &["answer", "label", "result", "value", "output", "class"],
    &["réponse", "étiquette", "résultat", "valeur"],
];
const ABSENT: [&[&str]; 2] = [
    &["NONE", "none", "N/A", "unknown", "?", "absent", "not given", "-", "NULL"],
    &["AUCUN", "aucun", "N/A", "inconnu", "?", "absent", "néant", "-", "NUL"],
];
const CLOSINGS: [&[&str]; 2] = [
    &["Thank you.", "Goodbye.", "Have a nice day.", "END", "Over.", "OK?"],
    &["Merci.", "Au revoir.", "Bonne journée.", "FIN", "Terminé.", "D'accord ?"],
];

/// A format other than bare or sentence, its words drawn.
fn dressed(d: &mut Draw, l: usize) -> Format {
    match d.weighted(&[4, 5, 6, 3, 3, 3]) {
        0 => Format::Prefix(d.one(PREFIXES[l])),
        1 => Format::Tag(d.one(TAGS)),
        2 => Format::Json(d.one(KEYS[l])),
        3 => Format::Upper,
        4 => Format::Quoted,
        _ => Format::Bracket,
    }
}

impl Spec {
    /// A wish for this task; with examples, label words may be explained by them alone.
    pub fn draw(d: &mut Draw, task: Task, lang: Lang, shots: usize, hard: usize, split: Split) -> Spec {
        let l = usize::from(lang == Lang::Fr);
        let closed = !task.labels().is_empty();
        let drill = task.scene() == Scene::Drill;
        let binding = task == Task::Category;
        let labels = closed.then(|| {
            let shown = if shots > 1 { 4 } else { 0 };
            let weights = if binding { [2, 4, 2 * shown] } else { [6, 2, shown] };
            match d.weighted(&[if binding { 1 } else { 3 }, weights[0], weights[1], weights[2]]) {
                0 => None,
                1 => Some(Mode::Listed),
                2 => Some(Mode::Mapped),
                _ => Some(Mode::Shown),
            }
        });
        let labels = labels.flatten().map(|mode| labels::draw(d, task, lang, mode, hard, split));
        let format = match d.below(100) {
            _ if task == Task::Record => Format::Bare,
            0..50 => Format::Bare,
            _ if drill && d.chance(0.7) => Format::Bare,
            50..58 => Format::Sentence,
            _ => dressed(d, l),
        };
        let mut spec = Spec {
            task,
            lang,
            labels,
            format,
            answer_in: None,
            tie: None,
            absent: None,
            forbid: None,
            close: None,
        };
        if task == Task::Sentiment && d.chance(0.4) {
            spec.tie = Some(if d.chance(0.5) { Tie::Last } else { Tie::Worst });
        }
        if may_be_absent(task) && d.chance(0.5) {
            spec.absent = Some((*d.pick(ABSENT[l])).to_owned());
        }
        if closed && spec.labels.is_none() && shots == 0 && d.chance(0.1) {
            spec.answer_in = Some(if lang == Lang::En { Lang::Fr } else { Lang::En });
        }
        if closed && !binding && shots == 0 && spec.answer_in.is_none() && d.chance(0.08) {
            let mut instead = nonce(d, split);
            if d.chance(0.5) {
                instead = lexicon().nouns[d.below(lexicon().nouns.len())].name(lang).to_owned();
            }
            let known = spec.known_names(lang);
            spec.forbid = Some((d.pick(&known).clone(), instead));
        }
        if !drill && matches!(spec.format, Format::Bare | Format::Sentence) && shots == 0 && d.chance(0.05) {
            spec.close = Some((*d.pick(CLOSINGS[l])).to_owned());
        }
        spec
    }

    /// The label words an answer may hold.
    fn known_names(&self, lang: Lang) -> Vec<String> {
        match &self.labels {
            Some(labels) => labels.names.clone(),
            None => {
                let n = labels::classes(self.task).min(8);
                (0..n).map(|c| labels::name(self.task, lang, 0, c).to_owned()).collect()
            }
        }
    }
}

/// Tasks whose answer the text may not hold.
fn may_be_absent(task: Task) -> bool {
    use Task::*;
    let fields = matches!(
        task,
        Total | Deposit | Shipping | Ordered | Due | City | Email | Phone | Order | Customer | Company
    );
    fields || matches!(task, Sender | Product | Blamed | Praised)
}

impl Stated {
    /// What a training prompt says: mostly a good part of the wish, sometimes nothing.
    pub fn draw(d: &mut Draw, spec: &Spec, shots: usize) -> Stated {
        let drill = spec.task.scene() == Scene::Drill;
        if !drill && shots == 0 && d.chance(0.08) {
            return Stated { role: d.chance(0.2), delimited: d.chance(0.3), ..Stated::NOTHING };
        }
        let shown = spec.labels.as_ref().is_some_and(|l| l.mode == Mode::Shown);
        let labels = spec.labels.is_some() && !shown && d.chance(if shots > 0 { 0.6 } else { 0.9 });
        // examples, or a list of labels, may stand for the task
        let alone = shots > 0 || (labels && d.chance(0.4));
        Stated {
            task: !alone || d.chance(0.6),
            labels,
            format: match spec.format {
                Format::Bare if drill => 0,
                Format::Bare => d.weighted(&[5, 3, 4, 6]) as u8,
                _ if shots > 0 => d.weighted(&[5, 2, 2, 3]) as u8,
                _ => d.weighted(&[1, 4, 4, 7]) as u8,
            },
            rules: d.chance(0.85),
            role: d.chance(0.12),
            delimited: d.chance(0.4),
            beware: false,
        }
    }
}
