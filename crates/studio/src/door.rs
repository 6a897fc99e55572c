//! Who may come in. A page of the studio can spend money and write files, so a request is answered only when
//!
//! - its host is this very server (another name that was made to point here is refused: DNS rebinding);
//! - it comes from a page of ours, or from the person (another site's page is refused: CSRF);
//! - it carries the cookie that the token of this launch was exchanged for, or, from a program, the token itself.
//!
//! Every answer carries a policy that lets nothing run, load or frame it but the studio's own files.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use subtle::ConstantTimeEq;

use crate::StudioError;
use crate::app::App;
use crate::fault::Fault;

/// No inline script or style, nothing from elsewhere, no text ever parsed as HTML by a script.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; \
     trusted-types 'none'";

const HEADERS: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
];

/// The secrets of a launch.
pub struct Door {
    port: u16,
    token: String,
    session: String,
}

impl Door {
    pub fn new(port: u16) -> Result<Door, StudioError> {
        Ok(Door { port, token: random()?, session: random()? })
    }

    /// The address to open, with the token.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/?token={}", self.port, self.token)
    }

    /// Cookies know no port: two studios open at once each have their own.
    fn cookie_name(&self) -> String {
        format!("motjuste-{}", self.port)
    }

    fn is_host(&self, host: &str) -> bool {
        let own = |name: &str| host == format!("{name}:{}", self.port);
        own("127.0.0.1") || own("localhost")
    }

    fn is_origin(&self, origin: &str) -> bool {
        origin.strip_prefix("http://").is_some_and(|host| self.is_host(host))
    }

    /// Whether the request is addressed to this server by a page of ours or by the person.
    fn comes_from_here(&self, method: &Method, headers: &HeaderMap) -> bool {
        let text = |name: HeaderName| headers.get(name).map(|v| v.to_str().unwrap_or("?"));
        if !text(header::HOST).is_some_and(|host| self.is_host(host)) {
            return false;
        }
        let site = text(HeaderName::from_static("sec-fetch-site"));
        let navigates = text(HeaderName::from_static("sec-fetch-mode")) == Some("navigate");
        let reads = matches!(*method, Method::GET | Method::HEAD);
        // a link followed from another site is the person's doing; the cookie is not sent with it
        if matches!(site, Some("cross-site" | "same-site")) && !(reads && navigates) {
            return false;
        }
        match text(header::ORIGIN) {
            // a program that holds the token: no page of another site can send this header without asking first
            None if self.has_token(headers) => true,
            // `null` is what a form of ours sends under `no-referrer`: the browser's own word then decides
            None | Some("null") => reads || site == Some("same-origin"),
            Some(origin) => self.is_origin(origin),
        }
    }

    /// Whether a program brings the token of this launch.
    fn has_token(&self, headers: &HeaderMap) -> bool {
        let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        given.and_then(|value| value.strip_prefix("Bearer ")).is_some_and(|given| same(given, &self.token))
    }

    fn knows(&self, headers: &HeaderMap) -> bool {
        self.has_token(headers)
            || cookie(headers, &self.cookie_name()).is_some_and(|given| same(given, &self.session))
    }

    /// The token exchanged for a cookie, when the request brings it.
    fn exchange(&self, request: &Request) -> Option<Response> {
        if request.method() != Method::GET || request.uri().path() != "/" {
            return None;
        }
        let given = request.uri().query()?.split('&').find_map(|pair| pair.strip_prefix("token="))?;
        if !same(given, &self.token) {
            return None;
        }
        let cookie = format!("{}={}; Path=/; HttpOnly; SameSite=Strict", self.cookie_name(), self.session);
        let value = HeaderValue::from_str(&cookie).ok()?;
        Some(([(header::SET_COOKIE, value)], Redirect::to("/")).into_response())
    }
}

/// The layer in front of every route.
pub async fn guard(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let door = &app.door;
    let mut response = if !door.comes_from_here(request.method(), request.headers()) {
        // nothing is said to whoever should not be here
        StatusCode::FORBIDDEN.into_response()
    } else if let Some(exchanged) = door.exchange(&request) {
        exchanged
    } else if door.knows(request.headers()) {
        next.run(request).await
    } else {
        crate::fault::refused(&app, request.headers(), request.uri().path(), Fault::locked_out())
    };
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

/// The value of a cookie.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let pairs = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
    let mut pairs = pairs.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(n, _)| *n == name).map(|(_, value)| value)
}

fn same(given: &str, secret: &str) -> bool {
    given.as_bytes().ct_eq(secret.as_bytes()).into()
}

/// 256 bits in hexadecimal.
pub fn random() -> Result<String, StudioError> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|cause| StudioError::Random { cause: cause.to_string() })?;
    Ok(bytes.iter().map(|b| format!("{b:02x}")).collect())
}
