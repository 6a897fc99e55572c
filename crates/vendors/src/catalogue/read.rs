//! From TOML to rows, with the line of whatever is wrong.

use std::ops::Range;

use terms::{Currency, Date, Message, Place};
use toml::Spanned;

use super::{BoundKey, Catalogue, Entry, Priced};
use crate::address;
use crate::policy::Rule;
use crate::price::{PriceRow, per_token};
use crate::protocols;
use crate::row::VendorRow;
use crate::table::{Plain, RawPrice, RawRow, Tables};
use crate::{BaseUrlStyle, KeyRule, Origin, VendorError};

/// The wire format of a row that names none.
const USUAL_PROTOCOL: &str = "openai-chat";

/// Headers a row may not set: they carry secrets (and rows are recorded) or belong to the transport.
const RESERVED_HEADERS: [&str; 9] = [
    "authorization",
    "x-api-key",
    "api-key",
    "cookie",
    "proxy-authorization",
    "host",
    "content-length",
    "content-type",
    "transfer-encoding",
];

/// A file being read: turns spans into places.
struct Source<'a> {
    text: &'a str,
    file: &'a str,
}

impl Source<'_> {
    fn place(&self, span: Range<usize>) -> Place {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        Place {
            file: self.file.to_owned(),
            line: u32::try_from(line).ok(),
            column: u32::try_from(column).ok(),
        }
    }

    fn wrong(&self, span: Range<usize>, what: Message) -> VendorError {
        VendorError::Row { place: self.place(span), what }
    }

    fn parse(&self) -> Result<Tables, VendorError> {
        toml::from_str(self.text).map_err(|error| {
            let what = Message::new("vendors-row-unreadable").with("detail", error.message());
            self.wrong(error.span().unwrap_or(0..0), what)
        })
    }
}

impl Catalogue {
    pub(super) fn read_builtin(&mut self, text: &str) -> Result<(), VendorError> {
        let source = Source { text, file: "vendors.toml" };
        let mut tables = source.parse()?;
        for (name, raw) in std::mem::take(&mut tables.protocols) {
            let mut row = blank(&name);
            if let Some(path) = &raw.path {
                row.path.clone_from(path.get_ref());
            }
            raw.over(&mut row);
            self.protocols.insert(name, row);
        }
        let usual = std::mem::take(&mut tables.usual_keys);
        self.lay(&source, tables)?;
        for entry in self.vendors.values_mut() {
            entry.base_url_place = None;
            entry.key_place = None;
            let row = &entry.row;
            if let Some(address) = address::read(&row.base_url, BaseUrlStyle::Url) {
                for env in row.key_env.iter().chain(&row.bearer_env) {
                    let (env, vendor, origin) = (env.clone(), row.name.clone(), address.origin.clone());
                    self.bound_keys.push(BoundKey { env, vendor, origin });
                }
            }
        }
        for (env, url) in usual {
            if let Some(origin) = Origin::of(&url) {
                self.bound_keys.push(BoundKey { env, vendor: url, origin });
            }
        }
        Ok(())
    }

    pub(super) fn read_file(&mut self, text: &str, file: &str) -> Result<(), VendorError> {
        let source = Source { text, file };
        let tables = source.parse()?;
        self.lay(&source, tables)
    }

    fn lay(&mut self, source: &Source<'_>, tables: Tables) -> Result<(), VendorError> {
        let mut waiting: Vec<(Spanned<String>, RawRow)> = tables.vendors.into_iter().collect();
        while !waiting.is_empty() {
            // a row waits for the rows it is like; when none can go on, a name is unknown or they chase each other
            let names: Vec<String> = waiting.iter().map(|(name, _)| name.get_ref().clone()).collect();
            let ready = |(name, raw): &(Spanned<String>, RawRow)| match &raw.like {
                None => true,
                Some(like) if like.get_ref() == name.get_ref() => self.vendors.contains_key(like.get_ref()),
                Some(like) => self.vendors.contains_key(like.get_ref()) && !names.contains(like.get_ref()),
            };
            let Some(at) = waiting.iter().position(ready) else {
                let (name, raw) = &waiting[0];
                let like = raw.like.as_ref().unwrap_or(name);
                let what = Message::new("vendors-row-like").with("name", like.get_ref().as_str());
                return Err(source.wrong(like.span(), what));
            };
            let (name, raw) = waiting.swap_remove(at);
            self.lay_vendor(source, &name, &raw)?;
        }
        for rule in tables.policies {
            self.lay_rule(rule);
        }
        for raw in &tables.prices {
            let row = price(source, raw)?;
            self.prices.push(Priced { file: self.files, row });
        }
        Ok(())
    }

    fn lay_vendor(
        &mut self,
        source: &Source<'_>,
        name: &Spanned<String>,
        raw: &RawRow,
    ) -> Result<(), VendorError> {
        let same = self.vendors.get(name.get_ref());
        let like = raw.like.as_ref().and_then(|like| self.vendors.get(like.get_ref()));
        let below = same.or(like);
        let wanted = match (&raw.protocol, below) {
            (Some(protocol), _) => protocol.get_ref().clone(),
            (None, Some(entry)) => entry.row.protocol.clone(),
            (None, None) => USUAL_PROTOCOL.to_owned(),
        };
        let defaults = self.protocols.get(&wanted).filter(|_| protocols::named(&wanted).is_some());
        let Some(defaults) = defaults else {
            let span = raw.protocol.as_ref().map_or(name.span(), Spanned::span);
            let known = self.protocols.keys().cloned().collect::<Vec<_>>().join(", ");
            let what = Message::new("vendors-row-protocol").with("protocol", wanted).with("known", known);
            return Err(source.wrong(span, what));
        };
        let mut row = match below {
            Some(entry) if entry.row.protocol == wanted => (*entry.row).clone(),
            _ => defaults.clone(),
        };
        let mut base_url_place = below.and_then(|entry| entry.base_url_place.clone());
        if let (None, Some(like)) = (same, like) {
            // a vendor like another is not the other: not its variables, and not its keys
            row.base_url_env = Vec::new();
            if raw.base_url.is_some() {
                row.key_env = Vec::new();
                row.bearer_env = Vec::new();
                row.key = KeyRule::Optional;
            }
            row.kin.clone_from(&like.row.kin);
        }
        if below.is_none() && raw.key_env.is_none() && raw.bearer_env.is_none() {
            row.key = KeyRule::Optional;
        } else if raw.key_env.is_some() {
            row.key = KeyRule::Required;
        }
        let names_keys = raw.key_env.is_some() || raw.bearer_env.is_some();
        let key_place = match names_keys {
            true => Some(source.place(name.span())),
            false => below.and_then(|entry| entry.key_place.clone()),
        };
        row.name.clone_from(name.get_ref());
        if !row.kin.contains(&row.name) {
            row.kin.insert(0, row.name.clone());
        }
        if let Some(url) = &raw.base_url {
            let Some(address) = address::read(url.get_ref(), BaseUrlStyle::Url) else {
                return Err(VendorError::BadUrl {
                    vendor: row.name,
                    url: url.get_ref().clone(),
                    env: None,
                    place: Some(source.place(url.span())),
                });
            };
            row.base_url = address.url;
            base_url_place = Some(source.place(url.span()));
        }
        if row.base_url.is_empty() {
            return Err(source.wrong(name.span(), Message::new("vendors-row-no-url").with("name", row.name)));
        }
        if let Some(path) = &raw.path {
            // glued to the base address: anything but a plain path could change whose machine it is
            let plain = |b: u8| b.is_ascii_graphic() && !b"\\#\"<>`{}|^".contains(&b);
            if !path.get_ref().starts_with('/') || !path.get_ref().bytes().all(plain) {
                let what = Message::new("vendors-row-path").with("path", path.get_ref().as_str());
                return Err(source.wrong(path.span(), what));
            }
            row.path.clone_from(path.get_ref());
        }
        for (header, value) in raw.headers.iter().flatten() {
            let lower = header.get_ref().to_ascii_lowercase();
            let token = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
            if lower.is_empty() || !lower.bytes().all(token) || RESERVED_HEADERS.contains(&lower.as_str()) {
                let what = Message::new("vendors-row-header").with("name", header.get_ref().as_str());
                return Err(source.wrong(header.span(), what));
            }
            if !value.bytes().all(|b| b == b' ' || b.is_ascii_graphic()) {
                let what = Message::new("vendors-row-header-value").with("name", lower);
                return Err(source.wrong(header.span(), what));
            }
            row.headers.insert(lower, value.clone());
        }
        raw.over(&mut row);
        row.protocol = wanted;
        self.vendors.insert(row.name.clone(), Entry { row: row.into(), base_url_place, key_place });
        Ok(())
    }

    fn lay_rule(&mut self, mut rule: Rule) {
        if rule.models.0.is_empty() {
            rule.models.0.push("*".to_owned());
        }
        self.rules.push(rule);
    }
}

fn blank(protocol: &str) -> VendorRow {
    VendorRow {
        name: String::new(),
        kin: Vec::new(),
        protocol: protocol.to_owned(),
        base_url: String::new(),
        base_url_env: Vec::new(),
        base_url_style: BaseUrlStyle::Url,
        path: String::new(),
        key_env: Vec::new(),
        bearer_env: Vec::new(),
        key: KeyRule::Required,
        auth: crate::Auth::Bearer,
        api_version: None,
        headers: Default::default(),
        max_tokens_field: "max_tokens".to_owned(),
        default_max_tokens: None,
        maximum_max_tokens: None,
        structured: crate::Structured::None,
        stream_usage: false,
        done_optional: false,
        message_names: false,
        usage: Default::default(),
        rate_headers: Default::default(),
    }
}

fn price(source: &Source<'_>, raw: &RawPrice) -> Result<PriceRow, VendorError> {
    let amount = |written: &Spanned<Plain>| {
        let text = &written.get_ref().0;
        per_token(text).ok_or_else(|| {
            source.wrong(written.span(), Message::new("vendors-row-amount").with("amount", &**text))
        })
    };
    let date = |written: &Spanned<Plain>| {
        let text = &written.get_ref().0;
        text.parse::<Date>()
            .map_err(|_| source.wrong(written.span(), Message::new("vendors-row-date").with("date", &**text)))
    };
    let currency = Currency::try_from(raw.currency.get_ref().clone()).map_err(|_| {
        let what = Message::new("vendors-row-currency").with("currency", raw.currency.get_ref().as_str());
        source.wrong(raw.currency.span(), what)
    })?;
    let input = amount(&raw.input)?;
    let from = date(&raw.from)?;
    Ok(PriceRow {
        vendor: raw.vendor.clone(),
        models: raw.models.clone(),
        from,
        checked: raw.checked.as_ref().map_or(Ok(from), date)?,
        currency,
        input,
        output: amount(&raw.output)?,
        cached: raw.cached.as_ref().map_or(Ok(input), amount)?,
        cache_write: raw.cache_write.as_ref().map_or(Ok(input), amount)?,
        window: raw.window,
        source: raw.source.clone(),
    })
}
