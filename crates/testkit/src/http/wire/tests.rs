use super::*;
use crate::fault::{Cut, Drip};

const BODY: &[u8] = br#"{"content":"bonjour"}"#;

fn whole(fault: &Fault) -> Plan {
    faulty(b"HTTP/1.1 200 OK\r\n".to_vec(), Content::Whole(BODY.to_vec()), true, fault, Endpoint::Chat, 1)
}

fn events() -> Events {
    let mut events = Events { texts: 1..3, ..Events::default() };
    for data in ["{\"start\":{}}", "{\"a\":{}}", "{\"b\":{}}", "[DONE]"] {
        events.bytes.extend_from_slice(format!("data: {data}\n\n").as_bytes());
        events.ends.push(events.bytes.len());
    }
    events
}

fn stream(fault: &Fault) -> Plan {
    faulty(b"HTTP/1.1 200 OK\r\n".to_vec(), Content::Stream(events()), true, fault, Endpoint::Chat, 1)
}

/// The bytes after the head.
fn sent(plan: &Plan) -> &[u8] {
    let at = plan.bytes.windows(4).position(|w| w == b"\r\n\r\n").unwrap();
    &plan.bytes[at + 4..]
}

/// The event text inside the chunks sent, and whether the last chunk came.
fn unframed(plan: &Plan) -> (String, bool) {
    let mut framed = sent(plan).to_vec();
    let complete = framed.ends_with(b"0\r\n\r\n");
    if !complete {
        framed.extend_from_slice(b"0\r\n\r\n");
    }
    let (body, _) = crate::http::head::unchunk(&framed, 1 << 20).unwrap().unwrap();
    (String::from_utf8_lossy(&body).into_owned(), complete)
}

#[test]
fn without_faults_the_answer_is_whole_and_the_connection_stays() {
    for plan in [
        whole(&Fault::default()),
        plain(b"HTTP/1.1 200 OK\r\n".to_vec(), &Content::Whole(BODY.to_vec()), true),
    ] {
        assert_eq!((sent(&plan), plan.after, plan.intact), (BODY, After::KeepAlive, true));
        assert_eq!(plan.ends, [plan.bytes.len()]);
    }
    let plan = stream(&Fault::default());
    assert_eq!(unframed(&plan), (String::from_utf8(events().bytes).unwrap(), true));
    assert_eq!(plan, plain(b"HTTP/1.1 200 OK\r\n".to_vec(), &Content::Stream(events()), true));
}

#[test]
fn a_body_is_cut_at_every_byte() {
    for at in 0..BODY.len() {
        let plan = whole(&Fault::cut(at));
        assert_eq!((sent(&plan), plan.after, plan.intact), (&BODY[..at], After::Close, false));
        // the length announced is that of the whole
        assert!(
            String::from_utf8_lossy(&plan.bytes).contains(&format!("content-length: {}\r\n", BODY.len()))
        );
    }
    assert!(whole(&Fault::cut(BODY.len())).intact);
}

#[test]
fn a_stream_is_cut_at_every_byte_of_its_text() {
    let text = events().bytes;
    for at in 0..text.len() {
        for pace_ms in [None, Some(1)] {
            let plan = stream(&Fault { pace_ms, ..Fault::cut(at) });
            assert_eq!(unframed(&plan), (String::from_utf8_lossy(&text[..at]).into_owned(), false));
            assert!(!plan.intact);
        }
    }
    assert!(stream(&Fault::cut(text.len())).intact);
}

#[test]
fn a_cut_of_the_response_counts_the_head() {
    let all = whole(&Fault {
        cut: Some(Cut { at: 10_000, of: Of::Response, how: How::Close }),
        ..Fault::default()
    });
    for (at, how, after) in
        [(0, How::Close, After::Close), (9, How::Reset, After::Reset), (40, How::Hang, After::Hang)]
    {
        let plan = whole(&Fault { cut: Some(Cut { at, of: Of::Response, how }), ..Fault::default() });
        assert_eq!((&plan.bytes[..], plan.after, plan.intact), (&all.bytes[..at], after, false));
        assert_eq!(plan.ends, [at]);
    }
}

#[test]
fn dripping_and_pacing_change_the_writes_and_not_the_bytes() {
    let plan = whole(&Fault { drip: Some(Drip { bytes: 7, every_ms: 3 }), ..Fault::default() });
    assert_eq!(plan.bytes, whole(&Fault::default()).bytes);
    assert_eq!(plan.ends.len(), plan.bytes.len().div_ceil(7));
    assert_eq!((plan.ends[0], plan.gap), (7, Duration::from_millis(3)));
    let plan = stream(&Fault { pace_ms: Some(5), ..Fault::default() });
    assert_eq!((plan.ends.len(), plan.gap), (4, Duration::from_millis(5)));
    assert_eq!(unframed(&plan), (String::from_utf8(events().bytes).unwrap(), true));
}

#[test]
fn spoiled_bodies_are_what_they_are_called() {
    let spoiled = |malformed| whole(&Fault { malformed: Some(malformed), ..Fault::default() });
    for malformed in [Malformed::Json, Malformed::Html, Malformed::Empty, Malformed::Utf8] {
        let plan = spoiled(malformed);
        let body = sent(&plan);
        assert!(serde_json::from_slice::<serde_json::Value>(body).is_err(), "{malformed:?}");
        assert!(!plan.intact && plan.after == After::KeepAlive);
        // HTTP itself is sound: the length is true
        assert!(
            String::from_utf8_lossy(&plan.bytes).contains(&format!("content-length: {}\r\n", body.len()))
        );
    }
    assert!(std::str::from_utf8(sent(&spoiled(Malformed::Utf8))).is_err());
}

#[test]
fn spoiled_streams_keep_their_other_events() {
    let spoiled = |malformed| stream(&Fault { malformed: Some(malformed), ..Fault::default() });
    let (text, complete) = unframed(&spoiled(Malformed::Json));
    assert_eq!(text, "data: {\"start\":{}}\n\ndata: {\"a\":{}}\n\ndata: {\"b\":{\n\ndata: [DONE]\n\n");
    assert!(complete);
    let (text, _) = unframed(&spoiled(Malformed::Sse));
    assert!(!text.contains("data:") && text.contains("[DONE]"));
    let (text, _) = unframed(&spoiled(Malformed::Utf8));
    assert_eq!(text.matches('\u{fffd}').count(), 1);
}

#[test]
fn an_error_event_ends_a_stream() {
    let plan = stream(&Fault { stream_error_after: Some(1), ..Fault::default() });
    let (text, complete) = unframed(&plan);
    assert!(text.starts_with("data: {\"start\":{}}\n\ndata: {\"a\":{}}\n\ndata: {\"error\":"), "{text}");
    assert!(!text.contains("[DONE]") && complete && !plan.intact);
}

#[test]
fn an_endless_answer_begins_like_any_other() {
    let endless = Fault { endless: true, ..Fault::default() };
    let plan = stream(&endless);
    assert_eq!(unframed(&plan).0, "data: {\"start\":{}}\n\ndata: {\"a\":{}}\n\n");
    let block = plan.endless.unwrap();
    assert!(block.len() > 16 << 10 && String::from_utf8_lossy(&block).contains("data: {\"a\":{}}\n\n"));
    let plan = whole(&endless);
    assert_eq!(unframed(&plan).0, "{\"content\":\"");
    assert!(plan.endless.is_some() && !plan.intact);
}
