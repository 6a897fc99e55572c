//! A prompt with one useless sentence, one harmful sentence and two that say the same, read by a model whose response
//! is known: ablate ranks them, trim removes what can go, vary finds the fragile form.

#![expect(clippy::unwrap_used, reason = "test code: a panic is the failure message")]

use prompt::tree::{Contract, Edit, Level, Node, Style, Tree};
use prompt::{FileError, parse};
use stats::draws::Draws;
use studies::ablate::{Effect, LeaveOneOut, Orders, Shared, heat, pieces, strongest};
use studies::trim::{Options, Trim, not_worse};
use studies::vary::{Form, Vary};

const PROMPT: &str = "::: system
You sort the messages of a shop.

Labels:
- billing: payments and invoices
- shipping: parcels and delays

Rules:
- If several labels fit, choose the one of the main point.
- Thank you so much for your kind and precious help with this.
- Explain your reasoning at length before you answer.

Answer with a label only. Write only the label.

::: user
{{ message }}
";

const USEFUL: &str = "main point";
const USELESS: &str = "precious help";
const HARMFUL: &str = "reasoning at length";
const SAME: [&str; 2] = ["with a label only", "only the label"];

/// The planted model: the chance of a right answer from what the prompt says. An item is right when its difficulty,
/// drawn once, is below that chance, so that two versions that say the same answer alike.
fn scores(tree: &Tree, items: usize) -> Vec<f64> {
    let text = tree.text();
    let says = |words: &str| text.contains(words);
    let mut chance = 0.20;
    chance += if says("You sort the messages") { 0.20 } else { 0.0 };
    chance += if says("payments and invoices") { 0.10 } else { 0.0 };
    chance += if says("parcels and delays") { 0.10 } else { 0.0 };
    chance += if says(USEFUL) { 0.10 } else { 0.0 };
    chance += if SAME.iter().any(|words| says(words)) { 0.25 } else { 0.0 };
    chance -= if says(HARMFUL) { 0.15 } else { 0.0 };
    let mut draws = Draws::new(7);
    (0..items).map(|_| f64::from(u8::from(draws.uniform() < chance))).collect()
}

fn tree() -> Tree {
    Tree::of(&parse("p.mot.md", PROMPT).0)
}

fn allowed(tree: &Tree) -> bool {
    let contract = Contract::of(&parse("p.mot.md", PROMPT).0, &|_| Err(FileError::Unavailable)).unwrap();
    contract.check(tree, &|_| Err(FileError::Unavailable)).is_ok()
}

/// Runs the plan with a judge of `items` items; the versions asked about, in order.
fn run(trim: &mut Trim, items: usize) -> Vec<String> {
    let mut reference = scores(&tree(), items);
    let mut asked = Vec::new();
    while let Some(shorter) = trim.next(&allowed) {
        asked.push(shorter.tree.text());
        let new = scores(&shorter.tree, items);
        let kept = not_worse(&new, &reference, 0.02);
        if kept && new.iter().sum::<f64>() > reference.iter().sum::<f64>() {
            reference = new;
        }
        trim.tell(kept);
    }
    asked
}

/// The prompt without what leave-one-out finds to harm.
fn suspects() -> Vec<Edit> {
    let tree = tree();
    let plan = LeaveOneOut::new(&tree, pieces(&tree, Level::Sentence, &allowed));
    let scores: Vec<Vec<f64>> = plan.arms().iter().map(|arm| scores(&arm.tree, 400)).collect();
    let harmful = plan.read(&scores).unwrap().into_iter().filter(|earned| earned.effect == Effect::Harms);
    vec![Edit::Without { at: harmful.map(|earned| earned.piece.at).collect() }]
}

#[test]
fn trim_removes_what_can_go_and_nothing_else() {
    let mut trim = Trim::new(tree(), Options::default());
    trim.start_with(suspects());
    run(&mut trim, 400);
    let left = trim.best().text();
    assert!(!left.contains(USELESS) && !left.contains(HARMFUL), "{left}");
    assert_eq!(SAME.iter().filter(|words| left.contains(*words)).count(), 1, "one of the two stays: {left}");
    for words in
        [USEFUL, "You sort the messages", "payments and invoices", "parcels and delays", "{{ message }}"]
    {
        assert!(left.contains(words), "{words:?} is needed: {left}");
    }
    assert!(trim.saving() > 0.2, "{}", trim.saving());
    assert!(scores(trim.best(), 400).iter().sum::<f64>() > scores(&tree(), 400).iter().sum::<f64>());
}

#[test]
fn trim_asks_the_same_questions_when_it_is_told_the_same() {
    let mut whole = Trim::new(tree(), Options::default());
    let asked = run(&mut whole, 400);
    let answers: Vec<bool> = whole.log().iter().map(|judged| judged.not_worse).collect();
    assert_eq!(asked.len(), answers.len());
    for stop in 0..answers.len() {
        let mut resumed = Trim::new(tree(), Options::default());
        for answer in &answers[..stop] {
            resumed.next(&allowed).unwrap();
            resumed.tell(*answer);
        }
        assert_eq!(resumed.next(&allowed).unwrap().tree.text(), asked[stop]);
        resumed.tell(answers[stop]);
        assert_eq!(resumed.log(), &whole.log()[..=stop]);
    }
    // no version is asked about twice
    let mut versions: Vec<_> = whole.log().iter().map(|judged| judged.version).collect();
    versions.sort();
    versions.dedup();
    assert_eq!(versions.len(), asked.len());
}

#[test]
fn a_rewrite_is_tried_last_and_only_when_it_is_shorter() {
    let mut trim = Trim::new(tree(), Options { levels: vec![Level::Section], ..Options::default() });
    trim.rewrite_with(|tree| {
        let is_format = |node: &Node| node.text().starts_with("Answer with") && node.level == Level::Block;
        let (at, _) = tree.walk().into_iter().find(|(_, node)| is_format(node)).unwrap();
        let reword = |words: &str| Edit::Reword { at: at.clone(), words: words.to_owned() };
        let longer = "Answer with a label only, and write only the label, and nothing but it.";
        vec![vec![reword(longer), reword("Label only.")]]
    });
    let mut asked = Vec::new();
    while let Some(shorter) = trim.next(&allowed) {
        asked.push(shorter.removed);
        trim.tell(asked.len() > 1);
    }
    // the section first, refused; then the shorter of the two rewrites
    assert_eq!(asked.len(), 2);
    assert!(asked[0][0].contains("You sort the messages") && trim.best().text().contains("Label only."));
}

#[test]
fn trim_keeps_a_prompt_that_needs_all_it_has() {
    let mut trim = Trim::new(tree(), Options::default());
    while trim.next(&allowed).is_some() {
        trim.tell(false);
    }
    assert_eq!(trim.best().text(), PROMPT);
    assert_eq!(trim.saving(), 0.0);
}

#[test]
fn leave_one_out_ranks_the_sentences() {
    let tree = tree();
    let plan = LeaveOneOut::new(&tree, pieces(&tree, Level::Sentence, &allowed));
    let scores: Vec<Vec<f64>> = plan.arms().iter().map(|arm| scores(&arm.tree, 400)).collect();
    let earned = plan.read(&scores).unwrap();
    let of = |words: &str| earned.iter().find(|e| e.piece.text.contains(words)).unwrap();
    assert_eq!(of(USEFUL).effect, Effect::Helps);
    assert_eq!(of("You sort the messages").effect, Effect::Helps);
    assert_eq!(of(HARMFUL).effect, Effect::Harms);
    let Effect::NotSeen(most) = of(USELESS).effect else { panic!("a useless sentence has no effect to see") };
    assert!(most < 0.02, "400 items that answer alike leave little room: {most}");
    let worst = earned.iter().min_by(|a, b| a.gain.total_cmp(&b.gain)).unwrap();
    assert!(worst.piece.text.contains(HARMFUL));
    // the heat map is the text itself, the harmful sentence its coldest run
    let runs = heat(&tree, &earned);
    assert_eq!(runs.iter().map(|run| run.text.as_str()).collect::<String>(), PROMPT);
    let coldest =
        runs.iter().min_by(|a, b| a.degree(strongest(&runs)).total_cmp(&b.degree(strongest(&runs)))).unwrap();
    assert!(coldest.text.contains(HARMFUL));
    // each of the two that say the same seems to earn nothing: the other is still there
    assert!(SAME.iter().all(|words| matches!(of(words).effect, Effect::NotSeen(_))));
}

#[test]
fn shares_tell_redundant_from_useless() {
    let tree = tree();
    let plan = Shared::new(&tree, pieces(&tree, Level::Sentence, &allowed), 6, 11).unwrap();
    let means: Vec<f64> =
        plan.arms().iter().map(|arm| scores(&arm.tree, 300).iter().sum::<f64>() / 300.0).collect();
    let shares = plan.read(&means).unwrap();
    let of = |words: &str| shares.iter().find(|share| share.piece.text.contains(words)).unwrap().value;
    // together they carry the .25 of the format; nothing else moves with them, so their shares are exact
    assert!((of(SAME[0]) + of(SAME[1]) - 0.25).abs() < 0.06, "{} {}", of(SAME[0]), of(SAME[1]));
    assert!(of(SAME[0]) > 0.05 && of(SAME[1]) > 0.05);
    assert!(of(USELESS).abs() < 1e-9 && of(HARMFUL) < -0.08 && of(USEFUL) > 0.05);
    let whole = scores(&tree, 300).iter().sum::<f64>() / 300.0;
    let nothing =
        plan.arms().iter().zip(&means).find(|(arm, _)| arm.without.len() == shares.len()).unwrap().1;
    assert!((shares.iter().map(|share| share.value).sum::<f64>() - (whole - nothing)).abs() < 1e-9);
}

#[test]
fn an_order_that_does_not_matter_is_said_not_to() {
    let tree = tree();
    let plan = Orders::new(&tree, 5, 3);
    assert_eq!(plan.arms().len(), 6);
    let scores: Vec<Vec<f64>> = plan.arms().iter().map(|arm| scores(&arm.tree, 200)).collect();
    let effect = plan.read(&scores).unwrap();
    assert_eq!((effect.test.p, effect.share), (1.0, 0.0));
    // a model that minds the last thing said
    let last = |tree: &Tree| {
        let text = tree.text();
        let bonus = text.find("Answer with").unwrap() > text.find("Rules:").unwrap();
        let mut draws = Draws::new(5);
        (0..200)
            .map(|_| f64::from(u8::from(draws.uniform() < if bonus { 0.8 } else { 0.5 })))
            .collect::<Vec<f64>>()
    };
    let minding: Vec<Vec<f64>> = plan.arms().iter().map(|arm| last(&arm.tree)).collect();
    let effect = plan.read(&minding).unwrap();
    assert!(effect.test.p < 0.001 && effect.best.0 - effect.worst.0 > 0.2);
}

#[test]
fn vary_finds_the_fragile_form() {
    let tree = tree();
    let plan = Vary::new(&tree, 12, 1, &allowed);
    // a model that stumbles over tags, and minds nothing else
    let read = |tree: &Tree| {
        let chance = if tree.text().contains("<rules>") { 0.6 } else { 0.8 };
        let mut draws = Draws::new(9);
        (0..300).map(|_| f64::from(u8::from(draws.uniform() < chance))).collect::<Vec<f64>>()
    };
    let scores: Vec<Vec<f64>> = plan.arms().into_iter().map(read).collect();
    let report = plan.read(&scores).unwrap();
    let fragile: Vec<Form> = report.effects.iter().filter(|e| e.is_fragile()).map(|e| e.form).collect();
    assert_eq!(fragile, [Form::Delimiter(Style::Xml)]);
    assert_eq!(
        report.worst.1,
        1 + plan.renderings().iter().position(|r| r.form == Form::Delimiter(Style::Xml)).unwrap()
    );
    assert!(report.spread() > 0.15 && report.share > 0.0 && report.test.p < 0.001);
}

#[test]
fn renderings_are_of_many_forms_and_break_nothing() {
    let tree = tree();
    let plan = Vary::new(&tree, 30, 1, &allowed);
    let mut forms: Vec<Form> = plan.renderings().iter().map(|r| r.form).collect();
    forms.sort();
    forms.dedup();
    // the prompt has titles, lists, known formulations: every form but its own style applies
    assert_eq!(forms.len(), 10, "{forms:?}");
    for rendering in plan.renderings() {
        assert!(allowed(&rendering.tree));
        assert!(rendering.tree.text().contains("{{ message }}"));
        assert_eq!(rendering.edit.apply(&tree).unwrap().0, rendering.tree);
        for label in ["billing", "shipping"] {
            assert!(rendering.tree.text().contains(label), "{:?} lost a label", rendering.form);
        }
    }
    assert_eq!(Vary::new(&tree, 30, 1, &allowed).renderings(), plan.renderings());
}
