//! The texts of a prompt and of its branches as a small tree: SVG made here, the newest text at the top, one lane for
//! each line of work. A table with the same stands behind it.

use report::visible;

use crate::page::day;
use crate::versions::Kept;

/// Texts drawn at most, the newest.
const MOST: usize = 40;
/// Lanes drawn at most.
const LANES: usize = 8;
/// Pixels from row to row, from lane to lane, and for the words beside them.
const ROW: usize = 26;
const LANE: usize = 22;
const WORDS: usize = 290;

/// A line of work: the prompt itself, then its branches.
pub struct Line<'a> {
    /// Its file, from the project's root.
    pub prompt: &'a str,
    pub name: String,
    /// Newest first.
    pub texts: &'a [Kept],
}

/// The picture.
pub struct Tree {
    pub width: usize,
    pub height: usize,
    pub links: Vec<Link>,
    pub dots: Vec<Dot>,
}

pub struct Link {
    pub lane: usize,
    pub path: String,
}

pub struct Dot {
    pub lane: usize,
    pub x: usize,
    pub y: usize,
    /// Where the words begin.
    pub words: usize,
    pub label: String,
    /// A text that its prompt never was, or with which its branch ended.
    pub hollow: bool,
}

/// A text in its place.
struct Drawn<'a> {
    lane: usize,
    kept: &'a Kept,
    x: usize,
    y: usize,
}

/// The tree of some lines, the prompt itself first.
pub fn tree<'a>(lines: &[Line<'a>]) -> Tree {
    let lines = &lines[..lines.len().min(LANES)];
    let mut all: Vec<(usize, &Kept)> =
        lines.iter().enumerate().flat_map(|(lane, line)| line.texts.iter().map(move |t| (lane, t))).collect();
    // of one moment, the order of the lines of a file stands: newest first
    all.sort_by_key(|(_, kept)| std::cmp::Reverse(kept.at));
    all.truncate(MOST);
    let place = |(row, (lane, kept)): (usize, &(usize, &'a Kept))| {
        let aside = if kept.is_aside() { LANE / 2 } else { 0 };
        Drawn { lane: *lane, kept, x: LANE / 2 + 3 + LANE * lane + aside, y: ROW / 2 + ROW * row }
    };
    let drawn: Vec<Drawn<'_>> = all.iter().enumerate().map(place).collect();
    let words = LANE * lines.len() + LANE / 2 + 6;
    let mut links = Vec::new();
    for (row, from) in drawn.iter().enumerate() {
        let older = &drawn[row + 1..];
        let own = |d: &&Drawn<'_>| d.lane == from.lane;
        let before =
            if from.kept.is_aside() { None } else { older.iter().filter(own).find(|d| !d.kept.is_aside()) };
        let origin = from.kept.from.as_ref().and_then(|origin| {
            older.iter().find(|d| lines[d.lane].prompt == origin.prompt && d.kept.stamp == origin.stamp)
        });
        // what was put aside went into the text that was made of both
        let aside = older.iter().take_while(|d| !own(d) || d.kept.is_aside()).find(own);
        let aside = aside.filter(|_| !from.kept.is_aside());
        links.extend([before, origin, aside].into_iter().flatten().map(|to| link(from, to)));
    }
    let dots = drawn
        .iter()
        .map(|d| Dot {
            lane: d.lane,
            x: d.x,
            y: d.y,
            words,
            label: format!("{} · {}", day(d.kept.at), visible::excerpt(&lines[d.lane].name, 22)),
            hollow: d.kept.is_aside() || d.kept.is_end(),
        })
        .collect();
    Tree { width: words + WORDS, height: ROW * all.len().max(1), links, dots }
}

fn link(from: &Drawn<'_>, to: &Drawn<'_>) -> Link {
    let middle = (from.y + to.y) / 2;
    let path = format!("M{} {}C{} {middle} {} {middle} {} {}", from.x, from.y, from.x, to.x, to.x, to.y);
    Link { lane: from.lane.max(to.lane), path }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::versions::{Mark, Origin};

    fn text(at: i64, text: &str, from: Option<(&str, &str)>, mark: Option<Mark>) -> Kept {
        let from = from.map(|(prompt, text)| Origin {
            prompt: prompt.to_owned(),
            stamp: crate::files::stamp(text.as_bytes()),
        });
        Kept { at, from, mark, ..Kept::new(text, "") }
    }

    #[test]
    fn a_branch_leaves_its_prompt_and_comes_back_when_it_is_adopted() {
        let main = [text(5, "c", Some(("a.b.mot.md", "b")), None), text(1, "a", None, None)];
        let branch = [
            text(4, "b", None, Some(Mark::Adopted)),
            text(3, "b", None, None),
            text(2, "a", Some(("a.mot.md", "a")), Some(Mark::Branch("b".to_owned()))),
        ];
        let line = |prompt, texts| Line { prompt, name: prompt.to_owned(), texts };
        let tree = tree(&[line("a.mot.md", &main), line("a.b.mot.md", &branch)]);
        let lanes: Vec<usize> = tree.dots.iter().map(|dot| dot.lane).collect();
        assert_eq!(lanes, [0, 1, 1, 1, 0]);
        assert!(tree.dots[1].hollow && !tree.dots[2].hollow);
        // within each lane, from the branch to where it began, and back into the prompt
        let ends: Vec<&str> = tree.links.iter().map(|link| link.path.as_str()).collect();
        assert_eq!(
            ends,
            [
                "M14 13C14 65 14 65 14 117",
                "M14 13C14 26 36 26 36 39",
                "M36 39C36 52 36 52 36 65",
                "M36 65C36 78 36 78 36 91",
                "M36 91C36 104 14 104 14 117"
            ]
        );
    }

    #[test]
    fn what_was_put_aside_goes_from_its_base_into_the_text_made_of_both() {
        let texts = [
            text(4, "both", None, None),
            text(3, "mine", Some(("a.mot.md", "base")), Some(Mark::Aside)),
            text(2, "theirs", None, None),
            text(1, "base", None, None),
        ];
        let tree = tree(&[Line { prompt: "a.mot.md", name: String::new(), texts: &texts }]);
        let ends: Vec<&str> = tree.links.iter().map(|link| link.path.as_str()).collect();
        assert_eq!(
            ends,
            [
                "M14 13C14 39 14 39 14 65",
                "M14 13C14 26 25 26 25 39",
                "M25 39C25 65 14 65 14 91",
                "M14 65C14 78 14 78 14 91"
            ]
        );
    }
}
