//! Ctrl-C: once to stop gently, twice to stop now, three times to die.

use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Mutex, PoisonError};

use engine::Stop;

use crate::session::Session;

/// What Ctrl-C pulls now: a command that evaluates several times has one after the other.
static CURRENT: Mutex<Option<Stop>> = Mutex::new(None);

/// A stop that Ctrl-C and SIGTERM pull.
pub fn stop(session: &Session) -> Stop {
    let stop = Stop::default();
    *CURRENT.lock().unwrap_or_else(PoisonError::into_inner) = Some(stop.clone());
    let printer = session.printer;
    let (gently, now) = (session.locale.say("cli-stopping"), session.locale.say("cli-stopping-now"));
    let times = AtomicU8::new(0);
    // only one handler can be set in a process: the first one serves for all
    let _ = ctrlc::set_handler(move || {
        let current = CURRENT.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match (times.fetch_add(1, Ordering::Relaxed), current) {
            (0, Some(stop)) => {
                printer.remark(&gently);
                stop.gently.cancel();
            }
            (1, Some(stop)) => {
                printer.remark(&now);
                stop.now.cancel();
            }
            _ => std::process::abort(),
        }
    });
    stop
}
