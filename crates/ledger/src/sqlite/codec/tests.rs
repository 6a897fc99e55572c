use std::collections::HashMap;
use std::convert::Infallible;

use proptest::prelude::*;
use terms::TokenLogprob;

use super::*;

/// A vocabulary that numbers words of up to eight bytes.
#[derive(Default)]
struct Vocabulary(HashMap<String, u64>);

impl Number for Vocabulary {
    type Error = Infallible;
    fn number(&mut self, word: &str) -> Result<u64, Infallible> {
        let next = self.0.len() as u64 + 1;
        Ok(if word.len() > 8 { 0 } else { *self.0.entry(word.to_owned()).or_insert(next) })
    }
}
impl Spell for Vocabulary {
    fn spell(&self, number: u64) -> Option<String> {
        self.0.iter().find(|(_, n)| **n == number).map(|(word, _)| word.clone())
    }
}

fn any_message() -> impl Strategy<Value = Message> {
    let arg = prop_oneof![
        any::<i64>().prop_map(Arg::Int),
        (-1e300..1e300).prop_map(Arg::Float),
        ".{0,20}".prop_map(Arg::Text)
    ];
    let leaf = ("[a-z-]{1,12}", prop::collection::vec(("[a-z]{1,10}", arg), 0..3))
        .prop_map(|(key, args)| args.into_iter().fold(Message::new(key), |m, (name, arg)| m.with(name, arg)));
    leaf.prop_recursive(3, 8, 2, |inner| {
        ("[a-z]{1,12}", inner).prop_map(|(k, m)| Message::new(k).with("in", m))
    })
}

fn any_score() -> impl Strategy<Value = Score> {
    let outcome = prop_oneof![Just(Outcome::Pass), Just(Outcome::Fail), Just(Outcome::Unscored)];
    let value = prop_oneof![
        Just(None),
        Just(Some(0.0)),
        Just(Some(-0.0)),
        Just(Some(1.0)),
        (0.0..1.0).prop_map(Some)
    ];
    let weight = prop_oneof![Just(1.0), Just(0.0), 0.0..9.0];
    (".{0,12}", outcome, value, weight, prop::option::of(any_message()))
        .prop_map(|(check, outcome, value, weight, reason)| Score { check, outcome, value, weight, reason })
}

fn any_reply() -> impl Strategy<Value = Reply> {
    let finish = prop_oneof![
        Just(None),
        Just(Some(Finish::Stop)),
        Just(Some(Finish::Length)),
        Just(Some(Finish::ToolCalls)),
        Just(Some(Finish::Refusal)),
        Just(Some(Finish::ContentFilter)),
        ".{0,9}".prop_map(|s| Some(Finish::Other(s))),
    ];
    let text = || prop::option::of(".{0,9}");
    (".{0,99}", finish, text(), text(), text(), 0..3usize).prop_map(
        |(body, finish, refusal, model, id, rest)| Reply {
            text: body,
            finish,
            refusal,
            model,
            id,
            tool_calls: vec![serde_json::json!({"name": "f", "n": [1, null]}); rest / 2],
            logprobs: vec![
                TokenLogprob { token: "é".into(), logprob: -0.25, top: vec![("e".into(), -1.5)] };
                rest
            ],
            usage: None,
        },
    )
}

proptest! {
    #[test]
    fn scores_come_back(given in prop::collection::vec(any_score(), 0..5)) {
        let mut words = Vocabulary::default();
        let mut bytes = Vec::new();
        let Ok(()) = put_scores(&mut bytes, &given, &mut words);
        prop_assert_eq!(scores(&bytes, &words), Ok(given));
    }

    #[test]
    fn replies_come_back(given in any_reply()) {
        let mut bytes = Vec::new();
        put_reply(&mut bytes, &given);
        prop_assert_eq!(reply(&bytes), Ok(given));
    }

    #[test]
    fn damaged_bytes_are_an_error_and_never_a_crash(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        let words = Vocabulary::default();
        let _ = scores(&bytes, &words);
        let _ = message(&bytes, &words);
        let _ = reply(&bytes);
    }

    #[test]
    fn a_cut_reply_is_damaged(given in any_reply(), at in any::<prop::sample::Index>()) {
        let mut bytes = Vec::new();
        put_reply(&mut bytes, &given);
        bytes.truncate(at.index(bytes.len()));
        prop_assert_eq!(reply(&bytes), Err(Damaged));
    }
}

#[test]
fn two_plain_passes_take_five_bytes() {
    let pass = |check: &str| Score {
        check: check.into(),
        outcome: Outcome::Pass,
        value: Some(1.0),
        weight: 1.0,
        reason: None,
    };
    let mut bytes = Vec::new();
    let Ok(()) = put_scores(&mut bytes, &[pass("equals"), pass("length")], &mut Vocabulary::default());
    assert_eq!(bytes.len(), 5);
}

#[test]
fn sentences_nested_without_end_are_refused() {
    // key written out and empty, one argument named the same way, a message again
    let bytes = [0, 0, 1, 0, 0, 3].repeat(1000);
    assert_eq!(message(&bytes, &Vocabulary::default()), Err(Damaged));
}
