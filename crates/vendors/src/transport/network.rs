//! Sending over the network: reqwest with rustls and ring, HTTP/1.1 with connections kept alive.
//!
//! Every client of the program is made here. HTTP/1.1 only: it is what the vendors' own libraries speak, a lost
//! packet delays one answer instead of all of them, and nothing waits in a queue we cannot see or time.

use std::pin::Pin;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use futures_util::{FutureExt, StreamExt, TryStreamExt};
use http_body::{Body, Frame, SizeHint};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Method, Request, Url};

use super::{Incoming, Options, SendFailure, SendMark, Sender};
use crate::{HttpRequest, VendorError};

/// A server of one's own closes an idle connection after 5 s (uvicorn, node): a request sent into that closing may
/// be lost or not, and would have to be called unknown. Connecting again to the loopback costs nothing.
const IDLE_LOCAL: Duration = Duration::from_secs(4);
/// Vendors keep idle connections a minute or more, and a TLS handshake costs two round trips.
const IDLE_REMOTE: Duration = Duration::from_secs(30);

/// The network. Clients are made when first needed: one for `http:` to this machine, which needs no root of trust
/// and no proxy, one for `https:` to this machine, one for everything else.
pub(super) struct Network {
    connect_timeout: Duration,
    user_agent: HeaderValue,
    local_plain: Client,
    local_tls: OnceLock<Client>,
    remote: OnceLock<Client>,
    /// The last address and what it was read as: thousands of calls in a row go to the same one.
    address: Mutex<Option<(String, Url)>>,
}

impl Network {
    pub(super) fn new(options: &Options) -> Result<Network, VendorError> {
        let unusable = |detail: String| VendorError::Connect {
            vendor: String::from("-"),
            url: String::from("http://localhost"),
            detail,
        };
        // one process has one provider; a second installation says so and is ignored
        let _ = rustls::crypto::ring::default_provider().install_default();
        let user_agent =
            HeaderValue::from_str(&options.user_agent).map_err(|error| unusable(error.to_string()))?;
        // an empty list of roots keeps reqwest from reading the system's, which takes milliseconds
        let local_plain = builder(options.connect_timeout, &user_agent)
            .no_proxy()
            .tls_certs_only([])
            .pool_idle_timeout(IDLE_LOCAL)
            .build()
            .map_err(|error| unusable(innermost(&error).0))?;
        Ok(Network {
            connect_timeout: options.connect_timeout,
            user_agent,
            local_plain,
            local_tls: OnceLock::new(),
            remote: OnceLock::new(),
            address: Mutex::new(None),
        })
    }

    fn url(&self, text: &str) -> Result<Url, SendFailure> {
        let mut last = self.address.lock().unwrap_or_else(PoisonError::into_inner);
        match &*last {
            Some((known, url)) if known == text => Ok(url.clone()),
            _ => {
                let url = Url::parse(text).map_err(|error| SendFailure::Connect(error.to_string()))?;
                *last = Some((text.to_owned(), url.clone()));
                Ok(url)
            }
        }
    }

    /// The client for this address. On Linux the roots are the system's files; elsewhere the system itself judges
    /// certificates, so that what a company installs or revokes counts here too.
    fn client(&self, url: &Url) -> Result<&Client, SendFailure> {
        let local = is_loopback(url);
        if local && url.scheme() == "http" {
            return Ok(&self.local_plain);
        }
        let place = if local { &self.local_tls } else { &self.remote };
        if let Some(client) = place.get() {
            return Ok(client);
        }
        let mut builder = builder(self.connect_timeout, &self.user_agent).pool_idle_timeout(IDLE_REMOTE);
        if local {
            builder = builder.no_proxy();
        }
        // no root of trust can be read: there is nobody to ask again
        let client = builder.build().map_err(|error| SendFailure::Tls(innermost(&error).0))?;
        Ok(place.get_or_init(|| client))
    }
}

fn builder(connect_timeout: Duration, user_agent: &HeaderValue) -> reqwest::ClientBuilder {
    Client::builder()
        .http1_only()
        .connect_timeout(connect_timeout)
        .user_agent(user_agent.clone())
        // a redirect would carry the key and the messages to an address nobody chose
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .tcp_nodelay(true)
}

/// Whether the address is this machine.
fn is_loopback(url: &Url) -> bool {
    let Some(host) = url.host_str() else { return false };
    let literal = host.trim_start_matches('[').trim_end_matches(']').parse::<std::net::IpAddr>();
    literal.map_or_else(|_| host == "localhost" || host.ends_with(".localhost"), |ip| ip.is_loopback())
}

impl Sender for Network {
    fn send<'a>(
        &'a self,
        request: &'a HttpRequest,
        mark: SendMark,
    ) -> BoxFuture<'a, Result<Incoming, SendFailure>> {
        async move {
            let sent = mark.clone();
            let prepared = prepare(request, self.url(&request.url)?, mark)?;
            let client = self.client(prepared.url())?;
            let response = client.execute(prepared).await.map_err(|error| failure(&error))?;
            // an answer is proof enough, even to a request without a body
            sent.set();
            let headers = response.headers().iter();
            let headers = headers
                .map(|(n, v)| (n.as_str().to_owned(), String::from_utf8_lossy(v.as_bytes()).into_owned()))
                .collect();
            let status = response.status().as_u16();
            let body = response.bytes_stream().map_err(|error| failure(&error)).boxed();
            Ok(Incoming { status, headers, body })
        }
        .boxed()
    }

    fn is_local(&self, request: &HttpRequest) -> bool {
        Url::parse(&request.url).is_ok_and(|url| is_loopback(&url))
    }
}

fn prepare(request: &HttpRequest, url: Url, mark: SendMark) -> Result<Request, SendFailure> {
    let bad = |error: &dyn std::fmt::Display| SendFailure::Connect(error.to_string());
    let method = Method::from_bytes(request.method.as_bytes()).map_err(|e| bad(&e))?;
    let mut prepared = Request::new(method, url);
    let mut headers = HeaderMap::with_capacity(request.headers.len() + 6);
    for (name, value) in &request.headers {
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|e| bad(&e))?;
        headers.insert(name, HeaderValue::from_str(value).map_err(|e| bad(&e))?);
    }
    if let Some((name, secret)) = &request.secret_header {
        // the error of a bad value would be about the secret: say only that it is bad
        let value = HeaderValue::from_str(secret.expose());
        let mut value = value.map_err(|_| SendFailure::Connect((*name).to_owned()))?;
        value.set_sensitive(true);
        headers.insert(HeaderName::from_static(name), value);
    }
    *prepared.headers_mut() = headers;
    let body = Tracked { rest: Some(request.body.clone()), mark };
    *prepared.body_mut() = Some(reqwest::Body::wrap(body));
    Ok(prepared)
}

/// A failure that says whether a connection was ever made. The address is left out: the error made from this names it.
fn failure(error: &reqwest::Error) -> SendFailure {
    let (detail, tls) = innermost(error);
    match (error.is_connect() || error.is_builder(), tls) {
        (true, true) => SendFailure::Tls(detail),
        (true, false) => SendFailure::Connect(detail),
        (false, _) => SendFailure::Broken(detail),
    }
}

/// The innermost cause, which is what the system said ("Connection refused (os error 111)"), and whether it is TLS's.
fn innermost(error: &(dyn std::error::Error + 'static)) -> (String, bool) {
    let mut error = error;
    loop {
        // an io::Error does not call what it wraps its source
        let wrapped = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        match wrapped.map(|inner| inner as &(dyn std::error::Error + 'static)).or_else(|| error.source()) {
            Some(inner) => error = inner,
            None => return (error.to_string(), error.is::<rustls::Error>()),
        }
    }
}

/// The body of a request. It is first asked for when the head is written to the connection: that is the instant
/// from which the vendor may have the request.
struct Tracked {
    rest: Option<Bytes>,
    mark: SendMark,
}

impl Body for Tracked {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        self.mark.set();
        Poll::Ready(self.rest.take().map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.as_ref().is_none_or(Bytes::is_empty)
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.rest.as_ref().map_or(0, Bytes::len) as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_loopback() {
        let check =
            |url: &str, expect: bool| assert_eq!(is_loopback(&Url::parse(url).unwrap()), expect, "{url}");
        check("http://127.0.0.1:8080/v1", true);
        check("http://127.9.9.9/", true);
        check("http://[::1]:11434/v1", true);
        check("http://localhost:11434", true);
        check("http://a.localhost", true);
        check("http://localhost.example.com", false);
        check("http://127.0.0.1.example.com", false);
        check("http://192.168.1.4", false);
        check("https://api.openai.com/v1", false);
    }
}
