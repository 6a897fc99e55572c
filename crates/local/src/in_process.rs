//! The engine's calls to local models: the transport sends them here instead of to the network, so that they pass the
//! same guard, budget and ledger as any other call, and leave the same evidence.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use futures_util::{FutureExt, StreamExt, stream};
use vendors::HttpRequest;
use vendors::transport::{Incoming, SendFailure, SendMark, Sender};

use crate::answer::{Body, chat};
use crate::models::Models;

/// Where the calls of the vendor `local` go: a name that no network has (RFC 6761), answered in this process.
pub const ADDRESS: &str = "http://local.invalid/";

/// Answers calls to [`ADDRESS`] with local models, and hands all others on.
pub struct InProcess {
    others: Arc<dyn Sender>,
    models: Arc<Models>,
}

impl InProcess {
    /// Before any other way of sending. Costs nothing until a local model is asked.
    pub fn new(others: Arc<dyn Sender>, models: Arc<Models>) -> InProcess {
        InProcess { others, models }
    }
}

impl Sender for InProcess {
    fn send<'a>(
        &'a self,
        request: &'a HttpRequest,
        mark: SendMark,
    ) -> BoxFuture<'a, Result<Incoming, SendFailure>> {
        if !request.url.starts_with(ADDRESS) {
            return self.others.send(request, mark);
        }
        async move {
            mark.set();
            let reply = chat(&self.models, &request.body).await;
            let body = match reply.body {
                Body::Whole(bytes) => stream::iter([Ok(bytes)]).boxed(),
                Body::Stream(pieces) => pieces.map(Ok).boxed(),
            };
            let headers = vec![("content-type".to_owned(), reply.content_type.to_owned())];
            Ok(Incoming { status: reply.status, headers, body })
        }
        .boxed()
    }

    fn is_local(&self, request: &HttpRequest) -> bool {
        request.url.starts_with(ADDRESS) || self.others.is_local(request)
    }
}
