//! The cases of the demonstration: held-out texts of the corpus with their answers, as CSV.
//! `cargo run -p motjuste-local --example cases -- triage fr 40`, `... -- invoice fr 30`.

use std::io::Write;

use local::corpus::{Content, Draw, Gold, Split, Task, Wish, labels};
use terms::Lang;

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [what, lang, count] = arguments.as_slice() else { return Ok(()) };
    let lang = if lang == "fr" { Lang::Fr } else { Lang::En };
    let count: usize = count.parse().unwrap_or(40);
    let mut out = std::io::stdout().lock();
    let triage = what == "triage";
    writeln!(out, "{},expect", if triage { "message" } else { "note" })?;
    let mut written = 0;
    for number in 0.. {
        if written == count {
            break;
        }
        let d = &mut Draw::new(2026, number);
        let task = if triage { Task::Intent } else { Task::Total };
        let difficulty = (number % 3) as u8;
        let wish = Wish { task, class: None, lang, asked_in: lang, difficulty, split: Split::Exam };
        let content = Content::draw(d, wish);
        let of = |task: Task| content.asks.iter().find(|ask| ask.task == task).map(|ask| &ask.gold);
        let expect = match (of(task), of(Task::Due)) {
            (Some(Gold::Class(class)), _) if triage => labels::name(task, lang, 0, *class).to_owned(),
            (Some(Gold::Text(total)), Some(Gold::Text(due))) if !triage => {
                let due_key = if lang == Lang::Fr { "date_livraison" } else { "delivery_date" };
                serde_json::json!({"total": total, due_key: due}).to_string()
            }
            _ => continue,
        };
        let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        writeln!(out, "{},{}", quoted(&content.text), quoted(&expect))?;
        written += 1;
    }
    Ok(())
}
