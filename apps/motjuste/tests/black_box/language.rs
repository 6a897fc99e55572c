//! French and English, everywhere a person looks.

use testkit::Config;

use crate::bench::Bench;

#[test]
fn results_and_errors_speak_the_language_asked_for() {
    let bench = Bench::words(Config::default(), 8);
    let args = ["eval", "word.mot.md", "--model", "fake/echo"];
    let french = bench.run(&[&args[..], &["--lang", "fr"]].concat());
    assert!(french.out.contains("meilleur") && french.out.contains("100,0\u{a0}%"), "{french:?}");
    let english = bench.run(&[&args[..], &["--lang", "en"]].concat());
    assert!(english.out.contains("better") && english.out.contains("100.0%"), "{english:?}");
    bench.run(&["eval", "nul.mot.md", "--lang", "fr"]).failed(3, &["erreur\u{a0}:", "nul.mot.md"]);
    bench.run(&["eval", "--lang", "fr"]).failed(2, &["il manque"]);
    bench.run(&["eval", "word.mot.md", "--lang", "de"]).failed(2, &["de", "fr"]);
}

#[test]
fn the_environment_chooses_when_nothing_is_said() {
    let bench = Bench::words(Config::default(), 1);
    let mut command = bench.command(&["--help"]);
    let help = command.env_remove("MOTJUSTE_LANG").env("LANG", "fr_FR.UTF-8").output().unwrap();
    let text = String::from_utf8(help.stdout).unwrap();
    assert!(text.contains("Utilisation") && text.contains("Commandes"), "{text}");
    let help = bench.run(&["help-is-not-a-command"]);
    assert_eq!(help.code, 2);
    let eval = bench.run(&["eval", "--help", "--lang=fr"]);
    assert!(eval.out.contains("face à la demande nue"), "{eval:?}");
}

#[test]
fn the_same_words_in_the_document_whatever_the_language() {
    let bench = Bench::words(Config::default(), 4);
    let args = ["eval", "word.mot.md", "--model", "fake/fixed:word1"];
    let mut french = bench.json(0, &[&args[..], &["--lang", "fr"]].concat());
    let mut english = bench.json(0, &[&args[..], &["--lang", "en"]].concat());
    // the second one is the first one found again in the ledger
    for document in [&mut french, &mut english] {
        for field in ["calls", "notes", "spent"] {
            document[field].take();
        }
    }
    assert_eq!(french, english);
}

#[test]
fn completions_and_manual_pages_are_made() {
    let bench = Bench::new(Config::default());
    for shell in ["bash", "zsh", "fish"] {
        let said = bench.run(&["completions", shell]);
        assert!(said.code == 0 && said.out.contains("fail-under"), "{shell}");
    }
    assert_eq!(bench.run(&["man", "--dir", "man", "--lang", "fr"]).code, 0);
    assert!(bench.read("man/motjuste-eval.1").contains("demande nue"));
}
