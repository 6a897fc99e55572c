//! What trim may and may not take away, on models whose response to a prompt is known.

#![expect(clippy::unwrap_used, reason = "test code: a panic is the failure message")]

use std::collections::BTreeMap;

use futures_util::FutureExt;
use prompt::tree::{Contract, Tree};
use prompt::{FileError, parse};
use stats::draws::Draws;
use studies::drive::{KeptElsewhere, drive};
use studies::evaluator::{Answers, Asked as Answered, Evaluator, Writings, Wrote};
use studies::meters::Meters;
use studies::shelf::Shelf;
use studies::trim::{Asked, Options, TrimStudy, Trimmed};
use studies::{Letter, Log, Question, State, Table, Trial, Written};

/// What a model makes of a prompt on an item: the chance of a right answer, and of one in the promised form.
type Response = fn(text: &str, item: u64) -> (f64, f64);

struct Planted {
    shelf: Shelf,
    response: Response,
    asked: u64,
    /// What the model that writes sends back, and what it was sent.
    reply: &'static str,
    letters: Vec<Letter>,
}

impl Evaluator for Planted {
    fn ask<'a>(&'a mut self, questions: &'a [Question]) -> Answers<'a> {
        self.asked += questions.len() as u64;
        let trial = |question: &Question| {
            let text = self.shelf.get(question.candidate).unwrap().text();
            let (right, formed) = (self.response)(&text, question.item);
            // drawn once an item: two versions of the same chance answer alike
            let mut draws = Draws::new(77 + question.item);
            let (of_form, of_answer) = (draws.uniform() < formed, draws.uniform() < right);
            let score = Some(f64::from(u8::from(of_form && of_answer)));
            (*question, Trial { score, formed: Some(of_form), ..Trial::default() })
        };
        let asked = Answered { trials: questions.iter().map(trial).collect(), ..Answered::default() };
        Box::pin(async { asked })
    }

    fn write<'a>(&'a mut self, letters: &'a [Letter]) -> Writings<'a> {
        self.letters.extend(letters.iter().cloned());
        let written = Written { text: Some(self.reply.to_owned()), ..Written::default() };
        let wrote = letters.iter().map(|letter| (letter.id(), written.clone())).collect();
        Box::pin(async { Wrote { written: wrote, ..Wrote::default() } })
    }
}

struct World {
    found: Trimmed,
    text: String,
    log: Log,
    asked: u64,
    letters: Vec<Letter>,
}

fn trim(prompt: &str, response: Response, margin: f64, slices: BTreeMap<u64, Vec<String>>) -> World {
    written(prompt, response, margin, slices, None)
}

/// The same, with a model that writes this whatever it is asked.
fn written(
    prompt: &str,
    response: Response,
    margin: f64,
    slices: BTreeMap<u64, Vec<String>>,
    reply: Option<&'static str>,
) -> World {
    let file = parse("p.mot.md", prompt).0;
    let tree = Tree::of(&file);
    let files = |_: &str| Err(FileError::Unavailable);
    let contract = Contract::of(&file, &files).unwrap();
    let asked = Asked {
        dev: (0..1_200).collect(),
        sealed: (10_000..10_800).collect(),
        repeats: 1,
        margin,
        alpha: 0.05,
        proof_alpha: 0.05,
    };
    let allowed = |tree: &Tree| contract.check(tree, &files).is_ok();
    let letters = if reply.is_some() { 3 } else { 0 };
    let study = TrimStudy::new(tree, Options::default(), asked, allowed).with_slices(slices);
    let mut study = study.proposing(letters);
    let shelf = study.shelf();
    let reply = reply.unwrap_or_default();
    let mut model = Planted { shelf: shelf.clone(), response, asked: 0, reply, letters: Vec::new() };
    let (mut table, mut log, mut meters) = (Table::default(), Log::default(), Meters::default());
    let mut journal = KeptElsewhere;
    let driven = drive(&mut study, &mut table, &mut model, &mut meters, &mut log, &mut journal);
    let found = driven.now_or_never().unwrap().unwrap();
    let text = shelf.get(found.version).unwrap().text();
    World { found, text, log, asked: model.asked, letters: model.letters }
}

/// A slice of every so many items.
fn one_in(every: u64) -> BTreeMap<u64, Vec<String>> {
    (0..20_000).filter(|item| item % every == 0).map(|item| (item, vec!["rare".to_owned()])).collect()
}

const MIXED: &str = "---\nlang: en\n---\n::: system\nYou sort the messages of a shop.\n\nRules:\n\
    - Explain your reasoning at length before you answer.\n- Choose the label of the main point.\n\
    - Keep calm whatever the customer says to you.\n\nAnswer with a label.\n\n::: user\n{{ message }}\n";

/// The first rule costs 20 points, the second is worth 15: both gone, the prompt is better than it was.
fn mixed(text: &str, _: u64) -> (f64, f64) {
    let says = |words: &str, worth: f64| if text.contains(words) { worth } else { 0.0 };
    let right = 0.2 + says("sort the messages", 0.2) + says("main point", 0.15) + says("a label", 0.3);
    (right - says("reasoning at length", 0.2), 1.0)
}

#[test]
fn what_a_harmful_part_cost_does_not_pay_for_the_loss_of_a_useful_one() {
    let world = trim(MIXED, mixed, 0.05, BTreeMap::new());
    assert_eq!(world.found.state, State::NotWorseButShorter, "{:?}", world.log);
    for gone in ["reasoning at length", "Keep calm"] {
        assert!(!world.text.contains(gone), "{}", world.text);
    }
    for kept in ["sort the messages", "main point", "a label", "{{ message }}"] {
        assert!(world.text.contains(kept), "{kept}: {}", world.text);
    }
    let proof = world.found.proof.unwrap();
    assert!(proof.difference > 0.1 && proof.n == 800, "{proof:?}");
    // the survey, and a test of each of a few versions
    assert!(world.asked < 10_000, "{}", world.asked);
}

/// The last rule serves the cases in German, one in ten, and costs the others a little: on the whole it does nothing.
fn german(text: &str, item: u64) -> (f64, f64) {
    let right = match (text.contains("whatever the customer"), item.is_multiple_of(10)) {
        (true, _) => 0.8,
        (false, true) => 0.5,
        (false, false) => 0.84,
    };
    (right, 1.0)
}

#[test]
fn a_loss_that_hides_in_a_slice_stops_the_proof() {
    let blind = trim(MIXED, german, 0.08, BTreeMap::new());
    assert_eq!(blind.found.state, State::NotWorseButShorter, "{:?}", blind.log);
    assert!(!blind.text.contains("whatever the customer"), "nothing is lost on the whole");
    let seeing = trim(MIXED, german, 0.08, one_in(10));
    assert!(seeing.text.contains("whatever the customer"), "{:?}", seeing.log);
    let said: Vec<_> = seeing.log.entries().iter().map(|entry| entry.what.key.as_ref()).collect();
    assert!(said.contains(&"studies-log-shorter-short") || said.contains(&"studies-short-slice"), "{said:?}");
}

/// Without the last sentence the form is lost now and then, on items that are mostly wrong anyway.
fn formed(text: &str, _: u64) -> (f64, f64) {
    if text.contains("Answer with a label") { (0.3, 1.0) } else { (0.3, 0.9) }
}

#[test]
fn answers_that_lose_the_form_keep_what_says_it() {
    let world = trim(MIXED, formed, 0.08, BTreeMap::new());
    assert!(world.text.contains("Answer with a label"), "{}", world.text);
    assert!(!world.text.contains("Keep calm"), "{}", world.text);
}

/// The example of the project, read by a model that needs the labels, the form and one rule, and no example.
fn triage(text: &str, _: u64) -> (f64, f64) {
    let says = |words: &str, worth: f64| if text.contains(words) { worth } else { 0.0 };
    let labels = ["payment", "parcel", "website", "stopping", "everything else"];
    let right = 0.3
        + labels.iter().map(|words| says(words, 0.08)).sum::<f64>()
        + says("what the customer asks", 0.08)
        + says("of the list", 0.1);
    (right, if text.contains("label") { 1.0 } else { 0.6 })
}

#[test]
fn the_shipped_example_is_a_fifth_shorter_with_proof() {
    let prompt = include_str!("../../../../examples/triage/triage.mot.md");
    let world = trim(prompt, triage, 0.05, BTreeMap::new());
    assert_eq!(world.found.state, State::NotWorseButShorter, "{:?}", world.log);
    let saved = 1.0 - world.found.tokens_after as f64 / world.found.tokens_before as f64;
    assert!(saved >= 0.2, "{saved}: {}", world.text);
    assert!(world.found.proof.unwrap().low > -0.05);
    for kept in ["payment", "parcel", "website", "{{ message }}"] {
        assert!(world.text.contains(kept), "{kept}: {}", world.text);
    }
    // the header and the note, which are not sent, are as they were
    assert!(world.text.starts_with("---\ntitle: Sorting customer messages"));
    assert!(world.text.contains("::: note"));
}

/// Calm is worth 8 points, which the survey's 40 items show, and which a margin of 15 allows.
fn calm(text: &str, item: u64) -> (f64, f64) {
    let lost = !text.contains("Keep calm") && item % 10 == 3;
    (if lost { 0.1 } else { 0.9 }, 1.0)
}

#[test]
fn a_part_that_earns_less_than_the_margin_is_not_spared_by_the_survey() {
    let strict = trim(MIXED, calm, 0.02, BTreeMap::new());
    assert!(strict.text.contains("Keep calm"), "{:?}", strict.log);
    let wide = trim(MIXED, calm, 0.15, BTreeMap::new());
    assert_eq!(wide.found.state, State::NotWorseButShorter, "{:?}", wide.log);
    assert!(!wide.text.contains("Keep calm"), "{}", wide.text);
}

const POLITE: &str = "---\nlang: en\n---\n::: user\nSort the message of the customer.\n\
    Please answer only with a label of the list.\n\nMessage: {{ message }}\n";

/// What stresses the answer serves one case in eight.
fn stressed(text: &str, item: u64) -> (f64, f64) {
    let says = |words: &str, worth: f64| if text.contains(words) { worth } else { 0.0 };
    let right = says("Sort the message", 0.3) + says("with a label", 0.2) + says("of the list", 0.3) + 0.1;
    (if item.is_multiple_of(8) && !text.contains("only") { right - 0.12 } else { right }, 1.0)
}

#[test]
fn when_all_rewrites_together_fail_their_rehearsal_each_is_tried_alone() {
    let world = trim(POLITE, stressed, 0.08, one_in(8));
    assert_eq!(world.found.state, State::NotWorseButShorter, "{:?}", world.log);
    let said: Vec<_> = world.log.entries().iter().map(|entry| entry.what.key.as_ref()).collect();
    assert!(said.contains(&"studies-log-rehearsal-failed"), "{said:?}");
    assert!(
        world.text.contains("\nAnswer only with a label of the list.\n\n{{ message }}\n"),
        "{}",
        world.text
    );
}

const LONG: &str = "---\nlang: en\n---\n::: system\nSort the messages of a shop.\n\nRules:\n- Read the message twice.\n\
    - Keep to the language of the customer.\n- Think of the whole team.\n- Remember who pays for all this.\n\n\
    Answer with a label.\n\n::: user\n{{ message }}\n";

/// The second rule serves one case in eight, which a proof would see and a short test does not.
fn foreign(text: &str, item: u64) -> (f64, f64) {
    let says = |words: &str, worth: f64| if text.contains(words) { worth } else { 0.0 };
    let right = says("Sort the messages", 0.3) + says("a label", 0.5) + 0.1;
    (if item.is_multiple_of(8) && !text.contains("language") { right - 0.12 } else { right }, 1.0)
}

#[test]
fn the_part_for_which_a_proof_would_fail_is_put_back_and_the_others_go() {
    let world = trim(LONG, foreign, 0.08, one_in(8));
    assert_eq!(world.found.state, State::NotWorseButShorter, "{:?}", world.log);
    let said: Vec<_> = world.log.entries().iter().map(|entry| entry.what.key.as_ref()).collect();
    assert!(said.contains(&"studies-log-put-back"), "{said:?}");
    assert!(world.text.contains("language of the customer"), "{}", world.text);
    for gone in ["twice", "whole team", "who pays"] {
        assert!(!world.text.contains(gone), "{gone}: {}", world.text);
    }
}

#[test]
fn when_no_proof_is_likely_the_sealed_cases_stay_closed() {
    let only = LONG.replace("- Read the message twice.\n", "").replace("- Think of the whole team.\n", "");
    let only = only.replace("- Remember who pays for all this.\n", "");
    let world = trim(&only, foreign, 0.08, one_in(8));
    assert_eq!((world.found.state, world.found.proved_on), (State::NoEvidence, 0), "{:?}", world.log);
    assert_eq!(world.text, only);
    let last = world.log.entries().last().unwrap().what.key.as_ref();
    assert_eq!(last, "studies-log-rehearsal-none");
}

const WORDY: &str = "---\nlang: en\noutput: {format: labels, labels: [billing, delivery]}\n---\n::: system\n\
    It falls to you to see, whenever a message of one of our customers comes in, what that message is about above all.\n\n\
    Of the two labels, billing and delivery, give the one that would help a colleague most.\n\n::: user\n{{ message }}\n";

/// Who names the labels and asks for one of them gets it.
fn plain(text: &str, _: u64) -> (f64, f64) {
    let asks = text.contains("falls to you") || text.contains("Sort the message");
    (if asks && text.contains("billing") { 0.9 } else { 0.2 }, 1.0)
}

#[test]
fn what_a_model_writes_shorter_meets_the_same_tests() {
    // one that loses the labels, one that loses the task, one that does both jobs, one that is longer
    let reply = "<prompt>Sort the message.</prompt> <prompt>billing or delivery</prompt> \
                 <prompt>Sort the message: billing or delivery.</prompt> <prompt>Sort the message, please, and think of \
                 it for a while, and then for a while longer, and then again, and say billing or delivery at last, or \
                 what you will, as long as it is a label that helps whoever reads it in the end, or later.</prompt>";
    let world = written(WORDY, plain, 0.05, BTreeMap::new(), Some(reply));
    assert_eq!(world.found.state, State::NotWorseButShorter, "{:?}", world.log);
    assert!(
        world.text.contains("::: system\nSort the message: billing or delivery.\n\n::: user\n{{ message }}")
    );
    // what it is asked: the instructions and what to keep, no case; and about the shorter ones once more
    let first = &world.letters[0].values;
    assert!(
        first["current"].starts_with("It falls to you") && first["output"].contains("billing"),
        "{first:?}"
    );
    assert_eq!(world.letters.len(), 2);
    assert_eq!(world.letters[1].values["current"], "Sort the message: billing or delivery.");
    let alone = trim(WORDY, plain, 0.05, BTreeMap::new());
    assert!(alone.found.tokens_after > world.found.tokens_after, "{}", alone.text);
    assert!(alone.letters.is_empty());
}

#[test]
fn a_reply_that_holds_nothing_changes_nothing() {
    let alone = trim(MIXED, mixed, 0.05, BTreeMap::new());
    for reply in [
        "",
        "Certainly! Here it is.",
        "<prompt></prompt>",
        "I'm sorry, I can't.",
        "<prompt>::: user\nx</prompt>",
    ] {
        let world = written(MIXED, mixed, 0.05, BTreeMap::new(), Some(reply));
        assert_eq!((&world.found, &world.text), (&alone.found, &alone.text), "{reply}");
        assert_eq!(world.letters.len(), 1);
    }
}
