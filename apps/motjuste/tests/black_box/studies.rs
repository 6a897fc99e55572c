//! Studies from the command line: two until it is sure, several on one budget.

use serde_json::Value;
use testkit::Config;

use crate::bench::{Bench, WORD, word_cases};

#[test]
fn a_clear_difference_is_sure_long_before_the_last_case() {
    let bench = Bench::words(Config::default(), 200);
    let args =
        ["compare", "word.mot.md", "--until-sure", "--model", "fake/echo", "--model", "fake/fixed:word1"];
    let document = bench.json(0, &args);
    assert_eq!(document["schema"], "motjuste/compare/1");
    let found = &document["found"];
    assert_eq!(found["state"], "better", "{document:#}");
    assert_eq!(found["planned"], 200);
    assert!(found["items"].as_u64() < Some(30), "{document:#}");
    assert!(found["effect"]["low"].as_f64() >= Some(0.0) && found["effect"]["wins"].as_u64() > Some(5));
    let calls = bench.vendor.stats().requests;
    assert_eq!(document["cost"]["new"], calls);
    assert!(calls <= 60, "{calls}");
    assert!(!document["log"].as_array().unwrap().is_empty());
    // the same study again: the same words, nothing paid
    let again = bench.json(0, &args);
    assert_eq!(bench.vendor.stats().requests, calls);
    assert_eq!((&again["found"], &again["log"]), (&document["found"], &document["log"]));
    assert_eq!(again["cost"]["new"], 0);
    // it is one run among those of the ledger, and can be shown
    let runs = bench.json(0, &["runs"]);
    let kinds: Vec<&str> =
        runs["runs"].as_array().unwrap().iter().map(|r| r["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["compare"], "{runs:#}");
    let shown = bench.json(0, &["show", document["run"].as_str().unwrap()]);
    assert_eq!(shown["found"], document["found"]);
    let words = bench.run(&["show", "latest"]);
    assert!(words.out.contains("A is, against B: better"), "{words:?}");
}

#[test]
fn prompts_that_ask_the_same_cost_nothing() {
    let bench = Bench::words(Config::default(), 50);
    // another file, another version, and the very same messages
    bench.file("same.mot.md", WORD.replace("task: Repeat the word.", "task: Say it again."));
    let args = [
        "compare",
        "word.mot.md",
        "same.mot.md",
        "--cases",
        "word.cases.csv",
        "--until-sure",
        "--model",
        "fake/echo",
    ];
    let document = bench.json(0, &[&args[..], &["--margin", "0.1"]].concat());
    assert_eq!(document["found"]["state"], "equivalent", "{document:#}");
    assert_eq!(bench.vendor.stats().requests, 0);
}

#[test]
fn a_prompt_alone_is_compared_with_its_bare_request() {
    let bench = Bench::words(Config::default(), 80);
    let document = bench.json(0, &["compare", "word.mot.md", "--until-sure", "--model", "fake/echo"]);
    assert_eq!(document["b"]["prompt"], "bare", "{document:#}");
}

#[test]
fn a_race_takes_the_best_and_asks_the_others_less() {
    let bench = Bench::words(Config::default(), 60);
    let models = ["--model", "fake/fixed:word1", "--model", "fake/echo", "--model", "fake/fixed:word2"];
    let document = bench.json(0, &[&["race", "word.mot.md"][..], &models].concat());
    assert_eq!(document["schema"], "motjuste/race/1");
    let winner = &document["found"]["winner"];
    let named =
        document["candidates"].as_array().unwrap().iter().find(|c| &c["candidate"] == winner).unwrap();
    assert_eq!(named["model"], "fake/echo", "{document:#}");
    let standings = document["found"]["standings"].as_array().unwrap();
    assert_eq!(standings.len(), 3);
    assert!(standings[0]["n"].as_u64() > standings[2]["n"].as_u64(), "{document:#}");
    assert!(document["found"]["wrong"].as_f64() < Some(0.05));
    // half of what asking everything would take
    assert!(bench.vendor.stats().requests <= 90);
    for rule in ["halving", "equal", "until-sure"] {
        let args = [&["race", "word.mot.md", "--rule", rule][..], &models].concat();
        let again = bench.json(0, &args);
        assert_eq!(&again["found"]["winner"], winner, "{rule}: {again:#}");
    }
}

#[test]
fn studies_speak_both_languages_and_say_what_is_wrong() {
    let bench = Bench::words(Config::default(), 40);
    let english = bench.run(&["race", "word.mot.md", "--model", "fake/echo", "--model", "fake/fixed:x"]);
    assert!(english.out.contains("take word.mot.md") && english.out.contains("chance that"), "{english:?}");
    let french = bench.run(&[
        "race",
        "word.mot.md",
        "--model",
        "fake/echo",
        "--model",
        "fake/fixed:x",
        "--lang",
        "fr",
    ]);
    assert!(french.out.contains("prenez word.mot.md"), "{french:?}");
    let alone = bench.run(&["race", "word.mot.md", "--model", "fake/echo"]);
    alone.failed(2, &["nothing to choose among"]);
    let few = bench.run(&[
        "race",
        "word.mot.md",
        "--model",
        "fake/echo",
        "--model",
        "fake/fixed:x",
        "--calls",
        "9",
    ]);
    few.failed(2, &["at least 10"]);
    let rule = bench.run(&["race", "word.mot.md", "--rule", "luck", "--model", "fake/echo"]);
    rule.failed(2, &["luck"]);
    let three = ["compare", "word.mot.md", "--until-sure", "--model", "fake/echo", "--model", "fake/fixed:x"];
    bench.run(&[&three[..], &["--model", "fake/fixed:y"]].concat()).failed(2, &["between two"]);
    bench.run(&["compare", "word.mot.md", "--effect", "0.1"]).failed(2, &["--until-sure"]);
}

#[test]
fn a_budget_ends_a_study_and_more_money_takes_it_up() {
    let bench = Bench::new(Config::default());
    bench.file(
        "word.mot.md",
        WORD.replace("---\n::: user", "model:\n  params: {max_tokens: 8}\n---\n::: user"),
    );
    bench.file("word.cases.csv", word_cases(120));
    let models = ["--model", "fake/echo", "--model", "fake/fixed:word1"];
    let args = |budget: &'static str| {
        [&["race", "word.mot.md", "--calls", "200", "--rule", "equal", "--budget", budget][..], &models]
            .concat()
    };
    // a call costs a hundred-thousandth of a dollar: this buys some 140 of 200
    let poor = bench.json(5, &args("0.0015"));
    assert_eq!(poor["found"]["budget_ended"], true, "{poor:#}");
    let before = bench.vendor.stats().requests;
    let rich = bench.json(0, &args("1.00"));
    assert_eq!(rich["found"]["budget_ended"], false);
    assert_eq!(rich["cost"]["trials"], 200);
    assert_eq!(bench.vendor.stats().requests, 200, "{before} were paid for already");
}

/// The model says back what the user message says: what stands there besides the word makes it wrong, what stands in the
/// system message changes nothing.
const SPOKEN: &str = "---\ntask: Repeat the word.\ninputs:\n  word: string\n---\n::: system\nYou repeat words.\n\n\
                      Rules:\n- Be brief.\n- Be kind.\n\n::: user\nNow say it. {{ word }}\n";

#[test]
fn ablate_finds_the_sentence_that_harms() {
    let bench = Bench::new(Config::default());
    bench.file("spoken.mot.md", SPOKEN);
    bench.file("spoken.cases.csv", word_cases(70));
    let args = ["ablate", "spoken.mot.md", "--model", "fake/echo"];
    let document = bench.json(0, &args);
    assert_eq!(document["schema"], "motjuste/ablate/1");
    let parts = document["parts"].as_array().unwrap();
    let seen: Vec<(&str, &str)> =
        parts.iter().map(|p| (p["text"].as_str().unwrap(), p["effect"].as_str().unwrap())).collect();
    assert_eq!(
        seen,
        [
            ("You repeat words.", "not-seen"),
            ("Be brief.", "not-seen"),
            ("Be kind.", "not-seen"),
            ("Now say it.", "harms")
        ]
    );
    assert_eq!((&document["score"], &parts[3]["gain"]), (&0.0.into(), &(-1.0).into()));
    // five versions of the prompt on 70 cases, each paid once
    assert_eq!(bench.vendor.stats().requests, 5 * 70);
    let again = bench.json(0, &args);
    assert_eq!((bench.vendor.stats().requests, &again["parts"]), (5 * 70, &document["parts"]));
    // in words, in both languages
    let said = bench.run(&args);
    assert!(said.out.contains("Now say it. · harms: 100") && said.out.contains("no effect seen"), "{said:?}");
    let said = bench.run(&[&args[..], &["--lang", "fr"]].concat());
    assert!(said.out.contains("nuisible") && said.out.contains("aucun effet vu"), "{said:?}");
}

#[test]
fn shapley_shares_what_is_said_twice_and_orders_are_tried() {
    let bench = Bench::new(Config::default());
    bench.file("spoken.mot.md", SPOKEN);
    bench.file("spoken.cases.csv", word_cases(70));
    let args = ["ablate", "spoken.mot.md", "--model", "fake/echo", "--by", "shapley", "--orders", "2"];
    let document = bench.json(0, &args);
    assert_eq!((&document["by"], &document["n"]), (&"shapley".into(), &40.into()));
    let parts = document["parts"].as_array().unwrap();
    let (harmful, idle) = (&parts[3], &parts[0]);
    // the echo is right only when nothing but the word stands there: the whole loss is the last part's
    assert_eq!((harmful["text"].as_str(), harmful["effect"].as_str()), (Some("Now say it."), Some("harms")));
    assert_eq!((&harmful["gain"], &idle["gain"]), (&(-1.0).into(), &0.0.into()));
    assert_eq!(idle["effect"], "not-seen");
    assert_eq!(document["order"]["p"], 1.0, "{document:#}");
    // the heat map is the prompt to the letter
    let runs = document["text"].as_array().unwrap();
    assert_eq!(runs.iter().map(|run| run["text"].as_str().unwrap()).collect::<String>(), SPOKEN);
    let said = bench.run(&args);
    assert!(said.out.contains("[--- Now say it. ---]") && said.out.contains("no effect seen"), "{said:?}");
    bench.run(&["ablate", "spoken.mot.md", "--by", "luck"]).failed(2, &["luck", "shapley"]);
}

#[test]
fn every_study_is_a_page_and_says_what_it_took() {
    let bench = Bench::new(Config::default());
    bench.file("spoken.mot.md", SPOKEN);
    bench.file("spoken.cases.csv", word_cases(400));
    let models = ["--model", "fake/echo"];
    let two = ["--model", "fake/echo", "--model", "fake/fixed:word1"];
    let trim = ["trim", "spoken.mot.md", "--margin", "0.1", "--html", "trim.html"];
    let trimmed = bench.json(0, &[&trim[..], &models].concat());
    let short = ["--limit", "40", "--html"];
    let one = |verb: &'static str, page: &'static str, models: &[&'static str]| {
        bench.json(0, &[&[verb, "spoken.mot.md"][..], &short, &[page], models].concat());
    };
    one("ablate", "ablate.html", &models);
    one("vary", "vary.html", &models);
    one("race", "race.html", &two);
    let until = ["compare", "spoken.mot.md", "--until-sure", "--limit", "40", "--html", "compare.html"];
    bench.json(0, &[&until[..], &two].concat());
    for name in ["trim", "ablate", "vary", "race", "compare"] {
        let page = bench.read(&format!("{name}.html"));
        assert!(page.ends_with("</html>\n") && page.contains("<svg"), "{name}");
        assert!(!page.contains("<script") && !page.contains("studies-"), "{name}");
    }
    assert!(bench.read("trim.html").contains("<del>"), "what was taken away is marked");
    // a study of the ledger is written again, in the other language too
    let run = trimmed["run"].as_str().unwrap();
    assert_eq!(bench.run(&["show", run, "--out", "again.html", "--lang", "fr"]).code, 0);
    assert!(bench.read("again.html").contains("Le prompt le plus court"));
    bench.run(&["show", run, "--out", "again.csv"]).failed(2, &["HTML"]);
    // the list says what each took
    let runs = bench.json(0, &["runs"]);
    let listed = runs["runs"].as_array().unwrap().iter().find(|r| r["id"] == trimmed["run"]).unwrap();
    assert_eq!(listed["trials"], trimmed["cost"]["trials"]);
    assert_eq!(listed["calls"], trimmed["cost"]["new"]);
    assert_eq!(listed["cost"][0], trimmed["cost"]["money"]);
    assert!(listed["trials"].as_u64() > Some(100), "{listed:#}");
}

#[test]
fn vary_says_that_a_prompt_bears_other_forms() {
    let bench = Bench::new(Config::default());
    bench.file("spoken.mot.md", SPOKEN.replace("Now say it. ", ""));
    bench.file("spoken.cases.csv", word_cases(60));
    let document = bench.json(0, &["vary", "spoken.mot.md", "--model", "fake/echo", "--forms", "6"]);
    assert_eq!(document["schema"], "motjuste/vary/1");
    let forms = document["forms"].as_array().unwrap();
    assert_eq!(forms.len(), 6, "{document:#}");
    assert!(forms.iter().all(|form| form["fragile"] == false && form["change"] == 0.0));
    assert_eq!(
        (&document["score"], &document["worst"], &document["share"]),
        (&1.0.into(), &1.0.into(), &0.0.into())
    );
    assert_eq!(bench.vendor.stats().requests, 7 * 60);
}

#[test]
fn ablate_and_vary_want_one_prompt_with_something_to_change() {
    let bench = Bench::words(Config::default(), 20);
    bench
        .run(&["ablate", "word.mot.md", "--model", "fake/echo"])
        .failed(2, &["no part that can be left out"]);
    bench.run(&["vary", "word.mot.md", "--model", "fake/echo"]).failed(2, &["no other form"]);
    let two = ["ablate", "word.mot.md", "--model", "fake/echo", "--model", "fake/fixed:a"];
    bench.run(&two).failed(2, &["one prompt on one model", "2 were"]);
    bench.run(&["ablate", "word.mot.md", "--parts", "letters"]).failed(2, &["letters"]);
    assert_eq!(bench.vendor.stats().requests, 0);
}

#[test]
fn trim_takes_away_what_changes_nothing_and_proves_it_on_sealed_cases() {
    let bench = Bench::new(Config::default());
    bench.file("spoken.mot.md", SPOKEN.replace("Now say it. ", ""));
    bench.file("spoken.cases.csv", word_cases(900));
    let args = ["trim", "spoken.mot.md", "--model", "fake/echo", "--margin", "0.05", "--out", "short.mot.md"];
    let document = bench.json(0, &args);
    assert_eq!(document["schema"], "motjuste/trim/1");
    let found = &document["found"];
    assert_eq!(found["state"], "not-worse-but-shorter", "{document:#}");
    let text = document["text"].as_str().unwrap();
    assert!(text.contains("{{ word }}") && !text.contains("Be kind"), "{text}");
    assert!(found["tokens_after"].as_u64() < found["tokens_before"].as_u64());
    assert!(found["proved_on"].as_u64() > Some(20), "{document:#}");
    assert!(document["saving"]["billed_after"].as_f64() < document["saving"]["billed_before"].as_f64());
    assert_eq!(bench.read("short.mot.md"), text);
    let calls = bench.vendor.stats().requests;
    assert_eq!(document["cost"]["new"], calls);
    // the prompt a person wrote is as it was, and so is a file that exists
    assert_eq!(bench.read("spoken.mot.md"), SPOKEN.replace("Now say it. ", ""));
    assert_eq!(bench.json(0, &args)["cost"]["new"], 0, "the same study again pays nothing");
    bench.file("short.mot.md", "mine");
    bench.run(&args).failed(2, &["short.mot.md"]);
    assert_eq!(bench.read("short.mot.md"), "mine");
    assert_eq!(bench.vendor.stats().requests, calls);
}

#[test]
fn a_trim_asks_a_model_to_write_shorter_when_one_is_named() {
    const WRITER: &str = "fake/fixed:%3Cprompt%3ESay%20it.%3C/prompt%3E";
    let bench = Bench::new(Config::default());
    let wordy = "---\ntask: Say the word.\nlang: en\ninputs:\n  word: string\n---\n::: system\n\
        Of the word that is given below, whichever it may be, say what it is.\n\n::: user\n{{ word }}\n";
    bench.file("wordy.mot.md", wordy);
    bench.file("wordy.cases.csv", word_cases(900));
    let args = ["trim", "wordy.mot.md", "--model", "fake/echo", "--margin", "0.05", "--proposer", WRITER];
    let document = bench.json(0, &args);
    assert_eq!(document["found"]["state"], "not-worse-but-shorter", "{document:#}");
    let letters = document["cost"]["letters"]["new"].as_u64().unwrap();
    assert!((1..=3).contains(&letters), "{document:#}");
    assert_eq!(document["cost"]["new"].as_u64().unwrap() + letters, bench.vendor.stats().requests);
    bench
        .run(&["trim", "wordy.mot.md", "--model", "fake/echo", "--proposer-calls", "2"])
        .failed(2, &["--proposer"]);
    bench.run(&[&args[..6], &["--proposer", "writer"]].concat()).failed(2, &["writer"]);
}

#[test]
fn a_trim_that_nothing_could_prove_is_refused_before_a_call_is_paid() {
    let bench = Bench::new(Config::default());
    bench.file("spoken.mot.md", SPOKEN);
    bench.file("spoken.cases.csv", word_cases(40));
    let args = ["trim", "spoken.mot.md", "--model", "fake/echo"];
    bench.run(&args).failed(2, &["too few", "--margin"]);
    // enough to search on, too few to prove it
    bench.file("spoken.cases.csv", word_cases(300));
    bench.run(&args).failed(2, &["sealed cases", "--margin"]);
    assert_eq!(bench.vendor.stats().requests, 0);
}

/// A prompt that says neither the labels nor the form.
const CARELESS: &str = "---\ntask: Sort the message into billing, shipping, technical, cancellation or other.\n\
    lang: en\ninputs:\n  message: string\noutput:\n  format: labels\n  \
    labels: [billing, shipping, technical, cancellation, other]\n---\n::: system\n\
    You are a helpful assistant.\n\n::: user\nWhat is this message about? {{ message }}\n";

#[test]
fn a_careless_prompt_is_made_better_in_a_file_of_its_own() {
    let bench = Bench::new(Config::default());
    bench.file("sort.mot.md", CARELESS);
    bench.file("sort.cases.csv", include_str!("../../../../examples/triage/triage.cases.csv"));
    let args = ["optimise", "sort.mot.md", "--model", "fake/apprentice", "--calls", "600"];
    let document = bench.json(0, &args);
    let found = &document["found"];
    assert_eq!((&document["schema"], &found["state"]), (&"motjuste/optimise/1".into(), &"better".into()));
    assert!(found["proof"]["effect"]["low"].as_f64() > Some(0.0), "{found:#}");
    let calls = bench.vendor.stats().requests;
    assert!(calls <= 600 && document["cost"]["new"] == calls, "{calls}");
    // the person's file is as it was; the new one is a prompt that says what it was found to be
    assert_eq!(bench.read("sort.mot.md"), CARELESS);
    assert_eq!(bench.read("sort.optimised.mot.md"), found["text"].as_str().unwrap());
    bench.json(0, &["render", "sort.optimised.mot.md", "-i", "message=Where is my parcel?"]);
    // the same search again costs nothing and writes nothing new; another text is never written over
    assert_eq!(bench.json(0, &args)["cost"]["new"], 0);
    assert_eq!(bench.vendor.stats().requests, calls);
    assert!(!bench.path().join("sort.optimised-2.mot.md").exists());
    bench.file("taken.mot.md", "mine");
    bench.run(&[&args[..], &["--write", "taken.mot.md"]].concat()).failed(2, &["taken.mot.md"]);
    assert_eq!(bench.read("taken.mot.md"), "mine");
    // too few calls for any sensible answer are refused before one is paid
    bench.run(&["optimise", "sort.mot.md", "--model", "fake/apprentice", "--calls", "20"]).failed(2, &["20"]);
    assert_eq!(bench.vendor.stats().requests, calls);
}

/// The cases of the example, and some that say nothing: no version is right on all of them, so that every strategy has
/// its turn.
fn cases_with_riddles() -> String {
    let mut cases = include_str!("../../../../examples/triage/triage.cases.csv").trim_end().to_owned();
    let labels = ["billing", "shipping", "technical", "cancellation", "other"];
    for number in 0..30_u64 {
        let word =
            |k: u64| format!("{:x}", (number * 7919 + k * 104_729 + 13).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        cases.push_str(&format!("\n{} {},{},,", word(1), word(2), labels[number as usize % 5]));
    }
    cases
}

#[test]
fn a_model_that_writes_is_asked_once_and_paid_apart() {
    const WRITER: &str = "fake/fixed:%3Cprompt%3EYou%20sort%20the%20messages%20of%20a%20shop.%0ALabels:%20billing,\
        %20shipping,%20technical,%20cancellation,%20other.%0AAnswer%20with%20one%20label,%20nothing%20else.%3C/prompt%3E";
    let bench = Bench::new(Config::default());
    bench.file("sort.mot.md", CARELESS);
    bench.file("sort.cases.csv", cases_with_riddles());
    let search = ["optimise", "sort.mot.md", "--model", "fake/apprentice", "--calls", "600"];
    let args = [&search[..], &["--proposer", WRITER, "--proposer-calls", "6"]].concat();
    let document = bench.json(0, &args);
    let letters = &document["cost"]["letters"];
    let sent = letters["new"].as_u64().unwrap();
    assert!((1..=6).contains(&sent) && letters["spent"].as_i64() > Some(0), "{letters:#}");
    let calls = bench.vendor.stats().requests;
    assert_eq!(document["cost"]["new"].as_u64().unwrap() + sent, calls);
    // what it wrote was tried, and the same text again was left out with a reason
    let tried = document["found"]["tried"].as_array().unwrap();
    let operators: Vec<&str> = tried.iter().filter_map(|t| t["lineage"]["operator"].as_str()).collect();
    let asked = ["reflect", "induce", "history", "critique", "cross"];
    assert!(operators.iter().any(|operator| asked.contains(operator)), "{operators:?}");
    assert!(document["log"].to_string().contains("studies-dropped-identical"), "{:#}", document["log"]);
    // the same search again pays nothing, and its calls are no runs of their own
    assert_eq!(bench.json(0, &args)["cost"]["new"], 0);
    assert_eq!(bench.vendor.stats().requests, calls);
    let runs = bench.json(0, &["runs"]);
    assert_eq!(runs["runs"].as_array().unwrap().len(), 1, "{runs:#}");
    // in words: what the calls buy before it starts, the letters after
    let said = bench.run(&args);
    assert!(said.err.contains("600 calls buy") && said.err.contains("at most 6 calls"), "{said:?}");
    assert!(said.out.contains("to the proposing model"), "{said:?}");
    bench.run(&[&search[..], &["--proposer-calls", "6"]].concat()).failed(2, &["--proposer"]);
    bench.run(&[&search[..], &["--rule", "luck"]].concat()).failed(2, &["luck"]);
}

#[test]
fn cases_that_are_nearly_the_same_in_two_splits_are_refused() {
    let bench = Bench::new(Config::default());
    bench.file("sort.mot.md", CARELESS);
    let mut cases = String::from("id,split,message,expect\n");
    let (nouns, ends) = (["invoice", "parcel", "password", "contract"], ["mars", "venus", "pluto"]);
    for number in 0..72_u32 {
        let (noun, end) = (nouns[number as usize % 4], ends[number as usize % 3]);
        let split = ["train", "dev", "test"][number as usize / 24];
        let words: String =
            (0..6).map(|k| format!(" {}{noun}", (number * 7919 + k * 104_729) % 99_991)).collect();
        cases.push_str(&format!("c{number},{split},\"{words} {end}\",billing\n"));
    }
    cases.push_str(
        "twin-a,train,\"The invoice of March was charged twice, please pay the second one back\",billing\n",
    );
    cases.push_str(
        "twin-b,test,\"the invoice of march was charged twice; please pay the second one back!\",billing\n",
    );
    bench.file("sort.cases.csv", cases);
    let document =
        bench.json(0, &["optimise", "sort.mot.md", "--model", "fake/fixed:billing", "--calls", "300"]);
    let notes = document["notes"].to_string();
    assert!(notes.contains("studies-twins") && notes.contains("twin-a"), "{notes}");
    assert!(!notes.contains("twin-b"), "{notes}");
}

#[test]
fn versions_too_long_for_the_model_end_no_search() {
    // given a model that reads little more than the prompt and a case: every set of examples is too much for it
    let bench = Bench::new(Config { context_tokens: 90, ..Config::default() });
    bench.file("sort.mot.md", CARELESS);
    bench.file("sort.cases.csv", include_str!("../../../../examples/triage/triage.cases.csv"));
    let document =
        bench.json(0, &["optimise", "sort.mot.md", "--model", "fake/apprentice", "--calls", "400"]);
    let tried = document["found"]["tried"].as_array().unwrap();
    let of = |n: u64| tried.iter().filter(|t| t["n"].as_u64() == Some(n)).count();
    assert!(of(0) >= 4 && of(0) < tried.len() - 2, "{:#}", document["found"]);
}

#[test]
fn no_meter_of_a_search_with_a_proposer_is_overshot() {
    const WRITER: &str = "fake/fixed:%3Cprompt%3EYou%20sort%20the%20messages%20of%20a%20shop.%3C/prompt%3E";
    let cases = cases_with_riddles();
    let searched = |letters: &str| {
        let bench = Bench::new(Config::default());
        bench.file("sort.mot.md", CARELESS);
        bench.file("sort.cases.csv", &cases);
        let search = ["optimise", "sort.mot.md", "--model", "fake/apprentice", "--calls", "500"];
        let caps = ["--proposer", WRITER, "--proposer-calls", letters];
        let document = bench.json(0, &[&search[..], &caps].concat());
        let invoice = bench.vendor.invoice();
        // what the vendor saw, not what we say
        let of_writer = |line: &&testkit::Line| line.model.starts_with("fixed:");
        let written = invoice.lines.iter().filter(of_writer).count() as u64;
        let asked = invoice.lines.len() as u64 - written;
        assert_eq!(document["cost"]["letters"]["new"].as_u64().unwrap_or(0), written);
        (asked, written)
    };
    for cap in 1..=4_u64 {
        let (asked, written) = searched(&cap.to_string());
        assert!(asked <= 500 && (1..=cap).contains(&written), "{asked} and {written} of {cap}");
    }
}

#[test]
fn money_pays_for_a_search_and_its_proposer_together_and_is_never_overshot() {
    const WRITER: &str = "fake/fixed:%3Cprompt%3EYou%20sort%20the%20messages%20of%20a%20shop.%3C/prompt%3E";
    let cases = cases_with_riddles();
    let careless = CARELESS.replace("---\n:::", "model:\n  params: {max_tokens: 8}\n---\n:::");
    assert_ne!(careless, CARELESS);
    let mut letters = 0;
    for budget in ["0.004", "0.05", "0.08"] {
        let bench = Bench::new(Config::default());
        bench.file("sort.mot.md", &careless);
        bench.file("sort.cases.csv", &cases);
        let search = ["optimise", "sort.mot.md", "--model", "fake/apprentice", "--calls", "500"];
        let caps = ["--proposer", WRITER, "--proposer-calls", "6", "--budget", budget, "--json"];
        let said = bench.run(&[&search[..], &caps].concat());
        let document: Value = serde_json::from_str(&said.out).unwrap();
        // what the vendor billed, not what we say
        let billed = bench.vendor.invoice().totals.amount;
        let cap = (budget.parse::<f64>().unwrap() * 1e12) as i64;
        assert!(billed <= cap, "{billed} billed, {cap} allowed: {document:#}");
        assert_eq!(document["cost"]["money"]["pico"], billed, "{document:#}");
        letters += document["cost"]["letters"]["new"].as_u64().unwrap_or(0);
    }
    assert!(letters > 0, "no letter was ever bought");
}

#[test]
fn few_cases_are_searched_in_folds_and_promise_what_they_show() {
    let bench = Bench::new(Config::default());
    bench.file("sort.mot.md", CARELESS);
    let all = include_str!("../../../../examples/triage/triage.cases.csv");
    let some: Vec<&str> = all.lines().take(49).collect();
    bench.file("sort.cases.csv", some.join("\n"));
    let args = ["optimise", "sort.mot.md", "--model", "fake/apprentice", "--calls", "700"];
    let document = bench.json(0, &args);
    let (found, fitted) = (&document["found"], &document["found"]["cross_fitted"]);
    assert_eq!(fitted["folds"], 5, "{document:#}");
    assert!(document["cost"]["trials"].as_u64() <= Some(700), "{document:#}");
    // sealed cases are left alone
    assert!(found["proof"].is_null() && (30..=48).contains(&fitted["n"].as_u64().unwrap()), "{found:#}");
    let promised = fitted["low"].as_f64() > Some(0.0);
    assert_eq!(found["state"], if promised { "better" } else { "no-evidence" });
    let said = bench.run(&args);
    assert!(said.out.contains("the search made anew in each of 5 folds"), "{said:?}");
    assert_eq!(said.out.contains("not enough data to promise a gain"), !promised, "{said:?}");
    assert_eq!(bench.vendor.stats().requests, document["cost"]["new"].as_u64().unwrap());
    // too few calls for folds: a version all the same, and no promise
    let short = bench.json(0, &["optimise", "sort.mot.md", "--model", "fake/apprentice", "--calls", "160"]);
    assert_eq!(
        (&short["found"]["state"], &short["found"]["cross_fitted"]),
        (&"no-evidence".into(), &Value::Null)
    );
    assert!(short["log"].to_string().contains("studies-log-not-folded"), "{short:#}");
}

#[test]
fn a_version_can_be_sought_that_is_best_on_the_mean_over_forms() {
    let bench = Bench::new(Config::default());
    bench.file("sort.mot.md", CARELESS);
    bench.file("sort.cases.csv", include_str!("../../../../examples/triage/triage.cases.csv"));
    let args = ["optimise", "sort.mot.md", "--model", "fake/apprentice", "--calls", "500", "--forms", "4"];
    let document = bench.json(0, &args);
    assert_eq!(document["forms"], 4);
    assert!(bench.vendor.stats().requests <= 500);
    // the person's own version went out in several forms: all of them are in the ledger
    let bodies =
        bench.vendor.invoice().lines.iter().map(|line| line.hash).collect::<std::collections::HashSet<_>>();
    assert_eq!(bodies.len() as u64, bench.vendor.stats().requests, "nothing is asked twice");
    assert_eq!(bench.json(0, &args)["cost"]["new"], 0, "the same search again pays nothing");
    let said = bench.run(&args);
    assert!(said.out.contains("in at most 4 other forms"), "{said:?}");
    // another question than without forms
    let plain = bench.json(0, &args[..6]);
    assert_ne!(plain["run"], document["run"]);
    assert_eq!(plain["forms"], 0);
}
