//! Models that run in the program: through the same engine and ledger, for nothing; and on a port.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::Stdio;

use testkit::Config;

use crate::bench::Bench;
use crate::{made, tiny};

/// A project with a model of random weights in `model/`.
fn project() -> Bench {
    let bench = Bench::words(Config::default(), 4);
    let at = bench.path().join("model");
    std::fs::create_dir(&at).unwrap();
    let c = made::sizes();
    made::folder(&at, &c, &tiny::Weights::random(&c, tiny::Extras::default(), 11), "llama", true);
    bench
}

#[test]
fn a_model_of_ones_own_is_evaluated_like_any_other_and_costs_nothing() {
    let bench = project();
    let eval = ["eval", "word.mot.md", "--model", "local/model", "--no-bare"];
    let first = bench.json(0, &eval);
    assert_eq!((&first["arms"][0]["n"], &first["arms"][0]["unscored"]), (&4.into(), &0.into()), "{first}");
    assert_eq!(first["calls"]["new"], 4);
    assert_eq!(first["arms"][0]["cost"].as_f64(), Some(0.0), "{first}");
    let again = bench.json(0, &eval);
    assert_eq!((&again["calls"]["new"], &again["calls"]["reused"]), (&0.into(), &4.into()));
    // another model under the same name: its answers are not those
    let c = made::sizes();
    let other = tiny::Weights::random(&c, tiny::Extras::default(), 12);
    made::folder(&bench.path().join("model"), &c, &other, "llama", true);
    assert_eq!(bench.json(0, &eval)["calls"]["new"], 4);
    assert_eq!(bench.vendor.stats().requests, 0, "nothing went to the network");
}

#[test]
fn a_model_that_is_not_there_stops_the_run_before_it_starts() {
    let bench = project();
    bench.run(&["eval", "word.mot.md", "--model", "local/nothing.gguf"]).failed(3, &["nothing.gguf"]);
}

#[test]
fn a_model_answers_on_a_port() {
    let bench = project();
    let mut command = bench.command(&["serve", "--model", "local/model", "--port", "0"]);
    let mut server = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut url = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut url).unwrap();
    let address = url.trim().strip_prefix("http://").unwrap().strip_suffix("/v1").unwrap().to_owned();
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(b"GET /v1/models HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    server.kill().unwrap();
    server.wait().unwrap();
    assert!(answer.contains("\"id\":\"model\""), "{answer}");
}

#[test]
fn only_local_models_are_served() {
    project().run(&["serve", "--model", "openai/gpt-5"]).failed(2, &["petit"]);
}

#[test]
fn the_demonstration_runs_or_says_that_this_build_has_no_model() {
    let bench = project();
    let said = bench.run(&["demo", "--dir", "essai"]);
    if local::fingerprint(local::PETIT).is_err() {
        return said.failed(3, &["no embedded model"]);
    }
    assert_eq!(said.code, 0, "{said:?}");
    assert!(bench.path().join("essai/tri.cases.csv").is_file());
    assert!(said.out.contains("tri-soigne.mot.md") && said.out.contains("triage-careful.mot.md"), "{said:?}");
}

#[test]
fn words_that_petit_does_not_know_are_counted_and_said() {
    if local::fingerprint(local::PETIT).is_err() {
        return;
    }
    let bench = project();
    bench.file("word.cases.csv", "word,expect\nchloroplast,x\nzooplankton,x\n");
    let eval = ["eval", "word.mot.md", "--model", "petit", "--no-bare"];
    let found = bench.json(0, &eval);
    assert_eq!(found["notes"][0]["key"], "local-note-unfamiliar", "{found}");
    assert_eq!(found["notes"][0]["args"], serde_json::json!([["unknown", 2], ["words", 2]]));
    let said = bench.run(&eval).out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("2 words out of 2 put to Petit are outside its lexicon"), "{said}");
    let ask = ["run", "word.mot.md", "--model", "petit", "-i", "word=chloroplast"];
    let english = bench.json(0, &ask);
    // the second time the answer comes from the ledger; the note is there all the same
    let french = bench.json(0, &[&ask[..], &["--lang", "fr"]].concat());
    assert_eq!(french["reused"], true);
    let starts = |answer: &serde_json::Value, with: &str| {
        assert!(answer["notes"][0].as_str().unwrap().starts_with(with), "{answer}");
    };
    starts(&english, "one word out of 1 put to Petit is outside its lexicon");
    starts(&french, "un mot sur 1 soumis à Petit est hors de son lexique");
}
