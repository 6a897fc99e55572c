//! Two people's changes to one text, put together line by line.

use merge3::{Merge3, MergeRegion};

/// A run of lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hunk {
    pub kind: Kind,
    /// As both of them opened it.
    pub base: String,
    pub theirs: String,
    pub mine: String,
}

/// Who changed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Nobody,
    Theirs,
    Mine,
    /// Both, to the same.
    Both,
    /// Both, each in another way: a person chooses.
    Conflict,
}

/// What is kept of a conflict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Choice {
    Theirs,
    Mine,
    /// Theirs, then mine: nothing is lost until somebody takes it out.
    #[default]
    Both,
}

impl Choice {
    pub fn named(name: &str) -> Choice {
        match name {
            "theirs" => Choice::Theirs,
            "mine" => Choice::Mine,
            _ => Choice::Both,
        }
    }
}

/// The hunks of three texts, in order. Line ends are `\n`; a last line without one is given one.
pub fn hunks(base: &str, theirs: &str, mine: &str) -> Vec<Hunk> {
    let whole = |text: &str| match text.is_empty() || text.ends_with('\n') {
        true => text.to_owned(),
        false => format!("{text}\n"),
    };
    let (base, theirs, mine) = (whole(base), whole(theirs), whole(mine));
    let (b, t, m) = (lines(&base), lines(&theirs), lines(&mine));
    let regions = Merge3::new(&b, &t, &m).merge_regions();
    let mut at = 0;
    let mut out = Vec::new();
    for (number, region) in regions.iter().enumerate() {
        // lines that changed stand between two runs that did not: the next one says where they end in the base
        let end = match regions.get(number + 1) {
            Some(MergeRegion::Unchanged { start, .. }) => *start,
            _ => b.len(),
        };
        let (kind, base, theirs, mine) = match *region {
            MergeRegion::Unchanged { start, end } => {
                at = end;
                let same = &b[start..end];
                (Kind::Nobody, same, same, same)
            }
            MergeRegion::Same { astart, aend } => {
                let same = &t[astart..aend];
                (Kind::Both, &b[at..end], same, same)
            }
            MergeRegion::A { start, end: last } => (Kind::Theirs, &b[at..end], &t[start..last], &b[at..end]),
            MergeRegion::B { start, end: last } => (Kind::Mine, &b[at..end], &b[at..end], &m[start..last]),
            MergeRegion::Conflict { astart, aend, bstart, bend, .. } => {
                (Kind::Conflict, &b[at..end], &t[astart..aend], &m[bstart..bend])
            }
        };
        if kind != Kind::Nobody {
            at = end;
        }
        out.push(Hunk { kind, base: base.concat(), theirs: theirs.concat(), mine: mine.concat() });
    }
    out
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// The text of these hunks; `choice` decides each conflict by its place among the conflicts.
pub fn together(hunks: &[Hunk], choice: impl Fn(usize) -> Choice) -> String {
    let mut conflicts = 0;
    let mut out = String::new();
    for hunk in hunks {
        match hunk.kind {
            Kind::Nobody | Kind::Both | Kind::Theirs => out.push_str(&hunk.theirs),
            Kind::Mine => out.push_str(&hunk.mine),
            Kind::Conflict => {
                let choice = choice(conflicts);
                conflicts += 1;
                if choice != Choice::Mine {
                    out.push_str(&hunk.theirs);
                }
                if choice != Choice::Theirs {
                    out.push_str(&hunk.mine);
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The kinds in order without the lines nobody changed, and the text with both sides of each conflict.
    #[track_caller]
    fn check(base: &str, theirs: &str, mine: &str, kinds: &[Kind], text: &str) {
        let hunks = hunks(base, theirs, mine);
        let found: Vec<Kind> = hunks.iter().map(|h| h.kind).filter(|kind| *kind != Kind::Nobody).collect();
        assert_eq!(found, kinds, "{hunks:#?}");
        assert_eq!(together(&hunks, |_| Choice::Both), text);
    }

    #[test]
    fn changes_in_different_places_are_both_kept() {
        let (theirs, mine) = ("A\nb\nc\nd\ne\n", "a\nb\nc\nd\nE");
        check("a\nb\nc\nd\ne\n", theirs, mine, &[Kind::Theirs, Kind::Mine], "A\nb\nc\nd\nE\n");
        check("a\nb\nc\n", "b\nc\n", "a\nb\nc\nd\n", &[Kind::Theirs, Kind::Mine], "b\nc\nd\n");
    }

    #[test]
    fn the_same_change_twice_is_one_change() {
        check("a\nb\n", "a\nB\n", "a\nB\n", &[Kind::Both], "a\nB\n");
    }

    #[test]
    fn a_line_changed_in_two_ways_is_a_conflict_and_nothing_of_it_is_lost() {
        let hunks = hunks("a\nb\nc\n", "a\nTHEIRS\nc\n", "a\nmine\nc\n");
        let conflict = Hunk {
            kind: Kind::Conflict,
            base: "b\n".to_owned(),
            theirs: "THEIRS\n".to_owned(),
            mine: "mine\n".to_owned(),
        };
        assert_eq!(hunks[1], conflict);
        assert_eq!(together(&hunks, |_| Choice::Both), "a\nTHEIRS\nmine\nc\n");
        assert_eq!(together(&hunks, |_| Choice::Mine), "a\nmine\nc\n");
        assert_eq!(together(&hunks, |_| Choice::Theirs), "a\nTHEIRS\nc\n");
    }

    #[test]
    fn without_a_common_text_everything_is_a_conflict() {
        check("", "a\n", "b\n", &[Kind::Conflict], "a\nb\n");
    }

    fn texts() -> impl Strategy<Value = String> {
        proptest::collection::vec("[a-d]?", 0..12)
            .prop_map(|lines| lines.iter().map(|l| format!("{l}\n")).collect())
    }

    proptest! {
        #[test]
        fn who_changed_alone_is_followed(base in texts(), other in texts()) {
            let text = |theirs: &str, mine: &str| together(&hunks(&base, theirs, mine), |_| Choice::Both);
            prop_assert_eq!(text(&other, &base), other.clone());
            prop_assert_eq!(text(&base, &other), other.clone());
            prop_assert_eq!(text(&other, &other), other.clone());
        }

        #[test]
        fn each_side_can_be_read_back_from_the_hunks(base in texts(), theirs in texts(), mine in texts()) {
            let hunks = hunks(&base, &theirs, &mine);
            let side = |of: fn(&Hunk) -> &str| hunks.iter().map(of).collect::<String>();
            prop_assert_eq!(side(|h| &h.theirs), theirs.clone());
            prop_assert_eq!(side(|h| &h.mine), mine.clone());
            // a line that is new on either side is in the text where both are kept
            let both = together(&hunks, |_| Choice::Both);
            for line in theirs.lines().chain(mine.lines()).filter(|line| !base.lines().any(|b| b == *line)) {
                prop_assert!(both.lines().any(|kept| kept == line), "{line:?} is lost in {both:?}");
            }
        }
    }
}
