//! Does a prompt found by a simple search on dev keep its gain on sealed cases? Prints the table of
//! `docs/petit/search.md`: `cargo run --release -p motjuste-local --example search > docs/petit/search.md`.

mod search;

use std::io::Write;

use local::corpus::Task;
use search::{Found, Sizes, petit, search};
use stats::proportion::wilson;
use stats::{Interval, PairedTable};
use terms::Lang;

/// Seed of wishes, prompts and cases: not that of the examination.
const SEED: u64 = 23;
const SIZES: Sizes = Sizes { prompts: 40, dev: 40, test: 1000 };
const LEVEL: f64 = 0.95;
const TASKS: [(Task, Lang); 12] = [
    (Task::Sentiment, Lang::En),
    (Task::Intent, Lang::Fr),
    (Task::Urgency, Lang::En),
    (Task::Total, Lang::Fr),
    (Task::Due, Lang::En),
    (Task::City, Lang::Fr),
    (Task::Record, Lang::En),
    (Task::Language, Lang::Fr),
    (Task::First, Lang::En),
    (Task::Count, Lang::Fr),
    (Task::Older, Lang::En),
    (Task::Category, Lang::Fr),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let model = petit()?;
    let mut out = std::io::stdout().lock();
    let Sizes { prompts, dev, test } = SIZES;
    writeln!(out, "# A prompt found on dev, on sealed cases\n")?;
    writeln!(
        out,
        "Written by `cargo run --release -p motjuste-local --example search > docs/petit/search.md`, with the embedded\n\
         model (`{}`).\n",
        local::fingerprint(local::PETIT)?
    )?;
    writeln!(
        out,
        "For each task {prompts} prompts are written at random from held-out wordings. The one with most exact answers on \
         {dev} dev\ncases is put, once, to {test} sealed cases beside the prompt one would write first, which only names \
         the task. Shares are %,\nwith 95 % intervals: Wilson's, and Tango's for differences of prompts on the same cases. \
         *Lost* is the chosen prompt's\nshare on dev less its share on test: the winner's curse.\n"
    )?;
    writeln!(
        out,
        "| task | lang | first, dev | chosen, dev | gain, dev | first, test | chosen, test | gain, test | lost |"
    )?;
    writeln!(out, "|---|---|---|---|---|---|---|---|---|")?;
    let (mut gained, mut kept) = (0, 0);
    for (task, lang) in TASKS {
        let found = search(&model, SEED, task, lang, SIZES)?;
        gained += usize::from(found.on_dev.difference() > 0.0);
        kept += usize::from(found.on_test.interval(LEVEL).low > 0.0);
        writeln!(out, "{}", row(task, lang, &found))?;
    }
    writeln!(
        out,
        "\nThe search gained on dev for {gained} tasks of {}; for {kept} the gain on sealed cases is above 0 with 95 % \
         confidence.",
        TASKS.len()
    )?;
    Ok(())
}

fn row(task: Task, lang: Lang, found: &Found) -> String {
    let (dev, test) = (&found.on_dev, &found.on_test);
    let lost = 100.0 * (share(dev.both + dev.only_a, dev) - share(test.both + test.only_a, test));
    format!(
        "| {} | {} | {} | {} | {} | {} | {} | {} | {lost:.0} |",
        task.key(),
        lang.code(),
        part(dev.both + dev.only_b, dev),
        part(dev.both + dev.only_a, dev),
        gain(dev),
        part(test.both + test.only_b, test),
        part(test.both + test.only_a, test),
        gain(test),
    )
}

fn share(right: u64, of: &PairedTable) -> f64 {
    right as f64 / of.n() as f64
}

fn part(right: u64, of: &PairedTable) -> String {
    let Interval { low, high } = wilson(right, of.n(), LEVEL);
    format!("{:.0} ({:.0}-{:.0})", 100.0 * share(right, of), 100.0 * low, 100.0 * high)
}

fn gain(table: &PairedTable) -> String {
    let Interval { low, high } = table.interval(LEVEL);
    format!("{:+.0} ({:+.0} to {:+.0})", 100.0 * table.difference(), 100.0 * low, 100.0 * high)
}
