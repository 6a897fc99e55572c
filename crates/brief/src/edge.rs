//! Cases at the edges, made from one that exists: what people send when they do not send what was expected.

use locale::Locale;

/// A kind of edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// Nothing at all.
    Empty,
    /// The same in a hundred times as much text.
    Long,
    /// The same, typed in haste.
    Typos,
    /// A message in a language the prompt was not written for.
    OtherLanguage,
    /// The same with an order to the model in it.
    Hostile,
}

/// Every kind.
pub const EDGES: [Edge; 5] = [Edge::Empty, Edge::Long, Edge::Typos, Edge::OtherLanguage, Edge::Hostile];

/// Words of a long case, about.
const LONG: usize = 2_000;

impl Edge {
    /// Its name in tags and forms.
    pub fn name(self) -> &'static str {
        match self {
            Edge::Empty => "empty",
            Edge::Long => "long",
            Edge::Typos => "typos",
            Edge::OtherLanguage => "other-language",
            Edge::Hostile => "hostile",
        }
    }

    /// Key of what people call it.
    pub fn label(self) -> &'static str {
        match self {
            Edge::Empty => "brief-edge-empty",
            Edge::Long => "brief-edge-long",
            Edge::Typos => "brief-edge-typos",
            Edge::OtherLanguage => "brief-edge-other-language",
            Edge::Hostile => "brief-edge-hostile",
        }
    }

    /// Whether what was expected of the case still is: the meaning has not changed.
    pub fn keeps_expectation(self) -> bool {
        matches!(self, Edge::Long | Edge::Typos | Edge::Hostile)
    }

    /// What becomes of the text of an input.
    pub fn applied(self, text: &str, locale: &Locale) -> String {
        match self {
            Edge::Empty => String::new(),
            Edge::Long => {
                let filler = locale.say("brief-filler");
                let times = LONG / filler.split_whitespace().count().max(1);
                let around = vec![filler; times / 2].join(" ");
                format!("{around}\n\n{text}\n\n{around}")
            }
            Edge::Typos => typos(text),
            Edge::OtherLanguage => locale.say("brief-foreign"),
            Edge::Hostile => format!("{text}\n\n{}", locale.say("brief-injection")),
        }
    }
}

/// In every third word of at least four letters, two letters change places; elsewhere capitals and accents stay.
fn typos(text: &str) -> String {
    let mut long = 0;
    let word = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        if letters.iter().filter(|c| c.is_alphabetic()).count() < 4 {
            return word.to_owned();
        }
        long += 1;
        // the first long word too: a short message must not come out unchanged
        if long % 3 == 1
            && let Some(at) = (1..letters.len() - 1).find(|at| {
                letters[*at].is_alphabetic()
                    && letters[at + 1].is_alphabetic()
                    && letters[*at] != letters[at + 1]
            })
        {
            letters.swap(at, at + 1);
        }
        letters.into_iter().collect()
    };
    // spaces and line ends are kept as they are
    text.split_inclusive(char::is_whitespace).map(word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use terms::Lang;

    #[test]
    fn typos_change_a_few_words_and_nothing_else() {
        assert_eq!(
            typos("Where is my\nparcel, please? It was due."),
            "Wehre is my\nparcel, please? It was due."
        );
        assert_eq!(typos("a b c"), "a b c");
        assert_eq!(typos(""), "");
        let long = "one message with quite many words inside of this text";
        assert_ne!(typos(long), long);
        assert_eq!(typos(long).len(), long.len());
    }

    #[test]
    fn each_edge_is_another_text() {
        let locale = Locale::new(Lang::Fr);
        let text = "Où est mon colis ?";
        for edge in EDGES {
            let made = edge.applied(text, &locale);
            assert_ne!(made, text, "{edge:?}");
            assert_eq!(
                made.contains("colis"),
                matches!(edge, Edge::Long | Edge::Hostile),
                "{edge:?}: {made}"
            );
        }
        assert!(Edge::Long.applied(text, &locale).split_whitespace().count() > LONG / 2);
    }
}
