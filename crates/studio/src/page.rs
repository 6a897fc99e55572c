//! What every page has: its language, its theme, the navigation, the files it loads.

use std::convert::Infallible;
use std::sync::Arc;

use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::header::{self, HeaderMap};
use axum::http::request::Parts;
use axum::response::Html;
use locale::Locale;
use terms::{Lang, Message};

use crate::app::App;
use crate::door::cookie;
use crate::fault::Fault;

/// Names of the cookies that hold a person's choices.
pub const LANG: &str = "motjuste-lang";
pub const THEME: &str = "motjuste-theme";
/// The themes there are; any other means the system's.
pub const THEMES: [&str; 2] = ["light", "dark"];

/// A request, and how its person likes to read.
#[derive(Clone)]
pub struct Visit {
    pub app: Arc<App>,
    lang: Lang,
    theme: Option<&'static str>,
    here: String,
}

impl Visit {
    pub fn new(app: Arc<App>, headers: &HeaderMap, here: String) -> Visit {
        let chosen = cookie(headers, LANG).and_then(Lang::from_tag);
        let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok());
        let lang = chosen.or_else(|| wanted.and_then(preferred)).unwrap_or(app.lang);
        let theme = cookie(headers, THEME).and_then(|name| THEMES.into_iter().find(|t| *t == name));
        Visit { app, lang, theme, here }
    }

    pub fn locale(&self) -> &Locale {
        self.app.locale(self.lang)
    }

    pub fn text(&self, message: &Message) -> String {
        report::visible::lines(&self.locale().text(message)).into_owned()
    }

    /// The frame of a page; `nav` is the address of the entry of the navigation it belongs to.
    pub fn page(&self, nav: &'static str) -> Page {
        Page { visit: self.clone(), nav }
    }
}

/// The first language of `Accept-Language` that is one of ours: browsers list them by preference.
fn preferred(accepted: &str) -> Option<Lang> {
    accepted.split(',').find_map(|tag| Lang::from_tag(tag.split(';').next()?.trim()))
}

impl FromRequestParts<Arc<App>> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Visit, Infallible> {
        let here = parts.uri.path_and_query().map_or("/", |p| p.as_str()).to_owned();
        Ok(Visit::new(app.clone(), &parts.headers, here))
    }
}

/// The frame of a page.
pub struct Page {
    visit: Visit,
    nav: &'static str,
}

impl Page {
    /// A sentence.
    pub fn say(&self, key: &'static str) -> String {
        self.visit.locale().say(key)
    }

    pub fn lang(&self) -> &'static str {
        self.visit.lang.code()
    }

    pub fn theme(&self) -> &'static str {
        self.visit.theme.unwrap_or("system")
    }

    /// The page itself, to come back to.
    pub fn here(&self) -> &str {
        &self.visit.here
    }

    /// The project's folder by its name.
    pub fn project(&self) -> String {
        let name = self.visit.app.root.file_name().map(|n| n.to_string_lossy().into_owned());
        report::visible::excerpt(&name.unwrap_or_default(), 60)
    }

    /// `page` for the entry of the navigation where this page is, as `aria-current` says it.
    pub fn current(&self, nav: &str) -> &'static str {
        if self.nav == nav { "page" } else { "false" }
    }

    pub fn asset(&self, name: &str) -> String {
        crate::assets::address(name)
    }
}

/// A template as a page.
pub fn html(template: &impl Template) -> Result<Html<String>, Fault> {
    Ok(Html(template.render()?))
}

/// A path in an address: each part encoded.
pub fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(byte as char)
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// Day and time in the person's zone, ISO 8601 to the minute: the same in both languages.
pub fn day(unix_ms: i64) -> String {
    let time = jiff::Timestamp::from_millisecond(unix_ms).unwrap_or_default();
    time.to_zoned(jiff::tz::TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string()
}
