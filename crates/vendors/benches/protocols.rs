//! What one call costs in the pure half: `cargo bench -p motjuste-vendors`.
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot set up has nothing to measure")]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use terms::{ChatMessage, Parameters, Request, ResponseFormat, Role};
use vendors::{Catalogue, HttpResponse, Target};

/// The environment: keys and nothing else.
fn key(name: &str) -> Option<String> {
    name.ends_with("_API_KEY").then(|| "sk-test".to_owned())
}

fn target(model: &str) -> Target {
    Catalogue::builtin().resolve(&model.parse().unwrap(), &key).unwrap()
}

fn request(model: &str) -> Request {
    Request {
        model: model.parse().unwrap(),
        messages: vec![
            ChatMessage::text(
                Role::System,
                "Tu réponds en une phrase, sans formule de politesse. ".repeat(8),
            ),
            ChatMessage::text(
                Role::User,
                "Résume : l’été fut long, et l’automne plus long encore. ".repeat(8),
            ),
        ],
        parameters: Parameters { temperature: Some(0.7), max_tokens: Some(200), ..Parameters::default() },
        format: ResponseFormat::Text,
        stream: false,
    }
}

fn response(body: String) -> HttpResponse {
    HttpResponse { status: 200, headers: Vec::new(), body: body.into() }
}

fn run(c: &mut Criterion) {
    let text = "Chère équipe, l’état de l’œuvre est bon. ".repeat(12);
    let openai = serde_json::json!({
        "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "gpt-4o-mini-2024-07-18",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": text, "refusal": null},
            "logprobs": null, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 1200, "completion_tokens": 210, "total_tokens": 1410,
            "prompt_tokens_details": {"cached_tokens": 1024, "audio_tokens": 0},
            "completion_tokens_details": {"reasoning_tokens": 0, "audio_tokens": 0}},
        "system_fingerprint": "fp_1"
    });
    let anthropic = serde_json::json!({
        "id": "msg_1", "type": "message", "role": "assistant", "model": "claude-haiku-4-5-20251001",
        "content": [{"type": "text", "text": text}], "stop_reason": "end_turn", "stop_sequence": null,
        "usage": {"input_tokens": 120, "cache_creation_input_tokens": 0, "cache_read_input_tokens": 0,
            "output_tokens": 210, "service_tier": "standard"}
    });
    for (model, body) in [("openai/gpt-4o-mini", openai), ("anthropic/claude-haiku-4-5", anthropic)] {
        let (target, request, response) = (target(model), request(model), response(body.to_string()));
        let vendor = target.vendor.name.clone();
        c.bench_function(&format!("{vendor}: encode"), |b| {
            b.iter(|| target.encode(black_box(&request)).unwrap())
        });
        c.bench_function(&format!("{vendor}: decode {} bytes", response.body.len()), |b| {
            b.iter(|| target.decode(black_box(&response)).unwrap())
        });
    }
    let chunk = serde_json::json!({
        "id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "gpt-4o-mini-2024-07-18",
        "system_fingerprint": "fp_1", "usage": null, "obfuscation": "aZ9",
        "choices": [{"index": 0, "delta": {"content": " équipe"}, "logprobs": null, "finish_reason": null}]
    });
    let stream = format!("data: {chunk}\n\n").repeat(200) + "data: [DONE]\n\n";
    let target = target("openai/gpt-4o-mini");
    let mut group = c.benchmark_group("openai: stream of 200 chunks");
    group.throughput(Throughput::Elements(200));
    group.bench_function("16 KiB reads", |b| {
        b.iter(|| {
            let (mut decoder, mut events) = (target.stream_decoder(), Vec::new());
            for piece in black_box(&stream).as_bytes().chunks(16 * 1024) {
                decoder.push(piece, &mut events).unwrap();
            }
            decoder.finish().unwrap()
        })
    });
    group.finish();
    c.bench_function("catalogue: builtin", |b| b.iter(Catalogue::builtin));
    let catalogue = Catalogue::builtin();
    let model = "openai/gpt-4o-mini".parse().unwrap();
    c.bench_function("catalogue: resolve", |b| {
        b.iter(|| catalogue.resolve(black_box(&model), &key).unwrap())
    });
}

criterion_group!(benches, run);
criterion_main!(benches);
