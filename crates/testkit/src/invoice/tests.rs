use super::*;
use crate::config::Price;

fn config() -> Config {
    let mini = Price { model: "mini*".to_owned(), input: 3, output: 7, cached: 1, cache_write: 4 };
    let rest = Price { model: "*".to_owned(), input: 100, output: 1_000, cached: 10, cache_write: 125 };
    Config { prices: vec![mini, rest], ..Config::default() }
}

fn line(id: u64, model: &str, delivered: Delivered) -> Line {
    Line {
        id,
        hash: BodyHash::of(&id.to_le_bytes()),
        model: model.into(),
        status: if delivered == Delivered::Refused { 429 } else { 200 },
        stream: false,
        tokens: Tokens { input: 50, output: 10, cached: 20, cache_write: 5 },
        delivered,
        billed: false,
        amount: 0,
        in_flight: 1,
    }
}

#[test]
fn amounts_are_exact_and_the_first_price_that_matches_bills() {
    let mut books = Books::default();
    books.settle(&config(), line(1, "mini-2", Delivered::Full));
    books.settle(&config(), line(2, "other", Delivered::Full));
    // 25 plain + 20 cached + 5 written + 10 out
    assert_eq!(books.lines[0].amount, 25 * 3 + 20 + 5 * 4 + 10 * 7);
    assert_eq!(books.lines[1].amount, 25 * 100 + 20 * 10 + 5 * 125 + 10 * 1_000);
    assert_eq!(books.totals.amount, books.lines[0].amount + books.lines[1].amount);
    assert_eq!(books.models["mini-2"].amount, books.lines[0].amount);
}

#[test]
fn refused_and_cut_answers_are_not_billed_unless_asked() {
    let mut books = Books::default();
    books.settle(&config(), line(1, "m", Delivered::Refused));
    books.settle(&config(), line(2, "m", Delivered::Cut));
    assert_eq!(books.totals, Totals { requests: 2, cut: 1, refused: 1, ..Totals::default() });
    let strict = Config { bill_cut: true, ..config() };
    books.settle(&strict, line(3, "m", Delivered::Cut));
    assert!(books.lines[2].billed && books.totals.amount == books.lines[2].amount && books.totals.amount > 0);
}

#[test]
fn an_answer_that_could_not_be_written_is_taken_back() {
    let mut books = Books::default();
    let entry = books.settle(&config(), line(1, "m", Delivered::Full));
    books.spoil(&config(), entry);
    assert_eq!(books.totals, Totals { requests: 1, cut: 1, ..Totals::default() });
    assert_eq!((books.lines[0].delivered, books.lines[0].amount), (Delivered::Cut, 0));
    // the same body, answered later, is the first answer it gets
    let mut again = line(2, "m", Delivered::Full);
    again.hash = books.lines[0].hash;
    books.settle(&config(), again);
    assert_eq!((books.stats.duplicates, books.stats.cut), (0, 1));
}

#[test]
fn a_body_answered_twice_is_a_duplicate() {
    let mut books = Books::default();
    for (id, delivered) in
        [(1, Delivered::Refused), (1, Delivered::Cut), (1, Delivered::Full), (2, Delivered::Full)]
    {
        books.settle(&config(), line(id, "m", delivered));
    }
    assert_eq!(books.stats.duplicates, 0);
    books.settle(&config(), line(1, "m", Delivered::Full));
    assert_eq!(books.stats.duplicates, 1);
}

#[test]
fn without_lines_only_totals_are_kept() {
    let config = Config { keep_lines: false, track_duplicates: false, ..config() };
    let mut books = Books::default();
    let entries: Vec<Entry> =
        (0..1_000).map(|id| books.settle(&config, line(id, "m", Delivered::Full))).collect();
    assert!(books.lines.is_empty() && books.answered.is_empty());
    assert_eq!(books.totals.requests, 1_000);
    books.spoil(&config, entries.into_iter().next().unwrap());
    assert_eq!((books.totals.full, books.totals.cut), (999, 1));
}
