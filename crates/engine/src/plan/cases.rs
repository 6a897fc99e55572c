//! The cases of a plan as a stream: one or several files, a split, a limit, a chosen few.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::Value;
use table::{CaseOptions, Cases};
use terms::{Case, Place, Split};

use super::beside;
use super::prompts::Loaded;
use crate::EngineError;
use crate::suite::SuiteFile;

/// Where cases come from. Opened anew for each pass; nothing is kept in memory.
#[derive(Clone, Debug)]
pub struct CaseSource {
    files: Vec<PathBuf>,
    shown: Vec<String>,
    /// Only this split.
    pub split: Option<Split>,
    /// Only the first so many.
    pub limit: Option<u64>,
    pub(crate) only: Option<BTreeSet<u64>>,
}

impl CaseSource {
    /// The suite's files, or those of the first prompt that has some.
    pub(super) fn find(
        suite: &SuiteFile,
        prompts: &[Loaded],
        base: &Path,
    ) -> Result<CaseSource, EngineError> {
        let files = if suite.cases.is_empty() {
            first_beside(prompts)?
        } else {
            suite.cases.iter().map(|file| base.join(file)).collect()
        };
        let shown = files.iter().map(|f| f.strip_prefix(base).unwrap_or(f).display().to_string()).collect();
        Ok(CaseSource { files, shown, split: suite.split, limit: suite.limit, only: None })
    }

    /// The files as the person would name them, for titles and messages.
    pub fn name(&self) -> String {
        self.shown.join(", ")
    }

    /// Where each case stands in its file, by position: for annotations.
    ///
    /// # Errors
    /// As [`CaseSource::open`].
    pub fn places(&self) -> Result<Vec<Place>, EngineError> {
        let place = |case: Result<Case, EngineError>| {
            let line = Some(case?.line);
            Ok(Place { file: self.name(), line, column: None })
        };
        self.open()?.map(place).collect()
    }

    /// What each case gives, as text, asked for in the order of positions: for reports. A case that cannot be read any
    /// more gives nothing.
    pub fn given(&self) -> impl FnMut(u64) -> Option<String> + use<> {
        let mut cases = self.open().ok().into_iter().flatten().map_while(Result::ok).peekable();
        move |position| {
            while cases.next_if(|case| case.number < position).is_some() {}
            let case = cases.peek().filter(|case| case.number == position)?;
            let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let lines = case.values.iter().map(|(name, value)| match case.values.len() {
                1 => text(value),
                _ => format!("{name}: {}", text(value)),
            });
            Some(lines.collect::<Vec<_>>().join("\n"))
        }
    }

    /// A pass over the cases. Positions are those of the plan: they count the cases of the split, before `only`.
    ///
    /// # Errors
    /// A file that cannot be opened or whose header is wrong.
    pub fn open(&self) -> Result<impl Iterator<Item = Result<Case, EngineError>> + use<>, EngineError> {
        let mut opened: Vec<Cases> = Vec::new();
        for file in &self.files {
            opened.push(table::open_cases(file, &CaseOptions::default()).map_err(EngineError::below)?);
        }
        let (split, only) = (self.split, self.only.clone());
        let limit = usize::try_from(self.limit.unwrap_or(u64::MAX)).unwrap_or(usize::MAX);
        let kept = opened.into_iter().flatten().filter(move |case| match (case, split) {
            (Ok(case), Some(wanted)) => case.split == wanted,
            _ => true,
        });
        let numbered = kept.take(limit).enumerate().map(|(number, case)| {
            let mut case = case.map_err(EngineError::below)?;
            case.number = number as u64;
            Ok(case)
        });
        Ok(numbered.filter(move |case| match (case, &only) {
            (Ok(case), Some(only)) => only.contains(&case.number),
            _ => true,
        }))
    }

    pub(super) fn hash_into(&self, hasher: &mut blake3::Hasher) -> Result<(), EngineError> {
        hasher.update(&self.content_hash()?);
        hasher.update(format!("{:?} {:?}", self.split, self.limit).as_bytes());
        for number in self.only.iter().flatten() {
            hasher.update(&number.to_le_bytes());
        }
        Ok(())
    }

    /// Hash of the files' bytes: the data set's identity.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn content_hash(&self) -> Result<[u8; 16], EngineError> {
        let mut hasher = blake3::Hasher::new();
        for file in &self.files {
            let failed = |cause| EngineError::File { path: file.display().to_string(), cause };
            let mut reader = std::fs::File::open(file).map_err(failed)?;
            let mut own = blake3::Hasher::new();
            std::io::copy(&mut reader, &mut own).map_err(failed)?;
            hasher.update(own.finalize().as_bytes());
        }
        let mut out = [0; 16];
        out.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        Ok(out)
    }
}

fn first_beside(prompts: &[Loaded]) -> Result<Vec<PathBuf>, EngineError> {
    let mut missing = None;
    for prompt in prompts {
        match beside::cases(prompt) {
            Ok(files) => return Ok(files),
            Err(error) => missing = missing.or(Some(error)),
        }
    }
    Err(missing.unwrap_or(EngineError::NoPrompt { given: String::new() }))
}
