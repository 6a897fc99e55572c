//! What was recorded answers again, offline, to the same bytes.

use testkit::{Fault, RetryAfter, When};
use vendors::VendorError;
use vendors::transport::{Replay, Seen};

use super::*;

#[tokio::test]
async fn recorded_attempts_are_given_again_in_order() {
    // given a run with a refusal, an answer, a stream and a cut stream
    let script = Script::new()
        .rule(When::always().nth(&[1]), Fault::rate_limited(Some(RetryAfter::Ms(1))))
        .rule(When::always().contains("coupe"), Fault::cut(200));
    let vendor = vendor(script).await;
    let tape = Arc::new(Tape::default());
    let live = Bench::new(Options { record: Some(tape.clone()), ..options() }, target(&vendor));
    let questions = [("bonjour", false), ("bonjour", true), ("coupe", true)];
    let mut told = Vec::new();
    for (text, stream) in questions {
        told.push(live.ask(text, stream).await);
    }
    let sent = vendor.stats().requests;
    assert_eq!((sent, tape.0.lock().unwrap().len()), (4, 4));

    // when the same is asked of the recording
    let replay = Replay::new(tape.0.lock().unwrap().clone());
    let offline = Bench::over(Transport::replaying(options(), replay), live.target.clone());
    for ((text, stream), before) in questions.into_iter().zip(told) {
        let again = offline.ask(text, stream).await;
        // then everything but the time is the same
        assert_eq!(again.outcome, before.outcome, "{text}");
        assert_eq!((again.seen, again.tries), (before.seen, before.tries), "{text}");
        assert_eq!(again.evidence, before.evidence, "{text}");
        assert_eq!(again.partial_usage, before.partial_usage, "{text}");
    }
    assert_eq!(offline.streamed(), live.streamed());
    assert_eq!(vendor.stats().requests, sent, "the vendor was asked nothing more");

    // and what was not recorded is not invented
    let unknown = offline.ask("jamais dit", false).await;
    assert_eq!(unknown.outcome, Err(VendorError::NotRecorded { model: "fake/echo".to_owned() }));
    assert_eq!((unknown.seen, unknown.tries), (Seen::NotSent, 1));
    assert!(
        matches!(offline.ask("bonjour", false).await.outcome, Err(VendorError::NotRecorded { .. })),
        "once each"
    );
}
