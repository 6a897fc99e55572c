//! What the vendor does with one request: checks it, draws its fate, answers.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::ask::{Answer, Ask, End};
use crate::cache::{Marks, Prefixes};
use crate::config::Config;
use crate::fault::{Fault, RetryAfter, UsageFault};
use crate::http::head::Head;
use crate::http::wire::{Content, Plan, faulty, plain};
use crate::invoice::{BodyHash, Books, Delivered, Entry, Line, Tokens};
use crate::limiter::{Allowance, Bucket};
use crate::random::{hash, mix};
use crate::script::{Endpoint, Playing, Seen};
use crate::tokens::{IMAGE, count_tokens, of_bytes, truncate};
use crate::wire::{Refusal, anthropic, openai};
use crate::{control, model, reply_head};

/// What every connection shares.
pub(crate) struct Shared {
    pub(crate) config: Config,
    pub(crate) state: Mutex<State>,
    ids: AtomicU64,
    pub(crate) connections: AtomicU64,
    pub(crate) requests: AtomicU64,
    pub(crate) in_flight: AtomicU64,
    pub(crate) peak: AtomicU64,
}

/// What changes from one request to the next.
pub(crate) struct State {
    pub(crate) books: Books,
    pub(crate) playing: Playing,
    bucket: Bucket,
    prefixes: Prefixes,
    /// How often each question was asked of a noisy model.
    asked: HashMap<u64, u32>,
}

/// An answer on its way: what to write, when, and what to put on the invoice.
pub(crate) struct Outcome {
    pub(crate) plan: Plan,
    pub(crate) latency: Duration,
    /// Never write anything.
    pub(crate) hang: bool,
    /// `None` for requests that are on no invoice.
    pub(crate) line: Option<Line>,
}

impl Shared {
    pub(crate) fn new(config: Config) -> Shared {
        let state = State {
            books: Books::default(),
            playing: Playing::new(config.script.clone()),
            bucket: Bucket::new(&config.limits, Instant::now()),
            prefixes: Prefixes::default(),
            asked: HashMap::new(),
        };
        let zero = AtomicU64::default;
        Shared {
            config,
            state: Mutex::new(state),
            ids: zero(),
            connections: zero(),
            requests: zero(),
            in_flight: zero(),
            peak: zero(),
        }
    }

    /// The state; a panic elsewhere does not close the shop.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets everything but the script's rules and the number of connections open.
    pub(crate) fn reset(&self) {
        let mut state = self.state();
        state.books.reset();
        state.playing.restart();
        state.bucket = Bucket::new(&self.config.limits, Instant::now());
        state.prefixes = Prefixes::default();
        state.asked.clear();
        self.requests.store(0, Ordering::Relaxed);
        self.connections.store(0, Ordering::Relaxed);
        self.peak.store(self.in_flight.load(Ordering::Relaxed), Ordering::Relaxed);
    }

    pub(crate) fn settle(&self, line: Line) -> Entry {
        self.state().books.settle(&self.config, line)
    }

    pub(crate) fn spoil(&self, entry: Entry) {
        self.state().books.spoil(&self.config, entry);
    }

    /// Serves one request. `buffer` holds its head, `body` its body.
    pub(crate) fn serve(&self, head: &Head, buffer: &[u8], body: &[u8]) -> Outcome {
        let path = std::str::from_utf8(&buffer[head.path.clone()]).unwrap_or("");
        if let Some(action) = path.strip_prefix("/__control/") {
            let query = std::str::from_utf8(&buffer[head.query.clone()]).unwrap_or("");
            return control::serve(self, head, action, query, body);
        }
        self.requests.fetch_add(1, Ordering::Relaxed);
        let id = self.ids.fetch_add(1, Ordering::Relaxed) + 1;
        let endpoint = match (path, head.post) {
            ("/v1/chat/completions", true) => Endpoint::Chat,
            ("/v1/messages", true) => Endpoint::Messages,
            _ => return control::other(self, head, buffer, path, id),
        };
        let in_flight = self.in_flight.fetch_add(1, Ordering::Relaxed) + 1;
        self.peak.fetch_max(in_flight, Ordering::Relaxed);
        let mut call = Call {
            shared: self,
            endpoint,
            id,
            keep_alive: head.keep_alive,
            line: Line {
                id,
                hash: BodyHash::of(body),
                model: Box::default(),
                status: 200,
                stream: false,
                tokens: Tokens::default(),
                delivered: Delivered::Full,
                billed: false,
                amount: 0,
                in_flight,
            },
            allowance: None,
        };
        if let Err(refusal) = self.authorize(endpoint, head, buffer) {
            return call.refuse(&refusal, None);
        }
        let ask = match endpoint {
            Endpoint::Chat => openai::decode(body),
            Endpoint::Messages => {
                let version = head.version.clone().and_then(|v| std::str::from_utf8(&buffer[v]).ok());
                anthropic::decode(version, body)
            }
        };
        match ask {
            Ok(ask) => call.answer(&ask),
            Err(refusal) => call.refuse(&refusal, None),
        }
    }

    /// Whether the request carries an accepted key.
    pub(crate) fn authorize(&self, endpoint: Endpoint, head: &Head, buffer: &[u8]) -> Result<(), Refusal> {
        if self.config.keys.is_empty() {
            return Ok(());
        }
        let bearer = head.authorization.clone().and_then(|a| {
            let (scheme, key) = buffer[a].split_at_checked(7)?;
            scheme.eq_ignore_ascii_case(b"bearer ").then(|| key.trim_ascii())
        });
        let key = match endpoint {
            Endpoint::Chat => bearer,
            // where both are sent, x-api-key wins
            Endpoint::Messages => head.api_key.clone().map(|k| &buffer[k]).or(bearer),
        };
        match key {
            Some(key) if self.config.keys.iter().any(|k| k.as_bytes() == key) => Ok(()),
            Some(_) => Err(endpoint.refusal(401, false)),
            None => {
                let message = match endpoint {
                    Endpoint::Chat => "No key was sent: use the header Authorization: Bearer KEY.",
                    Endpoint::Messages => "x-api-key header is required",
                };
                let refusal = endpoint.refusal(401, false);
                Err(Refusal { code: None, message: message.to_owned(), ..refusal })
            }
        }
    }
}

/// One request for an answer.
struct Call<'s> {
    shared: &'s Shared,
    endpoint: Endpoint,
    id: u64,
    keep_alive: bool,
    line: Line,
    allowance: Option<Allowance>,
}

impl Call<'_> {
    fn answer(&mut self, ask: &Ask<'_>) -> Outcome {
        let config = &self.shared.config;
        self.line.model = ask.model.as_ref().into();
        self.line.stream = ask.stream;
        let behaviour = model::find(config, &ask.model);
        let marks = config.cache.as_ref().map(|cache| Marks::of(cache, self.endpoint, ask));
        let mut tokens = Tokens { input: of_bytes(ask.text_len()) + ask.images * IMAGE, ..Tokens::default() };
        let question = question(config.seed, ask);
        let mut nth = 0;
        let fault;
        {
            let mut state = self.shared.state();
            self.allowance = state.bucket.take(&config.limits, Instant::now());
            let crowded = config.limits.in_flight.is_some_and(|most| self.line.in_flight > most);
            if crowded || self.allowance.is_some_and(|a| !a.granted) {
                drop(state);
                return self.limited();
            }
            let seen = Seen {
                model: &ask.model,
                endpoint: self.endpoint,
                stream: ask.stream,
                text: ask.last_user(),
            };
            fault = state.playing.fault(config.seed, &seen);
            let refused = fault.as_ref().is_some_and(|f| f.status.is_some() || f.quota_spent);
            if let (Some(marks), false) = (&marks, refused) {
                state.prefixes.read(marks, &mut tokens);
            }
            if behaviour.as_ref().is_some_and(|b| b.noise) {
                let asked = state.asked.entry(question).or_default();
                nth = *asked;
                *asked += 1;
            }
        }
        let fault = fault.as_deref();
        if let Some(status) = fault.and_then(|f| f.status.or(f.quota_spent.then_some(429))) {
            let quota = fault.is_some_and(|f| f.quota_spent);
            return self.refuse(&self.endpoint.refusal(status, quota), fault);
        }
        let Some(behaviour) = behaviour else {
            let missing = self.endpoint.refusal(404, false);
            let message = match self.endpoint {
                Endpoint::Chat => format!("The model `{}` does not exist.", ask.model),
                Endpoint::Messages => format!("model: {}", ask.model),
            };
            return self.refuse(&Refusal { message, ..missing }, fault);
        };
        if tokens.input > config.context_tokens {
            return self.refuse(&self.too_long(tokens.input), fault);
        }
        let seed = mix(mix(question, hash(0, behaviour.name.as_bytes())), nth.into());
        let mut said = behaviour.say(ask, seed, config.seed, nth);
        if let Some(reply) = fault.and_then(|f| f.reply.clone()) {
            said.text = reply.into();
        }
        let mut end = if said.refusal { End::Refusal } else { End::Stop };
        let mut text: &str = &said.text;
        let stop = ask.stop.iter().filter_map(|s| text.find(&**s).map(|at| (at, s)));
        if let Some((at, sequence)) = stop.min_by_key(|(at, _)| *at) {
            (text, end) = (&text[..at], End::Sequence(sequence.to_string()));
        }
        if let Some(most) = ask.max_tokens.filter(|most| count_tokens(text) > *most) {
            (text, end) = (truncate(text, most), End::Length);
        }
        tokens.output = count_tokens(text);
        self.line.tokens = tokens;
        let answer = Answer {
            id: self.id,
            created: SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs()),
            model: said.model,
            text: text.into(),
            end,
            usage: match fault.and_then(|f| f.usage) {
                None => Some(tokens),
                Some(UsageFault::Missing) => None,
                Some(UsageFault::Wrong { input, output }) => {
                    Some(Tokens { input, output, ..Tokens::default() })
                }
            },
            seed,
        };
        let content = if ask.stream {
            Content::Stream(self.endpoint.events(ask, &answer))
        } else {
            Content::Whole(self.endpoint.body(ask, &answer))
        };
        self.finish(200, content, fault, &[])
    }

    fn too_long(&self, tokens: u64) -> Refusal {
        let most = self.shared.config.context_tokens;
        let refusal = self.endpoint.refusal(400, false);
        match self.endpoint {
            Endpoint::Chat => Refusal {
                code: Some("context_length_exceeded"),
                message: format!("This model reads at most {most} tokens; the messages hold {tokens}."),
                ..refusal
            },
            Endpoint::Messages => Refusal {
                message: format!("prompt is too long: {tokens} tokens > {most} maximum"),
                ..refusal
            },
        }
    }

    /// Refused by the vendor's own limits.
    fn limited(&self) -> Outcome {
        let limits = &self.shared.config.limits;
        let retry = limits.retry_after.then(|| self.allowance.map_or(Duration::from_secs(1), |a| a.next));
        let fault = retry.map(|wait| {
            let mut fault = Fault {
                retry_after: Some(RetryAfter::Seconds(wait.as_secs_f64().ceil().max(1.0) as u64)),
                ..Fault::default()
            };
            fault.headers.insert("retry-after-ms".to_owned(), wait.as_millis().max(1).to_string());
            fault
        });
        self.refuse(&self.endpoint.refusal(429, false), fault.as_ref())
    }

    fn refuse(&self, refusal: &Refusal, fault: Option<&Fault>) -> Outcome {
        let body = self.endpoint.error(refusal, self.id);
        let retry = fault.and_then(|f| f.retry_after).map(|retry| match retry {
            RetryAfter::Seconds(s) => ("retry-after", s.to_string()),
            RetryAfter::DateIn(s) => {
                ("retry-after", httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(s)))
            }
            RetryAfter::Ms(ms) => ("retry-after-ms", ms.to_string()),
        });
        self.finish(refusal.status, Content::Whole(body), fault, retry.as_slice())
    }

    fn finish(
        &self,
        status: u16,
        content: Content,
        fault: Option<&Fault>,
        extra: &[(&str, String)],
    ) -> Outcome {
        let mut head = reply_head::start(status);
        reply_head::field(&mut head, self.endpoint.id_header(), format_args!("req_fake{:08}", self.id));
        if let Some(allowance) = self.allowance.filter(|_| self.shared.config.limits.headers) {
            reply_head::limits(&mut head, self.endpoint, self.shared.config.limits.burst, &allowance);
        }
        for (name, value) in extra {
            reply_head::field(&mut head, name, format_args!("{value}"));
        }
        let mut line = self.line.clone();
        line.status = status;
        let Some(fault) = fault else {
            line.delivered = if status == 200 { Delivered::Full } else { Delivered::Refused };
            let plan = plain(head, &content, self.keep_alive);
            return Outcome { plan, latency: Duration::ZERO, hang: false, line: Some(line) };
        };
        for (name, value) in &fault.headers {
            reply_head::field(&mut head, name, format_args!("{value}"));
        }
        let plan = faulty(head, content, self.keep_alive, fault, self.endpoint, self.id);
        line.delivered = match (status, plan.intact) {
            (200, true) => Delivered::Full,
            (200, false) => Delivered::Cut,
            _ => Delivered::Refused,
        };
        // too short for a status
        if fault.hang || plan.bytes.len() < b"HTTP/1.1 200".len() {
            line.status = 0;
            line.delivered = Delivered::Cut;
        }
        let bits = mix(self.shared.config.seed, self.id);
        Outcome {
            plan,
            latency: fault.latency.map_or(Duration::ZERO, |l| l.draw(bits)),
            hang: fault.hang,
            line: Some(line),
        }
    }
}

/// What makes two questions the same: the seed, the model and the messages.
fn question(seed: u64, ask: &Ask<'_>) -> u64 {
    let start = hash(seed, ask.model.as_bytes());
    ask.turns.iter().fold(start, |h, turn| mix(hash(h, turn.text.as_bytes()), turn.speaker as u64))
}
