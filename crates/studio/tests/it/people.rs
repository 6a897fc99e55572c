//! Answers judged by people: blind, one after the other, kept, taken back, concluded from.

use crate::bench::{Bench, Reply};

/// What a form of the queue holds.
fn field<'a>(page: &'a str, name: &str) -> &'a str {
    let at = page.split(&format!("name='{name}' value='")).nth(1).unwrap();
    at.split('\'').next().unwrap()
}

struct Sitting<'a> {
    bench: &'a Bench,
    rate: String,
    seat: [(&'a str, &'a str); 4],
}

impl<'a> Sitting<'a> {
    fn new(bench: &'a Bench, run: &str, rater: &'a str, ask: &'a str, blind: &'a str) -> Sitting<'a> {
        let seat = [("as", rater), ("ask", ask), ("size", "12"), ("blind", blind)];
        Sitting { bench, rate: format!("{run}/rate"), seat }
    }

    fn page(&self) -> Reply {
        let query: Vec<String> = self.seat.iter().map(|(name, value)| format!("{name}={value}")).collect();
        self.bench.get(&format!("{}?{}", self.rate, query.join("&"))).is(200)
    }

    fn mark(&self, page: &Reply, mark: &str, note: &str) {
        let item = [("item", field(&page.body, "item")), ("mark", mark), ("note", note)];
        let fields: Vec<(&str, &str)> = self.seat.iter().copied().chain(item).collect();
        let to = self.bench.post(&self.rate, &fields).is(303);
        assert!(to.header("location").unwrap().starts_with(&format!("{}?as=", self.rate)));
    }
}

/// `word.mot.md` on a model that repeats and on one that does not, with its bare request.
fn judged() -> (Bench, String) {
    let bench = Bench::words(8);
    let run = bench.evaluate("fake/echo, fake/fixed:Nothing%20at%20all");
    (bench, run)
}

#[test]
fn arms_are_hidden_until_the_results() {
    let (bench, run) = judged();
    bench.get(&run).says(&[&format!("{run}/people")]);
    bench
        .get(&format!("{run}/people"))
        .is(200)
        .says(&["Nobody has judged these answers yet", "Which of two is better"]);
    let ana = Sitting::new(&bench, &run, "Ana", "vote", "yes");
    let page = ana.page().says(&["Which answer is better?", "Repeat the word.", "ArrowLeft", "0 of 12"]);
    let page = page.hides(&["fake/", "word.mot.md", "bare request"]);
    ana.mark(&page, "tie", "poli <b>mais</b> vide");
    ana.page().says(&["1 of 12", "Undo"]);
    let results = bench.get(&format!("{run}/people")).is(200);
    results
        .says(&["1 vote on 1 case by 1 person", "poli &#60;b&#62;mais", "Everything was judged blind"])
        .hides(&["<b>mais"]);
    let open = Sitting::new(&bench, &run, "Bo", "vote", "no");
    open.page().says(&["fake/"]);
}

#[test]
fn the_better_model_wins_the_votes_and_the_ranking_says_how_surely() {
    let (bench, run) = judged();
    for rater in ["Ana", "Bo"] {
        let sitting = Sitting::new(&bench, &run, rater, "vote", "yes");
        let mut decided = 0;
        for number in 0..40 {
            let page = sitting.page();
            if page.body.contains("Everything is judged") {
                assert!(number > 3, "{number} votes");
                break;
            }
            // the answer that is the word alone is the better one; at every third choice, the other
            let is_good = |text: &str| text.starts_with("word");
            let answers: Vec<bool> = page.body.split("judged'>").skip(1).map(is_good).collect();
            let mark = match answers.as_slice() {
                [left, right] if left != right => {
                    decided += 1;
                    if *left == (decided % 3 != 0) { "left" } else { "right" }
                }
                _ => "tie",
            };
            sitting.mark(&page, mark, "");
        }
    }
    let page = bench.get(&format!("{run}/people")).is(200);
    page.says(&["The ranking", "class=\"plot\"", "The answer on the left was chosen", "alpha", "2 people"]);
}

#[test]
fn grades_are_kept_taken_back_and_set_against_the_checks() {
    let (bench, run) = judged();
    let ana = Sitting::new(&bench, &run, "Ana", "pass", "yes");
    let first = ana.page().says(&["Does this answer do what is asked?"]);
    let item = field(&first.body, "item").to_owned();
    ana.mark(&first, "pass", "");
    assert_ne!(field(&ana.page().body, "item"), item);
    let undo: Vec<(&str, &str)> = ana.seat.iter().copied().chain([("mark", "undo")]).collect();
    bench.post(&ana.rate, &undo).is(303);
    assert_eq!(field(&ana.page().body, "item"), item, "what was taken back is asked again");
    let mut graded = 0;
    loop {
        let page = ana.page();
        if page.body.contains("Everything is judged") {
            break;
        }
        // a person who agrees with the checks
        let good = page.body.contains("judged'>word");
        ana.mark(&page, if good { "pass" } else { "fail" }, "");
        graded += 1;
    }
    assert_eq!(graded, 12);
    let page = bench.get(&format!("{run}/people")).is(200);
    page.says(&["12 grades by 1 person", "The checks of the run agree with people on 12 of 12", "kappa 1"]);
    let exported = bench.get(&format!("{run}/export/ledger")).is(200);
    assert_eq!(exported.body.matches("\"type\":\"rating\"").count(), 14, "every word said, in order");
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let (bench, run) = judged();
    let ask = |query: &str| bench.get(&format!("{run}/rate?{query}")).is(422);
    ask("ask=vote&size=5").says(&["Give your name"]);
    ask("as=Ana&size=5").says(&["Choose what is asked"]);
    ask("as=Ana&ask=vote&size=0").says(&["whole number"]);
    ask("as=Ana&ask=vote&size=501").says(&["whole number"]);
    let post = |item: &str, mark: &str| {
        let fields = [
            ("as", "Ana"),
            ("ask", "stars"),
            ("size", "5"),
            ("blind", "yes"),
            ("item", item),
            ("mark", mark),
        ];
        bench.post(&format!("{run}/rate"), &fields)
    };
    post("0000000000000000", "3").is(409);
    let page = bench.get(&format!("{run}/rate?as=Ana&ask=stars&size=5&blind=yes"));
    let item = field(&page.body, "item").to_owned();
    post(&item, "9").is(409);
    post(&item, "left").is(409);
    post(&item, "4").is(303);
    bench.get("/run/zzzz/people").is(404);
}
