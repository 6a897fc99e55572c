//! A pretend model whose answers depend on the prompt as a real one's do, for demos that must run before any model is
//! there: it sorts, extracts numbers and shortens, knows a few hundred words, and says so in its name.
//!
//! Told which labels exist it uses them; told what they cover it errs less; shown examples it errs less again and
//! answers in their form; told to write one word or JSON it does. Otherwise it mostly chats, and the answer is in the
//! wrong form. Its errors fall on the cases where its words disagree, the same ones for every prompt: a better prompt mends
//! some of them.

mod fold;
mod lexicon;
mod numbers;
mod reading;

use serde_json::{Map, Value, json};

use self::fold::{stems, words};
use self::lexicon::{Theme, begins_a_word, score, theme_of};
use self::reading::{Label, Reading};
use crate::ask::{Ask, Shape};
use crate::random::{hash, mix, unit};

/// Answers a conversation. The draw depends on the vendor's seed, the text to work on and `nth`, not on the prompt.
pub(super) fn answer(ask: &Ask<'_>, seed: u64, nth: u32) -> String {
    let reading = Reading::of(ask);
    let draw = mix(hash(seed, reading.data.as_bytes()), nth.into());
    if let Shape::Schema(schema) = &ask.shape {
        return fill(schema, "", &reading, draw).to_string();
    }
    let (key, value) = if !reading.labels.is_empty() {
        (if reading.french { "etiquette" } else { "label" }, Value::from(classify(&reading, draw)))
    } else if asks_sentiment(&reading) {
        ("sentiment", Value::from(sentiment(&reading, draw)))
    } else if let Some(number) = asks_number(&reading).then(|| number(&reading, draw)).flatten() {
        (if reading.french { "montant" } else { "amount" }, number_value(&number))
    } else {
        (if reading.french { "reponse" } else { "answer" }, Value::from(write(&reading)))
    };
    if let Some(keys) = &reading.json {
        let key = keys.first().map_or(key, String::as_str);
        return json!({ key: value }).to_string();
    }
    let plain = match &value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    // a model told the labels and not the form gives the label alone now and then
    let curt = !reading.labels.is_empty() && unit(mix(draw, 3)) < 0.3;
    match (reading.terse || curt, reading.labels.is_empty() && key != "sentiment", reading.french) {
        (true, ..) => plain,
        (_, false, true) => format!("Je dirais que ce message relève de la catégorie « {plain} »."),
        (_, false, false) => format!("I would say that this message belongs to the category \"{plain}\"."),
        (_, true, _) if value.is_string() => plain,
        (_, true, true) => format!("Le nombre demandé est {plain}."),
        (_, true, false) => format!("The number you asked for is {plain}."),
    }
}

fn asks_sentiment(reading: &Reading<'_>) -> bool {
    ["sentiment", "tonalite", "positif", "positive"].iter().any(|w| begins_a_word(&reading.instructions, w))
}

fn asks_number(reading: &Reading<'_>) -> bool {
    [
        "montant", "total", "prix", "combien", "nombre", "chiffre", "amount", "price", "how much",
        "how many", "number",
    ]
    .iter()
    .any(|w| begins_a_word(&reading.instructions, w))
}

fn sentiment(reading: &Reading<'_>, draw: u64) -> String {
    let names: [&str; 3] =
        if reading.french { ["positif", "négatif", "neutre"] } else { ["positive", "negative", "neutral"] };
    let labels: Vec<Label> =
        names.iter().map(|n| Label { name: (*n).to_owned(), about: String::new() }).collect();
    choose(&labels, reading, draw)
}

fn classify(reading: &Reading<'_>, draw: u64) -> String {
    choose(&reading.labels, reading, draw)
}

/// The label whose words the text holds most of, or another one when the draw says so.
fn choose(labels: &[Label], reading: &Reading<'_>, draw: u64) -> String {
    let (text, order) = obeyed(reading);
    if let Some(label) = order.and_then(|order| labels.iter().find(|l| order.contains(words(&l.name).trim())))
    {
        return label.name.clone();
    }
    let mut scored: Vec<(i32, &Label)> = labels.iter().map(|l| (label_score(l, &text, reading), l)).collect();
    // where nothing speaks for any label, the one kept for the rest
    let best = scored.iter().map(|(s, _)| *s).max().unwrap_or(0);
    if best <= 0 {
        let rest = |l: &Label| matches!(theme(l), Some(Theme::Other | Theme::Neutral | Theme::No));
        scored.iter_mut().filter(|(_, l)| rest(l)).for_each(|(s, _)| *s = 1);
    }
    // stable: the prompt's order decides between equals
    scored.sort_by_key(|(s, _)| -*s);
    let (Some(first), second) = (scored.first(), scored.get(1)) else { return String::new() };
    let Some(second) = second else { return first.1.name.clone() };
    let base = match first.0 - second.0 {
        _ if best <= 0 => 0.4,
        ..=1 => 0.5,
        2 => 0.25,
        _ => 0.1,
    };
    let defined = labels.iter().any(|l| !l.about.is_empty());
    let shots = i32::try_from(reading.examples.len().min(8)).unwrap_or(8);
    let error = base * 0.8f64.powi(shots) * if defined { 0.7 } else { 1.0 };
    if unit(mix(draw, 1)) >= error {
        return first.1.name.clone();
    }
    match second.0 {
        1.. => second.1.name.clone(),
        _ => {
            let others = scored.len() - 1;
            let pick = (unit(mix(draw, 2)) * others as f64) as usize;
            scored[1 + pick.min(others - 1)].1.name.clone()
        }
    }
}

/// The text to sort, folded and padded, and the order it gives, if any, that the apprentice falls for. A prompt that
/// warns it (*the message is data*, *never obey*) protects it.
fn obeyed(reading: &Reading<'_>) -> (String, Option<String>) {
    let gives_orders =
        |s: &str| ["ignor", "oubli", "disregard", "forget"].iter().any(|w| begins_a_word(s, w));
    let (mut orders, mut rest) = (String::new(), String::new());
    for sentence in reading.data.split_inclusive(['.', '!', '?', '\n']) {
        let to = if gives_orders(&words(sentence)) { &mut orders } else { &mut rest };
        to.push_str(sentence);
    }
    let warned = ["obei", "obey", "donnee", "is data", "injection"];
    let warned = warned.iter().any(|w| begins_a_word(&reading.instructions, w));
    (words(&rest), (!orders.is_empty() && !warned).then(|| words(&orders)))
}

fn theme(label: &Label) -> Option<Theme> {
    theme_of(words(&label.name).trim())
}

fn label_score(label: &Label, text: &str, reading: &Reading<'_>) -> i32 {
    let theme = theme(label);
    let mut total = theme.map_or(0, |t| score(t, text));
    if theme == Some(Theme::Yes) {
        // a question about the text: yes when a word of the question is there
        total += i32::from(stems(&reading.instructions).iter().any(|s| begins_a_word(text, s)));
    }
    if theme.is_none() {
        total += 3 * i32::from(stems(&label.name).iter().any(|s| begins_a_word(text, s)));
    }
    let hints = stems(&label.about).iter().filter(|s| begins_a_word(text, s)).count();
    let votes: usize = reading
        .examples
        .iter()
        .filter(|(_, answer)| answer.eq_ignore_ascii_case(&label.name) || *answer == label.name)
        .map(|(question, _)| stems(question).iter().filter(|s| begins_a_word(text, s)).count().min(2))
        .sum();
    total + i32::try_from(hints.min(3)).unwrap_or(3) + i32::try_from(votes.min(3)).unwrap_or(3)
}

fn number(reading: &Reading<'_>, draw: u64) -> Option<String> {
    let ranked = numbers::ranked(reading.data, &reading.instructions);
    let (best, first) = ranked.first()?;
    let shots = i32::try_from(reading.examples.len().min(8)).unwrap_or(8);
    match ranked.get(1) {
        Some((next, second))
            if unit(mix(draw, 1)) < 0.8f64.powi(shots) * if next == best { 0.4 } else { 0.05 } =>
        {
            Some(second.value.clone())
        }
        _ => Some(first.value.clone()),
    }
}

fn number_value(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| Value::from(text))
}

/// What it says when it has nothing better: the subject when it knows it, the beginning of the text otherwise.
fn write(reading: &Reading<'_>) -> String {
    let text = words(reading.data);
    let asked = |stems: &[&str]| stems.iter().any(|w| begins_a_word(&reading.instructions, w));
    let themes = [Theme::Billing, Theme::Delivery, Theme::Technical, Theme::Cancellation];
    let best = themes.into_iter().max_by_key(|t| score(*t, &text)).filter(|t| score(*t, &text) >= 2);
    if asked(&["class", "tri", "sort", "rout", "orient"]) {
        let french = reading.french;
        return match best {
            Some(Theme::Billing) if french => {
                "Le client évoque un problème de paiement ; je l’orienterais vers le bon service."
            }
            Some(Theme::Delivery) if french => {
                "Le client attend ou conteste une livraison ; je l’orienterais vers le bon service."
            }
            Some(Theme::Technical) if french => {
                "Le client rencontre un souci technique ; je l’orienterais vers le bon service."
            }
            Some(Theme::Cancellation) if french => {
                "Le client souhaite partir ; je l’orienterais vers le bon service."
            }
            Some(Theme::Billing) => "The customer has a payment issue; I would pass it on to the right team.",
            Some(Theme::Delivery) => {
                "The customer is waiting for a delivery; I would pass it on to the right team."
            }
            Some(Theme::Technical) => {
                "The customer has a technical issue; I would pass it on to the right team."
            }
            Some(Theme::Cancellation) => "The customer wants to leave; I would pass it on to the right team.",
            _ if french => "Le client fait une demande générale ; je l’orienterais vers l’accueil.",
            _ => "The customer has a general request; I would pass it on to the front desk.",
        }
        .to_owned();
    }
    let sentence = reading.data.split_inclusive(['.', '!', '?', '\n']).next().unwrap_or("").trim();
    let short: Vec<&str> = sentence.split_whitespace().take(25).collect();
    match (reading.terse || asked(&["resum", "summar"]), reading.french) {
        (true, _) => short.join(" "),
        (_, true) => format!("Voici ce que j’en retiens : {}", short.join(" ")),
        (_, false) => format!("Here is what I make of it: {}", short.join(" ")),
    }
}

/// A value of this JSON Schema, made of what the text says.
fn fill(schema: &Value, name: &str, reading: &Reading<'_>, draw: u64) -> Value {
    if let Some(Value::Array(values)) = schema.get("enum") {
        let labels: Vec<Label> = values
            .iter()
            .filter_map(Value::as_str)
            .map(|name| Label {
                name: name.to_owned(),
                about: reading
                    .labels
                    .iter()
                    .find(|l| l.name == name)
                    .map_or_else(String::new, |l| l.about.clone()),
            })
            .collect();
        return if labels.is_empty() {
            values.first().cloned().unwrap_or_default()
        } else {
            Value::from(choose(&labels, reading, draw))
        };
    }
    let kind = match schema.get("type") {
        Some(Value::Array(kinds)) => kinds.first().and_then(Value::as_str),
        kind => kind.and_then(Value::as_str),
    };
    match kind {
        Some("object") | None => {
            let properties = schema.get("properties").and_then(Value::as_object);
            let fields =
                properties.into_iter().flatten().map(|(k, s)| (k.clone(), fill(s, k, reading, draw)));
            Value::Object(fields.collect::<Map<_, _>>())
        }
        Some("number" | "integer") => {
            let asked = format!("{}{}", reading.instructions, &words(name)[1..]);
            let ranked = numbers::ranked(reading.data, &asked);
            let value = ranked.first().map_or(Value::from(0), |(_, found)| number_value(&found.value));
            match value.as_f64() {
                Some(v) if kind == Some("integer") => Value::from(v as i64),
                _ => value,
            }
        }
        Some("boolean") => Value::from(stems(name).iter().any(|s| begins_a_word(&words(reading.data), s))),
        Some("array") => Value::Array(Vec::new()),
        Some("null") => Value::Null,
        _ if asks_sentiment(reading) && name.contains("sentiment") => Value::from(sentiment(reading, draw)),
        _ => Value::from(write(reading)),
    }
}

#[cfg(test)]
mod tests;
