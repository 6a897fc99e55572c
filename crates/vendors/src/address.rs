//! Base addresses: what may be one, and whose machine it points to. Strict on purpose: an address two parsers
//! could read differently is refused, because keys are bound to scheme, host and port.

use std::fmt;
use std::net::IpAddr;

use crate::BaseUrlStyle;

/// A base address that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    /// The whole address without a trailing slash.
    pub url: String,
    /// What keys are bound to.
    pub origin: Origin,
}

/// Scheme, host and port: what a key is bound to. Shown as `https://api.openai.com:443`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    https: bool,
    /// Lower case; IPv6 without brackets.
    host: String,
    port: u16,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.https { "https" } else { "http" };
        match self.host.contains(':') {
            true => write!(f, "{scheme}://[{}]:{}", self.host, self.port),
            false => write!(f, "{scheme}://{}:{}", self.host, self.port),
        }
    }
}

impl Origin {
    /// That of a whole address; `None` when it cannot be one of a vendor.
    pub fn of(url: &str) -> Option<Origin> {
        parse(url, None).map(|address| address.origin)
    }

    /// Whether what is sent there is encrypted.
    pub fn is_https(&self) -> bool {
        self.https
    }

    /// Whether it is this very machine: `localhost`, 127.0.0.0/8 or ::1.
    pub fn is_loopback(&self) -> bool {
        self.host == "localhost" || self.host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
    }
}

/// Reads an address as this style writes it; `None` when it cannot be used.
pub(crate) fn read(text: &str, style: BaseUrlStyle) -> Option<Address> {
    match style {
        BaseUrlStyle::Url => parse(text, None),
        BaseUrlStyle::OllamaHost => ollama(text),
    }
}

/// `OLLAMA_HOST` as Ollama reads it: no scheme is http, no port is 11434, every address is this machine.
fn ollama(text: &str) -> Option<Address> {
    let text = text.trim().trim_end_matches('/');
    let (whole, port) = match text.split_once("://") {
        Some(("http" | "https", _)) => (text.to_owned(), None),
        Some(_) => return None,
        None => (format!("http://{text}"), Some(11434)),
    };
    let mut address = parse(&whole, port)?;
    if matches!(address.origin.host.as_str(), "0.0.0.0" | "::") {
        let host = if address.origin.host == "::" { "::1" } else { "127.0.0.1" };
        let bracketed = if host == "::1" { "[::1]" } else { host };
        address = parse(&format!("http://{bracketed}:{}", address.origin.port), None)?;
    }
    if !address.url.ends_with("/v1") {
        address.url.push_str("/v1");
    }
    Some(address)
}

/// A port given as default is also written into the address.
fn parse(text: &str, default_port: Option<u16>) -> Option<Address> {
    let text = text.trim().trim_end_matches('/');
    let (scheme, rest) = text.split_once("://")?;
    let https = match scheme.to_ascii_lowercase().as_str() {
        "https" => true,
        "http" => false,
        _ => return None,
    };
    let (authority, path) = match rest.find('/') {
        Some(at) => rest.split_at(at),
        None => (rest, ""),
    };
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~/%:@!$&'()*+,=".contains(c);
    if !path.chars().all(plain) || path.split('/').any(|segment| segment == ".." || segment == ".") {
        return None;
    }
    let (host, port) = host_and_port(authority)?;
    let usual = if https { 443 } else { 80 };
    let host = host.to_ascii_lowercase();
    let origin = Origin { https, host, port: port.or(default_port).unwrap_or(usual) };
    let mut url = String::with_capacity(text.len() + 6);
    url.push_str(if https { "https://" } else { "http://" });
    url.push_str(authority);
    if let (None, Some(default)) = (port, default_port) {
        url.push_str(&format!(":{default}"));
    }
    url.push_str(path);
    Some(Address { url, origin })
}

fn host_and_port(authority: &str) -> Option<(&str, Option<u16>)> {
    let (host, port) = if let Some(rest) = authority.strip_prefix('[') {
        let (host, after) = rest.split_once(']')?;
        host.parse::<std::net::Ipv6Addr>().ok()?;
        match after.strip_prefix(':') {
            Some(port) => (host, Some(port)),
            None if after.is_empty() => (host, None),
            None => return None,
        }
    } else {
        let (host, port) = match authority.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority, None),
        };
        let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
        if host.is_empty() || !host.chars().all(letter) {
            return None;
        }
        (host, port)
    };
    let port = match port {
        None => None,
        Some(digits) if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) => {
            Some(digits.parse::<u16>().ok().filter(|&p| p != 0)?)
        }
        Some(_) => return None,
    };
    Some((host, port))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Option<String> {
        read(text, BaseUrlStyle::Url).map(|a| a.url)
    }
    fn ollama_host(text: &str) -> Option<String> {
        read(text, BaseUrlStyle::OllamaHost).map(|a| a.url)
    }
    fn loopback(text: &str) -> bool {
        read(text, BaseUrlStyle::Url).unwrap().origin.is_loopback()
    }

    #[test]
    fn plain_addresses_lose_their_last_slash() {
        assert_eq!(url("https://api.openai.com/v1/").as_deref(), Some("https://api.openai.com/v1"));
        assert_eq!(url(" HTTP://127.0.0.1:8080/v1 ").as_deref(), Some("http://127.0.0.1:8080/v1"));
        assert_eq!(url("http://[::1]:9/v1").as_deref(), Some("http://[::1]:9/v1"));
    }

    #[test]
    fn what_two_parsers_could_read_differently_is_refused() {
        for bad in [
            "",
            "api.openai.com/v1",
            "ftp://a.b",
            "https://",
            "https://user:pw@host/v1",
            "https://localhost\\@evil.example",
            "https://host/v1?key=1",
            "https://host/v1#x",
            "https://host:99999",
            "https://host:0",
            "https://host:/v1",
            "https://ho st",
            "https://[::1",
            "https://[zz]/",
            "https://host/a/../b",
            "https://héte.example",
            "https://host/\n",
            "https://host/v1\r\nx: y",
        ] {
            // a trailing line break alone is trimmed, as environment variables often carry one
            let expect = if bad == "https://host/\n" { Some("https://host".to_owned()) } else { None };
            assert_eq!(url(bad), expect, "{bad:?}");
        }
    }

    #[test]
    fn only_this_machine_is_loopback() {
        for yes in ["http://localhost:1", "http://127.0.0.1", "http://127.9.9.9/x", "http://[::1]:80"] {
            assert!(loopback(yes), "{yes}");
        }
        for no in [
            "http://127.0.0.1.evil.example",
            "http://localhost.evil.example",
            "http://10.0.0.1",
            "http://0.0.0.0",
        ] {
            assert!(!loopback(no), "{no}");
        }
    }

    #[test]
    fn an_origin_is_told_in_one_way() {
        let shown = |text: &str| Origin::of(text).map(|origin| origin.to_string());
        assert_eq!(shown("https://API.openai.com/v1").as_deref(), Some("https://api.openai.com:443"));
        assert_eq!(shown("http://[::1]/v1").as_deref(), Some("http://[::1]:80"));
        assert_eq!(shown("https://h:8443").and_then(|text| shown(&text)).as_deref(), Some("https://h:8443"));
        assert_eq!(shown("https://u:p@h"), None);
    }

    #[test]
    fn ollama_host_is_read_as_ollama_reads_it() {
        assert_eq!(ollama_host("127.0.0.1").as_deref(), Some("http://127.0.0.1:11434/v1"));
        assert_eq!(ollama_host("0.0.0.0:9000").as_deref(), Some("http://127.0.0.1:9000/v1"));
        assert_eq!(ollama_host("http://box:80/").as_deref(), Some("http://box:80/v1"));
        assert_eq!(ollama_host("https://ollama.example/v1").as_deref(), Some("https://ollama.example/v1"));
        assert_eq!(ollama_host("ftp://x"), None);
    }
}
