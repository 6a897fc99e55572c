//! The tokenizer: lossless on any text, agreed with by another implementation, hostile files refused.
#![expect(clippy::unwrap_used, reason = "test code: a panic is the failure message")]

use local::corpus::{Document, Settings};
use local::tokenizer::{Encoder, Tokenizer, TokenizerProblem};
use proptest::prelude::*;

const SHIPPED: &str = include_str!("../../../../training/tokenizer.json");

fn shipped() -> Tokenizer {
    Tokenizer::from_json(SHIPPED).unwrap()
}

#[test]
fn the_shipped_file_is_read_and_written_back_unchanged() {
    let tokenizer = shipped();
    assert_eq!(tokenizer.size(), 3072);
    assert_eq!(tokenizer.to_json(), SHIPPED);
}

/// `golden/tokens.jsonl` was made from the shipped file by the Hugging Face `tokenizers` 0.23.3 library for Python:
/// `python training/check_tokenizer.py --write`, on 300 examination cases and odd texts.
#[test]
fn another_implementation_agrees() {
    let tokenizer = shipped();
    let golden = include_str!("golden/tokens.jsonl");
    let mut n = 0;
    for line in golden.lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = row["text"].as_str().unwrap();
        let ids: Vec<u16> = serde_json::from_value(row["ids"].clone()).unwrap();
        assert_eq!(tokenizer.encode(text), ids, "{text:?}");
        assert_eq!(tokenizer.decode(&ids), text);
        n += 1;
    }
    assert!(n >= 300, "{n} samples");
}

#[test]
fn whole_numbers_are_single_tokens() {
    let tokenizer = shipped();
    for n in 0..1000 {
        assert_eq!(tokenizer.encode(&n.to_string()).len(), 1, "{n}");
    }
    // a space before it does not change the token of a number
    let (alone, spaced) = (tokenizer.encode("153"), tokenizer.encode(" 153"));
    assert_eq!(spaced.last(), alone.last());
    assert_eq!(tokenizer.encode("12345").len(), 2);
}

#[test]
fn an_encoder_with_a_memory_says_the_same() {
    let tokenizer = shipped();
    let mut encoder = Encoder::new(&tokenizer);
    for index in 0..300 {
        for exchange in Document::draw(&Settings::default(), index).exchanges {
            let mut tokens = Vec::new();
            encoder.encode(&exchange.prompt, &mut tokens);
            assert_eq!(tokens, tokenizer.encode(&exchange.prompt), "{}", exchange.prompt);
        }
    }
}

#[test]
fn training_is_deterministic_and_learns_what_is_frequent() {
    let texts = ["le chat dort", "le chien dort", "le chat mange", "un chat"];
    let train = || Tokenizer::train(texts.iter(), 1300);
    let tokenizer = train();
    assert_eq!(tokenizer, train());
    assert_eq!(tokenizer.encode(" chat").len(), 1);
    assert!(tokenizer.encode(" zzz").len() > 1);
    let again = Tokenizer::from_json(&tokenizer.to_json()).unwrap();
    assert_eq!(again, tokenizer);
}

#[test]
fn foreign_and_broken_files_are_refused() {
    assert!(matches!(Tokenizer::from_json("{"), Err(TokenizerProblem::Json(_))));
    for text in [
        "{}",
        "[]",
        "null",
        r#"{"model":{"vocab":{},"merges":[["a","b"]]}}"#,
        r#"{"model":{"vocab":[],"merges":{}}}"#,
    ] {
        assert_eq!(Tokenizer::from_json(text), Err(TokenizerProblem::Foreign), "{text}");
    }
    let whole: serde_json::Value = serde_json::from_str(SHIPPED).unwrap();
    // a merge of tokens that do not exist yet, another rule for pieces, a special token less, an extra number
    let last = whole["model"]["merges"].as_array().unwrap().len() - 1;
    let mut broken: Vec<serde_json::Value> = vec![whole.clone(); 4];
    broken[0]["model"]["merges"].as_array_mut().unwrap().swap(0, last);
    broken[1]["pre_tokenizer"]["pretokenizers"][0]["pattern"]["Regex"] = ".".into();
    broken[2]["added_tokens"].as_array_mut().unwrap().pop();
    broken[3]["model"]["vocab"]["zzzzzz"] = 9_999_999.into();
    for (at, value) in broken.iter().enumerate() {
        assert_eq!(Tokenizer::from_json(&value.to_string()), Err(TokenizerProblem::Foreign), "{at}");
    }
    let many: Vec<_> = (0..70_000).map(|_| serde_json::json!(["a", "b"])).collect();
    let huge = serde_json::json!({"model": {"vocab": {}, "merges": many}}).to_string();
    assert_eq!(Tokenizer::from_json(&huge), Err(TokenizerProblem::TooLarge));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_text_comes_back(text in "\\PC{0,60}|[ -~\n\t]{0,60}|[a-zéèàœ'’ 0-9]{0,60}") {
        let tokenizer = Tokenizer::train(["une phrase, une autre phrase"].iter(), 1290);
        prop_assert_eq!(tokenizer.decode(&tokenizer.encode(&text)), text);
    }
}
