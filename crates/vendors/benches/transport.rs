//! What the network half costs: `cargo bench -p motjuste-vendors --bench transport`. The bare loop and the transport
//! ask the same fake vendor the same thing over one kept connection: only the difference between them is ours.
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot set up has nothing to measure")]

use criterion::{Criterion, criterion_group, criterion_main};
use terms::{ChatMessage, Parameters, Request, ResponseFormat, Role};
use testkit::{Config, FakeVendor};
use tokio_util::sync::CancellationToken;
use vendors::Catalogue;
use vendors::transport::{CallControl, Gate, Limits, Options, Outcome, Transport, system_clock};

fn gate(c: &mut Criterion) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let limits = Limits {
        requests_per_minute: Some(u32::MAX),
        tokens_per_minute: Some(u64::MAX >> 8),
        ..Limits::default()
    };
    let gate = Gate::new("bench", &limits, system_clock(), 0);
    let never = CancellationToken::new();
    c.bench_function("gate: through and out, uncontended", |b| {
        b.iter(|| {
            let permit = runtime.block_on(gate.acquire(500, &never)).unwrap();
            permit.done(Outcome::Success { tokens: Some(700) });
        });
    });
}

fn cold(c: &mut Criterion) {
    c.bench_function("a new transport, its client for this machine made", |b| {
        b.iter(|| Transport::new(Options::default()).unwrap());
    });
}

fn calls(c: &mut Criterion) {
    let vendor = FakeVendor::start_blocking(Config {
        keep_lines: false,
        track_duplicates: false,
        ..Config::default()
    })
    .unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut catalogue = Catalogue::builtin();
    let row = format!("[vendors.fake]\nprotocol = \"openai-chat\"\nbase_url = \"{}\"\n", vendor.base_url());
    catalogue.extend(&row, "motjuste.toml").unwrap();
    let target = catalogue.resolve(&"fake/echo".parse().unwrap(), &|_| None).unwrap();
    let request = Request {
        model: target.model.clone(),
        messages: vec![ChatMessage::text(Role::User, "Quel est le mot juste ? ".repeat(20))],
        parameters: Parameters::default(),
        format: ResponseFormat::Text,
        stream: false,
    };
    let encoded = target.encode(&request).unwrap();
    let transport = Transport::new(Options::default()).unwrap();
    let gate = transport.gate(&target, &Limits::default());
    let never = CancellationToken::new();
    let mut group = c.benchmark_group("one call to a fake vendor");
    group.bench_function("bare reqwest", |b| {
        let client = runtime.block_on(async {
            reqwest::Client::builder().http1_only().tls_certs_only([]).no_proxy().build().unwrap()
        });
        b.iter(|| {
            runtime.block_on(async {
                let sent = client.post(&encoded.http.url).body(encoded.http.body.clone());
                let answer = sent.header("content-type", "application/json").send().await.unwrap();
                answer.bytes().await.unwrap()
            })
        });
    });
    group.bench_function("transport", |b| {
        b.iter(|| {
            let call =
                CallControl { cancel: &never, deadline: None, on_event: None, gate: &gate, notices: &|_| {} };
            let exchange = runtime.block_on(transport.exchange(&target, &encoded.http, false, call));
            exchange.outcome.unwrap()
        });
    });
    group.finish();
}

criterion_group!(benches, gate, cold, calls);
criterion_main!(benches);
