//! The guard as the engine uses it.

use guard::Guard;
use terms::{ChatMessage, Explain, Kind, Role};

const KEY: &str = "sk-proj-a8Fk2Zr9QmT4vLx6WcN1pHs3Yd7Ba8Fk2Zr9";

#[test]
fn a_secret_blocks_and_is_never_shown_whole() {
    let messages = [
        ChatMessage::text(Role::System, "Tu réponds en français."),
        ChatMessage::text(Role::User, format!("ligne 1\nma clé : {KEY}")),
    ];
    let blocked = Guard::default().check(&messages).unwrap_err();
    assert_eq!(blocked.kind(), Kind::Data);
    assert_eq!((blocked.findings[0].message, blocked.findings[0].line), (1, 2));
    let said = format!("{blocked:?} {blocked}");
    assert!(!said.contains(KEY) && !said.contains(&KEY[..20]), "{said}");
}

#[test]
fn an_allowed_text_passes_and_only_that_one() {
    let guard = Guard::new(vec![KEY.to_owned()]);
    let own = ChatMessage::text(Role::User, KEY);
    let other = ChatMessage::text(Role::User, KEY.replace("Zr9Qm", "Zr8Qm"));
    assert!(guard.check(&[own]).is_ok());
    assert!(guard.check(&[other]).is_err());
}

#[test]
fn redaction_keeps_everything_else() {
    let text = format!("é {KEY} à https://bob:hunter22@h.example/ fin");
    assert_eq!(guard::redact(&text), "é [redacted] à [redacted]@h.example/ fin");
    assert_eq!(guard::redact("rien à cacher"), "rien à cacher");
}
