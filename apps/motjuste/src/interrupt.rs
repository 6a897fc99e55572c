//! Ctrl-C: once to stop gently, twice to stop now, three times to die.

use std::sync::atomic::{AtomicU8, Ordering};

use engine::Stop;

use crate::session::Session;

/// A stop that Ctrl-C and SIGTERM pull.
pub fn stop(session: &Session) -> Stop {
    let stop = Stop::default();
    let (pulled, printer) = (stop.clone(), session.printer);
    let (gently, now) = (session.locale.say("cli-stopping"), session.locale.say("cli-stopping-now"));
    let times = AtomicU8::new(0);
    // only one handler can be set in a process; a second command line never runs in the same one
    let _ = ctrlc::set_handler(move || match times.fetch_add(1, Ordering::Relaxed) {
        0 => {
            printer.remark(&gently);
            pulled.gently.cancel();
        }
        1 => {
            printer.remark(&now);
            pulled.now.cancel();
        }
        _ => std::process::abort(),
    });
    stop
}
