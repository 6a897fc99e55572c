//! Cases of a task: held-out texts of the corpus with their answers, as CSV.
//! `cargo run -p motjuste-local --example cases -- triage fr 40`, `... -- invoice fr 30`, `... -- city en 200 7` (any task
//! with one plain answer, by its name in the examination; the last number is the seed, that of the demonstration when
//! none is given).

use std::collections::BTreeSet;
use std::io::Write;

use local::corpus::{Content, Draw, Gold, Scene, Split, Task, Wish, labels};
use terms::Lang;

/// The seed of the demonstration's cases.
const SEED: u64 = 2026;

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [what, lang, count, seed @ ..] = arguments.as_slice() else { return Ok(()) };
    let lang = if lang == "fr" { Lang::Fr } else { Lang::En };
    let count: usize = count.parse().unwrap_or(40);
    let seed = seed.first().and_then(|seed| seed.parse().ok()).unwrap_or(SEED);
    let named = |task: &&Task| serde_json::json!(task) == what.as_str();
    let (task, column) = match what.as_str() {
        "triage" => (Task::Intent, "message"),
        "invoice" => (Task::Total, "note"),
        _ => match Task::ALL.iter().find(named) {
            Some(task) => (*task, column(task.scene())),
            None => return Err(std::io::Error::other(format!("no task {what}"))),
        },
    };
    let mut out = std::io::stdout().lock();
    writeln!(out, "{column},expect")?;
    // a task of its own name has each text once; the two of the demonstration are as they always were
    let mut written: BTreeSet<String> = BTreeSet::new();
    let mut lines = 0;
    for number in 0.. {
        // a scene with few texts ends before the count
        if lines == count || number > 200 * count as u64 {
            break;
        }
        let d = &mut Draw::new(seed, number);
        let difficulty = (number % 3) as u8;
        let wish = Wish { task, class: None, lang, asked_in: lang, difficulty, split: Split::Exam };
        let content = Content::draw(d, wish);
        let Some(expect) = expected(&content, what, task, lang) else { continue };
        let fresh = written.insert(content.text.clone());
        if !fresh && !["triage", "invoice"].contains(&what.as_str()) {
            continue;
        }
        let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        writeln!(out, "{},{}", quoted(&content.text), quoted(&expect))?;
        lines += 1;
    }
    Ok(())
}

fn column(scene: Scene) -> &'static str {
    match scene {
        Scene::Review => "review",
        Scene::Message => "message",
        Scene::Note => "note",
        Scene::List => "list",
        Scene::Facts => "facts",
        Scene::Choice => "options",
        Scene::Word => "thing",
        _ => "text",
    }
}

/// The plain answer; `None` when there is none.
fn expected(content: &Content, what: &str, task: Task, lang: Lang) -> Option<String> {
    let of = |task: Task| content.asks.iter().find(|ask| ask.task == task);
    let ask = of(task)?;
    match (&ask.gold, of(Task::Due).map(|ask| &ask.gold)) {
        (Gold::Text(total), Some(Gold::Text(due))) if what == "invoice" => {
            let due_key = if lang == Lang::Fr { "date_livraison" } else { "delivery_date" };
            Some(serde_json::json!({"total": total, due_key: due}).to_string())
        }
        _ if what == "invoice" => None,
        (Gold::Class(class), _) => Some(labels::name(task, lang, 0, *class).to_owned()),
        // a question with words of its own is another one for every text
        (Gold::Text(text), _) if ask.x.is_empty() && ask.y.is_empty() => Some(text.clone()),
        _ => None,
    }
}
