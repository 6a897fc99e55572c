//! The top of every page that stands alone: its policy, its one style sheet, nothing fetched.

use std::io::{self, Write};

use locale::Locale;

use super::escape::Esc;

/// What differs between two pages before their body.
pub(crate) struct Shell<'a> {
    /// Content-Security-Policy.
    pub policy: &'a str,
    /// What the page is about; the name of the product follows it.
    pub title: &'a str,
    /// The style sheet, which the policy allows by its hash.
    pub style: &'a str,
}

impl Shell<'_> {
    /// Everything up to the body's first element.
    pub(crate) fn write(&self, locale: &Locale, out: &mut dyn Write) -> io::Result<()> {
        write!(
            out,
            r##"<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>{title} – Mot Juste</title>
<link rel="icon" href="data:,">
<style>{style}</style>
</head>
<body>
"##,
            lang = locale.lang().code(),
            policy = Esc(self.policy),
            title = Esc(self.title),
            style = self.style,
        )
    }
}
