//! `new`: a short interview that writes a prompt with its brief, and its first cases.

use std::io::{BufRead, IsTerminal, Write};
use std::path::Path;

use brief::{Brief, Wanted, input_name, slug};
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
    let text = brief.prompt(&session.locale);
    let (file, errors) = prompt::parse(&prompt_path.display().to_string(), &text);
    if !errors.is_empty() {
        return Err(Failure::all(errors.iter().map(|e| e as &dyn terms::Explain)));
    }
    std::fs::create_dir_all(&dir).map_err(|cause| Failure::file(&dir, &cause))?;
    save(&prompt_path, &prompt::format(&file))?;
    save(&cases_path, &brief.cases())?;
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
            let names: Vec<String> =
                list(&self.required("cli-new-ask-inputs")?).iter().map(|name| input_name(name)).collect();
            if names.iter().all(|n| !n.is_empty()) {
                break names;
            }
        };
        let output = loop {
            match self.ask("cli-new-ask-output")?.as_str() {
                "" | "1" => break Wanted::default(),
                "2" => break Wanted::Labels(list(&self.required("cli-new-ask-labels")?)),
                "3" => break Wanted::Number,
                "4" => break Wanted::Json(list(&self.required("cli-new-ask-fields")?)),
                _ => self.say("cli-new-one-to-four"),
            }
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
        Ok(Brief { title, task, audience, inputs, output, constraints, sensitivity, cases })
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

fn save(path: &Path, text: &str) -> Result<(), Failure> {
    output::whole(path, |out| out.write_all(text.as_bytes()).map_err(|cause| Failure::file(path, &cause)))
}

fn shown(session: &Session, path: &Path) -> String {
    path.strip_prefix(&session.cwd).unwrap_or(path).display().to_string()
}

fn list(text: &str) -> Vec<String> {
    text.split([',', ';']).map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}
