//! Patterns of model names: `*` is any run of characters, `?` is one, a leading `!` takes names out again.

use serde::Deserialize;

/// A list of patterns. A name matches when some pattern without `!` does and none with `!` does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub(crate) struct Patterns(pub Vec<String>);

impl Patterns {
    pub(crate) fn matches(&self, name: &str) -> bool {
        let mut found = false;
        for pattern in &self.0 {
            match pattern.strip_prefix('!') {
                Some(except) if glob(except, name) => return false,
                Some(_) => {}
                None => found = found || glob(pattern, name),
            }
        }
        found
    }
}

/// Case-sensitive, no backtracking beyond the last `*`: at most pattern x name steps.
pub(crate) fn glob(pattern: &str, name: &str) -> bool {
    let (pattern, name) = (pattern.as_bytes(), name.as_bytes());
    let (mut p, mut n) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while n < name.len() {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p + 1, n));
                p += 1;
            }
            Some(&c) if c == b'?' || c == name[n] => {
                p += 1;
                n += 1;
            }
            _ => match star {
                Some((after, at)) => {
                    star = Some((after, at + 1));
                    p = after;
                    n = at + 1;
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|&c| c == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(patterns: &[&str], name: &str, expect: bool) {
        let list = Patterns(patterns.iter().map(|p| (*p).to_owned()).collect());
        assert_eq!(list.matches(name), expect, "{patterns:?} on {name}");
    }

    #[test]
    fn a_star_is_any_run() {
        check(&["gpt-4o-mini*"], "gpt-4o-mini-2024-07-18", true);
        check(&["gpt-4o"], "gpt-4o-mini", false);
        check(&["*-mini-*"], "gpt-4.1-mini-x-mini-", true);
        check(&["*"], "", true);
        check(&["a*b*c"], "axxbyyb", false);
        check(&["o?"], "o3", true);
        check(&[], "o3", false);
    }

    #[test]
    fn an_exclamation_mark_takes_names_out() {
        check(&["gpt-5*", "!gpt-5-chat*"], "gpt-5-chat-latest", false);
        check(&["gpt-5*", "!gpt-5-chat*"], "gpt-5-mini", true);
        check(&["!gpt-5-chat*"], "gpt-4", false);
    }

    #[test]
    fn many_stars_stay_quick() {
        let name = "a".repeat(5_000);
        check(&["a*a*a*a*a*a*a*a*a*a*b"], &name, false);
    }
}
