/// What one rendering may cost. The defaults leave room for honest prompts and stop bombs within tens of
/// milliseconds: no template operation can grow text without passing one of these counters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Evaluation steps of one rendering: one per node evaluated, and one per 64 bytes scanned or copied
    /// by an operator or a filter.
    pub steps: u64,
    /// Bytes of text in one message.
    pub message: usize,
    /// Bytes of text in all messages together.
    pub total: usize,
    /// Bytes of intermediate text and lists made by operators and filters during one rendering.
    pub memory: usize,
    /// Bytes of one picture, before base64.
    pub picture: usize,
    /// Bytes of all pictures of one rendering, in base64.
    pub pictures: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            steps: 400_000,
            message: 4 << 20,
            total: 16 << 20,
            memory: 8 << 20,
            picture: 20 << 20,
            pictures: 64 << 20,
        }
    }
}

/// Largest `range(...)` a template may ask for.
pub(crate) const RANGE: i64 = 10_000;
/// Deepest expression.
pub(crate) const EXPRESSION_DEPTH: u16 = 48;
/// Deepest nesting of `if` and `for`.
pub(crate) const BLOCK_DEPTH: usize = 24;
/// Deepest chain of includes.
pub(crate) const INCLUDE_DEPTH: usize = 5;
/// Most include tags followed for one prompt: files that include each other twice must not explode.
pub(crate) const INCLUDES: usize = 100;
/// Most names set by `set` and `for` at once in one section.
pub(crate) const NAMES: usize = 200;
/// Most inputs of one prompt.
pub(crate) const INPUTS: usize = 500;
/// Most bytes of templates read by includes, a file included twice counted twice.
pub(crate) const INCLUDED_TEMPLATES: usize = 1 << 20;
/// Largest included file or document, in bytes.
pub(crate) const INCLUDED_BYTES: usize = 4 << 20;
/// Most pictures of one rendering, wherever they come from.
pub(crate) const PICTURES: usize = 100;
/// Largest front matter, in bytes.
pub(crate) const FRONT_BYTES: usize = 256 << 10;
