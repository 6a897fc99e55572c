//! APIs other programs speak: a local model on an OpenAI-compatible port.
//!
//! Here the model is the vendor: other programs, and our own engine, call it as they call any other. Nothing is
//! asked of anybody else, so there is no guard, no budget and no ledger on this side.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{Method, StatusCode, Uri};
use axum::response::Response;
use axum::routing::{get, post};
use futures_util::StreamExt;
use local::{LocalError, Models, QuestionProblem, Reply};
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// Largest request.
const LARGEST: usize = 4 << 20;

/// One model and the name it goes by.
#[derive(Clone)]
struct Shop {
    models: Arc<Models>,
    name: Arc<str>,
}

/// Serves one model until `stop` is done; answers under way are finished. `models` must hold the model and open no
/// other (see [`Models::only`]): what a request names is never a path here.
///
/// # Errors
/// The listener fails.
pub async fn serve(
    listener: TcpListener,
    models: Arc<Models>,
    name: &str,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let shop = Shop { models, name: Arc::from(name) };
    axum::serve(listener, router(shop)).with_graceful_shutdown(stop).await
}

fn router(shop: Shop) -> Router {
    Router::new()
        .route("/v1/models", get(list))
        .route("/v1/models/{*name}", get(one))
        .route("/v1/chat/completions", post(chat))
        .route("/v1/completions", post(complete))
        .route("/v1/embeddings", post(embed))
        .fallback(nowhere)
        .method_not_allowed_fallback(nowhere)
        .layer(DefaultBodyLimit::max(LARGEST))
        .with_state(shop)
}

async fn chat(State(shop): State<Shop>, body: Bytes) -> Response {
    answer(local::chat(&shop.models, &body).await)
}

async fn complete(State(shop): State<Shop>, body: Bytes) -> Response {
    answer(local::complete(&shop.models, &body).await)
}

async fn embed(State(shop): State<Shop>, body: Bytes) -> Response {
    answer(local::embed(&shop.models, &body).await)
}

async fn list(State(shop): State<Shop>) -> Response {
    json_answer(StatusCode::OK, &json!({"object": "list", "data": [described(&shop.name)]}))
}

async fn one(State(shop): State<Shop>, Path(name): Path<String>) -> Response {
    match shop.models.get(&name) {
        Ok(_) => json_answer(StatusCode::OK, &described(&shop.name)),
        Err(error) => answer(Reply::error(&error)),
    }
}

async fn nowhere(method: Method, uri: Uri) -> Response {
    let what = QuestionProblem::Unsupported(format!("{method} {}", uri.path()));
    let mut response = answer(Reply::error(&LocalError::Question(what)));
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

fn described(name: &str) -> Value {
    json!({"id": name, "object": "model", "created": 0, "owned_by": "local"})
}

fn answer(reply: Reply) -> Response {
    let body = match reply.body {
        local::Body::Whole(bytes) => Body::from(bytes),
        local::Body::Stream(pieces) => Body::from_stream(pieces.map(Ok::<_, std::convert::Infallible>)),
    };
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let kind = axum::http::HeaderValue::from_static(reply.content_type);
    response.headers_mut().insert(axum::http::header::CONTENT_TYPE, kind);
    response
}

fn json_answer(status: StatusCode, value: &Value) -> Response {
    let body = local::Body::Whole(Bytes::from(value.to_string()));
    answer(Reply { status: status.as_u16(), content_type: "application/json", body })
}
