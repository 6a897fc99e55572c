//! Sentences and phrases, in French and English.

use std::ops::Range;

use super::ground::Ground;
use super::node::{Level, Node, Part};

/// Words whose full stop ends no sentence when a capital follows, lower case, without the stop.
const ABBREVIATIONS: [&str; 44] = [
    "m", "mm", "mme", "mlle", "me", "dr", "pr", "st", "ste", "mr", "mrs", "ms", "prof", "jr", "sr", "cf",
    "vs", "p", "pp", "art", "al", "fig", "env", "approx", "no", "n", "vol", "chap", "éd", "ed", "tél", "tel",
    "ex", "e.g", "i.e", "c.-à-d", "c.à.d", "viz", "max", "min", "av", "bd", "dept", "réf",
];

/// The sentences of a range, as nodes whose texts put end to end are the range.
pub(super) fn sentences(ground: &Ground<'_>, range: Range<usize>, part: Part) -> Vec<Node> {
    let mut nodes = Vec::new();
    let mut start = range.start;
    for end in sentence_ends(ground, range.clone()) {
        nodes.push(sentence(ground, start..end, part));
        start = end;
    }
    if start < range.end {
        nodes.push(sentence(ground, start..range.end, part));
    }
    nodes
}

/// The bytes where a new sentence starts.
fn sentence_ends(ground: &Ground<'_>, range: Range<usize>) -> Vec<usize> {
    let text = &ground.text[range.clone()];
    let depths = Depths::new(text);
    let mut ends = Vec::new();
    let mut line_start = 0;
    for (i, c) in text.char_indices() {
        // a template block that ends with a stop ends a sentence
        let block = c == '}' && text[..i].ends_with('%') && ends_inside(&text[..i]);
        let stop = matches!(c, '.' | '!' | '?' | '…') || block;
        if !stop && c != '\n' {
            continue;
        }
        let after = i + c.len_utf8();
        let boundary = if c == '\n' {
            let line = &text[line_start..i];
            line_start = after;
            breaks_line(line, &text[after..]).then_some(after)
        } else {
            // closing quotes and brackets go with the sentence, a French space before them too
            let closed = after + closing(&text[after..]);
            let spaces = text[closed..].len() - text[closed..].trim_start().len();
            let next = &text[closed + spaces..];
            let ends = spaces > 0 && !next.is_empty() && starts_sentence(next);
            (ends && !(c == '.' && is_abbreviation(&text[..i]))).then_some(closed + spaces)
        };
        if let Some(at) = boundary
            && at < text.len()
            && depths.outside(at)
            && !ground.holds(range.start + at)
            && ends.last().is_none_or(|last| *last < range.start + at)
        {
            ends.push(range.start + at);
        }
    }
    ends
}

/// Whether the words before the last tag end with a stop.
fn ends_inside(text: &str) -> bool {
    let near = &text[text.ceil_char_boundary(text.len().saturating_sub(80))..];
    near.rfind("{%").is_some_and(|tag| near[..tag].trim_end().ends_with(['.', '!', '?', '…']))
}

/// Whether a line end stands for a full stop: a short line, and a capital on the next one.
fn breaks_line(line: &str, next: &str) -> bool {
    let line = line.trim_end();
    let short = line.chars().count() < 60 && !line.is_empty();
    short && !line.ends_with([',', '-', '–']) && next.trim_start_matches([' ', '\t']).starts_with(is_capital)
}

fn is_capital(c: char) -> bool {
    c.is_uppercase() || c == '{' || c == '«' || c == '<'
}

fn starts_sentence(next: &str) -> bool {
    let mut chars = next.chars().skip_while(|c| {
        matches!(c, '«' | '“' | '"' | '\'' | '(' | '[' | '*' | '_' | ' ' | '\u{a0}' | '\u{202f}')
    });
    chars
        .next()
        .is_some_and(|c| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '{' | '<' | '`' | '-' | '•'))
}

/// Bytes of the closing quotes and brackets at the head of a text.
fn closing(text: &str) -> usize {
    let mut length = 0;
    for (i, c) in text.char_indices().take(16) {
        match c {
            '»' | '”' | '"' | '\'' | '’' | ')' | ']' | '*' | '.' | '!' | '?' | '…' => {
                length = i + c.len_utf8()
            }
            ' ' | '\u{a0}' | '\u{202f}' if text[i + c.len_utf8()..].starts_with('»') => {}
            _ => break,
        }
    }
    length
}

fn is_abbreviation(before: &str) -> bool {
    let near = &before[before.ceil_char_boundary(before.len().saturating_sub(24))..];
    let word = near.rsplit(|c: char| c.is_whitespace() || "(«“\"'’".contains(c)).next().unwrap_or("");
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    // `1. First` is a marker, `in 1. Then` a sentence
    initial || ABBREVIATIONS.contains(&word.to_lowercase().as_str())
}

/// One sentence: its phrases, its final punctuation and the space after it.
fn sentence(ground: &Ground<'_>, range: Range<usize>, part: Part) -> Node {
    let text = &ground.text[range.clone()];
    let body = text.trim_end().len();
    let core = text[..body].trim_end_matches(['.', '!', '?', '…']).trim_end().len();
    // a text of punctuation only is left as it is, and so is a placeholder that ends with a stop
    let end = if core == 0 || ground.holds(range.start + core) { body } else { core };
    let lead = text[..end].len() - text[..end].trim_start().len();
    let (open, close) = (&text[..lead], &text[end..]);
    let inner = range.start + lead..range.start + end;
    let phrases = phrases(ground, inner.clone(), part);
    let node = if phrases.len() > 1 {
        Node::branch(Level::Sentence, part, phrases)
    } else {
        Node::leaf(Level::Sentence, part, &ground.text[inner])
    };
    node.between(open, close)
}

/// The phrases of a sentence. Each but the first owns what joins it to the one before, so that it can go and
/// leave a sentence.
fn phrases(ground: &Ground<'_>, range: Range<usize>, part: Part) -> Vec<Node> {
    let text = &ground.text[range.clone()];
    let depths = Depths::new(text);
    // where a phrase starts, where its words start, where they end
    let mut starts: Vec<(usize, usize)> = vec![(0, 0)];
    for (i, c) in text.char_indices() {
        let after = i + c.len_utf8();
        let spaced = text[after..].starts_with(|c: char| c.is_whitespace());
        let joins = match c {
            ',' | ';' | ':' => spaced && depths.outside(after),
            '–' | '—' => spaced && depths.outside(after) && text[..i].ends_with(' '),
            '(' => {
                depths.outside(i) && depths.closes(i).is_some() && text[..i].ends_with(char::is_whitespace)
            }
            _ => false,
        };
        let from = text[..i].trim_end().len();
        let to = if c == '(' { i } else { after + (text[after..].len() - text[after..].trim_start().len()) };
        let last = starts.last().map_or(0, |last| last.1);
        if joins
            && from > last
            && to < text.len()
            && !ground.holds(range.start + from)
            && !ground.holds(range.start + to)
        {
            starts.push((from, to));
        }
    }
    let mut nodes = Vec::with_capacity(starts.len());
    for (i, (from, to)) in starts.iter().enumerate() {
        let end = starts.get(i + 1).map_or(text.len(), |next| next.0);
        nodes.push(Node::leaf(Level::Phrase, part, &text[*to..end]).between(&text[*from..*to], ""));
    }
    nodes
}

/// Quotes and brackets of a text: nothing is cut inside a pair. One without its other half is only a character.
struct Depths {
    pairs: Vec<Range<usize>>,
}

impl Depths {
    fn new(text: &str) -> Depths {
        let mut pairs: Vec<Range<usize>> = Vec::new();
        let mut open: Vec<(char, usize)> = Vec::new();
        let mut quote: Option<(char, usize)> = None;
        for (i, c) in text.char_indices() {
            match c {
                '"' | '`' => match quote {
                    Some((q, start)) if q == c => {
                        pairs.push(start..i + 1);
                        quote = None;
                    }
                    None => quote = Some((c, i)),
                    Some(_) => {}
                },
                // a paragraph never closes a straight quote opened in the one before
                '\n' if text[i + 1..].starts_with('\n') => quote = None,
                '«' | '“' | '(' | '[' | '{' => open.push((c, i)),
                '»' | '”' | ')' | ']' | '}' => {
                    let other = match c {
                        '»' => '«',
                        '”' => '“',
                        ')' => '(',
                        ']' => '[',
                        _ => '{',
                    };
                    let near = open.iter().rev().take(64);
                    if let Some(back) = near.map(|(o, _)| *o).position(|o| o == other) {
                        let at = open.len() - 1 - back;
                        pairs.push(open[at].1..i + c.len_utf8());
                        open.truncate(at);
                    }
                }
                _ => {}
            }
        }
        pairs.sort_by_key(|pair| pair.start);
        // only the outermost matter
        let mut outer: Vec<Range<usize>> = Vec::new();
        for pair in pairs {
            match outer.last_mut() {
                Some(last) if pair.start < last.end => last.end = last.end.max(pair.end),
                _ => outer.push(pair),
            }
        }
        Depths { pairs: outer }
    }

    /// Whether a cut before this byte separates no pair.
    fn outside(&self, at: usize) -> bool {
        let i = self.pairs.partition_point(|pair| pair.end <= at);
        self.pairs.get(i).is_none_or(|pair| pair.start >= at)
    }

    /// The end of the pair that opens here.
    fn closes(&self, at: usize) -> Option<usize> {
        self.pairs.iter().find(|pair| pair.start == at).map(|pair| pair.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<String> {
        let ground = Ground::new(text);
        let nodes = sentences(&ground, 0..text.len(), Part::Other);
        assert_eq!(nodes.iter().map(Node::text).collect::<String>(), text);
        nodes.iter().map(|node| node.text().trim().to_owned()).collect()
    }

    fn phrases_of(text: &str) -> Vec<String> {
        let ground = Ground::new(text);
        let node = sentences(&ground, 0..text.len(), Part::Other).remove(0);
        assert_eq!(node.text(), text);
        node.nodes().iter().map(Node::text).collect()
    }

    #[test]
    fn a_sentence_ends_at_its_stop_in_both_languages() {
        assert_eq!(cut("You sort. Be brief! Why? Because."), ["You sort.", "Be brief!", "Why?", "Because."]);
        assert_eq!(
            cut("Tu tries. Sois bref ! Pourquoi ? Parce que…"),
            ["Tu tries.", "Sois bref !", "Pourquoi ?", "Parce que…"]
        );
        assert_eq!(cut("Il dit « Oui. Non. » Puis il part."), ["Il dit « Oui. Non. »", "Puis il part."]);
        assert_eq!(cut("Il dit « oui ». Puis il part."), ["Il dit « oui ».", "Puis il part."]);
        assert_eq!(cut("Say \"No. Never.\" to it. Then stop."), ["Say \"No. Never.\" to it.", "Then stop."]);
    }

    #[test]
    fn abbreviations_decimals_and_initials_end_nothing() {
        for text in [
            "Ask M. Dupont, p. ex. Paul.",
            "See e.g. Paris or i.e. London.",
            "It costs 3.50 or 3,50 euros.",
            "J. Dupont wrote to Mme. Durand.",
            "Version 1.2 of the API v2.0 is used.",
            "Lis l’art. 3 et cf. Annexe B.",
        ] {
            assert_eq!(cut(text), [text], "{text}");
        }
    }

    #[test]
    fn a_hard_wrapped_paragraph_is_not_cut_at_its_line_ends() {
        let wrapped = "You sort the messages received by the customer service of an online shop of\nConnected devices, sold with a subscription.";
        assert_eq!(cut(wrapped).len(), 1);
        assert_eq!(cut("Be brief\nUse French\n"), ["Be brief", "Use French"]);
    }

    #[test]
    fn phrases_own_what_joins_them() {
        assert_eq!(
            phrases_of("Answer with a single label, in lower case, without a sentence."),
            ["Answer with a single label", ", in lower case", ", without a sentence"]
        );
        assert_eq!(
            phrases_of("facturation : paiement, avoir ; prix"),
            ["facturation", " : paiement", ", avoir", " ; prix"]
        );
        assert_eq!(phrases_of("Keep the amount (in euros) of it"), ["Keep the amount", " (in euros) of it"]);
        // nothing is cut inside quotes, brackets or numbers
        assert!(phrases_of("Say \"yes, no\" (or 3,5, or not).").len() <= 2);
        assert!(phrases_of("Write « oui, non » or 10:30.").is_empty());
        assert_eq!(phrases_of("Return JSON: {\"a\": 1, \"b\": 2}").len(), 2);
    }

    #[test]
    fn placeholders_stay_whole() {
        assert_eq!(
            cut("Read {{ a ~ \". B. C\" }}. Then stop."),
            ["Read {{ a ~ \". B. C\" }}.", "Then stop."]
        );
        assert_eq!(cut("Ah. {% if x %}B. C.{% endif %} D."), ["Ah.", "{% if x %}B. C.{% endif %}", "D."]);
        assert_eq!(
            phrases_of("Use {{ [a, b] | join(', ') }}, then stop"),
            ["Use {{ [a, b] | join(', ') }}", ", then stop"]
        );
    }
}
