//! The network half: one client, a gate per vendor, retries, cancellation, and the bytes as evidence.
//!
//! A request is sent again only when that cannot be paid twice: it never reached the vendor, or the vendor answered
//! with a status that is not 2xx. Everything else that goes wrong after sending is reported as [`Seen::Unknown`].
//! Nothing here reads the environment or the disk, except the system's root certificates and proxy settings.

mod attempt;
mod bucket;
mod call;
mod control;
mod exchange;
mod gate;
mod network;
mod record;
mod redact;
mod retry;
mod sender;

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

pub use call::{Attempt, CallControl, Exchange, Notice, Reason, Seen};
pub use gate::{Gate, Limits, Outcome, Permit, Refusal};
pub use record::{Evidence, Record, Replay};
pub use sender::{Chunks, Incoming, SendFailure, SendMark, Sender};

use crate::{Target, VendorError};

/// Milliseconds since the Unix epoch; passed in so that tests and replays own time.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// The system's clock.
pub fn system_clock() -> Clock {
    Arc::new(|| {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    })
}

/// How calls are sent.
#[derive(Clone)]
pub struct Options {
    /// Longest wait for a connection.
    pub connect_timeout: Duration,
    /// Longest time of one attempt, from leaving the gate to the last byte, unless the call says otherwise.
    pub deadline: Duration,
    /// Longest silence within an answer.
    pub idle_timeout: Duration,
    /// Longest answer, in bytes.
    pub max_response_bytes: u64,
    /// Most attempts of one call; refusals (429) are not counted, their time is.
    pub max_attempts: u32,
    /// Longest time a call goes on after its first refusal (429).
    pub max_wait: Duration,
    /// `user-agent` header.
    pub user_agent: String,
    /// Is given every attempt's evidence as it ends.
    pub record: Option<Arc<dyn Record>>,
    /// What time it is.
    pub clock: Clock,
    /// Seed of the random part of our own waits.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            connect_timeout: Duration::from_secs(10),
            deadline: Duration::from_secs(120),
            idle_timeout: Duration::from_secs(60),
            max_response_bytes: 64 << 20,
            max_attempts: 8,
            max_wait: Duration::from_secs(15 * 60),
            user_agent: concat!("motjuste/", env!("CARGO_PKG_VERSION")).to_owned(),
            record: None,
            clock: system_clock(),
            seed: 0,
        }
    }
}

/// Sends calls. One per process: clones share connections and gates.
#[derive(Clone)]
pub struct Transport(Arc<Inner>);

struct Inner {
    options: Options,
    sender: Arc<dyn Sender>,
    gates: Mutex<HashMap<GateKey, Arc<Gate>>>,
    hasher: RandomState,
    calls: AtomicU64,
}

/// Vendor, base address, and a keyed hash of the key: the key itself is not kept.
type GateKey = (String, String, Option<u64>);

impl Transport {
    /// A transport over the network. Cheap: roots of trust are read at the first `https:` call.
    ///
    /// # Errors
    /// [`VendorError::Connect`] when no HTTP client can be made (a `user_agent` that is no header value).
    pub fn new(options: Options) -> Result<Transport, VendorError> {
        let network = network::Network::new(&options)?;
        Ok(Transport::with_sender(options, Arc::new(network)))
    }

    /// The network alone, to be put behind another way of sending.
    ///
    /// # Errors
    /// As [`Transport::new`].
    pub fn network(options: &Options) -> Result<Arc<dyn Sender>, VendorError> {
        Ok(Arc::new(network::Network::new(options)?))
    }

    /// A transport that answers from recorded evidence and never touches the network.
    pub fn replaying(options: Options, replay: Replay) -> Transport {
        Transport::with_sender(options, Arc::new(replay))
    }

    /// A transport over any way of sending.
    pub fn with_sender(options: Options, sender: Arc<dyn Sender>) -> Transport {
        Transport(Arc::new(Inner {
            options,
            sender,
            gates: Mutex::default(),
            hasher: RandomState::new(),
            calls: AtomicU64::new(0),
        }))
    }

    /// The gate that all calls to this vendor, base address and key share. Limits given later widen it.
    pub fn gate(&self, target: &Target, limits: &Limits) -> Arc<Gate> {
        let key = target.key.as_ref().map(|k| self.0.hasher.hash_one(k.expose()));
        let id = (target.vendor.name.clone(), target.base_url.clone(), key);
        let mut gates = self.0.gates.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(gate) = gates.get(&id) {
            gate.widen(limits);
            return gate.clone();
        }
        let options = &self.0.options;
        let gate = Arc::new(Gate::new(&target.vendor.name, limits, options.clock.clone(), options.seed));
        gates.insert(id, gate.clone());
        gate
    }
}
