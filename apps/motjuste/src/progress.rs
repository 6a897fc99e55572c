//! The progress line on stderr: trials, rate, time left, money.

use std::sync::Arc;
use std::time::Duration;

use engine::Progress;
use engine::progress::{Moment, Notice};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use locale::Locale;
use studies::Live;
use terms::{Message, Money};

use crate::session::Session;

const TICK: Duration = Duration::from_millis(100);

/// Draws while the work goes on.
pub async fn watch<T>(
    session: &Session,
    progress: Arc<Progress>,
    cap: Option<Money>,
    work: impl Future<Output = T>,
) -> T {
    watch_study(session, progress, cap, Live::default(), work).await
}

/// The same for a study that tells how it stands.
pub async fn watch_study<T>(
    session: &Session,
    progress: Arc<Progress>,
    cap: Option<Money>,
    live: Live,
    work: impl Future<Output = T>,
) -> T {
    let bar = if session.printer.draws() { ProgressBar::new(0) } else { ProgressBar::hidden() };
    if session.printer.draws() {
        bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(10));
    }
    if let Ok(style) = ProgressStyle::with_template("{bar:24} {msg}") {
        bar.set_style(style.progress_chars("━╸─"));
    }
    tokio::pin!(work);
    let mut tick = tokio::time::interval(TICK);
    let result = loop {
        tokio::select! {
            result = &mut work => break result,
            _ = tick.tick() => show(session, &bar, &progress, cap, &live),
        }
    };
    notices(session, &bar, &progress);
    bar.finish_and_clear();
    result
}

fn show(session: &Session, bar: &ProgressBar, progress: &Progress, cap: Option<Money>, live: &Live) {
    notices(session, bar, progress);
    if bar.is_hidden() {
        return;
    }
    let now = progress.now();
    bar.set_length(now.total.max(1));
    bar.set_position(now.done);
    let counted = line(&session.locale, &now, cap);
    bar.set_message(match live.now() {
        Some(standing) => format!("{} · {counted}", session.locale.text(&standing)),
        None => counted,
    });
}

fn notices(session: &Session, bar: &ProgressBar, progress: &Progress) {
    for notice in progress.take_notices() {
        bar.suspend(|| session.printer.remark(&session.locale.text(&waiting(&notice))));
    }
}

/// Why nothing is sent, and until when in the person's zone.
pub fn waiting(notice: &Notice) -> Message {
    let Notice::Waiting { until_unix_ms, .. } = notice;
    notice.message(&clock(*until_unix_ms))
}

fn line(locale: &Locale, now: &Moment, cap: Option<Money>) -> String {
    if now.total == 0 {
        return locale.say("cli-progress-reading");
    }
    // what came from the ledger says nothing about the rate of what is still to be asked
    let fresh = now.done.saturating_sub(now.reused);
    let rate = fresh as f64 / now.seconds.max(0.001);
    let left = now.total.saturating_sub(now.done);
    let mut parts = vec![format!("{}/{}", locale.integer(now.done as i64), locale.integer(now.total as i64))];
    if fresh > 0 {
        parts.push(
            locale.text(
                &Message::new("cli-progress-rate")
                    .with("rate", locale.fixed(rate, if rate < 10.0 { 1 } else { 0 })),
            ),
        );
        parts.push(
            locale.text(&Message::new("cli-progress-left").with("time", locale.duration(left as f64 / rate))),
        );
    }
    for spent in &now.spent {
        parts.push(match cap {
            Some(cap) => locale.text(
                &Message::new("cli-progress-of")
                    .with("spent", locale.money(spent))
                    .with("cap", locale.money(&cap)),
            ),
            None => locale.money(spent),
        });
    }
    if now.failed > 0 {
        parts.push(locale.text(&Message::new("cli-progress-failed").with("count", now.failed)));
    }
    parts.join(" · ")
}

/// The time of day in the person's zone.
fn clock(unix_ms: i64) -> String {
    let time = jiff::Timestamp::from_millisecond(unix_ms).unwrap_or_default();
    time.to_zoned(jiff::tz::TimeZone::system()).strftime("%H:%M:%S").to_string()
}

/// Day and time in the person's zone, ISO 8601 to the minute: the same in both languages.
pub fn day(unix_ms: i64) -> String {
    let time = jiff::Timestamp::from_millisecond(unix_ms).unwrap_or_default();
    time.to_zoned(jiff::tz::TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string()
}
