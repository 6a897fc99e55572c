//! The only place that writes to the terminal. With `--json` one document goes to stdout and nothing else.

use std::io::{IsTerminal, Write};

use serde::Serialize;

/// Decides what is said where.
#[derive(Clone, Copy, Debug)]
pub struct Printer {
    json: bool,
    quiet: bool,
}

impl Printer {
    /// A printer for this command line.
    pub fn new(json: bool, quiet: bool) -> Printer {
        Printer { json, quiet }
    }

    /// Whether a document is wanted rather than words.
    pub fn json(&self) -> bool {
        self.json
    }

    /// Results, for a person or a pipe. A reader that has gone away is no error.
    pub fn out(&self, text: &str) {
        let mut stdout = std::io::stdout().lock();
        let ended = if text.ends_with('\n') { "" } else { "\n" };
        let _ = write!(stdout, "{text}{ended}").and_then(|()| stdout.flush());
    }

    /// A piece of a result that is still being written.
    pub fn piece(&self, text: &str) {
        let mut stdout = std::io::stdout().lock();
        let _ = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
    }

    /// The one document of `--json`.
    pub fn document(&self, document: &impl Serialize) {
        match serde_json::to_string_pretty(document) {
            Ok(text) => self.out(&text),
            Err(error) => self.err(&error.to_string()),
        }
    }

    /// Errors: always said.
    pub fn err(&self, text: &str) {
        let mut stderr = std::io::stderr().lock();
        let ended = if text.ends_with('\n') { "" } else { "\n" };
        let _ = write!(stderr, "{text}{ended}");
    }

    /// Remarks on the way: not with `--quiet`.
    pub fn remark(&self, text: &str) {
        if !self.quiet {
            self.err(text);
        }
    }

    /// Whether progress can be drawn.
    pub fn draws(&self) -> bool {
        !self.quiet && std::io::stderr().is_terminal()
    }

    /// Whether results may be coloured: a terminal, and `NO_COLOR` not set.
    pub fn colours(&self) -> bool {
        std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
    }
}
