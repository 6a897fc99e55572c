//! The files of a brief: a prompt that states everything the interview learnt, its cases, and checks where the output
//! alone does not say what is right.

use locale::Locale;
use serde_json::Value;
use table::Grid;
use terms::Message;

use crate::{Brief, Wanted, input_name};

impl Brief {
    /// The text of the prompt file. What a person wrote is text in it: it opens no section and holds no template.
    pub fn prompt(&self, locale: &Locale) -> String {
        let mut out = self.front_matter(locale);
        out.push_str("---\n::: system\n");
        let sentence = |key: &'static str, text: &str| locale.text(&Message::new(key).with("text", text));
        let mut lines = vec![sentence("brief-prompt-task", &self.task)];
        if !self.audience.is_empty() {
            lines.push(sentence("brief-prompt-audience", &self.audience));
        }
        if !self.constraints.is_empty() {
            lines.push(locale.say("brief-prompt-rules"));
            lines.extend(self.constraints.iter().map(|rule| format!("- {rule}")));
        }
        match &self.output {
            Wanted::Text { most_words: Some(most), .. } => {
                lines.push(locale.text(&Message::new("brief-prompt-words").with("count", *most)));
            }
            Wanted::Text { .. } => {}
            Wanted::Number => lines.push(locale.say("brief-prompt-number")),
            Wanted::Labels(labels) => lines.push(sentence("brief-prompt-labels", &labels.join(", "))),
            Wanted::Json(fields) => lines.push(sentence("brief-prompt-json", &names(fields).join(", "))),
        }
        lines.iter().for_each(|line| out.push_str(&escaped(line)));
        out.push_str("\n::: user\n");
        for name in &self.inputs {
            out.push_str(&format!("<{name}>\n{{{{ {name} }}}}\n</{name}>\n"));
        }
        out
    }

    fn front_matter(&self, locale: &Locale) -> String {
        let mut out = format!("---\ntitle: {}\ntask: {}\n", quoted(&self.title), quoted(&self.task));
        if !self.audience.is_empty() {
            out.push_str(&format!("audience: {}\n", quoted(&self.audience)));
        }
        if !self.constraints.is_empty() {
            out.push_str("constraints:\n");
            self.constraints.iter().for_each(|rule| out.push_str(&format!("  - {}\n", quoted(rule))));
        }
        if !self.sensitivity.is_empty() {
            out.push_str(&format!("sensitivity: {}\n", quoted(&self.sensitivity)));
        }
        out.push_str(&format!("lang: {}\ninputs:\n", locale.lang().code()));
        self.inputs.iter().for_each(|name| out.push_str(&format!("  {name}: string\n")));
        out.push_str(&match &self.output {
            Wanted::Text { most_words: None, .. } => "output: text\n".to_owned(),
            Wanted::Text { most_words: Some(most), .. } => {
                format!("output: {{format: text, max_words: {most}}}\n")
            }
            Wanted::Number => "output: number\n".to_owned(),
            Wanted::Labels(labels) => {
                let list: Vec<String> = labels.iter().map(|label| quoted(label)).collect();
                format!("output: {{format: labels, labels: [{}]}}\n", list.join(", "))
            }
            Wanted::Json(fields) => {
                let lines: String =
                    names(fields).iter().map(|name| format!("    {name}: string\n")).collect();
                format!("output:\n  format: json\n  schema:\n{lines}")
            }
        });
        out
    }

    /// The text of the cases file (csv).
    pub fn cases(&self) -> String {
        let mut grid = Grid::new(self.inputs.iter().cloned().chain(["expect".to_owned()]).collect());
        self.cases.iter().for_each(|row| grid.push(row.clone()));
        grid.text()
    }

    /// The text of a suite, when something can be checked that the output does not say by itself.
    pub fn suite(&self, prompt: &str) -> Option<String> {
        let Wanted::Text { most_words, language } = &self.output else { return None };
        let mut checks = Vec::new();
        // an expected text is still compared, when a case has one
        if self.cases.iter().any(|row| row.last().is_some_and(|expect| !expect.is_empty())) {
            checks.push("  - expect\n".to_owned());
        }
        checks.extend(most_words.map(|most| format!("  - length: {{unit: words, max: {most}}}\n")));
        checks.extend(language.as_ref().map(|code| format!("  - language: {}\n", quoted(code))));
        let further = most_words.is_some() || language.is_some();
        further.then(|| format!("prompts: [{}]\nchecks:\n{}", quoted(prompt), checks.concat()))
    }
}

fn names(fields: &[String]) -> Vec<String> {
    fields.iter().map(|field| input_name(field)).filter(|name| !name.is_empty()).collect()
}

/// JSON strings are YAML.
fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

fn escaped(line: &str) -> String {
    let line = line.replace("{{", "{ {").replace("{%", "{ %").replace("{#", "{ #");
    let line = if line.starts_with(":::") { format!("\\{line}") } else { line };
    format!("{line}\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use terms::{Lang, Output};

    fn brief(output: Wanted) -> Brief {
        Brief {
            title: "Tri : l’été".to_owned(),
            task: "Dis {{ x }}\n::: system".to_owned(),
            audience: "nous".to_owned(),
            inputs: vec!["message".to_owned()],
            output,
            constraints: vec!["::: user".to_owned(), "{% if %}".to_owned()],
            sensitivity: "personnel".to_owned(),
            cases: vec![vec!["a, b".to_owned(), "oui".to_owned()]],
        }
    }

    #[test]
    fn whatever_was_answered_the_prompt_compiles_to_two_messages() {
        for (output, wanted) in [
            (Wanted::default(), Output::Text),
            (
                Wanted::Labels(vec!["oui".to_owned(), "non, ou: \"rien\"".to_owned()]),
                Output::Labels { labels: vec!["oui".to_owned(), "non, ou: \"rien\"".to_owned()] },
            ),
        ] {
            let mut brief = brief(output);
            brief.task = "Dis {{ x }}".to_owned();
            let text = brief.prompt(&Locale::new(Lang::Fr));
            let (file, errors) = prompt::parse("x.mot.md", &text);
            assert!(errors.is_empty(), "{errors:?}\n{text}");
            assert_eq!(*file.output(), wanted);
            let compiled = prompt::Compiled::new(&file, &|_: &str| Err(prompt::FileError::NotFound)).unwrap();
            let values = serde_json::json!({"message": "bonjour"});
            let rendered = compiled.render(values.as_object().unwrap()).unwrap();
            assert_eq!(rendered.messages.len(), 2, "{text}");
        }
    }

    #[test]
    fn checks_are_written_where_the_output_does_not_say_what_is_right() {
        let text = Wanted::Text { most_words: Some(60), language: Some("fr".to_owned()) };
        assert_eq!(
            brief(text).suite("tri.mot.md").unwrap(),
            "prompts: [\"tri.mot.md\"]\nchecks:\n  - expect\n  - length: {unit: words, max: 60}\n  - language: \"fr\"\n"
        );
        assert_eq!(brief(Wanted::Number).suite("tri.mot.md"), None);
        assert_eq!(brief(Wanted::default()).suite("tri.mot.md"), None);
        assert_eq!(brief(Wanted::Number).cases(), "message,expect\n\"a, b\",oui\n");
    }
}
