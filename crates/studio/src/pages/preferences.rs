//! Language and theme: kept in cookies, and back to the same page.

use axum::Form;
use axum::http::header::{self, HeaderValue};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use serde::Deserialize;
use terms::Lang;

use crate::page::{LANG, THEME, THEMES};

#[derive(Deserialize)]
pub struct Chosen {
    #[serde(default)]
    back: String,
    lang: Option<String>,
    theme: Option<String>,
}

/// A year.
const KEPT: u32 = 31_536_000;

pub async fn keep(Form(chosen): Form<Chosen>) -> Response {
    let lang = chosen.lang.as_deref().and_then(Lang::from_tag).map(|lang| (LANG, lang.code()));
    let theme = chosen
        .theme
        .as_deref()
        .map(|name| (THEME, THEMES.into_iter().find(|t| *t == name).unwrap_or("system")));
    let cookie = |(name, value): (&str, &str)| {
        let text = format!("{name}={value}; Path=/; Max-Age={KEPT}; HttpOnly; SameSite=Strict");
        HeaderValue::from_str(&text).ok().map(|value| (header::SET_COOKIE, value))
    };
    let cookies: Vec<_> = [lang, theme].into_iter().flatten().filter_map(cookie).collect();
    (AppendHeaders(cookies), Redirect::to(back(&chosen.back))).into_response()
}

/// Only a page of ours: `//host` and `/\host` would lead elsewhere.
fn back(to: &str) -> &str {
    let plain = to.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    if to.starts_with('/') && !to.starts_with("//") && plain { to } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::back;

    #[test]
    fn the_way_back_stays_here() {
        assert_eq!(back("/prompt/a.mot.md?x=1"), "/prompt/a.mot.md?x=1");
        for bad in ["//evil.example", "/\\evil.example", "https://evil.example", "", "/a\r\nb"] {
            assert_eq!(back(bad), "/");
        }
    }
}
