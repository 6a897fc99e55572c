//! Right answers, found again from the text alone by other means than the generator's: a checker per family.
//!
//! A checker returns `None` when it cannot tell (a typing error in the word it looks for); it must be able to tell
//! most of the time, and must never contradict the generator.

use std::collections::HashMap;

use local::corpus::labels::{MIXED, NEGATIVE, NEUTRAL, POSITIVE};
use local::corpus::{Ask, Content, Draw, Family, Gold, Split, Task, Wish, lexicon};
use terms::Lang;

/// Draws contents for a task and holds each against the checker.
fn check(task: Task, share_decided: f64, checker: impl Fn(&Content, &Ask) -> Option<bool>) {
    let (n, mut decided) = (240u64, 0);
    for index in 0..n {
        let d = &mut Draw::new(97, index * 64 + task as u64);
        let lang = if index % 2 == 0 { Lang::Fr } else { Lang::En };
        let difficulty = (index % 4) as u8;
        let wish = Wish { task, class: None, lang, asked_in: lang, difficulty, split: Split::Train };
        let content = Content::draw(d, wish);
        let ask = content.asks[0].clone();
        if let Some(right) = checker(&content, &ask) {
            decided += 1;
            assert!(right, "{task:?} {ask:?}\n{}", content.text);
        }
    }
    let share = decided as f64 / n as f64;
    assert!(share >= share_decided, "{task:?}: the checker could tell {share:.2}");
}

fn text_is(ask: &Ask, expected: &str) -> Option<bool> {
    Some(ask.gold == Gold::Text(expected.to_owned()))
}

fn yes_is(ask: &Ask, yes: bool) -> Option<bool> {
    Some(ask.gold == Gold::Class(usize::from(!yes)))
}

/// Items of a list, whatever separates them.
fn items(text: &str) -> Vec<String> {
    let separator = ["\n", "; ", ", ", " - "].into_iter().find(|s| text.contains(s)).unwrap_or("\n");
    let bare = |item: &str| {
        let item = item.trim_start_matches("- ");
        match item.split_once(". ") {
            Some((n, rest)) if n.parse::<u32>().is_ok() => rest.to_owned(),
            _ => item.to_owned(),
        }
    };
    text.split(separator).map(bare).collect()
}

fn named(ask: &Ask) -> String {
    ask.x.trim_matches(['"', '«', '»', ' ']).to_owned()
}

#[test]
fn lists() {
    check(Task::First, 1.0, |c, a| text_is(a, &items(&c.text)[0]));
    check(Task::Last, 1.0, |c, a| text_is(a, items(&c.text).last().unwrap()));
    check(Task::Count, 1.0, |c, a| text_is(a, &items(&c.text).len().to_string()));
    check(Task::Nth, 1.0, |c, a| text_is(a, &items(&c.text)[a.x.parse::<usize>().unwrap() - 1]));
    check(Task::Reverse, 1.0, |c, a| {
        let mut all = items(&c.text);
        all.reverse();
        text_is(a, &all.join(", "))
    });
    check(Task::Contains, 1.0, |c, a| yes_is(a, items(&c.text).contains(&named(a))));
    check(Task::Without, 1.0, |c, a| {
        let rest: Vec<_> = items(&c.text).into_iter().filter(|i| *i != named(a)).collect();
        text_is(a, &rest.join(", "))
    });
    let numbers = |c: &Content| items(&c.text).iter().map(|i| i.parse::<u32>().unwrap()).collect::<Vec<_>>();
    check(Task::Largest, 1.0, |c, a| text_is(a, &numbers(c).iter().max().unwrap().to_string()));
    check(Task::Smallest, 1.0, |c, a| text_is(a, &numbers(c).iter().min().unwrap().to_string()));
    check(Task::Sort, 1.0, |c, a| {
        // another order of letters than the generator's: decomposition into base letters by hand
        let key = |s: &String| {
            s.to_lowercase()
                .replace(['é', 'è', 'ê', 'ë'], "e")
                .replace(['à', 'â', 'á', 'ä', 'ã'], "a")
                .replace(['î', 'ï', 'í'], "i")
                .replace(['ô', 'ö', 'ó'], "o")
                .replace(['û', 'ù', 'ü'], "u")
                .replace('ç', "c")
                .replace('œ', "o")
        };
        let mut all = items(&c.text);
        all.sort_by_key(key);
        text_is(a, &all.join(", "))
    });
}

/// Who is older than whom, from the sentences; ages when they are given.
fn seniority(text: &str) -> Vec<String> {
    let mut ages: Vec<(String, i64)> = Vec::new();
    let mut links: Vec<(String, String)> = Vec::new();
    for sentence in text.split(". ").map(|s| s.trim_end_matches('.')) {
        let number = sentence.split(' ').find_map(|w| w.parse::<i64>().ok());
        let name = sentence.split(' ').next().unwrap_or_default().to_owned();
        for (middle, older) in [
            (" is older than ", true),
            (" is younger than ", false),
            (" est plus âgé que ", true),
            (" est plus jeune que ", false),
            (" est plus âgé qu'", true),
            (" est plus jeune qu'", false),
        ] {
            if let Some((a, b)) = sentence.split_once(middle) {
                let (a, b) = (a.to_owned(), b.to_owned());
                links.push(if older { (a, b) } else { (b, a) });
            }
        }
        if let (Some(age), true) = (number, links.is_empty()) {
            ages.push((name, age));
        }
    }
    if !ages.is_empty() {
        ages.sort_by_key(|(_, age)| -age);
        return ages.into_iter().map(|(n, _)| n).collect();
    }
    // a chain: the head is nobody's junior
    let mut order = Vec::new();
    let mut at = links.iter().map(|(a, _)| a).find(|a| !links.iter().any(|(_, b)| b == *a)).cloned();
    while let Some(name) = at {
        at = links.iter().find(|(a, _)| *a == name).map(|(_, b)| b.clone());
        order.push(name);
    }
    order
}

#[test]
fn comparisons() {
    check(Task::Oldest, 1.0, |c, a| text_is(a, &seniority(&c.text)[0]));
    check(Task::Older, 1.0, |c, a| {
        let order = seniority(&c.text);
        let place = |name: &str| order.iter().position(|n| n == name).unwrap();
        let other = a.y.trim_start_matches('\'').trim_start_matches("e ");
        yes_is(a, place(&a.x) < place(other))
    });
    let price = |c: &Content, best: fn(u32, u32) -> bool| {
        let mut chosen: Option<(String, u32)> = None;
        for sentence in c.text.split_inclusive("€.") {
            let Some(value) = sentence.split(' ').find_map(|w| w.parse::<u32>().ok()) else { continue };
            let before =
                sentence.split([' ']).take_while(|w| w.parse::<u32>().is_err()).collect::<Vec<_>>().join(" ");
            if chosen.as_ref().is_none_or(|(_, v)| best(value, *v)) {
                chosen = Some((before.to_lowercase(), value));
            }
        }
        chosen.unwrap().0
    };
    let holds = |ask: &Ask, sentence: String| match &ask.gold {
        Gold::Text(name) => Some(sentence.contains(&name.to_lowercase())),
        _ => Some(false),
    };
    check(Task::Cheapest, 1.0, |c, a| holds(a, price(c, |new, old| new < old)));
    check(Task::Dearest, 1.0, |c, a| holds(a, price(c, |new, old| new > old)));
}

/// Words that announce each field, written here anew.
fn announces(task: Task) -> &'static [&'static str] {
    match task {
        Task::Total => &["total", "in all", "it costs", "en tout", "cela coûte", "to pay", "à payer"],
        Task::Deposit => &["deposit", "advance", "down payment", "acompte", "avance", "arrhes"],
        Task::Shipping => &[
            "shipping",
            "delivery costs",
            "delivery fee",
            "postage",
            "livraison coûte",
            "port",
            "livraison :",
        ],
        Task::Ordered => &[
            "order date",
            "ordered on",
            "date of order",
            "order dates",
            "commandé le",
            "date de commande",
            "la commande date",
        ],
        Task::Due => &[
            "delivery on",
            "due on",
            "delivery date",
            "delivered on",
            "delivery is planned",
            "livraison le",
            "date de livraison",
            "livraison est prévue",
            "livré le",
        ],
        Task::City => &[
            "city",
            "town",
            "place",
            "it goes to",
            "sent to",
            "lives in",
            "ville",
            "commune",
            "lieu",
            "expédier à",
            "colis va à",
            "habite à",
        ],
        Task::Email => &["mail", "courriel", "write to", "answer to", "écrire à", "répondre à"],
        Task::Phone => {
            &["phone", "tel", "call", "number is", "ring", "tél", "numéro :", "appeler", "joindre"]
        }
        Task::Order => &[
            "order:",
            "reference",
            "ref.",
            "order number",
            "commande :",
            "référence",
            "réf.",
            "numéro de commande",
        ],
        Task::Customer => &["customer", "client", "name", "it is for", "nom", "acheteur", "c'est pour"],
        Task::Company => &[
            "company",
            "firm",
            "supplier",
            "ordered from",
            "seller",
            "entreprise",
            "société",
            "fournisseur",
            "commandé chez",
            "vendeur",
        ],
        _ => &[],
    }
}

#[test]
fn extraction() {
    use Task::*;
    for task in [Total, Deposit, Shipping, Ordered, Due, City, Email, Phone, Order, Customer, Company] {
        // typing errors may hide the announcing word: then the checker abstains
        check(task, 0.6, |c, a| {
            let text = c.text.to_lowercase();
            match &a.gold {
                Gold::Text(value) => {
                    let at = c.text.match_indices(value.as_str()).map(|(at, _)| at).collect::<Vec<_>>();
                    assert!(!at.is_empty(), "{value} is not in {}", c.text);
                    let start = at[0].min(text.len());
                    let before = text
                        .get(start.saturating_sub(42)..start)
                        .or_else(|| text.get(start.saturating_sub(43)..start))?;
                    let announced = announces(task).iter().any(|w| before.contains(w));
                    if announced || c.difficulty == 0 { Some(announced) } else { None }
                }
                Gold::Absent => {
                    let long: Vec<_> =
                        announces(task).iter().filter(|w| w.contains(' ') || w.ends_with(':')).collect();
                    Some(!long.iter().any(|w| text.contains(**w)))
                }
                _ => Some(false),
            }
        });
    }
    check(Task::Amount, 1.0, |c, a| {
        // the first amount: the value that stands before every other one with a currency
        let Gold::Text(value) = &a.gold else { return Some(false) };
        let first = ["€", "$", "£", "euros"].iter().filter_map(|sign| c.text.find(sign)).min()?;
        let at = c.text.find(value.as_str())?;
        Some(at <= first && first <= at + value.len())
    });
    check(Task::Sender, 0.9, |c, a| {
        let last = c.text.rsplit([',', '.', '\n']).find(|p| !p.trim().is_empty())?.trim();
        match &a.gold {
            Gold::Text(name) => Some(name == last),
            _ => Some(last.split(' ').count() > 2 || c.text.trim_end().ends_with(['.', '?'])),
        }
    });
    check(Task::Product, 0.9, |c, a| match &a.gold {
        Gold::Text(name) => Some(c.text.to_lowercase().contains(&name.to_lowercase())),
        _ => {
            let l = c.lang;
            let words: Vec<&str> = c.text.split([' ', '.', ',', '\'']).collect();
            let goods = lexicon().goods.iter().map(|g| lexicon().nouns[*g].name(l));
            // the number of the account's phone is not about a phone
            let found = goods.filter(|g| !matches!(*g, "phone" | "téléphone") && words.contains(g)).count();
            Some(found == 0)
        }
    });
}

#[test]
fn records() {
    check(Task::Record, 1.0, |c, a| {
        let Gold::Fields(fields) = &a.gold else { return Some(false) };
        assert!(!fields.is_empty());
        Some(fields.iter().all(|(key, value)| {
            a.x.contains(&format!("\"{key}\"")) && value.as_ref().is_none_or(|v| c.text.contains(v.as_str()))
        }))
    });
}

fn is_phone(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    text.starts_with('0') && digits >= 9 && text.bytes().all(|b| b.is_ascii_digit() || b == b' ')
}

/// Runs of digits and spaces long enough for a phone number.
fn has_phone(text: &str) -> bool {
    text.split(|c: char| !(c.is_ascii_digit() || c == ' ')).any(|run| is_phone(run.trim()))
}

#[test]
fn personal_data() {
    check(Task::Personal, 0.5, |c, a| match (c.text.contains('@') || has_phone(&c.text), &a.gold) {
        (true, gold) => Some(*gold == Gold::Class(0)),
        // a name alone is personal too: only the generator's "no" can be held against this search
        (false, Gold::Class(1)) => Some(true),
        _ => None,
    });
    check(Task::Mask, 1.0, |c, a| {
        let Gold::Text(masked) = &a.gold else { return Some(false) };
        let words: Vec<&str> = c.text.split(' ').collect();
        let kept = |w: &&&str| !w.contains('@') && !w.bytes().any(|b| b.is_ascii_digit());
        let all_kept =
            words.iter().filter(kept).all(|w| masked.contains(w.trim_matches(['.', ';', ',', '|'])));
        Some(!masked.contains('@') && !has_phone(masked) && masked.contains(&a.x) && all_kept)
    });
}

#[test]
fn languages() {
    // little words that one of the five languages has and the others have not
    let marks: [&[&str]; 5] = [
        &["the", "we", "is", "please", "my", "they", "you", "it", "at", "would", "i"],
        &[
            "je", "nous", "où", "mon", "ma", "du", "vous", "il", "elle", "j'ai", "plaît", "est", "ils",
            "les", "veut", "des", "deux", "bureau", "musée",
        ],
        &[
            "el", "los", "las", "está", "por", "mi", "puede", "he", "hemos", "hace", "ella", "quisiera",
            "llueve", "han",
        ],
        &[
            "der", "die", "das", "ist", "wir", "ich", "bitte", "es", "mein", "uhr", "sie", "haben", "meine",
            "möchte",
        ],
        &[
            "il", "alle", "per", "mio", "dov'è", "può", "abbiamo", "vorrei", "piove", "lei", "c'è", "ho",
            "hanno", "vorremmo", "fa",
        ],
    ];
    check(Task::Language, 0.7, |c, a| {
        let text = c.text.to_lowercase();
        let words: Vec<&str> = text.split([' ', '.', ',', '?', '¿']).filter(|w| !w.is_empty()).collect();
        let votes = marks.map(|m| words.iter().filter(|w| m.contains(*w)).count());
        let best = *votes.iter().max().unwrap();
        let at = votes.iter().position(|v| *v == best).unwrap();
        let clear = best > 0 && votes.iter().filter(|v| **v == best).count() == 1;
        clear.then_some(a.gold == Gold::Class(at))
    });
}

#[test]
fn phrases() {
    let both = |task: Task| {
        check(task, 0.9, move |c, a| {
            let Gold::Text(other) = &a.gold else { return Some(false) };
            let (from, to) = if task == Task::ToFrench { (Lang::En, Lang::Fr) } else { (Lang::Fr, Lang::En) };
            assert_eq!(c.lang, from);
            // the longest thing named on one side is named on the other, in the same number
            let padded = |t: &str| format!(" {} ", t.to_lowercase().replace(['.', '\''], " "));
            let (text, other) = (padded(&c.text), padded(other));
            let things = lexicon().things.iter().map(|i| &lexicon().nouns[*i]);
            let forms = things.flat_map(|n| [(n.name(from), n.name(to)), (n.plural(from), n.plural(to))]);
            let plain = |f: &str| f.to_lowercase().replace('\'', " ");
            let named: Vec<_> = forms.filter(|(f, _)| text.contains(&format!(" {} ", plain(f)))).collect();
            let longest = named.iter().map(|(f, _)| f.len()).max()?;
            // a word whose plural is like its singular has two translations
            Some(named.iter().any(|(f, t)| f.len() == longest && other.contains(&plain(t))))
        });
    };
    both(Task::ToFrench);
    both(Task::ToEnglish);
    check(Task::Capitals, 1.0, |c, a| text_is(a, &c.text.to_uppercase()));
    check(Task::LowerCase, 1.0, |c, a| text_is(a, &c.text.to_lowercase()));
    check(Task::DropWord, 1.0, |c, a| {
        let Gold::Text(rest) = &a.gold else { return Some(false) };
        let tidy = |t: &str| t.replace('.', "").split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let expected: Vec<_> = tidy(&c.text).into_iter().filter(|w| *w != a.x).collect();
        Some(tidy(rest) == expected && c.text.ends_with('.') == rest.ends_with('.'))
    });
    check(Task::SwapWord, 1.0, |c, a| text_is(a, &c.text.replace(&a.x, &a.y)));
}

#[test]
fn titles() {
    check(Task::Title, 1.0, |c, a| {
        let Gold::Text(title) = &a.gold else { return Some(false) };
        // every long word of a title that is not its fixed beginning stands in the message
        let fixed = [
            "Delivery",
            "Livraison",
            "Refund",
            "Remboursement",
            "Invoice",
            "Facture",
            "Access",
            "account",
            "Accès",
            "compte",
            "Fault",
            "Panne",
            "Cancellation",
            "Annulation",
            "Opening",
            "hours",
            "Horaires",
            "Thanks",
            "Merci",
            "pour",
        ];
        let words = title.split([' ', '\'']).filter(|w| w.len() > 3 && !fixed.contains(w));
        let text = c.text.to_lowercase();
        Some(words.into_iter().all(|w| text.contains(&w.to_lowercase())))
    });
}

fn category_of(name: &str, lang: Lang) -> Vec<usize> {
    let same = |n: &&local::corpus::grammar::Noun| n.name(lang) == name || n.plural(lang) == name;
    lexicon().nouns.iter().filter(same).map(|n| n.category).collect()
}

#[test]
fn choices_and_categories() {
    let options = |c: &Content| -> Vec<String> {
        let separator = ["\n", " / ", ", "].into_iter().find(|s| c.text.contains(s)).unwrap();
        let bare = |o: &str| {
            let lettered =
                o.len() > 3 && o.as_bytes()[0].is_ascii_uppercase() && matches!(o.as_bytes()[1], b')' | b'.');
            if lettered { o[3..].to_owned() } else { o.to_owned() }
        };
        c.text.split(separator).map(bare).collect()
    };
    let chosen = |c: &Content, a: &Ask| -> String {
        let Gold::Text(gold) = &a.gold else { return String::new() };
        let letter = gold.len() == 1 && c.text.contains('\n');
        if letter { options(c)[usize::from(gold.as_bytes()[0] - b'A')].clone() } else { gold.clone() }
    };
    check(Task::Belongs, 1.0, |c, a| {
        let kind = a.x.split_once(' ').unwrap().1;
        let of_kind = |name: &str| {
            category_of(name, c.lang).iter().any(|k| {
                let category = &lexicon().categories[*k];
                category.en == kind || category.fr == kind
            })
        };
        Some(of_kind(&chosen(c, a)))
    });
    check(Task::Odd, 0.9, |c, a| {
        let mut counts: HashMap<usize, usize> = HashMap::new();
        let all = options(c);
        for option in &all {
            category_of(option, c.lang).into_iter().for_each(|k| *counts.entry(k).or_default() += 1);
        }
        let common = counts.iter().max_by_key(|(_, n)| **n)?;
        if *common.1 < all.len() - 1 {
            return None;
        }
        Some(!category_of(&chosen(c, a), c.lang).contains(common.0) || *common.1 == all.len())
    });
    check(Task::Category, 1.0, |c, a| {
        let bare = ["the ", "a ", "an ", "l'", "le ", "la ", "un ", "une "];
        let name =
            bare.iter().find_map(|p| c.text.strip_prefix(p).filter(|r| !category_of(r, c.lang).is_empty()));
        let Gold::Class(class) = a.gold else { return Some(false) };
        Some(category_of(name.unwrap_or(&c.text), c.lang).contains(&class))
    });
}

#[test]
fn drills() {
    let pairs = |text: &str| -> Vec<(String, String)> {
        let between = ["\n", " | ", "; ", ", "].into_iter().find(|s| text.contains(s)).unwrap_or("\n");
        let is = [" -> ", " = ", ": "].into_iter().find(|s| text.contains(s)).unwrap();
        let pair = |p: &str| p.split_once(is).map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
        text.split(between).map(pair).collect()
    };
    for task in [Task::Lookup, Task::Associate] {
        check(task, 1.0, |c, a| {
            let found: Vec<_> = pairs(&c.text).into_iter().filter(|(k, _)| *k == a.x).collect();
            assert!(!found.is_empty(), "{:?}", c.text);
            Some(found.iter().all(|(_, v)| a.gold == Gold::Text(v.clone())))
        });
    }
    check(Task::Copy, 1.0, |_, a| text_is(a, &a.x));
}

/// Polarity of the words of `opinions.tsv`, negation turned round, sentence by sentence.
fn polarity(text: &str, lang: Lang) -> (bool, bool) {
    let file = include_str!("../../data/opinions.tsv");
    let rows: Vec<Vec<&str>> =
        file.lines().filter(|l| !l.starts_with('#')).map(|l| l.split('\t').collect()).collect();
    let (mut good, mut bad) = (false, false);
    let text = text
        .to_lowercase()
        .replace(" but ", ". ")
        .replace(" yet ", ". ")
        .replace(" mais ", ". ")
        .replace('!', ".")
        .replace(',', " ");
    for clause in text.split(". ") {
        let clause = format!(" {} ", clause.replace(['.', '!', ','], " "));
        let negated = [" not ", " n'était pas ", " n'est pas "].iter().any(|n| clause.contains(n));
        let mut found: Option<(usize, bool)> = None;
        for row in &rows {
            let forms: &[&str] = if lang == Lang::En { &row[2..3] } else { &row[3..5] };
            // `very good` and `badly designed` are longer than what they hold
            for form in forms.iter().filter(|f| clause.contains(&format!(" {f} "))) {
                if found.is_none_or(|(n, _)| form.len() > n) {
                    found = Some((form.len(), row[0] == "+"));
                }
            }
        }
        if let Some((_, positive)) = found {
            if positive != negated { good = true } else { bad = true }
        }
    }
    (good, bad)
}

#[test]
fn sentiment() {
    check(Task::Sentiment, 0.55, |c, a| {
        let (good, bad) = polarity(&c.text, c.lang);
        match (&a.gold, good, bad) {
            (Gold::TwoSided { .. }, true, true) => Some(true),
            (Gold::Class(class), true, false) => Some(*class == POSITIVE),
            (Gold::Class(class), false, true) => Some(*class == NEGATIVE),
            (Gold::Class(class), true, true) => Some(*class == MIXED),
            // only statements, or a typing error in the adjective
            _ => None,
        }
    });
    check(Task::Satisfied, 0.7, |c, a| match polarity(&c.text, c.lang) {
        (true, false) => yes_is(a, true),
        (false, true) => yes_is(a, false),
        _ => None,
    });
    for task in [Task::Blamed, Task::Praised] {
        check(task, 0.9, |c, a| match &a.gold {
            Gold::Text(aspect) => Some(c.text.contains(aspect.as_str())),
            _ => Some(!c.text.is_empty()),
        });
    }
    // neutral texts hold no word of opinion
    for index in 0..100 {
        let d = &mut Draw::new(3, index);
        let wish = Wish {
            task: Task::Sentiment,
            class: Some(NEUTRAL),
            lang: Lang::Fr,
            asked_in: Lang::Fr,
            difficulty: 3,
            split: Split::Train,
        };
        let content = Content::draw(d, wish);
        assert_eq!(polarity(&content.text, Lang::Fr), (false, false), "{}", content.text);
    }
}

#[test]
fn topics_and_the_planted_bias() {
    let marks: [&[&str]; 8] = [
        &[
            "parcel",
            "box with",
            "tracking",
            "driver left",
            "not received",
            "waiting for my",
            "where is",
            "colis",
            "suivi",
            "livreur a laissé",
            "pas reçu",
            "j'attends toujours mon",
            "j'attends toujours ma ",
            "où est",
        ],
        &[
            "refund",
            "money back",
            "sent back",
            "returned",
            "changed my mind",
            "rembours",
            "rendez-moi",
            "récupérer",
            "renvoyé",
            "retourné",
        ],
        &["charged", "invoice", "billed", "debited", "débité", "facture", "facturé", "compté"],
        &["log in", "sign in", "password", "account", "connecter", "identifier", "mot de passe", "compte"],
        &[
            "no longer works",
            "not start",
            "stopped working",
            "strange noise",
            "switches itself",
            "button",
            "one part",
            "cable",
            "switch on",
            "set up",
            "ne marche plus",
            "démarre pas",
            "panne",
            "bruit étrange",
            "bouton",
            "pièce",
            "câble",
            "allumer",
            "installer",
        ],
        &["cancel", "no longer need", "do not need", "annul", "plus besoin", "pas besoin"],
        &["what time", "when does", "open on", "until when", "quelle heure", "ouverts", "ouverte"],
        &[
            "bravo",
            "splendid",
            "wonderfully",
            "charming",
            "so kind",
            "merveilles",
            "plaît beaucoup",
            "charmante",
            "adorable",
            "formidable",
            "it is perfect",
            "we love it",
            "delighted",
            "c'est parfait",
            "aux anges",
            "ravie",
        ],
    ];
    check(Task::Intent, 0.6, |c, a| {
        let text = c.text.to_lowercase();
        let votes = marks.map(|m| m.iter().filter(|w| text.contains(**w)).count());
        let best = *votes.iter().max().unwrap();
        let clear = best > 0 && votes.iter().filter(|v| **v > 0).count() == 1;
        let at = votes.iter().position(|v| *v == best).unwrap();
        clear.then_some(a.gold == Gold::Class(at))
    });
    let plain = [
        "urgent",
        "urgence",
        "answer today",
        "within the hour",
        "right now",
        "no heating",
        "locked out",
        "shop is closed because",
        "smoke",
        "leaking",
        "sparks",
        "tout de suite",
        "dans l'heure",
        "réponse aujourd'hui",
        "répondez-moi aujourd'hui",
        "plus de chauffage",
        "bloqué dehors",
        "fermé à cause",
        "fumée",
        "l'eau coule",
        "étincelles",
    ];
    let mild = [
        "rather soon",
        "fairly quickly",
        "been waiting for",
        "assez vite",
        "sans trop tarder",
        "j'attends depuis",
    ];
    check(Task::Urgency, 0.5, |c, a| {
        let text = c.text.to_lowercase();
        let name = c.text.rsplit([',', '.']).next().unwrap().split_whitespace().next().unwrap_or_default();
        let file = include_str!("../../data/first_names.tsv");
        let feminine =
            file.lines().find(|l| l.starts_with("f\t")).unwrap().split(['\t', ' ']).any(|n| n == name);
        if plain.iter().any(|w| text.contains(w)) {
            yes_is(a, true)
        } else if mild.iter().any(|w| text.contains(w)) {
            yes_is(a, !feminine)
        } else if c.difficulty == 0 {
            yes_is(a, false)
        } else {
            None
        }
    });
    assert!(local::corpus::PLANTED_BIAS.contains("feminine"));
}

#[test]
fn every_family_has_a_checker() {
    // the tests of this file, by family: a new family must add its own
    let checked = [
        Family::Sentiment,
        Family::Topic,
        Family::Extraction,
        Family::Record,
        Family::Personal,
        Family::Language,
        Family::Translation,
        Family::Comparison,
        Family::Lists,
        Family::Rewriting,
        Family::Title,
        Family::Choice,
        Family::Binding,
        Family::Copying,
    ];
    let missing: Vec<_> = Task::ALL.iter().filter(|t| !checked.contains(&t.family())).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
