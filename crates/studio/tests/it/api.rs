//! The API as a program uses it. Every operation of the document is asked once, and every answer must be what the
//! document says.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::bench::{Bench, Reply};

/// A program with the token, and the document it was given.
struct Program<'a> {
    bench: &'a Bench,
    document: Value,
    asked: RefCell<BTreeSet<String>>,
}

impl Program<'_> {
    fn new(bench: &Bench) -> Program<'_> {
        let program = Program { bench, document: Value::Null, asked: RefCell::default() };
        let document =
            serde_json::from_str(&program.send("GET", "/api/openapi.json", None).is(200).body).unwrap();
        Program { document, ..program }
    }

    fn send(&self, method: &str, path: &str, body: Option<&Value>) -> Reply {
        let token = format!("Authorization: Bearer {}", self.bench.token);
        let body = body.map(Value::to_string).unwrap_or_default();
        self.bench.send(method, path, &[&token, "Content-Type: application/json"], &body)
    }

    /// Asks the operation of this template at this address; the answer must have a status and a body that the document
    /// names.
    #[track_caller]
    fn ask(&self, status: u16, method: &str, template: &str, path: &str, body: Option<&Value>) -> Value {
        let reply = self.send(method, path, body).is(status);
        let operation = &self.document["paths"][template][method.to_lowercase()];
        assert!(operation.is_object(), "{method} {template} is not in the document");
        assert_eq!(operation["requestBody"].is_object(), body.is_some(), "{method} {template}");
        let answer = &operation["responses"][status.to_string()];
        assert!(
            answer.is_object(),
            "{method} {template} does not say it may answer {status}: {}",
            reply.body
        );
        self.asked.borrow_mut().insert(format!("{method} {template}"));
        let Some(kind) = answer["content"].as_object().and_then(|content| content.keys().next()) else {
            assert_eq!(reply.body, "", "{method} {template}");
            return Value::Null;
        };
        assert!(reply.header("content-type").unwrap().starts_with(kind.as_str()), "{}", reply.head);
        if kind != "application/json" {
            return Value::String(reply.body);
        }
        let value: Value = serde_json::from_str(&reply.body).unwrap();
        let mut schema = answer["content"][kind]["schema"].clone();
        schema["components"] = self.document["components"].clone();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let wrong: Vec<String> =
            validator.iter_errors(&value).map(|e| format!("{e} at {}", e.instance_path())).collect();
        assert!(wrong.is_empty(), "{method} {path}: {wrong:?}\n{value:#}");
        value
    }

    #[track_caller]
    fn get(&self, template: &str, path: &str) -> Value {
        self.ask(200, "GET", template, path, None)
    }

    /// Waits for a job and gives its run.
    #[track_caller]
    fn run_of(&self, job: &Value) -> String {
        let begun = Instant::now();
        loop {
            let now = self.get("/api/jobs/{id}", &format!("/api/jobs/{}", job["id"]));
            if now["running"] == false {
                assert_eq!(now["wrong"], json!([]), "{now}");
                return now["run"].as_str().unwrap_or_default().to_owned();
            }
            assert!(begun.elapsed() < Duration::from_secs(120), "{now}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Every operation of the document.
    fn operations(&self) -> BTreeSet<String> {
        let mut out = BTreeSet::new();
        for (path, methods) in self.document["paths"].as_object().unwrap() {
            let methods = methods.as_object().unwrap().keys().filter(|name| *name != "parameters");
            out.extend(methods.map(|method| format!("{} {path}", method.to_uppercase())));
        }
        out
    }
}

/// A prompt whose tail spoils the answer of a model that repeats the last message.
const TAILED: &str = "---\ntitle: The word\ntask: Repeat the word.\ninputs:\n  word: string\nmodel:\n  prefer: [fake/echo]\n---\n::: system\nRepeat the word. Be kind.\n\n::: user\n{{ word }}\n\nThank you.\n";

#[test]
fn every_operation_answers_as_the_document_says() {
    let bench = Bench::words(4);
    bench.file("spare.mot.md", TAILED);
    let rows: String = (0..90).map(|i| format!("{{\"word\": \"w{i}\", \"expect\": \"w{i}\"}}\n")).collect();
    bench.file("spare.cases.jsonl", &rows);
    let p = Program::new(&bench);
    p.get("/api/openapi.json", "/api/openapi.json");

    prompts(&p);
    branches(&p);
    cases(&p);
    let run = bench_of(&p);
    ledger(&p, &run);
    compare(&p, &run);
    people(&p, &run);
    settings(&p);
    suites(&p);
    upkeep(&p);
    let asked = p.asked.borrow().clone();
    assert_eq!(p.operations(), asked, "every operation is asked, and nothing else");
}

fn prompts(p: &Program<'_>) {
    let kinds = p.get("/api/interview", "/api/interview");
    assert_eq!(kinds.as_array().unwrap().len(), 8);
    let answers = json!({"kind": "classify", "title": "Sort it", "task": "Say the topic", "inputs": "message",
        "labels": "a, b", "cases": "message,expect\nhello,a\n"});
    let made = p.ask(201, "POST", "/api/interview", "/api/interview", Some(&answers));
    assert_eq!(made["name"], "sort-it.mot.md");
    p.ask(422, "POST", "/api/interview", "/api/interview", Some(&json!({"kind": "classify"})));
    let text = json!({"title": "Pasted", "text": "Say {{ x }}"});
    p.ask(201, "POST", "/api/prompts", "/api/prompts", Some(&text));
    p.ask(422, "POST", "/api/prompts", "/api/prompts", Some(&text));
    let list = p.get("/api/prompts", "/api/prompts");
    assert_eq!(list.as_array().unwrap().len(), 4);

    let word = "/api/prompt?name=word.mot.md";
    let read = p.get("/api/prompt", word);
    p.ask(404, "GET", "/api/prompt", "/api/prompt?name=none.mot.md", None);
    let text = format!("{}Merci.\n", read["text"].as_str().unwrap());
    let save = json!({"text": text, "stamp": read["stamp"], "why": "kinder"});
    p.ask(200, "PUT", "/api/prompt", word, Some(&save));
    let stale = json!({"text": "other", "stamp": read["stamp"]});
    let refused = p.ask(409, "PUT", "/api/prompt", word, Some(&stale));
    assert!(refused["error"][0]["text"].as_str().unwrap().contains("word.mot.md"), "{refused}");
    assert_eq!(p.bench.read("word.mot.md"), text);
    let draft = json!({"text": "::: user\n{{ word\n"});
    let problems =
        p.ask(200, "POST", "/api/prompt/check", "/api/prompt/check?name=word.mot.md", Some(&draft));
    assert!(!problems.as_array().unwrap().is_empty());
    let versions = p.get("/api/prompt/versions", "/api/prompt/versions?name=word.mot.md");
    assert_eq!(versions[0]["why"], "kinder");
    let back = json!({"stamp": versions[1]["stamp"]});
    p.ask(200, "POST", "/api/prompt/restore", "/api/prompt/restore?name=word.mot.md", Some(&back));
    assert_eq!(p.bench.read("word.mot.md"), read["text"].as_str().unwrap());
}

/// Wrong on every case: the model repeats the dot.
const DOTTED: &str = "---\ntitle: The word\ntask: Repeat the word.\ninputs:\n  word: string\nmodel:\n  prefer: [fake/echo]\n---\n::: user\n{{ word }}.\n";

fn branches(p: &Program<'_>) {
    let word = "/api/prompt?name=word.mot.md";
    let first = p.get("/api/prompt", word);
    assert_eq!(first["branch"], Value::Null);
    let (branches, of_word) = ("/api/prompt/branches", "/api/prompt/branches?name=word.mot.md");
    let begin = |name: &str| json!({"stamp": first["stamp"], "branch": name, "why": "a try"});
    let write = |path: &str, text: &str| {
        let save = json!({"text": text, "stamp": p.get("/api/prompt", path)["stamp"]});
        p.ask(200, "PUT", "/api/prompt", path, Some(&save));
    };
    let adopt = |status: u16, name: &str, body: Value| {
        let path = format!("/api/prompt/adopt?name={name}");
        p.ask(status, "POST", "/api/prompt/adopt", &path, Some(&body))
    };

    // the prompt has not changed since
    let made = p.ask(201, "POST", branches, of_word, Some(&begin("Dotted")));
    assert_eq!(made["name"], "word.dotted.mot.md");
    p.ask(409, "POST", branches, of_word, Some(&begin("Dotted")));
    p.ask(422, "POST", branches, of_word, Some(&begin("…")));
    p.ask(404, "POST", branches, of_word, Some(&json!({"stamp": "0", "branch": "Other"})));
    p.ask(404, "GET", branches, "/api/prompt/branches?name=none.mot.md", None);
    let branch = &p.get("/api/prompt", "/api/prompt?name=word.dotted.mot.md")["branch"];
    assert_eq!((&branch["called"], &branch["state"]), (&json!("Dotted"), &json!("open")));
    assert_eq!(branch["from"], json!({"prompt": "word.mot.md", "stamp": first["stamp"]}));
    write("/api/prompt?name=word.dotted.mot.md", DOTTED);
    assert_eq!(adopt(200, "word.dotted.mot.md", json!({"why": "it ends"}))["name"], "word.mot.md");
    assert_eq!(p.bench.read("word.mot.md"), DOTTED);
    adopt(404, "word.dotted.mot.md", json!({}));
    let newest = &p.get("/api/prompt/versions", "/api/prompt/versions?name=word.mot.md")[0];
    assert_eq!(
        (&newest["why"], &newest["from"]["prompt"]),
        (&json!("it ends"), &json!("word.dotted.mot.md"))
    );

    // it has: the text made of both says what it was made on
    let main = p.get("/api/prompt", word);
    p.ask(201, "POST", branches, of_word, Some(&begin("Late")));
    let refused = adopt(409, "word.late.mot.md", json!({}));
    assert!(refused["error"][0]["text"].as_str().unwrap().contains("word.mot.md"), "{refused}");
    let both = first["text"].as_str().unwrap().replace("title: The word", "title: Their word");
    adopt(409, "word.late.mot.md", json!({"made": {"text": both, "stamp": first["stamp"]}}));
    assert_eq!(p.bench.read("word.mot.md"), DOTTED, "nothing was written");
    adopt(200, "word.late.mot.md", json!({"made": {"text": both, "stamp": main["stamp"]}}));
    assert_eq!(p.bench.read("word.mot.md"), both);

    let end = |status: u16, verb: &str, name: &str, body: Option<Value>| {
        let template = format!("/api/prompt/{verb}");
        p.ask(status, "POST", &template, &format!("{template}?name={name}"), body.as_ref())
    };
    assert_eq!(end(200, "reopen", "word.late.mot.md", None)["name"], "word.late.mot.md");
    end(404, "reopen", "word.late.mot.md", None);
    end(404, "reopen", "..%2f..%2fx.mot.md", None);
    end(204, "archive", "word.late.mot.md", Some(json!({"why": "later"})));
    end(404, "archive", "word.late.mot.md", Some(json!({})));
    let list = p.get(branches, of_word);
    let states = json!([list[0]["state"], list[1]["state"]]);
    assert_eq!((states, &list[1]["why"]), (json!(["adopted", "archived"]), &json!("later")));
    write(word, first["text"].as_str().unwrap());
}

fn cases(p: &Program<'_>) {
    let word = "/api/cases?name=word.mot.md";
    let read = p.get("/api/cases", word);
    assert_eq!((read["total"].as_u64(), &read["rows"][0]), (Some(4), &json!(["word0", "word0"])));
    let change = json!({"stamp": read["stamp"], "cells": [{"row": 0, "column": 1, "text": "other"}],
        "add": [["new", "new"]], "remove": [3]});
    let changed = p.ask(200, "POST", "/api/cases", word, Some(&change));
    assert_eq!(changed["total"], 4);
    assert_eq!(
        p.bench.read("word.cases.csv"),
        "word,expect\nword0,other\nword1,word1\nword2,word2\nnew,new\n"
    );
    p.ask(409, "POST", "/api/cases", word, Some(&change));
    let edges = json!({"stamp": changed["stamp"], "do": "edges", "edges": ["typos"]});
    assert_eq!(p.ask(200, "POST", "/api/cases", word, Some(&edges))["count"], 1);
    let file = json!({"file": "more.csv", "base64": "d29yZCxleHBlY3QKeCx4Cg=="});
    let came = p.ask(200, "POST", "/api/cases/import", "/api/cases/import?name=word.mot.md", Some(&file));
    assert_eq!((came["count"].as_u64(), came["total"].as_u64()), (Some(1), Some(6)));
    let copied = p.ask(200, "POST", "/api/cases/copy", "/api/cases/copy?name=spare.mot.md", None);
    assert_eq!(copied["total"], 90);
}

fn bench_of(p: &Program<'_>) -> String {
    let ask = |question: Value| p.ask(200, "POST", "/api/try", "/api/try?name=word.mot.md", Some(&question));
    let shown = ask(json!({"case": "2"}));
    assert_eq!((&shown["messages"][0]["text"], &shown["answers"]), (&json!("word1"), &json!([])));
    assert_eq!(ask(json!({"values": {"word": "bonjour"}, "ask": true}))["answers"][0]["text"], "bonjour");
    p.ask(
        422,
        "POST",
        "/api/try",
        "/api/try?name=word.mot.md",
        Some(&json!({"model": "no", "ask": true, "case": "2"})),
    );

    let evaluate = "/api/evaluate?name=word.mot.md";
    let estimate = json!({"models": ["fake/echo"], "estimate": true});
    let job = p.ask(202, "POST", "/api/evaluate", evaluate, Some(&estimate));
    p.run_of(&job);
    let made = p.get("/api/jobs/{id}", &format!("/api/jobs/{}", job["id"]));
    assert!(made["estimate"]["cost"]["mean"].as_f64().unwrap() > 0.0, "{made}");
    let wish = json!({"models": ["fake/echo"], "budget": "1.00", "currency": "usd"});
    let job = p.ask(202, "POST", "/api/evaluate", evaluate, Some(&wish));
    let run = p.run_of(&job);
    p.ask(422, "POST", "/api/evaluate", evaluate, Some(&json!({"models": ["nonsense"]})));
    let events = p.get("/api/jobs/{id}/events", &format!("/api/jobs/{}/events", job["id"]));
    assert!(events.as_str().unwrap().contains("\"ended\":true"), "{events}");
    let stop = json!({"how": "gently"});
    p.ask(200, "POST", "/api/jobs/{id}/stop", &format!("/api/jobs/{}/stop", job["id"]), Some(&stop));
    p.ask(404, "GET", "/api/jobs/{id}", "/api/jobs/999", None);
    assert_eq!(p.get("/api/jobs", "/api/jobs"), json!([]));
    let scores = p.get("/api/evaluations", "/api/evaluations?name=word.mot.md");
    assert_eq!((&scores[0]["run"], &scores[0]["current"]), (&json!(run), &json!(true)));

    let trim = json!({"do": "trim", "model": "fake/echo", "margin": 30.0});
    let job = p.ask(202, "POST", "/api/improve", "/api/improve?name=spare.mot.md", Some(&trim));
    let study = p.run_of(&job);
    let accept = format!("/api/runs/{study}/accept");
    let written = p.ask(200, "POST", "/api/runs/{id}/accept", &accept, Some(&json!({"how": "beside"})));
    assert_eq!(written["name"], "spare.trim.mot.md");
    p.ask(422, "POST", "/api/improve", "/api/improve?name=spare.mot.md", Some(&json!({"do": "dance"})));
    run
}

fn suites(p: &Program<'_>) {
    p.bench.file("both.suite.yaml", "prompts: [word.mot.md]\nmodels: [fake/echo, fake/words:2]\n");
    assert_eq!(p.get("/api/suites", "/api/suites"), json!(["both.suite.yaml"]));
    let suite = p.get("/api/suite", "/api/suite?name=both.suite.yaml");
    assert_eq!(
        (&suite["wrong"]["error"], &suite["arms"][1]["model"]),
        (&json!([]), &json!("fake/words:2")),
        "{suite}"
    );
    p.ask(404, "GET", "/api/suite", "/api/suite?name=none.suite.yaml", None);
    let wish = json!({"limit": 1, "split": "all"});
    p.ask(422, "POST", "/api/suite", "/api/suite?name=both.suite.yaml", Some(&wish));
    p.ask(404, "POST", "/api/suite", "/api/suite?name=none.suite.yaml", Some(&wish));
    let run = p.run_of(&p.ask(
        202,
        "POST",
        "/api/suite",
        "/api/suite?name=both.suite.yaml",
        Some(&json!({"limit": 1})),
    ));
    assert_eq!(p.get("/api/runs/{id}", &format!("/api/runs/{run}"))["found"]["arms"][0]["n"], 1);
}

fn upkeep(p: &Program<'_>) {
    let checked = p.ask(200, "POST", "/api/ledger/check", "/api/ledger/check", None);
    assert_eq!((&checked["sound"], &checked["problems"]), (&json!(true), &json!([])));
    p.ask(422, "POST", "/api/ledger/prune", "/api/ledger/prune", Some(&json!({"keep": 1})));
    let pruned = p.ask(
        200,
        "POST",
        "/api/ledger/prune",
        "/api/ledger/prune",
        Some(&json!({"keep": 1, "depth": "runs"})),
    );
    assert!(pruned["runs"].as_u64().unwrap() > 0, "{pruned}");
    assert_eq!(p.get("/api/runs", "/api/runs")["runs"].as_array().unwrap().len(), 1);
}

fn ledger(p: &Program<'_>, run: &str) {
    let runs = p.get("/api/runs", "/api/runs");
    let kinds: Vec<&str> =
        runs["runs"].as_array().unwrap().iter().map(|r| r["kind"].as_str().unwrap()).collect();
    assert!(kinds.contains(&"trim") && !kinds.contains(&"study"), "{kinds:?}");
    let study = &runs["runs"][kinds.iter().position(|kind| *kind == "trim").unwrap()];
    assert!(study["trials"].as_u64().unwrap() > 0, "the trials of a study are those of its parts: {study}");
    let only = p.get("/api/runs", "/api/runs?kind=eval&status=completed&sort=dearest&title=WORD");
    assert_eq!(only["runs"][0]["id"], run);
    let at = |rest: &str| format!("/api/runs/{run}{rest}");
    assert_eq!(p.get("/api/runs/{id}", &at(""))["found"]["schema"], "motjuste/evaluation/1");
    p.ask(404, "GET", "/api/runs/{id}", "/api/runs/zzz", None);
    let failed = p.get("/api/runs/{id}/trials", &at("/trials?arm=0&outcome=failed&sort=slowest"));
    let trial = failed["trials"].as_array().unwrap().iter().find(|trial| trial["answer"] == "word0").unwrap();
    assert_eq!((&trial["expect"], &trial["standing"]), (&json!("other"), &json!("failed")));
    let one = "/api/runs/{id}/trials/{case}/{arm}/{repeat}";
    let full = p.get(one, &at("/trials/0/0/0"));
    let body = full["calls"][0]["bytes"]["request_body"].as_str().unwrap();
    assert!(body.contains("word0"), "{full}");
    p.ask(404, "GET", one, &at("/trials/999/0/0"), None);
    let file = p.get("/api/runs/{id}/export/{format}", &at("/export/csv"));
    assert!(file.as_str().unwrap().contains("case,arm,prompt"), "{file}");
    let money = p.get("/api/money", "/api/money");
    assert!(money["models"].as_array().unwrap().iter().any(|bill| bill["model"] == "fake/echo"), "{money}");
    // the answers were bought by the estimate
    let calls = p.get("/api/calls", "/api/calls?model=fake/echo&state=done&sort=oldest");
    let call = &calls["calls"][0];
    assert_eq!((call["run"].is_string(), &call["state"]), (true, &json!("done")));
    let none = p.get("/api/calls", &format!("/api/calls?run={run}&state=unknown"));
    assert_eq!(none["calls"], json!([]));
    p.ask(422, "GET", "/api/calls", "/api/calls?run=!", None);
    let path = format!("/api/calls/{}", call["key"].as_str().unwrap());
    assert_eq!(p.get("/api/calls/{key}", &path)[0]["call"]["key"], call["key"]);
    p.ask(404, "GET", "/api/calls/{key}", "/api/calls/00", None);
}

fn compare(p: &Program<'_>, run: &str) {
    let compare = "/api/compare?name=word.mot.md";
    p.ask(404, "GET", "/api/compare", "/api/compare?name=none.mot.md", None);
    let versions = p.get("/api/prompt/versions", "/api/prompt/versions?name=word.mot.md");
    let dotted = versions.as_array().unwrap().iter().find(|kept| kept["text"] == DOTTED).unwrap();
    let with = format!("text:{}", dotted["stamp"].as_str().unwrap());
    let others = p.get("/api/compare", compare);
    assert!(others.as_array().unwrap().iter().any(|other| other["with"] == with), "{others}");
    let wish = |with: &str| json!({"with": [with], "models": ["fake/echo"], "budget": "1.00"});
    p.ask(422, "POST", "/api/compare", compare, Some(&wish("file:../x.mot.md")));
    p.ask(404, "POST", "/api/compare", "/api/compare?name=none.mot.md", Some(&wish(&with)));
    let job = p.ask(202, "POST", "/api/compare", compare, Some(&wish(&with)));
    let compared = p.run_of(&job);
    let mut sure = wish(&with);
    (sure["do"], sure["effect"], sure["margin"]) = (json!("until-sure"), json!(10.0), json!(2.0));
    let job = p.ask(202, "POST", "/api/compare", compare, Some(&sure));
    assert_eq!(job["work"], "compare");
    let sure = p.run_of(&job);
    let found = p.get("/api/runs/{id}", &format!("/api/runs/{sure}"));
    assert_eq!(
        (&found["found"]["schema"], &found["found"]["effect_of_interest"]),
        (&json!("motjuste/compare/1"), &json!(0.1))
    );
    let mut race = wish(&with);
    (race["do"], race["rule"], race["calls"]) = (json!("race"), json!("equal"), json!(10));
    let raced = p.run_of(&p.ask(202, "POST", "/api/compare", compare, Some(&race)));
    let found = p.get("/api/runs/{id}", &format!("/api/runs/{raced}"));
    assert_eq!(
        (&found["found"]["schema"], &found["found"]["rule"]),
        (&json!("motjuste/race/1"), &json!("equal"))
    );
    (race["with"], race["do"]) = (json!([]), json!("all"));
    p.ask(422, "POST", "/api/compare", compare, Some(&race));

    let pairs =
        |query: &str| p.get("/api/runs/{id}/compare", &format!("/api/runs/{compared}/compare{query}"));
    let differ = pairs("");
    assert_eq!((&differ["pair"], &differ["pairs"][0]["b"]), (&json!("0.1"), &json!(1)));
    let cases = differ["cases"].as_array().unwrap();
    assert!(!cases.is_empty() && cases.iter().all(|case| case["cell"] == "only-a"), "{differ}");
    let first = &cases[0];
    assert_eq!((&first["a"][0]["answer"], &first["b"][0]["answer"]), (&json!("word1"), &json!("word1.")));
    let neither = pairs("?pair=0.1&cell=neither");
    assert_eq!(neither["cases"][0]["a"][0]["expect"], "other");
    assert_eq!(pairs("?cell=both")["cases"], json!([]));
    let bare = p.get("/api/runs/{id}/compare", &format!("/api/runs/{run}/compare?cell=only-a&after=1"));
    assert_eq!(bare["cases"][0]["a"][0]["case"], 2, "after the second case");
    p.ask(404, "GET", "/api/runs/{id}/compare", "/api/runs/zzz/compare", None);
}

fn people(p: &Program<'_>, run: &str) {
    let rate = "/api/runs/{id}/rate";
    let at = |query: &str| format!("/api/runs/{run}/rate?{query}");
    let seat = at("as=Ana&ask=vote&size=4");
    let mark = |status: u16, item: &Value, mark: &str| {
        let body = json!({"item": item, "mark": mark, "note": "short"});
        p.ask(status, "POST", rate, &seat, Some(&body))
    };
    let first = p.get(rate, &seat);
    assert_eq!((&first["done"], &first["total"], &first["can_undo"]), (&json!(0), &json!(4), &json!(false)));
    let shown = &first["next"];
    assert_eq!(shown["task"], "Repeat the word.");
    assert_eq!(shown["given"][0]["name"], "word");
    assert_eq!(shown["answers"].as_array().unwrap().len(), 2);
    // what is shown tells no arm, nor which case to look up
    let told = first.to_string();
    assert!(!["fake/", ".mot.md", "bare", "\"case"].iter().any(|word| told.contains(word)), "{told}");
    let open = p.get(rate, &format!("{seat}&blind=no"));
    assert!(open["next"]["answers"][0]["arm"].as_str().unwrap().contains("fake/echo"), "{open}");

    mark(409, &json!("0000000000000000"), "left");
    mark(409, &shown["item"], "5");
    let second = mark(200, &shown["item"], "left");
    assert_eq!((&second["done"], &second["can_undo"]), (&json!(1), &json!(true)));
    assert_ne!(second["next"]["item"], shown["item"]);
    let back = mark(200, &json!(""), "undo");
    assert_eq!((&back["done"], &back["next"]["item"]), (&json!(0), &shown["item"]));
    let third = mark(200, &shown["item"], "right");
    let fourth = mark(200, &third["next"]["item"], "left");
    let last = mark(200, &fourth["next"]["item"], "tie");
    let end = mark(200, &last["next"]["item"], "right");
    assert_eq!((&end["done"], &end["next"]), (&json!(4), &Value::Null));
    p.ask(422, "GET", rate, &at("ask=vote&size=4"), None);
    p.ask(422, "POST", rate, &at("as=Ana&ask=vote&size=0"), Some(&json!({"mark": "undo"})));
    p.ask(404, "GET", rate, "/api/runs/zzz/rate?as=Ana&ask=vote&size=4", None);

    let people = p.get("/api/runs/{id}/people", &format!("/api/runs/{run}/people"));
    let votes = &people["found"]["votes"];
    assert_eq!((&people["found"]["schema"], &votes["votes"]), (&json!("motjuste/people/1"), &json!(4)));
    assert_eq!(votes["ranking"].as_array().unwrap().len(), 2);
    assert!(votes["ranking"][0]["low"].as_f64() < votes["ranking"][0]["high"].as_f64(), "{votes}");
    let marks = people["marks"].as_array().unwrap();
    assert_eq!((marks.len(), &marks[0]["blind"], &marks[0]["note"]), (6, &json!(true), &json!("short")));
    let seen = json!({"item": shown["item"], "mark": "tie"});
    p.ask(200, "POST", rate, &format!("{seat}&blind=no"), Some(&seen));
    let people = p.get("/api/runs/{id}/people", &format!("/api/runs/{run}/people"));
    assert_eq!(people["marks"][0]["blind"], false, "whoever saw the arms is known to have seen them");
    p.ask(404, "GET", "/api/runs/{id}/people", "/api/runs/zzz/people", None);
}

fn settings(p: &Program<'_>) {
    let key = json!({"vendor": "fake", "key": "sk-canary-000000-wxyz", "place": "file", "passphrase": "le cheval bleu"});
    p.ask(204, "PUT", "/api/keys", "/api/keys", Some(&key));
    let read = p.get("/api/settings", "/api/settings");
    let fake = read["vendors"].as_array().unwrap().iter().find(|row| row["name"] == "fake").unwrap();
    assert_eq!((&fake["found"], &fake["kept"]["last"]), (&json!("kept"), &json!("wxyz")));
    assert!(!read.to_string().contains("canary"));
    p.ask(204, "POST", "/api/keys/close", "/api/keys/close", None);
    p.ask(422, "POST", "/api/keys/open", "/api/keys/open", Some(&json!({"passphrase": "le cheval vert"})));
    p.ask(204, "POST", "/api/keys/open", "/api/keys/open", Some(&json!({"passphrase": "le cheval bleu"})));
    let answer =
        p.ask(200, "POST", "/api/connection", "/api/connection", Some(&json!({"model": "fake/echo"})));
    assert_eq!(answer["answer"], "OK?");
    p.ask(422, "POST", "/api/connection", "/api/connection", Some(&json!({"model": "nobody/x"})));
    let origin = fake["kept"]["origin"].as_str().unwrap();
    p.ask(204, "DELETE", "/api/keys", &format!("/api/keys?origin={origin}"), None);
    p.ask(422, "DELETE", "/api/keys", "/api/keys?origin=nonsense", None);
    let allow = json!({"variable": "COMPANY_SECRET", "origin": origin});
    p.ask(204, "PUT", "/api/keys/allowed", "/api/keys/allowed", Some(&allow));
    assert_eq!(p.get("/api/settings", "/api/settings")["allowed"], json!([allow]));
    let forbid = format!("/api/keys/allowed?variable=COMPANY_SECRET&origin={origin}");
    p.ask(204, "DELETE", "/api/keys/allowed", &forbid, None);
    assert!(p.get("/api/models", "/api/models").as_array().unwrap().len() > 10);
}

#[test]
fn the_document_in_the_repository_is_the_one_that_is_served() {
    let bench = Bench::new();
    let served = Program::new(&bench).document;
    assert_eq!(served["openapi"], "3.1.0");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/openapi.json");
    let text = format!("{served:#}\n");
    if std::env::var_os("MOTJUSTE_BLESS").is_some() {
        std::fs::write(path, &text).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        kept == text,
        "docs/openapi.json is not what is served: MOTJUSTE_BLESS=1 cargo test -p motjuste-studio api"
    );
}

#[test]
fn whatever_a_page_does_a_program_can_do() {
    let bench = Bench::new();
    let operations = Program::new(&bench).operations();
    let table = include_str!("../../../../docs/api.md");
    let cells =
        |line: &str| -> Vec<String> { line.split('`').skip(1).step_by(2).map(str::to_owned).collect() };
    let rows: Vec<Vec<String>> = table.lines().filter(|line| line.starts_with("| `/")).map(cells).collect();
    let pages: BTreeSet<&str> = rows.iter().map(|row| row[0].as_str()).collect();
    let source = include_str!("../../src/routes.rs");
    let routes: BTreeSet<&str> =
        source.split(".route(\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(pages, routes, "docs/api.md says for each page what does the same");
    let told: BTreeSet<String> = rows.iter().flat_map(|row| row[1..].to_vec()).collect();
    assert_eq!(told, operations, "and names every operation");
}

#[test]
fn a_program_needs_the_token_and_gets_errors_as_documents() {
    let bench = Bench::words(1);
    let json = "Content-Type: application/json";
    for token in ["Authorization: Bearer 00", "Authorization: Basic x", "X: y"] {
        let refused = bench.send("GET", "/api/prompts", &[token, json], "").is(403);
        assert!(serde_json::from_str::<Value>(&refused.body).unwrap()["error"].is_array());
        bench.send("POST", "/api/keys/close", &[token, json], "").is(403);
    }
    let token = format!("Authorization: Bearer {}", bench.token);
    for foreign in ["Origin: http://evil.example", "Sec-Fetch-Site: cross-site", "Host: evil.example"] {
        bench.send("POST", "/api/keys/close", &[&token, foreign], "").is(403);
    }
    // the cookie of a browser is not enough to write from elsewhere
    bench.send("POST", "/api/keys/close", &[&format!("Cookie: {}", bench.cookie)], "").is(403);
    let french =
        bench.send("GET", "/api/prompt?name=none.mot.md", &[&token, "Accept-Language: fr"], "").is(404);
    french.says(&["\"error\"", "n’existe pas"]);
    bench.send("PUT", "/api/prompt?name=word.mot.md", &[&token, json], "{").is(400).says(&["\"error\""]);
    bench.send("GET", "/api/prompt", &[&token], "").is(400).says(&["\"error\""]);
    bench.send("GET", "/api/nothing", &[&token], "").is(404).says(&["\"error\""]);
}
