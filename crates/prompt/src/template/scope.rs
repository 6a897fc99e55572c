//! The names a prompt's templates use, and the files they include.

use std::collections::HashMap;
use std::sync::Arc;

use terms::Place;

use crate::error::PromptError;
use crate::files::Files;
use crate::limits;
use crate::pictures::Pictures;

/// A name no `set` or `for` gives: an input.
#[derive(Clone, Debug)]
pub(crate) struct Free {
    pub name: String,
    /// Where it is first used.
    pub place: Place,
    /// Used under `default` or `is defined`: the prompt expects that it may be missing.
    pub guarded: bool,
    /// Walked by a `for`, searched, or asked for a part: maybe more than text.
    pub structured: bool,
    /// Used where a picture cannot go (outside user sections).
    pub outside_user: Option<Place>,
}

/// A local name and the slot that holds its value while rendering.
struct Local {
    name: String,
    slot: u16,
}

/// What all templates of one prompt share while they are read.
pub(crate) struct Scope<'f> {
    pub files: &'f Files<'f>,
    pub free: Vec<Free>,
    by_name: HashMap<String, u16>,
    /// Inputs of the front matter, used or not.
    declared: Vec<String>,
    locals: Vec<Local>,
    /// Where the locals of each open `for` start.
    frames: Vec<usize>,
    /// Slots needed to render.
    pub slots: u16,
    /// Paths being included, outermost first.
    pub including: Vec<String>,
    pub includes: usize,
    /// Bytes of the templates included so far.
    pub included_bytes: usize,
    pub included: Vec<Included>,
    pub pictures: Pictures,
    /// Problems that do not stop the reading.
    pub errors: Vec<PromptError>,
    /// Whether the section being read becomes part of a user message.
    pub in_user: bool,
}

/// A file a prompt reads when it is compiled, as it was read: part of what is sent, so part of the version.
pub(crate) struct Included {
    pub path: String,
    pub text: Arc<str>,
}

impl<'f> Scope<'f> {
    pub(crate) fn new(files: &'f Files<'f>, declared: Vec<String>, pictures: Pictures) -> Scope<'f> {
        Scope {
            files,
            free: Vec::new(),
            by_name: HashMap::new(),
            declared,
            locals: Vec::new(),
            frames: Vec::new(),
            slots: 0,
            including: Vec::new(),
            includes: 0,
            included_bytes: 0,
            included: Vec::new(),
            pictures,
            errors: Vec::new(),
            in_user: false,
        }
    }

    /// Forgets the names set by the previous section.
    pub(crate) fn open_section(&mut self, in_user: bool) {
        self.in_user = in_user;
        self.locals.clear();
        self.frames.clear();
    }

    pub(crate) fn open_loop(&mut self) {
        self.frames.push(self.locals.len());
    }

    pub(crate) fn close_loop(&mut self) {
        let start = self.frames.pop().unwrap_or(0);
        self.locals.truncate(start);
    }

    /// The next free slot: where the locals of a loop about to open start.
    pub(crate) fn next_slot(&self) -> u16 {
        self.locals.last().map_or(0, |l| l.slot + 1)
    }

    /// The slot of a name set here. `None` when there are too many names.
    pub(crate) fn set(&mut self, name: &str) -> Option<u16> {
        let frame = self.frames.last().copied().unwrap_or(0);
        if let Some(local) = self.locals[frame..].iter().find(|l| l.name == name) {
            return Some(local.slot);
        }
        if self.locals.len() >= limits::NAMES {
            return None;
        }
        let slot = self.next_slot();
        self.locals.push(Local { name: name.to_owned(), slot });
        self.slots = self.slots.max(slot + 1);
        Some(slot)
    }

    pub(crate) fn local(&self, name: &str) -> Option<u16> {
        self.locals.iter().rev().find(|l| l.name == name).map(|l| l.slot)
    }

    /// Whether the front matter declares an input of this name.
    pub(crate) fn declares(&self, name: &str) -> bool {
        self.declared.iter().any(|d| d == name)
    }

    /// The index of an input; `None` when there are too many names.
    pub(crate) fn input(&mut self, name: &str, place: impl FnOnce() -> Place) -> Option<u16> {
        if let Some(index) = self.by_name.get(name) {
            return Some(*index);
        }
        let index = u16::try_from(self.free.len()).ok().filter(|i| usize::from(*i) < limits::INPUTS)?;
        self.by_name.insert(name.to_owned(), index);
        self.free.push(Free {
            name: name.to_owned(),
            place: place(),
            guarded: false,
            structured: false,
            outside_user: None,
        });
        Some(index)
    }
}
