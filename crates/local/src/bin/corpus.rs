//! Makes what the trainer reads: the tokenizer, shards of training documents, examinations.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};

use clap::{Parser, Subcommand, ValueEnum};
use local::LocalError;
use local::corpus::sitting::{Seat, Sitting};
use local::corpus::{Document, Lesson, Settings, Split, Task};
use local::shard::Shard;
use local::tokenizer::Tokenizer;
use locale::Locale;
use terms::{Explain, Lang};

/// The corpus of the embedded model.
#[derive(Parser)]
#[command(name = "corpus")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Learns the tokenizer from training documents and writes tokenizer.json.
    Tokenizer {
        /// The file to write.
        #[arg(long)]
        out: PathBuf,
        /// Number of tokens.
        #[arg(long, default_value_t = 4096)]
        size: usize,
        /// Documents to read.
        #[arg(long, default_value_t = 200_000)]
        documents: u64,
        /// Seed of the documents.
        #[arg(long, default_value_t = 0)]
        seed: u64,
    },
    /// Writes shards of training documents as shard-000000.bin, ... Those that exist are kept.
    Shards {
        /// The tokenizer.json to use.
        #[arg(long)]
        tokenizer: PathBuf,
        /// The folder to write into.
        #[arg(long)]
        out: PathBuf,
        /// Number of the first shard.
        #[arg(long, default_value_t = 0)]
        first: u64,
        /// How many shards.
        #[arg(long)]
        shards: u64,
        /// Documents in a shard.
        #[arg(long, default_value_t = 20_000)]
        documents: u64,
        /// Share of drills (copying, look-up, association).
        #[arg(long, default_value_t = 0.2)]
        drills: f32,
        /// Shares of plain documents of one skill, as opinion=0.5,kind=0.1.
        #[arg(long, value_delimiter = ',', value_parser = lesson_of)]
        lessons: Vec<(Lesson, f32)>,
        /// Seed of the documents.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Longest document, in tokens.
        #[arg(long, default_value_t = 512)]
        longest: usize,
        /// Threads.
        #[arg(long, default_value_t = 1)]
        threads: usize,
    },
    /// Writes examination cases: JSON lines, and a shard with one of the two answers.
    Exam {
        /// The tokenizer.json to use.
        #[arg(long)]
        tokenizer: PathBuf,
        /// The JSONL file to write.
        #[arg(long)]
        jsonl: Option<PathBuf>,
        /// The shard to write.
        #[arg(long)]
        shard: Option<PathBuf>,
        /// The answer of the shard.
        #[arg(long, value_enum, default_value_t = Answer::Taught)]
        answer: Answer,
        /// How many cases.
        #[arg(long, default_value_t = 4900)]
        cases: u64,
        /// Numbers of examples, in turn.
        #[arg(long, value_delimiter = ',', default_value = "0")]
        shots: Vec<usize>,
        /// Seed of the cases.
        #[arg(long, default_value_t = 7)]
        seed: u64,
        /// Longest case, in tokens.
        #[arg(long, default_value_t = 512)]
        longest: usize,
    },
    /// Writes plain held-out documents of a lesson, without examples, as a shard.
    Lesson {
        /// The tokenizer.json to use.
        #[arg(long)]
        tokenizer: PathBuf,
        /// The lesson.
        #[arg(long, value_parser = skill_of)]
        lesson: Lesson,
        /// The shard to write.
        #[arg(long)]
        shard: PathBuf,
        /// How many documents.
        #[arg(long, default_value_t = 300)]
        cases: u64,
        /// Seed of the documents.
        #[arg(long, default_value_t = 7)]
        seed: u64,
        /// Longest document, in tokens.
        #[arg(long, default_value_t = 512)]
        longest: usize,
    },
    /// Writes a part of the great examination: PART.bin, a shard with what the whole wish demands as answers, and
    /// PART.jsonl, a line for each prompt in the order of the shard.
    Sitting {
        /// The tokenizer.json to use.
        #[arg(long)]
        tokenizer: PathBuf,
        /// The part: prompts, surface, labels, shots or bias.
        #[arg(long, value_parser = sitting_of)]
        part: Sitting,
        /// The folder to write into.
        #[arg(long)]
        out: PathBuf,
        /// How many cases for each prompt.
        #[arg(long, default_value_t = 500)]
        cases: u64,
        /// Seed of the examination.
        #[arg(long, default_value_t = 7)]
        seed: u64,
        /// Longest case, in tokens.
        #[arg(long, default_value_t = 512)]
        longest: usize,
    },
    /// Prints the names that numbers in shards stand for, as JSON.
    Names,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum Answer {
    /// What follows from what the prompt says.
    Taught,
    /// What the whole wish demands.
    Expect,
}

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Tokenizer { out, size, documents, seed } => make_tokenizer(&out, size, documents, seed),
        Command::Shards {
            tokenizer,
            out,
            first,
            shards,
            documents,
            drills,
            lessons,
            seed,
            longest,
            threads,
        } => {
            let mut settings = Settings { seed, drills, split: Split::Train, ..Settings::default() };
            for (lesson, share) in lessons {
                settings.lessons[lesson as usize] = share;
            }
            let wanted = Wanted { out, numbers: first..first + shards, documents, longest, threads };
            load(&tokenizer).and_then(|t| make_shards(&t, &settings, &wanted))
        }
        Command::Exam { tokenizer, jsonl, shard, answer, cases, shots, seed, longest } => load(&tokenizer)
            .and_then(|t| {
                let mut made = Shard::new(&t, longest);
                let mut lines = Vec::new();
                for case in local::corpus::cases(seed, Task::ALL, &shots, cases) {
                    let text = if answer == Answer::Taught { &case.taught } else { &case.expect };
                    made.add_case(&case, text);
                    // a case is text and numbers: it always serialises
                    serde_json::to_writer(&mut lines, &case).unwrap_or_default();
                    lines.push(b'\n');
                }
                jsonl.map_or(Ok(()), |file| write(&file, &lines))?;
                shard.map_or(Ok(()), |file| write(&file, &made.bytes()))
            }),
        Command::Lesson { tokenizer, lesson, shard, cases, seed, longest } => {
            load(&tokenizer).and_then(|t| {
                let settings = Settings { seed, split: Split::Exam, ..Settings::default() };
                let mut made = Shard::new(&t, longest);
                for index in 0..cases {
                    let document = Document::plain(&settings, lesson, index);
                    made.add(&Document { exchanges: document.exchanges[..1].to_vec(), ..document });
                }
                write(&shard, &made.bytes())
            })
        }
        Command::Sitting { tokenizer, part, out, cases, seed, longest } => {
            load(&tokenizer).and_then(|t| make_sitting(&t, part, &out, (cases, seed, longest)))
        }
        Command::Names => names(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let lang = std::env::var("LANG").ok().and_then(|l| Lang::from_tag(&l)).unwrap_or_default();
            let locale = Locale::new(lang);
            let place = error.place().map(|p| format!("{p}: ")).unwrap_or_default();
            let hint = error.hint().map(|h| format!("\n{}", locale.text(&h))).unwrap_or_default();
            // nobody is left to tell when standard error is closed
            writeln!(io::stderr(), "{place}{}{hint}", locale.text(&error.message())).unwrap_or_default();
            ExitCode::from(error.kind().exit_code())
        }
    }
}

fn make_tokenizer(out: &Path, size: usize, documents: u64, seed: u64) -> Result<(), LocalError> {
    let settings = Settings { seed, ..Settings::default() };
    let texts = (0..documents).flat_map(|index| {
        let document = Document::draw(&settings, index);
        let exchanges = document.exchanges.into_iter().flat_map(|e| [e.prompt, [" ", &e.answer].concat()]);
        document.system.into_iter().chain(exchanges).collect::<Vec<_>>()
    });
    write(out, Tokenizer::train(texts, size).to_json().as_bytes())
}

struct Wanted {
    out: PathBuf,
    numbers: std::ops::Range<u64>,
    documents: u64,
    longest: usize,
    threads: usize,
}

fn make_shards(tokenizer: &Tokenizer, settings: &Settings, wanted: &Wanted) -> Result<(), LocalError> {
    std::fs::create_dir_all(&wanted.out).map_err(|e| failed(&wanted.out, &e))?;
    let next = AtomicU64::new(wanted.numbers.start);
    let work = || -> Result<(), LocalError> {
        let mut shard = Shard::new(tokenizer, wanted.longest);
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= wanted.numbers.end {
                return Ok(());
            }
            let file = wanted.out.join(format!("shard-{number:06}.bin"));
            if file.exists() {
                continue;
            }
            shard.draw(settings, number, wanted.documents);
            // a reader that waits for the name never sees half a file
            let part = file.with_extension("part");
            write(&part, &shard.bytes())?;
            std::fs::rename(&part, &file).map_err(|e| failed(&file, &e))?;
        }
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..wanted.threads.max(1)).map(|_| scope.spawn(work)).collect();
        threads.into_iter().try_for_each(|t| match t.join() {
            Ok(done) => done,
            Err(panic) => std::panic::resume_unwind(panic),
        })
    })
}

fn sitting_of(name: &str) -> Result<Sitting, serde_json::Error> {
    serde_json::from_value(name.into())
}

fn skill_of(name: &str) -> Result<Lesson, serde_json::Error> {
    serde_json::from_value(name.into())
}

fn lesson_of(text: &str) -> Result<(Lesson, f32), String> {
    let (name, share) = text.split_once('=').ok_or("a lesson and its share, as opinion=0.5")?;
    let share: f32 = share.parse().map_err(|e| format!("{share}: {e}"))?;
    if !(0.0..=1.0).contains(&share) {
        return Err(format!("{share}: a share is from 0 to 1"));
    }
    Ok((skill_of(name).map_err(|e| e.to_string())?, share))
}

fn make_sitting(
    tokenizer: &Tokenizer,
    part: Sitting,
    out: &Path,
    (cases, seed, longest): (u64, u64, usize),
) -> Result<(), LocalError> {
    let mut shard = Shard::new(tokenizer, longest);
    let mut lines = String::new();
    for seat in part.seats(seed, cases) {
        let Seat { paper, contents, .. } = &seat;
        let (task, lang) = (paper.spec.task, paper.spec.lang);
        let asked = contents.end - contents.start;
        let (mut held, mut first) = (0, None);
        for index in contents.clone() {
            let content = seat.content(seed, index);
            let question = paper.put(&content);
            let french = u8::from(lang == Lang::Fr);
            let about = [french, content.difficulty, paper.shots() as u8, 255];
            held += u64::from(shard.add_turns(&question.messages, &question.expect, task, about));
            first.get_or_insert(question);
        }
        let line = serde_json::json!({
            "task": task, "family": task.family(), "lang": lang, "number": seat.number,
            "mode": seat.mode, "gender": seat.gender, "classes": seat.classes, "stated": paper.stated, "shots": paper.shots(), "cases": held,
            "left_out": asked - held, "first": first,
        });
        lines.push_str(&format!("{line}\n"));
    }
    std::fs::create_dir_all(out).map_err(|e| failed(out, &e))?;
    let name =
        serde_json::to_value(part).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default();
    write(&out.join(format!("{name}.jsonl")), lines.as_bytes())?;
    write(&out.join(format!("{name}.bin")), &shard.bytes())
}

fn names() -> Result<(), LocalError> {
    let tasks: Vec<_> =
        Task::ALL.iter().map(|t| serde_json::json!({"task": t, "family": t.family()})).collect();
    let levels = local::corpus::Level::ALL;
    let all = serde_json::json!({
        "tasks": tasks, "levels": levels, "languages": ["en", "fr"], "lessons": Lesson::ALL,
    });
    writeln!(io::stdout(), "{all}").map_err(|e| failed(Path::new("-"), &e))
}

fn load(file: &Path) -> Result<Tokenizer, LocalError> {
    let name = || file.display().to_string();
    let text =
        std::fs::read_to_string(file).map_err(|e| LocalError::Read { file: name(), why: e.to_string() })?;
    Tokenizer::from_json(&text).map_err(|problem| LocalError::Tokenizer { file: name(), problem })
}

fn write(file: &Path, bytes: &[u8]) -> Result<(), LocalError> {
    std::fs::write(file, bytes).map_err(|e| failed(file, &e))
}

fn failed(file: &Path, error: &io::Error) -> LocalError {
    LocalError::Write { file: file.display().to_string(), why: error.to_string() }
}
