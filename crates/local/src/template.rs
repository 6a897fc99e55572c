//! How a conversation is written for a model: its own chat template, in the closed evaluator of prompt files, or one
//! of two usual forms when the template needs more than that evaluator has.

use prompt::{Limits, Loose};
use serde_json::{Map, Value, json};
use terms::{ChatMessage, Explain, Part, Role};

use crate::error::{FileProblem, LocalError, QuestionProblem};
use crate::words::Words;

/// A chat template.
#[derive(Debug)]
pub struct ChatTemplate(Form);

#[derive(Debug)]
enum Form {
    /// The model's own.
    Own(Box<Loose>),
    /// `<|im_start|>role\n…<|im_end|>\n` (Qwen and many others).
    ChatMl,
    /// `<|start_header_id|>role<|end_header_id|>\n\n…<|eot_id|>` (Llama 3).
    Llama3,
}

impl ChatTemplate {
    /// Reads a template. One that is past the evaluator (macros, calls, tools as JSON) is replaced by the usual form
    /// whose tokens it names: for plain conversations the two write the same.
    ///
    /// # Errors
    /// Past the evaluator, and of neither form.
    pub fn new(text: &str) -> Result<ChatTemplate, FileProblem> {
        match Loose::read(text, "chat_template") {
            Ok(template) => Ok(ChatTemplate(Form::Own(Box::new(template)))),
            Err(_) if text.contains("<|im_start|>") => Ok(ChatTemplate(Form::ChatMl)),
            Err(_) if text.contains("<|start_header_id|>") => Ok(ChatTemplate(Form::Llama3)),
            Err(error) => Err(FileProblem::Template(error.message().to_string())),
        }
    }

    /// The tokens of a conversation, up to where the answer starts. Names of special tokens in the messages stay text.
    ///
    /// # Errors
    /// A picture, a template that goes wrong, or a text that cannot be encoded.
    pub fn tokens(&self, messages: &[ChatMessage], words: &Words) -> Result<Vec<u32>, LocalError> {
        let texts = messages.iter().map(|m| Ok((role(m.role), text(m)?)));
        let texts: Vec<(&str, String)> = texts.collect::<Result<_, LocalError>>()?;
        let mark = unused(&texts)?;
        let mut names: Vec<&str> = words.specials().map(|(name, _)| name).collect();
        names.sort_unstable();
        let texts: Vec<(&str, String)> =
            texts.into_iter().map(|(role, text)| (role, marked(&text, &names, mark))).collect();
        let written = self.write(&texts, words)?;
        let question = |problem| LocalError::file("tokenizer", problem);
        let mut tokens = words.encode_marked(&written, mark).map_err(question)?;
        if let Some(start) = words.start().filter(|start| tokens.first() != Some(start)) {
            tokens.insert(0, start);
        }
        Ok(tokens)
    }

    fn write(&self, messages: &[(&str, String)], words: &Words) -> Result<String, LocalError> {
        let all = |one: &dyn Fn(&str, &str) -> String| -> String {
            messages.iter().map(|(role, text)| one(role, text)).collect()
        };
        match &self.0 {
            Form::Own(template) => {
                let messages = messages.iter().map(|(role, text)| json!({"role": role, "content": text}));
                let mut values = Map::new();
                values.insert("messages".to_owned(), messages.collect());
                values.insert("add_generation_prompt".to_owned(), Value::Bool(true));
                let start = words.start().map(|token| words.name(token)).unwrap_or_default();
                values.insert("bos_token".to_owned(), Value::String(start));
                let end = words.ends().first().map(|token| words.name(*token)).unwrap_or_default();
                values.insert("eos_token".to_owned(), Value::String(end));
                template.render(&values, Limits::default()).map_err(|error| {
                    LocalError::file("chat_template", FileProblem::Template(error.message().to_string()))
                })
            }
            Form::ChatMl => {
                let one = |role: &str, text: &str| format!("<|im_start|>{role}\n{text}<|im_end|>\n");
                Ok(all(&one) + "<|im_start|>assistant\n")
            }
            Form::Llama3 => {
                let head = |role: &str| format!("<|start_header_id|>{role}<|end_header_id|>\n\n");
                let one = |role: &str, text: &str| format!("{}{}<|eot_id|>", head(role), text.trim());
                Ok(all(&one) + &head("assistant"))
            }
        }
    }
}

fn role(role: Role) -> &'static str {
    match role {
        Role::System => "system",
        Role::User => "user",
        Role::Assistant => "assistant",
        Role::Tool => "tool",
    }
}

fn text(message: &ChatMessage) -> Result<String, LocalError> {
    let mut out = String::new();
    for part in &message.parts {
        match part {
            Part::Text { text } => out.push_str(text),
            Part::Image { .. } => {
                return Err(LocalError::Question(QuestionProblem::Unsupported("image".to_owned())));
            }
        }
    }
    Ok(out)
}

/// A character that is no character (Unicode keeps 32 of them free for such uses) and stands in none of the texts.
fn unused(texts: &[(&str, String)]) -> Result<char, LocalError> {
    let free = ('\u{FDD0}'..='\u{FDEF}').find(|c| texts.iter().all(|(_, text)| !text.contains(*c)));
    free.ok_or_else(|| LocalError::Question(QuestionProblem::Unsupported("U+FDD0–U+FDEF".to_owned())))
}

/// The text with a mark inside every name of a special token, so that none is found in it.
fn marked(text: &str, names: &[&str], mark: char) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        out.push(c);
        if names.iter().any(|name| !name.is_empty() && text[at..].starts_with(name)) {
            out.push(mark);
        }
    }
    out
}
