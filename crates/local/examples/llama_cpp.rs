//! Our half of the comparison with llama.cpp (`benches/peers/llama_cpp.py`): writes a model of this project as GGUF and
//! says what our runtime makes of that file. `llama_cpp FOLDER OUT [PROMPTS] [f16|f32|q8_0]` writes into OUT
//! `model.gguf` and `ours.json`: held-out prompts of the corpus with their tokens and greedy answers, and speeds.

use std::fs::File;
use std::path::Path;
use std::sync::mpsc;
use std::time::Instant;

use local::corpus::{Task as Asked, Turn, cases};
use local::files::gguf::{self, Store};
use local::files::{Model, Safetensors};
use local::generate::{Answering, Event, Runner, Task};
use local::model::{Cache, Config, Decoder, Part, Wants, Workspace};
use local::tokenizer::Tokenizer;
use serde::Serialize;
use terms::{ChatMessage, Role};

type Failure = Box<dyn std::error::Error>;

/// Seed of the prompts: not one of the examinations'.
const SEED: u64 = 11;
/// Longest answer.
const MOST: usize = 64;
/// Tokens of the long runs, read or written.
const LONG: usize = 400;
/// Long runs.
const ROUNDS: usize = 20;

#[derive(Serialize)]
struct Ours {
    most: usize,
    long: usize,
    rounds: usize,
    prompts: Vec<Asking>,
    /// Tokens a second of processor, one sequence on one thread.
    read: f64,
    written: f64,
    /// Prompts answered one after the other on one thread, a second of processor.
    one_by_one: f64,
    /// Prompts answered all at once on all cores, a second of the clock.
    at_once: f64,
}

#[derive(Serialize)]
struct Asking {
    messages: Vec<Turn>,
    tokens: Vec<u32>,
    answer: String,
}

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut arguments = arguments.iter().map(String::as_str);
    let (Some(folder), Some(out)) = (arguments.next(), arguments.next()) else {
        return Err("FOLDER OUT [PROMPTS] [f16|f32|q8_0]".into());
    };
    let count: usize = arguments.next().map_or(Ok(500), str::parse)?;
    let store = match arguments.next() {
        None | Some("f16") => Store::F16,
        Some("f32") => Store::F32,
        Some("q8_0") => Store::Q8_0,
        Some(other) => return Err(format!("no such store: {other}").into()),
    };
    let file = Path::new(out).join("model.gguf");
    export(Path::new(folder), &file, store)?;
    let ours = ask(&file, count)?;
    serde_json::to_writer(File::create(Path::new(out).join("ours.json"))?, &ours)?;
    Ok(())
}

fn export(folder: &Path, to: &Path, store: Store) -> Result<(), Failure> {
    let text = |name: &str| std::fs::read_to_string(folder.join(name));
    let config = Config::from_json(text("config.json")?.as_bytes()).map_err(|p| format!("{p:?}"))?;
    let tokenizer = Tokenizer::from_json(&text("tokenizer.json")?).map_err(|p| format!("{p:?}"))?;
    let about: serde_json::Value = serde_json::from_str(&text("tokenizer_config.json")?)?;
    let template = about["chat_template"].as_str().ok_or("no chat template")?;
    let weights = File::open(folder.join("model.safetensors"))?;
    let mut weights = Safetensors::open(vec![(weights, "model.safetensors".to_owned())])?;
    gguf::write(&mut File::create(to)?, &config, &mut weights, &tokenizer, template, store)?;
    Ok(())
}

fn ask(file: &Path, count: usize) -> Result<Ours, Failure> {
    let Model { decoder, words, template } = Model::open(file)?;
    let template = template.ok_or("no chat template")?;
    let mut prompts = Vec::with_capacity(count);
    for case in cases(SEED, Asked::ALL, &[0, 1, 3], u64::MAX) {
        let messages: Vec<ChatMessage> = case.messages.iter().map(message).collect();
        let tokens = template.tokens(&messages, &words)?;
        if tokens.len() + MOST <= decoder.config().context {
            prompts.push(Asking { messages: case.messages, tokens, answer: String::new() });
        }
        if prompts.len() == count {
            break;
        }
    }
    let answering = || Answering { most: Some(MOST), ..Answering::default() };
    let one = Runner::with_batches(decoder.clone(), words.clone(), 1);
    let start = processor()?;
    for prompt in &mut prompts {
        prompt.answer = one.answer(prompt.tokens.clone(), answering())?.text;
    }
    let one_by_one = count as f64 / (processor()? - start);
    drop(one);
    let all = Runner::start(decoder.clone(), words);
    let (sender, events) = mpsc::channel();
    let clock = Instant::now();
    let mut tickets = Vec::with_capacity(count);
    for prompt in &prompts {
        let sender = sender.clone();
        let hear = Box::new(move |event| {
            // the receiver outlives the tickets
            let _ = sender.send(event);
        });
        tickets.push(all.begin(prompt.tokens.clone(), Task::Answer(answering()), hear)?);
    }
    drop(sender);
    events.iter().filter(|event| matches!(event, Event::End(_))).take(count).for_each(drop);
    let at_once = count as f64 / clock.elapsed().as_secs_f64();
    drop(all);
    let (read, written) = long(&decoder)?;
    Ok(Ours { most: MOST, long: LONG, rounds: ROUNDS, prompts, read, written, one_by_one, at_once })
}

/// Tokens a second of processor: read at once, and written one by one, on one thread.
fn long(decoder: &Decoder) -> Result<(f64, f64), Failure> {
    let tokens: Vec<u32> = (300..).take(LONG).collect();
    let mut workspace = Workspace::default();
    let start = processor()?;
    for _ in 0..ROUNDS {
        let mut cache = Cache::new(decoder.config());
        let mut parts = [Part { tokens: &tokens, cache: &mut cache, wants: Wants::Last }];
        decoder.read(&mut parts, &mut workspace)?;
    }
    let middle = processor()?;
    for _ in 0..ROUNDS {
        let mut cache = Cache::new(decoder.config());
        let mut token = [tokens[0]];
        for _ in 0..LONG {
            let mut parts = [Part { tokens: &token, cache: &mut cache, wants: Wants::Last }];
            let logits = decoder.read(&mut parts, &mut workspace)?;
            let best = (0..logits.len()).max_by(|a, b| logits[*a].total_cmp(&logits[*b]));
            token = [best.ok_or("no logits")? as u32];
        }
    }
    let all = (ROUNDS * LONG) as f64;
    Ok((all / (middle - start), all / (processor()? - middle)))
}

/// Seconds of processor this program has used (proc(5)); what others do on the machine hardly changes it.
fn processor() -> Result<f64, Failure> {
    let line = std::fs::read_to_string("/proc/self/stat")?;
    let after_name = line.rsplit(')').next().unwrap_or_default();
    let ticks = after_name.split_whitespace().skip(11).take(2).map(str::parse::<f64>);
    // a hundredth of a second each, on every Linux
    Ok(ticks.sum::<Result<f64, _>>()? / 100.0)
}

fn message(turn: &Turn) -> ChatMessage {
    let role = match turn.role.as_str() {
        "system" => Role::System,
        "assistant" => Role::Assistant,
        _ => Role::User,
    };
    ChatMessage::text(role, turn.content.clone())
}
