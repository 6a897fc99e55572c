//! Finds secrets by their public shape: a vendor's prefix, a PEM header, a token's three parts, `user:password@`.

use std::sync::LazyLock;

use regex::Regex;

/// A secret's place in a text, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    pub rule: &'static str,
    pub start: usize,
    pub end: usize,
}

/// Rule, prefix, and the shape that must follow it. The longest prefix that fits names the rule.
const KEYS: &[(&str, &str, &str)] = &[
    ("anthropic-key", "sk-ant-", "[A-Za-z0-9_-]{20,}"),
    ("openai-key", "sk-proj-", "[A-Za-z0-9_-]{20,}"),
    ("openrouter-key", "sk-or-", "[A-Za-z0-9_-]{20,}"),
    ("openai-key", "sk-svcacct-", "[A-Za-z0-9_-]{20,}"),
    ("openai-key", "sk-", "[A-Za-z0-9]{20,}"),
    ("motjuste-key", "mj_", "[a-z0-9]{4,}_[A-Za-z0-9]{20,}"),
    ("aws-key", "AKIA", "[0-9A-Z]{16}"),
    ("aws-key", "ASIA", "[0-9A-Z]{16}"),
    ("github-token", "github_pat_", "[A-Za-z0-9_]{22,}"),
    ("github-token", "ghp_", "[A-Za-z0-9]{30,}"),
    ("github-token", "gho_", "[A-Za-z0-9]{30,}"),
    ("github-token", "ghu_", "[A-Za-z0-9]{30,}"),
    ("github-token", "ghs_", "[A-Za-z0-9]{30,}"),
    ("github-token", "ghr_", "[A-Za-z0-9]{30,}"),
    ("gitlab-token", "glpat-", "[A-Za-z0-9_-]{20,}"),
    ("slack-token", "xoxb-", "[A-Za-z0-9-]{20,}"),
    ("slack-token", "xoxp-", "[A-Za-z0-9-]{20,}"),
    ("slack-token", "xoxa-", "[A-Za-z0-9-]{20,}"),
    ("google-key", "AIza", "[0-9A-Za-z_-]{35}"),
    ("stripe-key", "sk_live_", "[0-9A-Za-z]{16,}"),
    ("stripe-key", "rk_live_", "[0-9A-Za-z]{16,}"),
    ("huggingface-token", "hf_", "[A-Za-z0-9]{30,}"),
    ("groq-key", "gsk_", "[A-Za-z0-9]{30,}"),
    ("xai-key", "xai-", "[A-Za-z0-9]{30,}"),
    ("sendgrid-key", "SG.", r"[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}"),
    ("npm-token", "npm_", "[A-Za-z0-9]{30,}"),
    ("jwt", "eyJ", r"[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{16,}"),
    ("private-key", "-----BEGIN ", "(?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----"),
];

/// Passwords that are no secret: what documentation writes.
const PLACEHOLDERS: &[&str] =
    &["password", "passwd", "pass", "pwd", "secret", "motdepasse", "changeme", "example", "user", "token"];

static SHAPE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let alternatives: Vec<String> =
        KEYS.iter().map(|(_, prefix, rest)| format!("{}{rest}", regex::escape(prefix))).collect();
    // the tests below exercise every alternative, so a pattern that does not compile cannot be released
    Regex::new(&alternatives.join("|")).ok()
});

/// Every secret of the text, by position.
pub(crate) fn find(text: &str) -> Vec<Hit> {
    let mut hits = Vec::new();
    if let Some(shape) = SHAPE.as_ref() {
        let mut from = 0;
        while let Some(found) = shape.find_at(text, from) {
            let (start, end) = (found.start(), found.end());
            from = end;
            if is_secret(text, start, end) {
                hits.push(Hit { rule: rule_of(found.as_str()), start, end });
            }
        }
    }
    url_passwords(text, &mut hits);
    hits.sort_by_key(|h| h.start);
    hits
}

fn rule_of(secret: &str) -> &'static str {
    let fits = KEYS.iter().filter(|(_, prefix, _)| secret.starts_with(prefix));
    fits.max_by_key(|(_, prefix, _)| prefix.len()).map_or("secret", |(rule, _, _)| rule)
}

/// `task-list-…` and `risk-…` hold `sk-`: what precedes must end a word. `sk-xxxxxxxx…` is a placeholder: a real
/// key has more than eight distinct characters.
fn is_secret(text: &str, start: usize, end: usize) -> bool {
    let inside_word = text[..start]
        .bytes()
        .next_back()
        .is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    if inside_word && !text[start..].starts_with("-----BEGIN") {
        return false;
    }
    let mut seen = [false; 128];
    let mut distinct = 0;
    for byte in text[start..end].bytes().filter(u8::is_ascii) {
        if !std::mem::replace(&mut seen[usize::from(byte)], true) {
            distinct += 1;
        }
    }
    distinct > 8
}

/// `scheme://user:password@host`.
fn url_passwords(text: &str, hits: &mut Vec<Hit>) {
    for (at, _) in text.match_indices("://") {
        let rest = &text[at + 3..];
        let stop =
            rest.find(|c: char| c.is_whitespace() || "/?#\"'<>`|\\)".contains(c)).unwrap_or(rest.len());
        let Some(host) = rest[..stop].rfind('@') else { continue };
        let Some((_, password)) = rest[..host].split_once(':') else { continue };
        let lower = password.to_ascii_lowercase();
        let placeholder = PLACEHOLDERS.contains(&lower.as_str())
            || password.starts_with(['$', '{', '<', '[', '*', '%'])
            || lower.bytes().all(|b| b == b'x' || b == b'*' || b == b'.');
        if password.len() < 3 || placeholder {
            continue;
        }
        let before = &text[..at];
        let scheme = before.rfind(|c: char| !(c.is_ascii_alphanumeric() || "+.-".contains(c)));
        let start = scheme.map_or(0, |i| i + before[i..].chars().next().map_or(1, char::len_utf8));
        if start < at {
            hits.push(Hit { rule: "url-password", start, end: at + 3 + host });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, rules: &[&str]) {
        let found: Vec<&str> = find(text).iter().map(|h| h.rule).collect();
        assert_eq!(found, rules, "{text}");
    }

    /// Letters and digits of the given length with many distinct characters; upper case when asked.
    fn body(len: usize, upper: bool) -> String {
        let alphabet = if upper { "Q7WERT2YUIOP5ASDFGHJKLZXCVBNM" } else { "a8Fk2Zr9QmT4vLx6WcN1pHs3Yd7B" };
        alphabet.chars().cycle().take(len).collect()
    }

    #[test]
    fn every_rule_finds_its_own_shape() {
        for (rule, prefix, _) in KEYS {
            let secret = match *rule {
                "aws-key" => format!("{prefix}{}", body(16, true)),
                "google-key" => format!("{prefix}{}", body(35, false)),
                "sendgrid-key" => format!("{prefix}{}.{}", body(22, false), body(43, false)),
                "jwt" => format!("{prefix}{}.eyJ{}.{}", body(20, false), body(30, false), body(43, false)),
                "private-key" => format!("{prefix}RSA PRIVATE KEY-----"),
                "motjuste-key" => format!("{prefix}a1b2c3_{}", body(40, false)),
                _ => format!("{prefix}{}", body(40, false)),
            };
            check(&format!("voici : {secret}\nfin"), &[rule]);
            check(&format!("clé=\"{secret}\""), &[rule]);
        }
    }

    #[test]
    fn words_and_placeholders_are_no_secrets() {
        check("task-list-of-the-week-and-the-next-one-too", &[]);
        check("risk-assessmentabcdefghijklmnop", &[]);
        check("sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", &[]);
        check("use sk-... or your own key", &[]);
        check("-----BEGIN CERTIFICATE-----", &[]);
        check("-----BEGIN PUBLIC KEY-----", &[]);
    }

    #[test]
    fn passwords_in_addresses() {
        check("postgres://admin:s3cr3tP4ss@db.example.com/app", &["url-password"]);
        check("see https://user:hunter22@example.com/x?y and https://ok.example", &["url-password"]);
        check("postgres://user:password@localhost/db", &[]);
        check("https://user:${PASS}@host https://a:<motdepasse>@host", &[]);
        check("mail me at https://example.com/a:b@c", &[]);
        check("é://a:bcdef@h", &[]);
    }

    #[test]
    fn found_inside_french_text_with_emoji() {
        let text = format!("Bonjour 👋\nma clé est sk-proj-{} merci", body(40, false));
        let hit = find(&text)[0];
        assert!(text[hit.start..hit.end].starts_with("sk-proj-"));
        assert!(text[hit.end..].starts_with(" merci"));
    }
}
