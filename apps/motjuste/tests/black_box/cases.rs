//! Work on files of cases.

use testkit::Config;

use crate::bench::Bench;

#[test]
fn a_french_spreadsheet_is_described_split_and_cleaned() {
    let bench = Bench::new(Config::default());
    // what a French spreadsheet writes: Windows-1252, semicolons, and a twin
    let cells = b"message;attendu\r\n\xe9t\xe9;oui\r\nhiver;non\r\n\xe9t\xe9;oui\r\nhiver;oui\r\n";
    bench.file("s.csv", cells);
    bench.run(&["cases", "describe", "s.csv"]).failed(3, &["s.csv:2", "Windows-1252"]);
    let found = bench.json(0, &["cases", "describe", "s.csv", "--encoding", "latin1"]);
    assert_eq!(
        (&found["cases"], &found["exact_twins"], &found["contradictions"]),
        (&4.into(), &1.into(), &1.into())
    );
    bench.json(0, &["cases", "dedupe", "s.csv", "--encoding", "latin1", "--to", "clean.csv"]);
    assert_eq!(bench.read("clean.csv"), "message,expect\r\nété,oui\r\nhiver,non\r\nhiver,oui\r\n");
    bench.json(0, &["cases", "split", "clean.csv", "--to", "parts.jsonl", "--ratios", "0,0,1"]);
    assert_eq!(bench.read("parts.jsonl").matches("\"split\":\"test\"").count(), 3);
    bench.run(&["cases", "split", "clean.csv", "--to", "x.csv", "--ratios", "1,2"]).failed(2, &["1,2"]);
    bench.run(&["cases", "split", "clean.csv", "--to", "x.xlsx"]).failed(2, &["x.xlsx"]);
}

#[test]
fn only_the_split_asked_for_is_run_and_looks_at_the_test_are_counted() {
    let bench = Bench::words(Config::default(), 0);
    bench.file("word.cases.csv", "word,expect,split\na,a,train\nb,b,dev\nc,c,test\nd,d,test\n");
    let args = ["eval", "word.mot.md", "--model", "fake/echo", "--no-bare", "--split", "test"];
    let first = bench.json(0, &args);
    assert_eq!(first["arms"][0]["n"], 2);
    assert!(first["notes"].to_string().contains("engine-note-test-look"), "{first:#}");
    let second = bench.json(0, &[&args[..], &["--check", "contains"]].concat());
    let looks =
        second["notes"].as_array().unwrap().iter().find(|n| n["key"] == "engine-note-test-look").unwrap();
    assert_eq!(looks["args"][0][1], 2, "{looks}");
    let dev = bench.json(0, &["eval", "word.mot.md", "--model", "fake/echo", "--no-bare", "--split", "dev"]);
    assert_eq!(dev["arms"][0]["n"], 1);
}

#[test]
fn a_suite_crosses_its_factors_in_pairs() {
    let bench = Bench::words(Config::default(), 2);
    bench.file(
        "say.mot.md",
        "---\ntask: Say it.\ninputs:\n  word: string\n  tone?: string\n---\n{{ tone }} {{ word }}\n",
    );
    let suite = "prompts: [say.mot.md]\nmodels: [fake/echo]\ncases: [word.cases.csv]\nbare: false\nchecks: [{contains: word}]\nfactors:\n  temperature: [0, 0.5, 1]\n  top_p: [0.1, 0.5, 1]\n  input.tone: [calm, firm, dry]\n";
    bench.file("s.yaml", suite);
    let pairs = bench.json(0, &["eval", "s.yaml"]);
    let arms = pairs["arms"].as_array().unwrap();
    assert!((9..=12).contains(&arms.len()), "{} arms", arms.len());
    assert!(arms.iter().all(|arm| arm["variant"].as_str().unwrap().contains("input.tone=")));
    bench.file("s.yaml", format!("{suite}design: full\n"));
    assert_eq!(bench.json(0, &["eval", "s.yaml"])["arms"].as_array().unwrap().len(), 27);
}

#[test]
fn an_older_version_of_a_prompt_can_be_measured_again() {
    let bench = Bench::words(Config::default(), 3);
    let args = ["eval", "word.mot.md", "--model", "fake/echo", "--no-bare"];
    let old = bench.json(0, &args)["arms"][0]["version"].as_str().unwrap().to_owned();
    bench.file("word.mot.md", bench.read("word.mot.md").replace("{{ word }}", "Changed: {{ word }}"));
    let named = format!("word.mot.md@{}", &old[..8]);
    let both = bench.json(0, &["compare", &named, "word.mot.md", "--model", "fake/echo", "--no-bare"]);
    assert_eq!(both["arms"][0]["version"], old.as_str(), "{both:#}");
    assert_eq!((&both["arms"][0]["score"], &both["arms"][1]["score"]), (&1.0.into(), &0.0.into()));
    bench.run(&["eval", "word.mot.md@0000abcd", "--model", "fake/echo"]).failed(3, &["0000abcd"]);
}

#[test]
fn the_ledger_is_listed_checked_exported_and_pruned() {
    let bench = Bench::words(Config::default(), 3);
    let run =
        bench.json(0, &["eval", "word.mot.md", "--model", "fake/echo"])["run"].as_str().unwrap().to_owned();
    assert_eq!(bench.json(0, &["runs"])["runs"][0]["id"], run.as_str());
    assert_eq!(bench.json(0, &["runs", "check"])["problems"].as_array().unwrap().len(), 0);
    let exported = bench.run(&["runs", "export", &run[..8]]);
    assert!(exported.out.lines().count() >= 13, "{exported:?}");
    exported
        .out
        .lines()
        .for_each(|line| assert!(serde_json::from_str::<serde_json::Value>(line).is_ok(), "{line}"));
    let failing = bench.run(&["show", "latest", "--failing"]);
    assert!(failing.out.contains("Repeat the word."), "{failing:?}");
    let pruned = bench.json(0, &["runs", "prune", "--keep", "0"]);
    assert_eq!(pruned["runs"], 1);
    assert_eq!(bench.json(0, &["runs"])["runs"].as_array().unwrap().len(), 0);
    // what was spent is still known
    assert_eq!(bench.json(0, &["runs"])["spent"][0]["pico"], bench.vendor.invoice().totals.amount);
}
