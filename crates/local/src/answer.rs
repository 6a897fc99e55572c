//! A body in, an answer out: what the endpoints do, whoever listens.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use futures_util::StreamExt;
use futures_util::stream::{self, BoxStream};
use tokio::sync::mpsc;

use crate::generate::{Answering, Chosen, Ended, Event, Finish, Task, Ticket};
use crate::models::{Models, PETIT, Served};
use crate::wire::{self, ChatAnswer, ChatQuestion, EmbeddingQuestion, Envelope, TextAnswer, TextQuestion};
use crate::{Familiarity, LocalError};

/// An answer over HTTP, whoever speaks it.
pub struct Reply {
    /// Status code.
    pub status: u16,
    /// `content-type`.
    pub content_type: &'static str,
    /// The rest.
    pub body: Body,
}

/// What follows the head of an answer.
pub enum Body {
    /// All of it.
    Whole(Bytes),
    /// As it is written; dropping it stops the model.
    Stream(BoxStream<'static, Bytes>),
}

impl Reply {
    fn json(status: u16, value: &serde_json::Value) -> Reply {
        let body = Body::Whole(Bytes::from(value.to_string()));
        Reply { status, content_type: "application/json", body }
    }

    /// An error, as OpenAI writes them.
    pub fn error(error: &LocalError) -> Reply {
        Reply::json(wire::status(error), &wire::problem(error))
    }

    fn stream(events: BoxStream<'static, Bytes>) -> Reply {
        Reply { status: 200, content_type: "text/event-stream", body: Body::Stream(events) }
    }
}

/// `POST /v1/chat/completions`. Dropping the future, or the body, stops the model.
pub async fn chat(models: &Arc<Models>, body: &[u8]) -> Reply {
    answered(try_chat(models, body).await)
}

/// `POST /v1/completions`.
pub async fn complete(models: &Arc<Models>, body: &[u8]) -> Reply {
    answered(try_complete(models, body).await)
}

/// `POST /v1/embeddings`.
pub async fn embed(models: &Arc<Models>, body: &[u8]) -> Reply {
    answered(try_embed(models, body).await)
}

fn answered(result: Result<Reply, LocalError>) -> Reply {
    result.unwrap_or_else(|error| Reply::error(&error))
}

/// A task under way, and what is heard of it.
struct Heard {
    events: mpsc::UnboundedReceiver<Event>,
    _ticket: Ticket,
}

impl Heard {
    fn begin(served: &Served, tokens: Vec<u32>, task: Task) -> Result<Heard, LocalError> {
        let (sender, events) = mpsc::unbounded_channel();
        let listener = Box::new(move |event| {
            let _ = sender.send(event);
        });
        Ok(Heard { events, _ticket: served.runner.begin(tokens, task, listener)? })
    }

    async fn next(&mut self) -> Event {
        self.events.recv().await.unwrap_or(Event::Failed(LocalError::Cancelled))
    }

    /// Everything up to the end.
    async fn whole(mut self) -> Result<Whole, LocalError> {
        let mut whole = Whole::default();
        loop {
            match self.next().await {
                Event::Piece { text, chosen } => {
                    whole.text.push_str(&text);
                    whole.tokens.extend(chosen);
                }
                Event::Scores(numbers) | Event::State(numbers) => whole.numbers = numbers,
                Event::End(ended) => {
                    whole.ended = Some(ended);
                    return Ok(whole);
                }
                Event::Failed(error) => return Err(error),
            }
        }
    }
}

#[derive(Default)]
struct Whole {
    text: String,
    tokens: Vec<Chosen>,
    numbers: Vec<f32>,
    ended: Option<Ended>,
}

impl Whole {
    fn ended(&self) -> Ended {
        self.ended.unwrap_or(Ended { finish: Finish::Stop, read: 0, known: 0, written: 0 })
    }
}

async fn try_chat(models: &Arc<Models>, body: &[u8]) -> Result<Reply, LocalError> {
    let question = ChatQuestion::read(body)?;
    let served = open(models, question.model.clone()).await?;
    let tokens = served.conversation(&question.messages)?;
    let answering = Answering { drop_space: served.drops_space(), ..question.answering };
    let logprobs = answering.logprobs.is_some();
    let heard = Heard::begin(&served, tokens, Task::Answer(answering))?;
    let own = served.name == PETIT;
    let familiarity = own.then(|| Familiarity::of_question(&question.messages));
    let (envelope, words) = (envelope(question.model), served.words().clone());
    let writer = ChatAnswer { envelope, words, familiarity };
    if !question.stream {
        let whole = heard.whole().await?;
        return Ok(Reply::json(200, &writer.whole(&whole.text, &whole.tokens, logprobs, &whole.ended())));
    }
    let first = stream::once(std::future::ready(Bytes::from(writer.first())));
    let counts = question.counts;
    let rest = events(heard, move |event| match event {
        Event::Piece { text, chosen } => writer.piece(text, chosen.as_ref()),
        Event::End(ended) => writer.last(ended, counts),
        _ => String::new(),
    });
    Ok(Reply::stream(first.chain(rest).boxed()))
}

async fn try_complete(models: &Arc<Models>, body: &[u8]) -> Result<Reply, LocalError> {
    let question = TextQuestion::read(body)?;
    let served = open(models, question.model.clone()).await?;
    let tokens = served.text(&question.prompt)?;
    let logprobs = question.answering.logprobs.is_some();
    let writer = TextAnswer { envelope: envelope(question.model), words: served.words().clone() };
    let scores = match question.echo && logprobs {
        true => Some(Heard::begin(&served, tokens.clone(), Task::Score)?.whole().await?),
        false => None,
    };
    if question.only_echo {
        let read = tokens.len();
        let ended = Ended { finish: Finish::Length, read, known: 0, written: 0 };
        let scores = scores.unwrap_or_default().numbers;
        let echoed = Some((tokens.as_slice(), scores.as_slice()));
        return Ok(Reply::json(200, &writer.whole(&question.prompt, echoed, &[], logprobs, &ended)));
    }
    let heard = Heard::begin(&served, tokens.clone(), Task::Answer(question.answering))?;
    if !question.stream {
        let whole = heard.whole().await?;
        let ended = whole.ended();
        let echo = if question.echo { question.prompt.as_str() } else { "" };
        let text = format!("{echo}{}", whole.text);
        let echoed = scores.as_ref().map(|s| (tokens.as_slice(), s.numbers.as_slice()));
        return Ok(Reply::json(200, &writer.whole(&text, echoed, &whole.tokens, logprobs, &ended)));
    }
    let counts = question.counts;
    let all = events(heard, move |event| match event {
        Event::Piece { text, chosen } => writer.piece(text, chosen.as_ref()),
        Event::End(ended) => writer.last(ended, counts),
        _ => String::new(),
    });
    Ok(Reply::stream(all))
}

async fn try_embed(models: &Arc<Models>, body: &[u8]) -> Result<Reply, LocalError> {
    let question = EmbeddingQuestion::read(body)?;
    let served = open(models, question.model.clone()).await?;
    let texts = question.texts.iter().map(|text| served.text(text));
    let texts: Vec<Vec<u32>> = texts.collect::<Result<_, _>>()?;
    let tokens = texts.iter().map(Vec::len).sum();
    let heard = texts.into_iter().map(|tokens| Heard::begin(&served, tokens, Task::Embed));
    let mut rows = Vec::new();
    for one in heard.collect::<Result<Vec<_>, _>>()? {
        rows.push(one.whole().await?.numbers);
    }
    Ok(Reply::json(200, &question.answer(&rows, tokens, &question.model)))
}

/// The events of a task as they are written; a failure is an event too, since the head has left.
fn events(heard: Heard, write: impl Fn(&Event) -> String + Send + 'static) -> BoxStream<'static, Bytes> {
    stream::unfold(Some((heard, write)), |state| async move {
        let (mut heard, write) = state?;
        let event = heard.next().await;
        let more = matches!(event, Event::Piece { .. });
        let text = match &event {
            Event::Failed(error) => wire::event(&wire::problem(error)),
            event => write(event),
        };
        Some((Bytes::from(text), more.then_some((heard, write))))
    })
    .boxed()
}

/// The model, opened off the workers of the runtime.
async fn open(models: &Arc<Models>, name: String) -> Result<Arc<Served>, LocalError> {
    let models = models.clone();
    let opened = tokio::task::spawn_blocking(move || models.get(&name)).await;
    opened.unwrap_or_else(|error| Err(LocalError::Bug(error.to_string())))
}

fn envelope(model: String) -> Envelope {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let id = format!("{:x}-{}", since.as_micros(), COUNT.fetch_add(1, Ordering::Relaxed));
    Envelope { id, created: i64::try_from(since.as_secs()).unwrap_or(i64::MAX), model }
}
