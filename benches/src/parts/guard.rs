use std::hint::black_box;
use std::time::Instant;

use anyhow::{Result, ensure};
use guard::Guard;
use terms::{ChatMessage, Role};

use crate::Bench;
use crate::figure::{Figures, Goal, median};
use crate::project::{SYSTEM, words};

const PART: &str = "guard";
const TURNS: usize = 5;

pub fn run(bench: &Bench, figures: &mut Figures) -> Result<()> {
    let guard = Guard::new(Vec::new());
    let questions: Vec<Vec<ChatMessage>> = (0..1_000).map(question).collect();
    let size: usize = questions.iter().flatten().map(|message| message.plain().len()).sum();
    let rounds = bench.size(100);
    let mut speeds = Vec::new();
    for _ in 0..TURNS {
        let clock = Instant::now();
        for _ in 0..rounds {
            let passed = questions.iter().filter(|q| guard.check(black_box(q)).is_ok()).count();
            ensure!(passed == questions.len(), "the guard found a secret where there is none");
        }
        speeds.push((size as u64 * rounds) as f64 / clock.elapsed().as_secs_f64() / 1e6);
    }
    figures.judge(PART, "guard, all rules, one core", median(speeds), "MB/s", Goal::AtLeast(20.0));
    Ok(())
}

/// Prose with what looks a little like a secret: addresses, identifiers, hashes, French and a bit of code.
fn question(number: u64) -> Vec<ChatMessage> {
    let text = format!(
        "{}\nVoir https://exemple.fr/commande/{number}?etape=paiement&langue=fr (référence CMD-2026-{number:06}).\n\
         Le jeton de session a expiré : id=9f86d081884c7d659a2feaa0c55ad015, sk = « squelette », clé publique jointe.\n\
         let key = settings.get(\"theme\").unwrap_or(\"clair\"); // rien de secret ici\n\
         Merci de répondre avant vendredi : {}\n",
        words(number),
        "le client attend depuis trop longtemps et l’a déjà dit deux fois. ".repeat(1 + number as usize % 8),
    );
    vec![ChatMessage::text(Role::System, SYSTEM), ChatMessage::text(Role::User, text)]
}
