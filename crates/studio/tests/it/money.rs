//! Runs, calls and money: listed, filtered, sorted, taken to a spreadsheet.

use crate::bench::{Bench, WORD};

#[test]
fn a_study_is_one_run_with_its_trials() {
    let bench = Bench::words(12);
    bench.file("word.mot.md", &WORD.replace("::: user", "::: system\nRepeat the word. Be kind.\n\n::: user"));
    let fields = [("model", "fake/echo"), ("do", "ablate"), ("parts", "sentences")];
    let live = bench.post("/improve/word.mot.md", &fields).is(303).header("location").unwrap().to_owned();
    let run = bench.ended(&live);
    let page = bench.get("/runs").is(200);
    assert_eq!(
        page.body.matches("<th scope='row'><a href='/run/").count(),
        1,
        "parts are not listed: {}",
        page.body
    );
    let row = page.body.split(&format!("{run}'")).nth(1).unwrap().split("</tr>").next().unwrap();
    let trials = row.split("class='number'>").nth(1).unwrap().split('<').next().unwrap();
    assert!(trials.parse::<u64>().unwrap() >= 12, "{row}");
}

#[test]
fn runs_are_filtered_sorted_and_exported_harmless() {
    let bench = Bench::words(3);
    let words = bench.evaluate("fake/echo");
    // a name that a spreadsheet would run
    bench.file("=cmd.mot.md", WORD);
    bench.file("=cmd.cases.csv", "word,expect\na,a\nb,b\n");
    let wish = [("model", "fake/echo"), ("repeats", "1"), ("do", "evaluate")];
    let live = bench.post("/evaluate/%3Dcmd.mot.md", &wish).is(303).header("location").unwrap().to_owned();
    let formula = bench.ended(&live);
    let order = |path: &str| {
        let page = bench.get(path).is(200);
        (page.body.find(&words), page.body.find(&formula))
    };
    let (w, f) = order("/runs");
    assert!(f < w, "the newest first");
    let (w, f) = order("/runs?sort=largest");
    assert!(w < f, "the largest first");
    let (w, f) = order("/runs?sort=oldest");
    assert!(w < f);
    assert!(matches!(order("/runs?title=WORD.mot"), (Some(_), None)));
    assert!(matches!(order("/runs?kind=trim"), (None, None)));
    assert!(matches!(order("/runs?status=completed"), (Some(_), Some(_))));
    bench.get("/runs?kind=trim").says(&["No run of this kind."]);
    bench.get("/runs").says(&[
        "Money by model",
        "fake/echo",
        "price of 2026-01-01",
        "/calls?model=fake/echo",
    ]);

    let file = bench.get("/runs.csv?kind=eval").is(200);
    assert_eq!(file.header("content-disposition"), Some("attachment; filename=\"motjuste-runs.csv\""));
    let file = file.says(&["run,started,ended,kind,status,trials,calls,cost,currency,priced_on,title\r\n"]);
    let file = file.says(&[",eval,", ",USD,2026-01-01,", "'=cmd.mot.md"]);
    assert!(!file.body.contains(",=cmd"), "{}", file.body);
}

#[test]
fn every_call_is_listed_and_read_to_its_last_byte() {
    let bench = Bench::words(130);
    let run = bench.evaluate("fake/echo, fake/fixed:@no");
    let id = run.trim_start_matches("/run/");
    let first = bench.get("/calls").is(200);
    assert_eq!(first.body.matches("<th scope='row'>").count(), 100);
    let next = first
        .body
        .split("<p class='pager'><a class='action' href='")
        .nth(1)
        .unwrap()
        .split('\'')
        .next()
        .unwrap();
    let second = bench.get(&next.replace("&#38;", "&").replace("&amp;", "&")).is(200);
    let call = |page: &str| page.split("href='/call/").nth(1).unwrap().split('\'').next().unwrap().to_owned();
    assert_ne!(call(&first.body), call(&second.body));
    let filtered =
        bench.get(&format!("/calls?run={id}&model=fake/fixed:%40no&state=done&sort=oldest")).is(200);
    filtered.says(&["fake/fixed:@no", "answered"]).hides(&["<td>fake/echo</td>"]);
    bench.get("/calls?state=failed").is(200).says(&["No call of this kind."]);
    bench.get("/calls?run=!").is(422).says(&["not the name of a run"]);
    bench.get("/calls?run=00000000009").is(404);
    // the newest calls are of the prompt and of the bare request, in any order
    let keys = first.body.split("href='/call/").skip(1).map(|rest| rest.split('\'').next().unwrap());
    let mut pages = keys.map(|key| bench.get(&format!("/call/{key}")).is(200));
    let bare = pages.find(|page| page.body.contains("Repeat the word")).unwrap();
    bare.says(&["Response: body", id]);
    bench.get("/call/00").is(404);
    let file = bench.get("/calls.csv").is(200);
    assert_eq!(
        file.body.matches(",done,").count(),
        520,
        "130 cases on 2 models, each against the bare request"
    );
}

#[test]
fn trials_are_sorted_by_time_and_price() {
    let bench = Bench::words(120);
    let run = bench.evaluate("fake/echo");
    let cases = |path: &str| -> Vec<String> {
        let page = bench.get(&format!("{run}/trials?{path}")).is(200);
        let rows = page.body.split("/trial/").skip(1);
        rows.map(|row| row.split('\'').next().unwrap().to_owned()).collect()
    };
    let (slow, fast) = (cases("arm=0&sort=slowest"), cases("arm=0&sort=fastest"));
    assert_eq!((slow.len(), fast.len()), (50, 50));
    assert!(slow[0] != fast[0] && slow.iter().filter(|case| fast.contains(case)).count() == 0);
    let first = bench.get(&format!("{run}/trials?sort=dearest")).is(200);
    let next =
        first.body.split(&format!("href='{run}/trials?arm=")).nth(1).unwrap().split('\'').next().unwrap();
    let next = next.replace("&#38;", "&").replace("&amp;", "&");
    assert!(next.contains("sort=dearest"), "{next}");
    let second = bench.get(&format!("{run}/trials?arm={next}")).is(200);
    let of = |page: &str| page.split("/trial/").nth(1).unwrap().split('\'').next().unwrap().to_owned();
    assert_ne!(of(&first.body), of(&second.body));
}
