//! Keys put in from the page: used, and shown to nobody.

use testkit::Config;

use crate::bench::Bench;

const KEY: &str = "sk-canary-000000-wxyz";
const PASSPHRASE: &str = "le cheval bleu dort";

fn bench() -> Bench {
    Bench::of(2, Config { keys: vec![KEY.to_owned()], ..Config::default() })
}

fn keep(bench: &Bench, key: &str, passphrase: &str) -> crate::bench::Reply {
    let fields =
        [("vendor", "fake"), ("key", key), ("place", "file"), ("passphrase", passphrase), ("do", "keep")];
    bench.post("/settings", &fields)
}

#[test]
fn a_key_is_kept_tested_used_and_taken_out_and_no_page_shows_it() {
    let bench = bench();
    bench.get("/settings").is(200).says(&[
        "openai",
        "https://api.openai.com:443",
        "fake",
        "No keyring answers",
    ]);
    let test = [("model", "fake/echo"), ("do", "test")];
    bench.post("/settings", &test).is(422).says(&["fake"]);
    let mut pages = vec![keep(&bench, KEY, PASSPHRASE).is(303), bench.get("/settings?done=kept").is(200)];
    assert!(pages[1].body.contains("…wxyz"), "the last four are shown");
    pages.push(bench.post("/settings", &test).is(200).says(&["It answers: “OK?”", "$0."]));
    let run = bench.evaluate("fake/echo");
    pages
        .extend([&run, "/runs", "/calls", &format!("{run}/trial/0/0/0")].map(|path| bench.get(path).is(200)));

    pages.push(bench.post("/settings", &[("do", "close")]).is(303));
    bench.post("/settings", &test).is(422).says(&["file of keys is closed"]);
    let wrong = [("passphrase", "le cheval vert dort"), ("do", "open")];
    pages.push(bench.post("/settings", &wrong).is(422).says(&["not the passphrase"]));
    bench.post("/settings", &[("passphrase", PASSPHRASE), ("do", "open")]).is(303);
    bench.post("/settings", &test).is(200);
    let origin = bench.vendor.base_url().trim_end_matches("/v1").to_owned();
    bench.post("/settings", &[("origin", &origin), ("do", "remove")]).is(303);
    bench.post("/settings", &test).is(422);
    for page in &pages {
        assert!(!page.body.contains("canary") && !page.head.contains("canary"), "{}", page.body);
        assert!(!page.body.contains("cheval"), "{}", page.body);
    }
}

#[test]
fn what_cannot_be_kept_says_why_and_is_not_echoed() {
    let bench = bench();
    keep(&bench, "two words-canary", PASSPHRASE).is(422).says(&["a key is one word"]).hides(&["canary"]);
    keep(&bench, KEY, "short").is(422).says(&["at least 8 characters"]).hides(&["canary"]);
    let keyring = [("vendor", "fake"), ("key", KEY), ("place", "keyring"), ("do", "keep")];
    bench.post("/settings", &keyring).is(422).says(&["keyring", "--to file"]).hides(&["canary"]);
    let nobody = [("vendor", "nobody"), ("key", KEY), ("place", "file"), ("do", "keep")];
    bench.post("/settings", &nobody).is(422).says(&["nobody"]).hides(&["canary"]);
}

#[test]
fn a_variable_of_the_environment_is_sent_only_when_the_person_allows_it() {
    let bench = Bench::of(1, Config { keys: vec!["company-secret".to_owned()], ..Config::default() });
    let settings = bench.read("motjuste.toml").replace("key = \"optional\"", "key_env = \"COMPANY_SECRET\"");
    bench.file("motjuste.toml", &settings);
    let test = [("model", "fake/echo"), ("do", "test")];
    bench.post("/settings", &test).is(422).says(&["COMPANY_SECRET", "motjuste keys allow"]);
    assert_eq!(bench.vendor.stats().requests, 0);
    bench.get("/settings").is(200).says(&["Allow it for this address"]).hides(&["company-secret"]);
    let origin = bench.vendor.base_url().trim_end_matches("/v1").to_owned();
    let allow = |action| [("variable", "COMPANY_SECRET"), ("origin", origin.as_str()), ("do", action)];
    bench.post("/settings", &allow("allow")).is(303);
    bench.post("/settings", &test).is(200).hides(&["company-secret"]);
    bench.post("/settings", &allow("forbid")).is(303);
    bench.post("/settings", &test).is(422);
}
