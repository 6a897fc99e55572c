//! The contract for scripts: the vendors' own variables, one document on stdout, documented exit codes.

use ledger::{Rated, Rating, Said as RatingSaid, Vote};
use testkit::{Config, FakeVendor, Fault, Script, When};

use crate::bench::{Bench, WORD, word_cases};

#[test]
fn the_vendors_own_variables_are_honoured() {
    let bench = Bench::words(Config { keys: vec!["sk-own".into()], ..Config::default() }, 5);
    let run = |key: &str| {
        let mut command = bench.command(&["eval", "word.mot.md", "--model", "openai/echo", "--json"]);
        let url = bench.vendor.base_url();
        command.env("OPENAI_API_KEY", key).env("OPENAI_BASE_URL", url).output().unwrap()
    };
    let good = run("sk-own");
    assert!(good.status.success(), "{good:?}");
    let document: serde_json::Value = serde_json::from_slice(&good.stdout).unwrap();
    assert_eq!(document["schema"], "motjuste/evaluation/1");
    assert_eq!(document["arms"][0]["n"], 5);
    assert_eq!(document["arms"][0]["score"], 1.0);
    let bad = run("sk-wrong");
    assert_eq!(bad.status.code(), Some(0), "the answers are in the ledger already: nothing is asked");
}

#[test]
fn a_wrong_key_is_a_vendor_error_and_costs_nothing() {
    let bench = Bench::words(Config { keys: vec!["sk-own".into()], ..Config::default() }, 5);
    let mut command = bench.command(&["eval", "word.mot.md", "--model", "openai/echo"]);
    let url = bench.vendor.base_url();
    let output = command.env("OPENAI_API_KEY", "sk-wrong").env("OPENAI_BASE_URL", url).output().unwrap();
    let said = crate::bench::Said::of(output);
    said.failed(4, &["OPENAI_API_KEY"]);
    assert_eq!(bench.vendor.invoice().totals.amount, 0);
    assert!(!said.err.contains("sk-wrong"), "the key is never shown: {said:?}");
}

#[test]
fn the_document_has_every_promised_field() {
    let bench = Bench::words(Config::default(), 8);
    bench.file("other.mot.md", WORD.replace("{{ word }}", "Say: {{ word }}"));
    let args = ["eval", "word.mot.md", "other.mot.md", "--cases", "word.cases.csv", "--model", "fake/echo"];
    let document =
        bench.json(0, &[&args[..], &["--model", "fake/fixed:word1", "-j", "4", "--repeats", "2"]].concat());
    for field in ["schema", "run", "ended", "cases", "arms", "comparisons", "calls", "flaws", "spent"] {
        assert!(!document[field].is_null(), "{field}: {document:#}");
    }
    let arms = document["arms"].as_array().unwrap();
    // two prompts and one bare request (the task is the same), on two models
    assert_eq!(arms.len(), 6, "{document:#}");
    for arm in arms {
        for field in ["prompt", "version", "model", "n", "score", "low", "high", "cost", "currency", "tokens"]
        {
            assert!(!arm[field].is_null(), "{field}: {arm:#}");
        }
        let (low, score, high) = (&arm["low"], &arm["score"], &arm["high"]);
        assert!(low.as_f64() <= score.as_f64() && score.as_f64() <= high.as_f64(), "{arm:#}");
    }
    for comparison in document["comparisons"].as_array().unwrap() {
        for field in ["a", "b", "n", "difference", "low", "high", "p", "verdict"] {
            assert!(!comparison[field].is_null(), "{field}: {comparison:#}");
        }
    }
    assert_eq!(document["calls"]["new"], 8 * 6 * 2);
}

#[test]
fn a_second_run_makes_no_call() {
    let bench = Bench::words(Config::default(), 20);
    let args = ["eval", "word.mot.md", "--model", "fake/echo"];
    let cold = bench.json(0, &args);
    let calls = bench.vendor.stats().requests;
    let warm = bench.json(0, &args);
    assert_eq!(bench.vendor.stats().requests, calls);
    assert_eq!(warm["calls"]["new"], 0);
    assert_eq!(warm["calls"]["reused"], cold["calls"]["new"]);
    assert_eq!(warm["arms"], cold["arms"]);
}

#[test]
fn a_changed_case_asks_only_what_is_new() {
    let bench = Bench::words(Config::default(), 20);
    let args = ["eval", "word.mot.md", "--model", "fake/echo", "--no-bare"];
    bench.json(0, &args);
    bench.file("word.cases.csv", word_cases(21));
    let second = bench.json(0, &args);
    assert_eq!(second["calls"]["new"], 1, "{second:#}");
    assert_eq!(second["calls"]["reused"], 20);
    assert_eq!(bench.vendor.stats().requests, 21);
}

#[test]
fn changed_checks_score_the_same_answers_again() {
    let bench = Bench::words(Config::default(), 10);
    let args = ["eval", "word.mot.md", "--model", "fake/echo", "--no-bare"];
    bench.json(0, &args);
    let second = bench.json(0, &[&args[..], &["--check", "contains: word1"]].concat());
    assert_eq!(bench.vendor.stats().requests, 10);
    assert_eq!(second["arms"][0]["score"], 0.1, "{second:#}");
}

#[test]
fn a_missed_threshold_is_exit_code_one() {
    let bench = Bench::words(Config::default(), 10);
    let args = ["eval", "word.mot.md", "--no-bare", "--fail-under", "0.5", "--model"];
    bench.json(0, &[&args[..], &["fake/echo"]].concat());
    bench.json(1, &[&args[..], &["fake/fixed:nothing"]].concat());
}

#[test]
fn usage_errors_are_exit_code_two_and_a_document() {
    let bench = Bench::words(Config::default(), 1);
    bench.run(&["eval"]).failed(2, &["missing"]);
    bench.run(&["evil"]).failed(2, &["evil", "eval"]);
    bench.run(&["eval", "word.mot.md", "--modle", "x/y"]).failed(2, &["--modle", "--model"]);
    bench.run(&["eval", "word.mot.md", "--model", "gpt"]).failed(2, &["vendor/model"]);
    let document = bench.json(2, &["eval", "word.mot.md", "--model", "gpt"]);
    assert_eq!(document["schema"], "motjuste/error/1");
}

#[test]
fn a_budget_is_never_overshot_and_the_rest_can_be_had_later() {
    let bench = Bench::words(Config::default(), 200);
    let args = ["eval", "word.mot.md", "--model", "fake/echo", "--no-bare", "--stream", "-j", "16"];
    bench.file("word.mot.md", WORD.replace("---\n:::", "model:\n  params: {max_tokens: 8}\n---\n:::"));
    let half = bench.json(5, &[&args[..], &["--budget", "0.0012"]].concat());
    let spent = bench.vendor.invoice().totals.amount;
    assert!(spent <= 1_200_000_000, "spent {spent}");
    assert!(spent > 600_000_000, "the budget was hardly used: {spent}");
    assert_eq!(half["ended"], "budget");
    assert_eq!(half["spent"][0]["pico"], spent);
    let whole = bench.json(0, &args);
    assert_eq!(whole["arms"][0]["n"], 200);
    assert_eq!(bench.vendor.stats().duplicates, 0);
}

#[test]
fn what_would_be_sent_is_shown_without_sending() {
    let bench = Bench::words(Config::default(), 1);
    let document = bench.json(0, &["render", "word.mot.md", "-i", "word=bonjour"]);
    assert_eq!(document["messages"], serde_json::json!([{"role": "user", "content": "bonjour"}]));
    let bare = bench.json(0, &["render", "word.mot.md", "--bare", "-i", "word=bonjour"]);
    assert_eq!(bare["messages"][0]["content"], "Repeat the word.\n\nbonjour");
    assert_eq!(bench.vendor.stats().requests, 0);
}

#[test]
fn one_question_streams_and_is_kept() {
    let bench = Bench::words(Config::default(), 1);
    let args = ["run", "word.mot.md", "-i", "word=été", "--model", "fake/echo"];
    let first = bench.run(&args);
    assert_eq!((first.code, first.out.as_str()), (0, "été\n"), "{first:?}");
    let again = bench.run(&args);
    assert!(again.err.contains("from the ledger"), "{again:?}");
    assert_eq!(bench.vendor.stats().requests, 1);
    bench.run(&[&args[..], &["--again"]].concat());
    assert_eq!(bench.vendor.stats().requests, 2);
    let document = bench.json(0, &args);
    let key = document["call"].as_str().unwrap();
    let shown = bench.run(&["show", key]);
    assert!(shown.out.contains("\"stream\":true") && shown.out.contains("data: "), "{shown:?}");
}

#[test]
fn an_estimate_is_an_interval_and_is_not_paid_twice() {
    let bench = Bench::words(Config::default(), 300);
    let args = ["eval", "word.mot.md", "--model", "fake/echo", "--no-bare"];
    let estimate = bench.json(0, &[&args[..], &["--estimate"]].concat());
    let tried = bench.vendor.stats().requests;
    assert!((20..40).contains(&tried), "{tried} calls");
    let whole = bench.json(0, &args);
    let paid = bench.vendor.invoice().totals.amount as f64 / 1e12;
    let (low, high) = (estimate["cost"]["low"].as_f64().unwrap(), estimate["cost"]["high"].as_f64().unwrap());
    assert!(low <= paid && paid <= high, "{paid} is not in [{low}, {high}]");
    assert_eq!(whole["calls"]["reused"], tried);
    assert_eq!(bench.vendor.stats().requests, 300);
}

#[test]
fn reports_are_written_in_every_format() {
    let bench = Bench::words(Config::default(), 5);
    let files = ["r.html", "r.md", "r.xml", "r.json", "r.csv", "r.txt"];
    let mut args = vec!["eval", "word.mot.md", "--model", "fake/fixed:word1"];
    files.iter().for_each(|f| args.extend(["--out", f]));
    let said = bench.run(&args);
    assert_eq!(said.code, 0, "{said:?}");
    for file in files {
        assert!(bench.read(file).contains("word.mot.md"), "{file}");
    }
    let wrong = bench.run(&["eval", "word.mot.md", "--model", "fake/echo", "--out", "r.pdf"]);
    wrong.failed(2, &["r.pdf", "html"]);
}

#[test]
fn failed_calls_are_asked_again_by_the_next_run() {
    let script = Script::new().rule(When::always().nth(&[3]), Fault::status(400));
    let bench = Bench::words(Config { script, ..Config::default() }, 5);
    let args = ["eval", "word.mot.md", "--model", "fake/echo", "--no-bare", "-j", "1"];
    let first = bench.json(0, &args);
    assert_eq!((&first["arms"][0]["n"], &first["arms"][0]["failed"]), (&4.into(), &1.into()), "{first:#}");
    let second = bench.json(0, &args);
    assert_eq!((&second["arms"][0]["n"], &second["arms"][0]["failed"]), (&5.into(), &0.into()), "{second:#}");
    assert_eq!(second["calls"]["new"], 1);
}

#[test]
fn the_same_case_twice_is_billed_once() {
    let bench = Bench::words(Config::default(), 1);
    bench.file("word.cases.csv", "word,expect\nmot,mot\nmot,mot\nmot,mot\n");
    let document = bench.json(0, &["eval", "word.mot.md", "--model", "fake/echo", "--no-bare"]);
    assert_eq!(document["arms"][0]["n"], 3);
    assert_eq!(bench.vendor.stats().requests, 1);
}

#[test]
fn an_anthropic_vendor_answers_the_same_way() {
    let vendor = FakeVendor::start_blocking(Config::default()).unwrap();
    let bench = Bench::words(Config::default(), 6);
    let mut command =
        bench.command(&["eval", "word.mot.md", "--model", "anthropic/echo", "--json", "--stream"]);
    let output =
        command.env("ANTHROPIC_BASE_URL", vendor.origin()).env("ANTHROPIC_API_KEY", "sk-a").output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["arms"][0]["score"], 1.0, "{document:#}");
    assert_eq!(bench.vendor.stats().requests, 0);
}

#[test]
fn what_people_say_of_a_run_is_told_as_a_document_a_page_and_sentences() {
    let bench = Bench::words(Config::default(), 3);
    bench.json(0, &["eval", "word.mot.md", "--model", "fake/echo", "--model", "fake/fixed:no", "--no-bare"]);
    let nobody = bench.run(&["show", "latest", "--people"]);
    assert!(nobody.out.contains("Nobody has judged these answers yet"), "{nobody:?}");
    let store = ledger::open(&bench.path().join(".motjuste/ledger.db"), &ledger::Options::default()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let votes = [(0, Vote::Left), (1, Vote::Left), (2, Vote::Right)].map(|(case, vote)| Rating {
        rater: "Ana".to_owned(),
        at_ms: 1_790_000_000_000,
        blind: true,
        case,
        repeat: 0,
        of: Rated::Pair { left: 0, right: 1, said: RatingSaid::Given(vote) },
        note: None,
    });
    runtime.block_on(async {
        let run = store.run("latest").await.unwrap().summary.id;
        store.rate(run, votes.to_vec()).await.unwrap();
    });
    drop(store);
    let document = bench.json(0, &["show", "latest", "--people"]);
    assert_eq!(document["schema"], "motjuste/people/1");
    let first = &document["votes"]["ranking"][0];
    let share = first["share"].as_f64().unwrap();
    assert!((share - 2.0 / 3.0).abs() < 1e-9 && first["low"].as_f64().unwrap() < share, "{document}");
    assert_eq!(
        (&document["votes"]["votes"], &first["votes"], &first["arm"]),
        (&3.into(), &3.into(), &0.into())
    );
    let said = bench.run(&["show", "latest", "--people", "--out", "people.html"]);
    assert!(said.out.contains("votes do not tell yet: 66.7%"), "{said:?}");
    assert!(bench.read("people.html").contains("The ranking"));
    bench.run(&["show", "latest", "--people", "--out", "people.csv"]).failed(2, &[]);
}
