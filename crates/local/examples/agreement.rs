//! Holds the runtime to the trainer: `agreement FOLDER FILE`, where FILE is a JSON list of `{tokens, logits}`, the
//! logits after the last token as the trainer computes them (`training/logits.py`).

use std::io::Write;
use std::path::Path;
use std::time::Instant;

use local::files::Model;
use local::model::{Cache, Part, Wants, Workspace};
use serde::Deserialize;

#[derive(Deserialize)]
struct Line {
    tokens: Vec<u32>,
    logits: Vec<f32>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, file] = arguments.as_slice() else { return Err("FOLDER FILE".into()) };
    let clock = Instant::now();
    let model = Model::open(Path::new(folder))?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "loaded in {:.1} ms", clock.elapsed().as_secs_f64() * 1e3)?;
    let lines: Vec<Line> = serde_json::from_str(&std::fs::read_to_string(file)?)?;
    let mut workspace = Workspace::default();
    let (mut worst, mut same) = (0.0_f32, 0);
    let best = |logits: &[f32]| (0..logits.len()).max_by(|a, b| logits[*a].total_cmp(&logits[*b]));
    for line in &lines {
        let mut cache = Cache::new(model.decoder.config());
        let mut parts = [Part { tokens: &line.tokens, cache: &mut cache, wants: Wants::Last }];
        let logits = model.decoder.read(&mut parts, &mut workspace)?;
        let apart = logits.iter().zip(&line.logits).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
        worst = worst.max(apart);
        same += usize::from(best(logits) == best(&line.logits));
    }
    writeln!(out, "{} prompts: largest difference {worst:.6}, same token {same}", lines.len())?;
    Ok(())
}
