//! What a table holds, and which of its cases say the same thing twice.
#![expect(clippy::unwrap_used, reason = "tables written here are known to be readable")]

use std::io::Cursor;

use table::{CaseOptions, Description, Format, Twin, Twins, dedupe, describe, read_cases};
use terms::Case;

fn read(text: &str) -> Vec<Case> {
    let input = Box::new(Cursor::new(text.as_bytes().to_vec()));
    read_cases("a.csv", Format::Csv, input, &CaseOptions::default())
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap()
}

fn of(text: &str) -> Description {
    describe(read(text).into_iter().map(Ok::<_, ()>), Some(0.85)).unwrap()
}

#[test]
fn columns_labels_and_tags_are_counted() {
    let found = of("message,ton,expect,expect.longueur,tags,poids,groupe\n\
                    Où est mon colis ?,,livraison,3,\"fr, urgent\",2,a\n\
                    Je veux un remboursement.,sec,facture,,fr,,a\n\
                    Bonjour,,livraison,,,,b\n");
    assert_eq!(found.cases, 3);
    let columns: Vec<_> = found
        .columns
        .iter()
        .map(|c| (c.name.as_str(), c.filled, c.distinct, c.min, c.median, c.max))
        .collect();
    assert_eq!(
        columns,
        [
            ("message", 3, 3, 7, 18, 25),
            ("ton", 1, 1, 3, 3, 3),
            ("expect", 3, 2, 7, 9, 9),
            ("expect.longueur", 1, 1, 1, 1, 1),
        ]
    );
    assert_eq!(found.labels, [("livraison".to_owned(), 2), ("facture".to_owned(), 1)]);
    assert_eq!(found.tags, [("fr".to_owned(), 2), ("urgent".to_owned(), 1)]);
    assert_eq!((found.weighted, found.clusters), (1, 2));
    assert_eq!(found.splits.values().sum::<u64>(), 3);
    assert_eq!((found.exact_twins, found.near_twins, found.contradictions), (0, 0, 0));
}

#[test]
fn twins_and_contradictions_are_told_apart() {
    let mut twins = Twins::new(Some(0.8));
    let cases = read(
        "message,expect\n\
         Bonjour je n'ai toujours pas reçu le colis commandé la semaine dernière,livraison\n\
         Bonjour je n'ai toujours pas reçu le colis commandé la semaine dernière,livraison\n\
         Bonjour je n'ai toujours pas reçu le colis commandé la semaine dernière,facture\n\
         « BONJOUR ! » Je n’ai toujours pas recu le colis commandé la semaine dernière...,livraison\n\
         Bonjour je n'ai toujours pas reçu le colis commandé la semaine passée,livraison\n\
         Pourriez-vous m'envoyer la facture du mois de mars par courriel ?,facture\n\
         ,x\n",
    );
    let found: Vec<Twin> = cases.iter().map(|case| twins.look(case)).collect();
    assert_eq!(found[0], Twin::None);
    assert!(matches!(&found[1], Twin::Exact(first) if first.number == 0 && first.line == 2));
    assert!(matches!(&found[2], Twin::Contradiction(first) if first.number == 0));
    // case, accents, punctuation and quotes aside they are the same
    assert!(matches!(&found[3], Twin::Near(first, likeness) if first.number == 0 && *likeness == 1.0));
    assert!(matches!(&found[4], Twin::Near(_, likeness) if *likeness < 1.0), "{:?}", found[4]);
    assert_eq!(found[5], Twin::None);
    assert_eq!(found[6], Twin::None);
}

#[test]
fn without_a_threshold_only_exact_twins_are_looked_for() {
    let mut twins = Twins::new(None);
    let cases = read("a\nle même texte\nLe même texte\nle même texte\n");
    let found: Vec<Twin> = cases.iter().map(|case| twins.look(case)).collect();
    assert!(matches!(found.as_slice(), [Twin::None, Twin::None, Twin::Exact(_)]), "{found:?}");
}

#[test]
fn the_likeness_is_that_of_the_shingles() {
    // two texts of 1,000 letters drawn at random, of which the first 800 are the same: they share 796 shingles of
    // the 1,196 there are, and hardly any other of 26^5
    let letters = |seed: u64, n: usize| -> String {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            char::from(b'a' + ((state >> 33) % 26) as u8)
        };
        (0..n).map(|_| next()).collect()
    };
    let same = letters(1, 800);
    let text = format!("a\n{same}{}\n{same}{}\n", letters(2, 200), letters(3, 200));
    let mut twins = Twins::new(Some(0.0));
    let cases = read(&text);
    twins.look(&cases[0]);
    let found = twins.look(&cases[1]);
    // four standard errors of a share of 2/3 over 64 hashes: 4 × .059
    assert!(matches!(found, Twin::Near(_, likeness) if (likeness - 0.6656).abs() < 0.236), "{found:?}");
}

#[test]
fn twins_across_splits_are_leaks() {
    let found = of(
        "a,split\nune phrase assez longue pour compter,train\nune phrase assez longue pour compter,test\n\
                    une autre phrase bien différente de celle-là,train\nune autre phrase bien différente de celle-là,train\n",
    );
    assert_eq!((found.exact_twins, found.leaks), (2, 1));
    assert_eq!(found.examples, [(1, 0), (3, 2)]);
}

#[test]
fn too_many_labels_are_counted_together() {
    let rows: String = (0..1500).map(|i| format!("x{i},label {i}\n")).collect();
    let found = of(&format!("a,expect\n{rows}"));
    assert_eq!((found.labels.len(), found.other_labels), (1000, 500));
}

#[test]
fn deduping_leaves_one_of_each_and_every_contradiction() {
    let cases = read(
        "a,expect\nune phrase assez longue,x\nUne phrase assez longue !,x\nautre chose,x\nautre chose,y\nautre chose,x\n",
    );
    let mut told = Vec::new();
    let kept: Vec<u64> =
        dedupe(cases.into_iter().map(Ok::<_, ()>), Some(0.85), |case, _| told.push(case.number))
            .map(|case| case.unwrap().number)
            .collect();
    assert_eq!(kept, [0, 2, 3]);
    assert_eq!(told, [1, 3, 4]);
}

#[test]
fn the_first_error_ends_the_description() {
    let cases = [Ok(read("a\nx\n").remove(0)), Err("cut"), Ok(read("a\ny\n").remove(0))];
    assert_eq!(describe(cases.into_iter(), None), Err("cut"));
}
