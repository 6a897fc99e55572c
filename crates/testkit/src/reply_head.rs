//! The head of an answer: status line and the vendors' own headers.

use std::fmt::{Arguments, Write};
use std::time::{Duration, SystemTime};

use crate::http::reason;
use crate::limiter::Allowance;
use crate::script::Endpoint;

/// The status line and the date.
pub(crate) fn start(status: u16) -> Vec<u8> {
    let mut head = Vec::with_capacity(1024);
    let now = SystemTime::now();
    field_or_line(&mut head, format_args!("HTTP/1.1 {status} {}", reason(status)));
    field(&mut head, "date", format_args!("{}", httpdate::HttpDate::from(now)));
    field(&mut head, "server", format_args!("fake-vendor"));
    head
}

/// Adds a header. Line breaks in a value would make another header: they become blanks.
pub(crate) fn field(head: &mut Vec<u8>, name: &str, value: Arguments<'_>) {
    let start = head.len();
    field_or_line(head, format_args!("{name}: {value}"));
    let end = head.len() - 2;
    head[start..end].iter_mut().filter(|b| **b < b' ').for_each(|b| *b = b' ');
}

fn field_or_line(head: &mut Vec<u8>, line: Arguments<'_>) {
    // writing into a vector cannot fail
    let _ = std::io::Write::write_fmt(head, line);
    head.extend_from_slice(b"\r\n");
}

/// The vendor's headers about its limits.
pub(crate) fn limits(head: &mut Vec<u8>, endpoint: Endpoint, burst: u32, allowance: &Allowance) {
    let Allowance { remaining, full, .. } = allowance;
    match endpoint {
        Endpoint::Chat => {
            field(head, "x-ratelimit-limit-requests", format_args!("{burst}"));
            field(head, "x-ratelimit-remaining-requests", format_args!("{remaining}"));
            field(head, "x-ratelimit-reset-requests", format_args!("{}", go_duration(*full)));
        }
        Endpoint::Messages => {
            field(head, "anthropic-ratelimit-requests-limit", format_args!("{burst}"));
            field(head, "anthropic-ratelimit-requests-remaining", format_args!("{remaining}"));
            field(head, "anthropic-ratelimit-requests-reset", format_args!("{}", rfc3339(*full)));
        }
    }
}

/// `6ms`, `1.25s`, `1m2s`: how OpenAI writes a duration.
fn go_duration(wait: Duration) -> String {
    let (seconds, ms) = (wait.as_secs(), wait.subsec_millis());
    let mut out = String::new();
    let _ = match (seconds / 60, seconds % 60, ms) {
        (0, 0, ms) => write!(out, "{ms}ms"),
        (0, s, 0) => write!(out, "{s}s"),
        (0, s, ms) => write!(out, "{s}.{ms:03}s"),
        (m, s, _) => write!(out, "{m}m{s}s"),
    };
    out
}

/// The time so far from now, to the second above, as Anthropic writes it: `2026-11-20T16:12:05Z`.
fn rfc3339(wait: Duration) -> String {
    let since = (SystemTime::now() + wait).duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let seconds = since.as_secs() + u64::from(since.subsec_nanos() > 0);
    let (day, time) = (seconds / 86_400, seconds % 86_400);
    let (year, month, day) = civil(day);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", time / 3600, time / 60 % 60, time % 60)
}

/// Year, month and day of a number of days since 1970-01-01 (Howard Hinnant, "chrono-compatible low-level date
/// algorithms", `civil_from_days`).
fn civil(days: u64) -> (u64, u64, u64) {
    let z = days + 719_468;
    let (era, of_era) = (z / 146_097, z % 146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (era * 400 + year + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_written_as_the_vendor_writes_them() {
        let check = |ms, text| assert_eq!(go_duration(Duration::from_millis(ms)), text);
        check(6, "6ms");
        check(2_000, "2s");
        check(1_250, "1.250s");
        check(62_000, "1m2s");
    }

    #[test]
    fn days_become_dates() {
        // date -u -d @$((86400 * n)) +%F
        assert_eq!(civil(0), (1970, 1, 1));
        assert_eq!(civil(11_016), (2000, 2, 29));
        assert_eq!(civil(20_777), (2026, 11, 20));
    }

    #[test]
    fn a_value_cannot_add_a_header() {
        let mut head = Vec::new();
        field(&mut head, "x", format_args!("a\r\nb: c"));
        assert_eq!(head, b"x: a  b: c\r\n");
    }
}
