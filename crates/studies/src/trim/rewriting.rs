//! Which rewrite is tried next: everything at once, then place by place.

use prompt::tree::Edit;

/// Rewrites of a prompt: for each place the ways of writing it shorter, the shortest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Rewriting {
    places: Vec<Vec<Edit>>,
    /// Drafts left, the next one last.
    queue: Vec<Draft>,
}

/// A rewritten version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Draft {
    /// Every place in its shortest way.
    Shortest,
    /// Every place in its longest: the least is changed that can be.
    Mildest,
    /// One place, in one of its ways.
    One { place: usize, way: usize },
}

impl Rewriting {
    pub fn of(places: Vec<Vec<Edit>>) -> Rewriting {
        let one =
            |(place, ways): (usize, &Vec<Edit>)| (0..ways.len()).map(move |way| Draft::One { place, way });
        let mut queue: Vec<Draft> = places.iter().enumerate().flat_map(one).rev().collect();
        if places.len() > 1 {
            if places.iter().any(|ways| ways.len() > 1) {
                queue.push(Draft::Mildest);
            }
            queue.push(Draft::Shortest);
        }
        Rewriting { places, queue }
    }

    /// The next draft and what makes it of the best version; the same one until [`Rewriting::tell`].
    pub fn ask(&self) -> Option<(Draft, Edit)> {
        let draft = *self.queue.last()?;
        let edit = match draft {
            Draft::Shortest => {
                Edit::All { edits: self.places.iter().filter_map(|ways| ways.first().cloned()).collect() }
            }
            Draft::Mildest => {
                Edit::All { edits: self.places.iter().filter_map(|ways| ways.last().cloned()).collect() }
            }
            Draft::One { place, way } => self.places.get(place)?.get(way)?.clone(),
        };
        Some((draft, edit))
    }

    /// The judge's word. A place that has been rewritten is tried again only in a shorter way.
    pub fn tell(&mut self, draft: Draft, kept: bool) {
        self.queue.pop();
        if !kept {
            return;
        }
        let places = &self.places;
        self.queue.retain(|left| match (*left, draft) {
            (_, Draft::Shortest) => false,
            (Draft::One { place, way }, Draft::Mildest) => way + 1 < places[place].len(),
            (Draft::One { place, .. }, Draft::One { place: done, .. }) => place != done,
            (Draft::Shortest | Draft::Mildest, _) => true,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two places of two ways and one; the names of what is kept when the judge keeps these drafts.
    fn asked(keeps: impl Fn(Draft) -> bool) -> Vec<Draft> {
        let way = |words: &str| Edit::SetFormat { words: words.to_owned() };
        let mut rewriting = Rewriting::of(vec![vec![way("a"), way("aa")], vec![way("b")]]);
        let mut asked = Vec::new();
        while let Some((draft, _)) = rewriting.ask() {
            rewriting.tell(draft, keeps(draft));
            asked.push(draft);
        }
        asked
    }

    #[test]
    fn everything_first_then_place_by_place() {
        let one = |place, way| Draft::One { place, way };
        assert_eq!(asked(|_| true), [Draft::Shortest]);
        assert_eq!(asked(|_| false), [Draft::Shortest, Draft::Mildest, one(0, 0), one(0, 1), one(1, 0)]);
        // the least is done: only what is shorter still is tried
        assert_eq!(asked(|draft| draft == Draft::Mildest), [Draft::Shortest, Draft::Mildest, one(0, 0)]);
        let last = [Draft::Shortest, Draft::Mildest, one(0, 0), one(1, 0)];
        assert_eq!(asked(|draft| draft == one(0, 0)), last);
        assert_eq!(Rewriting::of(vec![vec![]]).ask(), None);
    }
}
