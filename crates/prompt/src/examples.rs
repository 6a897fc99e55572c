//! Few-shot examples: runs of sections that carry the same `{example=n}`.

use std::collections::HashSet;

use crate::file::PromptFile;
use crate::problem::Problem;
use crate::role::SectionRole;

/// An example must open with the person and close with the model, in one piece: an assistant's answer without
/// its question, or a question left open, teaches the model something else than what was meant.
pub(crate) fn check(file: &PromptFile, problems: &mut Vec<(Problem, usize)>) {
    let mut seen: HashSet<&str> = HashSet::new();
    let mut open: Option<(&str, SectionRole, usize)> = None;
    let mut complain = |example: &str, at: usize| {
        problems.push((Problem::ExampleIncomplete { example: example.to_owned() }, at));
    };
    let spoken = file.sections.iter().filter(|s| s.role != SectionRole::Note);
    for section in spoken {
        let example = section.example();
        let at = section.header.as_ref().map_or(section.body.start, |h| h.start);
        if let Some((id, last, start)) = open
            && example != Some(id)
        {
            if last != SectionRole::Assistant {
                complain(id, start);
            }
            open = None;
        }
        let Some(id) = example else { continue };
        match &mut open {
            Some((_, last, _)) => *last = section.role,
            None => {
                if seen.contains(id) || section.role != SectionRole::User {
                    complain(id, at);
                }
                // what was told about the start is not told again about the end
                let last = if section.role == SectionRole::User {
                    SectionRole::User
                } else {
                    SectionRole::Assistant
                };
                seen.insert(id);
                open = Some((id, last, at));
            }
        }
    }
    if let Some((id, last, start)) = open
        && last != SectionRole::Assistant
    {
        complain(id, start);
    }
}
