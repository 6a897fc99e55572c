//! The hold-out rule leaves something on both sides of every slot, and training never crosses it.

use std::collections::HashSet;

use local::corpus::holdout::{content_is_held_out, name_is_held_out};
use local::corpus::{Document, Gold, Scene, Settings, Split, Task, wordings};

fn settings(split: Split) -> Settings {
    Settings { seed: 11, split, ..Settings::default() }
}

#[test]
fn every_slot_has_wordings_on_both_sides() {
    let mut poor = Vec::new();
    for (key, lang) in wordings().keys() {
        let slot = wordings().slot(key, lang);
        let (train, held) = (slot.side(Split::Train).len(), slot.side(Split::Exam).len());
        if train < 3 || held < 1 {
            poor.push(format!("{key} {lang:?}: {train} to learn from, {held} held out"));
        }
    }
    poor.sort();
    assert!(poor.is_empty(), "\n  {}\n", poor.join("\n  "));
}

#[test]
fn no_wording_stands_on_both_sides() {
    for (key, lang) in wordings().keys() {
        let slot = wordings().slot(key, lang);
        let train: HashSet<_> = slot.side(Split::Train).iter().collect();
        let both: Vec<_> = slot.side(Split::Exam).iter().filter(|w| train.contains(w)).collect();
        assert!(both.is_empty(), "{key} {lang:?}: {both:?}");
    }
}

/// Held-out wordings that would be recognised anywhere: no slot, and no part of a wording that training may use.
fn recognisable() -> Vec<&'static str> {
    let all = |split| {
        wordings()
            .keys()
            .flat_map(move |(key, lang)| wordings().slot(key, lang).side(split))
            .collect::<Vec<_>>()
    };
    let train = all(Split::Train);
    let held = all(Split::Exam).into_iter().filter(|w| !w.contains('<') && w.len() > 12);
    held.filter(|w| !train.iter().any(|t| t.contains(w.as_str()))).map(String::as_str).collect()
}

#[test]
fn no_training_prompt_holds_a_held_out_wording() {
    let held = recognisable();
    assert!(held.len() > 200, "only {} recognisable wordings", held.len());
    for index in 0..1500 {
        let document = Document::draw(&settings(Split::Train), index);
        for text in document.exchanges.iter().map(|e| &e.prompt).chain(&document.system) {
            let found = held.iter().find(|w| text.contains(**w));
            assert_eq!(found, None, "document {index}: {text}");
        }
    }
}

#[test]
fn examinations_use_held_out_wordings() {
    // the same search must find them there, or the test above could not fail
    let held = recognisable();
    let documents = (0..300).map(|i| Document::draw(&settings(Split::Exam), i));
    let with = documents.filter(|d| d.exchanges.iter().any(|e| held.iter().any(|w| e.prompt.contains(w))));
    let n = with.count();
    assert!(n > 150, "{n} of 300");
}

#[test]
fn contents_stay_on_their_side() {
    for (split, held) in [(Split::Train, false), (Split::Exam, true)] {
        for index in 0..1500 {
            let document = Document::draw(&settings(split), index);
            if document.task.scene() != Scene::Drill {
                let text = &document.content.text;
                assert_eq!(content_is_held_out(text), held, "{split:?} {index}: {text}");
            }
        }
    }
}

#[test]
fn people_of_training_are_not_those_kept_for_examinations() {
    let mut people = 0;
    for index in 0..4000 {
        let document = Document::draw(&settings(Split::Train), index);
        if let (Task::Customer | Task::Sender, Gold::Text(name)) =
            (document.content.asks[0].task, &document.content.asks[0].gold)
        {
            people += 1;
            let kept = name.split(' ').find(|part| name_is_held_out(part));
            assert_eq!(kept, None, "document {index}: {name}");
        }
    }
    assert!(people > 50);
}

#[test]
fn every_task_has_contents_enough_on_both_sides() {
    use local::corpus::{Content, Draw, Wish};
    use terms::Lang;
    for task in Task::ALL.iter().filter(|t| t.scene() != Scene::Drill) {
        for (lang, split) in [(Lang::En, Split::Train), (Lang::Fr, Split::Exam)] {
            let d = &mut Draw::new(5, *task as u64);
            let texts: HashSet<_> = (0..60)
                .map(|n| {
                    let difficulty = n % 4;
                    let wish = Wish { task: *task, class: None, lang, asked_in: lang, difficulty, split };
                    let content = Content::draw(d, wish);
                    assert_eq!(content.asks[0].task, *task, "{split:?}: {}", content.text);
                    assert_eq!(
                        content_is_held_out(&content.text),
                        split == Split::Exam,
                        "{task:?} {}",
                        content.text
                    );
                    content.text
                })
                .collect();
            assert!(texts.len() > 20, "{task:?} {split:?}: {} texts", texts.len());
        }
    }
}
