//! The ledger's books as the binary tells them, to be laid beside the vendor's invoice.

use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

use serde::Deserialize;
use serde_json::Value;
use terms::CallState;
use testkit::BodyHash;

use crate::bench::Bench;

/// Every sending the ledger knows of, oldest first for each question.
#[derive(Default)]
pub struct Books {
    /// By call key.
    pub sendings: HashMap<String, Vec<Sending>>,
    /// Trials of the runs read.
    pub trials: u64,
}

/// One sending of a call.
pub struct Sending {
    pub state: CallState,
    /// Hash of the body sent, as the vendor's invoice has it; `None` when nobody lived to keep the body.
    pub body: Option<BodyHash>,
    /// 10^-12 of the currency.
    pub cost: Option<i64>,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Line {
    Run {},
    Trial {},
    Call { key: String, state: CallState, cost: Option<Cost>, evidence: Option<Evidence> },
}

#[derive(Deserialize)]
struct Cost {
    pico: i64,
}

#[derive(Deserialize)]
struct Evidence {
    request_body: String,
}

impl Books {
    /// Adds what `runs export` writes of a run that shares no call with those read before.
    pub fn read(&mut self, bench: &Bench, run: &str) {
        let mut command = bench.command(&["runs", "export", run]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
        for line in BufReader::with_capacity(1 << 20, child.stdout.take().unwrap()).lines() {
            match serde_json::from_str(&line.unwrap()).unwrap() {
                Line::Run {} => {}
                Line::Trial {} => self.trials += 1,
                Line::Call { key, state, cost, evidence } => {
                    let body = evidence.map(|e| BodyHash::of(e.request_body.as_bytes()));
                    let sending = Sending { state, body, cost: cost.map(|c| c.pico) };
                    self.sendings.entry(key).or_default().push(sending);
                }
            }
        }
        assert!(child.wait().unwrap().success());
    }

    /// Sendings in this state.
    pub fn count(&self, state: CallState) -> u64 {
        self.sendings.values().flatten().filter(|sending| sending.state == state).count() as u64
    }
}

/// The runs of the ledger as `runs --json` lists them.
pub fn runs(bench: &Bench) -> Value {
    bench.json(0, &["runs", "--last", "1000"])
}

/// The one sum of money in a list of sums, 0 when there is none.
#[track_caller]
pub fn sum(money: &Value) -> i64 {
    match money.as_array().unwrap().as_slice() {
        [] => 0,
        [one] => one["pico"].as_i64().unwrap(),
        more => panic!("several currencies: {more:?}"),
    }
}

/// The ledger's own examination finds nothing wrong; says how many calls it read.
#[track_caller]
pub fn sound(bench: &Bench) -> u64 {
    let report = bench.json(0, &["runs", "check"]);
    assert_eq!(report["problems"], serde_json::json!([]));
    report["calls"].as_u64().unwrap()
}

/// Seconds of processor time of a child, waited for; Linux counts them in hundredths. With `None`, the child was
/// killed by a signal.
pub fn cpu_of(child: &mut std::process::Child) -> (Option<i32>, f64) {
    let stat = format!("/proc/{}/stat", child.id());
    loop {
        // a child that has ended and was not waited for still has its account
        let text = std::fs::read_to_string(&stat).unwrap();
        let fields: Vec<&str> = text.rsplit_once(')').unwrap().1.split_whitespace().collect();
        if fields[0] == "Z" {
            let ticks: f64 = fields[11..13].iter().map(|field| field.parse::<f64>().unwrap()).sum();
            return (child.wait().unwrap().code(), ticks / 100.0);
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}
