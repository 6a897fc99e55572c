use super::Warm;
use crate::terminal::Style;
use crate::visible::lines;

/// The heat map of a text for a terminal: green where it helps, red where it harms, dim where nothing was asked. Without
/// colours a run that helps stands between `[+` and `+]`, one that harms between `[-` and `-]`; up to three signs say how
/// much. Runs in which no effect was seen are left as they are.
pub fn terminal(runs: &[Warm], style: Style) -> String {
    runs.iter().map(|run| one(run, style)).collect()
}

fn one(run: &Warm, style: Style) -> String {
    let text = lines(&run.text);
    let degree = run.degree.unwrap_or(0.0);
    if style == Style::Ansi {
        let sgr = match (run.degree, strength(degree)) {
            (None, _) => "2",
            (_, 0) => return text.into_owned(),
            (_, 3) if degree > 0.0 => "1;32",
            (_, 3) => "1;31",
            _ if degree > 0.0 => "32",
            _ => "31",
        };
        // a colour that runs over a line end would paint the rest of the window in some terminals
        let painted = text.split('\n').map(|line| match line.is_empty() {
            true => String::new(),
            false => format!("\u{1b}[{sgr}m{line}\u{1b}[0m"),
        });
        return painted.collect::<Vec<String>>().join("\n");
    }
    match strength(degree) {
        0 => text.into_owned(),
        signs => {
            let sign = if degree > 0.0 { "+" } else { "-" }.repeat(signs);
            format!("[{sign} {text} {sign}]")
        }
    }
}

/// 0 to 3: none, little, some, most.
pub(super) fn strength(degree: f64) -> usize {
    (degree.abs() * 3.0).ceil().clamp(0.0, 3.0) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn warm(text: &str, degree: Option<f64>) -> Warm {
        Warm { text: text.to_owned(), degree, says: None }
    }

    #[test]
    fn colours_or_signs_tell_what_helps_and_what_harms() {
        let runs = [
            warm("::: system\n", None),
            warm("Sort it.", Some(1.0)),
            warm("\n\n", None),
            warm("Be kind.", Some(0.0)),
            warm(" ", None),
            warm("Explain\nat length.", Some(-0.4)),
        ];
        assert_eq!(
            terminal(&runs, Style::Plain),
            "::: system\n[+++ Sort it. +++]\n\nBe kind. [-- Explain\nat length. --]"
        );
        assert_eq!(
            terminal(&runs[1..], Style::Ansi),
            "\u{1b}[1;32mSort it.\u{1b}[0m\n\nBe kind.\u{1b}[2m \u{1b}[0m\u{1b}[31mExplain\u{1b}[0m\n\
             \u{1b}[31mat length.\u{1b}[0m"
        );
    }

    #[test]
    fn a_prompt_cannot_paint_the_terminal() {
        let runs = [warm("red \u{1b}[31m", Some(0.5))];
        assert!(!terminal(&runs, Style::Plain).contains('\u{1b}'));
    }
}
