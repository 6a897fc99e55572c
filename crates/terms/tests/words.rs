//! The words that carry an invariant.
#![expect(clippy::unwrap_used, reason = "test code: a panic is the failure message")]

use terms::{
    Arg, CallKey, ChatMessage, Currency, Date, Lang, Message, ModelName, Money, Outcome, Parameters, Request,
    ResponseFormat, Role, Score, Version,
};

fn request(text: &str) -> Request {
    Request {
        model: "fake/echo".parse().unwrap(),
        messages: vec![ChatMessage::text(Role::User, text)],
        parameters: Parameters::default(),
        format: ResponseFormat::Text,
        stream: false,
    }
}

#[test]
fn a_call_is_known_by_what_it_asks_and_not_by_how_it_is_delivered() {
    let key = |request: &Request, repeat| CallKey::of("http://a/v1", request, repeat);
    let asked = request("bonjour");
    assert_eq!(key(&asked, 0), key(&Request { stream: true, ..asked.clone() }, 0));
    let warmer = Parameters { temperature: Some(0.5), ..Parameters::default() };
    let others = [
        key(&request("bonsoir"), 0),
        key(&asked, 1),
        key(&Request { parameters: warmer, ..asked.clone() }, 0),
        key(&Request { format: ResponseFormat::Json, ..asked.clone() }, 0),
        CallKey::of("http://b/v1", &asked, 0),
    ];
    for (i, other) in others.iter().enumerate() {
        assert_ne!(*other, key(&asked, 0), "{i}");
    }
    let text = key(&asked, 0).to_string();
    assert_eq!(CallKey::try_from(text).unwrap(), key(&asked, 0));
    assert!(CallKey::try_from("12".to_owned()).is_err());
}

#[test]
fn the_key_of_a_call_does_not_change_from_one_release_to_the_next() {
    // a ledger is read for years: if this fails, every finished call would be paid again
    let key = CallKey::of("http://127.0.0.1/v1", &request("été 👋"), 3).to_string();
    assert_eq!(key, "c49d98c8819787eb5feb7ce96d8f1338");
    assert_eq!(Version::of("été").to_string(), "a28d659e5ce2a4534fec8c9f61b895c6");
}

#[test]
fn money_adds_up_in_its_own_currency_and_keeps_the_oldest_price_list() {
    let money = |pico, currency, day| Money { pico, currency, catalogue: Date::new(2026, 11, day).unwrap() };
    let sum = money(1, Currency::USD, 3).plus(money(2, Currency::USD, 2)).unwrap();
    assert_eq!(sum, money(3, Currency::USD, 2));
    assert_eq!(sum.plus(money(1, Currency::EUR, 1)), None);
    assert_eq!(money(i64::MAX, Currency::USD, 1).plus(sum).unwrap().pico, i64::MAX);
    assert!(Currency::try_from("usd".to_owned()).is_err());
}

#[test]
fn only_days_that_exist_are_dates() {
    for good in ["2024-02-29", "2026-12-31", "2000-02-29"] {
        assert_eq!(good.parse::<Date>().unwrap().to_string(), good);
    }
    for bad in [
        "2026-02-29",
        "1900-02-29",
        "2026-13-01",
        "2026-00-10",
        "2026-1-01",
        "2026-04-31",
        "today",
        "2026-01-01x",
    ] {
        assert!(bad.parse::<Date>().is_err(), "{bad}");
    }
}

#[test]
fn a_model_always_names_its_vendor() {
    let name: ModelName = "hub/org/model:7b".parse().unwrap();
    assert_eq!((name.vendor.as_str(), name.model.as_str()), ("hub", "org/model:7b"));
    for bad in ["gpt-5", "/x", "x/", "", "a b/c"] {
        assert!(bad.parse::<ModelName>().is_err(), "{bad}");
    }
}

#[test]
fn an_unscored_check_that_counts_leaves_the_trial_without_a_score() {
    let score = |value: Option<f64>, weight| Score {
        check: "c".to_owned(),
        outcome: if value.is_some() { Outcome::Pass } else { Outcome::Unscored },
        value,
        weight,
        reason: None,
    };
    assert_eq!(Score::total(&[score(Some(1.0), 3.0), score(Some(0.0), 1.0)]), Some(0.75));
    assert_eq!(Score::total(&[score(Some(1.0), 1.0), score(None, 1.0)]), None);
    assert_eq!(Score::total(&[score(Some(1.0), 1.0), score(None, 0.0)]), Some(1.0));
    assert_eq!(Score::total(&[]), None);
}

#[test]
fn a_message_is_kept_and_read_back_as_it_was() {
    let inner = Message::new("inner").with("n", 3_u64);
    let message = Message::new("outer").with("text", "« été »").with("share", 0.5).with("what", inner);
    let kept = serde_json::to_string(&message).unwrap();
    let back: Message = serde_json::from_str(&kept).unwrap();
    assert_eq!(back, message);
    assert!(matches!(back.args[1].1, Arg::Float(_)) && matches!(back.args[2].1, Arg::Message(_)));
}

#[test]
fn the_language_of_a_tag_is_its_first_part() {
    for (tag, lang) in [
        ("fr_FR.UTF-8", Some(Lang::Fr)),
        ("en-GB", Some(Lang::En)),
        ("FR", Some(Lang::Fr)),
        ("de", None),
        ("C", None),
    ] {
        assert_eq!(Lang::from_tag(tag), lang, "{tag}");
    }
}
