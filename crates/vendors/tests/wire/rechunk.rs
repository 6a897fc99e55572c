//! A streamed answer reads the same however its bytes are cut, and a cut one never looks whole.
#![expect(clippy::unwrap_used, reason = "a fixture that does not read is a failed test")]

use proptest::prelude::*;
use terms::{Reply, Usage};
use vendors::{StreamEvent, Target, VendorError};

use crate::recorded::{self, Exchange};

/// All that can be told of a stream.
#[derive(Debug, PartialEq)]
struct Read {
    events: Vec<StreamEvent>,
    text: String,
    usage: Option<Usage>,
    outcome: Result<Reply, VendorError>,
}

fn read<'a>(target: &Target, pieces: impl IntoIterator<Item = &'a [u8]>) -> Read {
    let mut decoder = target.stream_decoder();
    let mut events = Vec::new();
    let mut failed = None;
    for piece in pieces {
        if let Err(error) = decoder.push(piece, &mut events) {
            failed = Some(error);
            break;
        }
    }
    let (text, usage) = (decoder.text().to_owned(), decoder.partial_usage());
    let outcome = failed.map_or_else(|| decoder.finish(), Err);
    Read { events, text, usage, outcome }
}

#[test]
fn two_pieces_at_every_offset_read_as_one() {
    for Exchange { name, stream, target, .. } in recorded::streams() {
        let stream = stream.unwrap();
        let whole = read(&target, [&stream[..]]);
        for at in 0..=stream.len() {
            let two = read(&target, [&stream[..at], &stream[at..]]);
            assert_eq!(two, whole, "{name} cut at {at}");
        }
    }
}

#[test]
fn byte_by_byte_reads_as_one() {
    for Exchange { name, stream, target, .. } in recorded::streams() {
        let stream = stream.unwrap();
        assert_eq!(read(&target, stream.chunks(1)), read(&target, [&stream[..]]), "{name}");
    }
}

#[test]
fn other_line_endings_a_mark_and_comments_read_as_the_same_answer() {
    for Exchange { name, stream, target, .. } in recorded::streams() {
        let stream = String::from_utf8(stream.unwrap()).unwrap();
        let mut expect = read(&target, [stream.as_bytes()]);
        let mut variants = vec![
            stream.replace('\n', "\r\n"),
            stream.replace('\n', "\r"),
            format!("\u{feff}{stream}"),
            stream.replace("\n\n", "\n\n: keep-alive\n\nid: 7\nretry: 10\n\n"),
            stream.replace("data: ", "data:"),
        ];
        if expect.outcome.is_ok() {
            variants.push(stream.trim_end().to_owned());
        }
        for variant in variants {
            let got = read(&target, variant.as_bytes().chunks(7));
            if got.events.len() < expect.events.len() {
                // without its last line break, the last event is only seen at the end
                expect.events.truncate(got.events.len());
                expect.text.clone_from(&got.text);
            }
            assert_eq!(got.outcome, expect.outcome, "{name}: {variant:?}");
            assert_eq!(got.events, expect.events, "{name}");
        }
    }
}

/// How many bytes hold the vendor's own end mark, found without the decoder's help.
fn end_mark(stream: &[u8], target: &Target) -> usize {
    let text = std::str::from_utf8(stream).unwrap();
    let mark = match (target.vendor.protocol.as_str(), target.vendor.done_optional) {
        ("anthropic-messages", _) => "{\"type\":\"message_stop\"}",
        (_, true) => "\"finish_reason\":\"stop\"}]}",
        (_, false) => "data: [DONE]",
    };
    text.find(mark).unwrap() + mark.len()
}

#[test]
fn an_answer_cut_at_any_byte_is_a_cut_answer() {
    let mut cuts = 0;
    for Exchange { name, stream, target, expected, .. } in recorded::streams() {
        let Some(reply) = expected.reply else { continue };
        let stream = stream.unwrap();
        let end = end_mark(&stream, &target);
        for at in 0..=stream.len() {
            let got = read(&target, [&stream[..at]]);
            assert!(reply.text.starts_with(&got.text), "{name} cut at {at}: {:?}", got.text);
            match got.outcome {
                Err(VendorError::CutStream { bytes, .. }) => {
                    assert_eq!(bytes, at as u64, "{name}");
                    assert!(at < end, "{name}: whole at {at}, told cut");
                    cuts += 1;
                }
                Ok(got) => {
                    assert!(at >= end, "{name}: cut at {at} of {end}, told whole");
                    assert_eq!(got, reply, "{name} cut at {at}");
                }
                Err(other) => panic!("{name} cut at {at}: {other}"),
            }
        }
    }
    assert!(cuts > 10_000, "only {cuts} cuts");
}

#[test]
fn an_interrupted_answer_tells_what_was_counted_so_far() {
    let exchange = recorded::streams().into_iter().find(|e| e.name == "anthropic/stream").unwrap();
    let stream = exchange.stream.unwrap();
    let text = std::str::from_utf8(&stream).unwrap();
    let before_the_end = text.find("event: message_delta").unwrap();
    let got = read(&exchange.target, [&stream[..before_the_end]]);
    assert!(matches!(got.outcome, Err(VendorError::CutStream { .. })));
    assert_eq!(got.usage, Some(Usage { input: 1030, cached: 1000, output: 1, ..Usage::default() }));
}

#[test]
fn nothing_after_the_end_mark_is_believed() {
    for Exchange { name, stream, target, expected, .. } in recorded::streams() {
        let Some(reply) = expected.reply.filter(|_| !target.vendor.done_optional) else { continue };
        let mut stream = stream.unwrap();
        stream.extend_from_slice(
            b"data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"more\"}}]}\n\ndata: nonsense\n\n\
              event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":9,\
              \"delta\":{\"type\":\"text_delta\",\"text\":\"more\"}}\n\n",
        );
        assert_eq!(read(&target, [&stream[..]]).outcome, Ok(reply), "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_pieces_read_as_one(which in 0usize..1000, cuts in prop::collection::vec(0usize..4000, 0..40)) {
        thread_local! {
            static STREAMS: Vec<Exchange> = recorded::streams();
        }
        STREAMS.with(|streams| {
            let Exchange { name, stream, target, .. } = &streams[which % streams.len()];
            let stream = stream.as_deref().unwrap();
            let mut cuts: Vec<usize> = cuts.iter().map(|c| c % (stream.len() + 1)).collect();
            cuts.extend([0, stream.len()]);
            cuts.sort_unstable();
            let pieces = cuts.windows(2).map(|w| &stream[w[0]..w[1]]);
            prop_assert_eq!(read(target, pieces), read(target, [stream]), "{}", name);
            Ok(())
        })?;
    }
}
