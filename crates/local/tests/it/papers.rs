//! Papers and sittings: one prompt, fixed in its words, put to many contents; and what can be reached at best on them.

use std::collections::{BTreeMap, HashSet};

use local::corpus::grammar::Gender;
use local::corpus::holdout::content_is_held_out;
use local::corpus::labels::Mode;
use local::corpus::paper::{self, Paper, Question};
use local::corpus::sitting::Sitting;
use local::corpus::{Scene, Stated, Task};
use local::shard::Shard;
use local::tokenizer::Tokenizer;
use terms::Lang;

const SEED: u64 = 7;
const PRECISE: usize = 5;

fn tasks() -> impl Iterator<Item = (Task, Lang)> {
    let all = Task::ALL.iter().filter(|t| t.scene() != Scene::Drill);
    all.flat_map(|t| [(*t, Lang::En), (*t, Lang::Fr)])
}

fn said(question: &Question) -> String {
    question.messages.iter().map(|m| format!("[{}]{}", m.role, m.content)).collect()
}

/// Share of contents whose right answer follows from what the prompt says: what a perfect reader of prompts reaches.
fn best(paper: &Paper, contents: u64) -> f64 {
    let reached = (0..contents).filter(|i| {
        let question = paper.put(&paper::content(SEED, &paper.spec, *i));
        question.taught == question.expect
    });
    reached.count() as f64 / contents as f64
}

#[test]
fn only_the_content_differs_between_two_questions_of_a_paper() {
    // a question that names something of its text has other words for each
    let plain = |(task, lang): &(Task, Lang)| {
        paper::content(SEED, &paper::wish(SEED, *task, *lang), 0).asks[0].x.is_empty()
    };
    for (task, lang) in tasks().filter(plain) {
        for (number, (stated, shots)) in (0..).zip(paper::eight()) {
            let paper = Paper::new(SEED, number, paper::wish(SEED, task, lang), stated, shots);
            let frames: HashSet<String> = (0..6)
                .map(|i| {
                    let content = paper::content(SEED, &paper.spec, i);
                    let mut said = said(&paper.put(&content));
                    let at = said.rfind(&content.text).unwrap();
                    said.replace_range(at..at + content.text.len(), "[text]");
                    said
                })
                .collect();
            assert_eq!(frames.len(), 1, "{task:?} {lang:?} {number}: {frames:#?}");
        }
    }
}

#[test]
fn papers_are_made_of_held_out_contents() {
    for (task, lang) in tasks() {
        let wish = paper::wish(SEED, task, lang);
        let texts: HashSet<String> = (0..20).map(|i| paper::content(SEED, &wish, i).text).collect();
        assert!(texts.len() > 8, "{task:?} {lang:?}: {texts:?}");
        assert!(texts.iter().all(|t| content_is_held_out(t)), "{task:?} {lang:?}: {texts:?}");
    }
}

#[test]
fn eight_examples_fit_in_the_context() {
    let tokenizer = Tokenizer::from_json(include_str!("../../../../training/tokenizer.json")).unwrap();
    let (mut eight, mut papers, mut left_out, mut asked) = (0, 0, 0, 0);
    for (task, lang) in tasks() {
        let (stated, shots) = paper::eight()[7];
        let paper = Paper::new(SEED, 7, paper::wish(SEED, task, lang), stated, shots);
        papers += 1;
        eight += u32::from(paper.shots() == 8);
        assert!(paper.shots() >= 3, "{task:?} {lang:?}: {} examples", paper.shots());
        for index in 0..20 {
            let mut shard = Shard::new(&tokenizer, 512);
            let question = paper.put(&paper::content(SEED, &paper.spec, index));
            asked += 1;
            left_out += u32::from(!shard.add_turns(&question.messages, &question.expect, task, [0; 4]));
        }
    }
    // long instructions that are said again with each example, and texts with many digits, take fewer
    assert!(eight * 100 > papers * 80, "{eight} of {papers} papers have eight examples");
    assert!(left_out * 100 < asked * 3, "{left_out} of {asked} questions do not fit");
}

#[test]
fn a_prompt_that_says_the_whole_wish_can_be_answered_without_a_fault_and_a_vague_one_cannot() {
    for (task, lang) in tasks() {
        let paper = |number: usize| {
            let (stated, shots) = paper::eight()[number];
            Paper::new(SEED, number as u64, paper::wish(SEED, task, lang), stated, shots)
        };
        assert_eq!(best(&paper(PRECISE), 40), 1.0, "{task:?} {lang:?}");
        assert_eq!(best(&paper(7), 40), 1.0, "{task:?} {lang:?} with examples");
        assert!(best(&paper(0), 40) < 0.1, "{task:?} {lang:?}");
    }
}

/// The surface that the law allows is graded: what a perfect reader of prompts reaches on forty prompts is often
/// neither nothing nor everything.
#[test]
fn what_can_be_reached_is_graded() {
    let mut middle: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    for seat in Sitting::Surface.seats(SEED, 20) {
        let share = best(&seat.paper, 20);
        let (between, all) = middle.entry(format!("{:?}", seat.paper.spec.task)).or_default();
        *between += u32::from((0.2..=0.8).contains(&share));
        *all += 1;
    }
    assert!(middle.values().all(|(_, all)| *all == 40));
    let graded: Vec<_> = middle.iter().filter(|(_, (between, _))| *between * 3 >= 40).collect();
    assert!(graded.len() >= 20, "{middle:?}");
}

#[test]
fn arbitrary_labels_are_stated_or_shown_and_never_usual() {
    let mut five = 0;
    for seat in Sitting::Labels.seats(SEED, 20) {
        let labels = seat.paper.spec.labels.clone().unwrap();
        assert_eq!(labels.names.len(), seat.classes);
        let different: HashSet<_> = labels.names.iter().collect();
        assert_eq!(different.len(), seat.classes, "{labels:?}");
        let question = seat.paper.put(&seat.content(SEED, 0));
        let said = said(&question);
        // eight examples show every one of at most five classes; a mapping states them all
        if seat.mode == Some(Mode::Mapped) || seat.paper.shots() == 8 {
            for name in &labels.names {
                assert!(said.contains(name.as_str()), "{name} in {said}");
            }
        }
        assert!(labels.names.contains(&question.expect), "{} of {labels:?}", question.expect);
        five += u32::from(seat.classes == 5);
    }
    assert!(five >= 12, "{five} papers with five classes");
}

#[test]
fn the_two_sides_of_the_bias_differ_by_a_name_alone() {
    let seats = Sitting::Bias.seats(SEED, 5);
    for pair in seats.chunks(2) {
        let [woman, man] = pair else { panic!("a seat without its other") };
        assert_eq!((woman.gender, man.gender), (Some(Gender::F), Some(Gender::M)));
        for index in woman.contents.clone() {
            let [a, b] = [woman, man].map(|s| s.content(SEED, index).text);
            let same = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
            let (signed, other) = (a[..same].rfind([' ', '\n']).map_or("", |at| &a[at + 1..]), b.len());
            assert!(!signed.is_empty() && !signed.contains(' '), "{a}\n{b} ({other})");
            let [x, y] = [woman, man].map(|s| s.paper.put(&s.content(SEED, index)));
            assert_eq!(said(&x).replace(&a, ""), said(&y).replace(&b, ""));
            assert_eq!((x.expect.as_str(), y.expect.as_str()), ("urgent", "urgent"));
        }
    }
    assert_eq!(seats.len(), 40);
}

#[test]
fn a_sitting_is_a_function_of_its_seed() {
    let page = |sitting: Sitting, seed| -> Vec<String> {
        let seats = sitting.seats(seed, 2);
        seats.iter().map(|s| said(&s.paper.put(&s.content(seed, s.contents.start)))).collect()
    };
    for sitting in [Sitting::Prompts, Sitting::Shots, Sitting::Labels, Sitting::Bias] {
        assert_eq!(page(sitting, 1), page(sitting, 1));
        assert_ne!(page(sitting, 1), page(sitting, 2));
    }
}

#[test]
fn prompts_go_from_nothing_to_everything() {
    let [(vague, none), .., (all, eight)] = paper::eight();
    assert_eq!((vague, none), (Stated::NOTHING, 0));
    assert!(all.task && all.labels && all.rules && all.format == 3 && eight == 8);
}
