use terms::{Image, Part};

use crate::file::trim_blank_lines;
use crate::problem::Problem;
use crate::template::budget::Budget;

/// A message being written.
///
/// Blank lines that template text leaves at both ends are dropped when it is finished (a last line holding only
/// `{% endif %}` must not leave a line end behind); what came from a value is never touched.
#[derive(Default)]
pub(crate) struct Sink {
    parts: Vec<Part>,
    text: String,
    written: usize,
    /// Bytes of `text` that are not to be trimmed: from the first value to the end of the last one.
    kept: Option<(usize, usize)>,
    /// A picture was just written: the line end of its line goes with it.
    after_picture: bool,
}

impl Sink {
    pub(crate) fn with_capacity(bytes: usize) -> Sink {
        Sink { text: String::with_capacity(bytes), ..Sink::default() }
    }

    /// Text of the template.
    #[inline]
    pub(crate) fn literal(&mut self, text: &str, budget: &mut Budget) -> Result<(), Problem> {
        let text = if self.after_picture { text.strip_prefix('\n').unwrap_or(text) } else { text };
        self.push(text, budget)
    }

    /// Text of a value.
    #[inline]
    pub(crate) fn value(&mut self, text: &str, budget: &mut Budget) -> Result<(), Problem> {
        if text.is_empty() {
            return Ok(());
        }
        let start = self.text.len();
        self.push(text, budget)?;
        let first = self.kept.map_or(start, |(first, _)| first);
        self.kept = Some((first, self.text.len()));
        Ok(())
    }

    #[inline]
    fn push(&mut self, text: &str, budget: &mut Budget) -> Result<(), Problem> {
        budget.write(self.written, text.len())?;
        self.written += text.len();
        self.after_picture = false;
        self.text.push_str(text);
        Ok(())
    }

    /// The text as it was written, nothing dropped: a template that is no message.
    pub(crate) fn whole(self) -> String {
        self.text
    }

    pub(crate) fn picture(&mut self, image: Image) {
        let kept = self.kept.map_or(0, |(_, end)| end);
        if self.text.len() > kept && self.text.ends_with('\n') {
            self.text.pop();
        }
        self.flush(!self.parts.is_empty());
        self.parts.push(Part::Image { image });
        self.after_picture = true;
    }

    /// Parts already made (a context block with pictures in it).
    pub(crate) fn parts(&mut self, parts: Vec<Part>, budget: &mut Budget) -> Result<(), Problem> {
        for part in parts {
            match part {
                Part::Text { text } => self.value(&text, budget)?,
                Part::Image { image } => self.picture(image),
            }
        }
        Ok(())
    }

    /// Moves the text written so far into a part. `inside`: there is something before it.
    fn flush(&mut self, inside: bool) {
        let text = std::mem::take(&mut self.text);
        let kept = self.kept.take();
        let (start, _) = trim_blank_lines(&text);
        let start = if inside { 0 } else { start.min(kept.map_or(text.len(), |(first, _)| first)) };
        if start < text.len() {
            let text = if start == 0 { text } else { text[start..].to_owned() };
            self.parts.push(Part::Text { text });
        }
    }

    pub(crate) fn finish(mut self) -> Vec<Part> {
        let (_, end) = trim_blank_lines(&self.text);
        let end = end.max(self.kept.map_or(0, |(_, last)| last));
        self.text.truncate(end);
        let inside = !self.parts.is_empty();
        self.flush(inside);
        self.parts
    }
}
