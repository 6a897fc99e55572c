//! Sentences with alternatives (`{a|b}`) and slots (`<x>`).

/// Every sentence a line with alternatives stands for. Braces without a bar are kept as they are.
pub fn expand(line: &str) -> Vec<String> {
    let mut made = vec![String::new()];
    let mut rest = line;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}').map(|c| open + c) else { break };
        let inside = &rest[open + 1..close];
        let choices: Vec<&str> =
            if inside.contains('|') { inside.split('|').collect() } else { vec![&rest[open..=close]] };
        made = made
            .iter()
            .flat_map(|head| choices.iter().map(|c| [head, &rest[..open], c].concat()).collect::<Vec<_>>())
            .collect();
        rest = &rest[close + 1..];
    }
    made.iter_mut().for_each(|m| m.push_str(rest));
    made
}

/// The next slot at or after `from`: where it starts, where it ends, its name.
fn slot(template: &str, from: usize) -> Option<(usize, usize, &str)> {
    let mut at = from;
    while let Some(open) = template[at..].find('<').map(|o| at + o) {
        let name_end = template[open + 1..]
            .bytes()
            .position(|b| !(b.is_ascii_alphabetic() || b == b' '))
            .map(|n| open + 1 + n);
        match name_end {
            Some(end) if end > open + 1 && template.as_bytes()[end] == b'>' => {
                return Some((open, end + 1, &template[open + 1..end]));
            }
            _ => at = open + 1,
        }
    }
    None
}

/// Writes the template, giving each slot to `fill` and each stretch of plain text to `plain`.
pub fn each<'t>(template: &'t str, mut part: impl FnMut(Part<'t>)) {
    let mut at = 0;
    while let Some((start, end, name)) = slot(template, at) {
        if start > at {
            part(Part::Plain(&template[at..start]));
        }
        part(Part::Slot(name));
        at = end;
    }
    if at < template.len() {
        part(Part::Plain(&template[at..]));
    }
}

/// A piece of a template.
pub enum Part<'t> {
    /// As it stands.
    Plain(&'t str),
    /// To be filled.
    Slot(&'t str),
}

/// The template with `<x>` and `<y>` filled.
pub fn fill(out: &mut String, template: &str, x: &str, y: &str) {
    each(template, |part| match part {
        Part::Plain(text) => out.push_str(text),
        Part::Slot("x") => out.push_str(x),
        Part::Slot("y") => out.push_str(y),
        Part::Slot(_) => {}
    });
}
