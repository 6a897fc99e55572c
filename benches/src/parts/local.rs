//! The runtime of local models, on the sizes of the embedded one: speed does not depend on what the weights are, so
//! they are random.

use std::sync::{Arc, mpsc};
use std::time::Instant;

use ::local::LocalError;
use ::local::generate::{Answering, Event, Runner, Task};
use ::local::model::{Config, Decoder, Rotation, Source, Tensor};
use ::local::tokenizer::Tokenizer;
use ::local::words::Words;
use anyhow::{Result, ensure};

use crate::Bench;
use crate::figure::{Figures, Goal};

const PART: &str = "local";
/// A short question and a short answer.
const READ: usize = 60;
const WRITTEN: usize = 8;

/// Random weights, drawn from the name of the tensor.
struct Random;

impl Source for Random {
    fn tensor(&mut self, name: &str, shape: &[usize]) -> Result<Tensor, LocalError> {
        let mut state = name.bytes().fold(1_u64, |h, b| h.wrapping_mul(31).wrapping_add(u64::from(b))) | 1;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 40) as f32 / (1_u64 << 23) as f32 - 1.0
        };
        Ok(Tensor::Dense((0..shape.iter().product::<usize>()).map(|_| next() * 0.1).collect()))
    }

    fn has(&self, _: &str) -> bool {
        false
    }
}

pub fn run(bench: &Bench, figures: &mut Figures) -> Result<()> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../training/tokenizer.json");
    let clock = Instant::now();
    let tokenizer = Tokenizer::from_json(&std::fs::read_to_string(file)?);
    let words = Arc::new(Words::ours(&tokenizer.map_err(|p| anyhow::anyhow!("{p:?}"))?));
    let config = Config {
        vocabulary: words.size(),
        width: 128,
        hidden: 384,
        layers: 4,
        heads: 4,
        kv_heads: 4,
        head: 32,
        context: 512,
        theta: 10_000.0,
        epsilon: 1e-5,
        rotation: Rotation::Halves,
        factors: Vec::new(),
        tied: true,
    };
    let millions = config.parameters() as f64 / 1e6;
    let decoder = Arc::new(Decoder::load(config, &mut Random)?);
    let loaded = clock.elapsed().as_secs_f64() * 1000.0;
    figures.judge(PART, "loading the tokenizer and the weights", loaded, "ms", Goal::AtMost(50.0));
    figures.add(PART, "parameters", millions, "M");
    let one = Runner::with_batches(decoder.clone(), words.clone(), 1);
    let tokens = bench.size(2_000) as usize;
    let alone = ask(&one, 1, 4, tokens.min(400))?;
    figures.add(PART, "one answer at a time, one core: written", alone.written, "tokens/s");
    let read = ask(&one, 32, 400, 1)?;
    figures.add(PART, "questions of 400 tokens, one core: read", read.read, "tokens/s");
    let trials = ask(&one, bench.size(1_000) as usize, READ, WRITTEN)?;
    figures.add(PART, "short trials, one batch on one core", trials.answers, "trials/s");
    drop(one);
    let all = Runner::start(decoder, words);
    let trials = ask(&all, bench.size(2_000) as usize, READ, WRITTEN)?;
    figures.judge(PART, "short trials, all cores", trials.answers, "trials/s", Goal::AtLeast(20.0));
    figures.add(PART, "the same: written", trials.written, "tokens/s");
    Ok(())
}

struct Speed {
    answers: f64,
    read: f64,
    written: f64,
}

/// Asks all at once; every question is another one from its first token on.
fn ask(runner: &Runner, questions: usize, length: usize, most: usize) -> Result<Speed> {
    let (sender, events) = mpsc::channel();
    let clock = Instant::now();
    let mut tickets = Vec::with_capacity(questions);
    for number in 0..questions {
        let token = |at: usize| (300 + (number * 7919 + at * 104_729 + at * number) % 2_700) as u32;
        let tokens = (0..length).map(token).collect();
        let answering = Answering { most: Some(most), ..Answering::default() };
        let sender = sender.clone();
        let hear = Box::new(move |event| {
            let _ = sender.send(event);
        });
        tickets.push(runner.begin(tokens, Task::Answer(answering), hear)?);
    }
    drop(sender);
    let (mut read, mut written, mut answers) = (0, 0, 0);
    while answers < questions {
        match events.recv()? {
            Event::End(ended) => {
                answers += 1;
                read += ended.read;
                written += ended.written;
            }
            Event::Failed(error) => return Err(error.into()),
            _ => {}
        }
    }
    let seconds = clock.elapsed().as_secs_f64();
    ensure!(written > 0, "nothing was written");
    let rate = |count: usize| count as f64 / seconds;
    Ok(Speed { answers: rate(answers), read: rate(read), written: rate(written) })
}
