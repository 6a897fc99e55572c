//! Documents as the trainer reads them: tokens of 16 bits and, for each, what it is.
//!
//! A shard is little-endian: the magic `MJSHARD1`, the number of documents (u32), the number of tokens (u32); for each
//! document 12 bytes: first token (u32), number of tokens (u16), task (position in [`Task::ALL`], u8), language (0 en,
//! 1 fr), difficulty, examples, level ([`Level::ALL`], 255 in training), 0; then the tokens (u16 each); then their
//! [`Part`]s (u8 each). A shard is a function of the settings and its number alone.

use crate::corpus::{Case, Document, Exchange, Level, Settings, Task, Turn};
use crate::tokenizer::{ASSISTANT, END, Encoder, SYSTEM, Tokenizer, USER};

/// What a token is, which decides its weight in the loss.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Part {
    /// Words of the prompt, and the marks of roles.
    Prompt = 0,
    /// The output of an example.
    Example = 1,
    /// An answer and its end mark.
    Answer = 2,
}

/// The first bytes of a shard.
pub const MAGIC: &[u8; 8] = b"MJSHARD1";

/// A shard in the making.
#[derive(Debug)]
pub struct Shard<'t> {
    encoder: Encoder<'t>,
    table: Vec<u8>,
    tokens: Vec<u16>,
    parts: Vec<u8>,
    documents: u32,
    longest: usize,
}

impl<'t> Shard<'t> {
    /// An empty shard; documents of more than `longest` tokens are left out.
    pub fn new(tokenizer: &'t Tokenizer, longest: usize) -> Shard<'t> {
        Shard {
            encoder: Encoder::new(tokenizer),
            table: Vec::new(),
            tokens: Vec::new(),
            parts: Vec::new(),
            documents: 0,
            longest,
        }
    }

    /// Shard number `number`: its `documents` documents.
    pub fn draw(&mut self, settings: &Settings, number: u64, documents: u64) {
        self.clear();
        for index in number * documents..(number + 1) * documents {
            let document = Document::draw(settings, index);
            self.add(&document);
        }
    }

    /// Adds a document; says whether it fitted.
    pub fn add(&mut self, document: &Document) -> bool {
        let from = self.tokens.len();
        if let Some(system) = &document.system {
            self.mark(SYSTEM, Part::Prompt);
            self.text(system, Part::Prompt);
        }
        for exchange in &document.exchanges {
            self.exchange(exchange);
        }
        self.close(
            from,
            document.task,
            [u8::from(document.lang == terms::Lang::Fr), document.difficulty, document.shots as u8, 255],
        )
    }

    /// Adds an examination case with this answer; says whether it fitted.
    pub fn add_case(&mut self, case: &Case, answer: &str) -> bool {
        let level = Level::ALL.iter().position(|l| *l == case.level).unwrap_or(255);
        let french = u8::from(case.lang == terms::Lang::Fr);
        let about = [french, case.difficulty, case.shots as u8, level as u8];
        self.add_turns(&case.messages, answer, case.task, about)
    }

    /// Adds a conversation with this last answer; says whether it fitted. `about`: language, difficulty, examples, level.
    pub fn add_turns(&mut self, messages: &[Turn], answer: &str, task: Task, about: [u8; 4]) -> bool {
        let from = self.tokens.len();
        for turn in messages {
            match turn.role.as_str() {
                "assistant" => self.answer(&turn.content, Part::Example),
                "system" => {
                    self.mark(SYSTEM, Part::Prompt);
                    self.text(&turn.content, Part::Prompt);
                }
                _ => {
                    self.mark(USER, Part::Prompt);
                    self.text(&turn.content, Part::Prompt);
                }
            }
        }
        self.answer(answer, Part::Answer);
        self.close(from, task, about)
    }

    fn exchange(&mut self, exchange: &Exchange) {
        self.mark(USER, Part::Prompt);
        let mut at = 0;
        for output in &exchange.outputs {
            self.text(&exchange.prompt[at..output.start], Part::Prompt);
            self.text(&exchange.prompt[output.clone()], Part::Example);
            at = output.end;
        }
        self.text(&exchange.prompt[at..], Part::Prompt);
        self.answer(&exchange.answer, if exchange.example { Part::Example } else { Part::Answer });
    }

    /// Answers start with a space: a label in a list and a label in an answer are then the same token.
    fn answer(&mut self, answer: &str, part: Part) {
        self.mark(ASSISTANT, Part::Prompt);
        let spaced = [" ", answer].concat();
        self.text(&spaced, part);
        self.mark(END, part);
    }

    fn mark(&mut self, token: u16, part: Part) {
        self.tokens.push(token);
        self.parts.push(part as u8);
    }

    fn text(&mut self, text: &str, part: Part) {
        self.encoder.encode(text, &mut self.tokens);
        self.parts.resize(self.tokens.len(), part as u8);
    }

    fn close(&mut self, from: usize, task: Task, about: [u8; 4]) -> bool {
        let length = self.tokens.len() - from;
        if length > self.longest {
            self.tokens.truncate(from);
            self.parts.truncate(from);
            return false;
        }
        let number = Task::ALL.iter().position(|t| *t == task).unwrap_or(255);
        self.table.extend_from_slice(&(from as u32).to_le_bytes());
        self.table.extend_from_slice(&(length as u16).to_le_bytes());
        self.table.push(number as u8);
        self.table.extend_from_slice(&about);
        self.table.push(0);
        self.documents += 1;
        true
    }

    /// Forgets the documents, keeps what was learnt about pieces.
    pub fn clear(&mut self) {
        self.table.clear();
        self.tokens.clear();
        self.parts.clear();
        self.documents = 0;
    }

    /// Documents and tokens held.
    pub fn len(&self) -> (u32, usize) {
        (self.documents, self.tokens.len())
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.documents == 0
    }

    /// The bytes of the file.
    pub fn bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(16 + self.table.len() + 3 * self.tokens.len());
        out.extend_from_slice(MAGIC);
        out.extend_from_slice(&self.documents.to_le_bytes());
        out.extend_from_slice(&(self.tokens.len() as u32).to_le_bytes());
        out.extend_from_slice(&self.table);
        self.tokens.iter().for_each(|t| out.extend_from_slice(&t.to_le_bytes()));
        out.extend_from_slice(&self.parts);
        out
    }
}
