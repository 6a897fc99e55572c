//! When to ask again: delays read from headers, and our own when there are none. Pure; the clock is passed in.

use std::time::Duration;

use crate::{HttpResponse, RateHeaders, ResetStyle};

/// A window named by a reset header is never longer than this: it says when everything is refilled, not when one
/// more request fits.
const LONGEST_RESET: Duration = Duration::from_secs(60);

/// Longest pause between two attempts when the vendor does not say.
pub(super) const LONGEST_BACKOFF: Duration = Duration::from_secs(60);

/// How long the vendor asks us to wait: `retry-after-ms`, then `retry-after` (seconds or an HTTP date), then, for a
/// refusal, the reset of whichever limit is used up.
pub(super) fn asked_delay(response: &HttpResponse, names: &RateHeaders, now_ms: i64) -> Option<Duration> {
    let milliseconds = response.header("retry-after-ms").and_then(|v| v.trim().parse::<f64>().ok());
    milliseconds
        .and_then(|ms| Duration::try_from_secs_f64(ms / 1000.0).ok())
        .or_else(|| retry_after(response.header("retry-after")?, now_ms))
        .or_else(|| if response.status == 429 { reset(response, names, now_ms) } else { None })
}

/// `x-should-retry`: the vendor's own opinion, when it gives one.
pub(super) fn vendor_says(response: &HttpResponse) -> Option<bool> {
    match response.header("x-should-retry")?.trim() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

/// RFC 9110 section 10.2.3, with the decimals some vendors write.
fn retry_after(value: &str, now_ms: i64) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    let at = httpdate::parse_http_date(value).ok()?;
    let at_ms = at.duration_since(std::time::UNIX_EPOCH).ok()?.as_millis();
    Some(until(i64::try_from(at_ms).ok()?, now_ms))
}

fn until(at_ms: i64, now_ms: i64) -> Duration {
    Duration::from_millis(u64::try_from(at_ms.saturating_sub(now_ms)).unwrap_or(0))
}

/// The reset of the limit that is used up; of the nearest one when none says it is.
fn reset(response: &HttpResponse, names: &RateHeaders, now_ms: i64) -> Option<Duration> {
    let groups =
        [(&names.requests_remaining, &names.requests_reset), (&names.tokens_remaining, &names.tokens_reset)];
    let read = |name: &String| {
        let value = response.header(name)?.trim();
        match names.reset {
            ResetStyle::Duration => short_duration(value),
            ResetStyle::Seconds => Duration::try_from_secs_f64(value.parse().ok()?).ok(),
            ResetStyle::Rfc3339 => {
                Some(until(value.parse::<jiff::Timestamp>().ok()?.as_millisecond(), now_ms))
            }
        }
    };
    let used_up = |name: &String| response.header(name).is_some_and(|v| v.trim() == "0");
    let spent = groups.iter().filter(|(remaining, _)| used_up(remaining)).filter_map(|(_, r)| read(r)).max();
    spent.or_else(|| groups.iter().filter_map(|(_, r)| read(r)).min()).map(|d| d.min(LONGEST_RESET))
}

/// `6ms`, `1m2s`, `1h0m3.5s`: numbers with their units, largest first, as Go prints durations.
fn short_duration(text: &str) -> Option<Duration> {
    let mut total = 0.0;
    let mut rest = text;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let number: f64 = rest[..digits].parse().ok()?;
        rest = &rest[digits..];
        let letters = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        total += number
            * match &rest[..letters] {
                "d" => 86_400.0,
                "h" => 3_600.0,
                "m" => 60.0,
                "s" => 1.0,
                "ms" => 1e-3,
                "us" | "µs" => 1e-6,
                "ns" => 1e-9,
                _ => return None,
            };
        rest = &rest[letters..];
    }
    Duration::try_from_secs_f64(total).ok()
}

/// Exponential backoff with full jitter: anywhere between 0 and `base` doubled `count` times, at most `cap`. The
/// same seed and number give the same wait.
pub(super) fn full_jitter(base: Duration, count: u32, cap: Duration, seed: u64, number: u64) -> Duration {
    let longest = base.saturating_mul(1 << count.min(20)).min(cap);
    // 53 random bits make every double of [0, 1) of that grain equally likely
    let share = (mix(seed, number) >> 11) as f64 / (1u64 << 53) as f64;
    longest.mul_f64(share)
}

/// SplitMix64's output function over a counter (Steele, Lea and Flood, OOPSLA 2014).
fn mix(seed: u64, number: u64) -> u64 {
    let mut z = seed.wrapping_add(number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-20T16:00:00Z in milliseconds.
    const NOW: i64 = 1_795_190_400_000;

    fn openai() -> RateHeaders {
        RateHeaders {
            requests_remaining: "x-ratelimit-remaining-requests".into(),
            requests_reset: "x-ratelimit-reset-requests".into(),
            tokens_remaining: "x-ratelimit-remaining-tokens".into(),
            tokens_reset: "x-ratelimit-reset-tokens".into(),
            ..RateHeaders::default()
        }
    }

    fn anthropic() -> RateHeaders {
        RateHeaders {
            tokens_remaining: "anthropic-ratelimit-tokens-remaining".into(),
            tokens_reset: "anthropic-ratelimit-tokens-reset".into(),
            reset: ResetStyle::Rfc3339,
            ..RateHeaders::default()
        }
    }

    fn check(names: &RateHeaders, headers: &[(&str, &str)], expect_ms: Option<u64>) {
        let headers = headers.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        let response = HttpResponse { status: 429, headers, ..HttpResponse::default() };
        let delay = asked_delay(&response, names, NOW);
        assert_eq!(delay, expect_ms.map(Duration::from_millis), "{:?}", response.headers);
    }

    #[test]
    fn retry_after_is_seconds_or_a_date_and_milliseconds_come_first() {
        let none = RateHeaders::default();
        check(&none, &[("retry-after", "7")], Some(7_000));
        check(&none, &[("retry-after", " 0.25 ")], Some(250));
        check(&none, &[("retry-after", "0")], Some(0));
        check(&none, &[("retry-after", "Fri, 20 Nov 2026 16:00:30 GMT")], Some(30_000));
        check(&none, &[("retry-after", "Fri, 20 Nov 2026 15:00:00 GMT")], Some(0));
        check(&none, &[("retry-after", "7"), ("retry-after-ms", "120")], Some(120));
        for nonsense in ["-3", "NaN", "inf", "soon", "", "1e300", "Fri, 20 Nov"] {
            check(&none, &[("retry-after", nonsense)], None);
        }
    }

    #[test]
    fn a_reset_counts_for_the_limit_that_is_used_up() {
        let requests = ("x-ratelimit-reset-requests", "6ms");
        let tokens = ("x-ratelimit-reset-tokens", "1m2s");
        check(&openai(), &[requests, tokens, ("x-ratelimit-remaining-requests", "0")], Some(6));
        // 62 s is when every token is back: one minute is enough to ask again
        check(&openai(), &[requests, tokens, ("x-ratelimit-remaining-tokens", "0")], Some(60_000));
        check(&openai(), &[requests, tokens], Some(6));
        check(&openai(), &[("x-ratelimit-reset-tokens", "2.5s")], Some(2_500));
        check(&openai(), &[("x-ratelimit-reset-tokens", "later")], None);
        check(&anthropic(), &[("anthropic-ratelimit-tokens-reset", "2026-11-20T16:00:12Z")], Some(12_000));
        check(&anthropic(), &[("anthropic-ratelimit-tokens-reset", "2026-11-20T15:59:00Z")], Some(0));
        check(&openai(), &[("retry-after", "3"), requests], Some(3_000));
    }

    #[test]
    fn a_reset_says_nothing_about_an_error_that_is_no_refusal() {
        let headers = vec![("x-ratelimit-reset-requests".to_owned(), "6ms".to_owned())];
        let response = HttpResponse { status: 500, headers, ..HttpResponse::default() };
        assert_eq!(asked_delay(&response, &openai(), NOW), None);
    }

    #[test]
    fn durations_as_go_prints_them() {
        let check = |text: &str, ms: Option<u64>| {
            assert_eq!(short_duration(text), ms.map(Duration::from_millis), "{text}");
        };
        check("6ms", Some(6));
        check("1m2s", Some(62_000));
        check("1h0m3.5s", Some(3_603_500));
        check("0s", Some(0));
        check("1d", Some(86_400_000));
        for nonsense in ["", "5", "s", "1x", "1m2", "..s", "-1s", "1é"] {
            check(nonsense, None);
        }
    }

    #[test]
    fn jitter_is_full_bounded_and_replayable() {
        let (base, cap) = (Duration::from_millis(500), Duration::from_secs(60));
        let draws: Vec<Duration> = (0..2_000).map(|n| full_jitter(base, 3, cap, 42, n)).collect();
        let mean = draws.iter().sum::<Duration>().as_secs_f64() / 2_000.0;
        // uniform on [0, 4 s): mean 2 s, standard error 4/sqrt(12*2000) = 0.026
        assert!((mean - 2.0).abs() < 0.11, "mean {mean}");
        assert!(draws.iter().all(|d| *d < Duration::from_secs(4)));
        assert!(draws.iter().any(|d| *d < Duration::from_millis(200)));
        assert!(draws.iter().any(|d| *d > Duration::from_millis(3_800)));
        assert_eq!(draws, (0..2_000).map(|n| full_jitter(base, 3, cap, 42, n)).collect::<Vec<_>>());
        assert_ne!(draws[0], full_jitter(base, 3, cap, 43, 0));
        assert!((0..500).all(|n| full_jitter(base, 31, cap, 7, n) <= cap));
    }
}
