//! What a model wrote between the markers it was asked to use.

use terms::Message;

/// What a reply holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Reading {
    /// Texts between markers, none empty.
    Texts(Vec<String>),
    /// None, and why.
    Nothing(Message),
}

const OPEN: &str = "<prompt>";
const CLOSE: &str = "</prompt>";
/// A reply without markers that is this short and begins like this is a refusal.
const SHORT: usize = 400;
const REFUSALS: [&str; 8] =
    ["i'm sorry", "i am sorry", "i can't", "i cannot", "je ne peux pas", "je suis désolé", "désolé", "sorry"];

/// The texts between `<prompt>` and `</prompt>`, fences of code around them taken away.
pub fn texts(reply: &str) -> Reading {
    if reply.trim().is_empty() {
        return Reading::Nothing(Message::new("studies-dropped-empty"));
    }
    let lower = reply.to_ascii_lowercase();
    let (mut found, mut at, mut marked) = (Vec::new(), 0, false);
    while let Some(open) = lower[at..].find(OPEN).map(|start| at + start + OPEN.len()) {
        let Some(close) = lower[open..].find(CLOSE).map(|end| open + end) else { break };
        marked = true;
        // the words <prompt> and </prompt> may be named before they are used: the last opening counts
        let from = lower[open..close].rfind(OPEN).map_or(open, |last| open + last + OPEN.len());
        let text = unfenced(&reply[from..close]);
        if !text.is_empty() {
            found.push(text.to_owned());
        }
        at = close + CLOSE.len();
    }
    match (found.is_empty(), marked) {
        (false, _) => Reading::Texts(found),
        (true, true) => Reading::Nothing(Message::new("studies-dropped-empty")),
        (true, false) if refuses(reply) => Reading::Nothing(Message::new("studies-dropped-refusal")),
        (true, false) => Reading::Nothing(Message::new("studies-dropped-unmarked")),
    }
}

fn unfenced(text: &str) -> &str {
    let text = text.trim();
    let Some(rest) = text.strip_prefix("```") else { return text };
    let Some(rest) = rest.strip_suffix("```") else { return text };
    // the name of a language after the fence
    rest.split_once('\n').map_or(rest, |(_, body)| body).trim()
}

fn refuses(reply: &str) -> bool {
    let start = reply.trim().replace('’', "'").to_lowercase();
    start.len() < SHORT && REFUSALS.iter().any(|words| start.starts_with(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(reply: &str) -> Vec<String> {
        match texts(reply) {
            Reading::Texts(texts) => texts,
            Reading::Nothing(why) => vec![why.key.into_owned()],
        }
    }

    #[test]
    fn texts_between_markers_are_read_whatever_stands_around() {
        assert_eq!(found("Sure!\n<prompt>\nSort it.\n</prompt>\nDone."), ["Sort it."]);
        assert_eq!(found("<PROMPT>a</PROMPT> then <prompt>b</prompt>"), ["a", "b"]);
        assert_eq!(found("Between <prompt> and </prompt>:"), ["and"]);
        assert_eq!(found("In <prompt> tags: <prompt>é</prompt>"), ["é"]);
        assert_eq!(found("<prompt>```text\nSort it.\n```</prompt>"), ["Sort it."]);
    }

    #[test]
    fn a_reply_without_a_text_says_why() {
        assert_eq!(found(" \n"), ["studies-dropped-empty"]);
        assert_eq!(found("<prompt> </prompt>"), ["studies-dropped-empty"]);
        assert_eq!(found("Here is a better prompt: sort it."), ["studies-dropped-unmarked"]);
        assert_eq!(found("<prompt>cut off"), ["studies-dropped-unmarked"]);
        assert_eq!(found("I’m sorry, I can’t help with that."), ["studies-dropped-refusal"]);
    }
}
