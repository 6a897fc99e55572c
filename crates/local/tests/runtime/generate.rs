//! Answers: many at once as one alone, stopped where they should, JSON when asked, cancelled at once.

use std::sync::Arc;
use std::sync::mpsc;

use local::LocalError;
use local::generate::{Answering, Event, Finish, Runner, Sampling, Schema, Task};
use local::model::{Cache, Config, Decoder, Part, Wants, Workspace};
use local::words::Words;
use serde_json::{Value, json};

use crate::made;
use crate::tiny::{Extras, Weights, numbers};

fn decoder(config: Config) -> Arc<Decoder> {
    let mut weights = Weights::random(&config, Extras::default(), 11);
    Arc::new(Decoder::load(config, &mut weights).unwrap())
}

fn runner(batches: usize) -> Runner {
    let words = Arc::new(Words::ours(&made::tokenizer()));
    Runner::with_batches(decoder(made::sizes()), words, batches)
}

/// A question of its own for each number.
fn question(number: u64) -> Vec<u32> {
    let length = 3 + (number * 7 % 40) as usize;
    numbers(length, number + 100).iter().map(|v| 264 + ((v + 1.0) * 500.0) as u32).collect()
}

fn up_to(most: usize) -> Answering {
    Answering { most: Some(most), logprobs: Some(3), ..Answering::default() }
}

/// The same by the book: one token after the other, nothing shared.
fn by_hand(decoder: &Decoder, words: &Words, tokens: &[u32], most: usize) -> Vec<u32> {
    let mut all = tokens.to_vec();
    for _ in 0..most {
        let mut cache = Cache::new(decoder.config());
        let mut parts = [Part { tokens: &all, cache: &mut cache, wants: Wants::Last }];
        let mut workspace = Workspace::default();
        let logits = decoder.read(&mut parts, &mut workspace).unwrap();
        let best = (0..logits.len()).rev().max_by(|a, b| logits[*a].total_cmp(&logits[*b])).unwrap() as u32;
        if words.ends().contains(&best) {
            break;
        }
        all.push(best);
    }
    all.split_off(tokens.len())
}

#[test]
fn many_at_once_answer_as_each_alone_to_the_last_bit() {
    let decoder = decoder(made::sizes());
    let words = Arc::new(Words::ours(&made::tokenizer()));
    for batches in [1, 3] {
        let runner = Runner::with_batches(decoder.clone(), words.clone(), batches);
        let (sender, events) = mpsc::channel();
        let tickets: Vec<_> = (0..60)
            .map(|number| {
                let sender = sender.clone();
                let hear = Box::new(move |event| {
                    let _ = sender.send((number, event));
                });
                runner.begin(question(number), Task::Answer(up_to(12)), hear).unwrap()
            })
            .collect();
        let mut answers = vec![(Vec::new(), String::new(), None); 60];
        while answers.iter().any(|(_, _, ended)| ended.is_none()) {
            let (number, event) = events.recv().unwrap();
            let answer = &mut answers[number as usize];
            match event {
                Event::Piece { text, chosen } => {
                    answer.1.push_str(&text);
                    answer.0.extend(chosen);
                }
                Event::End(ended) => answer.2 = Some(ended),
                other => panic!("{other:?}"),
            }
        }
        drop(tickets);
        for (number, (tokens, text, ended)) in (0..).zip(answers) {
            let expected = by_hand(&decoder, &words, &question(number), 12);
            assert_eq!(tokens.iter().map(|c| c.token).collect::<Vec<_>>(), expected, "question {number}");
            assert_eq!(text, words.decode(&expected));
            let ended = ended.unwrap();
            assert_eq!(ended.read, question(number).len());
            let (finish, written) =
                if expected.len() == 12 { (Finish::Length, 12) } else { (Finish::Stop, expected.len() + 1) };
            assert_eq!((ended.finish, ended.written), (finish, written));
            // greedy: the chosen token leads its alternatives
            assert!(tokens.iter().all(|c| c.top.len() == 3 && c.top[0] == (c.token, c.logprob)));
        }
    }
}

#[test]
fn what_was_read_before_is_not_read_again_and_changes_nothing() {
    let runner = runner(1);
    let beginning: Vec<u32> = question(3).into_iter().cycle().take(50).collect();
    let ask = |last: u32| runner.answer([&beginning[..], &[last]].concat(), up_to(6)).unwrap();
    let first = ask(300);
    assert_eq!(first.ended.known, 0);
    let other = ask(301);
    assert_eq!(other.ended.known, 50);
    let again = ask(300);
    assert_eq!(again.ended.known, 50);
    assert_eq!((again.text, again.tokens), (first.text, first.tokens));
}

#[test]
fn scores_are_the_log_probabilities_the_answer_had() {
    let runner = runner(1);
    let tokens = question(5);
    let answer = runner.answer(tokens.clone(), up_to(8)).unwrap();
    let written: Vec<u32> = answer.tokens.iter().map(|c| c.token).collect();
    let scores = runner.score([tokens.clone(), written.clone()].concat()).unwrap();
    assert_eq!(scores.len(), tokens.len() + written.len() - 1);
    for (chosen, score) in answer.tokens.iter().zip(&scores[tokens.len() - 1..]) {
        assert!((chosen.logprob - score).abs() < 1e-4);
    }
    assert!(scores.iter().all(|s| *s < 0.0));
}

#[test]
fn an_embedding_is_the_mean_of_the_states() {
    let runner = runner(1);
    let tokens = question(9);
    let mean = runner.embed(tokens.clone()).unwrap();
    let decoder = decoder(made::sizes());
    let mut cache = Cache::new(decoder.config());
    let mut parts = [Part { tokens: &tokens, cache: &mut cache, wants: Wants::States }];
    let mut workspace = Workspace::default();
    let states = decoder.read(&mut parts, &mut workspace).unwrap();
    let width = decoder.config().width;
    for (at, value) in mean.iter().enumerate() {
        let expected = states.iter().skip(at).step_by(width).sum::<f32>() / tokens.len() as f32;
        assert!((value - expected).abs() < 1e-5);
    }
}

#[test]
fn a_seed_gives_the_same_answer_and_another_another() {
    let runner = runner(2);
    let ask = |seed| {
        let sampling = Sampling { temperature: 1.5, seed, ..Sampling::default() };
        runner.answer(question(1), Answering { sampling, ..up_to(20) }).unwrap().text
    };
    assert_eq!(ask(Some(1)), ask(Some(1)));
    assert_ne!(ask(Some(1)), ask(Some(2)));
    assert_ne!(ask(None), ask(None));
}

#[test]
fn a_stop_sequence_ends_the_answer_before_it() {
    let runner = runner(1);
    let whole = runner.answer(question(2), up_to(20)).unwrap().text;
    let stop: String = whole.chars().skip(5).take(3).collect();
    let stopped = runner.answer(question(2), Answering { stops: vec![stop.clone()], ..up_to(20) }).unwrap();
    assert_eq!(stopped.text, whole[..whole.find(&stop).unwrap()]);
    assert_eq!(stopped.ended.finish, Finish::Stop);
}

#[test]
fn questions_past_the_context_are_errors_and_answers_end_at_it() {
    let runner = runner(1);
    let context = made::sizes().context;
    let long: Vec<u32> = (0..context as u32).map(|n| 264 + n).collect();
    let error = runner.answer(long.clone(), up_to(1)).unwrap_err();
    assert!(matches!(error, LocalError::Context { tokens: 96, context: 96 }));
    assert!(runner.score(long.clone()).is_ok(), "a text that only is scored may fill it");
    let sampling = Sampling { temperature: 2.0, seed: Some(4), ..Sampling::default() };
    let answer = runner.answer(long[..90].to_vec(), Answering { sampling, ..Answering::default() }).unwrap();
    assert!(answer.ended.written <= 6);
    assert!(runner.answer(Vec::new(), up_to(1)).is_err());
    assert!(runner.answer(vec![300], up_to(0)).is_err());
}

#[test]
fn a_dropped_ticket_stops_the_answer_and_the_next_is_served() {
    let runner = runner(1);
    let (sender, events) = mpsc::channel();
    let hear = Box::new(move |event| {
        let _ = sender.send(event);
    });
    let endless = Answering { sampling: Sampling { temperature: 2.0, ..Sampling::default() }, ..up_to(90) };
    let ticket = runner.begin(question(1), Task::Answer(endless), hear).unwrap();
    assert!(matches!(events.recv(), Ok(Event::Piece { .. })));
    drop(ticket);
    // the listener is let go of without an end: the channel closes
    assert!(!events.iter().any(|event| matches!(event, Event::End(e) if e.written == 90)));
    assert!(runner.answer(question(2), up_to(2)).is_ok());
}

#[test]
fn a_runner_that_is_dropped_ends_what_it_was_at() {
    let runner = runner(1);
    let (sender, events) = mpsc::channel();
    let _tickets: Vec<_> = (0..40)
        .map(|number| {
            let sender = sender.clone();
            let hear = Box::new(move |event| {
                let _ = sender.send(event);
            });
            runner.begin(question(number), Task::Answer(up_to(40)), hear).unwrap()
        })
        .collect();
    drop(sender);
    drop(runner);
    // every listener is gone: nothing waits for ever
    for event in events {
        assert!(!matches!(event, Event::Failed(LocalError::Bug(_))));
    }
}

/// Fifty schemas: every kind of value, nested, optional, of several types.
fn schemas() -> Vec<Value> {
    let leaves = [
        json!({"type": "string"}),
        json!({"type": "number"}),
        json!({"type": "integer"}),
        json!({"type": "boolean"}),
        json!({"type": "null"}),
        json!({"enum": ["urgent", "normal", "é\"\\"]}),
        json!({"const": {"a": [1, null]}}),
        json!({"type": ["string", "null"]}),
        json!({"type": ["integer", "boolean"]}),
        json!({"enum": [1, 12, "1", null]}),
    ];
    let mut all = leaves.to_vec();
    for (at, leaf) in leaves.iter().enumerate() {
        let next = &leaves[(at + 3) % leaves.len()];
        all.push(json!({"type": "object", "additionalProperties": false, "properties": {"total": leaf},
                        "required": ["total"]}));
        all.push(json!({"type": "array", "items": leaf, "minItems": at % 3, "maxItems": 3}));
        all.push(json!({"type": "object", "properties": {"a": leaf, "ab": next, "b c": {"type": "string"}},
                        "required": ["ab"]}));
        all.push(json!({"type": "object", "properties": {
                            "list": {"type": "array", "items": {"type": "object", "properties": {"x": leaf, "y": next},
                                     "required": ["x", "y"]}, "minItems": 1},
                            "inner": {"type": "object", "properties": {"deep": {"type": "object", "properties": {
                                     "leaf": next}, "required": ["leaf"]}}, "required": ["deep"]}},
                        "required": ["list", "inner"]}));
    }
    all
}

#[test]
fn constrained_answers_are_always_valid() {
    let words = Arc::new(Words::ours(&made::tokenizer()));
    let runner = Runner::with_batches(decoder(Config { context: 320, ..made::sizes() }), words, 2);
    let schemas = schemas();
    assert!(schemas.len() >= 50);
    for (at, schema) in schemas.iter().enumerate() {
        let compiled = Arc::new(Schema::new(schema).unwrap());
        let judge = jsonschema::validator_for(schema).unwrap();
        // random weights want to go anywhere: the mask alone keeps the answer on the way
        for (temperature, most) in [(0.0, 110), (1.0, 110), (2.0, 110), (2.0, 200)] {
            let sampling = Sampling { temperature, seed: Some(at as u64), ..Sampling::default() };
            let answering = Answering {
                most: Some(most),
                sampling,
                schema: Some(compiled.clone()),
                drop_space: true,
                ..Answering::default()
            };
            let answer = runner.answer(question(2), answering).unwrap();
            let value: Value = serde_json::from_str(&answer.text)
                .unwrap_or_else(|error| panic!("{error}: {:?} of {schema}", answer.text));
            assert!(judge.is_valid(&value), "{value} of {schema}");
        }
    }
}

#[test]
fn any_json_object_is_one() {
    let runner = runner(1);
    for seed in 0..20 {
        let sampling = Sampling { temperature: 1.5, seed: Some(seed), ..Sampling::default() };
        let schema = Some(Arc::new(Schema::any_object()));
        let answering =
            Answering { most: Some(70), sampling, schema, drop_space: true, ..Answering::default() };
        let text = runner.answer(question(2), answering).unwrap().text;
        let value: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text:?}"));
        assert!(value.is_object());
    }
}

#[test]
fn what_cannot_be_enforced_is_an_error_never_ignored() {
    let check = |schema: Value, at: &str| match Schema::new(&schema) {
        Err(LocalError::Schema(what)) => assert_eq!(what, at, "{schema}"),
        other => panic!("{schema}: {other:?}"),
    };
    check(json!({"type": "string", "pattern": "^a"}), "#/pattern");
    check(json!({"type": "string", "maxLength": 3}), "#/maxLength");
    check(json!({"type": "number", "minimum": 0}), "#/minimum");
    check(json!({"$ref": "#/x"}), "#/$ref");
    check(json!({"anyOf": [{"type": "string"}]}), "#/anyOf");
    check(json!({"type": "colour"}), "#/type");
    check(json!(true), "#/");
    check(
        json!({"type": "object", "properties": {"a": {"type": "string", "format": "date"}}}),
        "#/properties/a/format",
    );
    check(json!({"type": "object", "properties": {}, "required": ["b"]}), "#/required/b");
    check(json!({"type": "object", "additionalProperties": {"type": "string"}}), "#/additionalProperties");
    check(json!({"type": "array", "items": {"type": "string"}, "uniqueItems": true}), "#/uniqueItems");
    check(json!({"type": "array", "minItems": 3, "maxItems": 2}), "#/minItems");
    check(json!({"enum": []}), "#/enum");
    check(json!({"enum": ["a"], "type": "number"}), "#/enum");
}
