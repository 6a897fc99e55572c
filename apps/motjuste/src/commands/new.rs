//! `new`: a short interview that writes a prompt with its brief, and its first cases.

use std::io::{BufRead, IsTerminal, Write};
use std::path::Path;

use locale::Locale;
use serde_json::Value;
use terms::{Kind, Message};

use super::{DONE, Outcome};
use crate::cli::New;
use crate::failure::Failure;
use crate::output;
use crate::session::Session;

pub fn run(session: &Session, args: &New) -> Outcome {
    let dir = args.dir.as_ref().map_or_else(|| session.cwd.clone(), |dir| session.cwd.join(dir));
    let mut interview = Interview { session, input: Box::new(std::io::stdin().lock()) };
    let brief = interview.brief(args.name.as_deref())?;
    let slug = slug(&brief.title);
    let prompt_path = dir.join(format!("{slug}.mot.md"));
    let cases_path = dir.join(format!("{slug}.cases.csv"));
    if let Some(there) = [&prompt_path, &cases_path].into_iter().find(|path| path.exists()) {
        let message = Message::new("cli-new-exists").with("file", there.display().to_string());
        return Err(Failure::of(Kind::User, message));
    }
    let text = prompt_text(&session.locale, &brief);
    let (file, errors) = prompt::parse(&prompt_path.display().to_string(), &text);
    if !errors.is_empty() {
        return Err(Failure::all(errors.iter().map(|e| e as &dyn terms::Explain)));
    }
    std::fs::create_dir_all(&dir).map_err(|cause| Failure::file(&dir, &cause))?;
    save(&prompt_path, &prompt::format(&file))?;
    save(&cases_path, &cases_text(&brief))?;
    if session.printer.json() {
        session.printer.document(&serde_json::json!({
            "schema": "motjuste/new/1",
            "prompt": prompt_path,
            "cases": cases_path,
            "count": brief.cases.len(),
        }));
        return Ok(DONE);
    }
    let done = Message::new("cli-new-done")
        .with("prompt", shown(session, &prompt_path))
        .with("cases", shown(session, &cases_path))
        .with("count", brief.cases.len());
    session.printer.out(&session.locale.text(&done));
    Ok(DONE)
}

/// What the interview learnt.
struct Brief {
    title: String,
    task: String,
    audience: String,
    inputs: Vec<String>,
    kind: OutputKind,
    labels: Vec<String>,
    constraints: Vec<String>,
    sensitivity: String,
    cases: Vec<Vec<String>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum OutputKind {
    Text,
    Labels,
    Number,
    Json,
}

struct Interview<'a> {
    session: &'a Session,
    input: Box<dyn BufRead>,
}

impl Interview<'_> {
    fn brief(&mut self, name: Option<&str>) -> Result<Brief, Failure> {
        let title = match name {
            Some(name) => name.to_owned(),
            None => self.required("cli-new-ask-title")?,
        };
        let task = self.required("cli-new-ask-task")?;
        let audience = self.ask("cli-new-ask-audience")?;
        let inputs = loop {
            let names: Vec<String> = list(&self.required("cli-new-ask-inputs")?)
                .iter()
                .map(|n| slug(n).replace('-', "_"))
                .collect();
            if names.iter().all(|n| !n.is_empty()) {
                break names;
            }
        };
        let kind = loop {
            match self.ask("cli-new-ask-output")?.as_str() {
                "" | "1" => break OutputKind::Text,
                "2" => break OutputKind::Labels,
                "3" => break OutputKind::Number,
                "4" => break OutputKind::Json,
                _ => self.say("cli-new-one-to-four"),
            }
        };
        let labels = match kind {
            OutputKind::Labels => list(&self.required("cli-new-ask-labels")?),
            OutputKind::Json => list(&self.required("cli-new-ask-fields")?),
            OutputKind::Text | OutputKind::Number => Vec::new(),
        };
        let constraints = self.several("cli-new-ask-constraints")?;
        let sensitivity = self.ask("cli-new-ask-sensitivity")?;
        let width = inputs.len() + 1;
        let mut cases = Vec::new();
        self.say("cli-new-ask-cases");
        while let Some(line) = self.line()? {
            if line.is_empty() {
                break;
            }
            let mut row: Vec<String> = line.splitn(width, ['\t', '|']).map(|c| c.trim().to_owned()).collect();
            row.resize(width, String::new());
            cases.push(row);
        }
        Ok(Brief { title, task, audience, inputs, kind, labels, constraints, sensitivity, cases })
    }

    fn say(&self, key: &'static str) {
        // questions go to stderr: stdout is for results
        self.session.printer.err(&self.session.locale.say(key));
    }

    fn line(&mut self) -> Result<Option<String>, Failure> {
        if std::io::stdin().is_terminal() {
            let _ = write!(std::io::stderr(), "> ").and_then(|()| std::io::stderr().flush());
        }
        let mut line = String::new();
        let read =
            self.input.read_line(&mut line).map_err(|cause| Failure::file(Path::new("stdin"), &cause))?;
        Ok((read > 0).then(|| line.trim().to_owned()))
    }

    fn ask(&mut self, key: &'static str) -> Result<String, Failure> {
        self.say(key);
        Ok(self.line()?.unwrap_or_default())
    }

    fn required(&mut self, key: &'static str) -> Result<String, Failure> {
        loop {
            self.say(key);
            match self.line()? {
                Some(line) if !line.is_empty() => return Ok(line),
                Some(_) => self.say("cli-new-needed"),
                None => return Err(Failure::of(Kind::User, Message::new("cli-new-ended"))),
            }
        }
    }

    fn several(&mut self, key: &'static str) -> Result<Vec<String>, Failure> {
        self.say(key);
        let mut out = Vec::new();
        while let Some(line) = self.line()?.filter(|line| !line.is_empty()) {
            out.push(line);
        }
        Ok(out)
    }
}

/// A first prompt that states everything the interview learnt, sections and format included.
fn prompt_text(locale: &Locale, brief: &Brief) -> String {
    let quoted = |text: &str| Value::from(text).to_string();
    let mut out = format!("---\ntitle: {}\ntask: {}\n", quoted(&brief.title), quoted(&brief.task));
    if !brief.audience.is_empty() {
        out.push_str(&format!("audience: {}\n", quoted(&brief.audience)));
    }
    if !brief.constraints.is_empty() {
        out.push_str("constraints:\n");
        brief.constraints.iter().for_each(|c| out.push_str(&format!("  - {}\n", quoted(c))));
    }
    if !brief.sensitivity.is_empty() {
        out.push_str(&format!("sensitivity: {}\n", quoted(&brief.sensitivity)));
    }
    out.push_str(&format!("lang: {}\ninputs:\n", locale.lang().code()));
    brief.inputs.iter().for_each(|name| out.push_str(&format!("  {name}: string\n")));
    let quoted_list = |items: &[String]| items.iter().map(|l| quoted(l)).collect::<Vec<_>>().join(", ");
    out.push_str(&match brief.kind {
        OutputKind::Text => "output: text\n".to_owned(),
        OutputKind::Number => "output: number\n".to_owned(),
        OutputKind::Labels => {
            format!("output: {{format: labels, labels: [{}]}}\n", quoted_list(&brief.labels))
        }
        OutputKind::Json => {
            let fields = brief.labels.iter().map(|f| format!("    {}: string\n", slug(f).replace('-', "_")));
            format!("output:\n  format: json\n  schema:\n{}", fields.collect::<String>())
        }
    });
    out.push_str("---\n::: system\n");
    let sentence = |key: &'static str, text: &str| locale.text(&Message::new(key).with("text", text));
    out.push_str(&escaped(&sentence("cli-new-prompt-task", &brief.task)));
    if !brief.audience.is_empty() {
        out.push_str(&escaped(&sentence("cli-new-prompt-audience", &brief.audience)));
    }
    if !brief.constraints.is_empty() {
        out.push_str(&escaped(&locale.say("cli-new-prompt-rules")));
        brief.constraints.iter().for_each(|c| out.push_str(&escaped(&format!("- {c}"))));
    }
    let contract = match brief.kind {
        OutputKind::Text => String::new(),
        OutputKind::Number => locale.say("cli-new-prompt-number"),
        OutputKind::Labels => sentence("cli-new-prompt-labels", &brief.labels.join(", ")),
        OutputKind::Json => sentence("cli-new-prompt-json", &brief.labels.join(", ")),
    };
    if !contract.is_empty() {
        out.push_str(&escaped(&contract));
    }
    out.push_str("\n::: user\n");
    for name in &brief.inputs {
        out.push_str(&format!("<{name}>\n{{{{ {name} }}}}\n</{name}>\n"));
    }
    out
}

/// What a person typed is text: it opens no section and holds no template.
fn escaped(line: &str) -> String {
    let line = line.replace("{{", "{ {").replace("{%", "{ %").replace("{#", "{ #");
    let line = if line.starts_with(":::") { format!("\\{line}") } else { line };
    format!("{line}\n")
}

fn cases_text(brief: &Brief) -> String {
    let cell = |text: &str| match text.contains(['"', ',', '\n', ';']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.to_owned(),
    };
    let mut out = brief.inputs.join(",");
    out.push_str(",expect\n");
    for row in &brief.cases {
        out.push_str(&row.iter().map(|c| cell(c)).collect::<Vec<_>>().join(","));
        out.push('\n');
    }
    out
}

fn save(path: &Path, text: &str) -> Result<(), Failure> {
    output::whole(path, |out| out.write_all(text.as_bytes()).map_err(|cause| Failure::file(path, &cause)))
}

fn shown(session: &Session, path: &Path) -> String {
    path.strip_prefix(&session.cwd).unwrap_or(path).display().to_string()
}

fn list(text: &str) -> Vec<String> {
    text.split([',', ';']).map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// Lower-case ASCII letters, digits and dashes: `Relance clients été` gives `relance-clients-ete`.
fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        match plain(c) {
            Some(letters) => out.push_str(letters),
            None if c.is_ascii_alphanumeric() => out.push(c),
            None if !out.ends_with('-') && !out.is_empty() => out.push('-'),
            None => {}
        }
    }
    out.trim_end_matches('-').to_owned()
}

/// French letters without their marks.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'à' | 'â' | 'ä' => "a",
        'ç' => "c",
        'é' | 'è' | 'ê' | 'ë' => "e",
        'î' | 'ï' => "i",
        'ô' | 'ö' => "o",
        'ù' | 'û' | 'ü' => "u",
        'ÿ' => "y",
        'œ' => "oe",
        'æ' => "ae",
        _ => return None,
    })
}
